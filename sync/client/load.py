"""A visit laptop reads its load: whole histories of the subjects that its office has named, page by page.

Each page is merged and its cursor stored, so that an interruption costs one page. The load counts as complete only when
the last page has said so.
"""

from collections.abc import Sequence
from functools import partial

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from models.events import laptop_subject
from models.history import Recorded
from models.ids import PROVINCE, EventId, PeerName, SubjectId
from models.store import Changed, Store
from models.store.projections.laptop import LAPTOPS
from models.system.decoding import prepared
from models.trouble import NotTheProvince
from sync.client.hub_answer import Forked, merge_in_slices, note_contact
from sync.client.membership import Ask
from sync.client.peer import Peer
from sync.messages import Cursor, Load, LoadAsked, MessageUnreadable, events_of

LOAD = "load"
"""Name of the province value that tells how far the load was read."""

WIPED = "load wiped"
"""Name of the value with the event of the load that was wiped last: the hub may not have heard of it yet."""


WIPED_AT = "load wiped at"
"""Name of the value with the time of that wipe, in microseconds: a load that was put on a stick before is let lie."""


class LoadState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far the load is aboard.

    Attributes:
        load: the event that named it; empty = there is none.
        cursor: as far as it was read at the hub.
        complete: everything of it was aboard once; what is newer is added.
        remaining, total: events left to read, and of how many, while it comes.
    """

    load: EventId = EventId("")
    cursor: Cursor = Cursor()
    complete: bool = False
    remaining: int = 0
    total: int = 0


class LoadRead(Struct, frozen=True):
    """The result of one page; the names are those of ``exchange.NewsRead``."""

    changed: Changed
    news: Load
    moved: bool = False
    taken_back: bool = False
    restarted: bool = False


def load_state(store: Store) -> LoadState:
    """How far the load is aboard."""
    kept = store.province.get(LOAD)
    return LoadState() if kept is None else msgspec.msgpack.decode(kept, type=prepared(LoadState))


def load_request(store: Store) -> LoadAsked:
    """The request that this laptop would send now."""
    state = load_state(store)
    return LoadAsked(state.load, state.cursor, store.log.head().seq)


def read_load(peer: Peer, ask: Ask) -> LoadRead:
    """Read the next page of the load and merge it.

    Raises:
        Forked: this machine needs a new number.
        ProvinceNotReached, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong: as it was.
    """
    asked = ask(load_request)
    page = peer.load(asked)
    changed, taken_back = take_page(ask, asked, page, url=peer.membership.url, peer=peer.name)
    moved = (page.load, page.cursor) != (asked.load, asked.cursor)
    restarted = page.load == asked.load and page.cursor.epoch != asked.cursor.epoch != b""
    return LoadRead(changed, page, moved, taken_back, restarted)


def take_page(ask: Ask, asked: LoadAsked, page: Load, *, url: str, peer: PeerName = PROVINCE) -> tuple[Changed, bool]:
    """Merge a page, from the line or from a stick, and note how far the load is.

    Returns:
        What changed, and whether the hub has lost something of this machine, which is unsent again.

    Raises:
        NotTheProvince: it cannot be read.
        Forked: see ``read_load``.
    """
    try:
        events = [event for chain in page.chains for event in events_of(chain)]
    except MessageUnreadable as wrong:
        raise NotTheProvince(url, str(wrong)) from wrong
    if page.load and ask(_wiped) == page.load:  # that it was wiped goes up with the next turn
        return Changed(frozenset(), ()), False
    changed = merge_in_slices(ask, events, clock=page.clock)
    return changed, ask(partial(_note, asked=asked, page=page, peer=peer))


def _wiped_at(store: Store) -> int:
    return int(store.province.get(WIPED_AT) or b"0")


def _wiped(store: Store) -> str:
    return (store.province.get(WIPED) or b"").decode()


def _note(store: Store, *, asked: LoadAsked, page: Load, peer: PeerName) -> bool:
    before = load_state(store)
    if (before.load, before.cursor) == (asked.load, asked.cursor):
        same = before if before.load == page.load else LoadState(load=page.load)
        got = sum(len(chain.links) for chain in page.chains)
        total = max(same.total, page.remaining + got) if page.remaining else 0
        complete = bool(page.load) and (same.complete or page.remaining == 0)
        state = replace(same, cursor=page.cursor, complete=complete, remaining=page.remaining, total=total)
        if state != before:
            store.province.put(LOAD, msgspec.msgpack.encode(state))
    note_contact(store, page.at)
    head, acknowledged = store.log.head().seq, store.log.acknowledged(peer)
    if page.head < acknowledged:
        store.log.send_again_from(page.head + 1, peer)
    if not page.remaining and page.head > head == acknowledged:
        raise Forked(head + 1)
    return page.head < acknowledged


def take_whole(ask: Ask, pages: Sequence[Load], *, complete: bool, now: int) -> Changed:
    """Merge a load that a desk of the office put together.

    Args:
        ask: how the store is reached.
        pages: its pages, in their order; at least one.
        complete: all of them.
        now: by this laptop's clock, microseconds since 1970. A desk's clock that is ahead is no contact in days to
            come: what was loaded would stay open until then.

    Raises:
        NotTheProvince: a page cannot be read; what was merged stays.
    """
    if ask(_wiped) == pages[-1].load or pages[-1].at < ask(_wiped_at):
        return Changed(frozenset(), ())
    subjects: set[SubjectId] = set()
    recorded: list[Recorded] = []
    for page in pages:
        try:
            events = [event for chain in page.chains for event in events_of(chain)]
        except MessageUnreadable as wrong:
            raise NotTheProvince("stick", str(wrong)) from wrong
        changed = merge_in_slices(ask, events, clock=page.clock)
        subjects |= changed.subjects
        recorded += changed.recorded
    ask(partial(_note_whole, page=pages[-1], complete=complete, now=now))
    return Changed(frozenset(subjects), tuple(recorded))


def _note_whole(store: Store, *, page: Load, complete: bool, now: int) -> None:
    state = load_state(store)
    newest = store.log.subject(LAPTOPS, laptop_subject(store.log.device)).load
    if page.load == newest and (state.load != page.load or (complete and not state.complete)):
        # At the hub it is read from its beginning all the same: only its positions tell what is newer.
        store.province.put(LOAD, msgspec.msgpack.encode(LoadState(load=page.load, complete=complete)))
    note_contact(store, min(page.at, now))
