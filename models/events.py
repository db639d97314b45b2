"""Everything that can happen at a desk: one class per fact a clerk would say aloud.

Events grow by optional fields and by new classes; a meaning never changes. ``tests/samples`` keeps one stored
event of each kind for ever.
"""

from datetime import date, datetime
from enum import IntEnum, StrEnum

from msgspec import Struct

from models.ids import CounterId, DossierCode, FileDigest, TicketId
from models.person import Authority, Organisation, Person, Unit
from models.procedure import Channel, ProcedureTaken, TimeLimit


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=True):
    """Base of all events. Stored as JSON with the class name under ``type``."""


class UnknownEvent(Struct, frozen=True, kw_only=True):
    """An event written by a newer version: shown as such, passed on untouched, changes nothing here."""

    type: str


# ---- dossiers ----------------------------------------------------------------------------------------------


class PaperReceived(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of paper that was handed in or shown."""

    name: str
    originals: int = 0
    copies: int = 0
    electronic: int = 0
    shown_only: bool = False


class PaperMissing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of paper the citizen still has to bring."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str = ""


class ReturnBy(StrEnum):
    """How the citizen wants the result."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class Intake(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who came with what: the part that receipt, supplement slip and refusal slip share.

    Attributes:
        submitter: who stands at the counter.
        owner: whose matter it is; None = the submitter's own.
        authority: why the submitter may act for the owner.
        helped_by, received_by, resolved_by: the three units (nơi hỗ trợ, nơi tiếp nhận, cơ quan giải quyết).
        sets: number of identical sets of papers handed in (số lượng bộ hồ sơ).
        pages, copies: what the fee was counted from, when the fee counts them.
    """

    procedure: ProcedureTaken
    submitter: Person
    received_by: Unit
    resolved_by: Unit
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    helped_by: Unit | None = None
    channel: Channel = Channel.DIRECT
    papers: tuple[PaperReceived, ...] = ()
    sets: int = 1
    pages: int = 0
    copies: int = 0
    return_by: ReturnBy = ReturnBy.COUNTER
    return_to: str = ""
    ticket: TicketId | None = None
    note: str = ""


class DueDate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The appointment as promised at intake; later changes of any catalogue do not touch it.

    Attributes:
        at: the instant by which the result is ready; None where nobody published a limit and none was agreed.
        same_day: ready on the day of receipt.
        why: the reasons, as sentences.
    """

    at: datetime | None
    same_day: bool = False
    limit: TimeLimit | None = None
    why: tuple[str, ...] = ()


class FeeLine(Struct, frozen=True, kw_only=True):
    """One line of the price, in đồng."""

    name: str
    amount: int


class FeeDue(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The price as told to the citizen. Exactly one of ``lines``, ``free``, ``set_by_province``, nothing known."""

    lines: tuple[FeeLine, ...] = ()
    free: bool = False
    set_by_province: bool = False
    source: str = ""

    @property
    def total(self) -> int:
        """Sum of the lines, in đồng."""
        return sum(line.amount for line in self.lines)


class DossierReceived(Event, frozen=True, kw_only=True):
    """Taken in; the receipt (mẫu 01) may be printed."""

    code: DossierCode
    intake: Intake
    due: DueDate
    fee: FeeDue = FeeDue()
    receipt_wanted: bool = True


class SupplementAsked(Event, frozen=True, kw_only=True):
    """Something is missing (mẫu 02). ``intake`` is given when nothing was taken in before."""

    number: str
    missing: tuple[PaperMissing, ...]
    reason: str
    intake: Intake | None = None


class DossierRefused(Event, frozen=True, kw_only=True):
    """Refused with a reason a citizen understands (mẫu 03)."""

    number: str
    reason: str
    intake: Intake | None = None


class DossierCorrected(Event, frozen=True, kw_only=True):
    """What was written down wrongly, put right. None = stays as it was."""

    reason: str
    procedure: ProcedureTaken | None = None
    submitter: Person | None = None
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    papers: tuple[PaperReceived, ...] | None = None
    return_by: ReturnBy | None = None
    return_to: str | None = None
    note: str | None = None


class DossierWithdrawn(Event, frozen=True, kw_only=True):
    """The citizen took it back."""

    reason: str


class PaidBy(StrEnum):
    """How money came in."""

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"


class FeeTaken(Event, frozen=True, kw_only=True):
    """Money was taken at the counter, in đồng."""

    amount: int
    paid_by: PaidBy = PaidBy.CASH
    reference: str = ""


class ResultHandedOver(Event, frozen=True, kw_only=True):
    """The result was given to somebody."""

    to: str
    note: str = ""


class FileAttached(Event, frozen=True, kw_only=True):
    """A paper was scanned, or came as a file. The bytes lie beside the database under their digest.

    Attributes:
        digest, size: SHA-256 of the bytes (64 hexadecimal digits), and how many there are.
        media: media type, for instance "application/pdf".
        name: as the clerk named it.
        paper: name of the required paper it shows; empty = none in particular.
    """

    digest: FileDigest
    size: int
    media: str
    name: str
    paper: str = ""


# ---- what the province says --------------------------------------------------------------------------------


class NationalState(IntEnum):
    """TrangThaiHoSo of the national interface (domain.md §5.1)."""

    NEW = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_PROGRESS = 4
    SUPPLEMENT = 5
    FINANCIAL_DUTY = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    HANDED_OVER = 10


class ProvinceReported(Event, frozen=True, kw_only=True):
    """A department or the provincial system told how far a dossier got. Changes nothing of the desk's own state.

    Attributes:
        unit, officer: who says so.
        happened_at: when, as that system tells it; None = not told.
        due_at: a new appointment, where one was told.
    """

    state: NationalState
    unit: str = ""
    officer: str = ""
    note: str = ""
    happened_at: datetime | None = None
    due_at: datetime | None = None


class NationalAccepted(Event, frozen=True, kw_only=True):
    """The national system took a message: the dossier itself (step 0) or one step of its progress (1, 2, 3…)."""

    step: int
    state: NationalState


class NationalRefused(Event, frozen=True, kw_only=True):
    """The national system refused a message, in its own words."""

    step: int
    reason: str


class Form(StrEnum):
    """Papers that leave the desk."""

    TICKET = "ticket"
    RECEIPT = "01"
    SUPPLEMENT = "02"
    REFUSAL = "03"


class FormPrinted(Event, frozen=True, kw_only=True):
    """Written down before the printer is asked. ``copy`` counts 1, 2, 3… for this form of this subject."""

    form: Form
    version: str
    copy: int


class PrintingFailed(Event, frozen=True, kw_only=True):
    """The printer is known to have taken nothing of this copy, so the same copy may be printed again."""

    form: Form
    copy: int
    why: str


# ---- the waiting line --------------------------------------------------------------------------------------


class Priority(StrEnum):
    """Who goes first by law: Luật Người cao tuổi, Luật Người khuyết tật, Pháp lệnh Ưu đãi người có công."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    WITH_SMALL_CHILD = "with_small_child"
    PERSON_OF_MERIT = "person_of_merit"


class TicketIssued(Event, frozen=True, kw_only=True):
    """A number was drawn. ``services`` are served in this order."""

    number: str
    day: date
    services: tuple[str, ...]
    priority: Priority | None = None
    name: str = ""


class TicketCalled(Event, frozen=True, kw_only=True):
    """Called to a counter, by its turn or by its number."""

    counter: CounterId
    by_number: bool = False


class TicketCalledAgain(Event, frozen=True, kw_only=True):
    """The same call, aloud once more."""

    counter: CounterId


class ServingStarted(Event, frozen=True, kw_only=True):
    """The citizen has come to the counter."""

    counter: CounterId


class TicketSkipped(Event, frozen=True, kw_only=True):
    """Called and nobody came."""

    counter: CounterId


class TicketHeld(Event, frozen=True, kw_only=True):
    """Waits aside: fills in a form, fetches a copy."""

    counter: CounterId
    reason: str = ""


class Place(StrEnum):
    """Where in the line a ticket comes back."""

    AS_BEFORE = "as_before"
    BACK = "back"


class TicketReturnedToLine(Event, frozen=True, kw_only=True):
    """Back among those who wait."""

    place: Place = Place.AS_BEFORE


class TicketMoved(Event, frozen=True, kw_only=True):
    """Sent to another service, or kept for one counter, or both. Waits there in its old turn."""

    service: str = ""
    counter: CounterId | None = None


class TicketServed(Event, frozen=True, kw_only=True):
    """The service in hand is finished; the next one of the ticket waits, if it has one."""

    counter: CounterId


class TicketLeft(Event, frozen=True, kw_only=True):
    """The citizen went away."""


class TicketClosedAtDayEnd(Event, frozen=True, kw_only=True):
    """Still open when its day ended."""


AnyEvent = (
    DossierReceived
    | SupplementAsked
    | DossierRefused
    | DossierCorrected
    | DossierWithdrawn
    | FeeTaken
    | ResultHandedOver
    | FileAttached
    | ProvinceReported
    | NationalAccepted
    | NationalRefused
    | FormPrinted
    | PrintingFailed
    | TicketIssued
    | TicketCalled
    | TicketCalledAgain
    | ServingStarted
    | TicketSkipped
    | TicketHeld
    | TicketReturnedToLine
    | TicketMoved
    | TicketServed
    | TicketLeft
    | TicketClosedAtDayEnd
)
"""What the codec reads. A new event class is added here, and to nothing else in this file."""
