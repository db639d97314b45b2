"""Text that a scanner typed while Caps Lock was on: large and small letters the other way round (``nGUYỄN vĂN``)."""

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile("[A-Za-z]")
"""A word without one ("Đỗ") may have been typed by numbers alone, and shows nothing."""
_ASCII = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def without_caps_lock(text: str) -> str | None:
    """The text as it was sent; None where the key was not on, or nothing shows it."""
    turn = case_correction(text)
    return turn(text) if turn is not None else None


def case_correction(text: str) -> Callable[[str], str] | None:
    """What turns this text back, and again what was turned back; None where nothing shows that the key was on.

    Shown by words that begin small and go on large, with hardly one that begins large and goes on small (a sign lost
    before a word makes such a one). Scanners that type
    letters with marks by their number have only the others turned: then only those are turned back.
    """
    odd, titled = _counts(text)
    if odd < 2 or titled * 3 >= odd:
        return None
    best = min((str.swapcase, _swap_ascii), key=lambda turn: _counts(turn(text))[0])
    after, titled = _counts(best(text))
    return best if titled > after else None


def _swap_ascii(text: str) -> str:
    return text.translate(_ASCII)


def _counts(text: str) -> tuple[int, int]:
    """Words in a case nobody writes, and words begun with a capital."""
    words = [word for word in _WORD.findall(text) if _LETTER.search(word)]
    titled = sum(word[0].isupper() and word[1:].islower() for word in words)
    return len(words) - titled - sum(word.islower() or word.isupper() for word in words), titled
