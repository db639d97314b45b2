"""Rows of seats that are not free, of leases, and of seats that two appointments say they hold."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from models.events import SLOTS, Seat
from models.history import Recorded
from models.ids import CounterId
from sync.hub.store.event_rows import of_subject
from sync.hub.store.request_queue import StreamCursor
from sync.hub.store.seats.seat_tables import clash, cursor, hold, lease, taken
from sync.hub.store.tables import event
from sync.hub.store.tables import office as office_table


class SeatLeaseRow(Struct, frozen=True):
    """A lease; column for column as the table has it."""

    office: str
    id: str
    device: int
    installation: str
    leased_at: int
    returned: int = 0
    lost: int = 0


class ClashRow(Struct, frozen=True):
    """Two appointments that say they hold one seat; column for column as the table has it."""

    office: str
    appointment: str
    other: str
    at: int


class HoldRow(Struct, frozen=True):
    """A seat held for somebody who has not confirmed yet, until a time (microseconds since 1970)."""

    office: str
    id: str
    seat: Seat
    until: int


class TakenRow(Struct, frozen=True):
    """A seat that is not free; ``lease`` and ``appointment`` as the table has them."""

    seat: Seat
    lease: str
    appointment: str


_cursor = StreamCursor(cursor)
position, move = _cursor.position, _cursor.move
"""How far the offices' streams were read."""


def _insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


# ---- leases ------------------------------------------------------------------------------------------------


def put_lease(connection: sa.Connection, row: SeatLeaseRow) -> bool:
    """Add a lease; False = it is there."""
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    added = _insert(connection, lease).values(values).on_conflict_do_nothing().returning(lease.c.id)
    return connection.execute(added).first() is not None


def leases_among(connection: sa.Connection, office: str, ids: Iterable[str]) -> set[str]:
    """Which of these leases the hub knows."""
    found: set[str] = set()
    rest = iter(ids)
    while some := list(islice(rest, 1_000)):
        where = (lease.c.office == office, lease.c.id.in_(some))
        found.update(connection.execute(sa.select(lease.c.id).where(*where)).scalars())
    return found


def find_lease(connection: sa.Connection, office: str, id_: str) -> SeatLeaseRow | None:
    """A lease; None = the hub knows of none of this name."""
    row = connection.execute(sa.select(lease).where(lease.c.office == office, lease.c.id == id_)).first()
    return None if row is None else SeatLeaseRow(*row)


def return_lease(connection: sa.Connection, office: str, id_: str, *, lost: bool) -> None:
    """Its machine books nothing more from it. Once lost, always lost."""
    where = (lease.c.office == office, lease.c.id == id_)
    values: dict[str, int] = {"returned": 1, **({"lost": 1} if lost else {})}
    connection.execute(sa.update(lease).where(*where).values(values))


def open_leases(connection: sa.Connection, office: str, device: int, installation: str) -> list[str]:
    """Leases of one copy of a machine's data that are not returned."""
    found = sa.select(lease.c.id).where(
        lease.c.office == office,
        lease.c.device == device,
        lease.c.installation == installation,
        lease.c.returned == 0,
    )
    return list(connection.execute(found).scalars())


# ---- seats -------------------------------------------------------------------------------------------------


def take(
    connection: sa.Connection,
    office: str,
    seats: Iterable[Seat],
    *,
    lease_id: str,
    appointment: str = "",
    who: str = "",
) -> list[Seat]:
    """Take seats that are free; returns those that were. The primary key decides."""
    done = []
    for seat in seats:
        values = {
            **_key(office, seat),
            "lease": lease_id,
            "appointment": appointment,
            "person": who,
        }
        added = _insert(connection, taken).values(values).on_conflict_do_nothing().returning(taken.c.minute)
        if connection.execute(added).first() is not None:
            done.append(seat)
    return done


def find(connection: sa.Connection, office: str, seat: Seat) -> TakenRow | None:
    """Who has a seat; None = it is free."""
    asked = sa.select(taken.c.lease, taken.c.appointment).where(*_where(office, seat))
    row = connection.execute(asked).first()
    return None if row is None else TakenRow(seat, row[0], row[1])


def give(connection: sa.Connection, office: str, seat: Seat, appointment: str) -> None:
    """An appointment holds a seat that is not free; empty = nobody holds it, and its lease has it still."""
    connection.execute(sa.update(taken).where(*_where(office, seat)).values(appointment=appointment))


def free(connection: sa.Connection, office: str, seat: Seat) -> None:
    """A seat may be leased and booked again."""
    connection.execute(sa.delete(taken).where(*_where(office, seat)))


def free_unbooked(connection: sa.Connection, office: str, lease_id: str) -> int:
    """The seats of a lease that nobody holds are free; how many."""
    where = (taken.c.office == office, taken.c.lease == lease_id, taken.c.appointment == "")
    return connection.execute(sa.delete(taken).where(*where)).rowcount


