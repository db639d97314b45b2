"""The zone of a passport: read whole or not at all, unknown parts left open."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.cards.formats.kinds import Caution, ScanKind
from desk.cards.formats.mrz import Zone
from desk.cards.formats.passport import zone_at_start
from desk.cards.frames import Frames
from desk.cards.scan import understand, understand_all
from models.person import Document, DocumentKind, Person, Sex
from models.places.nationality import nationality_code, nationality_name
from tests.fakes.passports import SPECIMEN, passport_lines

TODAY = date(2026, 11, 23)


def _zone(lines: tuple[str, str]) -> Zone:
    zone = zone_at_start("".join(lines), TODAY)
    assert zone is not None
    return zone


def _person(lines: tuple[str, str]) -> Person:
    person = _zone(lines).person
    assert person is not None
    return person


@pytest.mark.parametrize("between", ["", "\n", "\r"])
def test_the_specimen_of_icao_is_read(between: str) -> None:
    zone = zone_at_start(between.join(SPECIMEN), TODAY)
    assert zone is not None
    assert zone.person == Person(
        full_name="ERIKSSON ANNA MARIA",
        born_on=date(1974, 8, 12),
        sex=Sex.FEMALE,
        nationality="UTO",
        document=Document(
            kind=DocumentKind.PASSPORT, number="L898902C3", issued_by="UTO", expires_on=date(2012, 4, 15)
        ),
    )
    assert zone.expires_on == date(2012, 4, 15)
    assert zone.cautions == (Caution.PASSPORT_EXPIRED,)
    assert zone.length == 88 + len(between)


def test_the_generator_makes_the_specimen() -> None:
    made = passport_lines(
        family="Eriksson",
        given="Anna Maria",
        number="L898902C3",
        born=date(1974, 8, 12),
        expires=date(2012, 4, 15),
        optional="ZE184226B",
    )
    assert made == SPECIMEN


def test_any_changed_character_of_the_second_line_is_noticed() -> None:
    one, two = SPECIMEN
    true = _person(SPECIMEN)
    for place in range(44):
        for other in string.ascii_uppercase + string.digits + "<":
            zone = zone_at_start(one + two[:place] + other + two[place + 1 :], TODAY)
            person = zone.person if zone else None
            # Nationality and sex stand in no check digit of ICAO 9303, and A weighs as much as 0, K as much as A.
            assert person is None or (
                replace(person, sex=None, nationality="", document=None, born_on=None, born_year=None)
                == replace(true, sex=None, nationality="", document=None, born_on=None, born_year=None)
            )


@pytest.mark.parametrize(
    ("state", "code", "caution"),
    [
        ("D", "DEU", False),
        ("FRA", "FRA", False),
        ("XXA", "XXA", False),
        ("UNO", "UNO", False),
        ("RKS", "RKS", False),
        ("QQQ", "", True),
    ],
)
def test_nationalities_are_those_of_iso_and_of_icao(state: str, code: str, caution: bool) -> None:  # noqa: FBT001
    zone = _zone(passport_lines(family="MUSTER", given="ERIKA", state=state))
    assert zone.person is not None
    assert zone.person.nationality == code
    assert (Caution.NATIONALITY_UNKNOWN in zone.cautions) is caution


def test_countries_have_vietnamese_names() -> None:
    assert nationality_name("DEU") == "Đức"
    assert nationality_name("XXA") == "Không quốc tịch"
    assert nationality_name("") == ""
    assert nationality_code("D<<") == "DEU"


@pytest.mark.parametrize(
    ("born", "on", "year", "caution"),
    [
        ("<<<<<<", None, None, Caution.BIRTH_DATE_IMPOSSIBLE),
        ("74<<<<", None, 1974, Caution.BIRTH_YEAR_ONLY),
        ("2003<<", None, 2020, Caution.BIRTH_YEAR_ONLY),
        ("740230", None, None, Caution.BIRTH_DATE_IMPOSSIBLE),
        ("261123", date(2026, 11, 23), None, None),
        ("261124", date(1926, 11, 24), None, None),
    ],
)
def test_unknown_parts_of_a_birthday_stay_open(
    born: str, on: date | None, year: int | None, caution: Caution | None
) -> None:
    zone = _zone(passport_lines(family="MUSTER", born=born))
    assert zone.person is not None
    assert (zone.person.born_on, zone.person.born_year) == (on, year)
    assert caution is None or caution in zone.cautions


def test_sex_unknown_one_name_only_and_a_name_that_fills_its_line() -> None:
    zone = _zone(passport_lines(family="ARKFREITH", sex=None))
    assert zone.person is not None
    assert (zone.person.full_name, zone.person.sex) == ("ARKFREITH", None)
    assert Caution.SEX_MISSING in zone.cautions
    long = _zone(passport_lines(family="NILAVADHANANANDA", given="CHAYAPA DEJTHAMRONG KRASUANG"))
    assert Caution.NAME_MAY_BE_CUT in long.cautions


def test_a_vietnamese_passport_brings_the_number_of_its_bearer() -> None:
    new = _zone(
        passport_lines(
            family="NGUYỄN", given="VĂN MẪU", state="VNM", optional="001090000013", born=date(1990, 5, 17), sex=Sex.MALE
        )
    )
    assert new.person is not None
    assert (new.person.personal_number, new.person.full_name) == ("001090000013", "NGUYEN VAN MAU")
    assert Caution.NAME_WITHOUT_MARKS in new.cautions
    old = _person(passport_lines(family="NGUYEN", state="VNM", optional="012345678"))
    assert (old.personal_number, old.old_number) == ("", "012345678")
    foreign = _person(passport_lines(family="ERIKSSON", state="SWE", optional="197408122388"))
    assert foreign.personal_number == ""


@given(
    family=st.text(string.ascii_uppercase, min_size=1, max_size=14),
    given_names=st.text(string.ascii_uppercase + " ", max_size=16).map(lambda text: " ".join(text.split())),
    number=st.text(string.ascii_uppercase + string.digits, min_size=5, max_size=9),
    born=st.dates(date(1927, 1, 1), TODAY),
    expires=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    sex=st.sampled_from([Sex.MALE, Sex.FEMALE, None]),
    optional=st.text(string.digits, max_size=14),
)
def test_what_a_passport_says_is_read(
    family: str, given_names: str, number: str, born: date, expires: date, sex: Sex | None, optional: str
) -> None:
    lines = passport_lines(
        family=family, given=given_names, number=number, born=born, expires=expires, sex=sex, optional=optional
    )
    zone = _zone(lines)
    assert zone.person is not None
    assert zone.person.full_name == f"{family} {given_names}".strip()
    assert zone.person.document is not None
    assert zone.person.document.number == number
    assert (zone.person.born_on, zone.person.sex, zone.expires_on) == (born, sex, expires)
    assert (Caution.PASSPORT_EXPIRED in zone.cautions) is (expires < TODAY)


@given(st.text(alphabet=string.ascii_uppercase + string.digits + "<\n", max_size=100))
def test_no_two_lines_are_too_odd(text: str) -> None:
    zone_at_start("P<" + text, TODAY)
    understand(("P<" + text).encode(), today=TODAY)


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n", b"\t"])
def test_two_lines_with_an_end_each_are_one_scan(end: bytes) -> None:
    stream = b"".join(line.encode() + end for line in SPECIMEN)
    (scan,) = understand_all(stream, today=TODAY)
    assert scan.kind is ScanKind.MRZ
    assert scan.person == _person(SPECIMEN)
    assert scan.expires_on == date(2012, 4, 15)


def test_byte_by_byte_and_beside_a_card_nothing_is_lost() -> None:
    frames = Frames()
    stream = SPECIMEN[0].encode() + b"\r" + SPECIMEN[1].encode() + b"\r"
    found = [frame for byte in stream for frame in frames.feed(bytes([byte]))]
    assert found == ["".join(SPECIMEN).encode()]
    half = frames.feed(SPECIMEN[0].encode() + b"\rhello\r")
    assert half + frames.flush() == [SPECIMEN[0].encode(), b"hello"]


def test_a_wrong_zone_is_said_and_nothing_of_it_used() -> None:
    one, two = SPECIMEN
    (scan,) = understand((one + two[:43] + "9").encode(), today=TODAY)
    assert (scan.kind, scan.person) == (ScanKind.UNKNOWN, None)
    assert scan.cautions == (Caution.CHECK_DIGIT_WRONG,)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<<SITA<DEVI", "SITA DEVI"),
        ("<<SITA", "SITA"),
        ("MUSTER<<ANN<<MARIE", "MUSTER ANN MARIE"),
        ("ANN<<MARIE", "ANN MARIE"),
        ("MUSTER<<ANN<<<<<K", ""),
        ("<SITA", ""),
    ],
)
def test_a_name_without_surname_or_with_two_fillers_more_is_whole(line: str, name: str) -> None:
    one, two = passport_lines(family="MUSTER")
    zone = zone_at_start(f"{one[:5]}{line:<<39}{two}", TODAY)
    assert zone is not None
    assert zone.person is not None
    assert zone.person.full_name == name
    assert (Caution.NAME_MISSING in zone.cautions) is (not name)


@pytest.mark.parametrize("born", ["740000", "740300", "740012", "74<<12", "7403<<", "74<<<<"])
def test_a_day_or_month_unknown_keeps_the_year(born: str) -> None:
    zone = _zone(passport_lines(family="MUSTER", born=born))
    assert zone.person is not None
    assert (zone.person.born_on, zone.person.born_year) == (None, 1974)
    assert Caution.BIRTH_YEAR_ONLY in zone.cautions


@pytest.mark.parametrize("born", ["741300", "740032", "<<0000", "<<0312"])
def test_a_birthday_with_an_impossible_part_or_no_year_is_none(born: str) -> None:
    zone = _zone(passport_lines(family="MUSTER", born=born))
    assert zone.person is not None
    assert (zone.person.born_on, zone.person.born_year) == (None, None)
    assert Caution.BIRTH_DATE_IMPOSSIBLE in zone.cautions


FRAMED = [
    b"\x02%s\r%s\r\x03",
    b"\x02%s\r\x03\x02%s\r\x03",
    b"\x02%s\x1c%s\x1c\x03",
    b"\x02%s\n%s\x03\x55",
    b"]o1%s\r]o1%s\r",
    b"s%s\r%s\r\n",
    b"Q%s\r\nQ%s\r\n",
    b"%s \r%s \r",
    b"\x02]L0%s  \r\n%s\x1d\r\n",
]
"""What scanners put around the lines: STX and ETX, FS, a check byte, AIM identifier, code letter, blanks."""


@pytest.mark.parametrize("frame", FRAMED)
@pytest.mark.parametrize("small", [False, True])
def test_framing_and_small_letters_change_nothing(frame: bytes, small: bool) -> None:  # noqa: FBT001
    stream = frame % tuple(line.encode() for line in SPECIMEN)
    (scan,) = understand_all(stream.lower() if small else stream, today=TODAY)
    assert (scan.kind, scan.person, scan.cautions) == (ScanKind.MRZ, _person(SPECIMEN), (Caution.PASSPORT_EXPIRED,))


def test_the_century_is_the_one_a_personal_number_says() -> None:
    old = passport_lines(family="NGUYEN", state="VNM", optional="001126000013", born="260317")
    assert _person(old).born_on == date(1926, 3, 17)
    year = passport_lines(family="NGUYEN", state="VNM", optional="001126000013", born="260000")
    assert _person(year).born_year == 1926


def test_a_digit_misread_in_the_name_leaves_the_name_alone_open() -> None:
    one, two = SPECIMEN
    zone = _zone((one.replace("ANNA", "ANN4"), two))
    assert zone.person is not None
    assert (zone.person.full_name, zone.person.born_on) == ("", date(1974, 8, 12))
    assert Caution.NAME_MISSING in zone.cautions
