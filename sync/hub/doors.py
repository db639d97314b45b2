"""The door: who may come in. Every request is measured, then its signature, time and device are looked at.

The order matters: its size before it is read whole, its signature before anything in it is believed, the number used
once last, so that nobody can use up another's.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct
from starlette.requests import ClientDisconnect, Request

from models.clock import Clock
from sync.hub import offices
from sync.hub.offices import Device
from sync.hub.settings import Limits
from sync.hub.store import HubStore
from sync.hub.store.admission_rows import Seen
from sync.messages import MOST_BYTES, MOST_EVENT_BYTES, Refusal
from sync.signing import SignatureWrong, Signed, check, signer_of

T = TypeVar("T")

LONGEST_NONCE = 64

MOST_KNOWN = 20_000
"""Keys that one worker keeps, some hundred bytes each."""


class NotIn(Exception):  # noqa: N818 - a fact about a request
    """A request is refused; nothing of it was stored.

    Attributes:
        why: the reason the sender is told.
        at: the hub's clock, where that is what the sender needs.
        head: where the hub's chain of this device stands, likewise.
    """

    def __init__(self, why: Refusal, *, at: datetime | None = None, head: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.at = at
        self.head = head


class Asked(Struct, frozen=True):
    """A request as its signature covers it: path and query as they came, headers with names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class _Known(Struct, frozen=True):
    """A key by its name, which is its digest: the same for ever. All else of its device may change at any moment."""

    device: Device
    key: Ed25519PublicKey


class Door:
    """The door of one worker.

    Args:
        store: where devices are known.
        clock: the hub's, the one that counts.
        limits: what a request may ask for.
        threads: how many requests are worked on at once.
    """

    def __init__(self, store: HubStore, clock: Clock, limits: Limits, *, threads: int) -> None:
        self.store = store
        self.clock = clock
        self.limits = limits
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="hub-door")
        self._known: dict[str, _Known] = {}

    async def aside(self, work: Callable[[], T]) -> T:
        """What ``work`` returns: done in a thread, as soon as one is free."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Wait until the threads have done their work."""
        self._threads.shutdown()

    async def signed(self, request: Request, work: Callable[[Device, bytes], T], *, most: int = 0) -> T:
        """What ``work`` returns for the device that signed the request, and its body. In a thread.

        Args:
            request: whose body nobody has read yet.
            work: may use the store.
            most: bytes of the body at most; 0 = as the settings say.

        Raises:
            NotIn: it may not come in.
        """
        asked = await self.read(request, most=most)

        def admitted() -> T:
            who, signed = self.admit(request, asked)
            device, _ = self.only_once(who, signed)
            return work(device, asked.body)

        return await self.aside(admitted)

    async def read(self, request: Request, *, most: int = 0) -> Asked:
        """The request whole, unless it is too large.

        Raises:
            NotIn: more than ``most`` bytes (0 = as the settings say).
        """
        allowed = most or self.limits.body
        told = request.headers.get("content-length", "0")
        if not told.isdecimal() or int(told[:20]) > allowed:
            raise NotIn(Refusal.TOO_LARGE)
        body = bytearray()
        try:
            async for part in request.stream():
                body += part
                if len(body) > allowed:
                    raise NotIn(Refusal.TOO_LARGE)
        except ClientDisconnect as gone:
            raise NotIn(Refusal.UNREADABLE) from gone
        query = request.scope["query_string"].decode("latin-1")
        path = request.scope.get("raw_path", request.scope["path"].encode()).decode("latin-1")
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Asked(request.method, f"{path}?{query}" if query else path, headers, bytes(body))

    def admit(self, request: Request, asked: Asked) -> tuple[Device, Signed]:
        """The device that signed it, and when.

        Whether it came before, and what has become of the device since its key was first seen here, is still to be
        asked: ``only_once``, or ``once`` of ``take_in``.

        Raises:
            NotIn: it may not come in.
        """
        try:
            name = signer_of(asked.headers)
        except SignatureWrong as wrong:
            raise NotIn(Refusal.SIGNATURE) from wrong
        told(request, key=name[:32])
        known = self._known.get(name) or self._met(name)
        signed = self.check(asked, known.key)
        told(request, office=known.device.office, device=known.device.number)
        return known.device, signed

    def _met(self, name: str) -> "_Known":
        device = offices.find_device(self.store, name)
        if device is None:
            raise NotIn(Refusal.DEVICE_UNKNOWN)
        known = _Known(device, Ed25519PublicKey.from_public_bytes(device.public_key))
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[name] = known
        return known

    def check(self, asked: Asked, public: Ed25519PublicKey) -> Signed:
        """When it was signed, if it is whole, by this key, and not too long ago.

        Raises:
            NotIn: it is not.
        """
        try:
            signed = check(asked.method, "http://hub" + asked.target, asked.headers, asked.body, public)
        except SignatureWrong as wrong:
            raise NotIn(Refusal.SIGNATURE) from wrong
        if len(signed.nonce) > LONGEST_NONCE:
            raise NotIn(Refusal.SIGNATURE)
        now = self.clock()
        if abs(signed.created - now) > timedelta(seconds=self.limits.clock):
            raise NotIn(Refusal.CLOCK, at=now)
        return signed

    def only_once(self, who: Device, signed: Signed, *, position: int = 0) -> tuple[Device, Seen]:
        """Remember that this request came; the device as it is now.

        Args:
            who: as it was when its key was first seen.
            signed: by whom.
            position: of its office's stream, whose mark is wanted.

        Raises:
            NotIn: it came before, or the device was revoked, or got another key.
        """
        seen = offices.meet(self.store, who, signed.key_id, signed.nonce, self.clock(), position=position)
        if seen is None:
            self._known.pop(signed.key_id, None)
            raise NotIn(Refusal.DEVICE_UNKNOWN)
        if seen.own.revoked_at is not None:
            raise NotIn(Refusal.DEVICE_REVOKED)
        if not seen.fresh:
            raise NotIn(Refusal.REPLAY)
        return Device(office=seen.office.id, number=seen.own.number, public_key=who.public_key), seen

    def newcomer(self, signed: Signed) -> None:
        """Remember a request of one whose key nobody knows yet.

        Raises:
            NotIn: it came before.
        """
        if not offices.remember_nonce(self.store, signed.key_id, signed.nonce, self.clock()):
            raise NotIn(Refusal.REPLAY)


def told(request: Request, **facts: object) -> None:
    """What the log shall say of this request. No name, no number of any person."""
    request.scope.setdefault("told", {}).update(facts)


def too_many(sizes: Sequence[int], most: int) -> bool:
    """Whether a batch is larger than agreed. A single event may be larger than a batch, since it cannot be halved.

    Args:
        sizes: of its events' bodies, in bytes.
        most: events.
    """
    if len(sizes) > 1:
        return len(sizes) > most or sum(sizes) > MOST_BYTES
    return sum(sizes) > MOST_EVENT_BYTES
