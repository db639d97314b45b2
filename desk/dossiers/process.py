"""A dossier's way through the office: forward, accept, give back, take over, lay before the leader, consult.

A dossier has one holder. Accepting takes it only from nobody; out of another person's hands it is taken with a reason.
Acts on many dossiers are one transaction (``recording.record_many``).
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from msgspec import Struct

from desk.desk import Desk
from desk.dossiers.clock import rule_of, wait_number
from desk.pauses.due_after_pauses import resumed, step_resumed
from desk.recording import ManyDone, in_work, record_many, recorded
from desk.rights import Permission, may, require
from desk.words.process_history import holder_words
from models.calendar.clock import from_local, local
from models.calendar.due_dates import due
from models.calendar.pauses import PauseKind, working_hours_between
from models.calendar.same_day_until_15 import LATEST_FOR_SAME_DAY
from models.catalogue.processes import ProcessUnit
from models.events import (
    AnyEvent,
    ConsultationAnswered,
    ConsultationAsked,
    DossierAccepted,
    DossierForwarded,
    DossierGivenBack,
    DossierSubmitted,
    DossierTakenOver,
)
from models.ids import DossierId
from models.not_allowed import AppointmentPast, DossierEnded, OfOneVerb, ReasonMissing
from models.procedure import LimitUnit, TimeLimit
from models.process import Had, Holder, ProcessStep
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import RUNNING, ProcessStage
from models.text import clean


class HeldByAnother(OfOneVerb):
    """Somebody else has the dossier in hand."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.holder = holder
        self.sentence = f"Hồ sơ đang do {holder_words(holder)} giữ; muốn làm tiếp thì dùng “Nhận thay”, nêu lý do."


class NotForwarded(OfOneVerb):
    """There is nothing to accept: the dossier was not sent to anybody."""

    sentence = "Hồ sơ chưa được chuyển đến ai; bấm “Chuyển xử lý” trước."


class AcceptedAlready(OfOneVerb):
    """It is in one's own hands already."""

    sentence = "Hồ sơ này đã nhận xử lý rồi."


class NothingToTakeOver(OfOneVerb):
    """Nobody in person has it: accepting is enough."""

    sentence = "Chưa ai nhận hồ sơ này; bấm “Nhận xử lý”, không cần nhận thay."


class AtDeskStill(OfOneVerb):
    """It was never passed on, so it cannot be given back."""

    sentence = "Hồ sơ còn ở quầy tiếp nhận, chưa chuyển cho ai nên không có gì để trả lại."


class DecidedAlready(OfOneVerb):
    """There is a result: nothing of the examination can change any more."""

    sentence = "Hồ sơ đã có kết quả; chỉ còn nhận kết quả về quầy và trả cho người dân."


class UnitUnknown(OfOneVerb):
    """No such unit in the processes in force."""

    def __init__(self, unit: str, known: Iterable[str]) -> None:
        super().__init__(unit)
        self.sentence = f"Không có đơn vị “{unit}”. Các đơn vị: {', '.join(known)}."


class ProcessComplete(OfOneVerb):
    """All steps are done: what comes next is the decision."""

    sentence = "Quy trình đã hết bước; việc tiếp theo là ký kết quả, hoặc chọn đơn vị để chuyển thêm."


class ConsultationUnknown(OfOneVerb):
    """No open consultation of this number."""

    sentence = "Không có lượt lấy ý kiến nào đang chờ trả lời với số này."


class NextStep(Struct, frozen=True, kw_only=True):
    """What comes next by the process: the step, its place from 1, and the unit."""

    step: ProcessStep
    number: int
    unit: ProcessUnit | None


