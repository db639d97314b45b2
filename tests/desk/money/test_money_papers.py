"""Papers of money: what was given back, where takings went, the closing slip on a roll; each copy counted."""

from dataclasses import replace as with_

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.money import money_papers, payments, receipts, shifts
from desk.money.money_papers import NoPaperOfMoney
from desk.prints.print_jobs import PrintJob, deliver, unprinted
from desk.staff import second_person
from desk.views.open_desk import OpenDesk
from desk.views.view_models import DossierView
from models.events import Form, PaidBy
from models.money import Counted
from models.subjects.dossier import Dossier
from models.subjects.payment import Payment
from models.subjects.shift import Shift
from tests.desk.money.test_payments import LEADER, give_back, leased, pool, receipts_of, staffed, taken_in
from tests.desk.power_cut import written_with_its_papers

__all__ = ["staffed"]


def out(desk: Desk, job: PrintJob) -> PrintJob:
    deliver(job, lambda work: work(desk))
    return job


def said(job: PrintJob) -> str:
    return str(job.sheet.blocks)


@pytest.fixture
def paid(staffed: Desk) -> tuple[Desk, Dossier, Payment]:
    desk = leased(staffed, pool(staffed))
    dossier = taken_in(desk)
    return desk, dossier, payments.take(desk, [dossier.id])


def test_the_slip_of_money_given_back_names_both_who_gave_it_and_what_became_of_the_receipt(
    paid: tuple[Desk, Dossier, Payment],
) -> None:
    desk, dossier, payment = paid
    with pytest.raises(NoPaperOfMoney):
        money_papers.refund_job(desk, payment.id)
    assert money_papers.refund_jobs(desk, dossier) == ()
    (job,) = money_papers.refund_jobs(desk, give_back(desk, dossier, 1_000))
    assert (job.form, job.copy, job.subject) == (Form.REFUND_SLIP, 1, payment.id)
    told = said(out(desk, job))
    for words in ("Người lanhdao", "1.000", "Một nghìn đồng", "Thu nhầm", "26TAB-00000001", "bằng 26TAB-00000002"):
        assert words in told


def test_amounts_are_read_as_the_office_reads_them(paid: tuple[Desk, Dossier, Payment]) -> None:
    desk, _, payment = paid
    (receipt,) = receipts_of(desk, payment)
    southern = replace(desk.settings, money=replace(desk.settings.money, southern_words=True))
    assert "Bốn nghìn đồng" in said(out(desk, money_papers.receipt_job(desk, receipt.id)))
    assert "Bốn ngàn đồng" in said(money_papers.receipt_job(with_(desk, settings=southern), receipt.id))


def test_the_window_gets_the_slip_with_the_dossier_once_the_second_person_has_confirmed(
    paid: tuple[Desk, Dossier, Payment],
) -> None:
    desk, dossier, _ = paid
    work, given = OpenDesk(desk).dossiers, (4_000, "Thu nhầm", PaidBy.CASH)
    tried = work.begin_second(dossier.id, "give_back_fee", given, LEADER)
    shown = work.confirm(dossier.id, "give_back_fee", given, tried, fits=True)
    assert isinstance(shown, DossierView)
    assert [job.form for job in shown.papers] == [Form.REFUND_SLIP]


def test_a_second_return_has_a_slip_of_its_own_though_the_first_waits_for_a_printer(
    paid: tuple[Desk, Dossier, Payment],
) -> None:
    desk, dossier, payment = paid
    (first,) = money_papers.refund_jobs(desk, give_back(desk, dossier, 1_000))
    assert money_papers.refund_job(desk, payment.id).key == first.key
    desk.clock.turn(seconds=60)  # type: ignore[attr-defined] # the tests' clock
    (second,) = money_papers.refund_jobs(desk, give_back(desk, dossier, 3_000))
    assert (second.copy, len(unprinted(desk))) == (1, 2)
    assert ("3.000" in said(second), "đã hủy" in said(second)) == (True, True)
    out(desk, second)
    assert money_papers.refund_job(desk, payment.id).copy == 2


