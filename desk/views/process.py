"""Views of a dossier's way through the office: acts on one dossier, and on many of a list."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from desk.bundles import bundles
from desk.dossiers import clock, disputes, outcome, process, shelf
from desk.dossiers.disputes import Settlement
from desk.dossiers.work_lists import OWN_ACT
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.recording import ManyDone, one_by_one
from desk.rights import Permission, may
from desk.views.dossiers import DossierViews
from desk.views.state import Views
from desk.views.view_models import DossierView
from desk.words.work_lists import ACT, DONE, done_words, shelf_words
from models.calendar.pauses import PauseKind
from models.events import Decision, PaperMissing, StopCause
from models.ids import DossierId
from models.not_allowed import QuantityImpossible
from models.subjects.work_lists import WorkList
from models.text import clean
from models.words.money_words import read_amount


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

    def leave_bundle(self, dossier: DossierId, reason: str) -> DossierView:
        """Out of the bundle it was taken in with."""
        bundles.take_out(self.desk, dossier, reason)
        return DossierViews(self._state).one(dossier)

    def check_in(self, dossier: DossierId, place: str, signed_by: str, number: str) -> DossierView:
        """The result on the shelf."""
        outcome.check_in(self.desk, dossier, place, signed_by=signed_by, number=number)
        return DossierViews(self._state).one(dossier)

    def ask_supplement(self, dossier: DossierId, papers: str, reason: str) -> PrintJob:
        """What is missing, a line each; gives the slip: both are written or neither."""
        missing = tuple(PaperMissing(name=name, originals=1) for line in papers.splitlines() if (name := clean(line)))
        with self.desk.store.log.together():
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
            QuantityImpossible: no amount, or too much.
        """
        read = read_amount(amount) if clean(amount) else 0
        if read is None:
            raise QuantityImpossible("amount", -1)
        clock.tell_obligation(self.desk, dossier, what, read)
        return DossierViews(self._state).one(dossier)

    def meet_obligation(self, dossier: DossierId, proof: str) -> DossierView:
        """It is met."""
        waits = self.desk.store.log.dossier(dossier).waits
        first = next((one.id for one in waits if one.kind is PauseKind.OBLIGATION), "")
        clock.meet_obligation(self.desk, dossier, proof, first)
        return DossierViews(self._state).one(dossier)

    def refuse(self, dossier: DossierId, reason: str) -> PrintJob:
        """Refused after examination; gives the slip: both are written or neither."""
        with self.desk.store.log.together():
            outcome.refuse_after_examination(self.desk, dossier, reason)
            return form_jobs.outcome_job(self.desk, dossier)

    def stop(self, dossier: DossierId, reason: str) -> PrintJob:
        """Stopped on the citizen's request; gives the notice: both are written or neither."""
        with self.desk.store.log.together():
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


class WorkDone(Struct, frozen=True, kw_only=True):
    """What an act on many did: a sentence, to how many, for which it was refused, and what is to be printed."""

    sentence: str
    count: int
    refused: frozenset[DossierId]
    jobs: tuple[PrintJob, ...] = ()


class ManyViews(Views):
    """Each act is given the dossiers, then what was filled in for all of them."""

    def own(self, of: WorkList, dossiers: Sequence[DossierId]) -> WorkDone:
        """What a list of the day's work is for."""
        done = OWN_ACT[of](self.desk, dossiers)
        told = self._told(ACT[of].done, done)
        if of is not WorkList.DECIDED:
            return told
        places = [dossier.processing.place for dossier in done.dossiers]
        return replace(told, sentence=told.sentence + shelf_words(places))

    def forward(self, dossiers: Sequence[DossierId]) -> WorkDone:
        """Each to the unit of its next step."""
        return self._told(DONE["forward"], process.forward(self.desk, dossiers))

    def forward_to(self, dossiers: Sequence[DossierId], unit: str, note: str, courier: str) -> WorkDone:
        """All to one unit."""
        done = process.forward(self.desk, dossiers, to=clean(unit), note=note, courier=courier)
        return self._told(DONE["forward"], done)

    def accept(self, dossiers: Sequence[DossierId]) -> WorkDone:
        """In hand."""
        return self._told(DONE["accept"], process.accept(self.desk, dossiers))

    def give_back(self, dossiers: Sequence[DossierId], reason: str) -> WorkDone:
        """Each to who had it before, all for one reason."""
        return self._told(DONE["give_back"], process.give_back(self.desk, dossiers, reason))

    def take_over(self, dossiers: Sequence[DossierId], reason: str) -> WorkDone:
        """Out of other people's hands."""
        return self._told(DONE["take_over"], process.take_over(self.desk, dossiers, reason))

    def submit(self, dossiers: Sequence[DossierId], courier: str) -> WorkDone:
        """Before the leader."""
        return self._told(DONE["submit"], process.submit(self.desk, dossiers, courier=courier))

    def sign(self, dossiers: Sequence[DossierId]) -> WorkDone:
        """Granted and signed."""
        return self._told(DONE["sign"], outcome.decide(self.desk, dossiers))

    def consult(self, dossiers: Sequence[DossierId], agency: str, question: str, due_at: datetime) -> WorkDone:
        """One agency is asked about each."""
        done = one_by_one(self.desk, dossiers, lambda desk, id_: process.consult(desk, id_, agency, question, due_at))
        return self._told(DONE["consult"], done)

    def check_in(self, dossiers: Sequence[DossierId], place: str, signed_by: str) -> WorkDone:
        """The results on the shelf: all in one place, or each in the first that is free."""
        done = one_by_one(
            self.desk,
            dossiers,
            lambda desk, id_: outcome.check_in(desk, id_, place or shelf.first_free(desk), signed_by=signed_by),
        )
        return self._told(DONE["check_in"], done)

    def stop(self, dossiers: Sequence[DossierId], reason: str) -> WorkDone:
        """Stopped on the citizens' request; those not refused all with their notices, or none of them."""
        with self.desk.store.log.together():
            done = one_by_one(self.desk, dossiers, lambda desk, id_: outcome.stop(desk, id_, StopCause.REQUEST, reason))
            prints = may(self.desk, Permission.PRINT)
            jobs = tuple(form_jobs.outcome_job(self.desk, one.id) for one in done.dossiers) if prints else ()
        return self._told(DONE["stop"], done, jobs)

    def _told(self, verb: str, done: ManyDone, jobs: tuple[PrintJob, ...] = ()) -> WorkDone:
        codes = self.desk.store.dossiers
        told = [(codes.code_of(one.dossier), one.why) for one in done.refused]
        return WorkDone(
            sentence=done_words(verb, len(done.dossiers), told),
            count=len(done.dossiers),
            refused=frozenset(one.dossier for one in done.refused),
            jobs=jobs,
        )
