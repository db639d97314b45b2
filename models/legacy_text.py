"""Recognises Vietnamese in encodings older than Unicode (TCVN3 / ABC, VNI) and proposes the Unicode text.

Such text arrives as Latin letters with odd signs in the middle of words ("NguyÔn V¨n MÉu", "Nguyeãn Vaên Maãu"). It is
recognised where reading it anew makes every word a Vietnamese syllable and fewer were before; it is never changed
without a word. TCVN3's letters: TCVN 5712:1993 (VN3); VNI's: a letter and one sign behind it.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache

from msgspec import Struct

from models.text import clean


class Encoding(StrEnum):
    """The two that are still met."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


class Legacy(Struct, frozen=True):
    """What was recognised, and the text as it reads in Unicode."""

    encoding: Encoding
    text: str


_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
"""What the sign behind a letter does to it."""
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_MARKED = re.compile(r"([AaEeOoYyUuÔôÖö])([øùûõïâàáåãäêèéúüë])", re.IGNORECASE)

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iê|iêu|oa|oai|oao|oay|oă|oe|oeo|oi|oo(?=ng|c)|ôi|ơi|ua|uâ|uây|uê|ui|uô|uôi"
    r"|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)"
    r"(?:ng|nh|ch|[cmnpt])?"
)
"""A Vietnamese syllable, its tone taken away."""
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_]+")


def legacy(text: str) -> Legacy | None:
    """What this text reads as, where it was written in one of the two; None = it was not.

    Args:
        text: as it came; not yet made clean, for TCVN3's ư is a soft hyphen.
    """
    text = unicodedata.normalize("NFC", text)  # windows-1258 sets tones apart: ê and a mark are no letters of VNI
    if text.isascii() or not _has_signs(text):
        return None
    before = odd_words(text)
    if not before:
        return None
    found: list[tuple[int, Legacy]] = []
    for encoding, read in ((Encoding.TCVN3, _from_tcvn3(text)), (Encoding.VNI, _from_vni(text))):
        odd = odd_words(read)
        if odd < before:
            found.append((odd, Legacy(encoding, clean(read))))
    best = min(found, key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0] == 0 else None


def _has_signs(text: str) -> bool:
    """Whether any letter or sign stands there that these encodings use and Vietnamese words do not hold so."""
    return any("\xa1" <= sign <= "\xff" for sign in text)


def odd_words(text: str) -> int:
    """How many words are no Vietnamese syllables: by their letters, or by capitals in the middle of small ones."""
    odd = 0
    for word in re.findall(r"[^\s,;.()/\-]+", text):
        bare = "".join(_WORD.findall(word))
        if bare.isascii() and bare == word:
            continue  # foreign names and abbreviations may be anything
        plain = _TONES.sub("", unicodedata.normalize("NFD", bare.lower()))
        has_signs = bare != word and not word.isascii() and not any(sign.isdigit() for sign in word)
        is_syllable = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None and _is_cased(bare)
        odd += has_signs or (bool(bare) and not is_syllable)
    return odd


def _is_cased(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()


def _from_tcvn3(text: str) -> str:
    """Small letters only, but for the seven that have a capital; the fonts of capitals (.VnTimeH) are read the same."""
    read = text.translate(_tcvn3())
    return " ".join(
        word.upper() if any(a.isupper() for a in word[1:]) and word[:1].isupper() and _mostly_upper(word) else word
        for word in read.split(" ")
    )


def _mostly_upper(word: str) -> bool:
    ascii_letters = [sign for sign in word if sign.isascii() and sign.isalpha()]
    return len(ascii_letters) > 1 and all(sign.isupper() for sign in ascii_letters)


@cache
def _tcvn3() -> dict[int, str]:
    return {ord(sign): letter for sign, letter in _TCVN3.items()}


def _from_vni(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    marked = _VNI_MARKED.sub(lambda found: found[1] + _marks(found[2]), composed)
    return unicodedata.normalize("NFC", "".join(_vni_letter(sign) for sign in marked))


def _marks(sign: str) -> str:
    return _VNI_MARKS[sign.lower()]


def _vni_letter(sign: str) -> str:
    letter = _VNI_LETTERS.get(sign.lower())
    if letter is None:
        return sign
    return letter.upper() if sign.isupper() else letter
