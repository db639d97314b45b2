"""Number blocks: the daily numbers a device may print, and its ticket letter. Active machines share none.

Device n up to 9 prints n001 to n999. Further devices get the thousand of a retired one (revoked, or renewed under
another number long ago) if there is one, else a hundred: first 0001–0099, 0100–0199 … 0900–0999, which no low device
uses, then hundreds of unused thousands, from 9900 down, so that thousands for low numbers stay free as long as
possible; at last any block of a retired one. A code contains its day, so reuse causes no duplicates. An office with
still more active machines gets an error; the administrator may assign other blocks with an edition.
"""

from collections.abc import Sequence

from models.codes.number_blocks import LAST_OF_THOUSANDS, hundred, thousand
from models.codes.ticket_letter import free_letter
from models.ids import DeviceId
from sync.messages import Block


class NoBlockFree(Exception):  # noqa: N818 - a fact about an office
    """Every daily number is leased to an active machine."""


def lease(number: DeviceId, leased: Sequence[Block], retired: Sequence[int] = (), *, small: bool = False) -> Block:
    """The block and letter of a new device.

    Args:
        number: its number in the office.
        leased: what the other devices have.
        retired: numbers of those that print no more, longest ago first.
        small: it gets no thousand that was nobody's yet.

    Raises:
        NoBlockFree
    """
    letter = free_letter(number, {block.letter for block in leased})
    free = [block for gone in retired for block in leased if block.device == gone]
    at_work = [block for block in leased if block.device not in retired]
    whole = [(block.first, block.last) for block in free if block.last - block.first > 100]
    own = [thousand(number)] if number <= LAST_OF_THOUSANDS and not small else []
    hundreds = [hundred(one) for one in (*range(10), *range(99, 9, -1))]
    rest = [(block.first, block.last) for block in free]
    for wishes, others in ((own, leased), (whole, at_work), (hundreds, leased), (rest, at_work)):
        for first, last in wishes:
            if not any(first <= other.last and other.first <= last for other in others):
                return Block(device=number, first=first, last=last, letter=letter)
    raise NoBlockFree(str(number))
