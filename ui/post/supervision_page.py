"""What postal staff did, before the clerk who accepts it or gives it back; for themselves, what they do anew."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout

from desk.permissions import Permission
from desk.words.post.parcels import NOTHING_SUPERVISED
from models.events import POSTAL_ACT
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.shell.banner import Banners, announce
from ui.shell.page import Opening, Page
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow
from ui.widgets.field import Field
from ui.widgets.marks import Marks, marked_words
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, go_to_first, show_rows

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from desk.views.post.parcels import PostalActLine, SupervisionPageFacts
    from desk.views.view_models import AtWork
    from models.ids import SubjectId

_QUESTION = {True: "Nhân viên bưu điện đã làm gì, có đúng không?", False: "Việc nào phải làm lại?"}
_SAID = {
    True: ("Lý do trả lại việc đang chọn", "thiếu chữ ký người nhận, nhầm bản chính…"),
    False: ("Đã làm lại những gì", "đã gọi người nhận đến ký…"),
}
_STATE_ICON = {"warn": "clock", "bad": "back", "good": "check"}


def _columns(marks: "Callable[[], Marks[PostalActLine]]") -> "tuple[ListColumn[PostalActLine], ...]":
    return (
        Marks.column(marks),
        ListColumn(head="Lúc", words=lambda one: one.at, width=116, quiet=True),
        ListColumn(head="Nhân viên", words=lambda one: one.clerk, width=150),
        ListColumn(head="Việc", words=lambda one: one.act, width=130),
        ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=206),
        ListColumn(head="Chủ hồ sơ", words=lambda one: one.owner, width=150, gives_way=2),
        ListColumn(head="Thủ tục", words=lambda one: one.procedure, width=170, quiet=True, gives_way=3),
        ListColumn(head="Thu (đồng)", words=lambda one: one.amount, width=100, gives_way=1),
        ListColumn(
            head="Tình trạng",
            words=lambda one: one.state,
            width=200,
            icon=lambda one: (_STATE_ICON.get(one.tone, ""), one.tone),
        ),
    )


class SupervisionPage(Page):
    """The acts, figures of the week beneath, and one line for the reason."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        columns = _columns(lambda: self.marks)
        self.rows: RowsModel[PostalActLine] = RowsModel(columns, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Việc của nhân viên bưu điện")
        self.table.setModel(self.rows)
        self.marks: Marks[PostalActLine] = Marks(self.table, self.rows, lambda one: one.id)
        dress_table(self.table, stretched=len(columns) - 1)
        RoomForColumns(self.table, columns)
        self.said = Field(_SAID[True][0], name="", hint=_SAID[True][1])
        self._question = label("", "muted")
        self._figures = label("", "small", wrap=True)
        self._empty = label(NOTHING_SUPERVISED, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._supervises = False
        self._opened = False
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self.context_changed)
        self.table.doubleClicked.connect(self._open)
        self.marks.changed.connect(self._marked)

    def _lay_out(self) -> None:
        head = row(Flow(label("Việc của bưu điện", "page"), self._question, gap=12))
        head.setStretch(0, 1)
        buttons = [
            KeyButton(self.acts["act_give_back"], "quiet", only_when_allowed=True),
            KeyButton(self.acts["act_accept"], "primary", only_when_allowed=True),
            KeyButton(self.acts["act_redo"], "primary", only_when_allowed=True),
        ]
        head.addLayout(Flow(*buttons))
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.said)
        inside.addWidget(self._figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._card)
        fit_table(self.table, self.rows.columns)
        self._show_rows(())

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"act_accept": self._accept, "act_give_back": self._give_back, "act_redo": self._redo}

    def context(self, context: ActContext) -> ActContext:
        """Whether what is chosen waits, and who is here."""
        chosen = self.marks.chosen()
        waits = bool(chosen) and all(one.waits for one in chosen) and not self.acting
        return replace(context, do_it=waits, supervises=self._supervises)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person has other acts before them."""
        super().show_clerk(state)
        self._supervises = state is not None and Permission.SUPERVISE_POST in state.permissions
        words, hint = _SAID[self._supervises]
        self.said.label.setText(words)
        self.said.edit.setPlaceholderText(hint)
        self.said.edit.setAccessibleName(words)
        self._question.setText(_QUESTION[self._supervises])
        self.marks.clear()
        self._show_rows(())

    def page_shown(self, what: object) -> None:
        """Ask anew; the cursor comes to the first act that waits."""
        del what
        self._opened = True
        self._ask()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Acts at other desks."""
        if self.isVisible() and any(subject.startswith(POSTAL_ACT) for subject in subjects):
            self._ask()

    def escape(self) -> bool:
        """Marks go first."""
        if not self.marks.count:
            return False
        self.marks.clear()
        return True

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.post.supervision(), self._show, newest="supervision")

    def _show(self, facts: "SupervisionPageFacts") -> None:
        self._show_rows(facts.acts)
        if self._opened:
            self._opened = False
            go_to_first(self.table, self.rows, lambda one: one.waits)
        week = "; ".join(facts.figures)
        self._figures.setText(f"Bảy ngày qua: {week}." if week else "")

    def _show_rows(self, acts: "tuple[PostalActLine, ...]") -> None:
        self.marks.keep({one.id for one in acts})
        show_rows(self.table, self.rows, acts, lambda one: one.id)
        for part, shown in ((self.table, bool(acts)), (self._card, bool(acts)), (self._empty, not acts)):
            part.setVisible(shown)
        self.context_changed.emit()

    @Slot()
    def _marked(self) -> None:
        announce(self.table, marked_words(self.marks.count, "việc"), at_once=False)
        self.context_changed.emit()

    # ---- verbs -------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        ids = [one.id for one in self.marks.chosen()]
        if ids:
            self.act(lambda work: work.post.accept(ids), self._done)

    def _give_back(self) -> None:
        self._say(lambda act, words: lambda work: work.post.give_back(act, words))

    def _redo(self) -> None:
        self._say(lambda act, words: lambda work: work.post.redo(act, words))

    def _say(self, ask: "Callable[[SubjectId, str], Callable[[OpenDesk], str]]") -> None:
        """One act, with the words that are typed."""
        chosen, words = self.marks.chosen(), self.said.text.strip()
        if len(chosen) != 1:
            self.banners.show_banner("warn", "Chọn đúng một việc: mỗi việc một lý do.")
            return
        if not words:
            self.banners.show_banner("warn", f"Ghi “{_SAID[self._supervises][0].lower()}” rồi nhấn lại.")
            self.said.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.act(ask(chosen[0].id, words), self._said)

    def _said(self, sentence: str) -> None:
        self.said.put("")
        self._done(sentence)

    def _done(self, sentence: str) -> None:
        self.marks.clear()
        self.banners.show_banner("good", sentence)
        self._ask()
        self.recorded.emit()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows.rows):
            self.wanted.emit("dossier", Opening(dossier=self.rows.rows[index.row()].dossier))
