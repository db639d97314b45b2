"""Leases seats to machines and reads what became of them: a seat is leased to one, or booked online, or free.

A lease answers one question of one copy of a machine's data. What is left of it is free again when that machine has
said that it books nothing more from it, and never before: neither the hub's clock nor the machine's decides. What a
machine calls lost is never free again, for nobody knows what it gave out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import NamedTuple

from models.appointment_slots import OfficeSlots
from models.calendar.clock import local_day, micros
from models.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    Seat,
    SeatsAsked,
    SeatsLeased,
    SeatsReturned,
)
from models.history import Recorded
from models.ids import CounterId, SubjectId, is_machine
from models.subjects.appointments.slot_rules import fold as slot_rules
from sync.hub.editions.holidays import holidays_of
from sync.hub.log.province_chain import ProvinceChain
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.logs import logger
from sync.hub.seats.lease_files import GivenSeats, SeatFiles
from sync.hub.store import HubStore, Reading, Writing, event_rows, office_rows
from sync.hub.store.office_rows import find_office
from sync.hub.store.seats import seat_rows
from sync.hub.store.seats.seat_rows import SeatLeaseRow

BATCH = 500
"""Events of one transaction."""

MOST_SEATS = 2_000
"""Seats of one lease; a lease is one event."""

KEPT = timedelta(days=60)
"""So long seats of days that are over are remembered."""


class Place(NamedTuple):
    """What is shared out apart from all others."""

    service: str
    counter: CounterId
    day: date


def serve(store: HubStore, office: str, files: SeatFiles, now: datetime) -> int:
    """Read an office's stream to its end and lease what its machines asked for. Doing so again changes nothing.

    Returns:
        How many leases were told.

    Raises:
        FileTrouble: of ``files``; what was read before stays.
    """
    told = 0
    while True:
        with store.reading() as reading:
            row = find_office(reading, office)
            behind = row is not None and seat_rows.position(reading, office) < row.position
        if not behind:
            break
        with store.writing() as writing:
            stream = lock_stream(writing, office)
            if stream is None:
                return told
            reader = _Reader(store, stream, files, now)
            told += reader.read()
        if stream.changed:
            store.tell(office)
    return told


def offered(reading: Reading, office: str) -> OfficeSlots:
    """What an office offers, by its own log and the holidays of its newest edition."""
    found = seat_rows.rule_histories(reading, office)
    rules = [slot_rules(SubjectId(subject), history) for subject, history in found.items()]
    return OfficeSlots(rules, holidays_of(reading, office))


class _Reader:
    """One batch of an office's stream, in one transaction that holds it."""

    def __init__(self, store: HubStore, stream: Stream, files: SeatFiles, now: datetime) -> None:
        self._store, self._stream, self._files, self._now = store, stream, files, now
        self._writing, self._office = stream.writing, stream.office.id
        self._slots: OfficeSlots | None = None

    def read(self) -> int:
        """Returns how many leases were told."""
        writing, office, told = self._writing, self._office, 0
        self._files.restore(writing, office)
        events = event_rows.stream(writing, office, seat_rows.position(writing, office), BATCH)
        for _, recorded in events:
            told += self._note(recorded)
        if events:
            seat_rows.move(writing, office, events[-1][0])
        seat_rows.forget_before(writing, office, local_day(self._now) - KEPT)
        return told

    def _note(self, recorded: Recorded) -> int:
        match recorded.event:
            case SeatsAsked() as asked if is_machine(recorded.device):
                return self._lease(recorded, asked)
            case SeatsReturned(lost=lost):
                self._return(recorded.subject, lost=lost)
            case AppointmentBooked(seat=seat, lease=lease):
                self._take(recorded, seat, lease)
            case AppointmentMoved(seat=seat, left=left, lease=lease):
                self._give_up(recorded.subject, left)
                self._take(recorded, seat, lease)
            case AppointmentCancelled(left=left):
                self._give_up(recorded.subject, left)
            case _:
                pass
        return 0

    # ---- leasing -------------------------------------------------------------------------------------------

    def _lease(self, recorded: Recorded, asked: SeatsAsked) -> int:
        writing, office, id_ = self._writing, self._office, recorded.subject
        known = seat_rows.find_lease(writing, office, id_)
        if known is not None:
            # Answered before; the answer itself may have been lost with an older copy of this database.
            if known.device and not _is_told(writing, office, id_):
                before = [one for one in self._files.given(office) if one.id == id_]
                self._tell(id_, before[0].seats if before else ())
                return 1
            return 0
        seats = self._wished(asked.wanted) if asked.wanted else self._share(recorded.device, asked.installation)
        row = SeatLeaseRow(office, id_, recorded.device, asked.installation, micros(self._now))
        self._files.record(office, GivenSeats(id_, row.device, row.installation, row.leased_at, tuple(seats)))
        seat_rows.put_lease(writing, row)
        seat_rows.take(writing, office, seats, lease_id=id_)
        self._tell(id_, tuple(seats))
        return 1

    def _tell(self, id_: SubjectId, seats: tuple[Seat, ...]) -> None:
        chain = ProvinceChain(self._stream, self._store.life(self._writing), self._now)
        chain.add(id_, SeatsLeased(day=local_day(self._now), seats=seats))
        chain.save()

    def _wished(self, wanted: Sequence[Seat]) -> list[Seat]:
        slots = self._offered()
        free = [seat for seat in dict.fromkeys(wanted[:MOST_SEATS]) if slots.slot_of(seat) is not None]
        return [seat for seat in free if seat_rows.find(self._writing, self._office, seat) is None]

    def _share(self, device: int, installation: str) -> list[Seat]:
        """Of each service, counter and day an equal part for each machine and for the portal, spread over the day."""
        writing, office, today = self._writing, self._office, local_day(self._now)
        slots = self._offered()
        last = today + timedelta(days=slots.limits.days_ahead)
        gone = {row.seat for row in seat_rows.taken_between(writing, office, today, last)}
        all_: dict[Place, int] = Counter()
        free: dict[Place, list[Seat]] = {}
        for seat in slots.seats(today, last):
            place = Place(seat.service, seat.counter, seat.day)
            all_[place] += 1
            if seat not in gone:
                free.setdefault(place, []).append(seat)
        own = seat_rows.open_leases(writing, office, device, installation)
        has = Counter(Place(one.service, one.counter, one.day) for one in seat_rows.unbooked_of(writing, office, own))
        parts = len(_at_work(writing, office)) + 1
        given: list[Seat] = []
        for place, seats in free.items():
            wanted = max(0, ceil(all_[place] / parts) - has[place])
            given += spread(seats, wanted)
        return given[:MOST_SEATS]

    def _offered(self) -> OfficeSlots:
        if self._slots is None:
            self._slots = offered(self._writing, self._office)
        return self._slots

    # ---- what became of them -------------------------------------------------------------------------------

    def _return(self, id_: SubjectId, *, lost: bool) -> None:
        writing, office = self._writing, self._office
        known = seat_rows.find_lease(writing, office, id_)
        if known is None:
            return
        seat_rows.return_lease(writing, office, id_, lost=lost)
        if not (lost or known.lost):
            seat_rows.free_unbooked(writing, office, id_)

    def _take(self, recorded: Recorded, seat: Seat, lease: SubjectId) -> None:
        writing, office, one = self._writing, self._office, recorded.subject
        seat_rows.drop_hold(writing, office, one)  # in a database set back to before it was confirmed
        if seat_rows.take(writing, office, [seat], lease_id=lease, appointment=one):
            return
        row = seat_rows.find(writing, office, seat)
        # What somebody has booked goes before what somebody else has not confirmed.
        if row is None or row.appointment in ("", one) or seat_rows.drop_hold(writing, office, row.appointment):
            seat_rows.give(writing, office, seat, one)
            return
        seat_rows.put_clash(writing, office, one, row.appointment, micros(self._now))
        logger().error("seat_clash", office=office, appointment=one, other=row.appointment)

    def _give_up(self, one: SubjectId, seats: Iterable[Seat]) -> None:
        for seat in seats:
            row = seat_rows.find(self._writing, self._office, seat)
            if row is None or row.appointment != one:
                continue
            lease = seat_rows.find_lease(self._writing, self._office, row.lease) if row.lease else None
            if lease is None or not lease.device or (lease.returned and not lease.lost):
                seat_rows.free(self._writing, self._office, seat)
            else:
                seat_rows.give(self._writing, self._office, seat, "")


def spread(seats: Sequence[Seat], wanted: int) -> list[Seat]:
    """So many of them, evenly from the first to the last."""
    count = min(wanted, len(seats))
    return [seats[index * len(seats) // count] for index in range(count)]


def _at_work(writing: Writing, office: str) -> list[int]:
    """Machines of an office that have a key and are not revoked."""
    devices = office_rows.devices_of(writing, office)
    renewed = {row.instead_of for row in devices}
    return [
        row.number
        for row in devices
        if row.key_id is not None and row.revoked_at is None and is_machine(row.number) and row.number not in renewed
    ]


def _is_told(writing: Writing, office: str, id_: SubjectId) -> bool:
    return any(isinstance(one.event, SeatsLeased) for one in event_rows.of_subject(writing, office, id_))
