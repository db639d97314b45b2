"""A process that is waited for: its end is noticed at once, and whatever is raised, it has ended."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk.updates import child_process
from desk.updates.child_process import wait_for
from models.trouble import CutOff

ECHO = "import sys; sys.exit(len(sys.stdin.buffer.read()))"
FOR_EVER = "import signal; signal.pause()" if sys.platform != "win32" else "import time; time.sleep(9999)"


def started(code: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", code]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - this interpreter


def test_what_is_asked_reaches_it_and_its_exit_code_comes_back() -> None:
    assert wait_for(started(ECHO), Path("0.2.0"), b"seven  ", stop=lambda: False) == 7


def test_one_that_was_cut_off_or_took_too_long_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "ASK_EVERY", 0.01)

    def broken() -> bool:
        raise ZeroDivisionError

    for stop, patience, expected in (
        (lambda: True, 60.0, CutOff),
        (lambda: False, 0.0, TimeoutError),
        (broken, 60.0, ZeroDivisionError),
    ):
        process = started(FOR_EVER)
        with pytest.raises(expected):
            wait_for(process, Path("0.2.0"), b"x" * 1_000_000, stop=stop, patience=patience)
        assert process.returncode is not None
        assert process.stdout is not None
        assert process.stdout.closed
