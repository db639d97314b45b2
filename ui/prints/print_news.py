"""Messages about print jobs and printers: jobs left over, little paper, a printer's state."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from desk.views.queue_state import QueueState
from ui.core.print_queue import NOT_OUT, PrintOutcome, PrintQueue, not_printed_words, out_words, trouble_words
from ui.shell.rail import RailButton

if TYPE_CHECKING:
    from desk.prints.printers import PrinterStatus
    from ui.shell.window import Window

KINDS = {"tickets": ("Máy in vé", "ticket"), "papers": ("Máy in giấy", "print")}
"""The icon says which printer it is, the word how it is."""

_LEFT, _LOW, _STUCK = "left of an earlier run", "paper low ", "stuck "
"""Causes of banners, two of them followed by the printer."""


class PrintNews(QObject):
    """Between the print queue and the window."""

    def __init__(self, print_queue: PrintQueue, window: "Window") -> None:
        super().__init__()
        self.window = window
        self.print_queue = print_queue
        self._told_left = False
        self._seen: dict[str, tuple[str, str]] = {}
        self._signs: dict[str, RailButton] = {}
        for kind, (name, icon) in KINDS.items():
            sign = self._signs[kind] = RailButton(name, icon)
            sign.setObjectName(f"printer_{kind}")
            sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            sign.clicked.connect(self._show)
            sign.hide()
            self.window.rail.add_sign(sign)
        self.print_queue.state_changed.connect(self._queue_changed)
        self.print_queue.looked.connect(self._looked)
        self.print_queue.finished.connect(self._finished)
        self.print_queue.low.connect(self._low)
        self.print_queue.stuck.connect(self._stuck)
        self.print_queue.begin()

    def stop(self) -> None:
        """End it: what waits is kept."""
        self.print_queue.stop()

    @Slot(object)
    def _queue_changed(self, state: QueueState) -> None:
        self._show_printers()
        banners, waiting = self.window.banners, {not_printed_words(one.subject) for one in state.unprinted}
        queued = any(one.fate.value == "queued" for one in state.unprinted)
        for about in banners.open_causes():
            if (about.startswith(NOT_OUT) and about not in waiting) or (about.startswith(_STUCK) and not queued):
                banners.clear_cause(about)
        left = [one for one in state.unprinted if one.earlier]
        if not left:
            banners.clear_cause(_LEFT)
        if self._told_left:
            return
        self._told_left = True
        if left:
            from desk.prints.print_words import job_words  # noqa: PLC0415 - loaded with the desk

            first = job_words(left[0])
            more = f" và {len(left) - 1} giấy khác" if len(left) > 1 else ""
            doubtful = any(one.fate.value == "doubtful" for one in left)
            how = "chưa in hoặc chưa chắc đã ra" if doubtful else "chưa in"
            self.window.banners.show_to_everyone(
                "warn",
                f"Từ lần mở trước còn {first}{more} {how}; chưa in gì thêm.",
                "Xem và in",
                self._show,
                about=_LEFT,
            )

    @Slot()
    def _show(self) -> None:
        self.window.go("papers")

    @Slot(object)
    def _looked(self, look: "PrinterStatus") -> None:
        from desk.prints.print_words import printer_words  # noqa: PLC0415 - loaded with the desk

        self._seen[look.address] = printer_words(look.state)
        if look.state is not None and not look.state.is_low:
            self.window.banners.clear_cause(_LOW + look.address)
        self._show_printers()

    def _show_printers(self) -> None:
        """A word and an icon for each printer."""
        from desk.prints.print_words import printer_name  # noqa: PLC0415 - loaded with the desk

        state = self.print_queue.state
        for kind, (name, icon) in KINDS.items():
            address = state.printers.get(kind, "")
            real = bool(address) and not address.startswith("pdf:")
            words, tone = self._seen.get(address, ("Máy in", ""))
            sign = self._signs[kind]
            sign.say(words, icon, tone)
            sign.setAccessibleName(f"{name}: {words}")
            sign.setToolTip(f"{name} · {printer_name(address)}")
            sign.setVisible(real)

    @Slot(object)
    def _finished(self, sent: PrintOutcome) -> None:
        """A print job that was tried again from the list."""
        if sent.trouble is not None:
            self.window.banners.show_banner(
                "warn", trouble_words(sent), "Xem", self._show, about=not_printed_words(sent.job.subject)
            )
        elif sent.printed is not None:
            copy = f" Bản in lần {sent.printed.copy}." if sent.printed.copy > 1 else ""
            self.window.banners.show_banner("good", f"{out_words(sent.printed)}{copy}")

    @Slot(str)
    def _low(self, address: str) -> None:
        from desk.prints.print_words import printer_name  # noqa: PLC0415 - loaded with the desk

        self.window.banners.show_to_everyone(
            "warn", f"{printer_name(address)} sắp hết giấy; chuẩn bị cuộn mới.", about=_LOW + address
        )

    @Slot(str, str)
    def _stuck(self, queue: str, said: str) -> None:
        from desk.words.system import system_words  # noqa: PLC0415 - likewise

        words = system_words(said)
        detail = f" ({words})" if words else ""
        self.window.banners.show_to_everyone(
            "warn",
            f"Giấy còn nằm trong hàng đợi của máy in {queue}{detail}; xem máy in.",
            "Xem",
            self._show,
            about=_STUCK + queue,
        )
