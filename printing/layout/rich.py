"""Layout of rich paragraphs, grids and digit boxes: several faces and sizes in a line, tabs, check boxes.

What an office's own template may contain; our own papers use it where their blocks have no word for it.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from printing.layout.lines import FontFace
from printing.layout.marks import Boxes, Mark, Strip, Text
from printing.layout.sheet import Align, DigitBoxes, Grid, GridCell, RichParagraph, Span, SpanMark
from printing.layout.typesetting import ASCENT, Typesetting

_TAB_EVERY = 36.0
"""Points between tab stops that a paragraph does not name (Word: 1.27 cm)."""

_BOX = 0.78
"""Side of a check box, in type sizes."""

_PAD = 0.7
"""Room between a rule and a cell's text, in steps."""


class _Word(Struct, frozen=True):
    """What is set as one: a word, a box, a tab, dots; ``blank``: a blank stands before it."""

    mark: SpanMark
    text: str
    face: FontFace
    size: float
    blank: bool = False


class _Set(Struct):
    """A word in its line: where it begins, and how wide it is."""

    word: _Word
    x: float
    wide: float


class _Line(Struct):
    """One line, and whether it ends its paragraph (or is broken by hand): then it is not justified."""

    words: list[_Set]
    ends: bool = False


def rich_paragraph(block: RichParagraph, setting: Typesetting) -> list[Strip]:
    """Its lines, one strip each."""
    design = setting.design
    return _strips(block, design.left, design.inner, setting)


def grid(block: Grid, setting: Typesetting) -> list[Strip]:
    """Its rows; a row that is taller than half a page may break between its lines."""
    design = setting.design
    total = sum(block.weights) or 1.0
    edges = [design.left]
    for weight in block.weights:
        edges.append(edges[-1] + design.inner * weight / total)
    most = (design.height or 0.0) / 2
    made: list[Strip] = []
    for place, row in enumerate(block.rows):
        made += _row(row, edges, setting, most, ruled=block.ruled, first=place == 0)
    if made:
        made[0] = replace(made[0], before=0.6 * design.step)
        made[-1] = replace(made[-1], height=made[-1].height + 0.6 * design.step)
    return made


def digit_boxes(block: DigitBoxes, setting: Typesetting) -> Strip:
    """The label, then a row of boxes with one letter each; what is longer than the boxes follows them as text."""
    design, size = setting.design, setting.design.body
    label = f"{block.label}: "
    x = design.left + setting.measure(label, FontFace.REGULAR, size)
    side = min(1.45 * size, (design.left + design.inner - x) / max(1, block.count))
    marks: list[Mark] = [Text(design.left, (1.45 * size - size) / 2 + ASCENT * size, label, FontFace.REGULAR, size)]
    boxes: list[tuple[float, float, float, float]] = []
    fits = len(block.value) <= block.count
    for place in range(block.count):
        boxes += _frame(x + place * side, 0.0, side, 1.45 * size, design.rule)
        if fits and place < len(block.value):
            letter = block.value[place]
            wide = setting.measure(letter, FontFace.REGULAR, size)
            at = x + place * side + (side - wide) / 2
            marks.append(Text(at, (1.45 * size - size) / 2 + ASCENT * size, letter, FontFace.REGULAR, size))
    height = 1.45 * size
    if not fits:
        marks.append(Text(design.left, height + ASCENT * size, block.value, FontFace.REGULAR, size))
        height += setting.line(size)
    return Strip(height=height, marks=(*marks, Boxes(tuple(boxes))), before=0.8 * design.step)


def _strips(block: RichParagraph, left: float, width: float, setting: Typesetting) -> list[Strip]:
    design = setting.design
    left, width = left + block.indent, max(width - block.indent - block.right, 4 * design.body)
    lines = list(_lines(block, left, width, setting))
    made: list[Strip] = []
    for place, line in enumerate(lines):
        size = max((one.word.size for one in line.words), default=design.body)
        marks = _marks(line, block.align, left, width, size, setting)
        made.append(
            Strip(
                height=setting.line(size),
                marks=marks,
                before=block.before if place == 0 else 0.0,
                keep=place < len(lines) - 1 and len(lines) <= 4,
            )
        )
    if made and block.after:
        made[-1] = replace(made[-1], height=made[-1].height + block.after)
    return made


