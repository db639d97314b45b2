"""What the citizen is asked for: the office's account, this amount, this reference."""

import pytest

from desk.citizen.citizen_view import CitizenState, payment_view
from desk.settings import MoneySettings
from models.codes.vietqr import BankBinMalformed, vietqr_text

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
