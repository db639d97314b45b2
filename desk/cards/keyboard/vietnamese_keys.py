"""Which key turned one piece of a word into another in an input method: Telex and VNI.

A mark is a shape (circumflex, breve, horn, the stroke of d) or a tone. Letters are taken apart by Unicode itself.
"""

import unicodedata
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

STROKED = chr(0x111)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN, _STROKE = "\u0302", "\u0306", "\u031b", "-"
_SHAPES = frozenset({_CIRCUMFLEX, _BREVE, _HORN})


class Method(StrEnum):
    """The two ways of typing Vietnamese that are in use."""

    TELEX = "telex"
    VNI = "vni"


class Letter(Struct, frozen=True):
    """A letter taken apart: its bare form, its shape and its tone, empty where it has none."""

    bare: str
    shape: str = ""
    tone: str = ""

    def __str__(self) -> str:
        if self.shape == _STROKE:
            return chr(0x110) if self.bare.isupper() else STROKED
        return unicodedata.normalize("NFC", self.bare + self.shape + self.tone)


TONE_KEYS = {
    Method.TELEX: {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT, "z": ""},
    Method.VNI: {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT, "0": ""},
}
SHAPE_KEYS = {
    Method.TELEX: {
        "a": {"a": _CIRCUMFLEX},
        "e": {"e": _CIRCUMFLEX},
        "o": {"o": _CIRCUMFLEX},
        "w": {"a": _BREVE, "o": _HORN, "u": _HORN},
        "d": {"d": _STROKE},
    },
    Method.VNI: {
        "6": {"a": _CIRCUMFLEX, "e": _CIRCUMFLEX, "o": _CIRCUMFLEX},
        "7": {"o": _HORN, "u": _HORN},
        "8": {"a": _BREVE},
        "9": {"d": _STROKE},
    },
}
"""Key to bare letter to the shape it gives."""


@lru_cache(maxsize=512)
def decompose(sign: str) -> Letter:
    """A sign as bare letter, shape and tone."""
    if sign.lower() == STROKED:
        return Letter("D" if sign.isupper() else "d", _STROKE)
    bare, *marks = list(unicodedata.normalize("NFD", sign))
    shape = "".join(mark for mark in marks if mark in _SHAPES)
    return Letter(bare, shape, "".join(mark for mark in marks if mark not in _SHAPES))


def key_between(old: str, new: str) -> dict[Method, str] | None:
    """The one key that turned this piece of a word into that one, in each method that has such a key.

    Mark keys are given small; the case in which they were typed cannot be seen. None = no single key does that.
    """
    before, after = [decompose(sign) for sign in old], [decompose(sign) for sign in new]
    if [one.bare for one in before] == [one.bare for one in after]:
        return _mark_key(before, after) or None
    *kept, last = after or [Letter("")]
    same_letters = [one.bare for one in before] == [one.bare for one in kept]
    if not same_letters or last.shape or not (last.bare.isascii() and last.bare.isalnum()):
        return None
    key = last.bare
    if _tones(before) == _tones(after) and _keeps_shapes(before, kept):
        return dict.fromkeys(Method, key)  # a letter more; the tone may have moved
    undone = {} if last.tone else _mark_key(kept, before)
    return {method: key for method, mark in undone.items() if mark == key.lower()} or None


def _mark_key(before: list[Letter], after: list[Letter]) -> dict[Method, str]:
    """The key that put a mark on, or took the tone away."""
    changed = {(one.bare.lower(), two.shape) for one, two in zip(before, after, strict=True) if one.shape != two.shape}
    if changed:
        if _tones(before) != _tones(after):
            return {}
        return {
            method: key
            for method, keys in SHAPE_KEYS.items()
            for key, gives in keys.items()
            if all(gives.get(bare) == shape for bare, shape in changed)
        }
    tone = _tones(after)
    if tone == _tones(before):
        return {}
    return {method: key for method, keys in TONE_KEYS.items() for key, gives in keys.items() if gives == tone}


def _tones(letters: list[Letter]) -> str:
    return "".join(letter.tone for letter in letters)


def _keeps_shapes(before: list[Letter], after: list[Letter]) -> bool:
    """The same shapes, or a horn more: methods finish a pair of them by themselves."""
    return all(
        one.shape == two.shape or (not one.shape and two.shape == _HORN) for one, two in zip(before, after, strict=True)
    )
