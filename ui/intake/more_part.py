"""Rarely used fields: sets, handling unit, helper, e-mail, note. Folded until wanted."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.person import Unit
from models.text import search_key
from ui.widgets import input_parsing
from ui.widgets.basic import label, row
from ui.widgets.buttons import PickList
from ui.widgets.field import FINE, Field, Verdict, judge_count
from ui.widgets.fold import FoldOut
from ui.widgets.suggestion import Suggestion
from ui.widgets.suggestion_popup import Suggesting

if TYPE_CHECKING:
    from desk.intake.intake import IntakeForm
    from desk.settings import OtherUnit

NAMES = frozenset({"sets", "helped_by", "submitter.email", "note", "preprinted"})
"""Names of the fields in here: a draft that was left in one of them folds it out."""


class MorePart(QWidget):
    """A line that folds out; under it the fields, built when first wanted.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
        units_wanted: the fields are on screen; answer with ``offer_units``.
        resolver_chosen: carries the ``Unit`` that resolves, or None for this office.
    """

    edited = Signal()
    left = Signal()
    units_wanted = Signal()
    resolver_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.fold = FoldOut("Thêm", "Thêm: số bộ, thư điện tử, đơn vị giải quyết, đơn vị hỗ trợ, ghi chú")
        self._said = label("", "small", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(row(self.fold, self._said))
        self._said.hide()
        self.fold.toggled.connect(self._folded)

    @cached_property
    def inside(self) -> "MoreFields":
        """The fields."""
        fields = MoreFields()
        self._column.addWidget(fields)
        fields.setVisible(self.fold.isChecked())
        fields.resolver.chosen.connect(self._resolver_chosen)
        fields.helper_taken.connect(self._changed)
        for field in fields.fields:
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        return fields

    @property
    def is_built(self) -> bool:
        """Whether the fields were wanted yet; until then nothing stands in them."""
        return "inside" in self.__dict__

    @property
    def sets(self) -> int:
        """How many sets were handed in; one while nothing sensible is typed."""
        return self.inside.sets if self.is_built else 1

    @property
    def resolved_by(self) -> Unit | None:
        """The unit that resolves; None = this office."""
        return self.inside.resolved_by if self.is_built else None

    @property
    def helped_by(self) -> Unit | None:
        """Who helped the citizen to file."""
        return self.inside.helped_by if self.is_built else None

    @property
    def note(self) -> str:
        """A remark."""
        return self.inside.note.text if self.is_built else ""

    @property
    def preprinted(self) -> str:
        """Number of the slip printed before that the citizen is given."""
        return self.inside.preprinted.text if self.is_built else ""

    @property
    def email(self) -> str:
        """E-mail of the submitter."""
        return self.inside.email.text if self.is_built else ""

    @property
    def begun(self) -> bool:
        """Whether something stands in it."""
        return bool(self.sets != 1 or self.resolved_by or self.helped_by or self.note or self.email or self.preprinted)

    def put(self, form: "IntakeForm") -> None:
        """Show what a form says; fold out only what the clerk would else overlook. Tells nobody."""
        wanted = form.sets != 1 or form.resolved_by is not None or form.helped_by is not None
        wanted = wanted or bool(form.note) or bool(form.slip)
        if wanted or self.is_built or form.submitter.email:
            self.inside.put(form)
        self._turn(out=wanted)

    def put_email(self, email: str) -> None:
        """Another submitter, another address. Tells nobody."""
        if email or self.is_built:
            self.inside.email.put(email)
            self._show_said()

    def put_known_email(self, email: str, words: str) -> None:
        """An address that is known already, marked until it is seen; folded out, so that it can be."""
        self.inside.email.put(email)
        self.inside.email.mark(words)
        self._turn(out=True)

    def fold_out(self) -> None:
        """Show the fields."""
        self._turn(out=True)

    def show_slips(self, out: int) -> None:
        """How many slips printed before are out: where there are some, the field for their number is to be seen."""
        if out or self.is_built:
            hidden = self.inside.preprinted.isHidden()
            self.inside.preprinted.setVisible(out > 0)
            if out and hidden:
                self._turn(out=True)

    def offer_units(self, units: "Sequence[OtherUnit]") -> None:
        """The other units of this office."""
        self.inside.offer_units([other.unit for other in units])
        self._show_said()

    def _turn(self, *, out: bool) -> None:
        self.fold.blockSignals(True)
        self.fold.setChecked(out)
        self.fold.blockSignals(False)
        self._show()

    def _show(self) -> None:
        out = self.fold.isChecked()
        if out or self.is_built:
            self.inside.setVisible(out)
        if out:
            self.units_wanted.emit()
        self._show_said()

    def _show_said(self) -> None:
        """Folded in, one line says what stands there: nothing is filed unseen."""
        resolver, helper = self.resolved_by, self.helped_by
        said = [
            f"{self.sets} bộ" if self.sets != 1 else "",
            f"giải quyết: {resolver.name}" if resolver else "",
            f"hỗ trợ: {helper.name}" if helper else "",
            self.email,
            "có ghi chú" if self.note else "",
            f"phiếu in sẵn {self.preprinted}" if self.preprinted else "",
        ]
        words = " · ".join(part for part in said if part)
        self._said.setText(words)
        self._said.setVisible(bool(words) and not self.fold.isChecked())

    @Slot()
    def _folded(self) -> None:
        self._show()
        if self.fold.isChecked():
            self.inside.counted.edit.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _changed(self) -> None:
        self.edited.emit()
        self.left.emit()

    @Slot()
    def _resolver_chosen(self) -> None:
        self.resolver_chosen.emit(self.resolved_by)
        self._changed()


class MoreFields(QWidget):
    """The fields.

    Attributes:
        helper_taken: a unit was taken from the offers.
    """

    helper_taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._units: list[Unit] = []
        self._helper: Unit | None = None
        self.counted = Field("Số bộ", name="sets", judge=judge_count)
        self.counted.edit.setAccessibleName("Số bộ hồ sơ")
        self.counted.edit.setText("1")
        self.email = Field("Thư điện tử người nộp", name="submitter.email", judge=_judge_email)
        self.resolver = PickList("Đơn vị giải quyết")
        self.helper = Field("Đơn vị hỗ trợ nộp hồ sơ", name="helped_by", hint="nếu có")
        self.note = Field("Ghi chú", name="note")
        self.preprinted = Field("Phiếu in sẵn", name="preprinted", hint="bốn số, hoặc quét mã trên phiếu")
        self.preprinted.hide()
        self.fields = (self.counted, self.email, self.helper, self.note, self.preprinted)
        self._offers = Suggesting(self.helper.edit, pause=60)
        self._offers.asked.connect(self._offer_helpers)
        self._offers.taken.connect(self._helper_taken)
        resolver = QWidget()
        resolver_column = QVBoxLayout(resolver)
        resolver_column.setContentsMargins(0, 0, 0, 0)
        resolver_column.setSpacing(2)
        head = label("Đơn vị giải quyết", "label")
        head.setBuddy(self.resolver)
        resolver_column.addWidget(head)
        resolver_column.addWidget(self.resolver)
        resolver_column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        first = row(self.counted, self.email)
        first.setStretch(0, 1)
        first.setStretch(1, 3)
        second = row(resolver, self.helper)
        second.setStretch(0, 1)
        second.setStretch(1, 1)
        column.addLayout(first)
        column.addLayout(second)
        last = row(self.note, self.preprinted)
        last.setStretch(0, 1)
        last.setStretch(1, 1)
        column.addLayout(last)
        self.offer_units([])

    @property
    def tab_order(self) -> list[QWidget]:
        """As Tab goes through them."""
        return [
            self.counted.edit,
            self.email.edit,
            self.resolver,
            self.helper.edit,
            self.note.edit,
            self.preprinted.edit,
        ]

    @property
    def sets(self) -> int:
        """One while nothing sensible is typed."""
        try:
            return input_parsing.count(self.counted.text)
        except ValueError:
            return 1

    @property
    def resolved_by(self) -> Unit | None:
        """The unit chosen."""
        return self.resolver.value if isinstance(self.resolver.value, Unit) else None

    @property
    def helped_by(self) -> Unit | None:
        """The unit of this name: one known, else a name alone; no identifier is made up."""
        name = self.helper.text
        if not name:
            return None
        known = [unit for unit in (self._helper, *self._units) if unit is not None and unit.name == name]
        return known[0] if known else Unit(id="", name=name)

    def put(self, form: "IntakeForm") -> None:
        """Show what a form says. Tells nobody."""
        self.counted.put(str(form.sets))
        self.email.put(form.submitter.email)
        self._choose(form.resolved_by)
        self._helper = form.helped_by
        self.helper.put(form.helped_by.name if form.helped_by else "")
        self.note.put(form.note)
        self.preprinted.put(form.slip)

    def offer_units(self, units: list[Unit]) -> None:
        """Units that can be chosen; the one in force stays, even if it is no longer set."""
        self._units = units
        self._choose(self.resolved_by)

    def _choose(self, unit: Unit | None) -> None:
        known = next((u for u in self._units if unit is not None and u.id == unit.id), unit)
        offered = [*self._units, *([known] if known is not None and known not in self._units else [])]
        self.resolver.offer([(None, "Cơ quan này"), *((u, u.name) for u in offered)])
        self.resolver.choose(known)

    @Slot(str)
    def _offer_helpers(self, text: str) -> None:
        words = search_key(text).split()
        self._offers.offer(
            [
                Suggestion(unit.name, unit.address, unit)
                for unit in self._units
                if all(word in search_key(unit.name) for word in words)
            ]
        )

    @Slot(object)
    def _helper_taken(self, unit: object) -> None:
        if isinstance(unit, Unit):
            self._helper = unit
            self.helper.put(unit.name)
            self.helper_taken.emit()


def _judge_email(text: str) -> Verdict:
    name, at, host = text.partition("@")
    if text and not (name and at and "." in host):
        return "warn", "Xem lại địa chỉ này."
    return FINE
