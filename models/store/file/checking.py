"""Integrity check of a database file that nobody writes to: every page, and its contents."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from msgspec import Struct
from sqlcipher3 import dbapi2

from models.calendar.clock import instant
from models.files.disk import on_disk
from models.ids import HIGHEST_SEQ, NO_DIGEST, DeviceId, Digest, FileDigest
from models.store.codec import place_of
from models.store.file.database import troubles
from models.store.file.pages import Reader, not_opened, passed_over, reader_of
from models.store.named import named_files
from models.trouble import CutOff, FileDamaged, KeyWrong

_LAST = "SELECT place, digest, at FROM event WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1"
_STEPS = 500_000
"""Of SQLite's machine between two questions whether to stop."""


class CheckedFile(Struct, frozen=True, kw_only=True):
    """The contents of a file whose pages are all whole.

    Attributes:
        device: whose chain is told.
        seq, digest: its last link.
        last_at: the latest event of that device; None = it has none.
        events, dossiers: how many there are of everybody.
        version: number of the file's tables.
        files: the scanned files that this device's dossiers name.
    """

    device: DeviceId
    seq: int
    digest: Digest
    last_at: datetime | None
    events: int
    dossiers: int
    version: int
    files: frozenset[FileDigest]


def check_file(
    path: Path,
    key: bytes,
    device: DeviceId,
    *,
    stop: Callable[[], bool] = lambda: False,
    read: Reader | None = None,
) -> CheckedFile:
    """Check a whole file that nobody writes to: a backup, or the desk's own as a snapshot. Any thread.

    SQLite asks how its pages fit each other in this thread, and SQLCipher proves each page that it reads for that; the
    pages that are not read then are proven, and the contents read, in another one meanwhile.

    Args:
        path: the file; its journal is not looked at.
        key: of it.
        device: whose chain is wanted.
        stop: asked now and then.
        read: reads the file where this process has it open; None = it has not.

    Raises:
        KeyWrong: the key does not open it.
        FileDamaged: a page is not what was written, or the pages do not fit each other.
        CutOff: ``stop`` said so.
        DiskFailing
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="check-file") as beside:
        others = beside.submit(_check_passed_over, path, key, stop, read)
        contents = beside.submit(_contents, path, key, device, stop)
        try:
            _check_tables(path, key, stop)
            others.result()
        except FileDamaged:
            _check_pages(path, key, stop)  # which page is not what was written says more than what SQLite makes of it
            raise
        return contents.result()


def _check_passed_over(path: Path, key: bytes, stop: Callable[[], bool], read: Reader | None) -> None:
    """The pages that SQLite does not read when it checks all tables."""
    with ExitStack() as opened, on_disk(path):
        read = read or opened.enter_context(reader_of(path))
        wrong = next(passed_over(read, path.stat().st_size, key, stop), None)
    if wrong is not None:
        raise FileDamaged(str(path), f"page {wrong}")
    if stop():
        raise CutOff(str(path))


def _check_pages(path: Path, key: bytes, stop: Callable[[], bool]) -> None:
    """Every page against its HMAC, unused ones too."""
    with read_only(path, key, stop) as run:
        wrong = run("PRAGMA cipher_integrity_check").fetchall()
    if wrong:
        raise FileDamaged(str(path), str(wrong[0][0]))
    if stop():
        raise CutOff(str(path))


def _check_tables(path: Path, key: bytes, stop: Callable[[], bool]) -> None:
    with read_only(path, key, stop) as run:
        said = run("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise FileDamaged(str(path), str(said))


def _contents(path: Path, key: bytes, device: DeviceId, stop: Callable[[], bool]) -> CheckedFile:
    with read_only(path, key, stop) as run:
        last = run(_LAST, (place_of(device, 0), place_of(device, HIGHEST_SEQ))).fetchone()
        kept = run("SELECT count(*) FROM sqlite_master WHERE name IN ('dossier', 'fresh')").fetchone()[0]
        dossiers = 0
        if kept == len(("dossier", "fresh")):
            dossiers = run("SELECT (SELECT count(*) FROM dossier) + (SELECT count(*) FROM fresh)").fetchone()[0]
        return CheckedFile(
            device=device,
            seq=last[0] & HIGHEST_SEQ if last else 0,
            digest=Digest(last[1]) if last else NO_DIGEST,
            last_at=instant(last[2]) if last else None,
            events=run("SELECT count(*) FROM event").fetchone()[0],
            dossiers=dossiers,
            version=run("PRAGMA user_version").fetchone()[0],
            files=frozenset(named_files(run, device)),
        )


def opens(path: Path, key: bytes) -> bool:
    """Whether the key opens the file, judged by its first page.

    Raises:
        FileDamaged: the first page itself is damaged.
        DiskFailing
    """
    try:
        with read_only(path, key):
            return True
    except KeyWrong:
        return False
    except FileDamaged as damaged:
        if damaged.detail.startswith("SQLITE_CORRUPT"):
            return True  # SQLite has read it and misses others: half of a journal may have come home
        raise


def value_in(path: Path, key: bytes, name: str) -> bytes | None:
    """The maintenance value under this name in a file nobody writes to, see ``Store.key_values``.

    Raises:
        KeyWrong, FileDamaged, DiskFailing
    """
    with read_only(path, key) as run:
        if not run("SELECT count(*) FROM sqlite_master WHERE name = 'keeping'").fetchone()[0]:
            return None
        row = run("SELECT body FROM keeping WHERE key = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])


class LogEnd(NamedTuple):
    """What a file has recorded: the last link of a device's chain, and how many events of everybody."""

    seq: int
    digest: bytes
    events: int


