"""What is said of a call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.voice.words import CHIME, announcement, spoken


def test_a_call_names_letters_and_digits_one_by_one_and_then_the_counter() -> None:
    assert announcement("A012", "3") == (("moi-so", "a", "0", "1", "2"), ("den-quay-so", "3"))


def test_the_words_of_that_call_are_the_sentence_of_the_office() -> None:
    words = " ".join(spoken()[clip] for phrase in announcement("A012", "3") for clip in phrase)
    assert words == "mời số a không một hai đến quầy số ba"


def test_a_counter_of_two_digits_and_a_letter_is_spelled_too() -> None:
    assert announcement("AB7", "12B")[1] == ("den-quay-so", "1", "2", "b")


def test_whose_turn_comes_by_law_is_called_with_other_words() -> None:
    assert announcement("A012", "3", priority=True)[0][0] == "moi-so-uu-tien"


def test_a_repeated_call_says_so_first() -> None:
    assert announcement("A012", "3", again=True)[0] == ("xin-nhac-lai",)


@pytest.mark.parametrize("counter", ["", " ", "—"])
def test_a_counter_with_nothing_to_say_is_left_out(counter: str) -> None:
    assert announcement("A012", counter) == (("moi-so", "a", "0", "1", "2"),)


@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_numbers_and_counters_are_called_every_clip_is_there(number: str, counter: str) -> None:
    there = {*spoken(), CHIME}
    assert {clip for phrase in announcement(number, counter) for clip in phrase} <= there
