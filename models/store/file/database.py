"""One connection to one encrypted file: statements, transactions, and SQLite's errors as ours.

All calls, opening included, belong to one thread; sqlcipher3 refuses any other.
"""

import os
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from models.files.disk import on_disk
from models.ids import NO_DIGEST, SEQ_BITS, DeviceId, Digest
from models.store.file.head import CloseState, HeadFile, KnownHead
from models.store.file.journal import NO_SEAL, journal_of, seal_at
from models.store.file.pages import Reader
from models.store.file.snapshot import Snapshot, open_read_only, read_at
from models.trouble import DiskFailing, DiskFull, FileDamaged, FileInUse, FileTrouble, FolderReadOnly

_DIALECT = pysqlite.dialect(paramstyle="qmark")

CHECKPOINT_PAGES = 8_000
"""The journal goes home at 32 MB, so that the pause falls on fewer than one intake in five hundred."""

_HEAD = "SELECT place, digest FROM event WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1"
_HAS_META = "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"
_JOURNAL = "SELECT value FROM meta WHERE name = 'journal'"
_SAY_JOURNAL = "INSERT OR REPLACE INTO meta (name, value) VALUES ('journal', ?)"
_OPEN, _HOME = "open", "home"
"""What the main file says of itself: a journal belongs to it, or everything is in it. A file that says ``open`` and
has no journal has lost it; one that says nothing is of a version before."""

Values = Sequence[Any]
"""What stands for the question marks of a statement."""


@lru_cache(maxsize=512)
def created(thing: sa.Table | sa.Index) -> str:
    """The statement that makes a table (without its indexes) or an index, compiled once."""
    create = CreateTable(thing) if isinstance(thing, sa.Table) else CreateIndex(thing)
    return str(create.compile(dialect=_DIALECT))


@lru_cache(maxsize=512)
def insert_into(table: sa.Table, *, replace: bool = False) -> str:
    """The INSERT statement for one row, with ``?`` for all columns in the table's order, compiled once."""
    statement = sa.insert(table)
    return str((statement.prefix_with("OR REPLACE") if replace else statement).compile(dialect=_DIALECT))


def expects_journal(run: Callable[..., Any]) -> bool:
    """Whether this file, through any function that runs statements on it, says that it needs its journal."""
    return bool(run(_HAS_META).fetchone()[0]) and run(_JOURNAL).fetchone() == (_OPEN,)


def reaches(run: Callable[..., Any], known: KnownHead | None) -> bool:
    """Whether the last remembered event is in the log."""
    if known is None or not known.seq:
        return True
    place = known.device << SEQ_BITS | known.seq
    return bool(run("SELECT digest FROM event WHERE place = ?", (place,)).fetchone() == (known.digest,))


