"""PDF forms (AcroForm) of an office: answers are drawn into their fields with our own font, then they are flattened.

The name of a field is the name of an answer; a check box is named ``name=value``, or is crossed where its own state is
the answer. What comes out has no fields any more, so that those of two forms can never take each other's values, and
no viewer decides how a letter looks.
"""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from models.declaration import Declaration
from printing.forms.declarations.filled import DeclarationUnfit, FilledAnswers, TemplateFinding, nearest
from printing.layout.design import A4
from printing.layout.lines import FontFace, TextRun, break_lines
from printing.layout.marks import Mark, Text
from printing.layout.pages import SheetPage
from printing.layout.pdf import measure_in, write_pages
from printing.layout.sheet import Typeface

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_BYTES = 10_000_000
_MULTILINE, _COMB = 1 << 12, 1 << 24
_LARGEST, _SMALLEST = 11.5, 5.0
_WHOLE = "cả mẫu"


class _Widget(Struct, frozen=True, kw_only=True):
    """One field where it stands on a page: its edges in points from the lower left corner of the page's media."""

    page: int
    name: str
    kind: str
    state: str
    flags: int
    length: int
    left: float
    bottom: float
    wide: float
    high: float


def page_count(content: bytes) -> int:
    """How many pages a PDF file has; 0 = it is none that can be read."""
    try:
        return len(_reader(content).pages)
    except DeclarationUnfit:
        return 0


def check_pdf_form(declaration: Declaration, content: bytes, sample: FilledAnswers) -> tuple[TemplateFinding, ...]:
    """Every mistake with its place; a form without one is filled with ``sample``."""
    try:
        reader = _reader(content)
        widgets = list(_widgets(reader))
    except DeclarationUnfit as unfit:
        return unfit.findings
    except Exception as error:  # noqa: BLE001 - a damaged file makes pypdf raise anything
        return (TemplateFinding(place=_WHOLE, words=f"không đọc được: {type(error).__name__}"),)
    if not widgets:
        return (TemplateFinding(place=_WHOLE, words="không có ô điền nào (AcroForm)"),)
    found = [one for widget in widgets if (one := _wrong(widget, declaration)) is not None]
    found += [
        TemplateFinding(place=f"trang {number}", words="trang bị xoay")
        for number, page in enumerate(reader.pages, start=1)
        if page.rotation % 360
    ]
    if not found:
        try:
            fill_pdf_form(content, sample, title="", foot="")
        except DeclarationUnfit as unfit:
            return unfit.findings
    return tuple(found)


