"""The lists of the page of money: today's payments, unpaid dossiers, transfers, receipts that wait, closed shifts."""

from collections.abc import Sequence
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QTableView, QWidget

from models.words.money_words import in_figures
from ui.widgets.basic import column, label
from ui.widgets.buttons import Segments
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.views.money.page import MoneyOverview
    from desk.views.money.payments import PaymentLine, UnpaidLine
    from desk.views.money.receipts import OwedLine
    from desk.views.money.shifts import ClosedShiftLine
    from desk.views.money.transfers import TransferLine


class MoneyTab(Enum):
    """Which list of the page is in front."""

    TAKEN = "Hôm nay"
    UNPAID = "Chưa thu"
    TRANSFERS = "Tiền về chưa rõ"
    OWED = "Chờ biên lai"
    SHIFTS = "Ca đã đóng"


_TAKEN: "tuple[ListColumn[PaymentLine], ...]" = (
    ListColumn(head="Lúc", words=lambda one: one.at, width=64),
    ListColumn(head="Người nộp", words=lambda one: one.payer, width=220, gives_way=1),
    ListColumn(head="Số tiền", words=lambda one: one.amount, width=130, amounts=True),
    ListColumn(head="Cách trả", words=lambda one: one.method, width=150, quiet=True),
    ListColumn(head="Biên lai, phiếu thu", words=lambda one: one.number, width=240),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=200,
        icon=lambda one: ({"good": "check", "warn": "clock", "bad": "bad"}.get(one.tone, ""), one.tone),
    ),
)
_UNPAID: "tuple[ListColumn[UnpaidLine], ...]" = (
    ListColumn(head="Chủ hồ sơ", words=lambda one: one.owner, width=220),
    ListColumn(head="Thủ tục", words=lambda one: one.procedure, width=330, quiet=True, gives_way=1),
    ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=212),
    ListColumn(head="Phải thu", words=lambda one: f"{in_figures(one.owes)} đồng", width=130, amounts=True),
    ListColumn(head="", words=lambda one: one.waits, width=240, quiet=True),
)
_TRANSFERS: "tuple[ListColumn[TransferLine], ...]" = (
    ListColumn(head="Lúc", words=lambda one: one.at, width=110),
    ListColumn(head="Số tiền", words=lambda one: f"{in_figures(one.amount)} đồng", width=130, amounts=True),
    ListColumn(head="Nội dung", words=lambda one: one.content, width=420, gives_way=1),
    ListColumn(
        head="",
        words=lambda one: one.said,
        width=220,
        icon=lambda one: ("check", "good") if one.is_clear else ("search", "warn"),
    ),
)
_OWED: "tuple[ListColumn[OwedLine], ...]" = (
    ListColumn(head="Phiếu thu", words=lambda one: one.slip, width=250),
    ListColumn(head="Người nộp", words=lambda one: one.payer, width=240, gives_way=1),
    ListColumn(head="Số tiền", words=lambda one: f"{in_figures(one.amount)} đồng", width=130, amounts=True),
    ListColumn(
        head="Hạn lập",
        words=lambda one: f"{one.due} · {_days(one.days)}",
        width=200,
        tone=lambda one: ("bad" if one.days < 0 else "warn" if one.days == 0 else "", one.days <= 0),
    ),
    ListColumn(head="Tình trạng", words=lambda one: one.state, width=180, quiet=True),
)
_SHIFTS: "tuple[ListColumn[ClosedShiftLine], ...]" = (
    ListColumn(head="Ca", words=lambda one: one.at, width=230),
    ListColumn(head="Người thu", words=lambda one: one.clerk, width=220, gives_way=1),
    ListColumn(head="Máy", words=lambda one: one.machine, width=64, quiet=True),
    ListColumn(
        head="Đếm được", words=lambda one: f"{in_figures(one.counted)} đồng", width=140, amounts=True, quiet=True
    ),
    ListColumn(head="Phải nộp", words=lambda one: f"{in_figures(one.takings)} đồng", width=140, amounts=True),
    ListColumn(
        head="Tiền đang ở đâu",
        words=lambda one: one.state,
        width=260,
        icon=lambda one: ({"good": "check", "warn": "clock"}.get(one.tone, ""), one.tone),
    ),
)
_COLUMNS: dict[MoneyTab, tuple[ListColumn[Any], ...]] = {
    MoneyTab.TAKEN: _TAKEN,
    MoneyTab.UNPAID: _UNPAID,
    MoneyTab.TRANSFERS: _TRANSFERS,
    MoneyTab.OWED: _OWED,
    MoneyTab.SHIFTS: _SHIFTS,
}
_EMPTY = {
    MoneyTab.TAKEN: "Hôm nay chưa thu khoản nào.",
    MoneyTab.UNPAID: "Không còn hồ sơ nào chưa thu.",
    MoneyTab.TRANSFERS: "Không có khoản tiền về nào chưa rõ.",
    MoneyTab.OWED: "Không có khoản nào chờ biên lai.",
    MoneyTab.SHIFTS: "Chưa có ca nào đóng trong bảy ngày qua.",
}


