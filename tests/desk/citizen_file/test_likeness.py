"""Who looks like one person: several fields together, never a family name, never twins."""

from datetime import date

import pytest
from msgspec.structs import replace

from desk.citizen_file.likeness import Sign, differs_by_a_slip, likeness
from models.person import Person, Sex

MAU = Person(full_name="Nguyễn Thị Mẫu", born_on=date(1990, 2, 3), address="Thôn Đông, xã Mẫu", phone="0912345678")


@pytest.mark.parametrize(
    "other",
    [
        replace(MAU, full_name="Nguyễn Văn Ví"),
        replace(MAU, full_name="Nguyễn Thị Mùa", phone=""),
        Person(full_name="Nguyễn Thị Mẫu"),
        Person(full_name="Nguyễn Thị Mẫu", born_year=1990, phone=""),
        Person(full_name="Nguyễn Thị Mẫu", born_on=date(1990, 3, 28)),
        replace(MAU, born_on=date(1962, 7, 21), phone=""),
        replace(MAU, sex=Sex.MALE, full_name="Nguyễn Thị Mâu", phone=""),
    ],
    ids=["family name", "twin", "name alone", "name and year", "another birthday", "grandmother", "less than a doubt"],
)
def test_who_is_not_proposed(other: Person) -> None:
    assert not likeness(replace(MAU, sex=Sex.FEMALE), other).possible


@pytest.mark.parametrize(
    "other",
    [
        Person(full_name="Nguyễn Thị Mẫu", born_on=date(1990, 2, 3)),
        replace(MAU, born_on=date(1990, 3, 2), phone=""),
        replace(MAU, phone=""),
    ],
    ids=["same name and day of birth", "day and month changed places", "same name, day and address"],
)
def test_who_is_looked_at_and_no_more(other: Person) -> None:
    found = likeness(MAU, other)
    assert (found.possible, found.likely) == (True, False)


@pytest.mark.parametrize(
    "other",
    [
        replace(MAU, full_name="NGUYEN THI MAU"),
        replace(MAU, old_number="123456789", phone="", address=""),
        replace(MAU, personal_number="001190000010", full_name="Nguyễn Thị Mẫu"),
    ],
    ids=["without marks", "old number on the card", "number typed wrongly"],
)
def test_who_is_likely_one_person(other: Person) -> None:
    card = replace(MAU, personal_number="001190000001", old_number="123456789")
    one = card if other.old_number or other.personal_number else MAU
    assert likeness(one, other).likely


def test_twins_are_told_to_be_perhaps_twins_whatever_speaks_for_them() -> None:
    found = likeness(replace(MAU, full_name="Nguyễn Thị Hoa"), replace(MAU, full_name="Nguyễn Thị Hoà"))
    assert (found.twins, found.likely, found.possible) == (True, False, True)
    numbers = likeness(
        replace(MAU, full_name="Nguyễn Thị Hoa", personal_number="001190000001"),
        replace(MAU, full_name="Nguyễn Thị Hoà", personal_number="001190000934"),
    )
    assert not numbers.possible


def test_one_writing_of_a_name_is_the_same_wherever_its_tone_stands_and_however_it_is_composed() -> None:
    assert Sign.NAME in likeness(Person(full_name="Trần Hòa"), Person(full_name="Trần Hoà")).signs
    assert Sign.NAME in likeness(Person(full_name="Đặng Mỹ"), Person(full_name="Đặng Mĩ")).signs
    assert Sign.NAME_MARKS in likeness(Person(full_name="Đặng Thị Hoà"), Person(full_name="Dang Thi Hoa")).signs


def test_a_slip_is_one_digit_or_two_neighbours() -> None:
    assert differs_by_a_slip("001190000001", "001190000091")
    assert differs_by_a_slip("001190000001", "001190000010")
    assert not differs_by_a_slip("001190000001", "001190100011")
