"""What holds for every test: no screen needed, no unannounced warning in a log, a clock that tests turn by hand."""

import gc
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

from models.system.stop_signals import STOP_SIGNALS
from printing.devices import network_and_serial, status
from tests.patience import PATIENCE

pytest_plugins = ["tests.fakes.postgres"]
"""Fixtures ``postgres`` and ``postgres_url``: a real server, started when a test asks for it."""

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What tests start is compiled once, not at each start, whatever the environment says: half the time of most processes.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    # Started in the background of a script: what tests start would inherit that and hear no Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - only its place; each run makes a folder of its own in it
ROOM = 4 << 30
"""Bytes; what tests leave is removed when they pass, so that a hundredth of it is used at a time."""


def has_room_in_memory() -> bool:
    """Whether temporary files may lie in memory: there is such a folder, much of it is free, programs run from it."""
    if not hasattr(os, "ST_NOEXEC") or not os.access(IN_MEMORY, os.W_OK):
        return False
    found = os.statvfs(IN_MEMORY)
    free = min(found.f_bavail * found.f_frsize, psutil.virtual_memory().available)
    return free > ROOM and not found.f_flag & os.ST_NOEXEC


# Every commit of some ten thousand waits for the disk, and no test shows what only a machine without power would lose.
if "TMPDIR" not in os.environ and has_room_in_memory():
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)

settings.register_profile("motcua", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("motcua")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end: no search for garbage goes through it, now or again and again later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


POSIX_ONLY = [
    "desk/cards/test_reader.py",
    "desk/cards/test_simulated.py",
    "desk/laptop/test_wipe_killed.py",
    "desk/money/test_kill.py",
    "desk/training/test_morning.py",
    "desk/training/test_office_days.py",
    "fakes/test_postgres.py",
    "fakes/test_scanner.py",
    "models/store/test_disk.py",
    "models/store/test_kill.py",
    "printing/devices/test_wires.py",
    "stories/test_whole_window.py",
]
"""What needs pseudo-terminals, signals or an X server; Windows has none of them."""

collect_ignore = POSIX_ONLY if sys.platform == "win32" else []


class TurnedClock:
    """A clock that only moves when a test turns it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **units: float) -> None:
        """Move on by ``timedelta(**units)``."""
        self.now += timedelta(**units)


MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 08:00 on the office wall."""


@pytest.fixture
def clock() -> TurnedClock:
    """It says ``MORNING``."""
    return TurnedClock(MORNING)


@pytest.fixture(autouse=True)
def printers_have_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulated printer answers as soon as a busy machine lets it; only a ``silent`` one is given up early."""
    within = status.ANSWER_WITHIN if request.node.get_closest_marker("silent") else PATIENCE
    for module in (status, network_and_serial):
        monkeypatch.setattr(module, "ANSWER_WITHIN", within)


@pytest.fixture(autouse=True)
def no_unannounced_log_warning(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in a log that no test announced (by marker ``logs_warning``) fails the test."""
    yield
    if request.node.get_closest_marker("logs_warning"):
        return
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, f"unannounced warnings in the log: {[r.getMessage() for r in loud]}"


@pytest.fixture
def as_before() -> Iterator[None]:
    """The handlers of the signals that stop a program, put back: once one was told, all are ignored."""
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
