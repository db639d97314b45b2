"""Names with the letters of all peoples, through every keyboard a desk can have: right, or empty and said.

The people are invented; the letters and the shapes of the names are those of the 54 peoples.
"""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.cards.formats.kinds import Caution, ScanKind
from desk.cards.keyboard.strokes import Stroke
from desk.cards.keyboard.telex_recovery import recover_text
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import Method
from desk.cards.samples import citizen, qr_text
from models.person import Person
from tests.desk.cards.formats.test_vietqr import transfer
from tests.fakes.passports import passport_lines
from tests.fakes.unikey import plain
from tests.fakes.vietnamese_layout import through_layout
from tests.fakes.zones import mrz_lines

TODAY = date(2026, 11, 29)

NAMES = (
    """
Nguyễn Thị Mẫu|Trần Hữu Thử|Lưu Đức Mẫu|Trương Ưng Hương|Hứa Sơn Cử|Đường Thị Mười|Vũ Mưa|Dương Thưa
Bế Thị Ví Dụ|Nông Văn Thử|Lò Văn Mẫu|Quàng Thị Ơn|Bùi Thị Mựn|Thạch Sa Rây|Kim Sà Phia|Giàng A Sử|Hờ A Páo|Lầu Y Mỷ
Thào Mí Vư|Phàn Lở Mẩy|Triệu Mùi Chướng|Chìu Sủi Lìn|Vi Văn Ngữ|Lương Thị Phưởng|Siu H'Bưm|Rơ Châm H'Bơih|Kpă Klơng
Ksor Hưm|Rah Lan Bưt|Nay H'Lưn|Rơ Ô Mẫu|Y Lơk Byă|H'Čăm Êban|Y Ƀlô Niê|H'Ŏng Mlô|Y Ñŏm Kđoh|A Brŭk|Y Krĭn|Đinh Bưh
K'Brơm|K'Tĕm|Cil Ha Mẫu|Liêng Jrang Thử|Kơ Să Mẫu|Bon Tô Sa Nga|Điểu Krơng|Thị Mbơi|Hồ Thị Pưng|Pả Thử|Kăn Mẫu
Blúp Thử|Zơrâm Mẫu|Alăng Thử|Bh'nướch Mẫu|Coor Thử|Bríu Thử|Đinh Văn Xrơn|Hồ Văn Tưl|Chế Thị Mẫu|Bá Văn Thử|Đàng Mẫu
Katơr Thử|Mấu Thị Thử|Pi Năng Mẫu|Chamaléa Thử|Cao Là Thử|Lỳ Xè Mẫu|Pờ Lò Hừ|Vừ Mý Mẫu|Khoàng Lử|Chang Xứ Gơ
Lèng Văn Thử|Sìn Vưởng|Cồ Lự Thử|Tòng Văn Mẫu|Moong Thử|Cụt Văn Mẫu|Xeo Thử|La Lo Ơ|Viềng Thử|Y Djă|Tẩn U Phẩy|Lù Dỉ
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WITH_W = ["Y Wan", "H Kwang", "Wen Niê", "Y Wô", "H'Wing Kbuôr", "K'Wăng Mẫu", "Y Kwa", "H Hwi", "Wu Thử", "Y Blaw"]

WAYS: dict[str, Callable[[str], list[Stroke]]] = {
    "no input method": plain,
    "Telex": lambda text: type_out(text, Method.TELEX),
    "VNI": lambda text: type_out(text, Method.VNI),
    "Vietnamese layout": through_layout,
    "Caps Lock": lambda text: plain(text.swapcase()),
    "Caps Lock and Telex": lambda text: type_out(text.swapcase(), Method.TELEX),
}
ways = pytest.mark.parametrize("way", WAYS)


def bare(text: str) -> str:
    """Without marks, as scanners send it that know no others."""
    apart = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐƀɃ", "dDbB")))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


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
        if way == "Vietnamese layout" and marks and not found.address:  # "Số 45" arrives as "Số ồ"
            assert Caution.TEXT_UNCERTAIN in cautions
            person = replace(person, address="")
        assert found == person
        assert (Caution.CAPS_LOCK in cautions) is ("Caps Lock" in way)
        assert (Caution.LAYOUT in cautions) is (way == "Vietnamese layout")


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
