"""Papers beside the desk's work: what failed is kept, said with its key, printed again, sent elsewhere or given up."""

from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from desk.settings import Printers, Settings
from desk.training.training import training_settings
from models.events import Form, FormPrinted, PaperGivenUp, TicketIssued
from models.history import Recorded
from models.ids import SubjectId
from models.system.second_process import SecondProcess
from printing.devices import drawing_process
from printing.simulated.printer import Failure, SimulatedPrinter
from tests.printing.reading import codes
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import issues
from ui.core import print_queue as papers
from ui.core.print_queue import PrintQueue
from ui.prints.prints_page import PrintsPage
from ui.shell.rail import RailButton

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter("xprinter-80") as made:
        yield made


@pytest.fixture
def spare() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter("generic-58") as made:
        yield made


@pytest.fixture
def settings(printer: SimulatedPrinter, spare: SimulatedPrinter) -> Settings:
    at = Printers(tickets=printer.address, tickets_spare=spare.address)
    return replace(training_settings(), printers=at)


class Listener(QObject):
    """Takes an answer down."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Recorded] = []

    def take(self, history: list[Recorded]) -> None:
        self.history = history


def shelf(clerk: Clerk) -> PrintQueue:
    clerk.until(lambda: clerk.app.alongside is not None)
    clerk.waits()
    return clerk.app.services.print_queue


def history(clerk: Clerk, subject: SubjectId) -> list[Recorded]:
    heard = Listener()
    clerk.app.jobs.ask(heard, lambda work: work.desk.store.log.history(subject), heard.take)
    clerk.waits()
    return heard.history


def said(clerk: Clerk) -> str:
    return " | ".join(banner.label.text() for banner in clerk.window.banners.shown)


def unprinted(clerk: Clerk) -> list[tuple[str, str]]:
    return [(one.code, one.fate.value) for one in shelf(clerk).state.unprinted]


def test_a_number_whose_slip_did_not_come_out_is_drawn_all_the_same_and_its_slip_kept(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    printer.fail(Failure.POWER_OFF)
    clerk = opened()
    issues(clerk)
    view = clerk.counter.line.line.view if clerk.counter.line.line else None
    assert view is not None
    assert [ticket.number for ticket in view.waiting] == ["A001"]
    assert "A001" in said(clerk)
    assert "Không liên lạc được máy in" in said(clerk)
    assert [type(r.event) for r in history(clerk, view.waiting[0].id)] == [TicketIssued, FormPrinted]
    assert unprinted(clerk) == [("A001", "kept")]


def test_papers_wait_in_order_and_go_in_order_on_one_key(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    printer.fail(Failure.PAPER_OUT)
    clerk = opened()
    shelf(clerk)
    for _ in range(3):
        issues(clerk)
    assert unprinted(clerk) == [("A001", "kept"), ("A002", "kept"), ("A003", "kept")]
    sign = clerk.window.rail.findChild(RailButton, "printer_tickets")
    assert sign is not None
    clerk.until(lambda: sign.accessibleName() == "Máy in vé: Hết giấy")
    printer.mend()
    clerk.press(Qt.Key.Key_P, CTRL_SHIFT)
    clerk.until(lambda: len(printer.slips) == 3)
    clerk.until(lambda: not unprinted(clerk))
    assert [codes(slip.picture)["QRCode"] for slip in printer.slips] == ["A001", "A002", "A003"]


def test_f9_prints_all_that_waits_from_their_own_page(opened: Callable[[], Clerk], printer: SimulatedPrinter) -> None:
    printer.fail(Failure.PAPER_OUT)
    clerk = opened()
    issues(clerk)
    issues(clerk)
    assert unprinted(clerk) == [("A001", "kept"), ("A002", "kept")]
    printer.mend()
    clerk.page("papers")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(printer.slips) == 2)
    clerk.until(lambda: not unprinted(clerk))


def test_what_is_out_is_no_longer_said_to_be_missing(opened: Callable[[], Clerk], printer: SimulatedPrinter) -> None:
    printer.fail(Failure.PAPER_OUT)
    clerk = opened()
    shelf(clerk)
    issues(clerk)
    assert "hết giấy" in said(clerk)
    printer.mend()
    clerk.press(Qt.Key.Key_P, CTRL_SHIFT)
    clerk.until(lambda: not unprinted(clerk))
    clerk.until(lambda: "hết giấy" not in said(clerk))
    assert "Đã gửi" in said(clerk)


def test_a_printer_that_says_it_has_paper_again_gets_what_waits_by_itself(
    opened: Callable[[], Clerk], printer: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "FIRST_LOOK", 50)
    printer.fail(Failure.COVER_OPEN)
    clerk = opened()
    issues(clerk)
    assert unprinted(clerk) == [("A001", "kept")]
    assert "mở nắp" in said(clerk)
    printer.mend()
    clerk.until(lambda: len(printer.slips) == 1)
    clerk.until(lambda: not unprinted(clerk))


def test_one_key_sends_what_waits_to_the_spare_printer(
    opened: Callable[[], Clerk], printer: SimulatedPrinter, spare: SimulatedPrinter
) -> None:
    printer.fail(Failure.POWER_OFF)
    clerk = opened()
    issues(clerk)
    assert unprinted(clerk) == [("A001", "kept")]
    clerk.press(Qt.Key.Key_D, CTRL_SHIFT)
    clerk.until(lambda: len(spare.slips) == 1)
    clerk.until(lambda: not unprinted(clerk))
    assert printer.slips == ()


def test_a_paper_cut_off_in_the_middle_is_shown_before_it_is_printed_as_the_second(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    clerk = opened()
    shelf(clerk)
    printer.fail(Failure.CUTS_OFF, after=3000)
    issues(clerk)
    clerk.until(lambda: unprinted(clerk) == [("A001", "doubtful")])
    clerk.press(Qt.Key.Key_P, CTRL_SHIFT)
    clerk.waits()
    assert printer.slips == ()
    page = clerk.window.page("papers")
    assert isinstance(page, PrintsPage)
    assert clerk.window.front == "papers"
    assert "Bản in lần 2" in page._next.text()
    one = page.chosen
    assert one is not None
    clerk.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    clerk.until(lambda: len(printer.slips) == 1)
    clerk.until(lambda: not unprinted(clerk))
    copies = [r.event.copy for r in history(clerk, one.subject) if isinstance(r.event, FormPrinted)]
    assert copies == [1, 2]


def test_what_waits_at_closing_is_offered_at_the_next_start_and_nothing_prints_by_itself(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    printer.fail(Failure.PAPER_OUT)
    clerk = opened()
    shelf(clerk)
    issues(clerk)
    assert unprinted(clerk) == [("A001", "kept")]
    clerk.window.close()
    printer.mend()
    clerk = opened()
    assert unprinted(clerk) == [("A001", "kept")]
    assert "Từ lần mở trước còn" in said(clerk)
    assert printer.slips == ()
    clerk.press(Qt.Key.Key_P, CTRL_SHIFT)
    clerk.until(lambda: len(printer.slips) == 1)
    clerk.until(lambda: not unprinted(clerk))


def test_a_paper_is_given_up_with_a_reason_and_that_is_recorded(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    printer.fail(Failure.POWER_OFF)
    clerk = opened()
    issues(clerk)
    assert unprinted(clerk) == [("A001", "kept")]
    page = clerk.page("papers")
    assert isinstance(page, PrintsPage)
    clerk.until(lambda: page.chosen is not None)
    one = page.chosen
    assert one is not None
    clerk.press(Qt.Key.Key_Delete, CTRL_SHIFT)
    assert "lý do" in said(clerk)
    assert page.reason.edit is QApplication.focusWidget()
    page.reason.put("Người dân đã về")
    clerk.press(Qt.Key.Key_Delete, CTRL_SHIFT)
    clerk.until(lambda: not unprinted(clerk))
    last = history(clerk, one.subject)[-1].event
    assert last == PaperGivenUp(form=Form.TICKET, copy=1, reason="Người dân đã về", begun=False)


def test_low_paper_is_said_early_and_prints_all_the_same(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    printer.fail(Failure.PAPER_LOW)
    clerk = opened()
    shelf(clerk)
    clerk.until(lambda: "sắp hết giấy" in said(clerk))
    issues(clerk)
    clerk.until(lambda: len(printer.slips) == 1)


def test_who_can_never_be_told_of_a_paper_is_refused_at_once(clerk: Clerk) -> None:
    nothing: Any = None  # who is told is looked at first
    with pytest.raises(TypeError):
        clerk.app.services.print_queue.send(nothing, lambda _: None)


def test_the_window_draws_no_paper_itself_and_leaves_nothing_behind_that_did(
    opened: Callable[[], Clerk], printer: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(drawing_process, "draw", refuse)
    monkeypatch.setattr(drawing_process, "SecondProcess", SecondProcess)  # its own, not one that tests keep
    before = drawing()  # of tests whose windows have vanished as in a power cut
    clerk = opened()
    issues(clerk)
    clerk.until(lambda: len(printer.slips) == 1)
    assert codes(printer.slips[0].picture)["QRCode"] == "A001"
    assert len(drawing()) == len(before) + 1
    clerk.window.close()
    assert drawing() == before


def drawing() -> list[psutil.Process]:
    """Drawing processes of this one."""
    return [child for child in psutil.Process().children() if drawing_process.__name__ in child.cmdline()]
