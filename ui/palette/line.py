"""One line of the palette, as data."""

from collections.abc import Callable

from msgspec import Struct


class PaletteLine(Struct, frozen=True, kw_only=True):
    """What it says, how it looks, and what Enter does.

    Attributes:
        id: what it stands for, the same each time; what was chosen last goes first among equals.
        detail: a few smaller words behind.
        key: the key that does the same, as it is printed on screen.
        off: it cannot be done now where one is.
        do: what Enter does: the act, or, of one that is done elsewhere, the way there; None = nothing.
    """

    id: str
    words: str
    do: Callable[[], None] | None
    detail: str = ""
    key: str = ""
    icon: str = ""
    colour: str = "muted"
    off: bool = False

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.words, self.detail, self.key) if part)
