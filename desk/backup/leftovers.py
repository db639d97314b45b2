"""Removes what a kill or power cut left half written in a data folder. The caller holds the folder's lock."""

import shutil
from contextlib import suppress
from pathlib import Path

from desk.backup.backup_run import FILES
from desk.settings import DATABASE
from models.files.disk import remove_partial
from models.store.file import opening, rehoming, restoring, wiping
from models.store.keys import rotation
from models.trouble import FileTrouble


def remove_leftovers(folder: Path) -> None:
    """Remove unfinished files, unnamed databases and an unfinished restore; files being written now are kept.

    A leftover that cannot be removed harms nothing: it is tried again at the next opening.
    """
    with suppress(FileTrouble):
        remove_partial(folder)
        opening.remove_half(opening.growing(folder / DATABASE))
        rehoming.sweep(folder / DATABASE)
        rotation.sweep(folder / DATABASE)
        wiping.sweep(folder / DATABASE)
        for shelf in (folder / FILES).glob("[0-9a-f][0-9a-f]"):
            remove_partial(shelf)
        if any((folder / name).exists() for name in restoring.LEFT):
            with restoring.alone(folder):  # else a copy lies there proven, and waits for a person's yes
                for name in restoring.LEFT:
                    shutil.rmtree(folder / name, ignore_errors=True)
