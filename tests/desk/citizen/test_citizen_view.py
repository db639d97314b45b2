"""What the citizen is asked for: the office's account, this amount, this reference."""

import pytest

from desk.citizen.citizen_view import CitizenState, intake_view, payment_view
from desk.desk import Desk
from desk.intake import intake
from desk.money import payments
from desk.settings import MoneySettings
from desk.words.terms import moment
from models.codes.vietqr import BankBinMalformed, vietqr_text
from tests.desk.intake.test_intake import COPIES, complete

MONEY = MoneySettings(bank_bin="970405", bank_name="Agribank", account="1500200000001", account_holder="UBND XA MAU")


def test_a_payment_is_asked_for_into_the_account_of_the_settings() -> None:
    view = payment_view(MONEY, 8_000, "MCEYRQ1QJ1DTQ", name="Lý Thị Ví Dụ")
    assert view.state is CitizenState.PAYMENT
    assert view.qr == vietqr_text("970405", "1500200000001", 8_000, "MCEYRQ1QJ1DTQ")
    assert (view.bank, view.account, view.holder) == ("Agribank", "1500200000001", "UBND XA MAU")
    assert (view.name, view.amount, view.reference) == ("Lý Thị Ví Dụ", 8_000, "MCEYRQ1QJ1DTQ")


def test_an_office_without_an_account_shows_no_code() -> None:
    with pytest.raises(BankBinMalformed) as refused:
        payment_view(MoneySettings(), 8_000, "MCEYRQ1QJ1DTQ")
    assert refused.value.sentence.startswith("Chưa có mã ngân hàng")


def test_a_dossier_taken_in_is_told_with_its_due_date_and_what_is_still_to_be_paid(desk: Desk) -> None:
    owing = intake.take_in(desk, complete(desk, COPIES, pages=1, copies=4))
    view = intake_view(owing)
    assert (view.state, view.name, view.amount) == (CitizenState.DOSSIER, "Nguyễn Văn Mẫu", 8_000)
    assert view.procedure == owing.intake.procedure.name if owing.intake else ""
    assert view.note == f"Mã hồ sơ {owing.code}"
    assert owing.due is not None
    assert owing.due.at is not None
    assert view.due == moment(owing.due.at)
    payments.take(desk, [owing.id])
    assert intake_view(desk.store.log.dossier(owing.id)).amount == 0
