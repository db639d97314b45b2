"""Money of the counter: the drawer's shift, today's payments, what is not paid, transfers and receipts that wait."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.permissions import Permission
from models.events import PAYMENT, RECEIPT, SHIFT, TRANSFER
from models.ids import SubjectId
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from models.words.money_words import amount_text
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintOutcome, PrintQueue, not_printed_words, out_words, trouble_words
from ui.core.words import tone_of, why
from ui.money.count_part import CountPart
from ui.money.receipt_part import ReceiptPart
from ui.money.takings_part import TakingsPart
from ui.shell.banner import Banners
from ui.shell.page import Opening, Page
from ui.widgets.basic import column, frame, label, row, set_tone
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.columns import Columns, Flow
from ui.widgets.field import Field
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.money.shifts import ShiftReport
    from desk.prints.print_jobs import PrintJob
    from desk.views.money import (
        ClosedShiftLine,
        MoneyOverview,
        OwedLine,
        PaymentDone,
        PaymentLine,
        ReceiptFace,
        TransferLine,
        UnpaidLine,
    )
    from desk.views.view_models import AtWork

_SUBJECTS = (PAYMENT, RECEIPT, SHIFT, TRANSFER)


class MoneyTab(Enum):
    """Which list of the page is in front."""

    TAKEN = "Hôm nay"
    UNPAID = "Chưa thu"
    TRANSFERS = "Tiền về chưa rõ"
    OWED = "Chờ biên lai"
    SHIFTS = "Ca đã đóng"


TAKEN: "tuple[ListColumn[PaymentLine], ...]" = (
    ListColumn(head="Lúc", words=lambda one: one.at, width=64),
    ListColumn(head="Người nộp", words=lambda one: one.payer, width=220, gives_way=1),
    ListColumn(head="Số tiền", words=lambda one: one.amount, width=130, amounts=True),
    ListColumn(head="Cách trả", words=lambda one: one.method, width=150, quiet=True),
    ListColumn(head="Biên lai, phiếu thu", words=lambda one: one.number, width=240),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=200,
        icon=lambda one: ({"good": "check", "warn": "clock", "bad": "bad"}.get(one.tone, ""), one.tone),
    ),
)
UNPAID: "tuple[ListColumn[UnpaidLine], ...]" = (
    ListColumn(head="Chủ hồ sơ", words=lambda one: one.owner, width=220),
    ListColumn(head="Thủ tục", words=lambda one: one.procedure, width=330, quiet=True, gives_way=1),
    ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=212),
    ListColumn(head="Phải thu", words=lambda one: f"{amount_text(one.owes)} đồng", width=130, amounts=True),
    ListColumn(head="", words=lambda one: one.waits, width=240, quiet=True),
)
TRANSFERS: "tuple[ListColumn[TransferLine], ...]" = (
    ListColumn(head="Lúc", words=lambda one: one.at, width=110),
    ListColumn(head="Số tiền", words=lambda one: f"{amount_text(one.amount)} đồng", width=130, amounts=True),
    ListColumn(head="Nội dung", words=lambda one: one.content, width=420, gives_way=1),
    ListColumn(
        head="",
        words=lambda one: one.said,
        width=220,
        icon=lambda one: ("check", "good") if one.payment else ("search", "warn"),
    ),
)
OWED: "tuple[ListColumn[OwedLine], ...]" = (
    ListColumn(head="Phiếu thu", words=lambda one: one.slip, width=250),
    ListColumn(head="Người nộp", words=lambda one: one.payer, width=240, gives_way=1),
    ListColumn(head="Số tiền", words=lambda one: f"{amount_text(one.amount)} đồng", width=130, amounts=True),
    ListColumn(
        head="Hạn lập",
        words=lambda one: f"{one.due} · {_days(one.days)}",
        width=200,
        tone=lambda one: ("bad" if one.days < 0 else "warn" if one.days == 0 else "", one.days <= 0),
    ),
    ListColumn(head="Tình trạng", words=lambda one: one.state, width=180, quiet=True),
)
SHIFTS: "tuple[ListColumn[ClosedShiftLine], ...]" = (
    ListColumn(head="Ca", words=lambda one: one.at, width=230),
    ListColumn(head="Người thu", words=lambda one: one.clerk, width=220, gives_way=1),
    ListColumn(head="Máy", words=lambda one: one.machine, width=64, quiet=True),
    ListColumn(
        head="Đếm được", words=lambda one: f"{amount_text(one.counted)} đồng", width=140, amounts=True, quiet=True
    ),
    ListColumn(head="Phải nộp", words=lambda one: f"{amount_text(one.takings)} đồng", width=140, amounts=True),
    ListColumn(
        head="Tiền đang ở đâu",
        words=lambda one: one.state,
        width=260,
        icon=lambda one: ({"good": "check", "warn": "clock"}.get(one.tone, ""), one.tone),
    ),
)
_COLUMNS: dict[MoneyTab, tuple[ListColumn[Any], ...]] = {
    MoneyTab.TAKEN: TAKEN,
    MoneyTab.UNPAID: UNPAID,
    MoneyTab.TRANSFERS: TRANSFERS,
    MoneyTab.OWED: OWED,
    MoneyTab.SHIFTS: SHIFTS,
}
_EMPTY = {
    MoneyTab.TAKEN: "Hôm nay chưa thu khoản nào.",
    MoneyTab.UNPAID: "Không còn hồ sơ nào chưa thu.",
    MoneyTab.TRANSFERS: "Không có khoản tiền về nào chưa rõ.",
    MoneyTab.OWED: "Không có khoản nào chờ biên lai.",
    MoneyTab.SHIFTS: "Chưa có ca nào đóng trong bảy ngày qua.",
}
_GO = {
    MoneyTab.TAKEN: "Mở hồ sơ",
    MoneyTab.UNPAID: "Thu khoản này",
    MoneyTab.TRANSFERS: "Ghép vào hồ sơ",
    MoneyTab.OWED: "Lập biên lai còn nợ",
    MoneyTab.SHIFTS: "Nộp tiền ca này",
}


def _days(days: int) -> str:
    if days < 0:
        return f"quá {-days} ngày làm việc"
    return "hôm nay" if days == 0 else f"còn {days} ngày làm việc"


class MoneyPage(Page):
    """The shift at the top, lists beneath, in their place one sheet for what is being done."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.print_queue = print_queue
        self.facts: MoneyOverview | None = None
        self._busy = False
        self._last_said = ""
        self._closing: SubjectId | None = None
        """The shift that is being closed; None = a float is counted."""
        self.tabs = Segments("Danh sách", [(tab, tab.value) for tab in MoneyTab])
        self.count = CountPart(acts["money_sheet_go"])
        self.receipt = ReceiptPart(jobs, acts["money_sheet_go"])
        self.takings = TakingsPart(jobs, acts["money_sheet_go"])
        self._sheets = (self.count, self.receipt, self.takings)
        self.codes = Field("Mã hồ sơ được trả bằng khoản này", name="money.codes", hint="nhiều mã cách nhau dấu phẩy")
        self.reason = Field("Lý do để riêng", name="money.reason", hint="chuyển nhầm, đã trả lại…")
        self.models: dict[MoneyTab, RowsModel[Any]] = {tab: RowsModel(_COLUMNS[tab], "", self) for tab in MoneyTab}
        self.tables: dict[MoneyTab, QTableView] = {tab: self._table(tab) for tab in MoneyTab}
        self._opened = label("", "section", wrap=True)
        self._totals = label("", "muted", wrap=True)
        self._receipts = label("", "small", wrap=True)
        self._day = label("", "small", wrap=True)
        self._warns = label("", "note", wrap=True)
        self._should = label("", "huge")
        self._should_words = label("Trong két phải có", "small")
        self._none = label("", "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.go = KeyButton(acts["money_go"], "primary")
        self._lay_out()
        self.tabs.chosen.connect(self._tab_chosen)
        for sheet in self._sheets:
            sheet.away.connect(self._close_sheet)
            sheet.changed.connect(self.context_changed)
        for doing in (self.receipt, self.takings):
            doing.done.connect(self._sheet_done)
        self._show_tab()

    def _lay_out(self) -> None:
        card = frame("card")
        left, right = QWidget(), QWidget()
        left.setLayout(column(self._opened, self._totals, self._day, self._receipts, self._warns, gap=4))
        right.setLayout(column(self._should_words, self._should, gap=2))
        for part in (self._should_words, self._should):
            part.setAlignment(Qt.AlignmentFlag.AlignRight)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(Columns(left, right, weights=(3, 1)))
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
        self._lists = QWidget()
        lists = column(self.tabs, gap=8)
        for table in self.tables.values():
            lists.addWidget(table, 1)
        lists.addWidget(self._none, 1)
        lists.addWidget(self._beside)
        self._lists.setLayout(lists)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(row(titles, 1, keys, gap=12))
        whole.addWidget(card)
        for sheet in self._sheets:
            whole.addWidget(sheet, 1)
            sheet.hide()
        whole.addWidget(self._lists, 1)

    def _table(self, tab: MoneyTab) -> QTableView:
        table = QTableView()
        table.setAccessibleName(tab.value)
        table.setModel(self.models[tab])
        columns = _COLUMNS[tab]
        dress_table(table, stretched=next(at for at, one in enumerate(columns) if one.gives_way))
        RoomForColumns(table, columns)
        fit_table(table, columns)
        table.selectionModel().currentRowChanged.connect(self._row_chosen)
        table.doubleClicked.connect(self._opened_row)
        return table

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
            return replace(context, sheet="money", do_it=sheet.is_ready and not self._busy)
        return replace(
            context,
            money_list=self.tab.name.lower(),
            do_it=self.chosen is not None and not self._busy,
            doubled=self.facts is not None and bool(self.facts.doubled) and not self._busy,
        )

    def page_shown(self, what: object) -> None:
        """Ask anew; ``what``: a tab."""
        if isinstance(what, MoneyTab):
            self.tabs.choose(what)
            self._show_tab()
        self._ask()

    def focus_first(self) -> None:
        """The keys go to the lines of the list in front, or to the lists where there are none."""
        table = self.tables[self.tab]
        to = table if self.models[self.tab].rows else self.tabs.buttons()[0]
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another clerk has another drawer."""
        super().show_clerk(state)
        self.facts = None
        self.receipt.clear()
        self.takings.clear()
        self.receipt.allow(void=state is not None and Permission.GIVE_BACK_FEE in state.permissions)
        self._close_sheet()
        for model in self.models.values():
            model.put((), None)
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

    @property
    def tab(self) -> MoneyTab:
        """The list in front."""
        tab = self.tabs.value
        return tab if isinstance(tab, MoneyTab) else MoneyTab.TAKEN

    @property
    def chosen(self) -> Any:  # noqa: ANN401 - a line of the list in front
        """The line the keys act on."""
        at, rows = self.tables[self.tab].currentIndex().row(), self.models[self.tab].rows
        return rows[at] if 0 <= at < len(rows) else None

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.money.page(), self._show, self._refused, newest="money")

    def _show(self, facts: "MoneyOverview") -> None:
        is_first, self.facts = self.facts is None, facts
        lines = {
            MoneyTab.TAKEN: facts.payments,
            MoneyTab.UNPAID: facts.unpaid,
            MoneyTab.TRANSFERS: facts.transfers,
            MoneyTab.OWED: facts.owed,
            MoneyTab.SHIFTS: facts.shifts,
        }
        kept = sum(one.tone == "warn" for one in facts.shifts)
        counts = {tab: len(found) for tab, found in lines.items()}
        counts |= {MoneyTab.UNPAID: facts.unpaid_in_all, MoneyTab.SHIFTS: kept}
        before = self.tab
        self.tabs.offer([(tab, f"{tab.value} {counts[tab]}" if counts[tab] else tab.value) for tab in MoneyTab])
        self.tabs.choose(before)
        for tab, found in lines.items():
            at = max(0, self.tables[tab].currentIndex().row())
            self.models[tab].put(found, None)
            if found:
                _choose(self.tables[tab], self.models[tab], min(at, len(found) - 1))
        self._show_card()
        self._show_tab()
        if is_first and any(button.hasFocus() for button in self.tabs.buttons()):
            self.focus_first()  # the lines were not there yet when the page came to the front

    def _show_card(self) -> None:
        facts = self.facts
        if facts is None:
            return
        card = facts.card
        counted = f"tiền đầu ca {amount_text(card.float)} đ" if card.counted_float else "chưa đếm tiền đầu ca"
        self._opened.setText(
            f"Ca mở lúc {card.opened}, {counted}" if card.shift else "Chưa mở ca. Ca tự mở khi thu khoản đầu tiên."
        )
        self._totals.setText(
            " · ".join(f"{way} {amount_text(amount)} đ ({times} lần)" for way, amount, times in card.totals)
        )
        owed = f"{card.owed} khoản chưa có biên lai" if card.owed else ""
        self._receipts.setText(" · ".join(filter(None, (card.receipts, owed))))
        low = ""
        if card.numbers is not None and card.numbers.low:
            days = f", đủ khoảng {card.numbers.days} ngày" if card.numbers.days is not None else ""
            low = f"Sắp hết số biên lai: còn {card.numbers.left} số{days}; kết nối với tỉnh để nhận thêm."
        twice = ""
        if facts.doubled:
            twice = f"Hai máy cùng thu một khoản, phải hủy {', '.join(facts.doubled)}: bấm “Hủy biên lai lập trùng”."
        self._warns.setText(" ".join([*(words for _, words in card.forgotten), low, twice]).strip())
        set_tone(self._warns, "warn")
        self._day.setText(card.day)
        for part in (self._totals, self._day, self._receipts, self._warns):
            part.setVisible(bool(part.text()))
        for part in (self._should, self._should_words):
            part.setVisible(card.shift is not None)
        self._should.setText(f"{amount_text(card.expected)} đ")

    @Slot(object)
    def _tab_chosen(self, _tab: object) -> None:
        self._show_tab()

    def _show_tab(self) -> None:
        tab = self.tab
        filled = bool(self.models[tab].rows)
        for one, table in self.tables.items():
            table.setVisible(one is tab and filled)
        self._none.setText(_EMPTY[tab])
        self._none.setVisible(not filled)
        self._beside.setVisible(tab is MoneyTab.TRANSFERS and filled)
        self.go.setText(_GO[tab])
        self.context_changed.emit()

    @Slot()
    def _row_chosen(self) -> None:
        self.context_changed.emit()

    # ---- what F9 does ------------------------------------------------------------------------------------

    def _go(self) -> None:
        one = self.chosen
        if one is None or self._busy:
            return
        if self.tab is MoneyTab.UNPAID:
            self.wanted.emit("pay", (one.dossier,))
        elif self.tab is MoneyTab.TAKEN:
            self._open_payment(one.id)
        elif self.tab is MoneyTab.SHIFTS:
            self._send_takings(one)
        elif self.tab is MoneyTab.OWED:
            self._do(lambda work: work.money.issue_owed(), self._said)
        elif one.payment:
            transfer, payment = one.id, one.payment
            self._do(lambda work: work.money.match(transfer, payment), self._paid)
        else:
            transfer, codes = one.id, [code.strip() for code in self.codes.text.split(",") if code.strip()]
            if not codes:
                self.banners.show_banner("warn", "Nhập mã hồ sơ được trả bằng khoản này, hoặc để riêng và ghi lý do.")
                self.codes.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self._do(lambda work: work.money.match_codes(transfer, codes), self._paid)

    def _open_payment(self, payment: SubjectId) -> None:
        self.jobs.ask(self, lambda work: work.money.first_dossier(payment), self._open_dossier, self._refused)

    def _open_dossier(self, dossier: object) -> None:
        if dossier is not None:
            self.wanted.emit("dossier", Opening(dossier=dossier))  # type: ignore[arg-type] # an id, as it was asked

    @Slot(QModelIndex)
    def _opened_row(self, _index: QModelIndex) -> None:
        self._go()

    def _set_aside(self) -> None:
        one, reason = self.chosen, self.reason.text
        if one is None or self.tab is not MoneyTab.TRANSFERS:
            return
        transfer = one.id
        self._do(lambda work: work.money.set_aside(transfer, reason), self._said)

    # ---- papers once more, receipts no more --------------------------------------------------------------

    def _again(self) -> None:
        """Ctrl+P: the papers of what is chosen."""
        one, tab = self.chosen, self.tab
        if one is None:
            return
        id_ = one.id
        if tab is MoneyTab.SHIFTS:
            self._do(lambda work: work.money.shift_again(id_), self._print)
        elif tab is MoneyTab.OWED:
            self._do(lambda work: work.money.receipt_again(id_), self._print)
        elif tab is MoneyTab.TAKEN:
            self._do(lambda work: work.money.payment_again(id_), self._print)

    def _print(self, jobs: "tuple[PrintJob, ...]") -> None:
        self._busy = False
        self._last_said = ""
        self.context_changed.emit()
        for job in jobs:
            self.print_queue.send(job, self._printed)

    def _change_receipt(self) -> None:
        one = self.chosen
        if one is not None and self.tab is MoneyTab.TAKEN:
            payment = one.id
            self._do(lambda work: work.money.in_force(payment), self._open_receipt)

    def _open_receipt(self, faces: "tuple[ReceiptFace, ...]") -> None:
        self._busy = False
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
        self._do(lambda work: work.money.closing(shift), self._count_closing)

    def _count_closing(self, report: "ShiftReport") -> None:
        self._busy = False
        self._closing = report.shift.id
        self._open(self.count)
        totals = f"{len(report.payments)} khoản thu, {amount_text(report.taken)} đ tất cả các cách trả."
        self.count.begin(report.shift.id, "Đếm két để đóng ca", totals, "Đóng ca và in phiếu", report.expected)

    @property
    def _open_sheet(self) -> CountPart | ReceiptPart | TakingsPart | None:
        return next((sheet for sheet in self._sheets if not sheet.isHidden()), None)

    def _open(self, sheet: CountPart | ReceiptPart | TakingsPart) -> None:
        self._lists.hide()
        sheet.show()
        self.context_changed.emit()

    @Slot()
    def _close_sheet(self) -> None:
        was_open = self._open_sheet is not None
        for sheet in self._sheets:
            sheet.hide()
        self._lists.show()
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
            self._do(lambda work: work.money.open_shift(counted), self._counted)
        else:
            self._do(lambda work: work.money.close_shift(shift, counted, None, reason), self._closed)

    def _closed(self, done: "PaymentDone") -> None:
        self._count_used()
        self._paid(done)

    def _counted(self, sentence: str) -> None:
        self._count_used()
        self._said(sentence)

    def _void_doubled(self) -> None:
        self._do(lambda work: work.money.void_doubled(), self._said)

    # ---- doing it ----------------------------------------------------------------------------------------

    def _do(self, ask: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        self._busy = True
        self.context_changed.emit()
        self.jobs.ask(self, ask, done, self._refused)

    def _said(self, sentence: str) -> None:
        self._busy = False
        self._last_said = sentence
        self.banners.show_banner("good", sentence)
        self.codes.put("")
        self.reason.put("")
        self.recorded.emit()
        self._ask()

    def _paid(self, paid: "PaymentDone") -> None:
        for job in paid.jobs:
            self.print_queue.send(job, self._printed)
        self._said(paid.sentence)

    def _printed(self, sent: PrintOutcome) -> None:
        if sent.trouble is not None:
            self.banners.show_banner("warn", trouble_words(sent), about=not_printed_words(sent.job.subject))
        elif sent.printed is not None:
            self.banners.show_banner("good", f"{self._last_said} {out_words(sent.printed)}".strip())

    @Slot(object)
    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._busy = False
        self.context_changed.emit()
        self.banners.show_banner(tone_of(reason), why(reason))


def _choose(table: QTableView, rows: "RowsModel[Any]", at: int) -> None:
    which = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().setCurrentIndex(rows.index(at, 0), which)
