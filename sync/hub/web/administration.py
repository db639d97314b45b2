"""The administrator's socket, separate from the desks': metrics for Prometheus, OpenAPI, health, pages.

Separate because behind a proxy every request comes from this machine, so no address would prove anything.
"""

import contextlib
import ipaddress
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

import msgspec
import uvicorn
from fastapi import FastAPI
from fastapi.requests import Request
from fastapi.responses import Response
from starlette.applications import Starlette
from starlette.routing import Route

from models.calendar.clock import Clock
from sync.hub.fleet import overview as fleet_overview
from sync.hub.health import CachedHealth
from sync.hub.logs import logger
from sync.hub.pages.administration_pages import pages
from sync.hub.payments import overview
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, HubStoreFailing, national_rows, notice_rows
from sync.hub.store.receipts import cancel_rows, e_receipt_rows
from sync.hub.updates import settings as update_settings
from sync.hub.updates.changes import read_plan
from sync.hub.updates.signed_list import ends_in
from sync.hub.web.metrics import shown
from sync.hub.web.middleware import answered
from sync.hub.web.responses import refused
from sync.hub.web.sockets import bound_to
from sync.messages import JSON, Refusal, Refused

PATH_DESCRIPTION = "/openapi.json"
PATH_FIGURES = "/metrics"
PATH_HEALTH = "/health"

MOST_AT_ONCE = 16
"""Requests at once; more are told that it is busy."""

ENDS_WITHIN = 5.0
"""Seconds that its thread is waited for."""

Handler = Callable[[Request], Response]


def administration(settings: HubSettings, store: HubStore, clock: Clock, public: Callable[[], FastAPI]) -> Starlette:
    """The ASGI application of this socket.

    Args:
        settings: of the hub; their ``watchers`` are let in.
        store: open and prepared.
        clock: the hub's.
        public: makes the application that is described, when somebody asks for its description.
    """
    networks = [ipaddress.ip_network(network) for network in settings.limits.watchers]
    pulse = CachedHealth(settings, store, clock)
    described: list[bytes] = []

    def may(request: Request) -> bool:
        address = ipaddress.ip_address(request.client.host) if request.client else None
        return address is not None and any(address in network for network in networks)

    def for_watchers(tell: Handler) -> Handler:
        def told(request: Request) -> Response:
            if not may(request):
                return refused(Refused(type=Refusal.NOT_FOUND))
            try:
                return tell(request)
            except HubStoreFailing:
                return refused(Refused(type=Refusal.HUB_FAILING))

        return told

    async def health(request: Request) -> Response:
        if not may(request):
            return refused(Refused(type=Refusal.NOT_FOUND))
        return answered(await pulse.health())

    def figures(_: Request) -> Response:
        repository = update_settings.read(settings).place(settings)
        text, media = shown(_of_all_workers(store, ends_in(repository) if repository else {}, clock()))
        return Response(text, media_type=media)

    def description(_: Request) -> Response:
        if not described:
            described.append(msgspec.json.encode(public().openapi()))
        return Response(described[0], media_type=JSON)

    return Starlette(
        routes=[
            Route(PATH_HEALTH, health),
            Route(PATH_FIGURES, for_watchers(figures)),
            Route(PATH_DESCRIPTION, for_watchers(description)),
            *pages(settings, store, clock, for_watchers),
        ]
    )


def _of_all_workers(store: HubStore, ends: Mapping[str, datetime], now: datetime) -> list[tuple[str, str, float]]:
    """Messages to other systems and to citizens, machines by health, and money heard of, from the database."""
    with store.reading() as reading:
        told = (
            ("national", "Open messages to the national system", national_rows.open_counts(reading)),
            ("notice", "Notices to citizens, waiting or gone wrong", notice_rows.counts(reading, notice_rows.WATCHED)),
            ("e_receipt", "Open requests for electronic receipts", e_receipt_rows.open_counts(reading)),
            ("e_receipt_cancel", "Open requests to cancel electronic receipts", cancel_rows.open_counts(reading)),
            ("fleet", "Machines in use by what they told of their health", fleet_overview.by_health(reading)),
        )
        payments = overview.figures(reading, now)
        paused = read_plan(reading, last_ring=1).paused
    return [
        (f"motcua_{name}_{state}", f"{what}: {state}", count)
        for name, what, found in told
        for state, count in sorted(found.items())
    ] + [
        ("motcua_updates_paused", "1 = no office is offered an update", float(paused)),
        *(
            (f"motcua_update_{role}_days", f"Days until the end of what is signed: {role}", float((end - now).days))
            for role, end in ends.items()
        ),
        *((f"motcua_payments_{name}", what, value) for name, (what, value) in payments.items()),
    ]


@contextlib.contextmanager
def administered(
    settings: HubSettings,
    clock: Clock,
    opened: Callable[[], AbstractContextManager[HubStore]],
    public: Callable[[HubStore], FastAPI],
) -> Iterator[int]:
    """Serve the administrator's socket in a thread while the block lasts; yields its port.

    Args:
        settings: of the hub; nothing is listened for when they name no such socket, and the port is 0.
        clock: the hub's.
        opened: the database, for as long as the block lasts.
        public: makes the application for the desks over this store, to be described.

    Raises:
        NotListening: the address cannot be had.
    """
    if not settings.admin:
        yield 0
        return
    with bound_to(settings.admin) as listening, opened() as store:
        server = uvicorn.Server(
            uvicorn.Config(
                administration(settings, store, clock, lambda: public(store)),
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                proxy_headers=False,
                limit_concurrency=MOST_AT_ONCE,
                timeout_graceful_shutdown=1,
            )
        )
        thread = threading.Thread(target=server.run, args=([listening],), name="hub-admin", daemon=True)
        thread.start()
        host, port = listening.getsockname()[:2]
        logger().info("listening for the administrator", host=host, port=port)
        try:
            yield int(port)
        finally:
            server.should_exit = True
            thread.join(ENDS_WITHIN)
