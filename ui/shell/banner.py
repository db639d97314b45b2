"""Banners: a message and the key to press, instead of a dialog."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.style.icon import pixmap
from ui.style.look import look
from ui.widgets.basic import set_icon

TONES = {"info": "accent_text", "good": "good", "warn": "warn", "bad": "bad"}
ICONS = {"info": "info", "good": "good", "warn": "warn", "bad": "bad"}
_STAYS = {
    ("good", False): 10_000,
    ("good", True): 14_000,
    ("info", False): 14_000,
    ("info", True): 60_000,
    ("warn", False): 14_000,
}
"""Milliseconds, by tone and whether there is something to press. What a person must mend stays until it is closed."""

_MOST = 2

_FOOT = 32
"""Points at the foot of the window that stay in sight, before the size of type: the line of the province."""

_GAP = 8
"""Points left free around them."""

_LOOKS = 1_000
"""Milliseconds after which it is looked anew what lies beneath them: lists fill after they are shown."""


def announce(said_by: QWidget, text: str, *, at_once: bool) -> None:
    """Announce a text by the screen reader; ``at_once`` interrupts the current speech."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - 2 ms not needed to paint

    event = QAccessibleAnnouncementEvent(said_by, text)
    ways = QAccessible.AnnouncementPoliteness
    event.setPoliteness(ways.Assertive if at_once else ways.Polite)
    QAccessible.updateAccessibility(event)


