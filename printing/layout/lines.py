"""Line breaking. Vietnamese breaks at spaces; a word wider than the line is split."""

import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct


class FontFace(StrEnum):
    """A cut of the type family."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"


Measure = Callable[[str, FontFace, float], float]
"""Width of a text in a face at a size, in the unit of the size."""


class TextRun(Struct, frozen=True):
    """A stretch of text in one face."""

    text: str
    face: FontFace = FontFace.REGULAR


Runs = tuple[TextRun, ...]

_KEPT = 512
"""Texts whose lines are remembered: most of a form is the same on the next paper."""


def composed(text: str) -> str:
    """Composed letters; what the font cannot draw (line breaks, control characters) becomes a blank."""
    if text.isascii() and text.isprintable():
        return text
    whole = unicodedata.normalize("NFC", text)
    return whole if whole.isprintable() else "".join(c if c.isprintable() else " " for c in whole)


@lru_cache(maxsize=_KEPT)
def break_lines(runs: Runs, width: float, size: float, measure: Measure) -> tuple[Runs, ...]:
    """The runs as lines no wider than ``width``; at least one line, perhaps an empty one."""
    return _lines(_measured(runs, width, size, measure), width)


@lru_cache(maxsize=_KEPT)
def break_evenly(runs: Runs, width: float, size: float, measure: Measure) -> tuple[Runs, ...]:
    """``break_lines``, set a little narrower where that saves the last line from holding a single short word."""
    words = _measured(runs, width, size, measure)
    lines, widest = _lines(words, width), _widest(words)
    for share in (0.97, 0.94, 0.91, 0.88) if len(lines) > 1 else ():
        if width * share < widest or sum(measure(run.text, run.face, size) for run in lines[-1]) >= width * 0.15:
            break
        tried = _lines(words, width * share)
        lines = tried if len(tried) == len(lines) else lines
    return lines


@lru_cache(maxsize=_KEPT)
def balance_lines(text: str, face: FontFace, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """Lines of a centred text, as even in length as its number of lines allows."""
    words = _measured((TextRun(text, face),), width, size, measure)
    lines = _lines(words, width)
    narrow, wide = max(width / len(lines) / 2, _widest(words)), width
    for _ in range(8) if len(lines) > 1 else ():
        middle = (narrow + wide) / 2
        if len(tried := _lines(words, middle)) > len(lines):
            narrow = middle
        else:
            lines, wide = tried, middle
    return tuple("".join(run.text for run in line) for line in lines)


class _Word(NamedTuple):
    """A word, or what fits of one that is wider than a line; ``blank`` is how wide the blank before it is."""

    text: str
    face: FontFace
    blank: float
    advance: float


def _measured(runs: Runs, width: float, size: float, measure: Measure) -> list[_Word]:
    """Every word measured, once for all widths that are tried; one wider than ``width`` in parts that fit."""
    words: list[_Word] = []
    blank = False
    for run in runs:
        face = run.face
        space = measure(" ", face, size)
        for place, word in enumerate(run.text.split(" ")):
            blank = blank or place > 0
            if not word:
                continue
            advance = measure(word, face, size)
            parts = ((word, advance),) if advance <= width else _parts(word, face, width, size, measure)
            for part, wide in parts:
                words.append(_Word(part, face, space if blank else 0.0, wide))
                blank = False
    return words


def _widest(words: list[_Word]) -> float:
    return max((word.advance for word in words), default=0.0)


def _lines(words: list[_Word], width: float) -> tuple[Runs, ...]:
    """Words, none wider than ``width``, as lines."""
    lines: list[Runs] = []
    line: list[list[str]] = []
    faces: list[FontFace] = []
    used = 0.0
    for word, face, blank, advance in words:
        space = blank if faces else 0.0
        if faces and used + space + advance > width:
            lines.append(_joined(line, faces))
            line, faces, used, space = [], [], 0.0, 0.0
        if not faces or faces[-1] is not face:
            line.append([])
            faces.append(face)
        line[-1].append(" " + word if space else word)
        used += space + advance
    if faces or not lines:
        lines.append(_joined(line, faces))
    return tuple(lines)


def _joined(line: list[list[str]], faces: list[FontFace]) -> Runs:
    return tuple(TextRun("".join(words), face) for words, face in zip(line, faces, strict=True))


def _parts(word: str, face: FontFace, width: float, size: float, measure: Measure) -> Iterator[tuple[str, float]]:
    """A word in parts no wider than ``width``, each with its own width."""
    while len(word) > 1 and measure(word, face, size) > width:
        fits = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or measure(word[:n], face, size) <= width))
        while fits > 1 and unicodedata.combining(word[fits]):
            fits -= 1  # marks stay with their letter
        yield word[:fits], measure(word[:fits], face, size)
        word = word[fits:]
    yield word, measure(word, face, size)
