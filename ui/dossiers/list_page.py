"""The list of dossiers of this desk: what is due first, search while typing, sorted by the database, pages of 200.

Space marks lines; what can be done to many dossiers is done to all that are marked (``many_acts``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.dossiers.deadlines import Deadline
from desk.views import PAGE
from desk.words.terms import STATUS
from desk.words.work_lists import step_and_holder
from models.events import ReadBy
from models.ids import DOSSIER, DossierId, SubjectId
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import Order
from models.words.money_words import in_figures
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.dossiers.dossier_act import MANY
from ui.dossiers.many_acts import ManyActs
from ui.shell.banner import Banners, announce
from ui.shell.page import Opening, Page
from ui.style.look import look
from ui.widgets.basic import add_search_icon, label, row
from ui.widgets.buttons import PickList, Segments
from ui.widgets.columns import Columns, Flow
from ui.widgets.line_edit import LineEdit
from ui.widgets.marks import MARK_KEYS, Marks, marked_words
from ui.widgets.status import NEAR, SIGN
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import AtWork, DossierLine

_NEWS = 400
"""Milliseconds after news of other desks before the list is asked again: a first sync brings many in a row."""

_REST = 80
"""Milliseconds of rest after typing before the search is asked."""

_MINUTE = 60_000
"""Milliseconds after which the time left is told anew."""

_OWN = "own"
"""Value of the filter for what one's own unit holds."""

NO_DOSSIER = {DossierStatus.VOIDED: "ĐÃ HỦY", DossierStatus.WITHDRAWN: "ĐÃ RÚT"}
"""What a list says of a dossier that is none any more, as its papers do."""

_BY_STATUS = (
    DossierStatus.RECEIVED,
    DossierStatus.SUPPLEMENT,
    DossierStatus.HANDED_OVER,
    DossierStatus.REFUSED,
    DossierStatus.WITHDRAWN,
    DossierStatus.VOIDED,
)


def _status(line: "DossierLine") -> DossierStatus:
    return DossierStatus(line.row.status)


def _state(line: "DossierLine") -> str:
    said = NO_DOSSIER.get(_status(line), STATUS[_status(line)])
    return said + (" · cần xem" if line.row.disputed else "")


def _tone(line: "DossierLine") -> tuple[str, bool]:
    return ("muted" if _status(line) in NO_DOSSIER else ""), False


_COLUMNS: "tuple[ListColumn[DossierLine], ...]" = (
    ListColumn(
        head="Mã hồ sơ",
        words=lambda line: line.row.code or line.row.slip,
        order="newest",
        down=True,
        width=198,
        tone=_tone,
        gives_way=3,
    ),
    ListColumn(head="Chủ hồ sơ", words=lambda line: line.row.owner, order="name", width=164, tone=_tone),
    ListColumn(
        head="Người nộp",
        words=lambda line: line.row.submitter or "chính chủ",
        width=132,
        tone=lambda line: ("" if line.row.submitter and _status(line) not in NO_DOSSIER else "muted", False),
        gives_way=5,
    ),
    ListColumn(head="Thủ tục", words=lambda line: line.row.procedure_name, width=164, tone=_tone, gives_way=2),
    ListColumn(
        head="Hẹn trả",
        words=lambda line: line.due,
        order="due",
        width=236,
        icon=lambda line: NEAR[line.nearness][0],
        tone=lambda line: NEAR[line.nearness][1],
    ),
    ListColumn(
        head="Bước · đang giữ",
        words=lambda line: step_and_holder(line.row) if line.row.stage else "",
        width=164,
        quiet=True,
        gives_way=4,
    ),
    ListColumn(
        head="Tình trạng",
        words=_state,
        icon=lambda line: SIGN[_status(line)],
        width=160,
        tone=lambda line: ("muted" if _status(line) in NO_DOSSIER else "", _status(line) in NO_DOSSIER),
        gives_way=1,
    ),
)
_STRETCHED = 4


