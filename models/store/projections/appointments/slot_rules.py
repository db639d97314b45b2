"""Projection of what is offered, and what lists ask of it. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import SLOTS
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.appointments.slot_rules import SlotRules, fold
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(SlotRules)).decode

_table = sa.Table(
    "slot_rules",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def _values(number: int, rules: SlotRules) -> tuple[object, ...]:
    return number, rules.id, _encode(rules)


SLOT_RULES = Projection(prefix=SLOTS, version=1, fold=fold, values=_values, table=_table)


class OfferedSlots:
    """Queries over the rows of what is offered; one row for each service and counter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SlotRules]:
        """What is offered, the whole office included."""
        with self._database.reading():
            return [_rules(row) for row in self._database.run("SELECT * FROM slot_rules ORDER BY number", ())]


def _rules(values: Any) -> SlotRules:  # noqa: ANN401  # one row of the table
    found: SlotRules = _decode(values[-1])
    return found
