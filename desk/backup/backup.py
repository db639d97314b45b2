"""A full backup, made while work goes on and verified before it counts.

Three steps, so that the desk's thread is needed only briefly: ``begin`` (desk's thread: from here on the file is a
snapshot), ``backup_run.run_backup`` (any thread: the long part), ``end`` (desk's thread). ``back_up`` does all three.
"""

from pathlib import Path

from desk.backup.backup_run import BackupPlan, FinishedBackup, Told, plan_backup, run_backup
from desk.desk import Desk
from desk.machine_state import LastBackup, LastCheck, LastFailure, forget, recall, remember
from desk.rights import Permission, require
from desk.settings import Settings
from desk.visit_laptop import NoCopiesHere
from models.files.disk import is_inside, on_disk
from models.not_allowed import BackupNowhere
from models.store.keys.key import find_key
from models.trouble import FileDamaged, TargetUnfit


def back_up(desk: Desk, to: Path | None = None, *, on_progress: Told | None = None) -> FinishedBackup:
    """Make a backup now, in the desk's thread.

    Args:
        desk: this machine.
        to: folder, of a stick perhaps; None = as set.
        on_progress: told bytes done and in all.

    Raises:
        BackupNowhere, TargetUnfit, BackupPlaceMissing, BackupPlaceFull, BackupDamaged, DiskFailing,
        FolderReadOnly: not made.
        FileDamaged: the desk's own file is not whole; remembered, so that no number is given out any more.
    """
    plan = begin(desk, to)
    try:
        made = run_backup(plan, on_progress=on_progress)
    except FileDamaged as damaged:
        note_damage(desk, damaged)
        raise
    finally:
        desk.store.release_snapshot(plan.held)
    note_made(desk, made)
    return made


def begin(desk: Desk, to: Path | None = None, *, by_hand: bool = False) -> BackupPlan:
    """Take a snapshot of the database, until ``end`` or ``fail``.

    Args:
        desk: this machine.
        to: folder that holds the copies; None = as set.
        by_hand: a person asks for it, and must be one who may.

    Raises:
        NobodySignedIn, RoleForbids, BackupNowhere, DiskFull, DiskFailing. NoCopiesHere: this is a visit laptop.
        TargetUnfit: in the data folder itself, a copy would go with what it is a copy of.
    """
    if by_hand:
        require(desk, Permission.KEEP)
    if desk.is_visit_laptop:
        raise NoCopiesHere
    place = place_for(desk.settings, to)
    with on_disk(place):
        if is_inside(place, desk.folder):
            raise TargetUnfit(str(place.parent), "data")
    key = find_key(desk.folder, use_keyring=not desk.training)
    last = recall(desk.store, LastBackup)
    suspects = last.rotten if last is not None else ()
    return plan_backup(
        desk.folder, desk.settings, place, desk.clock(), desk.store.take_snapshot(), key, suspects=suspects
    )


def place_for(settings: Settings, to: Path | None) -> Path:
    """The folder of this machine's backups, named so that several machines may share its parent.

    Raises:
        BackupNowhere: none is set.
    """
    if to is None:
        if not settings.backups.folder:
            raise BackupNowhere
        to = Path(settings.backups.folder).expanduser()
    return to / f"motcua-{settings.office.unit.id}-{settings.device.number}"


def end(desk: Desk, plan: BackupPlan, made: FinishedBackup) -> FinishedBackup:
    """Release the snapshot and record the backup."""
    desk.store.release_snapshot(plan.held)
    note_made(desk, made)
    return made


def fail(desk: Desk, plan: BackupPlan, reason: Exception, why: str) -> None:
    """Release the snapshot and record the failure.

    Args:
        desk: this machine.
        plan: what was begun.
        reason: what was raised.
        why: the same as a sentence.
    """
    desk.store.release_snapshot(plan.held)
    remember(desk.store, LastFailure(at=desk.clock(), why=why))
    if isinstance(reason, FileDamaged):
        note_damage(desk, reason)


def note_made(desk: Desk, made: FinishedBackup) -> None:
    """Record a backup; verifying it has also verified the source file."""
    told = made.manifest
    remember(
        desk.store,
        LastBackup(
            at=told.made_at,
            place=str(made.copy),
            size=made.size,
            events=told.events,
            scans=told.scans,
            new_scans=made.new_scans,
            seconds=made.seconds,
            lacking=len(made.missing) + len(made.damaged) + len(made.rotten),
            rotten=made.rotten,
        ),
    )
    remember(desk.store, LastCheck(at=told.made_at, whole=True))
    desk.observations.file_damaged = False
    forget(desk.store, LastFailure)


def note_damage(desk: Desk, damaged: FileDamaged) -> None:
    """Record that the desk's own file is damaged."""
    remember(desk.store, LastCheck(at=desk.clock(), whole=False, detail=damaged.detail))
    desk.observations.file_damaged = True
