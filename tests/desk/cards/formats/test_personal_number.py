from datetime import date

import pytest

from desk.cards.formats.kinds import Caution
from desk.cards.formats.personal_number import century, disagreements, known_prefixes
from models.person import Sex


def test_the_63_prefixes_of_before_the_merger_are_known() -> None:
    assert len(known_prefixes()) == 63
    assert {"001", "019", "020", "079", "096"} <= known_prefixes()
    assert "003" not in known_prefixes()


@pytest.mark.parametrize(("digit", "year"), [("0", 1900), ("1", 1900), ("2", 2000), ("3", 2000), ("9", 2300)])
def test_the_fourth_digit_says_the_century(digit: str, year: int) -> None:
    assert century(f"001{digit}99000001") == year


def test_a_number_that_agrees_warns_of_nothing() -> None:
    assert disagreements("001099000001", date(1999, 1, 1), None, Sex.MALE) == []
    assert disagreements("001305000001", None, 2005, Sex.FEMALE) == []
    assert disagreements("001305000001", None, None, None) == []


@pytest.mark.parametrize(
    ("number", "caution"),
    [
        ("001199000001", Caution.SEX_DIGIT),
        ("001299000001", Caution.CENTURY_DIGIT),
        ("001098000001", Caution.YEAR_DIGITS),
        ("100099000001", Caution.PREFIX_UNKNOWN),
    ],
)
def test_each_contradiction_has_its_caution(number: str, caution: Caution) -> None:
    assert disagreements(number, date(1999, 1, 1), None, Sex.MALE) == [caution]
