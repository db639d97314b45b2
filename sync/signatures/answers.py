"""Signatures of answers, each bound to its request: RFC 9421 with Ed25519.

Covered are the signature of the request (so its key, its nonce and every byte of it), the device the hub authenticated,
the status, the body, and the headers the desk reads. An answer that a proxy swaps or replays is therefore rejected by
the desk.

The body's digest is of the decoded message, since a proxy may compress it.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import http_message_signatures as rfc9421
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.ids import DeviceId
from sync.signatures.requests import TAG, KeyResolver, SignatureWrong, Verifier, key_id

ANSWER_TAG = "motcua-answer-v1"
_LABEL = "motcua-answer"

FOR = "motcua-for"
"""Header: office and number of the device that the hub answers, once it knows them."""

DIGEST = "motcua-digest"
"""Header: SHA-256 of the message, before any compression, as a structured field."""

READ = ("content-type", "content-range", "upload-offset", FOR)
"""Headers that mean something to a desk. Any other is not given to it."""

_QUESTION = f'"signature";req;key="{TAG}"'
_REQUIRED = ("@status", DIGEST, _QUESTION)
_SIGNATURE = re.compile(rf"(?:^|,\s*){TAG}=(:[A-Za-z0-9+/]{{86}}==:)")
_NONCE = re.compile(r';nonce="([A-Za-z0-9_-]{1,64})"')


def digest_of(message: bytes) -> str:
    """The value of ``DIGEST``."""
    return f"sha-256=:{b64encode(hashlib.sha256(message).digest()).decode()}:"


def asker(office: str, device: DeviceId) -> str:
    """The value of ``FOR``."""
    return f"{quote(office, safe='.')} {device}"


class Signer:
    """Signs the hub's answers. Any thread.

    Its lines are put together here: the library takes ten times as long as the signature itself, and the hub signs all
    it says. That they are RFC 9421 the desk proves, which checks them with the library.
    """

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._name = key_id(key.public_key())

    def sign(
        self, request: Mapping[str, str], status: int, headers: Mapping[str, str], *, at: datetime
    ) -> dict[str, str]:
        """The headers to add; none if the request bears no signature.

        Args:
            request: headers of the request, names in lower case.
            status: of the answer.
            headers: of the answer, names in lower case; ``DIGEST`` among them.
            at: the hub's clock.
        """
        question = _SIGNATURE.search(request.get("signature", ""))
        nonce = _NONCE.search(request.get("signature-input", ""))
        if question is None or nonce is None:
            return {}
        fields = [DIGEST, *(name for name in READ if name in headers)]
        names = " ".join(f'"{name}"' for name in ("@status", *fields)) + f" {_QUESTION}"
        about = f'created={int(at.timestamp())};keyid="{self._name}";nonce="{nonce[1]}";tag="{ANSWER_TAG}"'
        params = f"({names});{about}"
        lines = [f'"@status": {status}', *(f'"{name}": {headers[name]}' for name in fields)]
        base = "\n".join([*lines, f"{_QUESTION}: {question[1]}", f'"@signature-params": {params}'])
        signature = b64encode(self._key.sign(base.encode("ascii"))).decode()
        return {"signature-input": f"{_LABEL}={params}", "signature": f"{_LABEL}=:{signature}:"}


class _Asked:
    def __init__(self, headers: Mapping[str, str]) -> None:
        self.method = "POST"
        self.url = "http://hub/"
        self.headers = dict(headers)


class _Answer:
    """The interface that the signature library reads."""

    def __init__(self, request: Mapping[str, str], status: int, headers: Mapping[str, str]) -> None:
        self.request = _Asked(request)
        self.status_code = status
        self.headers = dict(headers)


def check_answer(
    request: Mapping[str, str], status: int, headers: Mapping[str, str], message: bytes, public: Ed25519PublicKey
) -> dict[str, str]:
    """The headers that the hub signed, if it signed this answer to this very request.

    Args:
        request: headers of the request as it was sent.
        status: of the answer.
        headers: of the answer, names in lower case.
        message: its body, unpacked.
        public: the hub's key.

    Raises:
        SignatureWrong: it is somebody else's answer, or to something else, or altered.
    """
    verifier = Verifier(signature_algorithm=rfc9421.algorithms.ED25519, key_resolver=KeyResolver(public=public))
    answer = _Answer(request, status, headers)
    try:
        (result,) = verifier.verify(answer, max_age=None, expect_tag=ANSWER_TAG, require_components=_REQUIRED)
    except (rfc9421.HTTPMessageSignaturesException, ValueError) as wrong:
        raise SignatureWrong(str(wrong)) from wrong
    covered: dict[str, Any] = {str(name).strip('"'): value for name, value in result.covered_components.items()}
    if covered[DIGEST] != digest_of(message):
        raise SignatureWrong(DIGEST)
    return {name: covered[name] for name in READ if name in covered}
