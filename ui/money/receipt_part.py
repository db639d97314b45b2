"""The sheet that replaces a receipt which names the payer wrongly, or makes one void with a second person."""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from models.ids import SubjectId
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from models.words.money_words import in_figures
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.shell.credential_check import CredentialCheck
from ui.shell.second_part import SecondPart
from ui.widgets.basic import label, set_tone
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.field import Field, LongField, go_to_red, wrong_words
from ui.widgets.sheet import FoldOutSheet

if TYPE_CHECKING:
    from desk.staff.accounts import SignInAttempt
    from desk.views.money.done import PaymentDone
    from desk.views.money.receipts import ReceiptFace
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import Second


class ReceiptChange(Enum):
    """What is done to the receipt."""

    REPLACE = "Thay thế"
    VOID = "Hủy"


_SAY = {
    ReceiptChange.REPLACE: "Biên lai mới ghi người nộp và địa chỉ đúng, số tiền giữ nguyên; biên lai cũ còn trong sổ.",
    ReceiptChange.VOID: "Số biên lai đã dùng, không cấp lại. Tiền không trả lại ở đây: trả lại ở trang hồ sơ.",
}
_OK = {ReceiptChange.REPLACE: "Thay và in", ReceiptChange.VOID: "Hủy biên lai"}


class ReceiptPart(FoldOutSheet):
    """Which receipt of the payment, what is done to it, why, and for making it void who confirms.

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
        self._check = CredentialCheck(jobs, self)
        self._faces: dict[SubjectId, ReceiptFace] = {}
        self._asking = False
        self._asked = False
        """Who may confirm was asked for."""
        self._head = label("", "section", wrap=True)
        self._say = label("", "muted", wrap=True)
        self.which = Segments("Biên lai")
        self.what = Segments("Việc", [(one, one.value) for one in ReceiptChange])
        self.payer = Field("Người nộp", name="receipt.payer")
        self.address = Field("Địa chỉ", name="receipt.address")
        self.tax_code = Field("Mã số thuế", name="receipt.tax_code", hint="của tổ chức; cá nhân để trống")
        self.reason = LongField("Lý do", "ghi sai tên, lập nhầm…", lines=2)
        self.second = SecondPart()
        self.note = label("", "note", wrap=True)
        self.ok = KeyButton(do_it, "primary")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        for part in (
            self._head,
            self.which,
            self.what,
            self._say,
            self.payer,
            self.address,
            self.tax_code,
            self.reason,
            self.second,
            self.note,
        ):
            whole.addWidget(part)
        whole.addLayout(self.foot(self.ok))
        whole.addStretch(1)
        self.which.chosen.connect(self._which_chosen)
        self.what.chosen.connect(self._what_chosen)
        self.second.confirmed.connect(self.confirm)
        self.second.ready_changed.connect(self.changed)

    def allow(self, *, void: bool) -> None:
        """Whether who works here may ask that a receipt be void."""
        offered = [one for one in ReceiptChange if void or one is not ReceiptChange.VOID]
        self.what.offer([(one, one.value) for one in offered])
        self.what.setVisible(len(offered) > 1)

    def begin(self, faces: "Sequence[ReceiptFace]") -> None:
        """Begin with these receipts of one payment, or go on with what was put away for the same ones."""
        again = {one.id: one for one in faces}
        if again != self._faces:
            self._faces = again
            self.which.offer([(one.id, one.number) for one in faces])
            self.reason.edit.clear()
            self._fill()
        self.second.clear()
        self._asked = False
        self._tell("", "")
        self._show_what()
        first = self.payer.edit if self._change is ReceiptChange.REPLACE else self.reason.edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """It was done, or another clerk works here."""
        self._faces = {}
        self.second.clear()
        self.reason.edit.clear()

    @property
    def is_ready(self) -> bool:
        """Whether it can be done now: nobody can confirm = no."""
        return self._change is ReceiptChange.REPLACE or self.second.person is not None

    @property
    def _change(self) -> ReceiptChange:
        value = self.what.value
        return value if isinstance(value, ReceiptChange) else ReceiptChange.REPLACE

    @property
    def _face(self) -> "ReceiptFace | None":
        return next((one for id_, one in self._faces.items() if id_ == self.which.value), None)

    @Slot(object)
    def _which_chosen(self, _which: object) -> None:
        self._fill()

    def _fill(self) -> None:
        face = self._face
        if face is not None:
            self._head.setText(f"Biên lai {face.number} · {in_figures(face.amount)} đ")
            self.payer.put(face.payer)
            self.address.put(face.address)
            self.tax_code.put(face.tax_code)
        self.which.setVisible(len(self._faces) > 1)

    @Slot(object)
    def _what_chosen(self, _what: object) -> None:
        self._show_what()

    def _show_what(self) -> None:
        change = self._change
        voids = change is ReceiptChange.VOID
        self._say.setText(_SAY[change])
        self.ok.setText(_OK[change])
        for field in (self.payer, self.address, self.tax_code):
            field.setVisible(not voids)
        self.second.setVisible(voids)
        if voids and not self._asked:
            self._asked = True
            self._jobs.ask(self, lambda work: work.receipts.seconds(), self._seconds_found, self._refused)
        self.changed.emit()

    def _seconds_found(self, found: "tuple[Second, ...]") -> None:
        self.second.offer(found, ())

    # ---- doing it ----------------------------------------------------------------------------------------

    @Slot()
    def confirm(self) -> None:
        """Do it: F9, the button, Enter in the PIN. What is red stands in the way."""
        red, face = go_to_red(self), self._face
        if red is not None:
            self._tell("bad", wrong_words(red))
        elif face is None or self._asking:
            return
        elif not self.reason.text:
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._tell("bad", "Ghi lý do.")
        elif self._change is ReceiptChange.VOID:
            self._have_confirmed(face.id, self.reason.text)
        else:
            self._asking = True
            reason = self.reason.text
            right = replace(face, payer=self.payer.text, address=self.address.text, tax_code=self.tax_code.text)
            self._jobs.ask(
                self,
                lambda work: work.receipts.replace(right, reason),
                self._done,
                self._refused,
                ended=self._ended,
            )

    def _have_confirmed(self, receipt: SubjectId, reason: str) -> None:
        who, secret = self.second.person, self.second.secret.secret
        if not secret:
            self.second.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if who is None:
            return

        def then(work: "OpenDesk", tried: "SignInAttempt", fits: bool, _: str) -> "PaymentDone":
            return work.receipts.void(receipt, reason, tried, fits=fits)

        self._tell("", "Đang kiểm tra…")
        self._check.prove(
            lambda work: work.receipts.begin_void(receipt, reason, who), secret, then, self._done, self._refused
        )

    def _ended(self) -> None:
        self._asking = False

    def _done(self, done: "PaymentDone") -> None:
        self._tell("", "")
        self.clear()
        self.done.emit(done)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self.second.secret.forget()
        self._tell("bad", why(reason))

    def _tell(self, tone: str, words: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))
