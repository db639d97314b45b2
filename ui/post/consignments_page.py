"""Dossiers sent in by post: what is on the way or here, its papers counted, and the record that both sides sign."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout

from desk.words.post.consignments import NOTHING_SENT_IN
from models.codes.consignment_number import consignment_number_in
from models.events import CONSIGNMENT
from models.subjects.post.post_work_list import PostWorkList
from models.words.money_words import read_amount
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.post.paper_counts import PaperCounts
from ui.shell.banner import Banners, announce
from ui.shell.page import FormWanted, Opening, Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import column, frame, label, row, scrolled
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.columns import Flow
from ui.widgets.field import Field, Verdict
from ui.widgets.marks import Marks, marked_words
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, go_to_first, show_rows

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.intake.intake import IntakeForm
    from desk.prints.print_jobs import PrintJob
    from desk.views.post.consignments import ConsignmentDone, ConsignmentLine, ConsignmentsPageFacts
    from desk.views.view_models import AtWork
    from models.ids import SubjectId

_ICON = {"bad": "warn", "warn": "clock", "good": "check"}


def _money(text: str) -> Verdict:
    is_amount = not text or read_amount(text) is not None
    return ("", "") if is_amount else ("bad", "Nhập số tiền, ví dụ 50000 hoặc 50.000.")


def _columns(marks: "Callable[[], Marks[ConsignmentLine]] | None") -> "tuple[ListColumn[ConsignmentLine], ...]":
    shown: tuple[ListColumn[ConsignmentLine], ...] = (
        ListColumn(head="Người gửi", words=lambda one: one.sender, width=190),
        ListColumn(head="Thủ tục", words=lambda one: one.procedure, width=220, quiet=True, gives_way=2),
        ListColumn(head="Số phiếu gửi", words=lambda one: one.number, width=222, quiet=True, gives_way=1),
        ListColumn(
            head="Tình trạng",
            words=lambda one: one.state,
            width=224,
            icon=lambda one: (_ICON.get(one.tone, ""), one.tone),
            tone=lambda one: (one.tone if one.tone == "bad" else "", False),
        ),
    )
    return shown if marks is None else (Marks.column(marks), *shown)


class ConsignmentsPage(Page):
    """Two lists at the left; at the right the papers of the chosen one."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        waiting, ended = _columns(lambda: self.marks), _columns(None)
        self.waiting: RowsModel[ConsignmentLine] = RowsModel(waiting, "", self)
        self.ended: RowsModel[ConsignmentLine] = RowsModel(ended, "", self)
        self.table = self._table("Hồ sơ gửi đến chờ giao nhận", self.waiting, waiting)
        self.ended_table = self._table("Hồ sơ đã giao nhận hoặc trả lại", self.ended, ended)
        self.marks: Marks[ConsignmentLine] = Marks(self.table, self.waiting, lambda one: one.number)
        self.code = Field("Số phiếu gửi", name="", hint="quét mã bưu gửi vừa đến")
        self.postman = Field("Nhân viên bưu chính giao", name="", hint="họ tên, in trên biên bản")
        self.money = Segments("Phí, lệ phí bưu điện đã thu", [(True, "Nộp kèm"), (False, "Chưa nộp")])
        self.counts = PaperCounts()
        self.post_number = Field("Số của bưu điện", name="", hint="nếu có")
        self.fee = Field("Bưu điện đã thu (đồng)", name="", hint="0", judge=_money)
        self.reason = Field("Lý do trả lại bưu điện", name="", hint="gửi nhầm cơ quan, rách niêm phong…")
        self._heads = (label("", "section"), label("Đã giao nhận, trả lại", "section"))
        self._chosen_head = label("", "section", wrap=True)
        self._procedure = label("", "muted", wrap=True)
        self._empty = label(NOTHING_SENT_IN, "muted", wrap=True)
        self._shown: tuple[str, bool] | None = None
        self._wanted = ""
        self._list: PostWorkList | None = None
        self._lay_out()
        self._show_lines((), ())
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.ended_table.selectionModel().currentRowChanged.connect(self.context_changed)
        for table, rows in ((self.table, self.waiting), (self.ended_table, self.ended)):
            table.doubleClicked.connect(lambda index, rows=rows: self._open(rows, index))
        self.marks.changed.connect(self._marked)
        self.counts.changed.connect(self.context_changed)
        self.code.edit.returnPressed.connect(self._arrived)

    @staticmethod
    def _table(
        words: str, rows: "RowsModel[ConsignmentLine]", columns: "Sequence[ListColumn[ConsignmentLine]]"
    ) -> QTableView:
        table = QTableView()
        table.setAccessibleName(words)
        table.setModel(rows)
        dress_table(table, stretched=len(columns) - 1)
        RoomForColumns(table, columns)
        fit_table(table, columns)
        return table

    def _lay_out(self) -> None:
        head = row(Flow(label("Gửi đến", "page"), label("Hồ sơ nào đến, đủ giấy tờ không?", "muted"), gap=12))
        head.setStretch(0, 1)
        head.addLayout(
            Flow(
                KeyButton(self.acts["consign_print"], "quiet", with_icon=True),
                KeyButton(self.acts["consign_slip"], only_when_allowed=True),
                KeyButton(self.acts["consign_hand_in"], "primary", with_icon=True),
            )
        )
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        money = column(label("Phí bưu điện đã thu", "label"), self.money, 1, gap=4)
        inside.addLayout(row(self.code, self.postman, money, gap=12))
        lists = column(self._heads[0], self.table, self._empty, self._heads[1], self.ended_table)
        lists.setStretch(1, 3)
        lists.setStretch(4, 2)
        self._papers = frame("card")
        papers = QVBoxLayout(self._papers)
        papers.setContentsMargins(16, 12, 16, 12)
        papers.setSpacing(8)
        papers.addLayout(row(self._chosen_head, KeyButton(self.acts["consign_correct"], "quiet")))
        papers.addWidget(self._procedure)
        body = scrolled(self.counts)
        papers.addWidget(body, 1)
        papers.addLayout(row(self.post_number, self.fee, gap=12))
        papers.addLayout(row(KeyButton(self.acts["consign_all"], "quiet"), 1, KeyButton(self.acts["consign_count"])))
        back = KeyButton(self.acts["consign_back"], "quiet")
        papers.addLayout(row(self.reason, column(1, back), gap=12))
        columns = row(lists, self._papers, gap=16)
        columns.setStretch(0, 3)
        columns.setStretch(1, 2)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 16, 24, 16)
        around.setSpacing(12)
        around.addLayout(head)
        around.addWidget(card)
        around.addLayout(columns, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "consign_hand_in": self._hand_in,
            "consign_count": self._count,
            "consign_all": self.counts.fill,
            "consign_back": self._send_back,
            "consign_slip": self._slip_delivered,
            "consign_correct": self._correct,
            "consign_print": self._print,
            "consign_search": lambda: self.code.edit.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether one is chosen, and whether something counted can be handed in."""
        chosen = self.marks.chosen()
        return replace(
            context,
            chosen=self._chosen is not None and not self.acting,
            do_it=any(one.counted for one in chosen) and not self.acting,
            owed=self._ended is not None and self._ended.slip_awaited and not self.acting,
        )

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person asks anew."""
        super().show_clerk(state)
        self.marks.clear()
        for field in (self.code, self.postman, self.reason):
            field.put("")
        self._show_lines((), ())

    def page_shown(self, what: object) -> None:
        """Ask anew; ``what``: the number of a consignment that is looked for, or the day's list it comes from."""
        self._list = what if isinstance(what, PostWorkList) else None
        if isinstance(what, str) and self._list is None:
            self._wanted = what
            self.code.put(what)
        self._ask()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Consignments of other desks."""
        if self.isVisible() and any(subject.startswith(CONSIGNMENT) for subject in subjects):
            self._ask()

    def use_scan(self, scan: "Scan") -> bool:
        """The code of a packet: ours, or one of the post's that was entered. It is here."""
        number = consignment_number_in(scan.code)
        known = {one.post_number for one in self.waiting.rows if one.post_number}
        number = number or (scan.text.upper() if scan.text.upper() in known else "")
        if not number:
            return False
        self.code.put(number)
        self._arrived()
        return True

    def escape(self) -> bool:
        """Marks go first."""
        if not self.marks.count:
            return False
        self.marks.clear()
        return True

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.consignments.page(), self._show, newest="consignments")

    def _show(self, facts: "ConsignmentsPageFacts") -> None:
        self._show_lines(facts.waiting, facts.ended)
        list_, self._list = self._list, None
        if list_ is not None:
            table, rows = (
                (self.ended_table, self.ended) if list_ is PostWorkList.LATE_SLIPS else (self.table, self.waiting)
            )
            go_to_first(table, rows, lambda one: one.late)

    def _show_lines(self, waiting: "Sequence[ConsignmentLine]", ended: "Sequence[ConsignmentLine]") -> None:
        self.marks.keep({one.number for one in waiting})
        show_rows(self.table, self.waiting, waiting, lambda one: one.number)
        show_rows(self.ended_table, self.ended, ended, lambda one: one.number)
        self._heads[0].setText(f"Chờ giao nhận ({len(waiting)})" if waiting else "Chờ giao nhận")
        self._empty.setVisible(not waiting)
        self.table.setVisible(bool(waiting))
        if waiting:
            wanted = [
                n for n, one in enumerate(waiting) if self._wanted and self._wanted in (one.number, one.post_number)
            ]
            self._wanted = ""
            if wanted:
                self.table.setCurrentIndex(self.waiting.index(wanted[0], 0))
        self._show_chosen()

    @property
    def _ended(self) -> "ConsignmentLine | None":
        at = self.ended_table.currentIndex().row()
        return self.ended.rows[at] if 0 <= at < len(self.ended.rows) else None

    @property
    def _chosen(self) -> "ConsignmentLine | None":
        at = self.table.currentIndex().row()
        return self.waiting.rows[at] if 0 <= at < len(self.waiting.rows) else None

    @Slot()
    def _show_chosen(self) -> None:
        """The papers of the line under the cursor; what is being typed for it stays."""
        chosen = self._chosen
        self._papers.setVisible(chosen is not None)
        if chosen is None:
            self._shown = None
        elif self._shown != (chosen.number, chosen.counted):
            self._shown = (chosen.number, chosen.counted)
            self._chosen_head.setText(f"Giấy tờ của {chosen.sender}")
            self._procedure.setText(chosen.procedure)
            self.counts.show_papers(chosen.counts, counted=chosen.counted)
            self.post_number.put(chosen.post_number)
            self.fee.put(str(chosen.fee) if chosen.fee else "")
            self.reason.put("")
        self.context_changed.emit()

    @Slot()
    def _marked(self) -> None:
        announce(self.table, marked_words(self.marks.count), at_once=False)
        self.context_changed.emit()

    # ---- verbs -------------------------------------------------------------------------------------------

    @Slot()
    def _arrived(self) -> None:
        code = self.code.text
        if not code:
            return
        self._wanted = consignment_number_in(code) or code.upper()
        self.act(lambda work: work.consignments.arrived(code), self._here)

    def _here(self, done: "ConsignmentDone") -> None:
        self.code.put("")
        self._after(done)
        self.counts.focus_first()

    def _count(self) -> None:
        chosen, counted = self._chosen, self.counts.counted
        if chosen is None:
            return
        if counted is None or self.fee.is_wrong:
            self.banners.show_banner("warn", "Đếm từng loại giấy tờ rồi gõ số vào ô; ô đỏ chưa phải là số.")
            self.counts.focus_first()
            return
        number, of_post, fee = chosen.number, self.post_number.text, read_amount(self.fee.text) or 0
        self._shown = None
        self.act(lambda work: work.consignments.count(number, counted, of_post, fee), self._after)

    def _hand_in(self) -> None:
        numbers = [one.number for one in self.marks.chosen()]
        postman, with_money = self.postman.text, bool(self.money.value)
        if not numbers:
            return
        if not postman:
            self.banners.show_banner("warn", "Ghi họ tên nhân viên bưu chính giao hồ sơ rồi nhấn lại.")
            self.postman.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.act(lambda work: work.consignments.hand_in(numbers, postman, with_money=with_money), self._after)

    def _send_back(self) -> None:
        chosen, reason = self._chosen, self.reason.text
        if chosen is None:
            return
        if not reason:
            self.banners.show_banner("warn", "Ghi lý do trả lại bưu điện rồi nhấn lại.")
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        number = chosen.number
        self.act(lambda work: work.consignments.send_back(number, reason), self._after)

    def _slip_delivered(self) -> None:
        chosen = self._ended
        if chosen is not None:
            number = chosen.number
            self.act(lambda work: work.consignments.slip_delivered(number), self._after)

    def _correct(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            number = chosen.number
            self.jobs.ask(self, lambda work: work.consignments.form(number), self._to_counter)

    def _to_counter(self, form: "IntakeForm") -> None:
        self.wanted.emit("counter", FormWanted(form=form))

    def _print(self) -> None:
        chosen = self._ended if self.ended_table.hasFocus() else self._chosen
        if chosen is None:
            self.banners.show_banner("info", "Chọn một hồ sơ để in phiếu gửi, nhãn hoặc biên bản.")
            return
        id_ = chosen.id
        self.jobs.ask(self, lambda work: work.consignments.papers_of(id_), self._print_papers)

    def _print_papers(self, papers: "Sequence[PrintJob]") -> None:
        for job in papers:
            self.prints.send(job)

    def _after(self, done: "ConsignmentDone") -> None:
        self.marks.clear()
        self.banners.show_banner(done.tone, done.sentence)
        self._ask()
        self.recorded.emit()
        self.prints.send_all(done.jobs)

    def _open(self, rows: "RowsModel[ConsignmentLine]", index: QModelIndex) -> None:
        if 0 <= index.row() < len(rows.rows) and rows.rows[index.row()].dossier:
            self.wanted.emit("dossier", Opening(dossier=rows.rows[index.row()].dossier))
