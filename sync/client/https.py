"""The hub over HTTPS: signed requests, and answers accepted only with the hub's signature.

Retries only where they cost no time: a stale connection, a clock off by a known amount, a request that arrived twice.
"""

import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from models.calendar.clock import Clock
from models.ids import PROVINCE, FileDigest
from models.system.decoding import prepared
from models.trouble import ClockWrong, NotTheProvince, ProvinceRefused
from sync.client.membership import Membership
from sync.client.peer import FilePiece
from sync.messages import (
    BYTES,
    JSON,
    MEDIA,
    PATH_BACKFILL,
    PATH_COUNTS,
    PATH_EDITION,
    PATH_ENROL,
    PATH_FILES,
    PATH_HUB,
    PATH_KEYS,
    PATH_LOAD,
    PATH_NEWS,
    PATH_RENEW,
    PATH_UP,
    PIECE_MEDIA,
    PROBLEM,
    SHORT_PATHS,
    Backfill,
    BackfillAnswer,
    Counts,
    EnrolAsked,
    Enrolled,
    HubFacts,
    KeysTold,
    Load,
    LoadAsked,
    MessageUnreadable,
    News,
    NewsAsked,
    Refusal,
    SignedEdition,
    SignedKeys,
    Up,
    UpAnswer,
    block_is_possible,
    pack,
    unpack,
)
from sync.signatures.answers import FOR, asker, check_answer
from sync.signatures.requests import SignatureWrong, sign
from sync.signatures.short import MOST_SHORT_MESSAGE, check_short_answer, sign_short
from sync.wire import ON_THE_WAY, Answer, Stale, Wire, judged

__all__ = ["CLOCK_LIMIT", "Answer", "HubClient", "enrol", "hub_facts"]

T = TypeVar("T")
B = TypeVar("B", bound=Struct)

CLOCK_LIMIT = timedelta(days=730)
"""A PC whose clock is further off is not corrected silently: a person has to set it."""

_ALWAYS_THERE = frozenset({PATH_UP, PATH_NEWS, PATH_LOAD})
"""Paths of this protocol that each of its hubs has: one that does not find them speaks an older protocol."""

_TRIES = 3
_REFUSED = 400

_TUS = {"Tus-Resumable": "1.0.0"}
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)
_OFFSET = re.compile(r"\d{1,15}", re.ASCII)


