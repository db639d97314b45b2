"""Three days of visits while the counter changes the same ones: each evening both machines know the same of each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.intake import intake
from desk.laptop import laptops
from desk.visits import door, planning, requests
from desk.visits.needed import needed
from desk.visits.requests import VisitCorrection, VisitWish
from models.clerk import ALL_ROLES, Clerk
from models.events import VisitGround
from models.ids import ClerkId, SubjectId
from models.person import Person
from models.store.projections.visits.visit import VISITS
from models.subjects.visits.visit import Visit, VisitState
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.laptop.office import LAPTOP, Machine, Office

HAMLETS = ("Thôn Đông", "Thôn Tây", "Thôn Đoài", "Thôn Thượng")


class Days:
    """A counter and a laptop between two exchanges."""

    def __init__(self, folder: Path, clock: TurnedClock) -> None:
        self.office = Office(folder, clock)
        self.ids: list[SubjectId] = []

    def at(self, machine: Machine) -> Desk:
        """Somebody who may do all of it."""
        return replace(machine.desk, clerk=Clerk(id=ClerkId("mau"), name="Mẫu", roles=ALL_ROLES))

    @property
    def counter(self) -> Desk:
        return self.at(self.office.desk)

    @property
    def laptop(self) -> Desk:
        return self.at(self.office.laptop)

    def morning(self) -> None:
        """What is planned comes aboard."""
        for machine in (self.office.laptop, self.office.desk):
            machine.exchange()
        coming = [self.counter.today + timedelta(days=ahead) for ahead in range(7)]
        laptops.load(self.counter, LAPTOP, needed(self.counter, coming, LAPTOP).subjects)
        for machine in (self.office.desk, self.office.laptop):
            machine.exchange()

    def evening(self) -> list[Visit]:
        """Home again: whoever looks sees the same."""
        for machine in (self.office.laptop, self.office.desk, self.office.laptop):
            machine.exchange()
        found = [self.counter.store.log.subject(VISITS, one) for one in self.ids]
        assert [self.laptop.store.log.subject(VISITS, one) for one in self.ids] == found
        assert [machine.desk.store.log.unsent_count() for machine in (self.office.desk, self.office.laptop)] == [0, 0]
        return found


@pytest.fixture
def days(tmp_path: Path, clock: TurnedClock) -> Iterator[Days]:
    made = Days(tmp_path, clock)
    yield made
    made.office.close()


def test_three_days_lose_nothing_and_say_what_contradicts(days: Days) -> None:
    for number, hamlet in enumerate(HAMLETS):
        person = Person(full_name=f"Người {number}", phone="0912000001", address=hamlet)
        days.ids.append(requests.request(days.counter, VisitWish(person=person, procedures=(COPIES,))).id)
    one, two, three, four = days.ids
    tomorrow = days.counter.today + timedelta(days=1)
    planning.plan(days.counter, days.ids, days.counter.today, laptop=LAPTOP)

    days.morning()
    requests.change(days.counter, one, VisitCorrection(phone="0912000009", ground=VisitGround.AGE))
    requests.change(days.laptop, one, VisitCorrection(address="Thôn Đông, ngõ 3"))
    taken = intake.take_in(days.laptop, complete(days.laptop, COPIES, pages=1, visit=one))
    door.done(days.laptop, one)
    planning.plan(days.counter, [two], tomorrow, laptop=LAPTOP)
    door.missed(days.laptop, two, next_on=tomorrow + timedelta(days=1), note="đi viện")
    first, second, _, _ = days.evening()
    assert (first.state, first.taken) == (VisitState.DONE, (taken.id,))
    assert (first.person.phone, first.person.address, first.ground) == (
        "0912000009",
        "Thôn Đông, ngõ 3",
        VisitGround.AGE,
    )
    assert (second.planned_twice, len(second.tries)) == (True, 1)

    days.office.later(days=1)
    planning.plan(days.counter, [two], days.counter.today, laptop=LAPTOP)
    days.morning()
    requests.cancel(days.counter, three, "tự đến quầy")
    intake.take_in(days.laptop, complete(days.laptop, COPIES, pages=1, visit=three))
    planning.take_off(days.counter, [four])
    door.missed(days.laptop, four)
    _, second, third, fourth = days.evening()
    assert not second.planned_twice
    assert (third.cancelled, third.contradictory, len(third.taken)) == (True, True, 1)
    assert (fourth.state, len(fourth.tries)) == (VisitState.MISSED, 1)

    days.office.later(days=1)
    planning.plan(days.counter, [two, four], days.counter.today, laptop=LAPTOP)
    days.morning()
    door.done(days.laptop, two, "đã gặp")
    requests.change(days.counter, four, VisitCorrection(wished="buổi chiều"))
    door.done(days.laptop, four)
    ended = days.evening()
    assert [one.is_open for one in ended] == [False] * 4
    assert (ended[3].wished, ended[1].done_note) == ("buổi chiều", "đã gặp")
