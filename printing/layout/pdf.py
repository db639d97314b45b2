"""Renders a sheet as PDF: the only module that uses reportlab.

The same sheet gives the same bytes. reportlab sets combining marks wrongly, so each is drawn where ``font_families``
says; every face is embedded, and no other font is named.
"""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from printing.layout.design import A4, A5, MM, Design, roll
from printing.layout.font_families import FontFamily, file_of, pieces, placed
from printing.layout.lines import FontFace, composed
from printing.layout.marks import Boxes, Mark, Text
from printing.layout.pages import pages
from printing.layout.sheet import PaperSize, Sheet

rl_config.useA85 = 0
"""Streams as bytes: ASCII 85 is for wires of seven bits, and a seventh of the time of a paper."""

_TICKET_DOTS = 576
_DOT = 25.4 / 203 * MM
"""One dot of a 203 dpi printer in points."""


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF file. A ticket becomes one page as long as its roll would be."""
    _font(FontFamily.OWN, FontFace.REGULAR)
    ticket = sheet.paper is PaperSize.TICKET
    design = _design(sheet.paper)
    scale = _DOT if ticket else 1.0
    laid = pages(sheet, design, width_of)
    file = BytesIO()
    size = (design.width * scale, laid[0].height * scale)
    canvas = Canvas(file, pagesize=size, invariant=1, initialFontName=name_of(FontFace.REGULAR), lang="vi-VN")
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
    pieced: list[Text] = []
    for mark in marks:
        match mark:
            case Text():
                if any(piece.over is not None for piece in pieces(mark.text, mark.face)):
                    pieced.append(mark)
                else:
                    _set(words, mark, height)
            case Boxes():
                areas += [f"{x:.3f} {height - y - high:.3f} {wide:.3f} {high:.3f} re" for x, y, wide, high in mark.each]
    if areas:
        # Bars and squares are some 300 rectangles: written by reportlab's path they cost a third of the paper.
        canvas.addLiteral("\n".join([*areas, "f"]))
    canvas.drawText(words)
    for mark in pieced:
        # A mark that is moved onto its letter reads as a line of its own: the text as it was is said beside it.
        said = composed(mark.text).encode("utf-16-be").hex()
        canvas.addLiteral(f"/Span <</ActualText <feff{said}>>> BDC")
        words = canvas.beginText()
        _set(words, mark, height)
        canvas.drawText(words)
        canvas.addLiteral("EMC")


def _set(words: PDFTextObject, mark: Text, height: float) -> None:
    for piece, right, up in placed(mark.text, mark.face, mark.size, _advance_of(mark.face, mark.size)):
        _font(piece.family, mark.face)
        words.setFont(name_of(mark.face, piece.family), mark.size)
        words.setTextOrigin(mark.x + right, height - mark.y + up)
        words.textOut(piece.text)


def name_of(face: FontFace, family: FontFamily = FontFamily.OWN) -> str:
    """What the PDF calls this face."""
    return f"{family.value}-{face.value}"


@lru_cache(maxsize=6)
def _font(family: FontFamily, face: FontFace) -> TTFont:
    """The face, read when it is first needed and known to reportlab from then on."""
    font = TTFont(name_of(face, family), str(file_of(family, face)))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=6)
def _widths(family: FontFamily, face: FontFace) -> tuple[Callable[[int, float], float], float]:
    metrics = _font(family, face).face
    return metrics.charWidths.get, metrics.defaultWidth


def _advance_of(face: FontFace, size: float) -> Callable[[str, FontFamily], float]:
    def advance(text: str, family: FontFamily) -> float:
        width, default = _widths(family, face)
        return sum(width(ord(letter), default) for letter in text) / 1000 * size

    return advance


@lru_cache(maxsize=8192)
def _advance(text: str, face: FontFace) -> float:
    advance = _advance_of(face, 1.0)
    return sum(advance(piece.text, piece.family) for piece in pieces(text, face) if piece.over is None)


def width_of(text: str, face: FontFace, size: float) -> float:
    """Width of a text, in the unit of ``size``."""
    return _advance(text, face) * size
