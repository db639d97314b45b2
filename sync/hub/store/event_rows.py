"""Rows of the event table: written in batches, read by chain, by position, by subject."""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from models.calendar.clock import instant
from models.events import FeeReturned, FeeTaken
from models.history import Recorded, read
from models.ids import FIRST_PROVINCE, DeviceId, Digest, SubjectId
from sync.hub.store.postgres import HotStatement, driver_of
from sync.hub.store.tables import GIVEN_BACK, aside, event, office

MARK = 8
"""Bytes of a digest that stand in a cursor."""

EventRow = tuple[str, int, int, int, str, str, int, int, str, bytes, bytes, bytes, str | None, int | None, str | None]
"""office, device, seq, position, id, subject, clock, at, clerk, prev, digest, body, code, amount, paid_by."""

_COPY = f"COPY event ({', '.join(c.name for c in event.c)}) FROM STDIN (FORMAT BINARY)"
_TYPES = (
    *("text", "int8", "int8", "int8", "text", "text", "int8", "int8", "text"),
    *("bytea", "bytea", "bytea", "text", "int8", "text"),
)
_INSERT = f"INSERT INTO event VALUES ({', '.join('?' * len(event.c))})"  # noqa: S608  # question marks
_TOLD = (event.c.device, event.c.seq, event.c.position, event.c.id, event.c.subject, event.c.clock, event.c.at)
_TOLD_TOO = (event.c.clerk, event.c.prev, event.c.digest, event.c.body)
_OF = event.c.office == sa.bindparam("office")
_DEVICE = event.c.device == sa.bindparam("device")

_DIGEST = sa.select(event.c.digest).where(_OF, _DEVICE, event.c.seq == sa.bindparam("seq"))
_ASIDE = (aside.c.office == sa.bindparam("office"), aside.c.device == sa.bindparam("device"), aside.c.placed)
_DIGEST_ASIDE = sa.select(aside.c.digest).where(*_ASIDE, aside.c.seq == sa.bindparam("seq"))
_LAST = sa.select(event.c.seq, event.c.digest).where(_OF, _DEVICE).order_by(event.c.seq.desc()).limit(1)
_RANGE = sa.between(event.c.seq, sa.bindparam("first"), sa.bindparam("last"))
_DIGESTS = sa.select(event.c.seq, event.c.digest).where(_OF, _DEVICE, _RANGE)
_RANGE_ASIDE = sa.between(aside.c.seq, sa.bindparam("first"), sa.bindparam("last"))
_DIGESTS_ASIDE = sa.select(aside.c.seq, aside.c.digest).where(*_ASIDE, _RANGE_ASIDE)
_MARK = HotStatement(sa.select(event.c.digest).where(_OF, event.c.position == sa.bindparam("position")))
_OFFICES_WITH = sa.select(office.c.id).where(
    sa.exists().where(event.c.office == office.c.id, event.c.subject == sa.bindparam("subject"))
)
_SUBJECT = sa.select(*_TOLD, *_TOLD_TOO).where(_OF, event.c.subject == sa.bindparam("subject"))
_CODE = sa.select(event.c.subject).where(_OF, event.c.code == sa.bindparam("code"))
_STREAM = (
    sa.select(*_TOLD, *_TOLD_TOO)
    .where(_OF, event.c.position > sa.bindparam("after"))
    .order_by(event.c.position)
    .limit(sa.bindparam("most"))
)

_CHAIN = (
    sa.select(*_TOLD, *_TOLD_TOO)
    .where(_OF, _DEVICE, event.c.seq > sa.bindparam("seq"))
    .order_by(event.c.seq)
    .limit(sa.bindparam("most"))
)

# The rows beyond a position; of these, as many as have less than so many bytes of bodies before them: at least one.
_page = (
    sa.select(*_TOLD, *_TOLD_TOO)
    .where(
        _OF,
        event.c.position > sa.bindparam("after"),
        event.c.position <= sa.bindparam("upto"),
        sa.not_(sa.and_(_DEVICE, event.c.seq <= sa.bindparam("own"))),
    )
    .order_by(event.c.position)
    .limit(sa.bindparam("most"))
    .subquery()
)
_size = sa.func.length(_page.c.body)
_weighed = sa.select(_page, (sa.func.sum(_size).over(order_by=_page.c.position) - _size).label("before")).subquery()
_NEWS = HotStatement(
    sa.select(*(_weighed.c[column.name] for column in _page.c))
    .where(_weighed.c.before < sa.bindparam("bytes"))
    .order_by(_weighed.c.position)
)

