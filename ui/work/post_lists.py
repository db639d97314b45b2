"""The day's lists of the post under those of dossiers: only those with something in them, each leads to its page."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.words.post.parcels import GIVEN_BACK, POST_LIST
from models.subjects.post.post_work_list import PostWorkList
from models.words.money_words import in_figures
from ui.widgets.basic import label
from ui.widgets.nav import NavRow

PAGE_OF = {
    PostWorkList.ACTS: "supervision",
    PostWorkList.LATE_IN: "consignments",
    PostWorkList.LATE_SLIPS: "consignments",
    PostWorkList.LATE_OUT: "parcels",
    PostWorkList.BACK: "parcels",
}
"""The page on which each is worked through."""

_ICONS = {
    PostWorkList.ACTS: "check",
    PostWorkList.LATE_IN: "receiving",
    PostWorkList.LATE_SLIPS: "paper",
    PostWorkList.LATE_OUT: "move",
    PostWorkList.BACK: "back",
}
_PRESSING = {PostWorkList.LATE_IN, PostWorkList.LATE_SLIPS, PostWorkList.LATE_OUT}


class AwayRow(NavRow):
    """A row that leads away: it never stays chosen, and Enter goes there as a click does."""

    def __init__(self, words: str, icon: str, go: Callable[[], None]) -> None:
        super().__init__(words, icon)
        self.setCheckable(False)
        self.clicked.connect(go)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


class PostLists(QWidget):
    """The rows under their head.

    Attributes:
        picked: carries the ``PostWorkList`` somebody goes to.
    """

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Việc bưu điện của hôm nay")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label("Bưu điện", "label"))
        self.rows: dict[PostWorkList, NavRow] = {}
        for of, words in POST_LIST.items():
            self.rows[of] = AwayRow(words, _ICONS[of], partial(self.picked.emit, of))
            column.addWidget(self.rows[of])
        self.show_counts({}, supervises=True)

    def show_counts(self, counts: Mapping[PostWorkList, int], *, supervises: bool) -> None:
        """Show the lists that hold something; nothing at all where none does."""
        for of, nav_row in self.rows.items():
            number = counts.get(of, 0)
            nav_row.words = POST_LIST[of] if supervises or of is not PostWorkList.ACTS else GIVEN_BACK
            late = of in _PRESSING
            nav_row.tell("warn" if late else "", "bad" if late else "muted", in_figures(number), f"{number} việc")
            nav_row.setVisible(number > 0)
        self.setVisible(any(counts.values()))
