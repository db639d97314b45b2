"""One turn of the exchange, up or down. Whoever calls decides when; here is what a turn means for the store.

Everything can be repeated: an answer that got lost, came twice or came late changes nothing that is not so.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice, starmap
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import instant
from models.events import FileAttached
from models.history import Recorded, digest
from models.ids import SubjectId
from models.store import Changed, Run, Store
from models.trouble import BatchTooLarge, NotTheProvince, ProvinceRefused, ProvinceTooSlow, Trouble
from sync.client import backfill
from sync.client.https import Hub
from sync.client.membership import Ask
from sync.client.pace import Pace
from sync.messages import (
    MOST_BYTES,
    MOST_EVENT_BYTES,
    Chain,
    Cursor,
    Link,
    MessageUnreadable,
    News,
    NewsAsked,
    Refusal,
    Up,
    UpAnswer,
    Why,
    events_of,
)

T = TypeVar("T")

CURSOR = "cursor"
"""Name of the province value that tells how far the office's stream was read."""

SLICE = 100
"""Events merged in one go: whatever else the store is asked for comes in between."""

NAMES_A_FILE = b'"FileAttached"'
"""In every body of such an event, and in hardly another: what has it is read to know."""

ALWAYS_WHOLE = 64 << 10
"""Bytes of a body, many times what an act takes, that every way to the hub must let pass: a proxy that takes not even
these is set wrongly, and is told as such, before events without bodies gather at the hub."""

MOST_TRIES = 16
"""Times that one turn asks: nine halvings take 500 events to one, the rest are gaps of a hub restored meanwhile."""

MOST_LOST = 16
"""Times within one whole exchange that the hub may have less than it had said: it is restored once as a rule."""

BeforeEvents = Callable[[Sequence[Recorded]], Trouble | None]
"""Brings the files that events name; gives why some of them wait, while the events go on."""


class Forked(Exception):  # noqa: N818 - a fact about the file of this machine
    """The hub has other events under numbers of this machine, from ``seq`` on, or cannot take those in.

    Attributes:
        seq: the first event that needs another number.
        clock: the office's highest clock, from which these events are counted anew; None = their clocks are good.
    """

    def __init__(self, seq: int, clock: int | None = None) -> None:
        super().__init__(seq)
        self.seq = seq
        self.clock = clock


class Parted(Exception):  # noqa: N818 - likewise
    """The hub's digest at ``seq`` is another than this machine's: somewhere up to it they parted."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


class Sent(Struct, frozen=True):
    """After one turn up.

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


class ReadOn(Struct, frozen=True):
    """After one turn down: what came in, and what the hub said.

    Attributes:
        moved: the hub told another place to read on from.
        restarted: that place is in another life of the stream, which is read from its start.
        taken_back: the hub had lost something of this machine, which is unsent again.
    """

    changed: Changed
    news: News
    moved: bool = False
    taken_back: bool = False
    restarted: bool = False


class _Outgoing(Struct, frozen=True):
    up: Up
    naming_files: tuple[Recorded, ...]
    acknowledged: int


def send(
    hub: Hub, ask: Ask, pace: Pace, *, again: Iterable[int] = (), before_events: BeforeEvents | None = None
) -> Sent:
    """Send the first unacknowledged events; none = ask where we stand.

    Asks ``MOST_TRIES`` times at most; after a fork ``1 + log2(its number)`` times more.

    Args:
        hub: to whom.
        ask: how the store is reached.
        pace: how many at most; learns from what happens.
        again: numbers of events that were set aside and shall be judged anew.
        before_events: given the events that name a file, before they are sent.

    Raises:
        Forked: this machine needs a new number.
        BatchTooLarge: something refuses even an event of the usual size as too large.
        ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong: nothing was acknowledged.
    """
    again, url, withheld = tuple(again), hub.membership.url, 0
    files, files_wait = False, None
    for _ in range(MOST_TRIES):
        going = ask(partial(_outgoing, most=pace.events, again=again, withheld=withheld))
        if before_events is not None and going.naming_files:
            files, files_wait = True, before_events(going.naming_files)
        try:
            answer = hub.up(going.up)
        except ProvinceTooSlow:
            pace.shrink()
            raise
        except ProvinceRefused as refused:
            withheld = _do_otherwise(refused, url, ask, pace, going)
            continue
        pace.grow()
        try:
            taken = ask(partial(take_answer, url=url, answer=answer, acknowledged=going.acknowledged))
        except Parted as parted:
            if not answer.forked_at:
                raise NotTheProvince(url, "digest") from parted
            return _find_fork(hub, ask, parted.seq)
        taken = _bring_bodies(hub, ask, again, taken)
        sent = len(going.up.chain.links)
        if sent and not (taken.arrived or taken.taken_back):
            raise NotTheProvince(url, "head")
        return replace(taken, events=sent, files=files, files_wait=files_wait)
    raise NotTheProvince(url, "refuses whatever is sent")


