"""Many batches up: the next is read while the hub stores one, and is on its way while the answer is stored here.

Desk and hub else wait for each other in turns. One batch is under way at any time, so the hub never meets one before
the one it follows; an event counts as sent only by the answer given after the hub's commit, as ever (``take_answer``).
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial

from models.trouble import ProvinceRefused, ProvinceTooSlow
from sync.client.hub_answer import Parted, UpOutcome, take_answer
from sync.client.membership import Ask
from sync.client.pace import Pace
from sync.client.peer import Peer
from sync.client.up_batch import UpBatch, next_batch
from sync.messages import UpAnswer


def send_on(peer: Peer, ask: Ask, pace: Pace, told: Callable[[UpOutcome], None]) -> None:
    """Send batches as long as each is plainly accepted, and none names a file that has to be brought first.

    Whatever else is met (a refusal, a fork, something lost) ends this, and the next turn of ``exchange.send`` meets it
    again and does what is to be done.

    Args:
        peer: to whom.
        ask: how the store is reached.
        pace: how many at most; learns from what happens.
        told: called with what became of each batch.

    Raises:
        Forked: this machine needs a new number.
        ProvinceNotReached, NotTheProvince, ProvinceBusy: what was told is acknowledged, and nothing else.
    """
    going = ask(partial(next_batch, peer=peer.name, most=pace.events))
    if not _plain(going):
        return
    asked = _asking(peer, going)
    try:
        while True:
            following = ask(partial(next_batch, peer=peer.name, most=pace.events, after=_end(going)))
            answer = asked.result()
            pace.grow()
            goes_on = _plain(following) and _accepted(going, answer)
            if goes_on:
                asked = _asking(peer, following)
            url, after = peer.membership.url, going.after
            told(ask(partial(take_answer, url=url, answer=answer, acknowledged=after, peer=peer.name)))
            if not goes_on:
                return
            going = following
    except ProvinceTooSlow:
        pace.shrink()
        raise
    except (ProvinceRefused, Parted):
        return
    finally:
        wait([asked])  # the next turn begins when nothing is under way any more


def _asking(peer: Peer, batch: UpBatch) -> Future[UpAnswer]:
    """The answer to a batch that is on its way, in a thread that an ending program does not wait for."""
    answer: Future[UpAnswer] = Future()

    def ask() -> None:
        try:
            answer.set_result(peer.up(batch.up))
        except BaseException as wrong:  # noqa: BLE001 - raised where the answer is read
            answer.set_exception(wrong)

    threading.Thread(target=ask, name=f"{peer.name}-ahead", daemon=True).start()
    return answer


def _plain(batch: UpBatch) -> bool:
    return bool(batch.up.chain.links) and not batch.naming_files and not batch.up.withheld


def _end(batch: UpBatch) -> int:
    """The number of its last event."""
    return batch.after + len(batch.up.chain.links)


def _accepted(batch: UpBatch, answer: UpAnswer) -> bool:
    """Whether the hub has all of it, proven by the digest of its last event."""
    return not answer.forked_at and (answer.upto, answer.proof) == (_end(batch), batch.up.chain.last)
