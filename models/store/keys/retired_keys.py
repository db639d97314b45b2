"""Earlier keys of the database file, stored inside it, so that old backups can still be opened.

Whoever has such a key already could read the copies that lie under it; the file of today it does not open.
"""

from pathlib import Path

import msgspec

from models.store.file.checking import value_in
from models.store.store import Store
from models.system.decoding import prepared
from models.trouble import FileTrouble

NAME = "retired keys"


def retired_keys(store: Store) -> tuple[bytes, ...]:
    """All earlier keys, in the order of use."""
    return _read(store.key_values.load(NAME))


def retire(store: Store, *keys: bytes) -> None:
    """Record keys as earlier ones, before or after the change."""
    known = retired_keys(store)
    fresh = tuple(key for key in dict.fromkeys(keys) if key not in known)
    if fresh:
        store.key_values.save(NAME, msgspec.msgpack.encode((*known, *fresh)))


def retired_in(path: Path, key: bytes) -> tuple[bytes, ...]:
    """Earlier keys stored in a closed file; empty if this key does not open it."""
    try:
        return _read(value_in(path, key, NAME))
    except FileTrouble:
        return ()


def _read(body: bytes | None) -> tuple[bytes, ...]:
    return () if body is None else msgspec.msgpack.decode(body, type=prepared(tuple[bytes, ...]))
