"""A program of ours as a process of its own, with a folder for temporary files that is looked into afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.patience import PATIENCE

STOPS = {signal.SIGINT: 130, signal.SIGTERM: 143, getattr(signal, "SIGHUP", signal.SIGTERM): 129}
"""Exit codes of what is stopped; Windows has no SIGHUP."""


class Started:
    """The running program.

    Attributes:
        temporary: the folder it puts temporary files into.
    """

    def __init__(self, words: list[str], folder: Path, **environment: str) -> None:
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(self.temporary), **environment},
        )

    def until(self, true: Callable[[], object], what: str) -> None:
        """Until it is so, while the program runs."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, (what, self.process.communicate())
            assert time.monotonic() < end, f"waited in vain: {what}"
            time.sleep(0.02)

    def stopped(self, how: signal.Signals, *, group: bool = False, times: int = 1) -> tuple[int, str, str]:
        """Stop it by a signal, as a terminal does it (``group``) or ``kill``; gives exit code, output and errors."""
        for _ in range(times):
            if group:
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@contextmanager
def started(words: list[str], folder: Path, **environment: str) -> Iterator[Started]:
    """The program, ended at the latest at the end."""
    program = Started(words, folder, **environment)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
            program.process.communicate()


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """A virtual screen with a number of its own, as the environment of who shall show a window there."""
    found = shutil.which("Xvfb")
    assert found, "Xvfb is missing (make setup installs it)"
    read, write = os.pipe()
    server = subprocess.Popen(  # noqa: S603 - a tool by its whole path
        [found, "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""}
    server.terminate()
    server.wait(PATIENCE)
