"""The questions of one declaration as fields: what is known stands in them and says from where, the rest is asked."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.declaration import AnswerEntry, AnswerKind, Declaration
from ui.widgets.basic import label, set_tone
from ui.widgets.buttons import PickList
from ui.widgets.field import FINE, Field, LongField, Verdict
from ui.widgets.sheet import order_tabs

if TYPE_CHECKING:
    from desk.declarations.declarations import Offered

_WIDE = frozenset({AnswerKind.ADDRESS, AnswerKind.ROWS})
"""Kinds that take a whole line."""


class ChoiceField(QWidget):
    """One of a few answers."""

    chosen = Signal()

    def __init__(self, words: str, options: tuple[str, ...]) -> None:
        super().__init__()
        self.list = PickList(words)
        self.list.offer([("", "chưa chọn"), *((one, one) for one in options)])
        self.note = label("", "note", wrap=True)
        self.note.hide()
        head = label(words, "label")
        head.setBuddy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (head, self.list, self.note):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._chosen)

    @property
    def text(self) -> str:
        """What is chosen, or empty."""
        return str(self.list.value or "")

    def put(self, text: str) -> None:
        """Choose this; what is none of the options is none."""
        self.list.choose(text)
        if self.list.value is None:
            self.list.choose("")

    def say(self, tone: str, words: str) -> None:
        """One line below it."""
        self.note.setText(words)
        self.note.setVisible(bool(words))
        set_tone(self.note, tone)

    @Slot(object)
    def _chosen(self, _: object) -> None:
        self.say("", "")
        self.chosen.emit()


class RowsField(LongField):
    """Lines of a table."""

    @property
    def text(self) -> str:
        """What stands there, line by line."""
        return self.edit.toPlainText().strip()

    def put(self, text: str) -> None:
        """Fill it. Tells nobody."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)


AnswerField = Field | ChoiceField | RowsField


class AnswersPart(QWidget):
    """All fields of a declaration.

    Attributes:
        changed: an answer was given: what is asked may be other than before.
    """

    changed = Signal()

    def __init__(self, offered: "Offered") -> None:
        super().__init__()
        self.declaration: Declaration = offered.declaration
        self._today: date = offered.today
        self.fields: dict[str, AnswerField] = {}
        self._heads: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        grid: QGridLayout | None = None
        place = 0
        group = None
        for entry in self.declaration.entries():
            person = entry.question.kind is AnswerKind.PERSON
            if person and group != entry.question.id:
                head = label(entry.question.label, "section")
                self._heads[entry.question.id] = head
                column.addWidget(head)
            if grid is None or group != (entry.question.id if person else ""):
                grid, place = _grid(column), 0
            group = entry.question.id if person else ""
            field = self._field(entry)
            self.fields[entry.key] = field
            wide = entry.kind in _WIDE or entry.key.endswith(".giay_to")
            place += place % 2 if wide else 0
            grid.addWidget(field, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1
        column.addStretch(1)
        self._fill(offered)
        self.show_asked()

    @property
    def answers(self) -> dict[str, str]:
        """What stands in the fields, of what is not empty."""
        return {key: field.text for key, field in self.fields.items() if field.text}

    def show_asked(self) -> None:
        """Only what is asked with these answers is in sight."""
        from desk.views.service.declarations import standing  # noqa: PLC0415 - loaded by whoever opened this

        asked = standing(self.declaration, self.answers)
        for key, field in self.fields.items():
            field.setVisible(key in asked)
        for question, head in self._heads.items():
            head.setVisible(any(key in asked for key in self.fields if key.startswith(f"{question}.")))
        order_tabs(self)

    def go_to_first_open(self, *, blank: bool) -> str:
        """Mark what is missing or wrong, put the keys to the first of it and say it; empty = nothing is."""
        from desk.views.service.declarations import open_problems  # noqa: PLC0415 - likewise

        found = [
            one for one in open_problems(self.declaration, self.answers, self._today) if not (blank and one.missing)
        ]
        for one in found:
            field = self.fields[one.key]
            if isinstance(field, ChoiceField):
                field.say("bad", "Chọn một.")
        if not found:
            return ""
        self.fields[found[0].key].setFocus()
        return found[0].sentence

    def focus_first(self) -> None:
        """The first that nobody has answered."""
        first = next((one for one in self.fields.values() if one.isVisibleTo(self) and not one.text), None)
        if first is not None:
            first.setFocus()

    def _field(self, entry: AnswerEntry) -> AnswerField:
        words = entry.label if entry.required else f"{entry.label} (nếu có)"
        if entry.kind is AnswerKind.CHOICE:
            choice = ChoiceField(words, entry.options)
            choice.chosen.connect(self._chosen)
            return choice
        if entry.kind is AnswerKind.ROWS:
            hint = "mỗi dòng một mục: " + "; ".join(entry.question.columns)
            rows = RowsField(words, hint, lines=3)
            rows.edited.connect(self.changed)
            return rows
        hint = entry.question.hint or ("ngày/tháng/năm" if entry.kind is AnswerKind.DATE else "")
        if entry.question.kind is AnswerKind.PERSON and entry.kind is not AnswerKind.DATE:
            hint = ""
        field = Field(words, name=entry.key, hint=hint, judge=partial(_judge, entry, self._today))
        field.left.connect(self._chosen)
        return field

    def _fill(self, offered: "Offered") -> None:
        from desk.views.service.declarations import ORIGIN  # noqa: PLC0415 - likewise

        for key, field in self.fields.items():
            typed, known = offered.typed.get(key), offered.known.get(key)
            text = typed if typed is not None else known.text if known else ""
            if not text:
                continue
            field.put(text)
            if typed is None and known is not None and isinstance(field, Field):
                field.mark(ORIGIN[known.origin].capitalize())

    @Slot()
    def _chosen(self) -> None:
        self.show_asked()
        self.changed.emit()


def _grid(column: QVBoxLayout) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    return grid


def _judge(entry: AnswerEntry, today: date, text: str) -> Verdict:
    from desk.views.service.declarations import wrong  # noqa: PLC0415 - likewise

    said = wrong(entry, text, today)
    return ("bad", f"{said[0].upper()}{said[1:]}") if said else FINE
