"""``python -m tests.faults.money``: a desk that takes money is killed at any step; each đồng and number stays once.

A life of the desk takes dossiers in, takes money of one or several of them (receipts from a leased range, or a slip
while the range is not there), waits for transfers and confirms them, closes its shift, numbers receipts that are owed.
It dies by SIGKILL before or behind one of the calls by which its process stores anything, or at any moment. What it had
said was done is there in the next life, which first takes the money of whatever still owes some.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from desk.desk import Desk
from desk.dossiers import work_lists
from desk.intake import intake
from desk.money import payments, receipts, shifts
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.events import FeeTaken, PaidBy, PaymentTaken, ReceiptIssued, ShiftOpened
from models.ids import DossierId, SubjectId
from models.receipt_leases import ReceiptPool
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.payment import Payment, PaymentState
from models.subjects.work_lists import WorkList
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.money.test_payments import LEASED
from tests.fakes.events import START

KILLS = 500
RANGES = ((1, 40), (5_001, 9_000))
"""First and last number of the leased ranges: the second is used when the first is empty."""
BETWEEN_LIVES = timedelta(minutes=10)
STORES = frozenset({"execute", "executemany", "commit", "pwrite", "write", "fsync", "replace"})
"""Calls into C by which a process stores anything, or tells what it stored."""
MOST_STEPS, LONGEST_LIFE = 500, 0.4


@dataclass
class Sums:
    """What was found when nothing was wrong.

    Attributes:
        kills: how many lives ended.
        payments, receipts, owed: payments taken; receipts with a number, and those that still wait for one.
        amount: of all payments, in đồng.
        shifts: how many were opened.
    """

    kills: int = 0
    payments: int = 0
    receipts: int = 0
    owed: int = 0
    amount: int = 0
    shifts: int = 0


def killed(folder: Path, kills: int, seed: int, *, every: int = 25) -> Sums:
    """So many lives of one desk, each killed; everything is proven after every so many, and at the end.

    Raises:
        AssertionError: a number twice or lost, a gap, a fee doubled, sums that differ.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret, the same each run
    close_desk(_opened(folder, 0))
    told: dict[str, tuple[int, tuple[str, ...]]] = {}
    for life in range(kills):
        for id_, amount, numbers in _live_and_die(folder, life, chance):
            told[id_] = amount, tuple(numbers)
        if life % every == every - 1:
            proven(folder, life, told)
    assert told, "no payment was ever acknowledged"
    return replace(proven(folder, kills, told), kills=kills)


def proven(folder: Path, life: int, told: dict[str, tuple[int, tuple[str, ...]]]) -> Sums:
    """Whether everything that was told is there, once, and all sums are the same."""
    desk = _opened(folder, life)
    try:
        assert desk.store.log.verify() == []
        for id_, (amount, numbers) in told.items():
            payment = payments.by_id(desk, SubjectId(id_))
            assert (payment.state, payment.amount) == (PaymentState.TAKEN, amount), id_
            assert set(numbers) <= set(_numbers(desk, payment)), id_
        return _sums(desk)
    finally:
        close_desk(desk)


def _sums(desk: Desk) -> Sums:
    events = list(desk.store.log.events())
    issued = [one.event.number for one in events if isinstance(one.event, ReceiptIssued)]
    for first, last in RANGES:
        of_range = [one.number for one in issued if first <= one.number <= last]
        assert of_range == list(range(first, first + len(of_range))), "a number is missing, twice, or out of order"
    taken = {one.subject: one.event for one in events if isinstance(one.event, PaymentTaken)}
    assert len(taken) == sum(isinstance(one.event, PaymentTaken) for one in events)
    fees = Counter((one.subject, one.event.payment) for one in events if isinstance(one.event, FeeTaken))
    assert fees == Counter((fee.dossier, id_) for id_, event in taken.items() for fee in event.fees)
    assert set(fees.values()) <= {1}, "a fee is doubled"
    of_dossiers = Counter[SubjectId]()
    for one in events:
        if isinstance(one.event, FeeTaken):
            of_dossiers[one.subject] += one.event.amount
    for id_, amount in of_dossiers.items():
        dossier = desk.store.log.dossier(DossierId(id_))
        assert dossier.fee is not None
        assert dossier.taken == amount == dossier.fee.total
    owed = 0
    for id_, event in taken.items():
        made = desk.store.lists(ReceiptLists).of_payment(id_)
        assert sum(one.amount for one in made) == sum(fee.amount for fee in event.fees), "money without a receipt"
        owed += sum(one.number is None for one in made)
    amount = sum(fee.amount for event in taken.values() for fee in event.fees)
    reports = [shifts.report(desk, one.subject) for one in events if isinstance(one.event, ShiftOpened)]
    assert sum(one.taken for one in reports) == sum(of_dossiers.values()) == amount
    for report in reports:
        if report.shift.closed is not None:
            assert report.shift.closed.totals == report.totals
            assert report.shift.closed.total == report.expected
    return Sums(payments=len(taken), receipts=len(issued), owed=owed, amount=amount, shifts=len(reports))


