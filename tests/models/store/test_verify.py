import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from models.events import Form, FormPrinted, TicketIssued
from models.history import Recorded
from models.ids import ClerkId, DeviceId, SubjectId, new_dossier_id, new_ticket_id
from models.store import Finding, FindingKind, Store, open_store, verify
from models.store.codec import event_values
from models.store.rebuild import row_making
from models.store.rebuild.row_making import LogPart
from models.trouble import FileDamaged
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START
from tests.models.store.conftest import KEY
from tests.models.store.desks import settle
from tests.models.store.test_log import received

CLERK = ClerkId("mau")
PRINTED = FormPrinted(form=Form.RECEIPT, version="1", copy=1)


@pytest.fixture
def subjects(store: Store, clock: TurnedClock) -> list[SubjectId]:
    """Three dossiers of two events and a ticket: seven events, one row not among the fresh ones any more."""
    made: list[SubjectId] = []
    for number in range(3):
        made.append(new_dossier_id())
        store.log.record(made[-1], CLERK, received(f"H99.99.99-261123-000{number}"), PRINTED)
        if number == 0:
            with store._database.transaction():
                settle(store)
    made.append(new_ticket_id())
    store.log.record(made[-1], CLERK, TicketIssued(number="A001", day=clock.now.date(), services=("x",)))
    assert store.log.verify() == []
    return made


def lift(store: Store) -> Callable[..., Any]:
    """What an intruder with the key would do first."""
    run = store._database.run
    run("DROP TRIGGER IF EXISTS event_is_never_changed")
    run("DROP TRIGGER IF EXISTS event_is_never_deleted")
    return run


