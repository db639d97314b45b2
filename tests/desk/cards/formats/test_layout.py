"""Digits that a keyboard layout made letters of are digits again, and an address is right or open."""

import unicodedata

import pytest

from desk.cards.formats.layout import without_layout
from tests.fakes.vietnamese_layout import ROW

CARD = "001190000001|012345678|Nguyễn Thị Mẫu|15031990|Nữ|{}|01072022||||"


@pytest.mark.parametrize("digits", ["0123456789", "5987", "59", "95", "190590", "11223344556677889900"])
def test_every_digit_comes_back(digits: str) -> None:
    assert without_layout(digits.translate(ROW)) == digits


def test_signs_that_were_composed_are_taken_apart() -> None:
    assert without_layout(unicodedata.normalize("NFC", "119045".translate(ROW))) == "119045"


@pytest.mark.parametrize("text", ["", "Nguyen Van Mau", "Tân 1", "a|b|c", "001190000001|x"])
def test_what_has_digits_or_no_such_letters_is_left(text: str) -> None:
    assert without_layout(text) is None


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("Số 12, Thôn Tân Lập, Xã Đắk Mẫu", "Số 12, Thôn Tân Lập, Xã Đắk Mẫu"),
        ("Tổ 5, Ấp Xuân Đông, Huyện Hương Sơn", "Tổ 5, Ấp Xuân Đông, Huyện Hương Sơn"),
        ("Số 10/2, Buôn Kông, Tỉnh Thử", "Số 10/2, Buôn Kông, Tỉnh Thử"),
        ("Lô B3, Khu Mẫu", "?"),
        ("Số 04, Khu Mẫu", "?"),
        ("Thôn 3A", "?"),
    ],
)
def test_an_address_of_a_scanner_with_marks_is_right_or_open(address: str, read: str) -> None:
    field = (without_layout(CARD.format(address).translate(ROW)) or "").split("|")[5]
    assert ("?" in field) if read == "?" else field == read


def test_of_a_scanner_without_marks_every_such_letter_of_the_address_is_a_digit() -> None:
    card = "001190000001||Nguyen Thi Mau|15031990|Nu|Lo B3, So 04/5, Thon 3A|01072022"
    assert without_layout(card.translate(ROW)) == card
    assert without_layout(card.translate(ROW).upper()) == card.upper()
