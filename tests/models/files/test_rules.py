"""Rules said in a type: found by key, kept by what is read, told with the whole range."""

from enum import StrEnum
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta, Struct

from models.files.rules import KeyRule, convert, key_of, rules_of, values_of, with_value
from models.words.shape_words import shape_words


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(Struct, frozen=True, kw_only=True):
    speed: Annotated[int, Meta(ge=1, le=9)] = 3
    free: int = 0


class Outer(Struct, frozen=True, kw_only=True):
    share: Annotated[float, Meta(ge=0.5, le=2)]
    letter: Annotated[str, Meta(pattern=r"\A[A-Z]\Z", examples=["A"])] = "B"
    colour: Colour = Colour.RED
    one: Inner | None = None
    more: tuple[Inner, ...] = ()


def test_every_rule_is_found_by_its_key_with_its_default() -> None:
    assert rules_of(Outer) == {
        "share": KeyRule(least=0.5, most=2),
        "letter": KeyRule(pattern=r"\A[A-Z]\Z", example="A", default="B"),
        "colour": KeyRule(choices=("red", "blue"), default=Colour.RED),
        "one.speed": KeyRule(least=1, most=9, default=3),
        "more.speed": KeyRule(least=1, most=9, default=3),
    }


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("share", (0.5, 1, 2.0), (0.49, 2.01, float("nan"), "1", None)),
        ("letter", ("A", "Z"), ("", "AB", "a", "A\n", None)),
        ("colour", ("red", Colour.BLUE), ("green", None)),
        ("one.speed", (1, 9), (0, 10, None)),
    ],
)
def test_a_rule_allows_what_keeps_it(key: str, good: tuple[object, ...], bad: tuple[object, ...]) -> None:
    rule = rules_of(Outer)[key]
    assert [rule.allows(value) for value in (*good, *bad)] == [True] * len(good) + [False] * len(bad)


@pytest.mark.parametrize(
    ("plain", "key", "words"),
    [
        ({"share": 3}, "share", "cần một số từ 0.5 đến 2 ở share"),
        ({"share": 0.1}, "share", "cần một số từ 0.5 đến 2 ở share"),
        ({"share": 1, "letter": "AB"}, "letter", "cần chữ dạng như “A” ở letter"),
        ({"share": 1, "colour": "green"}, "colour", "cần một trong: red, blue ở colour"),
        ({"share": 1, "one": {"speed": 10}}, "one.speed", "cần một số từ 1 đến 9 ở one.speed"),
        ({"share": 1, "more": [{}, {"speed": 0}]}, "more.speed", "cần một số từ 1 đến 9 ở more[1].speed"),
        ({"share": "1"}, "share", "cần số ở share"),
        ({}, "", "thiếu mục “share”"),
    ],
)
def test_what_is_against_a_rule_is_refused_with_all_that_is_wanted(plain: object, key: str, words: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        convert(plain, Outer)
    assert key_of(refused.value) == key
    assert shape_words(str(refused.value)) == words


def test_values_are_read_and_replaced_by_key() -> None:
    made = Outer(share=1, more=(Inner(speed=1), Inner(speed=2)))
    assert (values_of(made, "share"), values_of(made, "one.speed"), values_of(made, "more.speed")) == ([1], [], [1, 2])
    assert with_value(Outer(share=1, one=Inner()), "one.speed", 7).one == Inner(speed=7)
