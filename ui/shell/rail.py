"""The rail at the left edge: pages, and beneath them how scanner and day are."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from ui.actions import Act, key_words
from ui.style.icon import draw
from ui.style.look import look

WIDTH = 84

_BARE, _WORDED = 36, 52
"""Heights of a button with its icon alone, and the least with its word, before the size of type."""


class RailButton(QPushButton):
    """Icon over a word; checked = in front."""

    def __init__(self, words: str, icon: str, deed: Act | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self._words = words
        self._icon = icon
        self._colour = ""
        self.setCheckable(deed is not None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(words)
        if deed is not None:
            self.setAccessibleName(f"{deed.action.words} ({deed.action.key})")
            self.setToolTip(f"{deed.action.words} · {key_words(deed.action.key)}")
            self.clicked.connect(deed.trigger)

    def say(self, words: str, icon: str, colour: str = "") -> None:
        """Another word and sign."""
        self._words, self._icon, self._colour = words, icon, colour
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As tall as icon and word; with large type it grows half as fast, so that all find room."""
        return QSize(look().wide(66), look().wide(56))

    def minimumSizeHint(self) -> QSize:
        """Where there is no more room, the icon stands alone; the word is in its name and its tip."""
        return QSize(look().wide(66), look().wide(_BARE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's ground, then icon and word."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour or ("accent_text" if self.isChecked() else "muted")
        side = look().wide(22)
        bare = self.height() < look().wide(_WORDED)
        top = (self.height() - side) / 2 if bare else look().wide(7)
        draw(painter, self._icon, look().colour(colour), QRectF((self.width() - side) / 2, top, side, side))
        if bare:
            painter.end()
            return
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium
        painter.setFont(look().font(look().px(11), weight))
        painter.setPen(look().colour(colour))
        where = self.rect().adjusted(0, round(top) + side + 2, 0, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._words)
        painter.end()


class RailPlace(NamedTuple):
    """A page's place: its name, its word, the action that goes there."""

    page: str
    words: str
    action: str


class Rail(QFrame):
    """The pages' buttons above, the state of things below."""

    def __init__(self, deeds: Mapping[str, Act], places: Sequence[RailPlace]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self._fit()
        self.pages = {
            one.page: RailButton(one.words, deeds[one.action].action.icon, deeds[one.action]) for one in places
        }
        self.training = RailButton("ĐÀO TẠO", "training", deeds["try_card"])
        self.training.setCheckable(False)
        self.training.say("ĐÀO TẠO", "training", "warn")
        self.training.setAccessibleName("Chế độ đào tạo: quẹt thử thẻ (Ctrl+T)")
        self.reader = RailButton("Đầu đọc", "card")
        self.reader.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reader.clicked.connect(deeds["page_settings"].trigger)
        self.keys = RailButton("F1", "keys", deeds["keys"])
        self.keys.setCheckable(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(4)
        for button in self.pages.values():
            column.addWidget(button)
        column.addStretch(1)
        for button in (self.training, self.reader, self.keys):
            column.addWidget(button)
        self._column = column
        self.training.hide()

    def add_sign(self, sign: RailButton) -> None:
        """The state of one more thing, above the reader's."""
        self._column.insertWidget(self._column.indexOf(self.reader), sign)

    def _fit(self) -> None:
        self.setFixedWidth(look().wide(WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        """Wider with larger type."""
        if event.type() is QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Mark this page's place, if it has one."""
        for page, button in self.pages.items():
            button.setChecked(page == name)
