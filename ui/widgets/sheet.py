"""``FoldOutSheet``: base of whatever folds out over a page to do one thing."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QScrollArea, QWidget

from ui.widgets.basic import in_tab_order
from ui.widgets.columns import Flow


class FoldOutSheet(QFrame):
    """What is filled in, then the button that does it, then the one that closes: Tab goes in this order.

    Attributes:
        away: closed without doing it. What was typed is there when it is opened again for the same thing.
        do_it, back: the button that does it, and the one that closes.
    """

    do_it: QPushButton
    back: QPushButton

    away = Signal()

    def foot(self, do_it: QPushButton, *beside: QPushButton, words: str = "Thôi") -> QLayout:
        """The line of buttons: other acts, then what is done, and last what closes; two lines where it is narrow.

        Args:
            do_it: does it; F9 does the same.
            beside: further acts of the sheet.
            words: of the button that closes.
        """
        self.do_it = do_it
        self.back = QPushButton(f"{words} · Esc")
        self.back.setProperty("kind", "quiet")
        self.back.clicked.connect(self.away)
        return Flow(*beside, do_it, self.back)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Tab and Enter go as one reads, through lines added just now too."""
        order_tabs(self)
        return super().focusNextPrevChild(next_)


def order_tabs(root: QWidget) -> None:
    """Tab goes through a part as its layouts lie, whenever each field of it was built."""
    in_tab_order(list(_stops(root)))


def _stops(root: QWidget) -> Iterator[QWidget]:
    if isinstance(root, QScrollArea):
        scrolled = root.widget()
        if scrolled is not None:
            yield from _stops(scrolled)
        return
    inside = root.layout()
    if inside is not None:
        yield from _of(inside)
    elif root.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        yield root


def _of(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, within = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif within is not None:
            yield from _of(within)