class HubClient:
    """The province's hub over HTTPS, a ``sync.client.peer.Peer``. Any thread.

    Attributes:
        offset: how far the hub's clock is before this PC's, as far as it is known.
    """

    name = PROVINCE

    def __init__(self, membership: Membership, clock: Clock) -> None:
        self.membership = membership
        self.offset = timedelta(0)
        self._clock = clock
        self._key = membership.private_key
        self._short, self._may_be_short = False, True
        self._wire = Wire(membership.url, membership.authority)

    def up(self, up: Up) -> UpAnswer:
        """Send this device's own events."""
        answer = self._batch(PATH_UP, up, UpAnswer)
        self._short = answer.short_form and self._may_be_short
        return answer

    def news(self, asked: NewsAsked) -> News:
        """New events of the office; waits as long as ``asked.wait`` says."""
        return self._batch(PATH_NEWS, asked, News, wait=asked.wait)

    def load(self, asked: LoadAsked) -> Load:
        """The next page of this visit laptop's load."""
        return self._batch(PATH_LOAD, asked, Load)

    def edition(self) -> SignedEdition | None:
        """The office's newest edition; None = the province has set none."""
        try:
            return self._json("GET", PATH_EDITION, SignedEdition)
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.NOT_FOUND:
                return None
            raise

    def keys(self, have: str) -> SignedKeys | None:
        """The keys of the province's machines, if the list of this name is not the newest."""
        return self._json("GET", f"{PATH_KEYS}?have={have}", KeysTold).signed

    def counts(self) -> Counts:
        """The hub's counts of the office, device by device."""
        return self._json("GET", PATH_COUNTS, Counts)

    def backfill(self, brought: Backfill) -> BackfillAnswer:
        """Return events of other devices that the hub has lost."""
        return self._batch(PATH_BACKFILL, brought, BackfillAnswer)

    def renew(self, asked: EnrolAsked) -> Enrolled:
        """Request a new number for this machine, with the new key; signed with the old one."""
        return _workable(self._wire.url, self._json("POST", PATH_RENEW, Enrolled, msgspec.json.encode(asked)))

    def file_reached(self, digest: FileDigest, size: int) -> int:
        """Announce a scanned file; returns how many bytes of it the hub has."""
        named = base64.b64encode(digest.encode()).decode()
        headers = _TUS | {"Upload-Length": str(size), "Upload-Metadata": f"sha256 {named}"}
        return _reached(self.request("POST", f"{PATH_FILES}?sha256={digest}&size={size}", b"", headers), size)

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        """Send bytes of an announced file; returns how many the hub has then."""
        headers = _TUS | {"Upload-Offset": str(offset), "Content-Type": PIECE_MEDIA}
        return _reached(self.request("PATCH", f"{PATH_FILES}/{digest}?offset={offset}", piece, headers), size)

    def fetch_piece(self, digest: FileDigest, offset: int, most: int) -> FilePiece | None:
        """Fetch bytes of a file from ``offset`` on; None = the hub does not have it."""
        headers = {"Range": f"bytes={offset}-{offset + most - 1}"}
        try:
            answer = self.request("GET", f"{PATH_FILES}/{digest}", b"", headers, media=BYTES)
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.NOT_FOUND:
                return None
            raise
        told = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if told is None or int(told[1]) != offset or not answer.body:
            raise NotTheProvince(PATH_FILES, "content-range")
        return FilePiece(int(told[3]), answer.body)

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        media: str = "",
        wait: float = 0.0,
    ) -> Answer:
        """Send one signed request; returns the hub's answer if it is a success.

        Args:
            method: "GET", "POST", "HEAD", "PATCH"…
            path: below the hub's address, with its query.
            body: as it travels.
            headers: sent along.
            media: what the answer must be; empty = it has no body, or none that matters.
            wait: seconds that the answer may take beyond the usual.

        Raises:
            ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong.
        """
        for attempt in range(1, _TRIES + 1):
            at = self._clock() + self.offset
            short = self._short and path in SHORT_PATHS and len(body) < MOST_SHORT_MESSAGE
            try:
                if short:
                    answer = self._in_short_form(method, path, body, at, wait)
                else:
                    signed = _signed(self._key, self._wire, method, path, headers or {}, body, at)
                    answer = self._own(signed, self._wire.ask(method, path, body, signed, wait=wait))
                return judged(self._wire.url, answer, media)
            except Stale:
                if attempt == _TRIES:
                    raise
            except ProvinceRefused as refused:
                self._consider(refused, last=attempt == _TRIES)
            except NotTheProvince:
                if short:  # a hub of before may answer there again, or something on the way lets no such form through
                    self._short = self._may_be_short = False
                raise
        raise AssertionError(path)

    def _in_short_form(self, method: str, path: str, body: bytes, at: datetime, wait: float) -> Answer:
        """The answer to a request in the short form, if the hub signed it for this machine and this request."""
        url, member = self._wire.url, self.membership
        asked = sign_short(self._key, method, path, body, at=at)
        answer = self._wire.ask(method, SHORT_PATHS[path], asked.body, {}, wait=wait)
        refused = answer.status >= _REFUSED
        own = asker(member.office, member.device)
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(member.sign_key))
        for whose in (own, "") if refused else (own,):  # "" = refused before it was known who asks
            with suppress(SignatureWrong):
                message = check_short_answer(asked, answer.status, whose, answer.body, public)
                return Answer(answer.status, {"content-type": PROBLEM if refused else MEDIA}, message)
        if answer.status in ON_THE_WAY:
            return Answer(answer.status, {}, b"")
        raise NotTheProvince(url, f"{answer.status} {answer.media}")

    def _own(self, asked: Mapping[str, str], answer: Answer) -> Answer:
        """The answer, if the hub signed it for this machine and this request."""
        url, member = self._wire.url, self.membership
        found = signed_by(url, member.sign_key, asked, answer)
        told = found.headers.get(FOR, "")
        if told != asker(member.office, member.device) and (told or found.status < _REFUSED):
            raise NotTheProvince(url, f"for {told}")
        return found

    def note_time(self, at: datetime) -> None:
        """The current time by the hub's clock."""
        self.offset = at - self._clock()

    def abort(self) -> None:
        """Abort requests of all threads; this object cannot be used any more."""
        self._wire.cut()

    def _consider(self, refused: ProvinceRefused, *, last: bool) -> None:
        """Whether a refusal allows an immediate retry with a change."""
        if refused.refusal == Refusal.CLOCK and refused.at is not None:
            offset = refused.at - self._clock()
            if abs(offset) > CLOCK_LIMIT:
                raise ClockWrong(self._wire.url, refused.at) from refused
            self.offset = offset
        elif refused.refusal != Refusal.REPLAY:
            raise refused
        if last:
            raise refused

    def _batch(self, path: str, message: Struct, kind: type[B], *, wait: float = 0.0) -> B:
        try:
            answer = self.request("POST", path, pack(message), {"Content-Type": MEDIA}, media=MEDIA, wait=wait)
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.NOT_FOUND and path in _ALWAYS_THERE:
                raise ProvinceRefused(self._wire.url, Refusal.HUB_TOO_OLD.value) from refused
            raise
        try:
            return unpack(answer.body, kind)
        except MessageUnreadable as wrong:
            raise NotTheProvince(self._wire.url, str(wrong)) from wrong

    def _json(self, method: str, path: str, kind: type[T], body: bytes = b"") -> T:
        headers = {"Content-Type": JSON, "Accept-Encoding": "gzip"} if body else {"Accept-Encoding": "gzip"}
        return _read(self._wire.url, self.request(method, path, body, headers, media=JSON), kind)


