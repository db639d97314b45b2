"""Opens the file. Each reason it cannot be opened is a class; none creates a new empty database."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlcipher3 import dbapi2

from models.files.disk import on_disk, sync_folder, trouble_of, write_whole
from models.ids import DeviceId
from models.store.file.checking import CheckedFile, check_file, opens, read_only
from models.store.file.database import CHECKPOINT_PAGES, Database, expects_journal, reaches, troubles
from models.store.file.drives import is_on_network, shared_by
from models.store.file.head import CloseState, HeadFile, KnownHead, head_of, missing_in
from models.store.file.journal import journal_of, read_journal
from models.store.file.pages import not_opened
from models.store.migrations import STEPS
from models.trouble import (
    DiskFailing,
    FileDamaged,
    FileInUse,
    FileMissing,
    FileOnNetwork,
    FileTooNew,
    KeyWrong,
    SQLiteTooOld,
    WorkLost,
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
    accept_loss: bool = False,
) -> Database:
    """Open a file, check and migrate it.

    Args:
        path: the file; beside it lie its journal and its lock.
        key: 32 random bytes.
        create: make the file when there is none.
        on_network: says whether a path lies on a shared drive.
        sqlite: version of the engine.
        before_migration: called when the tables are about to be changed.
        accept_loss: open what is left of a file that would raise ``WorkLost``; it raises it again the next time,
            unless ``forget_loss`` follows.

    Raises:
        SQLiteTooOld, FileOnNetwork, FileMissing, FileInUse, KeyWrong, FileTooNew, FileDamaged, WorkLost, DiskFull,
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
            _refuse_strays(path)
            make_file(path, key)
        return open_file(path, key, lock.release, before_migration, accept_loss=accept_loss)
    except BaseException:
        lock.release()
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the file's lock.

    Raises:
        FileInUse, FolderReadOnly
    """
    lock = _lock(path)
    try:
        yield
    finally:
        lock.release()


def _lock(path: Path) -> FileLock:
    """Take the lock, held as long as the file is open. The system releases it when the process dies."""
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise FileInUse(str(path)) from error
    except OSError as error:
        raise trouble_of(path, error) from error
    return lock


def growing(path: Path) -> Path:
    """The path under which a new file is built before it gets its name."""
    return path.with_name(path.name + ".new")


def remove_half(path: Path) -> None:
    """Remove a file left half built by a kill, and SQLite's files beside it.

    Raises:
        DiskFailing, FolderReadOnly
    """
    with on_disk(path):
        for half in (path, growing(path)):
            for leftover in (half, journal_of(half), Path(f"{half}-shm"), Path(f"{half}-journal")):
                leftover.unlink(missing_ok=True)


def make_file(path: Path, key: bytes) -> None:
    """Builds a new file beside its path and renames it when complete: checkpointed and checked."""
    new = growing(path)
    remove_half(new)
    database = Database(new, _engine(new, key), lambda: None)
    try:
        with database.transaction():
            database.run(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(database)
        database.mark_complete()
    finally:
        database.close()
    prove_whole(new, key, DeviceId(0))
    new.replace(path)
    sync_folder(path.parent)


def prove_whole(path: Path, key: bytes, device: DeviceId) -> CheckedFile:
    """Check a file just built and closed: no journal, every page whole, on the disk.

    Raises:
        FileDamaged, DiskFailing: it must not take the place of anything.
    """
    if journal_of(path).exists():
        raise DiskFailing(str(path), "its journal did not come home")
    with on_disk(path), path.open("r+b") as file:
        os.fsync(file.fileno())
    return check_file(path, key, device)


def open_file(
    path: Path,
    key: bytes,
    release: Callable[[], None] = lambda: None,
    before_migration: BeforeMigration | None = None,
    *,
    accept_loss: bool = False,
    alone: bool = False,
) -> Database:
    """As ``open_database``, for a caller that holds the lock.

    Args:
        path: the file.
        key: of it.
        release: called when it is closed.
        before_migration: see ``open_database``.
        accept_loss: likewise.
        alone: it is being built: nothing is remembered beside it.
    """
    if path.stat().st_size == 0:
        raise FileDamaged(str(path), "empty")
    journal, heads = read_journal(journal_of(path)), HeadFile(path, key)
    lacks = missing_in(path, journal, heads.known) or ("other" if _rollback(path) else "")
    if journal.salts and not lacks and not opens(path, key):
        raise not_opened(path, key)  # before SQLite brings the journal home, which it does under any key
    if not journal.salts and not lacks and not alone:
        lacks = _missing_in_file(path, key, heads.known)
    if lacks and not accept_loss:
        raise WorkLost(str(path), lacks)
    if lacks:
        _put_aside(path, lacks)
    database = Database(path, _engine(path, key), release, None if alone else heads)
    try:
        with troubles(path):
            database.read_journal_flag()
            if not lacks and journal.salts and not reaches(database.run, heads.known):
                lacks = "log"
            if lacks:
                _leave_as_it_is(database, lacks, accept_loss=accept_loss)
            _check_version(database, before_migration)
    except BaseException:
        database.close()
        raise
    return database


def _leave_as_it_is(database: Database, lacks: str, *, accept_loss: bool) -> None:
    database.open_despite_loss(lacks)
    _keep_journal(database.path)  # closing brings it home, and a specialist may want to see it
    if not accept_loss:
        raise WorkLost(str(database.path), lacks)


_MAY_BE_HOME = frozenset({CloseState.LEFT, CloseState.OPENING})
"""SQLite may have brought the journal home by itself; in one just being begun there was nothing."""


def _missing_in_file(path: Path, key: bytes, known: KnownHead | None) -> str:
    """What a file without a journal lacks: it must need none, and its log must reach the remembered end."""
    with read_only(path, key) as run:
        if expects_journal(run) and (known is None or known.state not in _MAY_BE_HOME):
            return "missing"
        return "" if reaches(run, known) else "log"


def forget_loss(database: Database, key: bytes) -> None:
    """Accept the loss: the file as it is now counts, and its next opening reports none.

    Args:
        database: opened with ``accept_loss``; closed soon after.
        key: of it.

    Raises:
        FileTrouble: the loss is told again.
    """
    database.mark_complete()
    HeadFile(database.path, key).forget()


def _refuse_strays(path: Path) -> None:
    """Refuse to create a file where a journal or head of another lies: that file was moved or removed."""
    strays = journal_of(path), head_of(path), _rollback_of(path)
    if any(stray.exists() and stray.stat().st_size for stray in strays):
        raise WorkLost(str(path), "file")


def _put_aside(path: Path, missing: str) -> None:
    """Keep a copy of the journal, and move what does not belong to the file out of SQLite's way."""
    with on_disk(path):
        _keep_journal(path)
        if missing == "other":
            journal_of(path).unlink(missing_ok=True)
        if (stray := _rollback(path)) is not None:
            stray.replace(_kept_as(stray, stray.read_bytes()))
        sync_folder(path.parent)


def _keep_journal(path: Path) -> None:
    """A copy of the journal that nobody ever removes."""
    journal = journal_of(path)
    with on_disk(journal):
        content = journal.read_bytes() if journal.exists() else b""
    if content and not (kept := _kept_as(journal, content)).exists():
        write_whole(kept, content)


def _kept_as(file: Path, content: bytes) -> Path:
    return file.with_name(f"{file.name}.kept-{sha256(content).hexdigest()[:12]}")


def _rollback_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _rollback(path: Path) -> Path | None:
    """The path of a rollback journal, which our files never have: SQLite would change the file by it."""
    stray = _rollback_of(path)
    return stray if stray.exists() and stray.stat().st_size else None


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
    """SQLAlchemy over one sqlcipher3 connection, configured before use."""

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
