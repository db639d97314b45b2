"""Memory of this process that nothing uses any more."""

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Give freed memory back to the system. glibc keeps it below what is still used, for good; others give it back."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library, which has no such function
            ctypes.CDLL(None).malloc_trim(0)