Told = Any
"""A row with device, seq, position, id, subject, clock, at, clerk, prev, digest, body."""


class _Told(NamedTuple):
    """Such a row, of the driver's own."""

    device: int
    seq: int
    position: int
    id: str
    subject: str
    clock: int
    at: int
    clerk: str
    prev: bytes
    digest: bytes
    body: bytes


def put_events(connection: sa.Connection, rows: Sequence[EventRow]) -> None:
    """Write events at their positions.

    Raises:
        AlreadyThere: an id or a code is in the office's log; the whole transaction is void.
    """
    if not rows:
        return
    driver = driver_of(connection)
    if connection.dialect.name == "sqlite":
        driver.executemany(_INSERT, rows)
        return
    with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.set_types(_TYPES)
        write = copy.write_row
        for row in rows:
            write(row)


def digest_at(connection: sa.Connection, office: str, device: int, seq: int) -> Digest | None:
    """Digest of the event at this place of a chain, delivered or set aside."""
    at = {"office": office, "device": device, "seq": seq}
    return connection.execute(_DIGEST, at).scalar() or connection.execute(_DIGEST_ASIDE, at).scalar()


def digests(connection: sa.Connection, office: str, device: int, first: int, last: int) -> dict[int, Digest]:
    """Digests of a run of a chain, by seq."""
    at = {"office": office, "device": device, "first": first, "last": last}
    told = connection.execute(_DIGESTS, at)
    kept = connection.execute(_DIGESTS_ASIDE, at)
    return {seq: Digest(digest) for rows in (told, kept) for seq, digest in rows}


def mark_at(connection: sa.Connection, office: str, position: int) -> bytes:
    """The first 8 bytes of the digest of the event at a position; empty when there is none."""
    found = _MARK.row(connection, {"office": office, "position": position})
    return found[0][:MARK] if found else b""


def known_ids(connection: sa.Connection, office: str, ids: Collection[str]) -> set[str]:
    """Which of these ids are in the office's log."""
    found: set[str] = set()
    rest = (id_ for id_ in ids if "\0" not in id_)  # such a one is in no log
    while some := list(islice(rest, 1_000)):
        found.update(
            connection.execute(sa.select(event.c.id).where(event.c.office == office, event.c.id.in_(some))).scalars()
        )
    return found


def known_codes(connection: sa.Connection, office: str, codes: Collection[str]) -> dict[str, str]:
    """Which of these dossier codes are used, and the subject of each."""
    found: dict[str, str] = {}
    rest = iter(codes)
    while some := list(islice(rest, 1_000)):
        where = (event.c.office == office, event.c.code.in_(some))
        found.update(connection.execute(sa.select(event.c.code, event.c.subject).where(*where)).all())
    return found


def subject_of_code(connection: sa.Connection, office: str, code: str) -> SubjectId | None:
    """The dossier with this code."""
    return connection.execute(_CODE, {"office": office, "code": code}).scalar()


def offices_with(connection: sa.Connection, subject: str) -> list[str]:
    """The offices whose logs know this subject: one that bears its own name may be in several."""
    return list(connection.execute(_OFFICES_WITH, {"subject": subject}).scalars())


def of_subject(connection: sa.Connection, office: str, subject: str) -> list[Recorded]:
    """All events of a subject, unordered."""
    rows = connection.execute(_SUBJECT, {"office": office, "subject": subject})
    return [recorded_of(row) for row in rows]


def of_subjects(
    connection: sa.Connection, office: str, subjects: Collection[str], *, after: int, upto: int, most: int
) -> list[Told]:
    """Events of these subjects with positions in (after, upto], the first ``most`` of them, in their order."""
    found: list[Told] = []
    rest = iter(dict.fromkeys(subjects))
    while some := list(islice(rest, 1_000)):
        where = (event.c.office == office, event.c.subject.in_(some), event.c.position > after)
        asked = sa.select(*_TOLD, *_TOLD_TOO).where(*where, event.c.position <= upto)
        found += connection.execute(asked.order_by(event.c.position).limit(most)).all()
    return sorted(found, key=lambda row: row.position)[:most]


def count_of_subjects(connection: sa.Connection, office: str, subjects: Collection[str], *, after: int) -> int:
    """How many events of these subjects lie beyond a position."""
    count, rest = 0, iter(dict.fromkeys(subjects))
    while some := list(islice(rest, 1_000)):
        where = (event.c.office == office, event.c.subject.in_(some), event.c.position > after)
        count += connection.execute(sa.select(sa.func.count()).select_from(event).where(*where)).scalar_one()
    return count


