"""A side list of steps or subjects: one tab stop, arrow keys move, each row shows its progress."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.style.icon import pixmap
from ui.style.look import look
from ui.widgets.buttons import moved_on

_STATES = {
    "done": ("check", "good", "xong"),
    "later": ("hold", "muted", "để sau"),
    "bad": ("warn", "bad", "cần sửa"),
    "unsaved": ("edit", "warn", "chưa lưu"),
    "": ("", "muted", ""),
}
"""Icon, colour and word of each state: never by colour alone."""


class NavRow(QPushButton):
    """One row: an icon, words, and how far it is."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self.words = words
        self.state = ""
        self._sign, self._tone, self._said, self._spoken = "", "muted", "", ""
        self._icon = icon
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._name()

    def say(self, state: str) -> None:
        """Show how far it is: done, later, bad, unsaved or nothing."""
        if state != self.state:
            self.state = state
            self.tell(*_STATES[state], _STATES[state][2])

    def tell(self, sign: str, tone: str, word: str, spoken: str) -> None:
        """Show this at the right end.

        Args:
            sign: name of an icon before the word; empty = none.
            tone: colour of both.
            word: what is shown; empty = nothing.
            spoken: what a screen reader says of it.
        """
        self._sign, self._tone, self._said, self._spoken = sign, tone, word, spoken
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.words}, {self._spoken}" if self._spoken else self.words)

    def sizeHint(self) -> QSize:
        """A row high enough for a finger."""
        return QSize(look().wide(200), look().px(36))

    def minimumSizeHint(self) -> QSize:
        """In a low window the rows move together."""
        return QSize(look().wide(200), look().px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on into the subject."""
        if not moved_on(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground by the style; icon, words and state by hand."""
        super().paintEvent(event)
        painter = QPainter(self)
        colours = look()
        on = self.isChecked()
        name = "off" if not self.isEnabled() else "accent_text" if on else "text"
        side, sign, middle = look().px(18), look().px(14), self.height() // 2
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(12, middle - side // 2, pixmap(self._icon, colours.colour(name), side, ratio))
        right = self.width() - 10
        icon, tone, word = self._sign, self._tone, self._said
        if word:
            small = colours.font(colours.small)
            painter.setFont(small)
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.setPen(colours.colour(tone))
            right -= wide
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(right, 0, wide + 4, self.height()), flags, word)
            right -= sign + 4
            if icon:
                painter.drawPixmap(right, middle - sign // 2, pixmap(icon, colours.colour(tone), sign, ratio))
        painter.setFont(colours.font(colours.body, QFont.Weight.DemiBold if on else QFont.Weight.Normal))
        painter.setPen(colours.colour(name))
        left = 12 + side + look().px(10)
        room = QRect(left, 0, right - left - 6, self.height())
        words = painter.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """A new palette paints it anew."""
        if event.type() is QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class Nav(QWidget):
    """The rows.

    Attributes:
        picked: carries the value of the row the clerk chose.
    """

    picked = Signal(object)

    def __init__(self, name: str, rows: Iterable[tuple[object, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idToggled.connect(self._toggled)
        self._values: list[object] = []
        self._quiet = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.rows: dict[object, NavRow] = {}
        for value, words, icon in rows:
            row = NavRow(words, icon)
            self.rows[value] = row
            self._group.addButton(row, len(self._values))
            self._values.append(value)
            column.addWidget(row)

    def choose(self, value: object) -> None:
        """Show this row as the one in front, without telling anybody."""
        self._quiet = True
        self.rows[value].setChecked(True)
        self._quiet = False

    @Slot(int, bool)
    def _toggled(self, at: int, checked: bool) -> None:
        if checked and not self._quiet:
            self.picked.emit(self._values[at])
