"""A sheet for a thermal printer: the only file that knows ESC/POS.

Everything is drawn as one picture, because code pages of cheap printers lack Vietnamese letters (measured: cp1258
loses 10 of 65). ``GS v 0`` is written here in a few lines: python-escpos makes the same bytes in more than twice the
time and warns on every picture.
"""

from functools import lru_cache

from fontpkg_be_vietnam_pro import ROOT
from PIL import Image, ImageDraw, ImageFont

from printing.design import roll
from printing.layout import pages
from printing.lines import Face, composed
from printing.marks import Boxes, Text
from printing.sheet import Sheet

WIDTHS = (384, 576)
"""Dots across a roll of 58 mm and of 80 mm at 203 dpi."""

START = b"\x1b@"
"""ESC @: forget what the last job left behind."""

FEED_AND_CUT = b"\x1bd\x04" + b"\x1dV\x42\x00"
"""ESC d 4: the last line past the knife; GS V 66 0: cut."""

ASK_PAPER = b"\x10\x04\x04"
"""DLE EOT 4: answered at once with one byte, even while printing."""

_BAND = 256
"""Rows of one picture command: printers with small memory take no more."""

_DARK = 150
"""Grey below this becomes a black dot; a little above the middle keeps thin strokes whole."""


def escpos(sheet: Sheet, *, dots: int) -> bytes:
    """The sheet as bytes for a printer ``dots`` wide, cut at the end."""
    picture = raster(sheet, dots)
    width = (picture.width + 7) // 8
    out = [START]
    for top in range(0, picture.height, _BAND):
        band = picture.crop((0, top, picture.width, min(top + _BAND, picture.height)))
        rows = bytes(byte ^ 0xFF for byte in band.tobytes())
        out.append(b"\x1dv0\x00" + width.to_bytes(2, "little") + band.height.to_bytes(2, "little") + rows)
    out.append(FEED_AND_CUT)
    return b"".join(out)


def raster(sheet: Sheet, dots: int) -> Image.Image:
    """The sheet as it comes out of the printer: one bit a dot, ``dots`` wide (a multiple of 8)."""
    if dots <= 0 or dots % 8:
        raise ValueError(dots)
    (page,) = pages(sheet, roll(dots), width_of)
    picture = Image.new("L", (dots, round(page.height)), 255)
    pen = ImageDraw.Draw(picture)
    for mark in page.marks:
        match mark:
            case Text():
                pen.text((mark.x, mark.y), composed(mark.text), fill=0, font=_font(mark.face, mark.size), anchor="ls")
            case Boxes():
                for x, y, wide, high in mark.each:
                    left, top = round(x), round(y)
                    pen.rectangle((left, top, left + max(1, round(wide)) - 1, top + max(1, round(high)) - 1), fill=0)
    return picture.point(lambda grey: 0 if grey < _DARK else 255).convert("1", dither=Image.Dither.NONE)


def no_paper(status: int) -> bool | None:
    """What the answer to ``ASK_PAPER`` says; None = this byte is no such answer."""
    if status & 0x93 != 0x12:
        return None
    return bool(status & 0x60)


@lru_cache(maxsize=32)
def _font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    file = ROOT / "files" / f"BeVietnamPro-{face.value}.ttf"
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2048)
def width_of(text: str, face: Face, size: float) -> float:
    """Width of a text in dots."""
    return float(_font(face, size).getlength(composed(text)))
