"""Kiosk and board over a hall that a test plays: what it offers, what it refuses, what its printer does."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from desk.hall.hall import Board, DrawnTicket, KioskOffer, OfferedService, SlipProgress, SlipState, TicketRequest
from models.ids import SubjectId, TicketId
from models.trouble import HallNotReached, HallRefused
from tests.conftest import TurnedClock
from tests.patience import PATIENCE
from ui.hall.board import BoardWindow
from ui.hall.hall_polling import HallWatch, Wants
from ui.hall.kiosk import Kiosk

SERVICES = (
    OfferedService(id="ho-tich", name="Hộ tịch", english="Civil status", about=("Hộ tịch", "Nuôi con nuôi"), waiting=4),
    OfferedService(id="chung-thuc", name="Chứng thực", english="Certified copies", waiting=0),
    OfferedService(id="cu-tru", name="Cư trú", english="Residence", waiting=1),
)
OFFICE = "Trung tâm Phục vụ hành chính công xã Thử Nghiệm"


class PlayedHall:
    """Answers as told, from whatever thread asks."""

    def __init__(self) -> None:
        self.offered = KioskOffer(office=OFFICE, services=SERVICES, pin="2580")
        self.hung = Board(office=OFFICE, now=datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
        self.there = True
        self.no = ""
        self.slip_state = SlipState.PRINTED
        self.wishes: list[TicketRequest] = []
        self.hold = threading.Event()
        self.hold.set()

    def offer(self) -> KioskOffer:
        self._answer()
        return self.offered

    def draw(self, wish: TicketRequest) -> DrawnTicket:
        self._answer()
        assert self.hold.wait(PATIENCE)
        if self.no:
            raise HallRefused(self.no)
        self.wishes.append(wish)
        number = f"A{len(self.wishes):03d}"
        return DrawnTicket(ticket=TicketId(SubjectId(f"ticket/{number}")), number=number, ahead=len(self.wishes) - 1)

    def slip(self, ticket: TicketId) -> SlipProgress:
        del ticket
        self._answer()
        return SlipProgress(self.slip_state)

    def board(self, since: int) -> Board:
        del since
        self._answer()
        return self.hung

    def _answer(self) -> None:
        if not self.there:
            raise HallNotReached


@pytest.fixture
def hall() -> PlayedHall:
    return PlayedHall()


@pytest.fixture
def watched(hall: PlayedHall) -> Iterator[Callable[[Wants], HallWatch]]:
    made: list[HallWatch] = []

    def watch(wants: Wants) -> HallWatch:
        made.append(HallWatch(hall, wants, every=0.02))
        return made[-1]

    yield watch
    for one in made:
        one.stop()


@pytest.fixture
def kiosk(watched: Callable[[Wants], HallWatch], clock: TurnedClock, qtbot: QtBot) -> Iterator[Kiosk]:
    """On the screen, and answered."""
    watch = watched(Wants.OFFER)
    made = Kiosk(watch, clock)
    qtbot.addWidget(made, before_close_func=lambda _: made.leave())
    made.resize(1366, 768)
    made.show()
    watch.start()
    qtbot.waitUntil(lambda: made.front is made.start and len(made.start.tiles) == len(SERVICES))
    yield made
    watch.stop()


@pytest.fixture
def board(watched: Callable[[Wants], HallWatch], qtbot: QtBot) -> Iterator[BoardWindow]:
    """On the wall, and answered."""
    watch = watched(Wants.BOARD)
    made = BoardWindow(watch)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    watch.start()
    qtbot.waitUntil(lambda: made.board is not None and not made.reconnecting)
    yield made
    watch.stop()
