"""The end of the log, recorded beside the file (``-head``), so that lost events are noticed and reported.

Written after each commit, in place, without fsync: it survives a killed process and a damaged journal, and lags only
after a power cut. A record behind the log is harmless; one ahead of it means lost events. It is authenticated with the
file's key, so that one of another file, or a damaged one, is ignored.
"""

import os
import struct
from contextlib import suppress
from enum import IntEnum
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from models.files.disk import on_disk, sync_folder
from models.ids import NO_DIGEST, DeviceId, Digest
from models.store.file.journal import NO_SEAL, Journal, holds, journal_of

_MAGIC = b"MCHEAD1\n"
_LAYOUT = struct.Struct(f">{len(_MAGIC)}sBQQ{len(NO_DIGEST)}sQ{len(NO_SEAL)}s")
_PROOF = 16
_SIZE = _LAYOUT.size + _PROOF
_RESTARTS = 1 << 20
"""How often a journal may have begun anew since the head was written: each time the first salt rises by one."""


class CloseState(IntEnum):
    """The state of the file when the record was written."""

    CLOSED = 0
    """Everything is in the file; it has no journal."""
    OPENING = 1
    """A journal is being begun; nothing was committed in it that anybody was told of."""
    OPEN = 2
    """The journal belongs to it."""
    LEFT = 3
    """The process ended in order without closing the file: SQLite itself may have brought the journal home."""


class KnownHead(Struct, frozen=True, kw_only=True):
    """The recorded end of the log.

    Attributes:
        state: how it was left.
        device, seq, digest: the last link of the machine's own chain; 0 = none.
        frames: of the journal, up to the last commit; 0 = none.
        seal: salts and checksum of that frame.
    """

    state: CloseState
    device: DeviceId = DeviceId(0)
    seq: int = 0
    digest: Digest = NO_DIGEST
    frames: int = 0
    seal: bytes = NO_SEAL


def head_of(path: Path) -> Path:
    """The path of a database file's head file."""
    return path.with_name(path.name + "-head")


def missing_in(path: Path, journal: Journal, known: KnownHead | None) -> str:
    """What the journal lacks of what was committed; empty = nothing that can be seen without opening the file.

    A journal that is not there at all is judged with the file open: it may have gone home.

    Raises:
        DiskFailing, FolderReadOnly
    """
    if journal.fault:
        return journal.fault
    if known is None or not journal.salts:
        return ""
    if known.state is CloseState.CLOSED:
        return "other"
    if known.state is CloseState.OPENING:
        return ""
    if journal.salts != known.seal[:8]:
        risen = (_first_salt(journal.salts) - _first_salt(known.seal)) & 0xFFFF_FFFF
        return "" if 0 < risen < _RESTARTS else "other"
    if journal.frames < known.frames or not holds(journal_of(path), known.frames, known.seal):
        return "short"
    return ""


def _first_salt(salts: bytes) -> int:
    return int.from_bytes(salts[:4])


class HeadFile:
    """The head file, open.

    Attributes:
        path: where it lies.
        known: what was read from it, or written last; None = nothing that can be believed.
    """

    def __init__(self, database: Path, key: bytes) -> None:
        self.path = head_of(database)
        self._key = blake2b(key, digest_size=32, person=b"motcua head").digest()
        self._handle: int | None = None
        self.known = self._read()

    def write(self, known: KnownHead) -> None:
        """Write a record without waiting for the disk.

        Raises:
            OSError: what is remembered lags behind, which is never wrong.
        """
        self._put(known)
        self.known = known

    def settle(self, known: KnownHead) -> None:
        """Write a record; it is on the disk on return.

        Raises:
            DiskFull, DiskFailing, FolderReadOnly
        """
        with on_disk(self.path):
            os.fsync(self._put(known))
        self.known = known

    def forget(self) -> None:
        """Remove the head file.

        Raises:
            DiskFailing, FolderReadOnly
        """
        self.close()
        self.known = None
        with on_disk(self.path):
            self.path.unlink(missing_ok=True)
            sync_folder(self.path.parent)

    def close(self) -> None:
        """Close it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def leave(self) -> None:
        """The process ends, or nobody holds the database any more, and it was not closed."""
        if self.known is not None and self.known.state is CloseState.OPEN and self._handle is not None:
            with suppress(OSError):  # whoever opens it next is asked to look, which is no loss
                self.write(replace(self.known, state=CloseState.LEFT))
        self.close()

    def _put(self, known: KnownHead) -> int:
        if self._handle is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
            self._handle = os.open(self.path, flags, 0o600)
            if os.fstat(self._handle).st_size > _SIZE:
                os.ftruncate(self._handle, _SIZE)
        told = _LAYOUT.pack(_MAGIC, known.state, known.device, known.seq, known.digest, known.frames, known.seal)
        # One writing of less than a sector: the old one or the new one.
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, told + self._proof(told))
        return self._handle

    def _read(self) -> KnownHead | None:
        with on_disk(self.path):
            try:
                content = self.path.read_bytes()
            except FileNotFoundError:
                return None
        told = content[: _LAYOUT.size]
        if len(content) != _SIZE or content[_LAYOUT.size :] != self._proof(told):
            return None
        _, state, device, seq, digest, frames, seal = _LAYOUT.unpack(told)
        return KnownHead(
            state=CloseState(state), device=DeviceId(device), seq=seq, digest=Digest(digest), frames=frames, seal=seal
        )

    def _proof(self, told: bytes) -> bytes:
        return blake2b(told, digest_size=_PROOF, key=self._key).digest()
