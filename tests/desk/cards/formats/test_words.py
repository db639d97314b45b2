"""Words that may stand in a name, and those that only a keyboard makes of digits and brackets."""

import pytest

from desk.cards.formats.words import is_word
from tests.fakes.citizens import FAMILY, GIVEN, MIDDLE
from tests.fakes.typed_scans import NAMES


def test_every_common_name_is_made_of_words() -> None:
    assert [word for name in (*FAMILY, *MIDDLE, *GIVEN) for word in name.split() if not is_word(word)] == []


def test_nearly_every_name_of_the_54_peoples_is_too() -> None:
    words = {word for name in NAMES for word in name.split()}
    assert {word for word in words if not is_word(word)} <= {"Blúp", "Bríu", "Coor", "Bh'nướch", "Ñŏm"}


@pytest.mark.parametrize(
    "word",
    [
        "Nghiơm",
        "Mônh",
        "ơhị",
        "âựn",
        "ôoong",
        "Alắngg",
        "K'Ưnng",
        "VĂNƯ",
        "HƯu",
        "ZÂrâm",
        "M\u0300u",
        "ơ",
        "",
        "'",
        "mATT",
    ],
)
def test_what_nobody_writes_is_none(word: str) -> None:
    assert not is_word(word)
