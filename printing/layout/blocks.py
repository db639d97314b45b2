"""Lays each block of a sheet out as strips of marks."""

from typing import assert_never

from msgspec.structs import replace

from printing.layout.codes import code_block
from printing.layout.fields import line
from printing.layout.lines import FontFace, TextRun, balance_lines, break_evenly, break_lines
from printing.layout.marks import Boxes, Mark, Strip
from printing.layout.rich import digit_boxes, grid, rich_paragraph
from printing.layout.sheet import (
    BigNumber,
    Block,
    CodeBlock,
    DigitBoxes,
    FieldLine,
    Footnote,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    RichParagraph,
    Rule,
    Signature,
    Signatures,
    Stamp,
    Table,
    Title,
)
from printing.layout.tables import table
from printing.layout.typesetting import Typesetting, centred, set_line


def strips(block: Block, setting: Typesetting) -> list[Strip]:
    """The block as strips, from top to bottom."""
    match block:
        case Heading():
            return _heading(block, setting)
        case CodeBlock():
            return code_block(block, setting)
        case Title():
            return _title(block, setting)
        case Stamp():
            return [_stamp(block, setting)]
        case FieldLine():
            return line(block, setting)
        case Table():
            return table(block, setting)
        case Paragraph():
            return _paragraph(block, setting)
        case Signatures():
            return [_signatures(block, setting)]
        case Footnote():
            return _footnote(block, setting)
        case BigNumber():
            return _big_number(block, setting)
        case Rule():
            design = setting.design
            box = (design.left, 0.0, design.inner, design.rule)
            return [Strip(height=design.rule + design.step, marks=(Boxes((box,)),), before=2 * design.step)]
        case RichParagraph():
            return rich_paragraph(block, setting)
        case Grid():
            return grid(block, setting)
        case DigitBoxes():
            return [digit_boxes(block, setting)]
        case PageBreak():
            return [Strip(height=0.0, marks=(), new_page=True)]
        case _:
            assert_never(block)


_STAMP = 1.7
"""Type size of a stamp, as a multiple of the title's: read across a counter."""

_OFFICE_SHARE = 0.475
"""Width of the left column of a heading: the right one holds Quốc hiệu, which may not break."""


def _heading(block: Heading, setting: Typesetting) -> list[Strip]:
    """Office at the left, state at the right; on a roll the state above the office, on a ticket the office alone."""
    design = setting.design
    if not block.country:
        return [_strip([_office(block, design.left, design.inner, setting)])]
    if not (block.parent or block.body):
        return [_strip([_state(block, design.left, design.inner, setting)])]  # what a citizen writes
    if design.height is None:
        state = _strip([_state(block, design.left, design.inner, setting)])
        office = _strip([_office(block, design.left, design.inner, setting)])
        return [state, replace(office, before=2 * design.step)]
    split = design.inner * _OFFICE_SHARE
    office_column = _office(block, design.left, split - 2 * design.step, setting)
    return [_strip([office_column, _state(block, design.left + split, design.inner - split, setting)])]


def _strip(columns: list["_Column"]) -> Strip:
    return Strip(height=max(y for _, y in columns), marks=tuple(mark for marks, _ in columns for mark in marks))


def _office(block: Heading, left: float, width: float, setting: Typesetting) -> "_Column":
    size = setting.design.head
    made = _column((block.parent, FontFace.REGULAR, size), (block.body, FontFace.BOLD, size), 0.4, left, width, setting)
    return _under(block.number, FontFace.REGULAR, left, width, made, setting) if block.number else made


def _state(block: Heading, left: float, width: float, setting: Typesetting) -> "_Column":
    size = setting.design.head
    unbroken = size * min(1.0, width / setting.measure(block.country, FontFace.BOLD, size))
    lines = (block.country, FontFace.BOLD, unbroken), (block.motto, FontFace.BOLD, size * 1.09)
    return _under(block.dated, FontFace.ITALIC, left, width, _column(*lines, 1.0, left, width, setting), setting)


_Column = tuple[list[Mark], float]


def _column(
    first: tuple[str, FontFace, float],
    second: tuple[str, FontFace, float],
    ruled: float,
    left: float,
    width: float,
    setting: Typesetting,
) -> _Column:
    """Two centred texts with a rule ``ruled`` times as long as the last line; and how far down they reach."""
    design = setting.design
    marks: list[Mark] = []
    y, last = 0.0, 0.0
    for text, face, size in (first, second):
        lines = balance_lines(text, face, width, size, setting.measure)
        marks += centred(lines, face, size, left, width, y, setting)
        y += len(lines) * setting.line(size)
        last = setting.measure(lines[-1], face, size)
    length = last * ruled
    marks.append(Boxes(((left + (width - length) / 2, y + 0.3 * design.step, length, design.rule),)))
    return marks, y + 0.3 * design.step + design.rule


def _under(text: str, face: FontFace, left: float, width: float, column: _Column, setting: Typesetting) -> _Column:
    marks, y = column
    size = setting.design.head * 1.09
    lines = balance_lines(text, face, width, size, setting.measure)
    y += setting.design.step
    return marks + centred(lines, face, size, left, width, y, setting), y + len(lines) * setting.line(size)


