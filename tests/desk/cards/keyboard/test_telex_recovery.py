"""What an input method bent is undone with certainty, or the field stays empty; digits are never wrong."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.cards.formats.kinds import ScanKind
from desk.cards.keyboard.strokes import Stroke
from desk.cards.keyboard.telex_recovery import personal_number, recover_text
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import Method, key_between
from desk.cards.samples import citizen, qr_text
from models.person import Person
from models.text import clean
from tests.fakes.unikey import plain, shown
from tests.fakes.zones import mrz_lines

TODAY = date(2026, 11, 23)

methods = st.sampled_from(list(Method))
citizens = st.builds(citizen, st.integers(0, 999), st.integers(0, 9))
words = st.text(st.sampled_from("abcdefghijklmnoprstuvwxyzABDEOSW "), min_size=1, max_size=25)


def bare(text: str) -> str:
    """Without marks, as scanners send it that know no others."""
    apart = unicodedata.normalize("NFD", text.replace(chr(0x111), "d").replace(chr(0x110), "D"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@pytest.mark.parametrize(
    ("old", "new", "telex", "vni"),
    [
        ("a", "â", "a", "6"),
        ("e", "ê", "e", "6"),
        ("o", "ô", "o", "6"),
        ("u", "ư", "w", "7"),
        ("a", "ă", "w", "8"),
        ("d", "đ", "d", "9"),
        ("D", "Đ", "d", "9"),
        ("uo", "ươ", "w", "7"),
        ("a", "á", "s", "1"),
        ("oan", "oàn", "f", "2"),
        ("á", "ả", "r", "3"),
        ("á", "a", "z", "0"),
        ("óa", "oán", "n", "n"),
    ],
)
def test_the_key_follows_from_what_it_did(old: str, new: str, telex: str, vni: str) -> None:
    assert key_between(old, new) == {Method.TELEX: telex, Method.VNI: vni}


@pytest.mark.parametrize(("old", "new"), [("a", "b"), ("a", "ấ"), ("óa", "oá"), ("a", "anh"), ("", "á"), ("a", "a")])
def test_what_no_single_key_does_has_none(old: str, new: str) -> None:
    assert key_between(old, new) is None


def test_a_mark_key_typed_twice_takes_the_mark_off_again() -> None:
    assert key_between("â", "aa") == {Method.TELEX: "a"}
    assert key_between("á", "a1") == {Method.VNI: "1"}


def test_what_unikey_shows_is_what_people_know() -> None:
    assert shown(type_out("Nguyeenx Vawn Dduwcs", Method.TELEX)) == "Nguyễn Văn Đức"
    assert shown(type_out("Nguye6n4 Va8n D9u7c1", Method.VNI)) == "Nguyễn Văn Đức"


@given(citizens, methods, st.booleans(), st.booleans())
def test_a_card_comes_through_an_input_method_as_it_was_sent(
    person: Person,
    method: Method,
    marks: bool,  # noqa: FBT001
    upper: bool,  # noqa: FBT001
) -> None:
    text = qr_text(person, new_card=True)
    text = text if marks else bare(text)
    text = text.upper() if upper and not marks else text
    made = recover_text(type_out(text + "\r", method), TODAY)
    straight = recover_text(plain(text + "\r"), TODAY)
    assert made.is_one
    assert made.scans == straight.scans


@given(citizens, methods, words, words)
def test_any_name_and_address_is_right_or_empty_and_numbers_are_right(
    person: Person, method: Method, name: str, address: str
) -> None:
    card = replace(person, full_name=f"x{name}", address=f"{address} 5")
    made = recover_text(type_out(bare(qr_text(card, new_card=True)) + "\r", method), TODAY)
    found = made.scans[0].person
    assert found is not None
    assert found.full_name.lower() in {"", clean(card.full_name).lower()}  # "xAbA" is no case people write in
    assert found.address.lower() in {"", clean(card.address).lower()}
    assert found.personal_number == person.personal_number
    assert (found.born_on, found.card_issued_on, found.sex) == (person.born_on, person.card_issued_on, person.sex)


@pytest.mark.parametrize("name", ["Y Wan", "H Kwang", "Wen Niê", "Y Wô"])
def test_a_w_that_became_a_letter_of_the_alphabet_is_no_name(name: str) -> None:
    made = recover_text(type_out(qr_text(replace(citizen(2), full_name=name), new_card=True), Method.TELEX), TODAY)
    assert made.scans[0].person is not None
    assert made.scans[0].person.full_name == ""


@pytest.mark.parametrize("name", ["Trương Thị Mười", "Lưu Văn Ước", "Đường Ưng Hương", "Hứa Sơn Cử"])
def test_a_name_with_real_ones_is_one(name: str) -> None:
    made = recover_text(type_out(qr_text(replace(citizen(2), full_name=name), new_card=True), Method.TELEX), TODAY)
    assert made.scans[0].person is not None
    assert made.scans[0].person.full_name == name


def test_a_digit_taken_for_a_mark_leaves_the_address_empty_when_it_could_have_been_a_letter() -> None:
    card = replace(citizen(1), address="Khu A1")
    found = recover_text(type_out(qr_text(card, new_card=True), Method.VNI), TODAY).scans[0].person
    assert found is not None
    assert (found.full_name, found.address) == (card.full_name, "")


def test_a_zone_of_three_lines_is_read() -> None:
    made = recover_text(plain(mrz_lines(citizen(1), date(2039, 1, 1)).replace("\n", "\r") + "\r"), TODAY)
    assert [scan.kind for scan in made.scans] == [ScanKind.MRZ]


def test_half_a_card_still_gives_its_number() -> None:
    made = recover_text(plain(qr_text(citizen(1), new_card=True)[:40]), TODAY)
    assert made.is_one
    assert personal_number(made) == citizen(1).personal_number


@pytest.mark.parametrize("text", ["", "mot doan chu dai khong phai la the", "8934567890123", "a|b|c|d|e"])
def test_what_is_no_scan_is_not_taken_for_one(text: str) -> None:
    assert not recover_text(plain(text), TODAY).is_one
    assert personal_number(recover_text(plain(text), TODAY)) == ""


@given(st.lists(st.builds(Stroke, delete=st.integers(0, 4), insert=st.text(max_size=4)), max_size=60))
def test_no_strokes_make_it_raise(strokes: list[Stroke]) -> None:
    recover_text(strokes, TODAY)


@given(citizens, methods, st.lists(st.integers(0, 150), max_size=4))
@settings(max_examples=200)
def test_strokes_that_were_swallowed_never_make_a_wrong_number(person: Person, method: Method, lost: list[int]) -> None:
    strokes = [stroke for n, stroke in enumerate(type_out(qr_text(person, new_card=True), method)) if n not in lost]
    for scan in recover_text(strokes, TODAY).scans:
        assert scan.person is None or scan.person.personal_number == person.personal_number
