"""Pages as they lie in the file: whether a key fits them, and whether those that SQLite passes over are whole.

SQLCipher 4: pages of 4,096 bytes, each ending in 16 bytes of IV and the HMAC-SHA512 over its bytes, IV and number
(little-endian); the key of the HMAC is PBKDF2 (SHA-512, 2 rounds) of the file's key with the file's salt, each byte
XOR 0x3a. The salt is the first 16 bytes of the file, so damage there makes every HMAC fail: each salt that differs in
one byte is tried as well. Where more of the salt is gone nothing here can tell; the recovery file's proof still can
(``desk.backup.database_keys``). The contents are AES-256-CBC under the file's key.

Free pages, as SQLite's file format has them: page 1 tells at 32 the first trunk; a trunk tells the next one (0 = none),
how many leaves it names, and their numbers, big-endian.
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from models.store.file.journal import PAGE
from models.store.file.snapshot import LOCKED_AT, open_read_only, read_at
from models.trouble import FileDamaged, FileTrouble, KeyWrong

SALT = 16
_IV = 16
_MAC = 64
_USED = PAGE - _IV - _MAC
_PAGES_IN_FILE, _FIRST_TRUNK = 28, 32
_PIECE = 1 << 20
_ZEROS = bytes(PAGE)
_LOCKED = LOCKED_AT // PAGE + 1
"""Number of the page that holds nothing, because SQLite's locks lie there."""

Reader = Callable[[int, int], bytes]
"""Reads at most so many bytes of a file at an offset."""

_LOOKED_AT = 50
"""Pages that are looked at: one that fits is proof enough, and a wrong key must not read gigabytes."""


def key_fits(path: Path, key: bytes) -> bool:
    """Whether a page behind the first has a valid HMAC under this key; False for an unreadable file."""
    try:
        with path.open("rb") as file:
            salt = file.read(SALT)
            file.seek(PAGE)
            pages = [page for page in (file.read(PAGE) for _ in range(_LOOKED_AT)) if len(page) == PAGE]
    except OSError:
        return False
    if len(salt) < SALT:
        return False
    if any(_fits(page, number, key, salt) for number, page in enumerate(pages, 2)):
        return True
    return any(_fits(page, 2, key, near) for page in pages[:1] for near in _near(salt))


def not_opened(path: Path, key: bytes) -> FileTrouble:
    """Why SQLCipher cannot open the file: another key, or a damaged first page."""
    if key_fits(path, key):
        return FileDamaged(str(path), FileDamaged.FIRST_PAGE)
    return KeyWrong(str(path))


def _fits(page: bytes, number: int, key: bytes, salt: bytes) -> bool:
    return _proves(_proof(key, salt), page, number)


def _proof(key: bytes, salt: bytes) -> bytes:
    """The key of the HMACs."""
    return hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, len(key))


def _proves(proof: bytes, page: bytes, number: int) -> bool:
    told = hmac.digest(proof, page[:-_MAC] + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(told, page[-_MAC:])


def _near(salt: bytes) -> Iterator[bytes]:
    """All salts that differ in one byte."""
    for at in range(SALT):
        for byte in range(256):
            yield salt[:at] + bytes((byte,)) + salt[at + 1 :]


@contextmanager
def reader_of(path: Path) -> Iterator[Reader]:
    """Reads a file that this process has not open: on POSIX, closing it again drops the locks on it."""
    descriptor = open_read_only(path)
    try:
        yield partial(read_at, descriptor)
    finally:
        os.close(descriptor)


def passed_over(read: Reader, size: int, key: bytes, stop: Callable[[], bool] = lambda: False) -> Iterator[int]:
    """Numbers of the damaged pages that pass unseen when SQLite checks all of its tables.

    SQLCipher proves each page that it decrypts, and ``quick_check`` decrypts every page in use. It does not decrypt
    free pages, and what lies behind the last page; and a page of zeros counts as one behind the end of the file.

    Args:
        read: the file.
        size: its bytes.
        key: of it.
        stop: asked now and then; ends early.
    """
    pages, rest = divmod(size, PAGE)
    if rest:
        yield pages + 1
    if not pages:
        return
    for at in range(0, pages * PAGE, _PIECE):
        if stop():
            return
        start = at + PAGE if at == LOCKED_AT else at  # Windows lets nobody read what SQLite has locked
        piece = read_whole(read, min(at + _PIECE, pages * PAGE) - start, start)
        yield from (start // PAGE + 1 + place for place in _zeros_in(piece))
    first = read_whole(read, PAGE, 0)
    proof = _proof(key, first[:SALT])
    for number in _unused(read, pages, key, proof):
        if stop():
            return
        if number != _LOCKED and not _proves(proof, _page(read, number), number):
            yield number


def _zeros_in(piece: bytes) -> Iterator[int]:
    """Which pages of a piece are all zeros."""
    first = piece[::PAGE]
    place = first.find(0)
    while place >= 0:
        if piece.startswith(_ZEROS, place * PAGE):
            yield place
        place = first.find(0, place + 1)


def read_whole(read: Reader, length: int, at: int) -> bytes:
    """So many bytes; less only at the end of the file."""
    piece = read(length, at)
    while len(piece) < length and (more := read(length - len(piece), at + len(piece))):
        piece += more
    return piece


def _unused(read: Reader, pages: int, key: bytes, proof: bytes) -> Iterator[int]:
    """Free pages, and those behind the last one. Where a trunk is damaged it is the last one told."""
    header = _decrypted(_page(read, 1), 1, key)
    (count,) = struct.unpack_from(">I", header, _PAGES_IN_FILE)
    yield from range(count + 1, pages + 1)
    (trunk,) = struct.unpack_from(">I", header, _FIRST_TRUNK)
    for _ in range(pages):  # a ring of trunks ends, and is what SQLite finds
        if not 1 < trunk <= pages:
            return
        yield trunk
        page = _page(read, trunk)
        if not _proves(proof, page, trunk):
            return
        plain = _decrypted(page, trunk, key)
        trunk, leaves = struct.unpack_from(">II", plain)
        named = struct.unpack_from(f">{min(leaves, _USED // 4 - 2)}I", plain, 8)
        yield from (leaf for leaf in named if 1 < leaf <= pages)


def _page(read: Reader, number: int) -> bytes:
    return read_whole(read, PAGE, (number - 1) * PAGE)


def _decrypted(page: bytes, number: int, key: bytes) -> bytes:
    """What SQLite sees of a page; of the first one zeros where the salt is."""
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415 - the window starts without
        Cipher,
        algorithms,
        modes,
    )

    salt = SALT if number == 1 else 0
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(page[_USED : _USED + _IV])).decryptor()
    return bytes(salt) + decryptor.update(page[salt:_USED]) + decryptor.finalize()
