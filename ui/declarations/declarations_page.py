"""Declarations for the citizen at the counter: choose one, answer what is not known, print it to be signed."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QTableView, QVBoxLayout, QWidget

from models.person import Person
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs, Reason
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners
from ui.shell.page import FormWanted, Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import label, row, scrolled, set_scaled_width
from ui.widgets.buttons import KeyButton, PickList
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_file
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.declarations.answers import Subjects
    from desk.declarations.declarations import DeclarationForm, Offered
    from desk.declarations.office_templates import CheckedTemplate
    from desk.intake.intake import IntakeForm
    from desk.prints.print_jobs import PrintJob
    from desk.views.service.declarations import DeclarationList, DeclarationRow, PaperPicture
    from desk.views.view_models import AtWork
    from ui.declarations.answers_part import AnswersPart

_NOBODY = "Chưa có người dân: mở từ quầy (Ctrl+J) để lấy sẵn thông tin trên thẻ, phiếu."
_CHOOSE = "Chọn tờ khai ở danh sách, Enter để điền."
_FILLED_IN = "Đã điền tờ khai; mời người dân đọc lại và ký."
_KINDS = "Mẫu (*.docx *.pdf)"


def _columns() -> "tuple[ListColumn[DeclarationRow], ...]":
    return (
        ListColumn(
            head="Tờ khai",
            words=lambda one: one.name,
            width=240,
            icon=lambda one: ("check" if one.fits else "", "good"),
        ),
    )


class DeclarationsPage(Page):
    """The list at the left, the questions of one at the right; nothing of a citizen stays with the next."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self._intake: IntakeForm | None = None
        """For whom and what; None = nobody is at the counter."""
        self._clerk = ""
        self.answers: AnswersPart | None = None
        self._turn = 0
        """Counts the citizens and declarations of this page: an answer that comes late for another is dropped."""
        columns = _columns()
        self.rows: RowsModel[DeclarationRow] = RowsModel(columns, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Tờ khai")
        self.table.setModel(self.rows)
        dress_table(self.table, stretched=0)
        RoomForColumns(self.table, columns)
        self._columns = columns
        self._whom = label("", "small", wrap=True)
        self.kept = PickList("Tờ đã in ở máy này")
        self._title = label("", "section", wrap=True)
        self._source = label("", "small", wrap=True)
        self._hint = label(_CHOOSE, "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll: QScrollArea | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture.setAccessibleName("Hình tờ khai")
        self._image = QPixmap()
        self.stack = QStackedWidget()
        self._lay_out()
        self.table.activated.connect(self.open_chosen)
        self.table.selectionModel().currentRowChanged.connect(self.context_changed)

    def _lay_out(self) -> None:
        left = QWidget()
        set_scaled_width(left, 400)
        kept_head = label("Đã in ở máy này, còn lưu 7 ngày", "label")
        kept_head.setBuddy(self.kept)
        self._kept = QWidget()
        self._kept.setLayout(_column(kept_head, self.kept, KeyButton(self.acts["declaration_again"], "quiet")))
        tools = QWidget()
        tools.setLayout(
            Flow(KeyButton(self.acts["template_sample"], "quiet"), KeyButton(self.acts["template_add"], "quiet"))
        )
        inside = _column(self._whom)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._kept)
        inside.addWidget(tools)
        left.setLayout(inside)
        right = QWidget()
        self._buttons = QWidget()
        self._buttons.setLayout(
            Flow(
                KeyButton(self.acts["declaration_look"], "quiet"),
                KeyButton(self.acts["declaration_blank"], "quiet"),
                KeyButton(self.acts["declaration_print"], "primary"),
            )
        )
        self.stack.addWidget(self._hint)
        self.stack.addWidget(scrolled(self._picture))
        beside = _column(self._title, self._source)
        beside.addWidget(self.stack, 1)
        beside.addWidget(self._buttons)
        right.setLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(label("Tờ khai", "page"))
        across = row(left, gap=20)
        across.addWidget(right, 1)
        column.addLayout(across, 1)
        fit_table(self.table, self._columns)
        self._close()

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "declaration_print": partial(self._print, blank=False),
            "declaration_blank": partial(self._print, blank=True),
            "declaration_look": self._look,
            "declaration_again": self._print_again,
            "template_sample": self._sample,
            "template_add": self._ask_template,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether a declaration is open, and whether one is chosen."""
        return replace(context, do_it=self.answers is not None and not self.acting, chosen=self._row() is not None)

    def page_shown(self, what: object) -> None:
        """For the form at the counter; without one, for nobody: what stood here of another citizen is gone."""
        self._close()
        self._intake = what.form if isinstance(what, FormWanted) else None
        self._tell_whom()
        self._list()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Somebody else sits down: nothing of the last one's citizen stays."""
        clerk = state.clerk if state is not None else ""
        if clerk and self._clerk and clerk != self._clerk:
            self._close()
            self._intake = None
            self._tell_whom()
        self._clerk = clerk or self._clerk

    def save_unfinished(self) -> None:
        """The window is covered: what is typed goes to its draft."""
        self._keep_draft()

    def window_closing(self) -> None:
        """Likewise."""
        self._keep_draft()

    def escape(self) -> bool:
        """The picture closes, then the declaration; its answers stay in the draft."""
        if self.answers is not None and self.stack.currentIndex() == 1:
            self.stack.setCurrentIndex(self.stack.count() - 1)
            self.answers.focus_first()
            return True
        if self.answers is None and self.stack.currentIndex() == 1:
            self._close()
            return True
        if self.answers is not None:
            self._keep_draft()
            self._close()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is as wide as there is room."""
        super().resizeEvent(event)
        self._fit_picture()

    # ---- the list ----------------------------------------------------------------------------------------

    @property
    def _procedure(self) -> str:
        return self._intake.procedure if self._intake is not None else ""

    def _list(self) -> None:
        procedure = self._procedure
        self.jobs.ask(self, lambda work: work.declarations.listed(procedure), self._listed)

    def _listed(self, listed: "DeclarationList") -> None:
        self.rows.put(listed.rows, None)
        if listed.rows and self._row() is None:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self.kept.offer([(one.subject, f"{one.at} · {one.whose} · {one.name}") for one in listed.kept])
        self._kept.setVisible(bool(listed.kept))
        if listed.damaged:
            self.banners.show_banner(
                "warn", f"Không đọc được mẫu {', '.join(listed.damaged)}; các mẫu khác vẫn dùng được."
            )
        self.context_changed.emit()

    def _row(self) -> "DeclarationRow | None":
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    @Slot()
    def open_chosen(self) -> None:
        """Open the declaration under the cursor of the list."""
        one = self._row()
        if one is None:
            return
        self._keep_draft()
        people, procedure = self._people(), self._procedure
        opened = partial(self._opened, self._turn)
        self.jobs.ask(self, lambda work: work.declarations.open(one.id, people, procedure), opened)

    def _opened(self, turn: int, offered: "Offered") -> None:
        if turn != self._turn:
            return  # asked for a citizen who is gone
        from ui.declarations.answers_part import AnswersPart  # noqa: PLC0415 - its fields, when there are questions

        self._close()
        self.answers = AnswersPart(offered)
        self.answers.changed.connect(self._keep_draft)
        self._scroll = scrolled(self.answers)
        self.stack.addWidget(self._scroll)
        self.stack.setCurrentWidget(self._scroll)
        self._title.setText(offered.declaration.name)
        chosen = self._row()
        same = chosen is not None and chosen.id == offered.declaration.id
        self._source.setText(_source_of(chosen) if same and chosen is not None else "")
        self._buttons.show()
        self.answers.focus_first()
        self.context_changed.emit()

    def _close(self) -> None:
        """No declaration is open, and nothing of it is left on the page."""
        self._turn += 1
        scroll, self._scroll, self.answers = (
            self._scroll,
            None,
            None,
        )  # first: a field that loses the keys saves a draft
        if scroll is not None:
            self.stack.removeWidget(scroll)
            scroll.deleteLater()
        self._image = QPixmap()
        self._picture.clear()
        self.stack.setCurrentIndex(0)
        self._title.setText("")
        self._source.setText("")
        self._buttons.hide()
        self.context_changed.emit()

    def _tell_whom(self) -> None:
        form = self._intake
        names = []
        if form is not None and form.submitter.full_name:
            names.append(f"Người nộp: {form.submitter.full_name}")
        if form is not None and form.owner is not None and (owner := _owner_name(form)):
            names.append(f"Chủ hồ sơ: {owner}")
        self._whom.setText(" · ".join(names) or _NOBODY)

    def _people(self) -> "Subjects":
        from desk.declarations.answers import Subjects  # noqa: PLC0415 - the desk's verbs load with the first one

        form = self._intake
        if form is None:
            return Subjects()
        owner = form.owner if isinstance(form.owner, Person) else form.submitter
        relation = form.authority.relation if form.authority is not None else ""
        return Subjects(submitter=form.submitter, owner=owner, relation=relation)

    # ---- filling it in -----------------------------------------------------------------------------------

    def _form(self, *, blank: bool = False) -> "DeclarationForm | None":
        from desk.declarations.declarations import DeclarationForm  # noqa: PLC0415 - likewise

        if self.answers is None:
            return None
        return DeclarationForm(
            declaration=self.answers.declaration.version,
            people=self._people(),
            procedure=self._procedure,
            answers=self.answers.answers,
            blank=blank,
        )

    @Slot()
    def _keep_draft(self) -> None:
        form = self._form()
        if form is not None and form.answers and not self.acting:  # its draft ends with the paper on its way
            self.jobs.ask(self, lambda work: work.declarations.keep_draft(form), None, _ignored)

    def _print(self, *, blank: bool) -> None:
        form = self._form(blank=blank)
        if form is None or self.answers is None:
            return
        hindered = self.answers.go_to_first_open(blank=blank)
        if hindered:
            self.banners.show_banner("warn", hindered)
            return
        self.act(lambda work: work.declarations.issue(form), self._issued)

    def _issued(self, job: "PrintJob") -> None:
        self._close()
        self.banners.show_banner("good", _FILLED_IN, *self._back)
        self.prints.send(job, _FILLED_IN, *self._back)
        self.recorded.emit()
        self._list()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _back(self) -> tuple[str, Callable[[], None]]:
        return "Về quầy", self._to_counter

    def _to_counter(self) -> None:
        self.wanted.emit("counter", None)

    def _print_again(self) -> None:
        subject = self.kept.value
        if subject is not None:
            self.jobs.ask(
                self,
                lambda work: work.declarations.print_again(subject),  # type: ignore[arg-type] # a subject by construction
                lambda job: self.prints.send(job, "", *self._back),
            )

    # ---- pictures ----------------------------------------------------------------------------------------

    def _look(self) -> None:
        form = self._form(blank=True)
        if form is not None and self.answers is not None:
            hindered = self.answers.go_to_first_open(blank=True)
            if hindered:
                self.banners.show_banner("warn", hindered)
                return
            self.jobs.ask(
                self,
                lambda work: work.declarations.picture(form),
                partial(self._show_picture, self._turn),
            )

    def _sample(self) -> None:
        one = self._row()
        if one is not None:
            self._keep_draft()
            self._close()
            self._title.setText(one.name)
            self._source.setText(f"Điền thử bằng dữ liệu ví dụ. {_source_of(one)}")
            self.jobs.ask(
                self,
                lambda work: work.declarations.sample(one.id),
                partial(self._show_picture, self._turn),
            )

    def _show_picture(self, turn: int, picture: "PaperPicture") -> None:
        if turn != self._turn:
            return  # likewise
        self._image.loadFromData(picture.png)
        self.stack.setCurrentIndex(1)
        self._fit_picture()
        if picture.pages > 1:
            self.banners.show_banner("info", f"Tờ này có {picture.pages} trang, trang sau ở dưới: cuộn xuống để xem.")

    def _fit_picture(self) -> None:
        if not self._image.isNull():
            wide = min(self._image.width(), max(200, self.stack.width() - 40))
            self._picture.setPixmap(self._image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))

    # ---- templates of the office -------------------------------------------------------------------------

    def _ask_template(self) -> None:
        ask_file(self, "Thêm mẫu của cơ quan", lambda path: self.add_template(Path(path)), _KINDS)

    def add_template(self, file: Path) -> None:
        """Check a template and keep it, for the procedure of the form in hand."""
        procedure = self._procedure
        self.jobs.ask(self, lambda work: work.declarations.add_template(file, procedure), self._added)

    def _added(self, checked: "CheckedTemplate") -> None:
        notes = "; ".join(f"{one.place}: {one.words}" for one in checked.findings[:2])
        name = checked.declaration.name
        words = f"Đã thêm mẫu “{name}”." + (f" Lưu ý: {notes}." if notes else "")
        self.banners.show_banner("warn" if notes else "good", words)
        self._list()


def _column(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    return column


def _source_of(one: "DeclarationRow") -> str:
    """What it follows, and how surely."""
    return f"{one.source} ({one.since}). {one.note}".strip()


def _owner_name(form: "IntakeForm") -> str:
    owner = form.owner
    if owner is None:
        return ""
    return owner.full_name if isinstance(owner, Person) else owner.name


def _ignored(_: Reason) -> None:
    """A draft that cannot be kept now (the desk was just locked) is kept with the next field."""
