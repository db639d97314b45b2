"""Files of the signed repository from which desks update themselves. Only read here; the desk proves what it gets."""

import re
import stat
from pathlib import Path

from msgspec import Struct

WHOLE = 1 << 20
"""Bytes up to which a file is given whole; a larger one only by ranges."""

PIECE = 256 << 10
"""Bytes of one range at most."""

PARTS = frozenset({"metadata", "targets"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,199}", re.ASCII)


class RepositoryFileMissing(Exception):  # noqa: N818 - a fact about a name
    """The repository has no such file, or the name is none that it could have."""


class RepositoryPiece(Struct, frozen=True):
    """Bytes of a file from ``first`` on; ``size`` is that of the whole file."""

    first: int
    content: bytes
    size: int


def read_piece(folder: Path, part: str, name: str, first: int, last: int | None) -> RepositoryPiece:
    """Read bytes of a file of the repository.

    Args:
        folder: of the repository.
        part: "metadata" or "targets".
        name: of the file, without a folder.
        first: number of the first byte wanted, from 0.
        last: number of the last byte wanted, of ``PIECE`` bytes at most; None = all there is, up to ``WHOLE`` bytes.

    Returns:
        The piece; without content when ``first`` lies beyond the end.

    Raises:
        RepositoryFileMissing: there is none, or it is a link that leads out of the repository.
        OSError: it cannot be read.
    """
    if part not in PARTS or _NAME.fullmatch(name) is None:
        raise RepositoryFileMissing
    path = folder / part / name
    try:
        if stat.S_ISLNK(path.lstat().st_mode) and not path.resolve().is_relative_to(folder.resolve()):
            raise RepositoryFileMissing
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(first)
            wanted = WHOLE if last is None else min(last - first + 1, PIECE)
            return RepositoryPiece(first, file.read(max(0, wanted)), size)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, RuntimeError) as missing:
        raise RepositoryFileMissing from missing
