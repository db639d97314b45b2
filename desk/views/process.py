"""Views of a dossier's way through the office: acts on one dossier, and its line of steps."""

from datetime import datetime

from desk.dossiers import clock, disputes, outcome, process
from desk.dossiers.disputes import Settlement
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.recording import ManyDone
from desk.views.dossiers import DossierViews
from desk.views.state import Views
from desk.views.view_models import DossierView
from models.calendar.pauses import PauseKind
from models.events import Decision, PaperMissing, StopCause
from models.ids import DossierId
from models.not_allowed import QuantityImpossible
from models.text import clean


class ProcessViews(Views):
    """Each act answers with the dossier as it is afterwards, or with its paper."""

    def forward(self, dossier: DossierId) -> DossierView:
        """To the unit of the next step; the step that signs lays it before the leader."""
        return self._one(dossier, process.forward(self.desk, [dossier]))

    def forward_to(self, dossier: DossierId, unit: str, note: str, courier: str) -> DossierView:
        """To a unit named by id or name."""
        return self._one(dossier, process.forward(self.desk, [dossier], to=clean(unit), note=note, courier=courier))

    def submit(self, dossier: DossierId, courier: str) -> DossierView:
        """Before the leader, who is at hand, or by somebody who carries it."""
        return self._one(dossier, process.submit(self.desk, [dossier], courier=courier))

    def accept(self, dossier: DossierId) -> DossierView:
        """In hand."""
        return self._one(dossier, process.accept(self.desk, [dossier]))

    def take_over(self, dossier: DossierId, reason: str) -> DossierView:
        """Out of another person's hands."""
        return self._one(dossier, process.take_over(self.desk, [dossier], reason))

    def give_back(self, dossier: DossierId, reason: str) -> DossierView:
        """To who had it before."""
        return self._one(dossier, process.give_back(self.desk, [dossier], reason))

    def sign(self, dossier: DossierId, number: str) -> DossierView:
        """Granted and signed."""
        return self._one(dossier, outcome.decide(self.desk, [dossier], Decision.GRANTED, number=number))

    def check_in(self, dossier: DossierId, place: str, signed_by: str, number: str) -> DossierView:
        """The result on the shelf."""
        outcome.check_in(self.desk, dossier, place, signed_by=signed_by, number=number)
        return DossierViews(self._state).one(dossier)

    def ask_supplement(self, dossier: DossierId, papers: str, reason: str) -> PrintJob:
        """What is missing, a line each; gives the slip."""
        missing = tuple(PaperMissing(name=name, originals=1) for line in papers.splitlines() if (name := clean(line)))
        clock.ask_supplement(self.desk, dossier, missing, reason)
        return form_jobs.outcome_job(self.desk, dossier)

    def bring_supplement(self, dossier: DossierId) -> DossierView:
        """All of it was brought."""
        clock.bring_supplement(self.desk, dossier)
        return DossierViews(self._state).one(dossier)

    def consult(self, dossier: DossierId, agency: str, question: str, due_at: datetime) -> DossierView:
        """Ask another agency."""
        process.consult(self.desk, dossier, agency, question, due_at)
        return DossierViews(self._state).one(dossier)

    def answered(self, dossier: DossierId, answer: str) -> DossierView:
        """The agency asked first has answered."""
        open_ = self.desk.store.log.dossier(dossier).processing.consultations
        process.answered(self.desk, dossier, answer, open_[0].number if open_ else "")
        return DossierViews(self._state).one(dossier)

    def tell_obligation(self, dossier: DossierId, what: str, amount: str) -> DossierView:
        """A financial obligation; the amount as typed, empty = unknown.

        Raises:
            QuantityImpossible: the amount is no number.
        """
        digits = clean(amount).replace(".", "").replace(" ", "")
        if digits and not digits.isdecimal():
            raise QuantityImpossible("amount", -1)
        clock.tell_obligation(self.desk, dossier, what, int(digits or 0))
        return DossierViews(self._state).one(dossier)

    def meet_obligation(self, dossier: DossierId, proof: str) -> DossierView:
        """It is met."""
        waits = self.desk.store.log.dossier(dossier).waits
        first = next((one.id for one in waits if one.kind is PauseKind.OBLIGATION), "")
        clock.meet_obligation(self.desk, dossier, proof, first)
        return DossierViews(self._state).one(dossier)

    def refuse(self, dossier: DossierId, reason: str) -> PrintJob:
        """Refused after examination; gives the slip."""
        outcome.refuse_after_examination(self.desk, dossier, reason)
        return form_jobs.outcome_job(self.desk, dossier)

    def stop(self, dossier: DossierId, reason: str) -> PrintJob:
        """Stopped on the citizen's request; gives the notice."""
        outcome.stop(self.desk, dossier, StopCause.REQUEST, reason)
        return form_jobs.outcome_job(self.desk, dossier)

    def settle(self, dossier: DossierId, way: Settlement, reason: str) -> DossierView:
        """Which of two ways holds."""
        disputes.settle(self.desk, dossier, way, reason)
        return DossierViews(self._state).one(dossier)

    def _one(self, dossier: DossierId, done: ManyDone) -> DossierView:
        """The dossier after an act on it alone; a refusal is raised."""
        for refused in done.refused:
            raise refused.why
        return DossierViews(self._state).one(dossier)
