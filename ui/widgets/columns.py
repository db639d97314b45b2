"""A layout that puts parts side by side, or below each other where the width is too small."""

from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLayout, QLayoutItem, QScrollArea, QWidget
from shiboken6 import isValid

from ui.style.look import look


@runtime_checkable
class Turning(Protocol):
    """What lies otherwise in a narrow window; the window tells it."""

    def turn(self, *, narrow: bool) -> None:
        """Lie for a narrow or a wide window."""


class Columns(QWidget):
    """Columns of one weight each; in a narrow window each is as wide as the page, and at least ``least`` high.

    Args:
        least: height of a part in a narrow window, before the size of type; for parts that scroll in themselves.
        abreast: width of a window in which they have room side by side, before the size of type, where that is more.
    """

    def __init__(
        self, *parts: QWidget, gap: int = 16, weights: tuple[int, ...] = (), least: int = 0, abreast: int = 0
    ) -> None:
        super().__init__()
        self._parts = parts
        self._least = least
        self._abreast = abreast
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)
        for n, part in enumerate(parts):
            self._box.addWidget(part, weights[n] if weights else 1)

    def turn(self, *, narrow: bool) -> None:
        """Lie for a narrow or a wide window."""
        narrow = narrow or self.window().width() < look().px(self._abreast)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(way)
        for part in self._parts:
            if self._least:
                part.setMinimumHeight(look().px(self._least) if narrow else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window narrower than these parts need is not narrow for others."""
        super().resizeEvent(event)
        if self._abreast:
            self.turn(narrow=look().is_narrow(self.window().width()))

    def showEvent(self, event: QShowEvent) -> None:
        """Built late: the window is as it is."""
        self.turn(narrow=look().is_narrow(self.window().width()))
        super().showEvent(event)


class FittedPage(QScrollArea):
    """A page in a narrow window: as large as the window leaves, and scrolled as a whole only below its least size."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setWidget(page)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setAutoFillBackground(False)  # setWidget has turned it on
        page.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """What has the keys is in sight, however deep it lies in parts that scroll."""
        del before
        if now is not None and self._page.isAncestorOf(now):
            QTimer.singleShot(0, now, partial(_show, now))  # when a part just folded out has its place

    def _fit(self) -> None:
        layout = self._page.layout()
        if layout is None:
            return
        room = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        width = max(room.width(), self._page.minimumSizeHint().width())
        height = layout.totalMinimumHeightForWidth(width)
        if height > room.height():
            width = max(room.width() - bar, self._page.minimumSizeHint().width())
            height = layout.totalMinimumHeightForWidth(width)
        if width > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        self._page.resize(width, max(room.height(), height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page takes the room there is."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the page needs changes with what it shows."""
        if watched is self._page and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)


def _show(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


class Flow(QLayout):
    """A line of parts that goes on in the next line where there is no more room, as words do.

    Args:
        margin: around all of them.
        apart: the last part stands at the right end of its line.
        low: the parts of a line stand on its foot, as beside fields with a label above them; else on its middle.
    """

    def __init__(self, *parts: QWidget, gap: int = 8, margin: int = 0, apart: bool = False, low: bool = False) -> None:
        super().__init__()
        self._apart = apart
        self._low = low
        self._items: list[QLayoutItem] = []
        self._shown: list[QWidget] = []
        """The part of each item. Sizes are asked of the parts: Qt deletes an item of its own accord, and its wrapper
        learns of it too late. An item is not asked for its part: PySide would keep the part with it, for good."""
        self._gap = gap
        self._heights: dict[int, int] = {}
        """By width, until a part changes: one showing of a page asks some twenty times."""
        self.setContentsMargins(margin, margin, margin, margin)
        for part in parts:
            self.addWidget(part)

    def invalidate(self) -> None:
        """A part has changed."""
        self._heights.clear()
        super().invalidate()

    def addWidget(self, part: QWidget) -> None:
        """One more at the end."""
        self._shown.append(part)
        super().addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        """Called by Qt with the item of a part."""
        self._items.append(item)

    def _parts(self) -> list[QWidget]:
        return [part for part in self._shown if isValid(part) and not part.isHidden()]

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        if not 0 <= index < len(self._items):
            return None
        del self._shown[index]
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high all lines are together."""
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._lay(QRect(0, 0, width, 0), place=False)
        return height

    def setGeometry(self, rect: QRect) -> None:
        """Place all parts."""
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [part.sizeHint() for part in self._parts()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return self._with_margins(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest part alone."""
        hints = [part.minimumSizeHint() for part in self._parts()]
        least = max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0)
        return self._with_margins(*least)

    def _with_margins(self, width: int, height: int) -> QSize:
        around = self.contentsMargins()
        return QSize(width + around.left() + around.right(), height + around.top() + around.bottom())

    def _lay(self, rect: QRect, *, place: bool) -> int:
        whole, rect = rect, rect.marginsRemoved(self.contentsMargins())
        x, y, high = rect.x(), rect.y(), 0
        line: list[tuple[QWidget, QRect]] = []
        for part in self._parts():
            hint = part.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                self._put(line, high, place=place)
                x, y, high, line = rect.x(), y + high + self._gap, 0, []
            line.append((part, QRect(QPoint(x, y), hint)))
            x += hint.width() + self._gap
            high = max(high, hint.height())
        if self._apart and line:
            part, where = line[-1]
            line[-1] = part, where.translated(rect.right() - where.right(), 0)
        self._put(line, high, place=place)
        return y + high - whole.y() + self.contentsMargins().bottom()

    def _put(self, line: list[tuple[QWidget, QRect]], high: int, *, place: bool) -> None:
        """The parts of a line on its middle, or on its foot."""
        for part, where in line if place else ():
            part.setGeometry(where.translated(0, (high - where.height()) // (1 if self._low else 2)))
