"""Projection of home visits. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import VISIT
from models.store.projections.projection import Projection
from models.subjects.visits.visit import Visit, VisitState, fold
from models.system.decoding import prepared
from models.text import name_key

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Visit)).decode

WAITING = f"state IN ('{VisitState.REQUESTED}', '{VisitState.MISSED}')"
"""It waits for a day. In the same words in index and question, else SQLite does not see it."""

_table = sa.Table(
    "visit",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("ended_on", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("personal_number", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("visit_by_day", _table.c.day)
sa.Index("visit_by_end", _table.c.ended_on)
sa.Index("visit_waiting", _table.c.number, sqlite_where=sa.text(WAITING))
sa.Index("visit_open", _table.c.number, sqlite_where=_table.c.open == 1)
sa.Index("visit_by_person", _table.c.person)
sa.Index("visit_by_personal_number", _table.c.personal_number)


def _values(number: int, visit: Visit) -> tuple[object, ...]:
    plan = visit.plan
    return (
        number,
        visit.id,
        visit.state.value,
        plan.day.isoformat() if plan is not None and plan.day is not None else "",
        local_day(visit.ended_at).isoformat() if visit.ended_at else "",
        name_key(visit.person.full_name),
        visit.person.personal_number,
        int(visit.is_open),
        _encode(visit),
    )


def visit_of(values: Any) -> Visit:  # noqa: ANN401  # one row of the table
    """The visit of a row."""
    visit: Visit = _decode(values[-1])
    return visit


VISITS = Projection(prefix=VISIT, version=3, fold=fold, values=_values, table=_table)
"""Columns: ``day`` of the plan that holds, also of what is done by now; ``ended_on``; ``person`` as names are found."""
