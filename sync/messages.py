"""What desks and the province say to each other. One definition for both ends, for HTTPS and for the USB stick.

Events travel as chains: a run of one device's events with consecutive numbers. Only the first event's ``prev`` is
sent, since each further one follows from the event before it; ``last`` is the digest at the end, so that both sides
know they mean the same bytes. Batches are msgpack, compressed with zstd; everything else is JSON.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec
import zstandard
from msgspec import Struct

from models.catalogue.catalogue import Catalogue
from models.clock import instant, micros
from models.history import Recorded, digest, read
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from models.working_days import WorkingHours

PROTOCOL = 1
"""Raised when a message changes so that an older end cannot read it; new optional fields do not raise it."""

MEDIA = "application/vnd.motcua.v1+msgpack+zstd"
"""Media type of a batch: nothing else is ever taken for one (a captive portal answers HTML with 200)."""

MOST_EVENTS = 500
MOST_BYTES = 1 << 20
"""Most of one batch, before compression. The hub answers 413 to more."""

MOST_UNPACKED = 16 << 20
"""A message that unpacks to more than this is refused, whatever it claims."""

PATH_HUB = "/v1/hub"
PATH_ENROL = "/v1/enrolment"
PATH_RENEW = "/v1/enrolment/renewal"
PATH_UP = "/v1/up"
PATH_NEWS = "/v1/news"
PATH_EDITION = "/v1/edition"
PATH_COUNTS = "/v1/counts"
PATH_FILES = "/v1/files"
PATH_REPORTS = "/v1/reports"


class MessageUnreadable(Exception):  # noqa: N818 - a fact about bytes, not about our code
    """These bytes are no message of ours: cut, altered, another protocol, or far too large."""


# ---- chains ------------------------------------------------------------------------------------------------


class Link(Struct, frozen=True, array_like=True):
    """One event without what its chain already says. ``at`` in microseconds since 1970 (UTC)."""

    id: EventId
    subject: SubjectId
    clock: int
    at: int
    clerk: ClerkId
    body: bytes


class Chain(Struct, frozen=True, array_like=True):
    """Consecutive events of one device; no links = only where the chain stands.

    Attributes:
        device: whose.
        first: seq of the first link (of the next event, when there are none).
        prev: digest of the event before it.
        last: digest of the last link; equals ``prev`` when there are none.
    """

    device: DeviceId
    first: int
    prev: Digest
    links: tuple[Link, ...]
    last: Digest


def chain_of(run: Sequence[Recorded]) -> Chain:
    """The chain of consecutive events of one device; at least one."""
    first = run[0]
    links = tuple(Link(r.id, r.subject, r.clock, micros(r.at), r.clerk, r.body) for r in run)
    return Chain(first.device, first.seq, first.prev, links, digest(run[-1]))


def chains_of(events: Iterable[Recorded]) -> tuple[Chain, ...]:
    """Events in any order of devices, as runs: a new one wherever the next event does not follow the one before."""
    runs: list[list[Recorded]] = []
    for recorded in events:
        last = runs[-1][-1] if runs else None
        if last is None or (last.device, last.seq + 1, digest(last)) != (recorded.device, recorded.seq, recorded.prev):
            runs.append([])
        runs[-1].append(recorded)
    return tuple(chain_of(run) for run in runs)


def events_of(chain: Chain) -> list[Recorded]:
    """The events of a chain, each with its place and its ``prev``.

    Raises:
        MessageUnreadable: they do not end in the digest the chain names, or no calendar knows their time.
    """
    prev, events = chain.prev, []
    try:
        times = [instant(link.at) for link in chain.links]
    except OverflowError as wrong:
        raise MessageUnreadable("time") from wrong
    for seq, link in enumerate(chain.links, chain.first):
        recorded = Recorded(
            id=link.id,
            subject=link.subject,
            device=chain.device,
            seq=seq,
            clock=link.clock,
            at=times[seq - chain.first],
            clerk=link.clerk,
            prev=prev,
            body=link.body,
            event=read(link.body),
        )
        events.append(recorded)
        prev = digest(recorded)
    if prev != chain.last:
        raise MessageUnreadable("digest")
    return events


# ---- up ----------------------------------------------------------------------------------------------------


class Up(Struct, frozen=True, array_like=True):
    """A desk's own events from the first unacknowledged one, or where it stands when there are none.

    Attributes:
        again: numbers of its events set aside at the hub that shall be judged anew.
    """

    chain: Chain
    again: tuple[int, ...] = ()


class Why(StrEnum):
    """Why the hub set an event aside. All others go on."""

    UNREADABLE = "unreadable"
    """Its body is no JSON with a type."""
    PROCEDURE_UNKNOWN = "procedure_unknown"
    FOREIGN_CODE = "foreign_code"
    """A dossier code of another unit."""
    CODE_TAKEN = "code_taken"
    """Another dossier of the office bears this code."""
    AMOUNT_IMPOSSIBLE = "amount_impossible"
    FILE_MISSING = "file_missing"
    """It names a file that has not arrived."""
    NO_PLACE = "no_place"
    """Its numbers or its time are outside what a log can hold."""
    FORK = "fork"
    """Its number bears another event already: the desk's file was restored from a copy, or copied."""
    REVOKED = "revoked"
    """The device was revoked."""


