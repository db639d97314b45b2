"""The database as one encrypted SQLite file: for training, and for a small province without a database server.

One connection behind a lock serves all threads. The file is not locked exclusively, so that the administrator's
commands work beside the running hub; hence SQLite's shared-memory WAL, and a local disk only.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from sync.hub.store.failing import Failing, HubStoreFailing, failing, reason_of

OLDEST_SQLITE = (3, 51, 3)
"""Before it, a WAL reset may lose committed transactions (fixed in 3.51.3)."""

WAITS = 10.0
"""Seconds to wait for another process's transaction."""


class Embedded:
    """The encrypted file. Notifications stay within this process."""

    def __init__(self, path: str, key: bytes) -> None:
        if dbapi2.sqlite_version_info < OLDEST_SQLITE:
            raise HubStoreFailing(f"SQLite {dbapi2.sqlite_version}")
        self._path = Path(path)
        self._key = key
        self._lock = Lock()
        self._listeners: dict[object, Callable[[str], None]] = {}
        # The driver's own transactions are switched off: BEGIN and COMMIT stand below, where they are seen.
        self._engine = sa.create_engine(
            "sqlite://",
            module=dbapi2,
            creator=self._connect,
            poolclass=sa.StaticPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )
        with failing(), self._engine.connect():
            pass

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """One transaction; on the disk when the block ends."""
        return self._transaction("BEGIN IMMEDIATE")

    def non_durable(self) -> AbstractContextManager[sa.Connection]:
        """As ``writing``: a local file is fast enough."""
        return self._transaction("BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Queries over one consistent snapshot."""
        return self._transaction("BEGIN")

    autocommit = lookup = reading

    def life(self, connection: sa.Connection) -> str:
        """The file's path."""
        del connection
        with failing():
            return str(self._path.stat().st_ino)

    def lock_schema(self, connection: sa.Connection) -> None:
        """Does nothing: there is one writer at a time."""

    def tell(self, office: str) -> None:
        """Notify the listeners of this process."""
        for told in tuple(self._listeners.values()):
            told(office)

    def listen(self, told: Callable[[str], None]) -> Callable[[], None]:
        """Register a listener; called in the notifying thread."""
        mark = object()
        self._listeners[mark] = told

        def stop() -> None:
            self._listeners.pop(mark, None)

        return stop

    def close(self) -> None:
        """Checkpoint the WAL and close the file."""
        with self._lock:
            self._engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        with self._lock, failing(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(begin)
            try:
                yield connection
                driver.execute("COMMIT")
            except BaseException:
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
                raise

    def _connect(self) -> dbapi2.Connection:
        # Each call holds the lock, so one connection may wander between threads.
        connection = dbapi2.connect(
            str(self._path), isolation_level=None, cached_statements=256, check_same_thread=False, timeout=WAITS
        )
        try:
            run = connection.execute
            run("PRAGMA cipher_log_level = NONE")  # our own errors say it; its lines would go to stderr
            run(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            run("SELECT count(*) FROM sqlite_master")
            run("PRAGMA journal_mode = WAL")
            run("PRAGMA synchronous = FULL")
            run("PRAGMA cache_size = -24576")
            run("PRAGMA temp_store = MEMORY")  # nothing of a citizen is ever written in clear
        except dbapi2.DatabaseError as error:
            connection.close()
            raise HubStoreFailing(f"{self._path.name}: {error}", reason_of(error) or Failing.AWAY) from error
        return connection
