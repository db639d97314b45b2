"""Starts the program: by ``pythonw.exe`` without a console, by ``python.exe`` (``motcua.cmd``) in one."""

import os
import sys

for stream in ("stdout", "stderr"):
    if getattr(sys, stream) is None:  # pythonw.exe has none
        setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))

from ui.__main__ import main

main()
