"""What proves that nothing was lost or altered: every digest, every chain, every row against its fold."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from sqlcipher3 import dbapi2

from models.history import Recorded, digest
from models.ids import DOSSIER, NO_DIGEST, TICKET, SubjectId
from models.store.codec import number_of, recorded_of
from models.store.database import Database
from models.store.folds import dossier_values_of, ticket_values_of
from models.store.rebuilding import histories


class FindingKind(StrEnum):
    """What can be wrong."""

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


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be.

    Attributes:
        device, seq: the event concerned, or the first missing one; 0 = not about one device.
        count: how many events are missing.
        subject: whose event or row it is, where that is known.
    """

    kind: FindingKind
    device: int = 0
    seq: int = 0
    count: int = 1
    subject: SubjectId = SubjectId("")


ALL_DOSSIERS = "(SELECT * FROM dossier UNION ALL SELECT * FROM fresh)"


def findings(database: Database) -> list[Finding]:
    """Everything that is wrong; empty = whole."""
    return [
        *_chains(database),
        *_set_aside(database),
        *_rows(database, ALL_DOSSIERS, DOSSIER, dossier_values_of),
        *_rows(database, "ticket", TICKET, ticket_values_of),
        *_search(database),
    ]


def _chains(database: Database) -> Iterator[Finding]:
    device, seq, last = 0, 0, NO_DIGEST
    for values in database.run("SELECT * FROM event ORDER BY place"):
        recorded, stored = recorded_of(values), values[7]
        if recorded.device != device:
            yield from _unfinished(database, device, seq)
            device, seq, last = recorded.device, 0, NO_DIGEST
        about = Finding(kind=FindingKind.ALTERED, device=device, seq=recorded.seq, subject=recorded.subject)
        if recorded.seq != seq + 1:
            yield Finding(kind=FindingKind.MISSING, device=device, seq=seq + 1, count=recorded.seq - seq - 1)
        elif recorded.prev != last:
            yield replace(about, kind=FindingKind.BROKEN_CHAIN)
        if digest(recorded) != stored:
            yield about
        seq, last = recorded.seq, stored
    yield from _unfinished(database, device, seq)


def _unfinished(database: Database, device: int, seq: int) -> Iterator[Finding]:
    """The province has acknowledged more of a device than there is."""
    acknowledged = database.one("SELECT acknowledged FROM peer WHERE device = ?", device) or 0
    if acknowledged > seq:
        yield Finding(kind=FindingKind.MISSING, device=device, seq=seq + 1, count=acknowledged - seq)


def _set_aside(database: Database) -> Iterator[Finding]:
    for reason, device, seq, subject in database.run("SELECT reason, device, seq, subject FROM quarantine"):
        kind = FindingKind.FORK if reason == "fork" else FindingKind.SET_ASIDE
        yield Finding(kind=kind, device=device or 0, seq=seq or 0, subject=SubjectId(subject))


def _rows(
    database: Database,
    table: str,
    kind: str,
    values_of: Callable[[SubjectId, int, Sequence[Recorded]], Sequence[object]],
) -> Iterator[Finding]:
    """Each row against the fold of its events, one history at a time; and no row without events."""
    seen = 0
    by_number = f"SELECT * FROM {table} WHERE number = ?"  # noqa: S608  # one of our two tables
    for chunk in histories(database, kind):
        for subject, history in chunk:
            number = number_of(subject)
            row = database.run(by_number, (number,)).fetchone()
            while row is not None and row[1] != subject:
                number += 1
                row = database.run(by_number, (number,)).fetchone()
            seen += row is not None
            if row is None or tuple(row) != tuple(values_of(subject, number, history)):
                yield Finding(kind=FindingKind.ROW_DIFFERS, subject=subject)
    if database.one(f"SELECT count(*) FROM {table}") != seen:  # noqa: S608  # likewise
        known = {subject for chunk in histories(database, kind) for subject, _ in chunk}
        for (subject,) in database.run(f"SELECT id FROM {table}"):  # noqa: S608  # likewise
            if subject not in known:
                yield Finding(kind=FindingKind.ROW_DIFFERS, subject=SubjectId(subject))


def _search(database: Database) -> Iterator[Finding]:
    try:
        database.run("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except dbapi2.DatabaseError as error:
        if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            raise
        yield Finding(kind=FindingKind.SEARCH_DIFFERS)
