"""The recovery key: 128 bits on a sheet of paper, and the small file beside the database that it opens.

Printed as eight groups of six digits, each sixteen bits times eleven, so that a group typed wrong is known by itself;
and as a QR code of the same digits. The PC keeps only the public half (X25519, from the key by HKDF) and the database's
key sealed to it (HPKE, RFC 9180). So a new database key is sealed to the same sheet without anybody fetching it.
"""

import hmac
import re
import secrets
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

from models.disk import on_disk, write_whole
from models.not_allowed import RecoveryKeyMistyped, RecoveryKeyWrong
from models.trouble import RecoveryFileMissing, RecoveryFileUnreadable

FILE = "motcua.recovery"
PREFIX = "MOTCUA-KP1:"
"""What the QR code begins with."""

GROUPS, DIGITS = 8, 6
_TIMES = 11
_MOST = 0xFFFF * _TIMES
_KEY_BYTES = 16
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"motcua recovery v1"
_SPOKEN = re.compile(r"[\s\-–.,:;/|_]+")
_GROUP = re.compile(r"[0-9]{6}")


class RecoveryFile(Struct, frozen=True, kw_only=True):
    """What lies beside the database; nothing in it is secret.

    Attributes:
        public: the sheet's public half.
        made_at: when the sheet was made.
        whose: office and machine, as the sheet says them.
        sealed: the database's key, sealed to ``public``; two while a new key takes its place.
        proof: shows to who has the database's key that this file was made with it.
    """

    public: bytes
    made_at: datetime
    whose: str
    sealed: tuple[bytes, ...]
    proof: bytes


# ---- the key on paper --------------------------------------------------------------------------------------


def make_key() -> bytes:
    """A fresh recovery key, 16 bytes. It is kept on paper only."""
    return secrets.token_bytes(_KEY_BYTES)


def groups_of(key: bytes) -> tuple[str, ...]:
    """The key as it is printed: eight groups of six digits."""
    return tuple(
        f"{int.from_bytes(key[at : at + 2]) * _TIMES:0{DIGITS}d}" for at in range(0, _KEY_BYTES, _KEY_BYTES // GROUPS)
    )


def qr_text(key: bytes) -> str:
    """The key as the QR code holds it."""
    return PREFIX + "-".join(groups_of(key))


def read_key(text: str) -> bytes:
    """The key that was typed or scanned; blanks, dashes and the prefix of the QR code do not count.

    Raises:
        RecoveryKeyMistyped: with the groups that cannot be right, or how many digits there were.
    """
    digits = _SPOKEN.sub("", text.strip().upper().removeprefix(PREFIX))
    groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    wrong = tuple(number for number, group in enumerate(groups, 1) if not is_group(group))
    if len(digits) != GROUPS * DIGITS:
        raise RecoveryKeyMistyped((), len(digits))
    if wrong:
        raise RecoveryKeyMistyped(wrong, len(digits))
    return b"".join((int(group) // _TIMES).to_bytes(2) for group in groups)


def is_group(text: str) -> bool:
    """Whether these six digits can be a group."""
    return _GROUP.fullmatch(text) is not None and int(text) <= _MOST and int(text) % _TIMES == 0


# ---- the file beside the database --------------------------------------------------------------------------


def sealed_to(key: bytes, database_key: bytes, *, made_at: datetime, whose: str) -> RecoveryFile:
    """The file for a fresh sheet."""
    public = _private(key).public_key().public_bytes_raw()
    return resealed(RecoveryFile(public=public, made_at=made_at, whose=whose, sealed=(), proof=b""), database_key)


def resealed(file: RecoveryFile, *database_keys: bytes) -> RecoveryFile:
    """The same sheet for other database keys. The last one is what the file is proven with."""
    to = X25519PublicKey.from_public_bytes(file.public)
    sealed = tuple(_SUITE.encrypt(key, to, _INFO) for key in database_keys)
    return msgspec.structs.replace(file, sealed=sealed, proof=_proof(file.public, sealed, database_keys[-1]))


def is_for(file: RecoveryFile, database_key: bytes) -> bool:
    """Whether this file was sealed with this database key, as far as can be told without the sheet."""
    return hmac.compare_digest(file.proof, _proof(file.public, file.sealed, database_key))


def unsealed(file: RecoveryFile, key: bytes) -> tuple[bytes, ...]:
    """The database keys in it.

    Raises:
        RecoveryKeyWrong: it was sealed to another sheet.
    """
    private = _private(key)
    if not hmac.compare_digest(private.public_key().public_bytes_raw(), file.public):
        raise RecoveryKeyWrong
    try:
        return tuple(_SUITE.decrypt(sealed, private, _INFO) for sealed in file.sealed)
    except (InvalidTag, ValueError) as wrong:
        raise RecoveryKeyWrong from wrong


def read_file(folder: Path) -> RecoveryFile:
    """The file of this folder.

    Raises:
        RecoveryFileMissing, RecoveryFileUnreadable, DiskFailing, FolderReadOnly.
    """
    path = folder / FILE
    with on_disk(path):
        try:
            content = path.read_bytes()
        except FileNotFoundError as missing:
            raise RecoveryFileMissing(str(path)) from missing
    try:
        return msgspec.json.decode(content, type=RecoveryFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise RecoveryFileUnreadable(str(path), str(wrong)) from wrong


def write_file(folder: Path, file: RecoveryFile) -> None:
    """Keep it in place of the last one.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: the last one is still there.
    """
    write_whole(folder / FILE, msgspec.json.encode(file))


def _private(key: bytes) -> X25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua recovery key v1").derive(key)
    return X25519PrivateKey.from_private_bytes(derived)


def _proof(public: bytes, sealed: tuple[bytes, ...], database_key: bytes) -> bytes:
    own = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua recovery proof v1").derive(database_key)
    return hmac.digest(own, b"".join((public, *sealed)), "sha256")
