"""The key of the database file: 32 random bytes in the system's keyring, else in a file only this user may read."""

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.files.disk import on_disk, trouble_of, write_whole
from models.system.libraries import library
from models.trouble import FolderReadOnly, KeyMissing, LibraryUnusable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_BYTES = 32
KEY_FILE = "motcua.key"
COMING_FILE = "motcua.key.coming"
_COMING = " coming"
SERVICE = "motcua"


def find_key(folder: Path, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> bytes:
    """The key of the file in this folder.

    Raises:
        KeyMissing: neither the keyring nor the folder has it (or what is there is no key).
        LibraryUnusable: the folder has none, and the keyring cannot be asked.
    """
    file = folder / KEY_FILE
    # Where a file was made there was no keyring at that time, whatever there is today.
    kept = _kept_in_file(file)
    if kept is None and use_keyring:
        kept = _kept_in_keyring(keyring_service, _name(folder))
    if kept is None:
        raise KeyMissing(str(folder))
    return _key(kept, folder)


def find_keys(folder: Path, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> tuple[bytes, ...]:
    """All keys that may open the file in this folder: the current one, and a pending new one.

    Raises:
        KeyMissing: there is none.
    """
    coming = _kept_in_file(folder / COMING_FILE)
    if coming is None and use_keyring and not (folder / KEY_FILE).exists():
        coming = _kept_in_keyring(keyring_service, _name(folder) + _COMING)
    try:
        in_use = find_key(folder, use_keyring=use_keyring, keyring_service=keyring_service)
    except KeyMissing:
        if coming is None:
            raise
        return (_key(coming, folder),)
    return (in_use,) if coming is None else (in_use, _key(coming, folder))


def store_pending(folder: Path, key: bytes, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> None:
    """Store a pending second key, for a file about to be re-encrypted.

    Raises:
        FolderReadOnly, DiskFull, DiskFailing: it could be kept nowhere.
    """
    ring = _keyring() if use_keyring and not (folder / KEY_FILE).exists() else None
    if ring is None or not _keep(ring, keyring_service, _name(folder) + _COMING, key.hex()):
        _write(folder / COMING_FILE, key)


def make_current(folder: Path, key: bytes, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> None:
    """Make this key the current one; the pending one is removed.

    Raises:
        FolderReadOnly, DiskFull, DiskFailing: it could be kept nowhere; what was kept before still is.
    """
    file = folder / KEY_FILE
    ring = _keyring() if use_keyring and not file.exists() else None
    if ring is None or not _keep(ring, keyring_service, _name(folder), key.hex()):
        _write(file, key)
    drop_pending(folder, use_keyring=use_keyring, keyring_service=keyring_service)


def destroy_current(folder: Path, new: bytes, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> None:
    """Overwrite the current key by the pending one: what is under the current key opens nowhere any more.

    A key file is overwritten in its place, so that the old one does not stay behind in a free block. (A flash drive
    writes elsewhere all the same: full-disk encryption is the second barrier.)

    Raises:
        FolderReadOnly, DiskFull, DiskFailing: the old key may still be there; may be called again.
    """
    file = folder / KEY_FILE
    if file.exists():
        with on_disk(file), file.open("r+b", buffering=0) as opened:
            opened.write(new.hex().encode("ascii"))
            opened.truncate()
            os.fsync(opened.fileno())
    make_current(folder, new, use_keyring=use_keyring, keyring_service=keyring_service)


def drop_pending(folder: Path, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> None:
    """Remove the pending key, if there is one."""
    with on_disk(folder):
        (folder / COMING_FILE).unlink(missing_ok=True)
    ring = _keyring() if use_keyring and not (folder / KEY_FILE).exists() else None
    if ring is None:
        return
    from keyring.errors import KeyringError  # noqa: PLC0415  # slow to import, and needed once

    name = _name(folder) + _COMING
    try:
        if ring.get_password(keyring_service, name) is not None:
            ring.delete_password(keyring_service, name)
    except KeyringError as error:
        raise FolderReadOnly(name, str(error)) from error


def make_key(folder: Path, *, use_keyring: bool = True, keyring_service: str = SERVICE) -> bytes:
    """Create and store a key. An existing one is returned, never overwritten.

    Raises:
        FolderReadOnly, DiskFull, DiskFailing: the key could be kept nowhere.
    """
    try:
        return find_key(folder, use_keyring=use_keyring, keyring_service=keyring_service)
    except KeyMissing:
        if (folder / KEY_FILE).exists() and (folder / KEY_FILE).stat().st_size:
            raise
    except LibraryUnusable:
        use_keyring = False  # as on a machine without a keyring: a new file's key is in none yet
    key = secrets.token_bytes(KEY_BYTES)
    ring = _keyring() if use_keyring else None
    if ring is not None and _keep(ring, keyring_service, _name(folder), key.hex()):
        return key
    _write(folder / KEY_FILE, key)
    return key


def _write(file: Path, key: bytes) -> None:
    """Write the key file atomically, readable by this user only."""
    write_whole(file, key.hex().encode("ascii"), private=True)


def _kept_in_file(file: Path) -> str | None:
    try:
        return (file.read_text(encoding="ascii") or None) if file.exists() else None  # empty: of a start cut short
    except PermissionError as error:
        raise trouble_of(file, error) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeyMissing(str(file), str(error)) from error


def _key(kept: str, folder: Path) -> bytes:
    try:
        key = bytes.fromhex(kept.strip())
    except ValueError as error:
        raise KeyMissing(str(folder), "not hexadecimal") from error
    if len(key) != KEY_BYTES:
        raise KeyMissing(str(folder), f"{len(key)} bytes")
    return key


def _name(folder: Path) -> str:
    return f"database {folder.resolve()}"


def _keyring() -> "KeyringBackend | None":
    """The system's keyring, or None if there is none.

    On Linux a keyring answers over the session's D-Bus; without one (a server, a console) asking would only wait.
    """
    if sys.platform.startswith("linux") and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    with library("keyring"):
        import keyring  # noqa: PLC0415  # slow to import, and needed once
        from keyring.backends import fail  # noqa: PLC0415  # likewise

    ring = keyring.get_keyring()
    return None if isinstance(ring, fail.Keyring) else ring


def _kept_in_keyring(service: str, name: str) -> str | None:
    ring = _keyring()
    if ring is None:
        return None
    from keyring.errors import KeyringError  # noqa: PLC0415  # slow to import, and needed once

    try:
        return ring.get_password(service, name)
    except KeyringError as error:
        raise KeyMissing(name, str(error)) from error


def _keep(ring: "KeyringBackend", service: str, name: str, value: str) -> bool:
    """Whether the keyring has stored the key and returns it."""
    from keyring.errors import KeyringError  # noqa: PLC0415  # slow to import, and needed once

    try:
        ring.set_password(service, name, value)
        return ring.get_password(service, name) == value
    except KeyringError:
        return False
