"""Verification of the log: every digest, every chain, every row against its fold."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from sqlcipher3 import dbapi2

from models.calendar.clock import instant
from models.files.disk import on_disk
from models.history import Recorded, digest_of
from models.ids import HIGHEST_SEQ, NO_DIGEST, SEQ_BITS, DeviceId, Digest, SubjectId
from models.store import tallies
from models.store.file.checking import read_only
from models.store.file.database import Database
from models.store.file.load_file import LoadFile, load_file_of
from models.store.file.pages import Reader, passed_over
from models.store.projections.projection import Projection
from models.store.rebuild.rebuilding import in_turn, no_search_for_cycles, parts_of
from models.store.rebuild.row_making import LogPart, histories_of
from models.store.rebuild.row_process import rows_made
from models.system.memory import give_back
from models.trouble import FileDamaged, KeyWrong


class FindingKind(StrEnum):
    """Kinds of defects: in the file itself, the log, the rows, the files beside it."""

    PAGE = "page"
    """A page is not what was written: its HMAC does not fit. ``name`` is its number."""
    TABLES = "tables"
    """The pages are what was written, and do not fit each other. ``name``: as SQLite says it."""
    VALUE = "value"
    """A cell holds another kind of value than its column."""
    ALTERED = "altered"
    """An event is not what was recorded: its digest does not fit."""
    BROKEN_CHAIN = "broken_chain"
    """An event does not follow the one before it."""
    MISSING = "missing"
    """Events of a device are not here: lost, or (of another device) not arrived yet."""
    FORK = "fork"
    """A second event with the same number was set aside."""
    SET_ASIDE = "set_aside"
    """An event came that no log can hold."""
    ROW_DIFFERS = "row_differs"
    """A row is not the fold of its events."""
    SEARCH_DIFFERS = "search_differs"
    """The search is not in step with the rows."""
    COUNT_DIFFERS = "count_differs"
    """A kept count is not what there is. ``name``: of what, as ``models.store.tallies`` has it."""
    SCAN_MISSING = "scan_missing"
    """A scanned file of this machine's dossiers is not here. ``name``: its digest."""
    SCAN_DAMAGED = "scan_damaged"
    """A scanned file is not what was put there."""
    CHANGED_OUTSIDE = "changed_outside"
    """A small file is not as the program wrote it. ``name``: of the file."""
    RECOVERY_DIFFERS = "recovery_differs"
    """The recovery file is not of this database's key: no sheet opens it."""


class Finding(Struct, frozen=True, kw_only=True):
    """One defect.

    Attributes:
        device, seq: the event concerned, or the first missing one; 0 = not about one device.
        count: how many events are missing.
        subject: whose event or row it is, where that is known.
        name: of the page, scanned file or file concerned, or what SQLite says of it.
        code: of the dossier that names a scanned file.
    """

    kind: FindingKind
    device: int = 0
    seq: int = 0
    count: int = 1
    subject: SubjectId = SubjectId("")
    name: str = ""
    code: str = ""


_TABLES_KIB = 65_536
"""Of pages kept while SQLite compares tables with their indexes, which lie in other orders: a gigabyte is compared in
19 s of processor time, in 32 with its usual 2 MB; more than this gains nothing."""

MOST_PAGES = 100
"""So many damaged pages are named; a file with more is damaged, and nobody reads on."""


class _Link(NamedTuple):
    """An event in its chain; ``digest`` as it is stored, and whether it is the event's."""

    device: DeviceId
    seq: int
    subject: SubjectId
    prev: Digest
    digest: Digest
    fits: bool

    def finding(self, kind: FindingKind) -> Finding:
        return Finding(kind=kind, device=self.device, seq=self.seq, subject=self.subject)


_KINDS = (int, str, str, int, int, str, bytes, bytes, bytes)
"""Of the columns of an event."""


def findings(
    database: Database, projections: Sequence[Projection[Any]], *, own: DeviceId, key: bytes | None = None
) -> list[Finding]:
    """All defects; empty = none. Where pages are damaged, the rest is read as far as possible.

    Args:
        database: the open file; nothing is written to it meanwhile.
        projections: of the kinds that have rows.
        own: this machine: of a load file only its chain has to be here without gaps.
        key: of the file. With it pages and tables are checked in another thread, while the log is read in this one.
    """
    database.checkpoint()  # what lies in the journal is as little read as proven
    rows = _of_rows(database, projections, own)
    with no_search_for_cycles():
        if key is None:
            told = [_told(_of_file(database.run)), _told(rows)]
        else:
            with ThreadPoolExecutor(max_workers=1, thread_name_prefix="verify-file") as beside:
                file = beside.submit(_of_file_beside, database.path, key, database.reader())
                of_rows = _told(rows)
                told = [file.result(), of_rows]
    give_back()
    found = [finding for findings, _ in told for finding in findings]
    errors = [error for _, error in told if error is not None]
    if errors and not found:  # else it has been told: whatever a damaged file does next, full, busy or read-only
        if not errors[0].sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise errors[0]
        found.append(Finding(kind=FindingKind.TABLES, name=str(errors[0])))
    return found


