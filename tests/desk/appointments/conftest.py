"""Offered hours, and the hub that leases seats."""

from datetime import date, timedelta

from desk.appointments import offering
from desk.appointments.booking import AppointmentWish
from desk.desk import Desk
from models.events import BookedBy
from models.person import Person

MORNING = tuple((weekday, 450, 690) for weekday in range(7))
"""07:30-11:30 on every weekday."""


def offer(desk: Desk, *, minutes: int = 30, seats_each: int = 2, service: str = "") -> str:
    """Weekly mornings of the first service; its id."""
    name = service or desk.settings.waiting.services[0].id
    offering.set_(desk, offering.hours(name, desk.today, MORNING, minutes=minutes, seats_each=seats_each))
    return name


def wish(desk: Desk, n: int = 1, *, day: date | None = None, minute: int = 450) -> AppointmentWish:
    """Somebody invented, each with a telephone of their own."""
    return AppointmentWish(
        service=desk.settings.waiting.services[0].id,
        day=day or desk.today + timedelta(days=2),
        minute=minute,
        person=Person(full_name=f"Lý Thị Ví Dụ {n}", phone=f"09{n:08d}"),
        by=BookedBy.TELEPHONE,
    )
