"""The exchange with a peer: one turn up, one turn down, repeated until nothing is left.

The caller decides when; ``sync.client.hub_answer`` decides what an answer means for the store.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from models.history import Recorded
from models.ids import PeerName
from models.store import Changed, Store
from models.trouble import BatchTooLarge, NotTheProvince, ProvinceRefused, ProvinceTooSlow, Trouble
from sync.client import backfill
from sync.client.hub_answer import (
    Forked,
    Parted,
    UpOutcome,
    files_missing,
    merge_in_slices,
    news_request,
    note_news,
    take_answer,
)
from sync.client.load import LoadRead, read_load
from sync.client.membership import Ask
from sync.client.pace import Pace
from sync.client.peer import Peer
from sync.client.up_batch import ALWAYS_WHOLE, UpBatch, next_batch, single_event
from sync.messages import AsideReason, MessageUnreadable, News, NewsAsked, Refusal, Up, UpAnswer, events_of

T = TypeVar("T")

MOST_TRIES = 16
"""Times that one turn asks: nine halvings take 500 events to one, the rest are gaps of a hub restored meanwhile."""

MOST_LOST = 16
"""Times within one whole exchange that the hub may have less than it had said: it is restored once as a rule."""

BeforeEvents = Callable[[Sequence[Recorded]], Trouble | None]
"""Brings the files that events name; gives why some of them wait, while the events go on."""


class NewsRead(Struct, frozen=True):
    """The result of one turn down.

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


def send(
    peer: Peer,
    ask: Ask,
    pace: Pace,
    *,
    again: Iterable[int] = (),
    before_events: BeforeEvents | None = None,
    report: bytes = b"",
) -> UpOutcome:
    """Send the first unacknowledged events; with none, ask for the hub's state.

    Asks ``MOST_TRIES`` times at most; after a fork ``1 + log2(its number)`` times more.

    Args:
        peer: to whom.
        ask: how the store is reached.
        pace: how many at most; learns from what happens.
        again: numbers of events that were set aside and shall be judged anew.
        before_events: given the events that name a file, before they are sent.
        report: what this machine tells of itself (``sync.messages.Up.report``); empty = nothing.

    Raises:
        Forked: this machine needs a new number.
        BatchTooLarge: something refuses even an event of the usual size as too large.
        ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong: nothing was acknowledged.
    """
    again, url, withheld = tuple(again), peer.membership.url, 0
    files, files_wait = False, None
    for _ in range(MOST_TRIES):
        going = ask(partial(next_batch, peer=peer.name, most=pace.events, again=again, withheld=withheld))
        if before_events is not None and going.naming_files:
            files, files_wait = True, before_events(going.naming_files)
        try:
            answer = peer.up(replace(going.up, report=report))
        except ProvinceTooSlow:
            pace.shrink()
            raise
        except ProvinceRefused as refused:
            withheld = _do_otherwise(refused, peer, ask, pace, going)
            continue
        pace.grow()
        try:
            taken = ask(partial(take_answer, url=url, answer=answer, acknowledged=going.after, peer=peer.name))
        except Parted as parted:
            if not answer.forked_at:
                raise NotTheProvince(url, "digest") from parted
            return _find_fork(peer, ask, parted.seq)
        taken = _bring_bodies(peer, ask, again, taken)
        sent = len(going.up.chain.links)
        if sent and not (taken.arrived or taken.taken_back):
            raise NotTheProvince(url, "head")
        return replace(taken, events=sent, files=files, files_wait=files_wait)
    raise NotTheProvince(url, "refuses whatever is sent")


def _bring_bodies(peer: Peer, ask: Ask, again: Collection[int], sent: UpOutcome) -> UpOutcome:
    """Send bodies withheld as too large, when their events are to be validated again: limits may have risen.

    What is still too large on the way stays as it is.
    """
    for one in sent.answer.set_aside:
        if one.why is AsideReason.TOO_LARGE and one.seq in again:
            up = ask(partial(single_event, seq=one.seq))
            if up is not None:
                try:
                    sent = replace(sent, answer=peer.up(up))
                except ProvinceRefused as refused:
                    if refused.refusal != Refusal.TOO_LARGE:
                        raise
    return sent


def _do_otherwise(refused: ProvinceRefused, peer: Peer, ask: Ask, pace: Pace, going: UpBatch) -> int:
    """Handle the two refusals that allow a retry, a gap and too large a batch; raise all others.

    Returns:
        The number of the event that goes without its body; 0 = all go whole.

    Raises:
        Forked: a visit laptop has wiped what the hub has lost.
    """
    if refused.refusal == Refusal.TOO_LARGE:
        links = going.up.chain.links
        if len(links) == 1 and len(links[0].body) > ALWAYS_WHOLE:
            return going.up.chain.first
        if len(links) <= 1:
            raise BatchTooLarge(peer.membership.url, going.up.chain.first) from refused
        pace.events = min(pace.events, len(going.up.chain.links))
        pace.shrink()
    elif refused.refusal == Refusal.GAP and refused.head < (wiped := ask(_wiped_upto)):
        raise Forked(wiped + 1)  # the hub lost what was wiped here; what was not goes up under a new number
    elif refused.refusal == Refusal.GAP and refused.head < going.after:
        ask(partial(_send_again, after=refused.head, peer=peer.name))
    else:
        raise refused
    return 0


