"""The card at the top of the page of money: the drawer's shift, and what is to be known of it and its receipts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from models.words.money_words import in_figures
from ui.widgets.basic import column, label, set_tone
from ui.widgets.columns import Columns

if TYPE_CHECKING:
    from desk.money.receipt_numbers import NumbersLeft
    from desk.views.money.page import MoneyOverview
    from desk.views.money.shifts import ShiftCard


class ShiftCardPart(QFrame):
    """At the left what the shift has taken, at the right, large, what the drawer should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._opened = label("", "section", wrap=True)
        self._totals = label("", "muted", wrap=True)
        self._day = label("", "small", wrap=True)
        self._receipts = label("", "small", wrap=True)
        self._warns = label("", "note", wrap=True)
        self._should_words = label("Trong két phải có", "small")
        self._should = label("", "huge")
        left, right = QWidget(), QWidget()
        left.setLayout(column(self._opened, self._totals, self._day, self._receipts, self._warns, gap=4))
        right.setLayout(column(self._should_words, self._should, gap=2))
        for part in (self._should_words, self._should):
            part.setAlignment(Qt.AlignmentFlag.AlignRight)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(Columns(left, right, weights=(3, 1)))

    def show_shift(self, facts: "MoneyOverview") -> None:
        """What the desk answered."""
        card = facts.card
        self._opened.setText(_opened_words(card))
        self._totals.setText(
            " · ".join(f"{way} {in_figures(amount)} đ ({times} lần)" for way, amount, times in card.totals)
        )
        self._day.setText(card.day)
        owed = f"{card.owed} khoản chưa có biên lai" if card.owed else ""
        self._receipts.setText(" · ".join(filter(None, (card.receipts, owed, card.paper))))
        twice = ""
        if facts.doubled:
            numbers = ", ".join(facts.doubled)
            twice = f"Hai máy làm trùng một khoản, phải hủy {numbers}: bấm “Hủy biên lai lập trùng”."
        warns = [*(words for _, words in card.forgotten), _low_words(card.numbers), twice]
        self._warns.setText(" ".join(filter(None, warns)))
        set_tone(self._warns, "warn")
        self._should.setText(f"{in_figures(card.expected)} đ")
        for part in (self._totals, self._day, self._receipts, self._warns):
            part.setVisible(bool(part.text()))
        for part in (self._should, self._should_words):
            part.setVisible(card.shift is not None)


def _opened_words(card: "ShiftCard") -> str:
    if not card.shift:
        return "Chưa mở ca. Ca tự mở khi thu khoản đầu tiên."
    counted = f"tiền đầu ca {in_figures(card.float)} đ" if card.counted_float else "chưa đếm tiền đầu ca"
    return f"Ca mở lúc {card.opened}, {counted}"


def _low_words(numbers: "NumbersLeft | None") -> str:
    if numbers is None or not numbers.low:
        return ""
    days = f", đủ khoảng {numbers.days} ngày" if numbers.days is not None else ""
    return f"Sắp hết số biên lai: còn {numbers.left} số{days}; kết nối với tỉnh để nhận thêm."
