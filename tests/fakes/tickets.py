"""What tests ask of a ticket that nobody else does."""

from datetime import datetime, timedelta

from models.subjects.ticket import Ticket
from models.subjects.ticket_state import TicketState


def time_in(ticket: Ticket, state: TicketState, now: datetime) -> timedelta:
    """The sum of all its periods in this state, up to ``now``."""
    return sum((period.length(now) for period in ticket.periods if period.state is state), timedelta())
