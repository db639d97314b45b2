"""Lays out a table of any length page by page: a page is given away as soon as it is full.

Rows come from an iterator and are not kept. Each volume has what stands before its table, the table with its head on
every page, and what closes it on a page of its own; its pages are numbered from 1.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from msgspec import Struct

from printing.layout.blocks import strips
from printing.layout.design import Design
from printing.layout.lines import FontFace, Measure, TextRun, break_lines
from printing.layout.marks import Boxes, Mark, Strip, Text
from printing.layout.pages import SheetPage
from printing.layout.sheet import Block, Column, Table
from printing.layout.tables import edges_of, head_of, widths_of
from printing.layout.typesetting import ASCENT, Typesetting

SAMPLE = 200
"""Rows by which the widths of the columns are found; a longer word in a later row is broken."""

_KEPT = 8_000
"""Cells whose lines are remembered: names of procedures, units and days come again and again."""

Lines = tuple[tuple[str, float], ...]
"""Lines of a cell, each with its distance from the left edge of the column."""


class Volume(Struct, frozen=True):
    """One volume.

    Attributes:
        before: blocks above the table of its first page.
        columns: of the table.
        rows: cells; a line break inside one is kept.
        name: stands in the foot of each page, before the number of the page.
        closing: given the number of pages, this one included: blocks of the last page; none = no such page.
        after: blocks below the last row.
    """

    before: tuple[Block, ...]
    columns: tuple[Column, ...]
    rows: Iterable[tuple[str, ...]]
    name: str
    closing: Callable[[int], tuple[Block, ...]]
    after: Callable[[], tuple[Block, ...]]


def long_pages(volumes: Iterable[Volume], version: str, design: Design, measure: Measure) -> Iterator[SheetPage]:
    """The pages of all volumes, one after the other. ``version``: at the left of each foot."""
    setting = Typesetting(design, measure)
    for volume in volumes:
        yield from _Pages(volume, version, setting).all()


class _Pages:
    """The pages of one volume."""

    def __init__(self, volume: Volume, version: str, setting: Typesetting) -> None:
        self._volume = volume
        self._version = version
        self._setting = setting
        self._design = setting.design
        self._bottom = (setting.design.height or 0.0) - setting.design.bottom
        self._pad = 0.6 * setting.design.step
        self._line = setting.line(setting.design.body)
        self._marks: list[Mark] = []
        self._y = self._design.top
        self._number = 0
        self._cells: dict[tuple[int, str], Lines] = {}
        self._words: dict[str, float] = {}
        self._blank = setting.measure(" ", FontFace.REGULAR, setting.design.body)

    def all(self) -> Iterator[SheetPage]:
        """Every page."""
        volume, setting = self._volume, self._setting
        rows = iter(volume.rows)
        first = tuple(islice(rows, SAMPLE))
        widths = widths_of(Table(volume.columns, first), setting)
        head, edges = head_of(Table(volume.columns, ()), widths, setting), edges_of(widths, self._design.left)
        for block in volume.before:
            yield from self._block(block)
        yield from self._table(chain(first, rows), head, widths, edges)
        for block in volume.after():
            yield from self._block(block)
        if self._marks:
            yield self._full()
        closing = volume.closing(self._number + 1)
        for block in closing:
            yield from self._block(block)
        if closing:
            yield self._full()

    def _block(self, block: Block) -> Iterator[SheetPage]:
        for strip in strips(block, self._setting):
            if self._marks and self._y + strip.before + strip.height > self._bottom:
                yield self._full()
            self._put(strip)

    def _put(self, strip: Strip) -> None:
        self._y += strip.before if self._marks else 0.0
        self._marks += [mark.moved(self._y) for mark in strip.marks]
        self._y += strip.height

    def _table(
        self, rows: Iterable[tuple[str, ...]], head: Strip, widths: list[float], edges: list[float]
    ) -> Iterator[SheetPage]:
        design = self._design
        most = int((self._bottom - design.top - head.height - 2 * self._pad) / self._line)
        inside = False
        below = 0.0
        rules: list[tuple[float, float, float, float]] = []

        def ruled() -> None:
            """The lines of the table on this page, in one go."""
            upright = ((edge - design.rule / 2, below, design.rule, self._y - below) for edge in edges)
            self._marks.append(Boxes((*rules, *upright)))
            rules.clear()

        for row in rows:
            cells = [self._lines(place, cell, widths[place]) for place, cell in enumerate(row)]
            height = max(len(lines) for lines in cells)
            for start in range(0, height, most):
                taken = [lines[start : start + most] for lines in cells] if height > most else cells
                needed = min(most, height - start) * self._line + 2 * self._pad
                room = self._bottom - (0.0 if inside else head.before + head.height)
                if self._marks and self._y + needed > room:
                    if inside:
                        ruled()
                    yield self._full()
                    inside = False
                if not inside:
                    self._put(head)
                    inside, below = True, self._y
                self._row(taken, edges)
                self._y += needed
                rules.append((design.left, self._y - design.rule, design.inner, design.rule))
        if inside:
            ruled()

    def _row(self, cells: list[Lines], edges: list[float]) -> None:
        size, base = self._design.body, self._y + self._pad + ASCENT * self._design.body
        for left, lines in zip(edges, cells, strict=False):
            for place, (text, right) in enumerate(lines):
                self._marks.append(Text(left + right, base + place * self._line, text, FontFace.REGULAR, size))

    def _lines(self, place: int, cell: str, width: float) -> Lines:
        found = self._cells.get((place, cell))
        if found is None:
            found = self._broken(cell, width, centred=self._volume.columns[place].centred)
            if len(self._cells) >= _KEPT:
                self._cells.clear()
                self._words.clear()
            self._cells[place, cell] = found
        return found

    def _broken(self, cell: str, width: float, *, centred: bool) -> Lines:
        if not cell:
            return ()
        size, measure = self._design.body, self._setting.measure
        lines = [line for part in cell.split("\n") for line in self._part(part, width - 2 * self._pad)]
        if not centred:
            return tuple((line, self._pad) for line in lines)
        return tuple((line, (width - measure(line, FontFace.REGULAR, size)) / 2) for line in lines)

    def _part(self, text: str, room: float) -> list[str]:
        """As ``break_lines`` breaks it, in less time: one face, and a word is measured once for all rows."""
        lines: list[str] = []
        line, used = "", 0.0
        for word in text.split(" "):
            if not word:
                continue
            wide = self._words.get(word)
            if wide is None:
                wide = self._words[word] = self._setting.measure(word, FontFace.REGULAR, self._design.body)
            if wide > room:
                runs_of = break_lines((TextRun(text),), room, self._design.body, self._setting.measure)
                return ["".join(run.text for run in runs) for runs in runs_of]
            if line and used + self._blank + wide > room:
                lines.append(line)
                line, used = word, wide
            else:
                line, used = (f"{line} {word}", used + self._blank + wide) if line else (word, wide)
        return [*lines, line]

    def _full(self) -> SheetPage:
        """The page as it is, with its foot; the next one is empty."""
        self._number += 1
        design, height = self._design, self._design.height or 0.0
        y = height - design.bottom + 3.5 * design.step
        right = f"{self._volume.name} · Trang {self._number}"
        wide = self._setting.measure(right, FontFace.REGULAR, design.small)
        foot = (
            Text(design.left, y, self._version, FontFace.REGULAR, design.small),
            Text(design.width - design.right - wide, y, right, FontFace.REGULAR, design.small),
        )
        page = SheetPage(height, (*self._marks, *foot))
        self._marks, self._y = [], design.top
        return page
