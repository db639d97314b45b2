"""The meaning of each column of a list, as recognised or as the user chooses."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.intake.columns import ListedColumn, Means
from desk.intake.list_words import MEANS, column_words
from ui.widgets.basic import label
from ui.widgets.buttons import PickList
from ui.widgets.fold import FoldOut

_OFFERED = (
    Means.NAME,
    Means.FAMILY,
    Means.GIVEN,
    Means.BORN,
    Means.NUMBER,
    Means.SEX,
    Means.PHONE,
    Means.ADDRESS,
    Means.EMAIL,
    Means.ISSUED,
    Means.ORDER,
    Means.SOMEBODY_ELSE,
    Means.OTHER,
    Means.UNKNOWN,
)
_ABREAST = 3


class ListColumns(QWidget):
    """The columns, folded in while all are understood.

    Attributes:
        changed: a person said what a column is.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen: dict[int, Means] = {}
        self._shown: tuple[tuple[str, Means], ...] = ()
        self.fold = FoldOut("Các cột")
        self.fold.toggled.connect(self._fold)
        self._picks = QWidget()
        self._grid = QGridLayout(self._picks)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.fold)
        column.addWidget(self._picks)
        self._picks.hide()
        self.hide()

    def put(self, chosen: Mapping[int, Means]) -> None:
        """What was said before, of another list or of the same."""
        self.chosen = dict(chosen)

    def show_columns(self, columns: tuple[ListedColumn, ...], width: int) -> None:
        """Show what they are understood as.

        Args:
            columns: by their heads; empty where there are none.
            width: how many columns the list has.
        """
        columns = columns or tuple(ListedColumn(at, "", Means.UNKNOWN) for at in range(width if width > 1 else 0))
        shown = tuple((column_words(one), one.means) for one in columns)
        self.setVisible(bool(columns))
        if shown == self._shown:
            return
        is_new = [words for words, _ in shown] != [words for words, _ in self._shown]
        self._shown = shown
        unclear = [one for one in columns if one.means is Means.UNKNOWN]
        self.fold.setText(self._told(columns, unclear))
        if is_new:
            self._build(columns)
            self.fold.setChecked(bool(unclear) and any(one.means is not Means.UNKNOWN for one in columns))
        for at, one in enumerate(columns):
            pick = self._pick(at)
            if pick is not None:
                _offer(pick, one.means)

    @staticmethod
    def _told(columns: tuple[ListedColumn, ...], unclear: list[ListedColumn]) -> str:
        if len(unclear) == len(columns):
            return "Danh sách không có dòng tiêu đề; từng ô được hiểu theo dạng của nó"
        used = sum(one.means not in {Means.UNKNOWN, Means.OTHER, Means.ORDER, Means.SOMEBODY_ELSE} for one in columns)
        names = ", ".join(f"“{column_words(one)}”" for one in unclear[:3])
        return f"Dùng {used}/{len(columns)} cột" + (f"; chưa rõ {names}" if unclear else "")

    def _build(self, columns: tuple[ListedColumn, ...]) -> None:
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, one in enumerate(columns):
            pick = PickList(f"Cột {column_words(one)}")
            pick.setObjectName(f"column {at}")
            _offer(pick, one.means)
            pick.chosen.connect(self._chosen)
            down, across = divmod(at, _ABREAST)
            self._grid.addWidget(label(column_words(one), "label"), down * 2, across)
            self._grid.addWidget(pick, down * 2 + 1, across)

    def _pick(self, at: int) -> PickList | None:
        named = self._picks.findChildren(PickList, f"column {at}")  # some are only about to be deleted
        return next((pick for pick in named if self._grid.indexOf(pick) != -1), None)

    @Slot(object)
    def _chosen(self, means: object) -> None:
        pick = self.sender()
        if isinstance(pick, PickList) and isinstance(means, Means):
            self.chosen[int(pick.objectName().split()[1])] = means
            self.changed.emit()

    @Slot(bool)
    def _fold(self, out: bool) -> None:
        self._picks.setVisible(out)


def _offer(pick: PickList, means: Means) -> None:
    """What a column may be, and what it is."""
    pick.offer([(each, MEANS[each]) for each in dict.fromkeys((*_OFFERED, means))])
    pick.choose(means)
