"""Pauses of a dossier's clock, and the due date after them.

A pure function of the promise, the pauses and the calendar: the same at every desk and at the hub, whatever order the
pauses are told in. Rules: NĐ 61/2018/NĐ-CP Đ19.4 (a supplement restarts the limit), QĐ 766/QĐ-TTg (the time the
citizen takes is deducted). Which rule holds for which pause is dated data (``catalogue/processes.toml``), stored with
the pause.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.calendar_days import Calendar
from models.calendar.clock import from_local, local, micros
from models.calendar.due_dates import due
from models.procedure import LimitUnit, TimeLimit

_ONE_DAY = timedelta(days=1)


class ClockRule(StrEnum):
    """What a pause does to the limit."""

    RESTART = "restart"
    """Counted from zero when it ends. Where no limit is known, as ``DEDUCT``."""
    DEDUCT = "deduct"
    """The time it lasted is not counted."""
    RUN = "run"
    """Nothing stops."""


class PauseKind(StrEnum):
    """What is waited for."""

    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"
    """A financial obligation of the citizen (nghĩa vụ tài chính)."""
    CONSULTATION = "consultation"
    BUNDLE = "bundle"
    """The result of another part of its bundle."""


class Pause(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One pause.

    Attributes:
        id: number of the slip or request that began it.
        began_at, ended_at: instants; None = still open.
        rule: as in force when it began.
        why: in words: what is waited for.
    """

    id: str
    kind: PauseKind
    rule: ClockRule
    began_at: datetime
    ended_at: datetime | None = None
    why: str = ""


class Extended(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From ``at`` on the due date is ``to``: an extension (mẫu 04), an agreed date, or one that settled a dispute."""

    at: datetime
    to: datetime
    settled: bool = False


class Move(Struct, frozen=True, kw_only=True):
    """One change of the due date by the counting.

    Attributes:
        pause: what caused it; None = an extension, or where ``settled`` what a person said of a dispute.
        amount: days or hours not counted, in the unit of the limit; 0 for a restart or an extension.
        unit: of ``amount``.
    """

    to: datetime
    at: datetime
    pause: Pause | None = None
    amount: float = 0
    unit: LimitUnit = LimitUnit.WORKING_DAYS
    settled: bool = False


def moves(
    promised_at: datetime | None,
    limit: TimeLimit | None,
    pauses: Iterable[Pause],
    calendar: Calendar,
    extended: Iterable[Extended] = (),
) -> tuple[Move, ...]:
    """Every change of the promised date by what has ended so far, oldest first.

    Args:
        promised_at: as on the receipt; None = nothing was promised, and only a restart or an extension gives a date.
        limit: what a restart counts anew; None = unknown.
        pauses: in any order; those still open move nothing yet.
        calendar: of the office that resolves.
        extended: in any order.
    """
    ended = [p for p in pauses if p.rule is not ClockRule.RUN and p.ended_at is not None and p.ended_at > p.began_at]
    restarts = [p for p in ended if p.rule is ClockRule.RESTART and limit is not None]
    told: list[tuple[datetime, int, str, Pause | Extended]] = [(_end(p), 0, p.id, p) for p in restarts]
    told += [(_end(p), 1, p.id, p) for p in _joined(p for p in ended if p not in restarts)]
    told += [(e.at, 3 if e.settled else 2, e.to.isoformat(), e) for e in extended]
    unit = _unit(limit)
    at = promised_at and from_local(promised_at)
    counted_from: datetime | None = None  # the last restart: what was before it counts for nothing
    found = []
    for ended_at, _, _, one in sorted(told, key=lambda each: each[:3]):
        if isinstance(one, Extended):
            at = from_local(one.to)
            found.append(Move(to=at, at=one.at, settled=one.settled))
        elif one in restarts and limit is not None:
            at, counted_from = due(limit, ended_at, calendar).at, ended_at
            found.append(Move(to=at, at=ended_at, pause=one, unit=unit))
        else:
            began_at = one.began_at if counted_from is None else max(one.began_at, counted_from)
            if at is not None and began_at < min(ended_at, at):
                amount = _passed(began_at, ended_at, unit, calendar)
                at = _later(at, amount, unit, calendar)
                found.append(Move(to=at, at=ended_at, pause=one, amount=amount, unit=unit))
    return tuple(found)


def due_after(
    promised_at: datetime | None,
    limit: TimeLimit | None,
    pauses: Iterable[Pause],
    calendar: Calendar,
    extended: Iterable[Extended] = (),
) -> datetime | None:
    """The due date now; see ``moves``."""
    found = moves(promised_at, limit, pauses, calendar, extended)
    return found[-1].to if found else promised_at


def stopped_since(pauses: Iterable[Pause], due_at: datetime | None) -> datetime | None:
    """Since when the clock stands still; None = it runs. A pause that began after the due date stops nothing."""
    open_ = [
        p.began_at
        for p in pauses
        if p.ended_at is None
        and p.rule is not ClockRule.RUN
        and (due_at is None or micros(p.began_at) <= micros(due_at))
    ]
    return min(open_, default=None)


def working_hours_between(start: datetime, end: datetime, calendar: Calendar) -> float:
    """Hours of working time from one instant to another; negative when ``end`` is the earlier one."""
    if end < start:
        return -working_hours_between(end, start, calendar)
    return calendar.work_between(start, end, timedelta.max) / timedelta(hours=1)


def _unit(limit: TimeLimit | None) -> LimitUnit:
    """In what a pause is deducted: a limit of less than a day is counted in hours (half a day is four)."""
    if limit is None:
        return LimitUnit.WORKING_DAYS
    days = limit.unit in {LimitUnit.WORKING_DAYS, LimitUnit.DAYS}
    return LimitUnit.WORKING_HOURS if days and 0 < limit.amount < 1 and not limit.same_day else limit.unit


def _end(pause: Pause) -> datetime:
    return pause.ended_at or pause.began_at


def _joined(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses that overlap as one, named by the first of them: what they share is deducted once."""
    joined: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: (p.began_at, _end(p), p.id)):
        if joined and pause.began_at <= _end(joined[-1]):
            joined[-1] = replace(joined[-1], ended_at=max(_end(joined[-1]), _end(pause)))
        else:
            joined.append(pause)
    return joined


