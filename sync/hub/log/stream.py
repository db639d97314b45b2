"""The stream of an office: all its events at positions 1, 2, 3… without gaps, in the order of commits."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.calendar.clock import micros
from models.events import DossierReceived, LaptopLost, LaptopSetUp, laptop_device
from models.history import Recorded
from models.ids import DeviceId, Digest
from sync.hub.offices import offices
from sync.hub.store import HubStore, Writing, event_rows, loss_rows, office_rows
from sync.hub.store.office_rows import DeviceRow, OfficeRow

LOSSES_A_DAY = 4
"""Lives of an office's stream that one device may begin within 24 hours: each has all its desks read everything again,
and no hub is restored more often."""


@dataclass
class Stream:
    """The end of an office's stream, locked until the transaction ends.

    Attributes:
        office: as it was when it was taken hold of.
        position, clock: of the last event and the highest Lamport clock, with what was added here.
        epoch: names this life of the stream.
    """

    writing: Writing
    office: OfficeRow
    position: int
    clock: int
    epoch: bytes
    _saved: tuple[int, bytes] = (0, b"")
    _rows: list[event_rows.EventRow] = field(default_factory=list)
    _lost: list[Recorded] = field(default_factory=list)
    _laptops: set[DeviceId] = field(default_factory=set)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save and notify."""
        return self.position != self.office.position or self.epoch != self.office.epoch

    def add(self, recorded: Recorded, digest: Digest, *, with_code: bool = True) -> None:
        """Append an event at the next position; written by ``save``.

        Args:
            recorded: its chain must end before it; the caller moves the chain.
            digest: of the event.
            with_code: its dossier code becomes findable; not so when the same dossier bears it already.
        """
        self.position += 1
        self.clock = max(self.clock, recorded.clock)
        code = amount = paid_by = None
        event = recorded.event
        if isinstance(event, LaptopLost):
            self._lost.append(recorded)
        if isinstance(event, LaptopSetUp) and recorded.device == laptop_device(recorded.subject):
            self._laptops.add(recorded.device)
        if isinstance(event, DossierReceived):
            code = event.code if with_code else None
        elif (money := event_rows.money_of(event)) is not None:
            amount, paid_by = money
        self._rows.append(
            (
                self.office.id,
                recorded.device,
                recorded.seq,
                self.position,
                recorded.id,
                recorded.subject,
                recorded.clock,
                micros(recorded.at),
                recorded.clerk,
                recorded.prev,
                digest,
                recorded.body,
                code,
                amount,
                paid_by,
            )
        )

    def lost(self, device: int, now: datetime) -> bool:
        """Begin a new epoch because acknowledged events are gone; all desks read the stream again from its start.

        Args:
            device: who proved it; 0 = the administrator says so.
            now: the hub's clock.

        Returns:
            False when this device has said so too often lately: then nothing changes, and it alone reads again.
        """
        office, lately = self.office.id, micros(now - timedelta(days=1))
        if device and loss_rows.losses_since(self.writing, office, device, lately) >= LOSSES_A_DAY:
            return False
        loss_rows.put_loss(self.writing, office, device, micros(now))
        self.epoch = secrets.token_bytes(8)
        return True

    def save(self) -> None:
        """Write what was added.

        Raises:
            AlreadyThere: an id or a code is in the log; the transaction is void.
        """
        event_rows.put_events(self.writing, self._rows)
        self._rows.clear()
        while self._laptops:
            office_rows.mark_laptop(self.writing, self.office.id, self._laptops.pop())
        while self._lost:
            self._revoke_lost(self._lost.pop())
        if self.changed and self._saved != (self.position, self.epoch):
            office_rows.move_office(self.writing, self.office.id, self.position, self.clock, self.epoch)
            self._saved = (self.position, self.epoch)

    def _revoke_lost(self, recorded: Recorded) -> None:
        """A laptop that its office calls lost is revoked at once, if it had set itself up as a visit laptop."""
        number, office = laptop_device(recorded.subject), self.office.id
        known = office_rows.find_device(self.writing, office, number)
        if known is not None and known.visit_laptop:
            offices.revoke_machine(self.writing, office, number, micros(recorded.at))


def lock_stream(writing: Writing, office: str) -> Stream | None:
    """Lock an office's stream until the transaction ends; None = no such office."""
    row = office_rows.lock_office(writing, office)
    return None if row is None else _stream_of(writing, row)


def lock_stream_of_device(writing: Writing, office: str, number: int) -> tuple[Stream, DeviceRow] | None:
    """As ``lock_stream``, with the device that brings something; None = there is no such."""
    found = office_rows.lock_office_and_device(writing, office, number)
    return None if found is None else (_stream_of(writing, found[0]), found[1])


def _stream_of(writing: Writing, row: OfficeRow) -> Stream:
    return Stream(writing, row, row.position, row.clock, row.epoch)


def read(store: HubStore, office: str, after: int, most: int) -> list[tuple[int, Recorded]]:
    """Events of an office beyond a position, in order, each with its position."""
    with store.reading() as reading:
        return event_rows.stream(reading, office, after, most)


def begin_epoch(store: HubStore, office: str, now: datetime) -> None:
    """After a restore from an older backup: all desks of the office read again and resend what is missing."""
    with store.writing() as writing:
        stream = lock_stream(writing, office)
        if stream is not None:
            stream.lost(0, now)
            stream.save()
    store.tell(office)
