"""Wipes the file of a visit laptop: a new one under a new key takes its place, and the old key is destroyed.

The new file has no event but the one that tells of the wipe. The machine's chain goes on in it from the end of the old
one (``models.store.file.load_file``), so that it keeps its number, its block and its key at the hub.
"""

from collections.abc import Mapping
from pathlib import Path

from models.files.disk import on_disk, sync_folder
from models.history import Recorded, digest
from models.ids import HIGHEST_SEQ, PROVINCE, DeviceId
from models.store import tables
from models.store.codec import event_values, place_of
from models.store.file.database import Database, insert_into
from models.store.file.head import HeadFile
from models.store.file.journal import journal_of
from models.store.file.load_file import LoadFile, mark_load_file
from models.store.file.opening import locked, make_file, open_file, prove_whole, remove_half
from models.trouble import FileDamaged

_PUT = insert_into(tables.event)
_LAST_ARRIVAL = "SELECT * FROM arrival ORDER BY seq DESC LIMIT 1"
_PUT_KEPT = "INSERT OR REPLACE INTO keeping VALUES (?, ?)"
_ACKNOWLEDGED = "SELECT seq FROM acknowledged WHERE peer = ? AND device = ?"


def wipe_file(
    path: Path,
    old: bytes,
    new: bytes,
    *,
    mark: LoadFile,
    told: Recorded,
    province: Mapping[str, bytes],
    keeping: Mapping[str, bytes],
) -> None:
    """Put a new file under a new key in the place of a file of which everything is acknowledged.

    Cut short at any moment, ``path`` is the old file under the old key, or the new one under the new key, whole.

    Args:
        path: the database file; nobody has it open.
        old: its key, which is to be destroyed once this returns.
        new: the key of the new one, stored already.
        mark: of the new file: where the chain ended.
        told: the first event of the new file, which continues the chain.
        province: values of the exchange in the new file; accounts go over whole, the last arrival too.
        keeping: what the machine remembers of its own keeping, in the new file.

    Raises:
        FileTrouble: the old file is as it was.
        ValueError: the chain does not end at ``mark``, or not all of it is acknowledged.
    """
    building = building_of(path)
    with locked(path):
        sweep(path)
        source = open_file(path, old)
        try:
            _check(source, mark, told)
            make_file(building, new)
            target = open_file(building, new, alone=True)
            try:
                _fill(source, target, mark, told, province, keeping)
                target.mark_complete()
            finally:
                target.close()
            source.mark_complete()
        finally:
            source.close()
        checked = prove_whole(building, new, told.device)
        if (checked.seq, checked.digest, checked.events) != (told.seq, digest(told), 1):
            raise FileDamaged(str(building), "head")
        if journal_of(path).exists():
            raise FileDamaged(str(path), "journal")
        HeadFile(path, old).forget()  # without one, the file answers for itself
        with on_disk(path):
            building.replace(path)
        sync_folder(path.parent)


def building_of(path: Path) -> Path:
    """The path under which the new file is built."""
    return path.with_name(f"{path.stem}.wiped{path.suffix}")


def sweep(path: Path) -> None:
    """Remove leftovers of an interrupted attempt.

    Raises:
        DiskFailing, FolderReadOnly
    """
    remove_half(building_of(path))


def _check(source: Database, mark: LoadFile, told: Recorded) -> None:
    device: DeviceId = told.device
    acknowledged = source.one(_ACKNOWLEDGED, PROVINCE, device) or 0
    last = source.run(
        "SELECT place, digest FROM event WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1",
        (place_of(device, 0), place_of(device, HIGHEST_SEQ)),
    ).fetchone()
    if last is None or (last[0] & HIGHEST_SEQ, last[1]) != (mark.seq, mark.digest) or acknowledged != mark.seq:
        raise ValueError(mark.seq)
    if (told.seq, told.prev, mark.device) != (mark.seq + 1, mark.digest, device):
        raise ValueError(told.seq)


def _fill(
    source: Database,
    target: Database,
    mark: LoadFile,
    told: Recorded,
    province: Mapping[str, bytes],
    keeping: Mapping[str, bytes],
) -> None:
    with target.transaction():
        mark_load_file(target, mark)
        target.run(_PUT, event_values(told))
        target.run("INSERT INTO acknowledged VALUES (?, ?, ?)", (PROVINCE, told.device, mark.seq))
        target.run_many("INSERT INTO arrival VALUES (?, ?, ?)", source.run(_LAST_ARRIVAL).fetchall())
        target.run_many("INSERT INTO account VALUES (?, ?)", source.run("SELECT * FROM account").fetchall())
        target.run_many("INSERT INTO province VALUES (?, ?)", list(province.items()))
        target.run_many(_PUT_KEPT, list(keeping.items()))
