"""Reads a DOCX document into the blocks of a sheet: the stated subset that our own layout draws.

In it: paragraphs with bold, italic, size, alignment, indents and space; tabs, line and page breaks; tables with cells
that span columns; check boxes as the letters ☐ ☑ ☒; one A4 section with its margins. Everything else is named with its
place, and drawn by LibreOffice or not at all: nothing is left out silently.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from printing.forms.declarations.drawing import DECLARATION
from printing.forms.declarations.filled import TemplateFinding
from printing.layout.design import MM, Design
from printing.layout.sheet import Align, Block, Grid, GridCell, PageBreak, RichParagraph, Span, SpanMark, TabStop

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SILENT = frozenset(
    {
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "lastRenderedPageBreak",
        "rPr",
        "pPr",
        "sectPr",
        "noProof",
        "softHyphen",
        "noBreakHyphen",
        "permStart",
        "permEnd",
    }
)
"""Elements that say nothing on paper, or are read elsewhere."""

_OUTSIDE = {
    "drawing": "hình, ô chữ",
    "pict": "hình, ô chữ",
    "object": "đối tượng nhúng",
    "fldChar": "trường tự tính (số trang, ngày…)",
    "fldSimple": "trường tự tính (số trang, ngày…)",
    "instrText": "trường tự tính (số trang, ngày…)",
    "sym": "ký hiệu của phông riêng",
    "ins": "vết sửa đổi (track changes)",
    "del": "vết sửa đổi (track changes)",
    "footnoteReference": "cước chú",
    "endnoteReference": "cước chú",
    "sdt": "ô nhập liệu của Word (content control)",
    "smartTag": "thẻ thông minh",
    "oMath": "công thức",
    "oMathPara": "công thức",
    "hyperlink": "liên kết",
    "AlternateContent": "hình, ô chữ",
    "altChunk": "tài liệu nhúng",
    "tbl": "bảng trong bảng",
}
_BOXES = {"☐": SpanMark.BOX, "☑": SpanMark.CHECKED, "☒": SpanMark.CHECKED}
_A4 = (210 * MM, 297 * MM)


class DocxSheet(Struct, frozen=True, kw_only=True):
    """What was read: blocks, the measures of the page, and what is outside the subset."""

    blocks: tuple[Block, ...]
    design: Design
    outside: tuple[TemplateFinding, ...]


class _Reader:
    """Reads one document; ``found`` collects what is outside."""

    def __init__(self, document: "Document") -> None:
        self.document = document
        self.found: dict[tuple[str, str], TemplateFinding] = {}
        self.size = _default_size(document)
        self._chains: dict[str | None, tuple[Any, ...]] = {}
        self._by_id = {style.style_id: style for style in document.styles}
        usual = document.styles.element.xpath("w:style[@w:type='paragraph'][@w:default='1']/@w:styleId")
        self._usual = str(usual[0]) if usual else None

    def styles(self, style: str | None, *, of_run: bool = False) -> tuple[Any, ...]:
        """The style of this id and those it is based on; python-docx looks each up anew, for a tenth of a second."""
        if style is None and of_run:
            return ()
        style = style or self._usual
        found = self._chains.get(style)
        if found is None:
            found = self._chains[style] = tuple(_styles(self._by_id.get(style or "")))
        return found

    def out(self, place: str, words: str) -> None:
        self.found.setdefault(
            (place, words),
            TemplateFinding(place=place, words=f"{words}: ngoài phần chương trình tự vẽ", stops=False, outside=True),
        )


def read_docx(document: "Document") -> DocxSheet:
    """The document as blocks."""
    reader = _Reader(document)
    blocks: list[Block] = []
    paragraphs = tables = 0
    for element in document.element.body:
        match _name(element):
            case "p":
                paragraphs += 1
                blocks += _paragraph_blocks(element, f"đoạn {paragraphs}", reader)
            case "tbl":
                tables += 1
                blocks.append(_table(element, f"bảng {tables}", reader))
            case "sectPr":
                pass
            case other:
                if other not in _SILENT:
                    reader.out(f"sau đoạn {paragraphs}", _OUTSIDE.get(other, f"phần “{other}”"))
    design = _design(reader)
    return DocxSheet(blocks=tuple(blocks), design=design, outside=tuple(reader.found.values()))


def _name(element: Any) -> str:  # noqa: ANN401 - lxml carries no types
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else "comment"


def _design(reader: _Reader) -> Design:
    section = reader.document.sections[0]
    if len(reader.document.sections) > 1:
        reader.out("phần 2", "nhiều phần (section)")
    wide, high = section.page_width, section.page_height
    if wide is None or high is None or abs(wide.pt - _A4[0]) > 6 or abs(high.pt - _A4[1]) > 6:
        reader.out("trang", "khổ giấy khác A4 đứng")
    columns = section._sectPr.find(f"{_W}cols")  # noqa: SLF001 - python-docx has no word for columns
    if columns is not None and columns.get(f"{_W}num", "1") != "1":
        reader.out("trang", "nhiều cột")
    for part, words in ((section.header, "đầu trang"), (section.footer, "chân trang")):
        if any(one.text.strip() for one in part.paragraphs) or part.tables:
            reader.out(words, words)

    def margin(given: Any, usual: float) -> float:  # noqa: ANN401 - python-docx: a length or None
        return min(max(given.pt, 14.0), 180.0) if given is not None else usual

    design = DECLARATION
    return replace(
        design,
        left=margin(section.left_margin, design.left),
        right=margin(section.right_margin, design.right),
        top=margin(section.top_margin, design.top),
        bottom=max(margin(section.bottom_margin, design.bottom), 13 * MM),  # what stands at the foot is ours
        body=reader.size,
        leading=1.3,
    )


def _default_size(document: "Document") -> float:
    size = document.styles["Normal"].font.size if "Normal" in document.styles else None
    if size is None:
        found = document.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz")
        points = float(found.get(f"{_W}val", "22")) / 2 if found is not None else 11.0
    else:
        points = size.pt
    return min(max(points, 6.0), 40.0)


def _paragraph_blocks(element: Any, place: str, reader: _Reader) -> Iterator[Block]:  # noqa: ANN401 - lxml
    """One paragraph, parted where a page break stands in it."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - loaded with the first template

    paragraph = Paragraph(element, reader.document._body)  # noqa: SLF001 - as python-docx itself makes them
    whole = _rich(paragraph, place, reader)
    if paragraph.paragraph_format.page_break_before:
        yield PageBreak()
    spans: list[Span] = []
    for span in whole.spans:
        if span.mark is SpanMark.BREAK and span.text == "page":
            yield replace(whole, spans=tuple(spans))
            yield PageBreak()
            spans = []
        else:
            spans.append(span)
    yield replace(whole, spans=tuple(spans))


