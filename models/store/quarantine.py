"""Quarantine: received events that cannot enter the log, stored whole. Nothing received is dropped."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from models.history import Recorded, digest, read
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from models.store.file.database import Database
from models.system.decoding import prepared

_SET_ASIDE = (
    "INSERT OR IGNORE INTO quarantine (digest, reason, device, seq, subject, recorded) VALUES (?, ?, ?, ?, ?, ?)"
)


class Reason(StrEnum):
    """Why a foreign event was not inserted into the log."""

    KNOWN = "known"
    """It is there already: nothing to do."""
    FORK = "fork"
    """Its place holds another event, or it goes on from another than is here: two machines wrote under one device
    number, a copy was restored, or it is another office's."""
    NO_PLACE = "no_place"
    """Its numbers or its time are outside what a log can hold."""
    AHEAD = "ahead"
    """Its clock is too far before all that is known: believed, it would take away the room of all that come after.
    Taken in as soon as the others get so far."""


_Whole = tuple[EventId, SubjectId, str, str, str, str, ClerkId, Digest, bytes]
_decode = msgspec.msgpack.Decoder(prepared(_Whole)).decode


def ahead(database: Database) -> Iterator[tuple[bytes, Recorded]]:
    """Events set aside because of their clock, each with its storage name."""
    found = database.run("SELECT digest, recorded FROM quarantine WHERE reason = ?", (Reason.AHEAD.value,)).fetchall()
    for name, whole in found:
        yield name, _recorded(whole)


def follows_a_fork(database: Database, recorded: Recorded) -> bool:
    """Whether the event before this one was set aside as a fork; then this one is part of the fork."""
    at = (Reason.FORK.value, recorded.device, recorded.seq - 1)
    found = database.run("SELECT recorded FROM quarantine WHERE reason = ? AND device = ? AND seq = ?", at).fetchall()
    return any(digest(_recorded(whole)) == recorded.prev for (whole,) in found)


def _recorded(whole: bytes) -> Recorded:
    id_, subject, device, seq, clock, at, clerk, prev, body = _decode(whole)
    return Recorded(
        id=id_,
        subject=subject,
        device=DeviceId(int(device)),
        seq=int(seq),
        clock=int(clock),
        at=datetime.fromisoformat(at),
        clerk=clerk,
        prev=prev,
        body=body,
        event=read(body),
    )


def taken_in(database: Database, name: bytes) -> None:
    """Remove an entry whose event is in the log now. Within the caller's transaction."""
    database.run("DELETE FROM quarantine WHERE digest = ?", (name,))


def set_aside(database: Database, recorded: Recorded, reason: Reason) -> None:
    """Store an event in quarantine; duplicates are ignored. Within the caller's transaction."""
    whole = msgspec.msgpack.encode(
        (
            recorded.id,
            recorded.subject,
            str(recorded.device),
            str(recorded.seq),
            str(recorded.clock),
            recorded.at.isoformat(),
            recorded.clerk,
            recorded.prev,
            recorded.body,
        )
    )
    in_range = reason in {Reason.FORK, Reason.AHEAD}
    device, seq = (recorded.device, recorded.seq) if in_range else (None, None)
    database.run(_SET_ASIDE, (hashlib.sha256(whole).digest(), reason.value, device, seq, recorded.subject, whole))
