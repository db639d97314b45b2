"""The sockets that the hub listens on."""

import contextlib
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

from models.files.named_file import read_named
from sync.hub.settings import MOST_SETTINGS, HubSettings, host_and_port

BACKLOG = 2048

UNSENT = 128 << 10
"""Bytes of an answer that the system takes over for a client who does not read; the rest is the hub's, and bounded.

Left alone it takes four megabytes of each. On a line of 100 ms one connection still gets over a megabyte a second.
"""


class NotListening(Exception):  # noqa: N818 - a fact about this machine
    """The configured address is in use, not of this machine, or not permitted; ``detail`` says which."""

    def __init__(self, address: str, detail: str) -> None:
        super().__init__(address, detail)
        self.address = address
        self.detail = detail


@contextlib.contextmanager
def bound_to(address: str) -> Iterator[socket.socket]:
    """A listening socket on "address:port", inherited by child processes.

    Raises:
        NotListening: the address cannot be had.
    """
    host, port = host_and_port(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
            listening.bind((host, port))
            listening.listen(BACKLOG)
        except OSError as wrong:
            raise NotListening(address, wrong.strerror or str(wrong)) from wrong
        listening.set_inheritable(True)
        yield listening


def tls_of(settings: HubSettings) -> ssl.SSLContext | None:
    """The TLS context with the configured certificate; None = none is configured.

    Raises:
        OSError: its files cannot be read, are no plain files, or no certificate and its key.
    """
    if not settings.tls.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate, key = (_within(settings, name) for name in (settings.tls.certificate, settings.tls.key))
    for path in (certificate, key):
        read_named(path, MOST_SETTINGS)  # OpenSSL waits for ever for a pipe
    context.load_cert_chain(certificate, key)
    return context


def _within(settings: HubSettings, name: str) -> Path:
    key = settings.key_file(name)
    return key if key.exists() else Path(settings.folder) / name
