"""The fold of a dossier: what each event makes of it. It accepts every history and never raises."""

from datetime import datetime
from typing import TypeGuard

from msgspec.structs import replace

from models.calendar.clock import micros
from models.calendar.pauses import Extended, Pause, PauseKind, stopped_since
from models.events import (
    AnyEvent,
    BundleWaitEnded,
    ConsultationAnswered,
    ConsultationAsked,
    Deciding,
    DisputeSettled,
    DossierAccepted,
    DossierCorrected,
    DossierForwarded,
    DossierGivenBack,
    DossierRead,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierSubmitted,
    DossierTakenOver,
    DossierVoided,
    DossierWithdrawn,
    DueDate,
    DueDateChanged,
    DueDateRecomputed,
    FeeReturned,
    FeeTaken,
    FileAttached,
    Form,
    FormPrinted,
    Intake,
    LeftBundle,
    NationalAccepted,
    NationalRefused,
    NoticeReported,
    ObligationMet,
    ObligationTold,
    PaperGivenUp,
    PaperReceived,
    PriceChanged,
    PrintingFailed,
    ProvinceReported,
    ResultCameBack,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    ResultPosted,
    SettledReceipt,
    SupplementAsked,
    SupplementBrought,
    UnknownEvent,
)
from models.history import Recorded
from models.ids import DossierId
from models.subjects.corrections import corrected
from models.subjects.dispute import Dispute, DisputeKind
from models.subjects.dossier import ENDED, Delivery, Dossier, DossierStatus, ProvinceReport, SettledPauses
from models.subjects.folding import Fold, Growing
from models.subjects.processing import process, settled

BUNDLE_WAIT = "LT"
"""Names the pause in which a part of a bundle waits for others."""

_BUNDLE_ENDS = (BundleWaitEnded, LeftBundle)

LONGEST_WAITS = 64
"""So many things are waited for at once; a dossier has a handful. Of more the youngest count, so that a step copies the
same however long the history is."""


def step(dossier: Dossier, recorded: Recorded) -> Dossier:
    """The dossier after one more event; what it looks at of ``_GROWING`` is told there."""
    event, events = recorded.event, dossier.events + 1
    if isinstance(event, DossierRead):
        return replace(dossier, events=events)
    dossier = replace(dossier, events=events, changed_at=recorded.at)
    if isinstance(event, _BUNDLE_ENDS):
        return _wait_ended(dossier, event, recorded.at)
    if not is_decision(event):
        return _happened(dossier, recorded)
    known = dossier.last_decision
    after = _happened(replace(dossier, last_decision=recorded.id), recorded)
    if event.seen in {"", known} or len(after.contradictions) > len(dossier.contradictions):
        return after
    return _dispute(after, DisputeKind.STEPS_DIFFER, recorded)


def is_decision(event: AnyEvent | UnknownEvent) -> TypeGuard[Deciding | UnknownEvent]:
    """Whether later decisions name this one as seen; of a newer version's event what it had seen shows it."""
    return isinstance(event, Deciding) or (isinstance(event, UnknownEvent) and bool(event.seen))