def _rich(paragraph: Any, place: str, reader: _Reader) -> RichParagraph:  # noqa: ANN401 - python-docx
    styles = reader.styles(paragraph._p.style)  # noqa: SLF001 - only its id is wanted
    formats = [paragraph.paragraph_format, *(style.paragraph_format for style in styles)]

    def points(name: str) -> float:
        given = next((getattr(one, name) for one in formats if getattr(one, name) is not None), None)
        return min(max(given.pt, -200.0), 400.0) if given is not None else 0.0

    alignment = next((one.alignment for one in formats if one.alignment is not None), None)
    properties = paragraph._p.pPr  # noqa: SLF001 - numbering has no word in python-docx
    numbered = properties is not None and properties.find(f"{_W}numPr") is not None
    if numbered or any(style.element.find(f"{_W}pPr/{_W}numPr") is not None for style in styles):
        reader.out(place, "danh sách đánh số tự động")
    tabs = tuple(
        TabStop(stop.position.pt, right=_word(stop.alignment) == "RIGHT", dotted=_word(stop.leader) == "DOTS")
        for one in formats
        for stop in one.tab_stops
        if stop.position is not None and _word(stop.alignment) != "CLEAR"
    )
    return RichParagraph(
        spans=tuple(_spans(paragraph, place, reader)),
        align=_ALIGN.get(_word(alignment), Align.LEFT),
        indent=max(0.0, points("left_indent")),
        right=max(0.0, points("right_indent")),
        first=points("first_line_indent"),
        before=max(0.0, min(points("space_before"), 100.0)),
        after=max(0.0, min(points("space_after"), 100.0)),
        tabs=tuple(sorted(tabs, key=lambda stop: stop.at)),
    )


_ALIGN = {"CENTER": Align.CENTRE, "RIGHT": Align.RIGHT, "JUSTIFY": Align.JUSTIFY, "DISTRIBUTE": Align.JUSTIFY}


def _word(member: Any) -> str:  # noqa: ANN401 - an enumeration of python-docx, or None
    return "" if member is None else str(member.name)


def _styles(style: Any) -> Iterator[Any]:  # noqa: ANN401 - python-docx
    """The style and those it is based on; a circle ends."""
    seen = 0
    while style is not None and seen < 12:
        yield style
        style, seen = style.base_style, seen + 1


def _spans(paragraph: Any, place: str, reader: _Reader) -> Iterator[Span]:  # noqa: ANN401 - python-docx
    from docx.text.run import Run  # noqa: PLC0415 - likewise

    for child in paragraph._p:  # noqa: SLF001 - all that stands in it, not only its runs
        name = _name(child)
        if name == "r":
            yield from _run(Run(child, paragraph), place, reader)
        elif name not in _SILENT:
            reader.out(place, _OUTSIDE.get(name, f"phần “{name}”"))


