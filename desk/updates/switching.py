"""Switching to the version that waits: between two citizens, never in between."""

from desk.desk import Desk
from desk.line import waiting
from desk.updates import versions
from desk.updates.refusals import NothingToSwitchTo, ServingSomebody
from desk.updates.versions import OwnProgram


def switch(desk: Desk, program: OwnProgram) -> str:
    """Have the version that waits run from the next start on; returns it.

    Raises:
        ServingSomebody: a citizen is at this counter.
        NothingToSwitchTo: none waits, or the hub holds it back.
        DiskFull, DiskFailing, FolderReadOnly: nothing was switched.
    """
    here = waiting.line(desk).here
    if here is not None:
        raise ServingSomebody(here.number)
    version = versions.switch(program)
    if not version:
        raise NothingToSwitchTo
    return version
