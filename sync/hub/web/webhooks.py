"""Webhooks of banks and intermediaries: money has arrived on an office's account.

ProviderAnswer with success only after the commit. Who gets another answer tells it again, and in the end is
asked (``sync.hub.payments.poller``).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.requests import Request
from fastapi.responses import Response

from models.calendar.clock import Clock
from sync.hub import words
from sync.hub.payments.arrivals import TransferOutcome
from sync.hub.payments.provider import WebhookForged, WebhookUnreadable
from sync.hub.payments.sources import Source
from sync.hub.store.rejected_rows import RejectReason
from sync.hub.store.transfer_rows import WEBHOOK
from sync.hub.web.connections import proved
from sync.hub.web.metrics import Metrics
from sync.hub.web.request_auth import RequestAuth, RequestRejected, told
from sync.hub.web.responses import plain, refused
from sync.messages import PATH_PAYMENTS, Refusal, Refused

MOST_WEBHOOK = 16 << 10
"""Bytes of one; SePay's and payOS' have a twentieth of that."""

SCHEMA: dict[str, Any] = {"type": "object", "description": "As the provider of this name sends it."}
"""Of the request, for the OpenAPI."""

PATH = PATH_PAYMENTS + "/{source}"


class Webhooks:
    """The webhooks of one worker.

    Args:
        sources: by the name in the address.
        door: whose threads and limits apply.
        clock: the hub's.
        metrics: of this process.
    """

    def __init__(self, sources: Mapping[str, Source], door: RequestAuth, clock: Clock, metrics: Metrics) -> None:
        self._sources = sources
        self._door = door
        self._clock = clock
        self._metrics = metrics

    async def heard(self, request: Request) -> Response:
        """Money on an office's account, as a bank or an intermediary tells it. The same again is counted once."""
        source = self._sources.get(request.path_params["source"])
        if source is None:
            raise RequestRejected(Refusal.NOT_FOUND)
        told(request, source=source.said.called)
        async with self._door.body(request, most=MOST_WEBHOOK) as body:
            now = self._clock()
            try:
                found = source.provider.read(request.headers, body, now)
            except WebhookForged as wrong:
                self._door.turned.note(RejectReason.SIGNATURE, request)
                raise RequestRejected(Refusal.SIGNATURE) from wrong
            except WebhookUnreadable as wrong:
                raise RequestRejected(Refusal.UNREADABLE) from wrong
            proved(request, source.said.called)

            def taken() -> list[TransferOutcome]:
                return source.arrivals.take(found, now, heard_by=WEBHOOK)

            outcomes = await self._door.run_in_thread(taken, request)
        for outcome in outcomes:
            self._metrics.transfers.labels(outcome.value).inc()
        told(request, outcome=",".join(outcomes))
        if TransferOutcome.CONTRADICTED in outcomes:
            return refused(Refused(type=Refusal.REPLAY, title=words.TRANSFER_CONTRADICTED), HTTPStatus.CONFLICT)
        return plain({"success": True})
