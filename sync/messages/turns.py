"""The messages of one turn up and one turn down."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from models.ids import DeviceId, Digest, EventId, SubjectId
from sync.messages.chains import Chain
from sync.messages.packing import MOST_EVENTS, MOST_ITEMS, Moment, Whole


class Up(Struct, frozen=True, array_like=True):
    """A desk's own events from the first unacknowledged one; without events, the end of its chain.

    Attributes:
        again: numbers of its events set aside at the hub that shall be judged anew.
        withheld: bytes of the body that the chain's only link leaves out, since no request could carry it; the chain's
            digest covers it all the same. 0 = every link is whole.
        report: a packed ``DeviceReport`` of this machine, when one is due; empty = none. Bytes, so that a report which
            one end does not understand holds up no event.
    """

    chain: Chain
    again: Annotated[tuple[int, ...], Meta(max_length=MOST_ITEMS)] = ()
    withheld: int = 0
    report: bytes = b""


class AsideReason(StrEnum):
    """Why the hub set an event aside. All others proceed."""

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
    CLOCK = "clock"
    """Its Lamport clock is far beyond what its office can have counted; ``highest`` is the office's. The machine gets a
    new number and counts these events anew."""
    FORK = "fork"
    """Its number bears another event already: the desk's file was restored from a copy, or copied."""
    TOO_LARGE = "too_large"
    """Its body (``bytes`` of it) is larger than one may be, or than a request could carry: then the hub has its place
    and its digest, and its body lies at the desk alone."""
    REVOKED = "revoked"
    """The device was revoked."""
    OTHER = "other"
    """One that a newer hub names and this program does not know; no hub says it by itself."""

    @classmethod
    def _missing_(cls, _: object) -> "AsideReason":
        """A reason of a newer hub must not make its whole answer unreadable, which would end all sending."""
        return cls.OTHER


class SetAside(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event that the hub set aside, and why. ``facts``: what the sentence names (the code, the amount…)."""

    device: DeviceId
    seq: Whole
    id: EventId
    subject: SubjectId
    why: AsideReason
    facts: dict[str, str] = {}


class UpAnswer(Struct, frozen=True, array_like=True):
    """What the hub has of this device after the commit.

    Attributes:
        head, digest: the highest seq without a gap, and the digest of that event (32 zero bytes at 0).
        position: the office's last position now, for people ("số").
        at: the hub's clock, microseconds.
        forked_at: seq of the first event that differs from what the hub has; 0 = none.
        set_aside: all events of this device that are set aside now, oldest first, 200 at most.
        edition: version of the office's newest edition; 0 = none.
        upto: where the chain that was asked with ends, or ``head`` when that is less.
        proof: digest of the event that the hub has there. Whoever has the same has the same up to it, since a digest
            covers the one before it; so this acknowledges, and nothing else. Empty from a hub of before.
        tells_keys: the hub can be asked for the keys of the province's machines; a hub of before cannot.
        report_every: minutes between two reports of a machine on itself; 0 = the hub wants none, or is one of before.
        short_form: the hub can be asked in the short form (``SHORT_PATHS``); a hub of before cannot.
    """

    head: Whole
    digest: Digest
    position: Whole
    at: Moment
    forked_at: Whole = 0
    set_aside: Annotated[tuple[SetAside, ...], Meta(max_length=MOST_ITEMS)] = ()
    edition: Whole = 0
    upto: Whole = 0
    proof: bytes = b""
    tells_keys: bool = False
    report_every: Whole = 0
    short_form: bool = False


class Cursor(Struct, frozen=True, array_like=True):
    """The position up to which a desk has read its office's stream.

    Attributes:
        epoch: names one life of the stream; a hub restored from an older copy begins another.
        position: of the last event read; 0 = nothing.
        mark: the first 8 bytes of that event's digest: proves that both mean the same stream.
    """

    epoch: bytes = b""
    position: Whole = 0
    mark: bytes = b""


class NewsAsked(Struct, frozen=True, array_like=True):
    """A request for news of the office.

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
        clock: the highest Lamport clock in the office's stream; 0 = an older hub, which does not say.
    """

    cursor: Cursor
    chains: Annotated[tuple[Chain, ...], Meta(max_length=MOST_ITEMS)]
    remaining: Whole
    head: Whole
    edition: Whole = 0
    clock: Whole = 0
