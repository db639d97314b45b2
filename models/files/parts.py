"""Partly transferred files: encrypted pieces in the order received, so that none is sent twice.

A part begins with the size of the whole (8 bytes). A piece is its length (4 bytes; numbers are big-endian), and the
bytes as ``models.files.scans.Cipher`` locks them under digest and offset. A piece cut off by a power cut is seen by its
length and overwritten by the next.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock
from msgspec import Struct

from models.files.disk import on_disk
from models.files.scans import LOCKED_MORE, NONCE, Cipher, Files
from models.ids import FileDigest

_SIZE = struct.Struct(">Q")
_HEAD = struct.Struct(">I")
_MOST_KNOWN = 256


class PartialFile(Struct, frozen=True):
    """How much of a file has come, and how much there is, in bytes."""

    offset: int
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is still to come."""
        return self.offset == self.size


class OffsetWrong(Exception):  # noqa: N818 - a fact about a piece
    """The piece does not begin where the last one ended (``offset``), or is longer than what is still to come."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def coming_to(files: Files) -> "Parts":
    """The parts of files that are on their way to these."""
    return Parts(files.folder / "coming", files.cipher)


class _Reached(Struct, frozen=True):
    """How far a part was read through.

    Attributes:
        at, mark: where its last whole piece begins, and the first bytes of it, its nonce among them: a part that was
            begun anew has others there.
        end: of that piece.
        offset: of the bytes that came.
    """

    at: int = 0
    mark: bytes = b""
    end: int = _SIZE.size
    offset: int = 0


class Parts:
    """What has come of files that are not whole yet. Several processes may add to the same one.

    Attributes:
        folder: where they lie.
        looked_at: how many pieces were looked at to find where parts end.
    """

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        self.folder = folder
        self.looked_at = 0
        self._cipher = cipher
        self._reached: dict[FileDigest, _Reached] = {}

    def begin(self, digest: FileDigest, size: int) -> PartialFile:
        """Expect a file of this size, or go on with what has come of it.

        Raises:
            DiskFull, DiskFailing, FolderReadOnly.
        """
        path = self._path(digest)
        with self._alone(digest), on_disk(path):
            known = self.coming(digest)
            if known is not None and known.size == size:
                return known
            path.write_bytes(_SIZE.pack(size))
        return PartialFile(0, size)

    def coming(self, digest: FileDigest) -> PartialFile | None:
        """How much of it has come; None = it is not expected."""
        path = self._path(digest)
        with on_disk(path):
            try:
                with path.open("rb") as file:
                    head = file.read(_SIZE.size)
                    if len(head) < _SIZE.size:
                        return None
                    return PartialFile(self._walk(file, digest).offset, _SIZE.unpack(head)[0])
            except FileNotFoundError:
                return None

    def add(self, digest: FileDigest, offset: int, content: bytes) -> PartialFile:
        """Put a piece behind what has come.

        Raises:
            OffsetWrong: it does not fit, or nothing is expected; nothing was added.
            DiskFull, DiskFailing, FolderReadOnly: likewise nothing.
        """
        path = self._path(digest)
        with self._alone(digest), on_disk(path):
            known = self.coming(digest)
            if known is None:
                raise OffsetWrong(0)
            after = PartialFile(offset + len(content), known.size)
            if offset != known.offset or not content or after.offset > known.size:
                raise OffsetWrong(known.offset)
            locked = self._cipher.encrypt(content, f"{digest} {offset}")
            with path.open("r+b") as file:
                file.seek(self._walk(file, digest).end)
                file.truncate()
                file.write(_HEAD.pack(len(content)) + locked)
        return after

    def content(self, digest: FileDigest) -> bytes:
        """All bytes that have come; fewer, when the disk no longer gives back what it took."""
        path = self._path(digest)
        whole = bytearray()
        with on_disk(path), path.open("rb") as file:
            for at, length in _pieces(file):
                file.seek(at + _HEAD.size)
                piece = self._cipher.decrypt(file.read(length + LOCKED_MORE), f"{digest} {len(whole)}")
                if piece is None:
                    break
                whole += piece
        return bytes(whole)

    def drop(self, digest: FileDigest) -> None:
        """It is whole, or will never be: forget what has come."""
        path = self._path(digest)
        with self._alone(digest), on_disk(path):
            path.unlink(missing_ok=True)
        self._reached.pop(digest, None)

    def drop_older(self, before: float) -> None:
        """Forget what nobody has added to since this time (seconds since 1970, by the file system)."""
        with on_disk(self.folder):
            for path in self.folder.glob("*.part"):
                if path.stat().st_mtime < before:
                    self.drop(FileDigest(path.stem))

    def _walk(self, file: BinaryIO, digest: FileDigest) -> _Reached:
        """How far a part goes, from where it was known to go the last time."""
        known = self._reached.get(digest, _Reached())
        if os.fstat(file.fileno()).st_size < known.end or _mark(file, known.at) != known.mark:
            known = _Reached()
        offset, last, end = known.offset, known.at, known.end
        for at, length in _pieces(file, end):
            self.looked_at += 1
            offset, last, end = offset + length, at, at + _HEAD.size + length + LOCKED_MORE
        if offset > known.offset:
            known = _Reached(last, _mark(file, last), end, offset)
            if len(self._reached) >= _MOST_KNOWN:
                self._reached.clear()
            self._reached[digest] = known
        return known

    @contextmanager
    def _alone(self, digest: FileDigest) -> Iterator[None]:
        """The only one to change this part, among all processes."""
        with on_disk(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f"{digest[:2]}.lock"):
                yield

    def _path(self, digest: FileDigest) -> Path:
        return self.folder / f"{digest}.part"


def _pieces(file: BinaryIO, at: int = _SIZE.size) -> Iterator[tuple[int, int]]:
    """Where each whole piece from here on begins, and how many bytes it brings."""
    size = os.fstat(file.fileno()).st_size
    while at + _HEAD.size <= size:
        file.seek(at)
        (length,) = _HEAD.unpack(file.read(_HEAD.size))
        if length == 0 or at + _HEAD.size + length + LOCKED_MORE > size:
            return
        yield at, length
        at += _HEAD.size + length + LOCKED_MORE


def _mark(file: BinaryIO, at: int) -> bytes:
    """The first bytes of a piece: its length and its nonce."""
    file.seek(at)
    return file.read(_HEAD.size + NONCE)
