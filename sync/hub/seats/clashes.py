"""Seats that two appointments say they hold: which, whose slips, and whether anybody has still to move.

A clash is noted when the office's stream is read and is never undone by itself: a person moves or cancels one of the
two. Then it is settled, which the appointments themselves tell. Nobody is named here: the slip's code is enough to find
the citizen at the office.
"""

from datetime import datetime

from msgspec import Struct

from models.calendar.clock import instant
from models.events import Seat
from models.ids import SubjectId
from models.subjects.appointments.appointment import Appointment, fold
from sync.hub.store import HubStore, Reading, event_rows
from sync.hub.store.office_rows import find_office
from sync.hub.store.seats import seat_rows


class SeatClash(Struct, frozen=True, kw_only=True):
    """One seat and the two appointments that say they hold it.

    Attributes:
        seat: None = neither holds any seat now.
        codes: of their slips; empty = that appointment's booking has not arrived.
        devices: which booked them; 0 = not known.
        found_at: when the hub noted it.
        settled: not both hold the seat any more.
    """

    office: str
    office_name: str
    seat: Seat | None
    codes: tuple[str, str]
    devices: tuple[int, int]
    found_at: datetime
    settled: bool


def seat_clashes(store: HubStore, office: str | None = None, *, settled: bool = False) -> list[SeatClash]:
    """Clashes of an office, or of all, oldest first.

    Args:
        store: of the hub.
        office: None = all.
        settled: with those that are settled.
    """
    with store.reading() as reading:
        found = [_clash(reading, row) for row in seat_rows.clash_rows(reading, office)]
    return [one for one in found if settled or not one.settled]


def _clash(reading: Reading, row: seat_rows.ClashRow) -> SeatClash:
    first, second = (_appointment(reading, row.office, SubjectId(one)) for one in (row.appointment, row.other))
    both = [seat for seat in first.held if seat in second.held]
    known = find_office(reading, row.office)
    return SeatClash(
        office=row.office,
        office_name=known.name if known else "",
        seat=both[-1] if both else first.last_seat or second.last_seat,
        codes=(first.code, second.code),
        devices=(first.device, second.device),
        found_at=instant(row.at),
        settled=not both,
    )


def _appointment(reading: Reading, office: str, one: SubjectId) -> Appointment:
    return fold(one, event_rows.of_subject(reading, office, one))
