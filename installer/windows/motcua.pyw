"""Starts the program: by ``pythonw.exe`` without a console, by ``python.exe`` (``motcua.cmd``) in one.

Of the version that was installed it starts the one that is to run, see ``desk.updates.launcher``.
"""

import os
import sys

from desk.updates.launcher import launch

launch()
for stream in ("stdout", "stderr"):
    if getattr(sys, stream) is None:  # pythonw.exe has none
        setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))

from ui.__main__ import main

main()
