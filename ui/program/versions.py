"""A window among versions of the program: what runs before it and after it, opening what a newer one has migrated."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk.updates.launcher import STARTED_BY
from models.not_allowed import NotAllowed
from models.trouble import FileTooNew, Trouble

if TYPE_CHECKING:
    from desk.settings import Settings
    from desk.views.open_desk import OpenDesk
    from models.calendar.clock import Clock


def opened_or_put_back(opening: "Callable[[], OpenDesk]", folder: Path, clock: "Clock") -> "OpenDesk":
    """Open the desk; after a newer version that migrated the file and did not start, with the copy of before.

    Raises:
        FileTooNew: something was recorded since, or a newer version works here.
        NotAllowed, Trouble: as ``opening`` raises them.
    """
    try:
        return opening()
    except FileTooNew:
        from desk.settings import read_settings  # noqa: PLC0415 - rarely in the life of a machine
        from desk.updates.putting_back import put_back  # noqa: PLC0415 - likewise
        from desk.updates.versions import own_program  # noqa: PLC0415 - likewise

        program = own_program()
        if program is None or put_back(program, folder, read_settings(folder), clock, use_keyring=True) is None:
            raise
        return opening()


def settings_of_before(folder: Path) -> "Settings | None":
    """The settings of before a version that did not start, where this one cannot read what it left; None = none.

    Raises:
        SettingsUnreadable, DiskFull, DiskFailing, FolderReadOnly
    """
    from desk.updates.putting_back import settings_put_back  # noqa: PLC0415 - rarely in the life of a machine
    from desk.updates.versions import own_program  # noqa: PLC0415 - likewise

    program = own_program()
    return settings_put_back(program, folder) if program else None


def switched_before_window(folder: Path, settings: "Settings", clock: "Clock") -> bool:
    """Switch to the version that waits since the last close; whether one is to start in place of this one.

    What keeps it from that, the window tells, or nobody: it is tried again when the window closes.
    """
    from desk.updates.versions import own_program, state_of  # noqa: PLC0415 - where a version was fetched once

    program = own_program()
    if program is None or not state_of(program.home).ready:
        return False
    from desk.updates.switching import switch_at_start  # noqa: PLC0415 - only where a version waits

    try:
        switch_at_start(folder, settings, program, clock)
    except (NotAllowed, Trouble):
        return False
    return True


def start_again() -> None:
    """Start the program again, beside this process, which ends now."""
    from PySide6.QtCore import QProcess  # noqa: PLC0415 - 2 ms not needed to paint

    program, *words = again_words()
    QProcess.startDetached(program, words)


def again_words() -> list[str]:
    """What starts the program again: the launcher, which may have another version to start."""
    launcher = os.environ.pop(STARTED_BY, "")
    words: list[str] = json.loads(launcher) if launcher else [sys.executable, *sys.orig_argv[1:]]
    return words
