"""Scanned files: each stored under the SHA-256 of its bytes, encrypted, written atomically.

``folder/ab/abcdef…`` holds 12 random bytes and the file under AES-256-GCM; the digest is authenticated with it, so
that a file put in another's place does not open. A desk keeps the keys for them in its database, newest first: files
under an older one stay readable, and are put under the newest one after the other, at leisure.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

from models.files.disk import on_disk, write_whole
from models.ids import FileDigest
from models.trouble import ScanDamaged, ScanNotHere

MOST_FILE_BYTES = 20 << 20
"""Most of one scanned file. A page in colour at 300 dpi is 0.3 to 1 MB as JPEG or PDF, so this is a dossier's longest
paper; over a line of 256 kbit/s it already takes eleven minutes."""

PDF, JPEG, PNG, TIFF = "application/pdf", "image/jpeg", "image/png", "image/tiff"

_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)

_DIGEST = re.compile(r"[0-9a-f]{64}")
NONCE = 12
_TAG = 16
LOCKED_MORE = NONCE + _TAG
"""Bytes that locking adds: nonce and tag."""

_BLOCK = 16
"""Bytes of one block of AES."""

_FIRST_BLOCK = 2
"""GCM counts a message's blocks from here: with a nonce of 12 bytes block 1 is the tag's (NIST SP 800-38D, 7.1)."""

_AT_ONCE = 1 << 18
_MOST_PROVEN = 256


def media_of(content: bytes) -> str | None:
    """The media type the first bytes tell, whatever the file's name says; None = none that is taken."""
    return next((media for beginning, media in _BEGINNINGS if content.startswith(beginning)), None)


def digest_of(content: bytes) -> FileDigest:
    """The name of these bytes everywhere."""
    return FileDigest(hashlib.sha256(content).hexdigest())


def is_digest(text: str) -> bool:
    """Whether a text from outside can name a file (and nothing else on the disk)."""
    return _DIGEST.fullmatch(text) is not None


def derived_key(secret: bytes) -> bytes:
    """The key for files that follows from a secret: a hub's, or, in folders of before, the database's key."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua scanned files").derive(secret)


class Cipher:
    """What is written beside a database.

    Args of the constructor:
        secret: the key is derived from it.
        keys: in place of a secret: keys as they are, newest first; all of them open, the newest locks.
    """

    def __init__(self, secret: bytes = b"", *, keys: Sequence[bytes] = ()) -> None:
        self._keys = tuple(keys) or (derived_key(secret),)
        self._aeads = [AESGCM(key) for key in self._keys]

    def encrypt(self, content: bytes, name: str) -> bytes:
        """The bytes as they may lie on a disk; ``name`` must be known to open them."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._aeads[0].encrypt(nonce, content, name.encode())

    def decrypt(self, locked: bytes, name: str) -> bytes | None:
        """The bytes again, or None when they are cut, altered, another's, or under another key."""
        found = self.open(locked, name)
        return None if found is None else found[0]

    def open(self, locked: bytes, name: str) -> tuple[bytes, bool] | None:
        """The bytes again, and whether the newest key opened them; None as of ``decrypt``."""
        for aead in self._aeads:
            try:
                return aead.decrypt(locked[:NONCE], locked[NONCE:], name.encode()), aead is self._aeads[0]
            except (InvalidTag, ValueError):
                continue
        return None

    def proves(self, locked: BinaryIO, name: str) -> bytes | None:
        """The key under which a locked file is whole, found without holding more than a little of it; None = none."""
        size = os.fstat(locked.fileno()).st_size - LOCKED_MORE
        return next((key for key in self._keys if size >= 0 and _is_whole(locked, size, key, name)), None)


