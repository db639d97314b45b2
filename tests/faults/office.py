"""An office under test: a hub process on a real database, desk processes, and a hostile network between them."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import msgspec
import psutil
import tomli_w
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.settings import DATABASE
from models.calendar.clock import wall_clock
from models.history import Recorded
from models.ids import is_province
from models.store import open_store
from models.store.keys.key import find_key
from sync.client.membership import Membership
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.hub.settings import HubSettings, facts, make_keys, read_keys, read_settings
from sync.hub.store import HubStore
from sync.messages import EnrolAsked
from tests.fakes.citizens import OFFICE
from tests.fakes.network import HostileProxy
from tests.faults.desk_child import Said, Wanted
from tests.faults.report import Report, compare
from tests.patience import PATIENCE

WITHIN = 2 * PATIENCE
ROOT = Path(__file__).parents[2]
SETPRIV = ["/usr/bin/setpriv", "--pdeathsig", "TERM"]
"""What is started here ends with the process that started it."""


class HubProcess:
    """``motcua-hub serve`` with a TOML of its own; can be killed and started again at the same address.

    Args:
        folder: for its TOML, keys and files.
        url: of its database.
        workers: processes that answer.
    """

    def __init__(self, folder: Path, url: str, *, workers: int = 1) -> None:
        folder.mkdir(exist_ok=True)
        self.config = folder / "hub.toml"
        self._place = _place()
        self.port: int = self._place.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None
        self.use(url)
        make_keys(self.settings)

    def use(self, database: str) -> None:
        """From the next start on this database."""
        self.database = database
        plain: dict[str, Any] = {
            "name": "Tỉnh Mẫu",
            "listen": f"127.0.0.1:{self.port}",
            "workers": self._workers,
            "grace": 2,
            "database": {"url": database},
        }
        self.config.write_text(tomli_w.dumps(plain), "utf-8")

    @property
    def settings(self) -> HubSettings:
        """As its TOML says."""
        return read_settings(self.config)

    def store(self) -> HubStore:
        """Its database, for us to look into."""
        store = HubStore.open(self.database, key=read_keys(self.settings).database, pool=2)
        store.prepare()
        return store

    def start(self) -> float:
        """Run it; returns when it answers, and how many seconds that took."""
        started = time.monotonic()
        with (self.config.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own command line
                [*SETPRIV, sys.executable, "-m", "sync.hub", "--config", str(self.config), "serve"],
                cwd=ROOT,
                env=os.environ | {"PYTHONWARNINGS": "ignore"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = started + WITHIN
        while not self.answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError(self.log[-3000:])
            time.sleep(0.02)  # a process that starts has nothing to wait on
        return time.monotonic() - started

    def answers(self) -> bool:
        """Whether it is well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/v1/hub")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL to it and its workers."""
        if self._process is None:
            return
        everyone = [psutil.Process(self._process.pid), *psutil.Process(self._process.pid).children(recursive=True)]
        for one in everyone:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self._process.wait(WITHIN)
        psutil.wait_procs(everyone, timeout=WITHIN)
        self._process = None

    def give_up(self) -> None:
        """Kill it for good; its port is anybody's again."""
        self.kill()
        self._place.close()

    def stop(self) -> None:
        """As systemd stops it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(WITHIN)
            self._process = None

    @property
    def pid(self) -> int:
        """Of its first process."""
        assert self._process is not None
        return self._process.pid

    @property
    def standing(self) -> str:
        """Whether it runs, or with which code it ended by itself: it may have died without a word."""
        if self._process is None:
            return "the hub does not run"
        ended = self._process.poll()
        return "the hub runs" if ended is None else f"the hub ended with {ended}"

    @property
    def log(self) -> str:
        """What it said."""
        return (self.config.parent / "log").read_text("utf-8", errors="replace")


class DeskProcess:
    """One desk; what it told its clerks is remembered here, beyond its death.

    Attributes:
        wanted: what it is.
        told: ids of all events that it said were stored.
        last: the newest of each thing it said.
        stored_at, arrived_at, merged_at: when it last said that something is on its disk, that something arrived at
            the hub, and that something came from another desk (``time.perf_counter``).
    """

    def __init__(self, wanted: Wanted, changed: threading.Condition) -> None:
        self.stored_at = self.arrived_at = self.merged_at = 0.0
        self.wanted = wanted
        self.told: set[str] = set()
        self.last = Said()
        self._changed = changed
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Open the file, start the link; returns at once."""
        self.last = Said()
        log = Path(self.wanted.path).with_suffix(".log").open("ab")
        with log:
            self._process = subprocess.Popen(  # noqa: S603  # our own command line
                [*SETPRIV, sys.executable, "-m", "tests.faults.desk_child"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._write(msgspec.json.encode(self.wanted))
        self._reader = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._reader.start()

    def record(self, events: int) -> None:
        """Have it record so many more."""
        self._write(str(events).encode())

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._ended()

    def stop(self) -> None:
        """As the clerk closes the program."""
        self.bid_stop()
        if self._process is not None:
            self._ended()

    def bid_stop(self) -> None:
        """Have it stop, without waiting for it."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def events(self) -> list[Recorded]:
        """All its file holds; it must have stopped.

        Raises:
            AssertionError: something in the file is not as it should be.
        """
        path = Path(self.wanted.path)
        key = find_key(path.parent, use_keyring=False)
        with open_store(path, key, device=self.wanted.membership.device, clock=wall_clock) as store:
            found = store.log.verify()
            assert not found, found[:5]
            return list(store.log.events())

    @property
    def log(self) -> str:
        """What it complained of."""
        return Path(self.wanted.path).with_suffix(".log").read_text("utf-8", errors="replace")

    def _write(self, line: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it was killed just now
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()

    def _ended(self) -> None:
        assert self._process is not None
        self._process.wait(WITHIN)
        if self._reader is not None:
            self._reader.join(WITHIN)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process = None

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.endswith(b"\n"):
                break
            said = msgspec.json.decode(line, type=Said)
            now = time.perf_counter()
            with self._changed:
                self.told.update(said.stored)
                if said.stored:
                    self.stored_at = now
                elif said.arrived and said.arrived != self.last.arrived:
                    self.arrived_at = now
                elif said.events > self.last.events:
                    self.merged_at = now
                self.last = _newest(self.last, said)
                self._changed.notify_all()


def _newest(before: Said, said: Said) -> Said:
    if said.phase:
        return msgspec.structs.replace(said, events=before.events, own=before.own, rehomed=before.rehomed)
    kept = {name: getattr(before, name) for name in ("unsent", "phase", "trouble", "clock_off", "arrived")}
    return msgspec.structs.replace(said, stored=(), rehomed=said.rehomed or before.rehomed, **kept)


BATCH = 25
"""Events a desk sends at once in the storm, unless it is told another number."""

DESKS = 5
"""Desks of the office, likewise."""


class OfficeUnderTest:
    """Everything together. Use as a context; nothing remains.

    Args:
        database: URL of an empty database of the hub.
        desks: how many.
        seed: of all chances.
        workers: of the hub.
        batch: events a desk sends at once, at most.
        hostile: whether the network stands between; else desks reach the hub directly.
    """

    def __init__(
        self,
        database: str,
        *,
        desks: int = DESKS,
        seed: int = 1,
        workers: int = 1,
        batch: int = BATCH,
        hostile: bool = True,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-faults-"))
        self.changed = threading.Condition()
        self.hub = HubProcess(self.folder / "hub", database, workers=workers)
        self.hub.start()
        self.proxy = HostileProxy(self.hub.url, seed=seed)
        self.way = self.proxy.url if hostile else self.hub.url
        with_store = self.hub.store()
        try:
            offices.create_office(with_store, OFFICE.id, OFFICE.name)
            self.desks = [
                DeskProcess(self._wanted(with_store, number, seed * 100 + number, batch), self.changed)
                for number in range(1, desks + 1)
            ]
        finally:
            with_store.close()

    def start(self) -> None:
        """Start all desks; returns when each has opened its file."""
        for desk in self.desks:
            desk.start()
        self.wait(lambda: all(desk.last.events >= 0 for desk in self.desks), "the desks opened")

    def record(self, events: int) -> None:
        """Have the desks record so many events in all."""
        each, left = divmod(events, len(self.desks))
        for number, desk in enumerate(self.desks):
            desk.record(each + (number < left))

    def wait(self, is_so: Callable[[], bool], what: str, within: float = WITHIN) -> None:
        """Until it is so.

        Raises:
            TimeoutError: it never was.
        """
        with self.changed:
            if self.changed.wait_for(is_so, within):
                return
        said = "\n".join(f"{desk.last} {desk.log[-1500:]}" for desk in self.desks)
        raise TimeoutError(f"{what}\n{self.hub.standing}\n{said}\n{self.hub.log[-2000:]}")

    def everything_arrived(self) -> bool:
        """Every desk has everything of every desk, and all of it is acknowledged."""
        own = sum(desk.last.own for desk in self.desks)
        return all(desk.last.events == own and desk.last.unsent == 0 for desk in self.desks)

    def recorded(self) -> int:
        """Events that all desks hold of their own."""
        return sum(max(desk.last.own, 0) for desk in self.desks)

    def settle(self, since: float, events: int, within: float = WITHIN) -> float:
        """Until everything of at least so many events arrived everywhere; seconds since the fault ended."""
        self.wait(lambda: self.recorded() >= events and self.everything_arrived(), "everything arrived", within)
        return time.monotonic() - since

    def same_everywhere(self, since: float, within: float = WITHIN) -> float:
        """Until every desk has as many events as the hub tells and none is unsent; seconds since the fault ended.

        Args:
            since: when it ended.
            within: seconds.
        """

        def same() -> bool:
            told = len(self.stream())
            return all(desk.last.events == told and desk.last.unsent == 0 for desk in self.desks)

        until = time.monotonic() + within
        while not same():
            if time.monotonic() > until:
                self.wait(same, "the same everywhere", 0)
            with self.changed:
                self.changed.wait(0.2)
        return time.monotonic() - since

    def report(self, scenario: str, recovered_in: float, **more: object) -> Report:
        """Stop everything and set side by side what each has."""
        for desk in self.desks:
            desk.bid_stop()
        for desk in self.desks:
            desk.stop()
        stream = self.stream()
        known = {recorded.id for recorded in stream}
        held = [[r for r in desk.events() if r.id in known or not is_province(r.device)] for desk in self.desks]
        told = {id_ for desk in self.desks for id_ in desk.told}
        network = {str(mischief): times for mischief, times in self.proxy.happened.items() if mischief}
        return compare(scenario, told, stream, held, recovered_in, more | ({"network": network} if network else {}))

    def stream(self) -> list[Recorded]:
        """What the hub tells of the office."""
        found: list[Recorded] = []
        store, position = self.hub.store(), 0
        try:
            while page := stream.read(store, OFFICE.id, position, 2_000):
                assert [at for at, _ in page] == list(range(position + 1, position + len(page) + 1)), "holes"
                found += [recorded for _, recorded in page]
                position = page[-1][0]
            return found
        finally:
            store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for desk in self.desks:
            desk.kill()
        self.hub.give_up()
        self.proxy.stop()
        shutil.rmtree(self.folder)

    def _wanted(self, store: HubStore, number: int, seed: int, batch: int) -> Wanted:
        """An enrolled desk without a file yet."""
        member = membership(store, self.hub, OFFICE.id, number, self.way)
        folder = self.folder / f"desk-{number}"
        folder.mkdir()
        return Wanted(path=str(folder / DATABASE), membership=member, seed=seed, batch=batch)


def membership(store: HubStore, hub: HubProcess, office: str, number: int, url: str) -> Membership:
    """Of a machine that joined just now.

    Args:
        store: the hub's.
        hub: who is joined.
        office: id of an office that is there.
        number: of the machine.
        url: the way to the hub.
    """
    now = datetime.now(UTC)
    key = Ed25519PrivateKey.generate()
    who = facts(hub.settings, read_keys(hub.settings), lambda: now)
    asked = EnrolAsked(
        code=offices.make_code(store, office, device=number, now=now),
        public_key=key.public_key().public_bytes_raw().hex(),
        unit=office,
    )
    enrolled = offices.enrol(store, asked, who, now)
    return Membership(
        url=url,
        hub_name=who.name,
        office=enrolled.office,
        device=enrolled.device,
        key=key.private_bytes_raw(),
        sign_key=who.sign_key,
        seal_key=who.seal_key,
        enrolled_at=now,
        block=enrolled.block,
    )


def _place() -> socket.socket:
    """A port that stays ours while the hub is down: bound and never listened on, so that the hub alone may listen."""
    place = socket.socket()
    if sys.platform != "win32":
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", 0))
    return place
