"""An exception that two people agree to, voiding or a later appointment: reason, second person, their PIN."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.ids import ClerkId
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.words import short_moment, why
from ui.shell.lock import Secret
from ui.widgets.buttons import PickList
from ui.widgets.field import FINE, Field, LongField, Verdict
from ui.widgets.input_parsing import moment
from ui.widgets.plain import column, in_tab_order, label, retone, row

if TYPE_CHECKING:
    from desk.views.view_models import Second


class ExceptionPart(QWidget):
    """The fields of both; ``postponing`` says which.

    Attributes:
        done: the second person's id and secret were given.
        away: closed without doing it.
    """

    done = Signal(str, str)
    away = Signal()

    def __init__(self, *, postponing: bool) -> None:
        super().__init__()
        self.postponing = postponing
        self.due = Field("Hẹn lại lúc", name="", hint="25/11/2026 10:30", judge=_judge_moment)
        if not postponing:
            self.due.hide()  # shown with its parent; shown before, it would be a window
        self.reason = LongField("Lý do", "nêu với người dân…" if postponing else "nhập nhầm vì sao…", lines=2)
        self.heed = label("", "note", wrap=True)
        retone(self.heed, "warn")
        self._second_head = label("Người xác nhận", "label")
        self.second = PickList("Người xác nhận")
        second = QWidget()
        second.setLayout(column(self._second_head, self.second, 1, gap=2))
        self._second_head.setBuddy(self.second)
        self.secret = Secret("Mã của người xác nhận", "người ấy tự gõ tại máy này")
        self.note = label("", "note", wrap=True)
        self.ok = QPushButton("Hẹn lại" if postponing else "Hủy hồ sơ")
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self._go)
        away = QPushButton("Thôi · Esc")
        away.setProperty("kind", "quiet")
        away.clicked.connect(self.away)
        self.secret.edit.returnPressed.disconnect()
        self.secret.edit.returnPressed.connect(self._go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (self.heed, self.due, self.reason):
            whole.addWidget(part)
        both = row(second, self.secret, gap=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        whole.addLayout(both)
        whole.addWidget(self.note)
        whole.addLayout(row(away, 1, self.ok))
        whole.addStretch(1)
        in_tab_order([self.due.edit, self.reason.edit, self.second, self.secret.edit, away, self.ok])

    @property
    def due_at(self) -> datetime | None:
        """The new appointment as typed; None when it is none."""
        try:
            return moment(self.due.text)
        except ValueError:
            return None

    def open(self) -> None:
        """Fresh, with the keys on the first field."""
        self.due.put("")
        self.due.say("", "")
        self.reason.edit.clear()
        self.secret.forget()
        self.second.offer([])
        self.heed.hide()
        self.tell("", "")
        self.ok.setEnabled(False)
        first = self.due.edit if self.postponing else self.reason.edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, people: "Sequence[Second]", heeds: tuple[str, ...]) -> None:
        """Who may confirm, and what to think of before."""
        self.second.offer([(one.id, one.name) for one in people])
        self.heed.setText("\n".join(heeds))
        self.heed.setVisible(bool(heeds))
        self.ok.setEnabled(bool(people))

    def refuse(self, reason: NotAllowed | Trouble) -> None:
        """It was not done."""
        self.secret.forget()
        self.tell("bad", why(reason))

    def tell(self, tone: str, words: str) -> None:
        """One line above the button."""
        retone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    @Slot()
    def _go(self) -> None:
        if self.postponing and self.due_at is None:
            self.due.say("bad", "Ghi ngày giờ, ví dụ 25/11/2026 10:30.")
            self.due.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.reason.text:
            self.tell("bad", "Ghi lý do trước.")
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.secret.secret:
            self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.ok.isEnabled() and isinstance(self.second.value, str):
            self.tell("", "Đang kiểm tra…")
            self.done.emit(ClerkId(self.second.value), self.secret.secret)


def _judge_moment(text: str) -> Verdict:
    if not text:
        return FINE
    try:
        return "", short_moment(moment(text))
    except ValueError:
        return "bad", "Ghi ngày giờ, ví dụ 25/11/2026 10:30."
