"""The page of money: the drawer's shift, the lists, and what is done from them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.permissions import Permission
from models.events import PAYMENT, RECEIPT, SHIFT, TRANSFER
from models.ids import SubjectId
from models.words.money_words import in_figures
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.money.count_part import CountPart
from ui.money.money_lists import MoneyLists, MoneyTab
from ui.money.receipt_part import ReceiptPart
from ui.money.shift_card import ShiftCardPart
from ui.money.takings_part import TakingsPart
from ui.shell.banner import Banners
from ui.shell.page import Opening, Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import column, label, row
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.money.shifts import ShiftReport
    from desk.prints.print_jobs import PrintJob
    from desk.views.money.done import PaymentDone
    from desk.views.money.page import MoneyOverview
    from desk.views.money.receipts import ReceiptFace
    from desk.views.money.shifts import ClosedShiftLine
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import AtWork

_SUBJECTS = (PAYMENT, RECEIPT, SHIFT, TRANSFER)
_GO = {
    MoneyTab.TAKEN: "Mở hồ sơ",
    MoneyTab.UNPAID: "Thu khoản này",
    MoneyTab.TRANSFERS: "Ghép vào hồ sơ",
    MoneyTab.OWED: "Lập biên lai còn nợ",
    MoneyTab.SHIFTS: "Nộp tiền ca này",
}
_FURTHER: "dict[MoneyTab, Callable[[OpenDesk, Any], tuple[Any, ...]]]" = {
    MoneyTab.TAKEN: lambda work, after: work.payments.of_today(after),
    MoneyTab.UNPAID: lambda work, after: work.payments.unpaid(after),
}
"""The lists that may be long, and how the page behind a line is asked for."""


class MoneyPage(Page):
    """The shift at the top, lists beneath, in their place one sheet for what is being done."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.print_queue = print_queue
        self.prints = PagePrints(print_queue, banners, self)
        self.facts: MoneyOverview | None = None
        self._closing: SubjectId | None = None
        """The shift that is being closed; None = a float is counted."""
        self.lists = MoneyLists()
        self.card = ShiftCardPart()
        self.count = CountPart(acts["money_sheet_go"])
        self.receipt = ReceiptPart(jobs, acts["money_sheet_go"])
        self.takings = TakingsPart(jobs, acts["money_sheet_go"])
        self._sheets = (self.count, self.receipt, self.takings)
        self.codes = Field("Mã hồ sơ được trả bằng khoản này", name="money.codes", hint="nhiều mã cách nhau dấu phẩy")
        self.reason = Field("Lý do để riêng", name="money.reason", hint="chuyển nhầm, đã trả lại…")
        self.go = KeyButton(acts["money_go"], "primary")
        self._lay_out()
        self.lists.changed.connect(self._list_changed)
        self.lists.opened.connect(self._go)
        self.lists.wanted.connect(self._page_wanted)
        for sheet in self._sheets:
            sheet.away.connect(self._close_sheet)
            sheet.changed.connect(self.context_changed)
        for doing in (self.receipt, self.takings):
            doing.done.connect(self._sheet_done)
        self._list_changed()

    def _lay_out(self) -> None:
        keys = QWidget()
        keys.setLayout(
            Flow(
                KeyButton(self.acts["shift_open"], with_icon=True),
                KeyButton(self.acts["shift_close"], with_icon=True),
                KeyButton(self.acts["receipt_change"], with_icon=True, only_when_allowed=True),
                KeyButton(self.acts["money_again"], with_icon=True, only_when_allowed=True),
                KeyButton(self.acts["receipts_twice"], with_icon=True, only_when_allowed=True),
                self.go,
            )
        )
        titles = QWidget()
        titles.setLayout(Flow(label("Thu tiền", "page"), label("Trong két có gì, ai chưa trả?", "muted"), gap=12))
        self._beside = QWidget()
        beside = row(self.codes, self.reason, gap=12)
        beside.addWidget(KeyButton(self.acts["transfer_aside"], "quiet"), 0, Qt.AlignmentFlag.AlignBottom)
        self._beside.setLayout(beside)
        self._below = QWidget()
        below = column(self.lists, self._beside, gap=8)
        below.setStretch(0, 1)
        self._below.setLayout(below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(row(titles, 1, keys, gap=12))
        whole.addWidget(self.card)
        for sheet in self._sheets:
            whole.addWidget(sheet, 1)
            sheet.hide()
        whole.addWidget(self._below, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "money_go": self._go,
            "money_sheet_go": self._sheet_go,
            "money_again": self._again,
            "receipt_change": self._change_receipt,
            "shift_open": self._count_float,
            "shift_close": self._count_drawer,
            "transfer_aside": self._set_aside,
            "receipts_twice": self._void_doubled,
        }

    def context(self, context: ActContext) -> ActContext:
        """The list in front, and whether something chosen in it can be gone on with; whether a sheet is open."""
        sheet = self._open_sheet
        if sheet is not None:
            return replace(context, sheet="money", do_it=sheet.is_ready and not self.acting)
        return replace(
            context,
            money_list=self.lists.tab.name.lower(),
            do_it=self.lists.chosen is not None and not self.acting,
            doubled=self.facts is not None and bool(self.facts.doubled) and not self.acting,
        )

    def page_shown(self, what: object) -> None:
        """Ask anew; ``what``: a tab."""
        if isinstance(what, MoneyTab):
            self.lists.choose(what)
        self._ask()

    def focus_first(self) -> None:
        """The keys go to the lines of the list in front, or to the lists where there are none."""
        self.lists.focus_lines()

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another clerk has another drawer."""
        super().show_clerk(state)
        self.facts = None
        self.receipt.clear()
        self.takings.clear()
        self.receipt.allow(void=state is not None and Permission.GIVE_BACK_FEE in state.permissions)
        self._close_sheet()
        self.lists.clear()
        if self.isVisible():
            self._ask()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """What other desks or the province have told."""
        if self.isVisible() and any(subject.startswith(_SUBJECTS) for subject in subjects):
            self._ask()

    def escape(self) -> bool:
        """Esc closes the sheet."""
        if self._open_sheet is None:
            return False
        self._close_sheet()
        return True

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.money.page(), self._show, newest="money")

    def _show(self, facts: "MoneyOverview") -> None:
        is_first, self.facts = self.facts is None, facts
        at_tabs = self.lists.has_focus_at_tabs
        self.lists.show_lines(facts)
        self.card.show_shift(facts)
        if is_first and at_tabs:
            self.focus_first()  # the lines were not there yet when the page came to the front

    @Slot(object, object)
    def _page_wanted(self, tab: MoneyTab, after: object) -> None:
        """The page of a long list behind a line."""
        ask = _FURTHER[tab]
        self.jobs.ask(
            self,
            lambda work: (tab, ask(work, after), after),
            self._show_more,
            newest=f"money {tab.name}",
        )

    def _show_more(self, page: tuple[MoneyTab, tuple[Any, ...], object]) -> None:
        self.lists.show_more(*page)

    @Slot()
    def _list_changed(self) -> None:
        tab = self.lists.tab
        self._beside.setVisible(tab is MoneyTab.TRANSFERS and self.lists.chosen is not None)
        self.go.setText(_GO[tab])
        self.context_changed.emit()

    # ---- what F9 does ------------------------------------------------------------------------------------

    def _go(self) -> None:
        one = self.lists.chosen
        if one is None:
            return
        if self.lists.tab is MoneyTab.UNPAID:
            self.wanted.emit("pay", (one.row.id,))
        elif self.lists.tab is MoneyTab.TAKEN:
            self._open_payment(one.id)
        elif self.lists.tab is MoneyTab.SHIFTS:
            self._send_takings(one)
        elif self.lists.tab is MoneyTab.OWED:
            self.act(lambda work: work.receipts.issue_owed(), self._said)
        elif one.payment:
            transfer, payment = one.id, one.payment
            self.act(lambda work: work.transfers.match(transfer, payment), self._paid)
        elif one.dossier is not None:
            transfer, dossier = one.id, one.dossier
            self.act(lambda work: work.transfers.match_dossiers(transfer, [dossier]), self._paid)
        else:
            transfer, codes = one.id, [code.strip() for code in self.codes.text.split(",") if code.strip()]
            if not codes:
                self.banners.show_banner("warn", "Nhập mã hồ sơ được trả bằng khoản này, hoặc để riêng và ghi lý do.")
                self.codes.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self.act(lambda work: work.transfers.match_codes(transfer, codes), self._paid)

    def _open_payment(self, payment: SubjectId) -> None:
        self.jobs.ask(self, lambda work: work.payments.first_dossier(payment), self._open_dossier)

    def _open_dossier(self, dossier: object) -> None:
        if dossier is not None:
            self.wanted.emit("dossier", Opening(dossier=dossier))  # type: ignore[arg-type] # an id, as it was asked

    def _set_aside(self) -> None:
        one, reason = self.lists.chosen, self.reason.text
        if one is None or self.lists.tab is not MoneyTab.TRANSFERS:
            return
        transfer = one.id
        self.act(lambda work: work.transfers.set_aside(transfer, reason), self._said)

    # ---- papers once more, receipts no more --------------------------------------------------------------

    def _again(self) -> None:
        """Ctrl+P: the papers of what is chosen."""
        one, tab = self.lists.chosen, self.lists.tab
        if one is None:
            return
        id_ = one.id
        if tab is MoneyTab.SHIFTS:
            self.act(lambda work: work.shifts.papers_again(id_), self._print)
        elif tab is MoneyTab.OWED:
            self.act(lambda work: work.receipts.paper_again(id_), self._print)
        elif tab is MoneyTab.TAKEN:
            self.act(lambda work: work.payments.papers_again(id_), self._print)

    def _print(self, jobs: "tuple[PrintJob, ...]") -> None:
        for job in jobs:
            self.prints.send(job)

    def _change_receipt(self) -> None:
        one = self.lists.chosen
        if one is not None and self.lists.tab is MoneyTab.TAKEN:
            payment = one.id
            self.act(lambda work: work.receipts.in_force(payment), self._open_receipt)

    def _open_receipt(self, faces: "tuple[ReceiptFace, ...]") -> None:
        self._open(self.receipt)
        self.receipt.begin(faces)

    def _send_takings(self, line: "ClosedShiftLine") -> None:
        if not line.left:
            self.banners.show_banner("info", "Ca này không còn tiền phải nộp.")
            return
        self._open(self.takings)
        self.takings.begin(line)

    @Slot(object)
    def _sheet_done(self, done: "PaymentDone") -> None:
        self._close_sheet()
        self.print_queue.refresh()
        self._paid(done)

    # ---- the drawer --------------------------------------------------------------------------------------

    def _count_float(self) -> None:
        self._closing = None
        self._open(self.count)
        self.count.begin("", "Đếm tiền đầu ca", "Số tiền lẻ có sẵn trong két trước khi thu.", "Mở ca", None)

    def _count_drawer(self) -> None:
        if self.facts is None:
            return
        card = self.facts.card
        shift = card.forgotten[0][0] if card.forgotten else card.shift
        if shift is None:
            self.banners.show_banner("info", "Không có ca thu nào đang mở.")
            return
        self.act(lambda work: work.shifts.closing(shift), self._count_closing)

    def _count_closing(self, report: "ShiftReport") -> None:
        self._closing = report.shift.id
        self._open(self.count)
        totals = f"{report.payments} khoản thu, {in_figures(report.taken)} đ tất cả các cách trả."
        self.count.begin(report.shift.id, "Đếm két để đóng ca", totals, "Đóng ca và in phiếu", report.expected)

    @property
    def _open_sheet(self) -> CountPart | ReceiptPart | TakingsPart | None:
        return next((sheet for sheet in self._sheets if not sheet.isHidden()), None)

    def _open(self, sheet: CountPart | ReceiptPart | TakingsPart) -> None:
        self._below.hide()
        sheet.show()
        self.context_changed.emit()

    @Slot()
    def _close_sheet(self) -> None:
        was_open = self._open_sheet is not None
        for sheet in self._sheets:
            sheet.hide()
        self._below.show()
        self.context_changed.emit()
        if was_open and self.isVisible():
            self.focus_first()

    def _sheet_go(self) -> None:
        sheet = self._open_sheet
        if isinstance(sheet, CountPart):
            self._count_done()
        elif sheet is not None:
            sheet.confirm()

    def _count_used(self) -> None:
        self.count.clear()
        self._close_sheet()

    def _count_done(self) -> None:
        counted, shift, reason = self.count.counted, self._closing, self.count.reason.text
        if shift is None:
            self.act(lambda work: work.shifts.open(counted), self._counted)
        else:
            self.act(lambda work: work.shifts.close(shift, counted, None, reason), self._closed)

    def _closed(self, done: "PaymentDone") -> None:
        self._count_used()
        self._paid(done)

    def _counted(self, sentence: str) -> None:
        self._count_used()
        self._said(sentence)

    def _void_doubled(self) -> None:
        self.act(lambda work: work.receipts.void_doubled(), self._said)

    # ---- doing it ----------------------------------------------------------------------------------------

    def _said(self, sentence: str) -> None:
        self.banners.show_banner("good", sentence)
        self.codes.put("")
        self.reason.put("")
        self.recorded.emit()
        self._ask()

    def _paid(self, paid: "PaymentDone") -> None:
        for job in paid.jobs:
            self.prints.send(job, paid.sentence)
        self._said(paid.sentence)
