"""Line breaking. Vietnamese breaks at spaces; a word wider than the line is split."""

import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum

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


def composed(text: str) -> str:
    """Composed letters; what the font cannot draw (line breaks, control characters) becomes a blank."""
    if text.isascii() and text.isprintable():
        return text
    whole = unicodedata.normalize("NFC", text)
    return whole if whole.isprintable() else "".join(c if c.isprintable() else " " for c in whole)


def break_lines(runs: Runs, width: float, size: float, measure: Measure) -> list[Runs]:
    """The runs as lines no wider than ``width``; at least one line, perhaps an empty one."""
    lines: list[Runs] = []
    line: list[list[str]] = []
    faces: list[FontFace] = []
    used = 0.0
    for word, face, blank in _words(runs, width, size, measure):
        space = measure(" ", face, size) if blank and faces else 0.0
        advance = measure(word, face, size)
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
    return lines


def break_evenly(runs: Runs, width: float, size: float, measure: Measure) -> list[Runs]:
    """``break_lines``, set a little narrower where that saves the last line from holding a single short word."""
    lines = break_lines(runs, width, size, measure)
    for share in (0.97, 0.94, 0.91, 0.88) if len(lines) > 1 else ():
        if sum(measure(run.text, run.face, size) for run in lines[-1]) >= width * 0.15:
            break
        tried = break_lines(runs, width * share, size, measure)
        lines = tried if len(tried) == len(lines) else lines
    return lines


def balance_lines(text: str, face: FontFace, width: float, size: float, measure: Measure) -> list[str]:
    """Lines of a centred text, as even in length as its number of lines allows."""
    runs = (TextRun(text, face),)
    lines = break_lines(runs, width, size, measure)
    narrow, wide = width / len(lines) / 2, width
    for _ in range(8) if len(lines) > 1 else ():
        middle = (narrow + wide) / 2
        if len(tried := break_lines(runs, middle, size, measure)) > len(lines):
            narrow = middle
        else:
            lines, wide = tried, middle
    return ["".join(run.text for run in line) for line in lines]


def _joined(line: list[list[str]], faces: list[FontFace]) -> Runs:
    return tuple(TextRun("".join(words), face) for words, face in zip(line, faces, strict=True))


def _words(runs: Runs, width: float, size: float, measure: Measure) -> Iterator[tuple[str, FontFace, bool]]:
    """Each word with its face and whether a blank stands before it."""
    blank = False
    for run in runs:
        for place, word in enumerate(run.text.split(" ")):
            blank = blank or place > 0
            if not word:
                continue
            for part in _parts(word, run.face, width, size, measure):
                yield part, run.face, blank
                blank = False


def _parts(word: str, face: FontFace, width: float, size: float, measure: Measure) -> Iterator[str]:
    while len(word) > 1 and measure(word, face, size) > width:
        fits = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or measure(word[:n], face, size) <= width))
        while fits > 1 and unicodedata.combining(word[fits]):
            fits -= 1  # marks stay with their letter
        yield word[:fits]
        word = word[fits:]
    yield word
