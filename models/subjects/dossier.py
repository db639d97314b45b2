"""A dossier as it stands; ``dossier_fold`` makes it of its events."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from models.calendar.pauses import Extended, Pause, PauseKind, stopped_since
from models.events.dossiers import AppliedDayRule, DueDate, FeeDue, InBundle, Intake, PaperMissing, ResultHandedOver
from models.events.papers import FileAttached, Form
from models.events.process import SettledDispute
from models.events.province import NationalState, NoticeReported
from models.ids import ClerkId, DeviceId, DossierCode, DossierId, EventId, SubjectId
from models.person import Organisation, Person
from models.subjects.dispute import Dispute
from models.subjects.processing import RUNNING, Processing


class DossierStatus(StrEnum):
    """Where a dossier stands at the desk."""

    NEW = "new"
    """Nothing decisive is known here yet (its first event has not arrived)."""
    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    STOPPED = "stopped"
    VOIDED = "voided"
    """Entered by mistake: it never was a dossier."""


ENDED = frozenset(
    {
        DossierStatus.REFUSED,
        DossierStatus.WITHDRAWN,
        DossierStatus.HANDED_OVER,
        DossierStatus.STOPPED,
        DossierStatus.VOIDED,
    }
)


class Delivery(Struct, frozen=True, kw_only=True):
    """How far a dossier got on the way to the national system: apart from what the desk says of it.

    Attributes:
        accepted_at: when the national system first took the dossier; None = not yet.
        step, state: the latest step it took, and the state that step told.
        refused: why it refused the latest message; empty when that one was taken.
    """

    accepted_at: datetime | None = None
    step: int = -1
    state: NationalState | None = None
    refused: str = ""


class ProvinceReport(Struct, frozen=True, kw_only=True):
    """What the province last said about a dossier, and when."""

    state: NationalState
    at: datetime
    unit: str = ""
    officer: str = ""
    note: str = ""
    due_at: datetime | None = None


class SettledPauses(Struct, frozen=True):
    """A person has said which pauses there have been: those that ended before count no more, but for these."""

    pauses: tuple[Pause, ...]


class Dossier(Struct, frozen=True, kw_only=True):
    """The present state of a dossier.

    Attributes:
        code: from the receipt that holds; empty until taken in.
        codes: of every receipt, oldest first: of a dossier that two desks took in, both.
        slips: numbers of its supplement and refusal slips, extension letters and stop notices, oldest first.
        received_at: instant of intake (the PC's clock).
        ended_at: when it came to the end it stands at (result given, refused, withdrawn, voided); None = at work.
        copies: how often each form has come out, as ``(form, count)``.
        received_by, received_on: the clerk who took it in, and the machine; received_seq: number of that event there.
        promised: the due date as first promised; ``due`` is the one that holds now.
        missed: the date that had passed before a later one took its place: what was late stays late.
        counted_at: the first date by a calendar that an edition changed later; None = as promised.
        ended_pauses, waits: pauses of the clock that have ended, as they were told; and those that are open.
        extended: dates given by extensions.
        day_rules: rules of the day of receipt by which it was taken in.
        processing: where it stands in the office's work.
        last_decision: the latest deciding event told here; what the next one names as seen.
        returned: how the result was given, the first time.
        taken: money taken so far less what was given back, in đồng.
        returned_over: what was given back beyond that, in đồng: to be claimed back, no fee of it.
        payments: those it has money of, each counted once however many desks recorded it.
        prices: the prices told before the one that holds, oldest first.
        postponed: how often a later appointment was given.
        files: what was scanned, oldest first, each digest once.
        contradictions, settled: found in the history; and which of them a person has settled.
        delivery, reported: what others say; never mixed with ``status``, which is the desk's own.
        notice, notice_at: what the hub last said of a notice to the citizen, and when.
        bundle: the one it was taken in with and belongs to still; None = it stands alone.
    """

    id: DossierId
    status: DossierStatus = DossierStatus.NEW
    code: DossierCode = DossierCode("")
    codes: tuple[DossierCode, ...] = ()
    intake: Intake | None = None
    due: DueDate | None = None
    fee: FeeDue | None = None
    receipt_wanted: bool = True
    day_rules: tuple[AppliedDayRule, ...] = ()
    slips: tuple[str, ...] = ()
    missing: tuple[PaperMissing, ...] = ()
    reason: str = ""
    received_at: datetime | None = None
    received_seq: int = 0
    ended_at: datetime | None = None
    received_by: ClerkId = ClerkId("")
    received_on: DeviceId | None = None
    changed_at: datetime | None = None
    promised: DueDate | None = None
    missed: datetime | None = None
    counted_at: datetime | None = None
    ended_pauses: tuple[Pause | SettledPauses, ...] = ()
    waits: tuple[Pause, ...] = ()
    extended: tuple[Extended, ...] = ()
    processing: Processing = Processing()
    last_decision: EventId = EventId("")
    returned: ResultHandedOver | None = None
    taken: int = 0
    returned_over: int = 0
    payments: tuple[SubjectId, ...] = ()
    prices: tuple[FeeDue, ...] = ()
    postponed: int = 0
    copies: tuple[tuple[Form, int], ...] = ()
    files: tuple[FileAttached, ...] = ()
    delivery: Delivery = Delivery()
    reported: ProvinceReport | None = None
    notice: NoticeReported | None = None
    notice_at: datetime | None = None
    bundle: InBundle | None = None
    contradictions: tuple[Dispute, ...] = ()
    settled: tuple[SettledDispute, ...] = ()
    events: int = 0

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Contradictions that nobody has settled."""
        if not self.contradictions:
            return ()
        events = {one.event for one in self.settled if one.event}
        places = {(one.device, one.seq) for one in self.settled if not one.event}
        return tuple(
            one for one in self.contradictions if one.event not in events and (one.device, one.seq) not in places
        )

    @property
    def other_codes(self) -> tuple[DossierCode, ...]:
        """Codes of receipts that do not hold."""
        return tuple([code for code in self.codes if code != self.code])

    @property
    def slip(self) -> str:
        """The number on its latest slip, or empty."""
        return self.slips[-1] if self.slips else ""

    @property
    def owner(self) -> Person | Organisation | None:
        """Whose matter it is: the owner named, else the submitter."""
        if self.intake is None:
            return None
        return self.intake.owner or self.intake.submitter

    @property
    def paused(self) -> tuple[Pause, ...]:
        """Pauses that have ended, oldest first."""
        found: list[Pause] = []
        for one in self.ended_pauses:
            if isinstance(one, SettledPauses):
                found = list(one.pauses)
            else:
                found.append(one)
        return tuple(found)

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Every pause of its clock, those that have ended first."""
        return (*self.paused, *self.waits)

    @property
    def waits_in_bundle(self) -> Pause | None:
        """The pause in which it waits for another part of its bundle; None = for none."""
        return next((pause for pause in self.waits if pause.kind is PauseKind.BUNDLE), None) if self.waits else None

    @property
    def runs(self) -> bool:
        """Its clock runs: taken in, not decided, nothing waited for that stops it. Only then can its date pass."""
        if not self.code or self.status is not DossierStatus.RECEIVED or self.processing.stage not in RUNNING:
            return False
        return not self.waits or stopped_since(self.waits, self.due.at if self.due else None) is None

    @property
    def reported_done(self) -> bool:
        """The province reports that the result is there, and nobody here has recorded it."""
        done = self.reported is not None and self.reported.state is NationalState.DONE
        return done and self.status is DossierStatus.RECEIVED and self.processing.stage in RUNNING

    @property
    def owes(self) -> int:
        """What is still to be paid of the price told, in đồng; 0 where no price is known."""
        return max(0, self.fee.total - self.taken) if self.fee is not None else 0

    @property
    def surplus(self) -> int:
        """What was taken beyond the price told, to be given back, in đồng; 0 where no price is known."""
        known = self.fee is not None and (self.fee.lines or self.fee.free)
        return max(0, self.taken - self.fee.total) if self.fee is not None and known else 0

    def printed(self, form: Form) -> int:
        """How many copies of this form have come out of a printer, as far as is known."""
        return dict(self.copies).get(form, 0)
