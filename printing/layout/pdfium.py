"""PDFium works in one thread at a time: pictures of papers and the spooler of Windows take turns."""

import threading

ONE_AT_A_TIME = threading.Lock()
"""Held while PDFium draws."""
