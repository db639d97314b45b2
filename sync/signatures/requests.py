"""Signatures of requests by the sending device: RFC 9421 with Ed25519, the body covered by its digest.

Used by both ends: the desk signs, the hub verifies. Whose key it is and whether the nonce is unused is checked by the
hub; here only whether the holder of the key sent these bytes, and when.
"""

import hashlib
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

import http_message_signatures as rfc9421
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

COVERED = ("@method", "@path", "@query")
"""Besides the body: what is asked. Not the host, which a proxy in front of the hub may rewrite."""

TAG = "motcua-v1"

LONGEST_HEADER = 1024
"""Characters of each header that a signature is made of; ours have a quarter of that."""

LONGEST_NONCE = 64
"""Characters of the number used once; ours have 16."""

_PARTS = (*COVERED, "content-digest")
_LIST = " ".join(f'"{part}"' for part in _PARTS)
_INPUT = re.compile(
    rf"(?:^|,\s*){TAG}=(\({_LIST}\)"
    r'((?:;(?:created=[0-9]{1,12}|keyid="[0-9a-f]{32}"|'
    rf'nonce="[A-Za-z0-9_-]{{1,{LONGEST_NONCE}}}"|tag="[a-z0-9-]{{1,32}}")){{4}}))'
    r"\s*(?:,|$)"
)
_SIGNATURE = re.compile(rf"(?:^|,\s*){TAG}=:([A-Za-z0-9+/]{{86}}==):\s*(?:,|$)")
_DIGEST = re.compile(r"^sha-256=:[A-Za-z0-9+/]{43}=:$")


class SignatureWrong(Exception):  # noqa: N818 - a fact about a request
    """Not signed, not by this key, or altered since."""


class Signed(Struct, frozen=True):
    """A verified signature: the key's name, time and nonce of a request.

    Attributes:
        digest: of the body, as the signature covers it: "sha-256=:…:".
    """

    key_id: str
    created: datetime
    nonce: str
    digest: str = ""


class KeyResolver(rfc9421.HTTPSignatureKeyResolver):
    """A key resolver for the library: always the one key given."""

    def __init__(self, *, private: Ed25519PrivateKey | None = None, public: Ed25519PublicKey | None = None) -> None:
        self._private = private
        self._public = public

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        """Called by the library."""
        if self._private is None:
            raise SignatureWrong(key_id)
        return self._private

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """Called by the library."""
        if self._public is None:
            raise SignatureWrong(key_id)
        return self._public


class Verifier(rfc9421.HTTPMessageVerifier):
    """Skips the library's check of time: the hub checks it by its own clock."""

    def validate_created_and_expires(self, sig_input: object, max_age: object = None) -> None:
        """Does nothing: the hub checks ``Signed.created``."""


def key_id(public: Ed25519PublicKey) -> str:
    """The name of a key: the first 16 bytes of its SHA-256, as 32 hexadecimal digits."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:32]


def sign(
    key: Ed25519PrivateKey, method: str, url: str, headers: Mapping[str, str], body: bytes, *, at: datetime
) -> dict[str, str]:
    """The headers with the body's digest and the signature added.

    Its lines are put together here, as in ``check_head``: the library takes ten times as long as the signature itself.
    That they are RFC 9421 a test proves, which checks them with the library.

    Args:
        key: the device's.
        method: "GET", "POST"…
        url: whole, with scheme and host.
        headers: sent along; not covered.
        body: as it travels, compressed.
        at: now, by the hub's clock as far as it is known.
    """
    digest = digest_of_body(body)
    about = f'created={int(at.timestamp())};keyid="{key_id(key.public_key())}";nonce="{secrets.token_urlsafe(12)}"'
    params = f'({_LIST});{about};tag="{TAG}"'
    signature = b64encode(key.sign(_base(method, url, digest, params).encode("ascii"))).decode()
    return {
        **headers,
        "Content-Digest": digest,
        "Signature-Input": f"{TAG}={params}",
        "Signature": f"{TAG}=:{signature}:",
    }


def signer_of(headers: Mapping[str, str]) -> str:
    """The key name a request claims, unverified.

    Raises:
        SignatureWrong: it does not say.
    """
    return _said(headers)[1]


def check_head(method: str, url: str, headers: Mapping[str, str], public: Ed25519PublicKey) -> Signed:
    """Verify a request's head with this key, before its body has arrived.

    Its lines are put together here, as in ``answers``: the library takes five times as long as the signature
    itself, and the hub does this for everybody who asks. Only what ``sign`` writes is taken: the same parts in the
    same order, all four parameters.

    Args:
        method: as asked.
        url: as asked, with any scheme and host.
        headers: of the request, names in lower case.
        public: the key that ``signer_of`` names.

    Raises:
        SignatureWrong: it is not what the holder of that key sent.
    """
    params, name, created, nonce = _said(headers)
    signature = _found(_SIGNATURE, headers, "signature")[1]
    digest = _found(_DIGEST, headers, "content-digest")[0]
    if name != key_id(public):
        raise SignatureWrong("keyid")
    try:
        public.verify(b64decode(signature), _base(method, url, digest, params).encode("ascii"))
        at = datetime.fromtimestamp(created, UTC)
    except InvalidSignature as wrong:
        raise SignatureWrong("signature") from wrong
    except (UnicodeEncodeError, OverflowError, ValueError, OSError) as wrong:
        raise SignatureWrong(str(wrong)) from wrong
    return Signed(key_id=name, created=at, nonce=nonce, digest=digest)


def check_body(signed: Signed, body: bytes) -> None:
    """Verify a body against its signed head.

    Args:
        signed: as ``check_head`` found it.
        body: as it came, before unpacking.

    Raises:
        SignatureWrong: it is another.
    """
    if signed.digest != digest_of_body(body):
        raise SignatureWrong("content-digest")


def digest_of_body(body: bytes) -> str:
    """The value of Content-Digest: of a body as it travels."""
    return f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"


def _base(method: str, url: str, digest: str, params: str) -> str:
    """The lines that are signed."""
    path, _, query = _after_host(url).partition("?")
    values = (method, path or "/", "?" + query, digest)
    lines = [f'"{part}": {value}' for part, value in zip(_PARTS, values, strict=True)]
    return "\n".join([*lines, f'"@signature-params": {params}'])


def _said(headers: Mapping[str, str]) -> tuple[str, str, int, str]:
    """The signature's parameters verbatim, with key, time and nonce."""
    found = _found(_INPUT, headers, "signature-input")
    told = dict(one.split("=", 1) for one in found[2].split(";")[1:])
    try:
        name, created, nonce, tag = (told[part].strip('"') for part in ("keyid", "created", "nonce", "tag"))
    except KeyError as wrong:
        raise SignatureWrong("signature-input") from wrong
    if tag != TAG:
        raise SignatureWrong("tag")
    return found[1], name, int(created), nonce


def _found(pattern: re.Pattern[str], headers: Mapping[str, str], name: str) -> re.Match[str]:
    value = headers.get(name, "")
    found = pattern.search(value) if len(value) <= LONGEST_HEADER else None
    if found is None:
        raise SignatureWrong(name)
    return found


def _after_host(url: str) -> str:
    """Path and query as requested."""
    _, _, rest = url.partition("://")
    return rest[rest.find("/") :] if "/" in rest else ""
