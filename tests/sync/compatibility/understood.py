"""How the version before this one understands messages: its own definitions, kept as they were at ``60b67b1``.

Replaced together with the recordings, when a piece has landed. Fields of a packed message stand in their order.
"""

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from sync.messages import MEDIA
from sync.messages.packing import unpack


class _Packed(Struct, frozen=True, array_like=True):
    pass


class Link(_Packed, frozen=True):
    """One event."""

    id: str
    subject: str
    clock: int
    at: int
    clerk: str
    body: bytes


class OldChain(_Packed, frozen=True):
    """Consecutive events of a machine."""

    device: int
    first: int
    prev: bytes
    links: tuple[Link, ...]
    last: bytes


class Place(_Packed, frozen=True):
    """A cursor."""

    epoch: bytes = b""
    position: int = 0
    mark: bytes = b""


class OldUp(_Packed, frozen=True):
    """Asked."""

    chain: OldChain
    again: tuple[int, ...] = ()
    withheld: int = 0


class OldUpAnswer(_Packed, frozen=True):
    """Answered."""

    head: int
    digest: bytes
    position: int
    at: int
    forked_at: int = 0
    set_aside: tuple[Any, ...] = ()
    edition: int = 0
    upto: int = 0
    proof: bytes = b""
    tells_keys: bool = False


class OldNewsAsked(_Packed, frozen=True):
    """Asked."""

    cursor: Place
    head: int
    acknowledged: int
    wait: float = 0.0
    most: int = 500


class OldNews(_Packed, frozen=True):
    """Answered."""

    cursor: Place
    chains: tuple[OldChain, ...]
    remaining: int
    head: int
    edition: int = 0
    clock: int = 0


class OldLoadAsked(_Packed, frozen=True):
    """Asked."""

    load: str
    cursor: Place
    head: int
    most: int = 500


class OldLoad(_Packed, frozen=True):
    """Answered."""

    load: str
    cursor: Place
    chains: tuple[OldChain, ...]
    remaining: int
    head: int
    edition: int = 0
    clock: int = 0
    at: int = 0


class OldBackfill(_Packed, frozen=True):
    """Asked."""

    chains: tuple[OldChain, ...]


class OldBackfillAnswer(_Packed, frozen=True):
    """Answered."""

    taken: int


class OldFacts(Struct, frozen=True, kw_only=True):
    """Who answers."""

    name: str
    protocol: int
    at: datetime
    sign_key: str
    seal_key: str


class OldBlock(Struct, frozen=True, kw_only=True):
    """Numbers."""

    device: int
    first: int
    last: int
    letter: str


class OldEnrolAsked(Struct, frozen=True, kw_only=True):
    """Asked."""

    public_key: str
    unit: str
    code: str = ""
    wanted: int = 0
    has_events: bool = False
    program: str = ""


class OldEnrolled(Struct, frozen=True, kw_only=True):
    """Answered."""

    office: str
    device: int
    block: OldBlock
    hub: OldFacts
    edition: int = 0


class OldEdition(Struct, frozen=True, kw_only=True):
    """What is inside a signed edition."""

    version: int
    name: str
    valid_from: date
    office: str
    catalogue: dict[str, Any] | None = None
    holidays: str = ""
    fees: str = ""
    processes: str = ""
    approved: str = ""
    hours: dict[str, Any] | None = None
    forms: str = ""
    laptop: dict[str, int] | None = None
    staff: tuple[dict[str, Any], ...] = ()
    blocks: tuple[OldBlock, ...] = ()
    receipts: tuple[dict[str, Any], ...] = ()
    only_receipts: bool = False


class OldSigned(Struct, frozen=True, kw_only=True):
    """An edition, or a list of keys."""

    body: bytes
    signature: bytes


class OldKeysTold(Struct, frozen=True, kw_only=True):
    """Answered."""

    signed: OldSigned | None = None


class OldDeviceCount(Struct, frozen=True, kw_only=True):
    """Of one machine."""

    device: int
    events: int
    head: int
    digest: str
    drawer: tuple[dict[str, Any], ...] = ()
    aside: int = 0
    told: int = 0
    told_digest: str = ""
    returned: tuple[dict[str, Any], ...] | None = None


class OldCounts(Struct, frozen=True, kw_only=True):
    """Answered."""

    devices: tuple[OldDeviceCount, ...]
    position: int = 0


class OldRefused(Struct, frozen=True, kw_only=True):
    """A refusal, of the kinds it knows."""

    type: str
    at: datetime | None = None
    head: int = 0


ANSWERS: dict[str, type[Struct]] = {
    "/v1/hub": OldFacts,
    "/v1/enrolment": OldEnrolled,
    "/v1/enrolment/renewal": OldEnrolled,
    "/v1/up": OldUpAnswer,
    "/v1/news": OldNews,
    "/v1/load": OldLoad,
    "/v1/backfill": OldBackfillAnswer,
    "/v1/edition": OldSigned,
    "/v1/keys": OldKeysTold,
    "/v1/counts": OldCounts,
}

QUESTIONS: dict[str, type[Struct]] = {
    "/v1/enrolment": OldEnrolAsked,
    "/v1/enrolment/renewal": OldEnrolAsked,
    "/v1/up": OldUp,
    "/v1/news": OldNewsAsked,
    "/v1/load": OldLoadAsked,
    "/v1/backfill": OldBackfill,
}


def read(kinds: dict[str, type[Struct]], path: str, media: str, body: bytes) -> Struct | None:
    """The message as that version reads it; None = one without a body of its own.

    Raises:
        MessageUnreadable, msgspec.MsgspecError: that version could not read it.
    """
    kind = kinds.get(path.partition("?")[0])
    if media == "application/problem+json":
        return msgspec.json.decode(body, type=OldRefused)
    if kind is None:
        return None
    return unpack(body, kind) if media == MEDIA else msgspec.json.decode(body, type=kind)
