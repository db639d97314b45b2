"""Exceptions need two people: voiding, and one later appointment."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import four_eyes, lookup, results
from desk.dossiers.four_eyes import AppointmentNotLater, AppointmentOutsideHours, ExceptionWarning, PostponedAlready
from desk.intake import intake
from desk.money import payments
from desk.staff import accounts, second_person, session
from desk.views.open_desk import OpenDesk
from desk.words.history import tell
from models.calendar.clock import from_local
from models.clerk import Role
from models.events import DossierVoided, DueDateChanged, PaidBy
from models.ids import ClerkId
from models.not_allowed import (
    DossierEnded,
    NoSecondPerson,
    NotAllowed,
    ReasonMissing,
    RoleForbids,
    SecondIsFirst,
    SecretMustChange,
    SecretWrong,
    TryLater,
)
from models.subjects.dossier import Dossier, DossierStatus
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers
from tests.desk.staff.test_accounts import PROOF, make

CLERK, LEADER, COLLEAGUE = ClerkId("mot"), ClerkId("lanhdao"), ClerkId("hai")


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A clerk at work who is administrator too, a leader and a colleague."""
    return make(make(make(desk, CLERK), LEADER, Role.LEADER), COLLEAGUE)


def received(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def test_a_void_names_the_second_person_in_event_and_history(staffed: Desk) -> None:
    dossier = received(staffed)
    tried = second_person.begin(staffed, LEADER)
    voided = four_eyes.void(staffed, dossier.id, " Nhập hai lần ", tried, fits=True)
    assert voided.status is DossierStatus.VOIDED
    last = staffed.store.log.history(dossier.id)[-1]
    voiding = DossierVoided(reason="Nhập hai lần", confirmed_by=LEADER, seen=dossier.last_decision)
    assert (last.clerk, last.event) == (CLERK, voiding)
    assert "Người lanhdao cùng xác nhận" in tell(last.event, {LEADER: "Người lanhdao"})
    with pytest.raises(DossierEnded):
        four_eyes.check_void(staffed, dossier.id, "Lại")


def test_nobody_confirms_for_himself_nor_without_the_right(staffed: Desk) -> None:
    with pytest.raises(SecondIsFirst):
        second_person.begin(staffed, CLERK)
    with pytest.raises(RoleForbids):
        second_person.begin(staffed, COLLEAGUE)
    leader = session.sign_in(staffed, accounts.begin_try(staffed, LEADER), fits=True)
    with pytest.raises(NoSecondPerson):
        second_person.begin(leader, COLLEAGUE)


def test_a_try_begun_for_another_purpose_does_not_confirm_either(staffed: Desk) -> None:
    dossier = received(staffed)
    for clerk, no in ((CLERK, SecondIsFirst), (COLLEAGUE, RoleForbids)):
        tried = accounts.begin_try(staffed, clerk)
        with pytest.raises(no):
            four_eyes.void(staffed, dossier.id, "Nhầm", tried, fits=True)
    assert staffed.store.log.dossier(dossier.id).status is DossierStatus.RECEIVED


def test_where_there_is_no_second_account_it_says_so(desk: Desk) -> None:
    with pytest.raises(NoSecondPerson):
        second_person.second_persons(desk)
    with pytest.raises(NoSecondPerson):
        second_person.begin(make(desk, CLERK), LEADER)


def test_a_wrong_pin_confirms_nothing_and_is_throttled_as_at_the_door(staffed: Desk) -> None:
    dossier = received(staffed)
    for _ in range(3):
        tried = second_person.begin(staffed, LEADER)
        with pytest.raises(SecretWrong):
            four_eyes.void(staffed, dossier.id, "Nhầm", tried, fits=False)
    with pytest.raises(TryLater):
        second_person.begin(staffed, LEADER)
    with pytest.raises(TryLater):
        accounts.begin_try(staffed, LEADER)


def test_a_one_time_pin_confirms_nothing(staffed: Desk) -> None:
    accounts.reset(staffed, LEADER, PROOF)
    with pytest.raises(SecretMustChange):
        four_eyes.void(staffed, received(staffed).id, "Nhầm", second_person.begin(staffed, LEADER), fits=True)


def test_a_later_appointment_is_given_once(staffed: Desk) -> None:
    dossier = received(staffed)
    due = at("2026-12-15T10:30")
    tried = second_person.begin(staffed, LEADER)
    after = four_eyes.postpone(staffed, dossier.id, due, "Chờ xác minh", tried, fits=True)
    assert after.due is not None
    assert (after.due.at, after.postponed) == (due, 1)
    last = staffed.store.log.history(dossier.id)[-1].event
    assert last == DueDateChanged(
        due_at=due,
        reason="Chờ xác minh",
        confirmed_by=LEADER,
        seen=dossier.last_decision,
        number=f"{dossier.code[:-4]}{int(dossier.code[-4:]) + 1}",
    )
    assert lookup.by_code(staffed, last.number).id == dossier.id
    assert intake.take_in(staffed, complete(staffed, COPIES)).code[-4:] == str(int(last.number[-4:]) + 1)
    with pytest.raises(PostponedAlready):
        four_eyes.check_postpone(staffed, dossier.id, due + timedelta(days=7), "Nữa")


@pytest.mark.parametrize(
    ("due", "reason", "no"),
    [
        ("2026-11-25T10:30", "Chờ", AppointmentNotLater),
        ("2026-12-13T10:30", "Chờ", AppointmentOutsideHours),
        ("2026-12-15T12:15", "Chờ", AppointmentOutsideHours),
        ("2027-01-01T10:00", "Chờ", AppointmentOutsideHours),
        ("2026-12-15T10:30", " ", ReasonMissing),
    ],
)
def test_an_appointment_is_later_in_working_time_and_has_a_reason(
    staffed: Desk, due: str, reason: str, no: type[NotAllowed]
) -> None:
    dossier = received(staffed)
    with pytest.raises(no):
        four_eyes.check_postpone(staffed, dossier.id, at(due), reason)


@pytest.mark.parametrize(
    ("today", "warnings"),
    [
        ("2026-12-04T16:00", 0),
        ("2026-12-05T08:00", 1),
        ("2026-12-06T08:00", 1),
        ("2026-12-07T08:00", 1),
        ("2026-12-09T08:00", 1),
    ],
    ids=["friday", "saturday", "sunday", "its day", "after it"],
)
def test_notice_of_an_extension_counts_working_days_before_a_monday(
    staffed: Desk, clock: TurnedClock, today: str, warnings: int
) -> None:
    dossier = received(staffed)
    assert dossier.due is not None
    monday = replace(dossier, due=replace(dossier.due, at=at("2026-12-07T17:00")))
    clock.now = at(today)
    assert four_eyes.postpone_warnings(staffed, monday) == (ExceptionWarning.LATE_NOTICE,) * warnings


def test_only_what_was_taken_in_has_an_appointment(staffed: Desk) -> None:
    dossier = received(staffed)
    payments.take(staffed, [dossier.id], PaidBy.CASH, amounts={dossier.id: dossier.owes})
    results.hand_over(staffed, dossier.id, "Nguyễn Văn Mẫu", signed_by="Lý Thị Mẫu")
    with pytest.raises(DossierEnded):
        four_eyes.check_postpone(staffed, dossier.id, at("2026-12-15T10:30"), "Chờ")


def test_what_to_think_of_before_is_told(staffed: Desk, clock: TurnedClock) -> None:
    dossier = received(staffed)
    assert four_eyes.postpone_warnings(staffed, dossier) == ()
    assert dossier.due is not None
    assert dossier.due.at is not None
    clock.now = dossier.due.at - timedelta(hours=8)
    assert four_eyes.postpone_warnings(staffed, dossier) == (ExceptionWarning.LATE_NOTICE,)
    tried = second_person.begin(staffed, LEADER)
    four_eyes.postpone(staffed, dossier.id, at("2026-12-15T10:30"), "Chờ xác minh", tried, fits=True)
    last = staffed.store.log.history(dossier.id)[-1].event
    assert isinstance(last, DueDateChanged)
    assert last.late
    assert "báo muộn" in tell(last)
    paid = intake.take_in(staffed, complete(staffed, COPIES, pages=3, paid_by=PaidBy.CASH))
    assert four_eyes.void_warnings(staffed, paid) == (ExceptionWarning.FEE_TAKEN,)
    assert four_eyes.void_warnings(staffed, dossier) == ()


def test_a_limit_is_extended_with_its_letter_or_not_at_all(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, work = received(staffed), OpenDesk(staffed).dossiers
    given = (at("2026-12-15T10:30"), "Chờ xác minh")
    wrong = work.begin_second(dossier.id, "postpone", given, LEADER)
    head = staffed.store.log.head()
    with pytest.raises(SecretWrong):
        work.confirm(dossier.id, "postpone", given, wrong, fits=False)
    assert staffed.store.log.head().seq == head.seq + 1, "that it was wrong is recorded"
    tried = work.begin_second(dossier.id, "postpone", given, LEADER)
    written_with_its_papers(staffed, monkeypatch, lambda: work.confirm(dossier.id, "postpone", given, tried, fits=True))
    assert staffed.store.log.dossier(dossier.id).postponed == 1
