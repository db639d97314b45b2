"""What kiosk and board show, computed from today's tickets. Read only; no names."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk.desk import Desk
from desk.hall.hall import AtCounter, Board, Call, KioskOffer, OfferedService, Waiting
from desk.line import waiting
from desk.offered_procedures import offered
from desk.offered_procedures import services as services_here
from desk.settings import Service
from desk.special_days.special_days import day_lines
from models.calendar.clock import from_local, local
from models.ids import CounterId
from models.subjects.ticket import AT_COUNTER, Announced, Ticket
from models.subjects.ticket_state import TicketState

CALLS_ON_BOARD = 8
"""Calls on the board."""

NEXT = 4
"""Numbers shown as next of a service."""


def kiosk_offer(desk: Desk) -> KioskOffer:
    """The services offered now."""
    line = waiting.everybody(desk)
    return KioskOffer(
        office=desk.settings.office.unit.name,
        services=tuple(
            OfferedService(
                id=service.id,
                name=service.name,
                english=service.english or service.name,
                about=_about(desk, service.id),
                waiting=len(_for(line, service)),
            )
            for service in _offered(desk)
        ),
        opens_at=opens_at(desk),
        pin=desk.settings.hall.kiosk_pin,
        today=day_lines(desk),
    )


def board(desk: Desk) -> Board:
    """The board: numbers now at a counter, none that is done, absent or on hold.

    ``say`` holds all of today's calls of this desk, to be filtered by the caller.
    """
    tickets = waiting.today(desk)
    line = waiting.everybody(desk, tickets)
    calls = sorted(
        ((aloud, call) for ticket in tickets for aloud, call in _calls(ticket)),
        key=lambda pair: (pair[0].at, pair[1].n),
    )
    at_counters = {ticket.number for ticket in tickets if ticket.state in AT_COUNTER}
    shown: dict[str, Call] = {}
    for _, call in reversed(calls):
        if call.number in at_counters:
            shown.setdefault(call.number, call)
    own = sorted((call for aloud, call in calls if aloud.device == desk.settings.device.number), key=lambda c: c.n)
    return Board(
        office=desk.settings.office.unit.name,
        now=desk.clock(),
        calls=tuple(shown.values())[:CALLS_ON_BOARD],
        counters=_counters(tickets),
        waiting=tuple(
            Waiting(
                service=service.name,
                english=service.english or service.name,
                count=len(those),
                next=tuple(ticket.number for ticket in those[:NEXT]),
            )
            for service in desk.settings.waiting.services
            for those in [_for(line, service)]
        ),
        notices=(*day_lines(desk), *desk.settings.hall.notices),
        say=tuple(own),
        heard=own[-1].n if own else 0,
        opens_at=opens_at(desk),
    )


def opens_at(desk: Desk) -> datetime | None:
    """When tickets are issued again; None = now (from ``early_minutes`` before opening).

    A training desk never closes: one trains in the evening.
    """
    if desk.training:
        return None
    wall = local(desk.clock()).replace(tzinfo=None)
    early = timedelta(minutes=desk.settings.hall.early_minutes)
    opening = desk.calendar.in_working_time(wall)
    return None if opening - early <= wall else from_local(opening - early)


def _offered(desk: Desk) -> list[Service]:
    """The kiosk's services in order, limited to those with procedures offered here.

    A name in the settings that is no service any more is left out; when nothing of it is left, all are offered.
    """
    services = {service.id: service for service in services_here(desk.catalogue, desk.settings)}
    chosen = desk.settings.hall.kiosk_services
    return [services[id_] for id_ in chosen if id_ in services] or list(services.values())


def _about(desk: Desk, service: str) -> tuple[str, ...]:
    """The catalogue fields of a service, limited to procedures offered here."""
    taken = offered(desk.catalogue, desk.settings)
    return tuple(dict.fromkeys(procedure.field for procedure in taken if procedure.service == service))


def _for(line: Sequence[Ticket], service: Service) -> list[Ticket]:
    return [ticket for ticket in line if ticket.service == service.id]


def _calls(ticket: Ticket) -> list[tuple[Announced, Call]]:
    """The spoken calls of a ticket; "again" = to the same counter as the call before."""
    found = []
    before: CounterId | None = None
    for aloud in ticket.announced:
        call = Call(
            n=aloud.clock,
            number=ticket.number,
            counter=aloud.counter,
            at=aloud.at,
            again=aloud.counter == before,
            priority=ticket.priority is not None,
        )
        before = aloud.counter
        found.append((aloud, call))
    return found


def _counters(tickets: Sequence[Ticket]) -> tuple[AtCounter, ...]:
    there = [
        AtCounter(counter=ticket.counter, number=ticket.number, state=TicketState(ticket.state))
        for ticket in tickets
        if ticket.state in AT_COUNTER and ticket.counter is not None
    ]
    return tuple(sorted(there, key=lambda one: (len(one.counter), one.counter)))
