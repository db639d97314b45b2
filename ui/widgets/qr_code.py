"""QR codes on a screen: black on white whatever the theme, each module a whole number of the screen's own pixels."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4
"""Light modules around a code (ISO/IEC 18004)."""

_LIGHT, _DARK = b"\xff\xff\xff\xff", b"\x00\x00\x00\xff"
"""A pixel."""

_LEAST = 2
"""Pixels of a module, below which no phone reads it from a screen."""


def qr_image(rows: tuple[str, ...], module: int) -> QImage:
    """The code with its quiet zone, ``module`` pixels each way.

    Bytes are put together, in the format of screens: Qt enlarges a picture, or copies a grey one, ten times slower.
    """
    side = (len(rows) + 2 * QUIET) * module
    light, dark = _LIGHT * module, _DARK * module
    beside, above = light * QUIET, light * QUIET * side
    lines = (row.encode().replace(b"0", light).replace(b"1", dark) for row in rows)
    pixels = b"".join((above, *((beside + line + beside) * module for line in lines), above))
    return QImage(pixels, side, side, 4 * side, QImage.Format.Format_RGB32).copy()


def paint_qr(painter: QPainter, rows: tuple[str, ...], where: QRect) -> QRectF:
    """Draw a code in the middle of a rectangle, as large as whole pixels allow; gives where it lies."""
    ratio = painter.device().devicePixelRatioF()
    image = qr_image(rows, max(1, int(min(where.width(), where.height()) * ratio) // (len(rows) + 2 * QUIET)))
    left = round((where.x() + where.width() / 2) * ratio - image.width() / 2)
    top = round((where.y() + where.height() / 2) * ratio - image.height() / 2)
    image.setDevicePixelRatio(ratio)
    place = QRectF(left / ratio, top / ratio, image.width() / ratio, image.height() / ratio)
    painter.drawImage(place.topLeft(), image)
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
        self._rows: tuple[str, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_code(self, rows: tuple[str, ...]) -> None:
        """Show this code; without rows nothing."""
        self._rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square of whole pixels a module, never smaller than a phone reads."""
        modules = len(self._rows) + 2 * QUIET
        side = max(self._side // modules, _LEAST) * modules
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The code alone."""
        del event
        if self._rows:
            painter = QPainter(self)
            paint_qr(painter, self._rows, self.rect())
            painter.end()
