"""Atomic writes of files and folders; errors of the system become trouble a person can act on."""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from models.trouble import DiskFailing, DiskFull, FileTrouble, FileUnreadable, FolderReadOnly, TargetUnfit

if sys.platform != "win32":
    import fcntl

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM}
_FAILING = {errno.EIO, errno.ENXIO, errno.ENODEV}


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Whatever the system refuses inside is a trouble of this path.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: full; broken; anything else, which is a place that takes no writing.
    """
    try:
        yield
    except OSError as error:
        raise trouble_of(path, error) from error


def trouble_of(path: Path, error: OSError) -> FileTrouble:
    """The trouble an error of the system stands for."""
    if error.errno in _FULL:
        return DiskFull(str(path), str(error))
    if error.errno in _FAILING:
        return DiskFailing(str(path), str(error))
    if error.errno in _REFUSED and (found := unreadable_for_us(path)) is not None:
        return FileUnreadable(str(found[0]), str(error), found[1])
    return FolderReadOnly(str(path), str(error))


def unreadable_for_us(path: Path) -> tuple[Path, str] | None:
    """This, or the nearest folder above it that is there, and whose it is, if this user may not read it; else None."""
    for there in (path, *path.parents):
        try:
            owner = there.stat().st_uid
        except OSError:
            continue
        if os.access(there, os.R_OK if there == path else os.X_OK):
            return None
        return there, _name_of(owner)
    return None


def _name_of(user: int) -> str:
    if sys.platform != "win32":
        import pwd  # noqa: PLC0415 - not on Windows

        with suppress(KeyError):  # a user of another system: the number is all there is
            return pwd.getpwuid(user).pw_name
    return str(user)


PART = ".part"
"""How a file ends that is still being written: never read, and free to be removed once nobody writes it any more."""

_LEFT = re.compile(rf".+\.[0-9a-f]{{8}}{re.escape(PART)}")


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file so that its name never stands for half of it, on FAT too; on the disk when this returns.

    Args:
        path: the file; folders above it are made.
        content: all of it.
        private: only this user may read it, from its first byte on.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: what was there before, if anything, is untouched.
    """
    with on_disk(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _writing(path, 0o600 if private else 0o666) as file:
        file.write(content)


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads to this folder or into it, links followed; one that leads round in a circle does not."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


@contextmanager
def writing_named(path: Path, *, apart_from: Path | None = None) -> Iterator[BinaryIO]:
    """A file that a person has named, to be written: readable by this person alone, whole or not there at all.

    Args:
        path: where to.
        apart_from: a folder in which nothing may be put (the data folder: its files have names of their own).

    Raises:
        TargetUnfit: what lies there is no plain file, but a device, a link, a folder; or it is in ``apart_from``.
        DiskFull, DiskFailing, FolderReadOnly: what was there before, if anything, is untouched.
    """
    with on_disk(path):
        if apart_from is not None and is_inside(path.parent, apart_from):
            raise TargetUnfit(str(path), "data")
        if path.name in {"", ".", ".."} or path.is_symlink() or (path.exists() and not path.is_file()):
            raise TargetUnfit(str(path), "kind")
    with _writing(path, 0o600) as file:
        yield file


def write_named(path: Path, content: bytes, *, apart_from: Path | None = None) -> None:
    """The same for what is in memory; raises as ``writing_named`` does."""
    with writing_named(path, apart_from=apart_from) as file:
        file.write(content)


@contextmanager
def writing_at(path: Path, folder: int | None) -> Iterator[BinaryIO]:
    """A file in a folder that is held open, to be written whole or not at all; raises as ``write_whole`` does.

    Args:
        path: of the file.
        folder: the handle of its folder, which counts whatever the path leads to by now; None = the path counts.
    """
    with _writing(path, 0o666, folder) as file:
        yield file


@contextmanager
def _writing(path: Path, mode: int, folder: int | None = None) -> Iterator[BinaryIO]:
    """A file beside, which takes the name when it is whole and on the disk; what fails inside leaves nothing."""
    to = path if folder is None else Path(path.name)
    import secrets  # noqa: PLC0415 - loads OpenSSL; the window starts without

    fresh = to.with_name(f"{to.name}.{secrets.token_hex(4)}{PART}")
    with on_disk(path):
        try:
            handle = os.open(fresh, _NEW, mode, dir_fd=folder)
            with os.fdopen(handle, "wb") as file:
                _claim(file)
                yield file
                file.flush()
                os.fsync(file.fileno())
                if sys.platform != "win32":
                    os.replace(fresh, to, src_dir_fd=folder, dst_dir_fd=folder)  # still claimed
            if sys.platform == "win32":
                fresh.replace(path)  # not while it is open
        finally:
            with suppress(FileNotFoundError):
                os.unlink(fresh, dir_fd=folder)
        if folder is None:
            sync_folder(path.parent)
        else:
            os.fsync(folder)


def remove_partial(folder: Path) -> tuple[str, ...]:
    """Remove what writings that were cut short have left in this folder; what somebody writes just now stays.

    Returns:
        The names of what was removed.

    Raises:
        DiskFailing, FolderReadOnly
    """
    gone = []
    with on_disk(folder):
        left = [path for path in folder.iterdir() if _LEFT.fullmatch(path.name)] if folder.is_dir() else []
        for path in left:
            if _is_left(path):
                path.unlink(missing_ok=True)
                gone.append(path.name)
    return tuple(gone)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


def _claim(file: BinaryIO) -> None:
    """Whoever cleans up sees that this file is being written, until it is closed. Windows shows that by itself."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX)


def _is_left(path: Path) -> bool:
    """Whether nobody writes this file any more."""
    try:
        with path.open("r+b") as file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False  # it has its name just now
    except (BlockingIOError, PermissionError):
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Names made, changed or removed in this folder are on the disk. Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