def of_province(connection: sa.Connection, office: str, subject: str) -> list[Recorded]:
    """All events of a subject written by the province, unordered."""
    rows = connection.execute(_SUBJECT.where(event.c.device >= FIRST_PROVINCE), {"office": office, "subject": subject})
    return [recorded_of(row) for row in rows]


def stream(connection: sa.Connection, office: str, after: int, most: int) -> list[tuple[int, Recorded]]:
    """Events beyond a position, each with its position."""
    rows = connection.execute(_STREAM, {"office": office, "after": after, "most": most})
    return [(row[2], recorded_of(row)) for row in rows]


def news(
    connection: sa.Connection, office: str, *, after: int, upto: int, device: int, own: int, most: int, size: int
) -> Sequence[Told]:
    """Events with positions in (after, upto], except a device's own up to ``own``; at least one, if there is one.

    ``most`` counts rows, ``size`` bytes of bodies; one event is told whatever its size.
    """
    asked = {"office": office, "after": after, "upto": upto, "device": device, "own": own, "most": most, "bytes": size}
    return [_Told._make(row) for row in _NEWS.rows(connection, asked)]


def chain_after(connection: sa.Connection, office: str, device: int, seq: int, most: int) -> list[Recorded]:
    """Delivered events of a device's chain beyond a number, in order."""
    asked = {"office": office, "device": device, "seq": seq, "most": most}
    return [recorded_of(row) for row in connection.execute(_CHAIN, asked)]


def last_told(connection: sa.Connection, office: str, device: int) -> tuple[int, bytes]:
    """Number and digest of a device's last event in the stream; 0 and empty if there is none."""
    row = connection.execute(_LAST, {"office": office, "device": device}).first()
    return (0, b"") if row is None else (row[0], row[1])


def count_by_device(connection: sa.Connection, office: str) -> dict[int, int]:
    """How many events the log has of each device."""
    counted = sa.select(event.c.device, sa.func.count()).where(event.c.office == office).group_by(event.c.device)
    return dict(connection.execute(counted).all())


def money_by_device(connection: sa.Connection, office: str) -> dict[tuple[int, str], tuple[int, int]]:
    """Amount and number of fees taken and given back (``GIVEN_BACK``), by device and way of paying."""
    totals = (
        sa.select(event.c.device, event.c.paid_by, sa.func.sum(event.c.amount), sa.func.count())
        .where(event.c.office == office, event.c.paid_by.is_not(None))
        .group_by(event.c.device, event.c.paid_by)
    )
    return {(device, paid_by): (int(amount), number) for device, paid_by, amount, number in connection.execute(totals)}


def money_of(happened: object) -> tuple[int, str] | None:
    """Columns ``amount`` and ``paid_by`` of an event; None = it is not about money that is summed."""
    match happened:
        case FeeTaken(amount=amount, paid_by=paid_by):
            return amount, paid_by.value
        case FeeReturned(amount=amount, paid_by=paid_by):
            return amount, GIVEN_BACK + paid_by.value
        case _:
            return None


def money_by_day(
    connection: sa.Connection, office: str | None, first: int, behind: int, shift: int, day: int
) -> list[tuple[str, int, str, int, int]]:
    """``(office, number of the day, way of paying, amount, events)`` of fees taken and given back, in order.

    Args:
        connection: to read on.
        office: one; None = all.
        first: microseconds of the earliest.
        behind: microseconds before which they are.
        shift: microseconds by which the wall clock is ahead of UTC.
        day: microseconds of a day.
    """
    number = ((event.c.at + shift) // day).label("day")
    where = [event.c.paid_by.is_not(None), event.c.at >= first, event.c.at < behind]
    group = (event.c.office, number, event.c.paid_by)
    totals = (
        sa.select(*group, sa.func.sum(event.c.amount), sa.func.count())
        .where(*where, *(() if office is None else (event.c.office == office,)))
        .group_by(*group)
        .order_by(*group)
    )
    return [(one, day, way, int(amount), count) for one, day, way, amount, count in connection.execute(totals)]


def recorded_of(row: Told) -> Recorded:
    """The event in a row."""
    device, seq, _position, id_, subject, clock, at, clerk, prev, _digest, body = row
    return Recorded(
        id=id_,
        subject=subject,
        device=DeviceId(device),
        seq=seq,
        clock=clock,
        at=instant(at),
        clerk=clerk,
        prev=prev,
        body=body,
        event=read(body),
    )
