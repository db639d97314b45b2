"""Backfill after a hub restore: this desk returns events of other desks that the hub has lost.

A hub that was restored from an older copy lost what it had acknowledged. Each desk sends its own events again by
itself; those of a machine that is gone for good only its colleagues have.
"""

from functools import partial

from models.history import Recorded
from models.ids import PROVINCE, DeviceId, PeerName
from models.store import Store
from models.trouble import ProvinceRefused
from sync.client.membership import Ask
from sync.client.peer import Peer
from sync.messages import MOST_BYTES, MOST_EVENTS, Backfill, Counts, Refusal, chains_of

DUE = "backfill"
"""Name of the peer's value that tells in which life of its stream it is still to be brought what it lost."""


def ask_for(store: Store, epoch: bytes, peer: PeerName = PROVINCE) -> None:
    """Have the stream read again from its start; what the peer has of others is then compared."""
    store.of_peer(peer).put(DUE, epoch)


def bring_back(peer: Peer, ask: Ask) -> int:
    """Return events the hub lost, if that is due. Idempotent; repeated after an interruption.

    Returns:
        How many events the hub had lost and has now.

    Raises:
        NetworkTrouble: it stays due.
    """
    due = ask(lambda store: store.of_peer(peer.name).get(DUE))
    if due is None:
        return 0
    taken = 0
    try:
        there = peer.counts()
        for device, head in ask(_others).items():
            taken += _bring_back(peer, ask, device, head, there)
    except ProvinceRefused as refused:
        if refused.refusal != Refusal.NOT_FOUND:  # else the hub has lost nothing lately, or is older than this question
            raise
    ask(partial(_done, due=due, peer=peer.name))
    return taken


def _others(store: Store) -> dict[DeviceId, int]:
    heads = store.log.heads()
    heads.pop(store.log.device, None)  # its own it sends as ever
    return heads


def _done(store: Store, *, due: bytes, peer: PeerName) -> None:
    record = store.of_peer(peer)
    if record.get(DUE) == due:  # else it began one more life meanwhile
        record.drop(DUE)


def _bring_back(peer: Peer, ask: Ask, device: DeviceId, head: int, there: Counts) -> int:
    """Events of one device that the hub lacks: from the end of its chain there, or all of another chain."""
    known = next((count for count in there.devices if count.device == device), None)
    after, taken, most = 0, 0, MOST_EVENTS
    if known is not None:
        if known.head >= head:
            return 0
        own = ask(lambda store: store.log.digest_of(known.head, device))
        after = known.head if own is not None and own.hex() == known.digest else 0
    while True:
        events = ask(partial(_events, device=device, after=after, most=most))
        if not events:
            return taken
        try:
            taken += peer.backfill(Backfill(chains_of(events))).taken
        except ProvinceRefused as refused:
            if refused.refusal != Refusal.TOO_LARGE:
                raise
            if len(events) > 1:
                most = len(events) // 2
                continue
        after = events[-1].seq


def _events(store: Store, *, device: DeviceId, after: int, most: int) -> list[Recorded]:
    return store.log.of_device(device, after, most, MOST_BYTES)
