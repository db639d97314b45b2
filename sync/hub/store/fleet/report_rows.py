"""Rows of what machines told of themselves last, and the list of all machines made of them."""

from collections.abc import Collection

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from models.ids import FIRST_PROVINCE
from sync.hub.store.fleet.fleet_tables import report
from sync.hub.store.tables import device, office


class ReportRow(Struct, frozen=True, kw_only=True):
    """A report; column for column as the table has it, but for ``program_since``."""

    office: str
    number: int
    at: int
    program: str
    state: str
    disk_free: int
    backup_at: int
    scanner: str
    troubles: str


class FleetRow(Struct, frozen=True):
    """A machine. Times in microseconds since 1970, ``backup_at`` in seconds; None = it has not told.

    Attributes:
        joined_as: version of the program with which it joined, or got its number.
        contact: when it brought something, or reported, last.
        troubles: lines of its health page that are not well, with spaces between.
    """

    office: str
    name: str
    number: int
    letter: str
    visit_laptop: int
    joined_as: str
    enrolled_at: int
    contact: int | None
    reported_at: int | None
    program: str | None
    program_since: int | None
    state: str | None
    disk_free: int | None
    backup_at: int | None
    scanner: str | None
    troubles: str | None


class FleetWanted(Struct, frozen=True, kw_only=True):
    """Which machines are listed; what is empty or None leaves none out.

    Attributes:
        office: begins an office's identifier, or stands in its name.
        programs: versions; "" among them = has not reported.
        states: of health; "" among them = has not reported.
        silent_since: no contact after this time, microseconds since 1970.
    """

    office: str = ""
    programs: Collection[str] | None = None
    states: Collection[str] | None = None
    silent_since: int | None = None


_NEWER = device.alias("newer")
_contact = sa.case((report.c.at > sa.func.coalesce(device.c.heard_at, 0), report.c.at), else_=device.c.heard_at)
_REPORTED = sa.and_(report.c.office == device.c.office, report.c.number == device.c.number)
_FLEET = device.join(office, office.c.id == device.c.office).outerjoin(report, _REPORTED)
_IN_USE = (
    device.c.number < FIRST_PROVINCE,
    device.c.key_id.is_not(None),
    device.c.revoked_at.is_(None),
    # Whoever got another number is listed under that one alone.
    ~sa.exists().where(
        _NEWER.c.office == device.c.office, _NEWER.c.instead_of == device.c.number, _NEWER.c.instead_of > 0
    ),
)
_ROW = sa.select(
    device.c.office,
    office.c.name,
    device.c.number,
    device.c.letter,
    device.c.visit_laptop,
    device.c.program.label("joined_as"),
    device.c.enrolled_at,
    _contact.label("contact"),
    report.c.at,
    report.c.program,
    report.c.program_since,
    report.c.state,
    report.c.disk_free,
    report.c.backup_at,
    report.c.scanner,
    report.c.troubles,
)


def put_report(connection: sa.Connection, row: ReportRow) -> None:
    """Keep a machine's report in the place of the one before."""
    values = {name: getattr(row, name) for name in row.__struct_fields__} | {"program_since": row.at}
    put = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(report).values(values)
    fresh = {name: put.excluded[name] for name in values if name not in {"office", "number"}}
    since = sa.case((report.c.program == put.excluded.program, report.c.program_since), else_=put.excluded.at)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=[report.c.office, report.c.number], set_=fresh | {"program_since": since}
        )
    )


def fleet(connection: sa.Connection, wanted: FleetWanted, *, first: int = 0, most: int | None = None) -> list[FleetRow]:
    """Machines in use, by office and number.

    Args:
        connection: of a reading.
        wanted: which.
        first: how many are passed over.
        most: how many at most; None = all.
    """
    found = _ROW.select_from(_FLEET).where(*_where(wanted)).order_by(device.c.office, device.c.number)
    return [FleetRow(*tuple(row)) for row in connection.execute(found.offset(first).limit(most))]


def count(connection: sa.Connection, wanted: FleetWanted) -> int:
    """How many there are."""
    found = sa.select(sa.func.count()).select_from(_FLEET).where(*_where(wanted))
    return connection.execute(found).scalar_one()


def by_program_and_state(connection: sa.Connection) -> list[tuple[str, str, int]]:
    """How many machines in use told which version and state; empty = they have not reported."""
    program, state = (sa.func.coalesce(column, "") for column in (report.c.program, report.c.state))
    found = sa.select(program, state, sa.func.count()).select_from(_FLEET).where(*_IN_USE).group_by(program, state)
    return [(row[0], row[1], row[2]) for row in connection.execute(found)]


def _where(wanted: FleetWanted) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [*_IN_USE]
    if wanted.office:
        where.append(
            sa.or_(
                office.c.id.startswith(wanted.office, autoescape=True),
                office.c.name.contains(wanted.office, autoescape=True),
            )
        )
    for column, values in ((report.c.program, wanted.programs), (report.c.state, wanted.states)):
        if values is not None:
            where.append(sa.func.coalesce(column, "").in_(list(values)))
    if wanted.silent_since is not None:
        where.append(sa.func.coalesce(_contact, device.c.enrolled_at) <= wanted.silent_since)
    return where
