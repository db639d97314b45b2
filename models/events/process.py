"""Events of a dossier's way through the office, from the reception desk to the shelf of results."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from models.calendar.pauses import ClockRule, Pause
from models.events.dossiers import AppliedDayRule, DueDate, FeeDue, Intake, PaperReceived, ResultHandedOver
from models.events.event import Deciding, Event
from models.ids import ClerkId, DeviceId, DossierCode, EventId, FileDigest, SubjectId
from models.process import Had, Holder, ProcessStep

__all__ = [
    "ConsultationAnswered",
    "ConsultationAsked",
    "Decision",
    "DisputeSettled",
    "DossierAccepted",
    "DossierForwarded",
    "DossierGivenBack",
    "DossierStopped",
    "DossierSubmitted",
    "DossierTakenOver",
    "DueDateRecomputed",
    "ObligationMet",
    "ObligationTold",
    "ProcessEvent",
    "ResultCameBack",
    "ResultCheckedIn",
    "ResultDecided",
    "ResultPosted",
    "SettledDispute",
    "SettledReceipt",
    "StopCause",
    "SupplementBrought",
]


class DossierForwarded(Deciding, frozen=True, kw_only=True, tag="DossierForwarded"):
    """Passed on to the unit of the next step (chuyển xử lý), or to another one.

    Attributes:
        to: the unit; with a person only where one was named.
        step: as the process said; its hours are of working time.
        number: place of the step in the process, from 1; 0 = none of it.
        due_at: by when the step is to be done; None = no limit is known.
        list, list_number: the hand-over list it went with, and its number as printed; empty = none.
        courier: who carries the papers, where not the clerk.
    """

    to: Holder
    step: ProcessStep
    number: int = 0
    due_at: datetime | None = None
    note: str = ""
    list: str = ""
    list_number: str = ""
    courier: str = ""


class DossierAccepted(Deciding, frozen=True, kw_only=True, tag="DossierAccepted"):
    """Somebody in the unit it was sent to has it in hand now."""

    holder: Holder


class DossierGivenBack(Deciding, frozen=True, kw_only=True, tag="DossierGivenBack"):
    """Given back to who had it before, or to the desk, with a reason."""

    to: Holder
    reason: str
    step: ProcessStep | None = None
    number: int = 0


class DossierTakenOver(Deciding, frozen=True, kw_only=True, tag="DossierTakenOver"):
    """Taken out of another person's hands, with a reason; nothing of their work is lost."""

    holder: Holder
    before: Holder
    reason: str


class DossierSubmitted(Deciding, frozen=True, kw_only=True, tag="DossierSubmitted"):
    """Laid before the leader to be signed (trình ký).

    Attributes:
        courier: who carries it to a leader who is elsewhere; empty = nobody needs to.
        list, list_number: as of ``DossierForwarded``.
    """

    to: Holder
    step: ProcessStep
    number: int = 0
    due_at: datetime | None = None
    note: str = ""
    courier: str = ""
    list: str = ""
    list_number: str = ""


class ConsultationAsked(Deciding, frozen=True, kw_only=True, tag="ConsultationAsked"):
    """Another agency was asked for its opinion, with a deadline of its own (NĐ 61/2018 Đ19.5)."""

    number: str
    agency: str
    question: str
    due_at: datetime
    clock: ClockRule = ClockRule.RUN


class ConsultationAnswered(Deciding, frozen=True, kw_only=True, tag="ConsultationAnswered"):
    """The agency has answered. ``due``, ``step_due_at``: dates of dossier and step where waiting stopped the clock."""

    number: str
    answer: str
    due: DueDate | None = None
    step_due_at: datetime | None = None


class ObligationTold(Deciding, frozen=True, kw_only=True, tag="ObligationTold"):
    """The citizen was told of a financial obligation to be met before work goes on. ``amount`` in đồng; 0 = unknown."""

    number: str
    what: str
    amount: int = 0
    clock: ClockRule = ClockRule.RUN


class ObligationMet(Deciding, frozen=True, kw_only=True, tag="ObligationMet"):
    """The citizen has met it. ``proof``: number of the receipt or payment; dates as of ``SupplementBrought``."""

    number: str
    proof: str = ""
    due: DueDate | None = None
    step_due_at: datetime | None = None


class SupplementBrought(Deciding, frozen=True, kw_only=True, tag="SupplementBrought"):
    """What was missing was brought, whatever slips asked for it.

    Attributes:
        number: of the latest slip.
        due: the date from now on, by the rule stored when it was asked for; None = as before.
        step_due_at: of the step it is at; None = as before.
    """

    number: str
    papers: tuple[PaperReceived, ...] = ()
    due: DueDate | None = None
    step_due_at: datetime | None = None
    note: str = ""


class DueDateRecomputed(Event, frozen=True, kw_only=True, tag="DueDateRecomputed"):
    """An edition changed the calendar, and with it the date of an open dossier; the first promise stays to be seen.

    No decision: the machine that took the dossier in counts anew. ``counted_at``: the date without pauses and
    extensions, from which later ones are counted.
    """

    due: DueDate
    counted_at: datetime | None = None
    edition: str
    reason: str


