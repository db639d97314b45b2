"""Conditions under which an action is enabled, evaluated on the current scene."""

from collections.abc import Callable

from models.subjects.ticket import State
from ui.actions.scene import ActContext


def always(scene: ActContext) -> bool:
    """In every scene, the first hour too."""
    del scene
    return True


def desk_open(scene: ActContext) -> bool:
    """The desk is open, whatever page is in front."""
    return scene.open


def not_setting_up(scene: ActContext) -> bool:
    """Anywhere but in the first hour."""
    return scene.page != "setup"


def at_keys(scene: ActContext) -> bool:
    """The sheet of keys is in front, and there is a desk to print it for."""
    return scene.open and scene.page == "keys"


def working(scene: ActContext) -> bool:
    """The desk is open and set up."""
    return scene.open and not_setting_up(scene)


def training(scene: ActContext) -> bool:
    """Nothing here is real."""
    return scene.training


def training_works(scene: ActContext) -> bool:
    """Nothing here is real, and the desk is open."""
    return scene.training and working(scene)


# ---- at the counter --------------------------------------------------------------------------------------


def at_counter(scene: ActContext) -> bool:
    """The counter is in front."""
    return scene.open and scene.page == "counter"


def begun(scene: ActContext) -> bool:
    """The intake form holds something."""
    return at_counter(scene) and scene.begun


def form_begun(scene: ActContext) -> bool:
    """The intake form holds something, and no sheet is in front."""
    return begun(scene) and not scene.sheet and not scene.line_sheet


def slip_open(scene: ActContext) -> bool:
    """The sheet of a supplement or a refusal is in front."""
    return at_counter(scene) and scene.sheet == "slip" and not scene.line_sheet


def bulk_open(scene: ActContext) -> bool:
    """The sheet of a list is in front."""
    return at_counter(scene) and scene.sheet == "bulk" and not scene.line_sheet


def listed(scene: ActContext) -> bool:
    """A list of people is being taken in."""
    return at_counter(scene) and scene.listed


def hinted(scene: ActContext) -> bool:
    """There is something noticed to be taken or left."""
    return at_counter(scene) and scene.hints


def _ticket(*states: State | None) -> Callable[[ActContext], bool]:
    return lambda scene: at_counter(scene) and scene.here in states


called = _ticket(State.CALLED)
"""Who was called has not come yet."""

serving = _ticket(State.SERVING)
"""Somebody stands here."""

called_or_serving = _ticket(State.CALLED, State.SERVING)
"""This counter holds a number."""

_nobody_or_serving = _ticket(None, State.SERVING)


def somebody_waits(scene: ActContext) -> bool:
    """Somebody may be called."""
    return _nobody_or_serving(scene) and scene.waiting > 0


def line_sheet_open(scene: ActContext) -> bool:
    """A new number, a move or a hold is being filled in."""
    return at_counter(scene) and scene.line_sheet


# ---- dossiers --------------------------------------------------------------------------------------------


def at_dossiers(scene: ActContext) -> bool:
    """The list of dossiers is in front."""
    return scene.open and scene.page == "dossiers"


# ---- other pages -----------------------------------------------------------------------------------------


def adds(scene: ActContext) -> bool:
    """A list to which lines are added is in front."""
    return scene.adds


def at_papers(scene: ActContext) -> bool:
    """The papers not printed yet are in front."""
    return scene.open and scene.page == "papers"


def at_health(scene: ActContext) -> bool:
    """The health page is in front."""
    return scene.open and scene.page == "health"


def at_recover(scene: ActContext) -> bool:
    """The groups of the recovery sheet are asked for."""
    return scene.page == "recover"


def clock_doubted(scene: ActContext) -> bool:
    """The clock stands against giving out numbers, and the health page is in front."""
    return at_health(scene) and scene.clock_doubted


def joined(scene: ActContext) -> bool:
    """The province's page is in front, and this machine belongs to a hub."""
    return scene.open and scene.page == "province" and scene.joined


def held(scene: ActContext) -> bool:
    """The province keeps events apart."""
    return joined(scene) and scene.held > 0


def manages_clerks(scene: ActContext) -> bool:
    """The accounts are in front, for somebody who may change them."""
    return scene.open and scene.page == "clerks" and scene.manages


def only_own_pin(scene: ActContext) -> bool:
    """The accounts are in front, for somebody who may change the own PIN alone."""
    return scene.open and scene.page == "clerks" and not scene.manages


def at_settings(scene: ActContext) -> bool:
    """The settings are in front."""
    return scene.page == "settings"


def at_crash(scene: ActContext) -> bool:
    """The page of our bugs is in front."""
    return scene.page == "crash"


def reported(scene: ActContext) -> bool:
    """There is a report of a bug, in front."""
    return at_crash(scene) and scene.reported


def at_step(scene: ActContext) -> bool:
    """The first hour asks something."""
    return scene.page == "setup" and scene.step in {"essential", "other"}


def at_other_step(scene: ActContext) -> bool:
    """The first hour asks what may wait."""
    return scene.page == "setup" and scene.step == "other"
