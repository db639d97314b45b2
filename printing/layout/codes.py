"""Layout of scannable codes: bars left with the code below, QR right; without bars, QR in the middle."""

import re

from printing.layout.barcodes import code128_modules, qr_modules, setting_modules
from printing.layout.design import Design
from printing.layout.lines import FontFace, TextRun, balance_lines, break_lines
from printing.layout.marks import Boxes, Mark, Strip
from printing.layout.sheet import CodeBlock
from printing.layout.typesetting import Typesetting, centred, set_line

QUIET = 4
"""Light modules around a QR code."""


def code_block(block: CodeBlock, setting: Typesetting) -> list[Strip]:
    """The code as one strip. Bars that do not fit beside the QR stand above it; bars too wide at all are left out."""
    design = setting.design
    if block.sets_scanner:
        return [_for_scanner(block, setting)]
    rows = qr_modules(block.signed or block.code)
    dot = next((d for d in design.square if len(rows) * d <= design.square_most), design.square[-1])
    side = len(rows) * dot
    bars = code128_modules(block.code) if block.bars and block.code.isascii() else ""
    beside = design.inner - side - 2 * QUIET * dot
    for room in (beside, design.inner) if bars else ():
        for module in design.bars:
            if len(bars) * module <= room:
                drawn = _bars(bars, module, design)
                return [_with_bars(block, drawn, room, _square(rows, dot, _right(side, setting), 0.0), side, setting)]
    return [_alone(block, _square(rows, dot, design.left + (design.inner - side) / 2, 0.0), side, setting)]


def _for_scanner(block: CodeBlock, setting: Typesetting) -> Strip:
    """The bars alone in the middle, and the command below: a QR code beside them would be scanned in their place."""
    design = setting.design
    modules = setting_modules(block.code)
    module = next((m for m in design.bars if len(modules) * m <= design.inner), design.bars[-1])
    left = (design.inner - len(modules) * module) / 2
    bars = _bars(modules, module, design, left)
    lines = balance_lines(block.code, FontFace.REGULAR, design.inner, design.body, setting.measure)
    y = design.bars_height + design.step
    below = centred(lines, FontFace.REGULAR, design.body, design.left, design.inner, y, setting)
    return Strip(height=y + len(lines) * setting.line(design.body), marks=(bars, *below), before=2 * design.step)


def _right(side: float, setting: Typesetting) -> float:
    return setting.design.width - setting.design.right - side


def _with_bars(block: CodeBlock, bars: Boxes, room: float, square: Boxes, side: float, setting: Typesetting) -> Strip:
    design = setting.design
    marks: list[Mark] = [bars]
    y = design.bars_height + 0.6 * design.step
    words = (TextRun(f"{block.label}: " if block.label else ""), TextRun(block.code, FontFace.BOLD))
    for line in break_lines(words, room, design.body, setting.measure) if block.text else ():
        marks += set_line(line, design.left, y, design.body, setting)
        y += setting.line(design.body)
    top = 0.0 if room < design.inner else y + design.step
    return Strip(height=max(y, top + side), marks=(*marks, square.moved(top)), before=2.5 * design.step)


def _alone(block: CodeBlock, square: Boxes, side: float, setting: Typesetting) -> Strip:
    design = setting.design
    if not block.text:
        return Strip(height=side, marks=(square,), before=3 * design.step)
    text = f"{block.label}: {block.code}" if block.label else block.code
    lines = balance_lines(text, FontFace.REGULAR, design.inner, design.body, setting.measure)
    below = centred(lines, FontFace.REGULAR, design.body, design.left, design.inner, side + design.step, setting)
    height = side + design.step + len(lines) * setting.line(design.body)
    return Strip(height=height, marks=(square, *below), before=3 * design.step)


_DARK = re.compile("1+")


def _stretches(modules: str) -> list[tuple[int, int]]:
    """Where dark modules run, as (place, length)."""
    return [(run.start(), len(run[0])) for run in _DARK.finditer(modules)]


def _bars(bars: str, module: float, design: Design, indent: float = 0.0) -> Boxes:
    return Boxes(
        tuple(
            (design.left + indent + place * module, 0.0, length * module, design.bars_height)
            for place, length in _stretches(bars)
        )
    )


def _square(rows: tuple[str, ...], dot: float, x: float, y: float) -> Boxes:
    x = float(round(x)) if dot == round(dot) else x
    return Boxes(
        tuple(
            (x + place * dot, y + row * dot, length * dot, dot)
            for row, modules in enumerate(rows)
            for place, length in _stretches(modules)
        )
    )
