"""Detects small files of the desk changed by something other than the program, until a person confirms them.

What the program writes carries its own digest (``models.files.marked``). A file made by hand or by an earlier version
has none: the database stores its digest from when the desk first opened with it. It also stores which files there were,
so that a missing one is reported.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from desk.backup.backup_run import BESIDE
from desk.desk import Desk
from desk.province_assignment import APPROVED, BUNDLES, CATALOGUE, FEES, HOLIDAYS, OWN_BUNDLES
from desk.rights import Permission, require
from desk.settings import FILE
from models.files.disk import on_disk
from models.files.marked import Mark, mark_again, mark_of
from models.store import Store
from models.store.keys.recovery import FILE as RECOVERY
from models.system.decoding import prepared

NAME = "small files"
_BY_HAND = (FILE, CATALOGUE, HOLIDAYS, FEES, APPROVED, BUNDLES, OWN_BUNDLES)
"""Those that an office may bring without a mark."""

_STAYING = (*_BY_HAND, RECOVERY)
"""Those that nobody but a person, or an edition, takes away."""

_MARKED = b""
"""Remembered of a file in place of its digest: it says itself how it was written."""


def changed_outside(folder: Path, store: Store | None = None) -> tuple[str, ...]:
    """Settings, catalogue, holidays, fees and the like that something else than this program changed or removed.

    A person may do so; a failing disk does too, and nobody else can tell them apart.

    Args:
        folder: of the data.
        store: its database; None = it is not open: files without a mark are believed, and none is missed.

    Raises:
        DiskFailing, FolderReadOnly
    """
    known = {} if store is None else _known(store)
    return tuple(name for name in BESIDE if _is_changed(_content(folder / name), known.get(name)))


def note_known_files(folder: Path, store: Store, *, after_edition: bool = False) -> None:
    """At opening: files that were not there before, and those without a mark for the first time, are right as they are.

    Args:
        folder: of the data.
        store: its database.
        after_edition: an edition was just brought in, which may have put files aside.
    """
    known, there = _known(store), _there(folder)
    kept = {name: digest for name, digest in known.items() if name in there or not after_edition}
    fresh = {name: digest for name, digest in there.items() if not known.get(name)}
    if {**kept, **fresh} != known:
        _remember(store, {**kept, **fresh})


def accept_changes(desk: Desk) -> tuple[str, ...]:
    """A person has looked through these files: they are right as they are, and named no more.

    Raises:
        NobodySignedIn, RoleForbids, DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Permission.SET_UP)
    changed = changed_outside(desk.folder, desk.store)
    for name in changed:
        if _content(desk.folder / name) is not None:
            mark_again(desk.folder / name)
    _remember(desk.store, _there(desk.folder))
    return changed


def _is_changed(content: bytes | None, known: bytes | None) -> bool:
    if content is None:
        return known is not None
    mark = mark_of(content)
    return mark is Mark.DIFFERS or (mark is Mark.NONE and bool(known) and known != _digest(content))


def _there(folder: Path) -> dict[str, bytes]:
    """What is remembered of the files that are there."""
    contents = {name: _content(folder / name) for name in _STAYING}
    return {
        name: _digest(one) if name in _BY_HAND and mark_of(one) is Mark.NONE else _MARKED
        for name, one in contents.items()
        if one is not None
    }


def _content(path: Path) -> bytes | None:
    with on_disk(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _known(store: Store) -> dict[str, bytes]:
    body = store.key_values.load(NAME)
    return {} if body is None else msgspec.msgpack.decode(body, type=prepared(dict[str, bytes]))


def _remember(store: Store, known: Mapping[str, bytes]) -> None:
    store.key_values.save(NAME, msgspec.msgpack.encode(dict(known)))