_NOTHING = {
    Deadline.TODAY: "Hôm nay không có hồ sơ nào đến hẹn trả.",
    Deadline.SOON: "Không có hồ sơ nào sắp đến hẹn trả.",
    Deadline.OVERDUE: "Không có hồ sơ nào quá hạn.",
}


def _order(name: str) -> Order:
    return "name" if name == "name" else "due" if name == "due" else "newest"


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of lines, the line it follows, their order, and how many there are in all where that is known."""

    after: "DossierLine | None"
    lines: "list[DossierLine]"
    order: Order
    in_all: int | None


def _due_filter() -> Segments:
    every: list[tuple[object, str]] = [(None, "Tất cả")]
    due = ((Deadline.TODAY, "Hôm nay"), (Deadline.SOON, "Sắp hạn"), (Deadline.OVERDUE, "Quá hạn"))
    return Segments("Hẹn trả", [*every, *due])


def _status_filter() -> PickList:
    made, every = PickList("Tình trạng"), [(None, "Mọi tình trạng")]
    made.offer([*every, *((status, STATUS[status]) for status in _BY_STATUS)])
    made.setMinimumContentsLength(14)
    return made


class DossiersPage(Page):
    """Search box, filters, table. What is typed searches everything; else one of due date or status, and one's unit."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.search = LineEdit()
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText("Tên, mã hồ sơ, số định danh, điện thoại, 4 số cuối…")
        self.search.setAccessibleName("Tìm hồ sơ")
        add_search_icon(self.search)
        self.due_filter, self.status_filter = _due_filter(), _status_filter()
        self.unit_filter = Segments("Đơn vị đang giữ", [("", "Mọi đơn vị"), (_OWN, "Đơn vị tôi")])
        self.unit_filter.hide()
        self._unit = ""
        """Id of the unit in which who works here does; empty = none."""
        self.columns = (Marks.column(lambda: self.marks), *_COLUMNS)
        self.rows: RowsModel[DossierLine] = RowsModel(self.columns, "due", self)
        self.table = QTableView()
        self.table.setAccessibleName("Danh sách hồ sơ")
        self.table.setModel(self.rows)
        self.marks: Marks[DossierLine] = Marks(self.table, self.rows, lambda line: line.row.id)
        self.many = ManyActs(jobs, print_queue, acts, banners, self._chosen)
        self._dress_table()
        self._count = label("", "small")
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label("", "small", wrap=True)
        self._lay_out()
        self._behind = False
        """The rows on screen answer older words than those typed."""
        self._open_best = False
        self._stay: tuple[DossierId | None, int] | None = None
        """Row and place in the list that are found again after news."""
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.rows.refresh)
        self._news = QTimer(self, singleShot=True, interval=_NEWS)
        self._news.timeout.connect(self._show_news)
        self.search.textEdited.connect(self._typed)
        self.search.installEventFilter(self)
        self._minutes = QTimer(self, interval=_MINUTE)
        self._minutes.timeout.connect(self._show_news)
        self._minutes.start()
        self.unit_filter.chosen.connect(self._by_unit)
        self.due_filter.chosen.connect(self._by_due)
        self.status_filter.chosen.connect(self._by_status)
        self.rows.wanted.connect(self._ask)
        self.marks.changed.connect(self._marked)
        self.many.done.connect(self._done)
        self.many.closed.connect(self._to_table)
        self.many.changed.connect(self.context_changed)
        self.table.doubleClicked.connect(self._open_clicked)
        self.table.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(row(label("Hồ sơ", "page"), self._count, 1, self.many.button(), gap=12))
        filters = QWidget()
        filters.setLayout(Flow(self.unit_filter, self.due_filter, self.status_filter, gap=12))
        column.addWidget(Columns(self.search, filters, gap=12, weights=(1, 0)))
        column.addWidget(self.many)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._hint)
        self._empty.hide()

    def _dress_table(self) -> None:
        table = self.table
        dress_table(table, stretched=_STRETCHED)
        RoomForColumns(table, self.columns)
        table.setSortingEnabled(False)
        head = table.horizontalHeader()
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort)
        self._fit()

    def _fit(self) -> None:
        fit_table(self.table, self.columns)

    def turn(self, *, narrow: bool) -> None:
        """Rows and columns follow the size of type; in a narrow window the table keeps room for a few rows."""
        self._fit()
        self.table.setMinimumHeight(look().px(200) if narrow else 0)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"search": self._to_search, **self.many.handlers()}

    def context(self, context: ActContext) -> ActContext:
        """Whether there is something to act on: never what answers older words than those typed."""
        chosen = bool(self.rows.rows) and not self._behind and not self.many.busy
        return replace(context, chosen=chosen, sheet=MANY if self.many.sheet else "")

    def escape(self) -> bool:
        """What is folded out closes first, then marks go."""
        if self.many.close_sheet():
            return True
        if not self.marks.count:
            return False
        self.marks.clear()
        return True

    def show_clerk(self, state: "AtWork | None") -> None:
        """Who works in a unit begins with what that unit holds."""
        super().show_clerk(state)
        unit = state.unit if state is not None else ""
        if unit != self._unit:
            self._unit = unit
            self.unit_filter.setVisible(bool(unit))
            self.unit_filter.choose(_OWN if unit else "")
            self._other_lines()

    def page_shown(self, what: object) -> None:
        """The keys go to the search."""
        if isinstance(what, str):
            self.search.setText(what)
        self._to_search()
        self.rows.refresh()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Dossiers of other desks: the list follows, soon; the row under the cursor stays there."""
        concerned = any(subject.startswith(DOSSIER) for subject in subjects)
        if concerned and self.isVisible() and not self._news.isActive():
            self._news.start()

    @Slot()
    def _show_news(self) -> None:
        """Only while the first page is all there is: who has scrolled further is reading."""
        if self.isVisible() and len(self.rows.rows) <= PAGE and not self._behind:
            at = self.table.currentIndex().row()
            chosen = self.rows.rows[at].row.id if 0 <= at < len(self.rows.rows) else None
            self._stay = (chosen, self.table.verticalScrollBar().value())
            self.rows.refresh()

    @Slot()
    def _typed(self) -> None:
        self._behind = True
        self._open_best = False
        self.unit_filter.choose("")
        self.due_filter.choose(None)
        self.status_filter.choose(None)
        self._other_lines()
        self._rest.start()

    @Slot()
    def _by_unit(self) -> None:
        self.search.clear()
        self._other_lines()
        self.rows.refresh()

    @Slot()
    def _by_due(self) -> None:
        self.search.clear()
        self.status_filter.choose(None)
        self._other_lines()
        self.rows.refresh()

    @Slot()
    def _by_status(self) -> None:
        self.search.clear()
        self.due_filter.choose(None)
        self._other_lines()
        self.rows.refresh()

    def _other_lines(self) -> None:
        """What is marked of the lines before is marked no more: nothing is done to what is not to be seen."""
        self.many.close_sheet()
        self.marks.clear()
        self.context_changed.emit()

    @property
    def _only(self) -> DossierStatus | Deadline | None:
        for value in (self.due_filter.value, self.status_filter.value):
            if isinstance(value, Deadline | DossierStatus):
                return value
        return None

    @property
    def _by_due_date(self) -> bool:
        """What the filters leave comes by due date alone."""
        return isinstance(self._only, Deadline) or self.unit_filter.value == _OWN

    @Slot(int)
    def _sort(self, column: int) -> None:
        if not self.search.text().strip() and not self._by_due_date:
            self.rows.sort(column)

    @Slot(object, str)
    def _ask(self, after: "DossierLine | None", chosen: str) -> None:
        words, only = self.search.text(), self._only
        unit = self._unit if self.unit_filter.value == _OWN else ""
        order = _order("newest" if words.strip() else "due" if self._by_due_date else chosen)

        def look_up(work: "OpenDesk") -> _Found:
            in_all = None if words.strip() else work.dossiers.count(only, unit)
            return _Found(after, work.dossiers.listed(words, only, order, after, unit), order, in_all)

        self.jobs.ask(self, look_up, self._found, newest="dossiers")

    def _found(self, found: "_Found") -> None:
        self.rows.put(found.lines, found.after, found.order)
        self._behind = self._rest.isActive()
        if self._open_best and not self._behind:
            self._open_best = False
            self._open(self.rows.index(0, 0))
            return
        shown = len(self.rows.rows)
        more = "+" if shown and shown % PAGE == 0 else ""
        many = f"{shown}{more}" if found.in_all is None else in_figures(found.in_all)
        self._count.setText(f"{many} hồ sơ" if shown else "")
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(
            "Không thấy hồ sơ nào. Thử ít chữ hơn: không cần dấu, thứ tự nào cũng được, 4 số cuối là đủ."
            if self.search.text().strip()
            else _NOTHING[self._only]
            if isinstance(self._only, Deadline)
            else "Chưa có hồ sơ nào ở đây."
        )
        stay, self._stay = self._stay, None
        if stay is not None and found.after is None:
            row = next((n for n, one in enumerate(self.rows.rows) if one.row.id == stay[0]), 0)
            self.table.setCurrentIndex(self.rows.index(row, 0))
            self.table.verticalScrollBar().setValue(stay[1])
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        if found.after is None and shown < PAGE:
            self.marks.keep({line.row.id for line in self.rows.rows})
        self._tell_marks()

    # ---- acts on what is marked --------------------------------------------------------------------------

    def _chosen(self) -> list[DossierId]:
        return [line.row.id for line in self.marks.chosen()]

    @Slot()
    def _marked(self) -> None:
        announce(self.table, marked_words(self.marks.count), at_once=False)
        self._tell_marks()

    def _tell_marks(self) -> None:
        marked = self.marks.count
        self._hint.setText(f"{marked_words(marked)} {MARK_KEYS}" if marked else MARK_KEYS)
        self._hint.setVisible(bool(self.rows.rows))
        self.context_changed.emit()

    @Slot(object)
    def _done(self, refused: "frozenset[DossierId]") -> None:
        """What was refused stays marked, if it was; the list follows."""
        self.marks.keep(refused)
        self.rows.refresh()
        self.recorded.emit()

    @Slot()
    def _to_table(self) -> None:
        (self.table if self.table.isVisible() else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- opening -----------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Open the dossier under the cursor; when the list still answers older words, the best of the coming one."""
        if self._behind:
            self._open_best = True
            self._rest.stop()
            self.rows.refresh()
        else:
            self._open(self.table.currentIndex())

    def open_first(self) -> None:
        """Open the dossier on top."""
        if self.rows.rows:
            self.wanted.emit("dossier", self.rows.rows[0].row.id)

    @Slot(QModelIndex)
    def _open_clicked(self, index: QModelIndex) -> None:
        """A click into the first column marks."""
        if index.column():
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows.rows):
            words = self.search.text().strip()
            by = ReadBy.SEARCH if words else ReadBy.LIST
            self.wanted.emit("dossier", Opening(dossier=self.rows.rows[index.row()].row.id, by=by, words=words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search move in the table, Space in an empty one marks there; Enter opens from both."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._enter()
                return True
            if watched is self.search and key == Qt.Key.Key_Space and not self.search.text() and self.rows.rows:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return self.marks.eventFilter(self.table, event)
            if watched is self.search and key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.rows.rows:
                at = self.table.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
                self.table.setCurrentIndex(self.rows.index(max(0, min(at, len(self.rows.rows) - 1)), 0))
                return True
        return super().eventFilter(watched, event)
