"""Our own layouts of declarations: a text that is read and compared line by line, made into the blocks of a sheet.

A line is a paragraph. ``{name}`` stands for an answer; one that is not known becomes dots to write on. ``**bold**``,
``*italic*``; ``[name=value]`` is a check box, crossed where the answer is this value. At the start of a line:

    # title · ## below it · > centred · | cell | cell | a table row (``head:weight`` in its first)
    @quoc-hieu · @mau text (right, above all) · @ngay text (right, in italics) · @trang a new page
    @o 12 Label: {name} · boxes for 12 digits
    @bang name 3 · the rows of a table question, at least three to write on
    @ky Role = {name} | Role · who signs
    {?name=value} or {?name} · the line stands only with this answer, or with any

A line of nothing but ``Label: {name} | Label: {name}`` becomes fields side by side. Answers are put in after the text
was read, so that nothing a citizen says is taken for layout.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from models.declaration import Declaration
from printing.forms.declarations.filled import FilledAnswers, TemplateFinding, nearest
from printing.layout.sheet import (
    Align,
    Block,
    Column,
    DigitBoxes,
    FieldLine,
    FormField,
    Heading,
    PageBreak,
    RichParagraph,
    Signature,
    Signatures,
    Span,
    SpanMark,
    Table,
    Title,
)

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SIGN_HINT = "(Ký, ghi rõ họ, chữ đệm, tên)"
_BLANK = "…" * 8
"""Room to write inside a sentence."""

_NAME = r"[a-z][a-z0-9_.]*"
_CONDITION = re.compile(r"\{\?(" + _NAME + r")(?:=([^}]*))?\}")
_PIECE = re.compile(
    r"\{(?P<name>" + _NAME + r")\}|\[(?P<box>" + _NAME + r")=(?P<value>[^\]]+)\]|(?P<bold>\*\*)|(?P<italic>\*)"
)
_FIELD = re.compile(r"(?P<label>[^{}\[\]|]+?):? *\{(?P<name>" + _NAME + r")\}")


class _Line(Struct, frozen=True):
    """One line: its number, the command it begins with, the rest, and its condition."""

    number: int
    command: str
    text: str
    name: str = ""
    value: str | None = None


@lru_cache(maxsize=64)
def _read(layout: str) -> tuple[_Line, ...]:
    found = []
    for number, whole in enumerate(layout.splitlines(), start=1):
        line, name, value = whole.strip(), "", None
        if condition := _CONDITION.match(line):
            name, value, line = condition[1], condition[2], line[condition.end() :]
        if line:
            command, _, text = line.partition(" ")
            if not (command in {"#", "##", ">", "|"} or command.startswith("@")):
                command, text = "", line
            found.append(_Line(number, command, text.strip(), name, value))
    return tuple(found)


def check_layout(declaration: Declaration) -> tuple[TemplateFinding, ...]:
    """Every unknown name, command or value of a choice, with its line."""
    known, rows = declaration.names(), declaration.rows()
    options = {entry.key: entry.options for entry in declaration.entries() if entry.options}
    found = []
    for line in _read(declaration.layout):
        place = f"dòng {line.number}"
        asked = [(one["name"] or one["box"], one["value"]) for one in _PIECE.finditer(line.text)]
        asked.append((line.name, line.value))
        for name, value in asked:
            if name and name not in known:
                found.append(TemplateFinding(place=place, words=f"không có “{name}”{nearest(name, known)}"))
            elif name and value is not None and value not in options.get(name, ()):
                words = f"“{name}” không có lựa chọn “{value}”{nearest(value, options.get(name, ()))}"
                found.append(TemplateFinding(place=place, words=words))
        if line.command.startswith("@") and line.command not in _COMMANDS:
            found.append(
                TemplateFinding(place=place, words=f"không có lệnh “{line.command}”{nearest(line.command, _COMMANDS)}")
            )
        if line.command == "@bang" and line.text.partition(" ")[0] not in rows:
            table = line.text.partition(" ")[0]
            found.append(TemplateFinding(place=place, words=f"không có bảng “{table}”{nearest(table, rows)}"))
    return tuple(found)


_COMMANDS = ("@quoc-hieu", "@mau", "@ngay", "@trang", "@o", "@bang", "@ky")


def own_blocks(layout: str, answers: FilledAnswers) -> tuple[Block, ...]:
    """The layout with the answers in it."""
    lines = [line for line in _read(layout) if _stands(line, answers)]
    return tuple(_blocks(lines, answers))


def _stands(line: _Line, answers: FilledAnswers) -> bool:
    if not line.name:
        return True
    given = answers.texts.get(line.name, "") or ("x" if answers.rows.get(line.name) else "")
    return given == line.value if line.value is not None else bool(given)


def _blocks(lines: list[_Line], answers: FilledAnswers) -> Iterator[Block]:
    place = 0
    while place < len(lines):
        line = lines[place]
        place += 1
        match line.command:
            case "#":
                below = lines[place] if place < len(lines) and lines[place].command == "##" else None
                place += below is not None
                yield Title(_plain(line.text, answers), _plain(below.text, answers) if below else "")
            case ">":
                yield RichParagraph(spans=_spans(line.text, answers), align=Align.CENTRE, before=4, after=4)
            case "|":
                rows = [line.text]
                while place < len(lines) and lines[place].command == "|":
                    rows.append(lines[place].text)
                    place += 1
                yield _table(rows, answers)
            case "@quoc-hieu":
                yield Heading(parent="", body="", country=COUNTRY, motto=MOTTO)
            case "@mau":
                yield RichParagraph(spans=_spans(f"*{line.text}*", answers), align=Align.RIGHT)
            case "@ngay":
                yield RichParagraph(spans=_spans(f"*{line.text}*", answers), align=Align.RIGHT, before=8)
            case "@trang":
                yield PageBreak()
            case "@o":
                yield _digits(line.text, answers)
            case "@bang":
                yield _asked_table(line.text, answers)
            case "@ky":
                yield Signatures(tuple(_signature(one, answers) for one in line.text.split("|")))
            case _:
                yield _paragraph(line.text, answers)


def _paragraph(text: str, answers: FilledAnswers) -> Block:
    fields = [_FIELD.fullmatch(part.strip()) for part in text.split(" | ")]
    found = [field for field in fields if field is not None]
    if len(found) == len(fields):
        return FieldLine(tuple(FormField(one["label"].strip(), _text(one["name"], answers)) for one in found))
    return RichParagraph(spans=_spans(text, answers), align=Align.JUSTIFY, before=2.5)


def _digits(text: str, answers: FilledAnswers) -> Block:
    count, _, rest = text.partition(" ")
    field = _FIELD.fullmatch(rest.strip())
    label, name = (field["label"].strip(), field["name"]) if field else (rest, "")
    return DigitBoxes(label, _text(name, answers), int(count))


def _asked_table(text: str, answers: FilledAnswers) -> Block:
    name, _, least = text.partition(" ")
    heads, rows = answers.heads.get(name, ()), list(answers.rows.get(name, ()))
    rows += [("",) * len(heads)] * max(0, int(least or 0) - len(rows))
    columns = (Column("STT", 6, centred=True), *(Column(head, 30 if not at else 20) for at, head in enumerate(heads)))
    said = enumerate(rows, start=1)
    return Table(columns, tuple((str(number) if any(row) else "", *row) for number, row in said))


def _table(rows: list[str], answers: FilledAnswers) -> Block:
    head, *rest = ([cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows)
    columns = []
    for cell in head:
        title, _, weight = cell.partition(":")
        columns.append(Column(title, float(weight or 10)))
    return Table(tuple(columns), tuple(tuple(_plain(cell, answers, blank="") for cell in row) for row in rest))


def _signature(text: str, answers: FilledAnswers) -> Signature:
    role, _, name = text.partition("=")
    return Signature(role.strip(), SIGN_HINT, _plain(name.strip(), answers, blank=""))


def _text(name: str, answers: FilledAnswers) -> str:
    return answers.texts.get(name, "")


def _plain(text: str, answers: FilledAnswers, blank: str = _BLANK) -> str:
    return re.sub(r"\{(" + _NAME + r")\}", lambda found: _text(found[1], answers) or blank, text)


def _spans(text: str, answers: FilledAnswers) -> tuple[Span, ...]:
    return tuple(_each_span(text, answers))


def _each_span(text: str, answers: FilledAnswers) -> Iterable[Span]:
    bold = italic = False
    at = 0
    for found in _PIECE.finditer(text):
        if found.start() > at:
            yield from _parted(text[at : found.start()], bold=bold, italic=italic)
        at = found.end()
        if found["bold"]:
            bold = not bold
        elif found["italic"]:
            italic = not italic
        elif found["box"]:
            checked = _text(found["box"], answers) == found["value"]
            yield Span(mark=SpanMark.CHECKED if checked else SpanMark.BOX)
        else:
            value = _text(found["name"], answers)
            last = at == len(text)
            yield Span(value or _BLANK, bold=bold, italic=italic) if value or not last else Span(mark=SpanMark.DOTS)
    if at < len(text):
        yield from _parted(text[at:], bold=bold, italic=italic)


def _parted(text: str, *, bold: bool, italic: bool) -> Iterator[Span]:
    """Several blanks of a layout are a gap, as a tab makes one."""
    for place, part in enumerate(re.split(r" {3,}", text)):
        if place:
            yield Span(mark=SpanMark.TAB)
        if part:
            yield Span(part, bold=bold, italic=italic)