@pytest.mark.parametrize("column", ["body", "prev", "digest"])
@pytest.mark.parametrize("seq", [1, 4, 7])
def test_one_flipped_byte_is_found(store: Store, subjects: list[SubjectId], column: str, seq: int) -> None:
    run = lift(store)
    (old,) = store._database.run(f"SELECT {column} FROM event WHERE place = ?", (1 << 40 | seq,)).fetchone()  # noqa: S608  # a word of this test
    flipped = bytearray(old)
    flipped[20] ^= 1
    run(f"UPDATE event SET {column} = ? WHERE place = ?", (bytes(flipped), 1 << 40 | seq))  # noqa: S608  # likewise
    altered = Finding(kind=FindingKind.ALTERED, device=1, seq=seq, subject=subjects[(seq - 1) // 2])
    assert altered in store.log.verify()


@pytest.mark.usefixtures("subjects")
@pytest.mark.parametrize(
    ("column", "value"), [("at", 0), ("clerk", "khac"), ("clock", 6), ("subject", "dossier/x"), ("id", "y")]
)
def test_an_event_moved_in_time_person_or_place_is_found(store: Store, column: str, value: object) -> None:
    lift(store)(f"UPDATE event SET {column} = ? WHERE place = ?", (value, 1 << 40 | 3))  # noqa: S608  # a word of this test
    found = {(f.kind, f.seq) for f in store.log.verify()}
    assert (FindingKind.ALTERED, 3) in found


@pytest.mark.parametrize("seq", [1, 4])
@pytest.mark.usefixtures("subjects")
def test_one_missing_event_is_found(store: Store, seq: int) -> None:
    lift(store)("DELETE FROM event WHERE place = ?", (1 << 40 | seq,))
    findings = store.log.verify()
    assert Finding(kind=FindingKind.MISSING, device=1, seq=seq, count=1) in findings


def test_the_last_event_missing_is_found_by_its_row(store: Store, subjects: list[SubjectId]) -> None:
    lift(store)("DELETE FROM event WHERE place = ?", (1 << 40 | 7,))
    assert store.log.verify() == [Finding(kind=FindingKind.ROW_DIFFERS, subject=subjects[3])]


@pytest.mark.usefixtures("subjects")
def test_an_acknowledged_event_missing_at_the_end_is_found(store: Store) -> None:
    store.log.acknowledge(7)
    lift(store)("DELETE FROM event WHERE place >= ?", (1 << 40 | 6,))
    assert Finding(kind=FindingKind.MISSING, device=1, seq=6, count=2) in store.log.verify()


def test_an_event_rewritten_with_a_fitting_digest_breaks_the_chain(store: Store, subjects: list[SubjectId]) -> None:
    forged = replace(store.log.history(subjects[1])[0], clerk=ClerkId("khac"))
    run = lift(store)
    run("DELETE FROM event WHERE place = ?", (1 << 40 | 3,))
    run("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", event_values(forged))
    found = [(f.kind, f.seq) for f in store.log.verify()]
    assert found == [(FindingKind.BROKEN_CHAIN, 4), (FindingKind.ROW_DIFFERS, 0)]  # another clerk took it in


@pytest.mark.parametrize(
    ("place", "statement"),
    [
        (0, "UPDATE dossier SET owner = 'Trần Văn Khác'"),
        (1, "UPDATE fresh SET status = 'handed_over' WHERE id = ?"),
        (2, "DELETE FROM fresh WHERE id = ?"),
        (3, "UPDATE ticket SET open = 0"),
    ],
)
def test_one_row_that_is_not_the_fold_is_found_and_mended_by_a_rebuild(
    store: Store, subjects: list[SubjectId], place: int, statement: str
) -> None:
    store._database.run(statement, (subjects[place],) if "?" in statement else ())
    assert Finding(kind=FindingKind.ROW_DIFFERS, subject=subjects[place]) in store.log.verify()
    store.log.rebuild()
    assert store.log.verify() == []


@pytest.mark.usefixtures("subjects")
def test_a_part_of_the_log_is_read_once_however_many_of_its_rows_have_moved_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Subjects named in one millisecond: each takes the next free number."""
    same = [SubjectId(f"dossier/0193a000-0000-7000-8000-{place:012d}") for place in range(9)]
    for place, subject in enumerate(same):
        store.log.record(subject, CLERK, received(f"H99.99.99-261123-{place:04d}"), PRINTED)
    with store._database.transaction():
        settle(store)
    read: list[LogPart] = []

    def histories_of(part: LogPart) -> Iterator[tuple[SubjectId, Sequence[Recorded]]]:
        read.append(part)
        return row_making.histories_of(part)

    monkeypatch.setattr(verify, "histories_of", histories_of)
    assert store.log.verify() == []
    (part,) = read
    assert {subject for _, _, subject, *_ in part.events} >= {*same}


def test_a_row_without_events_is_found(store: Store) -> None:
    store._database.run("INSERT INTO ticket VALUES (1, 'ticket/none', '2026-11-23', 'A', 1, 1, x'')")
    assert store.log.verify() == [Finding(kind=FindingKind.ROW_DIFFERS, subject=SubjectId("ticket/none"))]


@pytest.mark.usefixtures("subjects")
def test_a_search_out_of_step_is_found_and_mended_by_a_rebuild(store: Store) -> None:
    store._database.run("INSERT INTO search (search) VALUES ('delete-all')")
    assert store.log.verify() == [Finding(kind=FindingKind.SEARCH_DIFFERS)]
    store.log.rebuild()
    assert store.log.verify() == []
    assert len(store.dossiers.find("mau")) == 3


def test_an_event_that_does_not_join_its_chain_at_another_desk_is_set_aside_and_told(store: Store) -> None:
    chain = Chain(2)
    first = chain.add(DOSSIERS[0], START, received())
    chain.prev = first.prev
    store.log.merge([first, chain.add(DOSSIERS[0], START, PRINTED)])
    assert [(f.kind, f.device, f.seq) for f in store.log.verify()] == [(FindingKind.FORK, 2, 2)]  # set aside


CELLS = [b"\xff", "x", 1.5, None, -1, 1 << 62]
COLUMNS = ["id", "subject", "clock", "at", "clerk", "prev", "digest", "body"]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_of_a_wrong_kind_is_found_whatever_it_holds(
    store: Store, subjects: list[SubjectId], column: str
) -> None:
    run = lift(store)
    (old,) = run(f"SELECT {column} FROM event WHERE place = ?", (1 << 40 | 3,)).fetchone()  # noqa: S608  # a word of this test
    assert subjects
    for value in CELLS:
        if value is None or value == old:
            continue  # the table itself refuses an empty one
        run(f"UPDATE event SET {column} = ? WHERE place = ?", (value, 1 << 40 | 3))  # noqa: S608  # likewise
        assert any(found.kind in {FindingKind.VALUE, FindingKind.ALTERED} for found in store.log.verify()), value
    run(f"UPDATE event SET {column} = ? WHERE place = ?", (old, 1 << 40 | 3))  # noqa: S608  # likewise
    assert store.log.verify() == []


@pytest.mark.usefixtures("subjects")
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("INSERT INTO acknowledged VALUES ('province', 1, 'x')", FindingKind.VALUE),
        ("INSERT INTO quarantine VALUES (x'00', 7, 'x', x'01', 1.5, 'y')", FindingKind.VALUE),
        ("UPDATE ticket SET day = x'ff'", FindingKind.ROW_DIFFERS),
        ("UPDATE ticket SET body = 5", FindingKind.ROW_DIFFERS),
        ("UPDATE dossier SET received_at = 'x'", FindingKind.ROW_DIFFERS),
        ("UPDATE fresh SET due_at = x'00'", FindingKind.ROW_DIFFERS),
    ],
)
def test_a_cell_of_a_wrong_kind_beside_the_log_is_found(store: Store, statement: str, kind: FindingKind) -> None:
    store._database.run(statement)
    assert kind in {found.kind for found in store.log.verify()}


def test_one_flipped_bit_anywhere_in_the_file_is_found(tmp_path: Path, clock: TurnedClock) -> None:
    """Pages of tables, of indexes, free ones; what is not told by verifying was told by opening."""
    path = tmp_path / "desk.db"
    chance = random.Random(4)  # noqa: S311  # not for secrets
    with open_store(path, KEY, device=DeviceId(1), clock=clock, create=True) as store:
        for number in range(40):
            store.log.record(new_dossier_id(), CLERK, received(f"H99.99.99-261123-{number + 1:04d}"), PRINTED)
        store.drafts.save("long", bytes(100_000))
        store.drafts.drop("long")  # leaves pages that nothing uses
        assert store._database.one("PRAGMA freelist_count") > 5
    whole = path.read_bytes()
    for at in [*range(0, 4_096, 512), *(chance.randrange(len(whole)) for _ in range(30))]:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        try:
            with open_store(path, KEY, device=DeviceId(1), clock=clock) as store:
                found = store.log.verify()
        except FileDamaged:
            continue
        assert Finding(kind=FindingKind.PAGE, name=str(at // 4_096 + 1)) in found