def _reached(answer: Answer, size: int) -> int:
    """The offset in an answer. An answer without one is not from a hub."""
    told = answer.headers.get("upload-offset", "")
    if not _OFFSET.fullmatch(told) or int(told) > size:
        raise NotTheProvince(PATH_FILES, "upload-offset")
    return int(told)


def signed_by(url: str, sign_key: str, asked: Mapping[str, str], answer: Answer) -> Answer:
    """The answer with only those headers that the hub signed, if it signed this answer to this request.

    What a proxy says of itself (busy, too large) says nothing of the hub: its status is kept, and no word of it.

    Args:
        url: of the hub, for the trouble.
        sign_key: the hub's, 64 hexadecimal digits.
        asked: headers of the request.
        answer: as it came.

    Raises:
        NotTheProvince: another's answer, or one to another question, or from a hub of before answers were signed.
    """
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign_key))
        headers = check_answer(asked, answer.status, answer.headers, answer.body, public)
    except (SignatureWrong, ValueError) as wrong:
        if answer.status in ON_THE_WAY:
            return Answer(answer.status, {}, b"")
        raise NotTheProvince(url, f"{answer.status} {answer.media}: {wrong}") from wrong
    return Answer(answer.status, headers, answer.body)


def hub_facts(url: str, authority: str = "") -> HubFacts:
    """The hub's name, keys and time at this address.

    Raises:
        ProvinceAddressWrong, ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused.
    """
    wire = Wire(url, authority)
    try:
        answer = wire.ask("GET", PATH_HUB, b"", {})
        return _read(wire.url, judged(wire.url, answer, JSON), HubFacts)
    finally:
        wire.cut()


def enrol(
    url: str, key: Ed25519PrivateKey, asked: EnrolAsked, *, at: datetime, sign_key: str, authority: str = ""
) -> Enrolled:
    """Enrol this machine by a one-time code, signed with the new key.

    Args:
        url: the hub's address.
        key: the machine's new one.
        asked: with the one-time code.
        at: now, by the hub's clock (``hub_facts``).
        sign_key: the hub's, likewise: whoever told it must be who admits.
        authority: see ``Wire``.

    Raises:
        ProvinceAddressWrong, ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused.
    """
    wire = Wire(url, authority)
    body = msgspec.json.encode(asked)
    try:
        headers = _signed(key, wire, "POST", PATH_ENROL, {"Content-Type": JSON}, body, at)
        answer = signed_by(wire.url, sign_key, headers, wire.ask("POST", PATH_ENROL, body, headers))
        enrolled = _read(wire.url, judged(wire.url, answer, JSON), Enrolled)
        if enrolled.office != asked.unit or enrolled.hub.sign_key != sign_key:
            raise NotTheProvince(wire.url, f"for {enrolled.office}")
        return _workable(wire.url, enrolled)
    finally:
        wire.cut()


def _workable(url: str, enrolled: Enrolled) -> Enrolled:
    """The answer, if its block can stand in settings: with another this machine would not open any more."""
    if not block_is_possible(enrolled.block):
        raise NotTheProvince(url, f"block {enrolled.device}")
    return enrolled


def _signed(
    key: Ed25519PrivateKey,
    wire: Wire,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    at: datetime,
) -> dict[str, str]:
    """A request signed for the hub's own path: what a proxy strips from the address is not part of it."""
    host = wire.url.removesuffix(wire.path("")) if wire.path("") else wire.url
    return sign(key, method, host + path, headers, body, at=at)


def _read(url: str, answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=prepared(kind))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise NotTheProvince(url, str(wrong)) from wrong