def _run(run: Any, place: str, reader: _Reader) -> Iterator[Span]:  # noqa: ANN401 - python-docx
    fonts = [run.font]
    fonts += [style.font for style in reader.styles(run._r.style, of_run=True)]  # noqa: SLF001 - only its id is wanted
    fonts += [style.font for style in reader.styles(run._parent._p.style)]  # noqa: SLF001 - likewise, of its paragraph

    def said(name: str) -> Any:  # noqa: ANN401
        return next((getattr(one, name) for one in fonts if getattr(one, name) is not None), None)

    size = said("size")
    points = min(max(size.pt, 5.0), 60.0) if size is not None else reader.size
    bold, italic = bool(said("bold")), bool(said("italic"))
    for name, words in (
        ("underline", "gạch chân"),
        ("strike", "gạch ngang"),
        ("superscript", "chỉ số trên"),
        ("subscript", "chỉ số dưới"),
    ):
        if said(name):
            reader.out(place, words)
    if said("hidden"):
        return
    if bold and italic and run.text.strip():
        reader.found.setdefault(
            (place, "đậm nghiêng"), TemplateFinding(place=place, words="chữ đậm nghiêng được vẽ đậm", stops=False)
        )
    capitals = bool(said("all_caps"))
    for child in run._r:  # noqa: SLF001 - text, tabs and breaks in their order
        match _name(child):
            case "t":
                text = child.text or ""
                yield from _text(text.upper() if capitals else text, points, bold=bold, italic=italic)
            case "tab" | "ptab":
                yield Span(mark=SpanMark.TAB, size=points)
            case "br":
                kind = child.get(f"{_W}type", "")
                if kind == "column":
                    reader.out(place, "ngắt cột")
                yield Span("page" if kind == "page" else "", mark=SpanMark.BREAK, size=points)
            case "cr":
                yield Span(mark=SpanMark.BREAK, size=points)
            case other:
                if other not in _SILENT:
                    reader.out(place, _OUTSIDE.get(other, f"phần “{other}”"))


def _text(text: str, size: float, *, bold: bool, italic: bool) -> Iterator[Span]:
    start = 0
    for place, letter in enumerate(text):
        if letter in _BOXES:
            if place > start:
                yield Span(text[start:place], bold=bold, italic=italic, size=size)
            yield Span(mark=_BOXES[letter], size=size)
            start = place + 1
    if start < len(text):
        yield Span(text[start:], bold=bold, italic=italic, size=size)


def _table(element: Any, place: str, reader: _Reader) -> Grid:  # noqa: ANN401 - lxml
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - likewise

    weights = tuple(max(1.0, float(one.get(f"{_W}w", "1000"))) for one in element.findall(f"{_W}tblGrid/{_W}gridCol"))
    rows = []
    for number, line in enumerate(element.findall(f"{_W}tr"), start=1):
        cells = []
        for count, cell in enumerate(line.findall(f"{_W}tc"), start=1):
            at = f"{place}, hàng {number}, ô {count}"
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None:
                reader.out(at, "ô trộn theo chiều dọc")
            paragraphs = []
            for child in cell:
                name = _name(child)
                if name == "p":
                    paragraphs.append(_rich(Paragraph(child, reader.document._body), at, reader))  # noqa: SLF001
                elif name not in _SILENT | {"tcPr"}:
                    reader.out(at, _OUTSIDE.get(name, f"phần “{name}”"))
            across = int(span.get(f"{_W}val", "1")) if span is not None else 1
            cells.append(GridCell(tuple(paragraphs), min(max(across, 1), 64)))
        for name in {_name(one) for one in line} - {"tc", "trPr", "tblPrEx"} - _SILENT:
            reader.out(f"{place}, hàng {number}", _OUTSIDE.get(name, f"phần “{name}”"))
        rows.append(tuple(cells))
    most = max((sum(cell.across for cell in row) for row in rows), default=1)
    if len(weights) < most:
        weights = (*weights, *((sum(weights) / len(weights) if weights else 1000.0,) * (most - len(weights))))
    return Grid(weights=weights, rows=tuple(rows), ruled=_is_ruled(element))


def _is_ruled(element: Any) -> bool:  # noqa: ANN401 - lxml
    """A table of a style with lines, or with borders of its own; one without is only an arrangement."""
    borders = element.find(f"{_W}tblPr/{_W}tblBorders")
    if borders is not None:
        return any(one.get(f"{_W}val", "nil") not in {"nil", "none"} for one in borders)
    style = element.find(f"{_W}tblPr/{_W}tblStyle")
    return style is not None and "grid" in style.get(f"{_W}val", "").lower()
