"""Citizens' files: whom a search finds at the left, all that the commune has of the chosen one at the right."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from models.events import CITIZEN, ReadBy
from models.ids import DOSSIER, DossierId, SubjectId
from models.person import number_of
from models.subjects.citizen_decision import CitizenVerdict
from ui.actions import Act, ActContext
from ui.citizen_file.actions import DECIDING
from ui.citizen_file.decide_part import CitizenAct, DecidePart
from ui.core.jobs import Jobs
from ui.shell.banner import Banners
from ui.shell.page import CitizenWanted, Opening, Page
from ui.widgets.basic import add_search_icon, frame, label, row, scrolled
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.field import Field, go_to_red, wrong_words
from ui.widgets.line_edit import LineEdit
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.views.citizen_file.file_view import CitizenDossierLine, CitizenLine, DoubleLine, FileView, PaperLineOfFile
    from desk.views.view_models import AtWork

Row = TypeVar("Row")

_REST = 200
"""Milliseconds of rest after typing before the search is asked."""

_PEOPLE: "tuple[ListColumn[CitizenLine], ...]" = (
    ListColumn(head="Họ tên", words=lambda one: one.name, width=150),
    ListColumn(head="Số giấy tờ", words=lambda one: one.number, width=122),
    ListColumn(head="Có", words=lambda one: one.dossiers, width=70, quiet=True),
)
_DOSSIERS: "tuple[ListColumn[CitizenDossierLine], ...]" = (
    ListColumn(head="Thủ tục", words=lambda one: one.procedure, width=150, tone=lambda one: _faint(ended=not one.open)),
    ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=206),
    ListColumn(head="Là", words=lambda one: one.role, width=104, quiet=True),
    ListColumn(head="Tình trạng", words=lambda one: one.status, width=120),
    ListColumn(head="Ngày", words=lambda one: one.on, width=104, quiet=True, gives_way=1),
)
_PAPERS: "tuple[ListColumn[PaperLineOfFile], ...]" = (
    ListColumn(head="Giấy tờ, kết quả", words=lambda one: one.name, width=170),
    ListColumn(head="Từ đâu", words=lambda one: one.source, width=130, quiet=True),
    ListColumn(head="Ngày", words=lambda one: one.on, width=110),
    ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=206, quiet=True, gives_way=1),
)
_ENTRIES: "tuple[ListColumn[DoubleLine], ...]" = (
    ListColumn(
        head="Các mục của người này, mục có thể trùng",
        words=lambda one: one.words,
        width=300,
        icon=lambda one: ("warn", one.tone or "muted") if one.proposed else ("", ""),
        tone=lambda one: _faint(ended=one.tone == "muted"),
    ),
)


def _faint(*, ended: bool) -> tuple[str, bool]:
    return ("muted" if ended else ""), False


class _Table(QTableView):
    """A table that wants no more height than its least: what room is left is shared by weight."""

    def sizeHint(self) -> QSize:
        """As wide as any table."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


