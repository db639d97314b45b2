"""Request authentication: signature, time and device are checked before the body is read.

The order matters: first the signature over the head, which covers the digest of the body; then the body, up to its size
limit; then its digest before anything in it is used; the nonce last, so that nobody can use up another's. Of a request
in the short form the body, no longer than a head, has come before (``signed_answers``).
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct
from starlette.requests import ClientDisconnect, Request

from models.calendar.clock import Clock
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.settings import Limits
from sync.hub.store import HubStore
from sync.hub.store.admission_rows import SenderRecord, SignedOnce
from sync.hub.store.rejected_rows import RejectReason
from sync.hub.web.batched_lookups import BatchedLookup, TooManyWait
from sync.hub.web.connections import RETRY, has_left, proved
from sync.hub.web.rejected_requests import RejectedRequests
from sync.hub.web.signed_answers import SHORT
from sync.messages import MOST_BYTES, MOST_EVENT_BYTES, MessageUnreadable, Refusal, unpacked_size
from sync.signatures.requests import SignatureWrong, Signed, check_body, check_head, signer_of
from sync.signatures.short import ShortRequest

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

MOST_KNOWN = 20_000
"""Keys that one worker keeps, some hundred bytes each."""

MOST_STRANGERS = 64
"""Machines that join and wait for their turn; more are told to come again."""

MOST_LOOKED_UP = 256
"""Codes that wait to be looked up; more are told to come again."""

MOST_AT_ONCE = 1_000
"""Unknown keys that wait to be looked up, and requests of known ones that wait to be recorded, by one statement: all
desks of a worker that ask again at once after a break. More are told to come again."""

LARGE = 3 << 19
"""Bytes of a message, unpacked, from which on one is worked on at a time. A batch of many events has half of that."""


class RequestRejected(Exception):  # noqa: N818 - a fact about a request
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


class _Known(Struct, frozen=True):
    """A cached key by its name, which is its digest, so it never changes. The rest of its device may."""

    device: Device
    key: Ed25519PublicKey


class Busy(Exception):  # noqa: N818 - a fact about this moment
    """The worker is at its limits; nothing of the request was stored; retry later.

    Attributes:
        retry: seconds after which that is worth a try.
    """

    def __init__(self, retry: int = RETRY) -> None:
        super().__init__(retry)
        self.retry = retry


class TooManyWrong(Busy):
    """Too many wrong codes came from this address recently. A right one is always accepted."""


class Admitted(Struct, frozen=True):
    """A request with a valid signature, and its body.

    Whether it came before, and what has become of the device since its key was first seen here, is still to be asked:
    ``only_once``, or ``once`` of ``take_in``.
    """

    device: Device
    signed: Signed
    body: bytes


class _Machine:
    """One machine's requests under way: limited, with few worked on at once, so that it fills no pool."""

    def __init__(self, turns: int) -> None:
        self.requests = self.held = 0
        self.turns = asyncio.Semaphore(turns)


