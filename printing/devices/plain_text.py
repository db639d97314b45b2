"""Renders a sheet for a printer at the end of a slow line: letters of its own, without marks, and its own QR code.

A picture of 58 mm takes 24 s and more at 9,600 baud, its text with the printer's own QR code one or two. Code pages of
portable printers lack Vietnamese letters (measured: ``printing.devices.escpos``), so that marks are left out: who needs
them prints a picture, by another dialect of the same printer.
"""

import textwrap
import unicodedata
from collections.abc import Iterator

from printing.devices.dialects import Dialect
from printing.layout.barcodes import qr_modules
from printing.layout.sheet import (
    BigNumber,
    Block,
    CodeBlock,
    DigitBoxes,
    FieldLine,
    Footnote,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    RichParagraph,
    Rule,
    Sheet,
    Signatures,
    Stamp,
    Table,
    Title,
)

LETTER = 12
"""Dots of one letter of font A across: 32 letters on 58 mm."""

_LEFT, _CENTRE = b"\x1ba\x00", b"\x1ba\x01"
_BOLD, _NOT_BOLD = b"\x1bE\x01", b"\x1bE\x00"
_LARGE, _USUAL = b"\x1d!\x11", b"\x1d!\x00"
"""ESC a: side; ESC E: bold; GS !: twice as wide and high."""

_QUIET = 8
"""Modules of white left and right of a code, together."""

_MOST_DOTS = 8
_FEWEST_DOTS = 3
"""Of one module: fewer are not read from a curled slip."""

_OTHERWISE = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "·": "-", "’": "'"})


def plain_text(sheet: Sheet, way: Dialect) -> bytes:
    """The sheet's blocks, one below the other; the foot last."""
    wide = way.dots // LETTER
    lines = [part for block in sheet.blocks for part in _block(block, wide, way.dots)]
    foot = _left(sheet.version, wide)
    return b"".join((_LEFT, *lines, *foot, b"\n"))


def without_marks(text: str) -> str:
    """As a printer without Vietnamese letters can write it; what it still cannot is a question mark."""
    bare = unicodedata.normalize("NFD", text.translate(_OTHERWISE))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return kept.encode("ascii", "replace").decode("ascii")


def _block(block: Block, wide: int, dots: int) -> Iterator[bytes]:
    match block:
        case Heading():
            for text, bold in ((block.parent, False), (block.body, True), (block.number, False), (block.dated, False)):
                yield from _centred(text, wide, bold=bold)
        case Title():
            yield b"\n"
            yield from _centred(block.text, wide, bold=True)
            yield from _centred(block.below, wide)
        case Stamp():
            yield from _centred(f"*** {block.text} ***", wide, bold=True)
        case CodeBlock():
            yield from _code(block, wide, dots)
        case BigNumber():
            yield from _centred(block.label, wide)
            yield _CENTRE + _LARGE + without_marks(block.number).encode() + b"\n" + _USUAL + _LEFT
        case FieldLine():
            for field in block.fields:
                number = f"{block.number} " if block.number else ""
                yield from _left(f"{number}{field.label}: {field.value or '.' * 8}", wide, bold=field.strong)
        case Table():
            for row in block.rows:
                cells = [" ".join(cell.split()) for cell in row]
                yield from _left(" - ".join(cell for cell in cells if cell), wide)
        case Paragraph():
            if block.centred:
                yield from _centred(block.text, wide, bold=block.strong)
            else:
                yield from _left(block.text, wide, bold=block.strong)
        case Signatures():
            for one in block.blocks:
                yield from _left(f"{one.role}: {one.name}", wide)
        case Footnote():
            yield from _left(" ".join((block.label, *block.sentences)), wide)
        case RichParagraph():
            yield from _left(" ".join(span.text for span in block.spans if span.text), wide)
        case Grid():
            for line in block.rows:
                texts = (" ".join(span.text for one in cell.paragraphs for span in one.spans) for cell in line)
                yield from _left(" - ".join(filter(None, texts)), wide)
        case DigitBoxes():
            yield from _left(f"{block.label} {block.value}", wide)
        case PageBreak():
            yield b"\n"
        case Rule():
            yield b"-" * wide + b"\n"


def _code(block: CodeBlock, wide: int, dots: int) -> Iterator[bytes]:
    said = (block.signed or block.code).encode()
    modules = len(qr_modules(said.decode()))
    size = min(_MOST_DOTS, dots // (modules + _QUIET))
    if size >= _FEWEST_DOTS:
        yield _CENTRE + _qr(said, size) + b"\n" + _LEFT
    if block.text:
        yield from _centred(block.code, wide, bold=True)


def _qr(said: bytes, size: int) -> bytes:
    """GS ( k: model 2, dots a module, correction M, keep the data, print it."""
    kept = (len(said) + 3).to_bytes(2, "little") + b"1P0" + said
    return b"".join(
        b"\x1d(k" + part
        for part in (b"\x04\x001A2\x00", b"\x03\x001C" + bytes((size,)), b"\x03\x001E1", kept, b"\x03\x001Q0")
    )


def _left(text: str, wide: int, *, bold: bool = False) -> Iterator[bytes]:
    for line in textwrap.wrap(without_marks(text), wide):
        yield (_BOLD + line.encode() + _NOT_BOLD if bold else line.encode()) + b"\n"


def _centred(text: str, wide: int, *, bold: bool = False) -> Iterator[bytes]:
    for line in _left(text, wide, bold=bold):
        yield _CENTRE + line + _LEFT