def _passed(start: datetime, end: datetime, unit: LimitUnit, calendar: Calendar) -> float:
    """What a pause takes from the counting, in the limit's own unit: whole days where the limit counts days."""
    first, last = local(start).date(), local(end).date()
    match unit:
        case LimitUnit.WORKING_DAYS:
            return sum(calendar.is_working(day) for day in _days(first, last))
        case LimitUnit.DAYS:
            return (last - first).days
        case LimitUnit.WORKING_HOURS:
            return working_hours_between(start, end, calendar)
        case LimitUnit.HOURS:
            return (end - start) / timedelta(hours=1)


def _days(first: date, last: date) -> Iterable[date]:
    """Days after the first one, up to the last."""
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def _later(at: datetime, amount: float, unit: LimitUnit, calendar: Calendar) -> datetime:
    """A due date moved on by so much."""
    if not amount:
        return at
    wall = local(at).replace(tzinfo=None)
    match unit:
        case LimitUnit.WORKING_DAYS:
            day = wall.date()
            for _ in range(int(amount)):
                day = calendar.next_working(day)
            return from_local(_same_time(wall, day, calendar))
        case LimitUnit.DAYS:
            day = wall.date() + timedelta(days=int(amount))
            if not calendar.is_working(day):
                day = calendar.next_working(day)
            return from_local(_same_time(wall, day, calendar))
        case LimitUnit.WORKING_HOURS:
            return due(TimeLimit(amount=amount, unit=unit), at, calendar).at
        case LimitUnit.HOURS:
            return from_local(calendar.in_working_time(wall + timedelta(hours=amount)))


def _same_time(wall: datetime, day: date, calendar: Calendar) -> datetime:
    """The same time of another working day; its closing where the old time was closing, or nobody works then."""
    sessions = calendar.sessions(day)
    was_closing = bool(calendar.sessions(wall.date())) and wall == calendar.end_of(wall.date())
    if was_closing or not any(s.opens <= wall.time() <= s.closes for s in sessions):
        return calendar.end_of(day)
    return datetime.combine(day, wall.time())
