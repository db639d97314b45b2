"""Seats that this machine may give: of the leases that the hub has made to it, or all, where it belongs to no hub.

A lease is booked from on the day it was made for, by the very copy of the data that asked for it. Then it is returned,
and the hub has it again; whatever clock says so, the seats of a lease are nobody else's before that.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from msgspec import Struct

from desk.appointments import installation
from desk.desk import Desk
from desk.machine_state import Restored, recall
from models.appointment_slots import OfficeSlots, Slot
from models.events import (
    SEAT_LEASE,
    AnyEvent,
    Seat,
    SeatsAsked,
    SeatsReturned,
)
from models.ids import CounterId, SubjectId, new_subject
from models.store.projections.appointments.appointment_lists import Appointments
from models.store.projections.appointments.seat_lease import SeatLeases
from models.store.projections.appointments.slot_rules import OfferedSlots
from models.subjects.appointments.appointment import begins
from models.subjects.appointments.seat_lease import SeatLease
from sync.client.membership import read_membership

NO_LEASE = SubjectId("")
"""Of a seat that needs none: the office gives its seats alone."""

ASK_AGAIN = timedelta(minutes=10)
"""A question that the hub has not answered for so long is asked once more."""


class FreeSeat(Struct, frozen=True):
    """A seat that may be given here, and the lease it is of."""

    seat: Seat
    slot: Slot
    lease: SubjectId


class SlotLook(Struct, frozen=True, kw_only=True):
    """A slot as it is shown.

    Attributes:
        booked: appointments in it.
        here: seats of it that this machine may give now.
        elsewhere: neither booked nor here: with other machines, or with the hub, which can be asked.
    """

    slot: Slot
    booked: int
    here: int
    elsewhere: int


def office_slots(desk: Desk) -> OfficeSlots:
    """What the office offers."""
    return OfficeSlots(desk.store.lists(OfferedSlots).all(), desk.calendar)


def gives_alone(desk: Desk) -> bool:
    """Whether this machine belongs to no hub, and so gives every seat itself."""
    return read_membership(desk.store) is None


def free(
    desk: Desk, service: str, counter: CounterId, first: date, last: date, *, slots: OfficeSlots | None = None
) -> list[FreeSeat]:
    """Seats of a service at a counter that may be given here, by day, time and number.

    What the office's minimum notice rules out is still among them; whoever books asks for that.
    """
    slots = slots or office_slots(desk)
    held = _held(desk, first, last)
    if gives_alone(desk):
        there: Iterable[tuple[Seat, SubjectId]] = ((seat, NO_LEASE) for seat in slots.seats(first, last))
    else:
        there = [(seat, lease.id) for lease in usable(desk) for seat in lease.seats]
    found = {}
    for seat, lease in there:
        if (seat.service, seat.counter) != (service, counter) or not first <= seat.day <= last or seat in held:
            continue
        slot = slots.slot_of(seat)
        if slot is not None:
            found[seat] = FreeSeat(seat, slot, lease)
    return [found[seat] for seat in sorted(found, key=lambda one: (one.day, one.minute, one.number))]


def look(desk: Desk, service: str, counter: CounterId, day: date) -> tuple[SlotLook, ...]:
    """The slots of a day as the screen shows them."""
    slots = office_slots(desk)
    held = [seat for seat in _held(desk, day, day) if (seat.service, seat.counter) == (service, counter)]
    here = free(desk, service, counter, day, day, slots=slots)
    told = []
    for slot in slots.day(service, counter, day).slots:
        booked = sum(seat.minute == slot.minute for seat in held)
        mine = sum(one.seat.minute == slot.minute for one in here)
        told.append(
            SlotLook(slot=slot, booked=booked, here=mine, elsewhere=max(0, slot.seats - booked - mine)),
        )
    return tuple(told)


def usable(desk: Desk) -> list[SeatLease]:
    """The leases from which this machine may book now."""
    name = installation.current(desk)
    if not name:
        return []
    return [
        lease
        for lease in desk.store.lists(SeatLeases).open()
        if lease.leased and _may_use(desk, lease, name) and not _is_over(desk, lease)
    ]


def settle(desk: Desk, *, at_once: bool = False) -> int:
    """Return leases from which this machine books nothing more. Returns how many.

    Args:
        desk: open.
        at_once: those of today too: the office closes, or the machine leaves.
    """
    name, facts = installation.current(desk), list[tuple[SubjectId, AnyEvent]]()
    for lease in desk.store.lists(SeatLeases).open():
        mine = lease.installation == name
        if not mine and lease.device != desk.store.log.device:
            continue
        lost = not _may_use(desk, lease, name)
        if lost or at_once or (lease.leased and _is_over(desk, lease)):
            facts.append((lease.id, SeatsReturned(lost=lost)))
    if facts:
        desk.store.log.record_all(desk.by, facts)
    return len(facts)


def ask(desk: Desk, wanted: Sequence[Seat] = ()) -> bool:
    """Ask the hub for seats: a share of what is free, or those that a citizen wants. The answer comes with the news.

    Returns:
        False: nothing was asked: the office offers nothing, gives its seats alone, or waits for an answer already.

    Raises:
        FileTrouble: the folder takes no writing.
    """
    if gives_alone(desk) or desk.is_visit_laptop or not desk.store.lists(OfferedSlots).all():
        return False
    settle(desk)
    name, now = installation.begin(desk), desk.clock()
    for lease in desk.store.lists(SeatLeases).open():
        if lease.installation != name or lease.wanted != tuple(wanted):
            continue
        waits = not lease.leased and lease.asked_at is not None and abs(now - lease.asked_at) < ASK_AGAIN
        if waits or (lease.leased and not wanted and not _is_over(desk, lease)):
            return False
    asked = SeatsAsked(installation=name, day=desk.today, wanted=tuple(wanted))
    desk.store.log.record(new_subject(SEAT_LEASE), desk.by, asked)
    return True


def record_given(desk: Desk, facts: Sequence[tuple[SubjectId, AnyEvent]], *, lease: SubjectId) -> None:
    """Record that a seat was given, so that no copy of these data gives it too.

    Raises:
        FileTrouble: nothing was given.
    """
    if lease == NO_LEASE:
        desk.store.log.record_all(desk.by, facts)
        return
    key, value = installation.stamped(desk)
    desk.store.log.record_all(desk.by, facts, beside=partial(desk.store.key_values.put, key, value))


def is_before(seat: Seat, now: datetime, *, minutes: int = 0) -> bool:
    """Whether a slot begins less than so many minutes from now, or has begun."""
    return begins(seat) - timedelta(minutes=minutes) < now


def _held(desk: Desk, first: date, last: date) -> set[Seat]:
    """Seats that appointments hold, whatever day they are listed under: what was moved twice holds another one too."""
    return {seat for one in desk.store.lists(Appointments).held_between(first, last) for seat in one.held}


def _may_use(desk: Desk, lease: SeatLease, name: str) -> bool:
    restored = recall(desk.store, Restored)
    before = restored is not None and lease.asked_at is not None and lease.asked_at <= restored.at
    return lease.installation == name and bool(name) and not before


def _is_over(desk: Desk, lease: SeatLease) -> bool:
    return lease.last_day is not None and desk.today > lease.last_day