def _bring_bodies(hub: Hub, ask: Ask, again: Collection[int], sent: Sent) -> Sent:
    """Bodies that had stayed here go after all, when events without theirs shall be judged anew: limits may have risen.

    What is still too large on the way stays as it is.
    """
    for one in sent.answer.set_aside:
        if one.why is Why.TOO_LARGE and one.seq in again:
            up = ask(partial(one_whole, seq=one.seq))
            if up is not None:
                try:
                    sent = replace(sent, answer=hub.up(up))
                except ProvinceRefused as refused:
                    if refused.refusal != Refusal.TOO_LARGE:
                        raise
    return sent


def one_whole(store: Store, *, seq: int) -> Up | None:
    """One event of this machine by itself, with its body; None = its body is more than any hub takes."""
    run = store.log.chain(1, 0, after=seq - 1)
    links = tuple(starmap(Link, run.events))
    fits = bool(links) and len(links[0].body) <= MOST_EVENT_BYTES
    return Up(Chain(run.device, run.first, run.prev, links, run.last)) if fits else None


def _do_otherwise(refused: ProvinceRefused, url: str, ask: Ask, pace: Pace, going: _Outgoing) -> int:
    """Two refusals say what to do differently: a gap, and too much at once. All others are the caller's.

    Returns:
        The number of the event that goes without its body; 0 = all go whole.
    """
    if refused.refusal == Refusal.TOO_LARGE:
        links = going.up.chain.links
        if len(links) == 1 and len(links[0].body) > ALWAYS_WHOLE:
            return going.up.chain.first
        if len(links) <= 1:
            raise BatchTooLarge(url, going.up.chain.first) from refused
        pace.events = min(pace.events, len(going.up.chain.links))
        pace.shrink()
    elif refused.refusal == Refusal.GAP and refused.head < going.acknowledged:
        ask(lambda store: store.log.send_again_from(refused.head + 1))
    else:
        raise refused
    return 0


def _find_fork(hub: Hub, ask: Ask, differs: int) -> Sent:
    """Where this machine's chain and the hub's part: halved until it is known, by questions without events.

    Both agree at 0 and differ at ``differs``, and where two chains agree, they agree before. So each question halves
    what is left, and ``log2(differs) + 1`` of them find the place, whatever batches are sent.

    Returns:
        When the hub has lost the place meanwhile: what is unsent again.

    Raises:
        Forked: with the first number that differs; the digest before it is the same on both sides.
    """
    same = 0
    while differs - same > 1:
        between = (same + differs) // 2
        run = ask(lambda store, at=between: store.log.chain(0, 0, after=at))  # type: ignore[misc]  # bound at once
        answer = hub.up(Up(Chain(run.device, run.first, run.prev, (), run.last)))
        if answer.head < between:
            ask(lambda store, head=answer.head: store.log.send_again_from(head + 1))  # type: ignore[misc]  # likewise
            return Sent(answer, 0, ask(lambda store: store.log.unsent_count()), taken_back=True)
        if answer.upto != between or not answer.proof:
            raise NotTheProvince(hub.membership.url, "proof")
        if answer.proof == run.prev:
            same = between
        else:
            differs = between
    raise Forked(differs)


