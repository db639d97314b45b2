"""Two desks take money in any order, hearing of each other or not: afterwards both tell the same of every đồng."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.desk import Desk
from desk.intake import intake
from desk.money import payments, receipts, shifts
from desk.staff import second_person
from models.calendar.clock import from_local
from models.clerk import Role
from models.events import FeeReturned, FeeTaken, PaidBy, PaymentTaken, ReceiptIssued, ShiftOpened
from models.ids import ClerkId, DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.store import Store
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import ReceiptState
from sync.hub.offices import offices
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.money.test_payments import pool
from tests.desk.staff.test_accounts import make
from tests.stories.machines import OFFICE, Machine, somebody
from tests.sync.hub.conftest import open_store

MONDAY = from_local(datetime.fromisoformat("2026-11-23T08:00"))
EXCHANGE = "exchange"
LEADERS = ClerkId("lanh-dao-0"), ClerkId("lanh-dao-1")
"""One at each machine, who confirms what is given back there."""


def _close(desk: Desk) -> None:
    open_ = shifts.current(desk)
    if open_ is not None:
        shifts.close(desk, open_.id, total=shifts.report(desk, open_.id).expected, reason="Hết ca")


def _give_back(desk: Desk, id_: DossierId) -> None:
    leader = next(one for one in second_person.second_persons(desk) if one.id in LEADERS)
    tried = second_person.begin(desk, leader.id)
    payments.give_back(desk, id_, 1_000, "Thu thừa", PaidBy.CASH, tried, fits=True)


def _waiting(desk: Desk, id_: DossierId) -> SubjectId:
    """The payment that is waited for at this dossier; an unknown one, where there is none."""
    return next((one.id for one in payments.waiting_of(desk, [id_])), SubjectId("payment/"))


DEEDS: dict[str, Callable[[Desk, DossierId], object]] = {
    "take": lambda desk, id_: payments.take(desk, [id_], given=10_000),
    "take a part": lambda desk, id_: payments.take(desk, [id_], PaidBy.CARD, amounts={id_: 1_000}),
    "ask": lambda desk, id_: payments.ask(desk, [id_]),
    "confirm": lambda desk, id_: payments.confirm(desk, _waiting(desk, id_)),
    "give up": lambda desk, id_: payments.give_up(desk, _waiting(desk, id_), "Trả tiền mặt"),
    "give back": _give_back,
    "void doubled": lambda desk, _: receipts.void_doubled(desk),
    "issue owed": lambda desk, _: receipts.issue_owed(desk),
    "close": lambda desk, _: _close(desk),
}
turns = st.tuples(st.integers(0, 1), st.sampled_from((*DEEDS, *[EXCHANGE] * 2)), st.integers(0, 1))
"""At which machine, what, and with which of two dossiers."""


class Office:
    """Two machines of one office with ranges of their own."""

    def __init__(self, machines: list[Machine], clock: TurnedClock) -> None:
        self.machines, self.clock, self._days = machines, clock, 0
        for at, machine in enumerate(machines):
            make(machine.desk, LEADERS[at], Role.LEADER)

    def at(self, place: int) -> Desk:
        desk = somebody(self.machines[place].desk, ("mot", "hai")[place], Role.LEADER)
        own = pool(desk, first=10_000 * place + 1, last=10_000 * place + 9_000)
        # The second machine has no range at first: it gives slips, and numbers them once it has one.
        return replace(desk, receipt_pools=(own,) if place == 0 or self._days % 2 else ())

    def day(self) -> tuple[DossierId, ...]:
        """A new day with two dossiers that both have heard of."""
        self._days += 1
        self.clock.turn(days=1)
        desk = self.at(0)
        ids = tuple(intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2)).id for _ in range(2))
        self.heard()
        return ids

    def heard(self) -> None:
        for machine in self.machines * 2:
            machine.exchange()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, clock = tmp_path_factory.mktemp("money-any-order"), TurnedClock(MONDAY)
    with ExitStack() as stack:
        hub = open_store(f"sqlite:///{folder / 'hub.db'}")
        stack.callback(hub.close)
        offices.create_office(hub, OFFICE, "UBND xã Thử Nghiệm")
        machines = [Machine(folder / name, hub, clock) for name in ("quay", "xach-tay")]
        for machine in machines:
            stack.callback(machine.close)
        yield Office(machines, clock)


def told(desk: Desk, dossiers: tuple[DossierId, ...]) -> tuple[object, ...]:
    """Everything a machine says of the money: per dossier, payment, shift and number."""
    log = desk.store.log
    events = list(log.events())
    paid = dict.fromkeys(sorted(one.subject for one in events if isinstance(one.event, PaymentTaken)))
    drawers = sorted(one.subject for one in events if isinstance(one.event, ShiftOpened))
    return (
        [log.dossier(one) for one in dossiers],
        [payments.by_id(desk, one) for one in paid],
        [shifts.report(desk, one) for one in drawers],
        _numbers(desk.store),
    )


def _numbers(store: Store) -> list[object]:
    lists = store.lists(ReceiptLists)
    issued = {one.event.number for one in store.log.events() if isinstance(one.event, ReceiptIssued)}
    found = [(number, lists.by_number(number)) for number in sorted(issued)]
    assert all(len(bear) == 1 for _, bear in found), "two receipts bear one number"
    return list(found)


def sums_agree(desk: Desk, dossiers: tuple[DossierId, ...]) -> None:
    """Of each dossier: what it has counted is what its payments came to, each once, less what went back."""
    for id_ in dossiers:
        dossier = desk.store.log.dossier(id_)
        history = desk.store.log.history(id_)
        taken = {one.event.payment: one.event.amount for one in history if isinstance(one.event, FeeTaken)}
        back = sum(one.event.amount for one in history if isinstance(one.event, FeeReturned))
        assert dossier.taken == sum(taken.values()) - back
        assert {payment: payments.by_id(desk, payment).of(id_) for payment in taken} == taken


@settings(max_examples=25)
@given(turns=st.lists(turns, min_size=3, max_size=16))
def test_two_desks_tell_the_same_totals_of_dossiers_shifts_and_numbers(
    office: Office, turns: list[tuple[int, str, int]]
) -> None:
    dossiers = office.day()
    for place, what, which in turns:
        office.clock.turn(minutes=1)
        if what == EXCHANGE:
            office.machines[place].exchange()
            continue
        with suppress(NotAllowed):
            DEEDS[what](office.at(place), dossiers[which])
    office.heard()
    here, there = office.at(0), office.at(1)
    assert told(here, dossiers) == told(there, dossiers)
    sums_agree(here, dossiers)
    one_receipt_stands(office, dossiers)


def one_receipt_stands(office: Office, dossiers: tuple[DossierId, ...]) -> None:
    """Both desks void at once what two desks receipted twice: of each payment stands what was taken, no more."""
    assert receipts.doubled(office.at(0)) == receipts.doubled(office.at(1))
    for place in (0, 1):
        with suppress(receipts.NothingDoubled):
            receipts.void_doubled(office.at(place))
    office.heard()
    for desk in (office.at(0), office.at(1)):
        assert receipts.doubled(desk) == []
        paid = {id_ for one in dossiers for id_ in desk.store.log.dossier(one).payments}
        for id_, made in desk.store.lists(ReceiptLists).of_payments(paid).items():
            payment = payments.by_id(desk, id_)
            if not payment.back:
                stand = [one for one in made if one.holds or one.state is ReceiptState.OWED]
                assert sum(one.amount for one in stand) == payment.amount
                assert {one.device for one in stand} == {payment.device}


def test_a_payment_confirmed_at_both_counts_once_and_is_marked(office: Office) -> None:
    id_, _ = office.day()
    asked = payments.ask(office.at(0), [id_])
    office.heard()
    for place in (0, 1):
        payments.confirm(office.at(place), asked.id)
    office.heard()
    for place in (0, 1):
        desk = office.at(place)
        assert desk.store.log.dossier(id_).taken == 4_000
        payment = payments.by_id(desk, asked.id)
        assert (payment.amount, payment.doubled) == (4_000, True)
        assert asked.id in {one.id for one in shifts.lists(desk).doubled()}
        (needless,) = [one for one in receipts.doubled(desk) if one.payment == asked.id]
        assert needless.device != payment.device
        counted = [one.taken for one in map(shifts.report, [desk] * 2, _shifts_of(desk, asked.id)) if one.taken]
        assert sum(counted) == 4_000
    one_receipt_stands(office, (id_,))


def _shifts_of(desk: Desk, payment: SubjectId) -> list[SubjectId]:
    """The shifts that the payment's events name, one of each machine."""
    return [one.event.shift for one in desk.store.log.history(payment) if isinstance(one.event, PaymentTaken)]
