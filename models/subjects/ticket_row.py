"""A ticket's row in the waiting line. A new shape needs a new version in ``store.projections.ticket``."""

from datetime import date

from msgspec import Struct

from models.ids import TicketId
from models.subjects.folding import MOST
from models.subjects.ticket import GROWING, OPEN, Ticket


class TicketRow(Struct, frozen=True, kw_only=True):
    """One line of the waiting line. The fold rides along, with ``MOST`` of what grows."""

    id: TicketId
    day: date
    number: str
    open: bool
    ticket: Ticket


def ticket_row(ticket: Ticket) -> TicketRow:
    """The waiting line's view of a ticket. One of which only the later life has arrived is not open yet."""
    is_open = ticket.state in OPEN and bool(ticket.number)
    for growing in GROWING:
        grown = growing.of(ticket)
        if len(grown) > MOST:
            ticket = growing.put(ticket, grown[-MOST:])
    return TicketRow(id=ticket.id, day=ticket.day, number=ticket.number, open=is_open, ticket=ticket)
