"""The answering end of the line, in threads of its own: whoever hangs up or sleeps harms only himself."""

import contextlib
import secrets
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import assert_never

import msgspec

from desk.hall.hall import Hall
from desk.hall.protocol import (
    HERE,
    PROVE_WITHIN,
    Address,
    Answer,
    AskBoard,
    AskDraw,
    AskOffer,
    AskSlip,
    Gone,
    LetGo,
    Line,
    No,
    Question,
    forget_address,
    read_question,
    write,
    write_address,
)
from models.trouble import FileTrouble, HallNotReached, HallRefused

MOST = 16
"""Kiosks and boards at once; one more is hung up on, and asks again."""

_BETWEEN_TROUBLES = 1.0
"""Seconds before the door is tried again when the system could not open it."""

_TAKES_WITHIN = 10.0
"""Seconds in which somebody who was answered has to take the answer, or to say the rest of a question begun."""


class Answering:
    """Listens for kiosks and boards, each in a thread of its own.

    Args:
        folder: the data folder; the file that says how to reach this desk is written there.
        hall: who answers.
        let_go: gives the file away; None = it is not given away (a window has it).
        on_error: told of a bug of ours in one of the threads; the connection is ended, the others go on.
    """

    def __init__(
        self,
        folder: Path,
        hall: Hall,
        *,
        on_error: Callable[[Exception], None],
        let_go: Callable[[], None] | None = None,
    ) -> None:
        self._folder = folder
        self._hall = hall
        self._on_error = on_error
        self._let_go = let_go
        self._lines: set[Line] = set()
        self._threads: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._door: socket.socket | None = None
        self._address: Address | None = None

    def start(self) -> None:
        """Begin to listen.

        Raises:
            OSError, FileTrouble: no socket is to be had, or the folder takes no writing. The desk works without it.
        """
        door = socket.create_server((HERE, 0))
        self._address = Address(door.getsockname()[1], secrets.token_bytes(32))
        try:
            write_address(self._folder, self._address)
        except FileTrouble:
            door.close()
            raise
        self._door = door
        self._begin(partial(self._listen, door), "hall")

    def hide(self) -> None:
        """Nobody new finds the way here; who is connected stays so until ``stop``."""
        if self._address is not None:
            forget_address(self._folder, self._address)

    def stop(self) -> None:
        """Hang up on everybody and end. Answers under way are finished first, if that takes no longer than a second."""
        with self._lock:
            self._over.set()
            lines, threads = list(self._lines), list(self._threads)
        self.hide()
        if self._door is not None and self._address is not None:
            _wake(self._address.port)
            self._door.close()
        for line in lines:
            line.close()
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(1.0)

    @property
    def connected(self) -> int:
        """How many kiosks and boards are connected."""
        with self._lock:
            return len(self._lines)

    def _begin(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        with self._lock:
            self._threads.add(thread)
        thread.start()

    def _listen(self, door: socket.socket) -> None:
        while True:
            try:
                wire, _ = door.accept()
            except ConnectionAbortedError:  # the caller is gone already
                continue
            except OSError as trouble:
                if self._over.wait(_BETWEEN_TROUBLES):
                    return
                self._on_error(trouble)
                continue
            line = Line(wire, PROVE_WITHIN)
            with self._lock:
                welcome = not self._over.is_set() and len(self._lines) < MOST
                if welcome:
                    self._lines.add(line)
                ended = self._over.is_set()
            if ended:
                line.close()
                return
            if not welcome:
                line.close()
                continue
            self._begin(partial(self._serve, line), "hall-line")

    def _serve(self, line: Line) -> None:
        try:
            line.prove(self._address.key, asking=False)  # type: ignore[union-attr] # set before anybody comes
            while not self._over.is_set():
                line.be_patient(None)
                question = read_question(line.hear())
                line.be_patient(_TAKES_WITHIN)
                line.tell(write(self._answer(question)))
                if isinstance(question, LetGo) and self._let_go is not None:
                    return
        except (OSError, msgspec.DecodeError, HallNotReached):
            pass  # hung up, slept, spoke nonsense, or the desk is being closed: the other end asks again
        except Exception as bug:  # noqa: BLE001 - our own bug: reported, and only this line ends
            self._on_error(bug)
        finally:
            line.close()
            with self._lock:
                self._lines.discard(line)
                self._threads.discard(threading.current_thread())

    def _answer(self, question: Question) -> Answer:
        try:
            match question:
                case AskOffer():
                    return self._hall.offer()
                case AskDraw(wish=wish):
                    return self._hall.draw(wish)
                case AskSlip(ticket=ticket):
                    return self._hall.slip(ticket)
                case AskBoard(since=since):
                    return self._hall.board(since)
                case LetGo():
                    if self._let_go is None:
                        return No("")
                    self._let_go()
                    return Gone()
                case _:
                    assert_never(question)
        except HallRefused as refused:
            return No(refused.sentence)


def _wake(port: int) -> None:
    """A last caller, so that the listening thread looks up: closing a door wakes nobody on some systems."""
    with contextlib.suppress(OSError):  # nobody listens any more
        socket.create_connection((HERE, port), timeout=1.0).close()
