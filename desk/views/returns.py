"""Views of results at the desk: what a scan finds, checking in, and the return to one person."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk.access_log import record_opened, record_shown
from desk.dossiers import lookup, outcome, returns, shelf, work_lists
from desk.dossiers.returns import Collection, ReturnedAlready
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.reach import reached
from desk.views.state import Views
from desk.words.reasons import sentence
from desk.words.returns import collector_words, returned_words
from desk.words.terms import STAGE
from models.events import CollectorRelation, Form, ReadBy, ResultCopy
from models.ids import DossierId
from models.not_allowed import DossierEnded
from models.person import Organisation, Person, number_of
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList

_MOST = 60
"""Dossiers of one person that are looked at."""


class Collector(Struct, frozen=True, kw_only=True):
    """Somebody who may collect without a letter; ``words``: who it is and why."""

    person: Person
    words: str


class ReadyResult(Struct, frozen=True, kw_only=True):
    """A result that lies here.

    Attributes:
        owes: in đồng.
        originals: papers that may have to be given back.
        electronic: name of the file of its electronic result; empty = none has come.
        copy: what is handed over unless the citizen says otherwise.
        elsewhere: where and when it was promised instead of here (a mobile point); empty = here, or by post.
        maybe: of somebody without a personal number who may be the same person: by another paper, or name and birth.
    """

    dossier: DossierId
    code: str
    owner: str
    procedure: str
    place: str
    owes: int
    originals: tuple[str, ...]
    electronic: str
    copy: ResultCopy
    elsewhere: str = ""
    maybe: bool = False


class AtReturn(Struct, frozen=True, kw_only=True):
    """Results of one person, and who may collect them.

    Attributes:
        card: whose card was read; None = a slip was scanned.
        elsewhere: how many other dossiers of the person are still being worked on.
    """

    collectors: tuple[Collector, ...]
    results: tuple[ReadyResult, ...]
    card: Person | None = None
    elsewhere: int = 0


class AtCheckIn(Struct, frozen=True, kw_only=True):
    """A result that is to be put on the shelf.

    Attributes:
        place: proposed; empty = the shelf is full, or none is set.
        signed: its decision is recorded; else the signer has to be named.
        stage: where the dossier stands, in words.
    """

    dossier: DossierId
    code: str
    owner: str
    procedure: str
    place: str
    signed: bool
    stage: str


class Returned(Struct, frozen=True, kw_only=True):
    """What a return did: a sentence, the refusals as sentences by dossier, and the sheet to be signed."""

    sentence: str
    refused: dict[DossierId, str]
    sheet: PrintJob | None


class ReturnViews(Views):
    """The page of results."""

    def ready(self) -> int:
        """How many results lie here."""
        return work_lists.counts(self.desk, of=[WorkList.READY])[WorkList.READY]

    def by_code(self, code: str) -> AtReturn | AtCheckIn:
        """What the code of a dossier or slip leads to: its return with all of its person, or checking it in.

        Raises:
            DossierUnknown. ReturnedAlready, DossierEnded: nothing is to be done with it here.
        """
        found = lookup.by_code(self.desk, code)
        dossier = record_opened(self.desk, found.id, ReadBy.SCAN)
        if dossier.status is DossierStatus.HANDED_OVER:
            raise ReturnedAlready(dossier)
        if dossier.status is not DossierStatus.RECEIVED or dossier.intake is None:
            raise DossierEnded(dossier.status.value)
        if dossier.processing.stage is not ProcessStage.READY:
            return self._at_check_in(dossier)
        people = _collectors(dossier)
        ready, elsewhere = self._of([one.person for one in people], first=dossier)
        return AtReturn(collectors=people, results=ready, elsewhere=elsewhere)

    def of_card(self, person: Person) -> AtReturn:
        """Everything ready of somebody whose card was read."""
        ready, elsewhere = self._of([person])
        card = Collector(person=person, words=person.full_name)
        return AtReturn(collectors=(card,), results=ready, card=person, elsewhere=elsewhere)

    def check_in(
        self, dossier: DossierId, place: str, signed_by: str, number: str, electronic: Path | None = None
    ) -> str:
        """The result on the shelf; answers with the place."""
        after = outcome.check_in(self.desk, dossier, place, signed_by=signed_by, number=number, electronic=electronic)
        return after.processing.place

    def attach(self, dossier: DossierId, electronic: Path) -> ReadyResult:
        """The electronic copy of a result that lies here."""
        return _ready(outcome.check_in(self.desk, dossier, electronic=electronic))

    def label(self, dossier: DossierId) -> PrintJob:
        """The label of a result on the shelf."""
        return form_jobs.form_job(self.desk, dossier, Form.PLACE_LABEL)

    def hand_over(self, dossiers: Sequence[DossierId], collection: Collection) -> Returned:
        """Give them to one person; the sheet to sign, in the same transaction, tells of those that were given."""
        with self.desk.store.log.together():
            done = returns.hand_over(self.desk, dossiers, collection)
            sheet = form_jobs.return_sheet_job(self.desk, done.dossiers) if done.dossiers else None
        return Returned(
            sentence=returned_words(len(done.dossiers), len(done.refused), collection.collector.full_name),
            refused={one.dossier: sentence(one.why) for one in done.refused},
            sheet=sheet,
        )

    def _of(self, people: Sequence[Person], first: Dossier | None = None) -> tuple[tuple[ReadyResult, ...], int]:
        """Results ready of these people, ``first`` before all; and how many others of theirs are worked on.

        Whose personal number nobody wrote down is looked for by what else is known; those come last, as doubtful.
        """
        rows = {
            row.id: row
            for person in people
            if person.personal_number
            for row in self._numbered(person.personal_number)
            if row.stage
        }
        if first is not None:
            rows.pop(first.id, None)
        ready = [row.id for row in rows.values() if row.stage == ProcessStage.READY.value]
        sure = [*((first,) if first else ()), *(self.desk.store.log.dossier(one) for one in ready)]
        known = {one.id for one in sure}
        maybe = {
            one.id: one
            for person in people
            if not person.personal_number
            for one in self._maybe_of(person)
            if one.id not in known
        }
        record_shown(self.desk, ReadBy.SHOWN, [*ready, *maybe])
        found = (*(_ready(one) for one in sure), *(replace(_ready(one), maybe=True) for one in maybe.values()))
        return found, len(rows) - len(ready)

    def _maybe_of(self, person: Person) -> Iterator[Dossier]:
        """Results ready of somebody who may be this person, found by the number of another paper, else by name."""
        lists = self.desk.store.dossiers
        number = number_of(person)
        by_number = self._numbered(number) if number else []
        for row in (*by_number, *reached(self.desk, lists.find(person.full_name, limit=_MOST))):
            if row.stage != ProcessStage.READY.value:
                continue
            dossier = self.desk.store.log.dossier(row.id)
            intake = dossier.intake
            theirs = (intake.submitter, intake.owner) if intake is not None else ()
            if any(isinstance(one, Person) and returns.may_be_same(one, person) for one in theirs):
                yield dossier

    def _numbered(self, number: str) -> list[DossierRow]:
        return reached(self.desk, self.desk.store.dossiers.by_personal_number(number, limit=_MOST))

    def _at_check_in(self, dossier: Dossier) -> AtCheckIn:
        return AtCheckIn(
            dossier=dossier.id,
            code=dossier.code,
            owner=_owner(dossier),
            procedure=dossier.intake.procedure.name if dossier.intake else "",
            place=shelf.first_free(self.desk),
            signed=dossier.processing.decided is not None,
            stage=STAGE[dossier.processing.stage],
        )


def _collectors(dossier: Dossier) -> tuple[Collector, ...]:
    """Who may collect without a letter; the submitter, who holds the slip, first."""
    intake = dossier.intake
    if intake is None:
        return ()
    people = [(intake.submitter, CollectorRelation.SUBMITTER)]
    if isinstance(intake.owner, Person) and intake.owner != intake.submitter:
        people.append((intake.owner, CollectorRelation.OWNER))
    return tuple(Collector(person=one, words=collector_words(one, as_)) for one, as_ in people)


def _ready(dossier: Dossier) -> ReadyResult:
    electronic = dossier.processing.electronic
    return ReadyResult(
        dossier=dossier.id,
        code=dossier.code,
        owner=_owner(dossier),
        procedure=dossier.intake.procedure.name if dossier.intake else "",
        place=dossier.processing.place,
        owes=dossier.owes,
        originals=returns.originals_of(dossier.intake) if dossier.intake else (),
        electronic=next((one.name for one in dossier.files if one.digest == electronic), ""),
        copy=returns.usual_copy(dossier, electronic),
        elsewhere=returns.promised_elsewhere(dossier),
    )


def _owner(dossier: Dossier) -> str:
    owner = dossier.owner
    return owner.name if isinstance(owner, Organisation) else owner.full_name if owner else ""
