"""``Look``: one palette in use, one spacing scale, one type scale.

Everything painted by hand and the one style sheet read the same ``Look``; nothing else names a colour or a size.
"""

from msgspec import Struct
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

SPACES = (0, 2, 4, 6, 8, 12, 16, 20, 24, 32)
"""The spacing scale of margins and gaps, in logical pixels."""

TYPES = (11, 12, 13, 14, 16, 21, 46)
"""The type scale, in pixels before the size of type is set: key, caption, step, body, section, page, number called."""

NARROW = 1000
"""A window with less room than so many pixels of type at its designed size sets its columns one below the other."""


TIGHT = 1160
"""A window with less room leaves more of it to the work: what stands beside it is narrower."""

CRAMPED = 600
"""A window with less room has the whole of its width for the work: 1024 pixels at double type."""


class Colours(Struct, frozen=True, kw_only=True):
    """One palette.

    Text on its ground keeps a contrast of at least 4.5, in the palettes of high contrast 7 (WCAG 2.1, AA and AAA); the
    ring of what has the keys and the edge of a ``field`` keep 3. What is ``off`` (cannot be pressed) stays between 2
    and 3, in high contrast below 5, so that it looks it.
    """

    ground: str
    surface: str
    raised: str
    hover: str
    line: str
    edge: str
    field: str
    text: str
    muted: str
    off: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_text: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


LIGHT = Colours(
    ground="#f5f5f2",
    surface="#ffffff",
    raised="#fbfbf9",
    hover="#f0f0ec",
    line="#e7e7e2",
    edge="#cfcfc8",
    field="#85898f",
    text="#1d2126",
    muted="#5f656d",
    off="#9a9fa5",
    accent="#3451c6",
    accent_hover="#2a44ad",
    on_accent="#ffffff",
    accent_soft="#e9edfb",
    accent_text="#2f4ab8",
    good="#1c7445",
    good_soft="#e4f3ea",
    warn="#8a5a00",
    warn_soft="#fbf0d9",
    bad="#b3261e",
    bad_soft="#fbe7e5",
)

DARK = Colours(
    ground="#16171a",
    surface="#1e2024",
    raised="#23252a",
    hover="#2a2d33",
    line="#2d3036",
    edge="#464a53",
    field="#7c828d",
    text="#eceded",
    muted="#a3a8b0",
    off="#5b6069",
    accent="#4d68de",
    accent_hover="#435dd0",
    on_accent="#ffffff",
    accent_soft="#272f4d",
    accent_text="#a9b9ff",
    good="#6fcf97",
    good_soft="#1d3327",
    warn="#e6b450",
    warn_soft="#3a2f17",
    bad="#ff8a80",
    bad_soft="#41211f",
)

CONTRAST_LIGHT = Colours(
    ground="#ffffff",
    surface="#ffffff",
    raised="#ffffff",
    hover="#e6e6e6",
    line="#6e6e6e",
    edge="#1a1a1a",
    field="#1a1a1a",
    text="#000000",
    muted="#2e2e2e",
    off="#8a8a8a",
    accent="#00329b",
    accent_hover="#00246e",
    on_accent="#ffffff",
    accent_soft="#dce6ff",
    accent_text="#00277a",
    good="#004a1f",
    good_soft="#e3f5e9",
    warn="#5a3700",
    warn_soft="#fff1d1",
    bad="#8c0009",
    bad_soft="#ffe7e5",
)

CONTRAST_DARK = Colours(
    ground="#000000",
    surface="#000000",
    raised="#000000",
    hover="#262626",
    line="#8f8f8f",
    edge="#f2f2f2",
    field="#f2f2f2",
    text="#ffffff",
    muted="#dadada",
    off="#767676",
    accent="#ffd60a",
    accent_hover="#ffe566",
    on_accent="#000000",
    accent_soft="#332b00",
    accent_text="#ffe15c",
    good="#7ff0aa",
    good_soft="#00260f",
    warn="#ffc247",
    warn_soft="#2e2100",
    bad="#ffaaa2",
    bad_soft="#330503",
)


class Look(Struct, frozen=True, kw_only=True):
    """A palette and the type scale: pixel sizes after the type-size setting.

    Attributes:
        scale: 1.0 = as designed; every size of type is multiplied by it.
        contrast: lines are drawn around what else is told apart by its ground; what is off has a dashed edge.
    """

    colours: Colours
    scale: float
    dark: bool
    contrast: bool = False

    def px(self, size: float) -> int:
        """A size of type, scaled."""
        return max(1, round(size * self.scale))

    def wide(self, width: float) -> int:
        """A width of a column: grows half as fast as the type in it, so that the window still fits its screen."""
        return round(width * (1 + (self.scale - 1) / 2))

    def is_narrow(self, width: int) -> bool:
        """Whether columns no longer stand side by side in a window of this width."""
        return width < NARROW * self.scale

    def is_cramped(self, width: int) -> bool:
        """Whether what stands beside the work lies above it in a window of this width."""
        return width < CRAMPED * self.scale

    def is_tight(self, width: int) -> bool:
        """Whether what stands beside the work is narrower in a window of this width."""
        return width < TIGHT * self.scale

    @property
    def small(self) -> int:
        """Captions and hints."""
        return self.px(12)

    @property
    def body(self) -> int:
        """What is read and typed."""
        return self.px(14)

    @property
    def title(self) -> int:
        """Head of a section."""
        return self.px(16)

    @property
    def large(self) -> int:
        """Head of a page, a due date, an amount."""
        return self.px(21)

    @property
    def huge(self) -> int:
        """The number now called."""
        return self.px(46)

    def colour(self, name: str) -> QColor:
        """A colour of the palette by its name."""
        return QColor(str(getattr(self.colours, name)))

    def font(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The family in use at a size of the scale."""
        font = QFont(QApplication.font())
        font.setPixelSize(size)
        font.setWeight(weight)
        return font


_in_force = [Look(colours=LIGHT, scale=1.0, dark=False)]


def look() -> Look:
    """What is in force now."""
    return _in_force[0]


def use_look(new: Look) -> None:
    """Make this the look in force; ``ui.style.theme.apply_theme`` paints it."""
    _in_force[0] = new