def _row(
    row: Sequence[GridCell],
    edges: Sequence[float],
    setting: Typesetting,
    most: float,
    *,
    ruled: bool,
    first: bool,
) -> Iterator[Strip]:
    design = setting.design
    pad = _PAD * design.step
    columns: list[list[Strip]] = []
    bounds: list[float] = [edges[0]]
    at = 0
    for cell in row:
        end = min(at + max(1, cell.across), len(edges) - 1)
        if end <= at:
            break
        inner = edges[end] - edges[at] - 2 * pad
        columns.append([strip for one in cell.paragraphs for strip in _strips(one, edges[at] + pad, inner, setting)])
        bounds.append(edges[end])
        at = end
    taken = [0] * len(columns)
    opened = False
    while not opened or any(place < len(column) for place, column in zip(taken, columns, strict=True)):
        marks: list[Mark] = []
        lowest = 0.0
        for number, column in enumerate(columns):
            y = pad
            while taken[number] < len(column):
                strip = column[taken[number]]
                high = strip.before + strip.height
                if y > pad and most and y + high > most:
                    break
                marks += [mark.moved(y + strip.before) for mark in strip.marks]
                y += high
                taken[number] += 1
            lowest = max(lowest, y)
        height = max(lowest + pad, setting.line(design.body))
        if ruled:
            lines = [(bound - design.rule / 2, 0.0, design.rule, height) for bound in bounds]
            lines.append((bounds[0], height - design.rule, bounds[-1] - bounds[0], design.rule))
            if first and not opened:
                lines.append((bounds[0], 0.0, bounds[-1] - bounds[0], design.rule))
            marks.append(Boxes(tuple(lines)))
        yield Strip(height=height, marks=tuple(marks))
        opened = True


def _words(spans: Sequence[Span], setting: Typesetting) -> Iterator[_Word]:
    blank = False
    for span in spans:
        face = FontFace.BOLD if span.bold else FontFace.ITALIC if span.italic else FontFace.REGULAR
        size = span.size or setting.design.body
        if span.mark is not SpanMark.TEXT:
            yield _Word(span.mark, "", face, size, blank)
            blank = False
            continue
        for place, word in enumerate(span.text.split(" ")):
            blank = blank or place > 0
            if word:
                yield _Word(SpanMark.TEXT, word, face, size, blank)
                blank = False


def _lines(block: RichParagraph, left: float, width: float, setting: Typesetting) -> Iterator[_Line]:
    words = [part for word in _words(block.spans, setting) for part in _fitting(word, width, setting)]
    line = _Line([])
    x, limit = block.first, width
    place = 0
    while place < len(words):
        word = words[place]
        place += 1
        if word.mark is SpanMark.BREAK:
            line.ends = True
            yield line
            line, x = _Line([]), 0.0
            continue
        if word.mark is SpanMark.TAB:
            stop, dotted = _stop(block, x, words[place:], left - setting.design.left, setting)
            if stop > limit + 0.01:
                yield line
                line, x = _Line([]), 0.0
                continue
            line.words.append(_Set(replace(word, text="." if dotted else ""), x, stop - x))
            x = stop
            continue
        space = setting.measure(" ", word.face, word.size) if word.blank and line.words else 0.0
        wide = _wide(word, setting)
        if word.mark is SpanMark.DOTS:
            wide = max(limit - x - space, 0.0)
            if wide < 6 * word.size and line.words:
                yield line
                line, x, space, wide = _Line([]), 0.0, 0.0, limit
        elif line.words and x + space + wide > limit + 0.01:
            yield line
            line, x, space = _Line([]), 0.0, 0.0
        line.words.append(_Set(word, x + space, wide))
        x += space + wide
    line.ends = True
    yield line


def _fitting(word: _Word, width: float, setting: Typesetting) -> Iterator[_Word]:
    """The word, in pieces where it is wider than the line."""
    while word.mark is SpanMark.TEXT and len(word.text) > 1 and _wide(word, setting) > width:
        fits = next(
            (
                n
                for n in range(len(word.text) - 1, 0, -1)
                if setting.measure(word.text[:n], word.face, word.size) <= width
            ),
            1,
        )
        yield replace(word, text=word.text[:fits])
        word = replace(word, text=word.text[fits:], blank=False)
    yield word


