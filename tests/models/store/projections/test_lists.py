from datetime import UTC, date, datetime, timedelta

import pytest

from models.events import (
    DossierReceived,
    DossierVoided,
    DueDate,
    Intake,
    ResultHandedOver,
    SupplementAsked,
    TicketClosedAtDayEnd,
    TicketIssued,
)
from models.ids import ClerkId, DossierCode, DossierId, new_dossier_id, new_ticket_id
from models.person import Organisation, Person
from models.procedure import ProcedureTaken
from models.store import Store
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DueSpan
from tests.conftest import TurnedClock
from tests.fakes.events import UNIT
from tests.models.store.desks import settle

CLERK = ClerkId("mau")
STEM = "H99.99.99-261123"


def intake(name: str = "Nguyễn Văn Mẫu", number: str = "", procedure: str = "1", owner: str = "") -> Intake:
    return Intake(
        procedure=ProcedureTaken(code=procedure, name="Thủ tục", field="Hộ tịch", catalogue="1"),
        submitter=Person(full_name=name, personal_number=number),
        owner=Organisation(name=owner) if owner else None,
        received_by=UNIT,
        resolved_by=UNIT,
    )


def take_in(store: Store, code: str, said: Intake, due: datetime | None = None) -> DossierId:
    id_ = new_dossier_id()
    store.log.record(id_, CLERK, DossierReceived(code=DossierCode(code), intake=said, due=DueDate(at=due)))
    return id_


@pytest.fixture(params=["fresh", "settled", "half"])
def ages(request: pytest.FixtureRequest) -> str:
    """Where the rows lie makes no difference to any answer."""
    return str(request.param)


def let_lie(store: Store, ages: str, *, half: bool = False) -> None:
    if ages == "settled" or (ages == "half" and half):
        with store._database.transaction():
            settle(store)


NAMES = [
    "Trần Thị Ân",
    "Nguyễn Văn An",
    "Lê Đức",
    "Lê Dức",
    "Phạm Văn Ấn",
    "Đỗ Văn An",
    "Nguyễn Văn Ẩn",
    "Nguyễn Thị Ăn",
]
IN_ORDER = [
    "Đỗ Văn An",
    "Nguyễn Văn An",
    "Nguyễn Thị Ăn",
    "Trần Thị Ân",
    "Nguyễn Văn Ẩn",
    "Phạm Văn Ấn",
    "Lê Dức",
    "Lê Đức",
]


def test_names_are_sorted_as_a_vietnamese_register_sorts_them(store: Store, ages: str) -> None:
    for place, name in enumerate(NAMES):
        take_in(store, f"{STEM}-{place:04d}", intake(name))
        let_lie(store, ages, half=place == 3)
    assert [row.owner for row in store.dossiers.page(order="name")] == IN_ORDER
    second = store.dossiers.page(order="name", limit=2)[-1]
    assert [row.owner for row in store.dossiers.page(order="name", limit=3, after=second)] == IN_ORDER[2:5]


def test_by_due_date_those_without_one_come_last(store: Store, ages: str) -> None:
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    for place, days in enumerate((3, None, 1, 2, None)):
        due = None if days is None else now + timedelta(days=days)
        take_in(store, f"{STEM}-{place:04d}", intake(), due)
        let_lie(store, ages, half=place == 2)
    assert [row.code[-1] for row in store.dossiers.page(order="due")] == ["2", "3", "0", "1", "4"]
    assert store.dossiers.page(order="due")[0].due_at == now + timedelta(days=1)
    assert store.dossiers.page(order="due")[4].due_at is None


