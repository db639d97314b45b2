"""Projection of the people who are served at home. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import ENTITLED
from models.store.projections.projection import Projection
from models.subjects.visits.entitled_person import EntitledPerson, fold
from models.system.decoding import prepared
from models.text import name_key

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(EntitledPerson)).decode

_table = sa.Table(
    "entitled_person",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("personal_number", sa.Text, nullable=False),
    sa.Column("stands", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("entitled_person_by_name", _table.c.name)
sa.Index("entitled_person_by_personal_number", _table.c.personal_number)
sa.Index("entitled_person_stands", _table.c.number, sqlite_where=_table.c.stands == 1)


def _values(number: int, entry: EntitledPerson) -> tuple[object, ...]:
    person = entry.person
    key = name_key(person.full_name)
    return number, entry.id, key, person.personal_number, int(entry.stands), _encode(entry)


def entry_of(values: Any) -> EntitledPerson:  # noqa: ANN401  # one row of the table
    """The entry of a row."""
    entry: EntitledPerson = _decode(values[-1])
    return entry


ENTITLED_PEOPLE = Projection(prefix=ENTITLED, version=1, fold=fold, values=_values, table=_table)
"""Columns: ``name`` as names are found; ``stands``: the person is on the list."""
