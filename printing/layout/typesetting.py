"""Shared by all blocks: the measures of the paper, and setting lines of text."""

from collections.abc import Iterable

from msgspec import Struct

from printing.layout.design import Design
from printing.layout.lines import FontFace, Measure, Runs
from printing.layout.marks import Mark, Text

ASCENT = 0.98
"""From the top of a line to its base line, in type sizes: Vietnamese capitals carry two marks (Ấ, Ẫ)."""


class Typesetting(Struct, frozen=True):
    """What every block needs to know of its paper."""

    design: Design
    measure: Measure

    def line(self, size: float) -> float:
        """Line distance at a type size."""
        return self._whole(size * self.design.leading)

    def _whole(self, length: float) -> float:
        return float(round(length)) if self.design.grain else length


def centred(
    lines: Iterable[str], face: FontFace, size: float, left: float, width: float, y: float, setting: Typesetting
) -> list[Mark]:
    """Lines of one face in the middle of a column; ``y`` is the upper edge of the first."""
    step = setting.line(size)
    marks: list[Mark] = []
    for place, line in enumerate(lines):
        x = left + (width - setting.measure(line, face, size)) / 2
        marks.append(Text(x, y + place * step + ASCENT * size, line, face, size))
    return marks


def set_line(runs: Runs, x: float, y: float, size: float, setting: Typesetting) -> list[Mark]:
    """One line of runs from ``x``; ``y`` is its upper edge."""
    marks: list[Mark] = []
    for run in runs:
        marks.append(Text(x, y + ASCENT * size, run.text, run.face, size))
        x += setting.measure(run.text, run.face, size)
    return marks
