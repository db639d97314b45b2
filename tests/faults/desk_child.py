"""A desk as a process of its own, so that it can be killed: a real encrypted file, a real link.

``python -m tests.faults.desk_child`` reads what it is from its first line of standard input (``Wanted``), then how many
events to record, one number a line. It says what happens in lines of JSON (``Said``), and ends when its input does.
"""

import os
import queue
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.province import province
from desk.settings import FILE, DeviceSettings
from desk.training.training import training_settings
from models.calendar.clock import local_day, wall_clock
from models.events import AnyEvent, DossierCorrected, FeeTaken, Form, FormPrinted, PaidBy, TicketCalled, TicketIssued
from models.ids import DOSSIER, CounterId, DossierCode, SubjectId, new_dossier_id, new_ticket_id
from models.store import Changed, Store
from models.trouble import Trouble
from sync.client.https import HubClient
from sync.client.link import Link, LinkState, Phase
from sync.client.membership import MEMBERSHIP, Membership, read_membership, written
from sync.client.pace import Pace
from tests.fakes.citizens import CLERK, OFFICE, citizen, reception

T = TypeVar("T")


class Wanted(Struct, kw_only=True):
    """What this desk is.

    Attributes:
        path: its file; made when there is none.
        seed: of what happens at this desk.
        clock_off: seconds by which the PC's clock is wrong.
        batch: events sent at once, at most.
        impatience: by how much waits after a failure are shortened.
    """

    path: str
    membership: Membership
    seed: int
    clock_off: float = 0.0
    batch: int = 25
    impatience: float = 0.05


class Said(Struct, kw_only=True, omit_defaults=True):
    """One thing this desk says.

    Attributes:
        stored: ids of events that are on its disk now.
        events: how many events its file holds, of all desks.
        own: how many of them are its own.
        unsent: how many the hub has not acknowledged.
        phase, trouble, clock_off: of the link.
        rehomed: goes on under a new number.
        arrived: when anything of it arrived last, by the hub's clock.
    """

    stored: tuple[str, ...] = ()
    events: int = -1
    own: int = -1
    unsent: int = -1
    phase: str = ""
    trouble: str = ""
    clock_off: float = 0.0
    rehomed: bool = False
    arrived: str = ""


class DeskClosing(Trouble):
    """The link asks a desk that closes."""


def main() -> None:
    """Live until the input ends."""
    wanted = msgspec.json.decode(sys.stdin.buffer.readline(), type=Wanted)
    off = timedelta(seconds=wanted.clock_off)

    def clock() -> datetime:
        return wall_clock() + off

    _DeskAtWork(wanted, open_at(wanted, clock)).live()


def open_at(wanted: Wanted, clock: Callable[[], datetime]) -> Desk:
    """The desk with this file; a new file gets its membership."""
    settings = replace(
        training_settings(),
        office=replace(training_settings().office, unit=OFFICE),
        device=DeviceSettings(number=wanted.membership.device, counter=CounterId("1"), block_first=1, block_last=9),
    )
    folder = Path(wanted.path).parent
    given = None if (folder / FILE).exists() else settings
    desk = open_desk(folder, settings=given, clock=clock, training=True)
    if read_membership(desk.store) is None:
        desk.store.province.put(MEMBERSHIP, written(wanted.membership))
    return desk


