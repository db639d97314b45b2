"""QR codes on a screen: black on white whatever the theme, each module a whole number of the screen's own pixels."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4
"""Light modules around a code (ISO/IEC 18004)."""

_LEAST = 2
"""Pixels of a module, below which no phone reads it from a screen."""


def qr_image(rows: tuple[str, ...]) -> QImage:
    """The code with its quiet zone, one pixel a module."""
    side = len(rows) + 2 * QUIET
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module == "1":
                image.setPixel(x + QUIET, y + QUIET, 0xFF000000)
    return image


def paint_qr(painter: QPainter, image: QImage, where: QRect) -> QRectF:
    """Draw a code of ``qr_image`` in the middle of a rectangle, as large as whole pixels allow; where it then lies."""
    ratio = painter.device().devicePixelRatioF()
    pixels = int(min(where.width(), where.height()) * ratio) // image.width() * image.width()
    left = round((where.x() + where.width() / 2) * ratio - pixels / 2)
    top = round((where.y() + where.height() / 2) * ratio - pixels / 2)
    place = QRectF(left / ratio, top / ratio, pixels / ratio, pixels / ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(place, image)
    return place


class QrCode(QWidget):
    """A code, square, as large as its room.

    Args:
        name: what the code is for, for who cannot see it.
        side: pixels it asks for.
    """

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self._side = side
        self._image: QImage | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_code(self, rows: tuple[str, ...]) -> None:
        """Show this code; without rows nothing."""
        self._image = qr_image(rows) if rows else None
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square of whole pixels a module, never smaller than a phone reads."""
        modules = self._image.width() if self._image is not None else 1
        side = max(self._side // modules, _LEAST) * modules
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The code alone."""
        del event
        if self._image is not None:
            painter = QPainter(self)
            paint_qr(painter, self._image, self.rect())
            painter.end()
