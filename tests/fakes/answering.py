"""A server on loopback that answers whatever a test wants: log-in pages, half answers, silence."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from sync.client.membership import Membership
from sync.signatures.answers import DIGEST, FOR, READ, Signer, asker, digest_of
from tests.patience import FOR_EVER


class Asked(Struct, frozen=True):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Says(Struct, frozen=True):
    """What is answered.

    Attributes:
        cut: only so many bytes of the body follow, then the connection ends; -1 = all.
        silent: nothing at all is said until the server ends.
    """

    status: int = 200
    media: str = "text/html"
    body: bytes = b"<html>Wi-Fi</html>"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int = -1
    silent: bool = False


def as_hub(key: Ed25519PrivateKey, member: Membership, says: Callable[[Asked], Says]) -> Callable[[Asked], Says]:
    """The same answers, signed as the hub with this key signs them to this machine."""

    def signed(asked: Asked) -> Says:
        said = says(asked)
        headers = {"content-type": said.media, DIGEST: digest_of(said.body), FOR: asker(member.office, member.device)}
        headers |= {name.lower(): value for name, value in said.headers if name.lower() in READ}
        added = Signer(key).sign(asked.headers, said.status, headers, at=wall_clock())
        more = {name: headers[name] for name in (DIGEST, FOR)} | added
        return replace(said, headers=(*said.headers, *more.items()))

    return signed


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked may go away before the answer."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # handed through as it came


class Answering:
    """The running server; ``asked`` are the requests so far.

    Attributes:
        heard: set when a request has come that is answered with silence.
    """

    def __init__(self, says: Callable[[Asked], Says]) -> None:
        self.asked: list[Asked] = []
        self.heard = threading.Event()
        self.ending = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Nothing."""

            def answer(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, self.path, headers, self.rfile.read(length))
                outer.asked.append(asked)
                says_ = says(asked)
                if says_.silent:
                    outer.heard.set()
                    outer.ending.wait(FOR_EVER)
                    self.close_connection = True
                    return
                self.send_response(says_.status)
                self.send_header("Content-Type", says_.media)
                self.send_header("Content-Length", str(len(says_.body)))
                for name, value in says_.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(says_.body if says_.cut < 0 else says_.body[: says_.cut])
                self.close_connection = self.close_connection or says_.cut >= 0

            do_GET = do_POST = do_PATCH = do_HEAD = answer  # noqa: N815 - the names the library looks for

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        self.ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def answering(says: Callable[[Asked], Says]) -> Iterator[Answering]:
    """Such a server for the length of a test."""
    server = Answering(says)
    server.start()
    try:
        yield server
    finally:
        server.stop()
