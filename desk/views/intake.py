"""Views of intake: look-ups for the form, its draft, and its outcome."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from desk import access_log
from desk.citizen import citizen_view
from desk.citizen.citizen_view import CitizenView
from desk.dossiers import lookup
from desk.intake import drafts, intake, known, reuse
from desk.intake.drafts import Draft
from desk.intake.intake import IntakeForm
from desk.money import money_papers
from desk.prints import form_jobs
from desk.reach import check_reach
from desk.rights import Permission, may
from desk.settings import OtherUnit
from desk.special_days.special_days import day_lines
from desk.views.money.done import by_hand
from desk.views.state import Views
from desk.views.view_models import FormCheck, Outcome
from models.catalogue.day_rules import DayChange
from models.catalogue.online_guides import is_online, is_online_only
from models.catalogue.procedure_index import COMMONEST
from models.events import PaperMissing
from models.ids import DossierId
from models.not_allowed import OutcomeAlready
from models.person import Organisation, Person
from models.places.places import find_communes, provinces
from models.procedure import Procedure
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.on_the_spot import is_on_the_spot

if TYPE_CHECKING:
    from desk.intake.known import Known
    from desk.intake.reuse import EarlierPaper
    from models.catalogue.day_rules import DayTerms

FAVOURITES = 8


class IntakeViews(Views):
    """From an empty form to a dossier, a supplement slip or a refusal."""

    def procedures(self, words: str) -> list[Procedure]:
        """Procedures found by words or code; nothing asked = those most received lately."""
        often = self.desk.store.dossiers.favourites(self.desk.today, FAVOURITES)
        if words.strip():
            return self.desk.index.find(words, often)
        usual = [code for code in COMMONEST if code not in often]
        return self.desk.index.find("", [*often, *usual], FAVOURITES)

    def people(self, words: str) -> list[Person]:
        """People of earlier dossiers."""
        return lookup.people(self.desk, words)

    def communes(self, words: str) -> list[tuple[str, str, str]]:
        """Communes as ``(name with kind, province, code)``; those of the office's own province first."""
        own = next((p.code for p in provinces() if p.name == self.desk.settings.office.province), None)
        near = find_communes(words, own) if own else []
        found = [*near, *(commune for commune in find_communes(words) if commune not in near)]
        return [(c.full_name.partition(", ")[0], c.province.name, c.code) for c in found]

    def units(self) -> tuple[OtherUnit, ...]:
        """The other units whose dossiers are taken in here."""
        return self.desk.settings.other_units

    def preview(self, form: IntakeForm) -> FormCheck:
        """What the receipt would say now, and, once a procedure is chosen, what the national system would lack."""
        seen = intake.preview(self.desk, form)
        if seen.procedure is None:
            return FormCheck(preview=seen, day=day_lines(self.desk), shown=_shown(form, seen))
        from desk.intake import national_check  # noqa: PLC0415 - not needed to open a desk

        desk = self.desk
        process = desk.processes.process(seen.procedure.code, desk.today)
        at_once = process.on_the_spot or seen.day.by(DayChange.ON_THE_SPOT) is not None
        return FormCheck(
            preview=seen,
            national=national_check.problems(desk, form),
            on_the_spot=at_once and may(desk, Permission.WORK),
            day=tuple(_day_words(seen.day)) if seen.day.decided else (),
            shown=_shown(form, seen),
            online=is_online(seen.procedure),
            online_only=is_online_only(seen.procedure),
        )

    def draft(self) -> Draft | None:
        """The form that was in work when the desk was last closed or cut off."""
        return drafts.draft_to_continue(self.desk)

    @staticmethod
    def blank() -> IntakeForm:
        """A form in which nothing stands."""
        return IntakeForm()

    def keep_draft(self, form: IntakeForm, field: str, typed: dict[str, str]) -> datetime:
        """Store the form as it is now; gives the instant of it."""
        drafts.save_draft(self.desk, Draft(form=form, field=field, typed=typed))
        return self.desk.clock()

    def continued(self, dossier: DossierId) -> IntakeForm:
        """The form of a dossier that waits for its supplement, filled with what is known."""
        seen = self.desk.store.log.dossier(dossier)
        if seen.intake is None or seen.status is not DossierStatus.SUPPLEMENT:
            raise OutcomeAlready(seen.status.value)
        check_reach(self.desk, seen)
        return replace(intake.form_again(seen.intake), continues=dossier)

    def drop_draft(self) -> None:
        """Forget the draft."""
        if may(self.desk, Permission.TAKE_IN):
            drafts.delete_draft(self.desk)

    def take_in(self, form: IntakeForm) -> Outcome:
        """Receive the dossier, write its receipt down if one is wanted, and forget the draft: all or nothing."""
        from desk.declarations.handed_in import handed_in  # noqa: PLC0415 - with the first dossier, not with the form

        desk, forget = self.desk, partial(drafts.forget_draft, self.desk)
        with desk.store.log.together():
            dossier = intake.take_in(desk, form, with_it=partial(handed_in, desk, form), beside=forget)
            job = form_jobs.outcome_job(desk, dossier.id) if dossier.receipt_wanted else None
            paid = dossier.payments[-1:] if form.paid_by else ()
            papers = money_papers.payment_jobs(desk, paid)
        return Outcome(
            dossier=dossier,
            job=job,
            papers=papers,
            written=by_hand(desk, paid),
            on_the_spot=may(desk, Permission.WORK) and is_on_the_spot(desk.processes, dossier),
            shown=citizen_view.intake_view(dossier),
        )

    def ask_supplement(self, form: IntakeForm, missing: tuple[PaperMissing, ...], reason: str) -> Outcome:
        """Record what is missing, write the slip of it down, and forget the draft: all or nothing."""
        with self.desk.store.log.together():
            forget = partial(drafts.forget_draft, self.desk)
            return self._out(intake.ask_supplement(self.desk, form, missing, reason, beside=forget))

    def refuse(self, form: IntakeForm, reason: str) -> Outcome:
        """Record the refusal, write its slip down, and forget the draft: all or nothing."""
        with self.desk.store.log.together():
            return self._out(intake.refuse(self.desk, form, reason, beside=partial(drafts.forget_draft, self.desk)))

    def known(self, number: str) -> "Known | None":
        """What earlier dossiers say of the bearer of a personal number."""
        return known.known(self.desk, number)

    def earlier_papers(self, whose: Person | Organisation, names: tuple[str, ...]) -> "tuple[EarlierPaper, ...]":
        """What need not be handed in again of these papers, for the list at the counter."""
        return reuse.earlier_papers(self.desk, whose, names)

    def known_body(self, tax_code: str) -> Organisation | None:
        """The body of this tax code, as the newest dossier names it."""
        return known.known_body(self.desk, tax_code)

    def person_taken(self, person: Person, words: str) -> None:
        """Somebody of an earlier dossier was taken over into the form: which is recorded there."""
        access_log.record_person_taken(self.desk, person, words)

    def _out(self, dossier: Dossier) -> Outcome:
        return Outcome(dossier=dossier, job=form_jobs.outcome_job(self.desk, dossier.id))


def _shown(form: IntakeForm, seen: intake.Preview) -> CitizenView:
    name = seen.procedure.name if seen.procedure else ""
    return citizen_view.confirm_view(form.submitter, form.owner, name, seen.due, seen.fee)


def _day_words(day: "DayTerms") -> list[str]:
    from desk.special_days.day_words import change_words  # noqa: PLC0415 - on such a day only

    return change_words(day)
