"""The lock screen: account and PIN. The pages are hidden, so no citizen's data is shown.

A colleague is picked by number, the PIN follows, Enter: nine keys with a PIN of six digits.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from models.ids import ClerkId
from models.not_allowed import (
    NotAllowed,
    SecretMustChange,
    SecretSame,
    SecretTooEasy,
    SecretTooShort,
    SecretWrong,
    TryLater,
)
from models.text import search_key
from models.trouble import Trouble
from ui.core.words import why
from ui.style.look import look
from ui.widgets.basic import frame, label, picture, row, set_tone
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.staff.session import SignInChoice

_NUMBERED = 9
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SecretField(Field):
    """A field for a PIN or password: hidden, without correction, without input method."""

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__(words, hint=hint)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )

    @property
    def secret(self) -> str:
        """The text as typed, with spaces."""
        return self.edit.text()

    def forget(self) -> None:
        """Clear it, with its undo history."""
        self.edit.setText("")


class NamePicker(QListWidget):
    """The list of accounts: a number or the first letter of the given name picks, arrow keys move.

    Attributes:
        picked: somebody was picked by number, letter or Enter.
        typed: a digit that is no account's number: the first of the selected account's PIN.
        left: Esc.
    """

    picked = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Người làm việc")
        self.setProperty("role", "names")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.people: tuple[SignInChoice, ...] = ()
        self.itemClicked.connect(self._clicked)

    def offer(self, people: "Sequence[SignInChoice]", chosen: ClerkId) -> None:
        """Show these accounts; the selection stays, else ``chosen``, else the clerk who was here last."""
        if tuple(people) == self.people:
            return
        before = self.chosen or chosen
        self.people = tuple(people)
        self.clear()
        for number, one in enumerate(people, 1):
            lead = f"{number}   " if number <= _NUMBERED else "     "
            item = QListWidgetItem(lead + one.name + (" · hôm nay" if one.today else ""))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.name}, phím {number}")
            self.addItem(item)
        ids = [one.id for one in people]
        seen = [one.seen_on or date.min for one in people]
        last = seen.index(max(seen)) if seen else -1
        self.setCurrentRow(ids.index(before) if before in ids else last)
        shown = max(2, min(len(people), 7))
        self.setFixedHeight(shown * (self.sizeHintForRow(0) if people else look().px(32)) + 8)

    @property
    def chosen(self) -> ClerkId:
        """The selected account; empty = none."""
        at = self.currentRow()
        return self.people[at].id if 0 <= at < len(self.people) else ClerkId("")

    def choose(self, clerk: ClerkId) -> None:
        """Select this account."""
        for at, one in enumerate(self.people):
            if one.id == clerk:
                self.setCurrentRow(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number or a letter picks; Enter takes the selected account."""
        text = event.text()
        if event.key() in _ENTER:
            self.picked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif text.isascii() and text.isdigit() and 1 <= int(text) <= min(_NUMBERED, len(self.people)):
            self.setCurrentRow(int(text) - 1)
            self.picked.emit()
        elif text.isascii() and text.isdigit():
            self.typed.emit(text)
        elif text and text.isalpha():
            self._pick_letter(search_key(text))
        else:
            super().keyPressEvent(event)

    def _pick_letter(self, letter: str) -> None:
        """Select the next account whose given name begins so; picked at once if it is the only one."""
        begins = [at for at, one in enumerate(self.people) if search_key(one.name.split()[-1]).startswith(letter)]
        if begins:
            later = [at for at in begins if at > self.currentRow()]
            self.setCurrentRow((later or begins)[0])
            if len(begins) == 1:
                self.picked.emit()

    @Slot()
    def _clicked(self) -> None:
        self.picked.emit()


