"""Routes a scan: to the page in front if it takes it, else a card to the counter, a code to its dossier or list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from models.codes.appointment_code import appointment_code_in
from models.codes.consignment_number import consignment_number_in
from models.codes.list_number import list_number_in
from models.codes.parcel_number import parcel_number_in
from models.events.dossiers import ReadBy
from models.ids import DossierId
from ui.core.jobs import Jobs
from ui.core.words import RECOVERY_SCANNED
from ui.counter.counter_page import CounterPage
from ui.shell.page import Opening
from ui.shell.window import Window

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.views.hand_over import ListScanned
    from desk.views.view_models import ScannedPaper


class ScanRouter(QObject):
    """Passes scans to the window."""

    def __init__(self, window: Window, counter: CounterPage, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._counter = counter
        self._jobs = jobs

    @Slot(object)
    def scanned(self, scan: "Scan") -> None:
        """Route one scan."""
        window = self._window
        if window.locking.is_covered:
            window.locking.scanned()
            return
        if window.page(window.front).use_scan(scan):
            return
        number = list_number_in(scan.code)
        if number:
            signed = scan.paper
            self._jobs.ask(self, lambda work: work.hand_over.scanned(number, signed), self._list_scanned)
            return
        appointment = appointment_code_in(scan.code or scan.text)
        parcel, consignment = parcel_number_in(scan.code), consignment_number_in(scan.code)
        if parcel:
            window.go("parcels", parcel)
        elif consignment:
            window.go("consignments", consignment)
        elif appointment:
            window.go("appointments", appointment)
        elif scan.person is not None:
            if window.front != "counter":
                window.go("counter")
            self._counter.card(scan)
        elif scan.secret:
            window.banners.show_banner("info", RECOVERY_SCANNED)
        elif scan.paper:
            paper = scan.paper
            self._jobs.ask(self, lambda work: work.dossiers.scanned_paper(paper), self._paper_known)
        elif scan.code:
            code = scan.code
            self._jobs.ask(self, lambda work: work.dossiers.by_code(code), self._code_found)
        else:
            from ui.core.scan_words import scan_words  # noqa: PLC0415 - words of rare scans

            window.banners.show_banner("warn", scan_words(scan))
        if scan.person is not None and scan.cautions:
            from ui.core.scan_words import caution_words  # noqa: PLC0415 - likewise

            window.banners.show_banner("warn", caution_words(scan))

    def _paper_known(self, paper: "ScannedPaper") -> None:
        if paper.dossier is not None:
            self._code_found(paper.dossier)
        self._window.banners.show_banner(paper.tone, paper.words)

    def _list_scanned(self, done: "ListScanned") -> None:
        if done.list is not None:
            self._window.go("hand_over_lists", done.list)
        self._window.banners.show_banner(done.tone, done.words)
        self._window.recorded.emit()

    def _code_found(self, dossier: DossierId) -> None:
        self._window.go("dossier", Opening(dossier=dossier, by=ReadBy.SCAN))
