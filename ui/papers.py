"""Papers on their way to a printer, beside the desk's own work: nobody waits for a slow printer but its next paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from models.trouble import PrinterTrouble
from ui.jobs import Jobs

if TYPE_CHECKING:
    from desk.receipts import Paper, Printed
    from ui.work import Work


class Sent(Struct, frozen=True, kw_only=True):
    """How a paper fared: exactly one of ``printed`` and ``trouble``; who wants to know, by a bound method."""

    paper: "Paper"
    tell: "Callable[[Sent], None]"
    printed: "Printed | None" = None
    trouble: PrinterTrouble | None = None


class Papers(QObject):
    """Sends papers and notes those that did not come out, whatever becomes of the page that asked."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self.jobs = jobs

    def send(self, paper: "Paper", tell: Callable[[Sent], None]) -> None:
        """Send one paper; ``tell`` is a bound method of a page, not called when the page is gone."""
        self.jobs.aside(self, lambda: _sent(paper, tell), self._sent, queue=paper.address)

    @Slot(object)
    def _sent(self, sent: Sent) -> None:
        trouble = sent.trouble
        if trouble is not None:

            def note(work: "Work") -> None:
                work.not_printed(sent.paper, trouble)

            self.jobs.ask(self, note)
        page = getattr(sent.tell, "__self__", None)
        if isinstance(page, QObject) and isValid(page):
            sent.tell(sent)


def _sent(paper: "Paper", tell: Callable[[Sent], None]) -> Sent:
    from desk.receipts import send  # noqa: PLC0415 - reportlab loads with the first paper

    try:
        return Sent(paper=paper, tell=tell, printed=send(paper))
    except PrinterTrouble as trouble:
        return Sent(paper=paper, tell=tell, trouble=trouble)
