"""``Hall`` answered by the desk that is open in this process."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Protocol, TypeVar

from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.hall import hall_displays
from desk.hall.hall import Board, DrawnTicket, KioskOffer, SlipProgress, SlipState, TicketRequest
from desk.line import waiting
from desk.prints.form_jobs import ticket_job
from desk.prints.print_jobs import PrintJob
from models.ids import TicketId
from models.not_allowed import NotAllowed
from models.person import Person
from models.subjects.ticket import Ticket
from models.trouble import HallNotReached, HallRefused, Trouble

T = TypeVar("T")

_REST = 0.3
"""Seconds in which several who ask are given the same board: however many ask, the desk is asked thrice a second."""

_STALE = 5.0
"""Seconds after which a board is made anew although nothing was recorded here: others merge in, time goes on."""

_SLIPS = 200
"""So many slips are remembered, more than a printer can owe."""


def _drawn(desk: Desk, wish: TicketRequest) -> Ticket:
    """A number; whoever has an appointment today has come to it."""
    if wish.appointment or wish.number:
        from desk.appointments import arrival, booking  # noqa: PLC0415 - loaded with the first card or slip

        if wish.appointment:
            return arrival.arrive(desk, booking.of_code(desk, wish.appointment).id, wish.priority)
        one = arrival.of_today(desk, Person(full_name=wish.name, personal_number=wish.number))
        if one is not None and one.seat is not None and one.seat.service in wish.services:
            return arrival.arrive(desk, one.id, wish.priority)
    return waiting.issue(desk, wish.services, wish.priority, wish.name)


class Asking(Protocol):
    """Runs a function with the desk in the desk's own thread; waits for its result."""

    def __call__(self, work: Callable[[Desk], T], /) -> T:
        """The result of ``work``; its exceptions are raised here."""


class AtDesk:
    """Answers from any thread but the window's.

    Args:
        ask: brings a question to the desk's own thread.
        send: takes a slip on its way and a function to be told how it ended; must return at once. What did not
            come out is the business of whoever sends it: it is kept, and staff are told.
        kept_for: seconds in which the same board is given again without asking the desk.
    """

    def __init__(
        self, ask: Asking, send: Callable[[PrintJob, Callable[[SlipState], None]], None], *, kept_for: float = _REST
    ) -> None:
        self._ask = ask
        self._send = send
        self._kept_for = kept_for
        self._looking = threading.Lock()
        self._lock = threading.Lock()  # of the slips: never held while anything is waited for
        self._slips: OrderedDict[TicketId, SlipState] = OrderedDict()
        self._board: Board | None = None
        self._stamp: Hashable = None
        self._made = self._looked = float("-inf")

    def offer(self) -> KioskOffer:
        """See ``Hall``."""
        return self._asked(hall_displays.kiosk_offer)

    def draw(self, wish: TicketRequest) -> DrawnTicket:
        """See ``Hall``. The event bears no clerk: nobody need be signed in."""

        def drawn(desk: Desk) -> tuple[DrawnTicket, PrintJob]:
            nobody = replace(desk, clerk=None)
            with desk.store.log.together():
                ticket = _drawn(nobody, wish)
                job = ticket_job(nobody, ticket.id)
            return DrawnTicket(ticket=ticket.id, number=ticket.number, ahead=waiting.ahead_of(nobody, ticket)), job

        told, job = self._asked(drawn)
        self._note_slip(told.ticket, SlipState.PRINTING)
        self._send(job, lambda state: self._note_slip(told.ticket, state))
        return told

    def slip(self, ticket: TicketId) -> SlipProgress:
        """See ``Hall``. A slip no longer remembered was printed long ago."""
        with self._lock:
            return SlipProgress(self._slips.get(ticket, SlipState.PRINTED))

    def board(self, since: int) -> Board:
        """See ``Hall``."""
        with self._looking:
            now = time.monotonic()
            if self._board is None or now - self._looked >= self._kept_for:
                self._board = self._asked(self._look)
                self._looked = now
            board = self._board
        say = () if since < 0 else tuple(call for call in board.say if call.n > since)
        return with_(board, say=say)

    def _look(self, desk: Desk) -> Board:
        """In the desk's thread: the last board with the current time, or a new one after a change."""
        stamp = (desk.store.log.head(), desk.today, id(desk.settings))
        now = time.monotonic()
        if self._board is not None and stamp == self._stamp and now - self._made < _STALE:
            return with_(self._board, now=desk.clock())
        self._stamp, self._made = stamp, now
        return hall_displays.board(desk)

    def _asked(self, work: Callable[[Desk], T]) -> T:
        try:
            return self._ask(work)
        except HallNotReached:
            raise
        except (NotAllowed, Trouble) as reason:
            from desk.words.reasons import sentence  # noqa: PLC0415 - a no is rare

            raise HallRefused(sentence(reason)) from reason

    def _note_slip(self, ticket: TicketId, state: SlipState) -> None:
        with self._lock:
            self._slips[ticket] = state
            while len(self._slips) > _SLIPS:
                self._slips.popitem(last=False)
