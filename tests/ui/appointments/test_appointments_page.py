"""Appointments in the real window: hours set, a place booked, moved, arrived, by keys."""

import os
from datetime import date

import pytest
from PySide6.QtCore import Qt

from desk.appointments.booking import AppointmentWish
from models.ids import CounterId, SubjectId
from models.person import Person
from tests.ui.conftest import Clerk
from ui.appointments.appointments_page import AppointmentsPage

_MOD = Qt.KeyboardModifier
CTRL, SHIFT, ALT = _MOD.ControlModifier, _MOD.ShiftModifier, _MOD.AltModifier


def grab(clerk: Clerk, name: str) -> None:
    """A picture, where somebody wants to look at one."""
    folder = os.environ.get("APPOINTMENT_PICTURES")
    if folder:
        clerk.window.grab().save(f"{folder}/{name}.png")


@pytest.fixture
def page(clerk: Clerk) -> AppointmentsPage:
    clerk.press(Qt.Key.Key_Q, ALT)
    clerk.until(lambda: clerk.window.front == "appointments")
    clerk.waits()
    page = clerk.page("appointments")
    assert isinstance(page, AppointmentsPage)
    return page


def test_hours_are_set_a_place_is_booked_moved_and_its_owner_arrives(clerk: Clerk, page: AppointmentsPage) -> None:
    clerk.press(Qt.Key.Key_F7)
    page.hours.weekdays.put("2-7,CN")
    page.hours.hours.put("07:30-11:30")
    page.hours.minutes.put("30")
    page.hours.seats.put("2")
    grab(clerk, "hours")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(page.slots.rows) == 8)

    page.slot_table.setCurrentIndex(page.slots.index(6, 0))  # 10:30
    clerk.press(Qt.Key.Key_F9)
    page.book.name.put("Lý Thị Ví Dụ")
    page.book.phone.put("0912000002")
    page.book.procedure.put("Đăng ký khai sinh")
    grab(clerk, "book")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(page.lines.rows) == 1)
    code = page.lines.rows[0].code

    clerk.press(Qt.Key.Key_F5)
    page.slot_table.setCurrentIndex(page.slots.index(7, 0))
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.lines.rows[0].at == "11:00")
    grab(clerk, "day")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: page.lines.rows[0].state == "Đã đến")
    assert page.lines.rows[0].code == code

    clerk.press(Qt.Key.Key_Down, CTRL)
    clerk.until(lambda: page._facts is not None and page.day.text == f"{page._facts.day:%d/%m/%Y}" != "23/11/2026")
    assert "ngày lễ" in page._rule.text().lower()


MONDAY = date(2026, 11, 23)


@pytest.fixture
def offered(clerk: Clerk, page: AppointmentsPage) -> AppointmentsPage:
    """Two places each half hour of the morning, every day of the week."""
    clerk.press(Qt.Key.Key_F7)
    page.hours.weekdays.put("2-7,CN")
    page.hours.hours.put("07:30-11:30")
    page.hours.minutes.put("30")
    page.hours.seats.put("2")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(page.slots.rows) == 8)
    return page


def booked(clerk: Clerk, page: AppointmentsPage, name: str, minute: int, day: date = MONDAY) -> None:
    """Somebody books this, not on this page; it is told of it as of what another machine did."""
    facts = page._facts
    assert facts is not None
    assert facts.place is not None
    wish = AppointmentWish(
        service=facts.place.service,
        counter=CounterId(facts.place.counter),
        day=day,
        minute=minute,
        person=Person(full_name=name, phone="0912000002"),
    )
    ids: list[SubjectId] = []
    clerk.app.jobs.ask(clerk.window, lambda work: work.appointments.book(wish), lambda done: ids.append(done.id))
    clerk.until(lambda: bool(ids))
    page.events_merged(frozenset(ids))
    clerk.waits()