def test_by_due_date_what_waits_stands_behind_what_is_at_work_and_what_has_ended_last_the_youngest_first(
    store: Store, ages: str
) -> None:
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    made = []
    for place, days in enumerate((1, 2, 3, 4, 5)):
        made.append(take_in(store, f"{STEM}-{place:04d}", intake(), now + timedelta(days=days)))
        let_lie(store, ages, half=place == 2)
    store.log.record(made[0], CLERK, ResultHandedOver(to="người nộp"))
    store.log.record(made[1], CLERK, SupplementAsked(number="S-1", missing=(), reason="thiếu"))
    store.log.record(made[3], CLERK, DossierVoided(reason="nhập nhầm", confirmed_by=ClerkId("hai")))
    let_lie(store, ages)
    assert [row.code[-1] for row in store.dossiers.page(order="due")] == ["2", "4", "1", "3", "0"]
    ahead = store.dossiers.page(order="due", limit=4)
    assert [row.code[-1] for row in store.dossiers.page(order="due", after=ahead[-1])] == ["0"]
    assert ahead[-1].due_at == now + timedelta(days=4)  # the date itself stays to be read


def test_a_span_of_due_dates_has_those_at_work_alone_and_ends_before_its_end(store: Store, ages: str) -> None:
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    made = []
    for place, hours in enumerate((-48, -1, 0, 1, 24, None)):
        due = None if hours is None else now + timedelta(hours=hours)
        made.append(take_in(store, f"{STEM}-{place:04d}", intake(), due))
        let_lie(store, ages, half=place == 2)
    store.log.record(made[1], CLERK, ResultHandedOver(to="người nộp"))
    overdue = DueSpan(before=now)
    soon = DueSpan(since=now, before=now + timedelta(days=1))
    for span, codes in ((overdue, ["0"]), (soon, ["2", "3"]), (DueSpan(since=now, before=now), [])):
        assert [row.code[-1] for row in store.dossiers.page(due=span)] == codes
        assert store.dossiers.count(due=span) == len(codes)
    first = store.dossiers.page(due=soon, limit=1)[-1]
    assert [row.code[-1] for row in store.dossiers.page(due=soon, after=first)] == ["3"]


def test_the_row_names_who_handed_in_for_the_owner_and_nobody_where_that_is_the_owner(store: Store) -> None:
    take_in(store, f"{STEM}-0001", intake("Nguyễn Văn Mẫu"))
    take_in(store, f"{STEM}-0002", intake("Nguyễn Văn Mẫu", owner="Hợp tác xã Thử Nghiệm"))
    assert [(row.owner, row.submitter) for row in store.dossiers.page()] == [
        ("Hợp tác xã Thử Nghiệm", "Nguyễn Văn Mẫu"),
        ("Nguyễn Văn Mẫu", ""),
    ]


def test_a_status_narrows_the_list_and_its_count(store: Store, clock: TurnedClock, ages: str) -> None:
    for day in range(3):
        for number in range(2):
            take_in(store, f"{STEM}-{day}{number:03d}", intake())
        store.log.record(
            new_dossier_id(),
            CLERK,
            SupplementAsked(number=f"{STEM}-9{day:03d}", missing=(), reason="", intake=intake()),
        )
        let_lie(store, ages, half=day == 1)
        clock.turn(days=1)
    rows = store.dossiers
    assert (rows.count(), rows.count(DossierStatus.RECEIVED), rows.count(DossierStatus.SUPPLEMENT)) == (9, 6, 3)
    assert rows.count(DossierStatus.VOIDED) == 0
    assert [r.code[-4:] for r in rows.page(status=DossierStatus.RECEIVED)] == [
        "2001",
        "2000",
        "1001",
        "1000",
        "0001",
        "0000",
    ]
    assert {r.slip for r in rows.page(status=DossierStatus.SUPPLEMENT)} == {f"{STEM}-9{day:03d}" for day in range(3)}


def test_of_one_name_the_newest_come_first_and_those_without_a_name_before_all(store: Store, ages: str) -> None:
    for place, name in enumerate(("Lê An", "", "Lê An", "Đỗ An", "Lê An")):
        take_in(store, f"{STEM}-{place:04d}", intake(name))
        let_lie(store, ages, half=place == 2)
    assert [row.code[-1] for row in store.dossiers.page(order="name")] == ["1", "3", "4", "2", "0"]