_Told = tuple[list[Finding], dbapi2.DatabaseError | None]
"""What was found, and the error of SQLite that ended it."""


def _told(findings: Iterator[Finding]) -> _Told:
    found: list[Finding] = []
    try:
        for finding in findings:
            found.append(finding)  # noqa: PERF402  # what was found before an error counts
    except dbapi2.DatabaseError as error:
        return found, error
    return found, None


def _of_file_beside(path: Path, key: bytes, read: Reader) -> _Told:
    try:
        with read_only(path, key) as run:
            run(f"PRAGMA cache_size = -{_TABLES_KIB}")
            tables = _told(_tables(run))
            with on_disk(path):
                others = next(passed_over(read, path.stat().st_size, key), None)
            if tables == ([], None) and others is None:
                return tables  # SQLCipher has proven each page that SQLite has read
            pages, error = _told(_pages(run))
            return pages + tables[0], error or tables[1]
    except (FileDamaged, KeyWrong):
        return [Finding(kind=FindingKind.PAGE, name="1")], None  # the open connection has read it before


def _of_file(run: Callable[..., Any]) -> Iterator[Finding]:
    yield from _pages(run)
    yield from _tables(run)


def _of_rows(database: Database, projections: Sequence[Projection[Any]], own: DeviceId) -> Iterator[Finding]:
    """Of the log, and of what is made of it: rows, counts, search."""
    counts = tallies.Tallies()
    kinds = set()
    for finding in _chains(database, own, counts):
        kinds.add(finding.kind)
        yield finding
    if FindingKind.VALUE in kinds:
        return  # no fold can be made of such events
    yield from _set_aside(database)
    for finding in _folds(database, projections, counts):
        kinds.add(finding.kind)
        yield finding
    if FindingKind.ROW_DIFFERS not in kinds:  # of wrong rows there is no right count; a rebuild mends both
        yield from _counts(database, projections, counts)
    yield from _search(database, projections)


def _pages(run: Callable[..., Any]) -> Iterator[Finding]:
    """Check every page of the main file against its HMAC, unused pages too."""
    for (told,) in islice(run("PRAGMA cipher_integrity_check"), MOST_PAGES):
        number = re.search(r"page ([0-9]+)", told)
        yield Finding(kind=FindingKind.PAGE, name=number[1] if number else told)


def _tables(run: Callable[..., Any]) -> Iterator[Finding]:
    for (told,) in run(f"PRAGMA integrity_check({MOST_PAGES})"):
        if told != "ok" and "FTS5" not in told:  # the search is asked apart
            yield Finding(kind=FindingKind.TABLES, name=told)


def _chains(database: Database, own: DeviceId, counts: tallies.Tallies) -> Iterator[Finding]:
    """Check every link of every chain, and count the log."""
    device, seq, last = 0, 0, NO_DIGEST
    load, counted = load_file_of(database), tallies.WholeLog(counts)
    for values in database.run("SELECT * FROM event ORDER BY place"):
        try:
            fits = _fits(values)
        except (TypeError, OverflowError):  # of another kind, or a time that no calendar knows
            device, seq = values[0] >> SEQ_BITS, values[0] & HIGHEST_SEQ
            last = values[7]
            yield Finding(kind=FindingKind.VALUE, device=device, seq=seq)
            continue
        place, _, subject, _, _, _, prev, stored, body = values
        counted.add(place, body)
        if fits and prev == last and place == (device << SEQ_BITS) + seq + 1 and load is None:
            seq, last = seq + 1, stored
            continue
        link = _Link(DeviceId(place >> SEQ_BITS), place & HIGHEST_SEQ, subject, prev, stored, fits)
        if link.device != device:
            yield from _unfinished(database, device, seq)
            device, seq, last = link.device, 0, NO_DIGEST
        if load is not None:
            seq, last = _joined(load, own, link, seq, last)
        if link.seq != seq + 1:
            yield Finding(kind=FindingKind.MISSING, device=device, seq=seq + 1, count=link.seq - seq - 1)
        elif link.prev != last:
            yield link.finding(FindingKind.BROKEN_CHAIN)
        if not link.fits:
            yield link.finding(FindingKind.ALTERED)
        seq, last = link.seq, link.digest
    yield from _unfinished(database, device, seq)


def _joined(load: LoadFile, own: DeviceId, link: _Link, seq: int, last: Digest) -> tuple[int, Digest]:
    """The link that an event has to follow in a load file: only behind this machine's base nothing may be missing."""
    base = load.base_of(own) if link.device == own else HIGHEST_SEQ
    if link.seq <= base:
        return (seq, last) if link.seq == seq + 1 else (link.seq - 1, link.prev)
    return (load.seq, load.digest) if seq < base else (seq, last)


