"""The shipped list of banks: each number once, and such that a VietQR can be made of it."""

from models.catalogue.banks import bank_called, banks
from models.codes.vietqr import vietqr_text


def test_every_bank_has_a_number_of_its_own_that_a_code_can_be_made_of() -> None:
    numbers = [bank.bin for bank in banks()]
    assert len(set(numbers)) == len(numbers) > 20
    for bank in banks():
        assert f"0006{bank.bin}01" in vietqr_text(bank.bin, "1", None)
        assert bank_called(bank.bin) == bank.name


def test_a_bank_that_is_not_listed_has_no_name() -> None:
    assert bank_called("000000") == bank_called("") == ""
