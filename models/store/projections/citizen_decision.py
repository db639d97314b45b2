"""Projection of the decisions about who is one person. The row holds the whole fold."""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import CITIZEN
from models.ids import SubjectId
from models.person_key import PersonKey
from models.store.file.database import Database
from models.store.projections.projection import Projection
from models.subjects.citizen_decision import CitizenDecision, CitizenGroup, CitizenVerdict, fold, group_of, groups_of
from models.system.decoding import prepared

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(CitizenDecision)).decode

_STANDS = "stands = 1"
_OF = (
    "SELECT * FROM citizen_decision WHERE one = ? AND stands = 1 "
    "UNION SELECT * FROM citizen_decision WHERE other = ? AND stands = 1"
)
_ALL_OF = "SELECT * FROM citizen_decision WHERE one = ? UNION SELECT * FROM citizen_decision WHERE other = ?"
_STANDING = "SELECT * FROM citizen_decision INDEXED BY citizen_decision_stands WHERE stands = 1 ORDER BY number"
_AT = "SELECT * FROM citizen_decision WHERE id = ?"
_ANY = "SELECT EXISTS (SELECT 1 FROM citizen_decision)"

_table = sa.Table(
    "citizen_decision",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("one", sa.Text, nullable=False),
    sa.Column("other", sa.Text, nullable=False),
    sa.Column("stands", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("citizen_decision_by_id", _table.c.id)
sa.Index("citizen_decision_by_one", _table.c.one)
sa.Index("citizen_decision_by_other", _table.c.other)
sa.Index("citizen_decision_stands", _table.c.number, sqlite_where=sa.text(_STANDS))


def _values(number: int, decision: CitizenDecision) -> tuple[object, ...]:
    return number, decision.id, decision.one, decision.other, int(decision.stands), _encode(decision)


CITIZEN_DECISIONS = Projection(prefix=CITIZEN, version=1, fold=fold, values=_values, table=_table)
"""Columns: ``one``, ``other``: the keys of the two entries."""


class CitizenDecisions:
    """Queries of these decisions, and of who is one person by them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, key: PersonKey) -> CitizenGroup:
        """The person of an entry, as all desks that know the same decisions tell it."""
        return group_of(key, self._touching([key]))

    def people(self, keys: Iterable[PersonKey]) -> list[CitizenGroup]:
        """The people of these entries, each once, in the order in which the entries name them."""
        wanted = list(dict.fromkeys(keys))
        found = groups_of(wanted, self._touching(wanted))
        return list({found[key].kept: found[key] for key in wanted}.values())

    def decision(self, id_: SubjectId) -> CitizenDecision | None:
        """One of them; None = there is none of this name."""
        with self._database.reading():
            row = self._database.run(_AT, (id_,)).fetchone()
        return None if row is None else _decode(row[-1])

    def all_of(self, keys: Iterable[PersonKey]) -> list[CitizenDecision]:
        """Every decision about these entries, withdrawn ones too, in the order all desks agree on."""
        with self._database.reading():
            rows = [row for key in sorted(set(keys)) for row in self._database.run(_ALL_OF, (key, key))]
        return sorted({one.id: one for one in map(_of, rows)}.values(), key=lambda one: (one.order, one.id))

    def contested(self) -> list[CitizenDecision]:
        """Merges that cannot be true beside others, all over the office."""
        with self._database.reading():
            standing = [_of(row) for row in self._database.run(_STANDING)]
        keys = [one.one for one in standing if one.verdict is CitizenVerdict.MERGED]
        found = {one.id: one for group in groups_of(keys, standing).values() for one in group.contested}
        return sorted(found.values(), key=lambda one: (one.order, one.id))

    def _touching(self, keys: Iterable[PersonKey]) -> list[CitizenDecision]:
        """All that stand about entries that merges join with these, over however many steps."""
        found: dict[SubjectId, CitizenDecision] = {}
        seen: set[PersonKey] = set()
        with self._database.reading():
            waiting = list(keys) if self._database.one(_ANY) else []
            while waiting:
                key = waiting.pop()
                if key in seen:
                    continue
                seen.add(key)
                for one in map(_of, self._database.run(_OF, (key, key)).fetchall()):
                    found[one.id] = one
                    if one.verdict is CitizenVerdict.MERGED:
                        waiting += [one.one, one.other]
        return list(found.values())


def _of(row: Any) -> CitizenDecision:  # noqa: ANN401  # one row of the table
    decision: CitizenDecision = _decode(row[-1])
    return decision