def _opened(folder: Path, life: int) -> Desk:
    clock = TurnedClock(START + life * BETWEEN_LIVES)
    desk = open_desk(folder, settings=training_settings(), clock=clock, training=True)
    device = desk.store.log.device
    pools = tuple(
        ReceiptPool(device=device, form="EBL01", series="26TAB", first=first, last=last, leased_at=LEASED)
        for first, last in RANGES
    )
    return replace(desk, receipt_pools=() if life % 3 == 2 else pools)


def _live_and_die(folder: Path, life: int, chance: random.Random) -> Iterator[tuple[str, int, list[str]]]:
    """What one life said was done before it was killed."""
    step = chance.randrange(1, MOST_STEPS) if life % 2 else 0
    seconds, seed = chance.random() * LONGEST_LIFE, chance.random()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _take_money(folder, life, writing, random.Random(seed), step)  # noqa: S311  # no secret
        except BaseException:  # noqa: BLE001  # a process that only copies another has nobody above it to tell
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(1)  # never reached otherwise: it lives until it is killed
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        if not step:
            _read_for(answers.fileno(), seconds)
            os.kill(child, signal.SIGKILL)
        heard = answers.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "it ended by itself"
    for line in heard.splitlines(keepends=True):
        if line.endswith(b"\n") and line != b"\n":
            yield json.loads(line)


def _read_for(pipe: int, seconds: float) -> None:
    """Wait until it is open (its first line is there), and so much longer."""
    select.select([pipe], [], [], 60)
    time.sleep(seconds)  # when it dies is chance


def _take_money(folder: Path, life: int, writing: int, chance: random.Random, step: int) -> None:
    desk = _opened(folder, life)
    os.write(writing, b"\n")
    if step:
        sys.setprofile(_Killer(step))
    for row in work_lists.listed(desk, WorkList.MONEY):
        if row.owes:
            _say(writing, desk, payments.take(desk, [row.id]))
    while True:
        _deed(desk, writing, chance)


def _deed(desk: Desk, writing: int, chance: random.Random) -> None:
    """One thing a clerk does with money."""
    match chance.randrange(8):
        case 0:
            made = intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2, paid_by=PaidBy.CASH))
            _say(writing, desk, payments.by_id(desk, made.payments[0]))
        case 1 | 2:
            _say(writing, desk, payments.take(desk, [_taken_in(desk), _taken_in(desk)], given=50_000))
        case 3:
            asked = payments.ask(desk, [_taken_in(desk)])
            _say(writing, desk, payments.confirm(desk, asked.id))
        case 4:
            id_ = _taken_in(desk)
            payments.give_up(desk, payments.ask(desk, [id_]).id, "Trả tiền mặt")
            _say(writing, desk, payments.take(desk, [id_]))
        case 5:
            receipts.issue_owed(desk)
        case 6 if (open_ := shifts.current(desk)) is not None:
            shifts.close(desk, open_.id, total=shifts.report(desk, open_.id).expected, reason="Hết ca")
        case _:
            _say(writing, desk, payments.take(desk, [_taken_in(desk)], PaidBy.CARD, reference="POS 1"))


def _taken_in(desk: Desk) -> DossierId:
    return intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2)).id


def _say(writing: int, desk: Desk, payment: Payment) -> None:
    os.write(writing, json.dumps([payment.id, payment.amount, _numbers(desk, payment)]).encode() + b"\n")


def _numbers(desk: Desk, payment: Payment) -> list[str]:
    made = desk.store.lists(ReceiptLists).of_payment(payment.id)
    return [text for one in made for text in (one.number.text if one.number else "", one.slip) if text]


class _Killer:
    """Ends the process at its n-th step: before, or behind, a call that stores something."""

    def __init__(self, step: int) -> None:
        self._left = step

    def __call__(self, _frame: FrameType, what: str, of: Any) -> None:  # noqa: ANN401  # what sys.setprofile gives
        if what in {"c_call", "c_return"} and of.__name__ in STORES:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    """Play, and say what came of it; 1 = something was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.money")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="motcua-money-") as folder:
        try:
            sums = killed(Path(folder) / "desk", asked.kills, asked.seed)
        except AssertionError as wrong:
            sys.stdout.write(f"LOSS  money, seed {asked.seed}: {wrong}\n")
            return 1
    sys.stdout.write(f"ok    money: {sums} ({time.monotonic() - started:.0f} s)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
