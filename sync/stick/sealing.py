"""Signed and encrypted letters for untrusted transport: signed by the sender, readable by the receiver alone.

The signature is inside (Ed25519 over the sender's name, the receiver's key and the message), so that nobody sees who
wrote it, and a receiver cannot pass it on as addressed to another. Around it HPKE (RFC 9180, X25519, HKDF-SHA256,
AES-256-GCM).
"""

import re
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.signatures.requests import key_id

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"motcua letter v1"
_MAGIC = b"MOTCUA\x00\x01"
_KEY_ID, _SIGNATURE = 32, 64
_NAME = re.compile(rb"[0-9a-f]{32}")


class SealBroken(Exception):  # noqa: N818 - a fact about bytes
    """Not a valid letter: cut, altered, sealed to somebody else, or wrongly signed."""


class SenderUnknown(SealBroken):
    """Valid and sealed to this reader, but signed with an unknown key."""


def seal(plain: bytes, *, by: Ed25519PrivateKey, to: X25519PublicKey) -> bytes:
    """A signed and encrypted letter: only the holder of ``to``'s private key can open it."""
    name = key_id(by.public_key()).encode("ascii")
    signature = by.sign(_covered(name, to, plain))
    return _MAGIC + _SUITE.encrypt(name + signature + plain, to, _INFO)


def unseal(
    sealed: bytes, *, to: X25519PrivateKey, sender: Callable[[str], Ed25519PublicKey | None]
) -> tuple[str, bytes]:
    """Decrypt and verify a letter; returns the name of its signing key, and the message.

    Args:
        sealed: as it was found.
        to: the reader's key.
        sender: the public key of that name (``sync.signatures.requests.key_id``), or None.

    Raises:
        SealBroken: nothing in it may be believed.
    """
    if not sealed.startswith(_MAGIC):
        raise SealBroken("magic")
    try:
        opened = _SUITE.decrypt(sealed[len(_MAGIC) :], to, _INFO)
    except (InvalidTag, ValueError) as wrong:
        raise SealBroken("seal") from wrong
    name, rest = opened[:_KEY_ID], opened[_KEY_ID:]
    signature, plain = rest[:_SIGNATURE], rest[_SIGNATURE:]
    if not _NAME.fullmatch(name):
        raise SealBroken("name")
    named = name.decode("ascii")
    public = sender(named)
    if public is None:
        raise SenderUnknown(named)
    try:
        public.verify(signature, _covered(name, to.public_key(), plain))
    except InvalidSignature as wrong:
        raise SealBroken("signature") from wrong
    return named, plain


def answer_key(key: Ed25519PrivateKey) -> X25519PrivateKey:
    """The X25519 key for answers to a device, derived from its signing key."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua answers").derive(key.private_bytes_raw())
    return X25519PrivateKey.from_private_bytes(derived)


def _covered(name: bytes, to: X25519PublicKey, plain: bytes) -> bytes:
    return _INFO + name + to.public_bytes_raw() + plain
