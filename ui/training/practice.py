"""Applies the training page's faults to simulated reader, keyboard and printer."""

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from ui.core.jobs import Jobs
from ui.training.faults_part import MEND, PRINTER

if TYPE_CHECKING:
    from desk.training.practice import PracticePrinter
    from models.person import Person
    from ui.core.card_bridge import CardBridge
    from ui.shell.window import Window

_CITIZENS = 500
"""Numbers of invented citizens that stand at the counter when something happens."""


class Practice(QObject):
    """Works beside the window of a training desk; elsewhere its key does nothing."""

    def __init__(self, window: "Window", bridge: "CardBridge", jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._jobs = jobs
        self._printer: PracticePrinter | None = None
        self._citizen = _CITIZENS
        window.acts["page_faults"].triggered.connect(self._open)

    def stop(self) -> None:
        """The simulated printer is gone."""
        if self._printer is not None:
            self._printer.stop()

    @Slot()
    def _open(self) -> None:
        from ui.training.faults_page import FaultsPage  # noqa: PLC0415 - loaded just now

        page = self._window.page("faults")
        if isinstance(page, FaultsPage) and not page.property("connected"):
            page.setProperty("connected", True)
            page.fault_wanted.connect(self.play)

    @Slot(str)
    def play(self, fault: str) -> None:
        """Let it happen."""
        from ui.training.faults_page import FaultsPage  # noqa: PLC0415 - loaded already

        page = self._window.page("faults")
        if isinstance(page, FaultsPage):
            page.part.say(fault)
        if fault == MEND:
            self._bridge.inject_fault(fault, self._next(), self._next())
            if self._printer is not None:
                self._printer.mend()
        elif fault in {one.id for one in PRINTER}:
            self._break_printer(fault)
        elif fault == "keyboard":
            self._type()
        else:
            self._bridge.inject_fault(fault, self._next(), self._next())

    def _next(self) -> "Person":
        from desk.cards.samples import citizen  # noqa: PLC0415 - training only

        self._citizen += 1
        return citizen(self._citizen)

    def _break_printer(self, fault: str) -> None:
        from desk.training.practice import PracticePrinter  # noqa: PLC0415 - training only

        if self._printer is None:
            self._printer = PracticePrinter()
            address = self._printer.start()

            self._jobs.ask(self, lambda work: work.training.print_to(address), self._ready)
        self._printer.mend()
        self._printer.fail(fault)

    def _ready(self, nothing: None) -> None:
        del nothing
        self._window.banners.show_banner(
            "info", "Máy in tập đã bật: lấy số (F12) hoặc tiếp nhận (F9) để thấy sự cố. Không có giấy nào in ra."
        )

    def _type(self) -> None:
        """The next citizen's card by a scanner that types, through Unikey."""
        from desk.cards.keyboard.unikey import type_out as bend  # noqa: PLC0415 - likewise
        from desk.cards.keyboard.vietnamese_keys import Method  # noqa: PLC0415 - likewise
        from desk.cards.samples import qr_text  # noqa: PLC0415 - training only
        from ui.cards.wedge import type_out  # noqa: PLC0415 - likewise

        self._window.go("counter")
        card = replace(self._next(), full_name="Y Wan Thử", address="Buôn Mẫu 5A1, Xã Thử Nghiệm")
        strokes = bend(qr_text(card, new_card=True) + "\r", Method.TELEX)
        type_out(self._window, strokes, round(time.monotonic() * 1000))