def _find_fork(peer: Peer, ask: Ask, differs: int) -> UpOutcome:
    """Find where this machine's chain and the hub's part: binary search by questions without events.

    Both agree at 0 and differ at ``differs``, and where two chains agree, they agree before. So each question halves
    what is left, and ``log2(differs) + 1`` of them find the place, whatever batches are sent.

    Returns:
        When the hub has lost the place meanwhile: what is unsent again.

    Raises:
        Forked: with the first number that differs; the digest before it is the same on both sides.
    """
    same = min(ask(_wiped_upto), differs - 1)  # what was wiped was acknowledged
    while differs - same > 1:
        between = (same + differs) // 2
        run = ask(partial(next_batch, after=between, most=0)).up.chain
        answer = peer.up(Up(run))
        if answer.head < between:
            ask(partial(_send_again, after=answer.head, peer=peer.name))
            return UpOutcome(answer, 0, ask(partial(_unsent, peer=peer.name)), taken_back=True)
        if answer.upto != between or not answer.proof:
            raise NotTheProvince(peer.membership.url, "proof")
        if answer.proof == run.prev:
            same = between
        else:
            differs = between
    raise Forked(differs)


def read_news(peer: Peer, ask: Ask, *, wait: float = 0.0) -> NewsRead:
    """Read the next news and merge them.

    Args:
        peer: from whom.
        ask: how the store is reached.
        wait: seconds the hub may wait for news, when there are none.

    Raises:
        Forked: this machine needs a new number.
        ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong: as it was.
    """
    asked = ask(partial(news_request, wait=wait, peer=peer.name))
    news = peer.news(asked)
    try:
        events = [event for chain in news.chains for event in events_of(chain)]
    except MessageUnreadable as wrong:
        raise NotTheProvince(peer.membership.url, str(wrong)) from wrong
    changed = merge_in_slices(ask, events, clock=news.clock)
    taken_back = ask(partial(_note, asked=asked, news=news, peer=peer.name))
    restarted = news.cursor.epoch != asked.cursor.epoch != b""
    return NewsRead(changed, news, news.cursor != asked.cursor, taken_back, restarted)


def _note(store: Store, *, asked: NewsAsked, news: News, peer: PeerName) -> bool:
    """Record whether the peer has lost something of this machine.

    Raises:
        Forked: everything was told, and the peer has more of this machine than that: events it tells nobody.
    """
    lost = note_news(store, asked, news, peer=peer)
    head = store.log.head().seq
    if not news.remaining and news.head > head == store.log.acknowledged(peer):
        raise Forked(head + 1)
    return lost


def direct_access(store: Store) -> Ask:
    """Access to a store owned by the calling thread."""

    def ask(work: Callable[[Store], T]) -> T:
        return work(store)

    return ask


class ExchangeResult(Struct, frozen=True):
    """The result of a complete exchange.

    Attributes:
        sent: events that went up and arrived.
        received: events that came in and were not here.
        answer: what the hub said last.
    """

    sent: int
    received: int
    answer: UpAnswer


def exchange_all(
    peer: Peer, ask: Ask, *, before_events: BeforeEvents | None = None, pace: Pace | None = None
) -> ExchangeResult:
    """Send everything, read everything. Stops at the first trouble; what is done stays done.

    Each turn brings something further: events acknowledged, events read, or less that remains. A hub that takes back
    what it said, or leads on without either, does so ``MOST_LOST`` times at most. So this ends after as many turns as
    there is to send and read.

    Raises:
        Forked, and the troubles of ``send`` and ``read_news``.
        NotTheProvince: the answers lead nowhere.
    """
    unsent = partial(_unsent, peer=peer.name)
    read: NewsRead | LoadRead
    pace, before, received, lost, remaining = pace or Pace(), ask(unsent), 0, 0, 0
    # From a visit laptop text comes home first: its photographs take minutes, and the office waits for what was said.
    early = None if ask(_is_load_file) else before_events
    sent = send(peer, ask, pace, before_events=early)
    while early is None and sent.unsent:
        sent = send(peer, ask, pace)
    late = files_missing(sent.answer)
    while late and before_events is not None and sent.files_wait is None:
        sent = send(peer, ask, pace, again=late, before_events=before_events)
        left = files_missing(sent.answer)
        late = () if set(late) <= set(left) or early is not None else left
    while True:
        lost += sent.taken_back
        while sent.unsent and lost <= MOST_LOST:
            sent = send(peer, ask, pace, before_events=early)
            lost += sent.taken_back
        read = read_load(peer, ask) if ask(_is_load_file) else read_news(peer, ask)
        received += len(read.changed.recorded)
        leads_nowhere = read.moved and not read.news.chains and read.news.remaining >= remaining > 0
        lost += read.taken_back or read.restarted or leads_nowhere
        remaining = read.news.remaining
        if lost > MOST_LOST:
            raise NotTheProvince(peer.membership.url, "takes back what it said")
        if read.taken_back or ask(unsent):
            sent = send(peer, ask, pace, before_events=early)
        elif not (read.news.remaining or read.news.chains):
            if backfill.bring_back(peer, ask):
                continue
            return ExchangeResult(max(before - sent.unsent, 0), received, sent.answer)
        elif not (read.moved or read.changed.recorded):
            raise NotTheProvince(peer.membership.url, "cursor")


def _unsent(store: Store, *, peer: PeerName) -> int:
    return store.log.unsent_count(peer)


def _is_load_file(store: Store) -> bool:
    return store.log.load_file is not None


def _wiped_upto(store: Store) -> int:
    return store.log.base


def _send_again(store: Store, *, after: int, peer: PeerName) -> None:
    store.log.send_again_from(after + 1, peer)
