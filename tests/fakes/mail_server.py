"""A mail server on loopback, as much of SMTP as a gateway needs, and ways to misbehave."""

import socket
import socketserver
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum, auto
from io import BufferedReader
from socket import SocketIO
from typing import Self

from tests.patience import FOR_EVER, PATIENCE


class MailMischief(StrEnum):
    """What goes wrong with one mail."""

    HANG_UP = auto()
    """The connection closes after the greeting, before anything was taken."""
    LATER = auto()
    """450 to the recipient."""
    UNKNOWN_ADDRESS = auto()
    """550 to the recipient."""
    WRONG_SENDER = auto()
    """553 to the sender."""
    SPAM = auto()
    """554 to the whole mail."""
    LOST = auto()
    """Taken, then the connection closes without an answer."""
    SILENT = auto()
    """Taken, and never answered."""


class MailServer:
    """Takes mail for anybody.

    Attributes:
        mails: taken, oldest first.
        mischief: what happens to the next mails, first come first served; None = nothing.
        silent: a mail was taken and gets no answer.
        logged_in: names in AUTH PLAIN, as they came.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, *, from_the_start: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self.mischief: deque[MailMischief | None] = deque()
        self.silent = threading.Event()
        self.logged_in: list[str] = []
        self._over = threading.Event()
        fake = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with ExitStack() as closed:
                    line = self.request
                    if tls is not None and from_the_start:
                        line = closed.enter_context(_secured(line, tls))
                    fake._serve(line, tls, closed)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up, or does not trust us, is what tests do."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_address[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def _serve(self, line: socket.socket, tls: ssl.SSLContext | None, closed: ExitStack) -> None:
        wrong = self.mischief.popleft() if self.mischief else None
        reader, writer = _files(line, closed)
        writer.write(b"220 mau.example\r\n")
        if wrong is MailMischief.HANG_UP:
            return
        while said := reader.readline():
            verb = said[:4].upper()
            if verb == b"EHLO":
                offers = b"250-STARTTLS\r\n" if tls is not None else b""
                writer.write(b"250-mau.example\r\n" + offers + b"250 AUTH PLAIN\r\n")
            elif verb == b"STAR" and tls is not None:
                writer.write(b"220 go\r\n")
                reader, writer = _files(closed.enter_context(_secured(line, tls)), closed)
            elif verb == b"AUTH":
                self.logged_in.append(said.decode().split()[-1])
                writer.write(b"235 welcome\r\n")
            elif verb == b"MAIL":
                writer.write(b"553 no\r\n" if wrong is MailMischief.WRONG_SENDER else b"250 ok\r\n")
            elif verb == b"RCPT":
                no = {MailMischief.LATER: b"450 later\r\n", MailMischief.UNKNOWN_ADDRESS: b"550 nobody\r\n"}
                writer.write(no.get(wrong, b"250 ok\r\n") if wrong is not None else b"250 ok\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                body = b"".join(iter(reader.readline, b".\r\n"))
                if wrong is MailMischief.SPAM:
                    writer.write(b"554 no\r\n")
                    continue
                self.mails.append(message_from_bytes(body, policy=policy.default))
                if wrong is MailMischief.LOST:
                    return
                if wrong is MailMischief.SILENT:
                    self.silent.set()
                    self._over.wait(FOR_EVER)
                    return
                writer.write(b"250 taken\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            else:
                writer.write(b"500 what\r\n")


def _files(line: socket.socket, closed: ExitStack) -> tuple[BufferedReader, SocketIO]:
    return closed.enter_context(line.makefile("rb")), closed.enter_context(line.makefile("wb", buffering=0))


@contextmanager
def _secured(line: socket.socket, tls: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    """Under TLS; a client that does not trust us ends it."""
    with tls.wrap_socket(line, server_side=True, do_handshake_on_connect=False) as secure:
        secure.do_handshake()
        yield secure
