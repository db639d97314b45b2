"""Views of help with online filing: the guide, what is followed, what became of it."""

from msgspec import Struct

from desk.assisted import assisted
from desk.assisted.assisted import OnlineHelp
from desk.bundles import bundles
from desk.intake.intake import IntakeForm
from desk.staff import colleagues
from desk.views.state import Views
from desk.words.history import tell_each
from desk.words.service.assisted import (
    NOT_DONE_WORDS,
    bundle_matter,
    filed_words,
    filing_facts,
    filing_state,
    helped_words,
    told_words,
    voided_words,
)
from desk.words.terms import moment
from models.calendar.clock import local
from models.catalogue.online_guides import GuideStep
from models.events import NationalState
from models.ids import DossierId, SubjectId
from models.subjects.service.online_filing import AssistedFiling


class HelpBegun(Struct, frozen=True, kw_only=True):
    """A citizen to be helped: what is entered so far, the procedure's name, the steps and where they are from."""

    helped: OnlineHelp
    name: str
    steps: tuple[GuideStep, ...]
    source: str


class FilingLine(Struct, frozen=True, kw_only=True):
    """One matter that is followed, in words. ``late``: its due date has passed; ``state`` is what was told last.

    ``part``: the first dossier at work of the bundle that was filed under its code; None = one matter alone.
    """

    id: SubjectId
    code: str
    person: str
    matter: str
    state: NationalState
    how: str
    tone: str
    due: str
    late: bool
    since: str
    part: DossierId | None = None


class HelpPage(Struct, frozen=True, kw_only=True):
    """What is followed, and this month's figures in a sentence."""

    lines: tuple[FilingLine, ...]
    note: str


class FilingOpened(Struct, frozen=True, kw_only=True):
    """One matter with its person's number and telephone, and its history in sentences."""

    id: SubjectId
    person: str
    facts: tuple[str, ...]
    history: tuple[str, ...]


class AssistedViews(Views):
    """The page of help with online filing."""

    def begin(self, form: IntakeForm) -> HelpBegun:
        """Help the citizen of the counter's form."""
        desk = self.desk
        procedure = desk.catalogue.get(form.procedure)
        found = assisted.guide(desk, procedure.code)
        return HelpBegun(
            helped=OnlineHelp(procedure=procedure.code, case=form.case, person=form.submitter, ticket=form.ticket),
            name=procedure.name,
            steps=found.steps if found else (),
            source=found.source if found else "",
        )

    def page(self) -> HelpPage:
        """What is followed; names, no numbers."""
        desk = self.desk
        found = assisted.figures(desk, desk.today.replace(day=1), desk.today)
        own = found.filed[desk.by]
        note = helped_words(found.filed.total(), own, found.not_done.total())
        return HelpPage(lines=tuple(map(self._line, assisted.followed(desk))), note=note)

    def how_many(self) -> int:
        """How many are followed, for who works here now."""
        return assisted.how_many(self.desk)

    def filed(self, helped: OnlineHelp) -> str:
        """Record the filing; what was done, as a sentence."""
        return filed_words(assisted.filed(self.desk, helped))

    def not_done(self, helped: OnlineHelp, reason: str) -> str:
        """Record help without a filing."""
        assisted.not_done(self.desk, helped, reason)
        return NOT_DONE_WORDS

    def tell(self, subject: SubjectId, state: NationalState, note: str) -> str:
        """Record how far it got."""
        return told_words(assisted.tell(self.desk, subject, state, note))

    def void(self, subject: SubjectId, reason: str) -> str:
        """Record that it was a mistake."""
        return voided_words(assisted.void(self.desk, subject, reason))

    def of_dossier(self, dossier: DossierId) -> SubjectId:
        """What follows a dossier's bundle on the portal."""
        bundle = bundles.standing(self.desk, bundles.bundle_of(self.desk, dossier)).bundle
        return assisted.of_code(self.desk, bundle.portal_code)

    def open(self, subject: SubjectId) -> FilingOpened:
        """One matter; that it was read is recorded."""
        filing = assisted.opened(self.desk, subject)
        names = colleagues.names(self.desk)
        person = filing.filing.person if filing.filing else None
        helper = names.get(filing.helper, filing.helper)
        history = self.desk.store.log.history(subject)
        said = tell_each([one.event for one in history], names)
        return FilingOpened(
            id=subject,
            person=person.full_name if person else "",
            facts=filing_facts(filing, helper),
            history=tuple(f"{local(one.at):%H:%M %d/%m}: {words}" for one, words in zip(history, said, strict=True)),
        )

    def _line(self, filing: AssistedFiling) -> FilingLine:
        told, of_bundle = filing.filing, filing.belongs_to
        bundle = bundles.arrived(self.desk, of_bundle) if of_bundle else None
        here = [one for one in bundle.parts if one.dossier is not None and not one.out] if bundle else []
        part = next((one for one in here if not one.ended), here[0] if here else None)
        matter = told.procedure.name if told else ""
        late = filing.due_at is not None and filing.due_at < self.desk.clock()
        asked = filing.state in {NationalState.SUPPLEMENT, NationalState.FINANCIAL_DUTY}
        return FilingLine(
            id=filing.id,
            code=filing.portal_code,
            person=told.person.full_name if told else "",
            matter=bundle_matter(matter, bundle.ended, bundle.total) if bundle else matter,
            part=part.part.dossier if part else None,
            state=filing.state,
            how=filing_state(filing),
            tone="bad" if late else "warn" if asked else "",
            due=moment(filing.due_at) if filing.due_at else "",
            late=late,
            since=f"{local(filing.helped_at):%d/%m/%Y}" if filing.helped_at else "",
        )
