"""What is done on the page of the day's work, with its keys: F9 is the own act of the list in front."""

from collections.abc import Callable

from desk.permissions import Permission
from desk.words.work_lists import ACT, GIVE_BACK, OPEN
from models.subjects.work_lists import WorkList
from ui.actions import ActContext, Action

WORK_PLACE = "Việc hôm nay"

_SIGNED = {WorkList.AT_LEADER}
"""Lists whose act is for who signs; for all others their dossiers are opened."""


def _here(context: ActContext) -> bool:
    """The day's work is in front."""
    return context.open and context.page == "work"


def _acts(context: ActContext) -> bool:
    """A list with something in it, and nothing folded out over it."""
    return _here(context) and context.do_it and not context.sheet


def _at(of: WorkList) -> Callable[[ActContext], bool]:
    return lambda context: _acts(context) and context.work_list == of.value and (of not in _SIGNED or context.signs)


def _opens(context: ActContext) -> bool:
    """A list in front that has no act of its own, or one that is for others."""
    own = {one.value for one in ACT if one not in _SIGNED or context.signs}
    return _acts(context) and context.work_list not in own


_RIGHTS = {
    WorkList.TO_HAND_OVER: ("move", Permission.FORWARD),
    WorkList.TO_ACCEPT: ("receiving", Permission.WORK),
    WorkList.AT_LEADER: ("edit", Permission.SIGN),
    WorkList.DECIDED: ("return", Permission.CHECK_IN),
}
"""Icon and right of each own act."""

OWN = {of: f"work_{of.value.replace('-', '_')}" for of in ACT}
"""Id of the action of each list that has an act of its own."""

ACTIONS_OF_WORK = (
    *(Action(OWN[of], ACT[of].button, "F9", *_RIGHTS[of][:1], _at(of), _RIGHTS[of][1], WORK_PLACE) for of in ACT),
    Action("work_give_back", GIVE_BACK, "Shift+F9", "back", _at(WorkList.AT_LEADER), Permission.SIGN, WORK_PLACE),
    Action("work_open", OPEN, "F9", "right", _opens, Permission.READ, WORK_PLACE),
    Action("work_narrow", "Lọc theo lĩnh vực", "F6", "search", _here, Permission.READ, WORK_PLACE),
)
