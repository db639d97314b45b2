"""Types of a laid-out page: texts, filled rectangles, and strips of them that stay together."""

from msgspec import Struct
from msgspec.structs import replace

from printing.layout.lines import FontFace


class Text(Struct, frozen=True):
    """A line of text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    face: FontFace
    size: float

    def moved(self, down: float) -> "Text":
        """The same, further down."""
        return replace(self, y=self.y + down)


class Boxes(Struct, frozen=True):
    """Black rectangles ``(x, y, width, height)``, drawn in one go; ``y`` is the upper edge of each."""

    each: tuple[tuple[float, float, float, float], ...]

    def moved(self, down: float) -> "Boxes":
        """The same, further down."""
        return Boxes(tuple((x, y + down, width, height) for x, y, width, height in self.each))


Mark = Text | Boxes


class Strip(Struct, frozen=True, kw_only=True):
    """A band across the page that never breaks. Marks count from its upper edge.

    Attributes:
        before: space above it, dropped at the top of a page.
        keep: stays on one page with the next strip.
        head: what is put before it where it opens a page (the head of its table).
        new_page: opens a page.
    """

    height: float
    marks: tuple[Mark, ...]
    before: float = 0
    keep: bool = False
    head: "Strip | None" = None
    new_page: bool = False
