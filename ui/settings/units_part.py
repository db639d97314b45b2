"""Settings of other units whose dossiers are accepted here: one row each."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.settings import OtherUnit
from models.person import Unit
from models.procedure import LimitUnit, TimeLimit
from ui.widgets import input_parsing
from ui.widgets.basic import label, row
from ui.widgets.field import FINE, Field, Verdict


class UnitRow(QWidget):
    """One unit.

    Attributes:
        removed: it is to be taken out.
    """

    removed = Signal()

    def __init__(self, other: OtherUnit | None = None) -> None:
        super().__init__()
        self._before = other or OtherUnit(unit=Unit(id="", name=""))
        unit = self._before.unit
        self.id = Field("Mã định danh", name="", hint="H00.11")
        self.unit_name = Field("Tên đơn vị", name="")
        self.address = Field("Địa chỉ", name="")
        self.days = Field("Ngày chuyển", name="", hint="ngày làm việc", judge=_judge_days)
        self._days_shown = _days_words(self._before.transfer)
        for field, text in (
            (self.id, unit.id),
            (self.unit_name, unit.name),
            (self.address, unit.address),
            (self.days, self._days_shown),
        ):
            field.put(text)
            field.edit.setAccessibleName(f"Đơn vị khác: {field.label.text()}")
        away = QPushButton("Bỏ")
        away.setProperty("kind", "quiet")
        away.setAccessibleName("Bỏ đơn vị này")
        away.clicked.connect(self.removed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        first, second = row(self.id, self.unit_name), row(self.address, self.days)
        for line, weights in ((first, (2, 3)), (second, (3, 2))):
            for at, weight in enumerate(weights):
                line.setStretch(at, weight)
            column.addLayout(line)
        second.addWidget(away, 0, Qt.AlignmentFlag.AlignBottom)

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of what is missing or is no number; a row in which nothing stands lacks nothing."""
        if self.is_empty:
            return ()
        lacking = [f"{field.label.text()} của đơn vị khác" for field in (self.id, self.unit_name) if not field.text]
        if self.days.text != self._days_shown and _judge_days(self.days.text) != FINE:
            lacking.append(f"{self.days.label.text()} của đơn vị khác")
        return tuple(lacking)

    def mark(self, *, on: bool) -> None:
        """Say under each field what it lacks, or nothing."""
        for field in (self.id, self.unit_name):
            lacks = on and not self.is_empty and not field.text
            field.say(*(("bad", "Cần có.") if lacks else FINE))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(field.text for field in (self.id, self.unit_name, self.address, self.days))

    @property
    def value(self) -> OtherUnit:
        """The unit; a transfer time that was not touched stays as it was set."""
        unit = replace(self._before.unit, id=self.id.text, name=self.unit_name.text, address=self.address.text)
        transfer = self._before.transfer
        if self.days.text != self._days_shown:
            transfer = TimeLimit(amount=input_parsing.count(self.days.text)) if self.days.text else None
        return OtherUnit(unit=unit, transfer=transfer)


class UnitsPart(QWidget):
    """All of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[UnitRow] = []
        self._none = label("Mọi hồ sơ do cơ quan này giải quyết.", "small", wrap=True)
        self.more = QPushButton("Thêm đơn vị · Insert")
        self.more.clicked.connect(self._add_empty)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._none)
        self._column.addLayout(row(self.more, 1))

    def put(self, units: Sequence[OtherUnit]) -> None:
        """Show these."""
        for one in list(self.rows):
            self._remove(one)
        for other in units:
            self._add(other)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the rows lack."""
        return tuple(words for one in self.rows for words in one.missing)

    @property
    def units(self) -> tuple[OtherUnit, ...]:
        """The units of all rows in which something stands."""
        return tuple(one.value for one in self.rows if not one.is_empty)

    @Slot()
    def _add_empty(self) -> None:
        self._add(None).id.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, other: OtherUnit | None) -> UnitRow:
        made = UnitRow(other)
        made.removed.connect(self._take_out)
        self._column.insertWidget(1 + len(self.rows), made)
        self.rows.append(made)
        self._none.hide()
        return made

    @Slot()
    def _take_out(self) -> None:
        gone = self.sender()
        if isinstance(gone, UnitRow):
            self._remove(gone)
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, gone: UnitRow) -> None:
        self.rows.remove(gone)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._none.setVisible(not self.rows)


def _days_words(limit: TimeLimit | None) -> str:
    return f"{limit.amount:g}" if limit is not None and limit.unit is LimitUnit.WORKING_DAYS else ""


def _judge_days(text: str) -> Verdict:
    try:
        input_parsing.count(text or "1")
    except ValueError:
        return "bad", "Nhập số ngày."
    return FINE
