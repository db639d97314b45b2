"""The commune of an address is written down only when the address says it beyond doubt."""

import pytest

from desk.intake.people import tidy_person
from models.person import Person
from models.places.places import communes, provinces

PROVINCE = provinces()[0]
COMMUNE = communes(PROVINCE.code)[0]


def test_an_address_that_names_a_commune_of_today_gets_its_code() -> None:
    tidy = tidy_person(Person(address=f"  12 Ngõ Mẫu,  {COMMUNE.full_name} "))
    assert tidy.commune_code == COMMUNE.code
    assert tidy_person(tidy) == tidy


def test_a_code_that_is_there_stays() -> None:
    person = Person(address=f"12 Ngõ Mẫu, {COMMUNE.full_name}", commune_code="99999")
    assert tidy_person(person).commune_code == "99999"


@pytest.mark.parametrize(
    "address", ["", COMMUNE.name, f"{COMMUNE.name}, {PROVINCE.name}", "Xã Không Có, Tỉnh Không Có"]
)
def test_where_anything_is_open_no_code_is_invented(address: str) -> None:
    assert tidy_person(Person(address=address)).commune_code == ""
