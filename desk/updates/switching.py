"""Switching to the version that waits: between two citizens, never in between."""

from datetime import timedelta
from pathlib import Path

from desk.desk import Desk
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import Settings
from desk.updates import versions
from desk.updates.putting_back import keep_settings
from desk.updates.refusals import NothingToSwitchTo, ServingSomebody
from desk.updates.versions import OwnProgram, state_of
from models.calendar.clock import Clock

ASKED_WITHIN = timedelta(hours=24)
"""How long ago the source was asked when a start switches: what it has paused or withdrawn since is not known here."""


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
    if state_of(program.home).ready:
        keep_settings(desk.folder)
    version = versions.switch(program)
    if not version:
        raise NothingToSwitchTo
    return version


def switch_at_start(folder: Path, settings: Settings, program: OwnProgram, clock: Clock) -> str:
    """As ``switch``, before the window is made: the last close did not switch, as when the PC was just turned off.

    Args:
        folder: of the data, which no window has open.
        settings: of it.
        program: what runs here.
        clock: of the desk.

    Raises:
        NothingToSwitchTo: also when updates are off, or the source was asked too long ago.
        ServingSomebody, DiskFull, DiskFailing, FolderReadOnly: as of ``switch``.
        NotAllowed, Trouble: the desk does not open.
    """
    asked_at, now = state_of(program.home).checked_at, clock()
    fresh = asked_at is not None and timedelta(0) <= now - asked_at < ASKED_WITHIN
    if not (settings.updates.automatic and fresh):
        raise NothingToSwitchTo
    desk = open_desk(folder, settings=settings, clock=clock, create=False)
    try:
        return switch(desk, program)
    finally:
        close_desk(desk)
