"""Changes the key of the database file.

Both keys are stored until the change is complete, so that one of them opens the file at any moment.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

from desk.desk import Desk
from desk.opening import close_desk, reopened
from desk.rights import Permission, require
from desk.settings import DATABASE
from models.files.scans import Files, Renewed
from models.store.keys import recovery
from models.store.keys.key import KEY_BYTES, find_key, make_current, store_pending
from models.store.keys.retired_keys import retire, retired_keys
from models.store.keys.rotation import rotate_file
from models.store.keys.scan_keys import note_renewed, read_scan_keys
from models.trouble import RecoveryFileMissing, RecoveryFileUnreadable


def rotate(desk: Desk, *, on_progress: Callable[[int, int], None] | None = None) -> Desk:
    """Re-encrypt the file under a new key. An existing recovery sheet stays valid.

    Copies made before stay under theirs, which is kept inside the file and sealed to the sheet as well: what opens the
    file opens them.

    Args:
        desk: closed afterwards; the one that is returned is open.
        on_progress: told ``(pages done, pages in all)``.

    Raises:
        NobodySignedIn, RoleForbids.
        FileTrouble: the file is under the key before, and the desk may be closed: see ``opening.reopened``.
    """
    require(desk, Permission.KEEP)
    keyring = not desk.training
    old = find_key(desk.folder, use_keyring=keyring)
    new = secrets.token_bytes(KEY_BYTES)
    device = desk.store.log.device
    retire(desk.store, old)
    before = retired_keys(desk.store)
    close_desk(desk)
    store_pending(desk.folder, new, use_keyring=keyring)
    sheet = _sheet(desk.folder, old)
    if sheet is not None:
        recovery.write_file(desk.folder, recovery.resealed(sheet, *before, new, old))
    rotate_file(desk.folder / DATABASE, old, new, device=device, on_progress=on_progress)
    if sheet is not None:
        recovery.write_file(desk.folder, recovery.resealed(sheet, *before, new))
    make_current(desk.folder, new, use_keyring=keyring)  # last: until then the old key proves whose the sheet is
    return reopened(desk)


def _sheet(folder: Path, key: bytes) -> recovery.RecoveryFile | None:
    """The recovery file in force. One not sealed with this key is ignored."""
    try:
        file = recovery.read_file(folder)
    except (RecoveryFileMissing, RecoveryFileUnreadable):
        return None  # no sheet opens this file, which the health page says
    return file if recovery.is_for(file, key) else None


def scans_to_renew(desk: Desk) -> tuple[Files, bytes] | None:
    """The scanned files and their newest key, if some use an older key; None = nothing to do."""
    known = read_scan_keys(desk.store)
    return None if known is None or known.renewed else (desk.files, known.keys[0])


def scans_renewed(desk: Desk, newest: bytes) -> None:
    """Record that all of them use this key."""
    note_renewed(desk.store, newest)


def renew_scans(desk: Desk, stop: Callable[[], bool] = lambda: False) -> Renewed | None:
    """Re-encrypt scanned files under the newest key; resumes after an interruption.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: each file is whole.
    """
    wanted = scans_to_renew(desk)
    if wanted is None:
        return None
    files, newest = wanted
    done = files.renew(stop)
    if done.whole:
        scans_renewed(desk, newest)
    return done
