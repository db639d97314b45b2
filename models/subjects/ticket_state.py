"""The states of a ticket: apart from its fold, because the window names them before it folds any."""

from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket is."""

    NEW = "new"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    SKIPPED = "skipped"
    SERVED = "served"
    LEFT = "left"
    CLOSED = "closed"
