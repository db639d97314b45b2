"""Middleware: one log line and one metric per request; and ``/health``."""

import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.requests import Request
from fastapi.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from prometheus_client import Histogram  # decides at import where figures lie

from sync.hub.health import CachedHealth, Health
from sync.hub.logs import bug, logger
from sync.hub.web.metrics import Metrics
from sync.hub.web.rate_limits import RateLimit
from sync.hub.web.responses import plain, refused
from sync.messages import Refusal, Refused

MOST_LINES = 20
"""Refusals of strangers that the log tells of in a second; of more it tells how many."""

Verb = Callable[[Request], Awaitable[Response]]

QUIET = {"/health"}
"""Asked every few seconds by machines: in the log only when something is wrong."""


class LoggingMiddleware:
    """Logs and measures every request; a bug becomes one log line and a status 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._lines = RateLimit(MOST_LINES, MOST_LINES)
        self._untold = 0
        self._seconds: dict[str, Histogram] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
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
        seconds = self._seconds.get(path)
        if seconds is None:
            seconds = self._seconds[path] = self._metrics.seconds.labels(path)
        seconds.observe(max(0.0, took))
        if path in QUIET and status < HTTPStatus.BAD_REQUEST:
            return
        if status < HTTPStatus.BAD_REQUEST or "device" in told or self._lines.take(time.monotonic()):
            if self._untold:
                told, self._untold = {**told, "untold": self._untold}, 0
            logger().info(
                "answered", method=scope["method"], path=path, status=status, ms=round(took * 1000, 1), **told
            )
        else:
            self._untold += 1


def _route(scope: Scope) -> str:
    """The path as declared, never as requested: that may contain anything."""
    return str(getattr(scope.get("route"), "path", "other"))


class HotPaths:
    """ASGI middleware that answers the paths that are asked hundreds of times a second; next to the application.

    FastAPI's way to a verb (seven layers, a search among all routes) takes as long as the verb; a refusal is put into
    words by the same handlers.

    Args of the constructor:
        app: answers all other paths.
        verbs: what answers a POST, by path.
        refusals: what answers an exception, by its class, as ``FastAPI.exception_handlers``.
    """

    def __init__(self, app: ASGIApp, verbs: Mapping[str, Verb], refusals: Mapping[Any, Callable[..., Any]]) -> None:
        self._app = app
        self._verbs = verbs
        self._routes = {path: Route(path, verb, methods=["POST"]) for path, verb in verbs.items()}
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        verb = self._verbs.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if verb is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = self._routes[scope["path"]]
        request = Request(scope, receive, send)
        try:
            answer = await verb(request)
        except Exception as wrong:
            refusal = next((self._refusals[kind] for kind in type(wrong).__mro__ if kind in self._refusals), None)
            if refusal is None:
                raise
            answer = await refusal(request, wrong)
        await answer(scope, receive, send)


def answered(health: Health) -> Response:
    """The hub's health as a response: 200 while it accepts events, else 503."""
    answer = plain(health)
    answer.status_code = HTTPStatus.OK if health.well else HTTPStatus.SERVICE_UNAVAILABLE
    return answer


def add_health(app: FastAPI, pulse: CachedHealth) -> None:
    """Adds ``/health``, for monitoring from outside, such as a load balancer."""

    async def health() -> Response:
        """Whether the hub takes events in: the database took a write within the last seconds."""
        return answered(await pulse.health())

    app.add_api_route("/health", health, methods=["GET"], response_class=Response)