def taken_between(connection: sa.Connection, office: str, first: date, last: date) -> list[TakenRow]:
    """Seats that are not free, of the days between two, both included."""
    asked = sa.select(
        taken.c.service,
        taken.c.counter,
        taken.c.day,
        taken.c.minute,
        taken.c.number,
        taken.c.lease,
        taken.c.appointment,
    ).where(taken.c.office == office, taken.c.day >= first.isoformat(), taken.c.day <= last.isoformat())
    return [
        TakenRow(Seat(row[0], CounterId(row[1]), date.fromisoformat(row[2]), row[3], row[4]), row[5], row[6])
        for row in connection.execute(asked)
    ]


def unbooked_of(connection: sa.Connection, office: str, leases: Collection[str]) -> list[Seat]:
    """Seats of these leases that nobody holds."""
    if not leases:
        return []
    asked = sa.select(taken.c.service, taken.c.counter, taken.c.day, taken.c.minute, taken.c.number).where(
        taken.c.office == office, taken.c.lease.in_(list(leases)), taken.c.appointment == ""
    )
    return [
        Seat(row[0], CounterId(row[1]), date.fromisoformat(row[2]), row[3], row[4]) for row in connection.execute(asked)
    ]


def booked_by(connection: sa.Connection, office: str, person: str, day: date) -> int:
    """How many seats of a day one person booked online."""
    many = sa.select(sa.func.count()).select_from(taken)
    where = (taken.c.office == office, taken.c.day == day.isoformat(), taken.c.person == person)
    return connection.execute(many.where(*where)).scalar() or 0


def forget_before(connection: sa.Connection, office: str, day: date) -> None:
    """Days that are over need no seats."""
    connection.execute(sa.delete(taken).where(taken.c.office == office, taken.c.day < day.isoformat()))


# ---- holds -------------------------------------------------------------------------------------------------


def put_hold(connection: sa.Connection, row: HoldRow) -> None:
    """Add a hold; its seat was taken under the same id."""
    connection.execute(sa.insert(hold).values(id=row.id, until=row.until, **_key(row.office, row.seat)))


def find_hold(connection: sa.Connection, office: str, id_: str) -> HoldRow | None:
    """A hold; None = there is none of this name."""
    found = _holds(connection, hold.c.office == office, hold.c.id == id_)
    return found[0] if found else None


def holds_until(connection: sa.Connection, at: int) -> list[HoldRow]:
    """Holds that end at this time or before."""
    return _holds(connection, hold.c.until <= at)


def drop_hold(connection: sa.Connection, office: str, id_: str) -> bool:
    """A hold is over; whether there was one. Its seat stays as it is."""
    return connection.execute(sa.delete(hold).where(hold.c.office == office, hold.c.id == id_)).rowcount > 0


def _holds(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[HoldRow]:
    found = sa.select(hold).where(*where).order_by(hold.c.office, hold.c.id)
    return [
        HoldRow(
            row.office,
            row.id,
            Seat(row.service, CounterId(row.counter), date.fromisoformat(row.day), row.minute, row.number),
            row.until,
        )
        for row in connection.execute(found)
    ]


# ---- clashes, and what is offered --------------------------------------------------------------------------


def put_clash(connection: sa.Connection, office: str, appointment: str, other: str, at: int) -> None:
    """Two appointments say they hold one seat."""
    values = {"office": office, "appointment": appointment, "other": other, "at": at}
    connection.execute(_insert(connection, clash).values(values).on_conflict_do_nothing())


def clashes(connection: sa.Connection, office: str) -> list[tuple[str, str]]:
    """Pairs of appointments that say they hold one seat."""
    found = sa.select(clash.c.appointment, clash.c.other).where(clash.c.office == office).order_by(clash.c.at)
    return [(row[0], row[1]) for row in connection.execute(found)]


def clash_rows(connection: sa.Connection, office: str | None = None) -> list[ClashRow]:
    """All that were noted, of an office or of all, oldest first."""
    found = sa.select(clash).order_by(clash.c.at, clash.c.office, clash.c.appointment)
    if office is not None:
        found = found.where(clash.c.office == office)
    return [ClashRow(*row) for row in connection.execute(found)]


def offices_behind(connection: sa.Connection, among: Collection[str] | None = None) -> list[str]:
    """Offices that have ever offered hours and of whose streams not all was read; ``among``: None = of all offices."""
    named = () if among is None else (office_table.c.id.in_(among),)
    return _cursor.behind(connection, _subjects_of_rules(office_table.c.id).exists(), *named)


def rule_histories(connection: sa.Connection, office: str) -> dict[str, list[Recorded]]:
    """What is offered, as the office's log tells it: subject and history."""
    subjects = [row[0] for row in connection.execute(_subjects_of_rules(office).distinct())]
    return {subject: of_subject(connection, office, subject) for subject in subjects}


def _subjects_of_rules(office: str | sa.Column[str]) -> sa.Select[str]:
    behind = SLOTS[:-1] + chr(ord(SLOTS[-1]) + 1)
    return sa.select(event.c.subject).where(
        event.c.office == office, event.c.subject >= SLOTS, event.c.subject < behind
    )


def _key(office: str, seat: Seat) -> dict[str, object]:
    return {
        "office": office,
        "day": seat.day.isoformat(),
        "service": seat.service,
        "counter": seat.counter,
        "minute": seat.minute,
        "number": seat.number,
    }


def _where(office: str, seat: Seat) -> list[sa.ColumnElement[bool]]:
    return [taken.c[name] == value for name, value in _key(office, seat).items()]
