"""What the rail says of pages follows what happens, and nothing is asked more often than it must be."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desk.appointments import booking, offering
from desk.appointments.booking import AppointmentWish
from desk.views.line import LineViews
from desk.views.open_desk import OpenDesk
from desk.views.prints import PrintViews
from desk.views.visits.visit import VisitViews
from models.calendar.clock import local
from models.clerk import ALL_ROLES, Role
from models.clerk import Clerk as Somebody
from models.ids import ClerkId
from models.person import Person
from sync.client.link_state import Phase
from tests.ui.conftest import Clerk, runs_out
from tests.ui.counter.test_counter_by_keys import issues
from tests.ui.shell.test_locking import works_as
from ui.program.pages import PAGES
from ui.program.rail_signs import SOON, RailSigns
from ui.work.work_page import WorkPageOfDay


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


def test_appointments_have_a_place_and_a_line_among_the_days_work_once_the_office_offers_some(clerk: Clerk) -> None:
    works_as(clerk, Role.CLERK)
    settles(clerk)
    place = clerk.window.rail.pages["appointments"]
    assert not place.isVisible()
    clerk.app.jobs.ask(clerk.window, _books_one_of_today)
    clerk.waits()
    clerk.page("work")
    settles(clerk)
    work = clerk.window.page("work")
    assert isinstance(work, WorkPageOfDay)
    assert place.isVisible()
    assert "1 lịch hẹn hôm nay chưa đến" in says(clerk, "appointments")
    assert work.booked.isVisible()
    if folder := os.environ.get("BUNDLE_SHOTS"):
        clerk.window.resize(1366, 768)
        clerk.waits()
        clerk.window.grab().save(f"{folder}/rail.png")
    work.booked.click()
    clerk.waits()
    assert clerk.window.front == "appointments"
    assert place.isChecked()


def _books_one_of_today(work: OpenDesk) -> None:
    desk = replace(work.desk, clerk=Somebody(id=ClerkId("x"), name="X", roles=ALL_ROLES))
    service = desk.settings.waiting.services[0].id
    now = local(desk.clock())
    minute = (now.hour + 2) * 60
    offering.set_(desk, offering.hours(service, desk.today, tuple((n, minute, minute + 30) for n in range(7))))
    booking.book(desk, AppointmentWish(service=service, day=desk.today, minute=minute, person=Person(full_name="Mẫu")))


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


def test_a_page_without_a_place_is_asked_only_where_it_may_need_one(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    homes, papers = VisitViews.count, PrintViews.waiting

    def homes_asked(visits: VisitViews) -> int:
        asked.append("visits")
        return homes(visits)

    def papers_asked(prints: PrintViews) -> int:
        asked.append("papers")
        return papers(prints)

    monkeypatch.setattr(VisitViews, "count", homes_asked)
    monkeypatch.setattr(PrintViews, "waiting", papers_asked)
    for role, wanted in ((Role.CLERK, {"papers"}), (Role.VISITOR, {"papers", "visits"})):
        clerk.window.rail.show_roles(frozenset({role}))
        settles(clerk)
        asked.clear()
        signs(clerk).ask()
        settles(clerk)
        assert set(asked) == wanted


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
