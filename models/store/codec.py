"""Encodes events as tuples in the order of the log table's columns, and decodes them."""

import re
from hashlib import blake2b
from typing import Any

from models.calendar.clock import instant, micros
from models.history import Recorded, digest, read
from models.ids import HIGHEST_DEVICE, HIGHEST_SEQ, SEQ_BITS, ClerkId, Digest, EventId, SubjectId

MAX_CLOCK = (1 << 62) - 1

_NAMED = re.compile("[a-z]+/([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

EventValues = tuple[int, EventId, SubjectId, int, int, ClerkId, Digest, Digest, bytes]


def place_of(device: int, seq: int) -> int:
    """The index of an event in the log table."""
    return device << SEQ_BITS | seq


def event_values(recorded: Recorded) -> EventValues:
    """The log row of an event."""
    return (
        place_of(recorded.device, recorded.seq),
        recorded.id,
        recorded.subject,
        recorded.clock,
        micros(recorded.at),
        recorded.clerk,
        recorded.prev,
        digest(recorded),
        recorded.body,
    )


def recorded_of(values: Any) -> Recorded:  # noqa: ANN401  # one row of the event table
    """The event of a log row."""
    place, id_, subject, clock, at, clerk, prev, _digest, body = values
    return Recorded(
        id=id_,
        subject=subject,
        device=place >> SEQ_BITS,
        seq=place & HIGHEST_SEQ,
        clock=clock,
        at=instant(at),
        clerk=clerk,
        prev=prev,
        body=body,
        event=read(body),
    )


def has_a_place(recorded: Recorded) -> bool:
    """Whether the log can store it: numbers in range, a valid time with a zone."""
    return (
        1 <= recorded.seq <= HIGHEST_SEQ
        and 1 <= recorded.device <= HIGHEST_DEVICE
        and 0 <= recorded.clock <= MAX_CLOCK
        and recorded.at.tzinfo is not None
        and instant(micros(recorded.at)) == recorded.at
    )


def number_of(subject: str) -> int:
    """The number of a subject's row: from the UUIDv7 in its name, so that younger subjects have higher numbers.

    The millisecond in which it was named: numbers close together keep the search small. A subject named otherwise
    gets a number from its hash. Two that share one: the later takes the next free one.
    """
    named = _NAMED.fullmatch(subject)
    if named is None:
        return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest()) >> 1
    return int(named[1] + named[2], 16)
