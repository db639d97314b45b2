"""Scans of people of all 54 peoples, mutated, through every keyboard a desk can have; the same for the same seed.

The people are invented; the letters and the shapes of the names are those of the 54 peoples. What a scanner meant to
send is damaged on its way first so that what it sent is known, and typed through a keyboard then.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.keyboard.strokes import Stroke
from desk.cards.keyboard.telex_recovery import recover_text
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import Method
from desk.cards.samples import citizen, qr_text
from models.person import Person
from tests.fakes.unikey import plain
from tests.fakes.vietnamese_layout import through_layout

TODAY = date(2026, 11, 29)

NAMES = tuple(
    """
Nguyễn Thị Mẫu|Trần Hữu Thử|Lưu Đức Mẫu|Trương Ưng Hương|Hứa Sơn Cử|Đường Thị Mười|Vũ Mưa|Dương Thưa
Bế Thị Ví Dụ|Nông Văn Thử|Lò Văn Mẫu|Quàng Thị Ơn|Bùi Thị Mựn|Thạch Sa Rây|Kim Sà Phia|Giàng A Sử|Hờ A Páo|Lầu Y Mỷ
Thào Mí Vư|Phàn Lở Mẩy|Triệu Mùi Chướng|Chìu Sủi Lìn|Vi Văn Ngữ|Lương Thị Phưởng|Siu H'Bưm|Rơ Châm H'Bơih|Kpă Klơng
Ksor Hưm|Rah Lan Bưt|Nay H'Lưn|Rơ Ô Mẫu|Y Lơk Byă|H'Čăm Êban|Y Ƀlô Niê|H'Ŏng Mlô|Y Ñŏm Kđoh|A Brŭk|Y Krĭn|Đinh Bưh
K'Brơm|K'Tĕm|Cil Ha Mẫu|Liêng Jrang Thử|Kơ Să Mẫu|Bon Tô Sa Nga|Điểu Krơng|Thị Mbơi|Hồ Thị Pưng|Pả Thử|Kăn Mẫu
Blúp Thử|Zơrâm Mẫu|Alăng Thử|Bh'nướch Mẫu|Coor Thử|Bríu Thử|Đinh Văn Xrơn|Hồ Văn Tưl|Chế Thị Mẫu|Bá Văn Thử|Đàng Mẫu
Katơr Thử|Mấu Thị Thử|Pi Năng Mẫu|Chamaléa Thử|Cao Là Thử|Lỳ Xè Mẫu|Pờ Lò Hừ|Vừ Mý Mẫu|Khoàng Lử|Chang Xứ Gơ
Lèng Văn Thử|Sìn Vưởng|Cồ Lự Thử|Tòng Văn Mẫu|Moong Thử|Cụt Văn Mẫu|Xeo Thử|La Lo Ơ|Viềng Thử|Y Djă|Tẩn U Phẩy|Lù Dỉ
""".strip()
    .replace("\n", "|")
    .split("|")
)
"""Kinh, Tày, Thái, Mường, Khmer, Mông, Nùng, Dao, Gia Rai, Ê Đê, Ba Na, Sán Chay, Chăm, Cơ Ho, Xơ Đăng, Sán Dìu, Hrê,
Ra Glai, Mnông, Thổ, Xtiêng, Khơ Mú, Bru-Vân Kiều, Cơ Tu, Giáy, Tà Ôi, Mạ, Giẻ-Triêng, Co, Chơ Ro, Xinh Mun, Hà Nhì,
Chu Ru, Lào, La Chí, Kháng, Phù Lá, La Hủ, La Ha, Pà Thẻn, Lự, Ngái, Chứt, Lô Lô, Mảng, Cơ Lao, Bố Y, Cống, Si La,
Pu Péo, Rơ Măm, Brâu, Ơ Đu and Hoa."""

WITH_W = ("Y Wan", "H Kwang", "Wen Niê", "Y Wô", "H'Wing Kbuôr", "K'Wăng Mẫu", "Y Kwa", "H Hwi", "Wu Thử", "Y Blaw")
"""Names with a w, of which Telex makes a letter."""

PLACES = (
    "Số 12, Thôn Tân Lập, Xã Mẫu, Tỉnh Thử",
    "Tổ 5, Ấp Xuân Đông, Hương Sơn, Hà Tĩnh",
    "Buôn Kô Sier, Ea Súp, Đắk Lắk",
    "12/3A Lê Lợi, Phường Mẫu, Thành phố Thử",
    "Thôn Văn Lâm, Đông Hưng, Thanh Oai, Hà Nội",
    "Bản Nà Sự, Chà Nưa, Nậm Pồ, Điện Biên",
    "Khu 3, Phố Chợ, Lô B3, Thử",
    "Làng Ơp, Ia Kly, Gia Lai",
    "Ấp 4, Vĩnh Thuận Đông, Long Mỹ, Hậu Giang",
    "Xóm 10, Wăng, Mẫu",
)  # fmt: skip

KEYBOARDS: dict[str, Callable[[str], list[Stroke]]] = {
    "no input method": plain,
    "Telex": lambda text: type_out(text, Method.TELEX),
    "VNI": lambda text: type_out(text, Method.VNI),
    "Vietnamese layout": through_layout,
    "Caps Lock": lambda text: plain(text.swapcase()),
    "Caps Lock and Telex": lambda text: type_out(text.swapcase(), Method.TELEX),
    "Caps Lock and VNI": lambda text: type_out(text.swapcase(), Method.VNI),
    "Caps Lock and layout": lambda text: through_layout(text, caps_lock=True),
}


def bare(text: str) -> str:
    """Without marks, as scanners send it that know no others."""
    apart = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐƀɃ", "dDbB")))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class TypedScan(Struct, frozen=True):
    """One scan through one keyboard.

    Attributes:
        sent: the text of the scanner, damage and all.
        lost: places of strokes that never reached the window.
    """

    keyboard: str
    marks: bool
    sent: str
    strokes: tuple[Stroke, ...]
    lost: int


_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[]{}'\"-.,/;:<>?!@#$%^&*()_+=~` \\"
_LETTERS = "ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"


def _damaged(field: str, chance: random.Random, *, marks: bool) -> str:
    """One sign of a field replaced, doubled, lost, exchanged with its neighbour, or one more put in."""
    if not field:
        return field
    at = chance.randrange(len(field))
    other = chance.choice(_SIGNS + (_LETTERS if marks else ""))
    changes = (
        field[:at] + other + field[at + 1 :],
        field[:at] + other + field[at:],
        field[:at] + field[at + 1 :],
        field[:at] + field[at] + field[at:],
        field[:at] + field[at + 1 : at + 2] + field[at] + field[at + 2 :],
    )
    return changes[chance.choices(range(5), (5, 2, 1, 1, 1))[0]]


def scans(count: int, seed: int) -> Iterator[TypedScan]:
    """So many scans, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret, the same each run
    for n in range(count):
        keyboard = chance.choice(list(KEYBOARDS))
        marks = chance.random() < 0.6
        yield _scan(n, keyboard, chance, marks=marks)


