"""Small things of this PC that are no part of what happened, each a body under a key."""

from collections.abc import Callable

from models.store.file.database import Database


class KeyValues:
    """Bodies by key in one table; each saving is on the disk when it returns."""

    def __init__(self, database: Database, table: str) -> None:
        self._database = database
        self._put = f"INSERT OR REPLACE INTO {table} (key, body) VALUES (?, ?)"  # noqa: S608 - a table of ours
        self._get = f"SELECT body FROM {table} WHERE key = ?"  # noqa: S608 - likewise
        self._drop = f"DELETE FROM {table} WHERE key = ?"  # noqa: S608 - likewise
        self._all = f"SELECT key, body FROM {table} ORDER BY key"  # noqa: S608 - likewise
        self._keys = f"SELECT key FROM {table} ORDER BY key"  # noqa: S608 - likewise

    def save(self, key: str, body: bytes, *, beside: Callable[[], object] | None = None) -> None:
        """Store a value in place of the last one."""
        with self._database.transaction():
            self._database.run(self._put, (key, body))
            if beside is not None:
                beside()

    def load(self, key: str) -> bytes | None:
        """The stored value, or None."""
        with self._database.reading():
            body: bytes | None = self._database.one(self._get, key)
            return body

    def put(self, key: str, body: bytes) -> None:
        """Store a value within an open transaction; see ``Log.record``."""
        self._database.run(self._put, (key, body))

    def forget(self, key: str) -> None:
        """Remove a value within an open transaction."""
        self._database.run(self._drop, (key,))

    def drop(self, key: str, *, beside: Callable[[], object] | None = None) -> None:
        """Remove a value, if there is one."""
        with self._database.transaction():
            self._database.run(self._drop, (key,))
            if beside is not None:
                beside()

    def all(self) -> list[tuple[str, bytes]]:
        """All values by key."""
        with self._database.reading():
            return [(key, body) for key, body in self._database.run(self._all)]

    def keys(self) -> list[str]:
        """All keys."""
        with self._database.reading():
            return [row[0] for row in self._database.run(self._keys)]
