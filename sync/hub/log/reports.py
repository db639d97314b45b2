"""Events the province adds to an office's log: reports of departments, answers of the national system."""

from datetime import datetime
from hashlib import sha256

from models.calendar.clock import instant, micros
from models.events import NationalAccepted, NationalRefused, ProvinceReported
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

Report = ProvinceReported | NationalAccepted | NationalRefused


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
        own = _own(stream, store.life(writing), micros(now))
        body = write(event)
        if body != _latest(writing, office, subject, event):
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
    if stream.changed:
        store.tell(office)
    return DossierId(subject)


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
    kinds = (ProvinceReported,) if isinstance(event, ProvinceReported) else (NationalAccepted, NationalRefused)
    own = [
        recorded for recorded in event_rows.of_province(writing, office, subject) if isinstance(recorded.event, kinds)
    ]
    return max(own, key=place).body if own else None
