"""Accepts events from a desk: chained, validated, stored and numbered in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.calendar.clock import micros
from models.events import DossierCorrected
from models.history import Recorded
from models.ids import HIGHEST_SEQ, NO_DIGEST, Digest
from sync.hub.log import quarantine, quotas
from sync.hub.log.quarantine import any_file
from sync.hub.log.quotas import TooMuch
from sync.hub.log.stream import Stream, lock_stream_of_device
from sync.hub.log.validation import HasFile, OfficeRules, Verdict, clock_too_far, validate
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.settings import USUAL, Quota
from sync.hub.store import AlreadyThere, HubStore, aside_rows, event_rows, office_rows
from sync.hub.store.aside_rows import KNOWN, WITHHELD, AsideRow
from sync.hub.store.office_rows import DeviceRow
from sync.messages import (
    AsideReason,
    Chain,
    MessageUnreadable,
    Refusal,
    SetAside,
    Up,
    UpAnswer,
    events_of,
    without_body,
)

TOLD_AT_ONCE = 200
"""Events set aside that one answer names at most."""


class GapFound(Exception):  # noqa: N818 - a fact about a chain
    """The chain does not begin where the hub's ends; ``head`` says where that is."""

    def __init__(self, head: int) -> None:
        super().__init__(head)
        self.head = head


def take_in(
    store: HubStore,
    device: Device,
    up: Up,
    now: datetime,
    *,
    has_file: HasFile = any_file,
    once: tuple[str, str] | None = None,
    quota: Quota = USUAL,
) -> UpAnswer:
    """Store a device's events. Idempotent, in batches of any size.

    A gap, or an empty chain whose end lies beyond the hub's, proves that the hub lost what it had acknowledged (it was
    restored from an older copy): then the office's stream begins a new epoch, which is stored even when this refuses.

    Args:
        store: of the hub.
        device: who signed the request.
        up: its events.
        now: the hub's clock.
        has_file: whether a scanned file has arrived.
        once: key id and nonce of the request, remembered in the same transaction.
        quota: how much one device may bring.

    Returns:
        What the hub has of this device, after the commit.

    Raises:
        GapFound: nothing of it was stored.
        MessageUnreadable: these events are no chain of this device.
        NotAdmitted: REPLAY, TOO_MUCH, or the device is gone.
        HubStoreFailing: nothing of it was stored, or it was and nobody knows: the same again is safe.
    """
    chain = up.chain
    if chain.device != device.number or not 1 <= chain.first <= HIGHEST_SEQ - len(chain.links):
        raise MessageUnreadable("device or seq")
    if chain.first == 1 and chain.prev != NO_DIGEST:
        raise MessageUnreadable("prev")
    if up.withheld < 0:
        raise MessageUnreadable("withheld")
    events = [without_body(chain)] if up.withheld else events_of(chain)
    digests = [*(recorded.prev for recorded in events[1:]), chain.last]
    taking = _Taking(store, device, up, now, has_file, once, quota, list(zip(events, digests, strict=False)))
    try:
        try:
            # As a rule nothing of a batch is there already, and the table's own indexes say so while it is written.
            taken = taking.run(careful=False)
        except AlreadyThere:
            taken = taking.run(careful=True)
    except TooMuch as wrong:
        raise NotAdmitted(Refusal.TOO_MUCH) from wrong
    if taken.told:
        store.tell(device.office)
    if taken.gap is not None:
        raise GapFound(taken.gap)
    return taken.answer


@dataclass
class _Taken:
    answer: UpAnswer
    told: bool
    gap: int | None = None


_Run = Sequence[tuple[Recorded, Digest]]


