"""Renders a sheet as PDF: the only module that uses reportlab.

The same sheet gives the same bytes. reportlab sets combining marks wrongly, so each is drawn where ``font_families``
says; every face is embedded, and no other font is named.
"""

import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from io import BytesIO
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from models.system.stop_signals import stop_deferred
from printing.layout.design import A4, A4_LANDSCAPE, A5, MM, Design, roll
from printing.layout.font_families import FontFamily, Piece, file_of, pieces, placed
from printing.layout.lines import FontFace, Measure, composed
from printing.layout.marks import Boxes, Text
from printing.layout.pages import SheetPage, pages
from printing.layout.sheet import PaperSize, Sheet, Typeface

rl_config.useA85 = 0
"""Streams as bytes: ASCII 85 is for wires of seven bits, and a seventh of the time of a paper."""

_QUICKLY = 1
"""Level at which a single paper is packed: 0.6 KB more of some 40, and a twentieth of its time less. A table of many
pages is packed as usual."""

_TICKET_DOTS = 576
_DOT = 25.4 / 203 * MM
"""One dot of a 203 dpi printer in points."""


@stop_deferred()
def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF file. A ticket becomes one page as long as its roll would be."""
    ticket = sheet.paper is PaperSize.TICKET
    design = _design(sheet.paper)
    scale = _DOT if ticket else 1.0
    laid = pages(sheet, design, measure_in(sheet.typeface))
    file = BytesIO()
    canvas = _canvas(file, design.width * scale, laid[0].height * scale, sheet.typeface)
    canvas.setTitle(sheet.name)
    canvas.setSubject(sheet.version)
    pen = _Pen(canvas, sheet.typeface, packed=_QUICKLY)
    for page in laid:
        if ticket:
            canvas.scale(scale, scale)
        pen.draw(page)
    canvas.save()
    return file.getvalue()


def write_pages(
    file: BinaryIO,
    laid: Iterable[SheetPage],
    design: Design,
    *,
    title: str,
    subject: str,
    typeface: Typeface = Typeface.SANS,
    go_on: Callable[[], None] = lambda: None,
) -> int:
    """Write pages of one size as they come; of each only what it says is kept, packed. Gives their number.

    ``go_on`` is called for each page once more when the file is put together; what it raises ends that.
    """
    canvas = _canvas(file, design.width, design.height or 0.0, typeface)
    canvas.setTitle(title)
    canvas.setSubject(subject)
    pen = _Pen(canvas, typeface, go_on)
    count = 0
    for page in laid:
        with stop_deferred():
            pen.draw(page)
        count += 1
    with stop_deferred():
        canvas.save()
    return count


def _canvas(file: BinaryIO, width: float, height: float, typeface: Typeface) -> Canvas:
    family = pieces("", FontFace.REGULAR, typeface)[0].family
    _font(family, FontFace.REGULAR)  # known to reportlab before it is named
    first = name_of(FontFace.REGULAR, family)
    canvas = Canvas(file, pagesize=(width, height), invariant=1, initialFontName=first, lang="vi-VN")
    canvas.setAuthor("motcua")
    return canvas


def _design(paper: PaperSize) -> Design:
    return {
        PaperSize.A5: A5,
        PaperSize.A4: A4,
        PaperSize.A4_ACROSS: A4_LANDSCAPE,
        PaperSize.TICKET: roll(_TICKET_DOTS),
    }[paper]


class _PackedPage(PDFStream):  # type: ignore[misc]  # reportlab carries no types
    """What a page says, packed already."""

    def __init__(self, packed: bytes, go_on: Callable[[], None]) -> None:
        super().__init__(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        self._go_on = go_on

    def format(self, document: object) -> bytes:
        """As the file has it."""
        self._go_on()
        written: bytes = super().format(document)
        return written


class _Pen:
    """Draws pages on a canvas, each as operators of one text and one path.

    reportlab's own text object and rectangles take some ten times as long: a register has half a million lines.
    """

    def __init__(
        self, canvas: Canvas, typeface: Typeface, go_on: Callable[[], None] = lambda: None, *, packed: int = -1
    ) -> None:
        self._canvas = canvas
        self._typeface = typeface
        self._go_on = go_on
        self._packed = packed
        self._said: dict[tuple[str, FontFace, float], tuple[bool, tuple[tuple[float, float, str], ...]]] = {}

    def draw(self, page: SheetPage) -> None:
        """One page, which is then done."""
        words: list[str] = []
        pieced: list[str] = []
        areas: list[str] = []
        height = page.height
        for mark in page.marks:
            match mark:
                case Text():
                    is_pieced, parts = self._operators(mark)
                    said = [f"1 0 0 1 {mark.x + x:.3f} {height - mark.y + up:.3f} Tm {show}" for x, up, show in parts]
                    if is_pieced:
                        # A mark moved onto its letter reads as a line of its own: the text as it was is said beside it.
                        plain = composed(mark.text).encode("utf-16-be").hex()
                        pieced += [f"/Span <</ActualText <feff{plain}>>> BDC", "BT", *said, "ET", "EMC"]
                    else:
                        words += said
                case Boxes():
                    areas += [
                        f"{x:.3f} {height - y - high:.3f} {wide:.3f} {high:.3f} re" for x, y, wide, high in mark.each
                    ]
        drawn = [*areas, *(("f",) if areas else ()), *(("BT", *words, "ET") if words else ()), *pieced]
        self._canvas.addLiteral("\n".join(drawn))
        self._canvas.showPage()
        self._pack()

    def _pack(self) -> None:
        """Pack what the page says now, not all pages when the file is saved: that could not be given up."""
        page = self._canvas._doc.Pages.pages[-1]  # noqa: SLF001 - the canvas itself keeps a page's words until then
        packed = zlib.compress(page.stream.encode(), self._packed)
        page.Contents = _PackedPage(packed, self._go_on)
        page.stream = None

    def _operators(self, mark: Text) -> tuple[bool, tuple[tuple[float, float, str], ...]]:
        """Whether a mark of it goes over its letter; and each piece: right, up, operators that show it."""
        key = mark.text, mark.face, mark.size
        found = self._said.get(key)
        if found is None:
            found = self._placed(mark)
            if len(self._said) >= _SAID:
                self._said.clear()
            self._said[key] = found
        return found

    def _placed(self, mark: Text) -> tuple[bool, tuple[tuple[float, float, str], ...]]:
        whole = pieces(mark.text, mark.face, self._typeface)
        if len(whole) == 1:
            return False, ((0.0, 0.0, self._shown(whole[0], mark.face, mark.size)),)
        placing = list(placed(mark.text, mark.face, mark.size, _advance_of(mark.face, mark.size), self._typeface))
        return (
            any(piece.over is not None for piece in whole),
            tuple((right, up, self._shown(piece, mark.face, mark.size)) for piece, right, up in placing),
        )

    def _shown(self, piece: Piece, face: FontFace, size: float) -> str:
        font, document = _font(piece.family, face), self._canvas._doc  # noqa: SLF001 - where the letters used are noted
        return " ".join(
            f"{font.getSubsetInternalName(subset, document)} {size:g} Tf ({escapePDF(letters)}) Tj"
            for subset, letters in font.splitString(piece.text, document)
        )


_SAID = 8_000
"""Texts whose operators are remembered."""


def name_of(face: FontFace, family: FontFamily = FontFamily.OWN) -> str:
    """What the PDF calls this face."""
    return f"{family.value}-{face.value}"


@lru_cache(maxsize=9)
def _font(family: FontFamily, face: FontFace) -> TTFont:
    """The face, read when it is first needed and known to reportlab from then on."""
    font = TTFont(name_of(face, family), str(file_of(family, face)), asciiReadable=0)
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=9)
def _widths(family: FontFamily, face: FontFace) -> tuple[Callable[[int, float], float], float]:
    metrics = _font(family, face).face
    return metrics.charWidths.get, metrics.defaultWidth


def _advance_of(face: FontFace, size: float) -> Callable[[str, FontFamily], float]:
    def advance(text: str, family: FontFamily) -> float:
        width, default = _widths(family, face)
        return sum(width(ord(letter), default) for letter in text) / 1000 * size

    return advance


@lru_cache(maxsize=8192)
def _advance(text: str, face: FontFace, typeface: Typeface) -> float:
    advance = _advance_of(face, 1.0)
    return sum(advance(piece.text, piece.family) for piece in pieces(text, face, typeface) if piece.over is None)


def width_of(text: str, face: FontFace, size: float, typeface: Typeface = Typeface.SANS) -> float:
    """Width of a text, in the unit of ``size``."""
    return _advance(text, face, typeface) * size


@lru_cache(maxsize=len(Typeface))
def measure_in(typeface: Typeface) -> Measure:
    """``width_of`` for the layout of a paper in this typeface, always the same: lines are remembered by it."""
    return partial(width_of, typeface=typeface)
