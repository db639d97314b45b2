"""Room on the disk, asked for before anything is fetched or copied."""

import shutil
from pathlib import Path

from desk.updates.refusals import UpdateNeedsRoom
from models.files.disk import on_disk

SPARE = 200_000_000
"""Bytes that stay free: below that a desk gives out no numbers."""


def check_room(folder: Path, needed: int) -> None:
    """Go on only if so many bytes fit.

    Raises:
        UpdateNeedsRoom
    """
    with on_disk(folder):
        free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise UpdateNeedsRoom(needed + SPARE, free)
