"""The event log and its only writer: events and the rows computed from them, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import Clock, instant
from models.events import AnyEvent
from models.history import FAR_AHEAD, MOST_EVENT_BYTES, Recorded, digest, write
from models.ids import (
    HIGHEST_DEVICE,
    HIGHEST_SEQ,
    NO_DIGEST,
    PROVINCE,
    SEQ_BITS,
    ClerkId,
    DeviceId,
    Digest,
    PeerName,
    SubjectId,
    new_event_id,
)
from models.not_allowed import EventTooLarge
from models.store import outgoing, tables, tallies
from models.store.codec import MAX_CLOCK, event_values, has_a_place, place_of, recorded_of
from models.store.file.database import Database, insert_into
from models.store.file.load_file import LoadFile, mark_load_file
from models.store.log_reader import LAST_BEFORE, LogReader
from models.store.outgoing import EventRun
from models.store.projections import dossier_lists
from models.store.projections.all_rows import AllRows
from models.store.projections.ticket import COUNT
from models.store.quarantine import Reason, ahead, follows_a_fork, set_aside, taken_in
from models.store.rebuild import rebuilding

_PUT = insert_into(tables.event)
_PREV = "SELECT prev FROM event WHERE place = ?"
_LAST_BESIDES = "SELECT place FROM event WHERE place BETWEEN ? AND ? AND place != ? ORDER BY place DESC LIMIT 1"
_ACKNOWLEDGED = "SELECT seq FROM acknowledged WHERE peer = ? AND device = ?"
_ACKNOWLEDGE = (
    "INSERT INTO acknowledged (peer, device, seq) VALUES (?, ?, ?) "
    "ON CONFLICT (peer, device) DO UPDATE SET seq = max(seq, excluded.seq)"
)
_TAKE_BACK = "UPDATE acknowledged SET seq = min(seq, ?) WHERE peer = ? AND device = ?"
_ARRIVED = "INSERT OR REPLACE INTO arrival (seq, at, position) VALUES (?, ?, ?)"
_LATEST = "SELECT max(at) FROM (SELECT at FROM event WHERE place > ? AND place <= ? ORDER BY place DESC LIMIT 500)"


def _nothing() -> None:
    """The default callback: does nothing."""


class Changed(Struct, frozen=True):
    """The subjects an operation changed, and their new events."""

    subjects: frozenset[SubjectId]
    recorded: tuple[Recorded, ...]


class ChainHead(Struct, frozen=True):
    """The end of this device's chain: its last event, and the highest clock seen from any device."""

    seq: int
    digest: Digest
    clock: int


class LogCounts(Struct, frozen=True):
    """Numbers of events and subjects."""

    events: int
    unsent: int
    dossiers: int
    tickets: int
    set_aside: int


