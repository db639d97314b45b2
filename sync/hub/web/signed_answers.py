"""Middleware that signs every answer and binds it to its request.

In the long form (``sync.signatures.answers``), and in the short one (``sync.signatures.short``), of which the
application knows nothing.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.calendar.clock import Clock
from models.ids import DeviceId
from sync.messages import SHORT_PATHS
from sync.signatures.answers import DIGEST, FOR, Signer, asker, digest_of
from sync.signatures.requests import SignatureWrong
from sync.signatures.short import MOST_SHORT, ShortRequest, read_short, sign_short_answer

SHORT = "short"
"""Name of the request in its short form, in the scope of the one that the application gets."""

_LONG = {short: path for path, short in SHORT_PATHS.items()}
_REFUSED = 400
_OF_THE_BODY = (b"content-length", b"content-type")


class SigningMiddleware:
    """ASGI middleware that signs answers to what bears a signature in its headers; outside all but the short form.

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


class ShortFormMiddleware:
    """ASGI middleware that hands on what is asked in the short form and signs its answer; outermost.

    Whether the signature is right is found where the device is known (``RequestAuth``). A body that is none of this
    form is handed on as a request without a signature.

    Args of the constructor:
        app: what answers.
        key: the hub's.
    """

    def __init__(self, app: ASGIApp, key: Ed25519PrivateKey) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        path = _LONG.get(scope["path"]) if scope["type"] == "http" else None
        if path is None:
            await self._app(scope, receive, send)
            return
        try:
            asked = read_short(await _body(receive))
        except SignatureWrong:
            asked = None
        inner = {**scope, "path": path, "raw_path": path.encode(), SHORT: asked}
        given = [] if asked is None else [asked.message]
        held: list[Message] = []

        async def message() -> Message:
            return {"type": "http.request", "body": given.pop()} if given else await receive()

        async def whole(part: Message) -> None:
            held.append(part)
            if part["type"] == "http.response.body" and not part.get("more_body"):
                for one in self._answer(asked, inner.get("told", {}), held) if asked else held:
                    await send(one)

        await self._app(inner, message, whole)

    def _answer(self, asked: ShortRequest, told: dict[str, object], held: list[Message]) -> tuple[Message, Message]:
        start, *parts = held
        status = int(start["status"])
        known = "office" in told and "device" in told
        whose = asker(str(told["office"]), DeviceId(int(str(told["device"])))) if known else ""
        body = sign_short_answer(self._key, asked, status, whose, b"".join(part.get("body", b"") for part in parts))
        more = [pair for pair in start["headers"] if pair[0] not in _OF_THE_BODY] if status >= _REFUSED else []
        headers = [(b"content-length", b"%d" % len(body)), *more]
        return {**start, "headers": headers}, {"type": "http.response.body", "body": body}


async def _body(receive: Receive) -> bytes:
    """The body of a request.

    Raises:
        SignatureWrong: it is too long for this form, or ended before its end.
    """
    body = bytearray()
    while True:
        part = await receive()
        body += part.get("body", b"")
        if part["type"] != "http.request" or len(body) > MOST_SHORT:
            raise SignatureWrong("no short request")
        if not part.get("more_body"):
            return bytes(body)