def _wide(word: _Word, setting: Typesetting) -> float:
    if word.mark in {SpanMark.BOX, SpanMark.CHECKED}:
        return (_BOX + 0.1) * word.size
    return setting.measure(word.text, word.face, word.size)


def _stop(
    block: RichParagraph, x: float, rest: Sequence[_Word], offset: float, setting: Typesetting
) -> tuple[float, bool]:
    """Where a tab at ``x`` leads, from the left of the lines; ``offset``: how far they begin from the margin."""
    for stop in block.tabs:
        at = stop.at - offset
        if at <= x + 0.01:
            continue
        if stop.right:
            return max(x, at - _until_tab(rest, setting)), stop.dotted
        return at, stop.dotted
    return (int(x / _TAB_EVERY) + 1) * _TAB_EVERY, False


def _until_tab(rest: Sequence[_Word], setting: Typesetting) -> float:
    wide = 0.0
    for word in rest:
        if word.mark in {SpanMark.TAB, SpanMark.BREAK}:
            break
        wide += _wide(word, setting) + (setting.measure(" ", word.face, word.size) if word.blank else 0.0)
    return wide


def _marks(line: _Line, align: Align, left: float, width: float, size: float, setting: Typesetting) -> tuple[Mark, ...]:
    """The marks of a line whose base line is that of its largest type."""
    used = line.words[-1].x + line.words[-1].wide if line.words else 0.0
    spare = max(0.0, width - used)
    shift = {Align.CENTRE: spare / 2, Align.RIGHT: spare}.get(align, 0.0)
    gaps = [place for place, one in enumerate(line.words) if place and one.word.blank]
    plain = all(one.word.mark is SpanMark.TEXT for one in line.words)
    spread = spare / len(gaps) if align is Align.JUSTIFY and gaps and plain and not line.ends else 0.0
    base = ASCENT * size
    marks: list[Mark] = []
    boxes: list[tuple[float, float, float, float]] = []
    moved = 0.0
    for one in line.words:
        if one.word.blank and one is not line.words[0]:
            moved += spread
        x = left + shift + moved + one.x
        match one.word.mark:
            case SpanMark.TEXT:
                marks.append(Text(x, base, one.word.text, one.word.face, one.word.size))
            case SpanMark.BOX | SpanMark.CHECKED:
                side = _BOX * one.word.size
                boxes += _frame(x, base - side, side, side, setting.design.rule)
                if one.word.mark is SpanMark.CHECKED:
                    marks.append(_cross(x, base - side, side, setting))
            case _:
                dots = one.word.mark is SpanMark.DOTS or one.word.text
                marks += _dots(x, one.wide, base, one.word.size, setting) if dots else ()
    return (*_together(marks, setting, spread), *((Boxes(tuple(boxes)),) if boxes else ()))


def _together(marks: Sequence[Mark], setting: Typesetting, spread: float) -> Iterator[Mark]:
    """Neighbours of one face and size as one text, where only a blank parts them."""
    last: Text | None = None
    for mark in marks:
        if not isinstance(mark, Text):
            yield mark
            continue
        if last is not None and not spread and (last.face, last.size) == (mark.face, mark.size):
            end = last.x + setting.measure(last.text, last.face, last.size)
            blank = setting.measure(" ", last.face, last.size)
            if abs(mark.x - end - blank) < 0.05:
                last = replace(last, text=f"{last.text} {mark.text}")
                continue
        if last is not None:
            yield last
        last = mark
    if last is not None:
        yield last


def _cross(x: float, y: float, side: float, setting: Typesetting) -> Mark:
    """An x in a box, as a letter."""
    size = side * 1.15
    wide = setting.measure("×", FontFace.BOLD, size)
    return Text(x + (side - wide) / 2, y + side * 0.86, "×", FontFace.BOLD, size)


def _dots(x: float, wide: float, base: float, size: float, setting: Typesetting) -> list[Mark]:
    dot = setting.measure(".", FontFace.REGULAR, size)
    count = int((wide - 0.2 * size) / dot)
    return [Text(x + wide - count * dot, base, "." * count, FontFace.REGULAR, size)] if count > 0 else []


def _frame(x: float, y: float, wide: float, high: float, rule: float) -> list[tuple[float, float, float, float]]:
    return [
        (x, y, wide, rule),
        (x, y + high - rule, wide, rule),
        (x, y, rule, high),
        (x + wide - rule, y, rule, high),
    ]
