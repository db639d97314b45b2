"""Waiting for a process of another version, which never outlives what waits for it."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from models.trouble import CutOff

ASK_EVERY = 0.5
"""Seconds after which the desk is asked whether it closes; the end of the process itself is noticed at once."""


def wait_for(
    process: subprocess.Popen[bytes],
    version: Path,
    asked: bytes | None = None,
    *,
    stop: Callable[[], bool],
    patience: float = float("inf"),
) -> int:
    """Tell a process what is asked and wait until it has ended; whatever is raised, it has. Returns its exit code.

    Args:
        process: started with a pipe for its output, whose end is what is waited for.
        version: folder of the version it is of.
        asked: for its stdin, where that is a pipe.
        stop: asked now and then.
        patience: seconds.

    Raises:
        CutOff: ``stop`` said so.
        TimeoutError: it took longer than ``patience``.
    """
    until = time.monotonic() + patience
    with process:
        try:
            while True:
                try:
                    process.communicate(asked, timeout=ASK_EVERY)
                except subprocess.TimeoutExpired:
                    asked = None  # what is not read yet is remembered
                    if stop():
                        raise CutOff(str(version)) from None
                    if time.monotonic() > until:
                        raise TimeoutError from None
                else:
                    return process.returncode
        finally:
            process.kill()  # nothing where it has ended