class StopCause(StrEnum):
    """Why work on a dossier stops (mẫu 05)."""

    REQUEST = "request"
    """The citizen asked for it."""
    RULE = "rule"
    """A rule demands it, named in the reason."""


class DossierStopped(Deciding, frozen=True, kw_only=True, tag="DossierStopped"):
    """Work on it stops for good (mẫu 05; NĐ 118/2025 Đ21): only while there is no decision."""

    number: str
    cause: StopCause
    reason: str
    confirmed_by: ClerkId = ClerkId("")


class Decision(StrEnum):
    """What was decided."""

    GRANTED = "granted"
    REFUSED = "refused"


class ResultDecided(Deciding, frozen=True, kw_only=True, tag="ResultDecided"):
    """The result is decided and signed.

    Attributes:
        number: of the result's own document, where it has one.
        signed_by: name of who signed.
        reason: of a refusal.
    """

    outcome: Decision = Decision.GRANTED
    number: str = ""
    signed_by: str = ""
    reason: str = ""


class ResultCheckedIn(Deciding, frozen=True, kw_only=True, tag="ResultCheckedIn"):
    """The result lies at the desk, ready to be returned.

    Attributes:
        place: on the shelf, for instance "B-12"; empty = nothing on paper.
        electronic: the electronic result, a signed file; None = none came with it.
    """

    place: str = ""
    electronic: FileDigest | None = None
    note: str = ""


class ResultPosted(Deciding, frozen=True, kw_only=True, tag="ResultPosted"):
    """The result was given to the post, on its way to the citizen.

    Attributes:
        parcel, number: of the parcel (``models.events.post``), and its number as printed.
    """

    parcel: SubjectId
    number: str


class ResultCameBack(Deciding, frozen=True, kw_only=True, tag="ResultCameBack"):
    """It was shown as returned by post and was not: the post has brought it back, and it lies at the desk again.

    Attributes:
        parcel, number: as in ``ResultPosted``.
        place: on the shelf.
        reason: how that was found out.
    """

    parcel: SubjectId
    number: str
    reason: str
    place: str = ""


class SettledDispute(Struct, frozen=True, omit_defaults=True):
    """One contradiction that was settled, by the event that showed it.

    Attributes:
        device, seq: where that event stood then; what older programs know it by.
        event: its id; empty = settled before ids were kept.
    """

    device: DeviceId
    seq: int
    event: EventId = EventId("")


class SettledReceipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of a dossier taken in twice: the receipt that holds, when it is not the one that held until then."""

    code: DossierCode
    intake: Intake
    promised: DueDate
    received_at: datetime
    received_by: ClerkId
    received_on: DeviceId
    fee: FeeDue = FeeDue()
    receipt_wanted: bool = True
    day_rules: tuple[AppliedDayRule, ...] = ()
    counted_at: datetime | None = None


class DisputeSettled(Deciding, frozen=True, kw_only=True, tag="DisputeSettled"):
    """A person has compared what contradicts itself, and says how the dossier stands.

    Attributes:
        settled: the contradictions.
        holder, step, number, due: what holds from now on; None = as it stands.
        status, stage: values of ``DossierStatus`` and ``ProcessStage``; empty = as it stands. A stage before the
            decision undoes a decision, a stage before the shelf takes the result off it.
        ended_at: of an end that holds: when it was.
        returned: of a result that was given: how.
        decided, decided_at, place: of a stage that has them: the decision that holds, and where the result lies.
        step_due_at, trail: of the step that holds; None = as it stands.
        waits: what is still waited for; None = as it stands.
        postponed: how often the limit was extended.
        paused: the pauses that have ended on the way that holds; None = as they stand.
        missed: the date that had passed before a later one took its place; told with ``paused``.
        receipt: of a dossier taken in twice; None = as it stands.
    """

    settled: tuple[SettledDispute, ...]
    reason: str
    status: str = ""
    stage: str = ""
    holder: Holder | None = None
    step: ProcessStep | None = None
    number: int | None = None
    due: DueDate | None = None
    ended_at: datetime | None = None
    decided: ResultDecided | None = None
    decided_at: datetime | None = None
    place: str | None = None
    returned: ResultHandedOver | None = None
    step_due_at: datetime | None = None
    trail: tuple[Had, ...] | None = None
    waits: tuple[Pause, ...] | None = None
    postponed: int | None = None
    paused: tuple[Pause, ...] | None = None
    missed: datetime | None = None
    receipt: SettledReceipt | None = None


ProcessEvent = (
    DossierForwarded
    | DossierAccepted
    | DossierGivenBack
    | DossierTakenOver
    | DossierSubmitted
    | ConsultationAsked
    | ConsultationAnswered
    | ObligationTold
    | ObligationMet
    | SupplementBrought
    | DueDateRecomputed
    | DossierStopped
    | ResultDecided
    | ResultCheckedIn
    | ResultPosted
    | ResultCameBack
    | DisputeSettled
)
"""What the codec reads of them."""