class CitizenFilePage(Page):
    """Search, people and the reason at the left; head, dossiers, papers, entries of one person at the right."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.search = LineEdit()
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText("Họ tên, số giấy tờ, điện thoại; hoặc quẹt thẻ")
        self.search.setAccessibleName("Tìm người")
        add_search_icon(self.search)
        self.reason = Field("Lý do xem (không cần khi quẹt thẻ)", hint="xác minh theo đơn, trả lời kiến nghị…")
        self.people: RowsModel[CitizenLine] = RowsModel(_PEOPLE, "", self)
        self.dossiers: RowsModel[CitizenDossierLine] = RowsModel(_DOSSIERS, "", self)
        self.papers: RowsModel[PaperLineOfFile] = RowsModel(_PAPERS, "", self)
        self.entries: RowsModel[DoubleLine] = RowsModel(_ENTRIES, "", self)
        self.people_table = self._table(self.people, _PEOPLE, "Những người tìm thấy", 0)
        self.dossiers_table = self._table(self.dossiers, _DOSSIERS, "Hồ sơ của người này", 0)
        self.papers_table = self._table(self.papers, _PAPERS, "Giấy tờ và kết quả của người này", 0)
        self.entries_table = self._table(self.entries, _ENTRIES, "Các mục của người này và mục có thể trùng", 0)
        self.deciding = DecidePart(acts)
        self.deciding.hide()
        self.view: FileView | None = None
        self._last: RowsModel[Any] = self.dossiers
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._lay_out()
        self._timer.timeout.connect(self._find)
        self.search.textEdited.connect(self._timer.start)
        self.search.returnPressed.connect(self._into_people)
        self.people_table.doubleClicked.connect(self._open)
        self.deciding.away.connect(self._fold)

    def _table(
        self, model: RowsModel[Any], columns: Sequence[ListColumn[Any]], name: str, stretched: int
    ) -> QTableView:
        table = _Table()
        table.setAccessibleName(name)
        table.setModel(model)
        dress_table(table, stretched=stretched)
        RoomForColumns(table, columns)
        table.selectionModel().currentRowChanged.connect(partial(self._chosen_changed, model))
        if model in {self.dossiers, self.papers}:
            table.doubleClicked.connect(self._open_dossier)
        return table

    def _lay_out(self) -> None:
        head = row(Flow(label("Hồ sơ công dân", "page"), label("Người này đã có gì ở xã?", "muted"), gap=12))
        head.setStretch(0, 1)
        buttons = [
            KeyButton(self.acts["citizen_take_back"], "quiet", only_when_allowed=True),
            KeyButton(self.acts["citizen_apart"], "soft", only_when_allowed=True),
            KeyButton(self.acts["citizen_merge"], "soft", only_when_allowed=True),
            KeyButton(self.acts["citizen_dossier"], "soft", only_when_allowed=True),
            KeyButton(self.acts["citizen_open"], "primary", only_when_allowed=True),
        ]
        head.addLayout(Flow(*buttons))
        left, right = QWidget(), QWidget()
        found = QVBoxLayout(left)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(8)
        self._nobody = label("", "muted", wrap=True)
        self._contested = label("", "small", wrap=True)
        found.addWidget(self.search)
        found.addWidget(self.people_table, 1)
        found.addWidget(self._nobody)
        found.addWidget(self.reason)
        found.addWidget(self._contested)
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        self._name, self._head = label("", "page", wrap=True), label("", "", wrap=True)
        self._address, self._elsewhere = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self._warnings = label("", "strong", wrap=True)
        for part in (self._name, self._head, self._address, self._elsewhere, self._warnings):
            inside.addWidget(part)
        file = QVBoxLayout(right)
        file.setContentsMargins(0, 0, 0, 0)
        file.setSpacing(8)
        self._empty = label("Tìm một người ở bên trái, hoặc quẹt thẻ của người đó.", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        file.addWidget(self._empty)
        file.addWidget(self.deciding)
        file.addWidget(self._card)
        for table, height in ((self.dossiers_table, 3), (self.papers_table, 2), (self.entries_table, 2)):
            table.setMinimumHeight(96)
            file.addWidget(table, height)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        self._columns = Columns(left, scrolled(right), weights=(2, 4), abreast=1000)
        whole.addWidget(self._columns, 1)
        for table, columns in (
            (self.people_table, _PEOPLE),
            (self.dossiers_table, _DOSSIERS),
            (self.papers_table, _PAPERS),
        ):
            fit_table(table, columns)
        fit_table(self.entries_table, _ENTRIES)
        self._show(None)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "citizen_search": self._to_search,
            "citizen_open": self._open,
            "citizen_dossier": self._open_dossier,
            "citizen_merge": partial(self._ask_decision, CitizenAct.MERGE),
            "citizen_apart": partial(self._ask_decision, CitizenAct.APART),
            "citizen_take_back": partial(self._ask_decision, CitizenAct.TAKE_BACK),
            "citizen_decide": self._decide,
        }

    def context(self, context: ActContext) -> ActContext:
        """Who and what is chosen."""
        entry, free = self._entry, not self.acting
        return replace(
            context,
            chosen=free and self._person is not None,
            shelved=free and self._dossier is not None,
            contradicts=free and entry is not None and entry.proposed,
            doubled=free and entry is not None and bool(entry.decision),
            sheet=DECIDING if self.deciding.isVisibleTo(self) else "",
        )

    def turn(self, *, narrow: bool) -> None:
        """One below the other in a narrow window."""
        self._columns.turn(narrow=narrow)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Nothing of a file stays for another person."""
        super().show_clerk(state)
        self.search.setText("")
        self.reason.put("")
        self.people.put((), None)
        self._nobody.setText("")
        self._show(None)

    def page_shown(self, what: object) -> None:
        """Out of a dossier: the file of its person; from the counter of who is there; else whom one looks for."""
        if isinstance(what, CitizenWanted):
            self._show_citizen(what)
            return
        if isinstance(what, str) and what.startswith(DOSSIER):
            dossier = DossierId(SubjectId(what))
            self.jobs.ask(self, lambda work: work.citizen_file.of_dossier(dossier), self._opened)
            return
        self.jobs.ask(self, lambda work: work.citizen_file.contested(), self._contested_known, newest="contested")
        self._to_search()

    def _show_citizen(self, wanted: CitizenWanted) -> None:
        """Who presented a card: the file at once. Of anybody else one says why, and chooses among who is found."""
        person = wanted.person
        self._show(None)
        if wanted.by_card:
            self.search.setText("")
            self._found(())
            self.jobs.ask(self, lambda work: work.citizen_file.of_card(person), self._opened)
            return
        self.search.setText(number_of(person) or person.full_name)
        self._find()
        self.reason.edit.setFocus()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Another desk decided about people."""
        if self.isVisible() and self.view is not None and any(one.startswith(CITIZEN) for one in subjects):
            key = self.view.key
            self.jobs.ask(self, lambda work: work.citizen_file.again(key), self._show, newest="file")

    def use_scan(self, scan: "Scan") -> bool:
        """A card opens the file of its bearer."""
        person = scan.person
        if person is None:
            return False
        self.jobs.ask(self, lambda work: work.citizen_file.of_card(person), self._opened)
        return True

    def escape(self) -> bool:
        """Close what is folded out."""
        if not self.deciding.isVisibleTo(self):
            return False
        self._fold()
        return True

    @property
    def _person(self) -> "CitizenLine | None":
        return _under_cursor(self.people_table, self.people)

    @property
    def _dossier(self) -> DossierId | None:
        """Of the dossier or paper that was chosen last."""
        if self._last is self.papers:
            paper = _under_cursor(self.papers_table, self.papers)
            return paper.dossier if paper is not None else None
        line = _under_cursor(self.dossiers_table, self.dossiers)
        return line.dossier if line is not None else None

    @property
    def _entry(self) -> "DoubleLine | None":
        return _under_cursor(self.entries_table, self.entries)

    # ---- asking ------------------------------------------------------------------------------------------

    @Slot()
    def _find(self) -> None:
        words = self.search.text().strip()
        if words:
            self.jobs.ask(self, lambda work: work.citizen_file.find(words), self._found, newest="find")
        else:
            self._found(())

    def _found(self, people: "tuple[CitizenLine, ...]") -> None:
        self.people.put(people, None)
        asked = bool(self.search.text().strip())
        self._nobody.setText("Không có hồ sơ nào của người như vậy." if asked and not people else "")
        if people:
            self.people_table.setCurrentIndex(self.people.index(0, 0))
        self.context_changed.emit()

    def _contested_known(self, sentences: tuple[str, ...]) -> None:
        self._contested.setText("\n".join(sentences))
        self._contested.setVisible(bool(sentences))

    @Slot()
    def _open(self) -> None:
        person = self._person
        if person is None:
            return
        reason = self.reason.text
        if not reason:
            self.reason.edit.setFocus()
        self.act(lambda work: work.citizen_file.open(person.key, ReadBy.SEARCH, reason), self._opened)

    def _opened(self, view: "FileView") -> None:
        self._fold()
        self._show(view)
        self.dossiers_table.setFocus(Qt.FocusReason.OtherFocusReason)
        if view.dossiers:
            self.dossiers_table.setCurrentIndex(self.dossiers.index(0, 0))
        if view.said:
            self.banners.show_banner("good", view.said)
            self.recorded.emit()
            self.jobs.ask(self, lambda work: work.citizen_file.contested(), self._contested_known, newest="contested")

    def _show(self, view: "FileView | None") -> None:
        self.view = view
        self.dossiers.put(view.dossiers if view else (), None)
        self.papers.put(view.papers if view else (), None)
        self.entries.put(view.entries if view else (), None)
        said = (
            (self._name, view.name if view else ""),
            (self._head, view.head if view else ""),
            (self._address, view.address if view else ""),
            (self._elsewhere, view.elsewhere if view else ""),
            (self._warnings, "\n".join(view.warnings) if view else ""),
        )
        for part, words in said:
            part.setText(words)
            part.setVisible(bool(words))
        self._empty.setVisible(view is None)
        for one in (self._card, self.dossiers_table):
            one.setVisible(view is not None)
        self.papers_table.setVisible(bool(self.papers.rows))
        self.entries_table.setVisible(bool(self.entries.rows))
        if view is None:
            self.deciding.hide()
        self._contested.setVisible(bool(self._contested.text()))
        self.context_changed.emit()

    def _chosen_changed(self, model: RowsModel[Any], *_: object) -> None:
        if model in {self.dossiers, self.papers}:
            self._last = model
        if model is self.entries:
            self._fold()
        self.context_changed.emit()

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def _into_people(self) -> None:
        self._timer.stop()
        self._find()
        self.people_table.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(QModelIndex)
    def _open_dossier(self, _index: QModelIndex | None = None) -> None:
        dossier = self._dossier
        if dossier is not None:
            self.wanted.emit("dossier", Opening(dossier=dossier, by=ReadBy.PERSON))

    # ---- deciding ----------------------------------------------------------------------------------------

    def _ask_decision(self, what: CitizenAct) -> None:
        entry, view = self._entry, self.view
        if entry is None or view is None:
            return
        merges = what is CitizenAct.MERGE
        whom = entry.words if what is CitizenAct.TAKE_BACK else f"{view.name} ({view.head}) và {entry.words}"
        clashes, numbers = (entry.clashes, entry.numbers) if merges else ((), ())
        self.deciding.show()
        self.deciding.open_for(what, f"{view.key} {entry.key} {entry.decision}", whom, clashes, numbers)
        self.context_changed.emit()

    def _decide(self) -> None:
        entry, view, part = self._entry, self.view, self.deciding
        if entry is None or view is None:
            return
        red = go_to_red(part)
        if red is not None:
            self.banners.show_banner("warn", wrong_words(red))
            return
        key, reason, wrong, what = view.key, part.reason.text, part.wrong_numbers, part.what
        other, decision, verdict = entry.key, entry.decision, entry.verdict
        if what is CitizenAct.MERGE:
            self.act(lambda work: work.citizen_file.merge(key, other, reason, wrong), self._opened)
        elif what is CitizenAct.APART:
            self.act(lambda work: work.citizen_file.apart(key, other, reason), self._opened)
        elif verdict is not CitizenVerdict.NONE:
            self.act(lambda work: work.citizen_file.take_back(decision, verdict, reason, key), self._opened)

    @Slot()
    def _fold(self) -> None:
        if self.deciding.isVisibleTo(self):
            self.deciding.hide()
            self.entries_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()


def _under_cursor(table: QTableView, model: RowsModel[Row]) -> Row | None:
    at = table.currentIndex().row()
    return model.rows[at] if 0 <= at < len(model.rows) else None