def test_who_is_chosen_stays_chosen_when_another_machine_books_before_them(
    clerk: Clerk, offered: AppointmentsPage
) -> None:
    booked(clerk, offered, "Lý Thị Ví Dụ", 630)
    assert offered.chosen is not None
    assert offered.chosen.name == "Lý Thị Ví Dụ"
    booked(clerk, offered, "Trần Văn Thử", 540)
    assert [one.name for one in offered.lines.rows] == ["Trần Văn Thử", "Lý Thị Ví Dụ"]
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: any(one.state == "Đã đến" for one in offered.lines.rows))
    assert [one.name for one in offered.lines.rows if one.state == "Đã đến"] == ["Lý Thị Ví Dụ"]


def test_what_is_booked_is_what_the_sheet_says_whatever_day_one_turns_to(
    clerk: Clerk, offered: AppointmentsPage
) -> None:
    offered.slot_table.setCurrentIndex(offered.slots.index(5, 0))
    clerk.press(Qt.Key.Key_F9)
    assert offered.book.isVisible()
    assert "10:00" in offered.book.head.text()
    offered.book.name.put("Lý Thị Ví Dụ")
    offered.book.phone.put("0912000002")
    clerk.press(Qt.Key.Key_Down, CTRL)  # the 24th of November 2026 is a holiday
    clerk.until(lambda: offered._facts is not None and offered._facts.day.day == 24)
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert "chọn ngày khác" in offered.book.head.text()
    assert any("chọn ngày khác" in one.label.text() for one in clerk.window.banners.shown)
    clerk.press(Qt.Key.Key_Down, CTRL)
    clerk.until(lambda: offered._facts is not None and offered._facts.day.day == 25)
    offered.slot_table.setCurrentIndex(offered.slots.index(3, 0))
    assert "09:00" in offered.book.head.text()
    assert "25" in offered.book.head.text()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(offered.lines.rows) == 1)
    assert (offered.lines.rows[0].at, offered._facts and offered._facts.day.day) == ("09:00 thứ Tư 25/11", 25)


def test_one_is_cancelled_by_the_office_with_a_reason_only(clerk: Clerk, offered: AppointmentsPage) -> None:
    booked(clerk, offered, "Lý Thị Ví Dụ", 630)
    clerk.press(Qt.Key.Key_F8)
    assert "Lý Thị Ví Dụ" in offered.cancel.head.text()
    offered.cancel.by_office.choose(True)  # noqa: FBT003 - the value of a segment
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert offered.cancel.isVisible()
    assert "Lý Thị Ví Dụ" in [one.name for one in offered.lines.rows]
    offered.cancel.reason.put("Mất điện")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not offered.cancel.isVisible())
    clerk.waits()
    assert [one for one in offered.lines.rows if one.is_open] == []


def test_hours_that_hit_a_booking_name_it_and_are_saved_by_one_key_more(
    clerk: Clerk, offered: AppointmentsPage
) -> None:
    booked(clerk, offered, "Lý Thị Ví Dụ", 630)
    clerk.press(Qt.Key.Key_F7)
    offered.hours.hours.put("07:30-09:30")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: "Lý Thị Ví Dụ" in offered.hours.told.text())
    assert len(offered.slots.rows) == 8
    offered.hours.edited.emit()  # something else may stand there now: what it hits is unknown again
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.waits()
    assert len(offered.slots.rows) == 8
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: len(offered.slots.rows) < 8)
    assert "Lý Thị Ví Dụ" in offered._notice.text()


def test_a_rule_of_certain_days_is_set_and_taken_away(clerk: Clerk, offered: AppointmentsPage) -> None:
    clerk.press(Qt.Key.Key_F7)
    offered.hours.what.choose("days")
    offered.hours.what.chosen.emit("days")
    offered.hours.reason.put("Sửa trụ sở")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not offered.slots.rows)
    assert "Sửa trụ sở" in offered._rule.text()
    clerk.press(Qt.Key.Key_F7)
    offered.hours.what.choose("days")
    offered.hours.what.chosen.emit("days")
    clerk.press(Qt.Key.Key_F8, SHIFT)
    clerk.until(lambda: len(offered.slots.rows) == 8)
