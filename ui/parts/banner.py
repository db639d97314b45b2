"""Banners: what happened and the key to press, without a dialog in the way."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.icon import icon, pixmap
from ui.look import look

TONES = {"info": "accent_text", "good": "good", "warn": "warn", "bad": "bad"}
ICONS = {"info": "info", "good": "good", "warn": "warn", "bad": "bad"}
_GOOD_NEWS_STAYS = 14_000
"""Milliseconds; everything else stays until it is closed."""
_MOST = 3


class Banner(QFrame):
    """One banner. ``gone`` is emitted when it closes."""

    gone = Signal(object)

    def __init__(
        self, tone: str, text: str, words: str = "", do: Callable[[], None] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        self.tone = tone
        self._do = do
        colour = look().colour(TONES[tone])
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        picture = QLabel()
        picture.setPixmap(pixmap(ICONS[tone], colour, 20, self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self.label, 1)
        self.button: QPushButton | None = None
        if words:
            self.button = QPushButton(words)
            self.button.clicked.connect(self._done)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.closer = QPushButton(icon("close", look().colour("muted")), "")
        self.closer.setProperty("kind", "quiet")
        self.closer.setAccessibleName("Đóng thông báo")
        self.closer.clicked.connect(self.dismiss)
        row.addWidget(self.closer, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(text)
        if tone == "good":
            QTimer.singleShot(_GOOD_NEWS_STAYS, self, self.dismiss)

    @Slot()
    def _done(self) -> None:
        do = self._do
        self.dismiss()
        if do is not None:
            do()

    @Slot()
    def dismiss(self) -> None:
        """Close it; nothing is lost by that."""
        self.gone.emit(self)


class Banners(QWidget):
    """The newest few banners, floating over the top of ``host``."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: list[Banner] = []
        self.left = 0
        host.installEventFilter(self)
        self.hide()

    def keep_off(self, left: int) -> None:
        """Leave so many pixels at the left free."""
        if left != self.left:
            self.left = left
            self._place()

    @property
    def shown(self) -> tuple[Banner, ...]:
        """Oldest first."""
        return tuple(self._shown)

    def show_banner(self, tone: str, text: str, words: str = "", do: Callable[[], None] | None = None) -> Banner:
        """Add one; the oldest good news goes first when there are too many."""
        for old in self._shown:
            if old.label.text() == text and old.button is not None and not words:
                return old  # said already, and there with something to do about it
        for old in [b for b in self._shown if b.tone == "good" or b.label.text() == text]:
            self._drop(old)
        while len(self._shown) >= _MOST:
            self._drop(self._shown[0])
        banner = Banner(tone, text, words, do, self)
        banner.gone.connect(self._drop)
        self._shown.append(banner)
        self._column.addWidget(banner)
        self._place()
        return banner

    def clear(self) -> None:
        """Close all."""
        for banner in list(self._shown):
            self._drop(banner)

    def dismiss_newest(self) -> bool:
        """Close the newest; False when there was none."""
        if not self._shown:
            return False
        self._drop(self._shown[-1])
        return True

    @Slot(object)
    def _drop(self, banner: Banner) -> None:
        if banner in self._shown:
            self._shown.remove(banner)
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
            self._place()

    def _place(self) -> None:
        self.setVisible(bool(self._shown))
        width = min(760, self._host.width() - self.left - 32)
        for banner in self._shown:
            banner.setFixedWidth(width)
        height = sum(b.heightForWidth(width) if b.hasHeightForWidth() else b.sizeHint().height() for b in self._shown)
        height += 8 * max(0, len(self._shown) - 1)
        left = self.left + (self._host.width() - self.left - width) // 2
        self.setGeometry(left, 10, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the host's size."""
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