def fill_pdf_form(content: bytes, answers: FilledAnswers, *, title: str, foot: str) -> bytes:
    """The form with the answers drawn in, without fields.

    Raises:
        DeclarationUnfit: it cannot be read.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - loads with the first PDF form

    reader = _reader(content)
    try:
        widgets = list(_widgets(reader))
        writer = PdfWriter()
        for number, page in enumerate(reader.pages):
            box = page.mediabox
            added = writer.add_page(page)
            added.pop("/Annots", None)
            added.pop("/AA", None)
            wide, high = float(box.width), float(box.height)
            marks = [mark for one in widgets if one.page == number for mark in _marks(one, answers, high)]
            if number == 0 and foot:
                marks.append(Text(18.0, high - 9.0, foot, FontFace.REGULAR, 6.5))
            if marks:
                over = BytesIO()
                design = replace(A4, width=wide, height=high)
                write_pages(over, [SheetPage(high, tuple(marks))], design, title="", subject="", typeface=Typeface.SANS)
                laid = PdfReader(over).pages[0]
                from pypdf import Transformation  # noqa: PLC0415 - likewise

                added.merge_transformed_page(laid, Transformation().translate(float(box.left), float(box.bottom)))
        writer.metadata = {"/Title": title, "/Subject": foot, "/Producer": "motcua"}
        made = BytesIO()
        writer.write(made)
    except Exception as error:  # a damaged file makes pypdf raise anything
        raise DeclarationUnfit(
            TemplateFinding(place=_WHOLE, words=f"không điền được: {type(error).__name__}")
        ) from error
    return made.getvalue()


def labelled_fields(content: bytes) -> Iterator[tuple[str, str]]:
    """The name of every field, with what its tooltip says.

    Raises:
        DeclarationUnfit: it cannot be read.
    """
    for page in _reader(content).pages:
        for reference in page.get("/Annots") or ():
            annotation = reference.get_object()
            if annotation.get("/Subtype") == "/Widget":
                yield _name(annotation).partition("=")[0], str(_inherited(annotation, "/TU") or "")


def _reader(content: bytes) -> "PdfReader":
    from pypdf import PdfReader  # noqa: PLC0415 - likewise

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what is wrong with a file is said by its check
    if len(content) > MOST_BYTES:
        raise DeclarationUnfit(TemplateFinding(place=_WHOLE, words=f"tệp lớn quá {MOST_BYTES // 1_000_000} MB"))
    try:
        reader = PdfReader(BytesIO(content))
        encrypted, pages = reader.is_encrypted, 0 if reader.is_encrypted else len(reader.pages)
    except Exception as error:  # a damaged file makes pypdf raise anything
        raise DeclarationUnfit(
            TemplateFinding(place=_WHOLE, words=f"không đọc được: {type(error).__name__}")
        ) from error
    if encrypted:
        raise DeclarationUnfit(TemplateFinding(place=_WHOLE, words="tệp bị khóa bằng mật khẩu"))
    if not pages:
        raise DeclarationUnfit(TemplateFinding(place=_WHOLE, words="không có trang nào"))
    return reader


def _widgets(reader: "PdfReader") -> Iterator[_Widget]:
    root: Any = reader.trailer["/Root"]
    form = root.get_object().get("/AcroForm")
    form = form.get_object() if form is not None else None
    if form is not None and "/XFA" in form:
        raise DeclarationUnfit(
            TemplateFinding(place=_WHOLE, words="biểu mẫu XFA (Adobe LiveCycle), cần lưu lại thành AcroForm")
        )
    for number, page in enumerate(reader.pages):
        for reference in page.get("/Annots") or ():
            annotation = reference.get_object()
            if annotation.get("/Subtype") != "/Widget":
                continue
            left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
            box = page.mediabox
            yield _Widget(
                page=number,
                name=_name(annotation),
                kind=str(_inherited(annotation, "/FT") or ""),
                state=_state(annotation),
                flags=int(_inherited(annotation, "/Ff") or 0),
                length=int(_inherited(annotation, "/MaxLen") or 0),
                left=min(left, right) - float(box.left),
                bottom=min(bottom, top) - float(box.bottom),
                wide=abs(right - left),
                high=abs(top - bottom),
            )


def _inherited(field: Any, key: str) -> Any:  # noqa: ANN401 - an object of a PDF
    for _ in range(20):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"].get_object()
    return None


def _name(field: Any) -> str:  # noqa: ANN401 - likewise
    names: list[str] = []
    for _ in range(20):
        if "/T" in field:
            names.insert(0, str(field["/T"]))
        if "/Parent" not in field:
            break
        field = field["/Parent"].get_object()
    return ".".join(names)


def _state(annotation: Any) -> str:  # noqa: ANN401 - likewise
    """The state in which a check box is crossed."""
    normal = (annotation.get("/AP") or {}).get("/N")
    normal = normal.get_object() if normal is not None else {}
    states = (
        [str(key)[1:] for key in normal if isinstance(key, str) and key != "/Off"] if hasattr(normal, "keys") else []
    )
    return states[0] if states else ""


def _wrong(widget: _Widget, declaration: Declaration) -> TemplateFinding | None:
    place = f"trang {widget.page + 1}, ô “{widget.name}”"
    name, equals, value = widget.name.partition("=")
    known = declaration.names() - declaration.rows().keys()
    if name not in known:
        return TemplateFinding(place=place, words=f"không có “{name}”{nearest(name, known)}")
    if widget.kind == "/Sig":
        return TemplateFinding(place=place, words="ô chữ ký số")
    options = next((entry.options for entry in declaration.entries() if entry.key == name), ())
    if equals and value not in options:
        return TemplateFinding(place=place, words=f"“{name}” không có lựa chọn “{value}”{nearest(value, options)}")
    return None


def _marks(widget: _Widget, answers: FilledAnswers, height: float) -> Iterator[Mark]:
    name, equals, value = widget.name.partition("=")
    text = answers.texts.get(name, "")
    top = height - widget.bottom - widget.high
    if widget.kind == "/Btn":
        if text and text == (value if equals else widget.state):
            yield from _cross(widget.left, top, widget.wide, widget.high)
    elif equals:
        if text == value:
            yield from _cross(widget.left, top, widget.wide, widget.high)
    elif text and widget.flags & _COMB and widget.length and len(text) <= widget.length:
        yield from _comb(text, widget, top)
    elif text:
        yield from _set(text, widget, top)


def _comb(text: str, widget: _Widget, top: float) -> Iterator[Mark]:
    measure = measure_in(Typeface.SANS)
    cell = widget.wide / widget.length
    size = min(_LARGEST, 0.75 * widget.high, cell)
    for place, letter in enumerate(text):
        x = widget.left + place * cell + (cell - measure(letter, FontFace.REGULAR, size)) / 2
        yield Text(x, top + (widget.high + 0.72 * size) / 2, letter, FontFace.REGULAR, size)


def _set(text: str, widget: _Widget, top: float) -> Iterator[Mark]:
    """The text, as large as fits; a field of one line has it smaller, one of several broken."""
    measure = measure_in(Typeface.SANS)
    room, size = max(4.0, widget.wide - 4), min(_LARGEST, max(_SMALLEST, 0.72 * widget.high))
    several = bool(widget.flags & _MULTILINE) or widget.high > 2.4 * _LARGEST
    size = _LARGEST if several else size
    while True:
        lines = break_lines((TextRun(text),), room, size, measure)
        fits = len(lines) * 1.3 * size <= widget.high if several else len(lines) == 1
        if fits or size <= _SMALLEST:
            break
        size -= 0.5
    high = len(lines) * 1.3 * size
    y = top + (1.0 if several else max(0.0, (widget.high - high) / 2))
    for number, line in enumerate(lines):
        said = "".join(run.text for run in line)
        yield Text(widget.left + 2, y + number * 1.3 * size + size, said, FontFace.REGULAR, size)


def _cross(x: float, top: float, wide: float, high: float) -> Iterator[Mark]:
    measure = measure_in(Typeface.SANS)
    side = min(wide, high)
    size = side * 1.2
    across = measure("×", FontFace.BOLD, size)
    yield Text(x + (wide - across) / 2, top + (high + 0.56 * size) / 2, "×", FontFace.BOLD, size)
