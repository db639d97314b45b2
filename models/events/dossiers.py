"""Events of a dossier."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from models.calendar.pauses import ClockRule
from models.events.event import Deciding, Event
from models.ids import ClerkId, DossierCode, DossierId, FileDigest, SubjectId, TicketId
from models.money import CollectingBody, FeeLineKind
from models.person import Authority, Organisation, Person, Unit
from models.procedure import Channel, ProcedureTaken, TimeLimit

__all__ = [
    "AppliedDayRule",
    "BundleWaitEnded",
    "CollectorRelation",
    "DocumentCopied",
    "DossierCorrected",
    "DossierEvent",
    "DossierRead",
    "DossierReceived",
    "DossierRefused",
    "DossierVoided",
    "DossierWithdrawn",
    "DueDate",
    "DueDateChanged",
    "FeeDue",
    "FeeGround",
    "FeeLine",
    "FeeTaken",
    "IdentityCheck",
    "InBundle",
    "Intake",
    "IntakeValues",
    "LeftBundle",
    "PaidBy",
    "PaperMissing",
    "PaperReceived",
    "ReadBy",
    "ResultCopy",
    "ResultHandedOver",
    "ReturnBy",
    "SupplementAsked",
]


class PaperReceived(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of paper that was handed in or shown.

    Attributes:
        lies_in: code of the dossier of the same bundle that it was handed in with, where that is another one.
        reused: it was not handed in again: the scan or electronic result of an earlier dossier stands for it, which
            ``reused_from`` names by its code.
    """

    name: str
    originals: int = 0
    copies: int = 0
    electronic: int = 0
    shown_only: bool = False
    lies_in: DossierCode = DossierCode("")
    reused: bool = False
    reused_from: DossierCode = DossierCode("")


class PaperMissing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of paper the citizen still has to bring."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str = ""


class DocumentCopied(Struct, frozen=True, kw_only=True):
    """One document of which certified copies are wanted: pages of the original, and how many copies."""

    name: str
    pages: int
    copies: int


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
        pages, copies, persons: what the fee was counted from, when the fee counts them.
        documents: the same, document by document, where there were several; pages and copies are their sums then.
        taken_at: the mobile point at which it was taken in, by its place; empty = at the office, or in a home.
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
    documents: tuple[DocumentCopied, ...] = ()
    persons: int = 0
    taken_at: str = ""


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


class FeeLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the price, in đồng.

    Attributes:
        kind: what it is by law; None = told before kinds were kept.
        body: whose money it is; None = the office's own.
    """

    name: str
    amount: int
    kind: FeeLineKind | None = None
    body: CollectingBody | None = None


class FeeGround(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a price is not the usual one: an exemption, a reduction, a price of one group's own.

    Attributes:
        name: of the group, as the law or the resolution calls it.
        proof: the paper or look-up by which it was shown.
        source: article of the law, circular or resolution.
        let_off: what is not asked, in đồng; 0 = not known, or nothing.
    """

    name: str
    proof: str = ""
    source: str = ""
    let_off: int = 0