class SetAside(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event that the hub keeps apart, and why. ``facts``: what the sentence names (the code, the amount…)."""

    device: DeviceId
    seq: int
    id: EventId
    subject: SubjectId
    why: Why
    facts: dict[str, str] = {}


class UpAnswer(Struct, frozen=True, array_like=True):
    """What the hub has of this device, after commit.

    Attributes:
        head, digest: the highest seq without a gap, and the digest of that event (32 zero bytes at 0).
        position: the office's last position now, for people ("số").
        at: the hub's clock, microseconds.
        forked_at: seq of the first event that differs from what the hub has; 0 = none.
        set_aside: all events of this device that are set aside now, oldest first, 200 at most.
        edition: version of the office's newest edition; 0 = none.
    """

    head: int
    digest: Digest
    position: int
    at: int
    forked_at: int = 0
    set_aside: tuple[SetAside, ...] = ()
    edition: int = 0


# ---- down --------------------------------------------------------------------------------------------------


class Cursor(Struct, frozen=True, array_like=True):
    """How far a desk has read its office's stream.

    Attributes:
        epoch: names one life of the stream; a hub restored from an older copy begins another.
        position: of the last event read; 0 = nothing.
        mark: the first 8 bytes of that event's digest: proves that both mean the same stream.
    """

    epoch: bytes = b""
    position: int = 0
    mark: bytes = b""


class NewsAsked(Struct, frozen=True, array_like=True):
    """What else happened in the office.

    Attributes:
        head: this device's own last seq: its own events up to it are not told again.
        acknowledged: what this device remembers as acknowledged; more than the hub has = the hub lost something.
        wait: seconds the answer may wait for news, 0 to 30.
        most: events wanted at most.
    """

    cursor: Cursor
    head: int
    acknowledged: int
    wait: float = 0.0
    most: int = MOST_EVENTS


class News(Struct, frozen=True, array_like=True):
    """Events of other desks and of the province, in the order of their positions.

    Attributes:
        cursor: to be asked with next. Another epoch than asked with: read from the start, merging what is known.
        remaining: events beyond the cursor (for the progress bar of a first sync); may be rounded.
        head: what the hub has of the asking device: less than it remembers = send again from there.
        edition: version of the office's newest edition; 0 = none.
    """

    cursor: Cursor
    chains: tuple[Chain, ...]
    remaining: int
    head: int
    edition: int = 0


# ---- enrolment ---------------------------------------------------------------------------------------------


class HubFacts(Struct, frozen=True, kw_only=True):
    """Who answers at this address. Keys as 64 hexadecimal digits: Ed25519 to check, X25519 to seal to."""

    name: str
    protocol: int
    at: datetime
    sign_key: str
    seal_key: str


class EnrolAsked(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A machine's first words, signed with the key it names.

    Attributes:
        code: the one-time code the administrator gave; unused for a renewal.
        public_key: Ed25519, 64 hexadecimal digits.
        unit: identifier of the office the machine is set up for.
        wanted: the number it has worked under so far; 0 = any.
        has_events: whether it has recorded anything under that number.
        program: version of the program.
    """

    public_key: str
    unit: str
    code: str = ""
    wanted: DeviceId = DeviceId(0)
    has_events: bool = False
    program: str = ""


class Block(Struct, frozen=True, kw_only=True):
    """Numbers leased to one device: NNNN of its dossier codes, and the letter of its tickets."""

    device: DeviceId
    first: int
    last: int
    letter: str


class ReceiptPool(Struct, frozen=True, kw_only=True):
    """Fee-receipt numbers leased to one device: gap-free, never reused."""

    device: DeviceId
    series: str
    first: int
    last: int


class Enrolled(Struct, frozen=True, kw_only=True):
    """The machine belongs to the office now. ``device`` may differ from the number it wanted."""

    office: str
    device: DeviceId
    block: Block
    hub: HubFacts
    edition: int = 0


# ---- editions ----------------------------------------------------------------------------------------------


class Staff(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A clerk of the office."""

    id: ClerkId
    name: str
    phone: str = ""
    roles: tuple[str, ...] = ()


class Edition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything the province sets for an office, replaced whole. Empty text or None = what the program ships with.

    Attributes:
        version: 1, 2, 3…: never goes back.
        valid_from: the first day it may be used.
        holidays, fees: text of the TOML files that ``models`` reads.
        forms: name of a forms set.
    """

    version: int
    name: str
    valid_from: date
    office: str
    catalogue: Catalogue | None = None
    holidays: str = ""
    fees: str = ""
    hours: WorkingHours | None = None
    forms: str = ""
    staff: tuple[Staff, ...] = ()
    blocks: tuple[Block, ...] = ()
    receipts: tuple[ReceiptPool, ...] = ()


class SignedEdition(Struct, frozen=True, kw_only=True):
    """An edition as the hub signed it: ``body`` is its JSON, ``signature`` Ed25519 over these bytes."""

    body: bytes
    signature: bytes


# ---- reconciliation ----------------------------------------------------------------------------------------


class DrawerTotal(Struct, frozen=True, kw_only=True):
    """Money of one device and way of paying (models.events.PaidBy), in đồng."""

    paid_by: str
    amount: int
    count: int


class DeviceCount(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one side has of one device.

    Attributes:
        digest: of the event at ``head``, 64 hexadecimal digits.
        aside: how many of ``events`` the hub keeps apart, so that other desks do not have them.
    """

    device: DeviceId
    events: int
    head: int
    digest: str
    drawer: tuple[DrawerTotal, ...] = ()
    aside: int = 0


class Counts(Struct, frozen=True, kw_only=True):
    """What one side has of an office, device by device."""

    devices: tuple[DeviceCount, ...]
    position: int = 0


# ---- refusals ----------------------------------------------------------------------------------------------


class Refusal(StrEnum):
    """Why the hub did not even look at a request. Nothing of it was stored."""

    SIGNATURE = "signature"
    """Not signed, signed wrongly, or altered on the way."""
    CLOCK = "clock"
    """The time it was signed at is too far from the hub's."""
    REPLAY = "replay"
    """These very bytes came before."""
    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    CODE_WRONG = "code_wrong"
    """No such one-time code, used already, or too old."""
    UNIT_WRONG = "unit_wrong"
    """The code belongs to another office."""
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    GAP = "gap"
    """The chain does not begin where the hub's ends; ``head`` says where that is."""
    NOT_FOUND = "not_found"
    HUB_FAILING = "hub_failing"
    """Disk full, database away: the same later may succeed."""


class Refused(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of every answer that is no success (media type application/problem+json, RFC 9457)."""

    type: Refusal
    title: str = ""
    at: datetime | None = None
    head: int = 0


# ---- packing -----------------------------------------------------------------------------------------------

T = TypeVar("T", bound=Struct)
_SMALL = 32 << 10
TYPICAL = zstandard.ZstdCompressionDict(
    (Path(__file__).parent / "typical.txt").read_bytes(), dict_type=zstandard.DICT_TYPE_RAWCONTENT
)
"""What most events say: a single intake takes a third of the bytes. Part of the protocol: never changed within one."""

_encode = msgspec.msgpack.Encoder().encode


def pack(message: Struct) -> bytes:
    """A message as it travels. Small ones, a counter's own pace, are pressed harder: it costs next to nothing.

    Its checksum (4 bytes) finds what a faulty device on the way altered, in answers too, which nobody signs.
    """
    plain = _encode(message)
    level = 9 if len(plain) < _SMALL else 3
    return zstandard.ZstdCompressor(level=level, dict_data=TYPICAL, write_checksum=True).compress(plain)


def unpack(packed: bytes, kind: type[T]) -> T:
    """The message in these bytes.

    Raises:
        MessageUnreadable: they are none of this kind.
    """
    try:
        frame = zstandard.get_frame_parameters(packed)
        if frame.content_size > MOST_UNPACKED or not frame.has_checksum:
            raise MessageUnreadable("too large, or without a checksum")
        plain = zstandard.ZstdDecompressor(dict_data=TYPICAL, max_window_size=1 << 27).decompress(
            packed, allow_extra_data=False
        )
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError) as wrong:
        raise MessageUnreadable(str(wrong)) from wrong
