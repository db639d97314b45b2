"""The waiting line: which ticket is called next, and how a ticket moves on.

Priority by law (Luật Người cao tuổi, Luật Người khuyết tật, Pháp lệnh Ưu đãi người có công with sisters) and
appointments whose time has come go first, but after ``priority_run`` such calls in a row a counter calls one ordinary
ticket. Of the two, priority goes before appointments, but after ``priority_run`` of them in a row one appointment goes.
So none waits for ever, whoever comes: ``docs/hen-lich.md``. Who comes before the time of an appointment waits like any
other until then.
A ticket called to a counter belongs to it: only that counter's verbs move it on.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import takewhile
from typing import TypeVar

from msgspec import Struct

from desk import limits, numbers
from desk.desk import Desk
from desk.rights import Permission, require
from models.events import (
    OFFICE_SLOTS,
    AnyEvent,
    LinePlace,
    Priority,
    ServingStarted,
    TicketCalled,
    TicketCalledAgain,
    TicketClosedAtDayEnd,
    TicketHeld,
    TicketIssued,
    TicketLeft,
    TicketMoved,
    TicketNearing,
    TicketReturnedToLine,
    TicketServed,
    TicketSkipped,
)
from models.ids import CounterId, SubjectId, TicketId, new_ticket_id
from models.not_allowed import (
    CounterBusy,
    NobodyWaiting,
    OfOneVerb,
    ServiceUnknown,
    TicketElsewhere,
    TicketNotThere,
    TicketUnknown,
)
from models.subjects.ticket import AT_COUNTER, OPEN, Ticket
from models.subjects.ticket_state import TicketState
from models.text import clean, name_key, phone_key

T = TypeVar("T")

NEAR = 3
"""So many wait before a number when its owner is told."""


class NumbersDrawn(OfOneVerb):
    """This person has drawn as many numbers today as the office gives one person."""

    def __init__(self, most: int, drawn: Sequence[str]) -> None:
        super().__init__(most, tuple(drawn))
        self.sentence = (
            f"Hôm nay người này đã lấy {', '.join(drawn)}; mỗi người lấy nhiều nhất {most} số một ngày. "
            "Trùng họ tên thì công chức lấy số giúp, có ghi điện thoại."
        )


class LineView(Struct, frozen=True, kw_only=True):
    """The line as one counter sees it; every list in the order it will be worked off.

    Attributes:
        here: called or served at this counter.
        waiting: who this counter would call, in that order.
        not_for_here: who waits for another service or is kept for another counter; may be called by number.
        elsewhere: called or served at another counter.
        served: how many are done today.
    """

    here: Ticket | None
    waiting: tuple[Ticket, ...]
    not_for_here: tuple[Ticket, ...]
    held: tuple[Ticket, ...]
    skipped: tuple[Ticket, ...]
    elsewhere: tuple[Ticket, ...]
    served: int


def line(desk: Desk) -> LineView:
    """The line of today at this counter."""
    tickets = _today(desk)
    here = [t for t in tickets if t.state in AT_COUNTER and t.counter == desk.settings.device.counter]
    waiting = _in_turn(desk, tickets)
    return LineView(
        here=here[0] if here else None,
        waiting=tuple(waiting),
        not_for_here=tuple(t for t in tickets if t.state is TicketState.WAITING and t not in waiting),
        held=tuple(t for t in tickets if t.state is TicketState.HELD),
        skipped=tuple(t for t in tickets if t.state is TicketState.SKIPPED),
        elsewhere=tuple(t for t in tickets if t.state in AT_COUNTER and t not in here[:1]),
        served=sum(1 for t in tickets if t.state is TicketState.SERVED),
    )


def issue(
    desk: Desk,
    services: Sequence[str],
    priority: Priority | None = None,
    name: str = "",
    *,
    phone: str = "",
    booked_for: datetime | None = None,
    also: "Callable[[TicketId], Sequence[tuple[SubjectId, AnyEvent]]] | None" = None,
) -> Ticket:
    """Issue the next ticket number of this machine's letter for one or more services, served in this order.

    Args:
        desk: open.
        services: at least one.
        priority: by law.
        name: printed on the slip.
        phone: of its owner, who is told when few wait before it.
        booked_for: beginning of the slot of an appointment whose owner came in time.
        also: what else happened with it, in the same transaction (the arrival of whoever had booked).

    Raises:
        WorkStopped: the ticket would bear a wrong date or might not be stored.
        ServiceUnknown
        NumbersDrawn: this person has as many of today as the office gives one; an appointment's counts for none.
    """
    limits.check(desk)
    known = {service.id for service in desk.settings.waiting.services}
    for service in services:
        if service not in known:
            raise ServiceUnknown(service)
    if not services:
        raise ServiceUnknown("")
    if also is None:
        _check_drawn(desk, name, phone)
    number = f"{desk.settings.device.letter}{numbers.next_ticket(desk, last_number(desk) + 1):03d}"
    id_ = new_ticket_id()
    event = TicketIssued(
        number=number,
        day=desk.today,
        services=tuple(dict.fromkeys(services)),
        priority=priority,
        name=clean(name),
        phone=clean(phone),
        booked_for=booked_for,
    )
    desk.store.log.record_all(desk.by, [(id_, event), *(also(id_) if also else ())])
    return desk.store.log.ticket(id_)


def last_number(desk: Desk) -> int:
    """The highest number that this machine is known to have given out today; 0 = none."""
    letter = desk.settings.device.letter
    return max((int(t.number[len(letter) :]) for t in _today(desk) if _is_of(letter, t.number)), default=0)


def call_next(desk: Desk) -> Ticket:
    """Call the next ticket in turn. A ticket still being served here is finished first.

    Raises:
        CounterBusy: someone was called here and has neither come nor been skipped.
        NobodyWaiting: the line for this counter is empty (what was being served stays so).
    """
    require(desk, Permission.RUN_LINE)
    view = line(desk)
    _require_free(desk, view, serving_too=False)
    if not view.waiting:
        raise NobodyWaiting
    if view.here is not None:
        finish(desk, view.here.id)
        # The finished ticket may have a next service; in its old turn it may well be the next one to call.
        view = line(desk)
    called = _record(desk, view.waiting[0].id, TicketCalled(counter=desk.settings.device.counter))
    _tell_near(desk)
    return called


def call_one(desk: Desk, number: str) -> Ticket:
    """Call one number out of turn: waiting, held or skipped before."""
    require(desk, Permission.RUN_LINE)
    _require_free(desk, line(desk), serving_too=True)
    ticket = by_number(desk, number)
    _require(desk, ticket, {TicketState.WAITING, TicketState.HELD, TicketState.SKIPPED})
    called = _record(desk, ticket.id, TicketCalled(counter=desk.settings.device.counter, by_number=True))
    _tell_near(desk)
    return called


def call_again(desk: Desk, ticket: TicketId) -> Ticket:
    """Repeat the call aloud."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), {TicketState.CALLED})
    return _record(desk, ticket, TicketCalledAgain(counter=desk.settings.device.counter))


