"""Taken in, signed and returned in one flow: which dossiers, the times of each leg, and no slip unless asked."""

from datetime import timedelta

from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import outcome, process, results
from desk.dossiers.on_the_spot_words import legs_words
from desk.intake import intake
from models.clerk import Role
from models.events import PaidBy
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.on_the_spot import Legs, is_on_the_spot, legs
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_, at
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete


def told(desk: Desk, dossier: Dossier) -> str:
    return legs_words(legs(desk.store.log.history(dossier.id)))


def test_procedures_marked_in_the_catalogue_are_done_on_the_spot_and_no_others(desk: Desk) -> None:
    assert is_on_the_spot(desk.processes, intake.take_in(desk, complete(desk, COPIES)))
    assert not is_on_the_spot(desk.processes, intake.take_in(desk, complete(desk, RESIDENCE)))


def test_what_is_done_on_the_spot_needs_no_appointment_slip_unless_asked(desk: Desk) -> None:
    form = complete(desk, COPIES)
    assert not intake.preview(desk, form).receipt_wanted
    assert not intake.take_in(desk, form).receipt_wanted
    assert intake.take_in(desk, replace(form, receipt_wanted=True)).receipt_wanted


def test_with_the_leader_at_hand_every_leg_has_its_time(desk: Desk, clock: TurnedClock) -> None:
    clock.now = at("2026-11-23T08:00")
    dossier = intake.take_in(desk, complete(desk, COPIES, paid_by=PaidBy.CASH))
    assert told(desk, dossier) == "Làm tại chỗ: nhận 08:00; chờ trình ký."
    clock.now += timedelta(minutes=2)
    assert not process.submit(desk, [dossier.id]).refused
    assert told(desk, dossier) == "Làm tại chỗ: nhận 08:00, trình ký 08:02; chờ ký."
    clock.now += timedelta(minutes=8)
    assert not outcome.decide(as_(desk, "lanhdao", Role.LEADER), [dossier.id]).refused
    assert told(desk, dossier) == "Làm tại chỗ: nhận 08:00, trình ký 08:02, ký 08:10; chờ về quầy."
    clock.now += timedelta(minutes=1)
    outcome.check_in(desk, dossier.id)
    assert told(desk, dossier).endswith("về quầy 08:11; chờ trả.")
    clock.now += timedelta(minutes=1)
    assert results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu").status is DossierStatus.HANDED_OVER
    assert told(desk, dossier) == (
        "Làm tại chỗ: nhận 08:00, trình ký 08:02, ký 08:10, về quầy 08:11, trả 08:12; mất 12 phút."
    )


def test_by_courier_the_carrier_is_named_and_the_signed_paper_is_checked_in_with_its_signer(
    desk: Desk, clock: TurnedClock
) -> None:
    clock.now = at("2026-11-23T14:55")
    dossier = intake.take_in(desk, complete(desk, COPIES, paid_by=PaidBy.CASH))
    process.submit(desk, [dossier.id], courier="Lý Văn Tư")
    clock.now = at("2026-11-25T08:30")
    outcome.check_in(desk, dossier.id, signed_by="Phạm Thị Mẫu")
    assert told(desk, dossier) == (
        "Làm tại chỗ: nhận 14:55, trình ký 14:55 (Lý Văn Tư mang đi), ký 08:30 25/11, về quầy 08:30 25/11; chờ trả."
    )


def test_of_what_is_laid_before_the_leader_twice_the_last_time_counts(desk: Desk, clock: TurnedClock) -> None:
    clock.now = at("2026-11-23T08:00")
    dossier = intake.take_in(desk, complete(desk, COPIES))
    process.submit(desk, [dossier.id], courier="Lý Văn Tư")
    process.give_back(as_(desk, "lanhdao", Role.LEADER), [dossier.id], "thiếu dấu")
    clock.now += timedelta(minutes=5)
    assert not process.submit(desk, [dossier.id]).refused
    assert told(desk, dossier) == "Làm tại chỗ: nhận 08:00, trình ký 08:05; chờ ký."


def test_nothing_is_said_of_what_was_not_taken_in_and_minutes_not_of_what_took_none() -> None:
    assert not legs_words(Legs())
    now = at("2026-11-23T08:00")
    assert legs_words(Legs(received=now, returned=now)) == "Làm tại chỗ: nhận 08:00, trả 08:00; xong ngay."
