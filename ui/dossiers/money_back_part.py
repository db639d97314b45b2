"""Fields of giving money back: how much, how, and why."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from models.events import PaidBy
from models.subjects.dossier import Dossier
from models.words.money_words import in_figures, read_amount
from ui.dossiers.act_part import ActPart
from ui.widgets.buttons import Segments
from ui.widgets.field import FINE, Field, LongField, Verdict

_WAYS = ((PaidBy.CASH, "Tiền mặt từ két"), (PaidBy.TRANSFER, "Chuyển khoản"))


class MoneyBackPart(ActPart):
    """It begins with what was taken beyond the price, or with all that was taken."""

    def __init__(self) -> None:
        super().__init__()
        self._taken = 0
        self.amount = Field("Số tiền trả lại (đồng)", judge=self._judge)
        self.way = Segments("Trả bằng", _WAYS)
        self.reason = LongField("Lý do", "thu nhầm, được miễn…", lines=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.amount, self.way, self.reason):
            column.addWidget(part)

    def fill(self, dossier: Dossier) -> None:
        """Fresh."""
        self._taken = dossier.taken
        over = dossier.taken - dossier.fee.total if dossier.fee is not None else 0
        self.amount.put(in_figures(over if over > 0 else dossier.taken))
        self.way.choose(PaidBy.CASH)
        self.reason.edit.clear()

    def focus_first(self) -> None:
        """The keys go to the amount."""
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.edit.selectAll()

    def given(self) -> tuple[object, ...] | None:
        """Amount, reason and way, as ``payments.give_back`` takes them."""
        amount = read_amount(self.amount.text)
        if amount is None or self.amount.is_wrong:
            self.lacks.emit("Nhập số tiền trả lại.")
            return None
        if not self.reason.text:
            self.lacks.emit("Ghi lý do trả lại tiền.")
            return None
        return amount, self.reason.text, self.way.value

    def _judge(self, text: str) -> Verdict:
        amount = read_amount(text)
        if amount is None or not 0 < amount <= self._taken:
            return "bad", f"Nhập số tiền từ 1 đến {in_figures(max(0, self._taken))} đồng."
        return FINE
