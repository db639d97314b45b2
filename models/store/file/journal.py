"""Checks the journal beside the file (``-wal``) before SQLite replays it.

SQLite replays a journal up to the first invalid frame and ignores what follows without an error. Here the frames behind
it are looked at too. Every commit is on the disk before the next one begins (``synchronous = FULL``), so a power cut
tears the last transaction only: a commit behind the first bad frame that another frame follows was acknowledged.

The format is SQLite's own (sqlite.org/fileformat2.html, section 4); frame headers and checksums are in clear, the pages
between them encrypted.
"""

import os
import struct
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from models.files.disk import on_disk
from models.store.file.snapshot import open_read_only, read_at

PAGE = 4_096
"""Bytes of a page; SQLCipher's default, which all our files have."""

_HEADER, _FRAME = 32, 24
_SLOT = _FRAME + PAGE
_MAGICS = (0x377F_0682, 0x377F_0683)
_FORMAT = 3_007_000
_WORDS = (struct.Struct(f"<{(8 + PAGE) // 4}I"), struct.Struct(f">{(8 + PAGE) // 4}I"))
_HEADER_WORDS = (struct.Struct("<6I"), struct.Struct(">6I"))

NO_SEAL = bytes(16)
"""Of no frame."""

Sums = tuple[int, int]


class Journal(Struct, frozen=True, kw_only=True):
    """The contents of a journal.

    Attributes:
        salts: the eight bytes all its frames bear; empty = it holds no frame.
        frames: how many up to the last commit before which every frame is whole: what SQLite will replay.
        fault: what shows that more was committed than that; empty = nothing does.
    """

    salts: bytes = b""
    frames: int = 0
    fault: str = ""


def journal_of(path: Path) -> Path:
    """The path of a database file's journal."""
    return path.with_name(path.name + "-wal")


def read_journal(path: Path) -> Journal:
    """Read a whole journal; a missing one has no frames.

    Raises:
        DiskFailing, FolderReadOnly: it cannot be read.
    """
    with on_disk(path):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return Journal()
        with file:
            header = file.read(_HEADER)
            if len(header) < _HEADER:
                return Journal()
            sums = _sums_of_header(header)
            if sums is None:
                # Nothing but zeros: a power cut in its first moment, before anything was committed in it.
                return Journal(fault="header" if any(header) or _holds_anything(file) else "")
            return _walk(file, header, sums)


def seal_at(eyes: int, frame: int) -> bytes:
    """Salts and running checksum of a frame, counted from 1; with its number they identify a state of the journal."""
    return read_at(eyes, len(NO_SEAL), _HEADER + (frame - 1) * _SLOT + 8) if frame > 0 else NO_SEAL


def holds(path: Path, frame: int, seal: bytes) -> bool:
    """Whether this frame of a journal has these salts and checksum.

    Raises:
        DiskFailing, FolderReadOnly
    """
    with on_disk(path):
        eyes = open_read_only(path)
        try:
            return seal_at(eyes, frame) == seal
        finally:
            os.close(eyes)


def _walk(file: BinaryIO, header: bytes, sums: Sums) -> Journal:
    words, salts = _WORDS[header[3] & 1], header[16:24]
    number = frames = 0
    whole, has_frames, committed_behind = True, False, False
    while len(slot := file.read(_SLOT)) == _SLOT:
        number += 1
        ours, commits = slot[8:16] == salts, any(slot[4:8])
        has_frames |= ours
        if whole:
            sums = _added(words, slot[:8] + slot[_FRAME:], sums)
            if ours and sums == struct.unpack_from(">2I", slot, 16):
                frames = number if commits else frames
                continue
            whole = False
        if ours:
            if committed_behind:
                return Journal(salts=salts, frames=frames, fault="frames")
            committed_behind = commits
    return Journal(salts=salts if has_frames else b"", frames=frames)


def _sums_of_header(header: bytes) -> Sums | None:
    """The checksum of the header, which the first frame continues; None = no valid header."""
    magic, form, page, _, _, _, *told = struct.unpack(">8I", header)
    if magic not in _MAGICS or form != _FORMAT or page != PAGE:
        return None
    sums = _added(_HEADER_WORDS[magic & 1], header[:24], (0, 0))
    return sums if sums == tuple(told) else None


def _added(words: struct.Struct, content: bytes, sums: Sums) -> Sums:
    first, second = sums
    numbers = iter(words.unpack(content))
    for even, odd in zip(numbers, numbers, strict=True):
        first = (first + even + second) & 0xFFFF_FFFF
        second = (second + odd + first) & 0xFFFF_FFFF
    return first, second


def _holds_anything(file: BinaryIO) -> bool:
    while piece := file.read(1 << 20):
        if piece.count(0) != len(piece):
            return True
    return False
