"""Projection of what postal staff did. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.calendar.clock import local_day
from models.events import POSTAL_ACT
from models.store.projections.projection import Projection
from models.subjects.post.postal_act import PostalAct, PostalActState, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(PostalAct)).decode

OPEN = f"state IN ('{PostalActState.WAITS}', '{PostalActState.GIVEN_BACK}')"
"""Nobody has accepted it. In the same words in index and question, else SQLite does not see it."""

_table = sa.Table(
    "postal_act",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("dossier", sa.Text, nullable=False),
    sa.Column("clerk", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("amount", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("postal_act_by_day", _table.c.day)
sa.Index("postal_act_open", _table.c.day, _table.c.state, _table.c.clerk, sqlite_where=sa.text(OPEN))
sa.Index("postal_act_by_dossier", _table.c.dossier)

_MOST = 1 << 62
"""What a column can hold; a sum beyond it is nobody's fee."""


def _values(number: int, act: PostalAct) -> tuple[object, ...]:
    day = local_day(act.at).isoformat() if act.at else ""
    amount = max(-_MOST, min(act.amount, _MOST))
    return number, act.id, day, act.state.value, act.dossier, act.by, act.act.value, amount, _encode(act)


def act_of(values: Any) -> PostalAct:  # noqa: ANN401  # one row of the table
    """The act of a row."""
    act: PostalAct = _decode(values[-1])
    return act


POSTAL_ACTS = Projection(prefix=POSTAL_ACT, version=1, fold=fold, values=_values, table=_table)
"""Columns: ``day`` on which it was done; ``clerk`` who did it."""
