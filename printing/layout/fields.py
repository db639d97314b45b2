"""Layout of labels and values, with dots where a value is unknown."""

from printing.layout.lines import FontFace, Runs, TextRun, break_evenly
from printing.layout.marks import Mark, Strip, Text
from printing.layout.sheet import FieldLine, FormField
from printing.layout.typesetting import ASCENT, Typesetting, set_line

DOTS_AT_LEAST = 6
"""Type sizes of dotted line that a hand can write on."""


def line(block: FieldLine, setting: Typesetting) -> list[Strip]:
    """Fields side by side where all fit and are known well enough, else one below the other."""
    design = setting.design
    number = f"{block.number} " if block.number else ""
    if len(block.fields) > 1:
        size = design.body
        gap = 4 * design.step
        wanted = [setting.measure(_whole_text(field), FontFace.BOLD, size) for field in block.fields]
        needed = [w if f.value else w + DOTS_AT_LEAST * size for w, f in zip(wanted, block.fields, strict=True)]
        room = design.inner - gap * (len(needed) - 1)
        if sum(needed) <= room:
            spare = (room - sum(needed)) / len(needed)
            half = [room / len(needed)] * len(needed)
            widths = half if all(n <= h for n, h in zip(needed, half, strict=True)) else [n + spare for n in needed]
            marks: list[Mark] = []
            x = design.left
            for field, width in zip(block.fields, widths, strict=True):
                marks += _field(field, "", x, width, setting)[0].marks
                x += width + gap
            return [Strip(height=setting.line(size), marks=tuple(marks), before=0.3 * design.step)]
    made: list[Strip] = []
    for field in block.fields:
        made += _field(field, number, design.left, design.inner, setting)
        number = ""
    return made


def _whole_text(field: FormField) -> str:
    return f"{field.label}: {field.value}" if field.label else field.value


def _field(field: FormField, number: str, x: float, width: float, setting: Typesetting) -> list[Strip]:
    """One field in a column: label, then the value, or dots to the column's edge."""
    design, size = setting.design, setting.design.body
    label = TextRun(f"{number}{field.label}: " if field.label else number)
    indent = setting.measure(number, FontFace.REGULAR, size) if number else 0.0
    value = TextRun(field.value, FontFace.BOLD if field.strong else FontFace.REGULAR)
    first = break_evenly((label, value), width, size, setting.measure)
    if indent and len(first) > 1:
        first = _hanging((label, value), width, indent, setting)
    made: list[Strip] = []
    for place, line in enumerate(first):
        marks = set_line(line, x + (indent if place else 0), 0, size, setting)
        if not field.value and place == len(first) - 1:
            end = sum(setting.measure(run.text, run.face, size) for run in line)
            marks += _dots(x + end, x + width, size, setting)
        made.append(
            Strip(
                height=setting.line(size),
                marks=tuple(marks),
                before=0 if place else 0.3 * design.step,
                keep=place < len(first) - 1 and len(first) <= 4,
            )
        )
    return made


def _hanging(runs: Runs, width: float, indent: float, setting: Typesetting) -> tuple[Runs, ...]:
    """Lines whose second and later ones are narrower by ``indent``; the first starts with the number itself."""
    size = setting.design.body
    number, _, rest = runs[0].text.partition(" ")
    lines = break_evenly((TextRun(rest), *runs[1:]), width - indent, size, setting.measure)
    return ((TextRun(f"{number} "), *lines[0]), *lines[1:])


def _dots(start: float, end: float, size: float, setting: Typesetting) -> list[Mark]:
    start += 0.3 * size
    dot = setting.measure(".", FontFace.REGULAR, size)
    count = int((end - start) / dot)
    if count <= 0:
        return []
    text = "." * count
    return [Text(end - setting.measure(text, FontFace.REGULAR, size), ASCENT * size, text, FontFace.REGULAR, size)]