def _folds(database: Database, projections: Sequence[Projection[Any]], counts: tallies.Tallies) -> Iterator[Finding]:
    """Check each row against the fold of its events, and that none lacks events; count them."""
    kinds = {kind.prefix: kind for kind in projections}
    parts = in_turn(parts_of(database, kind.prefix, kind.prefix, kind.behind) for kind in projections)
    seen: Counter[str] = Counter()
    with closing(rows_made(kinds, parts, database.one("SELECT count(*) FROM event"))) as made:
        for part, what in made:
            yield from _rows(database, kinds[part.prefix], part, what.rows, seen)
            counts.add_collected(what.counted)
    for kind in projections:
        if database.one(f"SELECT count(*) FROM {kind.rows}") != seen[kind.prefix]:  # noqa: S608  # one of our tables
            yield from _without_events(database, kind)


def _fits(values: Sequence[Any]) -> bool:
    """Whether a row of the log has the digest of its event. Its body is not read: the digest is of its bytes.

    Raises:
        TypeError: a value is of another kind.
        OverflowError: its time is one that no calendar knows.
    """
    if not all(map(isinstance, values, _KINDS)):
        raise TypeError(values[0])
    place, id_, subject, clock, at, clerk, prev, stored, body = values
    told = (id_, subject, place >> SEQ_BITS, place & HIGHEST_SEQ, clock, instant(at), clerk, prev)
    return bool(digest_of(told, body) == stored)


def _unfinished(database: Database, device: int, seq: int) -> Iterator[Finding]:
    """A peer has acknowledged more events of a device than exist."""
    acknowledged = database.one("SELECT max(seq) FROM acknowledged WHERE device = ?", device) or 0
    if not isinstance(acknowledged, int):
        yield Finding(kind=FindingKind.VALUE, device=device, name="acknowledged")
    elif acknowledged > seq:
        yield Finding(kind=FindingKind.MISSING, device=device, seq=seq + 1, count=acknowledged - seq)


def _set_aside(database: Database) -> Iterator[Finding]:
    for reason, device, seq, subject in database.run("SELECT reason, device, seq, subject FROM quarantine"):
        kind = FindingKind.FORK if reason == "fork" else FindingKind.SET_ASIDE
        if isinstance(device, int | None) and isinstance(seq, int | None) and isinstance(subject, str):
            yield Finding(kind=kind, device=device or 0, seq=seq or 0, subject=SubjectId(subject))
        else:
            yield Finding(kind=FindingKind.VALUE, name="quarantine")


def _rows(
    database: Database, kind: Projection[Any], part: LogPart, folds: Sequence[Sequence[Any]], seen: Counter[str]
) -> Iterator[Finding]:
    """Compare the rows of some subjects with their folds, and count those that are there."""
    by_number = f"SELECT * FROM {kind.rows} WHERE number = ?"  # noqa: S608  # one of our tables
    of_many = f"SELECT * FROM {kind.rows} WHERE number IN (SELECT value FROM json_each(?))"  # noqa: S608  # likewise
    numbers = msgspec.json.encode([fold[0] for fold in folds]).decode()
    there = {row[0]: row for row in database.run(of_many, (numbers,))}
    histories: dict[SubjectId, Sequence[Recorded]] = {}
    for fold in folds:
        first, subject, *_ = fold
        number, row = first, there.get(first)
        while row is not None and row[1] != subject:
            number += 1
            row = database.run(by_number, (number,)).fetchone()
        seen[kind.prefix] += row is not None
        if number != first:  # more of the row than its number may follow from it
            histories = histories or dict(histories_of(part))  # read once, however many rows have moved on
            fold = kind.values(number, kind.fold(subject, histories[subject]))  # noqa: PLW2901
        if row is None or tuple(row) != tuple(fold):
            yield Finding(kind=FindingKind.ROW_DIFFERS, subject=subject)


def _without_events(database: Database, kind: Projection[Any]) -> Iterator[Finding]:
    for (subject,) in database.run(f"SELECT id FROM {kind.rows}"):  # noqa: S608  # one of our tables
        of = str(subject)
        is_of_kind = kind.prefix <= of < kind.behind
        if not is_of_kind or database.one("SELECT 1 FROM event WHERE subject = ? LIMIT 1", of) is None:
            yield Finding(kind=FindingKind.ROW_DIFFERS, subject=SubjectId(of))


def _counts(database: Database, projections: Sequence[Projection[Any]], counts: tallies.Tallies) -> Iterator[Finding]:
    for kind in projections:
        if kind.fresh:  # these count from when they settle on
            for row in database.run(f"SELECT * FROM {kind.fresh}"):  # noqa: S608  # one of our tables
                counts.add(kind.counted(row), -1)
    kept, right = tallies.kept(database), counts.told()
    for key in sorted(kept.keys() | right.keys(), key=str):  # whatever stands in a damaged table
        if kept.get(key) != right.get(key):
            yield Finding(kind=FindingKind.COUNT_DIFFERS, name=" ".join(map(str, key)).strip())


def _search(database: Database, projections: Sequence[Projection[Any]]) -> Iterator[Finding]:
    for name in filter(None, (kind.search for kind in projections)):
        try:
            database.run(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # ours
        except dbapi2.DatabaseError as error:
            if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
                raise
            yield Finding(kind=FindingKind.SEARCH_DIFFERS)
