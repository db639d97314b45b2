"""Loads that go to a visit laptop on a stick, made by a desk of its office."""

from pathlib import Path

from desk.desk import Desk
from desk.laptop.laptops import LaptopUnknown, NothingToLoad, laptop
from desk.rights import Permission, require
from models.ids import DeviceId
from sync.client.membership import joined
from sync.stick import loads
from sync.stick.loads import LoadWritten


def write_load(desk: Desk, device: DeviceId, folder: Path) -> LoadWritten:
    """Put the newest load of a laptop on a stick, sealed to it: nobody else reads it, and the laptop knows who made it.

    Raises:
        NobodySignedIn, RoleForbids, NotJoined.
        LaptopUnknown: the laptop's key has not come here yet. NothingToLoad: nothing was put together for it.
        NotPlain, StickMissing, StickFull, DiskFailing, FolderReadOnly: of the stick.
    """
    require(desk, Permission.LOAD_LAPTOP)
    known = laptop(desk, device)
    if not known.seal_key:
        raise LaptopUnknown
    if not known.load:
        raise NothingToLoad
    return loads.write(desk.store, joined(desk.store), known, folder, desk.clock())
