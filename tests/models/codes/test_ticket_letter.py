import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codes.ticket_letter import free_letter, is_letter, usual_letter
from models.ids import DeviceId


@pytest.mark.parametrize(("number", "letter"), [(1, "A"), (3, "C"), (26, "Z"), (27, "AA")])
def test_each_machine_usually_has_the_letter_of_its_number(number: int, letter: str) -> None:
    assert usual_letter(DeviceId(number)) == letter


@given(st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True))
def test_no_two_machines_usually_share_a_letter(pair: list[int]) -> None:
    first, second = (usual_letter(DeviceId(number)) for number in pair)
    assert first != second
    assert is_letter(first)


@pytest.mark.parametrize(("number", "taken", "letter"), [(2, "A", "B"), (2, "B", "A"), (27, "", "A"), (2, "AB", "C")])
def test_a_new_machine_gets_the_letter_of_its_number_or_the_next_free_one(number: int, taken: str, letter: str) -> None:
    assert free_letter(DeviceId(number), set(taken)) == letter
