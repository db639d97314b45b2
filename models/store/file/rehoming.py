"""Rebuilds the file with a device's last events recorded under another device number.

Needed when two files wrote under one number (one was restored from a copy), or when the number of an enrolment is not
the one a machine worked under. The log itself is never changed: a new file is built beside it and takes its name in
one rename; the old one is kept unchanged under another name.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from models.files.disk import on_disk, sync_folder
from models.history import CLOCK_STEP, digest
from models.ids import HIGHEST_SEQ, NO_DIGEST, DeviceId, Digest
from models.store import tables
from models.store.codec import EventValues, event_values, place_of, recorded_of
from models.store.file.database import Database, insert_into
from models.store.file.head import HeadFile
from models.store.file.journal import journal_of
from models.store.file.opening import locked, make_file, open_file, prove_whole, remove_half
from models.trouble import FileDamaged

_PUT = insert_into(tables.event)
_OTHERS = "SELECT * FROM event WHERE place < ? OR place > ? ORDER BY place"
_OWN = "SELECT * FROM event WHERE place BETWEEN ? AND ? ORDER BY place"
_LAST_OF = "SELECT max(place) FROM event WHERE place BETWEEN ? AND ?"
_COPIED = ("draft", "province", "account", "print_job", "keeping")
_LOAD = "SELECT name, value FROM meta WHERE name = 'load'"
_COPIED_AS = ".new"
_ASIDE = "SELECT * FROM quarantine WHERE reason != 'fork' OR device != ? OR seq < ?"


def rehome(  # noqa: PLR0913 - one for each thing that changes
    path: Path,
    key: bytes,
    *,
    old: DeviceId,
    new: DeviceId,
    from_seq: int,
    day: date,
    put: Mapping[str, bytes],
    drop: tuple[str, ...] = (),
    clock: int | None = None,
) -> Path:
    """Record events of ``old`` from a number on as events of ``new``, with the same ids, subjects, times and bodies.

    Args:
        path: the database file; nobody has it open.
        key: of it, and of the new one.
        old: the number it was written under.
        new: another one, under which nothing was recorded yet.
        from_seq: first event that changes its number.
        day: today, for the name under which the old file stays.
        put: province values that the new file has in place of the old ones.
        drop: province values that it does not have.
        clock: the office's highest; what changes its number and stands far beyond is counted anew from here, in its
            order. None = all clocks stay.

    Returns:
        Where the old file lies now. Cut short at any moment, ``path`` is the old file or the new one, whole.

    Raises:
        FileTrouble: the old file is as it was.
        ValueError: ``new`` has events already.
    """
    building = _building(path)
    with locked(path):
        source = open_file(path, key)
        try:
            remove_half(building)
            make_file(building, key)
            target = open_file(building, key, alone=True)
            try:
                _copy(source, target, old, new, from_seq, clock)
                _remember(source, target, put, drop)
                target.mark_complete()
                last = target.last_link(new)
            finally:
                target.close()
            source.mark_complete()
        finally:
            source.close()
        checked = prove_whole(building, key, new)
        if (checked.seq, checked.digest) != last:
            raise FileDamaged(str(building), "head")
        if journal_of(path).exists():
            raise FileDamaged(str(path), "journal")
        kept = _free_name(path, day)
        with on_disk(path):
            _keep(path, kept)
        # It tells of the old number; without one, the file answers for itself.
        HeadFile(path, key).forget()
        with on_disk(path):
            building.replace(path)
        sync_folder(path.parent)
    return kept


def sweep(path: Path) -> None:
    """Remove leftovers of an interrupted attempt; the caller holds the file's lock.

    Raises:
        DiskFailing, FolderReadOnly
    """
    remove_half(_building(path))
    with on_disk(path):
        for copied in path.parent.glob(f"{path.stem}.forked-*{path.suffix}{_COPIED_AS}"):
            copied.unlink()


def _building(path: Path) -> Path:
    """The path under which the new file is built."""
    return path.with_name(f"{path.stem}.rehomed{path.suffix}")


def _copy(source: Database, target: Database, old: DeviceId, new: DeviceId, from_seq: int, clock: int | None) -> None:
    first, last = place_of(old, from_seq), place_of(old, HIGHEST_SEQ)
    taken = source.one(_LAST_OF, place_of(new, 0), place_of(new, HIGHEST_SEQ))
    if taken is not None:
        raise ValueError(new)
    with target.transaction():
        target.run_many(_PUT, source.run(_OTHERS, (first, last)))
        target.run_many(_PUT, _renumbered(source, first, last, new, clock))
        target.run_many("INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?)", source.run(_ASIDE, (old, from_seq)))
        target.run_many("INSERT INTO meta VALUES (?, ?)", source.run(_LOAD))
        for name in _COPIED:
            target.run_many(f"INSERT INTO {name} VALUES (?, ?)", source.run(f"SELECT * FROM {name}"))  # noqa: S608  # one of ours


def _renumbered(source: Database, first: int, last: int, new: DeviceId, highest: int | None) -> Iterator[EventValues]:
    """The renumbered chain; the Lamport clocks stay, so that every history keeps its order.

    But for a clock that was never counted: nobody took these events in yet, so whatever others recorded is before
    them, and they are counted on from the highest clock of the office.
    """
    prev = NO_DIGEST
    for seq, row in enumerate(source.run(_OWN, (first, last)), 1):
        recorded = replace(recorded_of(row), device=new, seq=seq, prev=prev)
        if highest is not None:
            counted = 0 <= recorded.clock <= highest + CLOCK_STEP
            recorded = replace(recorded, clock=recorded.clock if counted else highest + 1)
            highest = max(highest, recorded.clock)
        prev = Digest(digest(recorded))
        yield event_values(recorded)


def _remember(source: Database, target: Database, put: Mapping[str, bytes], drop: tuple[str, ...]) -> None:
    with target.transaction():
        target.run_many("DELETE FROM province WHERE name = ?", [(name,) for name in drop])
        target.run("DELETE FROM province WHERE instr(name, '/')")  # of other peers: they know the old number
        target.run_many("INSERT OR REPLACE INTO province VALUES (?, ?)", put.items())
    before = source.one("SELECT count(*) FROM event")
    if target.one("SELECT count(*) FROM event") != before:
        raise AssertionError(before)


def _free_name(path: Path, day: date) -> Path:
    """``motcua.forked-2026-11-23.db``; a second one of the same day gets a number."""
    name, number = f"{path.stem}.forked-{day:%Y-%m-%d}", 1
    while (kept := path.with_name(f"{name}{'' if number == 1 else f'-{number}'}{path.suffix}")).exists():
        number += 1
    return kept


def _keep(path: Path, kept: Path) -> None:
    """A hard link to the old file; without hard links, a copy, complete before it gets its name."""
    try:
        os.link(path, kept)
    except OSError:
        copied = kept.with_name(kept.name + _COPIED_AS)
        shutil.copy2(path, copied)
        copied.replace(kept)
