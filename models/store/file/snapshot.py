"""A snapshot of the main file: while it is held, SQLite writes only to the WAL, and another thread can read it.

No checkpoint runs while a file is held, so that the main file stays at the state of one moment. It is read through one
descriptor that stays open as long as the database does: on POSIX, closing any descriptor of a file drops every lock
that this process has on it.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from models.files.disk import on_disk
from models.ids import DeviceId, Digest
from models.trouble import CutOff

PIECE = 1 << 20
"""Bytes read at once: a wish to stop is heard within some milliseconds."""

LOCKED_AT = 1 << 30
"""Where SQLite puts its locks. The page there holds nothing, and Windows lets nobody read what is locked."""

LOCKED = 4_096
"""One page."""

_SEEKING = threading.Lock()
"""Where there is no reading at a place, seeking and reading belong together."""


class Snapshot:
    """A snapshot of the main file.

    Attributes:
        path: where it lies.
        size: bytes of the main file.
        device: whose chain ``seq`` and ``digest`` are the last link of.
        broken: the database was closed before the end, so that what was read is invalid.
    """

    def __init__(self, path: Path, eyes: int, device: DeviceId, seq: int, digest: Digest) -> None:
        self.path = path
        self.size = os.fstat(eyes).st_size
        self.device = device
        self.seq = seq
        self.digest = digest
        self.broken = False
        self._eyes = eyes
        self._looking = threading.Lock()

    def break_off(self) -> None:
        """Invalidate it before the database is closed; its descriptor is read no more."""
        with self._looking:
            self.broken = True

    def copy(
        self, to: Path, *, stop: Callable[[], bool] = lambda: False, on_progress: Callable[[int], None] | None = None
    ) -> str:
        """Copy it to a file, durable on return. Any thread.

        Args:
            to: the new file.
            stop: asked after each piece.
            on_progress: told how many bytes are done.

        Returns:
            SHA-256 of what was written, as hexadecimal.

        Raises:
            CutOff: the database was closed meanwhile, or ``stop`` said so.
            DiskFull, DiskFailing, FolderReadOnly: of the place it goes to.
        """
        sha = hashlib.sha256()
        with on_disk(to), to.open("wb") as file:
            done = 0
            while done < self.size:
                piece = self._piece(done)
                if stop():
                    raise CutOff(str(to))
                file.write(piece)
                sha.update(piece)
                done += len(piece)
                if on_progress is not None:
                    on_progress(done)
            file.flush()
            os.fsync(file.fileno())
        if self.broken:
            raise CutOff(str(to))
        return sha.hexdigest()

    def _piece(self, at: int) -> bytes:
        piece = self.read(min(PIECE, self.size - at), at)
        if not piece:
            raise CutOff(str(self.path))
        return piece

    def read(self, length: int, at: int) -> bytes:
        """At most so many bytes at an offset. Any thread.

        Raises:
            CutOff: the database was closed meanwhile.
        """
        if at == LOCKED_AT:
            return bytes(min(LOCKED, length))
        length = min(length, LOCKED_AT - at if at < LOCKED_AT else length)
        with self._looking:
            if self.broken:
                raise CutOff(str(self.path))
            return read_at(self._eyes, length, at)


def open_read_only(path: Path) -> int:
    """Open a read-only descriptor."""
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0))


def read_at(eyes: int, length: int, at: int) -> bytes:
    """Read at most so many bytes at an offset; any thread."""
    if sys.platform == "win32":
        with _SEEKING:
            os.lseek(eyes, at, os.SEEK_SET)
            return os.read(eyes, length)
    return os.pread(eyes, length, at)