def recorded_in(path: Path, key: bytes, device: DeviceId) -> LogEnd:
    """What a file has recorded, its journal included, whichever program wrote it. Nobody else has it open: a copy.

    Raises:
        FileDamaged, DiskFailing
    """
    with journaled(path, key) as run:
        last = run(_LAST, (place_of(device, 0), place_of(device, HIGHEST_SEQ))).fetchone()
        (events,) = run("SELECT count(*) FROM event").fetchone()
    return LogEnd(last[0] & HIGHEST_SEQ if last else 0, bytes(last[1]) if last else bytes(NO_DIGEST), events)


@contextmanager
def journaled(path: Path, key: bytes) -> Iterator[Callable[..., Any]]:
    """Opens a copy that nobody else has open, with its journal; yields a function that runs one statement.

    Raises:
        FileDamaged, DiskFailing
    """
    with troubles(path):
        connection = dbapi2.connect(str(path), isolation_level=None)
        try:
            run = connection.execute
            run("PRAGMA cipher_log_level = NONE")
            run(f"PRAGMA key = \"x'{key.hex()}'\"")
            run("PRAGMA locking_mode = EXCLUSIVE")
            yield run
        finally:
            connection.close()


@contextmanager
def read_only(path: Path, key: bytes, stop: Callable[[], bool] = lambda: False) -> Iterator[Callable[..., Any]]:
    """Opens the main file alone, read only; yields a function that runs one statement.

    Raises:
        KeyWrong, FileDamaged, CutOff, DiskFailing
    """
    # Immutable: no lock is taken, no journal looked for, none made.
    with troubles(path):
        address = f"file:{quote(path.resolve().as_posix())}?mode=ro&immutable=1"
        connection = dbapi2.connect(address, uri=True, isolation_level=None)
    try:
        run = connection.execute
        run("PRAGMA cipher_log_level = NONE")
        run(f"PRAGMA key = \"x'{key.hex()}'\"")
        run("PRAGMA temp_store = MEMORY")
        connection.set_progress_handler(stop, _STEPS)
        try:
            with troubles(path):
                try:
                    run("SELECT count(*) FROM sqlite_master")
                except dbapi2.DatabaseError as error:
                    if error.sqlite_errorname == "SQLITE_NOTADB":
                        raise not_opened(path, key) from error
                    raise
                yield run
        except dbapi2.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_INTERRUPT":
                raise CutOff(str(path)) from error
            raise
    finally:
        connection.close()
