"""Large touch buttons: icon, word, a line beneath, and a number key."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.style.icon import draw
from ui.style.look import CONTRAST_LIGHT as C

LEAST = 96
"""Pixels of the shorter side of whatever a finger touches: 25 mm at 96 dpi, 20 mm on a 21.5-inch full-HD screen."""


def unit(window: QWidget) -> float:
    """The size everything on the kiosk is reckoned from: 1.0 where the shorter side of the screen is 1080 pixels."""
    return max(0.62, min(window.width() / 1080, window.height() / 1080, 2.0))


_WRAP = int(Qt.TextFlag.TextWordWrap)


class BigButton(QAbstractButton):
    """A key a finger cannot miss.

    Args:
        kind: "plain" (white, framed), "primary" (filled) or "quiet" (no frame).
    """

    def __init__(self, words: str = "", *, under: str = "", icon: str = "", key: str = "", kind: str = "plain") -> None:
        super().__init__()
        self.kind = kind
        self.icon_name = icon
        self.key = key
        self.under = under
        self.size_of_words = 34.0
        self.scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.put(words, under)

    def put(self, words: str, under: str = "") -> None:
        """Other words."""
        self.under = under
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(under)
        self.update()

    def fit(self, scale: float) -> None:
        """For a screen of this unit."""
        self.scale = scale
        self.setMinimumSize(LEAST, LEAST)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for its words in one line, never less than a finger needs."""
        words = QFontMetrics(self._font(self.size_of_words, QFont.Weight.DemiBold)).horizontalAdvance(self.text())
        icon = round(60 * self.scale) if self.icon_name else 0
        return QSize(max(LEAST, words + icon + round(64 * self.scale)), max(LEAST, round(96 * self.scale)))

    def minimumSizeHint(self) -> QSize:
        """What a finger needs."""
        return QSize(LEAST, LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, frame, icon, words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, frame = self._colours()
        thick = max(2.0, 3 * self.scale)
        if self.hasFocus():
            thick *= 2
        inside = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setBrush(ground)
        painter.setPen(QPen(frame, thick) if frame.alpha() or self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inside, 18 * self.scale, 18 * self.scale)
        self._words(painter, ink)
        painter.end()

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        if self.kind == "primary":
            return QColor(C.accent_hover if self.isDown() else C.accent), QColor(C.on_accent), QColor(C.accent_hover)
        ground = QColor(C.accent_soft if self.isDown() else C.surface)
        if self.kind == "quiet":
            return ground, QColor(C.accent_text), QColor(C.line)
        return ground, QColor(C.text), QColor(C.accent if self.hasFocus() or self.isDown() else C.edge)

    def _words(self, painter: QPainter, ink: QColor) -> None:
        pad = round(22 * self.scale)
        box = self.rect().adjusted(pad, round(10 * self.scale), -pad, -round(10 * self.scale))
        if self.key:
            box = self._key(painter, box)
        if self.icon_name:
            side = min(box.height(), round((84 if self.kind == "plain" else 48) * self.scale))
            top = box.center().y() - side / 2
            left = box.left()
            if self.kind != "plain":  # in the middle, beside its words
                words = QFontMetrics(self._font(self.size_of_words, QFont.Weight.DemiBold)).horizontalAdvance(
                    self.text()
                )
                left = max(left, box.center().x() - words // 2 - side - round(18 * self.scale))
            draw(painter, self.icon_name, ink, QRectF(left, top, side, side))
            if self.kind == "plain":
                box.setLeft(box.left() + side + round(18 * self.scale))
        font, rect = self._fitting(box)
        lines = self.under.split("\n") if self.under else []
        small = self._font(min(30.0, font.pixelSize() / self.scale * 0.56), QFont.Weight.Normal)
        height = QFontMetrics(small).height() * len(lines)
        top = box.top() + max(0, (box.height() - rect.height() - height) // 2)
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(QRect(box.left(), top, box.width(), rect.height()), self._along | _WRAP, self.text())
        painter.setFont(small)
        painter.setPen(QColor(C.muted) if self.kind != "primary" else ink)
        for n, said in enumerate(lines):
            line = QRect(box.left(), top + rect.height() + n * height // len(lines), box.width(), height // len(lines))
            elided = QFontMetrics(small).elidedText(said, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(line, self._along, elided)

    @property
    def _along(self) -> int:
        left = self.key and self.kind == "plain"
        return int(Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter)

    def _fitting(self, box: QRect) -> tuple[QFont, QRect]:
        """The largest type, up to what was asked for, in which the words fit; and the room they take."""
        size = self.size_of_words
        while True:
            font = self._font(size, QFont.Weight.DemiBold)
            rect = QFontMetrics(font).boundingRect(box, self._along | _WRAP, self.text())
            beneath = (self.under.count("\n") + 1) * size * 0.75 * self.scale if self.under else 0
            if size <= 16 or (rect.height() + beneath <= box.height() and rect.width() <= box.width()):
                return font, rect
            size -= 2

    def _key(self, painter: QPainter, box: QRect) -> QRect:
        """The number key at the right edge; what is left for the words."""
        side = round(40 * self.scale)
        cap = QRect(box.right() - side + round(6 * self.scale), box.top() + round(2 * self.scale), side, side)
        painter.setPen(QPen(QColor(C.line if self.kind != "primary" else C.on_accent), max(1.0, 1.5 * self.scale)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, 8 * self.scale, 8 * self.scale)
        painter.setFont(self._font(22, QFont.Weight.Medium))
        painter.setPen(QColor(C.muted if self.kind != "primary" else C.on_accent))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.key)
        aside = side + round(8 * self.scale)
        return box.adjusted(0 if self.kind == "plain" else aside, 0, -aside, 0)

    def _font(self, size: float, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(14, round(size * self.scale)))
        font.setWeight(weight)
        return font
