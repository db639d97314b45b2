"""The status line of the province at the foot of the window: icon and word, without animation."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.actions import Act, key_words
from ui.style.icon import draw
from ui.style.look import look

if TYPE_CHECKING:
    from desk.province.province_words import StatusLine

SIGNS = {
    "opening": ("clock", "muted", "muted"),
    "unlinked": ("unlinked", "muted", "muted"),
    "sent": ("sent", "good", "muted"),
    "sending": ("sending", "accent_text", "muted"),
    "receiving": ("receiving", "accent_text", "text"),
    "waiting": ("clock", "warn", "text"),
    "offline": ("offline", "warn", "text"),
    "held": ("warn", "warn", "text"),
    "wrong": ("bad", "bad", "text"),
}
"""Icon, its colour and the colour of the words, by ``desk.province.province_words.StatusSign``."""

_CALM = 700
"""Milliseconds that something must be on its way before the line says so: one event takes a fiftieth of it."""


class ProvinceLine(QPushButton):
    """One line; a click opens the page of the province.

    Attributes:
        said: another sign or other words are shown.
    """

    said = Signal()

    def __init__(self, qaction: Act) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key = key_words(qaction.action.key)
        self._sign, self._part = "opening", 0.0
        self.words, self.aside = "", ""
        self._next: StatusLine | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM)
        self._calm.timeout.connect(self._say_next)
        self.setToolTip(f"{qaction.action.words} · {self._key}")
        self.clicked.connect(qaction.trigger)
        self._put("opening", "", 0.0)

    @property
    def sign(self) -> str:
        """The current sign."""
        return self._sign

    def say(self, said: "StatusLine") -> None:
        """Show a state; "sending" is delayed a moment, since it has mostly ended by then."""
        if said.sign.value == "sending" and self._sign != "sending" and self.words:
            self._next = said
            if not self._calm.isActive():
                self._calm.start()
            return
        self._calm.stop()
        self._put(said.sign.value, said.words, said.part)

    def say_aside(self, words: str) -> None:
        """Show further words at the right: what a visit laptop has aboard."""
        if words != self.aside:
            self.aside = words
            self._name()
            self.update()

    @Slot()
    def _say_next(self) -> None:
        if self._next is not None:
            self._put(self._next.sign.value, self._next.words, self._next.part)

    def _put(self, sign: str, words: str, part: float) -> None:
        self._next = None
        if (sign, words, part) == (self._sign, self.words, self._part) and words:
            return
        self._sign, self.words, self._part = sign, words, part
        self._name()
        self.update()
        self.said.emit()

    def _name(self) -> None:
        line = f"Đường truyền về tỉnh: {self.words}" if self.words else "Đường truyền về tỉnh"
        self.setAccessibleName(f"{line}. {self.aside}" if self.aside else line)

    def sizeHint(self) -> QSize:
        """The height of one line of small type with margins."""
        return QSize(look().px(200), look().px(28))

    def minimumSizeHint(self) -> QSize:
        """May be narrow: words are elided, the accessible name is not."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints background, sign, words and key; beneath them the progress of a long reading."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon, colour, ink = SIGNS[self._sign]
        side, left = look().px(17), 14
        draw(painter, icon, look().colour(colour), QRectF(left, (self.height() - side) / 2 + 0.5, side, side))
        painter.setFont(look().font(look().small))
        key = painter.fontMetrics().horizontalAdvance(self._key)
        painter.setPen(look().colour("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -14, 0), Qt.AlignmentFlag.AlignRight | middle, self._key)
        inner = self.rect().adjusted(left + side + 8, 0, -(key + 28), 0)
        if self.aside:
            painter.setPen(look().colour("text"))
            aside = painter.fontMetrics().horizontalAdvance(self.aside)
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, self.aside)
            inner = inner.adjusted(0, 0, -(aside + 24), 0)
        painter.setPen(look().colour(ink))
        words = painter.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, words)
        if self._part > 0:
            width = round(self.width() * min(self._part, 1.0))
            painter.fillRect(QRect(0, self.height() - 2, width, 2), look().colour("accent"))
        painter.end()
