"""One connection to one encrypted file: statements, transactions, and what SQLite's complaints mean.

All calls, opening included, belong to one thread; sqlcipher3 refuses any other.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import pysqlite
from sqlcipher3 import dbapi2

from models.ids import NO_DIGEST, DeviceId, Digest
from models.store.held import Held, open_eyes
from models.trouble import DiskFailing, DiskFull, FileDamaged, FileInUse, FileTrouble, FolderReadOnly

_DIALECT = pysqlite.dialect(paramstyle="qmark")

CHECKPOINT_PAGES = 8_000
"""The journal goes home at 32 MB, so that the pause falls on fewer than one intake in five hundred."""

_HEAD = "SELECT place, digest FROM event WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1"
_SEQ_BITS = 40

Values = Sequence[Any]
"""What stands for the question marks of a statement."""


@cache
def sql(statement: sa.ClauseElement) -> str:
    """A Core statement as text with ``?`` in the order of its columns; compiled once, run a million times."""
    return str(statement.compile(dialect=_DIALECT))


def insert_into(table: sa.Table, *, replace: bool = False) -> str:
    """The statement that adds one row with all columns in the table's order."""
    statement = sa.insert(table)
    return sql(statement.prefix_with("OR REPLACE") if replace else statement)


class Database:
    """The open file.

    Attributes:
        path: where it lies.
        is_open: until ``close``.
        run: executes one statement text with values; a bare cursor method, because the hot path runs it per page.
    """

    def __init__(self, path: Path, engine: sa.Engine, release: Callable[[], None]) -> None:
        self.path = path
        self.is_open = True
        self.engine = engine
        self._release = release
        self._eyes: int | None = None
        self._held: set[Held] = set()
        self._core = engine.connect()
        driver = self._core.connection.driver_connection
        if driver is None:
            raise FileDamaged(str(path), "no connection")
        self._driver: Any = driver
        self.run: Callable[..., Any] = driver.execute
        self.run_many: Callable[[str, Iterable[Values]], Any] = driver.executemany

    def select(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """All rows of a Core query (lists of the screen: short, composed)."""
        return self._core.execute(statement).fetchall()

    def one(self, statement: str, *values: object) -> Any:  # noqa: ANN401  # whatever the column holds
        """The first column of the first row, or None."""
        row = self.run(statement, values).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. On leaving, what was written is on the disk; on any error nothing of it is."""
        with troubles(self.path):
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if self._driver.in_transaction:
                    self.run("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries over one unchanging state (there is one connection, so that is any time)."""
        with troubles(self.path):
            yield

    def hold(self, device: DeviceId) -> Held:
        """Bring the journal home, and leave the main file as it is until ``let_go``: what is written stays beside it.

        Args:
            device: whose last link is told with it; 0 = nobody's.
        """
        with troubles(self.path):
            if not self._held:
                self.bring_home()
                self.run("PRAGMA wal_autocheckpoint = 0")
            if self._eyes is None:
                self._eyes = open_eyes(self.path)
            row = self.run(_HEAD, (device << _SEQ_BITS, (device + 1 << _SEQ_BITS) - 1)).fetchone()
        seq, digest = (row[0] & ((1 << _SEQ_BITS) - 1), Digest(row[1])) if row else (0, NO_DIGEST)
        held = Held(self.path, self._eyes, device, seq, digest)
        self._held.add(held)
        return held

    def let_go(self, held: Held) -> None:
        """It need not stand still any more for this holder. Letting go twice, or after closing, is nothing."""
        if held in self._held:
            self._held.discard(held)
            if not self._held:
                with troubles(self.path):
                    self.run(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

    def bring_home(self) -> None:
        """Everything from the journal into the main file."""
        busy = self.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise FileInUse(str(self.path), "wal_checkpoint")

    def copy_pages(self, to: Any, on_progress: Callable[[int, int], None] | None = None) -> None:  # noqa: ANN401  # a connection of the driver
        """Every page, as it reads, into another open file of the driver, which may have another key.

        Args:
            to: its connection.
            on_progress: told ``(pages done, pages in all)``.
        """

        def told(_: int, remaining: int, total: int) -> None:
            if on_progress is not None:
                on_progress(total - remaining, total)

        with troubles(self.path):
            self._driver.backup(to, pages=4_096, progress=told)

    def close(self) -> None:
        """Bring the journal home and let the file go; it may be opened again afterwards."""
        self.is_open = False
        for held in self._held:
            held.break_off()
        self._held.clear()
        try:
            with troubles(self.path):
                self._core.close()
                self.engine.dispose()
                self._driver.close()
        finally:
            if self._eyes is not None:
                os.close(self._eyes)
                self._eyes = None
            self._release()


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Errors of SQLite as the reasons a person can do something about. What has no such reason stays as it is."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        found = trouble_of(path, error.orig)
        if found is None:
            raise
        raise found from error
    except dbapi2.Error as error:
        found = trouble_of(path, error)
        if found is None:
            raise
        raise found from error


_READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_UNNAMED = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "unable to open database file": "SQLITE_CANTOPEN",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "database is locked": "SQLITE_BUSY",
}
"""SQLite's own words for its errors, for where the driver gives nothing else: at the end of a copying of pages."""


def trouble_of(path: Path, error: BaseException | None) -> FileTrouble | None:
    """The trouble an error of SQLite stands for; None when it is a bug of ours (syntax, constraint, misuse)."""
    name = str(getattr(error, "sqlite_errorname", None) or _UNNAMED.get(str(error), ""))
    where, detail = str(path), f"{name}: {error}"
    if name.startswith("SQLITE_FULL"):
        return DiskFull(where, detail)
    if name.startswith("SQLITE_IOERR"):
        return DiskFailing(where, detail)
    if name.startswith(_READ_ONLY):
        return FolderReadOnly(where, detail)
    if name.startswith(_DAMAGED):
        return FileDamaged(where, detail)
    if name.startswith(_IN_USE):
        return FileInUse(where, detail)
    return None
