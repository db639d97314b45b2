"""A sheet as PDF: the only file that knows reportlab.

The same sheet gives the same bytes. Text is composed (NFC) before drawing; reportlab sets combining marks
wrongly; every face is embedded, and no other font is named.
"""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from fontpkg_be_vietnam_pro import ROOT
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing.layout.design import A4, A5, MM, Design, roll
from printing.layout.lines import Face, composed
from printing.layout.marks import Boxes, Mark, Text
from printing.layout.pages import pages
from printing.layout.sheet import PaperSize, Sheet

rl_config.useA85 = 0
"""Streams as bytes: ASCII 85 is for wires of seven bits, and a seventh of the time of a paper."""

FAMILY = "BeVietnamPro"
_TICKET_DOTS = 576
_DOT = 25.4 / 203 * MM
"""One dot of a 203 dpi printer in points."""


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF file. A ticket becomes one page as long as its roll would be."""
    fonts()
    ticket = sheet.paper is PaperSize.TICKET
    design = _design(sheet.paper)
    scale = _DOT if ticket else 1.0
    laid = pages(sheet, design, width_of)
    file = BytesIO()
    size = (design.width * scale, laid[0].height * scale)
    canvas = Canvas(file, pagesize=size, invariant=1, initialFontName=name_of(Face.REGULAR), lang="vi-VN")
    canvas.setTitle(sheet.name)
    canvas.setAuthor("motcua")
    canvas.setSubject(sheet.version)
    for page in laid:
        if ticket:
            canvas.scale(scale, scale)
        _draw(canvas, page.marks, page.height)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _design(paper: PaperSize) -> Design:
    return {PaperSize.A5: A5, PaperSize.A4: A4, PaperSize.TICKET: roll(_TICKET_DOTS)}[paper]


def _draw(canvas: Canvas, marks: tuple[Mark, ...], height: float) -> None:
    words = canvas.beginText()
    areas: list[str] = []
    for mark in marks:
        match mark:
            case Text():
                words.setFont(name_of(mark.face), mark.size)
                words.setTextOrigin(mark.x, height - mark.y)
                words.textOut(composed(mark.text))
            case Boxes():
                areas += [f"{x:.3f} {height - y - high:.3f} {wide:.3f} {high:.3f} re" for x, y, wide, high in mark.each]
    if areas:
        # Bars and squares are some 300 rectangles: written by reportlab's path they cost a third of the paper.
        canvas.addLiteral("\n".join([*areas, "f"]))
    canvas.drawText(words)


def name_of(face: Face) -> str:
    """What the PDF calls this face."""
    return f"{FAMILY}-{face.value}"


@lru_cache(maxsize=1)
def fonts() -> dict[Face, TTFont]:
    """All faces, read once for the life of the process."""
    faces = {face: TTFont(name_of(face), str(ROOT / "files" / f"{name_of(face)}.ttf")) for face in Face}
    for font in faces.values():
        pdfmetrics.registerFont(font)
    return faces


@lru_cache(maxsize=3)
def _letters(face: Face) -> tuple[Callable[[int, float], float], float]:
    metrics = fonts()[face].face
    return metrics.charWidths.get, metrics.defaultWidth


@lru_cache(maxsize=8192)
def _advance(text: str, face: Face) -> float:
    width, default = _letters(face)
    return sum(width(ord(letter), default) for letter in composed(text)) / 1000


def width_of(text: str, face: Face, size: float) -> float:
    """Width of a text, in the unit of ``size``."""
    return _advance(text, face) * size
