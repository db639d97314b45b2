"""The short form of ``up`` and ``news``: what a signature needs stands as bytes before the message, in no header.

A request's body is its sender's key, the second it was made, a number used once, the signature, and the message; an
answer's is the hub's signature and the message. Covered is what the long form covers (``requests``, ``answers``): of a
request method, path, key, time, number and message; of an answer the request's signature (with all that this covers),
the status, the device the hub authenticated, and the message. An intake so takes half of the bytes of RFC 9421, whose
names alone are longer than the event.

The media type of an answer follows from its status, which is covered.
"""

import hashlib
import secrets
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from sync.signatures.requests import SignatureWrong, Signed, digest_of_body, key_id

MOST_SHORT = 16 << 10
"""Bytes of a short request's body, which the hub reads before it knows who sends it: as many as a head may have."""

_KEY, _TIME, _ONCE, _SIGNATURE = 16, 4, 8, 64
_HEAD = _KEY + _TIME + _ONCE
_FRONT = _HEAD + _SIGNATURE
MOST_SHORT_MESSAGE = MOST_SHORT - _FRONT

_ASKED = b"motcua-short-1\n"
_ANSWERED = b"motcua-short-answer-1\n"
_LATEST = (1 << 8 * _TIME) - 1


class ShortRequest(Struct, frozen=True):
    """A request in the short form.

    Attributes:
        key_id: the name of the key it claims, unverified.
        head: key, time and number as bytes.
        signature: over all of it.
        message: packed.
    """

    key_id: str
    head: bytes
    signature: bytes
    message: bytes

    @property
    def body(self) -> bytes:
        """As it travels."""
        return self.head + self.signature + self.message

    def check(self, method: str, target: str, public: Ed25519PublicKey) -> Signed:
        """Verify it with this key.

        Args:
            method: as asked.
            target: path and query of what is asked, as in the long form.
            public: the key that ``key_id`` names.

        Raises:
            SignatureWrong: it is not what the holder of that key sent.
        """
        if self.key_id != key_id(public):
            raise SignatureWrong("keyid")
        try:
            public.verify(self.signature, _asked(method, target, self.head, self.message))
        except (InvalidSignature, UnicodeEncodeError) as wrong:
            raise SignatureWrong("signature") from wrong
        made = int.from_bytes(self.head[_KEY : _KEY + _TIME])
        return Signed(
            key_id=self.key_id,
            created=datetime.fromtimestamp(made, UTC),
            nonce=self.head[_KEY + _TIME :].hex(),
            digest=digest_of_body(self.message),
        )


def sign_short(key: Ed25519PrivateKey, method: str, target: str, message: bytes, *, at: datetime) -> ShortRequest:
    """A signed request.

    Args:
        key: the device's.
        method: "POST".
        target: path and query of what is asked, as in the long form.
        message: packed.
        at: now, by the hub's clock as far as it is known.
    """
    name = key_id(key.public_key())
    made = min(max(int(at.timestamp()), 0), _LATEST)
    head = bytes.fromhex(name) + made.to_bytes(_TIME) + secrets.token_bytes(_ONCE)
    return ShortRequest(name, head, key.sign(_asked(method, target, head, message)), message)


def read_short(body: bytes) -> ShortRequest:
    """The parts of a request's body, unverified.

    Raises:
        SignatureWrong: it is shorter than a signature.
    """
    if len(body) < _FRONT:
        raise SignatureWrong("too short")
    return ShortRequest(body[:_KEY].hex(), body[:_HEAD], body[_HEAD:_FRONT], body[_FRONT:])


def sign_short_answer(key: Ed25519PrivateKey, request: ShortRequest, status: int, asker: str, message: bytes) -> bytes:
    """The body of an answer.

    Args:
        key: the hub's.
        request: what is answered.
        status: of the answer.
        asker: the device it is for (``answers.asker``); empty = the hub does not know.
        message: packed, or a refusal.
    """
    return key.sign(_answered(request, status, asker, message)) + message


def check_short_answer(request: ShortRequest, status: int, asker: str, body: bytes, public: Ed25519PublicKey) -> bytes:
    """The message of an answer, if the hub signed it for this request and this device.

    Raises:
        SignatureWrong: it is somebody else's answer, or to something else, or altered.
    """
    signature, message = body[:_SIGNATURE], body[_SIGNATURE:]
    try:
        public.verify(signature, _answered(request, status, asker, message))
    except InvalidSignature as wrong:
        raise SignatureWrong("signature") from wrong
    return message


def _asked(method: str, target: str, head: bytes, message: bytes) -> bytes:
    """What is signed of a request: lines that hold no line break, then parts of fixed lengths."""
    return b"%s%s\n%s\n%s%s" % (
        _ASKED,
        method.encode("ascii"),
        target.encode("ascii"),
        head,
        hashlib.sha256(message).digest(),
    )


def _answered(request: ShortRequest, status: int, asker: str, message: bytes) -> bytes:
    """What is signed of an answer, likewise."""
    return b"%s%d\n%s\n%s%s" % (
        _ANSWERED,
        status,
        asker.encode("ascii"),
        request.signature,
        hashlib.sha256(message).digest(),
    )
