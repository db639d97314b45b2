"""The open desk as the screen sees it: what a screen may ask, each in one call. Runs in the worker thread alone.

Imported by the worker, not by the window: the database and the papers take their time to load, and the window is
painted meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desk import drafts, intake, lookup, receipts, results, waiting
from desk.desk import Desk
from desk.drafts import Draft
from desk.intake import IntakeForm, Preview
from desk.opening import calendar_of, close_desk, open_desk
from desk.receipts import Paper
from desk.settings import OtherUnit, Settings, write_settings
from desk.waiting import LineView
from desk.words.history import tell
from models.catalogue.finding import COMMONEST
from models.clock import Clock, wall_clock
from models.dossier import Dossier, Status
from models.events import DossierCorrected, PaidBy, PaperMissing, Place, Priority
from models.ids import TICKET, CounterId, DossierId, SubjectId, TicketId
from models.not_allowed import OutcomeAlready
from models.person import Person
from models.places import find_communes, provinces
from models.procedure import Procedure
from models.rows import DossierRow
from models.ticket import Ticket
from models.trouble import PrinterTrouble

PAGE = 200
FAVOURITES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The waiting line now, with the names of the services and the instant it was looked at."""

    view: LineView
    services: dict[str, str]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A dossier after something was done to it, and the paper to be sent, if there is one."""

    dossier: Dossier
    paper: Paper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A number that was drawn, its slip to be sent, and the line after it."""

    ticket: Ticket
    line: Line
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a history: when, who, what in a sentence, and the name of the event."""

    at: datetime
    clerk: str
    counter: int
    sentence: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """A dossier and its history in sentences, oldest first."""

    dossier: Dossier
    told: tuple[Told, ...]


class Work:
    """The desk while it is open. ``desk`` is read by nobody but the worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @classmethod
    def opened(
        cls,
        folder: Path,
        *,
        settings: Settings | None,
        training: bool,
        clock: Clock = wall_clock,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> "Work":
        """Open the data folder; see ``desk.opening.open_desk``."""
        return cls(open_desk(folder, settings=settings, clock=clock, training=training, on_progress=on_progress))

    def close(self) -> None:
        """Close the database."""
        close_desk(self.desk)

    # ---- the waiting line --------------------------------------------------------------------------------

    def line(self) -> Line:
        """The line of today at this counter; what earlier days left open is closed first."""
        waiting.roll_over(self.desk)
        return self._line()

    def _line(self) -> Line:
        return Line(
            view=waiting.line(self.desk),
            services={service.id: service.name for service in self.desk.settings.waiting.services},
            now=self.desk.clock(),
        )

    def issue(self, services: tuple[str, ...], priority: Priority | None, name: str) -> Issued:
        """Draw a number and write its slip down."""
        ticket = waiting.issue(self.desk, services, priority, name)
        return Issued(ticket=ticket, line=self._line(), paper=receipts.ticket_paper(self.desk, ticket.id))

    def call_next(self) -> Line:
        """Call whoever's turn it is."""
        waiting.call_next(self.desk)
        return self._line()

    def call_one(self, number: str) -> Line:
        """Call one number out of turn."""
        waiting.call_one(self.desk, number)
        return self._line()

    def call_again(self, ticket: TicketId) -> Line:
        """Call the same number once more."""
        waiting.call_again(self.desk, ticket)
        return self._line()

    def serve(self, ticket: TicketId) -> Line:
        """The citizen has come."""
        waiting.serve(self.desk, ticket)
        return self._line()

    def finish(self, ticket: TicketId) -> Line:
        """The service in hand is done."""
        waiting.finish(self.desk, ticket)
        return self._line()

    def skip(self, ticket: TicketId) -> Line:
        """Nobody came."""
        waiting.skip(self.desk, ticket)
        return self._line()

    def hold(self, ticket: TicketId, reason: str = "") -> Line:
        """Aside for a while."""
        waiting.hold(self.desk, ticket, reason)
        return self._line()

    def return_to_line(self, ticket: TicketId, place: Place = Place.AS_BEFORE) -> Line:
        """Back among those who wait."""
        waiting.return_to_line(self.desk, ticket, place)
        return self._line()

    def move(self, ticket: TicketId, service: str, counter: str) -> Line:
        """To another service, or to one counter, or both."""
        waiting.move(self.desk, ticket, service, CounterId(counter) if counter else None)
        return self._line()

    def left(self, ticket: TicketId) -> Line:
        """The citizen went away."""
        waiting.left(self.desk, ticket)
        return self._line()

    # ---- intake ------------------------------------------------------------------------------------------

    def procedures(self, words: str) -> list[Procedure]:
        """Procedures found by words or code; nothing asked = those most received lately."""
        often = self.desk.store.rows.favourites(self.desk.today, FAVOURITES)
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

    def preview(self, form: IntakeForm) -> Preview:
        """What the receipt would say now."""
        return intake.preview(self.desk, form)

    def kept(self) -> Draft | None:
        """The form that was in work when the desk was last closed or cut off."""
        return drafts.kept(self.desk)

    @staticmethod
    def blank() -> IntakeForm:
        """A form in which nothing stands."""
        return IntakeForm()

    def keep(self, form: IntakeForm, field: str, typed: dict[str, str]) -> datetime:
        """Store the form as it is now; gives the instant of it."""
        drafts.keep(self.desk, Draft(form=form, field=field, typed=typed))
        return self.desk.clock()

    def continued(self, dossier: DossierId) -> IntakeForm:
        """The form of a dossier that waits for its supplement, filled with what is known."""
        seen = self.desk.store.log.dossier(dossier)
        if seen.intake is None or seen.status is not Status.SUPPLEMENT:
            raise OutcomeAlready(seen.status.value)
        known = seen.intake
        return IntakeForm(
            submitter=known.submitter,
            owner=known.owner,
            authority=known.authority,
            channel=known.channel,
            procedure=known.procedure.code,
            case=known.procedure.case,
            papers=known.papers,
            sets=known.sets,
            pages=known.pages or 1,
            copies=known.copies or 1,
            resolved_by=None if known.resolved_by.id == known.received_by.id else known.resolved_by,
            helped_by=known.helped_by,
            return_by=known.return_by,
            return_to=known.return_to,
            note=known.note,
            continues=dossier,
        )

    def drop(self) -> None:
        """Forget the draft."""
        drafts.drop(self.desk)

    def take_in(self, form: IntakeForm) -> Outcome:
        """Receive the dossier, write its receipt down if one is wanted, and forget the draft."""
        dossier = intake.take_in(self.desk, form)
        drafts.drop(self.desk)
        return self._out(dossier) if dossier.receipt_wanted else Outcome(dossier=dossier)

    def ask_supplement(self, form: IntakeForm, missing: tuple[PaperMissing, ...], reason: str) -> Outcome:
        """Write the supplement slip."""
        dossier = intake.ask_supplement(self.desk, form, missing, reason)
        drafts.drop(self.desk)
        return self._out(dossier)

    def refuse(self, form: IntakeForm, reason: str) -> Outcome:
        """Write the refusal slip."""
        dossier = intake.refuse(self.desk, form, reason)
        drafts.drop(self.desk)
        return self._out(dossier)

    def paper_again(self, subject: SubjectId) -> Paper:
        """The slip of a number, or of a dossier's latest outcome, once more."""
        if subject.startswith(TICKET):
            return receipts.ticket_paper(self.desk, TicketId(subject))
        return receipts.outcome_paper(self.desk, DossierId(subject))

    def not_printed(self, paper: Paper, trouble: PrinterTrouble) -> None:
        """Note a paper that did not come out."""
        receipts.not_printed(self.desk, paper, trouble)

    # ---- dossiers ----------------------------------------------------------------------------------------

    def dossiers(self, words: str, status: Status | None, order: str, offset: int) -> list[DossierRow]:
        """A page of the list: found by words (newest first), else of a status in an order."""
        if words.strip():
            return lookup.find(self.desk, words, limit=PAGE, offset=offset)
        sorting = {"name": "name", "due": "due"}.get(order, "newest")
        return self.desk.store.rows.dossiers(
            status=status,
            order=sorting,  # type: ignore[arg-type] # one of the three by construction
            limit=PAGE,
            offset=offset,
        )

    def dossier(self, dossier: DossierId) -> DossierView:
        """One dossier with its history."""
        told = tuple(
            Told(
                at=r.at,
                clerk=self._clerk(r.clerk),
                counter=r.device,
                sentence=tell(r.event),
                what=type(r.event).__name__,
            )
            for r in lookup.history(self.desk, dossier)
        )
        return DossierView(dossier=self.desk.store.log.dossier(dossier), told=told)

    def by_code(self, code: str) -> DossierId:
        """The dossier that bears this code or slip number."""
        return lookup.by_code(self.desk, code).id

    def correct(self, dossier: DossierId, correction: DossierCorrected) -> DossierView:
        """Put right what was written wrongly."""
        results.correct(self.desk, dossier, correction)
        return self.dossier(dossier)

    def withdraw(self, dossier: DossierId, reason: str) -> DossierView:
        """The citizen takes it back."""
        results.withdraw(self.desk, dossier, reason)
        return self.dossier(dossier)

    def hand_over(self, dossier: DossierId, to: str, note: str) -> DossierView:
        """The result is given to somebody."""
        results.hand_over(self.desk, dossier, to, note)
        return self.dossier(dossier)

    def take_fee(self, dossier: DossierId, amount: int, paid_by: PaidBy) -> DossierView:
        """Money taken after intake, in đồng."""
        results.take_fee(self.desk, dossier, amount, paid_by)
        return self.dossier(dossier)

    # ---- settings ----------------------------------------------------------------------------------------

    def apply(self, settings: Settings) -> Settings:
        """Write the settings and work with them from now on."""
        write_settings(self.desk.folder, settings)
        calendar = calendar_of(self.desk.folder, settings.hours)
        self.desk = replace(self.desk, settings=settings, calendar=calendar)
        return settings

    def papers_folder(self) -> Path:
        """Where papers lie that no printer is set for."""
        return receipts.papers_folder(self.desk)

    def _clerk(self, id_: str) -> str:
        clerk = self.desk.settings.clerk
        return clerk.name if clerk.id == id_ else id_

    def _out(self, dossier: Dossier) -> Outcome:
        return Outcome(dossier=dossier, paper=receipts.outcome_paper(self.desk, dossier.id))