def _is_whole(locked: BinaryIO, size: int, key: bytes, name: str) -> bool:
    locked.seek(NONCE + size)
    tag = locked.read(_TAG)
    locked.seek(0)
    nonce = locked.read(NONCE)
    decryptor = ciphers.Cipher(algorithms.AES(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(name.encode())
    while size > 0 and (piece := locked.read(min(size, _AT_ONCE))):
        decryptor.update(piece)
        size -= len(piece)
    try:
        decryptor.finalize()
    except InvalidTag:
        return False
    return size == 0


def _unlocked_piece(locked: BinaryIO, key: bytes, first: int, most: int) -> bytes:
    """Some bytes of a locked file that was proven: GCM encrypts as counter mode does, so it can begin anywhere."""
    end = os.fstat(locked.fileno()).st_size - _TAG
    if first >= end - NONCE:
        return b""
    block, within = divmod(first, _BLOCK)
    start = NONCE + block * _BLOCK
    locked.seek(0)
    counter = locked.read(NONCE) + (_FIRST_BLOCK + block).to_bytes(4, "big")
    locked.seek(start)
    taken = locked.read(min(within + most, end - start))
    return ciphers.Cipher(algorithms.AES(key), modes.CTR(counter)).decryptor().update(taken)[within:]


class _Proven(Struct, frozen=True):
    """A file that was read whole and is what was put: which it was, by what changes when it is replaced or written."""

    stamp: tuple[int, int, int, int]
    key: bytes


class Renewed(Struct, frozen=True, kw_only=True):
    """What became of files under older keys.

    Attributes:
        renewed: how many lie under the newest key now.
        damaged: how many no key opens; they were left as they are.
        whole: every file was looked at.
    """

    renewed: int
    damaged: int
    whole: bool


def scans_in(folder: Path) -> dict[FileDigest, int]:
    """Every file that is in a folder of scanned files, and how many bytes it takes there.

    Raises:
        DiskFailing, FolderReadOnly: the folder cannot be read.
    """
    with on_disk(folder):
        return {
            FileDigest(path.name): path.stat().st_size
            for shelf in sorted(folder.glob("[0-9a-f][0-9a-f]"))
            for path in sorted(shelf.iterdir())
            if is_digest(path.name)
        }


class Files:
    """The scanned files of one desk, or of one office at the hub. Safe in several threads and processes at once.

    Attributes:
        folder: where they lie; made when the first one comes.
        cipher: what they are written with.
        proofs: how many files were read whole so that pieces of them can be given.
    """

    def __init__(self, folder: Path, secret: bytes = b"", *, keys: Sequence[bytes] = ()) -> None:
        self.folder = folder
        self.cipher = Cipher(secret, keys=keys)
        self.proofs = 0
        self._proven: dict[FileDigest, _Proven] = {}

    def put(self, content: bytes) -> FileDigest:
        """Keep these bytes; on the disk when this returns. The same bytes again are nothing new, but mend a damage.

        Raises:
            DiskFull, DiskFailing, FolderReadOnly: nothing was kept.
        """
        digest = digest_of(content)
        if not self.is_whole(digest):
            write_whole(self._path(digest), self.cipher.encrypt(content, digest))
        return digest

    def get(self, digest: FileDigest) -> bytes:
        """The bytes of this name.

        Raises:
            ScanNotHere: they have never come to this machine.
            ScanDamaged: what lies there is not what was put.
            DiskFailing, FolderReadOnly: it cannot be read.
        """
        path = self._path(digest)
        with on_disk(path):
            try:
                locked = path.read_bytes()
            except FileNotFoundError as missing:
                raise ScanNotHere(str(path)) from missing
        content = self.cipher.decrypt(locked, digest)
        if content is None:
            raise ScanDamaged(str(path))
        return content

    def piece(self, digest: FileDigest, first: int, most: int) -> bytes:
        """Some bytes of the file of this name; fewer at its end.

        The whole is proven before its first piece, and again only when what lies there has changed; neither holds more
        than a little of it in memory.

        Args:
            digest: of the whole.
            first: place of the first byte.
            most: how many.

        Raises:
            ScanNotHere, ScanDamaged, DiskFailing, FolderReadOnly: as ``get``.
        """
        with self._opened(digest) as (file, proven):
            return _unlocked_piece(file, proven.key, first, most)

    def proven_size(self, digest: FileDigest) -> int:
        """How many bytes the file of this name has, which is whole; raises as ``piece``."""
        with self._opened(digest) as (file, _):
            return os.fstat(file.fileno()).st_size - LOCKED_MORE

    @contextmanager
    def _opened(self, digest: FileDigest) -> Iterator[tuple[BinaryIO, _Proven]]:
        """The locked file, proven: what is read of this very file is what was proven, whatever takes its name."""
        path = self._path(digest)
        with on_disk(path):
            try:
                file = path.open("rb")
            except FileNotFoundError as missing:
                raise ScanNotHere(str(path)) from missing
            with file:
                found = os.fstat(file.fileno())
                stamp = found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
                known = self._proven.get(digest)
                if known is None or known.stamp != stamp:
                    known = self._prove(file, digest, stamp)
                yield file, known

    def _prove(self, file: BinaryIO, digest: FileDigest, stamp: tuple[int, int, int, int]) -> _Proven:
        self.proofs += 1
        key = self.cipher.proves(file, digest)
        if key is None:
            raise ScanDamaged(str(self._path(digest)))
        if len(self._proven) >= _MOST_PROVEN:
            self._proven.clear()  # more at once than pass over a thin line: some are proven once more
        self._proven[digest] = proven = _Proven(stamp, key)
        return proven

    def is_whole(self, digest: FileDigest) -> bool:
        """Whether the bytes of this name are here, as they were put."""
        try:
            self.get(digest)
        except (ScanNotHere, ScanDamaged):
            return False
        return True

    def has(self, digest: FileDigest) -> bool:
        """Whether the bytes of this name are here."""
        with on_disk(self.folder):
            return self._path(digest).exists()

    def size(self, digest: FileDigest) -> int:
        """How many bytes the file of this name has, without opening it.

        Raises:
            ScanNotHere: it has never come to this machine.
        """
        path = self._path(digest)
        with on_disk(path):
            try:
                return path.stat().st_size - LOCKED_MORE
            except FileNotFoundError as missing:
                raise ScanNotHere(str(path)) from missing

    def renew(self, stop: Callable[[], bool] = lambda: False) -> Renewed:
        """Put every file that lies under an older key under the newest; cut short, it goes on where it was.

        Raises:
            DiskFull, DiskFailing, FolderReadOnly: each file is whole, under the old key or the new.
        """
        renewed = damaged = 0
        for digest in scans_in(self.folder):
            if stop():
                return Renewed(renewed=renewed, damaged=damaged, whole=False)
            path = self._path(digest)
            with on_disk(path):
                found = self.cipher.open(path.read_bytes(), digest)
            if found is None:
                damaged += 1
            elif not found[1]:
                write_whole(path, self.cipher.encrypt(found[0], digest))
                renewed += 1
        return Renewed(renewed=renewed, damaged=damaged, whole=True)

    def _path(self, digest: FileDigest) -> Path:
        if not is_digest(digest):
            raise ScanNotHere(digest)
        return self.folder / digest[:2] / digest
