"""Unikey and its kin between a scanner and the window: Backspaces and composed letters, in Telex or VNI."""

from collections.abc import Iterable

from desk.cards.keyboard.strokes import ENTER, Stroke
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import Method

__all__ = ["Method", "plain", "shown", "type_out"]


def plain(text: str) -> list[Stroke]:
    """The same text without an input method."""
    return [Stroke(insert=ENTER if sign in "\r\n\t" else sign) for sign in text]


def shown(strokes: Iterable[Stroke], before: str = "") -> str:
    """What a field shows after these strokes."""
    for stroke in strokes:
        before = before[: len(before) - stroke.delete] + stroke.insert
    return before
