"""A history of thousands costs each of its events once, in whatever slices it comes; rows are its fold all the same."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import settings

from models.events import (
    AnyEvent,
    DueDateChanged,
    FileAttached,
    SupplementAsked,
    TicketCalled,
    TicketCalledAgain,
    TicketIssued,
)
from models.history import Recorded, in_order
from models.ids import ClerkId, CounterId, DossierCode, FileDigest, SubjectId
from models.store import Store
from models.store.projections import long_folds
from models.subjects import dossier_fold as dossier
from models.subjects import folding, ticket
from models.subjects.dossier import Dossier
from models.subjects.folding import MOST
from models.subjects.ticket import Ticket
from sync.client.hub_answer import merge_in_slices
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START, TICKETS
from tests.models.store.desks import open_desk, rows_of
from tests.models.store.projections.test_kind_rows import Office

COUNTER = CounterId("1")


def happening(subject: SubjectId, number: int) -> AnyEvent:
    """The event of this number, of kinds that make a ticket or a dossier grow."""
    if subject in TICKETS:
        if number == 0:
            return TicketIssued(number="A001", day=START.date(), services=("hotich",))
        return TicketCalled(counter=COUNTER) if number % 2 else TicketCalledAgain(counter=COUNTER)
    kinds: tuple[AnyEvent, ...] = (
        FileAttached(digest=FileDigest(f"{number:064x}"), size=1, media="application/pdf", name="a.pdf"),
        SupplementAsked(number=DossierCode(f"H99.99.99-261123-{number:04d}"), missing=(), reason="x"),
        DueDateChanged(due_at=START, reason="x", confirmed_by=ClerkId("b")),
    )
    return kinds[number % 3]


def history(subject: SubjectId, count: int, *, devices: int = 1, first: int = 5) -> list[Recorded]:
    """So many events, of machines that take turns."""
    chains = [Chain(device + first) for device in range(devices)]
    return [
        chains[number % devices].add(subject, START + timedelta(seconds=number), happening(subject, number), number)
        for number in range(count)
    ]


@pytest.fixture
def desk(tmp_path: Path, clock: TurnedClock) -> Iterator[Store]:
    with open_desk(tmp_path, 1, clock) as store:
        yield store


def _tell(store: Store, events: list[Recorded]) -> None:
    merge_in_slices(lambda work: work(store), events)


@pytest.mark.parametrize("subject", [DOSSIERS[0], TICKETS[0]])
@pytest.mark.parametrize("count", [1_000, 4_000])
def test_each_event_of_a_long_history_is_read_and_folded_once_however_many_slices_bring_it(
    desk: Store, subject: SubjectId, count: int
) -> None:
    _tell(desk, history(subject, count))
    folds = desk.log._rows.folds
    assert folds.read <= count + long_folds.LONG  # below that, each slice reads all there is
    assert folds._kept[subject].steps == count
    assert desk.log.verify() == []


@pytest.mark.parametrize("subject", [DOSSIERS[0], TICKETS[0]])
def test_recording_more_of_a_long_history_reads_what_is_new(desk: Store, subject: SubjectId) -> None:
    _tell(desk, history(subject, 600))
    before = desk.log._rows.folds.read
    for number in range(50):
        desk.log.record(subject, ClerkId("mau"), happening(subject, number + 600))
    assert desk.log._rows.folds.read == before + 50
    assert desk.log.verify() == []


def test_what_comes_a_little_late_costs_a_little(desk: Store) -> None:
    """Two machines took turns; of each twenty events those of the one are told before those of the other."""
    events = history(TICKETS[0], 2_000, devices=2)
    arriving = [one for first in range(0, 2_000, 20) for one in sorted(events[first : first + 20], key=_device)]
    for first in range(0, 2_000, 10):
        desk.log.merge(arriving[first : first + 10])
    assert desk.log._rows.folds.read < 2_000 * (folding.EACH + 30) / 10
    assert desk.log.verify() == []
    assert desk.log.ticket(TICKETS[0]) == reduce(ticket.step, in_order(events), Ticket(id=TICKETS[0]))


def _device(recorded: Recorded) -> int:
    return recorded.device


@pytest.mark.parametrize("subject", [DOSSIERS[0], TICKETS[0]])
def test_in_any_order_the_rows_and_the_fold_are_those_of_the_whole_history(
    desk: Store, tmp_path: Path, clock: TurnedClock, subject: SubjectId
) -> None:
    events = history(subject, 700, devices=3)
    shuffled = random.Random(1).sample(events, len(events))  # noqa: S311  # the same each run
    for first in range(0, len(events), 70):
        desk.log.merge(shuffled[first : first + 70])
        assert desk.log.verify() == [] or first < 630  # what is missing is told
    (tmp_path / "other").mkdir()
    with open_desk(tmp_path / "other", 1, clock) as other:
        other.log.merge(events)
        assert rows_of(desk) == rows_of(other)
    if subject in TICKETS:
        assert desk.log.ticket(TICKETS[0]) == reduce(ticket.step, in_order(events), Ticket(id=TICKETS[0]))
    else:
        assert desk.log.dossier(DOSSIERS[0]) == reduce(dossier.step, in_order(events), Dossier(id=DOSSIERS[0]))


def test_a_row_carries_the_youngest_of_what_grows(desk: Store) -> None:
    _tell(desk, history(TICKETS[0], 1_000))
    _tell(desk, history(DOSSIERS[0], 1_000, first=6))
    (ticket_row,) = rows_of(desk)[1]
    assert len(ticket_row.ticket.announced) == len(ticket_row.ticket.periods) == MOST
    assert ticket_row.ticket.announced == desk.log.ticket(TICKETS[0]).announced[-MOST:]
    assert [row.id for row in desk.dossiers.find("H99.99.99-261123-0997")] == [DOSSIERS[0]]
    assert desk.dossiers.find("H99.99.99-261123-0001") == []


def test_what_is_kept_of_a_transaction_that_fails_is_forgotten(desk: Store) -> None:
    subject = TICKETS[0]
    _tell(desk, history(subject, 400))
    desk.log.record(subject, ClerkId("mau"), TicketCalled(counter=COUNTER))

    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.log.record(subject, ClerkId("mau"), TicketCalled(counter=COUNTER), beside=fails)
    assert desk.log.ticket(TICKETS[0]).events == 401
    desk.log.record(subject, ClerkId("mau"), TicketCalledAgain(counter=COUNTER))
    assert desk.log.verify() == []


def test_no_more_than_some_folds_are_kept(desk: Store) -> None:
    for number in range(long_folds.MOST_KEPT + 2):
        subject = SubjectId(f"dossier/0193a000-0000-7000-8000-{number:012d}")
        desk.log.record(subject, ClerkId("mau"), *(happening(subject, n) for n in range(long_folds.LONG)))
    assert len(desk.log._rows.folds._kept) == long_folds.MOST_KEPT
    assert desk.log.verify() == []


class LongHistories(Office):
    """The same office, whose every history of three events is a long one."""

    def __init__(self) -> None:
        super().__init__()
        self.patched = pytest.MonkeyPatch()
        self.patched.setattr(long_folds, "LONG", 3)
        self.patched.setattr(folding, "EACH", 2)

    def teardown(self) -> None:
        super().teardown()
        self.patched.undo()


TestLongHistories = LongHistories.TestCase
TestLongHistories.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
