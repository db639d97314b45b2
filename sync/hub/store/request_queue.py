"""A queue of requests to another system: each named by us, asked once, its state moved by who has claimed it."""

from collections.abc import Collection, Sequence
from typing import Generic, Protocol, TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import office

WAITING, SENT, UNKNOWN = "waiting", "sent", "unknown"
"""Not sent yet · on its way · its answer was lost."""
STUCK = "stuck"
"""The other system cannot say what became of it: a person is asked; the system is too, now and then."""

NEVER = 1 << 62
"""Microseconds: nobody asks any more."""

REASON = 500
"""Characters of a refusal that are kept."""


def literals(states: Collection[str]) -> sa.BindParameter[Sequence[str]]:
    """States as they stand in the statement itself: an index of some states is found for no placeholder."""
    return sa.bindparam(None, tuple(states), expanding=True, literal_execute=True)


class Request(Protocol):
    """What each row of such a queue has; times in microseconds since 1970."""

    @property
    def office(self) -> str:
        """Whose it is."""

    @property
    def reference(self) -> str:
        """Our own id of it."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def tries(self) -> int:
        """How often it was sent, or asked about in vain."""

    @property
    def by_person(self) -> int:
        """1: a person has said that it shall go again."""

    @property
    def sent_at(self) -> int:
        """When it last left; 0 = never."""

    @property
    def asked_at(self) -> int:
        """When it was first wanted."""

    @property
    def next_at(self) -> int:
        """When it is due."""

    @property
    def changed_at(self) -> int:
        """When it last changed."""


Row = TypeVar("Row", bound=Request)


class RequestQueue(Generic[Row]):
    """The rows of one table with the columns of ``Request``, ``subject`` and ``reason``.

    Args:
        table: keyed by office and reference.
        row: column for column as the table has it.
        closed: states in which nobody asks any more, as the table's index of the open ones names them.
        bad: states that are shown to a person.
    """

    def __init__(self, table: sa.Table, row: type[Row], closed: Collection[str], bad: Collection[str]) -> None:
        self._table, self._row, self._bad = table, row, tuple(bad)
        self._open = table.c.state.not_in(literals(closed))

    def put(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Add requests; one that is there stays as it is."""
        put_once(connection, self._table, rows)

    def find(self, connection: sa.Connection, office: str, reference: str) -> Row | None:
        """A request by its reference."""
        row = connection.execute(sa.select(self._table).where(*self._key(office, reference))).one_or_none()
        return None if row is None else self._row(*row)

    def of_reference(self, connection: sa.Connection, reference: str) -> list[Row]:
        """The requests of this reference, of any office."""
        return self._all(connection, self._table.c.reference == reference)

    def of_subject(self, connection: sa.Connection, office: str, subject: str) -> list[Row]:
        """The requests about a subject."""
        return self._all(connection, self._table.c.office == office, self._table.c.subject == subject)

    def due(self, connection: sa.Connection, now: int, most: int) -> list[Row]:
        """The open requests whose time has come, longest waiting first."""
        columns = self._table.c
        found = sa.select(self._table).where(self._open, columns.next_at <= now)
        ordered = found.order_by(columns.next_at, columns.reference).limit(most)
        return [self._row(*row) for row in connection.execute(ordered)]

    def next_due(self, connection: sa.Connection) -> int | None:
        """When the next one is due; None = none is open."""
        found: int | None = connection.execute(sa.select(sa.func.min(self._table.c.next_at)).where(self._open)).scalar()
        return found

    def claim(self, connection: sa.Connection, row: Row, **values: object) -> bool:
        """Change a request that is as it was read; False = somebody else works on it."""
        columns = self._table.c
        same = (
            columns.state == row.state,
            columns.next_at == row.next_at,
            columns.changed_at == row.changed_at,
        )
        key = self._key(row.office, row.reference)
        return connection.execute(sa.update(self._table).where(*key, *same).values(**values)).rowcount == 1

    def change(self, connection: sa.Connection, row: Row, **values: object) -> None:
        """Change a request."""
        connection.execute(sa.update(self._table).where(*self._key(row.office, row.reference)).values(**values))

    def counts(self, connection: sa.Connection, office: str | None = None) -> dict[str, int]:
        """How many requests are in each state."""
        found = sa.select(self._table.c.state, sa.func.count()).group_by(self._table.c.state)
        if office is not None:
            found = found.where(self._table.c.office == office)
        return dict(connection.execute(found).all())

    def open_counts(self, connection: sa.Connection) -> dict[str, int]:
        """How many open requests are in each state: what is done grows for ever and is not looked at."""
        found = sa.select(self._table.c.state, sa.func.count()).where(self._open).group_by(self._table.c.state)
        return dict(connection.execute(found).all())

    def troubled(self, connection: sa.Connection, office: str | None, most: int) -> list[Row]:
        """Requests that a person has to see, or that keep failing, the latest first."""
        columns = self._table.c
        bad = sa.or_(columns.state.in_(self._bad), sa.and_(self._open, columns.reason != ""))
        found = sa.select(self._table).where(bad).order_by(columns.changed_at.desc()).limit(most)
        if office is not None:
            found = found.where(columns.office == office)
        return [self._row(*row) for row in connection.execute(found)]

    def _all(self, connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Row]:
        return [self._row(*row) for row in connection.execute(sa.select(self._table).where(*where))]

    def _key(self, office: str, reference: str) -> tuple[sa.ColumnElement[bool], ...]:
        return (self._table.c.office == office, self._table.c.reference == reference)


class StreamCursor:
    """How far each office's stream was read: a table of ``office`` and ``position``."""

    def __init__(self, table: sa.Table) -> None:
        self._table = table

    def position(self, connection: sa.Connection, office: str) -> int:
        """Position of an office's last event that was read."""
        columns = self._table.c
        return connection.execute(sa.select(columns.position).where(columns.office == office)).scalar() or 0

    def behind(self, connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[str]:
        """Offices of whose streams not all was read, by id; ``where`` restricts the offices."""
        columns = self._table.c
        asked = sa.select(office.c.id).outerjoin(self._table, columns.office == office.c.id).order_by(office.c.id)
        unread = office.c.position > sa.func.coalesce(columns.position, 0)
        return list(connection.execute(asked.where(unread, *where)).scalars())

    def move(self, connection: sa.Connection, office: str, to: int) -> None:
        """Set that position."""
        values = _insert(connection, self._table).values(office=office, position=to)
        connection.execute(values.on_conflict_do_update(index_elements=["office"], set_={"position": to}))


def put_one(connection: sa.Connection, table: sa.Table, row: Struct) -> bool:
    """Add a row; False = its key is there, and it stays as it is."""
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    put = _insert(connection, table).values(values).on_conflict_do_nothing()
    # What comes back tells it on both databases; psycopg counts no rows of an INSERT that SQLAlchemy reads keys from.
    return connection.execute(put.returning(*table.primary_key.columns)).first() is not None


def put_once(connection: sa.Connection, table: sa.Table, rows: Sequence[object]) -> None:
    """Add rows (``Struct``); one whose key is there stays as it is."""
    found = [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows if isinstance(row, Struct)]
    if found:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), found)


def _insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
