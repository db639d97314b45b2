"""Middleware that answers requests of a protocol this hub does not read: which end is to be updated.

Before any other check, since nothing of such a request can be trusted to mean what it meant. Its answer is signed like
every other, so that the desk believes it. What such a desk needs to get on is answered for ever: ``/v1/hub``, which
says what is read, and ``/v1/updates``, where it fetches the program that speaks it.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from sync.hub.web.metrics import Metrics
from sync.hub.web.responses import refused
from sync.messages import PATH_HUB, PATH_UPDATES, Refusal, Refused, protocol_refusal

_NAMED = re.compile(r"/v([0-9]{1,4})/")
_FOR_EVER = re.compile(rf"{PATH_HUB}$|{PATH_UPDATES}(/|$)")


class ProtocolMiddleware:
    """ASGI middleware that refuses what is older than ``oldest`` or newer than ``newest``.

    Args of the constructor:
        app: what answers all others.
        metrics: of this process.
        oldest, newest: the protocols that are read.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, oldest: int, newest: int) -> None:
        self._app = app
        self._metrics = metrics
        self._oldest = oldest
        self._newest = newest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        why = self._why(scope["path"]) if scope["type"] == "http" else None
        if why is None:
            await self._app(scope, receive, send)
            return
        scope.setdefault("told", {})["refused"] = why.value
        self._metrics.refused.labels(why).inc()
        await refused(Refused(type=why))(scope, receive, send)

    def _why(self, path: str) -> Refusal | None:
        named = _NAMED.match(path)
        if named is None or _FOR_EVER.match(path):
            return None
        return protocol_refusal(int(named[1]), oldest=self._oldest, newest=self._newest)
