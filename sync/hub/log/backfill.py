"""Backfill after a restore from an older backup: desks return events the hub had delivered to them.

A machine that is gone for good cannot send again what the hub lost of it, but other desks have read it. What they bring
is checked as far as possible: the sender is an active device of this office and signed the request; the office did lose
something lately; the digests of the chain hold, so nothing was altered or left out since it was recorded; and it
continues what the hub still has. That proves integrity, not authorship: events bear no signature of their own. An
office may have two machines only, so two witnesses cannot be required. Hence the time limit (``BROUGHT_BACK_FOR`` after
a loss) and the record of who brought each event.

What has no place in its chain (an event before it was set aside, so was never delivered; or its number now belongs to
another event) is stored under a number of the hub's own, with its id, so that everybody receives it once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from msgspec.structs import replace

from models.calendar.clock import micros
from models.history import Recorded, digest
from models.ids import FIRST_BROUGHT_BACK, FIRST_PROVINCE, HIGHEST_DEVICE, HIGHEST_SEQ, NO_DIGEST, DeviceId, Digest
from sync.hub.log import quarantine, quotas
from sync.hub.log.quarantine import any_file
from sync.hub.log.quotas import TooMuch
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.log.validation import HasFile, clock_too_far, validate
from sync.hub.offices import offices
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.settings import USUAL, Quota
from sync.hub.store import HubStore, Writing, aside_rows, event_rows, loss_rows, office_rows
from sync.hub.store.aside_rows import KNOWN, AsideRow
from sync.hub.store.office_rows import DeviceRow
from sync.messages import Backfill, BackfillAnswer, MessageUnreadable, Refusal, events_of

BROUGHT_BACK_FOR = timedelta(days=90)
"""How long after a loss desks may bring back what they have: one may have been locked away for a summer."""


_Run = Sequence[tuple[Recorded, Digest]]


def take_back(
    store: HubStore,
    device: Device,
    brought: Backfill,
    now: datetime,
    *,
    has_file: HasFile = any_file,
    once: tuple[str, str] | None = None,
    quota: Quota = USUAL,
) -> BackfillAnswer:
    """Store events of other devices that the hub has lost. Idempotent, from any number of desks.

    Args:
        store: of the hub.
        device: who brings it.
        brought: events of others.
        now: the hub's clock.
        has_file: whether a scanned file has arrived.
        once: key id and nonce of the request, remembered in the same transaction.
        quota: how much one device may bring; this counts as its own.

    Raises:
        MessageUnreadable: these are no chains of others.
        NotAdmitted: NOT_FOUND (this office has lost nothing lately), REPLAY, TOO_MUCH, DEVICE_UNKNOWN,
            DEVICE_REVOKED.
        HubStoreFailing: nothing of it was stored, or it was and nobody knows: the same again is safe.
    """
    runs = [_run(chain.device, device, events_of(chain)) for chain in brought.chains]
    with store.writing() as writing:
        if once is not None and not office_rows.put_nonce(writing, *once, micros(now)):
            raise NotAdmitted(Refusal.REPLAY)
        stream = lock_stream(writing, device.office)
        own = office_rows.find_device(writing, device.office, device.number)
        if stream is None or own is None or (once is not None and own.key_id != once[0]):
            raise NotAdmitted(Refusal.DEVICE_UNKNOWN)
        if own.revoked_at is not None:
            raise NotAdmitted(Refusal.DEVICE_REVOKED)
        lost_at = loss_rows.last_loss(writing, device.office)
        if lost_at is None or lost_at < micros(now - BROUGHT_BACK_FOR):
            raise NotAdmitted(Refusal.NOT_FOUND)
        try:
            quotas.count(writing, own, [len(event.body) for run in runs for event, _ in run], quota, now)
        except TooMuch as wrong:
            raise NotAdmitted(Refusal.TOO_MUCH) from wrong
        taking = _Taking(store, stream, own, now, has_file)
        taken = sum(taking.take(run) for run in runs if run)
    if stream.changed:
        store.tell(device.office)
    return BackfillAnswer(taken)


def _run(of: DeviceId, by: Device, events: list[Recorded]) -> _Run:
    if of == by.number or not 0 < of <= HIGHEST_DEVICE:
        raise MessageUnreadable("device")
    if events and not 1 <= events[0].seq <= events[-1].seq <= HIGHEST_SEQ:
        raise MessageUnreadable("seq")
    return [(event, Digest(digest(event))) for event in events]


class _Taking:
    """The backfill of one desk, run by run, in one transaction."""

    def __init__(self, store: HubStore, stream: Stream, by: DeviceRow, now: datetime, has_file: HasFile) -> None:
        self._stream = stream
        self._by = by.number
        self._at = micros(now)
        self._rules = quarantine.rules_of(store, stream.writing, stream, has_file)
        self._life = store.life(stream.writing)

    def take(self, run: _Run) -> int:
        """Store one device's consecutive events; how many of them the hub had lost."""
        stream, writing, office = self._stream, self._stream.writing, self._stream.office.id
        number = DeviceId(run[0][0].device)
        of = office_rows.find_device(writing, office, number)
        if of is None:
            of = offices.remember_number(writing, office, number, self._at)
        there = event_rows.digests(writing, office, number, run[0][0].seq, run[-1][0].seq)
        ids = event_rows.known_ids(writing, office, {event.id for event, _ in run})
        elsewhere = aside_rows.known_elsewhere(writing, office, number, run[0][0].seq, run[-1][0].seq)
        lost = [
            (event, its)
            for event, its in run
            if there.get(event.seq) != its and event.id not in ids and (event.seq, its) not in elsewhere
        ]
        joining = [one for one in run if one[0].seq > of.head]
        if joining and _goes_on(joining[0][0], of):
            self._add(joining, ids)
            office_rows.move_device(writing, of, joining[-1][0].seq, joining[-1][1], of.missing, self._at)
            rest = [one for one in lost if one[0].seq <= of.head]
        else:
            rest = lost
        if rest:
            self._add_elsewhere(rest, ids)
        loss_rows.put_brought_back(writing, office, number, [event.seq for event, _ in lost], self._by, self._at)
        stream.save()
        return len(lost)

    def _add(self, run: _Run, ids: set[str]) -> None:
        """Store them at their own place: it is free, and the chain continues from the hub's end of it."""
        stream, office = self._stream, self._stream.office.id
        kept = []
        codes = event_rows.known_codes(stream.writing, office, quarantine.codes_of(event for event, _ in run))
        for event, its_digest in run:
            if event.id in ids:
                kept.append(AsideRow(office, event, its_digest, placed=True, why=KNOWN, facts={}))
                continue
            verdict = validate(event, self._rules) or clock_too_far(event, stream.clock, stream.position)
            verdict = verdict or quarantine.code_conflict(event, codes)
            if verdict is not None:
                kept.append(
                    AsideRow(office, event, its_digest, placed=True, why=verdict.why.value, facts=verdict.facts)
                )
                continue
            stream.add(event, its_digest, with_code=quarantine.claims_code(event, codes))
            ids.add(event.id)
        aside_rows.put_aside(stream.writing, kept, self._at)

    def _add_elsewhere(self, run: _Run, ids: set[str]) -> None:
        """Store them under the hub's own number for this epoch; their own place then counts as known."""
        stream, writing, office = self._stream, self._stream.writing, self._stream.office.id
        own = _own(writing, stream, self._life, self._at)
        again, prev = [], own.digest
        for seq, (event, _) in enumerate(run, own.head + 1):
            moved = replace(event, device=own.number, seq=seq, prev=prev)
            prev = Digest(digest(moved))
            again.append((moved, prev))
        self._add(again, ids)
        office_rows.move_device(writing, own, again[-1][0].seq, prev, own.missing, self._at)
        known = [AsideRow(office, event, its, placed=False, why=KNOWN, facts={}) for event, its in run]
        aside_rows.put_aside(writing, known, self._at)


def _goes_on(event: Recorded, of: DeviceRow) -> bool:
    return event.seq == of.head + 1 and event.prev == (of.digest if of.head else NO_DIGEST)


def _own(writing: Writing, stream: Stream, life: str, at: int) -> DeviceRow:
    """The hub's number for events without a place in their chain, in this life, as in ``province_chain``."""
    named = int.from_bytes(sha256(b"brought back" + stream.epoch + life.encode()).digest())
    number = DeviceId(FIRST_BROUGHT_BACK + named % (FIRST_PROVINCE - FIRST_BROUGHT_BACK))
    own = office_rows.find_device(writing, stream.office.id, number)
    if own is None:
        own = office_rows.fresh_device(stream.office.id, number, at)
        office_rows.put_device(writing, own)
    return own
