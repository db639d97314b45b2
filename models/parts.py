"""Files still on their way: each a run of encrypted pieces in the order they came, so that none is sent twice.

A piece is its length (4 bytes, big-endian), and the bytes as ``models.files.Cipher`` locks them under digest and
offset. A piece cut off by a power cut is seen by its length and overwritten by the next.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

from models.disk import on_disk
from models.files import Cipher
from models.ids import FileDigest

_HEAD = struct.Struct(">I")
_LOCKED_MORE = 28
"""Bytes that locking adds: nonce and tag."""


class OffsetWrong(Exception):  # noqa: N818 - a fact about a piece
    """The piece does not begin where the last one ended; ``offset`` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Parts:
    """What has come of files that are not whole yet. Several processes may add to the same one.

    Attributes:
        folder: where they lie.
    """

    def __init__(self, folder: Path, database_key: bytes) -> None:
        self.folder = folder
        self._cipher = Cipher(database_key)

    def offset(self, digest: FileDigest) -> int:
        """How many bytes of it have come."""
        path = self._path(digest)
        with on_disk(path):
            if not path.exists():
                return 0
            with path.open("rb") as file:
                return sum(length for _, length in _pieces(file))

    def add(self, digest: FileDigest, offset: int, content: bytes) -> int:
        """Put a piece behind what has come, and say how many bytes that makes.

        Raises:
            OffsetWrong: it does not fit; nothing was added.
            DiskFull, DiskFailing, FolderReadOnly: likewise nothing.
        """
        path = self._path(digest)
        with self._alone(digest), on_disk(path), path.open("r+b" if path.exists() else "w+b") as file:
            end, known = 0, 0
            for start, length in _pieces(file):
                end, known = start + _HEAD.size + length + _LOCKED_MORE, known + length
            if offset != known:
                raise OffsetWrong(known)
            locked = self._cipher.lock(content, f"{digest} {offset}")
            file.seek(end)
            file.truncate()
            file.write(_HEAD.pack(len(content)) + locked)
            return known + len(content)

    def content(self, digest: FileDigest) -> bytes:
        """All bytes that have come; fewer, when the disk no longer gives back what it took."""
        path = self._path(digest)
        whole = bytearray()
        with on_disk(path), path.open("rb") as file:
            for start, length in _pieces(file):
                file.seek(start + _HEAD.size)
                piece = self._cipher.unlock(file.read(length + _LOCKED_MORE), f"{digest} {len(whole)}")
                if piece is None:
                    break
                whole += piece
        return bytes(whole)

    def drop(self, digest: FileDigest) -> None:
        """It is whole, or will never be: forget what has come."""
        path = self._path(digest)
        with self._alone(digest), on_disk(path):
            path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self, digest: FileDigest) -> Iterator[None]:
        """The only one to change this part, among all processes."""
        with on_disk(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f"{digest[:2]}.lock"):
                yield

    def _path(self, digest: FileDigest) -> Path:
        return self.folder / f"{digest}.part"


def _pieces(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Where each whole piece begins, and how many bytes it brings."""
    size = os.fstat(file.fileno()).st_size
    at = 0
    while at + _HEAD.size <= size:
        file.seek(at)
        (length,) = _HEAD.unpack(file.read(_HEAD.size))
        if length == 0 or at + _HEAD.size + length + _LOCKED_MORE > size:
            return
        yield at, length
        at += _HEAD.size + length + _LOCKED_MORE
