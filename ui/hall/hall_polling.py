"""Polls the hall in a thread of its own and passes the answers to the screens."""

import threading
import time
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.trouble import HallNotReached, HallRefused

if TYPE_CHECKING:
    from desk.hall.hall import DrawnTicket, Hall, TicketRequest
    from models.ids import TicketId

EVERY = 1.0
"""Seconds between two looks: a call is on the wall within one."""

_SLIP_EVERY = 0.4
_SLIP_UNTIL = 90.0
"""Seconds after which nobody waits for a slip any more; the slowest serial printer takes 30."""


class Wants(Enum):
    """What a screen shows."""

    BOARD = "board"
    OFFER = "offer"


class HallWatch(QObject):
    """The one thread that asks; made, started and stopped in the window's thread, which it never holds up.

    Attributes:
        board_came, offer_came: carry a ``Board``, an ``Offer``, on each look.
        drawn: carries the ``DrawnTicket`` that was wished for.
        not_drawn: the desk said no or did not answer; it may be tried again. Carries the reason in a sentence.
        slip_came: carries the number's id and its ``SlipState``, each time it is another.
        lost, found: the desk does not answer any more, or answers again.
        crashed: carries a bug of ours.
    """

    board_came = Signal(object)
    offer_came = Signal(object)
    drawn = Signal(object)
    not_drawn = Signal(str)
    slip_came = Signal(object, object)
    lost = Signal()
    found = Signal()
    crashed = Signal(object)

    def __init__(self, hall: "Hall", wants: Wants, *, every: float = EVERY, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._wants = wants
        self._every = every
        self._wishes: list[TicketRequest] = []
        self._slip: TicketId | None = None
        self._slip_state: object = None
        self._slip_until = 0.0
        self._is_there: bool | None = None
        self._wake = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="hall-watch", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more. A question under way is not waited for longer than two seconds."""
        with self._wake:
            self._ended = True
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def look(self) -> None:
        """Look at once."""
        with self._wake:
            self._wake.notify_all()

    def draw(self, wish: "TicketRequest") -> None:
        """Draw a number; ``drawn`` or ``not_drawn`` follows."""
        with self._wake:
            self._wishes.append(wish)
            self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                if self._ended:
                    return
                wishes, self._wishes = self._wishes, []
            try:
                for wish in wishes:
                    self._draw(wish)
                self._look()
            except Exception as bug:  # noqa: BLE001 - our own bug: reported by the process, and the next look comes
                self._tell(self.crashed, bug)
            with self._wake:
                if not self._wishes and not self._ended:
                    self._wake.wait(_SLIP_EVERY if self._slip is not None else self._every)

    def _draw(self, wish: "TicketRequest") -> None:
        try:
            drawn: DrawnTicket = self._hall.draw(wish)
        except HallRefused as refused:
            self._tell(self.not_drawn, refused.sentence)
        except HallNotReached:
            self._tell(self.not_drawn, "")
            self._there(there=False)
        else:
            self._slip, self._slip_state = drawn.ticket, None
            self._slip_until = time.monotonic() + _SLIP_UNTIL
            self._tell(self.drawn, drawn)

    def _look(self) -> None:
        try:
            if self._wants is Wants.BOARD:
                self._tell(self.board_came, self._hall.board(-1))
            else:
                self._tell(self.offer_came, self._hall.offer())
                self._look_at_slip()
        except (HallNotReached, HallRefused):
            self._there(there=False)
        else:
            self._there(there=True)

    def _look_at_slip(self) -> None:
        from desk.hall.hall import SlipState  # noqa: PLC0415 - loaded already by whoever answers

        ticket = self._slip
        if ticket is None:
            return
        state = self._hall.slip(ticket).state
        if state is SlipState.PRINTING and time.monotonic() > self._slip_until:
            state = SlipState.TROUBLE
        if state is not self._slip_state:
            self._slip_state = state
            self._tell(self.slip_came, ticket, state)
        if state is not SlipState.PRINTING:
            self._slip = None

    def _there(self, *, there: bool) -> None:
        if there is not self._is_there:
            self._is_there = there
            self._tell(self.found if there else self.lost)

    def _tell(self, signal: object, *facts: object) -> None:
        """To the window's thread, unless the screen is gone."""
        if not self._ended:
            signal.emit(*facts)  # type: ignore[attr-defined] # one of this object's signals