def _scan(n: int, keyboard: str, chance: random.Random, *, marks: bool) -> TypedScan:
    names = [*NAMES, *WITH_W]
    name = chance.choice(names)
    if chance.random() < 0.5:  # a family with another's given name: as many names as there are pairs
        name = f"{name.rpartition(' ')[0] or name} {chance.choice(names).rpartition(' ')[2]}"
    address = chance.choice(PLACES)
    person = replace(citizen(n), full_name=name, address=address)
    if not marks:
        person = replace(person, full_name=bare(name), address=bare(address))
    if chance.random() < 0.2:
        person = replace(person, full_name=person.full_name.upper())
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        field = chance.choice(("full_name", "full_name", "address"))
        person = replace(person, **{field: _damaged(getattr(person, field), chance, marks=marks)})
    text = qr_text(person, new_card=chance.random() < 0.5)
    text = text if marks else bare(text)
    if chance.random() < 0.1:
        text = unicodedata.normalize("NFD", text)
    text = chance.choice(("", "", "", "]Q1", "s", "\\000026")) + text + chance.choice(("\r", "\r", "\r\n", ""))
    strokes = KEYBOARDS[keyboard](text)
    lost = 0
    if chance.random() < 0.1:
        lost = chance.randint(1, 3)
        for _ in range(lost):
            del strokes[chance.randrange(len(strokes))]
    return TypedScan(keyboard, marks, text, tuple(strokes), lost)


class Outcome(StrEnum):
    """How a field fared."""

    RIGHT = "right"
    EMPTY = "empty"
    CASE = "case"
    """Right but for large and small letters."""
    WRONG = "wrong"


FIELDS = ("full_name", "address", "personal_number", "born_on", "card_issued_on", "old_number", "sex")


def judged(scan: TypedScan) -> dict[str, Outcome]:
    """How each field of what was typed fared, beside what the scanner sent.

    Of strokes that were lost nobody knows what was meant: only the number must be right then.
    """
    sent = card_of(recover_text(plain(scan.sent), TODAY).scans)
    found = card_of(recover_text(scan.strokes, TODAY).scans)
    fields = ("personal_number",) if scan.lost else FIELDS
    return {name: _outcome(getattr(sent, name, None), getattr(found, name, None)) for name in fields}


def _outcome(meant: object, read: object) -> Outcome:
    if not read:
        return Outcome.EMPTY
    if read == meant:
        return Outcome.RIGHT
    return Outcome.CASE if str(read).lower() == str(meant).lower() else Outcome.WRONG


def card_of(scans: tuple[Scan, ...]) -> Person | None:
    """The person of the first card."""
    return next((scan.person for scan in scans if scan.kind is ScanKind.ID_CARD), None)
