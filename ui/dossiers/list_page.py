"""The list of dossiers of this desk: search while typing, sorted by the database, pages of 200."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

from desk.views import PAGE
from desk.words.terms import STATUS
from models.events import ReadBy
from models.ids import DOSSIER, DossierId, SubjectId
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow
from models.words.money_words import amount_text
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import minute
from ui.shell.banner import Banners
from ui.shell.page import Opening, Page
from ui.style.look import look
from ui.widgets.basic import glass_in, label, row
from ui.widgets.buttons import Segments
from ui.widgets.columns import Columns
from ui.widgets.status import SIGN
from ui.widgets.table import ListColumn, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk

_NEWS = 400
"""Milliseconds after news of other desks before the list is asked again: a first sync brings many in a row."""

_REST = 80
"""Milliseconds of rest after typing before the search is asked."""


def _status(found: DossierRow) -> DossierStatus:
    return DossierStatus(found.status)


COLUMNS: tuple[ListColumn[DossierRow], ...] = (
    ListColumn(head="Mã hồ sơ", words=lambda r: r.code or r.slip, order="newest", width=200),
    ListColumn(head="Chủ hồ sơ", words=lambda r: r.owner, order="name", width=196),
    ListColumn(head="Thủ tục", words=lambda r: r.procedure_name, width=330),
    ListColumn(
        head="Tình trạng",
        words=lambda r: STATUS[_status(r)] + (" · cần xem" if r.disputed else ""),
        icon=lambda r: SIGN[_status(r)],
        width=160,
    ),
    ListColumn(head="Nhận lúc", words=lambda r: minute(r.received_at), width=152),
    ListColumn(head="Hẹn trả", words=lambda r: minute(r.due_at), order="due", width=152),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of rows, the row it follows, and how many there are in all where that is known."""

    after: DossierRow | None
    rows: list[DossierRow]
    in_all: int | None


class DossiersPage(Page):
    """Search box, filter, table."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText("Tên, mã hồ sơ, số định danh, điện thoại, 4 số cuối…")
        self.search.setAccessibleName("Tìm hồ sơ")
        glass_in(self.search)
        every: list[tuple[object, str]] = [(None, "Tất cả")]
        self.filter = Segments(
            "Tình trạng",
            [
                *every,
                *(
                    (s, STATUS[s])
                    for s in (
                        DossierStatus.RECEIVED,
                        DossierStatus.SUPPLEMENT,
                        DossierStatus.HANDED_OVER,
                        DossierStatus.REFUSED,
                    )
                ),
            ],
        )
        self.rows: RowsModel[DossierRow] = RowsModel(COLUMNS, "newest", self)
        self.table = QTableView()
        self.table.setAccessibleName("Danh sách hồ sơ")
        self.table.setModel(self.rows)
        self._dress_table()
        self._count = label("", "small")
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(row(label("Hồ sơ", "page"), self._count, 1, gap=12))
        filters = QWidget()
        filters.setLayout(row(self.filter, 1))
        column.addWidget(Columns(self.search, filters, gap=12, weights=(1, 0)))
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        self._empty.hide()
        self._behind = False
        """The rows on screen answer older words than those typed."""
        self._open_best = False
        self._stay: tuple[DossierId | None, int] | None = None
        """Row and place in the list that are found again after news."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.rows.refresh)
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(_NEWS)
        self._news.timeout.connect(self._show_news)
        self.search.textEdited.connect(self._typed)
        self.search.installEventFilter(self)
        self.filter.chosen.connect(self._filtered)
        self.rows.wanted.connect(self._ask)
        self.table.doubleClicked.connect(self._open)
        self.table.installEventFilter(self)

    def _dress_table(self) -> None:
        table = self.table
        dress_table(table, stretched=2)
        table.setSortingEnabled(False)
        head = table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(look().px(100))
        head.sectionClicked.connect(self._sort)
        self._fit()

    def _fit(self) -> None:
        fit_table(self.table, COLUMNS)

    def turn(self, *, narrow: bool) -> None:
        """Rows and columns follow the size of type; in a narrow window the table keeps room for a few rows."""
        self._fit()
        self.table.setMinimumHeight(look().px(200) if narrow else 0)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"search": self._to_search}

    def page_shown(self, what: object) -> None:
        """The keys go to the search."""
        if isinstance(what, str):
            self.search.setText(what)
        self._to_search()
        self.rows.refresh()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Dossiers of other desks: the list follows, soon; the row under the cursor stays there."""
        concerned = any(subject.startswith(DOSSIER) for subject in subjects)
        if concerned and self.isVisible() and not self._news.isActive():
            self._news.start()

    @Slot()
    def _show_news(self) -> None:
        """Only while the first page is all there is: who has scrolled further is reading."""
        if self.isVisible() and len(self.rows.rows) <= PAGE and not self._behind:
            at = self.table.currentIndex().row()
            chosen = self.rows.rows[at].id if 0 <= at < len(self.rows.rows) else None
            self._stay = (chosen, self.table.verticalScrollBar().value())
            self.rows.refresh()

    @Slot()
    def _typed(self) -> None:
        self._behind = True
        self._open_best = False
        self._rest.start()

    @Slot()
    def _filtered(self) -> None:
        self.search.clear()
        self.rows.refresh()

    @Slot(int)
    def _sort(self, column: int) -> None:
        if not self.search.text().strip():
            self.rows.sort(column)

    @Slot(object, str)
    def _ask(self, after: DossierRow | None, order: str) -> None:
        words, status = self.search.text(), self.filter.value
        chosen = status if isinstance(status, DossierStatus) else None

        def look_up(work: "OpenDesk") -> _Found:
            in_all = None if words.strip() else work.dossiers.count(chosen)
            return _Found(after, work.dossiers.listed(words, chosen, order, after), in_all)

        self.jobs.ask(self, look_up, self._found, newest="dossiers")

    def _found(self, found: "_Found") -> None:
        self.rows.put(found.rows, found.after)
        self._behind = self._rest.isActive()
        if self._open_best and not self._behind:
            self._open_best = False
            self._open(self.rows.index(0, 0))
            return
        shown = len(self.rows.rows)
        more = "+" if shown and shown % PAGE == 0 else ""
        many = f"{shown}{more}" if found.in_all is None else amount_text(found.in_all)
        self._count.setText(f"{many} hồ sơ" if shown else "")
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(
            "Không thấy hồ sơ nào. Thử ít chữ hơn: không cần dấu, thứ tự nào cũng được, 4 số cuối là đủ."
            if self.search.text().strip()
            else "Chưa có hồ sơ nào ở đây."
        )
        stay, self._stay = self._stay, None
        if stay is not None and found.after is None:
            row = next((n for n, one in enumerate(self.rows.rows) if one.id == stay[0]), 0)
            self.table.setCurrentIndex(self.rows.index(row, 0))
            self.table.verticalScrollBar().setValue(stay[1])
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.rows.index(0, 0))

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
            self.wanted.emit("dossier", self.rows.rows[0].id)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows.rows):
            words = self.search.text().strip()
            by = ReadBy.SEARCH if words else ReadBy.LIST
            self.wanted.emit("dossier", Opening(dossier=self.rows.rows[index.row()].id, by=by, words=words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search move in the table; Enter opens from both."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._enter()
                return True
            if watched is self.search and key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.rows.rows:
                at = self.table.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
                self.table.setCurrentIndex(self.rows.index(max(0, min(at, len(self.rows.rows) - 1)), 0))
                return True
        return super().eventFilter(watched, event)
