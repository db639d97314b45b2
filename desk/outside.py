"""Small files of the desk that are not as the program wrote them: told, and confirmed by a person who has looked.

What the program writes carries its own digest (``models.marked``). What was made by hand, or by a version of before,
has none: the database remembers how it was when the desk first opened with it.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from desk.assigned import CATALOGUE, FEES, HOLIDAYS
from desk.desk import Desk
from desk.keeping.copying import BESIDE
from desk.rights import Verb, require
from desk.settings import FILE
from models.disk import on_disk
from models.marked import Mark, mark_again, mark_of
from models.store import Store

NAME = "small files"
_BY_HAND = (FILE, CATALOGUE, HOLIDAYS, FEES)
"""Those that an office may bring without a mark."""


def changed_outside(folder: Path, store: Store | None = None) -> tuple[str, ...]:
    """Settings, catalogue, holidays, fees and the like that were changed by something else than this program.

    A person may do so; a failing disk does too, and nobody else can tell them apart.

    Args:
        folder: of the data.
        store: its database; None = it is not open, and files without a mark are believed.

    Raises:
        DiskFailing, FolderReadOnly
    """
    known = {} if store is None else _known(store)
    return tuple(name for name in BESIDE if _is_changed(_content(folder / name), known.get(name)))


def get_to_know(folder: Path, store: Store) -> None:
    """At opening: files without a mark that were not there before are right as they are."""
    known = _known(store)
    fresh = {name: _digest(content) for name, content in _unmarked(folder).items() if name not in known}
    if fresh:
        _remember(store, {**known, **fresh})


def take_as_they_are(desk: Desk) -> tuple[str, ...]:
    """A person has looked through these files: they are right as they are, and named no more.

    Raises:
        NobodySignedIn, RoleForbids, DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Verb.SET_UP)
    changed = changed_outside(desk.folder, desk.store)
    for name in changed:
        mark_again(desk.folder / name)
    _remember(desk.store, {name: _digest(content) for name, content in _unmarked(desk.folder).items()})
    return changed


def _is_changed(content: bytes | None, known: bytes | None) -> bool:
    if content is None:
        return False
    mark = mark_of(content)
    return mark is Mark.DIFFERS or (mark is Mark.NONE and known is not None and known != _digest(content))


def _unmarked(folder: Path) -> dict[str, bytes]:
    contents = {name: _content(folder / name) for name in _BY_HAND}
    return {name: one for name, one in contents.items() if one is not None and mark_of(one) is Mark.NONE}


def _content(path: Path) -> bytes | None:
    with on_disk(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _known(store: Store) -> dict[str, bytes]:
    body = store.keeping.load(NAME)
    return {} if body is None else msgspec.msgpack.decode(body, type=dict[str, bytes])


def _remember(store: Store, known: Mapping[str, bytes]) -> None:
    store.keeping.save(NAME, msgspec.msgpack.encode(dict(known)))
