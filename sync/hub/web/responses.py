"""HTTP responses of the hub: a batch, JSON, or a refusal with its status."""

import gzip
from http import HTTPStatus

import msgspec
from fastapi.responses import Response
from msgspec import Struct

from sync.messages import JSON, MEDIA, PROBLEM, Refusal, Refused, pack
from sync.signatures.answers import DIGEST, digest_of

STATUS = {
    Refusal.SIGNATURE: HTTPStatus.UNAUTHORIZED,
    Refusal.CLOCK: HTTPStatus.UNAUTHORIZED,
    Refusal.REPLAY: HTTPStatus.UNAUTHORIZED,
    Refusal.DEVICE_UNKNOWN: HTTPStatus.UNAUTHORIZED,
    Refusal.DEVICE_REVOKED: HTTPStatus.FORBIDDEN,
    Refusal.CODE_WRONG: HTTPStatus.FORBIDDEN,
    Refusal.UNIT_WRONG: HTTPStatus.FORBIDDEN,
    Refusal.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refusal.UNREADABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.LOAD_ONLY: HTTPStatus.FORBIDDEN,
    Refusal.GAP: HTTPStatus.CONFLICT,
    Refusal.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Refusal.TOO_MUCH: HTTPStatus.TOO_MANY_REQUESTS,
    Refusal.RENEWED_TOO_OFTEN: HTTPStatus.TOO_MANY_REQUESTS,
    Refusal.PROGRAM_TOO_OLD: HTTPStatus.GONE,
    Refusal.HUB_TOO_OLD: HTTPStatus.NOT_IMPLEMENTED,
    Refusal.HUB_FAILING: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What each refusal is in HTTP. A test holds that none is missing."""

WORTH_PRESSING = 4096
"""Bytes of JSON from which an answer is compressed for those who take it."""

_encode = msgspec.json.encode


def batch(message: Struct) -> Response:
    """A packed message."""
    return Response(pack(message), media_type=MEDIA)


def plain(message: object, *, accepts: str = "") -> Response:
    """JSON; compressed if it is long and the client accepts it (``accepts``: its Accept-Encoding)."""
    body = _encode(message)
    if len(body) < WORTH_PRESSING or "gzip" not in accepts:
        return Response(body, media_type=JSON)
    pressed = gzip.compress(body, 6, mtime=0)
    return Response(pressed, media_type=JSON, headers={"Content-Encoding": "gzip", DIGEST: digest_of(body)})


def refused(what: Refused, status: int = 0, headers: dict[str, str] | None = None) -> Response:
    """A refusal (RFC 9457); its status follows from its reason, unless given."""
    return Response(
        _encode(what), status_code=status or STATUS[Refusal(what.type)], media_type=PROBLEM, headers=headers
    )
