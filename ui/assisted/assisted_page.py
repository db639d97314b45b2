"""Help with online filing: left the citizen who is helped step by step, right what was filed and is followed."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.words.terms import NATIONAL_STATE
from models.events import ASSISTED, NationalState
from models.ids import DossierId
from ui.actions import Act, ActContext, ProcessContext
from ui.core.jobs import Jobs
from ui.shell.banner import Banners
from ui.shell.page import AssistWanted, Page
from ui.widgets import input_parsing
from ui.widgets.basic import frame, label, row, scrolled
from ui.widgets.buttons import KeyButton, PickList, Tick
from ui.widgets.columns import Flow
from ui.widgets.field import Field
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.assisted.assisted import OnlineHelp
    from desk.views.service.assisted import FilingLine, FilingOpened, HelpBegun, HelpPage
    from models.ids import SubjectId

_COLUMNS: "tuple[ListColumn[FilingLine], ...]" = (
    ListColumn(head="Mã trên Cổng", words=lambda one: one.code, width=236),
    ListColumn(head="Người nộp", words=lambda one: one.person, width=108),
    ListColumn(head="Việc", words=lambda one: one.matter, width=120, quiet=True, gives_way=3),
    ListColumn(head="Tình trạng", words=lambda one: one.how, width=168, tone=lambda one: (one.tone, one.late)),
    ListColumn(head="Hẹn trả", words=lambda one: one.due, width=150, gives_way=1),
    ListColumn(head="Nộp ngày", words=lambda one: one.since, width=90, quiet=True, gives_way=2),
)
_NOBODY = "Chọn thủ tục nộp trực tuyến ở quầy, rồi Ctrl+Alt+J: các bước hướng dẫn hiện ở đây."


class AssistedPage(Page):
    """One citizen at a time; a page that is left keeps what stands in it until it is done."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.rows: RowsModel[FilingLine] = RowsModel(_COLUMNS, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Hồ sơ đã giúp nộp")
        self.table.setModel(self.rows)
        dress_table(self.table, stretched=1)
        RoomForColumns(self.table, _COLUMNS)
        fit_table(self.table, _COLUMNS)
        self.who = label(_NOBODY, "section", wrap=True)
        self.source = label("", "small", wrap=True)
        self.steps: list[Tick] = []
        self._steps = QVBoxLayout()
        self.code = Field("Mã hồ sơ trên Cổng", name="assisted.code", hint="H26.12.34-261130-0001")
        self.resolver = Field("Cơ quan giải quyết", name="assisted.resolver", hint="như Cổng ghi")
        self.due = Field("Cổng hẹn trả", name="assisted.due", hint="27/11/2026 17:00")
        self.reason = Field("Chưa nộp được vì", name="assisted.reason", hint="chưa có tài khoản, thiếu giấy tờ…")
        self.state = PickList("Tình trạng trên Cổng")
        self.state.offer([(state, NATIONAL_STATE[state]) for state in NationalState])
        self.note = Field("Cổng nói gì thêm, hoặc lý do", name="assisted.note")
        self.opened = label("", "small", wrap=True)
        self.told = label("", "muted")
        self._help: OnlineHelp | None = None
        self._wanted: SubjectId | None = None
        self._fields = QWidget()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._show_help()

    def _lay_out(self) -> None:
        head = row(Flow(label("Hỗ trợ nộp trực tuyến", "page"), self.told, gap=12))
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        fields.addWidget(self.code)
        fields.addLayout(row(self.resolver, self.due))
        fields.addWidget(self.reason)
        acts = (self.acts["assisted_not_done"], self.acts["assisted_filed"])
        fields.addLayout(Flow(KeyButton(acts[0]), KeyButton(acts[1], "primary", with_icon=True)))
        steps = QWidget()
        inside = QVBoxLayout(steps)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addLayout(self._steps)
        inside.addWidget(self.source)
        inside.addStretch(1)
        left = frame("card")
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.who)
        column.addWidget(scrolled(steps), 1)
        column.addWidget(self._fields)
        right = frame("card")
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("Đang theo dõi", "section"))
        column.addWidget(self.table, 1)
        column.addWidget(self.opened)
        column.addWidget(self.state)
        column.addWidget(self.note)
        column.addLayout(
            Flow(
                KeyButton(self.acts["assisted_void"], "quiet"),
                KeyButton(self.acts["assisted_bundle"], "quiet", only_when_allowed=True),
                KeyButton(self.acts["assisted_open"]),
                KeyButton(self.acts["assisted_tell"], "primary", with_icon=True),
            )
        )
        across = row(left, right, gap=16)
        across.setStretch(0, 4)
        across.setStretch(1, 5)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 16, 24, 16)
        around.setSpacing(12)
        around.addLayout(head)
        around.addLayout(across, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "assisted_filed": self._file,
            "assisted_not_done": self._give_up,
            "assisted_tell": self._tell,
            "assisted_open": self._open,
            "assisted_void": self._void,
            "assisted_bundle": self._open_part,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether a citizen is helped, and whether a matter is chosen."""
        free = not self.acting
        return replace(
            context,
            sheet="help" if self._help is not None and free else "",
            chosen=self.chosen is not None and free,
            process=ProcessContext(bundled=self.chosen is not None and self.chosen.part is not None),
        )

    @property
    def chosen(self) -> "FilingLine | None":
        """The matter under the cursor."""
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def page_shown(self, what: object) -> None:
        """The citizen of the counter's form, the bundle of a dossier, or the list."""
        if isinstance(what, AssistWanted):
            self.jobs.ask(self, lambda work: work.assisted.begin(what.form), self._begun)
        if isinstance(what, str):
            dossier = DossierId(what)  # type: ignore[arg-type] # a subject id by construction
            self.jobs.ask(self, lambda work: work.assisted.of_dossier(dossier), self._go_to)
        self._ask()
        if self._help is None:
            self.table.setFocus()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Another machine filed something, or the province told of it."""
        if self.isVisible() and any(one.startswith(ASSISTED) for one in subjects):
            self._ask()

    def change_clerk(self, blank: object, draft: object) -> None:
        """Nothing of the citizen who was helped stays."""
        del blank, draft
        self._end_help()

    def escape(self) -> bool:
        """What was read of a person is put away; then the help, whose steps the guide gives again."""
        if self.opened.text():
            self.opened.setText("")
            return True
        if self._help is None:
            return False
        self._end_help()
        return True

    # ---- helping -----------------------------------------------------------------------------------------

    def _begun(self, begun: "HelpBegun") -> None:
        self._end_help()
        self._help = begun.helped
        person = begun.helped.person.full_name or "Chưa có tên người nộp"
        self.who.setText(f"{person}\n{begun.name} · {begun.helped.procedure}")
        self.source.setText(f"Theo {begun.source}" if begun.source else "")
        for step in begun.steps:
            tick = Tick(step.name if step.needed else f"{step.name} (nếu có)", step.name)
            tick.setProperty("step", step.name)
            self.steps.append(tick)
            self._steps.addWidget(tick)
            if step.help:
                self._steps.addWidget(label(step.help, "small", wrap=True))
        self._show_help()
        if self.steps:
            self.steps[0].setFocus()

    def _end_help(self) -> None:
        self._help = None
        self.steps = []
        while (item := self._steps.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        for field in (self.code, self.resolver, self.due, self.reason):
            field.put("")
        self.who.setText(_NOBODY)
        self.source.setText("")
        self.opened.setText("")
        self._show_help()

    def _show_help(self) -> None:
        self._fields.setVisible(self._help is not None)
        self.context_changed.emit()

    def _entered(self) -> "OnlineHelp | None":
        if self._help is None:
            return None
        try:
            due = input_parsing.moment(self.due.text) if self.due.text else None
        except ValueError:
            self.banners.show_banner("warn", input_parsing.no_moment_words(self.due.text))
            self.due.edit.setFocus()
            return None
        return replace(
            self._help,
            code=self.code.text,
            resolver=self.resolver.text,
            due_at=due,
            steps=tuple(str(tick.property("step")) for tick in self.steps if tick.isChecked()),
        )

    def _file(self) -> None:
        helped = self._entered()
        if helped is not None:
            self.act(lambda work: work.assisted.filed(helped), self._helped)

    def _give_up(self) -> None:
        helped, reason = self._entered(), self.reason.text
        if helped is not None:
            self.act(lambda work: work.assisted.not_done(helped, reason), self._helped)

    def _helped(self, sentence: str) -> None:
        self._end_help()
        self._done(sentence)

    # ---- following ---------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.assisted.page(), self._show, newest="assisted")

    def _show(self, page: "HelpPage") -> None:
        show_rows(self.table, self.rows, page.lines, lambda one: one.id)
        self.told.setText(page.note)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            ids = [one.id for one in page.lines]
            if wanted in ids:
                self.table.setCurrentIndex(self.rows.index(ids.index(wanted), 0))
            else:
                self.banners.show_banner("info", "Nhóm này đã xong trên Cổng, không còn trong danh sách theo dõi.")
        self.context_changed.emit()

    @Slot()
    def _row_changed(self) -> None:
        self.opened.setText("")
        self.note.put("")
        if self.chosen is not None:
            self.state.choose(self.chosen.state)
        self.context_changed.emit()

    def _go_to(self, wanted: "SubjectId") -> None:
        """The cursor to this matter when the list is here; one that is over on the portal stands there no more."""
        self._wanted = wanted

    def _open_part(self) -> None:
        chosen = self.chosen
        if chosen is not None and chosen.part is not None:
            self.wanted.emit("dossier", chosen.part)

    def _tell(self) -> None:
        chosen, state, note = self.chosen, self.state.value, self.note.text
        if chosen is not None and isinstance(state, NationalState):
            self.act(lambda work: work.assisted.tell(chosen.id, state, note), self._done)

    def _void(self) -> None:
        chosen, reason = self.chosen, self.note.text
        if chosen is not None:
            self.act(lambda work: work.assisted.void(chosen.id, reason), self._done)

    def _open(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.jobs.ask(self, lambda work: work.assisted.open(chosen.id), self._show_opened)

    def _show_opened(self, opened: "FilingOpened") -> None:
        if self.chosen is not None and self.chosen.id == opened.id:
            self.opened.setText("\n".join((opened.person, " · ".join(opened.facts), *opened.history[-4:])))

    def _done(self, sentence: str) -> None:
        self.note.put("")
        self.banners.show_banner("good", sentence)
        self._ask()
        self.recorded.emit()