def next_step(desk: Desk, dossier: Dossier) -> NextStep | None:
    """The step after the one it is at, by the process in force on the day of receipt; None = there is none."""
    if dossier.intake is None or dossier.received_at is None:
        return None
    taken = dossier.intake.procedure
    process = desk.processes.process(taken.code, local(dossier.received_at).date())
    number = dossier.processing.number + 1
    if number > len(process.steps):
        return None
    step = process.steps[number - 1]
    unit = desk.processes.unit(step.unit) if step.unit else desk.processes.unit_of_field(taken.field)
    return NextStep(step=step, number=number, unit=unit)


def hand_over_by(desk: Desk, dossier: Dossier) -> datetime | None:
    """By when it is handed over to the unit: the same working day, after 15:00 the next opening (NĐ 61/2018 Đ18.2)."""
    if dossier.received_at is None:
        return None
    began = [one.ended_at for one in dossier.paused if one.kind is PauseKind.BUNDLE and one.ended_at]
    start = desk.calendar.in_working_time(local(max((dossier.received_at, *began))).replace(tzinfo=None))
    if start.time() <= LATEST_FOR_SAME_DAY:
        return from_local(desk.calendar.end_of(start.date()))
    next_day = datetime.combine(start.date() + timedelta(days=1), time())
    return from_local(desk.calendar.in_working_time(next_day))


def forward(desk: Desk, dossiers: Iterable[DossierId], *, to: str = "", note: str = "", courier: str = "") -> ManyDone:
    """Pass dossiers on to the unit of their next step, or to a unit named; a step that signs lays it before the leader.

    Args:
        desk: open.
        dossiers: which.
        to: id of a unit; empty = by the process.
        note: for whoever receives it.
        courier: who carries the papers; empty = the clerk.

    Raises:
        RoleForbids, NobodySignedIn, UnitUnknown. Refusals of one dossier: HeldByAnother, DecidedAlready,
        ProcessComplete, DossierEnded, DossierUnknown; RoleForbids where it is past the desk, and only those who work
        on dossiers may pass it on.
    """
    require(desk, Permission.FORWARD)
    named = unit_named(desk, to) if to else None
    return record_many(desk, dossiers, lambda dossier: forwarding(desk, dossier, named, note, courier))


def forwarding(
    desk: Desk, dossier: Dossier, named: ProcessUnit | None, note: str = "", courier: str = ""
) -> DossierForwarded | DossierSubmitted:
    """The event of passing one dossier on.

    Raises:
        HeldByAnother, DecidedAlready, ProcessComplete, DossierEnded, RoleForbids.
    """
    _may_work(desk, dossier)
    own = dossier.processing
    if own.stage is not ProcessStage.AT_DESK:
        require(desk, Permission.WORK)
    coming = next_step(desk, dossier)
    if coming is None and named is None:
        raise ProcessComplete
    if coming is not None and coming.step.signs and named is not None and not named.leads:
        coming = None  # another unit goes on with the examination; signing is still to come
    step = coming.step if coming else own.step or ProcessStep(id="extra", name="Xử lý thêm")
    number = coming.number if coming else own.number
    unit = named or (coming.unit if coming else None)
    holder = unit.holder if unit else Holder(unit=step.unit, unit_name=step.role or step.name)
    due_at = step_due(desk, dossier, step)
    if step.signs and (named is None or named.leads):
        return DossierSubmitted(
            to=holder, step=step, number=number, due_at=due_at, note=clean(note), courier=clean(courier)
        )
    return DossierForwarded(
        to=holder,
        step=step,
        number=number,
        due_at=due_at,
        note=clean(note),
        courier=clean(courier),
    )


def step_due(desk: Desk, dossier: Dossier, step: ProcessStep) -> datetime | None:
    """By when a step that begins now is to be done: its hours or share of the limit; never after the due date."""
    whole = dossier.due.at if dossier.due else None
    hours = step.hours
    promised = dossier.promised.at if dossier.promised and dossier.promised.at else whole
    if not hours and promised is not None and dossier.received_at is not None:
        # Of the limit as promised: what the citizen was waited for is no time of a step.
        hours = step.share * max(0.0, working_hours_between(dossier.received_at, promised, desk.calendar))
    if not hours:
        return whole
    at = due(TimeLimit(amount=hours, unit=LimitUnit.WORKING_HOURS), desk.clock(), desk.calendar).at
    return at if whole is None else min(at, whole)