def serve(desk: Desk, ticket: TicketId) -> Ticket:
    """Mark the ticket as being served: the citizen has come to the counter."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), {TicketState.CALLED})
    return _record(desk, ticket, ServingStarted(counter=desk.settings.device.counter))


def skip(desk: Desk, ticket: TicketId) -> Ticket:
    """Mark as absent after a call; the ticket stays listed and can be called or returned later."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), {TicketState.CALLED})
    return _record(desk, ticket, TicketSkipped(counter=desk.settings.device.counter))


def hold(desk: Desk, ticket: TicketId, reason: str = "") -> Ticket:
    """Put on hold while the citizen fills in a form or fetches a copy."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), AT_COUNTER)
    return _record(desk, ticket, TicketHeld(counter=desk.settings.device.counter, reason=reason))


def return_to_line(desk: Desk, ticket: TicketId, place: LinePlace = LinePlace.AS_BEFORE) -> Ticket:
    """Return a ticket to the waiting ones, at its old turn or at the end."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), OPEN - {TicketState.WAITING})
    return _record(desk, ticket, TicketReturnedToLine(place=place))


def move(desk: Desk, ticket: TicketId, service: str = "", counter: CounterId | None = None) -> Ticket:
    """Move a ticket to another service, or to one counter, or both; it keeps its turn."""
    require(desk, Permission.RUN_LINE)
    if service and service not in {known.id for known in desk.settings.waiting.services}:
        raise ServiceUnknown(service)
    _require(desk, desk.store.log.ticket(ticket), OPEN)
    return _record(desk, ticket, TicketMoved(service=service, counter=counter))