class Banner(QFrame):
    """One banner. ``gone`` is emitted when it closes.

    Attributes:
        of_machine: it concerns the machine, not one clerk's work.
        about: name of its cause, if that can pass by itself; ``clear_cause`` closes the banner by it.
        leaving: timer that closes it; None = it stays until closed.
    """

    gone = Signal(object)

    def __init__(
        self, tone: str, text: str, words: str = "", do: Callable[[], None] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        self.tone = tone
        self.of_machine = False
        self.about = ""
        self._do = do
        colour = look().colour(TONES[tone])
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(12)
        picture = QLabel()
        picture.setPixmap(pixmap(ICONS[tone], colour, look().px(20), self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self.label, 1)
        self.button: QPushButton | None = None
        if words:
            self.button = QPushButton(words)
            self.button.clicked.connect(self._done)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.closer = QPushButton()
        set_icon(self.closer, "close")
        self.closer.setProperty("kind", "quiet")
        self.closer.setAccessibleName("Đóng thông báo")
        self.closer.clicked.connect(self.dismiss)
        row.addWidget(self.closer, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(text)
        stays = _STAYS.get((tone, bool(words)))
        self.leaving: QTimer | None = None
        if stays is not None:
            self.leaving = QTimer(self, singleShot=True, interval=stays)
            self.leaving.timeout.connect(self.dismiss)
            self.leaving.start()

    @Slot()
    def _done(self) -> None:
        do = self._do
        self.dismiss()
        if do is not None:
            do()

    @Slot()
    def dismiss(self) -> None:
        """Close it."""
        self.gone.emit(self)


class Banners(QWidget):
    """The latest few banners, over the page: where nothing is if there is such a place, and never over the focus.

    Args:
        over: the widget they lie over; None = they are not placed by themselves.
    """

    def __init__(self, over: QWidget | None = None) -> None:
        super().__init__(over)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 0)
        self._column.setSpacing(6)
        self._shown: list[Banner] = []
        self._covered = False
        self._waiting: list[tuple[str, str, str, Callable[[], None] | None, str]] = []
        self._over = over
        self._looks = QTimer(self, interval=_LOOKS)
        self._looks.timeout.connect(self.place)
        if over is not None:
            over.installEventFilter(self)
            app = QApplication.instance()
            if isinstance(app, QApplication):
                app.focusChanged.connect(self._keys_moved)
        self.hide()

    @property
    def shown(self) -> tuple[Banner, ...]:
        """The banners shown, oldest first."""
        return tuple(self._shown)

    def show_banner(
        self, tone: str, text: str, words: str = "", do: Callable[[], None] | None = None, *, about: str = ""
    ) -> Banner:
        """Add one; good news and repeated words are removed first, then the oldest.

        Args:
            tone: a key of ``TONES``.
            text: a sentence.
            words: of the button; empty = there is nothing to do.
            do: what the button does.
            about: the cause, see ``Banner.about``.
        """
        for old in self._shown:
            if old.label.text() == text and old.button is not None and not words:
                return old  # said already, and there with something to do about it
        for old in list(self._shown):
            if old.tone == "good" or old.label.text() == text or (about and old.about == about):
                self._remove(old)
        while len(self._shown) >= _MOST:
            self._remove(self._shown[0])
        banner = Banner(tone, text, words, do, self)
        banner.about = about
        banner.gone.connect(self._drop)
        announce(banner, text, at_once=tone == "bad")
        self._shown.append(banner)
        self._column.addWidget(banner)
        banner.show()  # else it has no height before the next turn of the loop, in which all are squeezed
        self.show()
        self.place()
        self._looks.start()
        return banner

    @Slot(QWidget, QWidget)
    def _keys_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Out of the way of what has the keys now; what else has changed is seen within the second."""
        del before
        if now is None or not self._shown or self._over is None or not self._over.isAncestorOf(now):
            return
        if QRect(now.mapTo(self._over, QPoint(0, 0)), now.size()).intersects(self.geometry()):
            self.place()

    @Slot()
    def place(self) -> None:
        """Place them as low as nothing lies; else at the top, or at the foot while the focused field is at the top."""
        over = self._over
        if over is None or not self._shown:
            return
        where = QRect(0, 0, over.width(), self._wanted(over.width()))
        free = _lowest_free(over, self, where.height() + _GAP)
        focus = over.window().focusWidget()
        if free is not None:
            where.moveTop(free)
        elif focus is not None and over.isAncestorOf(focus) and not self.isAncestorOf(focus):
            keys = QRect(focus.mapTo(over, QPoint(0, 0)), focus.size())
            if keys.intersects(where) and keys.height() < over.height() // 2:  # no list: it goes on below
                where.moveBottom(over.height() - look().px(_FOOT))
        if where != self.geometry():
            self.setGeometry(where)
        self.raise_()

    def _wanted(self, width: int) -> int:
        """Their height at this width."""
        height = self._column.heightForWidth(width)
        return height if height >= 0 else self._column.sizeHint().height()

    def event(self, event: QEvent) -> bool:
        """Places them again when their size changes: finding the place looks at all that the page shows."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self._over and self.height() != self._wanted(self.width()):
            self.place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Places them again when the widget below is resized."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def show_to_everyone(
        self, tone: str, text: str, words: str = "", do: Callable[[], None] | None = None, *, about: str = ""
    ) -> None:
        """Add a banner of the machine: it waits while the window is covered, and stays when the clerk changes."""
        if self._covered:
            self._waiting.append((tone, text, words, do, about))
        else:
            self.show_banner(tone, text, words, do, about=about).of_machine = True

    def clear_cause(self, about: str) -> None:
        """The cause is gone: close its banners, shown or waiting."""
        self._waiting = [one for one in self._waiting if one[-1] != about]
        for banner in [one for one in self._shown if one.about == about]:
            self._drop(banner)

    def open_causes(self) -> frozenset[str]:
        """Causes with a banner, shown or waiting."""
        return frozenset({one.about for one in self._shown} | {one[-1] for one in self._waiting}) - {""}

    def set_covered(self, *, on: bool) -> None:
        """Hold banners while the window is covered; show the waiting ones when it is uncovered."""
        self._covered = on
        if not on:
            waiting, self._waiting = self._waiting, []
            for tone, text, words, do, about in waiting:
                self.show_to_everyone(tone, text, words, do, about=about)

    def clear(self) -> None:
        """Close all banners about one clerk's work."""
        for banner in [one for one in self._shown if not one.of_machine]:
            self._drop(banner)

    def dismiss_newest(self) -> bool:
        """Close the newest; False = there was none."""
        if not self._shown:
            return False
        self._drop(self._shown[-1])
        return True

    @Slot(object)
    def _drop(self, banner: Banner) -> None:
        if banner in self._shown:
            self._remove(banner)
            self.setVisible(bool(self._shown))
            if not self._shown:
                self._looks.stop()
            self.place()

    def _remove(self, banner: Banner) -> None:
        self._shown.remove(banner)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()


def _lowest_free(over: QWidget, banners: QWidget, height: int) -> int | None:
    """The top of the lowest strip of this height in which nothing is shown; None = there is none."""
    bottom = over.height()
    for top, end in sorted(_taken(over, banners), key=lambda one: -one[1]):
        if bottom - end >= height:
            return bottom - height
        bottom = min(bottom, top)
    return bottom - height if bottom >= height else None


def _taken(over: QWidget, banners: QWidget) -> Iterator[tuple[int, int]]:
    """From where to where, from the top, something is shown: what has no parts of its own, lists as far as they go."""
    shown = list(_shown(over))
    holds = {parent for one in shown if (parent := one.parentWidget()) is not None}
    left_out = {banners}
    for one in shown:  # what holds others comes before them
        if one in left_out or one.parentWidget() in left_out:
            left_out.add(one)
        elif isinstance(one, QAbstractItemView):
            left_out.add(one)
            yield _of_list(one, over)
        elif one in holds and not isinstance(one, QLineEdit | QAbstractButton):
            continue
        elif isinstance(one, QLabel):
            yield from _of_label(one, over)
        elif type(one) is not QWidget and not isinstance(one, QScrollBar):  # neither shows anything of its own
            top = one.mapTo(over, QPoint(0, 0)).y()
            yield top, top + one.height()


def _shown(part: QWidget) -> Iterator[QWidget]:
    """All that is shown in it, what holds others before them; pages that are not in front are not gone through."""
    for one in part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not one.isVisible():
            continue
        yield one
        if isinstance(one, QStackedWidget):
            yield from _shown(one)
        else:  # in one answer: to ask each for its own costs ten times as long
            yield from (within for within in one.findChildren(QWidget) if within.isVisible())


def _of_label(part: QLabel, over: QWidget) -> Iterator[tuple[int, int]]:
    """Its words or picture, where they stand in it."""
    if not part.text() and part.pixmap().isNull():
        return
    top = part.mapTo(over, QPoint(0, 0)).y()
    high = min(part.height(), part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height())
    if part.alignment() & Qt.AlignmentFlag.AlignBottom:
        top += part.height() - high
    elif not part.alignment() & Qt.AlignmentFlag.AlignTop:
        top += (part.height() - high) // 2
    yield top, top + high


def _of_list(view: QAbstractItemView, over: QWidget) -> tuple[int, int]:
    """Its lines and what stands above them; the room below them is free."""
    top, model = view.mapTo(over, QPoint(0, 0)).y(), view.model()
    port = view.viewport()
    lines = model.rowCount() if model is not None else 0
    last = view.visualRect(model.index(lines - 1, 0)).bottom() if model is not None and lines else 0
    end = port.mapTo(over, QPoint(0, max(0, min(last, port.height())))).y()
    return top, end if last < port.height() else top + view.height()
