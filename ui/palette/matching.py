"""Ranks how well letters typed without marks match a name: prefix, word prefixes, initials."""

from collections.abc import Sequence
from enum import IntEnum

from models.text import search_words


class Fit(IntEnum):
    """The better, the smaller."""

    BEGINS = 0
    """The name begins with what was typed."""
    IN_ORDER = 1
    """Every word typed begins a word of the name, in its order."""
    ANY_ORDER = 2
    """The same, in another order."""
    INITIALS = 3
    """Beginnings of some of its words, run together: ``"th n"`` and ``"tkq"`` of "Trả kết quả hôm nay"."""


def fit(typed: str, name: str) -> Fit | None:
    """How well what was typed fits a name; None = not at all. Marks, case and punctuation count on neither side."""
    asked, words = search_words(typed), search_words(name)
    if not asked:
        return Fit.BEGINS
    if " ".join(words).startswith(" ".join(asked)):
        return Fit.BEGINS
    if _in_order(asked, words):
        return Fit.IN_ORDER
    if _each_of_its_own(asked, words):
        return Fit.ANY_ORDER
    return Fit.INITIALS if _runs_through("".join(asked), words) else None


def _in_order(asked: Sequence[str], words: Sequence[str]) -> bool:
    coming = iter(words)
    return all(any(word.startswith(part) for word in coming) for part in asked)


def _each_of_its_own(asked: Sequence[str], words: Sequence[str]) -> bool:
    left = list(words)
    for part in sorted(asked, key=len, reverse=True):
        begun = next((word for word in left if word.startswith(part)), None)
        if begun is None:
            return False
        left.remove(begun)
    return True


def _runs_through(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are beginnings of words, one after the other; words may be left out between them."""
    reached = {0}
    for word in words:
        reached |= {
            at + length
            for at in reached
            for length in range(1, min(len(word), len(letters) - at) + 1)
            if letters.startswith(word[:length], at)
        }
    return len(letters) in reached
