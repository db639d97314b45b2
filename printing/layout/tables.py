"""Layout of a table as strips: its head and rows; a row is split only when taller than a page."""

from msgspec.structs import replace

from printing.layout.lines import FontFace, TextRun, break_lines
from printing.layout.marks import Boxes, Mark, Strip, Text
from printing.layout.sheet import Column, Table
from printing.layout.typesetting import ASCENT, Typesetting, centred

HEAD = 0.94
"""Type size of the head, as a share of the body's: it is bold, and so as dark."""

LINES_TOGETHER = 12
"""A row with more lines than this may break across pages."""


def table(block: Table, setting: Typesetting) -> list[Strip]:
    """The head, kept with the first row, and the rows; every row knows the head for the next page."""
    design = setting.design
    widths = widths_of(block, setting)
    head = head_of(block, widths, setting)
    made = [head]
    for row in block.rows:
        made += _row(row, block.columns, widths, head, setting)
    made[-1] = replace(made[-1], height=made[-1].height + 0.8 * design.step)
    return made


def widths_of(block: Table, setting: Typesetting) -> list[float]:
    """By weight, but never narrower than the longest word of a title or centred cell; the other columns give way."""
    design, columns = setting.design, block.columns
    size, room = design.body * HEAD, design.inner
    needed = [
        max(
            *(setting.measure(word, FontFace.BOLD, size) for word in [*column.title.split(), ""]),
            *(
                setting.measure(word, FontFace.REGULAR, design.body)
                for row in block.rows
                for word in [*row[place].split(), ""]
                if column.centred
            ),
        )
        + 1.4 * design.step
        for place, column in enumerate(columns)
    ]
    fixed: set[int] = set()
    while True:
        free = sum(column.weight for place, column in enumerate(columns) if place not in fixed)
        left = room - sum(needed[place] for place in fixed)
        widths = [
            needed[place] if place in fixed else left * column.weight / free for place, column in enumerate(columns)
        ]
        narrow = {place for place, width in enumerate(widths) if width < needed[place]}
        if not narrow or len(fixed | narrow) == len(columns):
            return widths
        fixed |= narrow


def edges_of(widths: list[float], left: float) -> list[float]:
    """Where the columns begin, and where the last one ends."""
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _verticals(widths: list[float], top: float, height: float, setting: Typesetting) -> list[tuple[float, ...]]:
    rule = setting.design.rule
    return [(edge - rule / 2, top, rule, height) for edge in edges_of(widths, setting.design.left)]


def _boxes(each: list[tuple[float, ...]]) -> Boxes:
    return Boxes(tuple((x, y, width, height) for x, y, width, height in each))


def head_of(block: Table, widths: list[float], setting: Typesetting) -> Strip:
    """The head of a table, for each of its pages."""
    design, size = setting.design, setting.design.body * HEAD
    pad = 0.6 * design.step
    grouped = any(column.group for column in block.columns)
    line = setting.line(size)
    heads = ((TextRun(column.title, FontFace.BOLD),) for column in block.columns)
    titles = [
        ["".join(run.text for run in runs) for runs in break_lines(head, width - 2 * pad, size, setting.measure)]
        for head, width in zip(heads, widths, strict=True)
    ]
    upper = line + 2 * pad if grouped else 0.0
    lower = max(len(lines) for lines in titles) * line + 2 * pad
    height = upper + lower
    edges = edges_of(widths, design.left)
    marks: list[Mark] = []
    boxes: list[tuple[float, ...]] = [(design.left, 0.0, design.inner, design.rule)]
    boxes.append((design.left, height - design.rule, design.inner, design.rule))
    for place, (column, lines) in enumerate(zip(block.columns, titles, strict=True)):
        top = upper if column.group else 0.0
        y = top + (height - top - len(lines) * line) / 2
        marks += centred(lines, FontFace.BOLD, size, edges[place], widths[place], y, setting)
        inside = column.group and place and block.columns[place - 1].group == column.group
        start = upper if inside else 0.0
        boxes.append((edges[place] - design.rule / 2, start, design.rule, height - start))
        if column.group and not inside:
            span = sum(w for c, w in zip(block.columns, widths, strict=True) if c.group == column.group)
            marks += centred([column.group], FontFace.BOLD, size, edges[place], span, pad, setting)
            boxes.append((edges[place], upper, span, design.rule))
    boxes.append((edges[-1] - design.rule / 2, 0.0, design.rule, height))
    return Strip(height=height, marks=(*marks, _boxes(boxes)), before=design.step, keep=True)


def _row(
    row: tuple[str, ...], columns: tuple[Column, ...], widths: list[float], head: Strip, setting: Typesetting
) -> list[Strip]:
    design, size = setting.design, setting.design.body
    pad = 0.6 * design.step
    line = setting.line(size)
    cells = [
        ["".join(run.text for run in runs)
         for part in cell.split("\n")
         for runs in break_lines((TextRun(part),), width - 2 * pad, size, setting.measure)]
        for cell, width in zip(row, widths, strict=True)
    ]  # fmt: skip
    count = max(len(lines) for lines in cells)
    edges = edges_of(widths, design.left)
    made: list[Strip] = []
    for start in range(0, count, LINES_TOGETHER):
        taken = [lines[start : start + LINES_TOGETHER] for lines in cells]
        rows = max(len(lines) for lines in taken)
        first, last = start == 0, start + LINES_TOGETHER >= count
        above, below = pad if first else 0.0, pad if last else 0.0
        height = above + rows * line + below
        marks: list[Mark] = []
        for place, (column, lines) in enumerate(zip(columns, taken, strict=True)):
            if column.centred:
                marks += centred(lines, FontFace.REGULAR, size, edges[place], widths[place], above, setting)
                continue
            for offset, text in enumerate(lines):
                y = above + offset * line + ASCENT * size
                marks.append(Text(edges[place] + pad, y, text, FontFace.REGULAR, size))
        boxes = _verticals(widths, 0.0, height, setting)
        if last:
            boxes.append((design.left, height - design.rule, design.inner, design.rule))
        made.append(Strip(height=height, marks=(*marks, _boxes(boxes)), head=head))
    return made