class Database:
    """The open file.

    Attributes:
        path: where it lies.
        is_open: until ``close``.
        journal_expected: the main file says that a journal belongs to it; see ``read_journal_flag``.
        lost: what it lacks, where it was opened all the same (see ``open_despite_loss``); empty = nothing.
        remembered: how far it had got then; None = nobody knows.
        run: executes one statement text with values; a bare cursor method, because the hot path runs it per page.
    """

    def __init__(
        self, path: Path, engine: sa.Engine, release: Callable[[], None], heads: HeadFile | None = None
    ) -> None:
        """Connect.

        Args:
            path: the file.
            engine: gives the one connection.
            release: called when it is closed.
            heads: where it is remembered how far the file has got; None = nobody asks later: it is being built, or
                what was lost of it is known.
        """
        self.path = path
        self.is_open = True
        self.engine = engine
        self._release = release
        self._heads = heads
        self._at: tuple[DeviceId, int, Digest] | None = None
        self._eyes: int | None = None
        self._journal_eyes: int | None = None
        self.journal_expected = False
        self.lost = ""
        self.remembered: KnownHead | None = None
        self._held: set[Snapshot] = set()
        self._core = engine.connect()
        driver = self._core.connection.driver_connection
        if driver is None:
            raise FileDamaged(str(path), "no connection")
        self._driver: Any = driver
        self.run: Callable[..., Any] = driver.execute
        self.run_many: Callable[[str, Iterable[Values]], Any] = driver.executemany
        self._left = weakref.finalize(self, heads.leave) if heads is not None else None

    def one(self, statement: str, *values: object) -> Any:  # noqa: ANN401  # whatever the column holds
        """The first column of the first row, or None."""
        row = self.run(statement, values).fetchone()
        return None if row is None else row[0]

    def write_unsynced(self) -> None:
        """From now on a commit does not wait for the disk, so that a power cut may damage the file."""
        self.run("PRAGMA synchronous = OFF")

    @contextmanager
    def larger_cache(self, kib: int) -> Iterator[None]:
        """Keep so many KiB of decrypted pages at most, for what reads the same ones many times."""
        usual = self.one("PRAGMA cache_size")
        self.run(f"PRAGMA cache_size = -{kib}")
        try:
            yield
        finally:
            self.run(f"PRAGMA cache_size = {usual}")
            self.run("PRAGMA shrink_memory")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. On leaving it is on the disk; on any error it is rolled back.

        Within another it is part of that one, which any error must leave.
        """
        if self._driver.in_transaction:
            yield
            return
        with troubles(self.path):
            self._begin_journal()
            with self._all_or_nothing():
                yield

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        at = self._at
        try:
            self.run("BEGIN IMMEDIATE")  # within: a stop from outside may come right behind it
            yield
            self.run("COMMIT")
        except BaseException:
            self._at = at
            if self._driver.in_transaction:
                self.run("ROLLBACK")
            raise
        self._remember()

    def read_journal_flag(self) -> None:
        """Read from the file whether it needs its journal."""
        self.journal_expected = expects_journal(self.run)

    def reached(self, device: DeviceId, seq: int, digest: Digest) -> None:
        """Note the last link of this machine's own chain, stored with the current commit, else with the next one."""
        self._at = device, seq, digest

    def _remember(self) -> None:
        """Write the head file. The commit stands, whether or not this succeeds."""
        if self._heads is not None:
            with suppress(OSError):  # it lags behind then, which the next commit makes good
                self._heads.write(self._head())

    def _head(self) -> KnownHead:
        if self._journal_eyes is None:
            self._journal_eyes = open_read_only(journal_of(self.path))
        frames = self.run("PRAGMA wal_checkpoint(NOOP)").fetchone()[1]
        return replace(self._link(CloseState.OPEN), frames=frames, seal=seal_at(self._journal_eyes, frames))

    def _link(self, state: CloseState) -> KnownHead:
        """The last link of the machine's chain: noted since opening, else as remembered."""
        if self._at is not None:
            device, seq, digest = self._at
            return KnownHead(state=state, device=device, seq=seq, digest=digest)
        known = self._heads.known if self._heads is not None else None
        return KnownHead(state=state) if known is None else replace(known, state=state, frames=0, seal=NO_SEAL)

    def _begin_journal(self) -> None:
        """Before the first commit: marks the main file as needing its journal."""
        if self._heads is None or self.journal_expected or not self.one(_HAS_META):
            return
        self._heads.settle(self._link(CloseState.OPENING))
        with self._all_or_nothing():
            self.run(_SAY_JOURNAL, (_OPEN,))
        with on_disk(self.path):
            self._heads.settle(self._head())
        self._checkpoint("RESTART")
        self.journal_expected = True

    def mark_complete(self) -> None:
        """Checkpoint the WAL and mark the main file as complete; losses are accepted.

        Raises:
            DiskFull, DiskFailing: the journal holds what it held, and still belongs to the file.
        """
        with troubles(self.path):
            self.checkpoint()
            if self.one(_HAS_META) and self.one(_JOURNAL) == _OPEN:
                # The journal is emptied only after the main file has stopped to expect one.
                with self._all_or_nothing():
                    self.run(_SAY_JOURNAL, (_HOME,))
            self._checkpoint("TRUNCATE")
        self.journal_expected = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries over one consistent state (always so, as there is one connection)."""
        with troubles(self.path):
            yield

    def take_snapshot(self, device: DeviceId) -> Snapshot:
        """Checkpoint the WAL, and keep the main file unchanged until ``release_snapshot``: writes go to the WAL only.

        Args:
            device: whose last link is told with it; 0 = nobody's.
        """
        with troubles(self.path):
            if not self._held:
                self._begin_journal()
                self._stand_still()
            seq, digest = self.last_link(device)
        held = Snapshot(self.path, self._descriptor(), device, seq, digest)
        self._held.add(held)
        return held

    def reader(self) -> Reader:
        """Reads the main file as it lies on the disk, in any thread, until the database is closed."""
        return partial(read_at, self._descriptor())

    def _descriptor(self) -> int:
        """Of the main file, open as long as the database: see ``models.store.file.snapshot``."""
        if self._eyes is None:
            self._eyes = open_read_only(self.path)
        return self._eyes

    def release_snapshot(self, held: Snapshot) -> None:
        """Release this holder's snapshot. Idempotent, also after closing."""
        if held in self._held:
            self._held.discard(held)
            if not self._held:
                with troubles(self.path):
                    self.run(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

    def _stand_still(self) -> None:
        """Checkpoint, and mark the main file as needing no journal, so that a copy of it is complete."""
        expected = self.journal_expected
        self.checkpoint()
        if expected:
            with self._all_or_nothing():
                self.run(_SAY_JOURNAL, (_HOME,))
            self.checkpoint()
        self.run("PRAGMA wal_autocheckpoint = 0")
        if expected:
            with self._all_or_nothing():
                self.run(_SAY_JOURNAL, (_OPEN,))

    def last_link(self, device: DeviceId) -> tuple[int, Digest]:
        """Number and digest of a device's last event; 0 and zeros = none."""
        row = self.run(_HEAD, (device << SEQ_BITS, (device + 1 << SEQ_BITS) - 1)).fetchone()
        return (row[0] & ((1 << SEQ_BITS) - 1), Digest(row[1])) if row else (0, NO_DIGEST)

    def checkpoint(self) -> None:
        """Checkpoint the WAL into the main file, which is on the disk on return.

        The journal stays as long as the main file expects one: an empty one would look as if it had been cut.

        Raises:
            FileInUse, DiskFull, DiskFailing: it is still in the journal.
        """
        self._checkpoint("RESTART" if self.journal_expected else "TRUNCATE")

    def _checkpoint(self, kind: str) -> None:
        busy, frames, home = self.run(f"PRAGMA wal_checkpoint({kind})").fetchone()
        if busy:
            raise FileInUse(str(self.path), "wal_checkpoint")
        if frames != home:
            raise DiskFailing(str(self.path), f"wal_checkpoint: {home} of {frames}")

    def copy_pages(self, to: Any, on_progress: Callable[[int, int], None] | None = None) -> None:  # noqa: ANN401  # a connection of the driver
        """Copy every page, decrypted, into another open connection, which may have another key.

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
        """Checkpoint the WAL and close the file; it may be opened again afterwards.

        What cannot be brought home (a full disk) stays in the journal, whole, and is read at the next opening. Who
        needs the main file alone calls ``mark_complete`` before.
        """
        if not self.is_open:
            return
        self.is_open = False
        for held in self._held:
            held.break_off()
        self._held.clear()
        is_home = False
        try:
            if self._heads is not None:
                with suppress(FileTrouble):
                    self.mark_complete()
                    is_home = True
            self._close_driver()
            if is_home and self._heads is not None:
                with suppress(OSError):  # the file says the same of itself
                    self._heads.write(self._link(CloseState.CLOSED))
            elif self._left is not None:
                self._left()  # an answer not read to its end was in the way: with the connection SQLite has done it
        except BaseException:  # also a stop from outside: SQLite brings the journal home when the process ends
            if self._left is not None:
                self._left()
            raise
        finally:
            if self._left is not None and self._heads is not None:
                self._left.detach()
                self._heads.close()
            if self._eyes is not None:
                os.close(self._eyes)
                self._eyes = None
            self._release()

    def open_despite_loss(self, lost: str) -> None:
        """Open despite lost events: the record of them is kept, so that the loss is reported again.

        Args:
            lost: what is missing, as ``WorkLost`` has it.
        """
        self.lost = lost
        self.remembered = self._heads.known if self._heads is not None else None
        if self._left is not None and self._heads is not None:
            self._left.detach()
            self._heads.close()
        self._left = self._heads = None

    def _close_driver(self) -> None:
        if self._journal_eyes is not None:
            os.close(self._journal_eyes)  # before SQLite removes the journal, which Windows refuses while it is open
            self._journal_eyes = None
        with troubles(self.path):
            self._core.close()
            self.engine.dispose()
            self._driver.close()


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Converts errors of SQLite into trouble a person can act on; others pass unchanged."""
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
