"""The table of a list's people as understood: problems first, then what should be checked."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from desk.intake.list_result import BadRow, Listed, ListedPerson
from desk.intake.list_words import fault_words, warning_words
from desk.words.terms import SEX
from models.person import number_of
from models.person_doubts import Doubt
from ui.style.look import look
from ui.widgets.input_parsing import day_words
from ui.widgets.table import ListColumn, RowsModel, dress_table, fit_table

_QUIET = {Doubt.NUMBER_MISSING.value}
"""What is said of a person and needs no sign: a list of children has no numbers."""


class Seen(Struct, frozen=True):
    """One line of the table.

    Attributes:
        bad: why nobody is taken in by it; else who is.
    """

    line: int
    row: ListedPerson | None
    bad: BadRow | None = None

    @property
    def words(self) -> str:
        """What is to be said of it, as sentences: what the columns have no room for, and what to look at."""
        if self.bad is not None:
            return f"Dòng {self.line}: {fault_words(self.bad)}."
        if self.row is None:
            return ""
        person = self.row.person
        known = " · ".join(filter(None, (person.phone, SEX[person.sex] if person.sex else "", person.address)))
        return f"Dòng {self.line}: {known}. " + " ".join(map(warning_words, self.row.warnings))

    @property
    def sign(self) -> tuple[str, str]:
        """Icon and colour."""
        if self.bad is not None:
            return "bad", "bad"
        is_odd = self.row is not None and not _QUIET.issuperset(self.row.warnings)
        return ("warn", "warn") if is_odd else ("good", "good")


def seen_of(listed: Listed) -> list[Seen]:
    """All lines of people and bad ones, those to be looked at first."""
    lines = [Seen(bad.line, None, bad) for bad in listed.bad] + [Seen(row.line, row) for row in listed.rows]
    order = {"bad": 0, "warn": 1, "good": 2}
    return sorted(lines, key=lambda one: (order[one.sign[0]], one.line))


def _name(one: Seen) -> str:
    return one.row.person.full_name if one.row else one.bad.text if one.bad else ""


def _born(one: Seen) -> str:
    return day_words(one.row.person.born_on, one.row.person.born_year) if one.row else ""


def _number(one: Seen) -> str:
    if one.row is None:
        return ""
    person = one.row.person
    old = f" · CMND {person.old_number}" if person.personal_number and person.old_number else ""
    return f"{number_of(person)}{old}"


COLUMNS: tuple[ListColumn[Seen], ...] = (
    ListColumn(head="Dòng", words=lambda one: str(one.line), width=46),
    ListColumn(head="Họ và tên", words=_name, width=152, icon=lambda one: one.sign),
    ListColumn(head="Ngày sinh", words=_born, width=112),
    ListColumn(head="Số giấy tờ", words=_number, width=138, quiet=True),
    ListColumn(head="Điện thoại", words=lambda one: one.row.person.phone if one.row else "", width=110, quiet=True),
    ListColumn(head="Địa chỉ", words=lambda one: one.row.person.address if one.row else "", width=120, quiet=True),
)


class ListTable(QTableView):
    """The lines.

    Attributes:
        pointed: another line is in front.
        line_wanted: Enter: carries the number of the line to be corrected.
        line_dropped: Delete: carries the number of the line that shall go.
    """

    pointed = Signal()
    line_wanted = Signal(int)
    line_dropped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowsModel(COLUMNS, "", self)
        self.setModel(self.rows)
        self.setAccessibleName("Người trong danh sách")
        dress_table(self, len(COLUMNS) - 1)
        self.follow_type()
        self.selectionModel().currentRowChanged.connect(self._pointed)
        self.doubleClicked.connect(self._wanted)

    def follow_type(self) -> None:
        """Lines and columns follow the size of type."""
        fit_table(self, COLUMNS)
        self.verticalHeader().setDefaultSectionSize(look().px(30))
        self.setMinimumHeight(look().px(30) * 5)

    def show_list(self, listed: Listed | None) -> None:
        """Show these; the line in front stays where it is still there."""
        before = self.current
        lines = seen_of(listed) if listed else []
        self.clearSpans()
        self.rows.put(lines, None)
        for at, column in enumerate(COLUMNS[2:-1], start=2):
            self.setColumnHidden(at, not any(map(column.words, lines)))
        for at, one in enumerate(lines):
            if one.bad is not None:
                self.setSpan(at, 1, 1, len(COLUMNS) - 1)  # nothing of it is understood for certain: the line as it is
        at = next((at for at, one in enumerate(lines) if before is not None and one.line == before.line), 0)
        if lines:
            self.selectRow(at)
        self.pointed.emit()

    @property
    def current(self) -> Seen | None:
        """The line in front."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    @Slot()
    def _pointed(self) -> None:
        self.pointed.emit()

    @Slot()
    def _wanted(self) -> None:
        if self.current is not None:
            self.line_wanted.emit(self.current.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the line in the text, Delete takes it out."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._wanted()
        elif event.key() == Qt.Key.Key_Delete and self.current is not None:
            self.line_dropped.emit(self.current.line)
        else:
            super().keyPressEvent(event)