def _happened(dossier: Dossier, recorded: Recorded) -> Dossier:
    match recorded.event:
        case DossierReceived() as happened:
            return _received(dossier, happened, recorded)
        case FormPrinted(form=form):
            return _count(dossier, form, 1)
        case SupplementAsked() as happened:
            return _supplement(dossier, happened, recorded)
        case DossierRefused() as happened:
            return _refused(dossier, happened, recorded)
        case DossierCorrected() as happened:
            return _corrected(_unless_ended(dossier, recorded), happened, recorded)
        case DossierWithdrawn(reason=reason):
            if dossier.status in ENDED:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            return replace(dossier, status=DossierStatus.WITHDRAWN, ended_at=recorded.at, reason=reason)
        case DossierVoided(reason=reason):
            if dossier.status in ENDED:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            return replace(dossier, status=DossierStatus.VOIDED, ended_at=recorded.at, reason=reason)
        case DueDateChanged() as happened:
            return _postponed(_unless_ended(dossier, recorded), happened, recorded.at)
        case DisputeSettled() as happened:
            return _settled(dossier, happened, recorded.at)
        case DossierStopped(reason=reason, number=number):
            if dossier.status in ENDED:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            dossier = replace(dossier, slips=(*dossier.slips, number) if number else dossier.slips)
            return replace(dossier, status=DossierStatus.STOPPED, ended_at=recorded.at, reason=reason)
        case DueDateRecomputed(due=due, counted_at=counted_at):
            return replace(_unless_ended(dossier, recorded), due=due, counted_at=counted_at or dossier.counted_at)
        case SupplementBrought() as happened:
            return _brought(_unless_ended(dossier, recorded), happened, recorded.at)
        case ObligationTold(number=number, clock=rule, what=what):
            dossier = _unless_ended(dossier, recorded)
            pause = Pause(id=number, kind=PauseKind.OBLIGATION, rule=rule, began_at=recorded.at, why=what)
            return replace(dossier, waits=(*dossier.waits, pause)[-LONGEST_WAITS:])
        case ObligationMet(number=number) as happened:
            return _resumed(_unless_ended(dossier, recorded), {number}, recorded.at, happened)
        case (
            DossierForwarded()
            | DossierAccepted()
            | DossierGivenBack()
            | DossierTakenOver()
            | DossierSubmitted()
            | ConsultationAsked()
            | ConsultationAnswered()
            | ResultDecided()
            | ResultCheckedIn()
            | ResultPosted()
        ) as happened:
            if dossier.status in ENDED:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            dossier = replace(dossier, processing=process(dossier.processing, happened, recorded.at))
            return _consulted(dossier, happened, recorded.at)
        case ResultCameBack() as happened:
            if dossier.status in ENDED and dossier.status is not DossierStatus.HANDED_OVER:
                return _dispute(dossier, DisputeKind.ACTED_AFTER_END, recorded)
            work = process(dossier.processing, happened, recorded.at)
            return replace(dossier, status=DossierStatus.RECEIVED, returned=None, ended_at=None, processing=work)
        case FeeTaken(amount=amount, payment=payment):
            if payment and payment in dossier.payments:
                return dossier
            paid = (*dossier.payments, payment) if payment else dossier.payments
            return replace(dossier, taken=dossier.taken + amount, payments=paid)
        case FeeReturned(amount=amount):
            return _returned(dossier, amount, recorded)
        case PriceChanged(fee=fee):
            before = (*dossier.prices, dossier.fee) if dossier.fee is not None else dossier.prices
            return replace(dossier, fee=fee, prices=before)
        case ResultHandedOver() as happened:
            kind = DisputeKind.HANDED_OVER_TWICE
            if dossier.status in ENDED and dossier.status is not DossierStatus.HANDED_OVER:
                kind = DisputeKind.ACTED_AFTER_END
            disputed = _dispute(dossier, kind, recorded) if dossier.status in ENDED else dossier
            returned = disputed.returned or happened
            # Given twice: the citizen had it from the first time on.
            ended_at = dossier.ended_at if dossier.status is DossierStatus.HANDED_OVER else recorded.at
            return replace(disputed, status=DossierStatus.HANDED_OVER, returned=returned, ended_at=ended_at)
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
        case NoticeReported() as happened:
            return replace(dossier, notice=happened, notice_at=recorded.at)
        case PrintingFailed(form=form) | PaperGivenUp(form=form, begun=False):
            return _count(dossier, form, -1)
        case _:
            return dossier


def _received(dossier: Dossier, happened: DossierReceived, recorded: Recorded) -> Dossier:
    if dossier.code:
        # The first receipt holds until a person says which one does; by the other's code it is found, too.
        dossier = replace(dossier, codes=(*dossier.codes, happened.code))
        return _dispute(dossier, DisputeKind.RECEIVED_TWICE, recorded)
    if dossier.status in ENDED:
        dossier = _dispute(dossier, DisputeKind.OUTCOMES_DIFFER, recorded)
    return replace(
        dossier,
        status=dossier.status if dossier.status in ENDED else DossierStatus.RECEIVED,
        code=happened.code,
        codes=(*dossier.codes, happened.code),
        intake=happened.intake,
        due=happened.due,
        fee=happened.fee,
        receipt_wanted=happened.receipt_wanted,
        day_rules=happened.day_rules,
        received_at=recorded.at,
        received_by=recorded.clerk,
        received_on=recorded.device,
        received_seq=recorded.seq,
        promised=happened.due,
        missing=(),
        bundle=happened.bundle,
        waits=_waits_in_bundle(dossier, happened, recorded.at),
    )


def _waits_in_bundle(dossier: Dossier, happened: DossierReceived, at: datetime) -> tuple[Pause, ...]:
    """What is waited for, with the other parts of its bundle that must be done first."""
    if happened.bundle is None or not happened.bundle.after:
        return dossier.waits
    pause = Pause(
        id=BUNDLE_WAIT,
        kind=PauseKind.BUNDLE,
        rule=happened.bundle.clock,
        began_at=at,
        why=happened.bundle.after_words,
    )
    return (*dossier.waits, pause)[-LONGEST_WAITS:]


def _wait_ended(dossier: Dossier, happened: BundleWaitEnded | LeftBundle, at: datetime) -> Dossier:
    """Told once however many machines say it: what has ended ends no second time."""
    ended_at = happened.ended_at if isinstance(happened, BundleWaitEnded) else at
    if dossier.waits_in_bundle is not None:
        dossier = _resumed(dossier, {BUNDLE_WAIT}, ended_at, happened)
    return replace(dossier, bundle=None) if isinstance(happened, LeftBundle) else dossier


