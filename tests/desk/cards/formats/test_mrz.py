import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.cards.formats.kinds import Caution
from desk.cards.formats.mrz import check_digit, zone_at_start
from desk.cards.samples import citizen
from desk.cards.scan import understand_all
from models.person import Person, Sex
from models.text import search_key
from tests.fakes.zones import mrz_lines

TODAY = date(2026, 11, 23)
LINES = (
    "IDVNM1990000184001199000018<<5",
    "9905153F3905151VNM<<<<<<<<<<<6",
    "NGUYEN<<THI<THU<HA<<<<<<<<<<<<",
)


def _person(text: str) -> Person | None:
    zone = zone_at_start(text, TODAY)
    return zone.person if zone else None


def _with_digits(one: str, two: str, three: str) -> str:
    """The three lines with the document's, the dates' and the composite check digits made right."""
    one = one[:14] + check_digit(one[5:14]) + one[15:29] + check_digit(one[15:29])
    two = two[:6] + check_digit(two[:6]) + two[7:14] + check_digit(two[8:14]) + two[15:29]
    return one + two + check_digit(one[5:30] + two[0:7] + two[8:15] + two[18:29]) + three


@pytest.mark.parametrize("between", ["", "\n", "\r"])
def test_a_zone_is_read(between: str) -> None:
    zone = zone_at_start(between.join(LINES), TODAY)
    assert zone is not None
    assert zone.person == Person(
        full_name="NGUYEN THI THU HA",
        personal_number="001199000018",
        born_on=date(1999, 5, 15),
        sex=Sex.FEMALE,
    )
    assert zone.expires_on == date(2039, 5, 15)
    assert zone.cautions == (Caution.NAME_WITHOUT_MARKS,)
    assert zone.length == 90 + 2 * len(between)


def test_any_changed_character_of_the_first_two_lines_is_noticed() -> None:
    text = "".join(LINES)
    true = _person(text) or Person()
    for place in range(60):
        for other in string.ascii_uppercase + string.digits + "<":
            person = _person(text[:place] + other + text[place + 1 :])
            # Sex stands in no check digit of ICAO 9303, and A weighs as much as 0, K as much as A.
            assert person is None or replace(person, sex=None) in (
                replace(true, sex=None),
                replace(true, sex=None, born_on=None),
            )


@given(st.integers(0, 99_999), st.integers(0, 3))
def test_the_zones_of_sample_citizens_say_who_they_are(n: int, seed: int) -> None:
    person = citizen(n, seed)
    zone = zone_at_start(mrz_lines(person, date(2040, 2, 29)), TODAY)
    assert zone is not None
    assert zone.person is not None
    assert zone.person.personal_number == person.personal_number
    assert (zone.person.born_on, zone.person.sex) == (person.born_on, person.sex)
    assert search_key(person.full_name).upper().startswith(zone.person.full_name)
    assert zone.expires_on == date(2040, 2, 29)


def test_an_expired_card_is_said_to_be_expired() -> None:
    zone = zone_at_start(mrz_lines(citizen(1), date(2026, 11, 22)), TODAY)
    assert zone is not None
    assert Caution.CARD_EXPIRED in zone.cautions


def test_the_century_is_the_one_the_number_says_and_never_guessed() -> None:
    old = _with_digits("IDVNM1050000184001105000018<<5", "0505153F3905151VNM<<<<<<<<<<<6", LINES[2])
    assert (_person(old) or Person()).born_on == date(1905, 5, 15)
    other_year = _with_digits(LINES[0], "9805153F3905151VNM<<<<<<<<<<<6", LINES[2])
    zone = zone_at_start(other_year, TODAY)
    assert zone is not None
    assert zone.person is not None
    assert zone.person.born_on is None
    assert Caution.YEAR_DIGITS in zone.cautions


def test_a_birthday_without_day_is_a_year_and_an_impossible_one_nothing() -> None:
    zone = zone_at_start(_with_digits(LINES[0], "99<<<<3F3905151VNM<<<<<<<<<<<6", LINES[2]), TODAY)
    assert zone is not None
    assert zone.person is not None
    assert (zone.person.born_on, zone.person.born_year) == (None, 1999)
    zone = zone_at_start(_with_digits(LINES[0], "9902303F<<<<<<1VNM<<<<<<<<<<<6", LINES[2]), TODAY)
    assert zone is not None
    assert zone.person is not None
    assert (zone.person.born_on, zone.person.born_year, zone.expires_on) == (None, None, None)
    assert Caution.BIRTH_DATE_IMPOSSIBLE in zone.cautions
    later = _with_digits("IDVNM3270000184001327000018<<5", "2705153F3902301VNM<<<<<<<<<<<6", LINES[2])
    zone = zone_at_start(later, TODAY)
    assert zone is not None
    assert Caution.BORN_AFTER_TODAY in zone.cautions
    assert zone.expires_on is None


def test_a_name_that_fills_its_line_may_be_cut_and_a_damaged_one_is_left_out() -> None:
    zone = zone_at_start("".join(LINES[:2]) + "NGUYEN<<THI<THU<HA<HONG<NGOC<L", TODAY)
    assert zone is not None
    assert Caution.NAME_MAY_BE_CUT in zone.cautions
    zone = zone_at_start("".join(LINES[:2]) + "NGUYEN<<TH1<THU<HA<<<<<<<<<<<<", TODAY)
    assert zone is not None
    assert zone.person is not None
    assert zone.person.full_name == ""
    assert Caution.NAME_MISSING in zone.cautions


def test_a_missing_sex_is_said() -> None:
    zone = zone_at_start(LINES[0] + LINES[1].replace("F", "<") + LINES[2], TODAY)
    assert zone is not None
    assert zone.person is not None
    assert zone.person.sex is None
    assert Caution.SEX_MISSING in zone.cautions


def test_other_countries_and_half_a_zone_are_no_zone() -> None:
    assert zone_at_start("".join(LINES).replace("IDVNM", "IDFRA"), TODAY) is None
    assert zone_at_start("".join(LINES)[:89], TODAY) is None


def test_a_card_needs_a_number_and_a_birthday() -> None:
    with pytest.raises(ValueError, match="no card"):
        mrz_lines(Person(full_name="Nguyễn Văn Mẫu"), TODAY)


@pytest.mark.parametrize("around", ["\x02{}\r", "]o1{} \r\n", "s{}\n", "{}\x1c", "I{}\r"])
@pytest.mark.parametrize("small", [False, True])
def test_framing_and_small_letters_change_nothing(around: str, small: bool) -> None:  # noqa: FBT001
    stream = "".join(around.format(line) for line in LINES)
    (scan,) = understand_all((stream.lower() if small else stream).encode(), today=TODAY)
    assert (scan.person, scan.cautions) == (_person("".join(LINES)), (Caution.NAME_WITHOUT_MARKS,))


def test_one_name_alone_is_a_name() -> None:
    assert (_person("".join(LINES[:2]) + "<<THU".ljust(30, "<")) or Person()).full_name == "THU"


@pytest.mark.parametrize("born", ["990000", "990500", "990015", "99<<<<"])
def test_a_day_or_month_unknown_keeps_the_year(born: str) -> None:
    person = _person(_with_digits(LINES[0], f"{born}3F3905151VNM<<<<<<<<<<<6", LINES[2])) or Person()
    assert (person.born_on, person.born_year) == (None, 1999)
