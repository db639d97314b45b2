"""The ``Hall`` interface: what the waiting room asks of the desk, and the types of the answers.

Kiosk, board and voice know this interface and nothing else of the desk: no folder, no database, no address of a
printer stands in it, so that it can be answered from another machine as well as from this one.
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from models.events import Priority
from models.ids import CounterId, TicketId
from models.subjects.ticket_state import TicketState


class OfferedService(Struct, frozen=True, kw_only=True):
    """A service a number can be drawn for.

    Attributes:
        english: its name for guests; the Vietnamese one where the office has given none.
        about: the fields of the catalogue that belong to it.
        waiting: how many wait for it now.
    """

    id: str
    name: str
    english: str
    about: tuple[str, ...] = ()
    waiting: int = 0


class KioskOffer(Struct, frozen=True, kw_only=True):
    """What the kiosk offers now.

    Attributes:
        office: its name, as the head of the screen says it.
        opens_at: when numbers are drawn again; None = they are drawn now.
        pin: digits with which staff close the kiosk; empty = by keys alone.
        today: what a rule of the day brings, one line each.
    """

    office: str
    services: tuple[OfferedService, ...]
    opens_at: datetime | None = None
    pin: str = ""
    today: tuple[str, ...] = ()


class TicketRequest(Struct, frozen=True, kw_only=True):
    """What a citizen wants a number for.

    Attributes:
        services: none = that of the appointment.
        name: printed on the slip; it stands on no screen.
        number: of the card that was read: whoever has an appointment today is taken for having come to it.
        appointment: code of the slip that was scanned.
    """

    services: tuple[str, ...]
    priority: Priority | None = None
    name: str = ""
    number: str = ""
    appointment: str = ""


class DrawnTicket(Struct, frozen=True, kw_only=True):
    """A ticket that was issued; it is valid whether or not its slip is printed.

    Attributes:
        ahead: how many wait before it.
    """

    ticket: TicketId
    number: str
    ahead: int


class SlipState(StrEnum):
    """States of a ticket's slip."""

    PRINTING = "printing"
    PRINTED = "printed"
    OUT_OF_PAPER = "out_of_paper"
    TROUBLE = "trouble"


class SlipProgress(Struct, frozen=True):
    """The state of a ticket's slip."""

    state: SlipState


class Call(Struct, frozen=True, kw_only=True):
    """One spoken call.

    Attributes:
        n: grows with each call of one desk; what is asked "since".
        again: the same number was called to the same counter before.
    """

    n: int
    number: str
    counter: CounterId
    at: datetime
    again: bool = False
    priority: bool = False


class AtCounter(Struct, frozen=True, kw_only=True):
    """A ticket at a counter: called, or being served."""

    counter: CounterId
    number: str
    state: TicketState


class Waiting(Struct, frozen=True, kw_only=True):
    """The tickets waiting for a service: how many, and the next few in order."""

    service: str
    english: str
    count: int
    next: tuple[str, ...] = ()


class Board(Struct, frozen=True, kw_only=True):
    """The contents of the wall screen: tickets and counters, never a name, a personal number or a dossier code.

    Attributes:
        now: the desk's clock.
        calls: the last calls of every desk, each number once, newest first.
        counters: who stands at a counter now, by counter.
        notices: what a rule of the day brings, then the lines of the office, shown one after the other.
        say: calls of this desk after the one asked for, oldest first: what a voice says. Calls that other desks
            merged in are shown and never spoken.
        heard: number of this desk's last call; ask with it next time.
        opens_at: as in ``KioskOffer``.
    """

    office: str
    now: datetime
    calls: tuple[Call, ...] = ()
    counters: tuple[AtCounter, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    notices: tuple[str, ...] = ()
    say: tuple[Call, ...] = ()
    heard: int = 0
    opens_at: datetime | None = None


class Hall(Protocol):
    """The desk as the waiting room uses it. Every method may be called in any thread but the window's.

    All raise ``HallNotReached`` when the desk does not answer (ask again) and ``HallRefused`` when it says no.
    """

    def offer(self) -> KioskOffer:
        """The services offered now."""

    def draw(self, wish: TicketRequest) -> DrawnTicket:
        """Draw a number and send its slip to the printer."""

    def slip(self, ticket: TicketId) -> SlipProgress:
        """The state of the slip of a ticket issued here."""

    def board(self, since: int) -> Board:
        """The board, and the calls to speak since call ``since`` (-1 = from now on)."""
