"""Parses the text of one cell into a date, a number, a phone or a name; what is uncertain is marked so."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from models.legacy_text import Encoding, legacy
from models.person import NumberKind, Sex, number_typed
from models.person_doubts import known_prefixes
from models.places.places import is_place_name
from models.text import clean, name_key, search_key

SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE}


class Birth(Struct, frozen=True):
    """A birth as read from a cell.

    Attributes:
        is_certain: False = it is no day and no year, or its century may be either.
        month_first: it is only a day with the month written first, as in America.
        is_serial: it was written as Excel's serial number of a day.
    """

    on: date | None = None
    year: int | None = None
    is_certain: bool = True
    month_first: bool = False
    is_serial: bool = False


_DMY = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_YMD = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[Tt ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_YEAR_ALONE = re.compile(r"(?:[0_x.]{1,2}|[-_.]+)\s*[/.\-]\s*(?:[0_x.]{1,2}|[-_.]+)\s*[/.\-]\s*(\d{4})")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_LABEL = re.compile(r"(?:sinh nam|nam sinh|sinh ngay|ngay sinh|sinh|sn|nam)\s*[:.]?\s*(?=\d)")
_TIME = re.compile(r"\s+\d{1,2}:\d{2}(:\d{2})?$")
_FIRST_SERIAL, _LAST_SERIAL = 3_000, 60_000
"""Days since 30/12/1899, as Excel counts them: from 1908 to 2064."""


def birth_of(cell: str, *, today: date, born_in: int | None = None) -> Birth:
    """The day or the year of a cell.

    Args:
        cell: with anything in it.
        today: a birth of two digits is of the past.
        born_in: the year that the personal number tells, which settles two digits.
    """
    text = _TIME.sub("", clean(cell)).strip(" .'")
    if not text:
        return Birth()
    plain = search_key(text)
    if label := _LABEL.match(plain):
        text = plain = plain[label.end() :]
    for pattern, order in ((_WORDS, (3, 2, 1)), (_DMY, (3, 2, 1)), (_YMD, (1, 2, 3))):
        found = pattern.fullmatch(plain)
        if found:
            return _day(*(found[at] for at in order), today=today, born_in=born_in)
    if found := _YEAR_ALONE.fullmatch(plain):
        return Birth(year=int(found[1]))
    if (found := _MONTH.fullmatch(plain)) and 1 <= int(found[1]) <= 12:
        return Birth(year=int(found[2]))
    if not (text.isascii() and text.isdigit()):
        return Birth(is_certain=False)
    if len(text) == 4:
        return Birth(year=int(text))
    if len(text) in {7, 8}:
        text = text.zfill(8)  # 1031990 was 01/03/1990 before Excel took its zero
        return _day(text[4:], text[2:4], text[:2], today=today, born_in=born_in)
    if len(text) in {4, 5} and _FIRST_SERIAL < int(text) < _LAST_SERIAL:
        return Birth(on=date(1899, 12, 30) + timedelta(days=int(text)), is_serial=True)
    return Birth(is_certain=False)


def _day(year: str, month: str, day: str, *, today: date, born_in: int | None) -> Birth:
    written = int(year)
    if len(year) == 2:
        if born_in is not None and born_in % 100 == written:
            written = born_in
        elif written > today.year % 100:
            written += 1900
        else:
            return Birth(is_certain=False)
    if not int(day) and not int(month):
        return Birth(year=written)
    try:
        return Birth(on=date(written, int(month), int(day)))
    except ValueError:
        return Birth(is_certain=False, month_first=int(month) > 12 and int(day) <= 12)


class NumberIs(StrEnum):
    """What the digits of a cell are."""

    PERSONAL = "personal"
    OLD = "old"
    PASSPORT = "passport"
    PHONE = "phone"
    LOST_ZEROS = "lost_zeros"
    """Short of the zeros at its front, which Excel takes: ``CellNumber.whole`` has them."""
    LOST_DIGITS = "lost_digits"
    """Written as 1.09E+09: the last digits are gone."""
    EITHER = "either"
    """Nine digits: an old number, or a phone that lost its zero."""
    NONE = "none"


class CellNumber(Struct, frozen=True):
    """A number of a cell.

    Attributes:
        text: as it shall be kept; as written where it is none.
        whole: with the zeros that it has lost, for a person to confirm.
    """

    kind: NumberIs
    text: str
    whole: str = ""


_SCIENTIFIC = re.compile(r"\d[.,]\d+\s*[eE]\s*\+?\s*\d{1,2}|\d\s*[eE]\s*\+\s*\d{1,2}")
_FLOAT = re.compile(r"(?<=\d{7})[.,]0{1,2}$")
"""What a program puts behind a number it took for an amount: 1090000001.0."""
_BETWEEN = re.compile(r"[\s.\-]")
_MOBILE = frozenset("35789")
_DIALLED = re.compile(r"0[1-9]\d{8}|02\d{9}|01[2689]\d{8}")
"""As one dials in Vietnam: ten digits, eleven of the line of a house, eleven of mobiles before 2018."""
_EXTENSION = re.compile(r"\s*\(?(?:may le|so le|may nhanh|nhanh|ext)\b\s*[.:]?\s*\d{1,5}\)?$")
_OLD_FIRST = range(1, 39)
"""The first two digits of old numbers: of 38 police offices."""


def in_unicode(cells: Sequence[str]) -> tuple[list[str], Encoding | None]:
    """The cells of a line read in Unicode, and the encoding of before they were written in."""
    whole = legacy(" ; ".join(cells))
    found = [legacy(cell) for cell in cells]
    encoding = whole.encoding if whole else next((one.encoding for one in found if one), None)
    if encoding is None:
        return [*cells], None
    return [
        one.text if one is not None and one.encoding is encoding else cell
        for cell, one in zip(cells, found, strict=True)
    ], encoding


def is_scientific(cell: str) -> bool:
    """Whether a number is written in powers of ten, its last digits gone."""
    return _SCIENTIFIC.fullmatch(clean(cell)) is not None


def number_of(cell: str, *, is_phone: bool | None = None) -> CellNumber:
    """What a number is by its digits.

    Args:
        cell: one number, with whatever people put between its digits.
        is_phone: what the head of its column says; None = there is none.
    """
    written = clean(cell)
    text = _FLOAT.sub("", written)
    if is_scientific(text):
        return CellNumber(NumberIs.LOST_DIGITS, text)
    if is_phone is not False and (extension := _EXTENSION.search(search_key(text))):
        main = number_of(text[: extension.start()], is_phone=is_phone)
        return CellNumber(NumberIs.PHONE, text) if main.kind is NumberIs.PHONE and not main.whole else main
    bare = _BETWEEN.sub("", text).strip("()").replace("(", "").replace(")", "")
    if bare.startswith("+"):
        return CellNumber(NumberIs.PHONE if bare[1:].isdigit() and is_phone is not False else NumberIs.NONE, text)
    if not (bare.isascii() and bare.isdigit()):
        kind, number = number_typed(text)
        return CellNumber(NumberIs.PASSPORT, number) if kind is NumberKind.PASSPORT else CellNumber(NumberIs.NONE, text)
    if is_phone:
        return _phone(text, bare)
    if len(bare) == 12:
        return CellNumber(NumberIs.PERSONAL, bare)
    from_abroad = len(bare) == 11 and bare.startswith("84") and bare[2] in _MOBILE
    if is_phone is None and (_DIALLED.fullmatch(bare) or from_abroad):
        return CellNumber(NumberIs.PHONE, text)
    if len(bare) == 9:
        return _nine(text, bare, is_phone=is_phone)
    return _short(written, bare)


def _phone(text: str, bare: str) -> CellNumber:
    if len(bare) == 9 and bare[0] in _MOBILE:
        return CellNumber(NumberIs.PHONE, bare, whole="0" + bare)
    return CellNumber(NumberIs.PHONE, text)


def _nine(text: str, bare: str, *, is_phone: bool | None) -> CellNumber:
    is_old = int(bare[:2]) in _OLD_FIRST
    if is_phone is None and bare[0] in _MOBILE:
        if is_old:
            return CellNumber(NumberIs.EITHER, text)
        return CellNumber(NumberIs.PHONE, bare, whole="0" + bare)
    return CellNumber(NumberIs.OLD, bare)


def _short(text: str, bare: str) -> CellNumber:
    """Ten or eleven digits (twelve once), or eight (nine once), whose front can only be a province."""
    whole = bare.zfill(12)
    if len(bare) in {10, 11} and whole[:3] in known_prefixes():
        return CellNumber(NumberIs.LOST_ZEROS, text, whole)
    if len(bare) == 8 and bare[0] != "0":
        return CellNumber(NumberIs.LOST_ZEROS, text, "0" + bare)
    return CellNumber(NumberIs.NONE, text)


_RUNNING = re.compile(r"^\d{1,4}\s*[.)/\-:]\s*(?=[^\W\d])")
_TOGETHER = re.compile(r"\s(?:và|va|\+|&|/|-|–)\s|[;,/&+|]|\n", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(so|to|thon|ap|ban|buon|lang|khu|khom|xom|xa|phuong|thi tran|quan|huyen|tinh|thanh pho|tp|duong|pho|ngo|ngach"
    r"|hem|kiet|quoc lo|doi|tieu khu|chung cu|toa|can ho|ward|street|p|q|tt|kp|dac khu|cu xa|dan pho)\b"
)
_FAMILIES = frozenset(
    {
        "an", "au", "bach", "banh", "bui", "cao", "chau", "che", "chu", "chung", "cung", "dam", "dang", "dao",
        "dau", "diep", "dinh", "do", "doan", "dong", "duong", "giang", "giap", "ha", "han", "ho", "hoa",
        "hoang", "hong", "hua", "huynh", "kha", "khong", "khuat", "khuc", "kieu", "kim", "ksor", "la", "lac",
        "lai", "lam", "lang", "le", "lieu", "lo", "lu", "luc", "luong", "luu", "ly", "ma", "mac", "mai",
        "man", "nghiem", "ngo", "nguy", "nguyen", "nham", "nhan", "ninh", "nong", "ong", "pham", "phan",
        "phi", "pho", "phu", "phung", "phuong", "quach", "quan", "rcom", "ro", "sam", "siu", "son", "ta",
        "tang", "thach", "thai", "than", "thi", "thieu", "thuong", "tiet", "to", "ton", "tong", "tra", "tran",
        "trang", "trieu", "trinh", "truong", "tu", "tuong", "ung", "van", "vi", "vo", "vu", "vuong", "xa",
        "y",
    }
)  # fmt: skip
"""The commonest family names, folded."""


def name_of(cell: str) -> str:
    """A name without a running number at its front: ``"12. Nguyễn Văn Mẫu" -> "Nguyễn Văn Mẫu"``."""
    return _RUNNING.sub("", clean(cell)).strip(" .,;:")


def holds_several_names(cell: str) -> bool:
    """Whether a cell of names holds more than one person: ``"Nguyễn Văn Mẫu và Trần Thị Thử"``."""
    parts = [name_of(part) for part in _TOGETHER.split(cell)]
    names = [part for part in parts if len(part.split()) >= 2 and begins_with_family(part)]
    return len(names) > 1 or len(_FAMILY_AND_MIDDLE.findall(search_key(clean(cell)))) > 1


_FAMILY_AND_MIDDLE = re.compile(
    r"\b(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|trinh) (?:van|thi)\b"
)
"""Begins most names; twice in one cell are two people."""


def begins_with_family(text: str) -> bool:
    """Whether the first word is one of the commonest family names."""
    return search_key(clean(text)).split(" ")[0] in _FAMILIES


def looks_like_place(text: str) -> bool:
    """Whether a text is an address or a part of one: a word for a unit, a number, or the name of one."""
    plain = " ".join(re.findall(r"[a-z0-9]+", search_key(text)))
    return bool(_PLACE.search(plain)) or any(sign.isdigit() for sign in plain) or is_place_name(text)


def looks_like_name(text: str) -> bool:
    """Whether a text is two to six words of letters that begin with a family name, and no place."""
    words = clean(text).split(" ")
    letters = all(name_key(word).replace(" ", "").isalpha() for word in words)
    return 2 <= len(words) <= 6 and letters and begins_with_family(text) and not looks_like_place(text)
