"""The page of visit laptops: what is on this one, until when, what is not handed in; at the office, all of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QStackedLayout, QTableView, QVBoxLayout, QWidget

from models.events import LAPTOP
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs, Reason
from ui.core.print_queue import PrintQueue
from ui.core.province_bridge import ProvinceBridge
from ui.core.words import tone_of, why
from ui.laptop.actions import OFFICE
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import frame, label, picture, row, scrolled, set_tone
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_folder
from ui.widgets.field import Field
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.views.laptop import AboardFacts, LaptopLine, LaptopPageFacts
    from desk.views.open_desk import OpenDesk
    from models.ids import SubjectId
    from sync.client.link_state import LinkState

_SIGN = {"good": "good", "warn": "warn", "bad": "bad"}

_COLUMNS: "tuple[ListColumn[LaptopLine], ...]" = (
    ListColumn(head="Máy", words=lambda one: str(one.device), width=64),
    ListColumn(head="Quầy", words=lambda one: one.name, width=160),
    ListColumn(
        head="Đang mang gì",
        words=lambda one: one.state,
        width=420,
        icon=lambda one: (_SIGN.get(one.tone, ""), one.tone),
        tone=lambda one: (one.tone if one.tone == "bad" else "", False),
    ),
)


class LaptopPage(Page):
    """Figures in cards, then until when, last contact and what is not handed in; a code where contact is too old."""

    def __init__(
        self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners, bridge: ProvinceBridge
    ) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self._bridge = bridge
        self.figures = [(label("–", "huge"), label("", "muted", wrap=True)) for _ in range(5)]
        self.keep, self.heard, self.unsent = (label("", wrap=True) for _ in range(3))
        self.coming = label("", "strong", wrap=True)
        self.contact = label("", "note", wrap=True)
        self.wipe_waits = label("", "muted", wrap=True)
        self.code = Field("Mã lãnh đạo đọc cho (8 chữ số)", name="laptop_code", hint="1234 5678")
        self.reason = Field("Lý do (báo mất, yêu cầu xóa)", name="laptop_reason", hint="mất ở đâu, thế nào")
        self.rows: RowsModel[LaptopLine] = RowsModel(_COLUMNS, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Máy đi tận nhà của cơ quan")
        self.table.setModel(self.rows)
        dress_table(self.table, stretched=2)
        RoomForColumns(self.table, _COLUMNS)
        self.had = label("Chọn một máy để xem máy đang mang gì.", "muted", wrap=True)
        self.had.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.had.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.home = KeyButton(self.acts["laptop_home"], "primary", with_icon=True)
        self._stack = QStackedLayout()
        self.title = label("Trên máy này", "page")
        self.question = label("Máy đang mang gì, đến khi nào?", "muted")
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 16, 24, 16)
        around.setSpacing(12)
        around.addLayout(row(Flow(self.title, self.question, gap=12)))
        around.addLayout(self._stack, 1)
        # Only now: a stack that lies in no widget shows its first part as a window of its own for a moment.
        self._stack.addWidget(self._own_part())
        self._stack.addWidget(self._office_part())
        self.facts: LaptopPageFacts | None = None
        self._acting = False
        self.code.edit.returnPressed.connect(self._use_code)
        self.table.selectionModel().currentRowChanged.connect(self._other_chosen)

    def _own_part(self) -> QWidget:
        part = QWidget()
        cards = QGridLayout()
        cards.setSpacing(12)
        for at, (figure, words) in enumerate(self.figures):
            card = frame("card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(16, 12, 16, 12)
            inside.setSpacing(2)
            inside.addWidget(figure)
            inside.addWidget(words)
            inside.addStretch(1)
            cards.addWidget(card, 0, at)
            cards.setColumnStretch(at, 1)
        told = frame("card")
        lines = QVBoxLayout(told)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(12)
        for icon, words in (("calendar", self.keep), ("clock", self.heard), ("sending", self.unsent)):
            line = row(picture(icon, "muted", 18), words, gap=12)
            line.setStretch(1, 1)
            lines.addLayout(line)
        lines.addWidget(self.coming)
        self._closed = QWidget()
        opens = row(self.code, KeyButton(self.acts["laptop_code"]), 1, gap=12)
        opens.setContentsMargins(0, 0, 0, 0)
        self._closed.setLayout(opens)
        inside = QVBoxLayout(part)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.contact)
        inside.addWidget(self._closed)
        inside.addLayout(cards)
        inside.addWidget(told)
        inside.addLayout(
            Flow(
                self.home,
                KeyButton(self.acts["laptop_stick"], with_icon=True),
                KeyButton(self.acts["laptop_from_stick"], with_icon=True),
                KeyButton(self.acts["laptop_wipe"], "quiet"),
            )
        )
        inside.addWidget(self.wipe_waits)
        inside.addStretch(1)
        return part

    def _office_part(self) -> QWidget:
        part = QWidget()
        card = frame("card")
        within = QVBoxLayout(card)
        within.setContentsMargins(16, 12, 8, 12)
        within.addWidget(scrolled(self.had))
        inside = QVBoxLayout(part)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        ids = ("laptop_load", "laptop_give_code", "laptop_list", "laptop_order_wipe", "laptop_lost")
        buttons = [KeyButton(self.acts[one], only_when_allowed=True) for one in ids]
        acting = row(self.reason, *buttons, gap=12)
        acting.setStretch(0, 1)
        for button in buttons:
            acting.setAlignment(button, Qt.AlignmentFlag.AlignBottom)
        inside.addWidget(self.table, 2)
        inside.addLayout(acting)
        inside.addWidget(card, 3)
        fit_table(self.table, _COLUMNS)
        return part

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "laptop_home": self._home,
            "laptop_stick": lambda: ask_folder(self, "Chọn USB để nộp về cơ quan", self._to_stick),
            "laptop_from_stick": lambda: ask_folder(self, "Chọn USB từ cơ quan", self._from_stick),
            "laptop_code": self._use_code,
            "laptop_wipe": self._wipe,
            "laptop_load": self._load,
            "laptop_give_code": self._give_code,
            "laptop_list": self._print_list,
            "laptop_order_wipe": self._order_wipe,
            "laptop_lost": self._lost,
        }

    def context(self, context: ActContext) -> ActContext:
        """Which of the two it is, and whether a laptop of the office is chosen."""
        office = self.facts is not None and self.facts.here is None
        return replace(context, sheet=OFFICE if office else "", do_it=self._chosen is not None and not self._acting)

    def page_shown(self, what: object) -> None:
        """Ask anew."""
        del what
        self._ask()
        self.focus_first()

    def show_link(self, state: "LinkState") -> None:
        """What was sent changes what is told."""
        super().show_link(state)
        if self.isVisible():
            self._ask()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """The load has come, or word of a laptop."""
        if self.isVisible() and (self.facts is None or self.facts.here or any(s.startswith(LAPTOP) for s in subjects)):
            self._ask()

    def focus_first(self) -> None:
        """The code that is asked for, else what is done first; at the office the list."""
        here = self.facts.here if self.facts is not None else None
        first = self.table if here is None else self.code.edit if here.closed else self.home
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _chosen(self) -> "LaptopLine | None":
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.laptop.page(), self._show, newest="laptop")

    def _show(self, facts: "LaptopPageFacts") -> None:
        self.facts = facts
        here = facts.here
        self._stack.setCurrentIndex(0 if here else 1)
        self.title.setText("Trên máy này" if here else "Máy đi tận nhà")
        self.question.setText("Máy đang mang gì, đến khi nào?" if here else "Máy nào đang mang gì?")
        if here is not None:
            self._show_here(here)
        else:
            show_rows(self.table, self.rows, facts.laptops, lambda one: one.device)
            if not facts.laptops:
                self.had.setText("Chưa máy nào của cơ quan được đặt là máy đi tận nhà (Thiết lập, Máy và quầy).")
        self.context_changed.emit()
        focused = QApplication.focusWidget()
        if self.isVisible() and (focused is None or not self.isAncestorOf(focused)):
            self.focus_first()

    def _show_here(self, here: "AboardFacts") -> None:
        for (figure, named), (number, what) in zip(self.figures, here.figures, strict=True):
            figure.setText(number)
            named.setText(what)
        for shown, text in ((self.keep, here.keep), (self.heard, here.heard), (self.unsent, here.unsent)):
            shown.setText(text)
        _say(self.coming, here.coming)
        _say(self.wipe_waits, here.wipe_waits and f"Chưa xóa được: {here.wipe_waits}")
        whole = "Máy còn dữ liệu cả cơ quan từ trước: nộp hết rồi xóa dữ liệu trên máy một lần."
        set_tone(self.contact, here.contact_tone if here.marked else "warn")
        _say(self.contact, here.contact if here.marked else whole)
        self._closed.setVisible(here.closed)

    @Slot()
    def _other_chosen(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            device = chosen.device
            self.jobs.ask(self, lambda work: work.laptop.had(device), self._show_had, self._no_had, newest="had")
        self.context_changed.emit()

    def _show_had(self, lines: tuple[str, ...]) -> None:
        self.had.setText("\n".join(lines))

    def _no_had(self, reason: Reason) -> None:
        self.had.setText(why(reason))

    # ---- at the laptop -----------------------------------------------------------------------------------

    def _home(self) -> None:
        self._bridge.send_now()
        self.banners.show_banner("info", "Đang nộp về cơ quan: chữ trước, ảnh sau. Cứ làm việc bình thường.")

    @Slot(str)
    def _to_stick(self, folder: str) -> None:
        self.jobs.ask(self, lambda work: work.laptop.to_stick(Path(folder)), self._said, self._refused)

    @Slot(str)
    def _from_stick(self, folder: str) -> None:
        self.jobs.ask(self, lambda work: work.laptop.from_stick(Path(folder)), self._said, self._refused)

    @Slot()
    def _use_code(self) -> None:
        typed = self.code.text
        self.jobs.ask(self, lambda work: work.laptop.use_code(typed), self._opened, self._refused)

    def _opened(self, words: str) -> None:
        self.code.put("")
        self._said(words)

    def _wipe(self) -> None:
        self._bridge.pause()

        def wiped(work: "OpenDesk") -> str:
            return work.laptop.wipe()

        self.jobs.ask(self, wiped, self._wiped, self._not_wiped)

    def _wiped(self, words: str) -> None:
        self._bridge.start()
        self._said(words)

    def _not_wiped(self, reason: Reason) -> None:
        self._bridge.start()
        self._refused(reason)

    # ---- at the office -----------------------------------------------------------------------------------

    def _load(self) -> None:
        if (chosen := self._chosen) is not None:
            device = chosen.device
            self.jobs.ask(self, lambda work: work.laptop.load(device), self._said, self._refused)

    def _give_code(self) -> None:
        if (chosen := self._chosen) is not None:
            device = chosen.device
            self.jobs.ask(self, lambda work: work.laptop.give_code(device), self._said, self._refused)

    def _print_list(self) -> None:
        if (chosen := self._chosen) is not None:
            device = chosen.device
            self.jobs.ask(self, lambda work: work.laptop.list_paper(device), self.prints.send, self._refused)

    def _order_wipe(self) -> None:
        if (chosen := self._chosen) is not None:
            device, reason = chosen.device, self.reason.text
            self.jobs.ask(self, lambda work: work.laptop.order_wipe(device, reason), self._done, self._refused)

    def _lost(self) -> None:
        if (chosen := self._chosen) is not None:
            device, reason = chosen.device, self.reason.text
            self.jobs.ask(self, lambda work: work.laptop.lost(device, reason), self._done, self._refused)

    def _done(self, words: str) -> None:
        self.reason.put("")
        self._said(words)

    def _said(self, words: str) -> None:
        self.banners.show_banner("good", words)
        self._ask()

    def _refused(self, reason: Reason) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))
        self._ask()


def _say(shown: QLabel, words: str) -> None:
    shown.setText(words)
    shown.setVisible(bool(words))