class LockCover(QWidget):
    """Covers the whole window while the desk is locked or a clerk is being relieved.

    Attributes:
        wanted: a sign-in was asked for: account, secret, and a new secret when a one-time PIN must be changed.
        away: back to work without a change (only while somebody still works here).
    """

    wanted = Signal(str, str, str)
    away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._may_leave = False
        self._seconds = 0
        self._head = label("", "page")
        self._say = label("", "muted", wrap=True)
        self.names = NamePicker()
        self.secret = SecretField("Mã PIN hoặc mật khẩu")
        self.fresh = SecretField("Mã mới của riêng mình", "ít nhất 6 chữ số, không phải ngày sinh")
        self.again = SecretField("Nhập lại mã mới")
        self.note = label("", "note", wrap=True)
        self.ok = QPushButton("Vào làm việc · Enter")
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self._go)
        self.back = QPushButton("Thôi · Esc")
        self.back.setProperty("kind", "quiet")
        self.back.clicked.connect(self._leave)
        self.hall = label("", "muted", wrap=True)
        for edit in (self.secret.edit, self.fresh.edit, self.again.edit):
            edit.returnPressed.disconnect()
            edit.returnPressed.connect(self._go)
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(12)
        inside.addLayout(row(picture("lock", "accent_text", 28), self._head, 1, gap=12))
        inside.addWidget(self._say)
        for part in (self.names, self.secret, self.fresh, self.again, self.note):
            inside.addWidget(part)
        inside.addLayout(row(self.back, 1, self.ok))
        self._card = card
        middle = QVBoxLayout(self)
        middle.setContentsMargins(12, 12, 12, 12)
        middle.addStretch(1)
        middle.addLayout(row(1, card, 1))
        middle.addSpacing(16)
        middle.addWidget(self.hall)
        middle.addStretch(2)
        self.hall.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count = QTimer(self)
        self._count.setInterval(1000)
        self._count.timeout.connect(self._second_passed)
        self.names.picked.connect(self._picked)
        self.names.typed.connect(self._typed)
        self.names.left.connect(self._leave)
        self._fit()

    def _fit(self) -> None:
        self._card.setFixedWidth(look().wide(440))

    # ---- shown -------------------------------------------------------------------------------------------

    def open(self, *, changing: bool, said: str = "") -> None:
        """Show it reset; ``changing`` = somebody is still signed in and may go back."""
        self._may_leave = changing
        self._head.setText("Đổi người làm việc" if changing else "Máy đang khóa")
        self._say.setText(
            said or ("Bấm số của người vào thay, gõ mã, rồi Enter." if changing else "Gõ mã để mở; ↑↓ để chọn người.")
        )
        self.back.setVisible(changing)
        self.setAccessibleName(self._head.text())
        self._choose_new(on=False)
        self._tell("", "")
        self._fit()
        self._forget()

    def offer(self, people: "Sequence[SignInChoice]", chosen: ClerkId, *, first_list: bool) -> None:
        """Set the accounts; focus goes to the list, or to the PIN of the selected account."""
        self.names.offer(people, chosen)
        self.names.choose(chosen)
        (self.names if first_list else self.secret.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hall(self, words: str) -> None:
        """Show the waiting line: numbers only, never names."""
        self.hall.setText(words)

    def say_scan(self) -> None:
        """Tell that a card or code was scanned while locked."""
        self._tell("warn", "Máy đang khóa: lần quét vừa rồi không được ghi nhận. Mở máy rồi quét lại.")

    def refuse(self, reason: NotAllowed | Trouble) -> None:
        """Show why it was not unlocked."""
        if isinstance(reason, SecretMustChange):
            self._choose_new(on=True)
            self._tell("warn", why(reason))
            self.fresh.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if isinstance(reason, SecretSame | SecretTooShort | SecretTooEasy):
            self.fresh.forget()
            self.again.forget()
            self._tell("bad", why(reason))
            self.fresh.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._forget()
        self._seconds = reason.wait if isinstance(reason, SecretWrong) else 0
        self._seconds = reason.seconds if isinstance(reason, TryLater) else self._seconds
        self._tell("bad", why(reason))
        if self._seconds:
            self._count.start()
        self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def working(self, *, on: bool) -> None:
        """Disable input while the secret is checked."""
        self.ok.setEnabled(not on)
        if on:
            self._count.stop()
            self._tell("", "Đang kiểm tra…")

    # ---- keys --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move among accounts from the PIN field too; Esc goes back to the list, then to the window."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.secret.edit.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            at = self.names.currentRow() + step
            if 0 <= at < self.names.count():
                self.names.setCurrentRow(at)
                self._choose_new(on=False)
        elif event.key() == Qt.Key.Key_Escape:
            self._forget()
            self._choose_new(on=False)
            if self.names.hasFocus():
                self._leave()
            else:
                self.names.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _picked(self) -> None:
        self._choose_new(on=False)
        self._tell("", "")
        self._forget()
        self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _typed(self, digit: str) -> None:
        self._picked()
        self.secret.edit.setText(digit)

    @Slot()
    def _go(self) -> None:
        if not self.ok.isEnabled():
            return
        if not self.names.chosen:
            self.names.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        choosing = self.fresh.isVisible()
        fields = (self.secret, self.fresh, self.again) if choosing else (self.secret,)
        for field in fields:
            if not field.secret:
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if choosing and self.fresh.secret != self.again.secret:
            self.again.forget()
            self._tell("bad", "Hai lần nhập mã mới không giống nhau.")
            self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wanted.emit(self.names.chosen, self.secret.secret, self.fresh.secret if choosing else "")

    @Slot()
    def _leave(self) -> None:
        if self._may_leave:
            self.away.emit()

    @Slot()
    def _second_passed(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self._tell("bad", why(TryLater(self._seconds)))
        else:
            self._count.stop()
            self._tell("", "Có thể thử lại.")

    def _choose_new(self, *, on: bool) -> None:
        self.secret.label.setText("Mã dùng một lần" if on else "Mã PIN hoặc mật khẩu")
        self.fresh.setVisible(on)
        self.again.setVisible(on)

    def _forget(self) -> None:
        for field in (self.secret, self.fresh, self.again):
            field.forget()

    def _tell(self, tone: str, words: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.secret.edit.setAccessibleDescription(words)
