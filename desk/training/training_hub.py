"""A hub for a training desk: a child process on this machine that ends with the desk."""

import subprocess
import sys
import threading
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.province import province
from desk.staff import session
from models.clerk import ALL_ROLES, MACHINE, Clerk
from models.system.decoding import prepared
from models.trouble import HubLibrariesMissing, HubNotStarted
from sync.client.https import hub_facts

START_SECONDS = 30.0
END_SECONDS = 5.0

_LIBRARIES = ("fastapi", "httptools", "prometheus_client", "psycopg", "structlog", "uvicorn")
"""What the hub needs beyond the desk (``motcua[hub]``); uvloop only makes it faster."""


class Ready(Struct, frozen=True):
    """What the hub says when it is ready."""

    url: str
    code: str
    office: str


class TrainingHub:
    """The running child.

    Attributes:
        ready: its address, and a code for joining it.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", ready: Ready) -> None:
        self._process = process
        self.ready = ready

    def stop(self) -> None:
        """End it: its input closes, and it has a moment to put things away."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def start(folder: Path, *, seconds: float = START_SECONDS) -> TrainingHub:
    """Start a training hub with its data in this folder, and wait until it is ready.

    Raises:
        HubLibrariesMissing: a desk alone is installed here.
        HubNotStarted: it did not come up in time.
    """
    missing = tuple(name for name in _LIBRARIES if not _is_there(name))
    if missing:
        raise HubLibrariesMissing(missing)
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program, by the interpreter that runs us
            [sys.executable, "-m", "sync.hub", "training", "--folder", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=True,  # Ctrl+C is for the desk, which ends the hub by letting go of its input
        )
    except OSError as error:
        raise HubNotStarted(str(error)) from error
    line: list[bytes] = []
    reading = threading.Thread(target=_first_line, args=(process, line), daemon=True)
    reading.start()
    reading.join(seconds)
    try:
        return TrainingHub(process, msgspec.json.decode(line[0] if line else b"", type=prepared(Ready)))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        hub = TrainingHub(process, Ready("", "", ""))
        process.kill()
        hub.stop()
        raise HubNotStarted(f"{process.returncode}") from error


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False


def joined(desk: Desk, hub: TrainingHub) -> Desk:
    """The training desk as a member of this hub, which answers at another address each time it runs.

    Raises:
        NetworkTrouble, FileTrouble: see ``desk.province.province.join``.
    """
    at_work = desk
    desk = replace(desk, clerk=Clerk(id=MACHINE, name="", roles=ALL_ROLES))  # the program does it, whoever works here
    member = province.membership(desk)
    if member is not None and member.sign_key == hub_facts(hub.ready.url).sign_key:
        return replace(province.change_address(desk, hub.ready.url), clerk=at_work.clerk)
    if member is not None:
        desk = province.leave(desk)
    joined = province.join(desk, hub.ready.url, hub.ready.code)
    return session.carry_over(at_work, session.with_settings(joined, joined.settings))


def _first_line(process: "subprocess.Popen[bytes]", line: list[bytes]) -> None:
    if process.stdout is not None:
        line.append(process.stdout.readline())
