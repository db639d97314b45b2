"""Each act of a counter while something is gone: whether it works, works and waits for something, or is refused."""

import itertools
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from dataclasses import replace as with_
from pathlib import Path
from queue import SimpleQueue

from msgspec.structs import replace

from desk.cards.reader import ReaderState
from desk.cards.samples import citizen
from desk.cards.scan import Scan
from desk.cards.simulated import ScannerFault, SimulatedReader
from desk.line import waiting
from desk.opening import close_desk
from desk.prints import print_jobs
from desk.province import province
from desk.words.reasons import sentence
from models.calendar.clock import Clock
from models.ids import DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.trouble import DiskFull, Trouble
from tests.desk.joining import code, opened
from tests.evidence.acts import ACTS, Act, Counter
from tests.fakes.hub import RunningHub
from tests.fakes.network import HostileProxy, Mischief
from tests.faults.database import small_disk
from tests.patience import PATIENCE

WORKS = "làm được"
UNSENT = "chờ gửi tỉnh"
ROOMY = 320 << 20
"""Bytes of the counter's disk: a desk stops giving numbers out when less than 200 MB are free."""
NEARLY_FULL = 100 * 1_000_000 + (1 << 19)
NO_DOSSIER = DossierId(SubjectId(""))


@dataclass(frozen=True)
class Outcome:
    """What came of an act.

    Attributes:
        refused: the sentence it was refused with; empty = it was done.
        waits: what still waits, of what was done.
    """

    refused: str = ""
    waits: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"từ chối: {self.refused}" if self.refused else "; ".join((WORKS, *self.waits))


@dataclass(frozen=True)
class Gone:
    """What is gone.

    Attributes:
        words: in the clerk's words.
        take: takes it away from a counter that has it, the line to the hub beside.
        again: done before each act.
    """

    words: str
    take: Callable[[Counter, HostileProxy], None]
    again: Callable[[Counter], None] = lambda _: None


def _printer(counter: Counter, _: HostileProxy) -> None:
    settings = counter.desk.settings
    nowhere = f"tcp:127.0.0.1:{counter.closed_port}?dots=384"
    printers = replace(settings.printers, papers=nowhere, tickets=nowhere)
    counter.desk = with_(counter.desk, settings=replace(settings, printers=printers))


def _scanner(counter: Counter, _: HostileProxy) -> None:
    counter.reader.inject_fault(ScannerFault.PULLED, citizen(5), citizen(6))
    while counter.states.get(timeout=PATIENCE) is not ReaderState.LOST:
        pass
    counter.has_scanner = False


def _leave(counter: Counter, free: int) -> None:
    """Of the disk, so many bytes."""
    taken = counter.desk.folder / "ballast"
    taken.touch()
    size = taken.stat().st_size + shutil.disk_usage(taken).free - free
    with taken.open("r+b") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, size)


def _nearly_full(counter: Counter) -> None:
    _leave(counter, NEARLY_FULL)


def _full(counter: Counter) -> None:
    """The journal has room of its own that would be written over first: it is used up too."""
    _leave(counter, 0)
    try:
        for turn in itertools.count():
            counter.desk.store.drafts.save("ballast", str(turn).encode())
    except DiskFull:
        return


ALL_THERE = Gone("Bình thường", lambda _, line: line.behave())
GONE = (
    Gone("Mất mạng", lambda _, line: line.behave({Mischief.REFUSED: 1.0})),
    Gone("Máy chủ tỉnh hỏng", lambda _, line: line.behave({Mischief.BAD_GATEWAY: 1.0})),
    Gone("Mất máy in", _printer),
    Gone("Mất máy quét", _scanner),
    Gone("Ổ đĩa còn 100 MB", lambda *_: None, _nearly_full),
    Gone("Ổ đĩa đầy", lambda *_: None, _full),
)


@contextmanager
def counter_at(hub: RunningHub, clock: Clock, beside: Path) -> Iterator[tuple[Counter, HostileProxy]]:
    """A counter that has everything, joined to the hub over a line of its own, on a small disk of its own.

    Raises:
        PermissionError: only root may mount the disk.
    """
    with ExitStack() as held:
        disk = held.enter_context(small_disk(ROOMY))
        line = held.enter_context(HostileProxy(hub.url))
        port = held.enter_context(socket.socket())
        port.bind(("127.0.0.1", 0))  # held, and nobody listens there
        scans: SimpleQueue[Scan] = SimpleQueue()
        states: SimpleQueue[ReaderState] = SimpleQueue()
        desk = province.join(opened(disk / "desk", hub, clock=clock), line.url, code(hub))
        reader = SimulatedReader(on_scan=scans.put, on_state=states.put, today=lambda: desk.today)
        reader.start()
        held.callback(reader.stop)
        counter = Counter(
            desk=desk, reader=reader, scans=scans, states=states, beside=beside, closed_port=port.getsockname()[1]
        )
        held.callback(lambda: close_desk(counter.desk))
        yield counter, line


def outcomes(hub: RunningHub, clock: Clock, gone: Gone, beside: Path) -> dict[str, Outcome]:
    """Every act of ``ACTS`` in its order while this is gone, by its words."""
    with counter_at(hub, clock, beside) as (counter, line):
        made = {act.words: act.ready(counter.desk) for act in ACTS if act.ready is not None}
        waiting.issue(counter.desk, ["ho-tich"])  # somebody to be called, should nobody get a number any more
        counter.desk, _ = province.synchronise(counter.desk)
        gone.take(counter, line)
        told: dict[str, Outcome] = {}
        for act in ACTS:
            gone.again(counter)
            told[act.words] = _outcome(counter, act, made.get(act.words, NO_DOSSIER))
        return told


def _outcome(counter: Counter, act: Act, dossier: DossierId) -> Outcome:
    counter.waits.clear()
    before = counter.desk.store.log.unsent_count(), len(print_jobs.unprinted(counter.desk))
    try:
        act.do(counter, dossier)
    except (NotAllowed, Trouble) as reason:
        return Outcome(refused=sentence(reason))
    waits = list(counter.waits)
    try:
        counter.desk, _ = province.synchronise(counter.desk)
    except Trouble:
        if counter.desk.store.log.unsent_count() > before[0]:
            waits.append(UNSENT)
    assert len(print_jobs.unprinted(counter.desk)) - before[1] == ("giấy chờ máy in" in waits)
    return Outcome(waits=tuple(waits))
