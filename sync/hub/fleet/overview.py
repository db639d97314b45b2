"""The list of the province's machines, as page, command and table tell it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from models.calendar.clock import instant, micros
from sync.hub.csv_table import csv_table
from sync.hub.fleet.settings import FleetSettings
from sync.hub.store import HubStore, Reading
from sync.hub.store.fleet import report_rows
from sync.hub.store.fleet.report_rows import FleetRow, FleetWanted
from sync.hub.updates.plan import version_order
from sync.messages import ReportedState
from sync.messages.fleet import LATEST_SECOND

PAGE = 100
"""Machines of one page."""

_MEGABYTE = 1_000_000


class HealthAsked(StrEnum):
    """Which states of health are listed."""

    OK = "ok"
    ILL = "ill"
    """Warned of, or stopped."""
    STOP = "stop"
    UNTOLD = "untold"
    """Has not reported."""


_STATES = {
    HealthAsked.OK: (ReportedState.OK.value,),
    HealthAsked.ILL: (ReportedState.WARN.value, ReportedState.STOP.value),
    HealthAsked.STOP: (ReportedState.STOP.value,),
    HealthAsked.UNTOLD: ("",),
}


class FleetQuestion(Struct, frozen=True, kw_only=True):
    """Which machines somebody asks for.

    Attributes:
        office: begins the office's identifier, or stands in its name; empty = all.
        older_than: a version; machines with an older one, or that have told none. Empty = all.
        silent_days: without contact; 0 = all.
        health: None = all.
        page: 1, 2, 3…
    """

    office: str = ""
    older_than: str = ""
    silent_days: int = 0
    health: HealthAsked | None = None
    page: int = 1


class FleetMachine(Struct, frozen=True, kw_only=True):
    """A machine of an office. What is None it has not told.

    Attributes:
        device: its number in its office.
        program, program_since: version of the program, and since when the hub hears of that one.
        joined_as: version with which it joined.
        contact: when it brought something, or reported, last.
        disk_free: free bytes.
        backup_days: whole days since the last backup; None = it has none, or has not told (``reported_at``).
        troubles: lines of its health page that are not well, as "subject:why".
        silent, disk_low, backup_old: to be marked, by the settings.
    """

    office: str
    office_name: str
    device: int
    letter: str
    visit_laptop: bool
    program: str | None
    program_since: datetime | None
    joined_as: str
    contact: datetime | None
    reported_at: datetime | None
    health: str | None
    disk_free: int | None
    backup_at: datetime | None
    backup_days: int | None
    scanner: str | None
    troubles: tuple[str, ...]
    silent: bool
    disk_low: bool
    backup_old: bool


class FleetPage(Struct, frozen=True, kw_only=True):
    """A page of the list, and sums over all machines in use, asked for or not.

    Attributes:
        count: machines that were asked for, on all pages.
        programs, states: how many told which version and state; "" = have not reported.
    """

    machines: tuple[FleetMachine, ...]
    count: int
    page: int
    pages: int
    programs: dict[str, int]
    states: dict[str, int]


def fleet_page(store: HubStore, asked: FleetQuestion, said: FleetSettings, now: datetime) -> FleetPage:
    """One page."""
    with store.reading() as reading:
        sums = report_rows.by_program_and_state(reading)
        wanted = _wanted(asked, [program for program, _, _ in sums], now)
        count = report_rows.count(reading, wanted)
        pages = max(1, -(-count // PAGE))
        page = min(max(asked.page, 1), pages)
        rows = report_rows.fleet(reading, wanted, first=(page - 1) * PAGE, most=PAGE)
    programs, states = Counter[str](), Counter[str]()
    for program, state, many in sums:
        programs[program] += many
        states[state] += many
    return FleetPage(
        machines=tuple(_machine(row, said, now) for row in rows),
        count=count,
        page=page,
        pages=pages,
        programs={program: programs[program] for program in sorted(programs, key=version_order, reverse=True)},
        states=dict(states),
    )


def all_machines(store: HubStore, asked: FleetQuestion, said: FleetSettings, now: datetime) -> list[FleetMachine]:
    """All that were asked for, whatever the page."""
    with store.reading() as reading:
        programs = [program for program, _, _ in report_rows.by_program_and_state(reading)]
        rows = report_rows.fleet(reading, _wanted(asked, programs, now))
    return [_machine(row, said, now) for row in rows]


def by_health(reading: Reading) -> dict[str, int]:
    """How many machines in use told which state; "untold" = have not reported."""
    found = Counter[str]({state.value: 0 for state in ReportedState} | {HealthAsked.UNTOLD.value: 0})
    for _, state, many in report_rows.by_program_and_state(reading):
        found[state or HealthAsked.UNTOLD.value] += many
    return dict(found)


def as_csv(machines: Sequence[FleetMachine]) -> bytes:
    """A table for spreadsheets."""
    names = FleetMachine.__struct_fields__
    return csv_table(names, ([_cell(getattr(one, name)) for name in names] for one in machines))


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value


def _wanted(asked: FleetQuestion, programs: Sequence[str], now: datetime) -> FleetWanted:
    than = version_order(asked.older_than)
    return FleetWanted(
        office=asked.office.strip(),
        programs=[one for one in programs if version_order(one) < than] if than else None,
        states=None if asked.health is None else _STATES[asked.health],
        silent_since=micros(now - timedelta(days=asked.silent_days)) if asked.silent_days else None,
    )


def _machine(row: FleetRow, said: FleetSettings, now: datetime) -> FleetMachine:
    # A hub of before kept whatever a machine had told.
    backup = instant(min(row.backup_at, LATEST_SECOND) * 1_000_000) if row.backup_at else None
    days = max(0, (now - backup).days) if backup else None
    told = row.reported_at is not None
    heard = row.contact if row.contact is not None else row.enrolled_at
    return FleetMachine(
        office=row.office,
        office_name=row.name,
        device=row.number,
        letter=row.letter,
        visit_laptop=bool(row.visit_laptop),
        program=row.program,
        program_since=_at(row.program_since),
        joined_as=row.joined_as,
        contact=_at(row.contact),
        reported_at=_at(row.reported_at),
        health=row.state,
        disk_free=None if row.disk_free is None else row.disk_free * _MEGABYTE,
        backup_at=backup,
        backup_days=days,
        scanner=row.scanner,
        troubles=tuple((row.troubles or "").split()),
        silent=instant(heard) <= now - timedelta(days=said.silent_days),
        disk_low=row.disk_free is not None and row.disk_free < said.disk_mb,
        backup_old=told and not row.visit_laptop and (days is None or days >= said.backup_days),
    )


def _at(told: int | None) -> datetime | None:
    return None if told is None else instant(told)
