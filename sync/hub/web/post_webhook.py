"""The webhook of the post: what it tells of parcels that were ordered. Success is answered only after the commit."""

from http import HTTPStatus
from typing import Any

from fastapi.requests import Request
from fastapi.responses import Response

from models.calendar.clock import Clock
from sync.hub import words
from sync.hub.post_orders.statuses import PostStatuses, StatusForged, StatusOutcome, StatusUnreadable
from sync.hub.store.rejected_rows import RejectReason
from sync.hub.web.connections import proved
from sync.hub.web.metrics import Metrics
from sync.hub.web.request_auth import RequestAuth, RequestRejected, told
from sync.hub.web.responses import plain, refused
from sync.messages import Refusal, Refused

MOST_WEBHOOK = 256 << 10
"""Bytes of one: statuses of some hundred parcels."""

SCHEMA: dict[str, Any] = {"type": "object", "description": "As the post sends it; the settings describe it."}
"""Of the request, for the OpenAPI."""

WHO = "post"


class PostWebhook:
    """The webhook of one worker.

    Args:
        statuses: take in what the post tells; None = the settings take no messages of it.
        door: whose threads and limits apply.
        clock: the hub's.
        metrics: of this process.
    """

    def __init__(self, statuses: PostStatuses | None, door: RequestAuth, clock: Clock, metrics: Metrics) -> None:
        self._statuses, self._door, self._clock, self._metrics = statuses, door, clock, metrics

    async def heard(self, request: Request) -> Response:
        """How far parcels are, as the post tells it. The same again is told once."""
        statuses = self._statuses
        if statuses is None:
            raise RequestRejected(Refusal.NOT_FOUND)
        async with self._door.body(request, most=MOST_WEBHOOK) as body:
            now = self._clock()
            try:
                found = statuses.read(request.headers, body)
            except StatusForged as wrong:
                self._door.turned.note(RejectReason.SIGNATURE, request)
                raise RequestRejected(Refusal.SIGNATURE) from wrong
            except StatusUnreadable as wrong:
                raise RequestRejected(Refusal.UNREADABLE) from wrong
            proved(request, WHO)
            outcomes = await self._door.run_in_thread(lambda: statuses.take(found, now), request)
        for outcome in outcomes:
            self._metrics.statuses.labels(outcome.value).inc()
        told(request, outcome=",".join(outcomes))
        if StatusOutcome.NOBODY in outcomes:  # perhaps its order has not come up yet: the post tells it again
            return refused(Refused(type=Refusal.NOT_FOUND, title=words.PARCEL_OF_NOBODY), HTTPStatus.NOT_FOUND)
        return plain({"success": True})