def submit(desk: Desk, dossiers: Iterable[DossierId], *, note: str = "", courier: str = "") -> ManyDone:
    """Lay dossiers before the leader to be signed (trình ký), whatever step of the examination they are at.

    Raises:
        RoleForbids, NobodySignedIn. Refusals of one dossier: HeldByAnother, DecidedAlready, ProcessComplete.
    """
    require(desk, Permission.WORK)
    return record_many(desk, dossiers, lambda dossier: _submitting(desk, dossier, note, courier))


def _submitting(desk: Desk, dossier: Dossier, note: str, courier: str) -> AnyEvent:
    _may_work(desk, dossier)
    taken = dossier.intake
    if taken is None or dossier.received_at is None:
        raise ProcessComplete
    process = desk.processes.process(taken.procedure.code, local(dossier.received_at).date())
    for number, step in enumerate(process.steps, 1):
        if step.signs and number > dossier.processing.number:
            unit = desk.processes.unit(step.unit)
            return DossierSubmitted(
                to=unit.holder if unit else Holder(unit=step.unit, unit_name=step.role or step.name),
                step=step,
                number=number,
                due_at=step_due(desk, dossier, step),
                note=clean(note),
                courier=clean(courier),
            )
    raise ProcessComplete


def accept(desk: Desk, dossiers: Iterable[DossierId]) -> ManyDone:
    """Take in hand what was sent to one's unit: only from nobody.

    Raises:
        RoleForbids, NobodySignedIn. Refusals of one dossier: HeldByAnother, AcceptedAlready, NotForwarded.
    """
    require(desk, Permission.WORK)
    return record_many(desk, dossiers, lambda dossier: accepting(desk, dossier))


def accepting(desk: Desk, dossier: Dossier) -> DossierAccepted:
    """The event of taking one dossier in hand.

    Raises:
        HeldByAnother, AcceptedAlready, NotForwarded. RoleForbids: it lies before the leader.
    """
    holder = dossier.processing.holder
    if dossier.processing.stage not in {ProcessStage.FORWARDED, ProcessStage.AT_LEADER, ProcessStage.IN_STEP}:
        raise NotForwarded
    if holder.clerk == desk.by:
        raise AcceptedAlready
    if holder.clerk:
        raise HeldByAnother(holder)
    if dossier.processing.stage is ProcessStage.AT_LEADER:
        require(desk, Permission.SIGN)
    return DossierAccepted(holder=in_person(desk, holder))


def take_over(desk: Desk, dossiers: Iterable[DossierId], reason: str) -> ManyDone:
    """Take dossiers out of another person's hands, with a reason.

    Raises:
        RoleForbids, NobodySignedIn, ReasonMissing. Refusals of one dossier: NothingToTakeOver, AcceptedAlready.
    """
    require(desk, Permission.WORK)
    if not clean(reason):
        raise ReasonMissing
    return record_many(desk, dossiers, lambda dossier: _taking_over(desk, dossier, reason))


def _taking_over(desk: Desk, dossier: Dossier, reason: str) -> AnyEvent:
    holder = dossier.processing.holder
    if holder.clerk == desk.by:
        raise AcceptedAlready
    if not holder.clerk:
        raise NothingToTakeOver
    if dossier.processing.stage not in RUNNING:
        raise DecidedAlready
    if dossier.processing.stage is ProcessStage.AT_LEADER:
        require(desk, Permission.SIGN)
    return DossierTakenOver(holder=in_person(desk, holder), before=holder, reason=clean(reason))


