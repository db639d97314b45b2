"""An appointment booked among 300 others of the week, beside one event recorded with a file written whole."""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

from desk.appointments import booking, offering, seats
from desk.appointments.booking import AppointmentWish
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.events import ANY_COUNTER, APPOINTMENT, AppointmentReleased
from models.files.disk import write_whole
from models.ids import new_subject
from models.person import Person
from tests.benchmarks.figures import Figure

BOOKED = 300
TIMED = 40
_EVERY_DAY = tuple((weekday, 420, 1_020) for weekday in range(7))


def figures() -> Iterator[Figure]:
    """The middle one of the last bookings, each for somebody else."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        desk = open_desk(folder / "desk", settings=training_settings(), training=True)
        try:
            service = desk.settings.waiting.services[0].id
            change = offering.hours(service, desk.today, _EVERY_DAY, minutes=20, seats_each=4, on_holidays=True)
            offering.set_(desk, change)
            first, last = desk.today + timedelta(days=1), desk.today + timedelta(days=6)
            free = [one.seat for one in seats.free(desk, service, ANY_COUNTER, first, last)][: BOOKED + TIMED]
            took = []
            for n, seat in enumerate(free):
                person = Person(full_name=f"Lý Thị Ví Dụ {n}", phone=f"09{n:08d}")
                wish = AppointmentWish(service=service, day=seat.day, minute=seat.minute, person=person)
                started = time.perf_counter()
                booking.book(desk, wish)
                took.append(time.perf_counter() - started)
            bare = []
            for _ in range(TIMED):
                started = time.perf_counter()
                write_whole(folder / "bare", b"0" * 32)
                desk.store.log.record(new_subject(APPOINTMENT), desk.by, AppointmentReleased())
                bare.append(time.perf_counter() - started)
        finally:
            close_desk(desk)
    what = f"an appointment booked after {BOOKED} others"
    yield Figure(what, median(took[-TIMED:]) * 1e3, "ms", median(bare) * 1e3, "one event and a small file", "≤ 100 ms")
