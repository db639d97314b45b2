"""Scanned files at the hub over HTTP: upload by tus 1.0, download by ranges. Offices are separated.

The upload's address is the SHA-256 of the file, so that creating it again returns how far it got, and a file that is
there is not sent twice. ``tuspyserver`` was rejected: it writes a piece before it authenticates the sender, lets a
header replace the signed method, and knows no digest of the whole.

tus uses headers, which the signature does not cover. So the query repeats them (``?sha256=…&size=…``, ``?offset=…``),
and a request whose headers differ is refused.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, Request, Response

from models.files.parts import OffsetWrong, PartialFile
from models.files.scans import MOST_FILE_BYTES, is_digest
from models.ids import FileDigest
from models.trouble import ScanNotHere
from sync.hub.log import quotas
from sync.hub.log.office_files import OfficeFiles
from sync.hub.log.quotas import TooMuch
from sync.hub.offices.offices import Device
from sync.hub.settings import USUAL, Quota
from sync.hub.web.request_auth import RequestAuth, RequestRejected
from sync.messages import BYTES, PATH_FILES, PIECE_MEDIA, Refusal

T = TypeVar("T")

TUS = "1.0.0"

MOST_PIECE = 1 << 20
"""Most of one PATCH. A desk sends far less at once; this only bounds the memory of a worker."""


_TUS = {"Tus-Resumable": TUS, "Cache-Control": "no-store"}
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def files_router(door: RequestAuth, kept: OfficeFiles, quota: Quota = USUAL) -> APIRouter:
    """The routes under PATH_FILES. All but OPTIONS, which lists the protocol's features, are authenticated."""
    router = APIRouter(prefix=PATH_FILES, tags=["files"])

    @router.options("")
    async def spoken() -> Response:
        """What of tus is spoken here."""
        more = {"Tus-Version": TUS, "Tus-Extension": "creation", "Tus-Max-Size": str(MOST_FILE_BYTES)}
        return Response(status_code=204, headers=_TUS | more)

    @router.post("", status_code=201)
    async def begin(request: Request, sha256: str, size: int) -> Response:
        """Announce a file by its SHA-256 and size. The answer says how much of it is here already."""
        digest = _digest(sha256)
        if size > MOST_FILE_BYTES:
            raise RequestRejected(Refusal.TOO_LARGE)
        _same(size > 0 and request.headers.get("upload-length") == str(size) and _announced(request) == digest)

        def work(device: Device, _: bytes) -> PartialFile:
            if kept.coming(device.office, digest) is None:
                kept.check_room(size)
                try:
                    quotas.count_file(door.store, device, size, quota, door.clock())
                except TooMuch as wrong:
                    raise RequestRejected(Refusal.TOO_MUCH) from wrong
            return kept.begin(device.office, digest, size)

        coming = await _done(door, request, work)
        return Response(status_code=201, headers=_told(coming) | {"Location": f"{PATH_FILES}/{digest}"})

    @router.head("/{sha256}")
    async def how_far(request: Request, sha256: str) -> Response:
        """How much of a file is here."""
        digest = _digest(sha256)
        coming = await _done(door, request, lambda device, _: kept.coming(device.office, digest))
        if coming is None:
            raise RequestRejected(Refusal.NOT_FOUND)
        return Response(headers=_told(coming))

    @router.patch("/{sha256}", status_code=204)
    async def add(request: Request, sha256: str, offset: int) -> Response:
        """Add a piece at this offset. Another offset than the one reached: 409, and ``head`` says which it is."""
        digest = _digest(sha256)
        _same(request.headers.get("upload-offset") == str(offset))
        _same(request.headers.get("content-type") == PIECE_MEDIA)

        def work(device: Device, piece: bytes) -> PartialFile:
            try:
                after = kept.add(device.office, digest, offset, piece)
            except OffsetWrong as wrong:
                raise RequestRejected(Refusal.GAP, head=wrong.offset) from wrong
            if after is None:
                raise RequestRejected(Refusal.UNREADABLE)
            return after

        return Response(status_code=204, headers=_told(await _done(door, request, work, most=MOST_PIECE)))

    @router.get("/{sha256}")
    async def give(request: Request, sha256: str) -> Response:
        """A whole file of the office, or the range asked for."""
        digest = _digest(sha256)

        asked = _RANGE.fullmatch(request.headers.get("range", ""))
        first, last = (int(asked[1]), int(asked[2] or MOST_FILE_BYTES)) if asked else (0, MOST_FILE_BYTES)

        def work(device: Device, _: bytes) -> tuple[bytes, int]:
            files = kept.of(device.office)
            try:
                return files.piece(digest, first, max(0, last - first + 1)), files.size(digest)
            except ScanNotHere as missing:
                raise RequestRejected(Refusal.NOT_FOUND) from missing

        content, size = await _done(door, request, work)
        return _ranged(content, first, size) if asked else _whole(content)

    return router


async def _done(door: RequestAuth, request: Request, work: Callable[[Device, bytes], T], *, most: int = 0) -> T:
    """The result of ``work`` for an authenticated device."""
    _same(request.method == "GET" or request.headers.get("tus-resumable") == TUS)
    return await door.signed(request, work, most=most)


def _told(coming: PartialFile) -> dict[str, str]:
    return _TUS | {"Upload-Offset": str(coming.offset), "Upload-Length": str(coming.size)}


def _digest(text: str) -> FileDigest:
    if not is_digest(text):
        raise RequestRejected(Refusal.NOT_FOUND)
    return FileDigest(text)


def _announced(request: Request) -> str:
    """The digest in tus' metadata: ``sha256 <base64>``."""
    name, _, value = request.headers.get("upload-metadata", "").partition(" ")
    try:
        return base64.b64decode(value, validate=True).decode("ascii") if name == "sha256" else ""
    except (binascii.Error, ValueError):
        return ""


def _same(agrees: bool) -> None:  # noqa: FBT001 - reads as what must hold
    """Check that the headers agree with the signed query."""
    if not agrees:
        raise RequestRejected(Refusal.UNREADABLE)


_GIVEN = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}


def _whole(content: bytes) -> Response:
    return Response(content, media_type=BYTES, headers=_GIVEN)


def _ranged(content: bytes, first: int, size: int) -> Response:
    if not content:
        return Response(status_code=416, headers=_GIVEN | {"Content-Range": f"bytes */{size}"})
    told = {"Content-Range": f"bytes {first}-{first + len(content) - 1}/{size}"}
    return Response(content, 206, _GIVEN | told, BYTES)
