"""DOCX templates of an office: checked name by name with the place of each mistake, filled through ``docxtpl``.

What may stand in one: ``{{ name }}``, ``{% if name == "value" %} … {% endif %}`` (``{%p`` and ``{%tr`` for whole
paragraphs and rows), ``{%tr for row in table %}`` over a table question with ``{{ row.c1 }}``; the filters ``hoa``
(capitals) and ``o("value")`` (☒ where the answer is this value, else ☐). Everything else of Jinja is refused before it
is run; what runs is sandboxed, strict and escaped.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from models.declaration import Declaration
from models.text import clean
from printing.forms.declarations.filled import DeclarationUnfit, FilledAnswers, TemplateFinding, nearest

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from printing.forms.declarations.docx_subset import DocxSheet

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 40_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{(?P<said>.*?)\}\}|\{%-?\s*(?:p|tr|tc|r)?\s+(?P<told>.*?)\s*-?%\}", re.DOTALL)
_BEGUN = re.compile(r"\{\{|\{%|\{#")
_FOR = re.compile(r"for\s+(?P<row>[a-z_][a-z0-9_]*)\s+in\s+(?P<table>[a-z_][a-z0-9_.]*)")
_WHOLE = "cả mẫu"


def check_docx(declaration: Declaration, content: bytes, sample: FilledAnswers) -> tuple[TemplateFinding, ...]:
    """Every mistake with its place; a template without one is filled with ``sample`` and read again."""
    if unfit := _wrong_file(content, opened=True):
        return (TemplateFinding(place=_WHOLE, words=unfit),)
    found = list(_wrong_names(declaration, content))
    if not any(one.stops for one in found):
        found += _wrong_tree(declaration, content)
    if any(one.stops for one in found):
        return tuple(found)
    try:
        written = fill_docx(declaration, content, sample)
    except DeclarationUnfit as unfit_filled:
        return (*found, *unfit_filled.findings)
    found += read_filled(written).outside
    said = clean(" ".join(_texts(written)))
    found += [
        TemplateFinding(place=_WHOLE, words=f"“{name}” không ra giấy khi điền thử")
        for name in _always(content)
        if clean(sample.texts.get(name, "")) not in said
    ]
    return tuple(found)


def fill_docx(declaration: Declaration, content: bytes, answers: FilledAnswers) -> bytes:
    """The template with the answers in it, as DOCX.

    Raises:
        DeclarationUnfit: it is none that may be run, or does not run.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - loads with the first template
    from jinja2 import TemplateError  # noqa: PLC0415 - likewise

    wrong = _wrong_file(content)
    findings = [TemplateFinding(place=_WHOLE, words=wrong)] if wrong else list(_wrong_tree(declaration, content))
    if findings:
        raise DeclarationUnfit(*findings)
    template, written = DocxTemplate(BytesIO(content)), BytesIO()
    try:
        template.render(_context(answers), _environment(), autoescape=True)
        template.save(written)
    except (TemplateError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise DeclarationUnfit(TemplateFinding(place=_WHOLE, words=f"không điền được: {error}")) from error
    return written.getvalue()


def read_filled(content: bytes) -> "DocxSheet":
    """A filled template as blocks, and what of it is outside the subset."""
    from docx import Document  # noqa: PLC0415 - likewise

    from printing.forms.declarations.docx_subset import read_docx  # noqa: PLC0415 - likewise

    return read_docx(Document(BytesIO(content)))


def _wrong_file(content: bytes, *, opened: bool = False) -> str:
    """What is wrong with the file itself; empty = nothing. ``opened``: it is read to its end, too."""
    if len(content) > MOST_BYTES:
        return f"tệp lớn quá {MOST_BYTES // 1_000_000} MB"
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            infos = packed.infolist()
            if sum(one.file_size for one in infos) > _MOST_UNPACKED or any(one.flag_bits & 1 for one in infos):
                return "tệp bị khóa hoặc lớn bất thường"
            names = {one.filename for one in infos}
            if "word/document.xml" not in names or any("vbaProject" in name for name in names):
                return "không phải tài liệu Word (.docx) không có macro"
            if any(b'TargetMode="External"' in packed.read(name) for name in names if name.endswith(".rels")):
                return "có liên kết ra ngoài tài liệu"
        if opened:
            from docx import Document  # noqa: PLC0415 - likewise

            Document(BytesIO(content))
    except Exception as error:  # noqa: BLE001 - a damaged file makes zipfile, lxml and python-docx raise anything
        return f"không đọc được: {type(error).__name__}"
    return ""


def _environment() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined  # noqa: PLC0415 - likewise
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - likewise

    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    made.filters["hoa"] = lambda said: str(said).upper()
    made.filters["o"] = lambda said, value: "☒" if str(said) == value else "☐"
    return made


class _Node(dict[str, "_Node"]):
    """An answer that has parts: itself as text, its parts by name."""

    text = ""

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        from markupsafe import escape  # noqa: PLC0415 - likewise

        return str(escape(self.text))

    def __eq__(self, other: object) -> bool:
        return self.text == str(other)

    def __bool__(self) -> bool:
        return bool(self.text) or any(self.values())

    __hash__ = None


def _context(answers: FilledAnswers) -> Mapping[str, object]:
    root: dict[str, Any] = {}
    for name, text in answers.texts.items():
        first, _, part = name.partition(".")
        node = root.setdefault(first, _Node())
        if part:
            node = node.setdefault(part, _Node())
        node.text = text
    for name, rows in answers.rows.items():
        root[name] = [{f"c{number}": cell for number, cell in enumerate(row, start=1)} for row in rows]
    for name in answers.heads:
        root.setdefault(name, [])
        if isinstance(root[name], _Node):
            root[name] = []
    return root


def labelled_tags(content: bytes) -> Iterator[tuple[str, str]]:
    """Every name that is written, with the words before it; in a cell of its own with those of the cell before.

    Raises:
        DeclarationUnfit: it cannot be read.
    """
    if unfit := _wrong_file(content, opened=True):
        raise DeclarationUnfit(TemplateFinding(place=_WHOLE, words=unfit))
    before = ""
    for place, text in _places(content):
        at = 0
        for tag in _TAG.finditer(text):
            words = text[at : tag.start()].strip(" \t.…:,;–-")
            at = tag.end()
            if tag["said"] is None:
                continue
            words = words or (before if place.startswith("bảng") else "")
            name = re.match(r"\s*([a-z][a-z0-9_.]*)", tag["said"])
            if name:
                yield name[1], words[-80:]
        before = text.strip(" \t.…:") if "{{" not in text else ""


# ---- names, each with its place -----------------------------------------------------------------------------


def _wrong_names(declaration: Declaration, content: bytes) -> Iterator[TemplateFinding]:
    known = declaration.names() - declaration.rows().keys()
    tables = declaration.rows()
    loops: dict[str, str] = {}
    for place, text in _places(content):
        spent = _TAG.sub("", text)
        if broken := _BEGUN.search(spent):
            yield TemplateFinding(
                place=place, words=f"dấu {broken[0]} không được đóng lại: “{spent[broken.start() :][:40]}”"
            )
        for tag in _TAG.finditer(text):
            if place in _NO_TAGS:
                yield TemplateFinding(place=place, words="không đặt ô điền ở đây")
                continue
            said = tag["said"] if tag["said"] is not None else _condition(tag["told"], tables, loops)
            if isinstance(said, TemplateFinding):
                yield TemplateFinding(place=place, words=said.words)
            elif said is not None:
                written = tag["said"] is not None
                yield from _wrong_expression(said, place, known, tables, loops, written=written)


_NO_TAGS = {"đầu trang", "chân trang", "trong hình, ô chữ"}


def _condition(told: str, tables: Mapping[str, Any], loops: dict[str, str]) -> "str | TemplateFinding | None":
    """The expression of a statement; None = it has none; a finding where it is no statement that may stand here."""
    word, _, rest = told.partition(" ")
    if word in {"if", "elif"}:
        return rest
    if word in {"else", "endif", "endfor"}:
        return None
    if loop := _FOR.fullmatch(told.strip()):
        if loop["table"] not in tables:
            return TemplateFinding(place="", words=f"không có bảng “{loop['table']}”{nearest(loop['table'], tables)}")
        loops[loop["row"]] = loop["table"]
        return None
    return TemplateFinding(place="", words=f"không dùng được lệnh “{told[:40]}”")


def _wrong_expression(
    said: str,
    place: str,
    known: frozenset[str],
    tables: Mapping[str, Any],
    loops: Mapping[str, str],
    *,
    written: bool,
) -> Iterator[TemplateFinding]:
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - likewise

    straight = said.translate(_QUOTES)
    try:
        tree = _environment().parse("{{ " + straight + " }}")
    except TemplateSyntaxError as error:
        yield TemplateFinding(place=place, words=f"“{said.strip()}” không đọc được: {error.message}")
        return
    for name, node in _names(tree):
        first, _, part = name.partition(".")
        if node:
            yield TemplateFinding(place=place, words=f"“{said.strip()}”: không dùng được {node}")
        elif first in loops:
            cells = {f"c{number}" for number in range(1, len(tables[loops[first]].columns) + 1)}
            if part not in cells:
                yield TemplateFinding(
                    place=place, words=f"bảng “{loops[first]}” không có ô “{part}”{nearest(part, cells)}"
                )
        elif first == "loop":
            if part != "index":
                yield TemplateFinding(place=place, words="của loop chỉ dùng được loop.index")
        elif name in tables and written:
            words = f"“{name}” là bảng, cần đi qua từng dòng: {{%tr for dong in {name} %}}"
            yield TemplateFinding(place=place, words=words)
        elif name not in known and name not in tables:
            yield TemplateFinding(place=place, words=f"không có “{name}”{nearest(name, known | tables.keys())}")


_QUOTES = {ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"}
"""What Word makes of straight quotes, and docxtpl turns back."""


def _names(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a node of Jinja
    """Every dotted name; for what may not stand in a template its word in the second place."""
    from jinja2 import nodes  # noqa: PLC0415 - likewise

    def walk(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - likewise
        match node:
            case nodes.Name():
                yield node.name, ""
            case nodes.Getattr():
                inner = list(walk(node.node))
                yield (f"{inner[0][0]}.{node.attr}", inner[0][1]) if inner else ("", "thuộc tính")
            case nodes.Filter() if node.name in {"hoa", "o"}:
                for child in node.iter_child_nodes():
                    yield from walk(child)
            case nodes.Filter():
                yield "", f"bộ lọc “{node.name}”"
            case nodes.Compare() | nodes.Operand() | nodes.And() | nodes.Or() | nodes.Not() | nodes.CondExpr():
                for child in node.iter_child_nodes():
                    yield from walk(child)
            case nodes.Const() if isinstance(node.value, str | bool) or node.value is None:
                pass
            case nodes.Template() | nodes.Output() | nodes.If() | nodes.For():
                for child in node.iter_child_nodes():
                    yield from walk(child)
            case nodes.TemplateData():
                pass
            case _:
                yield "", f"“{type(node).__name__}” của Jinja"

    yield from walk(tree)


def _wrong_tree(declaration: Declaration, content: bytes) -> list[TemplateFinding]:
    """What is wrong with the template as a whole: statements without an end, and what nobody may run."""
    from jinja2 import TemplateError, nodes  # noqa: PLC0415 - likewise

    try:
        tree = _environment().parse(_source(content))
    except TemplateError as error:
        return [TemplateFinding(place=_WHOLE, words=f"lệnh không khớp nhau: {error.message}")]
    tables = declaration.rows()
    loops = list(tree.find_all(nodes.For))
    targets = {one.target.name for one in loops if isinstance(one.target, nodes.Name)}
    found = [
        TemplateFinding(place=_WHOLE, words="lặp chỉ đi qua một bảng của tờ khai")
        for one in loops
        if not (isinstance(one.iter, nodes.Name) and one.iter.name in tables) or one.test is not None or one.recursive
    ]
    known = declaration.names() | tables.keys()
    for name, wrong in _names(tree):
        if wrong:
            found.append(TemplateFinding(place=_WHOLE, words=f"không dùng được {wrong}"))
        elif name.partition(".")[0] not in targets | {"loop"} and name not in known:
            found.append(TemplateFinding(place=_WHOLE, words=f"không có “{name}”{nearest(name, known)}"))
    return found


def _source(content: bytes) -> str:
    """What Jinja is given of the body."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - likewise

    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    source: str = template.patch_xml(template.get_xml())
    return source


def _always(content: bytes) -> set[str]:
    """Names that are written whatever the answers are."""
    from jinja2 import nodes  # noqa: PLC0415 - likewise

    found: set[str] = set()
    for node in _environment().parse(_source(content)).body:
        if isinstance(node, nodes.Output):
            for one in node.nodes:
                if isinstance(one, nodes.Name | nodes.Getattr):
                    found |= {name for name, _ in _names(one)}
    return found


def _places(content: bytes) -> Iterator[tuple[str, str]]:
    """Every paragraph's text with its place."""
    from docx import Document  # noqa: PLC0415 - likewise

    document = Document(BytesIO(content))
    seen: set[Any] = set()
    paragraphs = tables = 0
    for element in document.element.body:
        if element.tag == f"{_W}p":
            paragraphs += 1
            seen.add(element)
            yield f"đoạn {paragraphs}", _text_of(element)
        elif element.tag == f"{_W}tbl":
            tables += 1
            for row, line in enumerate(element.findall(f"{_W}tr"), start=1):
                for place, cell in enumerate(line.findall(f"{_W}tc"), start=1):
                    for one in cell.findall(f"{_W}p"):
                        seen.add(one)
                        yield f"bảng {tables}, hàng {row}, ô {place}", _text_of(one)
    for one in document.element.body.iter(f"{_W}p"):
        if one not in seen:
            yield "trong hình, ô chữ", _text_of(one)
    for section in document.sections:
        for part, where in ((section.header, "đầu trang"), (section.footer, "chân trang")):
            for one in part._element.iter(f"{_W}p"):  # noqa: SLF001 - its tables too
                yield where, _text_of(one)


def _text_of(paragraph: Any) -> str:  # noqa: ANN401 - lxml
    """The text of a paragraph's own runs, wherever Word has parted them."""
    return "".join(
        one.text or "" for one in paragraph.iter(f"{_W}t") if next(one.iterancestors(f"{_W}p"), None) is paragraph
    )


def _texts(content: bytes) -> Iterator[str]:
    from docx import Document  # noqa: PLC0415 - likewise

    for paragraph in Document(BytesIO(content)).element.body.iter(f"{_W}p"):
        yield _text_of(paragraph)
