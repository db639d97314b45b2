"""A payment request read back from its PDF: its code is what a bank's app reads."""

from dataclasses import replace as with_

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.money import money_papers, payments
from desk.prints import print_jobs
from desk.views.open_desk import OpenDesk
from models.codes.vietqr import AccountMalformed, BankBinMalformed, vietqr_text
from models.events import Form, PaymentAsked
from printing.layout.pdf import pdf
from tests.desk.intake.test_drafts import PulledPlugError, pull
from tests.desk.money.test_payments import taken_in
from tests.printing.reading import codes, pictures, texts, whole_text


@pytest.fixture
def at_bank(desk: Desk) -> Desk:
    """A desk whose office has an account."""
    money = replace(
        desk.settings.money,
        bank_bin="970405",
        bank_name="Ngân hàng Nông nghiệp và Phát triển Nông thôn",
        account="ABCDEFGHJKM12345678",
        account_holder="TRUNG TAM PHUC VU HANH CHINH CONG PHUONG HOAN KIEM",
    )
    return with_(desk, settings=replace(desk.settings, money=money))


@pytest.mark.parametrize("dossiers", [1, 4])
def test_a_payment_request_is_one_page_whose_code_names_account_amount_and_reference(
    at_bank: Desk, dossiers: int
) -> None:
    desk = at_bank
    asked = payments.ask(desk, [taken_in(desk).id for _ in range(dossiers)])
    job = money_papers.request_job(desk, asked.id)
    paper = pdf(job.sheet)
    assert len(texts(paper)) == 1
    for dpi in (203, 300):
        found = codes(pictures(paper, dpi)[0])["QRCode"]
        assert found == vietqr_text("970405", "ABCDEFGHJKM12345678", 4_000 * dossiers, asked.reference)
    for words in (asked.reference, "ABCDEFGHJKM12345678", "không phải là biên lai", "Nguyễn Văn Mẫu"):
        assert words in whole_text(paper)
    assert payments.by_id(desk, asked.id).copies == 1
    print_jobs.deliver(job, lambda work: work(desk))
    assert money_papers.request_job(desk, asked.id).copy == 2


def test_a_request_is_refused_for_what_is_paid_given_up_or_without_an_account(at_bank: Desk, desk: Desk) -> None:
    dossier = taken_in(at_bank)
    with pytest.raises(BankBinMalformed):
        OpenDesk(desk).payments.request([dossier.id])
    assert not any(isinstance(one.event, PaymentAsked) for one in desk.store.log.events())
    half = replace(desk.settings, money=replace(desk.settings.money, bank_bin="970405"))
    with pytest.raises(AccountMalformed):
        money_papers.require_account(with_(desk, settings=half))
    assert OpenDesk(at_bank).payments.request([dossier.id]).form is Form.PAYMENT_REQUEST
    (asked,) = payments.waiting_of(desk, [dossier.id])
    payments.give_up(desk, asked.id, "Trả tiền mặt")
    with pytest.raises(payments.PaymentNotAwaited):
        money_papers.request_job(at_bank, asked.id)
    payments.confirm(at_bank, payments.ask(at_bank, [dossier.id]).id)
    with pytest.raises(payments.PaymentTakenAlready):
        money_papers.request_job(at_bank, at_bank.store.log.dossier(dossier.id).payments[0])


def test_a_transfer_is_waited_for_with_its_paper_or_not_at_all(at_bank: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = taken_in(at_bank)
    with monkeypatch.context() as cut:
        cut.setattr(at_bank.store.print_jobs, "put", pull)
        with pytest.raises(PulledPlugError):
            OpenDesk(at_bank).payments.request([dossier.id])
    assert not payments.waiting_of(at_bank, [dossier.id])
    OpenDesk(at_bank).payments.request([dossier.id])
    assert len(payments.waiting_of(at_bank, [dossier.id])) == 1
