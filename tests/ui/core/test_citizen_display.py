"""What the citizen's screen shows, for how long, and that nothing is left of it."""

import pytest
from PySide6.QtWidgets import QApplication

from desk.citizen.citizen_view import CitizenState, CitizenView
from tests.ui.conftest import runs_out
from ui.core.citizen_display import IDLE, READ, WAITED, CitizenDisplay


@pytest.mark.parametrize(
    ("state", "after"),
    [(CitizenState.DOSSIER, READ), (CitizenState.PAYMENT, WAITED), (CitizenState.TAKEN, READ)],
)
def test_what_a_citizen_was_shown_is_gone_in_time(qapp: QApplication, state: CitizenState, after: int) -> None:
    del qapp
    display, told = CitizenDisplay(), list[CitizenView]()
    display.changed.connect(told.append)
    view = CitizenView(state=state, name="Lý Thị Ví Dụ", amount=8_000)
    display.show(view)
    assert (display.view, told) == (view, [view])
    runs_out(display.over, after)
    assert (display.view, told) == (IDLE, [view, IDLE])
    assert not display.over.isActive()


def test_a_citizen_reads_for_twenty_seconds() -> None:
    assert READ == 20_000


def test_the_next_view_has_its_own_time_and_nothing_of_the_one_before(qapp: QApplication) -> None:
    del qapp
    display = CitizenDisplay()
    display.show(CitizenView(state=CitizenState.PAYMENT, name="Lý Thị Ví Dụ", reference="MCEYRQ1QJ1DTQ", amount=8_000))
    display.show(CitizenView(state=CitizenState.TAKEN, amount=8_000))
    assert display.view == CitizenView(state=CitizenState.TAKEN, amount=8_000)
    runs_out(display.over, READ)
    told = list[CitizenView]()
    display.changed.connect(told.append)
    display.clear()
    assert told == []
