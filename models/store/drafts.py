"""Half-filled forms, kept field by field. Local to this PC and no part of what happened."""

from models.store.database import Database


class Drafts:
    """Bodies by key; each saving is on the disk when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, key: str, body: bytes) -> None:
        """Keep this body in place of the last one."""
        with self._database.transaction():
            self._database.run("INSERT OR REPLACE INTO draft (key, body) VALUES (?, ?)", (key, body))

    def load(self, key: str) -> bytes | None:
        """The last body saved, or None."""
        with self._database.reading():
            body: bytes | None = self._database.one("SELECT body FROM draft WHERE key = ?", key)
            return body

    def drop(self, key: str) -> None:
        """Forget it; nothing happens when there is none."""
        with self._database.transaction():
            self._database.run("DELETE FROM draft WHERE key = ?", (key,))

    def keys(self) -> list[str]:
        """The keys of all drafts."""
        with self._database.reading():
            return [row[0] for row in self._database.run("SELECT key FROM draft ORDER BY key")]
