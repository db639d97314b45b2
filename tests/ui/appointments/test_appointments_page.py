"""Appointments in the real window: hours set, a place booked, moved, arrived, by keys."""

import os

import pytest
from PySide6.QtCore import Qt

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
