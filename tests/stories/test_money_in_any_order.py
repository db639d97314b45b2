"""Two desks take money in any order, hearing of each other or not: afterwards both tell the same of every đồng."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.desk import Desk
from desk.dossiers import disputes
from desk.intake import intake
from desk.money import lowered_receipts, payments, receipts, shifts, transfers
from desk.post import parcels
from desk.staff import second_person
from desk.views.money.transfers import transfer_lines
from desk.words.ways import dispute_words
from models.calendar.clock import from_local
from models.clerk import Role
from models.events import FeeReturned, FeeTaken, PaidBy, PaymentTaken, ReceiptIssued, ShiftOpened
from models.ids import ClerkId, DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.store import Store
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.dispute import DisputeKind
from models.subjects.receipt import ReceiptState, amount_of
from sync.hub.offices import offices
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.money.test_payments import arrives, pool
from tests.desk.post.test_parcels import delivered_owing
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


def _give_back(desk: Desk, id_: DossierId, amount: int = 1_000) -> None:
    payments.check_give_back(
        desk, id_, amount, "Thu thừa"
    )  # asked first as everywhere: a try that ends in nothing counts
    leader = next(one for one in second_person.second_persons(desk) if one.id in LEADERS)
    tried = second_person.begin(desk, leader.id)
    payments.give_back(desk, id_, amount, "Thu thừa", PaidBy.CASH, tried, fits=True)


def _replace(desk: Desk, id_: DossierId) -> None:
    """The payer of the dossier's last receipt in force is put right."""
    paid = desk.store.log.dossier(id_).payments
    receipt = receipts.in_force(desk, paid[-1] if paid else SubjectId("payment/"))[0]
    receipts.replace_receipt(desk, receipt.id, receipts.Payer(name=f"Công ty Mẫu {desk.clock():%H%M}"), "Sai tên")


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
    "give back most": lambda desk, id_: _give_back(desk, id_, 3_000),
    "give back all": lambda desk, id_: _give_back(desk, id_, desk.store.log.dossier(id_).taken),
    "replace": _replace,
    "void doubled": lambda desk, _: lowered_receipts.void_doubled(desk),
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

    def at(self, place: int, *, has_numbers: bool | None = None) -> Desk:
        """The desk of a machine. The second has no range at first: it gives slips, and numbers them once it has one."""
        desk = somebody(self.machines[place].desk, ("mot", "hai")[place], Role.LEADER)
        own = pool(desk, first=10_000 * place + 1, last=10_000 * place + 9_000, series=f"{desk.today:%y}TAB")
        if has_numbers is None:
            has_numbers = place == 0 or bool(self._days % 2)
        return replace(desk, receipt_pools=(own,) if has_numbers else ())

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
    """Of each dossier: what its payments came to, each once, is kept, given back, or was given back beyond that."""
    for id_ in dossiers:
        dossier = desk.store.log.dossier(id_)
        history = desk.store.log.history(id_)
        taken = {one.event.payment: one.event.amount for one in history if isinstance(one.event, FeeTaken)}
        back = sum(one.event.amount for one in history if isinstance(one.event, FeeReturned))
        assert dossier.taken - dossier.returned_over == sum(taken.values()) - back
        assert dossier.taken >= 0
        assert (dossier.returned_over > 0) == any(one.kind is DisputeKind.RETURNED_OVER for one in dossier.disputes)
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
    """Both desks void at once what two desks receipted twice: of each payment stands what was kept, no more."""
    for _ in range(2):  # the first time both may make a receipt of the rest
        assert receipts.doubled(office.at(0)) == receipts.doubled(office.at(1))
        for place in (0, 1):
            with suppress(lowered_receipts.NothingDoubled):
                lowered_receipts.void_doubled(office.at(place))
        office.heard()
    for desk in (office.at(0), office.at(1)):
        assert receipts.doubled(desk) == []
        paid = {id_ for one in dossiers for id_ in desk.store.log.dossier(one).payments}
        for id_, made in desk.store.lists(ReceiptLists).of_payments(paid).items():
            payment = payments.by_id(desk, id_)
            stand = [one for one in made if one.stands]
            assert {one: amount_of(stand, one) for one in dossiers} == {one: payment.left_of(one) for one in dossiers}
            assert all(line.amount >= 0 for one in stand if not one.adjusts for line in one.lines)
            if not payment.back:
                assert {one.device for one in stand if not one.replaces} <= {payment.device}


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


def _taken(office: Office) -> DossierId:
    """A dossier whose 4,000 đồng both have heard of."""
    id_, _ = office.day()
    payments.take(office.at(0), [id_], given=10_000)
    office.heard()
    return id_


