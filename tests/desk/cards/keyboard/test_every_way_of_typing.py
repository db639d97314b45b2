"""Names with the letters of all peoples, through every keyboard a desk can have: right, or empty and said.

The people are invented; the letters and the shapes of the names are those of the 54 peoples.
"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.cards.formats.kinds import Caution, ScanKind
from desk.cards.keyboard.telex_recovery import recover_text
from desk.cards.samples import citizen, qr_text
from models.person import Person
from tests.desk.cards.formats.test_vietqr import transfer
from tests.fakes.passports import passport_lines
from tests.fakes.typed_scans import KEYBOARDS, NAMES, TODAY, WITH_W, Outcome, bare, judged, scans
from tests.fakes.unikey import plain
from tests.fakes.vietnamese_layout import through_layout
from tests.fakes.zones import mrz_lines

WAYS = KEYBOARDS
ways = pytest.mark.parametrize("way", WAYS)


def _read(way: str, text: str, end: str = "\r") -> tuple[Person, tuple[Caution, ...]]:
    made = recover_text(WAYS[way](text + end), TODAY)
    (scan,) = made.scans
    assert scan.person is not None, (made.sent, scan)
    return scan.person, scan.cautions


@ways
@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("new", [True, False])
def test_every_name_arrives_as_it_was_sent(way: str, marks: bool, new: bool) -> None:  # noqa: FBT001
    for n, name in enumerate(NAMES):
        person = replace(citizen(n), full_name=name)
        text = qr_text(person, new_card=new)
        found, cautions = _read(way, text if marks else bare(text))
        if not marks:
            person = replace(person, full_name=bare(name), address=bare(person.address))
        if "layout" in way and marks and not found.address:  # "Số 45" arrives as "Số ồ"
            assert Caution.TEXT_UNCERTAIN in cautions
            person = replace(person, address="")
        assert found == person
        assert (Caution.CAPS_LOCK in cautions) is ("Caps Lock" in way)
        assert (Caution.LAYOUT in cautions) is ("layout" in way)


@ways
@pytest.mark.parametrize("marks", [True, False])
def test_a_name_with_w_is_right_or_empty_and_said(way: str, marks: bool) -> None:  # noqa: FBT001
    for n, name in enumerate(WITH_W):
        person = replace(citizen(n), full_name=name if marks else bare(name))
        text = qr_text(person, new_card=True)
        found, cautions = _read(way, text if marks else bare(text))
        assert found.personal_number == person.personal_number
        assert found.full_name in {person.full_name, ""}
        assert bool(found.full_name) or Caution.TEXT_UNCERTAIN in cautions
        assert found.full_name or "Telex" in way


PASSPORTS = [
    passport_lines(family=family, given=given, number=number, state=state)
    for family, given, number, state in (
        ("CHEN", "YIXIN", "300000001", "TWN"),
        ("WOODSWORTH", "ANN WWW", "K0000001", "KWT"),
        ("LAWSON", "DDAWN ROOSEE", "AS1234567", "RWA"),
        ("AASEN", "OODD JAWAAAD", "AW0000001", "NOR"),
        ("", "SITA DEVI", "KX0000001", "IND"),
        ("XUWEN", "WUUS", "EA0000011", "CHN"),
    )
]
ZONES = ["\r".join(lines) for lines in PASSPORTS]
ZONES += [mrz_lines(citizen(n), date(2039, 1, 1)).replace("\n", "\r") for n in range(40)]


@ways
def test_every_zone_arrives_as_it_was_sent(way: str) -> None:
    for zone in ZONES:
        (sent,) = recover_text(plain(zone + "\r"), TODAY).scans
        assert sent.kind is ScanKind.MRZ
        assert _read(way, zone)[0] == sent.person


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@ways
@given(
    family=st.text(LETTERS, min_size=1, max_size=14),
    given_names=st.text(LETTERS + " ", max_size=16),
    n=st.integers(0, 999999),
)
def test_a_zone_of_any_letters_is_right_or_not_read(way: str, family: str, given_names: str, n: int) -> None:
    zone = "\r".join(passport_lines(family=family, given=" ".join(given_names.split()), number=f"W{n:06}S"))
    (sent,) = recover_text(plain(zone + "\r"), TODAY).scans
    for scan in recover_text(WAYS[way](zone + "\r"), TODAY).scans:
        assert scan.person in {None, sent.person}


@ways
def test_codes_and_transfers_arrive_as_they_were_sent(way: str) -> None:
    code = "H26.12.34-261121-0007"
    made = recover_text(WAYS[way](code + "\r"), TODAY)
    assert [scan.code for scan in made.scans] == [code]
    for text in (transfer("970403", "0011012345678", amount="8000", purpose=code), transfer("970403", "19036979797")):
        (scan,) = recover_text(WAYS[way](text + "\r"), TODAY).scans
        assert scan.vietqr is not None
        assert scan.vietqr.bank == "970403"


def test_half_a_card_through_the_layout_is_none() -> None:
    (scan,) = recover_text(through_layout(qr_text(citizen(1), new_card=True)[:40]), TODAY).scans
    assert (scan.kind, scan.person) == (ScanKind.UNKNOWN, None)
    assert Caution.LAYOUT in scan.cautions


FIELDS = ("full_name", "address")


def test_what_was_damaged_on_its_way_is_right_or_empty_and_its_numbers_never_wrong() -> None:
    """A share of what ``tests.fuzz.fuzz_typed_scans`` does, with 100,000 of them."""
    told = Counter((field, one) for scan in scans(600, seed=11) for field, one in judged(scan).items())
    assert sum(told[field, Outcome.WRONG] for field, _ in told if field not in FIELDS) == 0
    for field in FIELDS:
        whole = sum(count for (of, _), count in told.items() if of == field)
        assert told[field, Outcome.WRONG] * 500 <= whole  # what a scanner sends in a name that is no letter
        assert told[field, Outcome.RIGHT] * 10 >= whole * 8


@pytest.mark.parametrize(
    ("way", "name"),
    [
        ("Telex", "Nghi[m Văn Mẫu"),
        ("Telex", "Đỗ N]uyên"),
        ("Telex", "H'Wijo Bưt"),
        ("Vietnamese layout", "Nguyễn Thị M4nh"),
        ("Vietnamese layout", "Bùi Thị 2ựn"),
        ("Vietnamese layout", "Trần H&ữu"),
        ("Caps Lock and layout", "Đinh ]ơn Mẫu"),
        ("VNI", "Đinh Vă5n Mẫu"),
    ],
)
def test_a_digit_or_a_bracket_in_a_name_makes_no_letter_of_it(way: str, name: str) -> None:
    found, cautions = _read(way, qr_text(replace(citizen(2), full_name=name), new_card=True))
    assert found.full_name == ""
    assert {Caution.TEXT_UNCERTAIN, Caution.NAME_MISSING} & set(cautions)


def test_a_digit_in_a_name_without_marks_is_no_letter_of_telex() -> None:
    for name in ("Y Kri5n", "Gian2F A Su", "Khoan7g Lu", "Nguye6 Thi Mau"):
        text = bare(qr_text(replace(citizen(2), full_name=name), new_card=True))
        assert _read("VNI", text)[0].full_name == ""


@ways
@pytest.mark.parametrize("marks", [True, False])
def test_an_identifier_of_the_code_is_no_part_of_the_card(way: str, marks: bool) -> None:  # noqa: FBT001
    text = qr_text(replace(citizen(2), full_name="Nguyễn Thị Hoa"), new_card=True)
    text = text if marks else bare(text)
    for framed in (f"]Q1{text}", f"s{text}", f"\\000026{text}"):
        found, _ = _read(way, framed)
        assert found.personal_number == citizen(2).personal_number
        assert found.full_name == ("Nguyễn Thị Hoa" if marks else "Nguyen Thi Hoa")


def test_what_is_left_of_an_identifier_is_no_digit_of_a_number() -> None:
    text = qr_text(citizen(2), new_card=True)
    for start in ("Q1", "]1"):
        for scan in recover_text(plain(start + text[:5] + text[6:] + "\r"), TODAY).scans:
            assert scan.person is None


def test_caps_lock_shows_although_a_sign_was_lost() -> None:
    text = qr_text(
        replace(citizen(2), full_name="kH Văn Mẫu", address="Thôn Văn Lâm, Đông Hưng,vThanh Oai"), new_card=True
    )
    found, cautions = _read("Caps Lock", text)
    assert (found.full_name, found.address) == ("kH Văn Mẫu", "Thôn Văn Lâm, Đông Hưng,vThanh Oai")
    assert Caution.CAPS_LOCK in cautions
