"""HTTP server for kiosks and boards. One thread per connection; a stalled client blocks no other."""

import contextlib
import secrets
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desk.hall.hall import Hall
from desk.hall.protocol import HERE, HallAddress, forget_address, write_address
from models.calendar.clock import Clock, wall_clock
from models.trouble import FileTrouble, HallNotReached

if TYPE_CHECKING:
    from desk.hall.connection import HallRequestHandler

MOST = 16
"""Connections at once; one more is hung up on, and asks again."""

_BETWEEN_TROUBLES = 1.0
"""Seconds before the next caller is awaited when the system could not give us one."""


class HallServer:
    """The hall over HTTP on the loopback address.

    Args:
        folder: the data folder; the file that says how to reach this desk is written there.
        hall: who answers.
        release_file: gives the file away; None = it is not given away (a window has it).
        on_error: told of a bug of ours in one of the threads; the connection is ended, the others go on.
        clock: tells the time.
    """

    def __init__(
        self,
        folder: Path,
        hall: Hall,
        *,
        on_error: Callable[[Exception], None],
        release_file: Callable[[], None] | None = None,
        clock: Clock = wall_clock,
    ) -> None:
        self._folder = folder
        self._hall = hall
        self._on_error = on_error
        self._release_file = release_file
        self._clock = clock
        self._connections: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._door: socket.socket | None = None
        self._address: HallAddress | None = None

    def start(self) -> None:
        """Start listening.

        Raises:
            OSError, FileTrouble: no socket is to be had, or the folder takes no writing. The desk works without it.
        """
        door = socket.create_server((HERE, 0))
        address = HallAddress(door.getsockname()[1], secrets.token_bytes(32))
        try:
            write_address(self._folder, address)
        except FileTrouble:
            door.close()
            raise
        self._door, self._address = door, address
        self._begin(partial(self._listen, door, address), "hall")

    def hide(self) -> None:
        """Remove the address file; existing connections stay until ``stop``."""
        if self._address is not None:
            forget_address(self._folder, self._address)

    def stop(self) -> None:
        """Close all connections and end. Answers under way may take up to a second."""
        with self._lock:
            self._over.set()
            connections, threads = list(self._connections), list(self._threads)
        self.hide()
        if self._door is not None and self._address is not None:
            _wake(self._address.port)
            self._door.close()
        for connection in connections:
            _cut(connection)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(1.0)

    @property
    def connected(self) -> int:
        """Number of connections."""
        with self._lock:
            return len(self._connections)

    def _begin(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        with self._lock:
            self._threads.add(thread)
        thread.start()

    def _listen(self, door: socket.socket, address: HallAddress) -> None:
        questions: HallRequestHandler | None = None
        while True:
            try:
                connection, _ = door.accept()
            except ConnectionAbortedError:  # the caller is gone already
                continue
            except OSError as trouble:
                if self._over.wait(_BETWEEN_TROUBLES):
                    return
                self._on_error(trouble)
                continue
            with self._lock:
                ended = self._over.is_set()
                welcome = not ended and len(self._connections) < MOST
                if welcome:
                    self._connections.add(connection)
            if welcome:
                questions = questions or self._request_handler(address)
                self._begin(partial(self._serve, connection, questions), "hall-connection")
                continue
            connection.close()
            if ended:
                return

    def _request_handler(self, address: HallAddress) -> "HallRequestHandler":
        """Made for the first who connects: most desks have no kiosk, and signatures take 7 MB."""
        from desk.hall.connection import HallRequestHandler  # noqa: PLC0415 - see above

        return HallRequestHandler(self._hall, self._release_file, address, self._clock)

    def _serve(self, connection: socket.socket, questions: "HallRequestHandler") -> None:
        from desk.hall.connection import Connection  # noqa: PLC0415 - loaded by then

        try:
            Connection(connection, questions).handle()
        except (OSError, HallNotReached):
            pass  # hung up, slept, or the desk is being closed: the other end asks again
        except Exception as bug:  # noqa: BLE001 - our own bug: reported, and only this connection ends
            self._on_error(bug)
        finally:
            _cut(connection)
            connection.close()
            with self._lock:
                self._connections.discard(connection)
                self._threads.discard(threading.current_thread())


def _cut(connection: socket.socket) -> None:
    """Shut a socket down from any thread; the thread waiting on it closes it."""
    with contextlib.suppress(OSError):  # the other end was faster
        connection.shutdown(socket.SHUT_RDWR)


def _wake(port: int) -> None:
    """Connect once so that the listening thread wakes: closing a listening socket wakes nobody on some systems."""
    with contextlib.suppress(OSError):  # nobody listens any more
        socket.create_connection((HERE, port), timeout=1.0).close()