def _supplement(dossier: Dossier, happened: SupplementAsked, recorded: Recorded) -> Dossier:
    dossier = _unless_ended(dossier, recorded)
    if dossier.code and happened.clock is not None:
        pause = Pause(
            id=happened.number,
            kind=PauseKind.SUPPLEMENT,
            rule=happened.clock,
            began_at=recorded.at,
            why=happened.reason,
        )
        dossier = replace(dossier, waits=(*dossier.waits, pause)[-LONGEST_WAITS:])
    return replace(
        dossier,
        status=dossier.status if dossier.status in ENDED else DossierStatus.SUPPLEMENT,
        # Until it is taken in, what the citizen brought the last time is what there is.
        intake=dossier.intake if dossier.code else happened.intake or dossier.intake,
        slips=(*dossier.slips, happened.number),
        missing=happened.missing,
        reason=happened.reason,
        received_by=dossier.received_by or recorded.clerk,
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


def _corrected(dossier: Dossier, happened: DossierCorrected, recorded: Recorded) -> Dossier:
    if dossier.intake is None:
        return dossier
    intake, crossed = corrected(dossier.intake, happened)
    dossier = replace(dossier, intake=intake)
    return _dispute(dossier, DisputeKind.VALUES_DIFFER, recorded) if crossed else dossier


def _postponed(dossier: Dossier, happened: DueDateChanged, at: datetime) -> Dossier:
    missed = _missed(dossier, happened.due_at, at)
    due = dossier.due or DueDate(at=None)
    due = replace(due, at=happened.due_at, same_day=False, why=(*due.why, happened.reason))
    extended = (*dossier.extended, Extended(at=at, to=happened.due_at))
    slips = (*dossier.slips, happened.number) if happened.number else dossier.slips
    return replace(dossier, due=due, missed=missed, postponed=dossier.postponed + 1, extended=extended, slips=slips)


def _missed(dossier: Dossier, due_at: datetime | None, at: datetime) -> datetime | None:
    """The date that had passed before a later one takes its place; once there is one it stays."""
    before = dossier.due.at if dossier.due is not None else None
    if dossier.missed is not None or before is None or due_at is None or micros(due_at) <= micros(before):
        return dossier.missed
    stood_at = stopped_since(dossier.waits, before) or at  # what stopped the clock before the date keeps it
    return before if micros(stood_at) > micros(before) else None


def _brought(dossier: Dossier, happened: SupplementBrought, at: datetime) -> Dossier:
    """The clock goes on; what was brought adds to the papers of its name."""
    asked = {pause.id for pause in dossier.waits if pause.kind is PauseKind.SUPPLEMENT}
    dossier = _resumed(dossier, {happened.number, *asked}, at, happened)
    if dossier.intake is not None and happened.papers:
        dossier = replace(dossier, intake=replace(dossier.intake, papers=_with(dossier.intake, happened)))
    back = DossierStatus.RECEIVED if dossier.code else DossierStatus.SUPPLEMENT
    ended = dossier.status in ENDED
    return replace(dossier, status=dossier.status if ended else back, missing=())


def _with(intake: Intake, brought: SupplementBrought) -> tuple[PaperReceived, ...]:
    papers = {paper.name: paper for paper in intake.papers}
    for paper in brought.papers:
        had = papers.get(paper.name)
        papers[paper.name] = paper if had is None else _sum(had, paper)
    return tuple(papers.values())


def _sum(had: PaperReceived, more: PaperReceived) -> PaperReceived:
    return replace(
        had,
        originals=had.originals + more.originals,
        copies=had.copies + more.copies,
        electronic=had.electronic + more.electronic,
        shown_only=had.shown_only and more.shown_only,
    )


def _consulted(dossier: Dossier, happened: Deciding, at: datetime) -> Dossier:
    """The pause that a consultation begins or ends."""
    if isinstance(happened, ConsultationAsked):
        pause = Pause(
            id=happened.number,
            kind=PauseKind.CONSULTATION,
            rule=happened.clock,
            began_at=at,
            why=f"{happened.agency}: {happened.question}",
        )
        return replace(dossier, waits=(*dossier.waits, pause)[-LONGEST_WAITS:])
    if isinstance(happened, ConsultationAnswered):
        return _resumed(dossier, {happened.number}, at, happened)
    return dossier


def _resumed(
    dossier: Dossier,
    numbers: set[str],
    at: datetime,
    happened: SupplementBrought | ObligationMet | ConsultationAnswered | BundleWaitEnded | LeftBundle,
) -> Dossier:
    """What was waited for under these numbers has come."""
    ended = tuple(replace(pause, ended_at=at) for pause in dossier.waits if pause.id in numbers)
    work = dossier.processing
    return replace(
        dossier,
        waits=tuple(pause for pause in dossier.waits if pause.id not in numbers),
        ended_pauses=(*dossier.ended_pauses, *ended),
        due=happened.due or dossier.due,
        missed=_missed(dossier, happened.due.at if happened.due else None, at),
        processing=replace(work, step_due_at=happened.step_due_at) if happened.step_due_at else work,
    )


def _settled(dossier: Dossier, happened: DisputeSettled, at: datetime) -> Dossier:
    """The contradictions named are settled; what the person said holds. Words a newer version knows change nothing."""
    dossier = _with_pauses(_with_receipt(dossier, happened.receipt), happened.paused)
    status = DossierStatus(happened.status) if happened.status in set(DossierStatus) else dossier.status
    due, extended = happened.due or dossier.due, dossier.extended
    counted = dossier.due is not None and due is not None and due.at == dossier.due.at
    if due is not None and due.at is not None and not (counted and (happened.receipt is None or not extended)):
        # Behind all that it knew of, whatever the clock of the PC said.
        known = (*(one.at for one in extended[-1:]), *(one.ended_at or at for one in dossier.paused[-1:]))
        extended = (*extended, Extended(at=max((at, *known)), to=due.at, settled=True))
    return replace(
        dossier,
        settled=(*dossier.settled, *happened.settled),
        status=status,
        missed=dossier.missed if happened.paused is None else happened.missed,
        ended_at=(happened.ended_at or dossier.ended_at or at) if status in ENDED else None,
        returned=(happened.returned or dossier.returned) if status is DossierStatus.HANDED_OVER else None,
        missing=() if status is DossierStatus.RECEIVED else dossier.missing,
        due=due,
        extended=extended,
        waits=(dossier.waits if happened.waits is None else happened.waits)[-LONGEST_WAITS:],
        postponed=dossier.postponed if happened.postponed is None else happened.postponed,
        processing=settled(dossier.processing, happened, at),
    )


def _with_pauses(dossier: Dossier, paused: tuple[Pause, ...] | None) -> Dossier:
    """The dossier with the pauses of the way that holds, and none of the other's."""
    if paused is None or paused == dossier.paused:
        return dossier
    return replace(dossier, ended_pauses=(*dossier.ended_pauses, SettledPauses(paused)))


def _with_receipt(dossier: Dossier, receipt: SettledReceipt | None) -> Dossier:
    """The dossier under the receipt that holds, where a person chose another one than the first that is known here."""
    if receipt is None or not dossier.code:
        return dossier
    return replace(
        dossier,
        code=receipt.code,
        codes=dossier.codes if receipt.code in dossier.codes else (*dossier.codes, receipt.code),
        intake=receipt.intake,
        due=receipt.promised,
        fee=receipt.fee,
        receipt_wanted=receipt.receipt_wanted,
        day_rules=receipt.day_rules,
        promised=receipt.promised,
        counted_at=receipt.counted_at,
        received_at=receipt.received_at,
        received_by=receipt.received_by,
        received_on=receipt.received_on,
    )


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
    Growing(lambda dossier: dossier.contradictions, lambda dossier, found: replace(dossier, contradictions=found)),
    Growing(lambda dossier: dossier.settled, lambda dossier, settled: replace(dossier, settled=settled)),
    Growing(
        lambda dossier: dossier.codes, lambda dossier, codes: replace(dossier, codes=codes), once=lambda code: code
    ),
    Growing(
        lambda dossier: dossier.ended_pauses,
        lambda dossier, ended: replace(dossier, ended_pauses=ended),
        stays=1,
    ),
    Growing(lambda dossier: dossier.extended, lambda dossier, extended: replace(dossier, extended=extended), stays=1),
    Growing(_why, lambda dossier, why: replace(dossier, due=replace(dossier.due or DueDate(at=None), why=why))),
)
"""What grows with a history that does not end."""

fold = Fold(lambda name: Dossier(id=DossierId(name)), step, _GROWING)
"""The dossier that a history tells."""


def _returned(dossier: Dossier, amount: int, recorded: Recorded) -> Dossier:
    """Money given back; no desk gives back more than it knows to be taken, so that two did."""
    over = amount - dossier.taken
    if over <= 0:
        return replace(dossier, taken=dossier.taken - amount)
    dossier = replace(dossier, taken=0, returned_over=dossier.returned_over + over)
    return _dispute(dossier, DisputeKind.RETURNED_OVER, recorded)


def _dispute(dossier: Dossier, kind: DisputeKind, recorded: Recorded) -> Dossier:
    found = Dispute(kind, recorded.device, recorded.seq, recorded.id)
    return replace(dossier, contradictions=(*dossier.contradictions, found))
