"""Which version a desk is offered, and files of the signed repository, over HTTP. Signed as every desk's request.

A release has some hundred megabytes and a thousand desks want it at once, so files go out in pieces: so many a second
of each worker, and none while answers wait unread. Whoever is too many is told when to come again, before the database
is asked for anything.
"""

import random
import re
import time
from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from sync.hub.offices.offices import Device
from sync.hub.settings import HubSettings
from sync.hub.updates import changes
from sync.hub.updates.repository import WHOLE, RepositoryFileMissing, RepositoryPiece, read_piece
from sync.hub.updates.settings import read
from sync.hub.web.connections import RETRY, Connections
from sync.hub.web.openapi import SIGNATURE, SIGNED, answers
from sync.hub.web.rate_limits import RateLimit
from sync.hub.web.request_auth import Busy, RequestAuth, RequestRejected
from sync.hub.web.responses import plain
from sync.messages import BYTES, PATH_UPDATES, PROBLEM, Refusal, UpdateOffer

LATEST = 60
"""Seconds after which the last of those who were too many is told to come again: they shall not all come at once."""

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{1,12})")
_GIVEN = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}


def updates_router(door: RequestAuth, connections: Connections, settings: HubSettings) -> APIRouter:
    """The routes under PATH_UPDATES.

    Raises:
        SettingsWrong: what the settings say of updates does not do.
    """
    router = APIRouter(prefix=PATH_UPDATES, tags=["updates"])
    said = read(settings)
    place = said.place(settings)
    pace = RateLimit(said.pieces, said.pieces * 2)
    signed = {"security": SIGNATURE}

    @router.get("", response_class=Response, responses=answers(UpdateOffer, *SIGNED), openapi_extra=signed)
    async def offered(request: Request) -> Response:
        """The version that the device's office is offered; null = none, or all updates are paused."""

        def work(device: Device, _: bytes) -> Response:
            if place is None:
                return plain(UpdateOffer())
            with door.store.autocommit() as reading:
                return plain(changes.offer(reading, device.office, said.rings, door.clock()))

        return await door.signed(request, work)

    def file(part: str) -> Callable[[Request, str], object]:
        async def give(request: Request, name: str) -> Response:
            """A file of the signed repository, whole up to 1 MiB, or the range asked for, 256 KiB of it at most."""
            asked = _RANGE.fullmatch(request.headers.get("range", ""))
            first, last = (int(asked[1]), int(asked[2])) if asked else (0, None)
            async with door.admitted(request) as found:
                if place is None:
                    raise RequestRejected(Refusal.NOT_FOUND)
                crowded = connections.unread_answers > connections.limits.answers // 2
                if crowded or not pace.take(time.monotonic()):
                    raise Busy(random.randint(RETRY, LATEST))  # noqa: S311 - spreads those who wait, protects nothing

                await door.only_once(found)

                def work() -> RepositoryPiece:
                    try:
                        return read_piece(place, part, name, first, last)
                    except RepositoryFileMissing as missing:
                        raise RequestRejected(Refusal.NOT_FOUND) from missing

                piece = await door.for_machine(found, work, request)
            return _ranged(piece) if asked else _whole(piece)

        return give

    told = answers(UpdateOffer, *SIGNED, Refusal.NOT_FOUND)
    told[200] = {"description": "OK", "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}
    told[206] = told[200] | {"description": "Partial Content"}
    told[416] = {"description": "beyond the end", "content": {BYTES: {}, PROBLEM: {}}}
    for part in ("metadata", "targets"):
        router.add_api_route(
            f"/{part}/{{name}}",
            file(part),
            methods=["GET"],
            response_class=Response,
            responses=told,
            openapi_extra=signed,
            name=part,
        )
    return router


def _whole(piece: RepositoryPiece) -> Response:
    if piece.size > WHOLE:
        raise RequestRejected(Refusal.TOO_LARGE)
    return Response(piece.content, media_type=BYTES, headers=_GIVEN)


def _ranged(piece: RepositoryPiece) -> Response:
    if not piece.content:
        return Response(status_code=416, media_type=BYTES, headers=_GIVEN | {"Content-Range": f"bytes */{piece.size}"})
    told = {"Content-Range": f"bytes {piece.first}-{piece.first + len(piece.content) - 1}/{piece.size}"}
    return Response(piece.content, 206, _GIVEN | told, BYTES)
