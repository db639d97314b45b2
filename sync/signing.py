"""Every request is signed by the device that makes it: RFC 9421 with Ed25519, the body covered by its digest.

Both ends use this file: the desk to sign, the hub to check. Who a key belongs to, and whether a request came before,
the hub decides; here is only whether the bytes are what the holder of that key sent, and when.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import http_message_signatures as rfc9421
import http_sf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

COVERED = ("@method", "@path", "@query")
"""Besides the body: what is asked. Not the host, which a proxy in front of the hub may rewrite."""

TAG = "motcua-v1"

LONGEST_HEADER = 1024
"""Characters of each header that a signature is made of; ours have a quarter of that."""


class SignatureWrong(Exception):  # noqa: N818 - a fact about a request
    """Not signed, not by this key, or altered since."""


class Signed(Struct, frozen=True):
    """Who signed a request, when, and the number used once that makes it this request and no other.

    Attributes:
        covered: what the signature covers, the digest of the body among it.
    """

    key_id: str
    created: datetime
    nonce: str
    covered: Mapping[str, str] = {}


class _Request:
    """What the signature library looks at."""

    def __init__(self, method: str, url: str, headers: dict[str, str]) -> None:
        self.method = method
        self.url = url
        self.headers = headers


class Keys(rfc9421.HTTPSignatureKeyResolver):
    """The one key that signs, or the one that checks, whatever name is asked for."""

    def __init__(self, *, private: Ed25519PrivateKey | None = None, public: Ed25519PublicKey | None = None) -> None:
        self._private = private
        self._public = public

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        """As the library asks."""
        if self._private is None:
            raise SignatureWrong(key_id)
        return self._private

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """As the library asks."""
        if self._public is None:
            raise SignatureWrong(key_id)
        return self._public


class Verifier(rfc9421.HTTPMessageVerifier):
    """Leaves the judgement of time to the hub, whose clock is the one that counts; its answers are told by a nonce."""

    def validate_created_and_expires(self, sig_input: object, max_age: object = None) -> None:
        """Nothing: ``Signed.created`` goes to the hub."""


def key_id(public: Ed25519PublicKey) -> str:
    """The name of a key: the first 16 bytes of its SHA-256, as 32 hexadecimal digits."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:32]


def sign(
    key: Ed25519PrivateKey, method: str, url: str, headers: Mapping[str, str], body: bytes, *, at: datetime
) -> dict[str, str]:
    """The headers with the body's digest and the signature added.

    Args:
        key: the device's.
        method: "GET", "POST"…
        url: whole, with scheme and host.
        headers: sent along; not covered.
        body: as it travels, compressed.
        at: now, by the hub's clock as far as it is known.
    """
    request = _Request(method, url, dict(headers))
    signer = rfc9421.HTTPMessageSigner(signature_algorithm=rfc9421.algorithms.ED25519, key_resolver=Keys(private=key))
    signer.sign(
        request,
        key_id=key_id(key.public_key()),
        created=at,
        nonce=secrets.token_urlsafe(12),
        label=TAG,
        tag=TAG,
        include_alg=False,
        covered_component_ids=COVERED,
        body=body,
    )
    return request.headers


def signer_of(headers: Mapping[str, str]) -> str:
    """The name of the key a request says it was signed with, before anything is checked.

    Raises:
        SignatureWrong: it does not say.
    """
    if len(headers.get("signature-input", "")) > LONGEST_HEADER:
        raise SignatureWrong("too long")
    try:
        labels: Any = http_sf.parse(headers.get("signature-input", "").encode(), tltype="dictionary")
        name = labels[TAG][1]["keyid"]
    except (http_sf.StructuredFieldError, KeyError, IndexError, TypeError, UnicodeEncodeError) as wrong:
        raise SignatureWrong("signature-input") from wrong
    if not isinstance(name, str):
        raise SignatureWrong("keyid")
    return name


def check_head(method: str, url: str, headers: Mapping[str, str], public: Ed25519PublicKey) -> Signed:
    """When and as which request the holder of this key signed it, before its body has come.

    Args:
        method: as asked.
        url: as asked, with any scheme and host.
        headers: of the request, names in lower case.
        public: the key that ``signer_of`` names.

    Raises:
        SignatureWrong: it is not what the holder of that key sent.
    """
    if any(len(headers.get(name, "")) > LONGEST_HEADER for name in ("signature", "signature-input", "content-digest")):
        raise SignatureWrong("too long")
    try:
        (result,) = _verifier(public).verify(
            _Request(method, url, dict(headers)),
            max_age=None,
            expect_tag=TAG,
            require_components=(*COVERED, "content-digest"),
        )
    except (rfc9421.HTTPMessageSignaturesException, ValueError) as wrong:
        raise SignatureWrong(str(wrong)) from wrong
    named, created, nonce = (result.parameters.get(name) for name in ("keyid", "created", "nonce"))
    if named != key_id(public) or not isinstance(created, int) or not isinstance(nonce, str) or not nonce:
        raise SignatureWrong("keyid, created, nonce")
    try:
        at = datetime.fromtimestamp(created, UTC)
    except (OverflowError, ValueError, OSError) as wrong:
        raise SignatureWrong("created") from wrong
    return Signed(key_id=named, created=at, nonce=nonce, covered=dict(result.covered_components))


def check_body(signed: Signed, body: bytes) -> None:
    """That a body is the one its head was signed with.

    Args:
        signed: as ``check_head`` found it.
        body: as it came, before unpacking.

    Raises:
        SignatureWrong: it is another.
    """
    try:
        if not Verifier.content_digest_class.verify_components(signed.covered, body):
            raise SignatureWrong("content-digest")
    except (rfc9421.HTTPMessageSignaturesException, ValueError) as wrong:
        raise SignatureWrong(str(wrong)) from wrong


def check(method: str, url: str, headers: Mapping[str, str], body: bytes, public: Ed25519PublicKey) -> Signed:
    """Head and body of a request that is here whole, as ``check_head`` and ``check_body``.

    Raises:
        SignatureWrong: it is not what the holder of that key sent.
    """
    signed = check_head(method, url, headers, public)
    check_body(signed, body)
    return signed


def _verifier(public: Ed25519PublicKey) -> Verifier:
    return Verifier(signature_algorithm=rfc9421.algorithms.ED25519, key_resolver=Keys(public=public))
