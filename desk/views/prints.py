"""Views of print jobs."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from desk.desk import Desk
from desk.dossiers import hand_over_lists
from desk.money import money_papers
from desk.prints import form_jobs, print_jobs, printers
from desk.prints.print_jobs import Fate, Followed, PrintJob
from desk.views.queue_state import QueueState
from desk.views.state import Views
from models.events import BUNDLE, HAND_OVER_LIST, PAYMENT, RECEIPT, SHIFT, Form
from models.ids import TICKET, DossierId, SubjectId, TicketId
from models.not_allowed import PrintJobNotWaiting

T = TypeVar("T")


class PrintViews(Views):
    """What is not out yet, and what becomes of it."""

    def queue(self) -> QueueState:
        """What is not out yet, and the printers."""
        settings = self.desk.settings
        return QueueState(
            unprinted=print_jobs.unprinted(self.desk),
            printers=printers.printers_in_force(self.desk),
            spares={form.value: print_jobs.spare_printer(settings, form) for form in Form},
            others={form.value: print_jobs.addresses(settings, form) for form in Form},
        )

    def waiting(self) -> int:
        """How many print jobs are not out and are not going out just now."""
        return sum(one.fate is not Fate.GOING for one in print_jobs.unprinted(self.desk))

    def followed(self) -> tuple[Followed, ...]:
        """Those that lie in a queue of the system."""
        return print_jobs.spooler_jobs(self.desk)

    def again(self, keys: Iterable[str], to: str | None = None) -> list[PrintJob]:
        """These once more, in their order; ``to``: at another printer. What came out in between is left out."""
        made = []
        for key in keys:
            try:
                made.append(print_jobs.retry(self.desk, key, to))
            except PrintJobNotWaiting:
                continue  # it came out in between
        return made

    def give_up(self, key: str, reason: str) -> str:
        """This one need not come out any more; its key."""
        print_jobs.give_up(self.desk, key, reason)
        return key

    def with_desk(self, step: Callable[[Desk], T]) -> T:
        """One step of a print job that another thread carries; see ``print_jobs.deliver``."""
        return step(self.desk)

    def job_again(self, subject: SubjectId) -> PrintJob:
        """The slip of a number, a hand-over list, or the slip of a dossier's latest outcome, once more."""
        if subject.startswith(BUNDLE):
            return form_jobs.bundle_job(self.desk, subject)
        if subject.startswith(HAND_OVER_LIST):
            return hand_over_lists.hand_over_job(self.desk, subject)
        if subject.startswith(RECEIPT):
            return money_papers.receipt_job(self.desk, subject)
        if subject.startswith(PAYMENT):
            return money_papers.refund_job(self.desk, subject)
        if subject.startswith(SHIFT):
            return money_papers.shift_job(self.desk, subject)
        if subject.startswith(TICKET):
            return form_jobs.ticket_job(self.desk, TicketId(subject))
        return form_jobs.outcome_job(self.desk, DossierId(subject))

    def control_sheet(self, dossier: DossierId) -> PrintJob:
        """Who gave the dossier to whom, as of now (mẫu 06)."""
        return form_jobs.form_job(self.desk, dossier, Form.CONTROL)

    def extension_letter(self, dossier: DossierId) -> PrintJob:
        """The apology and extension once more (mẫu 04)."""
        return form_jobs.form_job(self.desk, dossier, Form.EXTENSION)

    def receipt(self, dossier: DossierId) -> PrintJob:
        """The receipt once more, whatever became of the dossier (mẫu 01)."""
        return form_jobs.form_job(self.desk, dossier, Form.RECEIPT)