class _DeskAtWork:
    """The thread that owns the store does what is asked of it, and records in between."""

    def __init__(self, wanted: Wanted, desk: Desk) -> None:
        self._desk = desk
        self._wanted = wanted
        self._asked: queue.Queue[Callable[[], None]] = queue.Queue()
        self._left = 0
        self._ends = False
        self._said = threading.Lock()
        self._chance = random.Random(wanted.seed)  # noqa: S311  # no secret, the same each run
        self._known: list[SubjectId] = []
        self._visits = self._visit()
        self._events = desk.store.log.counts().events
        self._link = self._linked()

    @property
    def _store(self) -> Store:
        return self._desk.store

    def _linked(self) -> Link:
        membership = province.membership(self._desk)
        assert membership is not None
        link = Link(
            HubClient(membership, self._desk.clock),
            self._ask,
            self._desk.folder,
            self._desk.clock,
            self._on_state,
            self._on_merged,
            chance=lambda: self._wanted.impatience * random.random(),  # noqa: S311  # no secret
        )
        link._pace = Pace(self._wanted.batch)
        return link

    def live(self) -> None:
        """Until the input ends."""
        self._say(Said(events=self._events, own=self._store.log.head().seq))
        self._link.start()
        threading.Thread(target=self._listen, daemon=True).start()
        while not self._ends:
            try:
                self._asked.get(block=not self._left)()
            except queue.Empty:
                self._record()
        self._link.stop()
        close_desk(self._desk)

    def _rehome(self) -> None:
        """What the window does when the link says that this file is a copy."""
        self._link.stop()
        try:
            self._desk = province.rehome(self._desk)
        except Trouble as trouble:
            self._say(Said(phase="forked", trouble=type(trouble).__name__))
            time.sleep(0.1)  # a clerk would wait longer
            self._asked.put(self._rehome)
            return
        self._events = self._store.log.counts().events
        self._link = self._linked()
        self._say(Said(events=self._events, own=self._store.log.head().seq, rehomed=True))
        self._link.start()

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            self._asked.put(self._more(int(line)))
        self._asked.put(self._end)

    def _more(self, number: int) -> Callable[[], None]:
        def more() -> None:
            self._left += number

        return more

    def _end(self) -> None:
        self._ends = True

    def _ask(self, work: Callable[[Store], T], /) -> T:
        answer: Future[T] = Future()

        def do() -> None:
            try:
                answer.set_result(work(self._store))
            except BaseException as error:  # noqa: BLE001  # it belongs to who asked
                answer.set_exception(error)

        self._asked.put(do)
        while True:
            try:
                return answer.result(0.5)
            except TimeoutError:
                if self._ends:
                    raise DeskClosing from None

    def _record(self) -> None:
        subject, events = next(self._visits)
        events = events[: self._left]
        changed = self._store.log.record(subject, CLERK, *events)
        self._left -= len(events)
        self._events += len(events)
        self._say(
            Said(
                stored=tuple(recorded.id for recorded in changed.recorded),
                events=self._events,
                own=self._store.log.head().seq,
            )
        )

    def _visit(self) -> Iterator[tuple[SubjectId, list[AnyEvent]]]:
        """Citizens, one after the other; now and then something about a dossier that another desk took in."""
        while True:
            device, at = self._store.log.device, self._desk.clock()
            number = self._store.log.head().seq
            code = f"{OFFICE.id}-{self._wanted.seed % 100:02d}{number // 9999 % 9999:04d}-{number % 9999 + 1:04d}"
            dossier, ticket = new_dossier_id(), new_ticket_id()
            yield (
                ticket,
                [
                    TicketIssued(number="A001", day=local_day(at), services=("1",)),
                    TicketCalled(counter=CounterId("1")),
                ],
            )
            received = reception(citizen(self._chance), DossierCode(code), at, self._chance)
            yield dossier, [received, FormPrinted(form=Form.RECEIPT, version="1", copy=1)]
            yield dossier, [FeeTaken(amount=8_000, paid_by=PaidBy.CASH)]
            if self._known:
                foreign = self._known[self._chance.randrange(len(self._known))]
                yield foreign, [DossierCorrected(reason="Ghi nhầm.", note=f"Bàn {device}")]

    def _on_merged(self, changed: Changed) -> None:
        def count() -> None:
            self._known += [s for s in changed.subjects if s.startswith(DOSSIER)][: 1000 - len(self._known)]
            self._events += len(changed.recorded)
            self._say(Said(events=self._events, own=self._store.log.head().seq))

        self._asked.put(count)

    def _on_state(self, state: LinkState) -> None:
        trouble = type(state.trouble).__name__ if state.trouble else ""
        off = state.clock_off.total_seconds()
        last = str(state.last_arrival_at or "")
        self._say(Said(unsent=state.unsent, phase=state.phase.value, trouble=trouble, clock_off=off, arrived=last))
        if state.phase is Phase.FORKED:
            self._asked.put(self._rehome)

    def _say(self, said: Said) -> None:
        with self._said:
            os.write(1, msgspec.json.encode(said) + b"\n")


if __name__ == "__main__":
    main()
