"""Measures of each paper: margins, type scale, spacing step. Lengths in the unit of the paper.

A5 and A4 are measured in points (1/72 inch), rolls in dots (203 dpi, 8 dots a millimetre).
"""

from msgspec import Struct
from msgspec.structs import replace

MM = 72 / 25.4
"""One millimetre in points."""


class Design(Struct, frozen=True, kw_only=True):
    """The measures of one paper.

    Attributes:
        height: None = a roll, as long as it needs to be.
        body, small, head, title, big: type sizes: text; foot; official heading; name of the form; ticket number.
        leading: line distance as a multiple of the type size.
        step: the one unit of vertical space; everything is set apart by multiples of it.
        rule: thickness of lines.
        bars: widths a Code 128 module may have, best first.
        square: widths a QR module may have, best first, and the widest symbol allowed.
        hand: lines of space left for a signature.
        grain: smallest movement of the printer; 0 = as fine as the printer can.
    """

    width: float
    height: float | None
    left: float
    right: float
    top: float
    bottom: float
    body: float
    small: float
    head: float
    title: float
    big: float
    leading: float
    step: float
    rule: float
    bars: tuple[float, ...]
    bars_height: float
    square: tuple[float, ...]
    square_most: float
    hand: float = 3.2
    grain: float = 0

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


A5 = Design(
    width=148 * MM,
    height=210 * MM,
    left=15 * MM,  # room to file it: NĐ 30/2020 has the left margin widest
    right=11 * MM,
    top=9 * MM,
    bottom=12 * MM,
    body=8.2,
    small=6.8,
    head=7.5,
    title=11.5,
    big=60,
    leading=1.38,
    step=3.5,
    rule=0.5,
    bars=(0.339 * MM, 0.305 * MM),  # 4 dots at 300 dpi; never below 0.30 mm
    bars_height=8.5 * MM,
    square=(0.62 * MM, 0.5 * MM, 0.4 * MM),  # 0.4: three dots at 203 dpi, below it no phone reads
    square_most=20 * MM,
)

A4 = replace(
    A5,
    width=210 * MM,
    height=297 * MM,
    left=30 * MM,
    right=17 * MM,
    top=20 * MM,
    bottom=20 * MM,
    body=11,
    small=8.5,
    head=10,
    title=14,
    step=5,
    bars_height=11 * MM,
    square_most=24 * MM,
)

A4_LANDSCAPE = replace(
    A4,
    width=297 * MM,
    height=210 * MM,
    left=25 * MM,  # bound at the left
    right=12 * MM,
    top=14 * MM,
    bottom=13 * MM,
    body=8.2,
    small=7.2,
    head=9,
    step=3.5,
    leading=1.32,
)
"""Register and hand-over list: rows of eleven cells and more, small type, room to bind."""


POSTER = replace(
    A4,
    left=18 * MM,
    right=18 * MM,
    top=16 * MM,
    bottom=19 * MM,
    body=13,
    small=9,
    head=12,
    title=22,
    step=6,
    square=(1.0 * MM, 0.8 * MM, 0.62 * MM),
    square_most=36 * MM,
)
"""Read from a board, standing."""


def enlarged(design: Design, by: float) -> Design:
    """The same design with every length so many times as long: A4 by the root of two is A3."""
    return replace(
        design,
        **{name: getattr(design, name) * by for name in _LENGTHS},
        height=None if design.height is None else design.height * by,
        bars=tuple(one * by for one in design.bars),
        square=tuple(one * by for one in design.square),
    )


_LENGTHS = (
    *("width", "left", "right", "top", "bottom", "body", "small", "head", "title", "big", "step", "rule"),
    *("bars_height", "square_most"),
)


def smaller_type(design: Design, by: float) -> Design:
    """The same paper with type and the space between blocks so many times as large."""
    return replace(design, body=design.body * by, head=design.head * by, title=design.title * by, step=design.step * by)


def tightened(design: Design) -> Design:
    """The same paper set closer, for a sheet that would otherwise spill a few lines onto another page."""
    return replace(
        design,
        body=design.body * 0.95,
        head=design.head * 0.95,
        title=design.title * 0.95,
        leading=design.leading * 0.97,
        step=design.step * 0.75,
        hand=design.hand * 0.85,
    )


def roll(dots: int) -> Design:
    """A thermal roll ``dots`` wide (384 = 58 mm, 576 = 80 mm)."""
    unit = dots / 48  # 8 dots on the narrow roll, 12 on the wide one
    return Design(
        width=dots,
        height=None,
        left=unit,
        right=unit,
        top=unit,
        bottom=4 * unit,
        body=2.6 * unit if dots >= 576 else 2.9 * unit,
        small=2.2 * unit if dots >= 576 else 2.6 * unit,
        head=2.3 * unit if dots >= 576 else 2.6 * unit,
        title=3 * unit,
        big=13 * unit,
        leading=1.4,
        step=unit,
        rule=2,
        bars=(3, 2),
        bars_height=8 * unit,
        square=(8, 7, 6, 5, 4, 3),
        square_most=25 * unit,  # a signed code of 49 modules has four dots each on the narrow roll
        grain=1,
    )
