"""What the rail says of pages follows what happens, and nothing is asked more often than it must be."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desk.views.line import LineViews
from sync.client.link_state import Phase
from tests.ui.conftest import Clerk, runs_out
from tests.ui.counter.test_counter_by_keys import issues
from ui.program.pages import PAGES
from ui.program.rail_signs import SOON, RailSigns


def signs(clerk: Clerk) -> RailSigns:
    clerk.until(lambda: clerk.app.alongside is not None)
    return next(one for one in clerk.app.alongside or [] if isinstance(one, RailSigns))


def settles(clerk: Clerk) -> None:
    beside = signs(clerk)
    if beside._soon.isActive():
        runs_out(beside._soon, SOON)
    clerk.waits()


def says(clerk: Clerk, page: str) -> str:
    return clerk.window.rail.pages[page].accessibleName()


def test_the_counter_says_how_many_wait(clerk: Clerk) -> None:
    settles(clerk)
    assert says(clerk, "counter") == "Quầy tiếp nhận (Ctrl+1)"
    issues(clerk)
    issues(clerk)
    clerk.page("dossiers")
    settles(clerk)
    assert says(clerk, "counter") == "Quầy tiếp nhận (Ctrl+1): 2 người đang chờ"
    clerk.page("counter")
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    settles(clerk)
    assert says(clerk, "counter") == "Quầy tiếp nhận (Ctrl+1): 1 người đang chờ"


def test_a_burst_of_news_is_one_question(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    settles(clerk)
    asked: list[int] = []
    once = LineViews.waiting

    def counted(line: LineViews) -> int:
        asked.append(1)
        return once(line)

    monkeypatch.setattr(LineViews, "waiting", counted)
    for _ in range(20):
        clerk.counter.line.changed.emit()
    settles(clerk)
    assert len(asked) == 1


def test_the_province_s_place_bears_the_sign_of_the_line_at_the_foot(clerk: Clerk) -> None:
    settles(clerk)
    clerk.hears_of_link(phase=Phase.OFFLINE)
    assert "Mất mạng" in says(clerk, "province")
    assert clerk.window.rail.pages["province"]._icon == "offline"
    assert clerk.window.rail.pages["province"]._colour == "warn"


def test_health_is_asked_at_the_start_and_shows_what_must_be_done(clerk: Clerk) -> None:
    settles(clerk)
    assert says(clerk, "health") == "Sức khỏe máy (Ctrl+5): có chỗ cần xem"  # a desk that was never copied


def test_nobody_is_asked_while_the_window_is_covered(opened: Callable[[], Clerk]) -> None:
    first = opened()
    first.app.jobs.ask(first.window, lambda work: work.training.add_clerks())
    first.waits()
    first.window.close()
    again = opened()
    settles(again)
    assert again.window.locking.is_covered
    assert says(again, "health") == "Sức khỏe máy (Ctrl+5)"


def test_once_stopped_it_asks_nothing_more_whatever_is_still_heard(clerk: Clerk) -> None:
    beside = signs(clerk)
    beside.stop()
    clerk.app.province.merged.emit(frozenset())  # as it waited in the queue of events when the window was closed
    clerk.window.recorded.emit()
    assert not beside._soon.isActive()
    clerk.waits()
    beside.ask()
    assert not clerk.app.jobs.busy


def test_every_row_that_says_something_has_a_place_to_say_it() -> None:
    assert all(entry.rail for entry in PAGES if entry.sign is not None)
