"""Small files of the desk that are not as the program wrote them: told, and confirmed by a person who has looked."""

from pathlib import Path

from desk.desk import Desk
from desk.keeping.copying import BESIDE
from desk.rights import Verb, require
from models.marked import Mark, mark_again, mark_of_file


def changed_outside(folder: Path) -> tuple[str, ...]:
    """Settings, catalogue, holidays, fees and the like that were changed by something else than this program.

    A person may do so; a failing disk does too, and nobody else can tell them apart.

    Raises:
        DiskFailing, FolderReadOnly
    """
    return tuple(name for name in BESIDE if mark_of_file(folder / name) is Mark.DIFFERS)


def take_as_they_are(desk: Desk) -> tuple[str, ...]:
    """A person has looked through these files: they are right as they are, and named no more.

    Raises:
        NobodySignedIn, RoleForbids, DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Verb.SET_UP)
    changed = changed_outside(desk.folder)
    for name in changed:
        mark_again(desk.folder / name)
    return changed