class RequestAuth:
    """Request authentication in one worker, with its thread pools and limits.

    Args:
        store: where devices are known.
        clock: the hub's, the one that counts.
        limits: what a request may ask for.
        turned: where those are counted who are turned away.
        threads: how many requests are worked on at once.
    """

    def __init__(
        self, store: HubStore, clock: Clock, limits: Limits, turned: RejectedRequests, *, threads: int
    ) -> None:
        self.store = store
        self.turned = turned
        self.clock = clock
        self.limits = limits
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="hub-door")
        self._free = asyncio.Semaphore(threads)
        self._strangers = asyncio.Semaphore(max(1, threads // 4))
        self._waiting = self._waiting_strangers = 0
        self._each = max(1, threads // 4)
        self._held = 0
        self._machines: dict[str, _Machine] = {}
        self._large = asyncio.Lock()
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._strange = BatchedLookup(partial(offices.find_devices, store), self.run_in_thread, most=MOST_AT_ONCE)
        self._signed = BatchedLookup(self._recorded, self.run_in_thread, most=MOST_AT_ONCE, every=0.0)
        self._recording: set[tuple[str, str]] = set()

    async def run_in_thread(self, work: Callable[[], T], request: Request | None = None) -> T:
        """Run ``work`` in a thread and return its result.

        Args:
            work: may use the store.
            request: read whole; for whose sender it is done: not begun when he has gone meanwhile.

        Raises:
            Busy: too many wait already.
            NotIn: he has gone.
        """
        if request is not None and self._waiting >= self.limits.waiting:
            raise Busy
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            _check_still_there(request)
            working = asyncio.get_running_loop().run_in_executor(self._threads, work)
        except BaseException:
            self._free.release()
            raise
        working.add_done_callback(lambda _: self._free.release())
        return await working

    async def for_stranger(self, work: Callable[[], T], request: Request | None = None) -> T:
        """As ``run_in_thread``, for unauthenticated clients: at most a quarter of the threads together.

        Raises:
            Busy, NotIn: as above.
        """
        if self._waiting_strangers >= MOST_STRANGERS:
            raise Busy
        self._waiting_strangers += 1
        try:
            async with self._strangers:
                return await self.run_in_thread(work, request)
        finally:
            self._waiting_strangers -= 1

    def close(self) -> None:
        """Wait until the threads have finished."""
        self._threads.shutdown()

    async def signed(self, request: Request, work: Callable[[Device, bytes], T], *, most: int = 0) -> T:
        """Authenticate the request and run ``work`` with its device and body in a thread.

        Args:
            request: whose body nobody has read yet.
            work: may use the store.
            most: bytes of the body at most; 0 = as the settings say.

        Raises:
            NotIn: it may not come in.
            Busy: not now.
        """
        async with self.admitted(request, most=most) as found:
            device, _ = await self.only_once(found)
            return await self.for_machine(found, partial(work, device, found.body), request)

    async def for_machine(self, found: Admitted, work: Callable[[], T], request: Request, *, most: int = 0) -> T:
        """Run ``work`` in a thread: of one machine a few at a time, of large messages one.

        Args:
            found: the request, admitted.
            work: may use the store.
            request: the same.
            most: bytes that its body may unpack to; 0 = it is no message.

        Raises:
            MessageUnreadable: it says that it unpacks to more, or does not say.
            Busy, NotIn: as above.
        """
        claimed = unpacked_size(found.body) if most else 0
        if claimed > most:
            raise MessageUnreadable("too large")
        async with self._machines[found.signed.key_id].turns, self._large if claimed > LARGE else nullcontext():
            return await self.run_in_thread(work, request)

    @asynccontextmanager
    async def admitted(self, request: Request, *, most: int = 0) -> AsyncIterator[Admitted]:
        """Authenticate a request and read its body, which counts as held until this context ends.

        The head's signature comes first, so that nobody unknown sends a body; then the body, whose digest it covers.

        Raises:
            NotIn: it may not come in.
            Busy: not now.
        """
        known = await self._signer(request)
        signed = self.check_head(request, known.key)
        proved(request, signed.key_id)
        told(request, office=known.device.office, device=known.device.number)
        machine = self._machines.setdefault(signed.key_id, _Machine(self._each))
        if machine.requests >= self.limits.at_once:
            raise Busy
        machine.requests += 1
        try:
            async with self.body(request, most=most, machine=machine) as body:
                self.check_body(signed, body)
                yield Admitted(known.device, signed, body)
        finally:
            machine.requests -= 1
            if not machine.requests:
                del self._machines[signed.key_id]

    @asynccontextmanager
    async def body(self, request: Request, *, most: int = 0, machine: _Machine | None = None) -> AsyncIterator[bytes]:
        """Read the body within its size limit; it counts as held until this context ends.

        Raises:
            NotIn: more than ``most`` bytes (0 = as the settings say).
            Busy: the worker holds as many bytes of bodies as it may; or a quarter of them for this machine, when that
                is more than one body.
        """
        share = max(self.limits.bodies // 4, self.limits.body)
        whose = machine or _Machine(1)
        allowed = (most or self.limits.body) if request.method not in {"GET", "HEAD"} else 0
        size = request.headers.get("content-length", "0")
        if not size.isdecimal() or int(size[:20]) > allowed:
            raise RequestRejected(Refusal.TOO_LARGE)
        body, held = bytearray(), 0
        try:
            async for part in request.stream():
                if len(body) + len(part) > allowed:
                    raise RequestRejected(Refusal.TOO_LARGE)
                if self._held + len(part) > self.limits.bodies or whose.held + len(part) > share:
                    raise Busy
                self._held += len(part)
                whose.held += len(part)
                held += len(part)
                body += part
            whole = bytes(body)
            del body
            yield whole
        except ClientDisconnect as gone:
            raise RequestRejected(Refusal.UNREADABLE) from gone
        finally:
            self._held -= held
            whose.held -= held

    async def _signer(self, request: Request) -> "_Known":
        try:
            short = _short(request)
            name = signer_of(_headers(request)) if short is None else short.key_id
        except SignatureWrong as wrong:
            raise RequestRejected(Refusal.SIGNATURE) from wrong
        told(request, key=name[:32])
        known = self._known.pop(name, None)
        if known is None:
            device = await self.look_up(self._strange, name)
            if device is None:
                self.turned.note(RejectReason.SIGNER, request)
                raise RequestRejected(Refusal.DEVICE_UNKNOWN)
            known = _Known(device, Ed25519PublicKey.from_public_bytes(device.public_key))
        self._known[name] = known  # the newest
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return known

    @staticmethod
    async def look_up(among: BatchedLookup[K, V], key: K) -> V | None:
        """Look up one of many at once.

        Raises:
            Busy: not now.
        """
        try:
            return await among.find(key)
        except TooManyWait as wrong:
            raise Busy from wrong

    def check_head(self, request: Request, public: Ed25519PublicKey) -> Signed:
        """Verify the signature of the head by this key, and its age; returns its time.

        Raises:
            NotIn: it was not.
        """
        try:
            short, method, target = _short(request), request.method, _target(request)
            if short is None:
                signed = check_head(method, "http://hub" + target, _headers(request), public)
            else:
                signed = short.check(method, target, public)
        except SignatureWrong as wrong:
            self.turned.note(RejectReason.SIGNATURE, request)
            raise RequestRejected(Refusal.SIGNATURE) from wrong
        now = self.clock()
        if abs(signed.created - now) > timedelta(seconds=self.limits.clock):
            raise RequestRejected(Refusal.CLOCK, at=now)
        return signed

    def check_body(self, signed: Signed, body: bytes) -> None:
        """Verify the body against the digest in the signed head.

        Raises:
            NotIn: it is another.
        """
        try:
            check_body(signed, body)
        except SignatureWrong as wrong:
            raise RequestRejected(Refusal.SIGNATURE) from wrong

    async def only_once(self, found: Admitted, *, position: int = 0) -> tuple[Device, SenderRecord]:
        """Record the request's nonce, together with those of all who ask in this moment.

        Args:
            found: the request, admitted; its device as it was when its key was first seen.
            position: of its office's stream, whose mark is wanted.

        Returns:
            The device's current state.

        Raises:
            NotIn: it came before, or the device was revoked, or got another key.
            Busy: not now.
        """
        device, signed = found.device, found.signed
        once = (signed.key_id, signed.nonce)
        if once in self._recording:
            raise RequestRejected(Refusal.REPLAY)
        self._recording.add(once)
        try:
            seen = await self.look_up(self._signed, SignedOnce(*once, device.office, position))
        finally:
            self._recording.discard(once)
        if seen is None:
            self._known.pop(signed.key_id, None)
            raise RequestRejected(Refusal.DEVICE_UNKNOWN)
        if seen.own.revoked_at is not None:
            raise RequestRejected(Refusal.DEVICE_REVOKED)
        if not seen.fresh:
            raise RequestRejected(Refusal.REPLAY)
        return Device(office=seen.office.id, number=seen.own.number, public_key=device.public_key), seen

    def _recorded(self, asked: Sequence[SignedOnce]) -> Mapping[SignedOnce, SenderRecord]:
        return offices.record_requests(self.store, asked, self.clock())

    def newcomer(self, signed: Signed) -> None:
        """Record the nonce of a request whose key is not known yet.

        Raises:
            NotIn: it came before.
        """
        if not offices.remember_nonce(self.store, signed.key_id, signed.nonce, self.clock()):
            raise RequestRejected(Refusal.REPLAY)


def _check_still_there(request: Request | None) -> None:
    if request is not None and has_left(request):
        raise RequestRejected(Refusal.UNREADABLE)


def _short(request: Request) -> ShortRequest | None:
    """The request in the short form; None = it came in the long one."""
    short: ShortRequest | None = request.scope.get(SHORT)
    return short


def _headers(request: Request) -> Mapping[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _target(request: Request) -> str:
    """Path and query as received."""
    query = request.scope["query_string"].decode("latin-1")
    path: str = request.scope.get("raw_path", request.scope["path"].encode()).decode("latin-1")
    return f"{path}?{query}" if query else path


def told(request: Request, **facts: object) -> None:
    """Adds to the log line of this request. No name, no personal number."""
    request.scope.setdefault("told", {}).update(facts)


def too_many(sizes: Sequence[int], most: int) -> bool:
    """Whether a batch exceeds the agreed size. A single event may exceed it, since it cannot be split.

    Args:
        sizes: of its events' bodies, in bytes.
        most: events.
    """
    if len(sizes) > 1:
        return len(sizes) > most or sum(sizes) > MOST_BYTES
    return sum(sizes) > MOST_EVENT_BYTES