def give_back(desk: Desk, dossiers: Iterable[DossierId], reason: str) -> ManyDone:
    """Give dossiers back to who had them before, or to the desk.

    Raises:
        RoleForbids, NobodySignedIn, ReasonMissing. Refusals of one dossier: HeldByAnother, AtDeskStill, DecidedAlready.
    """
    require(desk, Permission.WORK)
    if not clean(reason):
        raise ReasonMissing
    return record_many(desk, dossiers, lambda dossier: _giving_back(desk, dossier, reason))


def _giving_back(desk: Desk, dossier: Dossier, reason: str) -> AnyEvent:
    _may_work(desk, dossier)
    work = dossier.processing
    if work.stage is ProcessStage.AT_DESK:
        raise AtDeskStill
    had = work.trail[-1] if work.trail else Had(Holder())
    return DossierGivenBack(to=had.holder, reason=clean(reason), step=had.step, number=had.number)


def consult(desk: Desk, dossier_id: DossierId, agency: str, question: str, due_at: datetime) -> Dossier:
    """Ask another agency for its opinion, with a deadline of its own (NĐ 61/2018 Đ19.5).

    Raises:
        ReasonMissing: no agency or no question.
        AppointmentPast: the deadline has passed. HeldByAnother, DecidedAlready, DossierEnded, DossierUnknown.
    """
    require(desk, Permission.WORK)
    dossier = in_work(desk, dossier_id)
    _may_work(desk, dossier)
    if not clean(agency) or not clean(question):
        raise ReasonMissing
    if due_at <= desk.clock():
        raise AppointmentPast
    rule = rule_of(desk, dossier, PauseKind.CONSULTATION)
    event = ConsultationAsked(
        number=wait_number(desk, dossier_id, "YK", ConsultationAsked),
        agency=clean(agency),
        question=clean(question),
        due_at=due_at,
        clock=rule,
    )
    return recorded(desk, dossier_id, event)


def answered(desk: Desk, dossier_id: DossierId, answer: str, number: str = "") -> Dossier:
    """The agency has answered; the only open consultation need not be named.

    Raises:
        ReasonMissing: no answer. ConsultationUnknown, DossierEnded, DossierUnknown.
    """
    require(desk, Permission.WORK)
    dossier = in_work(desk, dossier_id)
    if not clean(answer):
        raise ReasonMissing
    open_ = [one.number for one in dossier.processing.consultations]
    if number not in open_ and not (not number and len(open_) == 1):
        raise ConsultationUnknown
    which = number or open_[0]
    event = ConsultationAnswered(
        number=which,
        answer=clean(answer),
        due=resumed(desk, dossier, which),
        step_due_at=step_resumed(desk, dossier, which),
    )
    return recorded(desk, dossier_id, event)


def _may_work(desk: Desk, dossier: Dossier) -> None:
    """Something of the examination may happen to it, and by this clerk.

    Raises:
        DossierEnded: it waits for the citizen. HeldByAnother, DecidedAlready.
    """
    if dossier.status is not DossierStatus.RECEIVED:
        raise DossierEnded(dossier.status.value)
    if dossier.processing.stage not in RUNNING:
        raise DecidedAlready
    holder = dossier.processing.holder
    if holder.clerk and holder.clerk != desk.by and not may(desk, Permission.SIGN):
        raise HeldByAnother(holder)


def in_person(desk: Desk, holder: Holder) -> Holder:
    """Who works here now, in the unit that has it."""
    return Holder(
        unit=holder.unit,
        unit_name=holder.unit_name,
        clerk=desk.by,
        name=desk.clerk.name if desk.clerk else "",
    )


def unit_named(desk: Desk, id_: str) -> ProcessUnit:
    """The unit of this id or name.

    Raises:
        UnitUnknown: with those that there are.
    """
    found = desk.processes.unit(id_) or next((one for one in desk.processes.units if one.name == id_), None)
    if found is None:
        raise UnitUnknown(id_, (f"{one.id} ({one.name})" for one in desk.processes.units))
    return found
