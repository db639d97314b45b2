"""A kiosk finds the desk of its folder, or is the desk until a window wants the file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.hall import locator
from desk.hall.hall import SlipState, TicketRequest
from desk.hall.locator import LocatedHall, ask_for_file
from desk.line.waiting import by_number
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.settings import write_settings
from desk.training.training import training_settings
from models.trouble import FileInUse, HallNotReached, HallRefused
from tests.conftest import TurnedClock


@pytest.fixture
def folder(tmp_path: Path, clock: TurnedClock) -> Path:
    """An office that was set up and is closed."""
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, clock=clock, training=True))
    return tmp_path


@pytest.fixture
def found(folder: Path, clock: TurnedClock) -> Iterator[Callable[[], LocatedHall]]:
    """Kiosks of that office, closed at the end; none may meet a bug."""
    bugs: list[Exception] = []
    all_: list[LocatedHall] = []

    def make() -> LocatedHall:
        all_.append(LocatedHall(folder, on_error=bugs.append, clock=clock, training=True))
        return all_[-1]

    yield make
    for one in reversed(all_):
        one.close()
    assert bugs == []


def test_with_no_window_the_kiosk_opens_the_file_and_answers_the_board(found: Callable[[], LocatedHall]) -> None:
    kiosk, board = found(), found()
    drawn = kiosk.draw(TicketRequest(services=("ho-tich",)))
    assert kiosk.has_file_open
    assert sum(line.count for line in board.board(-1).waiting) == 1
    assert not board.has_file_open
    assert drawn.number == "A001"


def test_its_slip_is_printed(found: Callable[[], LocatedHall], folder: Path) -> None:
    kiosk = found()
    drawn = kiosk.draw(TicketRequest(services=("ho-tich",)))
    kiosk.close()
    assert list((folder / "papers").glob("ticket-A001*.pdf"))
    assert drawn.ahead == 0


def test_a_slip_without_a_printer_leaves_the_number_valid_and_is_no_second_print_later(
    found: Callable[[], LocatedHall], folder: Path, clock: TurnedClock
) -> None:
    (folder / "papers").write_text("in the way of the folder")
    kiosk = found()
    drawn = kiosk.draw(TicketRequest(services=("ho-tich",)))
    holding = kiosk._holding
    assert holding is not None
    holding._printer.submit(lambda: None).result()
    assert kiosk.slip(drawn.ticket).state is SlipState.TROUBLE
    kiosk.close()
    desk = open_desk(folder, clock=clock, training=True)
    (kept,) = print_jobs.unprinted(desk)
    assert (kept.code, kept.next_copy) == (drawn.number, 1)
    close_desk(desk)


def test_a_window_that_opens_later_is_given_the_file(
    found: Callable[[], LocatedHall], folder: Path, clock: TurnedClock
) -> None:
    kiosk = found()
    kiosk.draw(TicketRequest(services=("ho-tich",)))
    with pytest.raises(FileInUse):
        open_desk(folder, clock=clock, training=True)
    assert ask_for_file(folder)
    desk = open_desk(folder, clock=clock, training=True)
    assert by_number(desk, "A001").number == "A001"
    with pytest.raises(HallNotReached):
        kiosk.board(-1)
    assert not kiosk.has_file_open
    close_desk(desk)


def test_when_that_window_is_closed_the_kiosk_is_the_desk_again(
    found: Callable[[], LocatedHall], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locator, "_LEAVE_ALONE", 0.0)
    kiosk = found()
    kiosk.board(-1)
    assert ask_for_file(folder)
    assert kiosk.board(-1).heard == 0
    assert kiosk.has_file_open


def test_a_file_nobody_has_cannot_be_asked_for(tmp_path: Path) -> None:
    assert not ask_for_file(tmp_path)


def test_the_next_morning_begins_with_an_empty_line(found: Callable[[], LocatedHall], clock: TurnedClock) -> None:
    kiosk = found()
    kiosk.draw(TicketRequest(services=("ho-tich",)))
    clock.turn(days=1)
    assert sum(line.count for line in kiosk.board(-1).waiting) == 0
    assert kiosk.draw(TicketRequest(services=("ho-tich",))).number == "A001"


def test_a_machine_that_was_never_set_up_says_so(tmp_path: Path) -> None:
    kiosk = LocatedHall(tmp_path, on_error=lambda _: None)
    with pytest.raises(HallRefused, match="chưa được cài đặt"):
        kiosk.offer()
    kiosk.close()
