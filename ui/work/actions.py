"""What is done on the page of the day's work, with its keys: F9 is the own act of the list in front."""

from collections.abc import Callable

from desk.permissions import Permission
from desk.words.work_lists import ACT, OPEN
from models.subjects.work_lists import WorkList
from ui.actions import ActContext, Action

WORK_PLACE = "Việc hôm nay"


def _here(context: ActContext) -> bool:
    """The day's work is in front."""
    return context.open and context.page == "work"


def _at(of: WorkList) -> Callable[[ActContext], bool]:
    return lambda context: _here(context) and context.do_it and context.work_list == of.value


def _opens(context: ActContext) -> bool:
    """A list in front that has no act of its own, and something in it."""
    return _here(context) and context.do_it and context.work_list not in {one.value for one in ACT}


_RIGHTS = {
    WorkList.TO_HAND_OVER: ("move", Permission.FORWARD),
    WorkList.TO_ACCEPT: ("receiving", Permission.WORK),
}
"""Icon and right of each own act."""

OWN = {of: f"work_{of.value.replace('-', '_')}" for of in ACT}
"""Id of the action of each list that has an act of its own."""

ACTIONS_OF_WORK = (
    *(Action(OWN[of], ACT[of].button, "F9", *_RIGHTS[of][:1], _at(of), _RIGHTS[of][1], WORK_PLACE) for of in ACT),
    Action("work_open", OPEN, "F9", "right", _opens, Permission.READ, WORK_PLACE),
    Action("work_narrow", "Lọc theo lĩnh vực", "F6", "search", _here, Permission.READ, WORK_PLACE),
)