class FeeDue(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The price as told to the citizen. Exactly one of ``lines``, ``free``, ``set_by_province``, nothing known.

    Attributes:
        ground: why it is not the usual price; None = it is, or it was told before grounds were kept.
        foreign: prices in foreign currency, as published; never part of ``total``.
    """

    lines: tuple[FeeLine, ...] = ()
    free: bool = False
    set_by_province: bool = False
    source: str = ""
    ground: FeeGround | None = None
    foreign: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Sum of the lines, in đồng."""
        return sum([line.amount for line in self.lines])


class AppliedDayRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule of the day by which a dossier was taken in (``models.catalogue.day_rules``).

    Attributes:
        changes: what it changed, by the names of ``DayChange``.
        source: the decision that set the rule.
    """

    name: str
    changes: tuple[str, ...]
    source: str = ""


class InBundle(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The bundle a dossier was taken in with, and what it waits for there.

    Attributes:
        id: of the bundle.
        name: as the citizen knows it; empty = several matters of one person.
        after: dossiers whose result it waits for; ``after_words``: the same as a person reads it.
        clock: what this waiting does to the limit.
    """

    id: SubjectId
    name: str = ""
    after: tuple[DossierId, ...] = ()
    after_words: str = ""
    clock: ClockRule = ClockRule.RUN


class DossierReceived(Deciding, frozen=True, kw_only=True, tag="DossierReceived"):
    """Taken in; the receipt (mẫu 01) may be printed.

    Attributes:
        day_rules: rules of the day that changed something for it; none = a day like any other.
        bundle: it was taken in together with others; None = alone.
    """

    code: DossierCode
    intake: Intake
    due: DueDate
    fee: FeeDue = FeeDue()
    receipt_wanted: bool = True
    day_rules: tuple[AppliedDayRule, ...] = ()
    bundle: InBundle | None = None


class BundleWaitEnded(Event, frozen=True, kw_only=True, tag="BundleWaitEnded"):
    """What this part of a bundle waited for has ended: its clock starts, counted from that instant.

    No decision: it follows from what was decided of the other parts, and any machine that knows of it may record it.

    Attributes:
        ended_at: instant at which the last of what it waited for ended.
        without_result: codes of those that ended without a result (refused, withdrawn, stopped …).
        due: the date from now on; ``step_due_at`` of the step it is at; None = as before.
    """

    ended_at: datetime
    without_result: tuple[DossierCode, ...] = ()
    due: DueDate | None = None
    step_due_at: datetime | None = None


class LeftBundle(Event, frozen=True, kw_only=True, tag="LeftBundle"):
    """It belongs to its bundle no longer, and waits for no other part; dates as of ``BundleWaitEnded``."""

    bundle: SubjectId
    reason: str
    due: DueDate | None = None
    step_due_at: datetime | None = None


class SupplementAsked(Deciding, frozen=True, kw_only=True, tag="SupplementAsked"):
    """Something is missing (mẫu 02).

    Attributes:
        number: of the slip.
        intake: given when nothing was taken in before.
        clock: what waiting for it does to the limit; None = not taken in yet, or recorded before rules were kept.
    """

    number: str
    missing: tuple[PaperMissing, ...]
    reason: str
    intake: Intake | None = None
    clock: ClockRule | None = None


class DossierRefused(Deciding, frozen=True, kw_only=True, tag="DossierRefused"):
    """Refused with a reason a citizen understands (mẫu 03)."""

    number: str
    reason: str
    intake: Intake | None = None


class IntakeValues(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Values of an intake as they stood; those that a correction does not name are left out."""

    procedure: ProcedureTaken | None = None
    submitter: Person | None = None
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    papers: tuple[PaperReceived, ...] | None = None
    return_by: ReturnBy | None = None
    return_to: str | None = None
    note: str | None = None


class DossierCorrected(Event, frozen=True, kw_only=True, tag="DossierCorrected"):
    """What was written down wrongly, put right. None = stays as it was.

    Attributes:
        was: the same values as they stood where it was made, so that what another machine changed meanwhile is seen;
            None = recorded before this was kept, and the values hold as they are.
    """

    reason: str
    procedure: ProcedureTaken | None = None
    submitter: Person | None = None
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    papers: tuple[PaperReceived, ...] | None = None
    return_by: ReturnBy | None = None
    return_to: str | None = None
    note: str | None = None
    was: IntakeValues | None = None


class DossierWithdrawn(Deciding, frozen=True, kw_only=True, tag="DossierWithdrawn"):
    """The citizen took it back."""

    reason: str


class DossierVoided(Deciding, frozen=True, kw_only=True, tag="DossierVoided"):
    """Entered by mistake: it never was a dossier. Two people agreed; ``confirmed_by`` is the second."""

    reason: str
    confirmed_by: ClerkId


class DueDateChanged(Deciding, frozen=True, kw_only=True, tag="DueDateChanged"):
    """The limit was extended, with an apology (mẫu 04; NĐ 61/2018 Đ19.9: once, with a reason). A leader signed.

    Attributes:
        confirmed_by: the leader.
        number: of the letter; empty = given before letters were printed.
        late: given later than one working day before the date it takes the place of.
    """

    due_at: datetime
    reason: str
    confirmed_by: ClerkId
    number: str = ""
    late: bool = False


class ReadBy(StrEnum):
    """How somebody came to a citizen's file."""

    SEARCH = "search"
    LIST = "list"
    SCAN = "scan"
    PERSON = "person"
    """Its person was taken over into another form."""
    SHOWN = "shown"
    """It was one of a list: number and phone stand there. ``PeopleShown`` alone says so, and what follows."""
    OFFERED = "offered"
    """Its person was offered while a name or number was typed."""
    KNOWN = "known"
    """What it says of a person was offered for a form."""
    EXPORT = "export"
    """Everything was written out."""
    REGISTER = "register"
    """It stands in a register that was written out. ``PeopleShown`` alone says so."""
    CITIZEN_FILE = "citizen_file"
    """It is one of a person's, whose file was opened. ``PeopleShown`` alone says so."""


class DossierRead(Event, frozen=True, kw_only=True, tag="DossierRead"):
    """Somebody looked at a citizen's file: who may be asked why. ``words`` is what was searched for."""

    by: ReadBy
    words: str = ""


class PaidBy(StrEnum):
    """How money came in."""

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"
    ONLINE = "online"
    """Through the national or provincial payment platform."""


class FeeTaken(Event, frozen=True, kw_only=True, tag="FeeTaken"):
    """Money was taken for this dossier, in đồng.

    Attributes:
        payment: the payment it is part of; empty = taken before payments were kept.
    """

    amount: int
    paid_by: PaidBy = PaidBy.CASH
    reference: str = ""
    payment: SubjectId = SubjectId("")


class CollectorRelation(StrEnum):
    """What somebody who collects a result is to the dossier."""

    SUBMITTER = "submitter"
    OWNER = "owner"
    AUTHORISED = "authorised"
    """Another person, with an authority that is recorded."""


class IdentityCheck(StrEnum):
    """Whether a person was compared with a paper."""

    MATCH = "match"
    NO_MATCH = "no_match"
    NOT_CHECKED = "not_checked"


class ResultCopy(StrEnum):
    """What of a result somebody takes: the paper, the electronic result (a signed file), or both."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    BOTH = "both"


class ResultHandedOver(Deciding, frozen=True, kw_only=True, tag="ResultHandedOver"):
    """The result was given to somebody (trả kết quả).

    Attributes:
        to: name of who collected it.
        collector: the same as a person, where more than the name is known.
        relation: what the collector is to the dossier.
        authority: of another person: why they may collect, as recorded.
        identity: whether the person was compared with a paper, and what came of it.
        originals: papers given back, by name.
        signature: scan of what was signed, or picture of the signature.
        copy: what of the result was handed over.
        electronic: file of the electronic result that was; None = none was.
        parcel: with which the post delivered it; empty = nobody of the post.
    """

    to: str
    note: str = ""
    collector: Person | None = None
    relation: CollectorRelation | None = None
    authority: Authority | None = None
    identity: IdentityCheck = IdentityCheck.NOT_CHECKED
    identity_note: str = ""
    originals: tuple[str, ...] = ()
    signature: FileDigest | None = None
    copy: ResultCopy = ResultCopy.PAPER
    electronic: FileDigest | None = None
    parcel: SubjectId = SubjectId("")


DossierEvent = (
    DossierReceived
    | BundleWaitEnded
    | LeftBundle
    | SupplementAsked
    | DossierRefused
    | DossierCorrected
    | DossierWithdrawn
    | DossierVoided
    | DueDateChanged
    | DossierRead
    | FeeTaken
    | ResultHandedOver
)
"""What the codec reads of them: a new event of a dossier is added here."""
