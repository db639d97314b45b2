"""The line icons of ``icons/``, in any colour of the palette."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent / "icons"


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (FOLDER / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


def draw(painter: QPainter, name: str, colour: QColor, where: QRectF) -> None:
    """Draw an icon into a rectangle, sharp at every scale of the screen."""
    _renderer(name, colour.name()).render(painter, where)


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(size, size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, name, QColor(colour), QRectF(0, 0, size, size))
    painter.end()
    return picture


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of ``size`` logical pixels for a screen of this device-pixel ratio."""
    return _pixmap(name, colour.name(), size, ratio)


def icon(name: str, colour: QColor, off: QColor | None = None, size: int = 20) -> QIcon:
    """An icon for a button; ``off`` is its colour when the button is disabled."""
    made = QIcon(pixmap(name, colour, size, 2.0))
    if off is not None:
        made.addPixmap(pixmap(name, off, size, 2.0), QIcon.Mode.Disabled)
    return made
