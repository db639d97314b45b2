"""Digits that a keyboard layout made letters of are digits again, and an address is right or open."""

import unicodedata
from datetime import date

import pytest

from desk.cards.formats.layout import without_layout
from desk.cards.scan import understand
from tests.fakes.vietnamese_layout import ROW, SHIFTED

CARD = "001190000001|012345678|Nguyễn Thị Mẫu|15031990|Nữ|{}|01072022||||"


@pytest.mark.parametrize("digits", ["0123456789", "5987", "59", "95", "190590", "11223344556677889900"])
def test_every_digit_comes_back(digits: str) -> None:
    assert without_layout(digits.translate(ROW)) == digits


def test_signs_that_were_composed_are_taken_apart() -> None:
    assert without_layout(unicodedata.normalize("NFC", "119045".translate(ROW))) == "119045"


@pytest.mark.parametrize("text", ["", "Nguyen Van Mau", "Tân 1", "a|b|c", "001190000001|x", "x|y|Vă|z|Nữ|Lê", "||ă"])
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


def test_what_no_digit_comes_of_is_no_text_of_this_layout_and_ends() -> None:
    """Such a text was read again and again until Python gave up; found by ``tests.fuzz.fuzz_cards``."""
    for text in ("Nu|x|Lê|y", "||L\u0300|ab", "a|b|Vă", "|||||Đô"):
        (scan,) = understand(text.encode(), today=date(2026, 11, 29))
        assert scan.person is None


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Văn Thị Lê", "Văn Thị Lê"),
        ("Nguyễn Thị M4nh", "?"),
        ("Rơ Châm H'Bơih", "Rơ Châm H'Bơih"),
        ("Kpă Y Ƀlô", "Kpă Y Ƀlô"),
        ("Trần [ữu", "?"),
        ("Đinh (Văn", "?"),
    ],
)
def test_a_letter_of_a_name_counts_in_a_word_that_somebody_may_write(name: str, read: str) -> None:
    card = CARD.format("Xã Mẫu").replace("Nguyễn Thị Mẫu", name)
    field = (without_layout(card.translate(ROW | SHIFTED)) or "").split("|")[2]
    assert ("?" in field) if read == "?" else field == read


def test_without_a_letter_that_no_key_writes_such_a_letter_is_open() -> None:
    card = "001190000001||Cao Văn Nam|15031990|Nam|Thôn Lâm, Đông Lâm|01072022".translate(ROW)
    fields = (without_layout(card) or "").split("|")
    assert "?" in fields[2]
    assert "?" in fields[5]
