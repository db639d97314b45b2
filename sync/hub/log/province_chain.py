"""The province's own chain in an office's log: it writes there as one more device."""

from datetime import datetime
from hashlib import sha256

from models.calendar.clock import instant, micros
from models.events import AnyEvent
from models.history import Recorded, digest, write
from models.ids import FIRST_PROVINCE, PROVINCE_NUMBERS, ClerkId, DeviceId, EventId, SubjectId, new_event_id
from sync.hub.log.stream import Stream
from sync.hub.store import office_rows
from sync.hub.store.office_rows import DeviceRow

LEAP = 1 << 20
"""More than a stream's clock can have moved between a backup and its restore: some hundred thousand events."""

PROVINCE_CLERK = ClerkId("province")


class ProvinceChain:
    """The end of the province's chain in an office's stream, within the transaction that holds the stream.

    Args:
        stream: locked.
        life: of the database, see ``HubStore.life``.
        now: the hub's clock.
    """

    def __init__(self, stream: Stream, life: str, now: datetime) -> None:
        self._stream = stream
        self._at = micros(now)
        self._own = _own_device(stream, life, self._at)
        self._head, self._digest = self._own.head, self._own.digest

    def add(self, subject: SubjectId, event: AnyEvent, id_: EventId | None = None) -> None:
        """Add an event about a subject, under a fresh id unless one is given; written by ``save``."""
        recorded = Recorded(
            id=id_ or new_event_id(),
            subject=subject,
            device=self._own.number,
            seq=self._head + 1,
            clock=self._stream.clock + 1,
            at=instant(self._at),
            clerk=PROVINCE_CLERK,
            prev=self._digest,
            body=write(event),
            event=event,
        )
        self._head, self._digest = recorded.seq, digest(recorded)
        self._stream.add(recorded, self._digest)

    def save(self) -> None:
        """Write what was added, chain and stream."""
        self._stream.save()
        own = self._own
        if self._head != own.head:
            office_rows.move_device(self._stream.writing, own, self._head, self._digest, own.missing, self._at)


def _own_device(stream: Stream, life: str, at: int) -> DeviceRow:
    """The province's device in this life of stream and database: a chain cut by a restore is never gone on with.

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
