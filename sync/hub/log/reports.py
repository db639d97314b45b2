"""Events the province adds to an office's log: reports of departments, answers of other systems, closed ranges."""

from datetime import datetime
from hashlib import sha256

from models.calendar.clock import instant, micros
from models.events import (
    EReceiptReported,
    NationalAccepted,
    NationalRefused,
    ProvinceReported,
    ReceiptLeaseClosed,
)
from models.history import Recorded, digest, place, write
from models.ids import (
    FIRST_PROVINCE,
    PROVINCE_NUMBERS,
    ClerkId,
    DeviceId,
    DossierId,
    SubjectId,
    new_event_id,
)
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.store import HubStore, Writing, event_rows, office_rows
from sync.hub.store.office_rows import DeviceRow

LEAP = 1 << 20
"""More than a stream's clock can have moved between a backup and its restore: some hundred thousand events."""

PROVINCE_CLERK = ClerkId("province")

Report = ProvinceReported | NationalAccepted | NationalRefused | EReceiptReported | ReceiptLeaseClosed


def report(store: HubStore, office: str, code: str, event: Report, now: datetime) -> DossierId | None:
    """Record what happened to a dossier in its office's log, for delivery to the desks.

    The same report twice in a row (a sender that did not hear the answer) is told once.

    Args:
        store: of the hub.
        office: whose dossier it is.
        code: of the dossier.
        event: what happened.
        now: the hub's clock.

    Returns:
        The dossier; None = no dossier of the office bears this code.
    """
    with store.reading() as reading:
        subject = None if "\0" in code else event_rows.subject_of_code(reading, office, code)
    return None if subject is None else report_on(store, office, subject, event, now)


def report_on(store: HubStore, office: str, subject: SubjectId, event: Report, now: datetime) -> DossierId | None:
    """As ``report``, by the dossier's id; it may have no code (refused at the counter). None = no such office."""
    with store.writing() as writing:
        stream = lock_stream(writing, office)
        if stream is None:
            return None
        record(stream, store.life(writing), subject, event, now)
    if stream.changed:
        store.tell(office)
    return DossierId(subject)


def record(stream: Stream, life: str, subject: SubjectId, event: Report, now: datetime) -> None:
    """Add what the province says of a subject to a locked stream, in the caller's transaction.

    Args:
        stream: of the office; saved here. Who has committed tells the listeners.
        life: of the database, see ``HubStore.life``.
        subject: a dossier, a receipt, a leased range.
        event: what happened; the same as the last of its kind is not said again.
        now: the hub's clock.
    """
    writing = stream.writing
    own = _own(stream, life, micros(now))
    body = write(event)
    if body == _latest(writing, stream.office.id, subject, event):
        return
    recorded = Recorded(
        id=new_event_id(),
        subject=subject,
        device=own.number,
        seq=own.head + 1,
        clock=stream.clock + 1,
        at=instant(micros(now)),
        clerk=PROVINCE_CLERK,
        prev=own.digest,
        body=body,
        event=event,
    )
    ends_in = digest(recorded)
    stream.add(recorded, ends_in)
    stream.save()
    office_rows.move_device(writing, own, recorded.seq, ends_in, own.missing, micros(now))


def _own(stream: Stream, life: str, at: int) -> DeviceRow:
    """The province's own chain in this life of stream and database: one cut by a restore is never gone on with.

    In a new life the clock leaps: what the province says now is told after what it said before the restore, although
    only the desks still know that.
    """
    writing, office = stream.writing, stream.office.id
    named = int.from_bytes(sha256(stream.epoch + life.encode()).digest())
    number = DeviceId(FIRST_PROVINCE + named % PROVINCE_NUMBERS)
    own = office_rows.find_device(writing, office, number)
    if own is None:
        own = office_rows.fresh_device(office, number, at)
        office_rows.put_device(writing, own)
        stream.clock += LEAP
    return own


def _latest(writing: Writing, office: str, subject: str, event: Report) -> bytes | None:
    """The body of the province's last event of this kind on a dossier; all answers count as one kind."""
    answers = (NationalAccepted, NationalRefused)
    kinds = answers if isinstance(event, answers) else (type(event),)
    own = [
        recorded for recorded in event_rows.of_province(writing, office, subject) if isinstance(recorded.event, kinds)
    ]
    return max(own, key=place).body if own else None
