"""Invented appointments of a training desk: hours of the first service, and four people of the next days."""

from dataclasses import replace
from datetime import timedelta

from desk.appointments import booking, offering, seats
from desk.appointments.booking import AppointmentWish
from desk.cards.samples import citizen
from desk.desk import Desk
from models.clerk import ALL_ROLES, Clerk
from models.events import ANY_COUNTER, BookedBy
from models.ids import ClerkId
from models.store.projections.appointments.slot_rules import OfferedSlots

_SERIES = 78
"""Of invented citizens: others than those who come to the counter, and whom home visits go to."""
_MORNING, _AFTERNOON = (450, 690), (810, 990)
_WEEK = tuple((weekday, *hours) for weekday in range(6) for hours in (_MORNING, _AFTERNOON))
_WHAT = ("Đăng ký khai sinh", "Đăng ký kết hôn", "Chứng thực bản sao", "Xác nhận tình trạng hôn nhân")


def add_appointments(desk: Desk) -> None:
    """Once for a training desk that has a waiting line."""
    services = desk.settings.waiting.services
    if not services or desk.store.lists(OfferedSlots).all():
        return
    at_work = replace(desk, clerk=Clerk(id=ClerkId("mau"), name="Trần Thị Thử", roles=ALL_ROLES))
    service = services[0].id
    offering.set_(at_work, offering.hours(service, desk.today, _WEEK, minutes=30, seats_each=2))
    last = desk.today + timedelta(days=6)
    rules = seats.office_slots(desk).limits
    free = [
        one.seat
        for one in seats.free(at_work, service, ANY_COUNTER, desk.today, last)
        if not seats.is_before(one.seat, desk.clock(), minutes=rules.notice_minutes)
    ]
    for n, (seat, what) in enumerate(zip(free[::3], _WHAT, strict=False), start=1):
        person = citizen(n, _SERIES)
        wish = AppointmentWish(
            service=service,
            day=seat.day,
            minute=seat.minute,
            person=person,
            procedure=what,
            by=BookedBy.TELEPHONE if n % 2 else BookedBy.COUNTER,
        )
        booking.book(at_work, wish)
