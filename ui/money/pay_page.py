"""The sheet that takes a payment: what it is for, the amount large, how it is paid, the change."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.citizen.citizen_view import CitizenState, CitizenView
from models.events import PaidBy
from models.ids import DossierId, SubjectId
from models.words.money_words import in_figures, in_words, read_amount
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.page_services import PageServices
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import column, frame, label, row
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.columns import Columns, Flow
from ui.widgets.field import FINE, Field, Verdict
from ui.widgets.qr_code import QrCode

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob
    from desk.views.money.done import PaymentDone
    from desk.views.money.payments import AskedPayment, PayFace
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import AtWork

LOOKS = 3_000
"""Milliseconds after which it is looked again whether a transfer has arrived."""

_WAYS = ((PaidBy.CASH, "Tiền mặt"), (PaidBy.TRANSFER, "Chuyển khoản"), (PaidBy.CARD, "Thẻ"))


class PayPage(Page):
    """What is to be paid at the left, how at the right. It leads back to the page it was opened from."""

    def __init__(self, jobs: Jobs, services: PageServices, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(services.print_queue, banners, self)
        self.citizen = services.citizen
        self.face: PayFace | None = None
        self.asked: AskedPayment | None = None
        self._taking: PayFace | None = None
        self._has_code = False
        self.way = Segments("Cách trả", _WAYS)
        self.given = Field("Khách đưa", name="pay.given", hint="để trống là đưa vừa đủ", judge=self._judge_given)
        self.reference = Field(
            "Số giao dịch", name="pay.reference", hint="trên phiếu của máy thẻ hay tin của ngân hàng"
        )
        self.paper = label("", "section", wrap=True)
        self.spoilt = KeyButton(acts["paper_spoilt"], "quiet", only_when_allowed=True)
        self.change = label("", "huge")
        self.state = label("", "section", wrap=True)
        self.code = QrCode("Mã VietQR", 264)
        self._account = label("", "muted", wrap=True)
        self.amount = label("", "huge")
        self._words = label("", "muted", wrap=True)
        self._payer = label("", "section", wrap=True)
        self._matters = QVBoxLayout()
        self._look = QTimer(self)
        self._look.setInterval(LOOKS)
        self._look.timeout.connect(self._look_again)
        self._lay_out()
        self.way.chosen.connect(self._way_chosen)
        self.given.edited.connect(self._given_typed)
        self.given.edit.returnPressed.connect(self._given_typed)

    def _lay_out(self) -> None:
        left, right = frame("card"), frame("card")
        inside = QVBoxLayout(left)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._payer)
        inside.addLayout(self._matters)
        inside.addStretch(1)
        inside.addWidget(self.amount)
        inside.addWidget(self._words)
        at = QVBoxLayout(right)
        at.setContentsMargins(16, 12, 16, 12)
        at.setSpacing(12)
        for part in (self.way, self.given, self.change, self.code, self._account, self.state, self.reference):
            at.addWidget(part)
        at.addStretch(1)
        at.addLayout(row(self.paper, self.spoilt, gap=12))
        at.addLayout(row(KeyButton(self.acts["pay_request"], "quiet"), 1, KeyButton(self.acts["pay_go"], "primary")))
        titles = QWidget()
        titles.setLayout(Flow(label("Thu tiền", "page"), label("Thu bao nhiêu, trả bằng cách nào?", "muted"), gap=12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(row(titles, 1, label("Esc để quay lại", "small"), gap=12))
        self._columns = Columns(left, right, weights=(1, 1), abreast=900)
        whole.addWidget(self._columns, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"pay_go": self._take, "pay_request": self._print_request, "paper_spoilt": self._spoil_paper}

    def context(self, context: ActContext) -> ActContext:
        """Whether it can be taken now."""
        ready = self.face is not None and not self.acting
        on_paper = self.face is not None and self.face.on_paper is not None
        is_asked = self.way.value is not PaidBy.TRANSFER or self.asked is not None
        return replace(context, do_it=ready and is_asked and not self.given.is_wrong, on_paper=ready and on_paper)

    def turn(self, *, narrow: bool) -> None:
        """One below the other in a narrow window."""
        self._columns.turn(narrow=narrow)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person begins anew."""
        super().show_clerk(state)
        self._clear()

    def page_shown(self, what: object) -> None:
        """Ask what these dossiers owe; ``what``: the id of one, or several."""
        self._clear()
        ids = (what,) if isinstance(what, str) else what if isinstance(what, tuple) else ()
        dossiers = [DossierId(SubjectId(one)) for one in ids]
        if dossiers:
            self.jobs.ask(self, lambda work: work.payments.to_pay(dossiers), self._found, newest="to pay")

    def focus_first(self) -> None:
        """The keys go to how it is paid."""
        self.way.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: object) -> None:
        """Nobody looks any more."""
        self._look.stop()
        super().hideEvent(event)  # type: ignore[arg-type] # as Qt gives it

    # ---- what is shown -----------------------------------------------------------------------------------

    def _clear(self) -> None:
        self.face, self.asked = None, None
        self._has_code = False
        self._look.stop()
        self.way.choose(PaidBy.CASH)
        self.given.put("")
        self.reference.put("")
        for part in (self.amount, self._words, self._payer, self.change, self.state, self.paper):
            part.setText("")
        while (item := self._matters.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._show_way()

    def _found(self, face: "PayFace") -> None:
        self.face = face
        self._payer.setText(face.payer)
        for code, procedure, amount in face.matters:
            line = QWidget()
            named = column(label(procedure, "", wrap=True), label(code, "small"))
            line.setLayout(row(named, label(in_figures(amount), "section")))
            self._matters.addWidget(line)
        self.citizen.show(CitizenView(state=CitizenState.PAYMENT, name=face.payer, amount=face.amount))
        self.amount.setText(f"{in_figures(face.amount)} đ")
        self._words.setText(in_words(face.amount))
        self._show_paper(face)
        self.given.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _way_chosen(self, _way: object) -> None:
        self._show_way()
        if self.way.value is PaidBy.TRANSFER and self.face is not None and self.asked is None:
            dossiers = self.face.dossiers
            self.jobs.ask(self, lambda work: work.payments.ask(dossiers), self._waits, newest="asked")
        elif self.way.value is not PaidBy.TRANSFER:
            self._look.stop()

    def _show_way(self) -> None:
        way = self.way.value
        self.given.setVisible(way is PaidBy.CASH)
        self.change.setVisible(way is PaidBy.CASH and bool(self.change.text()))
        self.reference.setVisible(way is not PaidBy.CASH)
        self.state.setVisible(way is PaidBy.TRANSFER)
        for part in (self.code, self._account):
            part.setVisible(way is PaidBy.TRANSFER and self._has_code)
        self.context_changed.emit()

    @Slot()
    def _given_typed(self) -> None:
        given, face = read_amount(self.given.text), self.face
        over = given - face.amount if given is not None and face is not None else 0
        self.change.setText(f"Trả lại {in_figures(over)} đ" if over > 0 else "")
        self.change.setVisible(over > 0 and self.way.value is PaidBy.CASH)
        self.context_changed.emit()

    def _judge_given(self, text: str) -> Verdict:
        if not text:
            return FINE
        given = read_amount(text)
        if given is None:
            return "bad", "Nhập số tiền, ví dụ 50000 hoặc 50.000."
        if self.face is not None and given < self.face.amount:
            return "bad", f"Chưa đủ {in_figures(self.face.amount)} đồng."
        return FINE

    # ---- a receipt written by hand -----------------------------------------------------------------------

    def _show_paper(self, face: "PayFace") -> None:
        self.face = face
        self.paper.setText(face.paper)
        self.paper.setVisible(bool(face.paper))
        self.context_changed.emit()

    def _spoil_paper(self) -> None:
        """The paper in front cannot be used: the next one takes its place."""
        face = self.face
        if face is None:
            return

        def spoil(work: "OpenDesk") -> "tuple[str, PayFace]":
            return work.receipts.spoil_paper("viết hỏng"), work.payments.to_pay(face.dossiers)

        self.act(spoil, self._spoilt)

    def _spoilt(self, told: "tuple[str, PayFace]") -> None:
        sentence, face = told
        self.banners.show_banner("good", sentence)
        self._show_paper(face)

    # ---- a transfer --------------------------------------------------------------------------------------

    def _waits(self, asked: "AskedPayment") -> None:
        if self.face is None or set(asked.dossiers) != set(self.face.dossiers):
            return  # of the sheet that was here before
        first, self.asked = self.asked is None, asked
        if first:
            self._show_code(asked.shown)
        here = "Tiền đã về tài khoản: F9 để thu." if asked.arrived else "Đang chờ tiền về…"
        self.state.setText(f"{here} Nội dung chuyển khoản: {asked.reference}")
        self.context_changed.emit()
        if asked.taken:
            self.done.emit()
        elif self.isVisible() and self.way.value is PaidBy.TRANSFER:
            self._look.start()

    def _show_code(self, view: CitizenView) -> None:
        """The code here and, large, before the citizen; without an account in the settings it is the words alone."""
        from desk.citizen.qr import qr_rows  # noqa: PLC0415 - the code's library loads with the first transfer

        self._has_code = bool(view.qr)
        if view.qr:
            self.code.show_code(qr_rows(view.qr))
            self._account.setText(" · ".join(filter(None, (view.bank, view.account, view.holder))))
        self.citizen.show(view)
        self._show_way()

    @Slot()
    def _look_again(self) -> None:
        if self.asked is not None:
            payment = self.asked.payment
            self.jobs.ask(self, lambda work: work.payments.look(payment), self._waits, newest="asked")

    # ---- paying later ------------------------------------------------------------------------------------

    def _print_request(self) -> None:
        """The citizen pays at home: by the code on this paper."""
        face = self.face
        if face is not None:
            self.act(lambda work: work.payments.request(face.dossiers), self._requested)

    def _requested(self, job: "PrintJob") -> None:
        said = "Đã lập phiếu đề nghị nộp tiền."
        self.banners.show_banner("good", said)
        self.prints.send(job, said)

    # ---- taking it ---------------------------------------------------------------------------------------

    def _take(self) -> None:
        face, way, asked = self.face, self.way.value, self.asked
        if face is None or not isinstance(way, PaidBy):
            return
        given, reference = read_amount(self.given.text) or 0, self.reference.text
        self._taking = face
        if way is PaidBy.TRANSFER:
            if asked is None:  # a payment of its own would leave the one being asked for waiting
                return
            payment = asked.payment
            self.act(lambda work: work.payments.confirm(payment, reference, face.on_paper), self._taken)
        else:
            given = given if way is PaidBy.CASH else 0
            self.act(lambda work: work.payments.take(face.dossiers, way, given, reference, face.on_paper), self._taken)

    def _taken(self, paid: "PaymentDone") -> None:
        is_here = self.face is self._taking
        if is_here:
            self._clear()
        self.citizen.show(CitizenView(state=CitizenState.TAKEN, amount=paid.amount))
        self.banners.show_banner("good", paid.sentence)
        for job in paid.jobs:
            self.prints.send(job, paid.sentence)
        self.recorded.emit()
        if is_here and self.isVisible():
            self.done.emit()
