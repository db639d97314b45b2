"""Verification of the log: every digest, every chain, every row against its fold."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from sqlcipher3 import dbapi2

from models.calendar.clock import instant
from models.history import digest_of
from models.ids import HIGHEST_SEQ, NO_DIGEST, SEQ_BITS, DeviceId, Digest, SubjectId
from models.store import tallies
from models.store.file.database import Database
from models.store.file.load_file import LoadFile, load_file_of
from models.store.projections.projection import Projection
from models.store.rebuild.rebuilding import no_search_for_cycles, parts_of
from models.store.rebuild.row_making import LogPart, histories_of
from models.store.rebuild.row_process import rows_made


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


def findings(database: Database, projections: Sequence[Projection[Any]], *, own: DeviceId) -> list[Finding]:
    """All defects; empty = none. Where pages are damaged, the rest is read as far as possible.

    Of a load file only the chain of ``own``, this machine, has to be here without gaps.
    """
    with no_search_for_cycles():
        return _findings(database, projections, own)


def _findings(database: Database, projections: Sequence[Projection[Any]], own: DeviceId) -> list[Finding]:
    database.checkpoint()  # what lies in the journal is as little read as proven
    found = list(_pages(database))
    try:
        kinds: set[FindingKind] = set()
        folds, counts, search = (partial(part, projections) for part in (_folds, _counts, _search))
        chains = partial(_chains, own)
        for part in (_tables, chains, _set_aside, folds, counts, search):
            if part is counts and FindingKind.ROW_DIFFERS in kinds:
                continue  # of wrong rows there is no right count; a rebuild mends both
            for finding in part(database):
                found.append(finding)  # noqa: PERF402  # what was found before an error counts
            kinds = {finding.kind for finding in found}
            if part is chains and FindingKind.VALUE in kinds:
                break  # no fold can be made of such events
    except dbapi2.DatabaseError as error:
        if found:
            return found  # whatever a damaged file does next: SQLite may say it is full, busy or read-only
        if not error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise
        found.append(Finding(kind=FindingKind.TABLES, name=str(error)))
    return found


def _pages(database: Database) -> Iterator[Finding]:
    """Check every page of the main file against its HMAC, unused pages too."""
    for (told,) in islice(database.run("PRAGMA cipher_integrity_check"), MOST_PAGES):
        number = re.search(r"page ([0-9]+)", told)
        yield Finding(kind=FindingKind.PAGE, name=number[1] if number else told)


def _tables(database: Database) -> Iterator[Finding]:
    for (told,) in database.run(f"PRAGMA integrity_check({MOST_PAGES})"):
        if told != "ok" and "FTS5" not in told:  # the search is asked apart
            yield Finding(kind=FindingKind.TABLES, name=told)


def _chains(own: DeviceId, database: Database) -> Iterator[Finding]:
    device, seq, last = 0, 0, NO_DIGEST
    load = load_file_of(database)
    for values in database.run("SELECT * FROM event ORDER BY place"):
        try:
            link = _link(values)
        except (TypeError, OverflowError):  # of another kind, or a time that no calendar knows
            device, seq = values[0] >> SEQ_BITS, values[0] & HIGHEST_SEQ
            last = values[7]
            yield Finding(kind=FindingKind.VALUE, device=device, seq=seq)
            continue
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


def _folds(projections: Sequence[Projection[Any]], database: Database) -> Iterator[Finding]:
    """Check each row against the fold of its events, and that none lacks events."""
    kinds = {kind.prefix: kind for kind in projections}
    parts = (part for kind in projections for part in parts_of(database, kind.prefix, kind.prefix, kind.behind))
    seen: Counter[str] = Counter()
    with closing(rows_made(kinds, parts, database.one("SELECT count(*) FROM event"))) as made:
        for part, what in made:
            yield from _rows(database, kinds[part.prefix], part, what.rows, seen)
    for kind in projections:
        if database.one(f"SELECT count(*) FROM {kind.rows}") != seen[kind.prefix]:  # noqa: S608  # one of our tables
            yield from _without_events(database, kind)


def _link(values: Sequence[Any]) -> _Link:
    """An event in its chain. Its body is not read: the digest is of its bytes."""
    if not all(map(isinstance, values, _KINDS)):
        raise TypeError(values[0])
    place, id_, subject, clock, at, clerk, prev, stored, body = values
    device, seq = DeviceId(place >> SEQ_BITS), place & HIGHEST_SEQ
    own = digest_of((id_, subject, device, seq, clock, instant(at), clerk, prev), body)
    return _Link(device, seq, subject, prev, stored, own == stored)


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
    for fold in folds:
        first, subject, *_ = fold
        number, row = first, there.get(first)
        while row is not None and row[1] != subject:
            number += 1
            row = database.run(by_number, (number,)).fetchone()
        seen[kind.prefix] += row is not None
        if number != first:  # more of the row than its number may follow from it
            fold = kind.values(number, kind.fold(subject, dict(histories_of(part))[subject]))  # noqa: PLW2901
        if row is None or tuple(row) != tuple(fold):
            yield Finding(kind=FindingKind.ROW_DIFFERS, subject=subject)


def _without_events(database: Database, kind: Projection[Any]) -> Iterator[Finding]:
    for (subject,) in database.run(f"SELECT id FROM {kind.rows}"):  # noqa: S608  # one of our tables
        of = str(subject)
        is_of_kind = kind.prefix <= of < kind.behind
        if not is_of_kind or database.one("SELECT 1 FROM event WHERE subject = ? LIMIT 1", of) is None:
            yield Finding(kind=FindingKind.ROW_DIFFERS, subject=SubjectId(of))


def _counts(projections: Sequence[Projection[Any]], database: Database) -> Iterator[Finding]:
    kept, right = tallies.kept(database), _recounted(projections, database)
    for key in sorted(kept.keys() | right.keys(), key=str):  # whatever stands in a damaged table
        if kept.get(key) != right.get(key):
            yield Finding(kind=FindingKind.COUNT_DIFFERS, name=" ".join(map(str, key)).strip())


def _recounted(projections: Sequence[Projection[Any]], database: Database) -> Mapping[tuple[str, str], tuple[int, int]]:
    """The counters recomputed from everything they count."""
    found = tallies.Tallies()
    tallies.of_log(database, found)
    for kind in projections:
        if kind.counts:
            for row in database.run(f"SELECT * FROM {kind.table.name}"):  # noqa: S608  # one of our tables
                found.add(kind.counted(row))
    return found.told()


def _search(projections: Sequence[Projection[Any]], database: Database) -> Iterator[Finding]:
    for name in filter(None, (kind.search for kind in projections)):
        try:
            database.run(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # ours
        except dbapi2.DatabaseError as error:
            if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
                raise
            yield Finding(kind=FindingKind.SEARCH_DIFFERS)