def left(desk: Desk, ticket: TicketId) -> Ticket:
    """Close a ticket whose citizen has left."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), OPEN)
    return _record(desk, ticket, TicketLeft())


def finish(desk: Desk, ticket: TicketId) -> Ticket:
    """Finish the current service; if the ticket has another, it waits for that one."""
    require(desk, Permission.RUN_LINE)
    _require(desk, desk.store.log.ticket(ticket), {TicketState.SERVING})
    return _record(desk, ticket, TicketServed(counter=desk.settings.device.counter))


def roll_over(desk: Desk) -> tuple[Ticket, ...]:
    """Close tickets left open by earlier days; runs at midnight and at each start."""
    stale = desk.store.tickets.open_before(desk.today)
    return tuple(_record(desk, row.id, TicketClosedAtDayEnd()) for row in stale)


def by_number(desk: Desk, number: str) -> Ticket:
    """Today's ticket of this number, however it was typed ("a12", "A012")."""
    wanted = _spelled(number)
    for ticket in _today(desk):
        if _spelled(ticket.number) == wanted:
            return ticket
    raise TicketUnknown(number)


def ahead_of(desk: Desk, ticket: Ticket) -> int:
    """How many waiting tickets come before this one."""
    order = [t.id for t in everybody(desk)]
    return order.index(ticket.id) if ticket.id in order else 0


def today(desk: Desk) -> list[Ticket]:
    """All of today's tickets, by turn."""
    return _today(desk)


def everybody(desk: Desk, tickets: Sequence[Ticket] | None = None) -> list[Ticket]:
    """Today's waiting tickets of all services and counters, by turn, priority first.

    ``tickets``: today's, if already read.
    """
    return _in_turn(desk, _today(desk) if tickets is None else tickets, everyone=True)


def fair_order(ordinary: Sequence[T], priority: Sequence[T], *, most: int, run: int) -> list[T]:
    """Priority first, but one ordinary ticket after ``most`` of them in a row; ``run`` = in a row so far."""
    order: list[T] = []
    first, then = deque(priority), deque(ordinary)
    while first or then:
        if first and (run < most or not then):
            order.append(first.popleft())
            run += 1
        else:
            order.append(then.popleft())
            run = 0
    return order


def _in_turn(desk: Desk, tickets: Sequence[Ticket], *, everyone: bool = False) -> list[Ticket]:
    """Waiting tickets in the order in which this counter would call them."""
    serves = desk.settings.device.serves
    counter = desk.settings.device.counter
    waiting = [
        t
        for t in tickets
        if t.state is TicketState.WAITING
        and (everyone or not serves or t.service in serves)
        and (everyone or t.kept_for in {None, counter})
    ]
    waiting.sort(key=lambda t: (t.turn, t.number))
    most, calls = desk.settings.waiting.priority_run, _latest_calls(tickets, counter)
    return merged(waiting, calls, now=desk.clock(), most=most)


def merged(waiting: Sequence[Ticket], calls: Sequence[Ticket], *, now: datetime, most: int) -> list[Ticket]:
    """Waiting tickets, given by turn, in the order in which they are called.

    Args:
        waiting: of all kinds.
        calls: of the counter's calls by turn, the latest first, whose each was.
        now: appointments of later do not count as such yet.
        most: ``priority_run``.
    """
    first = [t for t in waiting if t.priority]
    booked = [t for t in waiting if not t.priority and t.booked_for is not None and t.booked_for <= now]
    booked.sort(key=lambda t: (t.booked_for, t.turn, t.number))
    front = fair_order(booked, first, most=most, run=_run(calls, lambda t: bool(t.priority), among=_is_front))
    rest = [t for t in waiting if t not in front] if front else list(waiting)
    return fair_order(rest, front, most=most, run=_run(calls, _is_front))


