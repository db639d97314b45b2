"""At a training desk money is taken to the receipt: invented numbers, a paper that says it is practice."""

from datetime import datetime
from pathlib import Path

from desk.intake import intake
from desk.money import receipt_numbers
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from models.calendar.clock import from_local
from models.events import PaidBy
from models.receipt_leases import range_is_possible
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete


def test_a_payment_of_a_training_desk_gets_a_receipt_with_its_number_over_new_year_too(
    tmp_path: Path, clock: TurnedClock
) -> None:
    clock.now = from_local(datetime.fromisoformat("2026-12-31T16:00"))
    work = OpenDesk(open_desk(tmp_path, settings=training_settings(), clock=clock, training=True))
    work.training.add_clerks()
    work.training.add_receipts()
    assert all(map(range_is_possible, work.desk.receipt_pools))
    said = []
    for _ in range(2):
        dossier = intake.take_in(work.desk, complete(work.desk, COPIES, pages=1, copies=2))
        done = work.payments.take([dossier.id], PaidBy.CASH, given=10_000)
        said.append(done.sentence)
        assert len(done.jobs) == 1
        clock.turn(days=1)
    assert [one.split("Biên lai ")[1] for one in said] == ["26TTH-00000001.", "27TTH-00000001."]
    assert receipt_numbers.left(work.desk).left == 9_998
    close_desk(work.desk)
