"""``FoldOutSheet``: base of whatever folds out over a page to do one thing."""

from collections.abc import Iterator
from operator import itemgetter

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
        yield from _of(inside, root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly))
    elif root.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        yield root


def _of(layout: QLayout, widgets: list[QWidget]) -> Iterator[QWidget]:
    """Tab stops of a layout in its order.

    It is asked where each widget lies, not for its items: Qt deletes an item of its own accord, and PySide may take its
    wrapper for that of a later one. An error within Qt's own call of ``focusNextPrevChild`` would end the program.
    """
    lying: list[tuple[int, QWidget | QLayout]] = []
    lying += [(at, one) for one in widgets if (at := layout.indexOf(one)) != -1]
    lying += [(layout.indexOf(one), one) for one in layout.children() if isinstance(one, QLayout)]
    for _, part in sorted(lying, key=itemgetter(0)):
        yield from _of(part, widgets) if isinstance(part, QLayout) else _stops(part)