def _is_front(ticket: Ticket) -> bool:
    return ticket.priority is not None or ticket.booked_for is not None


def _latest_calls(tickets: Sequence[Ticket], counter: CounterId) -> list[Ticket]:
    """Whose this counter's calls by turn were, the latest first.

    Of one counter, for another may serve services where nobody has priority: its calls would begin the run anew
    each time, and the ordinary tickets here would never go.
    """
    calls = [(clock, t.number, t) for t in tickets for clock, at in t.calls if at == counter]
    return [one for _, _, one in sorted(calls, key=lambda call: call[:2], reverse=True)]


def _run(
    calls: Sequence[Ticket], counts: Callable[[Ticket], bool], *, among: Callable[[Ticket], bool] = lambda _: True
) -> int:
    """How many of the latest calls count, without another one between; those not ``among`` are passed over."""
    return sum(1 for _ in takewhile(counts, filter(among, calls)))


def _tell_near(desk: Desk) -> None:
    """Note for whom few wait, of those who left a telephone number: the province tells each of them once."""
    tickets = _today(desk)
    if not any(t.phone and not t.told_near and t.state is TicketState.WAITING for t in tickets):
        return
    for ahead, ticket in enumerate(everybody(desk, tickets)[: NEAR + 1]):
        if ticket.phone and not ticket.told_near:
            desk.store.log.record(ticket.id, desk.by, TicketNearing(ahead=ahead))


def _check_drawn(desk: Desk, name: str, phone: str) -> None:
    """Whoever has left a telephone is known by it, whoever has none by name; a number without both is anybody's."""
    if not (name or phone):
        return
    from models.store.projections.appointments.slot_rules import SLOT_RULES  # noqa: PLC0415 - where somebody is named

    limits_ = desk.store.log.subject(SLOT_RULES, OFFICE_SLOTS).limits
    most = limits_.drawn_per_person if limits_ is not None else 0
    if not most:
        return
    drawn = [
        one.number
        for one in _today(desk)
        if one.booked_for is None and one.state is not TicketState.LEFT and _same_person(one, name, phone)
    ]
    if len(drawn) >= most:
        raise NumbersDrawn(most, drawn)


def _same_person(ticket: Ticket, name: str, phone: str) -> bool:
    if phone_key(phone) or phone_key(ticket.phone):
        return phone_key(phone) == phone_key(ticket.phone)
    return bool(name_key(name)) and name_key(name) == name_key(ticket.name)


def _today(desk: Desk) -> list[Ticket]:
    tickets = (row.ticket for row in desk.store.tickets.of_day(desk.today))
    return sorted(tickets, key=lambda t: (t.turn, t.number))


def _record(desk: Desk, ticket: TicketId, event: AnyEvent) -> Ticket:
    desk.store.log.record(ticket, desk.by, event)
    return desk.store.log.ticket(ticket)


def _require(desk: Desk, ticket: Ticket, states: Collection[TicketState]) -> None:
    """The ticket is in one of these states and, where it stands at a counter, it stands at this one."""
    if not ticket.number:
        raise TicketUnknown(ticket.id)
    if ticket.state not in states:
        raise TicketNotThere(ticket.number, ticket.state.value, ", ".join(sorted(states)))
    if ticket.state in AT_COUNTER and ticket.counter not in {None, desk.settings.device.counter}:
        raise TicketElsewhere(ticket.number, ticket.counter or "")


def _require_free(desk: Desk, view: LineView, *, serving_too: bool) -> None:
    here = view.here
    if here is not None and (serving_too or here.state is TicketState.CALLED):
        raise CounterBusy(desk.settings.device.counter, here.number)


def _is_of(letter: str, number: str) -> bool:
    return number.startswith(letter) and number[len(letter) :].isdigit()


def _spelled(number: str) -> str:
    """``"a12" -> "A12"``, ``"A012" -> "A12"``: letter and number without leading zeros."""
    bare = number.strip().upper()
    letters = bare.rstrip("0123456789")
    return letters + bare[len(letters) :].lstrip("0")
