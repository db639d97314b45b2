"""Opening the file: every reason not to is a class of its own, and none of them makes a new empty database."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlcipher3 import dbapi2

from models.disk import trouble_of
from models.store.database import CHECKPOINT_PAGES, Database, troubles
from models.store.drives import is_on_network, shared_by
from models.store.migrations import STEPS
from models.store.pages import not_opened
from models.trouble import (
    FileDamaged,
    FileInUse,
    FileMissing,
    FileOnNetwork,
    FileTooNew,
    KeyWrong,
    SQLiteTooOld,
)

APPLICATION_ID = 0x4D43_5541
"""Marks a file as ours ("MCUA")."""

OLDEST_SQLITE = (3, 51, 3)
"""Before it, a WAL reset may lose committed transactions (fixed in 3.51.3)."""

CACHE_KIB = 24_576
"""Decrypted pages kept in memory."""


BeforeMigration = Callable[[Database], None]
"""Told an older file as it stands, before its tables are changed; what it raises refuses the opening."""


def open_database(
    path: Path,
    key: bytes,
    *,
    create: bool = False,
    on_network: Callable[[Path], bool] = is_on_network,
    sqlite: tuple[int, ...] = dbapi2.sqlite_version_info,
    before_migration: BeforeMigration | None = None,
) -> Database:
    """The file, opened, checked and brought up to date.

    Args:
        path: the file; beside it lie its journal and its lock.
        key: 32 random bytes.
        create: make the file when there is none.
        on_network: says whether a path lies on a shared drive.
        sqlite: version of the engine.
        before_migration: called when the tables are about to be changed.

    Raises:
        SQLiteTooOld, FileOnNetwork, FileMissing, FileInUse, KeyWrong, FileTooNew, FileDamaged, DiskFull,
        FolderReadOnly
    """
    if sqlite < OLDEST_SQLITE:
        raise SQLiteTooOld(str(path), ".".join(map(str, sqlite)))
    if on_network(path):
        raise FileOnNetwork(str(path), shared_by(path))
    if not path.exists() and not create:
        raise FileMissing(str(path))
    lock = _lock(path)
    try:
        if not path.exists():
            make_file(path, key)
        return open_file(path, key, lock.release, before_migration)
    except BaseException:
        lock.release()
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else opens this file meanwhile.

    Raises:
        FileInUse, FolderReadOnly
    """
    lock = _lock(path)
    try:
        yield
    finally:
        lock.release()


def _lock(path: Path) -> FileLock:
    """Held as long as the file is open. The system drops it when the process dies, however it dies."""
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise FileInUse(str(path)) from error
    except OSError as error:
        raise trouble_of(path, error) from error
    return lock


def make_file(path: Path, key: bytes) -> None:
    """A new file appears under its name only when it is whole."""
    new = path.with_name(path.name + ".new")
    for leftover in (new, Path(f"{new}-wal"), Path(f"{new}-journal")):
        leftover.unlink(missing_ok=True)
    database = Database(new, _engine(new, key), lambda: None)
    try:
        with database.transaction():
            database.run(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(database)
    finally:
        database.close()
    new.replace(path)
    flush_folder(path.parent)


def flush_folder(path: Path) -> None:
    """A renaming in this folder is on the disk on return (Windows does so by itself)."""
    if sys.platform != "win32":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def open_file(
    path: Path,
    key: bytes,
    release: Callable[[], None] = lambda: None,
    before_migration: BeforeMigration | None = None,
) -> Database:
    """The file, checked and brought up to date, by who holds its lock; ``release`` is called when it is closed."""
    if path.stat().st_size == 0:
        raise FileDamaged(str(path), "empty")
    database = Database(path, _engine(path, key), release)
    try:
        with troubles(path):
            _check_version(database, before_migration)
    except BaseException:
        database.close()
        raise
    return database


def _check_version(database: Database, before_migration: BeforeMigration | None) -> None:
    if database.one("PRAGMA application_id") != APPLICATION_ID:
        raise KeyWrong(str(database.path), "another program's file")
    version = database.one("PRAGMA user_version")
    if version > len(STEPS):
        raise FileTooNew(str(database.path), f"{version} > {len(STEPS)}")
    if version < len(STEPS):
        if before_migration is not None:
            before_migration(database)
        with database.transaction():
            _migrate(database)


def _migrate(database: Database) -> None:
    for step in STEPS[database.one("PRAGMA user_version") :]:
        step(database.run)
    database.run(f"PRAGMA user_version = {len(STEPS)}")


def _engine(path: Path, key: bytes) -> sa.Engine:
    """SQLAlchemy over one sqlcipher3 connection that is set up before anybody sees it."""

    def connect() -> dbapi2.Connection:
        with troubles(path):
            connection = dbapi2.connect(str(path), isolation_level=None, cached_statements=256)
        try:
            _set_up(connection, path, key)
        except BaseException:
            connection.close()
            raise
        return connection

    return sa.create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=sa.StaticPool, isolation_level="AUTOCOMMIT"
    )


def _set_up(connection: dbapi2.Connection, path: Path, key: bytes) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level = NONE")  # our own errors say it; its lines would go to stderr
    run(f"PRAGMA key = \"x'{key.hex()}'\"")
    run("PRAGMA locking_mode = EXCLUSIVE")  # no shared memory file; a foreign tool is kept out as well
    try:
        run("SELECT count(*) FROM sqlite_master")
    except dbapi2.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise not_opened(path, key) from error
        with troubles(path):
            raise
    with troubles(path):
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA recursive_triggers = ON")  # so that REPLACE is a DELETE, which the log refuses
        run("PRAGMA foreign_keys = ON")
        run(f"PRAGMA cache_size = -{CACHE_KIB}")
        run(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        run(f"PRAGMA journal_size_limit = {CHECKPOINT_PAGES * 4096}")
        run("PRAGMA secure_delete = OFF")  # what is freed is encrypted already; zeroing it doubles a rebuild's writing
        run("PRAGMA temp_store = MEMORY")  # nothing of a citizen is ever written in clear
