"""Spelling of place names: the parts of an address, and keys equal for all spellings of one name.

Tone marks stand in two places (Hoà, Hòa), i and y are both written (Mỹ, Mĩ), names of the highlands come with any
apostrophe, hyphen or dash, and with or without marks that Vietnamese does not have (Đăk, Đắk, Dak; Ea Sŭp, Ea Súp).
"""

import re

from models.text import APOSTROPHES, clean, name_key, search_key, sort_key

_PARTS = re.compile(r"[,;\n]")
_COUNTRY = {"viet nam", "vietnam", "vn"}
_POSTAL = re.compile(r"(?:^|\s+)[0-9]{5,6}$")
_PROVINCE_KIND = re.compile(
    r"^(?:tỉnh|tinh|thành phố|thanh pho|t\.?p\.?(?!h[úu])(?=[\s.]|(?-i:[A-ZĐ]))|t\.\s?p\.|t\.(?=\s?(?-i:[A-ZĐ])))"
    r"[\s.]*(?=\S)",
    re.IGNORECASE,
)
_Y = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
_BREVES = str.maketrans("ĕĭŏŭ", "eiou")
_DAK = re.compile(r"\bđ[ăắâa][kc]\b|\bdak\b|\bdac\b|\bđak\b")
_LAK = re.compile(r"\bl[ăắaâ][kc]\b")
_NGOK = re.compile(r"\bngọ[kc]\b")
_WITH_K = {"dac": "dak", "lac": "lak", "ngoc": "ngok"}
"""Words of the highlands that are written with c as well."""

_ALSO = {
    "thua thien hue": "hue",
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "tp hcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "sg": "ho chi minh",
    "hn": "ha noi",
    "dn": "da nang",
    "dac lac": "dak lak",
    "dac lak": "dak lak",
    "dak lac": "dak lak",
    "daklak": "dak lak",
    "dac nong": "dak nong",
    "daknong": "dak nong",
    "bac can": "bac kan",
    "ba ria vung tau": "ba ria vung tau",
    "br vt": "ba ria vung tau",
    "brvt": "ba ria vung tau",
    "kontum": "kon tum",
    "gialai": "gia lai",
}
"""Other spellings of provinces, folded."""


def parts_of(address: str) -> list[str]:
    """The parts of an address, cleaned, without the country and a postal code at its end."""
    parts = [part for piece in _PARTS.split(address) if (part := clean(piece).strip(" .-–—"))]
    while parts:
        last = _POSTAL.sub("", parts[-1])
        if not last or search_key(last) in _COUNTRY:
            parts.pop()
        elif last == parts[-1]:
            break
        else:
            parts[-1] = last
    return parts


_MARKED = "phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh"
_UNIT, _UNIT_WITHOUT_MARKS = (
    re.compile(
        r"(?<=[\w.,;)])(?:\s*[.\-–—]\s*|\s+)(?<!thị )(?<!thi )"
        rf"(?=(?:(?:{words}|tt|tp|tx)\b|p\.|x\.|q\.|h\.|t\.)[\s.]*[^\W_])",
        re.IGNORECASE,
    )
    for words in (_MARKED, f"{_MARKED}|{search_key(_MARKED)}")
)


def units_apart(address: str) -> list[str]:
    """The parts of an address whose units only a dash, a full stop or nothing sets apart, by the words for units.

    ``"Số 1 xã Mẫu - huyện Thử tỉnh Mẫu" -> ["Số 1", "xã Mẫu", "huyện Thử", "tỉnh Mẫu"]``.
    """
    unit = _UNIT_WITHOUT_MARKS if has_no_marks(address) else _UNIT  # "Quan Hóa" is a name
    return [part for piece in parts_of(address) for one in unit.split(piece) if (part := one.strip(" .-–—"))]


def province_key(text: str) -> str:
    """One key for all spellings of a province: ``"Tp.Đà Nẵng" -> "da nang"``, ``"TP.HCM" -> "ho chi minh"``."""
    bare = name_key(_PROVINCE_KIND.sub("", clean(text)))
    return _KEYS.get(bare, bare)


def fold(text: str) -> str:
    """A name without marks, hyphens or leading zeros; i for y."""
    words = (word.lstrip("0") if word.isdigit() else word for word in name_key(_parted(text)).split(" "))
    return " ".join(words)


def joined(text: str) -> str:
    """The folded name without blanks: K'Bang is Kbang, Ngọc Réo is Ngọk Réo."""
    return "".join(_WITH_K.get(word, word) for word in fold(text).split(" "))


def same_letters(one: str, other: str) -> bool:
    """Whether two names have the same letters and tones, however they are parted: H'Bông, HBông, H Bông."""
    return letters(one) == letters(other) or _bare(one) == _bare(other)


def letters(text: str) -> str:
    """The name with its letters and tones, wherever the tone mark stands; i for y, numbers without leading zeros.

    Marks of the highlands' languages that are written in several ways count as one.
    """
    small = clean(_parted(text)).lower().translate(_BREVES)
    small = _NGOK.sub("ngok", _LAK.sub("lak", _DAK.sub("dak", small)))
    words = (word.lstrip("0") if word.isdigit() else word for word in re.findall(r"[^\W_]+", small))
    return sort_key(" ".join(words).translate(_Y))


def has_no_marks(text: str) -> bool:
    """Whether it was written without any mark, as in a hurry or on a foreign keyboard."""
    return search_key(text) == text.lower()


_PARTED = re.compile(r"[\W_]+")


def _bare(text: str) -> str:
    """The letters with their marks, in one."""
    return _PARTED.sub("", clean(text).lower().translate(_BREVES).translate(_Y))


def _parted(text: str) -> str:
    return APOSTROPHES.sub(" ", text)


_KEYS = {name_key(also): name_key(name) for also, name in _ALSO.items()}
