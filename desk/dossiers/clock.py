"""The clock of a dossier: what stops it, when it goes on, and the due date that follows, with reasons in sentences.

The counting itself is ``models.calendar.pauses``: a pure function of promise, pauses and calendar. The rule that
applies is taken from the edition in force when a pause begins and stored in its event.
"""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct

from desk import machine_state, numbers
from desk.desk import Desk
from desk.machine_state import CalendarBefore
from desk.pauses.due_after_pauses import resumed, step_resumed
from desk.recording import in_work, recorded
from desk.rights import Permission, require
from desk.words.pauses import move_sentence, pause_sentence
from desk.words.terms import moment
from models.calendar.calendar_days import Calendar
from models.calendar.clock import local
from models.calendar.due_dates import due
from models.calendar.pauses import ClockRule, Pause, PauseKind, moves, stopped_since, working_hours_between
from models.clerk import MACHINE
from models.events import (
    AnyEvent,
    DueDate,
    DueDateRecomputed,
    ObligationMet,
    ObligationTold,
    PaperMissing,
    PaperReceived,
    SupplementAsked,
    SupplementBrought,
)
from models.ids import DossierId, SubjectId
from models.not_allowed import DossierEnded, NothingMissing, OfOneVerb, QuantityImpossible, ReasonMissing
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow
from models.subjects.processing import RUNNING
from models.text import clean

_CALENDAR_CHANGED = "lịch làm việc thay đổi"


class NothingWaited(OfOneVerb):
    """Nothing of this number is waited for."""

    sentence = "Hồ sơ không chờ việc nào như vậy."


class DossierClock(Struct, frozen=True, kw_only=True):
    """A dossier's clock as it stands.

    Attributes:
        promised_at, due_at: the date on the receipt, and the one that holds now.
        pauses: every pause, oldest first.
        stopped_since: None = it runs.
        left_hours: of working time until the due date from now, from the stop or from the decision; negative = past it.
            None = nothing was promised.
        overdue: past its date; while the clock stands still, only where it was past before.
        missed_at: the date that had passed before a later one took its place; None = none did.
        why: sentences, in the order in which things happened.
    """

    promised_at: datetime | None
    due_at: datetime | None
    pauses: tuple[Pause, ...]
    stopped_since: datetime | None
    left_hours: float | None
    overdue: bool
    missed_at: datetime | None
    why: tuple[str, ...]


def clock_of(desk: Desk, dossier: Dossier) -> DossierClock:
    """How much time a dossier has, and why."""
    due_at = dossier.due.at if dossier.due else None
    stopped = stopped_since(dossier.waits, due_at)
    work = dossier.processing
    now = min(filter(None, (desk.clock(), stopped, work.decided_at, dossier.ended_at)))
    left = None if due_at is None else working_hours_between(now, due_at, desk.calendar)
    return DossierClock(
        promised_at=dossier.promised.at if dossier.promised else due_at,
        due_at=due_at,
        pauses=tuple(sorted(dossier.pauses, key=lambda pause: pause.began_at)),
        stopped_since=stopped,
        left_hours=left,
        overdue=due_at is not None and now > due_at,
        missed_at=dossier.missed,
        why=tuple(_why(dossier)),
    )


def _why(dossier: Dossier) -> Iterator[str]:
    if dossier.promised and dossier.promised.at:
        yield f"Hẹn trả ban đầu: {moment(dossier.promised.at)}."
        yield from dossier.promised.why
    for pause in sorted(dossier.pauses, key=lambda pause: pause.began_at):
        yield pause_sentence(pause)
    if dossier.due and dossier.promised and dossier.due.at and dossier.due.at != dossier.promised.at:
        yield from (reason for reason in dossier.due.why if reason not in dossier.promised.why)
        if dossier.missed is not None:
            yield f"Đã quá hạn từ {moment(dossier.missed)}; ngày hẹn mới không xóa việc quá hạn."
        yield f"Hẹn trả hiện nay: {moment(dossier.due.at)}."


def rule_of(desk: Desk, dossier: Dossier, kind: PauseKind) -> ClockRule:
    """What a pause of this kind that begins today does to this dossier."""
    procedure = dossier.intake.procedure.code if dossier.intake else ""
    found = desk.processes.clock_rule(kind, procedure, desk.today)
    return found.after_due if found.after_due is not None and clock_of(desk, dossier).overdue else found.rule


def ask_supplement(desk: Desk, dossier_id: DossierId, missing: tuple[PaperMissing, ...], reason: str) -> Dossier:
    """Of a dossier taken in the examination finds something missing (mẫu 02): the clock stops by the rule in force.

    Asking twice counts as late nationally (QĐ 766); the sheet of this act says so before.

    Raises:
        NothingMissing, ReasonMissing, DossierEnded, DossierUnknown, BlockExhausted.
    """
    require(desk, Permission.ASK_SUPPLEMENT)
    dossier = in_work(desk, dossier_id)
    if dossier.status is not DossierStatus.RECEIVED or dossier.processing.stage not in RUNNING:
        raise DossierEnded(dossier.status.value)
    if not missing:
        raise NothingMissing
    if not clean(reason):
        raise ReasonMissing
    event = SupplementAsked(
        number=numbers.next_code(desk),
        missing=missing,
        reason=clean(reason),
        clock=rule_of(desk, dossier, PauseKind.SUPPLEMENT),
    )
    return recorded(desk, dossier_id, event)


