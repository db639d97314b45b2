"""A window among versions of the program: opening what a newer one has migrated, starting again by the launcher."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk.updates.launcher import STARTED_BY
from models.trouble import FileTooNew

if TYPE_CHECKING:
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


def again_words() -> list[str]:
    """What starts the program again: the launcher, which may have another version to start."""
    launcher = os.environ.pop(STARTED_BY, "")
    words: list[str] = json.loads(launcher) if launcher else [sys.executable, *sys.orig_argv[1:]]
    return words
