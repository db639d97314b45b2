"""Contrast ratio of two colours by WCAG 2.1: 1 to 21."""

from PySide6.QtGui import QColor


def brightness(colour: str) -> float:
    """Relative luminance."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    said = QColor(colour)
    return 0.2126 * linear(said.redF()) + 0.7152 * linear(said.greenF()) + 0.0722 * linear(said.blueF())


def contrast(one: str, other: str) -> float:
    """The ratio; 4.5 is enough for words (AA), 7 for everybody (AAA), 3 for lines and rings."""
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
