"""The sheet for the takings of a closed shift: given to the treasurer, or paid in at the State Treasury or a bank."""

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from models.words.money_words import in_figures, read_amount
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.widgets.basic import label, set_tone
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.field import FINE, Field, Verdict, go_to_red, wrong_words
from ui.widgets.sheet import FoldOutSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.views.money.done import PaymentDone
    from desk.views.money.shifts import ClosedShiftLine
    from desk.views.open_desk import OpenDesk


class TakingsWay(Enum):
    """Where the takings go."""

    HAND_OVER = "Giao thủ quỹ"
    DEPOSIT = "Nộp Kho bạc, ngân hàng"


_OK = {TakingsWay.HAND_OVER: "Bàn giao và in biên bản", TakingsWay.DEPOSIT: "Ghi nộp tiền và in bảng kê"}


class TakingsPart(FoldOutSheet):
    """To whom or where, and how much.

    Attributes:
        done: carries what the desk answered, a ``PaymentDone``.
        changed: whether it can be done now is another.
    """

    done = Signal(object)
    changed = Signal()

    def __init__(self, jobs: Jobs, do_it: Act) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._jobs = jobs
        self._line: ClosedShiftLine | None = None
        self._asking = False
        self._head = label("", "section", wrap=True)
        self._say = label("", "muted", wrap=True)
        self.what = Segments("Tiền đi đâu", [(one, one.value) for one in TakingsWay])
        self.to = Field("Người nhận", name="takings.to", hint="họ tên thủ quỹ")
        self.amount = Field("Số tiền nộp (đồng)", name="takings.amount", judge=self._judge)
        self.place = Field("Nộp vào", name="takings.place", hint="Kho bạc Nhà nước…, ngân hàng…")
        self.number = Field("Số giấy nộp tiền", name="takings.number", hint="để trống nếu chưa có")
        self.note = label("", "note", wrap=True)
        self.ok = KeyButton(do_it, "primary")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        for part in (
            self._head,
            self._say,
            self.what,
            self.to,
            self.amount,
            self.place,
            self.number,
            self.note,
        ):
            whole.addWidget(part)
        whole.addLayout(self.foot(self.ok))
        whole.addStretch(1)
        self.what.chosen.connect(self._what_chosen)

    def begin(self, line: "ClosedShiftLine") -> None:
        """Begin for a closed shift, or go on with what was put away for the same one."""
        before, self._line = self._line, line
        if before is None or (before.id, before.left, before.handed) != (line.id, line.left, line.handed):
            self._fill(line)
        self._tell("", "")
        self._show_what()
        first = self.to if self._way is TakingsWay.HAND_OVER else self.amount
        first.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """It was done, or another clerk works here."""
        self._line = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be done now."""
        return self._line is not None

    @property
    def _way(self) -> TakingsWay:
        value = self.what.value
        return value if isinstance(value, TakingsWay) else TakingsWay.DEPOSIT

    def _fill(self, line: "ClosedShiftLine") -> None:
        ways = [TakingsWay.DEPOSIT] if line.handed else list(TakingsWay)
        self.what.offer([(one, one.value) for one in ways])
        self.what.choose(ways[0])
        for field in (self.to, self.place, self.number):
            field.put("")
        self.amount.put(in_figures(line.left))

    @Slot(object)
    def _what_chosen(self, _what: object) -> None:
        self._show_what()

    def _show_what(self) -> None:
        line, hands = self._line, self._way is TakingsWay.HAND_OVER
        if line is None:
            return
        self._head.setText(f"Tiền của ca {line.at} · {line.clerk}")
        left = f", còn phải nộp {in_figures(line.left)} đ" if line.left != line.takings else ""
        counted, takings = in_figures(line.counted), in_figures(line.takings)
        self._say.setText(f"Đếm được {counted} đ; trừ tiền đầu ca, phải nộp {takings} đ{left}.")
        self.what.setVisible(len(self.what.values) > 1)
        self.to.setVisible(hands)
        for field in (self.amount, self.place, self.number):
            field.setVisible(not hands)
        self.ok.setText(_OK[self._way])
        self.changed.emit()

    def _judge(self, text: str) -> Verdict:
        amount, most = read_amount(text), self._line.left if self._line is not None else 0
        if amount is None or not 0 < amount <= most:
            return "bad", f"Nhập số tiền từ 1 đến {in_figures(most)} đồng."
        return FINE

    # ---- doing it ----------------------------------------------------------------------------------------

    @Slot()
    def confirm(self) -> None:
        """Do it: F9 or the button. What is red stands in the way."""
        red, line, hands = go_to_red(self), self._line, self._way is TakingsWay.HAND_OVER
        if red is not None:
            self._tell("bad", wrong_words(red))
            return
        if line is None or self._asking:
            return
        needed = self.to if hands else self.place
        if not needed.text:
            needed.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._tell("bad", "Ghi họ tên người nhận." if hands else "Ghi nơi nộp tiền.")
            return
        shift, to, amount = line.id, self.to.text, read_amount(self.amount.text) or 0
        place, number = self.place.text, self.number.text
        if hands:
            self._ask(lambda work: work.shifts.hand_over(shift, to))
        else:
            self._ask(lambda work: work.shifts.deposit(shift, amount, place, number))

    def _ask(self, work: "Callable[[OpenDesk], PaymentDone]") -> None:
        self._asking = True
        self._jobs.ask(self, work, self._done, self._refused, ended=self._ended)

    def _ended(self) -> None:
        self._asking = False

    def _done(self, done: "PaymentDone") -> None:
        self.clear()
        self.done.emit(done)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._tell("bad", why(reason))

    def _tell(self, tone: str, words: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))
