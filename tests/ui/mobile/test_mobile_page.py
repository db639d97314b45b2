"""Mobile points and slips by keys; the battery at the foot of the window."""

import pytest
from PySide6.QtCore import Qt

from desk.health.battery import Battery
from models.events import SlipEnd
from tests.ui.conftest import Clerk
from ui.health.battery_watch import BatteryWatch
from ui.mobile.mobile_page import MobilePage

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | ALT


@pytest.fixture
def page(clerk: Clerk) -> MobilePage:
    clerk.press(Qt.Key.Key_L, ALT)
    clerk.until(lambda: clerk.window.front == "mobile")
    clerk.waits()
    page = clerk.window.page("mobile")
    assert isinstance(page, MobilePage)
    return page


def test_a_point_is_planned_changed_opened_and_closed(clerk: Clerk, page: MobilePage) -> None:
    for field, text in (
        (page.place, "Nhà văn hóa thôn Mẫu"),
        (page.on, "1/12/2099"),
        (page.hours, "08:00 - 11:00"),
        (page.results_at, "8/12/2099 08:30"),
    ):
        field.put(text)
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: len(page.points.rows) == 1)
    page.results_place.put("Nhà văn hóa thôn Mẫu")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: "08:30" in page.points.rows[0].results)
    assert len(page.points.rows) == 1
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.points.rows[0].here)
    assert "Nhà văn hóa" in page.note.text()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not page.points.rows[0].here)
    page.hours.put("11:00")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    assert any("08:00 - 11:00" in banner.label.text() for banner in clerk.window.banners.shown)


def test_slips_are_printed_and_accounted_for_and_the_intake_asks_for_their_number(
    clerk: Clerk, page: MobilePage
) -> None:
    page.how_many.put("2")
    clerk.press(Qt.Key.Key_P, CTRL_ALT)
    clerk.until(lambda: len(page.slips.rows) == 2)
    page.how.choose(SlipEnd.LOST)
    page.number.put(page.slips.rows[1].number)
    page.reason.put("rơi dọc đường")
    clerk.press(Qt.Key.Key_H, CTRL_ALT)
    clerk.until(lambda: [one.out for one in page.slips.rows] == [True, False])
    clerk.window.go("counter")
    clerk.counter.intake.refresh()
    clerk.waits()
    more = clerk.counter.intake.more
    assert more.inside.preprinted.isVisible()
    more.inside.preprinted.put(page.slips.rows[0].number)
    assert clerk.counter.intake.form is not None
    assert clerk.counter.intake.form.slip == page.slips.rows[0].number


def test_the_battery_is_shown_while_it_is_used_and_warned_of_once_a_level(clerk: Clerk) -> None:
    window = clerk.window
    watch = BatteryWatch(window, clerk.app.jobs, lambda: None)
    clerk.waits()
    warned = 0
    for found, shown, banners in (
        (None, "", 0),
        (Battery(percent=64, on_battery=True), "Pin còn 64%", 0),
        (Battery(percent=20, on_battery=True), "Pin còn 20%", 1),
        (Battery(percent=19, on_battery=True), "Pin còn 19%", 1),
        (Battery(percent=9, on_battery=True), "Pin còn 9%", 1),
        (Battery(percent=9, on_battery=False), "", 0),
    ):
        watch._seen(found)
        assert window.battery.text() == shown
        assert window.battery.isVisible() is bool(shown)
        told = [one.label.text() for one in window.banners.shown if one.label.text().startswith("Pin còn")]
        assert len(told) == banners
        warned += len(told)
    watch.stop()
    assert warned == 3
