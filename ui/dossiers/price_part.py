"""Fields for another price of a dossier: what is right, or by which exemption or decision less is asked."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.words.money import dong, price_words
from models.events import FeeDue, FeeLine
from models.fees import let_off
from models.not_allowed import ReasonMissing
from models.procedure import Exemption
from models.subjects.dossier import Dossier
from models.words.money_words import in_figures, read_amount
from ui.core.words import why
from ui.dossiers.act_part import ActPart
from ui.widgets.basic import label, row
from ui.widgets.buttons import PickList
from ui.widgets.field import FINE, Field, LongField, Verdict

if TYPE_CHECKING:
    from desk.views.view_models import DossierView

_LINES = 4
"""How many lines of a price fit on the sheet."""

_BY_OFFICE = "Theo quyết định của cơ quan (lãnh đạo)"


class _NewPricePart(ActPart):
    """What both sheets share: reason, and what the new price comes to beside the old one and what was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.dossier: Dossier | None = None
        self.reason = LongField("Lý do", "ghi vào lịch sử hồ sơ", lines=2)
        self.outcome = label("", "note", wrap=True)

    def new_price(self) -> FeeDue | None:
        """What is filled in; None = nothing yet that could be a price."""
        raise NotImplementedError

    @property
    def alone(self) -> bool:
        """One person is enough while no money goes back."""
        fee, dossier = self.new_price(), self.dossier
        return fee is None or dossier is None or fee.set_by_province or dossier.taken <= fee.total

    @Slot()
    def follow(self) -> None:
        """Say what it comes to."""
        fee, dossier = self.new_price(), self.dossier
        words = ""
        if fee is not None and dossier is not None:
            before = price_words(dossier.fee) if dossier.fee is not None else "chưa có"
            words = f"Mức thu: {before} → {price_words(fee)}."
            if not self.alone:
                words += f" Đã thu {dong(dossier.taken)}, phải trả lại {dong(dossier.taken - fee.total)}."
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        self.edited.emit()

    def reason_given(self) -> str:
        """The reason; empty = it lacks, which is said."""
        if not self.reason.text:
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lacks.emit(why(ReasonMissing()))
        return self.reason.text


class PricePart(_NewPricePart):
    """The right price, line by line; a line without an amount falls away, none left is free of charge."""

    def __init__(self) -> None:
        super().__init__()
        self.names = [Field("Khoản thu", name="") for _ in range(_LINES)]
        self.amounts = [Field("Số tiền (đồng)", name="", judge=_judge_amount) for _ in range(_LINES)]
        self.source = Field("Căn cứ", name="", hint="thông tư, nghị quyết")
        self._lines: tuple[FeeLine, ...] = ()
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for name, amount in zip(self.names, self.amounts, strict=True):
            amount.setMaximumWidth(200)
            line = QWidget()
            line.setLayout(row(name, amount))
            self._rows.append(line)
            column.addWidget(line)
            for field in (name, amount):
                field.edited.connect(self.follow)
        for part in (self.source, self.reason, self.outcome):
            column.addWidget(part)

    def fill(self, dossier: Dossier) -> None:
        """What stands in the dossier, and one line more."""
        self.dossier = dossier
        fee = dossier.fee or FeeDue()
        self._lines = fee.lines[:_LINES]
        procedure = dossier.intake.procedure.name if dossier.intake else ""
        for n, (name, amount) in enumerate(zip(self.names, self.amounts, strict=True)):
            line = self._lines[n] if n < len(self._lines) else None
            name.put(line.name if line else "" if n else f"Lệ phí: {procedure}")
            amount.put(in_figures(line.amount) if line else "")
            self._rows[n].setVisible(n <= len(self._lines))
        self.source.put(fee.source)
        self.reason.edit.clear()
        self.follow()

    def focus_first(self) -> None:
        """The first amount, marked so that typing replaces it."""
        self.amounts[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amounts[0].edit.selectAll()

    def lines(self) -> tuple[FeeLine, ...]:
        """Those with an amount; kind and body of a line stay where it keeps its name."""
        found = []
        for n, (name, amount) in enumerate(zip(self.names, self.amounts, strict=True)):
            read = read_amount(amount.text) if amount.text else None
            if read:
                before = self._lines[n] if n < len(self._lines) else FeeLine(name="", amount=0)
                kept = before if before.name == name.text else FeeLine(name=name.text, amount=0)
                found.append(replace(kept, amount=read))
        return tuple(found)

    def new_price(self) -> FeeDue | None:
        """As typed."""
        lines = self.lines()
        if lines == self._lines or (not lines and not any(amount.text for amount in self.amounts)):
            return None
        return FeeDue(lines=lines, free=not lines)

    def given(self) -> tuple[object, ...] | None:
        """Lines, source, reason."""
        if not any(amount.text for amount in self.amounts):
            self.amounts[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lacks.emit("Ghi số tiền; 0 nếu miễn phí.")
            return None
        reason = self.reason_given()
        return (self.lines(), self.source.text, reason) if reason else None


class LetOffPart(_NewPricePart):
    """An exemption with its proof, or a decision of the office."""

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[Exemption, ...] = ()
        self.group = PickList("Diện miễn, giảm")
        self.proof = Field("Chứng minh bằng", name="")
        head = label("Diện miễn, giảm", "label")
        head.setBuddy(self.group)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (head, self.group, self.proof, self.reason, self.outcome):
            column.addWidget(part)
        self.group.chosen.connect(self._chosen)

    def fill_from(self, view: "DossierView") -> None:
        """The groups of its procedure."""
        self.dossier, self._known = view.dossier, view.exemptions
        self.group.offer([(None, "Chọn…"), *((one.id, one.name) for one in self._known), ("", _BY_OFFICE)])
        self.group.choose(None)
        self.proof.put("")
        self.reason.edit.clear()
        self._chosen()

    def focus_first(self) -> None:
        """Which group."""
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _chosen(self) -> None:
        one = self._exemption
        words = "Chứng minh bằng" if self.group.value != "" else "Số, ngày quyết định cho miễn thu"
        self.proof.label.setText(words)
        self.proof.edit.setAccessibleName(words)
        usual = "QĐ 12/QĐ-UBND ngày 23/11/2026" if self.group.value == "" else ""
        self.proof.edit.setPlaceholderText("; ".join(one.proofs) if one else usual)
        self.follow()

    @property
    def _exemption(self) -> Exemption | None:
        return next((one for one in self._known if one.id == self.group.value), None)

    def new_price(self) -> FeeDue | None:
        """What is left."""
        fee = self.dossier.fee if self.dossier else None
        if self.group.value is None or fee is None or not (fee.lines or fee.set_by_province):
            return None
        one = self._exemption
        return let_off(fee, one, self.proof.text) if one else FeeDue(free=True)

    def given(self) -> tuple[object, ...] | None:
        """Group, proof or decision, reason."""
        if self.group.value is None:
            self.group.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lacks.emit("Chọn diện miễn, giảm.")
            return None
        reason = self.reason_given()
        return (str(self.group.value or ""), self.proof.text, reason) if reason else None


def _judge_amount(text: str) -> Verdict:
    if not text:
        return FINE
    amount = read_amount(text)
    return ("bad", "Ghi số đồng chẵn, ví dụ 15.000.") if amount is None else ("", "")