def bring_supplement(
    desk: Desk, dossier_id: DossierId, papers: tuple[PaperReceived, ...] = (), note: str = ""
) -> Dossier:
    """What was missing has been brought: the dossier is in work again.

    Raises:
        NothingMissing: no supplement was asked for. DossierEnded, DossierUnknown.
    """
    require(desk, Permission.TAKE_IN)
    dossier = in_work(desk, dossier_id)
    if dossier.status is not DossierStatus.SUPPLEMENT or not dossier.code:
        raise NothingMissing
    asked = [pause.id for pause in dossier.waits if pause.kind is PauseKind.SUPPLEMENT]
    event = SupplementBrought(
        number=asked[-1] if asked else dossier.slip,
        papers=papers,
        due=resumed(desk, dossier, *asked),
        step_due_at=step_resumed(desk, dossier, *asked),
        note=clean(note),
    )
    return recorded(desk, dossier_id, event)


def tell_obligation(desk: Desk, dossier_id: DossierId, what: str, amount: int = 0) -> Dossier:
    """The citizen is told of a financial obligation to meet before work goes on. ``amount`` in đồng; 0 = unknown.

    Raises:
        ReasonMissing: not said what for. QuantityImpossible, DossierEnded, DossierUnknown.
    """
    require(desk, Permission.WORK)
    dossier = in_work(desk, dossier_id)
    if dossier.status is not DossierStatus.RECEIVED or dossier.processing.stage not in RUNNING:
        raise DossierEnded(dossier.status.value)
    if not clean(what):
        raise ReasonMissing
    if amount < 0:
        raise QuantityImpossible("amount", amount)
    event = ObligationTold(
        number=wait_number(desk, dossier_id, "TC", ObligationTold),
        what=clean(what),
        amount=amount,
        clock=rule_of(desk, dossier, PauseKind.OBLIGATION),
    )
    return recorded(desk, dossier_id, event)


def wait_number(desk: Desk, dossier_id: DossierId, letters: str, kind: type[AnyEvent]) -> str:
    """A fresh number of an obligation or consultation, ``"TC2-3"``: the second of the dossier, told at machine 3.

    No other machine gives it, and this one never again: it is counted in the history, in which nothing goes away.
    """
    told = sum(isinstance(one.event, kind) for one in desk.store.log.history(dossier_id))
    return f"{letters}{told + 1}-{desk.store.log.device}"


def meet_obligation(desk: Desk, dossier_id: DossierId, proof: str = "", number: str = "") -> Dossier:
    """The citizen has met it; the only one open need not be named.

    Raises:
        NothingWaited, DossierEnded, DossierUnknown.
    """
    require(desk, Permission.WORK)
    dossier = in_work(desk, dossier_id)
    open_ = [pause.id for pause in dossier.waits if pause.kind is PauseKind.OBLIGATION]
    if number not in open_ and not (not number and len(open_) == 1):
        raise NothingWaited
    which = number or open_[0]
    event = ObligationMet(
        number=which,
        proof=clean(proof),
        due=resumed(desk, dossier, which),
        step_due_at=step_resumed(desk, dossier, which),
    )
    return recorded(desk, dossier_id, event)


def recount_after_edition(desk: Desk) -> int:
    """Count open dossiers anew after an edition was applied, once, also where that was cut short: ``recount_open``."""
    kept = machine_state.recall(desk.store, CalendarBefore)
    if kept is None:
        return 0
    moved = recount_open(desk, kept.calendar, desk.catalogue.version)
    machine_state.forget(desk.store, CalendarBefore)  # cut before this, the next time finds that nothing moves
    return moved


def recount_open(desk: Desk, before: Calendar, edition: str) -> int:
    """Count the dates of open dossiers anew after an edition changed the calendar; a further event for each that moves.

    Each dossier is counted by the one machine that took it in, so that no two desks do it. A date that was agreed with
    the citizen stays; an extension holds.

    Args:
        desk: with the calendar in force now.
        before: the calendar until now.
        edition: its name, for the history.

    Returns:
        How many moved.
    """
    since = _first_change(before, desk.calendar)
    if since is None:
        return 0
    facts: list[tuple[SubjectId, AnyEvent]] = []
    for status in (DossierStatus.RECEIVED, DossierStatus.SUPPLEMENT):
        after: DossierRow | None = None
        while page := desk.store.dossiers.page(status=status, after=after):
            after = page[-1]
            for row in page:
                if row.due_at is None or local(row.due_at).date() < since:
                    continue
                if (again := recounted(desk, row.id, before, edition)) is not None:
                    facts.append((row.id, again))
    if facts:
        desk.store.log.record_all(MACHINE, facts)
    return len(facts)


def recounted(desk: Desk, dossier_id: DossierId, before: Calendar, edition: str) -> DueDateRecomputed | None:
    """The due date by the calendar in force; None = it stays, was agreed, or another machine counts it.

    Of what is decided the date stays: it was kept or not by the calendar of its time.
    """
    dossier = desk.store.log.dossier(dossier_id)
    promised, received_at = dossier.promised, dossier.received_at
    if promised is None or promised.limit is None or received_at is None:
        return None
    counted_at = dossier.counted_at or promised.at
    if dossier.received_on != desk.store.log.device or due(promised.limit, received_at, before).at != counted_at:
        return None
    if dossier.processing.stage not in RUNNING:
        return None
    first = due(promised.limit, received_at, desk.calendar).at
    found = moves(first, promised.limit, dossier.pauses, desk.calendar, dossier.extended)
    now = found[-1].to if found else first
    if dossier.due is None or now == dossier.due.at:
        return None
    again = DueDate(at=now, limit=promised.limit, why=(*promised.why, *(move_sentence(move) for move in found)))
    return DueDateRecomputed(due=again, counted_at=first, edition=edition, reason=_CALENDAR_CHANGED)


def _first_change(before: Calendar, now: Calendar) -> date | None:
    """The first day that counts otherwise; None = all count as before."""
    if before.hours != now.hours:
        return date.min
    return min((day for day in before.days | now.days if before.mark(day) != now.mark(day)), default=None)
