"""Scanned files at the hub: up by tus 1.0, down by ranges. Each office has its own; nobody learns of another's.

The upload's address is the SHA-256 of the file, so that creating it again is asking how far it got, and a file that
is there is sent by nobody twice. ``tuspyserver`` was tried and left: it writes a piece before it asks who sends it,
lets a header replace the signed method, and knows no digest of the whole.

tus speaks in headers, which the signature does not cover. So the query says the same (``?sha256=…&size=…``,
``?offset=…``), and a request whose headers say otherwise is refused.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from fastapi import APIRouter, Request, Response

from models.calendar.clock import Clock
from models.files.parts import Coming, OffsetWrong, Parts, coming_to
from models.files.scans import MOST_FILE_BYTES, Files, digest_of, is_digest
from models.ids import FileDigest
from models.office import folder_name
from models.trouble import DiskFull, FileTrouble, FolderReadOnly, ScanNotHere
from sync.hub import quotas
from sync.hub.offices import Device
from sync.hub.quotas import TooMuch
from sync.hub.request_auth import Door, NotIn
from sync.hub.room import room_in
from sync.hub.settings import USUAL, Quota
from sync.messages import PATH_FILES, Refusal

T = TypeVar("T")

TUS = "1.0.0"
PIECE_MEDIA = "application/offset+octet-stream"

MOST_PIECE = 1 << 20
"""Most of one PATCH. A desk sends far less at once; this only bounds the memory of a worker."""

UNFINISHED = timedelta(days=14)
"""A file nobody has added to for so long is forgotten and begins anew: a desk may be cut off for a week of floods."""

_TUS = {"Tus-Resumable": TUS, "Cache-Control": "no-store"}
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


class OfficeFiles:
    """The files of all offices, each in a folder and under a key of its own.

    Args of the constructor:
        folder: where they lie.
        secret: 32 bytes known to the hub alone.
        clock: the hub's.

    Attributes:
        spare: bytes of the disk that are never filled, so that whatever else lies on it goes on.
    """

    def __init__(self, folder: Path, secret: bytes, clock: Clock, *, spare: int = 0) -> None:
        self.spare = spare
        self._folder = folder
        self._secret = secret
        self._clock = clock
        self._files: dict[str, Files] = {}
        self._coming: dict[str, Parts] = {}

    def has(self, office: str, digest: FileDigest) -> bool:
        """Whether this file of this office has arrived whole, as far as the disk can be read.

        One that cannot is told by the hub's health. Events go on without: they are set aside, and desks ask again.
        """
        try:
            return is_digest(digest) and self.of(office).has(digest)
        except FileTrouble:
            return False

    def put(self, office: str, content: bytes) -> None:
        """Keep a whole file.

        Raises:
            FileTrouble: the disk does not take it.
        """
        self.check_room(len(content))
        self.of(office).put(content)

    def check_room(self, size: int) -> None:
        """That so many bytes leave enough of the disk.

        Raises:
            DiskFull, FolderReadOnly: they do not.
        """
        room = room_in(self._folder)
        if not room.writable:
            raise FolderReadOnly(str(self._folder))
        if room.free - size < self.spare:
            raise DiskFull(str(self._folder))

    def of(self, office: str) -> Files:
        """The whole files of an office; the same each time, since it remembers what it has proven."""
        known = self._files.get(office)
        if known is None:
            key = hmac.digest(self._secret, b"files of " + office.encode(), "sha256")
            known = self._files.setdefault(office, Files(self._folder / folder_name(office), key))
        return known

    def begin(self, office: str, digest: FileDigest, size: int) -> Coming:
        """Expect a file, or say how much of it has come.

        Raises:
            FileTrouble: the disk does not take it.
        """
        if self.has(office, digest):
            return self._whole(office, digest)
        self.check_room(size)
        parts = self._parts(office)
        parts.drop_older((self._clock() - UNFINISHED).timestamp())
        return self._settled(office, digest, parts.begin(digest, size))

    def coming(self, office: str, digest: FileDigest) -> Coming | None:
        """How much of a file has come; None = nothing of it is expected or here."""
        if self.has(office, digest):
            return self._whole(office, digest)
        return self._parts(office).coming(digest)

    def add(self, office: str, digest: FileDigest, offset: int, piece: bytes) -> Coming | None:
        """Add a piece; the last one makes the file. None = all has come and it is another file: it begins anew.

        Raises:
            OffsetWrong: the piece does not fit.
            FileTrouble: the disk does not take it.
        """
        if self.has(office, digest):
            return self._whole(office, digest)
        self.check_room(len(piece))
        after = self._settled(office, digest, self._parts(office).add(digest, offset, piece))
        return after if after.offset else None

    def _settled(self, office: str, digest: FileDigest, coming: Coming) -> Coming:
        """What has come whole is put among the files (also when a crash came between), or begins anew."""
        if not coming.is_whole:
            return coming
        parts = self._parts(office)
        content = parts.content(digest)
        if digest_of(content) == digest:
            self.of(office).put(content)
            parts.drop(digest)
            return coming
        parts.drop(digest)
        return parts.begin(digest, coming.size)

    def _whole(self, office: str, digest: FileDigest) -> Coming:
        size = self.of(office).size(digest)
        return Coming(size, size)

    def _parts(self, office: str) -> Parts:
        known = self._coming.get(office)
        return known or self._coming.setdefault(office, coming_to(self.of(office)))


def files_router(door: Door, kept: OfficeFiles, quota: Quota = USUAL) -> APIRouter:
    """The addresses under PATH_FILES. All but OPTIONS, which says what is spoken here, pass the door."""
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
            raise NotIn(Refusal.TOO_LARGE)
        _same(size > 0 and request.headers.get("upload-length") == str(size) and _announced(request) == digest)

        def work(device: Device, _: bytes) -> Coming:
            if kept.coming(device.office, digest) is None:
                kept.check_room(size)
                try:
                    quotas.count_file(door.store, device, size, quota, door.clock())
                except TooMuch as wrong:
                    raise NotIn(Refusal.TOO_MUCH) from wrong
            return kept.begin(device.office, digest, size)

        coming = await _done(door, request, work)
        return Response(status_code=201, headers=_told(coming) | {"Location": f"{PATH_FILES}/{digest}"})

    @router.head("/{sha256}")
    async def how_far(request: Request, sha256: str) -> Response:
        """How much of a file is here."""
        digest = _digest(sha256)
        coming = await _done(door, request, lambda device, _: kept.coming(device.office, digest))
        if coming is None:
            raise NotIn(Refusal.NOT_FOUND)
        return Response(headers=_told(coming))

    @router.patch("/{sha256}", status_code=204)
    async def add(request: Request, sha256: str, offset: int) -> Response:
        """Add a piece at this offset. Another offset than the one reached: 409, and ``head`` says which it is."""
        digest = _digest(sha256)
        _same(request.headers.get("upload-offset") == str(offset))
        _same(request.headers.get("content-type") == PIECE_MEDIA)

        def work(device: Device, piece: bytes) -> Coming:
            try:
                after = kept.add(device.office, digest, offset, piece)
            except OffsetWrong as wrong:
                raise NotIn(Refusal.GAP, head=wrong.offset) from wrong
            if after is None:
                raise NotIn(Refusal.UNREADABLE)
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
                raise NotIn(Refusal.NOT_FOUND) from missing

        content, size = await _done(door, request, work)
        return _ranged(content, first, size) if asked else _whole(content)

    return router


async def _done(door: Door, request: Request, work: Callable[[Device, bytes], T], *, most: int = 0) -> T:
    """What ``work`` returns, for who may come in."""
    _same(request.method == "GET" or request.headers.get("tus-resumable") == TUS)
    return await door.signed(request, work, most=most)


def _told(coming: Coming) -> dict[str, str]:
    return _TUS | {"Upload-Offset": str(coming.offset), "Upload-Length": str(coming.size)}


def _digest(text: str) -> FileDigest:
    if not is_digest(text):
        raise NotIn(Refusal.NOT_FOUND)
    return FileDigest(text)


def _announced(request: Request) -> str:
    """The digest that tus' metadata name: ``sha256 <base64>``."""
    name, _, value = request.headers.get("upload-metadata", "").partition(" ")
    try:
        return base64.b64decode(value, validate=True).decode("ascii") if name == "sha256" else ""
    except (binascii.Error, ValueError):
        return ""


def _same(agrees: bool) -> None:  # noqa: FBT001 - reads as what must hold
    """Headers that do not say what the signed address says are no request of ours."""
    if not agrees:
        raise NotIn(Refusal.UNREADABLE)


_GIVEN = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
_BYTES = "application/octet-stream"


def _whole(content: bytes) -> Response:
    return Response(content, media_type=_BYTES, headers=_GIVEN)


def _ranged(content: bytes, first: int, size: int) -> Response:
    if not content:
        return Response(status_code=416, headers=_GIVEN | {"Content-Range": f"bytes */{size}"})
    told = {"Content-Range": f"bytes {first}-{first + len(content) - 1}/{size}"}
    return Response(content, 206, _GIVEN | told, _BYTES)
