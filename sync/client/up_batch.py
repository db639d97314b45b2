"""Events of this machine put together for one turn up, over a line or by stick, for any peer."""

from itertools import starmap

from msgspec import Struct
from msgspec.structs import replace

from models.events import FileAttached
from models.history import Recorded
from models.ids import PROVINCE, PeerName
from models.store import EventRun, Store
from sync.messages import (
    MOST_BYTES,
    MOST_EVENT_BYTES,
    MOST_EVENTS,
    Chain,
    ChainLink,
    Up,
)

ALWAYS_WHOLE = 64 << 10
"""Bytes of a body, many times what an act takes, that every way to the hub must let pass: a proxy that takes not even
these is set wrongly, and is told as such, before events without bodies gather at the hub."""

NAMES_A_FILE = b'"FileAttached"'
"""In every body of such an event, and in hardly another: what has it is read to know."""


class UpBatch(Struct, frozen=True):
    """Events for one turn up, and those of them that name a file."""

    up: Up
    after: int
    naming_files: tuple[Recorded, ...]


def next_batch(
    store: Store,
    *,
    peer: PeerName = PROVINCE,
    after: int | None = None,
    most: int = MOST_EVENTS,
    again: tuple[int, ...] = (),
    withheld: int = 0,
) -> UpBatch:
    """This machine's events beyond a number; with none, the end of its chain there.

    Args:
        store: of this machine.
        peer: to whom.
        after: number of the event before the first one; None = the last that the peer is known to have.
        most: how many at most.
        again: numbers of events that were set aside and shall be judged anew.
        withheld: number of the event whose body stays here; 0 = none.
    """
    after = store.log.acknowledged(peer) if after is None else after
    run = store.log.chain(most, MOST_BYTES, after=after)
    up = up_message(run, again, withheld=withheld)
    # One to be judged anew may have been set aside because its file had not arrived.
    naming = [seq for seq in again if 0 < seq < run.first]
    naming += [seq for seq, link in enumerate(up.chain.links, run.first) if NAMES_A_FILE in link.body]
    events = map(store.log.own, naming)
    return UpBatch(up, after, tuple(recorded for recorded in events if isinstance(recorded.event, FileAttached)))


def single_event(store: Store, *, seq: int) -> Up | None:
    """One event of this machine alone, with its body; None = its body exceeds every hub's limit."""
    run = store.log.chain(1, 0, after=seq - 1)
    links = tuple(starmap(ChainLink, run.events))
    fits = bool(links) and len(links[0].body) <= MOST_EVENT_BYTES
    return Up(Chain(run.device, run.first, run.prev, links, run.last)) if fits else None


def up_message(run: EventRun, again: tuple[int, ...] = (), *, withheld: int = 0) -> Up:
    """The message that carries these events up.

    One too large for any hub, and the one numbered ``withheld``, goes without its body: it would hold up all after it.
    The hub then keeps its place and tells that it has no more of it.
    """
    links = tuple(starmap(ChainLink, run.events))
    size = 0
    if len(links) == 1 and (len(links[0].body) > MOST_EVENT_BYTES or run.first == withheld):
        size = len(links[0].body)
        links = (replace(links[0], body=b""),)
    return Up(Chain(run.device, run.first, run.prev, links, run.last), again, size)
