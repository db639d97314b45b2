"""Scanned files at the hub: a folder and a key for each office."""

import hmac
from datetime import timedelta
from pathlib import Path

from models.calendar.clock import Clock
from models.files.parts import PartialFile, Parts, coming_to
from models.files.scans import Files, digest_of, is_digest
from models.ids import FileDigest
from models.office import folder_name
from models.trouble import DiskFull, FileTrouble, FolderReadOnly
from sync.hub.log.disk_space import room_in

UNFINISHED = timedelta(days=14)
"""A file nobody has added to for so long is forgotten and begins anew: a desk may be cut off for a week of floods."""


class OfficeFiles:
    """The files of all offices, each in a folder and under a key of its own.

    Args of the constructor:
        folder: where they lie.
        secret: 32 bytes known to the hub alone.
        clock: the hub's.

    Attributes:
        spare: bytes of the disk that are never filled, so that whatever else lies on it goes on.
    """

    def __init__(self, folder: Path, secret: bytes, clock: Clock, *, spare: int = 0) -> None:
        self.spare = spare
        self._folder = folder
        self._secret = secret
        self._clock = clock
        self._files: dict[str, Files] = {}
        self._coming: dict[str, Parts] = {}

    def has(self, office: str, digest: FileDigest) -> bool:
        """Whether this file of this office has arrived whole, as far as the disk can be read.

        One that cannot is told by the hub's health. Events go on without: they are set aside, and desks ask again.
        """
        try:
            return is_digest(digest) and self.of(office).has(digest)
        except FileTrouble:
            return False

    def put(self, office: str, content: bytes) -> None:
        """Store a whole file.

        Raises:
            FileTrouble: the disk does not take it.
        """
        self.check_room(len(content))
        self.of(office).put(content)

    def check_room(self, size: int) -> None:
        """Check that a file of so many bytes leaves enough free space.

        Raises:
            DiskFull, FolderReadOnly: they do not.
        """
        room = room_in(self._folder)
        if not room.writable:
            raise FolderReadOnly(str(self._folder))
        if room.free - size < self.spare:
            raise DiskFull(str(self._folder))

    def of(self, office: str) -> Files:
        """The store of an office's whole files; cached, since it remembers which files it has verified."""
        known = self._files.get(office)
        if known is None:
            key = hmac.digest(self._secret, b"files of " + office.encode(), "sha256")
            known = self._files.setdefault(office, Files(self._folder / folder_name(office), key))
        return known

    def begin(self, office: str, digest: FileDigest, size: int) -> PartialFile:
        """Announce a file, or return how many bytes of it have arrived.

        Raises:
            FileTrouble: the disk does not take it.
        """
        if self.has(office, digest):
            return self._whole(office, digest)
        self.check_room(size)
        parts = self._parts(office)
        parts.drop_older((self._clock() - UNFINISHED).timestamp())
        return self._settled(office, digest, parts.begin(digest, size))

    def coming(self, office: str, digest: FileDigest) -> PartialFile | None:
        """How many bytes of a file have arrived; None = it was not announced."""
        if self.has(office, digest):
            return self._whole(office, digest)
        return self._parts(office).coming(digest)

    def add(self, office: str, digest: FileDigest, offset: int, piece: bytes) -> PartialFile | None:
        """Append a piece; the last one completes the file. None = the digest does not fit, so the upload restarts.

        Raises:
            OffsetWrong: the piece does not fit.
            FileTrouble: the disk does not take it.
        """
        if self.has(office, digest):
            return self._whole(office, digest)
        self.check_room(len(piece))
        after = self._settled(office, digest, self._parts(office).add(digest, offset, piece))
        return after if after.offset else None

    def _settled(self, office: str, digest: FileDigest, coming: PartialFile) -> PartialFile:
        """What has come whole is put among the files (also when a crash came between), or begins anew."""
        if not coming.is_whole:
            return coming
        parts = self._parts(office)
        content = parts.content(digest)
        if digest_of(content) == digest:
            self.of(office).put(content)
            parts.drop(digest)
            return coming
        parts.drop(digest)
        return parts.begin(digest, coming.size)

    def _whole(self, office: str, digest: FileDigest) -> PartialFile:
        size = self.of(office).size(digest)
        return PartialFile(size, size)

    def _parts(self, office: str) -> Parts:
        known = self._coming.get(office)
        return known or self._coming.setdefault(office, coming_to(self.of(office)))
