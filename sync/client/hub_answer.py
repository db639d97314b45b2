"""What an answer of the hub (or of another peer), come over a line or by stick, does to this machine's store.

Every step is idempotent: an answer that is lost, repeated or late changes nothing that is already done.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

import msgspec
from msgspec import Struct

from models.calendar.clock import instant
from models.history import FAR_AHEAD, Recorded, digest
from models.ids import PROVINCE, PeerName, SubjectId
from models.store import Changed, Store
from models.store.codec import MAX_CLOCK
from models.system.decoding import prepared
from models.trouble import NotTheProvince, Trouble
from sync.client import backfill
from sync.client.membership import Ask
from sync.messages import (
    AsideReason,
    Cursor,
    News,
    NewsAsked,
    SetAside,
    UpAnswer,
)

CURSOR = "cursor"
"""Name of the peer's value that tells how far the office's stream was read there."""

CONTACT = "load contact"
"""Name of the value that tells when a visit laptop last heard of its office, in microseconds by the other's clock."""

KEPT_HERE = "load kept here"
"""Name of the value that tells which own events the hub has not whole: their body, or their file, lies here alone."""

_MOST_DIGITS = len(str(MAX_CLOCK))

SLICE = 100
"""Events merged in one go: whatever else the store is asked for comes in between."""


class Forked(Exception):  # noqa: N818 - a fact about the file of this machine
    """The hub has other events under this machine's numbers from ``seq`` on, or cannot accept those.

    Attributes:
        seq: the first event that needs another number.
        clock: the office's highest clock, from which these events are counted anew; None = their clocks are good.
    """

    def __init__(self, seq: int, clock: int | None = None) -> None:
        super().__init__(seq)
        self.seq = seq
        self.clock = clock


class Parted(Exception):  # noqa: N818 - likewise
    """The hub's digest at ``seq`` differs from this machine's: the chains part there or before."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


class UpOutcome(Struct, frozen=True):
    """The result of one turn up.

    Attributes:
        answer: what the hub said.
        events: how many events went up.
        unsent: how many are left.
        arrived: the hub has more of this machine than was known before.
        taken_back: the hub had lost something, which is unsent again.
        files: scanned files were tried to be brought.
        files_wait: why some of them wait; None = none does.
    """

    answer: UpAnswer
    events: int
    unsent: int
    arrived: bool = False
    taken_back: bool = False
    files: bool = False
    files_wait: Trouble | None = None


def take_answer(store: Store, *, url: str, answer: UpAnswer, acknowledged: int, peer: PeerName = PROVINCE) -> UpOutcome:
    """Record acknowledgements, as far as a digest proves that the hub has the same events.

    The hub may have more of this machine, from before its file was restored. That comes back with the news; until
    then it says nothing of the events that are here.

    Args:
        store: of this machine.
        url: of the peer, for the trouble.
        answer: from the line or from a stick, however old.
        acknowledged: what this machine remembered as acknowledged when it asked.
        peer: who answered; what it has, it alone has.

    Raises:
        Parted: the hub has another event where it should have one of ours.
        Forked: it keeps events apart whose clocks were never counted.
        NotTheProvince: the answer contradicts itself.
    """
    log = store.log
    seq, proof = (answer.upto, answer.proof) if answer.proof else (answer.head, answer.digest)
    if seq > answer.head:
        raise NotTheProvince(url, "head")
    too_far = [one for one in answer.set_aside if one.why is AsideReason.CLOCK]
    highest = max((_highest(one, url) for one in too_far), default=0)
    own = log.digest_of(seq)
    if own is None:
        return UpOutcome(answer, 0, log.unsent_count(peer))
    if own != proof:
        raise Parted(seq)
    taken_back = answer.head < acknowledged
    if taken_back:
        log.send_again_from(answer.head + 1, peer)
    arrived = seq > log.acknowledged(peer)
    if arrived:
        store.of_peer(peer).arrived(seq, instant(answer.at), answer.position)
    if log.load_file is not None:
        note_contact(store, answer.at)
        _note_kept_here(store, answer)
    if too_far:
        raise Forked(min(one.seq for one in too_far), highest)
    return UpOutcome(answer, 0, log.unsent_count(peer), arrived, taken_back)


def _highest(one: SetAside, url: str) -> int:
    """The office's highest clock, from which what is set aside for its clock is counted anew."""
    told = one.facts.get("highest", "0")
    if not (told.isdecimal() and len(told) <= _MOST_DIGITS and int(told) <= MAX_CLOCK - FAR_AHEAD):
        raise NotTheProvince(url, "highest")
    return int(told)


