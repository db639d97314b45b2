"""Names this copy of the machine's data, so that no other copy uses the seats that were leased to it.

A small file beside the database is written anew before each seat that is given; which file that was, by what the system
alone decides (its number and the moment it was made), is remembered in the database with the booking. A database that
was brought back, a folder that was copied to another place or back over this one: each time the two do not belong
together, and this is another installation. A copy of the whole disk, started beside the first, cannot be told apart.
"""

import secrets
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from desk.desk import Desk
from models.files.disk import on_disk, write_whole
from models.system.decoding import prepared

FILE = "seats.stamp"
_KEY = "seat installation"


class InstallationStamp(Struct, frozen=True):
    """The name of an installation, and the file that belongs to it."""

    installation: str
    file: str


def current(desk: Desk) -> str:
    """The name of this installation; empty = none is known, or the data were copied or brought back since."""
    stamp = _remembered(desk)
    return stamp.installation if stamp is not None and _identity(desk.folder / FILE) == stamp.file else ""


def begin(desk: Desk) -> str:
    """The name of this installation, a fresh one where there is none.

    Raises:
        FileTrouble: the folder takes no writing.
    """
    known = current(desk)
    if known:
        return known
    stamp = _written(desk.folder, secrets.token_hex(8))
    desk.store.key_values.save(_KEY, msgspec.msgpack.encode(stamp))
    return stamp.installation


def stamped(desk: Desk) -> tuple[str, bytes]:
    """Write the file anew: what the database must remember in the transaction of the booking, as key and value.

    Raises:
        FileTrouble: the folder takes no writing; nothing was booked.
    """
    return _KEY, msgspec.msgpack.encode(_written(desk.folder, current(desk)))


def _written(folder: Path, installation: str) -> InstallationStamp:
    path = folder / FILE
    # What it says is of no account: only that it was written now counts.
    write_whole(path, secrets.token_hex(16).encode(), private=True)
    return InstallationStamp(installation, _identity(path))


def _identity(path: Path) -> str:
    with on_disk(path):
        try:
            found = path.stat()
        except FileNotFoundError:
            return ""
    if sys.platform == "win32":
        return f"{found.st_ino}:{found.st_birthtime_ns}"
    return f"{found.st_ino}:{found.st_ctime_ns}"


def _remembered(desk: Desk) -> InstallationStamp | None:
    body = desk.store.key_values.load(_KEY)
    return None if body is None else msgspec.msgpack.decode(body, type=prepared(InstallationStamp))
