"""Events and rows as the database holds them: tuples in the order of their tables' columns, and back."""

import re
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec

from models.calendar.clock import instant, micros
from models.history import Recorded, digest, read
from models.ids import ClerkId, Digest, DossierCode, DossierId, EventId, SubjectId, TicketId
from models.store.tables import NEVER
from models.subjects.rows import DossierRow, TicketRow
from models.subjects.ticket import Ticket

SEQ_BITS = 40
MAX_SEQ = (1 << SEQ_BITS) - 1
MAX_DEVICE = (1 << 22) - 1
MAX_CLOCK = (1 << 62) - 1

_NAMED = re.compile("[a-z]+/([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

EventValues = tuple[int, EventId, SubjectId, int, int, ClerkId, Digest, Digest, bytes]
_encode_ticket = msgspec.msgpack.Encoder().encode
_decode_ticket = msgspec.msgpack.Decoder(Ticket).decode


# ---- events ------------------------------------------------------------------------------------------------


def place_of(device: int, seq: int) -> int:
    """Where an event lies in the table of the log."""
    return device << SEQ_BITS | seq


def event_values(recorded: Recorded) -> EventValues:
    """The row of the log."""
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
    """The event in a row of the log."""
    place, id_, subject, clock, at, clerk, prev, _digest, body = values
    return Recorded(
        id=id_,
        subject=subject,
        device=place >> SEQ_BITS,
        seq=place & MAX_SEQ,
        clock=clock,
        at=instant(at),
        clerk=clerk,
        prev=prev,
        body=body,
        event=read(body),
    )


def has_a_place(recorded: Recorded) -> bool:
    """Whether the log can hold it at all: numbers in range, a time with a zone that the calendar knows."""
    return (
        1 <= recorded.seq <= MAX_SEQ
        and 1 <= recorded.device <= MAX_DEVICE
        and 0 <= recorded.clock <= MAX_CLOCK
        and recorded.at.tzinfo is not None
        and instant(micros(recorded.at)) == recorded.at
    )


# ---- rows --------------------------------------------------------------------------------------------------


def number_of(subject: str) -> int:
    """The number of a subject's row: from the UUIDv7 in its name, so that younger subjects have higher numbers.

    The millisecond in which it was named: numbers close together keep the search small. A subject named otherwise
    gets a number from its hash. Two that share one: the later takes the next free one.
    """
    named = _NAMED.fullmatch(subject)
    if named is None:
        return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest()) >> 1
    return int(named[1] + named[2], 16)


def dossier_values(number: int, row: DossierRow, events: int) -> tuple[object, ...]:
    """The row of the dossier table."""
    return (
        number,
        row.id,
        row.code,
        row.slip,
        row.owner,
        row.owner_key,
        row.personal_number,
        row.phone,
        row.procedure,
        row.procedure_name,
        row.status,
        None if row.received_at is None else micros(row.received_at),
        NEVER if row.due_at is None else micros(row.due_at),
        int(row.disputed),
        None if row.changed_at is None else micros(row.changed_at),
        row.words,
        events,
    )


def dossier_row_of(values: Any) -> DossierRow:  # noqa: ANN401  # one row of the dossier table
    """A line of the dossiers list."""
    (_, id_, code, slip, owner, owner_key, personal_number, phone, procedure, procedure_name, status) = values[:11]
    received_at, due_at, disputed, changed_at, words, _events = values[11:]
    return DossierRow(
        id=DossierId(SubjectId(id_)),
        code=DossierCode(code),
        slip=slip,
        owner=owner,
        owner_key=owner_key,
        personal_number=personal_number,
        phone=phone,
        procedure=procedure,
        procedure_name=procedure_name,
        status=status,
        received_at=None if received_at is None else instant(received_at),
        due_at=None if due_at == NEVER else instant(due_at),
        disputed=bool(disputed),
        changed_at=None if changed_at is None else instant(changed_at),
        words=words,
    )


def ticket_values(number: int, ticket: Ticket, *, is_open: bool) -> tuple[object, ...]:
    """The row of the ticket table."""
    return (
        number,
        ticket.id,
        ticket.day.isoformat(),
        ticket.number,
        int(is_open),
        ticket.events,
        _encode_ticket(ticket),
    )


def ticket_row_of(values: Any) -> TicketRow:  # noqa: ANN401  # one row of the ticket table
    """A line of the waiting line."""
    _, id_, day, number, is_open, _events, body = values
    return TicketRow(
        id=TicketId(SubjectId(id_)),
        day=date.fromisoformat(day),
        number=number,
        open=bool(is_open),
        ticket=_decode_ticket(body),
    )
