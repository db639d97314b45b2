"""Small text files with a digest inside that shows whether they are still as the program wrote them.

The mark is the word ``sha256:`` and 64 hexadecimal digits, in TOML as a comment, in JSON as a member that no reader
asks for: the SHA-256 of the whole file with these digits as zeros. A file without a mark was made by hand or by an
earlier version. One whose mark does not fit was changed since, by a person (no harm) or by a failing disk. So a
mismatch is reported, not refused.
"""

import re
from enum import StrEnum
from pathlib import Path

import msgspec

from models.files.disk import on_disk, write_whole

_MARK = re.compile(rb"sha256:([0-9a-f]{64})")
_ZEROS = b"0" * 64
_MEMBER = b"written_as"


class Mark(StrEnum):
    """What a file says of itself."""

    FITS = "fits"
    DIFFERS = "differs"
    NONE = "none"


def marked_toml(text: str) -> bytes:
    """The text with its mark behind it."""
    return _stamped(text.encode("utf-8") + b"\n# motcua sha256:" + _ZEROS + b"\n")


def marked_json(encoded: bytes, *, indent: int = 2) -> bytes:
    """One JSON object, laid out for people, with its mark as the last member."""
    whole = encoded[:-1] + b',"' + _MEMBER + b'":"sha256:' + _ZEROS + b'"}'
    return _stamped(msgspec.json.format(whole, indent=indent))


def mark_of(content: bytes) -> Mark:
    """Whether these bytes of a file are as they were written."""
    found = _last(content)
    if found is None:
        return Mark.NONE
    return Mark.FITS if _stamped(content) == content else Mark.DIFFERS


def mark_again(path: Path) -> None:
    """A person has looked: this file is right as it is. Its mark is made to fit; nothing else of it changes.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    with on_disk(path):
        content = path.read_bytes()
    if _last(content) is not None:
        write_whole(path, _stamped(content))


def _stamped(content: bytes) -> bytes:
    """With the digits of its last mark as they should be."""
    found = _last(content)
    if found is None:
        return content
    import hashlib  # noqa: PLC0415 - loads OpenSSL; the window starts without

    first, last = found.span(1)
    bare = content[:first] + _ZEROS + content[last:]
    return content[:first] + hashlib.sha256(bare).hexdigest().encode() + content[last:]


def _last(content: bytes) -> re.Match[bytes] | None:
    return max(_MARK.finditer(content), key=lambda one: one.start(), default=None)
