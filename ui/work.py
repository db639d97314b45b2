"""The open desk as the screen sees it: what a screen may ask, each in one call. Runs in the worker thread alone.

Imported by the worker, not by the window: the database and the papers take their time to load, and the window is
painted meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import drafts, intake, known, lookup, reading, receipts, results, session, set_up
from desk.desk import Desk
from desk.drafts import Draft
from desk.intake import IntakeForm
from desk.opening import close_desk, open_desk, reopened
from desk.receipts import Paper
from desk.rights import Verb, may, verbs_of
from desk.settings import OtherUnit, Settings
from desk.words.history import tell
from models.catalogue.finding import COMMONEST
from models.clock import Clock, wall_clock
from models.dossier import Dossier, Status
from models.events import DossierCorrected, FileAttached, PaidBy, PaperMissing, ReadBy
from models.ids import TICKET, ClerkId, DossierId, SubjectId, TicketId
from models.not_allowed import OutcomeAlready
from models.person import Organisation, Person
from models.places import find_communes, provinces
from models.procedure import Procedure
from models.rows import DossierRow
from models.trouble import FileInUse, ScanNotHere, Trouble
from ui.line_work import LineWork
from ui.seen import Applied, AtWork, Checked, DossierView, Outcome, Told

if TYPE_CHECKING:
    from desk.first_hour import FirstHour
    from desk.known import Known
    from sync.files import Fetching
    from sync.messages import SetAside

PAGE = 200
FAVOURITES = 8


@contextmanager
def staying_open(work: "Work") -> Iterator[None]:
    """A deed that closes the file and opens another: where it fails, the window goes on with the file that is there."""
    try:
        yield
    except Trouble:
        if not work.desk.store.is_open:
            work.desk = reopened(work.desk)
        raise


class Work(LineWork):
    """The desk while it is open. ``desk`` is read by nobody but the worker.

    Attributes:
        at_start: who works here when the desk opens.
        set_aside: what the province keeps apart of this machine's events, as last told.
        fetching: brings scans of other desks here; None = this machine belongs to no hub.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.set_aside: tuple[SetAside, ...] = ()
        self.at_start: AtWork | None = None
        self.fetching: Fetching | None = None
        self._names: dict[ClerkId, str] | None = None

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
        """Open the data folder; see ``desk.opening.open_desk``. A kiosk or board that has the file gives it away."""
        try:
            desk = open_desk(folder, settings=settings, clock=clock, training=training, on_progress=on_progress)
        except FileInUse:
            from desk.hall.finding import ask_for_file  # noqa: PLC0415 - where a kiosk was started before the window

            if not ask_for_file(folder):
                raise
            desk = open_desk(folder, settings=settings, clock=clock, training=training, on_progress=on_progress)
        made = cls(desk)
        made.begin_day()
        return made

    @classmethod
    def begun(cls, folder: Path, first: "FirstHour", *, training: bool, clock: Clock = wall_clock) -> "Work":
        """Open the data folder for the first time, with the answers of the first hour."""
        from desk.first_opening import open_with  # noqa: PLC0415 - once in the life of a machine

        made = cls(open_with(folder, first, clock=clock, training=training))
        made.begin_day()
        return made

    def begin_day(self) -> None:
        """Who works here at the start, for the window to know at once."""
        self.at_start = self.at_work()

    def with_training_clerks(self) -> None:
        """Practising begins with clerks who can lock, change and confirm."""
        from desk import training_clerks  # noqa: PLC0415 - training only

        self.desk = training_clerks.with_clerks(self.desk)
        self.begin_day()

    def at_work(self) -> AtWork:
        """Who works here now, and what they may do."""
        clerk = self.desk.clerk
        people = session.offered(self.desk)
        return AtWork(
            clerk=clerk.id if clerk else ClerkId(""),
            name=clerk.name if clerk else "",
            locked=clerk is None,
            accounts=bool(people),
            people=people,
            verbs=verbs_of(clerk.roles) if clerk else frozenset(),
        )

    def close(self) -> None:
        """Close the database; who works here goes home."""
        self.desk = session.close(self.desk)
        close_desk(self.desk)

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

    def preview(self, form: IntakeForm) -> Checked:
        """What the receipt would say now, and, once a procedure is chosen, what the national system would lack."""
        seen = intake.preview(self.desk, form)
        if seen.procedure is None:
            return Checked(preview=seen)
        from desk import national_check  # noqa: PLC0415 - not needed to open a desk

        return Checked(preview=seen, national=national_check.problems(self.desk, form))

    def kept(self) -> Draft | None:
        """The form that was in work when the desk was last closed or cut off."""
        return drafts.kept(self.desk) if may(self.desk, Verb.TAKE_IN) else None

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
            documents=known.documents,
            resolved_by=None if known.resolved_by.id == known.received_by.id else known.resolved_by,
            helped_by=known.helped_by,
            return_by=known.return_by,
            return_to=known.return_to,
            note=known.note,
            continues=dossier,
        )

    def drop(self) -> None:
        """Forget the draft."""
        if may(self.desk, Verb.TAKE_IN):
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

    # ---- dossiers ----------------------------------------------------------------------------------------

    def dossiers(self, words: str, status: Status | None, order: str, after: DossierRow | None) -> list[DossierRow]:
        """A page of the list, the first or the one behind a row: found by words (newest first), else of a status."""
        if words.strip():
            return lookup.find(self.desk, words, limit=PAGE, before=after.id if after else None)
        sorting = {"name": "name", "due": "due"}.get(order, "newest")
        return lookup.listed(
            self.desk,
            status=status,
            order=sorting,  # type: ignore[arg-type] # one of the three by construction
            limit=PAGE,
            after=after,
        )

    def dossiers_count(self, status: Status | None) -> int:
        """How many there are in all, or of a status."""
        return lookup.count(self.desk, status)

    def dossier(self, dossier: DossierId) -> DossierView:
        """One dossier with its history and how far it got."""
        from desk.delivery import ladder  # noqa: PLC0415 - the exchange's libraries are not loaded to open a desk

        names = self.names()
        told = tuple(
            Told(
                at=r.at,
                clerk=names.get(r.clerk, r.clerk),
                counter=r.device,
                sentence=tell(r.event, names),
                what=type(r.event).__name__,
            )
            for r in lookup.history(self.desk, dossier)
        )
        return DossierView(
            dossier=self.desk.store.log.dossier(dossier),
            told=told,
            ladder=ladder(self.desk, dossier, set_aside=self.set_aside),
        )

    def open_dossier(self, dossier: DossierId, by: ReadBy, words: str) -> DossierView:
        """One dossier, opened by a person: which is recorded."""
        reading.opened(self.desk, dossier, by, words)
        return self.dossier(dossier)

    def known(self, number: str) -> "Known | None":
        """What earlier dossiers say of the bearer of a personal number."""
        return known.known(self.desk, number)

    def known_body(self, tax_code: str) -> Organisation | None:
        """The body of this tax code, as the newest dossier names it."""
        return known.known_body(self.desk, tax_code)

    def person_taken(self, person: Person, words: str) -> None:
        """Somebody of an earlier dossier was taken over into the form: which is recorded there."""
        reading.person_taken(self.desk, person, words)

    def by_code(self, code: str) -> DossierId:
        """The dossier that bears this code or slip number."""
        return lookup.by_code(self.desk, code).id

    def correct(self, dossier: DossierId, correction: DossierCorrected, procedure: str) -> DossierView:
        """Put right what was written wrongly; the procedure by its code."""
        results.correct(self.desk, dossier, correction, procedure=procedure)
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

    def keep_apart(self, set_aside: "tuple[SetAside, ...]") -> None:
        """The province has told what it keeps apart."""
        self.set_aside = set_aside

    def attach(self, dossier: DossierId, paths: tuple[Path, ...], paper: str) -> DossierView:
        """Keep scanned files with a dossier; those before one that is refused are kept."""
        from desk import attachments  # noqa: PLC0415 - loaded when first wanted

        for path in paths:
            attachments.attach(self.desk, dossier, path, paper)
        return self.dossier(dossier)

    def readable(self, file: FileAttached) -> Path:
        """A copy of a scanned file for a viewer; one that another desk scanned is sent for."""
        from desk import attachments  # noqa: PLC0415 - likewise

        try:
            return attachments.open_copy(self.desk, file)
        except ScanNotHere:
            if self.fetching is not None:
                self.fetching.want(file.digest)
            raise

    # ---- settings ----------------------------------------------------------------------------------------

    def apply(self, settings: Settings) -> Settings:
        """Write the settings and work with them from now on."""
        self.desk = set_up.apply(self.desk, settings)
        self._names = None
        return settings

    def apply_edition(self) -> Applied | None:
        """Work with the edition that waits; None = none does."""
        from desk import edition  # noqa: PLC0415 - a few times a year

        waits = edition.waiting(self.desk)
        self.desk = edition.apply(self.desk)
        self._names = None
        if waits is None:
            return None
        return Applied(name=waits.name, version=waits.version, settings=self.desk.settings)

    def papers_folder(self) -> Path:
        """Where papers lie that no printer is set for."""
        return receipts.papers_folder(self.desk)

    def names(self) -> dict[ClerkId, str]:
        """Everybody's name by id."""
        from desk import colleagues  # noqa: PLC0415 - the exchange's libraries are not loaded to open a desk

        if self._names is None:
            self._names = colleagues.names(self.desk)
        return self._names

    def forget_names(self) -> None:
        """Somebody came, went or is called otherwise."""
        self._names = None

    def _out(self, dossier: Dossier) -> Outcome:
        return Outcome(dossier=dossier, paper=receipts.outcome_paper(self.desk, dossier.id))
