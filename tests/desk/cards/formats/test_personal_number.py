from datetime import date

import pytest

from desk.cards.formats.kinds import Caution
from desk.cards.formats.personal_number import disagreements
from models.person import Sex


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
