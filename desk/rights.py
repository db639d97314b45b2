"""Who may do what: one table of verbs and roles. Every verb of the desk asks it first.

What nobody in particular does (a ticket from the kiosk, a backup by the clock) is in no row of it.
"""

from enum import StrEnum

from desk.desk import Desk
from models.clerk import Role
from models.not_allowed import NobodySignedIn, RoleForbids


class Verb(StrEnum):
    """What somebody at a desk does."""

    RUN_LINE = "run_line"
    """Call, serve, skip, hold, move and finish numbers."""
    TAKE_IN = "take_in"
    ASK_SUPPLEMENT = "ask_supplement"
    REFUSE = "refuse"
    READ = "read"
    """Search, and open citizens' files."""
    ATTACH = "attach"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    TAKE_FEE = "take_fee"
    PRINT = "print"
    VOID = "void"
    """Ask that what was entered by mistake be voided; a second person confirms."""
    POSTPONE = "postpone"
    """Ask for a later appointment; a second person confirms."""
    CONFIRM = "confirm"
    """Be the second person of an exception."""
    CARRY = "carry"
    """Take batches to the province on a stick, send, compare."""
    SET_UP = "set_up"
    """Change settings, join the province."""
    MANAGE_CLERKS = "manage_clerks"
    KEEP = "keep"
    """Back up by hand, restore, change the key, print the recovery sheet."""


_C, _L, _P, _V, _A = Role.CLERK, Role.LEADER, Role.POSTAL, Role.VISITOR, Role.ADMIN

TABLE: dict[Verb, frozenset[Role]] = {
    Verb.RUN_LINE: frozenset({_C, _L, _P}),
    Verb.TAKE_IN: frozenset({_C, _L, _P, _V}),
    Verb.ASK_SUPPLEMENT: frozenset({_C, _L, _P, _V}),
    Verb.REFUSE: frozenset({_C, _L}),
    Verb.READ: frozenset({_C, _L, _P, _V}),
    Verb.ATTACH: frozenset({_C, _L, _P, _V}),
    Verb.CORRECT: frozenset({_C, _L}),
    Verb.WITHDRAW: frozenset({_C, _L}),
    Verb.HAND_OVER: frozenset({_C, _L, _P, _V}),
    Verb.TAKE_FEE: frozenset({_C, _L, _P, _V}),
    Verb.PRINT: frozenset({_C, _L, _P, _V}),
    Verb.VOID: frozenset({_C, _L}),
    Verb.POSTPONE: frozenset({_C, _L}),
    Verb.CONFIRM: frozenset({_L}),
    Verb.CARRY: frozenset({_C, _L, _A}),
    Verb.SET_UP: frozenset({_A}),
    Verb.MANAGE_CLERKS: frozenset({_A}),
    Verb.KEEP: frozenset({_A}),
}


def may(desk: Desk, verb: Verb) -> bool:
    """Whether who works here now may do this."""
    return desk.clerk is not None and bool(desk.clerk.roles & TABLE[verb])


def require(desk: Desk, verb: Verb) -> None:
    """Go on only if who works here now may do this.

    Raises:
        NobodySignedIn: the desk is locked.
        RoleForbids: with the roles that may.
    """
    if desk.clerk is None:
        raise NobodySignedIn
    if not may(desk, verb):
        raise RoleForbids(verb.value, tuple(role for role in Role if role in TABLE[verb]))