def up_of(run: Run, again: tuple[int, ...] = (), *, withheld: int = 0) -> Up:
    """What goes up of these events.

    One too large for any hub, and the one numbered ``withheld``, goes without its body: it would hold up all after it.
    The hub then keeps its place and tells that it has no more of it.
    """
    links = tuple(starmap(Link, run.events))
    size = 0
    if len(links) == 1 and (len(links[0].body) > MOST_EVENT_BYTES or run.first == withheld):
        size = len(links[0].body)
        links = (replace(links[0], body=b""),)
    return Up(Chain(run.device, run.first, run.prev, links, run.last), again, size)


def _outgoing(store: Store, *, most: int, again: tuple[int, ...], withheld: int) -> _Outgoing:
    acknowledged = store.log.acknowledged()
    run = store.log.chain(most, MOST_BYTES, after=acknowledged)
    up = up_of(run, again, withheld=withheld)
    # One to be judged anew may have been set aside because its file had not arrived.
    naming = [seq for seq in again if 0 < seq < run.first]
    naming += [seq for seq, link in enumerate(up.chain.links, run.first) if NAMES_A_FILE in link.body]
    return _Outgoing(
        up=up,
        naming_files=tuple(r for r in map(store.log.own, naming) if isinstance(r.event, FileAttached)),
        acknowledged=acknowledged,
    )


def take_answer(store: Store, *, url: str, answer: UpAnswer, acknowledged: int) -> Sent:
    """Write down what the hub has, as far as a digest proves that it is the very same.

    The hub may have more of this machine, from before its file was restored. That comes back with the news; until
    then it says nothing of the events that are here.

    Args:
        store: of this machine.
        url: of the hub, for the trouble.
        answer: from the line or from a stick, however old.
        acknowledged: what this machine remembered as acknowledged when it asked.

    Raises:
        Parted: the hub has another event where it should have one of ours.
        Forked: it keeps events apart whose clocks were never counted.
        NotTheProvince: the answer contradicts itself.
    """
    log = store.log
    seq, proof = (answer.upto, answer.proof) if answer.proof else (answer.head, answer.digest)
    if seq > answer.head:
        raise NotTheProvince(url, "head")
    own = log.digest_of(seq)
    if own is None:
        return Sent(answer, 0, log.unsent_count())
    if own != proof:
        raise Parted(seq)
    taken_back = answer.head < acknowledged
    if taken_back:
        log.send_again_from(answer.head + 1)
    arrived = seq > log.acknowledged()
    if arrived:
        store.province.arrived(seq, instant(answer.at), answer.position)
    too_far = [one for one in answer.set_aside if one.why is Why.CLOCK]
    if too_far:
        raise Forked(min(one.seq for one in too_far), max(int(one.facts.get("highest", 0)) for one in too_far))
    return Sent(answer, 0, log.unsent_count(), arrived, taken_back)


def read_on(hub: Hub, ask: Ask, *, wait: float = 0.0) -> ReadOn:
    """Read the next news and merge them.

    Args:
        hub: from whom.
        ask: how the store is reached.
        wait: seconds the hub may wait for news, when there are none.

    Raises:
        Forked: this machine needs a new number.
        ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong: as it was.
    """
    asked = ask(lambda store: asking(store, wait))
    news = hub.news(asked)
    try:
        events = [event for chain in news.chains for event in events_of(chain)]
    except MessageUnreadable as wrong:
        raise NotTheProvince(hub.membership.url, str(wrong)) from wrong
    changed = take_in(ask, events, clock=news.clock)
    taken_back = ask(lambda store: _remember(store, asked, news))
    restarted = news.cursor.epoch != asked.cursor.epoch != b""
    return ReadOn(changed, news, news.cursor != asked.cursor, taken_back, restarted)


def asking(store: Store, wait: float = 0.0) -> NewsAsked:
    """What this machine would ask for now."""
    return NewsAsked(cursor_of(store), store.log.head().seq, store.log.acknowledged(), wait)


def cursor_of(store: Store) -> Cursor:
    """How far the office's stream was read."""
    kept = store.province.get(CURSOR)
    return Cursor() if kept is None else msgspec.msgpack.decode(kept, type=Cursor)