@dataclass
class _Taking:
    """One call of ``take_in``; run again, with duplicate checks, when the first run meets known events."""

    store: HubStore
    device: Device
    up: Up
    now: datetime
    has_file: HasFile
    once: tuple[str, str] | None
    quota: Quota
    events: _Run
    forked_at: int = 0
    forks: _Run = field(default_factory=list)
    new: _Run = field(default_factory=list)
    known: _Run = field(default_factory=list)

    def run(self, *, careful: bool) -> _Taken:
        self.forked_at, self.forks, self.new, self.known = 0, [], [], []
        chain = self.up.chain
        with self.store.writing() as writing:
            if self.once is not None and not office_rows.put_nonce(writing, *self.once, micros(self.now)):
                raise NotAdmitted(Refusal.REPLAY)
            found = lock_stream_of_device(writing, self.device.office, self.device.number)
            if found is None or (self.once is not None and found[1].key_id != self.once[0]):
                raise NotAdmitted(Refusal.DEVICE_UNKNOWN)  # or it has another key by now
            stream, own = found
            head, digest, gap, missing = own.head, own.digest, None, own.missing
            if chain.first > head + 1:
                gap = head if chain.links else None
                if chain.first - 1 > missing and own.revoked_at is None:
                    stream.lost(own.number, self.now)
                    missing = chain.first - 1
            else:
                self._place(stream, own, chain)
            sizes = [len(event.body) for event, _ in (*self.new, *self.forks)]
            quotas.count(writing, own, sizes, self.quota, self.now)
            any_aside = self._store(stream, own, careful=careful)
            if self.new:
                head, digest = self.new[-1][0].seq, self.new[-1][1]
            upto, proof = self._proof(stream, head, digest)
            if (head, missing) != (own.head, own.missing):
                office_rows.move_device(writing, own, head, digest, missing, micros(self.now))
            set_aside = self._set_aside(stream) if any_aside else ()
        answer = UpAnswer(
            head=head,
            digest=digest,
            position=stream.position,
            at=micros(self.now),
            forked_at=self.forked_at,
            set_aside=set_aside,
            edition=stream.office.edition,
            upto=upto,
            proof=proof,
            tells_keys=own.revoked_at is None,
        )
        return _Taken(answer, stream.changed, gap)

    def _proof(self, stream: Stream, head: int, digest: Digest) -> tuple[int, Digest]:
        """The last number both sides have, and the hub's digest there."""
        chain = self.up.chain
        end = chain.first - 1 + len(chain.links)
        if end >= head:
            return head, digest
        if not self.forked_at:
            return end, chain.last  # compared with what was stored
        there = event_rows.digest_at(stream.writing, self.device.office, self.device.number, end) if end else None
        return (0, NO_DIGEST) if there is None else (end, there)

    def _place(self, stream: Stream, own: DeviceRow, chain: Chain) -> None:
        """Which events are new, and which contradict what the hub has."""

        def stored(seq: int) -> Digest | None:
            if seq == own.head:
                return own.digest
            return NO_DIGEST if seq == 0 else event_rows.digest_at(stream.writing, own.office, own.number, seq)

        first = chain.first
        if chain.prev != stored(first - 1):
            self.forked_at, self.forks = first - 1, self.events
            return
        known = min(own.head - first + 1, len(self.events))
        # A digest covers the one before it: where the last of two chains agree, all before agree.
        if known > 0 and self.events[known - 1][1] != stored(first + known - 1):
            there = event_rows.digests(stream.writing, own.office, own.number, first, first + known - 1)
            differs = next(i for i, (event, digest) in enumerate(self.events) if digest != there.get(event.seq))
            self.forked_at, self.forks = first + differs, self.events[differs:]
            return
        self.known, self.new = self.events[: max(known, 0)], self.events[max(known, 0) :]

    def _store(self, stream: Stream, own: DeviceRow, *, careful: bool) -> bool:
        """Store all new events; whether this device may have events set aside."""
        writing, office, at = stream.writing, stream.office.id, micros(self.now)
        rules = quarantine.rules_of(self.store, writing, stream, self.has_file)
        revoked = own.revoked_at is not None
        ids: set[str] = set()
        codes: dict[str, str] = {}
        if careful:
            ids = event_rows.known_ids(writing, office, {event.id for event, _ in self.new})
            codes = event_rows.known_codes(writing, office, quarantine.codes_of(event for event, _ in self.new))
        kept = [self._keep(event, digest, Verdict(AsideReason.FORK, {}), placed=False) for event, digest in self.forks]
        corrected = set()
        for event, digest in self.new:
            if event.id in ids:
                kept.append(AsideRow(office, event, digest, placed=True, why=KNOWN, facts={}))
                continue
            verdict = Verdict(AsideReason.REVOKED, {}) if revoked else validate(event, rules, withheld=self.up.withheld)
            verdict = verdict or clock_too_far(event, stream.clock, stream.position)
            if verdict is None and careful:
                verdict = quarantine.code_conflict(event, codes)
            if verdict is not None:
                kept.append(self._keep(event, digest, verdict, placed=True))
                if verdict.why is AsideReason.PROCEDURE_UNKNOWN:
                    corrected.add(event.subject)
                continue
            stream.add(event, digest, with_code=not careful or quarantine.claims_code(event, codes))
            if careful:
                ids.add(event.id)
            if isinstance(event.event, DossierCorrected):
                corrected.add(event.subject)
        aside_rows.put_aside(writing, kept, at)
        stream.save()
        any_forks, any_mine = aside_rows.any_open(writing, office, own.number)
        if self.new and any_forks:
            aside_rows.resolve_renumbered(writing, office, own.number, (event.id for event, _ in self.new), at)
        if self.forks:
            # This very tail may have come under its new number already.
            there = event_rows.known_ids(writing, office, {event.id for event, _ in self.forks})
            aside_rows.resolve_renumbered(writing, office, 0, there, at)
        if corrected:
            quarantine.validate_subjects(stream, corrected, rules, self.now)
        if self.known and any_mine and not self.up.withheld:
            self._complete(stream, own, rules)
        if self.up.again and any_mine and not revoked:
            asked = sorted(seq for seq in self.up.again[:TOLD_AT_ONCE] if 0 < seq <= HIGHEST_SEQ)
            for some in (asked[i : i + aside_rows.PAGE] for i in range(0, len(asked), aside_rows.PAGE)):
                quarantine.validate_again(
                    stream, aside_rows.open_at(writing, office, own.number, some), rules, self.now
                )
                stream.save()
        stream.save()
        return any_mine

    def _complete(self, stream: Stream, own: DeviceRow, rules: OfficeRules) -> None:
        """Add bodies that had stayed at the desk: verified by their digests, then validated."""
        whole = aside_rows.complete(stream.writing, own.office, {one[0].seq: one for one in self.known})
        quotas.count(stream.writing, own, [len(kept.recorded.body) for kept in whole], self.quota, self.now)
        quarantine.validate_again(stream, whole, rules, self.now)

    def _set_aside(self, stream: Stream) -> tuple[SetAside, ...]:
        return tuple(aside_rows.open_of_device(stream.writing, self.device.office, self.device.number, TOLD_AT_ONCE))

    def _keep(self, event: Recorded, digest: Digest, verdict: Verdict, *, placed: bool) -> AsideRow:
        facts = verdict.facts | ({WITHHELD: str(self.up.withheld)} if self.up.withheld else {})
        return AsideRow(self.device.office, event, digest, placed=placed, why=verdict.why.value, facts=facts)
