"""View models: immutable answers of the worker to a screen, safe in any thread."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desk.dossiers.deadlines import Nearness
from desk.dossiers.step_line import StepSign
from desk.intake.drafts import Draft
from desk.intake.intake import IntakeForm, Preview
from desk.intake.list_result import Listed
from desk.line.waiting import LineView
from desk.permissions import Permission
from desk.prints.print_jobs import PrintJob
from desk.settings import Settings
from desk.staff.session import SignInChoice
from models.clerk import Role
from models.ids import ClerkId, DossierId, SubjectId
from models.procedure import Exemption
from models.subjects.dossier import Dossier
from models.subjects.dossier_row import DossierRow
from models.subjects.ticket import Ticket

if TYPE_CHECKING:
    from desk.citizen.citizen_view import CitizenView
    from desk.dossiers.delivery import Ladder
    from desk.province.reconcile import Difference
    from desk.views.ways import Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """The waiting line now, with the names of the services and the instant it was looked at."""

    view: LineView
    services: dict[str, str]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A dossier after something was done to it, and the print job to be sent, if there is one.

    Attributes:
        papers: further ones, of the money that was taken with it.
        written: which receipts of it are written by hand, as a sentence; empty = none.
        on_the_spot: it is signed and returned while the citizen waits, and who works here may go on with it.
        shown: what the citizen's screen says of it; None = it stays as it is.
    """

    dossier: Dossier
    job: PrintJob | None = None
    papers: tuple[PrintJob, ...] = ()
    written: str = ""
    on_the_spot: bool = False
    shown: "CitizenView | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A number that was drawn, its slip to be sent, and the line after it."""

    ticket: Ticket
    line: WaitingLine
    job: PrintJob


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line of a history: when, who, what in a sentence, and the name of the event."""

    at: datetime
    clerk: str
    counter: int
    sentence: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One line of the list of dossiers: its row, the due date with the time left in words, and how near that is."""

    row: DossierRow
    due: str
    nearness: Nearness


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """A dossier, its history in sentences (oldest first), and how far it got.

    Attributes:
        promise: the appointment in words, while it is in work with the time left; empty = nothing is promised.
        late: that time has passed.
        steps: its way through the office.
        others_hand: somebody else than who works here has it in hand.
        clock: why its date is what it is, as sentences; empty while nothing has moved it.
        ways: what two machines decided differently; None = nothing that can be compared.
        on_the_spot: when each leg was done, as a sentence; empty = it is not signed and returned in one flow.
        exemptions: whom its procedure exempted, wholly or in part, on the day it was taken in.
        papers: what was written down with the act that it answers, to be sent to the printer.
        written: which receipts of that act are written by hand, as a sentence; empty = none.
        supplemented: that a supplement was asked for since it was taken in, as a sentence; empty = none was.
        bundle: the bundle it belongs to and each of its parts, as lines; empty = it stands alone.
        declarations: names of those that were filled in for it here.
        on_portal: that bundle is followed on the national portal.
    """

    dossier: Dossier
    told: tuple[HistoryLine, ...]
    ladder: "Ladder"
    promise: str = ""
    late: bool = False
    steps: tuple[StepSign, ...] = ()
    others_hand: bool = False
    clock: tuple[str, ...] = ()
    ways: "Ways | None" = None
    on_the_spot: str = ""
    exemptions: tuple[Exemption, ...] = ()
    supplemented: str = ""
    papers: tuple[PrintJob, ...] = ()
    written: str = ""
    bundle: tuple[str, ...] = ()
    on_portal: bool = False
    declarations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideView:
    """Something the province keeps apart: of which dossier (or what else), why, and what to do."""

    seq: int
    subject: SubjectId
    name: str
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeView:
    """How it stands with the province, as far as the database knows.

    Attributes:
        hub, url, office, device, since: what this machine is joined to; ``since`` None = to nothing.
        unsent, oldest: how many events wait to be sent, and when the oldest of them happened.
        arrived_at, position: the last arrival, by the province's clock.
        held: what the province keeps apart.
    """

    hub: str = ""
    url: str = ""
    office: str = ""
    device: int = 0
    since: datetime | None = None
    unsent: int = 0
    oldest: datetime | None = None
    arrived_at: datetime | None = None
    position: int = 0
    held: tuple[SetAsideView, ...] = ()

    @property
    def joined(self) -> bool:
        """Whether this machine belongs to a hub."""
        return self.since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCheck:
    """What a form would become now, and what the national system would still lack, in sentences.

    Attributes:
        on_the_spot: see ``Outcome``.
        day: what rules of the day bring, in words.
        shown: the form as the citizen is shown it, to confirm it.
        online: the procedure can be filed online; online_only: in no other way.
    """

    preview: Preview
    national: tuple[str, ...] = ()
    on_the_spot: bool = False
    day: tuple[str, ...] = ()
    shown: "CitizenView | None" = None
    online: bool = False
    online_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeen:
    """A list of people as understood, and why none could be taken in yet."""

    listed: Listed
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """A list out of a file; see ``desk.intake.table.PeopleTable``."""

    text: str
    sheets: tuple[str, ...] = ()
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStanding:
    """How far a list is taken in; money in đồng; ``left``: lines that are not right and wait."""

    done: int
    total: int
    fee: int = 0
    paid: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """An edition of the province that the desk works with from now on. ``silent``: it brings receipt numbers only."""

    name: str
    version: int
    settings: Settings
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """Who works here now: nobody when ``locked``; ``accounts`` = somebody can sign in, so it can be locked.

    Attributes:
        roles: as what they work here.
        unit: id of the unit they work in, if the processes in force know it; empty = none.
        people: who may sign in, known beforehand so that a key pressed at once finds its name.
    """

    clerk: ClerkId
    name: str
    locked: bool
    accounts: bool
    permissions: frozenset[Permission]
    roles: frozenset[Role] = frozenset()
    unit: str = ""
    people: tuple[SignInChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody signed in: who, an empty form, and the form they had in work."""

    at_work: AtWork
    blank: IntakeForm
    draft: Draft | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account as the list shows it; ``unit``: id of the unit its owner works in."""

    id: ClerkId
    name: str
    phone: str
    roles: tuple[Role, ...]
    opens: bool
    one_time: bool
    off: bool
    staffed: bool
    seen_on: date | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """A paper that was scanned: its dossier (None = it is not here), and tone and words of what is known of it."""

    dossier: DossierId | None
    tone: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """Somebody who may confirm."""

    id: ClerkId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """One difference that the reconciliation found, and its sentence."""

    sentence: str
    difference: "Difference"
