"""Tells a wrong key from a damaged first page, by checking the HMAC of the pages behind it.

SQLCipher 4: pages of 4,096 bytes, each ending in 16 bytes of IV and the HMAC-SHA512 over its bytes, IV and number
(little-endian); the key of the HMAC is PBKDF2 (SHA-512, 2 rounds) of the file's key with the file's salt, each byte
XOR 0x3a. The salt is the first 16 bytes of the file, so damage there makes every HMAC fail: each salt that differs in
one byte is tried as well. Where more of the salt is gone nothing here can tell; the recovery file's proof still can
(``desk.backup.database_keys``).
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from models.store.file.journal import PAGE
from models.trouble import FileDamaged, FileTrouble, KeyWrong

SALT = 16
_MAC = 64
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
    own = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, len(key))
    told = hmac.digest(own, page[:-_MAC] + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(told, page[-_MAC:])


def _near(salt: bytes) -> Iterator[bytes]:
    """All salts that differ in one byte."""
    for at in range(SALT):
        for byte in range(256):
            yield salt[:at] + bytes((byte,)) + salt[at + 1 :]
