"""A dossier as the fold of its events. The fold accepts every history and never raises."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    DossierCorrected,
    DossierRead,
    DossierReceived,
    DossierRefused,
    DossierVoided,
    DossierWithdrawn,
    DueDate,
    DueDateChanged,
    FeeDue,
    FeeTaken,
    FileAttached,
    Form,
    FormPrinted,
    Intake,
    NationalAccepted,
    NationalRefused,
    NationalState,
    PaperGivenUp,
    PaperMissing,
    PrintingFailed,
    ProvinceReported,
    ResultHandedOver,
    SupplementAsked,
)
from models.history import Recorded
from models.ids import DossierCode, DossierId
from models.person import Organisation, Person
from models.subjects.dispute import Dispute, DisputeKind
from models.subjects.folding import Fold, Growing


class DossierStatus(StrEnum):
    """Where a dossier stands at the desk."""

    NEW = "new"
    """Nothing decisive is known here yet (its first event has not arrived)."""
    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    VOIDED = "voided"
    """Entered by mistake: it never was a dossier."""


ENDED = frozenset({DossierStatus.REFUSED, DossierStatus.WITHDRAWN, DossierStatus.HANDED_OVER, DossierStatus.VOIDED})

DUE_COUNTS = frozenset({DossierStatus.RECEIVED})
"""The office works on it, so its due date can pass; one that waits for the citizen or has ended is never overdue."""


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


class Dossier(Struct, frozen=True, kw_only=True):
    """The present state of a dossier.

    Attributes:
        code: from the receipt; empty until taken in.
        slips: numbers of its supplement and refusal slips, oldest first.
        received_at: instant of intake (the PC's clock).
        ended_at: when it came to the end it stands at (result given, refused, withdrawn, voided); None = at work.
        copies: how often each form has come out, as ``(form, count)``.
        taken: money taken so far, in đồng.
        postponed: how often a later appointment was given.
        files: what was scanned, oldest first, each digest once.
        delivery, reported: what others say; never mixed with ``status``, which is the desk's own.
    """

    id: DossierId
    status: DossierStatus = DossierStatus.NEW
    code: DossierCode = DossierCode("")
    intake: Intake | None = None
    due: DueDate | None = None
    fee: FeeDue | None = None
    receipt_wanted: bool = True
    slips: tuple[str, ...] = ()
    missing: tuple[PaperMissing, ...] = ()
    reason: str = ""
    received_at: datetime | None = None
    ended_at: datetime | None = None
    changed_at: datetime | None = None
    taken: int = 0
    postponed: int = 0
    copies: tuple[tuple[Form, int], ...] = ()
    files: tuple[FileAttached, ...] = ()
    delivery: Delivery = Delivery()
    reported: ProvinceReport | None = None
    disputes: tuple[Dispute, ...] = ()
    events: int = 0

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

    def printed(self, form: Form) -> int:
        """How many copies of this form have come out of a printer, as far as is known."""
        return dict(self.copies).get(form, 0)


def step(dossier: Dossier, recorded: Recorded) -> Dossier:
    """The dossier after one more event; what it looks at of ``_GROWING`` is told there."""
    dossier = replace(dossier, events=dossier.events + 1)
    if isinstance(recorded.event, DossierRead):
        return dossier
    dossier = replace(dossier, changed_at=recorded.at)
    match recorded.event:
        case DossierReceived() as happened:
            return _received(dossier, happened, recorded)
        case SupplementAsked() as happened:
            return _supplement(dossier, happened, recorded)
        case DossierRefused() as happened:
            return _refused(dossier, happened, recorded)
        case DossierCorrected() as happened:
            return _corrected(_unless_ended(dossier, recorded), happened)
        case DossierWithdrawn(reason=reason):
            if dossier.status in ENDED:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            return replace(dossier, status=DossierStatus.WITHDRAWN, ended_at=recorded.at, reason=reason)
        case DossierVoided(reason=reason):
            if dossier.status in ENDED:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            return replace(dossier, status=DossierStatus.VOIDED, ended_at=recorded.at, reason=reason)
        case DueDateChanged() as happened:
            return _postponed(_unless_ended(dossier, recorded), happened)
        case FeeTaken(amount=amount):
            return replace(dossier, taken=dossier.taken + amount)
        case ResultHandedOver():
            kind = DisputeKind.HANDED_OVER_TWICE
            if dossier.status in ENDED and dossier.status is not DossierStatus.HANDED_OVER:
                kind = DisputeKind.ACTED_AFTER_END
            disputed = _dispute(dossier, kind, recorded) if dossier.status in ENDED else dossier
            # Given twice: the citizen had it from the first time on.
            ended_at = dossier.ended_at if dossier.status is DossierStatus.HANDED_OVER else recorded.at
            return replace(disputed, status=DossierStatus.HANDED_OVER, ended_at=ended_at)
        case FileAttached() as file:
            if any(known.digest == file.digest for known in dossier.files):
                return dossier
            return replace(dossier, files=(*dossier.files, file))
        case NationalAccepted(step=number, state=state):
            delivery = dossier.delivery
            accepted_at = delivery.accepted_at or recorded.at
            return replace(dossier, delivery=Delivery(accepted_at=accepted_at, step=number, state=state))
        case NationalRefused(reason=reason):
            return replace(dossier, delivery=replace(dossier.delivery, refused=reason))
        case ProvinceReported() as happened:
            return replace(dossier, reported=_reported(happened, recorded))
        case FormPrinted(form=form):
            return _count(dossier, form, 1)
        case PrintingFailed(form=form) | PaperGivenUp(form=form, begun=False):
            return _count(dossier, form, -1)
        case _:
            return dossier


def _received(dossier: Dossier, happened: DossierReceived, recorded: Recorded) -> Dossier:
    if dossier.code:
        # The first receipt is the one the citizen holds; the second is for a person to settle.
        return _dispute(dossier, DisputeKind.RECEIVED_TWICE, recorded)
    if dossier.status in ENDED:
        dossier = _dispute(dossier, DisputeKind.OUTCOMES_DIFFER, recorded)
    return replace(
        dossier,
        status=dossier.status if dossier.status in ENDED else DossierStatus.RECEIVED,
        code=happened.code,
        intake=happened.intake,
        due=happened.due,
        fee=happened.fee,
        receipt_wanted=happened.receipt_wanted,
        received_at=recorded.at,
        missing=(),
    )


def _supplement(dossier: Dossier, happened: SupplementAsked, recorded: Recorded) -> Dossier:
    dossier = _unless_ended(dossier, recorded)
    return replace(
        dossier,
        status=dossier.status if dossier.status in ENDED else DossierStatus.SUPPLEMENT,
        # Until it is taken in, what the citizen brought the last time is what there is.
        intake=dossier.intake if dossier.code else happened.intake or dossier.intake,
        slips=(*dossier.slips, happened.number),
        missing=happened.missing,
        reason=happened.reason,
    )


def _refused(dossier: Dossier, happened: DossierRefused, recorded: Recorded) -> Dossier:
    if dossier.status is DossierStatus.RECEIVED and happened.intake is not None:
        # Refused at intake by one desk while another took it in: the receipt is in the citizen's hand.
        return _dispute(dossier, DisputeKind.OUTCOMES_DIFFER, recorded)
    if dossier.status in ENDED:
        return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
    return replace(
        dossier,
        status=DossierStatus.REFUSED,
        ended_at=recorded.at,
        intake=dossier.intake or happened.intake,
        slips=(*dossier.slips, happened.number),
        reason=happened.reason,
    )


def _corrected(dossier: Dossier, happened: DossierCorrected) -> Dossier:
    if dossier.intake is None:
        return dossier
    fields = ("procedure", "submitter", "owner", "authority", "papers", "return_by", "return_to", "note")
    changed = {name: value for name in fields if (value := getattr(happened, name)) is not None}
    return replace(dossier, intake=replace(dossier.intake, **changed))


def _postponed(dossier: Dossier, happened: DueDateChanged) -> Dossier:
    due = dossier.due or DueDate(at=None)
    due = replace(due, at=happened.due_at, same_day=False, why=(*due.why, happened.reason))
    return replace(dossier, due=due, postponed=dossier.postponed + 1)


def _reported(happened: ProvinceReported, recorded: Recorded) -> ProvinceReport:
    return ProvinceReport(
        state=happened.state,
        at=happened.happened_at or recorded.at,
        unit=happened.unit,
        officer=happened.officer,
        note=happened.note,
        due_at=happened.due_at,
    )


def _count(dossier: Dossier, form: Form, change: int) -> Dossier:
    counts = dict(dossier.copies)
    counts[form] = max(0, counts.get(form, 0) + change)
    return replace(dossier, copies=tuple(sorted(counts.items())))


def _unless_ended(dossier: Dossier, recorded: Recorded) -> Dossier:
    return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded) if dossier.status in ENDED else dossier


def _why(dossier: Dossier) -> tuple[str, ...]:
    """Of the due date, which a first receipt sets anew."""
    return dossier.due.why if dossier.due is not None and dossier.code else ()


_GROWING: tuple[Growing[Dossier], ...] = (
    Growing(lambda dossier: dossier.slips, lambda dossier, slips: replace(dossier, slips=slips)),
    Growing(
        lambda dossier: dossier.files,
        lambda dossier, files: replace(dossier, files=files),
        once=lambda file: file.digest,
    ),
    Growing(lambda dossier: dossier.disputes, lambda dossier, disputes: replace(dossier, disputes=disputes)),
    Growing(_why, lambda dossier, why: replace(dossier, due=replace(dossier.due or DueDate(at=None), why=why))),
)
"""What grows with a history that does not end."""

fold = Fold(lambda name: Dossier(id=DossierId(name)), step, _GROWING)
"""The dossier that a history tells."""


def _dispute(dossier: Dossier, kind: DisputeKind, recorded: Recorded) -> Dossier:
    return replace(dossier, disputes=(*dossier.disputes, Dispute(kind, recorded.device, recorded.seq)))