def _days(days: int) -> str:
    if days < 0:
        return f"quá {-days} ngày làm việc"
    return "hôm nay" if days == 0 else f"còn {days} ngày làm việc"


class MoneyLists(QWidget):
    """The lists, one of them in front, with how many lines each has.

    Attributes:
        changed: another list, or another line of it.
        opened: a line was clicked twice.
        wanted: a long list needs the page behind a line; carries the list and the line.
    """

    changed = Signal()
    opened = Signal()
    wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Segments("Danh sách", [(tab, tab.value) for tab in MoneyTab])
        self.models: dict[MoneyTab, RowsModel[Any]] = {tab: RowsModel(_COLUMNS[tab], "", self) for tab in MoneyTab}
        self.tables: dict[MoneyTab, QTableView] = {tab: self._table(tab) for tab in MoneyTab}
        self._none = label("", "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = column(self.tabs, gap=8)
        for table in self.tables.values():
            whole.addWidget(table, 1)
        whole.addWidget(self._none, 1)
        self.setLayout(whole)
        for tab in (MoneyTab.TAKEN, MoneyTab.UNPAID):
            self.models[tab].wanted.connect(partial(self._page_wanted, tab))
        self.tabs.chosen.connect(self._tab_chosen)
        self._show_tab()

    def _table(self, tab: MoneyTab) -> QTableView:
        table = QTableView()
        table.setAccessibleName(tab.value)
        table.setModel(self.models[tab])
        columns = _COLUMNS[tab]
        dress_table(table, stretched=next(at for at, one in enumerate(columns) if one.gives_way))
        RoomForColumns(table, columns)
        fit_table(table, columns)
        table.selectionModel().currentRowChanged.connect(self.changed)
        table.doubleClicked.connect(self.opened)
        return table

    @property
    def tab(self) -> MoneyTab:
        """The list in front."""
        tab = self.tabs.value
        return tab if isinstance(tab, MoneyTab) else MoneyTab.TAKEN

    @property
    def chosen(self) -> Any:  # noqa: ANN401 - a line of the list in front
        """The line the keys act on."""
        at, rows = self.tables[self.tab].currentIndex().row(), self.models[self.tab].rows
        return rows[at] if 0 <= at < len(rows) else None

    def choose(self, tab: MoneyTab) -> None:
        """Bring a list to the front."""
        self.tabs.choose(tab)
        self._show_tab()

    def show_lines(self, facts: "MoneyOverview") -> None:
        """What the desk answered; the line that was chosen stays chosen."""
        lines: dict[MoneyTab, Sequence[Any]] = {
            MoneyTab.TAKEN: facts.payments,
            MoneyTab.UNPAID: facts.unpaid,
            MoneyTab.TRANSFERS: facts.transfers,
            MoneyTab.OWED: facts.owed,
            MoneyTab.SHIFTS: facts.shifts,
        }
        counts = {tab: len(found) for tab, found in lines.items()} | {
            MoneyTab.TAKEN: facts.payments_in_all,
            MoneyTab.UNPAID: facts.unpaid_in_all,
            MoneyTab.SHIFTS: sum(one.tone == "warn" for one in facts.shifts),
        }
        before = self.tab
        self.tabs.offer([(tab, f"{tab.value} {counts[tab]}" if counts[tab] else tab.value) for tab in MoneyTab])
        self.tabs.choose(before)
        for tab, found in lines.items():
            show_rows(self.tables[tab], self.models[tab], found, _key)
        self._show_tab()

    def show_more(self, tab: MoneyTab, lines: Sequence[Any], after: object) -> None:
        """The page behind a line."""
        self.models[tab].put(lines, after)

    def clear(self) -> None:
        """Another clerk sees other lines."""
        for model in self.models.values():
            model.put((), None)

    def focus_lines(self) -> None:
        """The keys go to the lines of the list in front, or to the lists where there are none."""
        to = self.tables[self.tab] if self.models[self.tab].rows else self.tabs.buttons()[0]
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def has_focus_at_tabs(self) -> bool:
        """Whether the keys are at the names of the lists."""
        return any(button.hasFocus() for button in self.tabs.buttons())

    def _page_wanted(self, tab: MoneyTab, after: object, _order: str) -> None:
        self.wanted.emit(tab, after)

    @Slot(object)
    def _tab_chosen(self, _tab: object) -> None:
        self._show_tab()

    def _show_tab(self) -> None:
        filled = bool(self.models[self.tab].rows)
        for one, table in self.tables.items():
            table.setVisible(one is self.tab and filled)
        self._none.setText(_EMPTY[self.tab])
        self._none.setVisible(not filled)
        self.changed.emit()


def _key(line: Any) -> object:  # noqa: ANN401 - a line of any of the lists
    """What it is known by."""
    return line.row.id if hasattr(line, "row") else line.id
