"""What the province's portal asks of appointments: free slots, a booking, a cancelling. It proves itself by a token."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import TypeVar

import msgspec
from fastapi.requests import Request
from fastapi.responses import Response
from msgspec import Struct

from models.calendar.clock import Clock
from models.system.decoding import prepared
from sync.hub.seats import portal
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.seats.portal import PortalAnswer, PortalBooking, PortalCancelling, PortalHold, PortalOutcome
from sync.hub.settings import Department
from sync.hub.store import HubStore
from sync.hub.web import reporting
from sync.hub.web.connections import proved
from sync.hub.web.request_auth import RequestAuth, RequestRejected, told
from sync.hub.web.responses import plain
from sync.messages import PATH_PORTAL, MessageUnreadable, Refusal

PATH_SLOTS = f"{PATH_PORTAL}/slots"
"""GET with ``?office=``: slots with room."""
PATH_APPOINTMENTS = f"{PATH_PORTAL}/appointments"
"""POST: book."""
PATH_HOLD = f"{PATH_APPOINTMENTS}/hold"
"""POST: keep a seat for some minutes."""
PATH_CANCEL = f"{PATH_APPOINTMENTS}/cancel"
"""POST: cancel."""

MOST_ASKED = 8 << 10
"""Bytes of what is asked for."""

T = TypeVar("T", bound=Struct)


class Portal:
    """The portal's door of one worker.

    Args:
        store: of the hub.
        files: where seats are recorded before anybody is told.
        departments: who may ask, by token; only those that ``book``.
        door: whose threads and limits apply.
        clock: the hub's.
    """

    def __init__(
        self, store: HubStore, files: SeatFiles, departments: tuple[Department, ...], door: RequestAuth, clock: Clock
    ) -> None:
        self._store, self._files, self._door, self._clock = store, files, door, clock
        self._departments = tuple(one for one in departments if one.books)

    async def slots(self, request: Request) -> Response:
        """Slots of an office that have room, without those that machines hold."""
        office = request.query_params.get("office", "")
        self._check(request, office)
        found = await self._door.run_in_thread(
            lambda: portal.free_slots(self._store, office, self._files, self._clock()), request
        )
        if found is None:
            raise RequestRejected(Refusal.NOT_FOUND)
        return plain(found)

    async def book(self, request: Request) -> Response:
        """A citizen of the portal gets a seat; the same reference again gets the same."""
        return await self._done(
            request, PortalBooking, lambda wish: portal.book(self._store, self._files, wish, self._clock())
        )

    async def hold(self, request: Request) -> Response:
        """A seat is kept for a citizen who has not confirmed yet; booking under the same reference confirms it."""
        lasts = timedelta(minutes=self._check(request, "").hold_minutes)
        return await self._done(
            request, PortalHold, lambda wish: portal.hold(self._store, self._files, wish, lasts, self._clock())
        )

    async def cancel(self, request: Request) -> Response:
        """A citizen of the portal gives an appointment up."""
        return await self._done(
            request, PortalCancelling, lambda wish: portal.cancel(self._store, self._files, wish, self._clock())
        )

    async def _done(self, request: Request, kind: type[T], do: Callable[[T], PortalAnswer]) -> Response:
        self._check(request, "")
        async with self._door.body(request, most=MOST_ASKED) as body:
            try:
                wish = msgspec.json.decode(body, type=prepared(kind))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
                raise MessageUnreadable(str(wrong)) from wrong
            self._check(request, getattr(wish, "office", ""))
            answer = await self._door.run_in_thread(lambda: do(wish), request)
        told(request, outcome=answer.outcome.value)
        response = plain(answer)
        if answer.outcome is not PortalOutcome.DONE:
            response.status_code = HTTPStatus.CONFLICT
        return response

    def _check(self, request: Request, office: str) -> Department:
        """Who asks, and whether it may ask of this office.

        Raises:
            RequestRejected.
        """
        sender = reporting.department(self._departments, request.headers.get("authorization", ""))
        if sender is None or (office and sender.offices and office not in sender.offices):
            raise RequestRejected(Refusal.SIGNATURE)
        proved(request, sender.name)
        return sender
