"""Renders a sheet for a thermal printer; with ``plain_text`` beside it the only module that writes ESC/POS.

Everything, but at the end of a slow line, is drawn as one picture, because code pages of cheap printers lack Vietnamese
letters (measured: cp1258 loses 10 of 65). The picture commands are written here in a few lines: python-escpos makes the
same bytes in more than twice the time and warns on every picture. Which command a printer takes is data, see
``printing.devices.dialects``.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from PIL import Image, ImageDraw, ImageFont

from printing.devices.commands import COLUMN, START, ending
from printing.devices.dialects import Dialect, Raster, undescribed
from printing.devices.plain_text import plain_text
from printing.layout.design import roll
from printing.layout.font_families import FontFamily, file_of, pieces, placed
from printing.layout.lines import FontFace, Measure
from printing.layout.marks import Boxes, Text
from printing.layout.pages import pages
from printing.layout.sheet import Sheet, Typeface

_DARK = 150
"""Grey below this becomes a black dot; a little above the middle keeps thin strokes whole."""

_BLACK_IS_SET = bytes(byte ^ 0xFF for byte in range(256))


def escpos(sheet: Sheet, *, dots: int, dialect: Dialect | None = None) -> bytes:
    """The sheet as bytes for a printer ``dots`` wide, cut or fed to be torn off at the end."""
    way = dialect or undescribed(dots)
    if way.text:
        return b"".join((START, plain_text(sheet, way), ending(way)))
    return b"".join((START, *_drawn(raster(sheet, dots), way), ending(way)))


def _drawn(picture: Image.Image, way: Dialect) -> Iterator[bytes]:
    rows = COLUMN if way.raster is Raster.COLUMNS else way.band
    if way.raster is Raster.COLUMNS:
        yield b"\x1b3\x00"  # ESC 3 0: no space between the bands
    for top in range(0, picture.height, rows):
        band = picture.crop((0, top, picture.width, min(top + rows, picture.height)))
        match way.raster:
            case Raster.ROWS:
                size = (band.width + 7) // 8
                yield b"\x1dv0\x00" + _two(size) + _two(band.height) + _black(band)
            case Raster.GRAPHICS:
                body = b"0p0\x01\x011" + _two(band.width) + _two(band.height) + _black(band)
                yield b"\x1d(L" + _two(len(body)) + body + b"\x1d(L\x02\x0002"
            case Raster.COLUMNS:
                yield b"\x1b*\x21" + _two(band.width) + _columns(band) + b"\x1bJ" + bytes((COLUMN,))
    if way.raster is Raster.COLUMNS:
        yield b"\x1b2"  # ESC 2: as it was


def _two(number: int) -> bytes:
    return number.to_bytes(2, "little")


def _black(band: Image.Image) -> bytes:
    """Rows of eight dots a byte; a set bit is black."""
    return band.tobytes().translate(_BLACK_IS_SET)


def _columns(band: Image.Image) -> bytes:
    """Columns of three bytes from the top down; what is missing at the bottom is white."""
    whole = Image.new("1", (band.width, COLUMN), 1)
    whole.paste(band)
    # Turned by a quarter, a column is a row of 24 dots: three bytes, the uppermost dot first.
    return _black(whole.transpose(Image.Transpose.TRANSPOSE))


def raster(sheet: Sheet, dots: int) -> Image.Image:
    """The sheet as it comes out of the printer: one bit a dot, ``dots`` wide (a multiple of 8)."""
    if dots <= 0 or dots % 8:
        raise ValueError(dots)
    typeface = sheet.typeface
    (page,) = pages(sheet, roll(dots), _measure_in(typeface))
    picture = Image.new("L", (dots, round(page.height)), 255)
    pen = ImageDraw.Draw(picture)
    for mark in page.marks:
        match mark:
            case Text():
                advance = _advance_of(mark.face, mark.size)
                for piece, right, up in placed(mark.text, mark.face, mark.size, advance, typeface):
                    ink, left, top = _ink(piece.text, piece.family, mark.face, mark.size)
                    picture.paste(0, (round(mark.x + right) + left, round(mark.y - up) + top), ink)
            case Boxes():
                for x, y, wide, high in mark.each:
                    left, top = round(x), round(y)
                    pen.rectangle((left, top, left + max(1, round(wide)) - 1, top + max(1, round(high)) - 1), fill=0)
    return picture.point(lambda grey: 0 if grey < _DARK else 255).convert("1", dither=Image.Dither.NONE)


@lru_cache(maxsize=32)
def _font(family: FontFamily, face: FontFace, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file_of(family, face)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=192)
def _ink(text: str, family: FontFamily, face: FontFace, size: float) -> tuple[Image.Image, int, int]:
    """A text as a mask, and where its left upper corner lies from the start of its base line; forms repeat them."""
    mask, (left, top) = _font(family, face, size).getmask2(text, "L", anchor="ls")
    return Image.frombytes("L", mask.size, bytes(mask)), left, top


def _advance_of(face: FontFace, size: float) -> Callable[[str, FontFamily], float]:
    return lambda text, family: float(_font(family, face, size).getlength(text))


@lru_cache(maxsize=len(Typeface))
def _measure_in(typeface: Typeface) -> Measure:
    return partial(width_of, typeface=typeface)


@lru_cache(maxsize=2048)
def width_of(text: str, face: FontFace, size: float, typeface: Typeface = Typeface.SANS) -> float:
    """Width of a text in dots."""
    advance = _advance_of(face, size)
    return sum(advance(piece.text, piece.family) for piece in pieces(text, face, typeface) if piece.over is None)