def read_again(store: Store) -> None:
    """Read the office's stream from its start: what is known already stays as it is."""
    store.province.drop(CURSOR)


def direct(store: Store) -> Ask:
    """The store of this very thread."""

    def ask(work: Callable[[Store], T]) -> T:
        return work(store)

    return ask


class Whole(Struct, frozen=True):
    """After everything was sent and read.

    Attributes:
        sent: events that went up and arrived.
        received: events that came in and were not here.
        answer: what the hub said last.
    """

    sent: int
    received: int
    answer: UpAnswer


def whole(hub: Hub, ask: Ask, *, before_events: BeforeEvents | None = None, pace: Pace | None = None) -> Whole:
    """Send everything, read everything. Stops at the first trouble; what has gone over stays so.

    Each turn brings something further: events acknowledged, events read, or a cursor moved on. A hub that takes back
    what it said does so ``MOST_LOST`` times at most. So this ends after as many turns as there is to send and read.

    Raises:
        Forked, and the troubles of ``send`` and ``read_on``.
        NotTheProvince: the answers lead nowhere.
    """
    pace, before, received, lost = pace or Pace(), ask(_unsent), 0, 0
    sent = send(hub, ask, pace, before_events=before_events)
    late = files_missing(sent.answer)
    if late and before_events is not None and sent.files_wait is None:
        sent = send(hub, ask, pace, again=late, before_events=before_events)
    while True:
        lost += sent.taken_back
        while sent.unsent and lost <= MOST_LOST:
            sent = send(hub, ask, pace, before_events=before_events)
            lost += sent.taken_back
        read = read_on(hub, ask)
        received += len(read.changed.recorded)
        lost += read.taken_back or read.restarted
        if lost > MOST_LOST:
            raise NotTheProvince(hub.membership.url, "takes back what it said")
        if read.taken_back or ask(_unsent):
            sent = send(hub, ask, pace, before_events=before_events)
        elif not (read.news.remaining or read.news.chains):
            if backfill.bring_back(hub, ask):
                continue
            return Whole(max(before - sent.unsent, 0), received, sent.answer)
        elif not (read.moved or read.changed.recorded):
            raise NotTheProvince(hub.membership.url, "cursor")


def files_missing(answer: UpAnswer) -> tuple[int, ...]:
    """Numbers of this machine's events that the hub keeps apart because their files have not come."""
    return tuple(one.seq for one in answer.set_aside if one.why is Why.FILE_MISSING)


def _unsent(store: Store) -> int:
    return store.log.unsent_count()


def take_in(ask: Ask, events: Iterable[Recorded], *, clock: int = 0) -> Changed:
    """Merge events slice by slice, so that a clerk's work comes in between; ``clock`` as ``Log.merge`` takes it."""
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
    """All but those of this very machine that do not go on from its last event.

    Such are the work of another file under the same number. They are told again once this one has a new number.
    """
    head = store.log.head()
    seq, last = head.seq, head.digest
    for recorded in events:
        if recorded.device == store.log.device:
            if (recorded.seq, recorded.prev) != (seq + 1, last):
                continue
            seq, last = recorded.seq, digest(recorded)
        yield recorded


def _remember(store: Store, asked: NewsAsked, news: News) -> bool:
    """How far was read, unless somebody set it back meanwhile; and whether the hub has lost something since.

    Raises:
        Forked: everything was told, and the hub has more of this machine than that: events it tells nobody.
    """
    if news.cursor != asked.cursor == cursor_of(store):
        if news.cursor.epoch != asked.cursor.epoch or news.cursor.position < asked.cursor.position:
            backfill.ask_for(store, news.cursor.epoch)
        store.province.put(CURSOR, msgspec.msgpack.encode(news.cursor))
    lost = news.head < asked.acknowledged
    if lost:
        store.log.send_again_from(news.head + 1)
    head = store.log.head().seq
    if not news.remaining and news.head > head == store.log.acknowledged():
        raise Forked(head + 1)
    return lost
