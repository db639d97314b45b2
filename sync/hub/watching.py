"""How the hub is watched: one line in the log and one figure for each request, ``/health``, ``/metrics``."""

import ipaddress
import shutil
import time
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from fastapi.requests import Request
from fastapi.responses import Response
from msgspec import Struct
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.hub import words
from sync.hub.answers import plain, refused
from sync.hub.doors import NotIn
from sync.hub.logs import bug, logger
from sync.hub.metrics import Metrics, shown
from sync.hub.settings import Settings
from sync.hub.store import HubStore, HubStoreFailing, national_rows
from sync.messages import Refusal, Refused

QUIET = {"/health", "/metrics"}
"""Asked every few seconds by machines: in the log only when something is wrong."""


class Watched:
    """Around every request: what came of it, how long it took; a bug becomes one line and an honest 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI calls it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = scope.setdefault("told", {})
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, noted)
        except Exception as wrong:  # noqa: BLE001 - the one place where a bug of the hub ends
            self._metrics.bugs.inc()
            logger().error("bug", path=_route(scope), **bug(wrong))
            if not status:
                await refused(Refused(type=Refusal.HUB_FAILING), HTTPStatus.INTERNAL_SERVER_ERROR)(
                    scope, receive, noted
                )
        took = time.perf_counter() - started - told.get("waited", 0.0)
        path = _route(scope)
        self._metrics.seconds.labels(path).observe(max(0.0, took))
        if path not in QUIET or status >= HTTPStatus.BAD_REQUEST:
            logger().info(
                "answered", method=scope["method"], path=path, status=status, ms=round(took * 1000, 1), **told
            )


def _route(scope: Scope) -> str:
    """The path as it was declared, never as it was asked: that may hold anything."""
    return str(getattr(scope.get("route"), "path", "other"))


class Plain(Route):
    """A path without FastAPI's machinery, for what is asked hundreds of times a second; the log names it too."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As Starlette's, and says so in the scope."""
        match, more = super().matches(scope)
        return match, {**more, "route": self}


class Health(Struct, frozen=True, kw_only=True):
    """Whether the hub can do its work, in words too."""

    well: bool
    database: bool
    disk: bool
    words: str


def add_watching(app: FastAPI, settings: Settings, store: HubStore) -> None:
    """The two paths for those who watch."""
    networks = [ipaddress.ip_network(network) for network in settings.limits.watchers]

    def health() -> Response:
        """Whether the database answers and the disk has room."""
        found = health_of(settings, store)
        answer = plain(found)
        answer.status_code = HTTPStatus.OK if found.well else HTTPStatus.SERVICE_UNAVAILABLE
        return answer

    def metrics(request: Request) -> Response:
        """For Prometheus, from the networks that the settings name."""
        address = ipaddress.ip_address(request.client.host) if request.client else None
        if address is None or not any(address in network for network in networks):
            raise NotIn(Refusal.NOT_FOUND)
        text, media = shown(_outbox(store))
        return Response(text, media_type=media)

    app.add_api_route("/health", health, methods=["GET"], response_class=Response)
    app.add_api_route("/metrics", metrics, methods=["GET"], response_class=Response)


def _outbox(store: HubStore) -> list[tuple[str, str, float]]:
    """How many messages to the national system are in each state; of all workers, so asked of the database."""
    with store.reading() as reading:
        found = national_rows.counts(reading)
    what = "Messages to the national system"
    return [(f"motcua_national_{state}", f"{what}: {state}", count) for state, count in sorted(found.items())]


def health_of(settings: Settings, store: HubStore) -> Health:
    """Looks at both."""
    try:
        with store.reading() as connection:
            connection.exec_driver_sql("select 1")
        database = True
    except HubStoreFailing:
        database = False
    room = min(_free(place) for place in _places(settings))
    disk = room >= settings.limits.disk_free
    return Health(
        well=database and disk, database=database, disk=disk, words=words.health(database=database, free=room)
    )


def _places(settings: Settings) -> Sequence[Path]:
    return (settings.files_folder, Path(settings.folder))


def _free(place: Path) -> int:
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free
