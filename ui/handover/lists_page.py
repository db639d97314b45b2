"""Hand-over lists: those nobody has confirmed, those of today, and the dossiers of the one chosen."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout

from models.events import HAND_OVER_LIST
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners
from ui.shell.page import Opening, Page
from ui.shell.page_prints import PagePrints
from ui.style.look import look
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow
from ui.widgets.field import Field
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.views.hand_over import HandOverDossier, HandOverLine
    from desk.views.view_models import AtWork
    from models.ids import SubjectId

NOTHING = "Không có danh sách nào chờ nhận. Lập danh sách ở trang Việc hôm nay, mục Chờ bàn giao."

LISTS: "tuple[ListColumn[HandOverLine], ...]" = (
    ListColumn(head="Số danh sách", words=lambda one: one.number, width=236),
    ListColumn(head="Đơn vị nhận", words=lambda one: one.to, width=190),
    ListColumn(head="Lập lúc", words=lambda one: one.made, width=116, quiet=True),
    ListColumn(head="Số hồ sơ", words=lambda one: one.size, width=100),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=300,
        icon=lambda one: ("clock", "warn") if one.waits else ("check", "good"),
    ),
)
DOSSIERS: "tuple[ListColumn[HandOverDossier], ...]" = (
    ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=212),
    ListColumn(head="Chủ hồ sơ", words=lambda one: one.owner, width=180),
    ListColumn(head="Thủ tục", words=lambda one: one.procedure, width=220, quiet=True, gives_way=1),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=240,
        icon=lambda one: ("close", "bad") if one.struck else ("", ""),
        tone=lambda one: ("bad" if one.struck else "", False),
    ),
)


class HandOverListsPage(Page):
    """The lists at the top, the chosen one's dossiers beneath, with what can be done to them."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self.lists: RowsModel[HandOverLine] = RowsModel(LISTS, "", self)
        self.dossiers: RowsModel[HandOverDossier] = RowsModel(DOSSIERS, "", self)
        self.table = _table("Danh sách bàn giao", self.lists, stretched=4)
        self.inside = _table("Hồ sơ của danh sách", self.dossiers, stretched=3)
        self.reason = Field("Lý do gạch hồ sơ đang chọn", name="", hint="không thấy bản chính, để nhầm túi…")
        self.again = KeyButton(acts["list_print"], with_icon=True)
        self.strike = KeyButton(acts["list_strike"], "quiet", with_icon=True)
        self._head = label("", "section", wrap=True)
        self._empty = label(NOTHING, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card = frame("card")
        self._wanted: SubjectId | None = None
        """The list that is to be chosen when the lists are here."""
        self._lay_out()
        self._show(())
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.inside.doubleClicked.connect(self._open)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addWidget(self.inside, 1)
        struck = row(self.reason)
        struck.addWidget(self.strike, 0, Qt.AlignmentFlag.AlignBottom)
        struck.setStretch(0, 1)
        inside.addLayout(struck)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        question = label("Đơn vị nào chưa ký nhận?", "muted")
        head = row(Flow(label("Danh sách bàn giao", "page"), question, gap=12))
        head.setStretch(0, 1)
        head.addLayout(Flow(self.again, KeyButton(self.acts["list_confirm"], "primary", with_icon=True)))
        column.addLayout(head)
        column.addWidget(self.table, 2)
        column.addWidget(self._empty, 1)
        column.addWidget(self._card, 3)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"list_confirm": self._confirm, "list_print": self._print, "list_strike": self._strike}

    def context(self, context: ActContext) -> ActContext:
        """Whether the chosen list waits."""
        one = self.chosen
        return replace(context, do_it=one is not None and one.waits and not self.acting)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person asks anew."""
        super().show_clerk(state)
        self._show(())

    def page_shown(self, what: object) -> None:
        """Ask for the lists anew; ``what``: the id of the one to be chosen, or None."""
        if isinstance(what, str):
            self._wanted = what  # type: ignore[assignment] # ids of lists are all that is given
        self._ask()
        self._to_rows()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Lists of other desks."""
        if self.isVisible() and any(subject.startswith(HAND_OVER_LIST) for subject in subjects):
            self._ask()

    @property
    def chosen(self) -> "HandOverLine | None":
        """The list the keys act on."""
        at = self.table.currentIndex().row()
        return self.lists.rows[at] if 0 <= at < len(self.lists.rows) else None

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.hand_over.page(), self._show, newest="hand-over lists")

    def _show(self, lists: "tuple[HandOverLine, ...]") -> None:
        before, had_keys = self.chosen, self.table.hasFocus() or self.inside.hasFocus()
        wanted = self._wanted or (before.id if before else None)
        self.lists.put(lists, None)
        ids = [one.id for one in lists]
        for part, shown in ((self.table, bool(ids)), (self._card, bool(ids)), (self._empty, not ids)):
            part.setVisible(shown)
        if ids:
            _choose(self.table, self.lists, ids.index(wanted) if wanted in ids else 0)
            self._wanted = None
        if had_keys and not ids:
            self._to_rows()
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        one = self.chosen
        self.context_changed.emit()
        if one is None:
            self.dossiers.put((), None)
            return
        self._head.setText(f"{one.number} · {one.to}")
        id_ = one.id
        self.jobs.ask(self, lambda work: work.hand_over.dossiers(id_), self._show_dossiers, newest="hand-over list")

    def _show_dossiers(self, dossiers: "tuple[HandOverDossier, ...]") -> None:
        show_rows(self.inside, self.dossiers, dossiers, lambda one: one.id)

    def _to_rows(self) -> None:
        """The keys go to the lists, or to what there is where none are."""
        to = self.again if self.table.isHidden() else self.table
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- verbs -------------------------------------------------------------------------------------------

    def _confirm(self) -> None:
        one = self.chosen
        if one is not None:
            number = one.number
            self.act(lambda work: work.hand_over.confirm(number), self._done)

    def _strike(self) -> None:
        one, at = self.chosen, self.inside.currentIndex().row()
        if one is None or not 0 <= at < len(self.dossiers.rows):
            return
        id_, dossier, reason = one.id, self.dossiers.rows[at].id, self.reason.text.strip()
        if not reason:
            self.banners.show_banner("warn", f"Ghi lý do gạch hồ sơ {self.dossiers.rows[at].code} rồi nhấn lại.")
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.act(lambda work: work.hand_over.strike(id_, dossier, reason), self._struck)

    def _print(self) -> None:
        one = self.chosen
        if one is None:
            self.banners.show_banner("info", NOTHING)
            return
        id_ = one.id
        self.jobs.ask(self, lambda work: work.hand_over.job(id_), self.prints.send)

    def _done(self, sentence: str) -> None:
        self.banners.show_banner("good", sentence)
        self._ask()
        self.recorded.emit()

    def _struck(self, sentence: str) -> None:
        self.reason.put("")
        self._done(sentence)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.dossiers.rows):
            self.wanted.emit("dossier", Opening(dossier=self.dossiers.rows[index.row()].id))


def _table(name: str, rows: "RowsModel[HandOverLine] | RowsModel[HandOverDossier]", *, stretched: int) -> QTableView:
    table = QTableView()
    table.setAccessibleName(name)
    table.setModel(rows)
    dress_table(table, stretched=stretched)
    RoomForColumns(table, rows.columns)
    fit_table(table, rows.columns)
    table.setMinimumHeight(look().px(100))
    return table


def _choose(table: QTableView, rows: "RowsModel[HandOverLine] | RowsModel[HandOverDossier]", at: int) -> None:
    which = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().setCurrentIndex(rows.index(at, 0), which)
