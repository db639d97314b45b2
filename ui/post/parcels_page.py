"""Parcels (bưu gửi): what waits for the post, what the post has, what was delivered or came back. A scan moves one."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.words.post.parcels import NOTHING_POSTED, PARCEL_STAGE
from models.codes.parcel_number import parcel_number_in
from models.events import PARCEL, ParcelStage
from models.ids import DOSSIER
from models.subjects.post.post_work_list import PostWorkList
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners, announce
from ui.shell.page import Opening, Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.columns import Flow
from ui.widgets.field import Field
from ui.widgets.marks import Marks, marked_words
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, go_to_first, show_rows

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.views.post.parcels import ForPostLine, ParcelHeard, ParcelLine, ParcelsPageFacts, Posted
    from desk.views.view_models import AtWork
    from models.ids import SubjectId

Row = TypeVar("Row")

_SCANNED = (
    ParcelStage.ON_THE_WAY,
    ParcelStage.DELIVERED,
    ParcelStage.FIRST_CALL_FAILED,
    ParcelStage.SECOND_CALL_FAILED,
    ParcelStage.BACK,
)
_ICON = {"bad": "warn", "warn": "clock", "good": "check"}


def _to_go(marks: "Callable[[], Marks[ForPostLine]]") -> "tuple[ListColumn[ForPostLine], ...]":
    return (
        Marks.column(marks),
        ListColumn(head="Người nhận", words=lambda one: one.receiver, width=144),
        ListColumn(head="Gửi đến", words=lambda one: one.address, width=150, quiet=True, gives_way=1),
        ListColumn(head="Thu hộ, ngăn, từ ngày", words=lambda one: one.state, width=150),
    )


_PARCELS: "tuple[ListColumn[ParcelLine], ...]" = (
    ListColumn(head="Người nhận", words=lambda one: one.receiver, width=168),
    ListColumn(head="Số bưu gửi", words=lambda one: one.number, width=214, quiet=True, gives_way=1),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=180,
        icon=lambda one: (_ICON.get(one.tone, ""), one.tone),
        tone=lambda one: (one.tone if one.tone == "bad" else "", False),
    ),
)


class _Column(QWidget, Generic[Row]):
    """One column of the page: its head with the count, and its lines."""

    def __init__(
        self, words: str, columns: "tuple[ListColumn[Row], ...]", stretched: int, key: "Callable[[Row], object]"
    ) -> None:
        super().__init__()
        self._words, self._key = words, key
        self.rows: RowsModel[Row] = RowsModel(columns, "", self)
        self.table = QTableView()
        self.table.setAccessibleName(words)
        self.table.setModel(self.rows)
        dress_table(self.table, stretched=stretched)
        RoomForColumns(self.table, columns)
        self._head = label(words, "section")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addWidget(self.table, 1)
        fit_table(self.table, columns)

    def put(self, rows: "Sequence[Row]") -> None:
        """Show these."""
        self._head.setText(f"{self._words} ({len(rows)})" if rows else self._words)
        show_rows(self.table, self.rows, rows, self._key)

    @property
    def chosen(self) -> "Row | None":
        """The line under the cursor."""
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None


class ParcelsPage(Page):
    """Three columns; what a scan says stands above them."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self.to_go: _Column[ForPostLine] = _Column("Chờ giao", _to_go(lambda: self.marks), 3, lambda one: one.dossier)
        self.under_way: _Column[ParcelLine] = _Column("Bưu điện đang giữ", _PARCELS, 2, lambda one: one.id)
        self.ended: _Column[ParcelLine] = _Column("Đã phát, chuyển hoàn", _PARCELS, 2, lambda one: one.id)
        self.marks: Marks[ForPostLine] = Marks(self.to_go.table, self.to_go.rows, lambda one: one.dossier)
        self.stage = Segments("Quét là", [(one, PARCEL_STAGE[one]) for one in _SCANNED])
        self.code = Field("Số bưu gửi", name="", hint="quét mã, hoặc chọn một dòng")
        self.receiver = Field("Người ký nhận", name="", hint="trống: người nhận trên phiếu")
        self.postman = Field("Nhân viên bưu chính nhận", name="", hint="họ tên, in trên phiếu gửi")
        self.reason = Field("Xác minh thế nào", name="", hint="đã gọi người nhận, đã thấy ở quầy…")
        self.reason.hide()
        self._empty = label(NOTHING_POSTED, "muted", wrap=True)
        self._list: PostWorkList | None = None
        self._lay_out()
        self._show_columns((), (), ())
        for table in self._tables():
            table.selectionModel().currentRowChanged.connect(self._moved)
        self.marks.changed.connect(self._marked)
        self.code.edit.returnPressed.connect(self._scan)
        self.to_go.table.doubleClicked.connect(self._open)

    def _tables(self) -> tuple[QTableView, ...]:
        return self.to_go.table, self.under_way.table, self.ended.table

    def _lay_out(self) -> None:
        head = row(Flow(label("Bưu gửi", "page"), label("Kết quả nào đang ở đâu?", "muted"), gap=12))
        head.setStretch(0, 1)
        head.addLayout(
            Flow(
                KeyButton(self.acts["parcel_print"], "quiet", with_icon=True),
                KeyButton(self.acts["parcel_settle"], "quiet", only_when_allowed=True),
                KeyButton(self.acts["parcel_confirm"], "quiet", only_when_allowed=True),
                KeyButton(self.acts["parcel_money"], "quiet", only_when_allowed=True),
                KeyButton(self.acts["parcel_heard"]),
                KeyButton(self.acts["parcels_go"], "primary", with_icon=True),
            )
        )
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.stage)
        fields = row(self.code, self.receiver, self.postman, gap=12)
        inside.addLayout(fields)
        inside.addWidget(self.reason)
        columns = row(self.to_go, self.under_way, self.ended, gap=16)
        for at in range(3):
            columns.setStretch(at, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 16, 24, 16)
        around.setSpacing(12)
        around.addLayout(head)
        around.addWidget(card)
        around.addLayout(columns, 1)
        around.addWidget(self._empty)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "parcels_go": self._go,
            "parcel_heard": self._scan,
            "parcel_money": self._money,
            "parcel_confirm": self._confirm,
            "parcel_settle": self._settle,
            "parcel_print": self._print,
            "parcel_search": lambda: self.code.edit.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether something waits for the post, and whether the post has money of what is chosen."""
        ended = self.ended.chosen
        waits = bool(self.to_go.rows.rows) and not self.acting
        return replace(
            context,
            do_it=waits,
            owed=ended is not None and ended.owes and not self.acting,
            chosen=any(one.reported for one in self.under_way.rows.rows) and not self.acting,
            contradicts=ended is not None and ended.contradictory and not self.acting,
        )

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person asks anew."""
        super().show_clerk(state)
        self.marks.clear()
        self._show_columns((), (), ())

    def page_shown(self, what: object) -> None:
        """Ask anew; ``what``: the number of a parcel that is looked for, or the day's list it comes from."""
        self._list = what if isinstance(what, PostWorkList) else None
        if isinstance(what, str) and self._list is None:
            self.code.put(what)
        self._ask()
        self.to_go.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Parcels and results of other desks."""
        if self.isVisible() and any(subject.startswith((PARCEL, DOSSIER)) for subject in subjects):
            self._ask()

    def use_scan(self, scan: "Scan") -> bool:
        """A parcel's code moves it to the stage that is chosen above."""
        number = parcel_number_in(scan.code)
        if not number:
            return False
        self.code.put(number)
        self._scan()
        return True

    def escape(self) -> bool:
        """Marks go first."""
        if not self.marks.count:
            return False
        self.marks.clear()
        return True

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.post.parcels(), self._show, newest="parcels")

    def _show(self, facts: "ParcelsPageFacts") -> None:
        self._show_columns(facts.to_go, facts.under_way, facts.ended)
        list_, self._list = self._list, None
        if list_ is PostWorkList.LATE_OUT:
            go_to_first(self.under_way.table, self.under_way.rows, lambda one: one.late)
        elif list_ is PostWorkList.BACK and any(one.contradictory for one in facts.ended):
            go_to_first(self.ended.table, self.ended.rows, lambda one: one.contradictory)
        elif list_ is PostWorkList.BACK:
            go_to_first(self.to_go.table, self.to_go.rows, lambda one: one.came_back)

    def _show_columns(
        self, to_go: "Sequence[ForPostLine]", under_way: "Sequence[ParcelLine]", ended: "Sequence[ParcelLine]"
    ) -> None:
        self.marks.keep({one.dossier for one in to_go})
        self.to_go.put(to_go)
        self.under_way.put(under_way)
        self.ended.put(ended)
        self._empty.setVisible(not (to_go or under_way or ended))
        self._moved()

    @Slot()
    def _moved(self) -> None:
        """Another line; of a contradiction one says how it was settled."""
        ended = self.ended.chosen
        self.reason.setVisible(ended is not None and ended.contradictory)
        self.context_changed.emit()

    @Slot()
    def _marked(self) -> None:
        announce(self.to_go.table, marked_words(self.marks.count, "kết quả"), at_once=False)
        self.context_changed.emit()

    # ---- verbs -------------------------------------------------------------------------------------------

    def _go(self) -> None:
        """The marked results; without marks all that have not come back."""
        ids = [one.dossier for one in self.marks.chosen()] if self.marks.count else []
        postman = self.postman.text
        self.act(lambda work: work.post.hand_to_post(ids, postman), self._posted)

    @Slot()
    def _scan(self) -> None:
        stage, chosen = self.stage.value, self.under_way.chosen
        code = self.code.text or (chosen.number if chosen is not None else "")
        if not isinstance(stage, ParcelStage):
            return
        if not code:
            self.banners.show_banner("warn", "Quét mã bưu gửi, hoặc chọn một bưu gửi bưu điện đang giữ.")
            return
        receiver = self.receiver.text if stage is ParcelStage.DELIVERED else ""
        self.act(lambda work: work.post.heard(code, stage, receiver), self._heard)

    def _money(self) -> None:
        chosen = self.ended.chosen
        if chosen is not None:
            number = chosen.number
            self.act(lambda work: work.post.money_of_post(number), self._posted)

    def _confirm(self) -> None:
        self.act(lambda work: work.post.confirm_reported(), self._heard)

    def _settle(self) -> None:
        """Of a parcel that is delivered and back: the stage chosen above is the true one."""
        chosen, stage, reason = self.ended.chosen, self.stage.value, self.reason.text
        if chosen is None or not isinstance(stage, ParcelStage):
            return
        if stage not in (ParcelStage.DELIVERED, ParcelStage.BACK) or not reason:
            self.banners.show_banner(
                "warn", "Chọn “Đã phát” hay “Đã về cơ quan” ở trên, ghi cách xác minh rồi nhấn lại."
            )
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        number = chosen.number
        self.act(lambda work: work.post.settle(number, stage, reason), self._heard)

    def _print(self) -> None:
        front = self.ended if self.ended.table.hasFocus() else self.under_way
        chosen = front.chosen
        if chosen is None:
            self.banners.show_banner("info", "Chọn một bưu gửi để in lại phiếu gửi.")
            return
        id_ = chosen.id
        self.jobs.ask(self, lambda work: work.post.parcel_slip(id_), self.prints.send)

    def _posted(self, done: "Posted") -> None:
        self._after("good" if done.jobs else "warn", done.sentence)
        self.prints.send_all(done.jobs)

    def _heard(self, done: "ParcelHeard") -> None:
        self.code.put("")
        self.receiver.put("")
        self.reason.put("")
        self._after(done.tone, done.sentence)

    def _after(self, tone: str, sentence: str) -> None:
        self.marks.clear()
        self.banners.show_banner(tone, sentence)
        self._ask()
        self.recorded.emit()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.to_go.rows.rows):
            self.wanted.emit("dossier", Opening(dossier=self.to_go.rows.rows[index.row()].dossier))
