"""``open`` and transactions of the hub's database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Protocol, Self

import psycopg
import sqlalchemy as sa

from sync.hub.logs import bug, logger
from sync.hub.store import migrations
from sync.hub.store.embedded import Embedded
from sync.hub.store.failing import AddressWrong
from sync.hub.store.postgres import Postgres
from sync.hub.store.procedure_codes import ProcedureCodes
from sync.hub.store.tables import PARTITIONS

Told = Callable[[str], None]
"""Called with the id of an office that has news; with an empty one when news of any office may have been missed."""

Writing = sa.Connection
Reading = sa.Connection


class _Engine(Protocol):
    """What differs between the two databases."""

    def writing(self) -> AbstractContextManager[sa.Connection]: ...
    def reading(self) -> AbstractContextManager[sa.Connection]: ...
    def non_durable(self) -> AbstractContextManager[sa.Connection]: ...
    def autocommit(self) -> AbstractContextManager[sa.Connection]: ...
    def lookup(self) -> AbstractContextManager[sa.Connection]: ...
    def lock_schema(self, connection: sa.Connection) -> None: ...
    def life(self, connection: sa.Connection) -> str: ...
    def tell(self, office: str) -> None: ...
    def listen(self, told: Told) -> Callable[[], None]: ...
    def close(self) -> None: ...


class HubStore:
    """The database of the hub, for any number of threads; transactions are never nested in one thread.

    Every call may raise:
        HubStoreFailing: disk full, database away or busy; the same later may succeed.

    Attributes:
        procedures: codes of the procedures an office knows, as far as they are kept; filled by those who read editions.
        swept_at: when this worker last removed requests too old to come again.
    """

    def __init__(self, engine: _Engine, partitions: int) -> None:
        self._engine = engine
        self._partitions = partitions
        self.swept_at: datetime | None = None
        self.procedures = ProcedureCodes()

    @classmethod
    def open(cls, url: str, *, key: bytes | None = None, pool: int = 8, partitions: int = PARTITIONS) -> Self:
        """Connect to a database; nothing is created yet (see ``prepare``).

        Args:
            url: "postgresql+psycopg://…", or "sqlite:////path" for an encrypted file of this machine.
            key: 32 bytes, for the file.
            pool: connections of this process to PostgreSQL.
            partitions: of the event table, when PostgreSQL makes it.

        Raises:
            HubStoreFailing: the file cannot be opened with this key. PostgreSQL is first asked in ``prepare``.
            AddressWrong: it is no address, or of another kind of database.
            ValueError: no key.
        """
        try:
            parsed = sa.make_url(url)
            if parsed.get_backend_name() == "postgresql":
                return cls(Postgres(parsed, pool), partitions)
        except (sa.exc.ArgumentError, ValueError) as wrong:  # its text may quote the address, and so a password
            raise AddressWrong("no address") from wrong
        if parsed.get_backend_name() != "sqlite" or not parsed.database:
            raise AddressWrong(parsed.drivername)
        if key is None or len(key) != 32:
            raise ValueError("the file needs a key of 32 bytes")
        return cls(Embedded(parsed.database, key), partitions)

    def prepare(self) -> None:
        """Create missing tables and migrate older ones. Any number of workers may call it at once.

        Raises:
            HubStoreTooNew: made by a newer version.
            AddressWrong: the driver does not know an option of it.
        """
        try:
            with self._engine.writing() as connection:
                self._engine.lock_schema(connection)
                migrations.bring_up_to_date(connection, self._partitions)
        except sa.exc.ProgrammingError as wrong:
            if not isinstance(wrong.orig, psycopg.Error) or wrong.orig.sqlstate is not None:  # the server was reached
                raise
            raise AddressWrong("options") from wrong

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction; durable when the block ends, rolled back on an error."""
        with self._engine.writing() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Several queries over one consistent snapshot."""
        with self._engine.reading() as connection:
            yield connection

    @contextmanager
    def autocommit(self) -> Iterator[Reading]:
        """A single query over what is committed, without the cost of a transaction."""
        with self._engine.autocommit() as connection:
            yield connection

    @contextmanager
    def lookup(self) -> Iterator[Reading]:
        """As ``autocommit``, for one of the few queries that every request asks, by keys alone: planned once."""
        with self._engine.lookup() as connection:
            yield connection

    @contextmanager
    def non_durable(self) -> Iterator[Writing]:
        """A transaction that may be lost in a crash without harm: PostgreSQL does not wait for the disk."""
        with self._engine.non_durable() as connection:
            yield connection

    def life(self, writing: Writing) -> str:
        """Identifies this incarnation of the database: changes with a restore, where the database can tell.

        PostgreSQL: cluster, timeline and database; a standby that took over begins another life, which does no harm.
        The file: its place on the disk, which a copy put back over it keeps.
        """
        return self._engine.life(writing)

    def tell(self, office: str) -> None:
        """Notify the listeners of every worker that an office has news. Call after the commit.

        PostgreSQL commits one notification at a time, cluster-wide; apart from the transaction that wrote, this
        never holds that lock while a disk or a standby is waited for. Where somebody listens in this process, the
        listening thread sends it, so that no desk waits for it. A worker that dies in between delays the news until
        the desk's next question, half a minute at most.
        """
        self._engine.tell(office)

    def listen(self, told: Told) -> Callable[[], None]:
        """Register a listener, called in a thread of the store with each office that has news; returns its removal.

        An error of one listener is logged, and neither deafens the others nor fails who wrote.
        """

        def heard(office: str) -> None:
            try:
                told(office)
            except Exception as wrong:  # noqa: BLE001 - see above
                logger().error("bug", path="news", **bug(wrong))

        return self._engine.listen(heard)

    def close(self) -> None:
        """Close all connections."""
        self._engine.close()
