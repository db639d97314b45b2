"""Events with their position among the events of all desks, and the one order all desks agree on."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from operator import attrgetter

import msgspec
from msgspec import Struct

from models.events import AnyEvent, UnknownEvent
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from models.system.decoding import prepared


class Recorded(Struct, frozen=True, kw_only=True):
    """One event with everything that proves where it belongs.

    Attributes:
        id: made at the desk that recorded it; the same event arriving twice is the same event.
        subject: the dossier or ticket it is about.
        device, seq: 1, 2, 3… per device without gaps: a gap is a loss, and provable.
        clock: Lamport clock, one more than anything that desk had seen. Gives the order.
        at: what that PC's clock said (UTC). Shown to people, never used for order.
        prev: digest of that device's previous event.
        body: the event as it was written, byte for byte: what the digest covers and what is passed on.
        event: the same, read; ``UnknownEvent`` when this version cannot.
    """

    id: EventId
    subject: SubjectId
    device: DeviceId
    seq: int
    clock: int
    at: datetime
    clerk: ClerkId
    prev: Digest
    body: bytes
    event: AnyEvent | UnknownEvent


MOST_EVENT_BYTES = 4 << 20
"""Most of one event's body, thousands of times what an act takes: a desk records nothing larger, the province tells
nobody of anything larger, and any event fits into an answer beside others."""

FAR_AHEAD = 1 << 30
"""How far the clock of an event may stand before the highest clock known. A Lamport clock counts events: ten desks that
record 10,000 events a day count so far in 29 years, so nothing that anybody did offline, or that a hub lost, is beyond
it. What is beyond was never counted."""

CLOCK_STEP = 1 << 22
"""How far an event may stand before the highest clock of its office although that is beyond what the office has
events for: somebody made use of ``FAR_AHEAD`` once, and the others go on from there. By such steps nobody comes to the
end of what a clock can count: it would take 2³⁸ events."""

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""All that a decoder raises, whatever the bytes: msgspec lets the last two through."""

_encode = msgspec.json.Encoder(order="deterministic").encode
_pack = msgspec.msgpack.Encoder().encode


@cache
def _decoder() -> Callable[[bytes], AnyEvent]:
    """Made with the first event that is read: it takes all kinds of events apart, longer than a window should wait."""
    return msgspec.json.Decoder(prepared(AnyEvent)).decode


def write(event: AnyEvent) -> bytes:
    """The stored form of an event: JSON, UTF-8."""
    return _encode(event)


def read(body: bytes) -> AnyEvent | UnknownEvent:
    """The event in a stored body. Never raises: what cannot be read is an ``UnknownEvent``."""
    try:
        return _decoder()(body)
    except _UNREADABLE:
        pass
    try:
        return msgspec.json.decode(body, type=prepared(UnknownEvent))
    except _UNREADABLE:
        return UnknownEvent(type="")


def digest(recorded: Recorded) -> Digest:
    """SHA-256 over the event's place, its previous digest and its body."""
    place = (
        recorded.id,
        recorded.subject,
        recorded.device,
        recorded.seq,
        recorded.clock,
        recorded.at,
        recorded.clerk,
        recorded.prev,
    )
    return digest_of(place, recorded.body)


def digest_of(
    place: tuple[EventId, SubjectId, DeviceId, int, int, datetime, ClerkId, Digest],  # as ``digest`` has them
    body: bytes,
) -> Digest:
    """The same of an event that nobody reads."""
    return Digest(hashlib.sha256(_pack(place) + body).digest())


def place(recorded: Recorded) -> tuple[int, int, int]:
    """Sort key that is the same at every desk: Lamport clock, then device (then seq, for damaged clocks)."""
    return (recorded.clock, recorded.device, recorded.seq)


_place, _id = attrgetter("clock", "device", "seq"), attrgetter("id")
"""As ``place``, without a step in Python for each event of a history."""


def in_order(history: Iterable[Recorded]) -> list[Recorded]:
    """The history as every desk tells it, each event once.

    Once by its id, not by its place: a machine whose file was restored from a copy records its latest events again
    under another number, and somebody may have met both.
    """
    ordered = sorted(history, key=_place)
    if len(set(map(_id, ordered))) == len(ordered):
        return ordered
    once: dict[EventId, Recorded] = {}
    for recorded in ordered:
        once.setdefault(recorded.id, recorded)
    return list(once.values())
