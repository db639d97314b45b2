"""Lays a sheet out on pages, as marks for any renderer.

One layout for every paper: the design carries the measures, ``measure`` the widths of the letters. Blocks become
strips, the strips are dealt out to pages. Positions count from the top left corner, texts stand on their base line.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from printing.layout.blocks import strips
from printing.layout.design import Design, tightened
from printing.layout.lines import FontFace, Measure
from printing.layout.marks import Mark, Strip, Text
from printing.layout.sheet import PaperSize, Sheet, Signatures
from printing.layout.typesetting import Typesetting


class SheetPage(Struct, frozen=True):
    """One page: its height and everything on it."""

    height: float
    marks: tuple[Mark, ...]


def pages(sheet: Sheet, design: Design, measure: Measure) -> list[SheetPage]:
    """The whole sheet, laid out. A roll is one page, as long as it needs to be.

    What would spill onto one page more is set a little closer if that spares the page.
    """
    setting = Typesetting(design, measure)
    dealt = list(_dealt(_kept(sheet, setting), design))
    if len(dealt) > 1:
        closer = Typesetting(tightened(design), measure)
        spared = list(_dealt(_kept(sheet, closer), closer.design))
        if len(spared) < len(dealt):
            setting, dealt = closer, spared
    finished: list[SheetPage] = []
    for place, page in enumerate(dealt, start=1):
        marks: list[Mark] = []
        y = design.top
        for strip in page:
            y += strip.before
            marks += [mark.moved(y) for mark in strip.marks]
            y += strip.height
        height = design.height if design.height is not None else y + design.bottom
        if sheet.paper is not PaperSize.TICKET and design.height is not None:
            marks += _foot(sheet, setting, height, place, len(dealt))
        finished.append(SheetPage(height, tuple(marks)))
    return finished


def _kept(sheet: Sheet, setting: Typesetting) -> list[Strip]:
    """All strips in order; what stands before the signatures stays with them."""
    made: list[Strip] = []
    for block in sheet.blocks:
        found = strips(block, setting)
        if made and isinstance(block, Signatures):
            made[-1] = replace(made[-1], keep=True)
        made += found
    return made


def _dealt(made: Sequence[Strip], design: Design) -> Iterator[list[Strip]]:
    """Strips page by page. A strip marked ``keep`` never ends a page; a table's head opens its next page too."""
    if design.height is None:
        yield list(made)
        return
    room = design.height - design.top - design.bottom
    page: list[Strip] = []
    used = 0.0
    start = 0
    while start < len(made):
        end = start + 1
        while end < len(made) and made[end - 1].keep:
            end += 1
        group = list(made[start:end])
        needed = sum(strip.before + strip.height for strip in group)
        if page and (used + needed > room or group[0].new_page):
            yield page
            page, used = [], 0.0
        if not page:
            group[0] = replace(group[0], before=0.0)
            if (head := group[0].head) is not None:
                group.insert(0, head)
        page += group
        used += sum(strip.before + strip.height for strip in group)
        start = end
    yield page


def _foot(sheet: Sheet, setting: Typesetting, height: float, place: int, count: int) -> list[Mark]:
    """Version of the form at the left; at the right what keeps loose pages together."""
    design = setting.design
    y = height - design.bottom + 3.5 * design.step
    right = " · ".join(part for part in (sheet.copy_mark, sheet.code if count > 1 else "") if part)
    if count > 1:
        right += f"{' · ' if right else ''}Trang {place}/{count}"
    marks: list[Mark] = [Text(design.left, y, sheet.version, FontFace.REGULAR, design.small)]
    if right:
        wide = setting.measure(right, FontFace.REGULAR, design.small)
        x = design.width - design.right - wide
        if setting.measure(sheet.version, FontFace.REGULAR, design.small) + 2 * design.small + wide > design.inner:
            y += 1.35 * design.small  # a long mark goes below
        marks.append(Text(x, y, right, FontFace.REGULAR, design.small))
    return marks