def test_a_dossier_is_found_by_its_code_or_the_number_of_its_slip(store: Store, ages: str) -> None:
    id_ = take_in(store, f"{STEM}-0001", intake())
    asked = SupplementAsked(number=f"{STEM}-0002", missing=(), reason="thiếu", intake=intake())
    other = new_dossier_id()
    store.log.record(other, CLERK, asked)
    let_lie(store, ages, half=True)
    assert [found.id for code in ("0001", "0002") if (found := store.dossiers.by_code(f"{STEM}-{code}"))] == [
        id_,
        other,
    ]
    assert [store.dossiers.code_of(one) for one in (id_, other, new_dossier_id())] == [f"{STEM}-0001", "", ""]
    assert store.dossiers.by_code(f"{STEM}-0003") is None
    assert store.dossiers.by_code(f"{STEM}-000") is None
    assert store.dossiers.by_code("") is None


def test_the_last_number_used_counts_codes_and_slips_of_the_block_alone(store: Store, ages: str) -> None:
    assert store.dossiers.last_number(STEM, 3001, 3999) is None
    take_in(store, f"{STEM}-3001", intake())
    take_in(store, f"{STEM}-3007", intake())
    take_in(store, f"{STEM}-4100", intake())
    take_in(store, "H99.99.99-261124-3500", intake())
    let_lie(store, ages, half=True)
    assert store.dossiers.last_number(STEM, 3001, 3999) == 3007
    store.log.record(
        new_dossier_id(), CLERK, SupplementAsked(number=f"{STEM}-3010", missing=(), reason="", intake=intake())
    )
    let_lie(store, ages)
    assert store.dossiers.last_number(STEM, 3001, 3999) == 3010
    assert store.dossiers.last_number(STEM, 1, 999) is None


def test_earlier_dossiers_of_a_person_are_found_by_the_whole_number_newest_first(store: Store, ages: str) -> None:
    first = take_in(store, f"{STEM}-0001", intake(number="001099000001"))
    take_in(store, f"{STEM}-0002", intake(number="001099000002"))
    let_lie(store, ages, half=True)
    second = take_in(store, f"{STEM}-0003", intake(number="001099000001", owner="Hợp tác xã Mẫu"))
    let_lie(store, ages)
    assert [row.id for row in store.dossiers.by_personal_number("001099000001")] == [second, first]
    assert [row.id for row in store.dossiers.by_personal_number("001099000001", limit=1)] == [second]
    for part in ("00109900000", "", "001099000009"):
        assert store.dossiers.by_personal_number(part) == []


def test_favourites_are_what_was_received_most_in_the_last_thirty_days(
    store: Store, clock: TurnedClock, ages: str
) -> None:
    for procedure in "aaaa":
        take_in(store, f"{STEM}-0001", intake(procedure=procedure))
    clock.turn(days=40)
    for procedure in "bccb" + "cd":
        take_in(store, f"{STEM}-0002", intake(procedure=procedure))
    let_lie(store, ages, half=True)
    clock.now = datetime(2027, 1, 2, 17, 0, tzinfo=UTC)  # midnight on the office wall: the next day
    take_in(store, f"{STEM}-0003", intake(procedure="d"))
    let_lie(store, ages)
    today = date(2027, 1, 2)
    assert store.dossiers.favourites(today, 9) == ["c", "b", "d"]
    assert store.dossiers.favourites(today, 1) == ["c"]
    assert store.dossiers.favourites(date(2026, 11, 30)) == ["a"]


def test_tickets_of_a_day_come_in_the_order_they_were_drawn(store: Store) -> None:
    today, yesterday = date(2026, 11, 23), date(2026, 11, 22)
    drawn = []
    for day, number in ((yesterday, "A009"), (today, "A002"), (today, "A001"), (yesterday, "A010")):
        drawn.append(new_ticket_id())
        store.log.record(drawn[-1], CLERK, TicketIssued(number=number, day=day, services=("x",)))
    assert [row.number for row in store.tickets.of_day(today)] == ["A002", "A001"]
    assert [row.number for row in store.tickets.open_before(today)] == ["A009", "A010"]
    store.log.record(drawn[0], CLERK, TicketClosedAtDayEnd())
    assert [row.number for row in store.tickets.open_before(today)] == ["A010"]
    assert store.tickets.of_day(yesterday)[0].ticket == store.log.ticket(drawn[0])
    assert not store.tickets.of_day(yesterday)[0].open
