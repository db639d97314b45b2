"""What a scanner typed while Windows had its "Vietnamese" keyboard layout: digits arrive as letters and tone marks.

The row of digits writes ``ă â ê ô``, five tone marks of their own (Unicode's combining signs) and ``đ`` there; the
brackets write ``ư`` and ``ơ``, all else is as on a US keyboard (Microsoft's KBDVNTC). A burst without one digit, in
which such letters stand where digits must, is read as what was sent.
"""

import re
import unicodedata

_DIGITS = dict(zip("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890", strict=True))
_KEYS = _DIGITS | {"ư": "[", "ơ": "]", "₫": "="}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DIGIT = re.compile("[0-9]")
_TOKEN = re.compile(r"[^\s,./()\-]+")
_WORD_TOO = re.compile("đ[êô].?|[êô].")
"""Digits that could be a word as well, as in "khu đô thị"."""

_OWN_WORD = re.compile(f"[A-Za-zĂÂÊÔĐ]*[ăâêôđ]*[a-z{_TONES}ăâêôđ]*(?:c|ch|i|k|m|n|ng|nh|o|p|t|u|y)")
"""A word of Vietnamese letters that ends as no row of digits does."""

_NAME, _SEX, _ADDRESS = 2, 4, 5


def without_layout(text: str) -> str | None:
    """The text as the scanner sent it; None where digits came as digits, or no such letters came.

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
    letters_sent = not "".join(fields[_NAME : _SEX + 1 : 2]).isascii()
    for n, field in enumerate(whole):
        if n == _ADDRESS and letters_sent:
            fields[n] = _TOKEN.sub(lambda found: _told_apart(found[0]), fields[n])
        elif n == _ADDRESS:
            fields[n] = "".join(
                _keys(_parts(sign)) if _is_row(sign) else sign if sign.isascii() else "?" for sign in fields[n]
            )
        elif n not in {_NAME, _SEX}:
            fields[n] = _keys(field)
    return "|".join(fields)


def _parts(sign: str) -> str:
    """A letter and the tone mark on it, each for itself: ``"ặ" -> "ă" + dot``."""
    bare = "".join(one for one in unicodedata.normalize("NFD", sign) if one not in _TONES)
    tones = "".join(one for one in unicodedata.normalize("NFD", sign) if one in _TONES)
    return unicodedata.normalize("NFC", bare) + tones


def _is_row(sign: str) -> bool:
    """Whether the row of digits alone writes this sign."""
    return all(part in _DIGITS for part in _parts(sign.lower()))


def _keys(text: str) -> str:
    """Each sign as its key says on a US keyboard; Caps Lock makes letters that stand for digits large."""
    return "".join(_KEYS.get(sign.lower(), sign) for sign in text)


def _told_apart(token: str) -> str:
    """A word of an address whose scanner sends letters with marks: digits, the word, or "?" where it may be either."""
    apart = "".join(map(_parts, token))
    if all(sign in _DIGITS for sign in apart):
        return "?" if _WORD_TOO.fullmatch(apart) else _keys(apart)
    if not any(sign in _DIGITS for sign in token) or _OWN_WORD.fullmatch(token):
        return token
    return "?"
