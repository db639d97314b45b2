"""Settings of the province's charges: one resolution, its amounts by procedure and way of filing, and what is open."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.settings import Settings
from desk.words.terms import CHANNEL
from models.not_allowed import NotAllowed
from models.procedure import Channel
from models.trouble import Trouble
from models.words.money_words import in_figures, in_words, read_amount
from ui.core.words import why
from ui.settings.setting_part import SettingPart, SettingTools
from ui.widgets import input_parsing
from ui.widgets.basic import label, row, set_tone
from ui.widgets.buttons import Tick
from ui.widgets.field import FINE, Field, Verdict
from ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from desk.money.province_fees import ChannelPrice, ProvincePrices

_EXAMPLE = 104_000
"""Whose words differ between North and South."""


class FeesPart(SettingPart):
    """The resolution and its amounts stand in a file of their own, written when the settings are saved."""

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._jobs = bench.jobs
        self.southern = Tick("Đọc số tiền theo lối miền Nam", "Đọc số tiền theo lối miền Nam: lẻ, ngàn")
        self.southern.clicked.connect(self._southern)
        self.example = label("", "small")
        self.body.addLayout(row(self.southern, self.example, 1))
        self.hint(
            "Mức thu do HĐND tỉnh quy định: ghi nghị quyết, rồi số tiền của từng thủ tục; 0 là miễn phí, để trống "
            "là chưa có mức. Mức đã báo cho người dân không đổi. Ấn bản của tỉnh có biểu phí thì thay biểu này."
        )
        self.number = Field("Số nghị quyết", name="", hint="07/2026/NQ-HĐND")
        self.passed = Field("Ngày ban hành", name="", hint="15/06/2026", judge=_judge_day)
        self.begins = Field("Có hiệu lực từ", name="", hint="01/07/2026", judge=_judge_day)
        self.ends = Field("Đến hết ngày", name="", hint="bỏ trống: chưa biết", judge=_judge_day)
        self.body.addLayout(row(self.number, self.passed, self.begins, self.ends))
        self.note = label("", "note", wrap=True)
        self.note.hide()
        self.body.addWidget(self.note)
        self.open_words = label("Đang đọc biểu phí…", "strong", wrap=True)
        self.body.addWidget(self.open_words)
        self.by_case = Tick("Mức riêng theo trường hợp", "Hiện từng trường hợp của thủ tục, để ghi mức riêng")
        self.by_case.toggled.connect(self._show_cases)
        self.body.addWidget(self.by_case)
        self._table = QWidget()
        self.body.addWidget(self._table)
        self.prices: tuple[ProvincePrices, ...] = ()
        self.edits: dict[tuple[str, str, str, Channel], LineEdit] = {}
        """By procedure, case, group and way of filing."""
        self._of_cases: list[QWidget] = []

    # ---- the settings' own -------------------------------------------------------------------------------

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.southern.setChecked(settings.money.southern_words)
        self._say_example()

    def apply_to(self, settings: Settings) -> Settings:
        """These with the way amounts are read; the amounts themselves stand in another file."""
        return replace(settings, money=replace(settings.money, southern_words=self.southern.isChecked()))

    @Slot()
    def _southern(self) -> None:
        self._say_example()
        self.tell()

    def _say_example(self) -> None:
        said = in_words(_EXAMPLE, southern=self.southern.isChecked())
        self.example.setText(f"{in_figures(_EXAMPLE)}: {said.lower()}")

    # ---- the resolution ----------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Ask what is entered, unless somebody is typing."""
        if not self.edited_prices():
            self._jobs.ask(self, lambda work: work.setup.province_prices(), self.show_prices)

    def show_prices(self, prices: "Sequence[ProvincePrices]") -> None:
        """The procedures, those without an amount first."""
        open_ = {one.code for one in prices if one.is_open}
        self.prices = tuple(sorted(prices, key=lambda one: one.code not in open_))  # its cases stay beside it
        count = sum(not one.case for one in prices)
        told = (
            f"Còn {sum(one.is_open for one in prices)} trong {count} thủ tục chưa có đủ mức thu."
            if open_
            else "Mọi thủ tục đã có mức thu."
        )
        self.open_words.setText(told if self.prices else "Không thủ tục nào ở đây do tỉnh quy định mức thu.")
        before, self._table = self._table, QWidget()
        self.body.replaceWidget(before, self._table)
        before.hide()
        before.deleteLater()
        self._fill(self._table)
        entered = any(one.amount is not None for price in self.prices if price.case for one in price.prices)
        self.by_case.setChecked(self.by_case.isChecked() or entered)
        self.by_case.setVisible(bool(self._of_cases))
        self._show_cases()

    @Slot()
    def _show_cases(self) -> None:
        for part in self._of_cases:
            part.setVisible(self.by_case.isChecked())

    def _fill(self, table: QWidget) -> None:
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self.edits, self._of_cases = {}, []
        ways = [way for way in Channel if any(one.channel is way for price in self.prices for one in price.prices)]
        for column, way in enumerate(ways, start=1):
            grid.addWidget(label(CHANNEL[way], "label"), 0, column)
        for line, price in enumerate(self.prices, start=1):
            more = f" (thêm {price.special} mức riêng trong tệp)" if price.special else ""
            name = label(f"{price.name}{more}", "muted" if not price.is_open else "", wrap=True)
            name.setToolTip(f"{price.code} · {price.field}")
            grid.addWidget(name, line, 0)
            if price.case:
                self._of_cases.append(name)
            for one in price.prices:
                edit = LineEdit()
                edit.setText(_shown(one.amount))
                edit.setPlaceholderText("như trên" if price.case else "chưa có")
                edit.setMaximumWidth(120)
                edit.setAlignment(Qt.AlignmentFlag.AlignRight)
                edit.setAccessibleName(f"{price.name}, {CHANNEL[one.channel]}, mức thu")
                edit.editingFinished.connect(self._judge)
                self.edits[one.procedure, one.case, one.group, one.channel] = edit
                if price.case:
                    self._of_cases.append(edit)
                grid.addWidget(edit, line, 1 + ways.index(one.channel))

    @Slot()
    def _judge(self) -> None:
        """Red where no amount stands."""
        for edit in self.edits.values():
            bad = bool(edit.text()) and read_amount(edit.text()) is None
            if (edit.property("tone") or "") != ("bad" if bad else ""):
                set_tone(edit, "bad" if bad else "")

    def edited_prices(self) -> "tuple[ChannelPrice, ...]":
        """What was typed and differs from what is entered; an emptied amount changes nothing."""
        found = []
        for price in self.prices:
            for one in price.prices:
                edit = self.edits[one.procedure, one.case, one.group, one.channel]
                amount = read_amount(edit.text()) if edit.text() else None
                if amount is not None and amount != one.amount:
                    found.append(replace(one, amount=amount))
        return tuple(found)

    def save_own(self) -> None:
        """Write the resolution, if amounts were typed."""
        prices = self.edited_prices()
        unread = [edit for edit in self.edits.values() if edit.text() and read_amount(edit.text()) is None]
        if unread:
            self._say("bad", "Ghi số đồng chẵn, ví dụ 8.000.")
            unread[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif prices:
            number, days = self.number.text, tuple(_day(field.text) for field in (self.passed, self.begins, self.ends))
            self._jobs.ask(
                self,
                lambda work: work.setup.enter_resolution(number, days, prices),
                self._entered,
                self._refused,
            )

    def _entered(self, prices: "Sequence[ProvincePrices]") -> None:
        self._say("good", f"Đã ghi mức thu theo nghị quyết {self.number.text}.")
        self.show_prices(prices)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._say("bad", why(reason))

    def _say(self, tone: str, words: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.show()

    def focus_first(self) -> None:
        """The resolution."""
        self.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _shown(amount: int | None) -> str:
    return "" if amount is None else in_figures(amount)


def _day(text: str) -> date | None:
    try:
        return input_parsing.day(text) if text else None
    except ValueError:
        return None


def _judge_day(text: str) -> Verdict:
    return ("bad", "Ghi ngày, ví dụ 01/07/2026.") if text and _day(text) is None else FINE
