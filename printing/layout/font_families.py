"""Which font family draws a letter, and the positions of its marks.

Text is set in Be Vietnam Pro. What it lacks (ĕ, ŏ, ƀ, ʼ, letters with a mark that Unicode does not compose, as ơ with a
breve) is set in Noto Sans, from the files in ``letters/`` that ``make letters`` cuts out of it. In the serif typeface
all letters are Noto Serif's, from files made likewise; of what it lacks (‰, €, ≤) Be Vietnam Pro has each.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from models.system.decoding import prepared
from printing.layout.lines import FontFace, composed
from printing.layout.sheet import Typeface


class FontFamily(StrEnum):
    """A type family; the values begin the names of its files."""

    OWN = "BeVietnamPro"
    FURTHER = "NotoSans"
    SERIF = "NotoSerif"


_OF = {
    Typeface.SANS: (FontFamily.OWN, FontFamily.FURTHER),
    Typeface.SERIF: (FontFamily.SERIF, FontFamily.SERIF),
}
"""Of each typeface: the family of its letters, and the one of letters with marks and of what the first lacks."""


class Piece(Struct, frozen=True):
    """A stretch of text in one family.

    Attributes:
        over: of a mark: how far right and up from the start of its letter, in type sizes. None = it follows.
    """

    text: str
    family: FontFamily
    over: tuple[float, float] | None = None


class _Marks(Struct, frozen=True):
    """As ``letters.json`` keeps them, in 1/1000 of the type size.

    Attributes:
        letters: right and up of a mark above, right and up of one below.
        marks: whether it goes below, by how much it differs, and how much higher the next one sits.
    """

    letters: dict[str, tuple[int, int, int, int]]
    marks: dict[str, tuple[int, int, int, int]]


class _Runs(Struct, frozen=True):
    """Which letters each family has, as first and last code of each run."""

    own: tuple[tuple[int, int], ...]
    further: tuple[tuple[int, int], ...]


class _Faces(Struct, frozen=True):
    """The places of marks for each face: ten times the rest, and only what draws wants them."""

    faces: dict[FontFace, _Marks]


def _file(typeface: Typeface) -> bytes:
    name = "letters.json" if typeface is Typeface.SANS else "serif.json"
    return (resources.files("printing.layout") / "letters" / name).read_bytes()


@lru_cache(maxsize=2)
def _faces(typeface: Typeface) -> dict[FontFace, _Marks]:
    return msgspec.json.decode(_file(typeface), type=prepared(_Faces)).faces


@lru_cache(maxsize=3)
def letters(family: FontFamily) -> frozenset[str]:
    """Every letter that the family has."""
    file = _file(Typeface.SERIF if family is FontFamily.SERIF else Typeface.SANS)
    table = msgspec.json.decode(file, type=prepared(_Runs))
    runs = table.further if family is FontFamily.FURTHER else table.own
    return frozenset(map(chr, chain.from_iterable(range(first, last + 1) for first, last in runs)))


def file_of(family: FontFamily, face: FontFace) -> Path:
    """The font file of a face."""
    name = f"{family.value}-{face.value}.ttf"
    if family is not FontFamily.OWN:
        return Path(__file__).parent / "letters" / name
    from fontpkg_be_vietnam_pro import ROOT  # noqa: PLC0415 - which letters there are is known without it

    return Path(ROOT) / "files" / name


def undrawable(text: str) -> tuple[str, str] | None:
    """The first letter that no family has, and the word it is in; it comes out as an empty box."""
    if text.isascii():
        return None
    whole = composed(text)
    if letters(FontFamily.OWN).issuperset(whole):
        return None
    for word in whole.split():
        for letter in word:
            if letter not in letters(FontFamily.OWN) and letter not in letters(FontFamily.FURTHER):
                return letter, word
    return None


def undrawable_on(sheet: Struct) -> tuple[str, str] | None:
    """The first such letter of anything that a sheet says."""
    return next(filter(None, map(undrawable, _texts(msgspec.to_builtins(sheet)))), None)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from chain.from_iterable(map(_texts, part.values()))
    elif isinstance(part, list | tuple):
        yield from chain.from_iterable(map(_texts, part))


def pieces(text: str, face: FontFace, typeface: Typeface = Typeface.SANS) -> tuple[Piece, ...]:
    """The text as stretches of one family each; a letter with marks is one of its own, and each of its marks."""
    text, first = composed(text), _OF[typeface][0]
    if text.isascii() or (letters(first).issuperset(text) and not any(map(unicodedata.combining, text))):
        return (Piece(text, first),)
    return tuple(_joined(_clusters(text, face, typeface)))


def _clusters(text: str, face: FontFace, typeface: Typeface) -> Iterator[Piece]:
    """Every letter, and every mark that sits on one."""
    places, (first, further) = _faces(typeface)[face], _OF[typeface]
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        letter, marks = text[start], text[start + 1 : end]
        known = letter in places.letters and all(mark in places.marks for mark in marks)
        family = first if letter in letters(first) and not marks else further
        if letter not in letters(family) and letter in letters(FontFamily.OWN):
            family = FontFamily.OWN
        yield Piece(letter, family)
        if known:
            yield from _over(places.letters[letter], marks, places, further)
        elif marks:
            yield Piece(marks, further)
        start = end


def _over(at: tuple[int, int, int, int], marks: str, places: _Marks, family: FontFamily) -> Iterator[Piece]:
    """The marks of a letter, each further out than the one before on its side."""
    risen = [0, 0]
    for mark in marks:
        below, right, up, rise = places.marks[mark]
        x, y = at[2:] if below else at[:2]
        yield Piece(mark, family, ((x + right) / 1000, (y + up + risen[below]) / 1000))
        risen[below] += rise


def _joined(each: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one family in one piece; a letter with marks begins one: they count from its start."""
    run: Piece | None = None
    for piece, follows in _with_next(each):
        carries = follows is not None and follows.over is not None
        if run is not None and (piece.over is not None or piece.family is not run.family or carries):
            yield run
            run = None
        if piece.over is not None or carries:
            yield piece
        else:
            run = piece if run is None else Piece(run.text + piece.text, run.family)
    if run is not None:
        yield run


def _with_next(each: Iterable[Piece]) -> Iterator[tuple[Piece, Piece | None]]:
    last: Piece | None = None
    for piece in each:
        if last is not None:
            yield last, piece
        last = piece
    if last is not None:
        yield last, None


Advance = Callable[[str, FontFamily], float]
"""Width of a text in a family, at the face and size that is asked for."""


def placed(
    text: str, face: FontFace, size: float, advance: Advance, typeface: Typeface = Typeface.SANS
) -> Iterator[tuple[Piece, float, float]]:
    """Each piece, and how far right and up of the start of the text it goes, in the unit of the size."""
    start = x = 0.0
    for piece in pieces(text, face, typeface):
        if piece.over is not None:
            right, up = piece.over
            yield piece, start + right * size, up * size
            continue
        yield piece, x, 0.0
        start, x = x, x + advance(piece.text, piece.family)
