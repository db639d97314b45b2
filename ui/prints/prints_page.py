"""The page of print jobs not printed yet: retry, print elsewhere, discard."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Slot
from PySide6.QtWidgets import QPushButton, QTableView, QVBoxLayout

from desk.views.queue_state import QueueState
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.core.words import minute
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.style.look import look
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import KeyButton, PickList
from ui.widgets.columns import Flow
from ui.widgets.field import Field
from ui.widgets.table import ListColumn, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.prints.print_jobs import Unprinted

NOTHING = "Mọi giấy đã in xong."


def _what(one: "Unprinted") -> str:
    from desk.prints.print_words import job_words  # noqa: PLC0415 - loaded with the desk, which the window does not wait for

    return job_words(one)


def _fate(one: "Unprinted") -> tuple[str, str, str]:
    from desk.prints.print_words import FATE  # noqa: PLC0415 - likewise

    return FATE[one.fate]


COLUMNS: "tuple[ListColumn[Unprinted], ...]" = (
    ListColumn(head="Giấy", words=_what, width=330),
    ListColumn(head="Của ai", words=lambda r: r.whose or "—", width=150),
    ListColumn(head="Tình trạng", words=lambda r: _fate(r)[0], icon=lambda r: _fate(r)[1:], width=190),
    ListColumn(head="Từ lúc", words=lambda r: minute(r.at), width=150, quiet=True),
)


class PrintsPage(Page):
    """The list at the top, the print job chosen beneath it with what can be done."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.print_queue = print_queue
        self.rows: RowsModel[Unprinted] = RowsModel(COLUMNS, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Giấy chưa in")
        self.table.setModel(self.rows)
        self._dress_table()
        self._count = label("", "small")
        self._empty = label(NOTHING, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card = frame("card")
        self._head = label("", "section", wrap=True)
        self._why = label("", wrap=True)
        self._next = label("", "strong", wrap=True)
        self._where = label("", "muted", wrap=True)
        self.again = KeyButton(acts["print_one"], "soft", with_icon=True)
        self.spare = KeyButton(acts["print_one_spare"], with_icon=True)
        self.other = PickList("Máy in khác cho giấy này")
        self.other_go = QPushButton("In ở máy này")
        self.other_go.setAccessibleName("In giấy này ở máy in đã chọn")
        self.other_go.clicked.connect(self._to_other)
        self.reason = Field("Lý do bỏ, không in nữa", name="", hint="người dân đã về, đã in ở máy khác…")
        self.drop = KeyButton(acts["drop_paper"], "quiet", with_icon=True)
        self._lay_out()
        self.print_queue.state_changed.connect(self.show_queue)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.show_queue(self.print_queue.state)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        for part in (self._head, self._why, self._next, self._where):
            inside.addWidget(part)
        inside.addLayout(Flow(self.again, self.spare))
        elsewhere = row(self.other, self.other_go)
        elsewhere.setStretch(0, 1)
        inside.addLayout(elsewhere)
        given_up = row(self.reason)
        given_up.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignBottom)
        given_up.setStretch(0, 1)
        inside.addLayout(given_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        head = row(label("Giấy chưa in", "page"), self._count, 1, gap=12)
        spare = KeyButton(self.acts["print_spare"], with_icon=True)
        head.addLayout(Flow(spare, KeyButton(self.acts["print_all"], "primary", with_icon=True)))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._card)

    def _dress_table(self) -> None:
        dress_table(self.table, stretched=0)
        fit_table(self.table, COLUMNS)
        self.table.setMinimumHeight(look().px(120))

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "print_all": self._print_all,
            "print_one": self._again,
            "print_one_spare": self._to_spare,
            "drop_paper": self._drop,
        }

    def context(self, context: ActContext) -> ActContext:
        """Nothing of this page decides what may be done elsewhere."""
        return context

    def page_shown(self, job_words: object) -> None:
        """Ask for the print queue anew; the list has the keys."""
        del job_words
        self.print_queue.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_queue(self, state: QueueState) -> None:
        """Show what is not out yet; the one that was chosen stays chosen."""
        before = self.chosen
        self.rows.put(state.unprinted, None)
        keys = [one.key for one in state.unprinted]
        at = keys.index(before.key) if before is not None and before.key in keys else 0
        if keys:
            index = self.rows.index(at, 0)
            which = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, which)
        self._count.setText(f"{len(keys)} giấy" if keys else "")
        self.table.setVisible(bool(keys))
        self._empty.setVisible(not keys)
        self._card.setVisible(bool(keys))
        self._chosen()

    @property
    def chosen(self) -> "Unprinted | None":
        """The print job the keys act on."""
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    @Slot()
    def _chosen(self) -> None:
        one = self.chosen
        if one is None:
            return
        from desk.prints.print_words import job_words, next_try_words, printer_name, waiting_reason  # noqa: PLC0415 - loaded with the desk

        state = self.print_queue.state
        self._head.setText(job_words(one))
        self._why.setText(waiting_reason(one))
        self._next.setText(next_try_words(one))
        self._where.setText(f"Đang để in ở: {printer_name(one.address)}")
        self.spare.setVisible(bool(state.spares.get(one.form.value)))
        others = [address for address in state.others.get(one.form.value, ()) if address != one.address]
        self.other.offer([(address, printer_name(address)) for address in others])
        self.other.setVisible(bool(others))
        self.other_go.setVisible(bool(others))
        going = one.fate.value == "going"
        for button in (self.other_go, self.other):
            button.setEnabled(not going)

    # ---- verbs -------------------------------------------------------------------------------------------

    def _print_all(self) -> None:
        self.print_queue.print_waiting(lambda _: None, "papers")

    def _again(self) -> None:
        if self.chosen is not None:
            self.print_queue.again((self.chosen.key,))

    def _to_spare(self) -> None:
        one = self.chosen
        if one is not None and (spare := self.print_queue.state.spares.get(one.form.value)):
            self.print_queue.again((one.key,), spare)

    @Slot()
    def _to_other(self) -> None:
        one, address = self.chosen, self.other.value
        if one is not None and isinstance(address, str):
            self.print_queue.again((one.key,), address)

    def _drop(self) -> None:
        one = self.chosen
        if one is None:
            return
        if not self.reason.text.strip():
            from desk.prints.print_words import form_name  # noqa: PLC0415 - loaded with the desk

            self.banners.show_banner("warn", f"Ghi lý do bỏ {form_name(one.form)} {one.code} rồi nhấn lại.")
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.print_queue.give_up(one.key, self.reason.text)
        self.reason.put("")
