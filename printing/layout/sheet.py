"""``Sheet``: the contents of a paper as blocks, without layout.

A block never knows whether it ends on A5 or on a roll of 58 mm. A value that is not known is an empty string
and becomes dots to write on; a block never leaves a hole.
"""

from enum import StrEnum

from msgspec import Struct


class PaperSize(StrEnum):
    """What the sheet is made for (TT 01/2018 Đ9: slips A5, register A4, here across like the hand-over list)."""

    A5 = "A5"
    A4 = "A4"
    A4_ACROSS = "A4 across"
    TICKET = "ticket"


class Typeface(StrEnum):
    """What the letters of a paper look like; either has every letter of every name."""

    SANS = "sans"
    SERIF = "serif"


class Heading(Struct, tag="Heading", frozen=True, kw_only=True):
    """The official head of a document (NĐ 30/2020, Phụ lục I): who issues it, and for which state.

    Attributes:
        parent, body: the superior unit (regular) and the issuing one (bold, ruled below).
        number: "Số: …", or empty.
        country, motto: Quốc hiệu and Tiêu ngữ. Empty on tickets.
        dated: place and date, italic.
    """

    parent: str
    body: str
    number: str = ""
    country: str = ""
    motto: str = ""
    dated: str = ""


class CodeBlock(Struct, tag="CodeBlock", frozen=True, kw_only=True):
    """A code as QR, and as Code 128 unless ``bars`` is false or the paper too narrow; ``text``: readable below.

    ``sets_scanner``: as Code 128 alone, begun by FNC3: a scanner takes it for a setting and sends nothing.
    ``signed``: what the QR says in place of the code, see ``models.codes.signed_paper``; empty = the code.
    ``as_is``: read by others, by rules of theirs (VietQR): never signed.
    """

    code: str
    label: str = ""
    bars: bool = True
    text: bool = True
    sets_scanner: bool = False
    signed: str = ""
    as_is: bool = False


class Title(Struct, tag="Title", frozen=True):
    """Name of the form, bold and centred; what is below it, in italics."""

    text: str
    below: str = ""


class Stamp(Struct, tag="Stamp", frozen=True):
    """A few words in a thick frame, larger than all else: what a paper says that is none any more."""

    text: str


class FormField(Struct, frozen=True):
    """A label and what was found for it; an empty value becomes dots."""

    label: str
    value: str
    strong: bool = False


class FieldLine(Struct, tag="Line", frozen=True):
    """One or more fields side by side; below each other when they do not fit. ``number``: "4." or empty."""

    fields: tuple[FormField, ...]
    number: str = ""


class Column(Struct, frozen=True):
    """Head of a column. Neighbours of the same ``group`` stand under that common head."""

    title: str
    weight: float
    centred: bool = False
    group: str = ""


class Table(Struct, tag="Table", frozen=True):
    """Rows of cells; a line break inside a cell is kept. The head is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Paragraph(Struct, tag="Paragraph", frozen=True):
    """Running text."""

    text: str
    strong: bool = False
    centred: bool = False


class Signature(Struct, frozen=True):
    """Who signs, how, and the name below the space for the hand."""

    role: str
    hint: str = ""
    name: str = ""


class Signatures(Struct, tag="Signatures", frozen=True):
    """Signature blocks side by side; one alone stands on the right."""

    blocks: tuple[Signature, ...]


class Footnote(Struct, tag="Footnote", frozen=True):
    """Small remarks at the end: a label and its sentences."""

    label: str
    sentences: tuple[str, ...]


class BigNumber(Struct, tag="BigNumber", frozen=True):
    """The number a citizen listens for."""

    label: str
    number: str


class Rule(Struct, tag="Rule", frozen=True):
    """A thin line across."""


class Align(StrEnum):
    """How the lines of a paragraph stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


class SpanMark(StrEnum):
    """What stands in a line beside text."""

    TEXT = "text"
    TAB = "tab"
    BREAK = "break"
    BOX = "box"
    """A check box, empty."""
    CHECKED = "checked"
    DOTS = "dots"
    """Room to write by hand, to the end of the line."""


class Span(Struct, frozen=True, omit_defaults=True):
    """A stretch of a rich paragraph.

    Attributes:
        size: in points; 0 = as the text of the paper.
    """

    text: str = ""
    mark: SpanMark = SpanMark.TEXT
    bold: bool = False
    italic: bool = False
    size: float = 0


class TabStop(Struct, frozen=True):
    """Where a tab leads, from the left margin of the paper; ``right``: the text after it ends there."""

    at: float
    right: bool = False
    dotted: bool = False


class RichParagraph(Struct, tag="Rich", frozen=True, kw_only=True, omit_defaults=True):
    """Text in several faces and sizes. Lengths in points; ``first`` is added to the indent of its first line.

    Attributes:
        before, after: space above and below.
    """

    spans: tuple[Span, ...]
    align: Align = Align.LEFT
    indent: float = 0
    right: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    tabs: tuple[TabStop, ...] = ()


class GridCell(Struct, frozen=True, omit_defaults=True):
    """A cell; ``across``: how many columns it takes."""

    paragraphs: tuple[RichParagraph, ...]
    across: int = 1


class Grid(Struct, tag="Grid", frozen=True, kw_only=True, omit_defaults=True):
    """A table of rich paragraphs; ``weights`` share out the width among its columns."""

    weights: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    ruled: bool = True


class DigitBoxes(Struct, tag="DigitBoxes", frozen=True):
    """A label, and a box for each letter of a number of known length."""

    label: str
    value: str
    count: int


class PageBreak(Struct, tag="PageBreak", frozen=True):
    """What follows begins on a new page."""


Block = (
    Heading
    | CodeBlock
    | Title
    | Stamp
    | FieldLine
    | Table
    | Paragraph
    | Signatures
    | Footnote
    | BigNumber
    | Rule
    | RichParagraph
    | Grid
    | DigitBoxes
    | PageBreak
)


class Sheet(Struct, frozen=True, kw_only=True):
    """One paper, whole.

    Attributes:
        form: "01", "02", "03" or "ticket".
        code: what the paper is filed under: dossier code, slip number or ticket number.
        version: which wording of the form this is; printed small at the foot.
        copy: 1 = first time it comes out.
        copy_mark: "Bản in lần 2", or empty for the first copy.
        made: the finished PDF of a paper whose bytes are frozen; then there are no blocks, and every copy is the same.
    """

    paper: PaperSize
    form: str
    code: str
    version: str
    blocks: tuple[Block, ...]
    copy: int = 1
    copy_mark: str = ""
    typeface: Typeface = Typeface.SANS
    made: bytes = b""

    @property
    def name(self) -> str:
        """Name of the print job and of the file: form, code and copy."""
        return f"{self.form}_{self.code}_{self.copy}"
