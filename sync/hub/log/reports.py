"""Events the province adds to an office's log: reports of departments, answers of other systems, ranges, notices."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from models.events import (
    EReceiptCancelReported,
    EReceiptReported,
    NationalAccepted,
    NationalRefused,
    NationalWithdrawn,
    NoticeReported,
    ParcelOrderReported,
    ProvinceReported,
    ReceiptLeaseClosed,
)
from models.history import place, write
from models.ids import DossierId, EventId, SubjectId
from models.subjects.service.online_filing import filing_id
from sync.hub.log.province_chain import ProvinceChain
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.store import HubStore, Writing, event_rows

Report = (
    ProvinceReported
    | NationalAccepted
    | NationalRefused
    | NationalWithdrawn
    | EReceiptReported
    | EReceiptCancelReported
    | ReceiptLeaseClosed
    | ParcelOrderReported
)


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


def report_filing(store: HubStore, code: str, event: ProvinceReported, now: datetime) -> bool:
    """Record what became of a matter that an office helped to file online, in the log of each office that did.

    Args:
        store: of the hub.
        code: of the portal; the resolving office may be any.
        event: what happened.
        now: the hub's clock.

    Returns:
        Whether any office follows it.
    """
    subject = filing_id(code)
    with store.reading() as reading:
        there = event_rows.offices_with(reading, subject)
    for office in there:
        report_on(store, office, subject, event, now)
    return bool(there)


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
    if write(event) == _latest(stream.writing, stream.office.id, subject, event):
        return
    chain = ProvinceChain(stream, life, now)
    chain.add(subject, event)
    chain.save()


def report_once(
    store: HubStore, writing: Writing, office: str, subject: SubjectId, event: NoticeReported, now: datetime
) -> bool:
    """Record what became of a notice, within a transaction; when it is new the caller then rings ``store.tell``.

    Its id is made of notice and outcome, so that after a restore, too, each outcome of a notice is told once.
    """
    stream = lock_stream(writing, office)
    named = sha256(f"{event.notice}\0{event.outcome}".encode()).digest()[:16]
    id_ = EventId(str(UUID(bytes=named)))
    if stream is None or event_rows.known_ids(writing, office, [id_]):
        return False
    chain = ProvinceChain(stream, store.life(writing), now)
    chain.add(subject, event, id_)
    chain.save()
    return True


def _latest(writing: Writing, office: str, subject: str, event: Report) -> bytes | None:
    """The body of the province's last event of this kind on a dossier; all answers count as one kind."""
    answers = (NationalAccepted, NationalRefused)
    kinds = answers if isinstance(event, answers) else (type(event),)
    own = [
        recorded for recorded in event_rows.of_province(writing, office, subject) if isinstance(recorded.event, kinds)
    ]
    return max(own, key=place).body if own else None
