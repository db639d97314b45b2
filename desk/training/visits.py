"""What citizens come for on a day of a script: new matters, missing papers, money, results, an end before the result.

Who comes again is found in the lists that the office itself works by, so that nobody comes for what is not there.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from desk.cards.samples import citizen
from desk.dossiers import clock, four_eyes, lookup, outcome, process, results, returns, work_lists
from desk.dossiers.returns import Collection
from desk.intake import bulk, intake
from desk.intake.list_result import ListedPerson
from desk.prints import form_jobs
from desk.staff import second_person
from desk.training import script_words as words
from desk.training.counter import Errand, filled, offered, ways
from desk.training.office import LEADER, ScriptOffice, accomplished
from desk.training.payments import pay_at_intake, pay_what_is_owed
from models.calendar.pauses import PauseKind
from models.events import DossierCorrected, Form, IdentityCheck, PaperReceived, StopCause
from models.ids import DossierId
from models.person import Authority, Person, Standing, number_of
from models.procedure import Procedure
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow
from models.subjects.processing import RUNNING
from models.subjects.ticket import Ticket
from models.subjects.work_lists import WorkList

ON_A_LIST = 4
"""People whom the head of a village hands in together."""


class Errands:
    """Who comes, and why."""

    def __init__(self, office: ScriptOffice, seed: int) -> None:
        self._office = office
        self._chance = office.chance
        self._seed = seed
        self._known = 0
        self._procedures = offered(office)

    def new(self, count: int) -> Iterator[Errand]:
        """So many people with a new matter."""
        for _ in range(count):
            procedure = self._chance.choice(self._procedures)
            yield Errand(self._somebody(), procedure.service, partial(self._new_matter, procedure))

    def list_of_people(self) -> Errand:
        """The head of a village brings one matter of several people."""
        office = self._office
        longer = [one for one in self._procedures if not is_on_the_spot(office, one)]
        procedure = self._chance.choice(longer)
        return Errand(self._somebody(), procedure.service, partial(self._hands_in_list, procedure))

    def again(self) -> Iterator[Errand]:
        """People whose dossier is here: each comes for one thing at a time."""
        busy: set[DossierId] = set()
        for visit, dossiers in (*self._for_results(), *self._with_papers(), *self._with_money(), *self._to_end_it()):
            if busy.isdisjoint(dossiers):
                busy.update(dossiers)
                yield visit

    # ---- new matters -------------------------------------------------------------------------------------

    def _new_matter(self, procedure: Procedure, ticket: Ticket, person: Person) -> None:
        office, chance = self._office, self._chance.random()
        form = filled(office, ticket, person, procedure, self._chance.choice(ways(procedure)))
        if chance < 0.05 and form.papers:
            asked = intake.ask_supplement(office.reception, replace(form, papers=form.papers[1:]), (), words.MISSING)
            office.print_(form_jobs.outcome_job(office.reception, asked.id), asked.slip)
        elif chance < 0.08:
            refused = intake.refuse(office.reception, form, words.NOT_OURS)
            office.ends[DossierStatus.REFUSED] += 1
            office.print_(form_jobs.outcome_job(office.reception, refused.id), refused.slip)
        elif is_on_the_spot(office, procedure):
            self._on_the_spot(replace(form, receipt_wanted=None), person)
        else:
            if chance < 0.2:
                paper = words.LETTER_OF_AUTHORITY
                authority = Authority(relation=words.FOR_ANOTHER, paper=paper, standing=Standing.AUTHORISED)
                form = replace(form, owner=self._somebody(), authority=authority)
            dossier = self._taken_in(form)
            self._second_thoughts(dossier, ticket, person, procedure)

    def _taken_in(self, form: intake.IntakeForm) -> Dossier:
        office = self._office
        if self._chance.random() < 0.7:
            form = pay_at_intake(office, form)
        dossier = intake.take_in(office.reception, form)
        office.taken += 1
        office.print_(form_jobs.outcome_job(office.reception, dossier.id), dossier.code)
        return dossier

    def _second_thoughts(self, dossier: Dossier, ticket: Ticket, person: Person, procedure: Procedure) -> None:
        """What becomes clear while the citizen is still there."""
        office, chance = self._office, self._chance.random()
        if chance < 0.06:
            right = replace(person, phone="0900000009")
            results.correct(office.reception, dossier.id, DossierCorrected(reason=words.TYPED_WRONG, submitter=right))
        elif chance < 0.1:
            second = second_person.begin(office.reception, LEADER)
            four_eyes.void(office.reception, dossier.id, words.TAKEN_TWICE, second, fits=office.fits(second))
            office.ends[DossierStatus.VOIDED] += 1
            office.print_(form_jobs.form_job(office.reception, dossier.id, Form.RECEIPT), dossier.code)
        elif chance < 0.18:
            others = [one for one in self._procedures if one.service == procedure.service]
            longer = [one for one in others if not is_on_the_spot(office, one)]
            other = self._chance.choice(longer)
            self._taken_in(filled(office, ticket, person, other, self._chance.choice(ways(other))))

    def _on_the_spot(self, form: intake.IntakeForm, person: Person) -> None:
        """Taken in, signed and returned in one flow; a leader who is elsewhere gets it by courier."""
        office = self._office
        dossier = intake.take_in(office.reception, pay_at_intake(office, form))
        office.taken += 1
        away = self._chance.random() < 0.3
        accomplished(process.submit(office.reception, [dossier.id], courier=words.COURIER if away else ""))
        office.clock.pass_(600 if away else 60)
        accomplished(outcome.decide(office.leader, [dossier.id]))
        office.clock.pass_(600 if away else 30)
        outcome.check_in(office.reception, dossier.id)
        self._given([dossier.id], Collection(collector=person, identity=IdentityCheck.MATCH))

    def _hands_in_list(self, procedure: Procedure, ticket: Ticket, person: Person) -> None:
        office = self._office
        form = filled(office, ticket, person, procedure, self._chance.choice(ways(procedure)))
        form = replace(form, authority=Authority(relation=words.HEAD_OF_VILLAGE, paper=words.LETTER_OF_AUTHORITY))
        rows = [ListedPerson(line, self._somebody()) for line in range(1, ON_A_LIST + 1)]
        batch = bulk.begin(office.reception, form, rows)
        taken = [bulk.take_in_entry(office.reception, batch, at) for at in range(len(batch.entries))]
        office.taken += len(taken)
        office.print_(bulk.list_job(office.reception, batch), taken[0].code)
        bulk.finish(office.reception)

    # ---- people who come again -----------------------------------------------------------------------------

    def _for_results(self) -> Iterator[tuple[Errand, Sequence[DossierId]]]:
        """Everything that is ready for one person is asked for at once."""
        ready: dict[str, list[Dossier]] = {}
        for row in self._listed(WorkList.READY):
            dossier = self._office.desk.store.log.dossier(row.id)
            if dossier.intake is not None:
                ready.setdefault(number_of(dossier.intake.submitter), []).append(dossier)
        for theirs in ready.values():
            submitter = theirs[0].intake.submitter if theirs[0].intake else Person()
            if self._chance.random() >= 0.5:
                continue
            ids = [one.id for one in theirs]
            owner = theirs[0].intake.owner if theirs[0].intake else None
            chance = self._chance.random()
            if chance < 0.15:
                visit = Errand(self._somebody(), self._service(theirs[0]), partial(self._collects_for_another, ids))
            elif chance < 0.3 and isinstance(owner, Person) and len(theirs) == 1:
                visit = Errand(owner, self._service(theirs[0]), partial(self._collects, ids))
            else:
                visit = Errand(submitter, self._service(theirs[0]), partial(self._collects, ids))
            yield visit, ids

    def _collects(self, ids: Sequence[DossierId], ticket: Ticket, person: Person) -> None:
        del ticket
        self._given(ids, Collection(collector=person, identity=IdentityCheck.MATCH))

    def _collects_for_another(self, ids: Sequence[DossierId], ticket: Ticket, person: Person) -> None:
        """Without a letter nothing is given; whoever has none goes home."""
        del ticket
        collection = Collection(collector=person, identity=IdentityCheck.MATCH)
        returns.hand_over(self._office.reception, ids, collection)
        if self._chance.random() < 0.7:
            authority = Authority(relation=words.FOR_ANOTHER, paper=words.LETTER_OF_AUTHORITY)
            self._given(ids, replace(collection, authority=authority))

    def _given(self, ids: Sequence[DossierId], collection: Collection) -> None:
        """Handed over with the originals, what is owed paid first, and the sheet to be signed printed."""
        office = self._office
        here = [pay_what_is_owed(office, office.desk.store.log.dossier(id_)) for id_ in ids]
        originals = {one.id: returns.originals_of(one.intake) for one in here if one.intake}
        done = accomplished(returns.hand_over(office.reception, ids, replace(collection, originals=originals)))
        office.ends[DossierStatus.HANDED_OVER] += len(done.dossiers)
        office.print_(form_jobs.return_sheet_job(office.reception, done.dossiers), done.dossiers[0].code)

    def _with_papers(self) -> Iterator[tuple[Errand, Sequence[DossierId]]]:
        for row in self._listed(WorkList.SUPPLEMENT):
            dossier = self._office.desk.store.log.dossier(row.id)
            if dossier.intake is not None and self._chance.random() < 0.3:
                visit = Errand(dossier.intake.submitter, self._service(dossier), partial(self._brings, row.id))
                yield visit, [row.id]

    def _brings(self, id_: DossierId, ticket: Ticket, person: Person) -> None:
        office = self._office
        dossier = office.desk.store.log.dossier(id_)
        if dossier.code:
            papers = tuple(PaperReceived(name=one.name, originals=max(1, one.originals)) for one in dossier.missing)
            clock.bring_supplement(office.reception, id_, papers)
            return
        if dossier.intake is None:
            return
        taken = dossier.intake.procedure
        procedure = office.desk.catalogue.get(taken.code)
        case = next((one for one in procedure.cases if one.id == taken.case), None)
        self._taken_in(replace(filled(office, ticket, person, procedure, case), continues=id_))

    def _with_money(self) -> Iterator[tuple[Errand, Sequence[DossierId]]]:
        for row in self._listed(WorkList.MONEY):
            dossier = self._office.desk.store.log.dossier(row.id)
            told = [pause.id for pause in dossier.waits if pause.kind is PauseKind.OBLIGATION]
            if dossier.intake is not None and told and self._chance.random() < 0.4:
                meets = partial(self._meets_obligation, row.id, told[0])
                yield Errand(dossier.intake.submitter, self._service(dossier), meets), [row.id]

    def _meets_obligation(self, id_: DossierId, number: str, ticket: Ticket, person: Person) -> None:
        del ticket, person
        proof = f"BL {self._chance.randrange(10_000):04d}"
        clock.meet_obligation(self._office.reception, id_, proof, number)

    def _to_end_it(self) -> Iterator[tuple[Errand, Sequence[DossierId]]]:
        """One in a while takes a dossier back, or asks that work on it be stopped."""
        running = [
            row
            for row in lookup.listed(self._office.reception, only=DossierStatus.RECEIVED, order="due", limit=10_000)
            if row.stage in RUNNING
        ]
        for share, ends in ((0.3, self._withdraws), (0.3, self._stops)):
            if running and self._chance.random() < share:
                row = self._chance.choice(running)
                dossier = self._office.desk.store.log.dossier(row.id)
                if dossier.intake is not None:
                    yield (
                        Errand(dossier.intake.submitter, self._service(dossier), partial(ends, row.id)),
                        [row.id],
                    )

    def _withdraws(self, id_: DossierId, ticket: Ticket, person: Person) -> None:
        del ticket, person
        office = self._office
        dossier = results.withdraw(office.reception, id_, words.CITIZEN_WITHDRAWS)
        office.ends[DossierStatus.WITHDRAWN] += 1
        office.print_(form_jobs.outcome_job(office.reception, id_), dossier.code)

    def _stops(self, id_: DossierId, ticket: Ticket, person: Person) -> None:
        del ticket, person
        office = self._office
        dossier = outcome.stop(office.reception, id_, StopCause.REQUEST, words.CITIZEN_STOPS)
        office.ends[DossierStatus.STOPPED] += 1
        office.print_(form_jobs.outcome_job(office.reception, id_), dossier.slip)

    # ---- beneath -------------------------------------------------------------------------------------------

    def _listed(self, of: WorkList) -> list[DossierRow]:
        return work_lists.listed(self._office.reception, of, limit=10_000)

    def _service(self, dossier: Dossier) -> str:
        taken = dossier.intake
        return self._office.desk.catalogue.get(taken.procedure.code).service if taken else ""

    def _somebody(self) -> Person:
        """The next invented citizen."""
        self._known += 1
        return citizen(self._known, self._seed)


def is_on_the_spot(office: ScriptOffice, procedure: Procedure) -> bool:
    """Whether it is taken in, signed and returned in one flow."""
    return office.desk.processes.process(procedure.code, office.desk.today).on_the_spot