def _title(block: Title, setting: Typesetting) -> list[Strip]:
    design = setting.design
    lines = balance_lines(block.text, FontFace.BOLD, design.inner, design.title, setting.measure)
    marks = centred(lines, FontFace.BOLD, design.title, design.left, design.inner, 0, setting)
    y = len(lines) * setting.line(design.title)
    if block.below:
        lines = balance_lines(block.below, FontFace.ITALIC, design.inner, design.body, setting.measure)
        marks += centred(lines, FontFace.ITALIC, design.body, design.left, design.inner, y, setting)
        y += len(lines) * setting.line(design.body)
    return [Strip(height=y + 0.5 * design.step, marks=tuple(marks), before=3 * design.step, keep=True)]


def _stamp(block: Stamp, setting: Typesetting) -> Strip:
    """The words in the middle, in a frame of four strokes."""
    design = setting.design
    stroke, pad = 4 * design.rule, 1.2 * design.step
    size = _STAMP * design.title
    size *= min(1.0, (design.inner - 4 * pad) / setting.measure(block.text, FontFace.BOLD, size))
    wide = setting.measure(block.text, FontFace.BOLD, size) + 4 * pad
    high = setting.line(size) + 1.4 * pad
    x = design.left + (design.inner - wide) / 2
    words = centred([block.text], FontFace.BOLD, size, design.left, design.inner, pad, setting)
    frame = Boxes(
        (
            (x, 0.0, wide, stroke),
            (x, high - stroke, wide, stroke),
            (x, 0.0, stroke, high),
            (x + wide - stroke, 0.0, stroke, high),
        )
    )
    return Strip(height=high, marks=(frame, *words), before=2.5 * design.step, keep=True)


def _paragraph(block: Paragraph, setting: Typesetting) -> list[Strip]:
    design, size = setting.design, setting.design.body
    face = FontFace.BOLD if block.strong else FontFace.REGULAR
    made: list[Strip] = []
    if block.centred:
        lines = balance_lines(block.text, face, design.inner, size, setting.measure)
        rows = [centred([line], face, size, design.left, design.inner, 0, setting) for line in lines]
    else:
        broken_lines = break_evenly((TextRun(block.text, face),), design.inner, size, setting.measure)
        rows = [set_line(line, design.left, 0, size, setting) for line in broken_lines]
    for place, marks in enumerate(rows):
        before = 0 if place else 0.8 * design.step
        keep = place < len(rows) - 1 and len(rows) <= 4
        made.append(Strip(height=setting.line(size), marks=tuple(marks), before=before, keep=keep))
    return made


def _signatures(block: Signatures, setting: Typesetting) -> Strip:
    design, size = setting.design, setting.design.body
    count = max(2, len(block.blocks))
    width = design.inner / count
    space = design.hand * setting.line(size)
    marks: list[Mark] = []
    heads: list[float] = []
    placed: list[tuple[Signature, float]] = []
    for place, signature in enumerate(block.blocks, start=count - len(block.blocks)):
        left = design.left + place * width
        lines = balance_lines(signature.role, FontFace.BOLD, width - design.step, size, setting.measure)
        marks += centred(lines, FontFace.BOLD, size, left, width, 0, setting)
        y = len(lines) * setting.line(size)
        if signature.hint:
            hints = balance_lines(
                signature.hint, FontFace.ITALIC, width - design.step, design.small * 1.1, setting.measure
            )
            marks += centred(hints, FontFace.ITALIC, design.small * 1.1, left, width, y, setting)
            y += len(hints) * setting.line(design.small * 1.1)
        heads.append(y)
        placed.append((signature, left))
    y = max(heads) + space
    lowest = y
    for signature, left in placed:
        if signature.name:
            names = balance_lines(signature.name, FontFace.BOLD, width - design.step, size, setting.measure)
            marks += centred(names, FontFace.BOLD, size, left, width, y, setting)
            lowest = max(lowest, y + len(names) * setting.line(size))
    return Strip(height=lowest, marks=tuple(marks), before=2.5 * design.step)


def _footnote(block: Footnote, setting: Typesetting) -> list[Strip]:
    design, size = setting.design, setting.design.small
    made: list[Strip] = []
    for place, sentence in enumerate(block.sentences):
        label = (TextRun(f"{block.label}: ", FontFace.BOLD),) if not place and block.label else ()
        for row, runs in enumerate(
            break_lines((*label, TextRun(sentence, FontFace.ITALIC)), design.inner, size, setting.measure)
        ):
            before = 2.5 * design.step if not place and not row else 0
            marks = tuple(set_line(runs, design.left, 0, size, setting))
            made.append(Strip(height=setting.line(size), marks=marks, before=before))
    return made


def _big_number(block: BigNumber, setting: Typesetting) -> list[Strip]:
    design = setting.design
    marks = centred([block.label], FontFace.REGULAR, design.body, design.left, design.inner, 0, setting)
    y = setting.line(design.body)
    wide = setting.measure(block.number, FontFace.BOLD, design.big)
    size = design.big * min(1.0, design.inner / wide)
    marks += centred([block.number], FontFace.BOLD, size, design.left, design.inner, y - 0.06 * size, setting)
    return [Strip(height=y + 1.16 * size, marks=tuple(marks), before=2 * design.step)]