def test_what_two_payments_gave_back_at_once_is_one_slip(staffed: Desk) -> None:
    desk = leased(staffed, pool(staffed))
    dossier = taken_in(desk)
    for amount in (1_000, 3_000):
        payments.take(desk, [dossier.id], amounts={dossier.id: amount})
    (job,) = money_papers.refund_jobs(desk, give_back(desk, dossier, 4_000))
    assert all(words in said(job) for words in ("4.000", "26TAB-00000001", "26TAB-00000002"))
    older, younger = (payments.by_id(desk, id_) for id_ in desk.store.log.dossier(dossier.id).payments)
    assert (job.subject, older.back[0].number) == (younger.id, younger.back[0].number)
    assert money_papers.refund_job(desk, older.id).key == job.key


def test_again_prints_what_is_in_force_and_a_void_receipt_only_where_nothing_is(
    paid: tuple[Desk, Dossier, Payment],
) -> None:
    desk, _, payment = paid
    (old,) = receipts_of(desk, payment)
    new = receipts.replace_receipt(desk, old.id, receipts.Payer(name="Trần Thị Mẫu"), "sai tên")
    assert [job.subject for job in money_papers.payment_jobs_again(desk, payment.id)] == [new.id]
    tried = second_person.begin(desk, LEADER)
    receipts.void(desk, new.id, "lập nhầm", tried, fits=True)
    money_papers.give_up_waiting(desk, new.id, "lập nhầm")
    assert unprinted(desk) == ()
    with pytest.raises(receipts.NoReceiptInForce):
        receipts.in_force(desk, payment.id)
    assert [
        [words for words in ("ĐÃ THAY THẾ", "ĐÃ HỦY") if words in said(job)]
        for job in money_papers.payment_jobs_again(desk, payment.id)
    ] == [["ĐÃ THAY THẾ"], ["ĐÃ HỦY"]]


@pytest.fixture
def closed(desk: Desk) -> tuple[Desk, Shift]:
    shifts.open_shift(desk, (Counted(note=50_000, pieces=2),))
    paid = payments.take(desk, [taken_in(desk).id])
    return desk, shifts.close(desk, paid.shift, total=104_000)


def test_takings_handed_over_and_paid_in_each_have_a_paper_with_both_names(closed: tuple[Desk, Shift]) -> None:
    desk, shift = closed
    for job in (money_papers.takings_job, money_papers.deposit_job):
        with pytest.raises(NoPaperOfMoney):
            job(desk, shift.id)
    shifts.hand_over(desk, shift.id, "Lê Thị Thủ Quỹ")
    handed = out(desk, money_papers.takings_job(desk, shift.id))
    assert all(words in said(handed) for words in ("Lê Thị Thủ Quỹ", "4.000", "Bốn nghìn đồng", "CA."))
    for amount, left in ((1_000, "3.000"), (3_000, "0")):
        shifts.deposit(desk, shift.id, amount, "Kho bạc Nhà nước thử", "0017")
        paid_in = money_papers.deposit_job(desk, shift.id)
        assert (paid_in.copy, f"value='{left}'" in said(paid_in)) == (1, True)
    again = money_papers.shift_jobs_again(desk, shift.id)
    assert [job.form for job in again] == [Form.SHIFT_SLIP, Form.TAKINGS_NOTE, Form.DEPOSIT_NOTE]
    assert [job.copy for job in again] == [1, 2, 1]  # the last deposit's list was not out yet


@pytest.mark.parametrize(
    ("papers", "tickets", "form"),
    [("", "", Form.SHIFT_SLIP), ("", "usb:0416:5011", Form.SHIFT_ROLL), ("pdf:/x", "usb:0416:5011", Form.SHIFT_SLIP)],
)
def test_the_closing_slip_goes_to_the_roll_where_no_other_printer_is_set(
    closed: tuple[Desk, Shift], papers: str, tickets: str, form: Form
) -> None:
    desk, shift = closed
    printers = replace(desk.settings.printers, papers=papers, tickets=tickets)
    desk = with_(desk, settings=replace(desk.settings, printers=printers))
    assert money_papers.shift_job(desk, shift.id).form is form


def test_money_is_given_back_with_its_slip_or_not_at_all(
    paid: tuple[Desk, Dossier, Payment], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, dossier, _ = paid
    work, given = OpenDesk(desk).dossiers, (4_000, "Thu nhầm", PaidBy.CASH)
    tried = work.begin_second(dossier.id, "give_back_fee", given, LEADER)
    written_with_its_papers(
        desk, monkeypatch, lambda: work.confirm(dossier.id, "give_back_fee", given, tried, fits=True)
    )
    assert desk.store.log.dossier(dossier.id).taken == 0
