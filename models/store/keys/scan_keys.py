"""The keys of the scanned files, stored inside the database so that changing its key leaves them readable.

In an older folder the first key is derived from the database's key. When the database is found under another key than
the newest was made under, a new one is added in front; none is ever removed, so that files from any backup can be read
with any later database.
"""

import hashlib
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from models.files.scans import derived_key
from models.store.file.checking import value_in
from models.store.keys.key import KEY_BYTES
from models.store.store import Store
from models.system.decoding import prepared

NAME = "files keys"


class ScanKeys(Struct, frozen=True, kw_only=True):
    """The keys.

    Attributes:
        keys: newest first.
        under: print of the database's key at the time when the newest was made.
        renewed: every file lies under the newest.
    """

    keys: tuple[bytes, ...]
    under: bytes
    renewed: bool


def scan_keys(store: Store, database_key: bytes, *, has_files: bool) -> ScanKeys:
    """The current keys; created, or extended by a new one, if necessary.

    Args:
        store: the open file.
        database_key: what it was opened with.
        has_files: the folder of scanned files is there: in a database that knows no keys they are of before.
    """
    under = hashlib.blake2b(database_key, digest_size=16, person=b"motcua scans").digest()
    known = read_scan_keys(store)
    if known is not None and known.under == under:
        return known
    fresh = secrets.token_bytes(KEY_BYTES)
    if known is not None:
        made = ScanKeys(keys=(fresh, *known.keys), under=under, renewed=False)
    else:
        made = ScanKeys(keys=(derived_key(database_key) if has_files else fresh,), under=under, renewed=True)
    _keep(store, made)
    return made


def read_scan_keys(store: Store) -> ScanKeys | None:
    """The stored keys; None = the file is from a version without them."""
    body = store.key_values.load(NAME)
    return None if body is None else msgspec.msgpack.decode(body, type=prepared(ScanKeys))


def scan_keys_in(path: Path, key: bytes) -> tuple[bytes, ...]:
    """The keys stored in a file nobody writes to; empty = its scans use the key derived from its own.

    Raises:
        KeyWrong, FileDamaged, DiskFailing
    """
    body = value_in(path, key, NAME)
    return () if body is None else msgspec.msgpack.decode(body, type=prepared(ScanKeys)).keys


def note_renewed(store: Store, newest: bytes) -> None:
    """Record that every file is encrypted with this key, if it is still the newest."""
    known = read_scan_keys(store)
    if known is not None and known.keys[0] == newest:
        _keep(store, replace(known, renewed=True))


def _keep(store: Store, keys: ScanKeys) -> None:
    store.key_values.save(NAME, msgspec.msgpack.encode(keys))
