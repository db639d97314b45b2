"""Projection of dossiers: rows and search words."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from models.calendar.clock import instant, local_day, micros
from models.ids import DOSSIER, DossierCode, DossierId, SubjectId
from models.store.projections.projection import Projection
from models.store.tallies import Key
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from models.subjects.dossier_row import DossierRow, dossier_row
from models.subjects.work_lists import WorkMark
from models.text import name_key

STATUS, RECEIVED, WORK, DUE_DAY, DAY_RULE, REUSED = "status", "received", "work", "due", "day_rule", "reused"
"""What is counted. Names under these: a status; day and procedure of receipt, ``2026-11-23 1.001193``; the number of
a ``WorkMark``; the day on which a dossier whose clock runs is due; day of receipt and name of a rule of that day; the
day of receipt of a dossier for which a paper of an earlier one was used."""

NEVER = 1 << 62
"""Stands for "no due date"."""

_ENDED_FROM = NEVER + (1 << 61)

IS_OPEN = f"status IN ({', '.join(repr(status.value) for status in DossierStatus if status not in ENDED)})"
"""A dossier is still at work. Indexes and questions have it in the same words, else SQLite does not see it."""


IN_UNIT = "unit != '' AND stage != ''"
"""A unit of the office holds it; condition of the partial index ``dossier_by_unit``."""

ON_SHELF = f"work & {WorkMark.READY.value} AND place > ''"
"""A result lies in a place of the shelf. In the same words in index and question, as ``IS_OPEN``."""


def order_of(mark: WorkMark) -> str:
    """The column by which the dossiers with a mark are sorted; see ``WorkSpan``."""
    return {WorkMark.READY: "ready_at", WorkMark.CONSULTED: "consulted_by"}.get(mark, "due_order")


_table = sa.Table(
    "dossier",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("slip", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("owner_key", sa.Text, nullable=False),
    sa.Column("submitter", sa.Text, nullable=False),
    sa.Column("personal_number", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("procedure", sa.Text, nullable=False),
    sa.Column("procedure_name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("received_at", sa.Integer),
    sa.Column("due_at", sa.Integer, nullable=False),
    sa.Column("due_order", sa.Integer, nullable=False),
    sa.Column("disputed", sa.Integer, nullable=False),
    sa.Column("changed_at", sa.Integer),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("received_by", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("holder_clerk", sa.Text, nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("step_due_at", sa.Integer),
    sa.Column("runs", sa.Integer, nullable=False),
    sa.Column("owes", sa.Integer, nullable=False),
    sa.Column("consulted_by", sa.Integer),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("ready_at", sa.Integer),
    sa.Column("name_key", sa.Text, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("resolver", sa.Text, nullable=False),
    sa.Column("resolver_name", sa.Text, nullable=False),
    sa.Column("sets", sa.Integer, nullable=False),
    sa.Column("return_by", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Integer),
    sa.Column("work", sa.Integer, nullable=False),
    sa.Column("received_place", sa.Integer, nullable=False),
    sa.Column("day_rules", sa.Text, nullable=False),
    sa.Column("bundle", sa.Text, nullable=False),
    sa.Column("people", sa.Text, nullable=False),
    sa.Column("reused", sa.Integer, nullable=False),
)
sa.Index("dossier_by_code", _table.c.code, sqlite_where=_table.c.code != "")
sa.Index("dossier_by_slip", _table.c.slip, sqlite_where=_table.c.slip != "")
sa.Index(
    "dossier_open_by_number",
    _table.c.personal_number,
    _table.c.procedure,
    sqlite_where=sa.text(f"personal_number != '' AND {IS_OPEN}"),
)
sa.Index("dossier_open_by_name", _table.c.name_key, _table.c.procedure, sqlite_where=sa.text(IS_OPEN))
# Each order of the list, of all dossiers and of one status. SQLite ends every index with the number; only by name,
# where the newest of the same name come first, it stands in the index with its direction.
sa.Index("dossier_by_name", _table.c.owner_key, _table.c.number.desc())
sa.Index("dossier_by_due", _table.c.due_order)
sa.Index("dossier_by_status", _table.c.status)
sa.Index("dossier_by_status_and_name", _table.c.status, _table.c.owner_key, _table.c.number.desc())
sa.Index("dossier_by_status_and_due", _table.c.status, _table.c.due_order)
sa.Index("dossier_by_receiver", _table.c.received_by)
sa.Index("dossier_by_unit", _table.c.unit, _table.c.due_order, sqlite_where=sa.text(IN_UNIT))
# The register: its order, and what it is counted by, so that counting reads no row.
sa.Index(
    "dossier_by_received",
    _table.c.received_at,
    _table.c.code,
    _table.c.number,
    _table.c.field,
    _table.c.resolver,
    _table.c.received_place,
    sqlite_where=_table.c.received_at.is_not(None),
)
# The day's lists (``work_lists``): each mark in its order, with what a list is narrowed by, so that counting reads no
# row. A dossier stands in the few of its marks.
for _mark in WorkMark:
    sa.Index(
        f"dossier_by_work_{_mark.value}",
        _table.c[order_of(_mark)],
        _table.c.number,
        _table.c.field,
        _table.c.unit,
        _table.c.holder_clerk,
        _table.c.received_by,
        sqlite_where=sa.text(f"work & {_mark.value}"),
    )

sa.Index("dossier_by_place", _table.c.place, _table.c.work, sqlite_where=sa.text(ON_SHELF))

sa.Index("dossier_by_bundle", _table.c.bundle, sqlite_where=_table.c.bundle != "")

PROCEDURE_AT, STATUS_AT, RECEIVED_AT, OWNER_KEY_AT, DUE_ORDER_AT, UNIT_AT, STAGE_AT, RECEIVED_BY_AT = (
    _table.c.keys().index(name)
    for name in ("procedure", "status", "received_at", "owner_key", "due_order", "unit", "stage", "received_by")
)
"""Where these stand in a row."""

_HOUR = 3_600_000_000
"""In microseconds; Vietnam's days begin on a whole hour of UTC."""
_WORK_AT, _DAY_RULES_AT, _REUSED_AT = (_table.c.keys().index(name) for name in ("work", "day_rules", "reused"))
_RUNS = WorkMark.RUNS.value
_WAITS = tuple((mark.value, (WORK, str(mark.value))) for mark in WorkMark if mark is not WorkMark.RUNS)


