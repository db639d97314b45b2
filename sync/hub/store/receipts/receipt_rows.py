"""Rows of receipt series, leased ranges, and numbers that became receipts."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from models.ids import SubjectId
from models.receipt_leases import lease_subject
from sync.hub.store.receipts.receipt_tables import cursor, lease, receipt, series


class SeriesRow(Struct, frozen=True):
    """A series of receipts of an office; column for column as the table has it."""

    office: str
    form: str
    series: str
    kind: str
    body: bytes
    first: int
    last: int
    valid_to: str
    made_at: int
    closed_at: int | None = None


class LeaseRow(Struct, frozen=True):
    """A leased range; column for column as the table has it."""

    office: str
    form: str
    series: str
    first: int
    last: int
    device: int
    leased_at: int
    life: str
    closed_at: int | None = None
    reason: str = ""

    @property
    def subject(self) -> SubjectId:
        """The subject of its events."""
        return lease_subject(self.form, self.series, self.first)


class ReceiptRow(Struct, frozen=True):
    """A number that became a receipt; column for column as the table has it."""

    office: str
    form: str
    series: str
    number: int
    subject: str
    device: int
    lease: str
    day: str
    void_day: str = ""


class Use(Struct, frozen=True):
    """What became of the numbers of one device: how many receipts, on how many days."""

    receipts: int
    days: int


def _values(row: Struct) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


# ---- series ------------------------------------------------------------------------------------------------


def put_series(connection: sa.Connection, row: SeriesRow) -> bool:
    """Add a series; False = the office has it already."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(series)
    done = connection.execute(insert.values(_values(row)).on_conflict_do_nothing().returning(series.c.series))
    return done.first() is not None


def close_series(connection: sa.Connection, row: SeriesRow, at: int) -> None:
    """Lease nothing more of a series."""
    where = (series.c.office == row.office, series.c.form == row.form, series.c.series == row.series)
    connection.execute(sa.update(series).where(*where).values(closed_at=at))


def series_of(connection: sa.Connection, office: str) -> list[SeriesRow]:
    """The series of an office, oldest year first."""
    found = sa.select(series).where(series.c.office == office).order_by(series.c.series, series.c.form)
    return [SeriesRow(*row) for row in connection.execute(found)]


def offices_with_series(connection: sa.Connection) -> list[str]:
    """The offices that have any."""
    return list(connection.execute(sa.select(series.c.office).distinct().order_by(series.c.office)).scalars())


# ---- leases ------------------------------------------------------------------------------------------------


def put_leases(connection: sa.Connection, rows: Sequence[LeaseRow]) -> None:
    """Add leased ranges; one that begins where a known one does is left as it is."""
    if rows:
        insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(lease)
        connection.execute(insert.on_conflict_do_nothing(), [_values(row) for row in rows])


def leases_of(connection: sa.Connection, office: str) -> list[LeaseRow]:
    """All ranges ever leased in an office, by series and number."""
    found = sa.select(lease).where(lease.c.office == office).order_by(lease.c.series, lease.c.form, lease.c.first)
    return [LeaseRow(*row) for row in connection.execute(found)]


def close_lease(
    connection: sa.Connection, office: str, form: str, name: str, first: int, *, at: int, reason: str
) -> bool:
    """Close an open range; False = no open one begins there."""
    where = (lease.c.office == office, lease.c.form == form, lease.c.series == name, lease.c.first == first)
    closing = sa.update(lease).where(*where, lease.c.closed_at.is_(None)).values(closed_at=at, reason=reason)
    return connection.execute(closing).rowcount == 1


# ---- numbers that became receipts --------------------------------------------------------------------------


def put_receipts(connection: sa.Connection, rows: Sequence[ReceiptRow]) -> None:
    """Add receipts; one that is there stays as it is."""
    if rows:
        insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(receipt)
        connection.execute(insert.on_conflict_do_nothing(), [_values(row) for row in rows])


def void_receipt(connection: sa.Connection, office: str, subject: str, day: str) -> None:
    """Note the day on which a receipt became void; the first one stays."""
    where = (receipt.c.office == office, receipt.c.subject == subject, receipt.c.void_day == "")
    connection.execute(sa.update(receipt).where(*where).values(void_day=day))


def receipts_of_series(connection: sa.Connection, office: str, form: str, name: str) -> Iterable[ReceiptRow]:
    """The receipts of a series, by number."""
    where = (receipt.c.office == office, receipt.c.form == form, receipt.c.series == name)
    found = sa.select(receipt).where(*where).order_by(receipt.c.number, receipt.c.subject)
    return (ReceiptRow(*row) for row in connection.execute(found))


def numbers_in(connection: sa.Connection, office: str, form: str, name: str, first: int, last: int) -> list[int]:
    """The numbers of a range that became receipts, in order."""
    where = (receipt.c.office == office, receipt.c.form == form, receipt.c.series == name)
    found = sa.select(receipt.c.number).where(*where, receipt.c.number.between(first, last)).distinct()
    return list(connection.execute(found.order_by(receipt.c.number)).scalars())


def how_many_used(connection: sa.Connection, row: LeaseRow) -> int:
    """How many numbers of a range became receipts: by the primary key, as an office has those of many years."""
    where = (receipt.c.office == row.office, receipt.c.form == row.form, receipt.c.series == row.series)
    found = sa.select(sa.func.count(sa.distinct(receipt.c.number)))
    return connection.execute(found.where(*where, receipt.c.number.between(row.first, row.last))).scalar_one()


def any_of_series(connection: sa.Connection, office: str, form: str, name: str) -> bool:
    """Whether any receipt of a series is known."""
    where = (receipt.c.office == office, receipt.c.form == form, receipt.c.series == name)
    return connection.execute(sa.select(receipt.c.number).where(*where).limit(1)).first() is not None


def receipts_of_day(connection: sa.Connection, office: str, day: str) -> list[ReceiptRow]:
    """The receipts that were issued or became void on a day, by series and number."""
    # The office in each half, so that each is found by its index.
    when = sa.or_(
        sa.and_(receipt.c.office == office, receipt.c.day == day),
        sa.and_(receipt.c.office == office, receipt.c.void_day == day),
    )
    order = (receipt.c.series, receipt.c.form, receipt.c.number, receipt.c.subject)
    found = sa.select(receipt).where(when).order_by(*order)
    return [ReceiptRow(*row) for row in connection.execute(found)]


def use_since(connection: sa.Connection, office: str, day: str) -> dict[tuple[int, str, str], Use]:
    """What each device used of each form and series from a day on."""
    days = sa.func.count(sa.distinct(receipt.c.day))
    key = (receipt.c.device, receipt.c.form, receipt.c.series)
    where = (receipt.c.office == office, receipt.c.day >= day, receipt.c.lease != "")
    found = sa.select(*key, sa.func.count(), days).where(*where).group_by(*key)
    return {(row[0], row[1], row[2]): Use(row[3], row[4]) for row in connection.execute(found)}


# ---- how far the streams were read -------------------------------------------------------------------------


def position(connection: sa.Connection, office: str) -> int:
    """Position of an office's last event that was read."""
    return connection.execute(sa.select(cursor.c.position).where(cursor.c.office == office)).scalar() or 0


def move(connection: sa.Connection, office: str, to: int) -> None:
    """Set that position."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(cursor)
    values = insert.values(office=office, position=to)
    connection.execute(values.on_conflict_do_update(index_elements=["office"], set_={"position": to}))
