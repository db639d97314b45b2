"""Exchange with the province by USB stick: who may, and for which machine. See ``sync.stick.exchange``."""

from pathlib import Path

from desk.desk import Desk
from desk.rights import Permission, require
from sync.client.membership import joined
from sync.stick import exchange
from sync.stick.exchange import StickRead, StickWritten


def write_stick(desk: Desk, folder: Path, report: bytes = b"") -> StickWritten:
    """Put everything that the hub is not known to have on a stick, sealed to the hub, and ask for the news.

    Args:
        desk: of this machine.
        folder: of the stick.
        report: what this machine tells of itself (``desk.health.device_report``); empty = nothing.

    Raises:
        RoleForbids, NobodySignedIn.
        NotJoined: this machine belongs to no hub.
        NotPlain, StickMissing, StickFull, DiskFailing, FolderReadOnly: of the stick; nothing here has changed.
    """
    require(desk, Permission.CARRY)
    return exchange.write(desk.store, desk.files, joined(desk.store), folder, report=report)


def read_stick(desk: Desk, folder: Path) -> StickRead:
    """Take in the answer on a stick, however old, in part, or for the second time. Other machines' letters stay.

    Raises:
        RoleForbids, NobodySignedIn.
        NotJoined: this machine belongs to no hub.
        NotPlain, StickMissing, DiskFailing, FolderReadOnly: of the stick.
        DiskFull: of this machine; the same again is safe.
    """
    require(desk, Permission.CARRY)
    return exchange.read(desk.store, joined(desk.store), folder, desk.folder, desk.clock())