class Log(LogReader):
    """The event log: events of this device and those received of others.

    Attributes:
        device: this machine; its events are numbered 1, 2, 3… without gaps.
        after_record: called after each commit of recorded events, in its thread; must return at once.
    """

    def __init__(self, database: Database, device: DeviceId, clock: Clock, rows: AllRows) -> None:
        super().__init__(database, device, rows)
        self.after_record: Callable[[], None] = _nothing
        self._clock = clock
        self._together = False
        """What is recorded joins an open transaction, see ``together``."""
        with database.reading():
            self._head = self._find_head()
        # The end of what was wiped is in no file any more, and would be missed in this one.
        here = self._head.seq > self.base
        database.reached(device, self._head.seq if here else 0, self._head.digest if here else NO_DIGEST)
        self._latest = self._find_latest(0)

    @property
    def latest(self) -> datetime | None:
        """The latest time among this device's last events, a lower bound for the clock. None = no events."""
        return self._latest

    def times_count_after(self, seq: int) -> None:
        """Ignore the times of this device's events up to this number: the clock was wrong then."""
        self._latest = self._find_latest(seq)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is recorded within is one transaction: on leaving it is on the disk, on any error nothing of it is.

        Within it the subjects are read as they are with what was recorded so far.

        Raises:
            DiskFull, FolderReadOnly, FileDamaged: nothing of it was stored.
        """
        if self._together:
            yield
            return
        head, latest = self._head, self._latest
        try:
            self._together = True
            with self._rows.folds.unless_it_fails(), self._database.transaction():
                yield
        except BaseException:
            # Read anew: a stop from outside may come right behind the commit.
            self._head, self._latest = self._find_head(), latest
            raise
        finally:
            self._together = False
        if self._head is not head:
            self.after_record()

    def record(
        self, subject: SubjectId, clerk: ClerkId, *happened: AnyEvent, beside: Callable[[], None] = _nothing
    ) -> Changed:
        """Record events of one subject; see ``record_all``."""
        return self.record_all(clerk, [(subject, event) for event in happened], beside=beside)

    def record_all(
        self, clerk: ClerkId, facts: Sequence[tuple[SubjectId, AnyEvent]], *, beside: Callable[[], None] = _nothing
    ) -> Changed:
        """Record events of one or several subjects in one transaction.

        On return it is on the disk, with rows and search; within ``together``, when that is left.

        Args:
            clerk: who did it.
            facts: what each event is about, and the event, in the order in which it happened.
            beside: what is written in the same transaction (``Kept.put``).

        Raises:
            EventTooLarge, DiskFull, FolderReadOnly, FileDamaged: nothing of it was stored.
        """
        at = self._clock()
        with self.together():
            self._rows.settle()
            head, new = self._head, []
            for subject, event in facts:
                recorded, head = self._next(head, at, subject, clerk, event)
                new.append(recorded)
            self._database.run_many(_PUT, map(event_values, new))
            happened = _by_subject(new)
            self._rows.refresh(happened)
            self._count(new, {self.device: self._head.seq})
            self._database.reached(self.device, head.seq, head.digest)
            self._head = head
            if new and (self._latest is None or at > self._latest):
                self._latest = at
            beside()
        return Changed(frozenset(happened), tuple(new))

    def merge(self, foreign: Iterable[Recorded], *, clock: int = 0) -> Changed:
        """Store events of any devices, in any order. Idempotent; an event is never refused for its content.

        An event whose place holds another one (a fork) is set aside, never written over what is there; and so is one
        whose clock is so far ahead (``FAR_AHEAD``) that nothing could be recorded after it. All others go on.

        Args:
            foreign: the events.
            clock: the highest that whoever tells them has accepted, who may know more of the office than is here.

        Raises:
            DiskFull, FolderReadOnly, FileDamaged: nothing of this call was stored.
        """
        database, new = self._database, []
        highest, told = self._head.clock, min(max(clock, 0), MAX_CLOCK)
        before: dict[DeviceId, int] = {}
        with self._rows.folds.unless_it_fails(), database.transaction():
            self._rows.settle()

            def take(recorded: Recorded) -> Reason | None:
                nonlocal highest
                in_reach = recorded.clock <= max(highest, told) + FAR_AHEAD
                # What this machine recorded itself stays in its chain, whatever its clock: the hub says what to do.
                if not in_reach and recorded.device != self.device and has_a_place(recorded):
                    return Reason.KNOWN if self._is_known(recorded) else Reason.AHEAD
                reason = self._take(recorded)
                if reason is None:
                    if recorded.device not in before:
                        before[recorded.device] = self._last_besides(recorded)
                    new.append(recorded)
                    highest = max(highest, recorded.clock) if in_reach else highest
                return reason

            for recorded in foreign:
                reason = take(recorded)
                if reason is not None and reason is not Reason.KNOWN:
                    set_aside(database, recorded, reason)
            for name, recorded in ahead(database):
                reason = take(recorded)
                if reason is not Reason.AHEAD:
                    taken_in(database, name)
                if reason is Reason.FORK:
                    set_aside(database, recorded, reason)
            happened = _by_subject(new)
            self._rows.refresh(dict(sorted(happened.items())))
            self._count(new, before)
            self._rows.settle()  # lists read through the fresh rows, and these may be thousands
        if new:
            self._head = self._after(new, highest)
            database.reached(self.device, self._head.seq, self._head.digest)
        return Changed(frozenset(happened), tuple(new))

    def unsent(self, limit: int) -> list[Recorded]:
        """This device's events that the province has not acknowledged, oldest first."""
        with self._database.reading():
            after, last = place_of(self.device, self._acknowledged()), place_of(self.device, HIGHEST_SEQ)
            return [recorded_of(row) for row in self._database.run(tables.EVENTS_AFTER, (after, last, limit))]

    def chain(self, most_events: int, most_bytes: int, *, after: int | None = None) -> EventRun:
        """This device's events that the province has not acknowledged, oldest first, as raw rows for sending.

        Args:
            most_events: how many at most.
            most_bytes: of all bodies together; the first event is given whatever its size.
            after: number of the event before the first one; None = the last acknowledged.
        """
        with self._database.reading():
            start = self._acknowledged() if after is None else after
            return outgoing.run(
                self._database, self.device, start, most_events, most_bytes, base=self.load_file if self.base else None
            )

    def unsent_count(self, peer: PeerName = PROVINCE) -> int:
        """How many events of this device a peer has not acknowledged."""
        return self._head.seq - self.acknowledged(peer)

    def acknowledged(self, peer: PeerName = PROVINCE) -> int:
        """The highest number of this device that a peer has acknowledged."""
        with self._database.reading():
            return self._acknowledged(peer)

    def acknowledge(self, seq: int, peer: PeerName = PROVINCE, *, arrival: tuple[int, int] | None = None) -> None:
        """Record that a peer has this device's events up to a number. Only ``send_again_from`` lowers it.

        Args:
            seq: at most this device's last number counts.
            peer: whose word it is; nobody else's stands for the province's.
            arrival: of the province: microseconds since 1970 by its clock, and the office's position then.
        """
        reached = min(seq, self._head.seq)
        with self._database.transaction():
            if arrival is not None and reached > self._acknowledged(peer):
                self._database.run(_ARRIVED, (reached, *arrival))
            self._database.run(_ACKNOWLEDGE, (peer, self.device, reached))

    def send_again_from(self, seq: int, peer: PeerName = PROVINCE) -> None:
        """Record that a peer lost events from this number on: unsent again; for the province, not arrived either.

        What was wiped here after its acknowledgement cannot be sent again, and stays acknowledged.
        """
        kept = max(seq - 1, self.base)
        with self._database.transaction():
            if peer == PROVINCE:
                covering = self._database.run(tables.ARRIVAL_FROM, (kept,)).fetchone()
                self._database.run("DELETE FROM arrival WHERE seq > ?", (kept,))
                if kept and covering:
                    self._database.run(_ARRIVED, (kept, *covering))
            self._database.run(_TAKE_BACK, (kept, peer, self.device))

    def rebuild(self, on_progress: rebuilding.Progress | None = None) -> None:
        """Rebuild all rows and the search from the log."""
        with self._database.reading():
            rebuilding.rebuild(self._database, self._rows.kinds, on_progress)

    def counts(self) -> LogCounts:
        """Numbers of events and subjects."""
        with self._database.reading():
            missing = tallies.missing(self._database)
            return LogCounts(
                events=sum(last - missing.get(device, 0) for device, last in self._heads()),
                unsent=self._head.seq - self._acknowledged(),
                dossiers=dossier_lists.by_status(self._database).total(),
                tickets=tallies.of_kind(self._database, COUNT).total(),
                set_aside=self._database.one("SELECT count(*) FROM quarantine"),
            )

    def mark_load_file(self) -> bool:
        """Mark the file as a visit laptop's, if it holds no event of another machine; whether it is one now."""
        with self._database.transaction():
            if self.load_file is None and not any(device != self.device for device, _ in self._heads()):
                self.load_file = LoadFile()
                mark_load_file(self._database, self.load_file)
        return self.load_file is not None

    def head(self) -> ChainHead:
        """The end of this device's chain."""
        return self._head

    def _next(
        self, head: ChainHead, at: datetime, subject: SubjectId, clerk: ClerkId, event: AnyEvent
    ) -> tuple[Recorded, ChainHead]:
        body = write(event)
        if len(body) > MOST_EVENT_BYTES:
            raise EventTooLarge(len(body))
        recorded = Recorded(
            id=new_event_id(),
            subject=subject,
            device=self.device,
            seq=head.seq + 1,
            clock=min(head.clock + 1, MAX_CLOCK),
            at=at,
            clerk=clerk,
            prev=head.digest,
            body=body,
            event=event,
        )
        return recorded, ChainHead(recorded.seq, digest(recorded), recorded.clock)

    def _take(self, recorded: Recorded) -> Reason | None:
        """Insert a foreign event, or return why not."""
        if not has_a_place(recorded):
            return Reason.NO_PLACE
        values = event_values(recorded)
        known = self._database.one(tables.DIGEST_AT, values[0])
        if known is not None:
            return Reason.KNOWN if known == values[7] else Reason.FORK
        if not self._joins(recorded, values[0], values[7]):
            return Reason.FORK
        self._database.run(_PUT, values)
        return None

    def _joins(self, recorded: Recorded, place: int, own: bytes) -> bool:
        """Whether an event fits its neighbours in its device's chain. A missing neighbour fits anything.

        Others' events may be missing for good: what the province keeps apart it tells nobody.
        """
        if self.load_file is not None and recorded.device == self.device and recorded.seq == self.base:
            return own == self.load_file.digest
        before = self._database.one(tables.DIGEST_AT, place - 1) if recorded.seq > 1 else NO_DIGEST
        after = self._database.one(_PREV, place + 1)
        if before is None and follows_a_fork(self._database, recorded):
            return False
        return before in {None, recorded.prev} and after in {None, own}

    def _last_besides(self, recorded: Recorded) -> int:
        """The last number of its device without this event."""
        device = recorded.device
        place = self._database.one(
            _LAST_BESIDES, place_of(device, 0), place_of(device, HIGHEST_SEQ), place_of(device, recorded.seq)
        )
        return 0 if place is None else place & HIGHEST_SEQ

    def _count(self, new: list[Recorded], before: Mapping[DeviceId, int]) -> None:
        changed = tallies.Tallies()
        tallies.arrived(before, new, changed)
        changed.write(self._database)

    def _is_known(self, recorded: Recorded) -> bool:
        known: Digest | None = self._database.one(tables.DIGEST_AT, place_of(recorded.device, recorded.seq))
        return known == digest(recorded)

    def _acknowledged(self, peer: PeerName = PROVINCE) -> int:
        return self._database.one(_ACKNOWLEDGED, peer, self.device) or 0

    def _find_latest(self, seq: int) -> datetime | None:
        with self._database.reading():
            found = self._database.one(_LATEST, place_of(self.device, seq), place_of(self.device, HIGHEST_SEQ))
        return None if found is None else instant(found)

    def _find_head(self) -> ChainHead:
        """The last event of each device, found by one look-up per device along the table."""
        load = self.load_file
        seq, last = (load.seq, load.digest) if load is not None and self.base else (0, NO_DIGEST)
        clock = load.clock if load is not None else 0
        before = place_of(HIGHEST_DEVICE + 1, 0)
        while row := self._database.run(LAST_BEFORE, (before,)).fetchone():
            device = row[0] >> SEQ_BITS
            clock = max(clock, min(row[1], MAX_CLOCK))
            if device == self.device and row[0] & HIGHEST_SEQ > seq:
                seq, last = row[0] & HIGHEST_SEQ, Digest(row[2])
            before = place_of(device, 0)
        return ChainHead(seq, last, clock)

    def _after(self, new: list[Recorded], clock: int) -> ChainHead:
        own = [recorded for recorded in new if recorded.device == self.device and recorded.seq > self._head.seq]
        if not own:
            return ChainHead(self._head.seq, self._head.digest, clock)
        last = max(own, key=lambda recorded: recorded.seq)
        return ChainHead(last.seq, digest(last), clock)


def _by_subject(new: Iterable[Recorded]) -> dict[SubjectId, list[Recorded]]:
    happened: defaultdict[SubjectId, list[Recorded]] = defaultdict(list)
    for recorded in new:
        happened[recorded.subject].append(recorded)
    return dict(happened)
