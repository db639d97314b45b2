"""Integrity check of the open database file while work goes on, in the same three steps as a backup."""

from collections.abc import Callable
from dataclasses import dataclass, field

from desk.backup.backup import note_damage
from desk.desk import Desk
from desk.machine_state import LastCheck, remember
from desk.rights import Permission, require
from models.store.file.checking import check_file
from models.store.file.snapshot import Snapshot
from models.store.keys.key import find_key
from models.trouble import CutOff, FileDamaged, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityCheck:
    """A running integrity check: the snapshot, and whose it is."""

    held: Snapshot
    key: bytes = field(repr=False)


def begin(desk: Desk) -> IntegrityCheck:
    """Take a snapshot of the database, until ``end``.

    Raises:
        NobodySignedIn, RoleForbids, DiskFull, DiskFailing.
    """
    require(desk, Permission.KEEP)
    return IntegrityCheck(held=desk.store.take_snapshot(), key=find_key(desk.folder, use_keyring=not desk.training))


def carry_out(reading: IntegrityCheck, *, stop: Callable[[], bool] = lambda: False) -> None:
    """Check every page. Any thread; no desk needed.

    Raises:
        FileDamaged: the file is not whole.
        CutOff: ``stop`` said so, or the desk was closed.
        DiskFailing
    """
    held = reading.held
    try:
        read = check_file(held.path, reading.key, held.device, stop=stop, read=held.read)
    except FileDamaged as damaged:
        if held.broken:
            raise CutOff(damaged.path) from damaged
        raise
    if held.broken:
        raise CutOff(str(held.path))
    if (read.seq, read.digest) != (held.seq, held.digest):
        raise FileDamaged(str(held.path), "head")


def end(desk: Desk, reading: IntegrityCheck, trouble: Trouble | None = None) -> None:
    """Release the snapshot and record the result, if the check was complete."""
    desk.store.release_snapshot(reading.held)
    if isinstance(trouble, FileDamaged):
        note_damage(desk, trouble)
    elif trouble is None:
        remember(desk.store, LastCheck(at=desk.clock(), whole=True))
        desk.observations.file_damaged = False
