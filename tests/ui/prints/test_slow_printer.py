"""A ticket printer that takes its time, while the clerk goes on."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from desk.settings import Printers, Settings
from desk.training.training import training_settings
from printing.simulated.printer import Failure, SimulatedPrinter
from tests.ui.conftest import Clerk


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as slow:
        slow.fail(Failure.SLOW)
        yield slow


@pytest.fixture
def settings(printer: SimulatedPrinter) -> Settings:
    return replace(training_settings(), printers=Printers(tickets=printer.address))


def test_a_slip_that_comes_out_late_does_not_hide_which_dossier_was_taken_in(
    clerk: Clerk, printer: SimulatedPrinter
) -> None:
    counter, banners = clerk.counter, clerk.window.banners
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Space)
    counter.line.issue_part.name.edit.setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: any("Đã lấy số A001" in banner.label.text() for banner in banners.shown))
    assert not printer.slips
    told = "Đã tiếp nhận hồ sơ H00.99.01-261123-3001."
    banners.show_banner("good", told)
    printer.mend(Failure.SLOW)
    clerk.waits()
    assert len(printer.wait_for_slips(1)) == 1
    clerk.waits()
    assert banners.shown[-1].label.text() == told
