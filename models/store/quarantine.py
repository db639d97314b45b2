"""Events that cannot stand in the log are set aside whole: nothing received is ever dropped."""

import hashlib
from enum import StrEnum

import msgspec

from models.history import Recorded
from models.store.database import Database

_SET_ASIDE = (
    "INSERT OR IGNORE INTO quarantine (digest, reason, device, seq, subject, recorded) VALUES (?, ?, ?, ?, ?, ?)"
)


class Reason(StrEnum):
    """Why a foreign event was not written into the log."""

    KNOWN = "known"
    """It is there already: nothing to do."""
    FORK = "fork"
    """Its place holds another event: two machines wrote under one device number, or a copy was restored."""
    NO_PLACE = "no_place"
    """Its numbers or its time are outside what a log can hold."""


def set_aside(database: Database, recorded: Recorded, reason: Reason) -> None:
    """Keep an event apart. Inside a transaction of the caller; the same event twice is kept once."""
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
    in_range = reason is Reason.FORK
    device, seq = (recorded.device, recorded.seq) if in_range else (None, None)
    database.run(_SET_ASIDE, (hashlib.sha256(whole).digest(), reason.value, device, seq, recorded.subject, whole))
