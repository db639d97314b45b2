"""Large and small letters that Caps Lock turned are turned back where the words show it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cards.formats.caps_lock import without_caps_lock
from desk.cards.samples import citizen, qr_text
from models.person import Person

SMALL_AND_LARGE = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


@given(st.builds(citizen, st.integers(0, 999)))
def test_a_card_is_turned_back_whether_letters_with_marks_were_turned_or_not(person: Person) -> None:
    text = qr_text(person, new_card=True)
    assert without_caps_lock(text.swapcase()) == text
    assert without_caps_lock(text.translate(SMALL_AND_LARGE)) == text
    assert without_caps_lock(text) is None


@pytest.mark.parametrize("text", ["", "nguyễn văn mẫu", "NGUYỄN VĂN MẪU", "iPhone", "Nguyễn Văn mẪU", "123|456", "aB"])
def test_what_does_not_show_it_stays(text: str) -> None:
    assert without_caps_lock(text) is None


def test_a_name_in_capitals_came_small_and_the_address_shows_it() -> None:
    assert without_caps_lock("nguyễn văn mẫu|nAM|sỐ 1, tHÔN mẪU") == "NGUYỄN VĂN MẪU|Nam|Số 1, Thôn Mẫu"
