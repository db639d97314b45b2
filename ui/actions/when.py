"""Conditions under which an action is enabled, evaluated on the current context."""

from collections.abc import Callable

from models.subjects.ticket_state import TicketState
from ui.actions.context import ActContext


def always(context: ActContext) -> bool:
    """In every context, the first hour too."""
    del context
    return True


def desk_open(context: ActContext) -> bool:
    """The desk is open, whatever page is in front."""
    return context.open


def not_setting_up(context: ActContext) -> bool:
    """Anywhere but in the first hour."""
    return context.page != "setup"


def at_keys(context: ActContext) -> bool:
    """The sheet of keys is in front, and there is a desk to print it for."""
    return context.open and context.page == "keys"


def working(context: ActContext) -> bool:
    """The desk is open and set up."""
    return context.open and not_setting_up(context)


def training(context: ActContext) -> bool:
    """Nothing here is real."""
    return context.training


def training_works(context: ActContext) -> bool:
    """Nothing here is real, and the desk is open."""
    return context.training and working(context)


# ---- at the counter --------------------------------------------------------------------------------------


def at_counter(context: ActContext) -> bool:
    """The counter is in front."""
    return context.open and context.page == "counter"


def begun(context: ActContext) -> bool:
    """The intake form holds something."""
    return at_counter(context) and context.begun


def taken_on_the_spot(context: ActContext) -> bool:
    """What was taken in last can be signed and returned now, and nothing else is begun."""
    return at_counter(context) and context.taken_on_the_spot and not context.begun


def form_begun(context: ActContext) -> bool:
    """The intake form holds something, and no sheet is in front."""
    return begun(context) and not context.sheet and not context.line_sheet


def online_chosen(context: ActContext) -> bool:
    """Likewise, and its procedure can be filed online."""
    return form_begun(context) and context.online


def intake_owes(context: ActContext) -> bool:
    """Likewise, and something is to be paid of it."""
    return form_begun(context) and context.owed


def slip_open(context: ActContext) -> bool:
    """The sheet of a supplement or a refusal is in front."""
    return at_counter(context) and context.sheet == "slip" and not context.line_sheet


def bulk_open(context: ActContext) -> bool:
    """The sheet of a list is in front."""
    return at_counter(context) and context.sheet == "bulk" and not context.line_sheet


def listed(context: ActContext) -> bool:
    """A list of people is being taken in."""
    return at_counter(context) and context.listed


def hinted(context: ActContext) -> bool:
    """There is something noticed to be taken or left."""
    return at_counter(context) and context.hints


def _ticket(*states: TicketState | None) -> Callable[[ActContext], bool]:
    return lambda context: at_counter(context) and context.here in states


called = _ticket(TicketState.CALLED)
"""Who was called has not come yet."""

serving = _ticket(TicketState.SERVING)
"""Somebody stands here."""

called_or_serving = _ticket(TicketState.CALLED, TicketState.SERVING)
"""This counter holds a number."""

_nobody_or_serving = _ticket(None, TicketState.SERVING)


def somebody_waits(context: ActContext) -> bool:
    """Somebody may be called."""
    return _nobody_or_serving(context) and context.waiting > 0


def bundle_open(context: ActContext) -> bool:
    """The sheet of several matters is in front."""
    return at_counter(context) and context.sheet == "bundle" and not context.line_sheet


def line_sheet_open(context: ActContext) -> bool:
    """A new number, a move or a hold is being filled in."""
    return at_counter(context) and context.line_sheet


# ---- dossiers --------------------------------------------------------------------------------------------


def at_dossiers(context: ActContext) -> bool:
    """The list of dossiers is in front."""
    return context.open and context.page == "dossiers"


# ---- other pages -----------------------------------------------------------------------------------------


def adds(context: ActContext) -> bool:
    """A list to which lines are added is in front."""
    return context.adds


def at_papers(context: ActContext) -> bool:
    """The papers not printed yet are in front."""
    return context.open and context.page == "papers"


def at_health(context: ActContext) -> bool:
    """The health page is in front."""
    return context.open and context.page == "health"


def at_recover(context: ActContext) -> bool:
    """The groups of the recovery sheet are asked for."""
    return context.page == "recover"


def clock_doubted(context: ActContext) -> bool:
    """The clock stands against giving out numbers, and the health page is in front."""
    return at_health(context) and context.clock_doubted


def joined(context: ActContext) -> bool:
    """The province's page is in front, and this machine belongs to a hub."""
    return context.open and context.page == "province" and context.joined


def held(context: ActContext) -> bool:
    """The province keeps events apart."""
    return joined(context) and context.held > 0


def manages_clerks(context: ActContext) -> bool:
    """The accounts are in front, for somebody who may change them."""
    return context.open and context.page == "clerks" and context.manages


def only_own_pin(context: ActContext) -> bool:
    """The accounts are in front, for somebody who may change the own PIN alone."""
    return context.open and context.page == "clerks" and not context.manages


def at_settings(context: ActContext) -> bool:
    """The settings are in front."""
    return context.page == "settings"


def at_crash(context: ActContext) -> bool:
    """The page of our bugs is in front."""
    return context.page == "crash"


def reported(context: ActContext) -> bool:
    """There is a report of a bug, in front."""
    return at_crash(context) and context.reported


def at_step(context: ActContext) -> bool:
    """The first hour asks something."""
    return context.page == "setup" and context.step in {"essential", "other"}


def at_other_step(context: ActContext) -> bool:
    """The first hour asks what may wait."""
    return context.page == "setup" and context.step == "other"
