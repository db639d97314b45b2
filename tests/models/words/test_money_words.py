"""Amounts as receipts write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.words.money_words import LARGEST, change_in_words, in_figures, in_words, read_amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (91, "Chín mươi mốt đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (115, "Một trăm mười lăm đồng"),
        (500, "Năm trăm đồng"),
        (999, "Chín trăm chín mươi chín đồng"),
        (1_000, "Một nghìn đồng"),
        (1_001, "Một nghìn không trăm linh một đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (2_000, "Hai nghìn đồng"),
        (15_000, "Mười lăm nghìn đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (24_000, "Hai mươi tư nghìn đồng"),
        (25_000, "Hai mươi lăm nghìn đồng"),
        (104_000, "Một trăm linh bốn nghìn đồng"),
        (200_000, "Hai trăm nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (1_005_010, "Một triệu không trăm linh năm nghìn không trăm mười đồng"),
        (10**9, "Một tỷ đồng"),
        (10**9 + 1, "Một tỷ không trăm linh một đồng"),
        (21 * 10**9, "Hai mươi mốt tỷ đồng"),
        (10**12, "Một nghìn tỷ đồng"),
        (10**12 + 5 * 10**9, "Một nghìn không trăm linh năm tỷ đồng"),
        (10**15, "Một triệu tỷ đồng"),
    ],
)
def test_an_amount_is_said_as_a_cashier_says_it(amount: int, words: str) -> None:
    assert in_words(amount) == words


def test_the_south_says_le_and_ngan() -> None:
    assert in_words(104_000, southern=True) == "Một trăm lẻ bốn ngàn đồng"
    assert in_words(1_000_001, southern=True) == "Một triệu không trăm lẻ một đồng"
    assert in_words(10**12, southern=True) == "Một ngàn tỷ đồng"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("1000001", 1_000_001),
        ("1.000.001", 1_000_001),
        ("1,000,001 VNĐ", 1_000_001),
        ("15 000đ", 15_000),
        (" 15.000 đồng ", 15_000),
        ("0000000000000000000000005", 5),
        (str(LARGEST), LARGEST),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: int) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "-5", "1.5", "1.00", "1.000,50", "1.000.00", "12.3456", "mười", "١٢", "5 USD", str(LARGEST + 1), "9" * 9000],
)
def test_what_is_no_whole_amount_is_not_guessed(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("amount", [-1, LARGEST + 1])
def test_an_amount_without_words_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=str(amount)):
        in_words(amount)


@pytest.mark.parametrize(("amount", "text"), [(0, "0"), (999, "999"), (15_000, "15.000"), (1_234_567, "1.234.567")])
def test_thousands_are_parted_by_a_dot(amount: int, text: str) -> None:
    assert in_figures(amount) == text


VALUES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
VALUES |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def heard(words: list[str]) -> int:
    """The amount somebody writes down who hears these words."""
    for word, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("trăm", 100)):
        if word in words:
            place = len(words) - 1 - words[::-1].index(word)
            return heard(words[:place]) * size + heard(words[place + 1 :])
    if "mười" in words:
        return 10 + heard(words[1:])
    if "mươi" in words:
        return VALUES[words[0]] * 10 + heard(words[2:])
    return VALUES[words[-1]] if words else 0


@given(st.integers(0, LARGEST), st.booleans())
def test_who_hears_the_words_writes_the_same_amount(amount: int, southern: bool) -> None:  # noqa: FBT001
    *words, last = in_words(amount, southern=southern).lower().replace("ngàn", "nghìn").split()
    assert last == "đồng"
    assert heard(words) == amount


@given(st.integers(0, LARGEST))
def test_an_amount_written_with_dots_is_read_again(amount: int) -> None:
    assert read_amount(in_figures(amount)) == read_amount(str(amount)) == amount


def test_a_change_below_zero_is_read_as_a_decrease() -> None:
    assert change_in_words(-104_000, southern=True) == "Giảm một trăm lẻ bốn ngàn đồng"
    assert change_in_words(104_000) == in_words(104_000)
