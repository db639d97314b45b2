"""Finds the desk for a kiosk or board: the process that has the file open, else this process opens it."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desk.hall.client import HallClient
from desk.hall.hall import Board, DrawnTicket, Hall, KioskOffer, SlipProgress, TicketRequest
from desk.hall.server import HallServer
from desk.hall.standalone import StandaloneDesk
from models.calendar.clock import Clock, wall_clock
from models.ids import TicketId
from models.not_allowed import NotAllowed
from models.trouble import FileInUse, FileMissing, HallNotReached, HallRefused, Trouble

T = TypeVar("T")

_TRY_AGAIN = 3.0
"""Seconds between two tries to open the file: somebody may just be opening it himself."""

_LEAVE_ALONE = 30.0
"""Seconds in which a file that was given away is left to the one who wanted it."""

_GIVES_WITHIN = 45.0
"""Seconds: a slip that is being printed is printed first."""


class LocatedHall:
    """The hall of a folder, in whichever process answers. Used by one thread at a time.

    Args:
        folder: the data folder.
        on_error: told of a bug of ours in an answering thread.
        clock: tells the time.
        training: an invented office.
        may_open: open the file when nobody has it open.
    """

    def __init__(
        self,
        folder: Path,
        *,
        on_error: Callable[[Exception], None],
        clock: Clock = wall_clock,
        training: bool = False,
        may_open: bool = True,
    ) -> None:
        self._folder = folder
        self._on_error = on_error
        self._clock = clock
        self._training = training
        self._may_open = may_open
        self._client = HallClient(folder)
        self._holding: StandaloneDesk | None = None
        self._server: HallServer | None = None
        self._not_before = float("-inf")
        self._lock = threading.Lock()
        self._ended = False

    def offer(self) -> KioskOffer:
        """See ``Hall``."""
        return self._asked(lambda hall: hall.offer())

    def draw(self, wish: TicketRequest) -> DrawnTicket:
        """See ``Hall``."""
        return self._asked(lambda hall: hall.draw(wish))

    def slip(self, ticket: TicketId) -> SlipProgress:
        """See ``Hall``."""
        return self._asked(lambda hall: hall.slip(ticket))

    def board(self, since: int) -> Board:
        """See ``Hall``."""
        return self._asked(lambda hall: hall.board(since))

    @property
    def has_file_open(self) -> bool:
        """Whether the file is open in this process."""
        return self._holding is not None

    def close(self) -> None:
        """Close the connection, or stop answering and close the file."""
        with self._lock:
            self._ended = True
        self._client.close()
        self._close_file()

    def _asked(self, ask: Callable[[Hall], T]) -> T:
        holding = self._holding
        if holding is not None:
            return ask(holding.hall)
        try:
            return ask(self._client)
        except HallNotReached:
            if not self._open():
                raise
            return self._asked(ask)

    def _open(self) -> bool:
        """Open the file and answer from now on; False = not possible now."""
        with self._lock:
            if self._ended or not self._may_open or time.monotonic() < self._not_before:
                return False
            self._not_before = time.monotonic() + _TRY_AGAIN
            try:
                holding = StandaloneDesk(self._folder, clock=self._clock, training=self._training)
            except (FileInUse, FileMissing):
                return False
            except (NotAllowed, Trouble) as trouble:
                from desk.words.reasons import sentence  # noqa: PLC0415 - rare

                raise HallRefused(sentence(trouble)) from trouble
            answering = HallServer(self._folder, holding.hall, on_error=self._on_error, release_file=self._release_file)
            try:
                answering.start()
            except OSError:
                holding.close()
                return False
            self._holding, self._server = holding, answering
            return True

    def _release_file(self) -> None:
        """In an answering thread: a window asks for the file."""
        with self._lock:
            self._not_before = time.monotonic() + _LEAVE_ALONE
            holding, self._holding = self._holding, None
            answering, self._server = self._server, None
        if answering is not None:
            answering.hide()
        if holding is not None:
            holding.close()
        if answering is not None:
            threading.Timer(0.5, answering.stop).start()  # once the one who asks has been told

    def _close_file(self) -> None:
        with self._lock:
            holding, self._holding = self._holding, None
            answering, self._server = self._server, None
        if answering is not None:
            answering.stop()
        if holding is not None:
            holding.close()


def ask_for_file(folder: Path) -> bool:
    """Ask a kiosk or board that has this folder's file open to close it; returns whether it is free now.

    A window does not give its file away.
    """
    client = HallClient(folder, patience=_GIVES_WITHIN)
    try:
        client.request_file_close()
    except (HallNotReached, HallRefused):
        return False
    finally:
        client.close()
    return True