@pytest.mark.parametrize(
    ("amounts", "kept", "over"),
    [((4_000, 4_000), 0, 4_000), ((3_000, 3_000), 0, 2_000), ((1_000, 4_000), 0, 1_000), ((1_000, 3_000), 0, 0)],
)
def test_what_two_desks_gave_back_beyond_what_was_taken_is_told_until_somebody_settles_it(
    office: Office, amounts: tuple[int, int], kept: int, over: int
) -> None:
    id_ = _taken(office)
    for place, amount in enumerate(amounts):
        office.clock.turn(minutes=1)
        _give_back(office.at(place), id_, amount)
    office.heard()
    one_receipt_stands(office, (id_,))
    for place in (0, 1):
        desk = office.at(place)
        dossier = desk.store.log.dossier(id_)
        assert (dossier.taken, dossier.returned_over, bool(dossier.disputes)) == (kept, over, over > 0)
        (payment,) = dossier.payments
        assert {one.state for one in desk.store.lists(ReceiptLists).of_payment(payment)} == {ReceiptState.VOID}
        with pytest.raises(payments.NothingToGiveBack):
            _give_back(desk, id_)
    if over:
        assert f"{over:,}".replace(",", ".") in dispute_words(dossier)
        disputes.settle(office.at(0), id_, disputes.Settlement.AS_IT_STANDS, "Đã thu lại của người dân")
        office.heard()
        assert not office.at(1).store.log.dossier(id_).disputes


def test_of_two_receipts_that_took_the_place_of_one_the_first_stands(office: Office) -> None:
    id_ = _taken(office)
    for place in (0, 1):
        office.clock.turn(minutes=1)
        _replace(office.at(place, has_numbers=True), id_)
    office.heard()
    (gone,) = receipts.doubled(office.at(0))
    assert gone.device == office.at(1).store.log.device
    one_receipt_stands(office, (id_,))


def test_a_receipt_that_one_desk_replaced_and_another_gave_all_of_back_stands_no_more(office: Office) -> None:
    id_ = _taken(office)
    _give_back(office.at(0), id_, 4_000)
    office.clock.turn(minutes=1)
    _replace(office.at(1, has_numbers=True), id_)
    office.heard()
    assert len(receipts.doubled(office.at(0))) == 1
    one_receipt_stands(office, (id_,))


def test_a_receipt_still_owed_that_both_lowered_is_lowered_by_what_both_gave_back(office: Office) -> None:
    id_, _ = office.day()
    payments.take(office.at(1, has_numbers=False), [id_], given=10_000)
    office.heard()
    for place in (0, 1):
        office.clock.turn(minutes=1)
        _give_back(office.at(place), id_, 1_000)
    office.heard()
    (payment,) = office.at(0).store.log.dossier(id_).payments
    assert payments.by_id(office.at(0), payment).left_of(id_) == 2_000
    one_receipt_stands(office, (id_,))


def _arrives(office: Office) -> SubjectId:
    """A transfer of 4,000 đồng that both have heard of and that names nothing."""
    told = arrives(office.at(0), 4_000)
    office.heard()
    return told


def test_a_transfer_that_both_match_with_the_same_dossier_is_one_payment(office: Office) -> None:
    id_, _ = office.day()
    told = _arrives(office)
    for place in (0, 1):
        transfers.match_dossiers(office.at(place, has_numbers=True), told, [id_])
    office.heard()
    for place in (0, 1):
        dossier = office.at(place).store.log.dossier(id_)
        assert (dossier.taken, len(dossier.payments)) == (4_000, 1)
        assert transfers.waiting(office.at(place)) == ()
    one_receipt_stands(office, (id_,))


def test_a_transfer_matched_with_two_dossiers_waits_until_one_is_given_back(office: Office) -> None:
    both = office.day()
    told = _arrives(office)
    for place in (0, 1):
        transfers.match_dossiers(office.at(place), told, [both[place]])
        office.clock.turn(minutes=1)
    office.heard()
    desk = office.at(1)
    (line,) = transfer_lines(desk)
    assert all(desk.store.dossiers.code_of(one) in line.said for one in both)
    with pytest.raises(payments.TransferElsewhere):
        transfers.match_dossiers(desk, told, [both[0]])
    _give_back(desk, both[1], 4_000)
    transfers.set_aside(desk, told, "Đã hoàn khoản ghép nhầm")
    office.heard()
    assert [transfers.waiting(office.at(place)) for place in (0, 1)] == [(), ()]


def test_what_the_post_has_collected_is_taken_once_though_both_are_told_that_it_was_brought(office: Office) -> None:
    office.day()
    id_, number = delivered_owing(office.at(0))
    office.heard()
    for place in (0, 1):
        office.clock.turn(minutes=1)
        parcels.receive_money(office.at(place, has_numbers=True), number)
    office.heard()
    for place in (0, 1):
        dossier = office.at(place).store.log.dossier(id_)
        assert (dossier.taken, len(dossier.payments)) == (2_000, 1)
    one_receipt_stands(office, (id_,))
