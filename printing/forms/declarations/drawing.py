"""Draws the blocks of a declaration as a PDF, on one page where smaller type makes that possible."""

from collections.abc import Sequence
from io import BytesIO

from msgspec.structs import replace

from printing.layout.design import A4, MM, Design, smaller_type
from printing.layout.pages import SheetPage, pages
from printing.layout.pdf import measure_in, write_pages
from printing.layout.sheet import Block, PaperSize, Sheet, Typeface

FORM = "to-khai"

DECLARATION = replace(
    A4,
    left=25 * MM,
    right=16 * MM,
    top=15 * MM,
    bottom=17 * MM,
    body=12.5,
    small=8.5,
    head=12,
    title=14,
    leading=1.5,
    step=6.0,
    hand=3.0,
)
"""NĐ 30/2020: type of 13 to 14; a declaration has to leave the page to its answers."""

_CLOSER = ((1.0, 1.5), (0.92, 1.38), (0.82, 1.3))
"""Size of type and line distance that are tried until it fits on one page; else it has the second, on several."""


def draw(
    blocks: Sequence[Block],
    *,
    title: str,
    foot: str,
    typeface: Typeface = Typeface.SERIF,
    design: Design = DECLARATION,
    fit: bool = True,
) -> bytes:
    """The finished PDF; the same blocks give the same bytes.

    Args:
        blocks: the paper.
        title: of the file.
        foot: stands small at the foot of each page: which version, when filled in.
        typeface: of its letters; NĐ 30/2020 wants one with serifs.
        design: measures of the page.
        fit: try smaller type for the sake of one page.
    """
    sheet = Sheet(paper=PaperSize.A4, form=FORM, code="", version=foot, blocks=tuple(blocks), typeface=typeface)
    measure = measure_in(typeface)
    tries = [replace(smaller_type(design, by), leading=leading) for by, leading in _CLOSER] if fit else [design]
    laid: dict[int, list[SheetPage]] = {}
    for place, tried in enumerate(tries):
        laid[place] = pages(sheet, tried, measure)
        if len(laid[place]) == 1:
            break
    else:
        place = min(1, len(tries) - 1)
    file = BytesIO()
    write_pages(file, laid[place], tries[place], title=title, subject=foot, typeface=typeface)
    return file.getvalue()
