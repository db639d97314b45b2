"""Attempts at one-time codes: limits what wrong ones cost, without locking others out.

A code has 78 bits (``one_time``), so guessing is hopeless; only the cost of attempts is limited. All codes that arrive
within a moment are looked up by one query. After so many wrong codes from one address the answer is to retry later; a
right code is accepted all the same, since a whole office may share one address.
"""

import asyncio
from collections import OrderedDict
from functools import partial

from starlette.requests import Request

from sync.hub.offices import join_codes, offices
from sync.hub.offices.offices import NotAdmitted
from sync.hub.store import HubStore
from sync.hub.store.rejected_rows import RejectReason
from sync.hub.web.addresses import Addresses
from sync.hub.web.batched_lookups import BatchedLookup
from sync.hub.web.rate_limits import RateLimit
from sync.hub.web.request_auth import MOST_LOOKED_UP, RequestAuth, TooManyWrong
from sync.messages import Refusal

HOUR = 3600
MOST_ADDRESSES = 4096
"""Addresses whose wrong codes are counted; those that came first are forgotten first."""


class CodeAttempts:
    """Attempts at one-time codes in one worker. Runs in its event loop.

    Args:
        store: where codes are.
        door: whose threads look them up.
        addresses: know whose a request bears.
        wrong_codes: from one address in an hour, before it is told to wait.
    """

    def __init__(self, store: HubStore, door: RequestAuth, addresses: Addresses, *, wrong_codes: int) -> None:
        self._door = door
        self._addresses = addresses
        self._wrong_codes = wrong_codes
        self._wrong: OrderedDict[str, RateLimit] = OrderedDict()
        self._codes = BatchedLookup(partial(offices.find_codes, store), door.run_in_thread, most=MOST_LOOKED_UP)

    async def tried(self, code: str, request: Request) -> None:
        """Returns if such a code exists.

        Raises:
            NotAdmitted: CODE_WRONG, there is none.
            TooManyWrong: likewise, and from there too many came before.
            Busy: too many are being looked up.
        """
        if await self._door.look_up(self._codes, join_codes.hashed(code)) is not None:
            return
        self._door.turned.note(RejectReason.CODE, request)
        address = self._addresses.client(request)
        if address and not self._may_err(address):
            raise TooManyWrong(HOUR // self._wrong_codes)
        raise NotAdmitted(Refusal.CODE_WRONG)

    def _may_err(self, address: str) -> bool:
        rate = self._wrong.pop(address, None) or RateLimit(self._wrong_codes / HOUR, self._wrong_codes)
        self._wrong[address] = rate
        if len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)
        return rate.take(asyncio.get_running_loop().time())
