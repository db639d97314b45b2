"""Types of identifiers."""

from datetime import datetime
from typing import NewType
from uuid import UUID, uuid5

import uuid_utils

EventId = NewType("EventId", str)
"""UUIDv7, 36 characters. The same event arriving twice carries the same id."""

SubjectId = NewType("SubjectId", str)
"""What an event is about: ``dossier/<uuid7>`` or ``ticket/<uuid7>``."""

DossierId = NewType("DossierId", SubjectId)
TicketId = NewType("TicketId", SubjectId)

DeviceId = NewType("DeviceId", int)
"""The number of this machine in its office: 1, 2, 3…"""

SEQ_BITS = 40
HIGHEST_SEQ = (1 << SEQ_BITS) - 1
HIGHEST_DEVICE = (1 << 22) - 1
"""What the desks' log can hold: a device, and the number of an event in its chain."""

FIRST_BROUGHT_BACK = DeviceId(2 << 20)
"""From here on a hub gives out no numbers to machines: under them it keeps what others brought back after a restore and
what no longer has a place in the chain of the machine that recorded it."""

FIRST_PROVINCE = DeviceId(3 << 20)
"""From here on the numbers are the province's own: it writes into an office's log under another one in each life of
the office's stream, so that a hub restored from an older copy never says a second thing under a number it used."""

PROVINCE_NUMBERS = 1 << 20
"""How many there are."""

PeerName = NewType("PeerName", str)
"""Of one that this machine exchanges events with; no "/" in it."""
PROVINCE = PeerName("province")
"""The hub, whichever way it is reached. What it has, and nobody else, makes an event count as sent."""

ClerkId = NewType("ClerkId", str)
CounterId = NewType("CounterId", str)
DossierCode = NewType("DossierCode", str)
"""``<agency id>-yyMMdd-NNNN``, printed on the receipt and never changed afterwards."""

Digest = NewType("Digest", bytes)
"""SHA-256, 32 bytes."""

FileDigest = NewType("FileDigest", str)
"""SHA-256 of a scanned file, 64 hexadecimal digits: its name everywhere."""

NO_DIGEST = Digest(bytes(32))
"""What the first event of a device points back to."""

_AGREED = UUID("b0e3a7d2-64f1-4c0b-9f5e-3d8a1c27e946")

DOSSIER = "dossier/"
TICKET = "ticket/"
"""What begins the names of a kind of subject; that of a new kind stands with its events."""


def new_event_id() -> EventId:
    """A fresh id; ids made later sort later."""
    return EventId(str(uuid_utils.uuid7()))


def new_subject(prefix: str) -> SubjectId:
    """A fresh subject of the kind whose names begin so."""
    return SubjectId(prefix + str(uuid_utils.uuid7()))


def agreed_subject(prefix: str, at: datetime, *names: str) -> SubjectId:
    """A subject that machines out of contact name alike: a UUIDv7 of a moment, its random bits from names.

    Args:
        prefix: of its kind.
        at: a moment that all of them know.
        *names: what it is made for; none of them has a zero byte.
    """
    drawn = uuid5(_AGREED, "\0".join(names)).int
    milliseconds = int(at.timestamp() * 1000)
    bits = milliseconds << 80 | 7 << 76 | (drawn >> 64 & 0xFFF) << 64 | 2 << 62 | drawn & (1 << 62) - 1
    return SubjectId(prefix + str(UUID(int=bits)))


def new_dossier_id() -> DossierId:
    """A fresh subject for a dossier."""
    return DossierId(new_subject(DOSSIER))


def new_ticket_id() -> TicketId:
    """A fresh subject for a ticket of the waiting line."""
    return TicketId(new_subject(TICKET))


def is_machine(device: int) -> bool:
    """Whether this is the number of a machine of the office."""
    return 0 < device < FIRST_BROUGHT_BACK


def is_province(device: int) -> bool:
    """Whether the province itself recorded this, not a machine of the office."""
    return device >= FIRST_PROVINCE
