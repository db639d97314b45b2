"""A number is put aside with a word why, or without one, and the keys go back to where they were."""

import pytest
from PySide6.QtCore import Qt

from models.events import TicketHeld
from models.subjects.ticket_state import TicketState
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import issues

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def called(clerk: Clerk) -> Clerk:
    """With a number called, and the keys in the field of the name."""
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.counter.intake.submitter.full_name.edit.setFocus()
    return clerk


def reasons(clerk: Clerk) -> list[str]:
    """Why numbers were held so far, as the log has it."""
    found: list[str] = []
    clerk.app.jobs.ask(
        clerk.window,
        lambda work: [r.event.reason for r in work.desk.store.log.events() if isinstance(r.event, TicketHeld)],
        found.extend,
    )
    clerk.waits()
    return found


@pytest.mark.parametrize(("typed", "noted"), [("Đi nộp tiền", "Đi nộp tiền"), ("", "")])
def test_enter_holds_with_a_reason_or_without(called: Clerk, typed: str, noted: str) -> None:
    called.press(Qt.Key.Key_F3, SHIFT)
    called.types_vietnamese(typed)
    called.press(Qt.Key.Key_Return)
    called.waits()
    line = called.counter.line.line
    assert line is not None
    assert [ticket.state for ticket in line.view.held] == [TicketState.HELD]
    assert reasons(called) == [noted]
    assert called.focus is called.counter.intake.submitter.full_name.edit


def test_the_same_key_twice_holds_at_once(called: Clerk) -> None:
    called.press(Qt.Key.Key_F3, SHIFT)
    called.press(Qt.Key.Key_F3, SHIFT)
    called.waits()
    assert reasons(called) == [""]


def test_esc_holds_nobody(called: Clerk) -> None:
    called.press(Qt.Key.Key_F3, SHIFT)
    called.press(Qt.Key.Key_Escape)
    called.waits()
    assert reasons(called) == []
    assert called.focus is called.counter.intake.submitter.full_name.edit


def test_after_a_new_number_the_keys_are_where_they_were(called: Clerk) -> None:
    issues(called)
    assert called.focus is called.counter.intake.submitter.full_name.edit
    called.press(Qt.Key.Key_F12)
    called.press(Qt.Key.Key_F12)
    called.press(Qt.Key.Key_Escape)
    assert called.focus is called.counter.intake.submitter.full_name.edit
