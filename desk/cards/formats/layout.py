"""What a scanner typed while Windows had its "Vietnamese" keyboard layout: digits arrive as letters and tone marks.

The row of digits writes ``ă â ê ô``, five tone marks of their own (Unicode's combining signs) and ``đ`` there, large
ones with Shift; the brackets write ``ư`` and ``ơ``, all else is as on a US keyboard (Microsoft's KBDVNTC). A burst
without one digit, in which such letters stand where digits must, is read as what was sent.

In a name or an address such a letter may have been sent as it is, by a scanner that types letters by their number. It
is taken so where another letter there proves such a scanner (``ữ``: no single key writes it) and the word is one that
somebody may write; it is taken for a digit where the scanner certainly knows no marks. Else a "?" stands for the word,
and the field stays empty.
"""

import re
import unicodedata
from functools import lru_cache

from desk.cards.formats.words import is_word

_DIGITS = dict(zip("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890", strict=True))
_KEYS = _DIGITS | {"ư": "[", "ơ": "]", "₫": "="}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DIGIT = re.compile("[0-9]")
_TOKEN = re.compile(r"[^\s,./()\-|]+")
_WORD_TOO = re.compile("đ[êô].?|[êô].?", re.IGNORECASE)
"""Digits that could be a word as well, as in "khu đô thị"."""
_PLOT = re.compile("[A-Z]{1,2}[0-9]+[A-Z]?|[0-9]+[A-Z]{1,2}")
"""A house, a plot: "Bê" is that, or B3."""
_WITHOUT_MARKS = re.compile(
    r"\b(so|thon|xa|phuong|tinh|huyen|duong|khom|xom|buon|lang|thanh pho|thi tran)\b", re.IGNORECASE
)
"""Words of every second address, as a scanner writes them that knows no marks."""

_NAME, _SEX, _ADDRESS = 2, 4, 5


def without_layout(text: str) -> str | None:
    """The text as the scanner sent it; None where digits came as digits, or no letters that stand for one.

    Args:
        text: as it was typed, not composed anew: composing changes the order of tone marks that stood for digits.
    """
    if _DIGIT.search(text) or text.isascii():
        return None
    apart = "".join(_parts(sign) for sign in text)
    if not any(sign in _DIGITS for sign in apart.lower()):
        return None
    if "|" not in text:
        return _keys(apart)
    fields, whole = text.split("|"), apart.split("|")
    words = fields[_NAME : _NAME + 1] + fields[_SEX : _ADDRESS + 1]
    numbers = [sign for n, field in enumerate(fields) if n not in {_NAME, _SEX, _ADDRESS} for sign in field]
    keyboard = _Keyboard(numbers, words)
    sends_marks = any(keyboard.cannot_write(sign) for field in words for sign in field)
    knows_none = not sends_marks and (
        fields[_SEX : _SEX + 1] in (["Nu"], ["nU"]) or _WITHOUT_MARKS.search(" ".join(words[2:])) is not None
    )
    for n, field in enumerate(whole):
        if n == _NAME:
            fields[n] = _TOKEN.sub(lambda found: keyboard.in_name(found[0], sends_marks=sends_marks), fields[n])
        elif n == _ADDRESS and knows_none:
            fields[n] = _TOKEN.sub(lambda found: keyboard.without_marks(found[0]), fields[n])
        elif n == _ADDRESS:
            fields[n] = _TOKEN.sub(lambda found: keyboard.in_address(found[0], sends_marks=sends_marks), fields[n])
        elif n != _SEX:
            fields[n] = _keys(field)
    read = "|".join(fields)
    return read if _DIGIT.search(read) else None


class _Keyboard:
    """What keys of this layout wrote in one burst.

    Args:
        numbers: signs of the fields that hold digits alone: they show whether Caps Lock was on, and whether something
            composed what came.
        words: the other fields: a scanner that sends tones on their letters sends none beside them.
    """

    def __init__(self, numbers: list[str], words: list[str]) -> None:
        self._is_large = any(sign.isupper() and sign.lower() in _DIGITS for sign in numbers)
        self._composes = any(len(_parts(sign)) > 1 for sign in numbers)
        self._is_composed = any(len(_parts(sign)) > 1 for field in words for sign in field)

    def cannot_write(self, sign: str) -> bool:
        """Whether no key wrote this letter, so that the scanner sent it as it is."""
        if sign.isascii() or not (sign.isalpha() or unicodedata.combining(sign)):
            return False
        parts = _parts(sign)
        if len(parts) > 1 and not self._composes:
            return True
        return parts[0].lower() not in _KEYS and not parts[0].isascii()

    def in_name(self, token: str, *, sends_marks: bool) -> str:
        """A word of a name: as it came, or "?" where a letter of it may have been a digit or a bracket."""
        if not self._may_be_keys(token):
            return token
        is_loose = self._is_composed and any(sign in _TONES for sign in token)
        return token if sends_marks and not is_loose and self._is_word(token) else "?"

    def in_address(self, token: str, *, sends_marks: bool) -> str:
        """A word of an address whose scanner may send marks: digits, the word, or "?" where it may be either."""
        if not self._may_be_keys(token):
            return token
        apart = "".join(map(_parts, token))
        if not sends_marks:
            return "?"
        if all(map(self._is_digit, apart)):
            return "?" if _WORD_TOO.fullmatch(apart) and len(apart) > 1 else _keys(apart)
        told = _keys(apart)
        is_plot = _PLOT.fullmatch(told.swapcase() if self._is_large else told) is not None
        return token if self._is_word(token) and not is_plot else "?"

    def without_marks(self, token: str) -> str:
        """A word of an address whose scanner knows no marks: each such letter is a digit, with one letter at most."""
        apart = "".join(map(_parts, token))
        if not self._may_be_keys(token):
            return token
        others = [sign for sign in apart if not self._is_digit(sign)]
        return _keys(apart) if len(others) <= 1 and all(map(str.isascii, others)) else "?"

    def _is_digit(self, part: str) -> bool:
        """Whether the row of digits writes this without Shift, which makes other signs of it."""
        return part.lower() in _DIGITS and (not part.isalpha() or part.isupper() is self._is_large)

    def _is_word(self, token: str) -> bool:
        return is_word("".join(map(_turned, token)) if self._is_large else token)

    def _may_be_keys(self, token: str) -> bool:
        return any(not sign.isascii() and not self.cannot_write(sign) and sign not in "’ʼ‘" for sign in token)


def _turned(sign: str) -> str:
    """A letter as it was sent while Caps Lock was on, which turns those that a key writes, not those sent by number."""
    return sign.swapcase() if sign.isascii() else sign


@lru_cache(maxsize=4096)
def _parts(sign: str) -> str:
    """A letter and the tone mark on it, each for itself: ``"ặ" -> "ă" + dot``."""
    bare = "".join(one for one in unicodedata.normalize("NFD", sign) if one not in _TONES)
    tones = "".join(one for one in unicodedata.normalize("NFD", sign) if one in _TONES)
    return unicodedata.normalize("NFC", bare) + tones


def _keys(text: str) -> str:
    """Each sign as its key says on a US keyboard; Caps Lock makes letters that stand for digits large."""
    return "".join(_KEYS.get(sign.lower(), sign) for sign in text)
