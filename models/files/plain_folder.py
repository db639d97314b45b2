"""Access to folders others can write to (a USB stick, a backup folder) without following links.

On POSIX each folder is held open, and everything in it is reached through that handle with ``O_NOFOLLOW``: what is
looked at is what is used, whatever is put in its place meanwhile. Windows has no such handles; there each name is
looked at just before it is used. Hard links need no care: files are written beside and renamed, and removing takes one
name.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from models.files.disk import on_disk, writing_at
from models.trouble import NotPlain

_HANDLES = sys.platform != "win32"
_NAME_SURROGATE = 0x2000_0000
"""Bit of a Windows reparse tag whose file stands for another one: symbolic links, junctions, mounted volumes."""

_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = _LOOK | getattr(os, "O_DIRECTORY", 0)
_FILE = _LOOK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20


class EntryKind(Enum):
    """What a name stands for, no link followed."""

    NOTHING = auto()
    FILE = auto()
    FOLDER = auto()
    OTHER = auto()
    """A link, a junction, a device, a pipe, a socket."""


def kind_of(path: Path) -> EntryKind:
    """What lies there; links above it are followed.

    Raises:
        DiskFailing, FolderReadOnly: it cannot be looked at.
    """
    with on_disk(path):
        return _kind(path, None)


def check_folder(path: Path) -> None:
    """A plain folder lies there, or nothing.

    Raises:
        NotPlain: a link or anything else does.
        DiskFailing, FolderReadOnly: it cannot be looked at.
    """
    if kind_of(path) not in {EntryKind.NOTHING, EntryKind.FOLDER}:
        raise NotPlain(str(path))


def check_file(path: Path) -> None:
    """A plain file lies there, or nothing; raises as ``check_folder`` does."""
    if kind_of(path) not in {EntryKind.NOTHING, EntryKind.FILE}:
        raise NotPlain(str(path))


class PlainFolder:
    """A folder that is one, and what lies in it. Made by ``opened``.

    Attributes:
        path: to name it by in a sentence.
    """

    def __init__(self, path: Path, handle: int | None) -> None:
        self.path = path
        self._handle = handle

    def names(self) -> list[str]:
        """Of everything in it."""
        with on_disk(self.path):
            return sorted(os.listdir(self.path if self._handle is None else self._handle))  # noqa: PTH208  # of a handle

    def kind(self, name: str) -> EntryKind:
        """What a name in it stands for."""
        with on_disk(self.path / name):
            return _kind(self._at(name), self._handle)

    @contextmanager
    def below(self, name: str, *, make: bool = False) -> Iterator["PlainFolder | None"]:
        """A folder in it; None = there is none.

        Args:
            name: of it, without any separator.
            make: make it then.

        Raises:
            NotPlain: a link or a file lies there.
            DiskFull, DiskFailing, FolderReadOnly.
        """
        path = self.path / name
        with on_disk(path):
            if make and _kind(self._at(name), self._handle) is EntryKind.NOTHING:
                os.mkdir(self._at(name), dir_fd=self._handle)
            handle = _open_folder(path, self._at(name), self._handle)
        with _closing(path, handle) as folder:
            yield folder

    def read(self, name: str, most: int) -> bytes | None:
        """All bytes of a file in it; None = it has more than ``most``.

        Raises:
            NotPlain: it is no plain file.
            DiskFailing, FolderReadOnly: it cannot be read, or is not there.
        """
        path = self.path / name
        with on_disk(path):
            if _kind(self._at(name), self._handle) not in {EntryKind.FILE, EntryKind.NOTHING}:
                raise NotPlain(str(path))
            with _refusing_links(path):
                handle = os.open(self._at(name), _FILE, dir_fd=self._handle)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise NotPlain(str(path))
                content = bytearray()
                while len(content) <= most and (piece := file.read(_PIECE)):
                    content += piece
        return bytes(content) if len(content) <= most else None

    def write_whole(self, name: str, content: bytes) -> None:
        """As ``models.files.disk.write_whole``: what had the name before, a link too, is replaced and not followed."""
        if self.kind(name) not in {EntryKind.FILE, EntryKind.NOTHING}:
            raise NotPlain(str(self.path / name))
        with writing_at(self.path / name, self._handle) as file:
            file.write(content)

    def remove(self, name: str) -> None:
        """Remove a file in it; nothing when there is none.

        Raises:
            NotPlain: it is no plain file.
            DiskFailing, FolderReadOnly.
        """
        with on_disk(self.path / name):
            found = _kind(self._at(name), self._handle)
            if found is EntryKind.FILE:
                os.unlink(self._at(name), dir_fd=self._handle)
            elif found is not EntryKind.NOTHING:
                raise NotPlain(str(self.path / name))

    def _at(self, name: str) -> Path:
        """How the system is told of something in it."""
        return self.path / name if self._handle is None else Path(name)


@contextmanager
def opened(path: Path) -> Iterator[PlainFolder | None]:
    """The folder at this path; None = there is nothing. Links above it are followed: a person has named them.

    Raises:
        NotPlain: the last part of the path is a link, or no folder.
        DiskFailing, FolderReadOnly.
    """
    with on_disk(path):
        handle = _open_folder(path, path, None)
    with _closing(path, handle) as folder:
        yield folder


_ABSENT = -1
"""In place of a handle: there is no such folder."""


@contextmanager
def _closing(path: Path, handle: int | None) -> Iterator[PlainFolder | None]:
    if handle == _ABSENT:
        yield None
        return
    try:
        yield PlainFolder(path, handle)
    finally:
        if handle is not None:
            os.close(handle)


def _open_folder(path: Path, at: Path, beside: int | None) -> int | None:
    """A handle; None where the system has none for folders; ``_ABSENT`` when nothing lies there."""
    found = _kind(at, beside)
    if found is EntryKind.NOTHING:
        return _ABSENT
    if found is not EntryKind.FOLDER:
        raise NotPlain(str(path))
    if not _HANDLES:
        return None
    with _refusing_links(path):
        return os.open(at, _FOLDER, dir_fd=beside)


@contextmanager
def _refusing_links(path: Path) -> Iterator[None]:
    """A link or a file that has taken the place since it was looked at is told as such."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR, errno.EMLINK}:
            raise NotPlain(str(path)) from error
        raise


def _kind(at: Path, beside: int | None) -> EntryKind:
    try:
        found = os.stat(at, dir_fd=beside, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return EntryKind.NOTHING
    if getattr(found, "st_reparse_tag", 0) & _NAME_SURROGATE:
        return EntryKind.OTHER
    if stat.S_ISDIR(found.st_mode):
        return EntryKind.FOLDER
    return EntryKind.FILE if stat.S_ISREG(found.st_mode) else EntryKind.OTHER
