"""Chains: runs of one device's events with consecutive numbers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from models.calendar.clock import instant, micros
from models.history import Recorded, digest, read
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from sync.messages.packing import MOST_ITEMS, MessageUnreadable


class ChainLink(Struct, frozen=True, array_like=True):
    """One event without what its chain implies. ``at`` in microseconds since 1970 (UTC)."""

    id: EventId
    subject: SubjectId
    clock: int
    at: int
    clerk: ClerkId
    body: bytes


class Chain(Struct, frozen=True, array_like=True):
    """Consecutive events of one device; no links = only the end of the chain.

    Attributes:
        device: whose.
        first: seq of the first link (of the next event, when there are none).
        prev: digest of the event before it.
        last: digest of the last link; equals ``prev`` when there are none.
    """

    device: DeviceId
    first: int
    prev: Digest
    links: Annotated[tuple[ChainLink, ...], Meta(max_length=MOST_ITEMS)]
    last: Digest


def chain_of(run: Sequence[Recorded]) -> Chain:
    """The chain of consecutive events of one device; at least one."""
    first = run[0]
    links = tuple(ChainLink(r.id, r.subject, r.clock, micros(r.at), r.clerk, r.body) for r in run)
    return Chain(first.device, first.seq, first.prev, links, digest(run[-1]))


def chains_of(events: Iterable[Recorded]) -> tuple[Chain, ...]:
    """Events of any devices as chains: a new one wherever the next event does not follow the one before."""
    runs: list[list[Recorded]] = []
    for recorded in events:
        last = runs[-1][-1] if runs else None
        if last is None or (last.device, last.seq + 1, digest(last)) != (recorded.device, recorded.seq, recorded.prev):
            runs.append([])
        runs[-1].append(recorded)
    return tuple(chain_of(run) for run in runs)


def events_of(chain: Chain) -> list[Recorded]:
    """The events of a chain, each with its place and its ``prev``.

    Raises:
        MessageUnreadable: they do not end in the digest the chain names, no calendar knows their time, or no message
            can write their numbers.
    """
    prev, events = chain.prev, []
    times = [_time(link) for link in chain.links]
    try:
        for seq, link in enumerate(chain.links, chain.first):
            recorded = _recorded(chain.device, seq, prev, link, times[seq - chain.first])
            events.append(recorded)
            prev = digest(recorded)
    except OverflowError as wrong:  # no message can write such a number, so no digest is over it
        raise MessageUnreadable("seq") from wrong
    if prev != chain.last:
        raise MessageUnreadable("digest")
    return events


def without_body(chain: Chain) -> Recorded:
    """The only event of a chain, sent without its body. Its digest is the machine's claim, not verified here.

    Raises:
        MessageUnreadable: it is not one event without a body, or no calendar knows its time.
    """
    if len(chain.links) != 1 or chain.links[0].body:
        raise MessageUnreadable("withheld")
    (link,) = chain.links
    return _recorded(chain.device, chain.first, chain.prev, link, _time(link))


def _time(link: ChainLink) -> datetime:
    try:
        return instant(link.at)
    except OverflowError as wrong:
        raise MessageUnreadable("time") from wrong


def _recorded(device: DeviceId, seq: int, prev: Digest, link: ChainLink, at: datetime) -> Recorded:
    return Recorded(
        id=link.id,
        subject=link.subject,
        device=device,
        seq=seq,
        clock=link.clock,
        at=at,
        clerk=link.clerk,
        prev=prev,
        body=link.body,
        event=read(link.body),
    )
