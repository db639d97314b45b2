"""The recovery key: 128 bits on a sheet of paper, and the small file beside the database that it opens.

The PC keeps only the public half (X25519, from the key by HKDF) and the database's
key sealed to it (HPKE, RFC 9180). So a new database key is sealed to the same sheet without anybody fetching it.
"""

import hmac
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

from models.files.disk import on_disk, write_whole
from models.files.marked import marked_json
from models.not_allowed import RecoveryKeyWrong
from models.system.decoding import prepared
from models.trouble import RecoveryFileMissing, RecoveryFileUnreadable

FILE = "motcua.recovery"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"motcua recovery v1"


class RecoveryFile(Struct, frozen=True, kw_only=True):
    """The recovery file beside the database; nothing in it is secret.

    Attributes:
        public: the sheet's public half.
        made_at: when the sheet was made.
        whose: office and machine, as the sheet says them.
        sealed: the keys that copies lie under and the database's own, sealed to ``public``; two of the database while a
            new key takes the place of one.
        proof: shows to who has the database's key that this file was made with it.
    """

    public: bytes
    made_at: datetime
    whose: str
    sealed: tuple[bytes, ...]
    proof: bytes


# ---- the file beside the database --------------------------------------------------------------------------


def sealed_to(key: bytes, *database_keys: bytes, made_at: datetime, whose: str) -> RecoveryFile:
    """The recovery file for a new sheet; the current key comes last."""
    public = _private(key).public_key().public_bytes_raw()
    return resealed(RecoveryFile(public=public, made_at=made_at, whose=whose, sealed=(), proof=b""), *database_keys)


def resealed(file: RecoveryFile, *database_keys: bytes) -> RecoveryFile:
    """The recovery file of the same sheet for other database keys. The proof is made with the last one."""
    to = X25519PublicKey.from_public_bytes(file.public)
    sealed = tuple(_SUITE.encrypt(key, to, _INFO) for key in database_keys)
    return msgspec.structs.replace(file, sealed=sealed, proof=_proof(file.public, sealed, database_keys[-1]))


def is_for(file: RecoveryFile, database_key: bytes) -> bool:
    """Whether this file was sealed with this database key, as far as the sheet is not needed to tell."""
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
        return msgspec.json.decode(content, type=prepared(RecoveryFile))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise RecoveryFileUnreadable(str(path), str(wrong)) from wrong


def write_file(folder: Path, file: RecoveryFile) -> None:
    """Write the file in place of the last one.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: the last one is still there.
    """
    write_whole(folder / FILE, marked_json(msgspec.json.encode(file)))


def _private(key: bytes) -> X25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua recovery key v1").derive(key)
    return X25519PrivateKey.from_private_bytes(derived)


def _proof(public: bytes, sealed: tuple[bytes, ...], database_key: bytes) -> bytes:
    own = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua recovery proof v1").derive(database_key)
    return hmac.digest(own, b"".join((public, *sealed)), "sha256")