def due_order(number: int, row: DossierRow) -> int:
    """Place in the order of due dates.

    Those at work stand by their date (its microseconds), so the overdue come first; then those whose date does not
    count now; then those that have ended, the youngest first.
    """
    if row.status in ENDED:
        return _ENDED_FROM - min(number, 1 << 60)
    return micros(row.due_at) if row.due_at is not None and row.runs else NEVER


def values_of(number: int, row: DossierRow, events: int) -> tuple[object, ...]:
    """The dossier's row."""
    return (
        number,
        row.id,
        row.code,
        row.slip,
        row.owner,
        row.owner_key,
        row.submitter,
        row.personal_number,
        row.phone,
        row.procedure,
        row.procedure_name,
        row.status,
        _micros(row.received_at),
        NEVER if row.due_at is None else micros(row.due_at),
        due_order(number, row),
        int(row.disputed),
        _micros(row.changed_at),
        row.words,
        row.received_by,
        row.stage,
        row.unit,
        row.holder_clerk,
        row.holder,
        row.step,
        _micros(row.step_due_at),
        int(row.runs),
        row.owes,
        _micros(row.consulted_by),
        row.place,
        _micros(row.ready_at),
        name_key(row.owner),
        events,
        row.address,
        row.field,
        row.resolver,
        row.resolver_name,
        row.sets,
        row.return_by,
        _micros(row.ended_at),
        row.work,
        row.received_place,
        "\n".join(row.day_rules),
        row.bundle,
        row.people,
        row.reused,
    )


def row_of(values: Any) -> DossierRow:  # noqa: ANN401  # one row of the dossier table
    """A row as shown in the list of dossiers."""
    (_, id_, code, slip, owner, owner_key, submitter, personal_number, phone) = values[:9]
    procedure, procedure_name, status, received_at, due_at, _due_order, disputed, changed_at, words = values[9:18]
    received_by, stage, unit, holder_clerk, holder, step, step_due_at, runs, owes = values[18:27]
    consulted_by, place, ready_at, _name_key, _events = values[27:32]
    address, field, resolver, resolver_name, sets, return_by, ended_at, work, received_place = values[32:41]
    day_rules, bundle, people, reused = values[41:]
    return DossierRow(
        id=DossierId(SubjectId(id_)),
        code=DossierCode(code),
        slip=slip,
        owner=owner,
        owner_key=owner_key,
        submitter=submitter,
        personal_number=personal_number,
        phone=phone,
        procedure=procedure,
        procedure_name=procedure_name,
        status=status,
        received_at=_instant(received_at),
        due_at=None if due_at == NEVER else instant(due_at),
        disputed=bool(disputed),
        changed_at=_instant(changed_at),
        words=words,
        address=address,
        field=field,
        resolver=resolver,
        resolver_name=resolver_name,
        sets=sets,
        return_by=return_by,
        ended_at=_instant(ended_at),
        received_by=received_by,
        stage=stage,
        unit=unit,
        holder_clerk=holder_clerk,
        holder=holder,
        step=step,
        step_due_at=_instant(step_due_at),
        runs=bool(runs),
        owes=owes,
        consulted_by=_instant(consulted_by),
        place=place,
        ready_at=_instant(ready_at),
        work=work,
        received_place=received_place,
        day_rules=tuple(day_rules.split("\n")) if day_rules else (),
        bundle=bundle,
        people=people,
        reused=reused,
    )


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)


def counted(values: Sequence[Any]) -> tuple[Key, ...]:
    """The counters that a dossier's row belongs to."""
    found = [(STATUS, values[STATUS_AT])]
    if (received_at := values[RECEIVED_AT]) is not None:
        found.append((RECEIVED, f"{_day(received_at // _HOUR)} {values[PROCEDURE_AT]}"))
        if values[_DAY_RULES_AT]:
            day = _day(received_at // _HOUR)
            found += [(DAY_RULE, f"{day} {name}") for name in values[_DAY_RULES_AT].split("\n")]
        if values[_REUSED_AT]:
            found.append((REUSED, _day(received_at // _HOUR)))
    if work := values[_WORK_AT]:
        found += _waits(work)
        if work & _RUNS:
            found.append((DUE_DAY, _day(values[DUE_ORDER_AT] // _HOUR)))
    return tuple(found)


@lru_cache(maxsize=256)
def _waits(work: int) -> tuple[Key, ...]:
    return tuple(key for mark, key in _WAITS if work & mark)


@lru_cache(maxsize=4096)
def _day(hour: int) -> str:
    """The day on the office calendar in this hour since 1970; remembered, for most dossiers share a few."""
    return local_day(instant(hour * _HOUR)).isoformat()


def _values(number: int, dossier: Dossier) -> tuple[object, ...]:
    return values_of(number, dossier_row(dossier), dossier.events)


DOSSIERS = Projection(
    prefix=DOSSIER,
    version=16,
    fold=fold,
    values=_values,
    table=_table,
    fresh="fresh",
    search="search",
    counts=(STATUS, RECEIVED, WORK, DUE_DAY, DAY_RULE, REUSED),
    counted=counted,
)
