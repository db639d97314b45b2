"""Middleware that signs every answer and binds it to its request, see ``sync.signatures.answers``."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.calendar.clock import Clock
from models.ids import DeviceId
from sync.signatures.answers import DIGEST, FOR, Signer, asker, digest_of


class SigningMiddleware:
    """ASGI middleware that signs answers; outermost.

    Args of the constructor:
        app: what answers.
        signer: with the hub's key.
        clock: the hub's.
    """

    def __init__(self, app: ASGIApp, signer: Signer, clock: Clock) -> None:
        self._app = app
        self._signer = signer
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        request = Headers(scope=scope) if scope["type"] == "http" else {}
        if "signature" not in request:
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def whole(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._sign(scope, dict(request), held)
                for part in held:
                    await send(part)

        await self._app(scope, receive, whole)

    def _sign(self, scope: Scope, request: dict[str, str], answer: list[Message]) -> None:
        start, *parts = answer
        headers = MutableHeaders(raw=start["headers"])
        told = scope.get("told", {})
        if "office" in told and "device" in told:
            headers[FOR] = asker(told["office"], DeviceId(told["device"]))
        if DIGEST not in headers:
            headers[DIGEST] = digest_of(b"".join(part.get("body", b"") for part in parts))
        signed = self._signer.sign(request, int(start["status"]), dict(headers), at=self._clock())
        for name, value in signed.items():
            headers[name] = value
        start["headers"] = headers.raw