def note_contact(store: Store, at: int) -> None:
    """Remember when this laptop heard of its office, by the clock of who told it; an older word changes nothing."""
    if at > contact_of(store):
        store.province.put(CONTACT, b"%d" % at)


def contact_of(store: Store) -> int:
    """When this laptop last heard of its office, in microseconds since 1970; 0 = never."""
    return int(store.province.get(CONTACT) or b"0")


def _note_kept_here(store: Store, answer: UpAnswer) -> None:
    here = [one.seq for one in answer.set_aside if one.why in {AsideReason.TOO_LARGE, AsideReason.FILE_MISSING}]
    if here != kept_here(store):
        store.province.put(KEPT_HERE, msgspec.msgpack.encode(here))


def kept_here(store: Store) -> list[int]:
    """Numbers of this laptop's events of which the hub lacks the body or the file, as it said last."""
    kept = store.province.get(KEPT_HERE)
    return [] if kept is None else msgspec.msgpack.decode(kept, type=prepared(list[int]))


def news_request(store: Store, wait: float = 0.0, *, peer: PeerName = PROVINCE) -> NewsAsked:
    """The request for news that this machine would send now."""
    return NewsAsked(cursor_of(store, peer), store.log.head().seq, store.log.acknowledged(peer), wait)


def cursor_of(store: Store, peer: PeerName = PROVINCE) -> Cursor:
    """The cursor in the office's stream at this peer."""
    kept = store.of_peer(peer).get(CURSOR)
    return Cursor() if kept is None else msgspec.msgpack.decode(kept, type=prepared(Cursor))


def save_cursor(store: Store, cursor: Cursor, peer: PeerName = PROVINCE) -> None:
    """Store the cursor."""
    store.of_peer(peer).put(CURSOR, msgspec.msgpack.encode(cursor))


def reset_cursor(store: Store) -> None:
    """Reset the cursor to the stream's start; known events are unaffected."""
    store.province.drop(CURSOR)


def files_missing(answer: UpAnswer) -> tuple[int, ...]:
    """Numbers of this machine's events set aside because their files had not arrived."""
    return tuple(one.seq for one in answer.set_aside if one.why is AsideReason.FILE_MISSING)


def merge_in_slices(ask: Ask, events: Iterable[Recorded], *, clock: int = 0) -> Changed:
    """Merge events in slices, so that a clerk's work comes in between; ``clock`` as ``Log.merge`` takes it."""
    subjects: set[SubjectId] = set()
    recorded: list[Recorded] = []
    left = iter(events)
    while part := list(islice(left, SLICE)):
        changed = ask(partial(_merge, part, clock))
        subjects |= changed.subjects
        recorded += changed.recorded
    return Changed(frozenset(subjects), tuple(recorded))


def _merge(events: Sequence[Recorded], clock: int, store: Store) -> Changed:
    return store.log.merge(list(_fitting(store, events)), clock=clock)


def _fitting(store: Store, events: Sequence[Recorded]) -> Iterator[Recorded]:
    """The events without those of this very machine that do not continue its chain.

    Such are the work of another file under the same number. They are told again once this one has a new number. To a
    visit laptop its own of before a wipe come back as anybody's.
    """
    head = store.log.head()
    seq, last = head.seq, head.digest
    for recorded in events:
        if recorded.device == store.log.device and recorded.seq > store.log.base:
            if (recorded.seq, recorded.prev) != (seq + 1, last):
                continue
            seq, last = recorded.seq, digest(recorded)
        yield recorded


def note_news(store: Store, asked: NewsAsked, news: News, *, peer: PeerName = PROVINCE) -> bool:
    """Store the cursor, unless it was reset meanwhile; returns whether the peer has lost something since."""
    if news.cursor != asked.cursor == cursor_of(store, peer):
        if news.cursor.epoch != asked.cursor.epoch or news.cursor.position < asked.cursor.position:
            backfill.ask_for(store, news.cursor.epoch, peer)
        save_cursor(store, news.cursor, peer)
    lost = news.head < asked.acknowledged
    if lost:
        store.log.send_again_from(news.head + 1, peer)
    return lost
