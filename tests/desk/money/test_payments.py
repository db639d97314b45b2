"""Payments: taken once, in one transaction with their receipts; waited for; given back with a second person."""

from collections import Counter
from dataclasses import replace as with_
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import intake
from desk.money import payments, prices, receipts, shifts, transfers
from desk.money.payments import (
    AmountNeeded,
    GivenTooLittle,
    NothingOwed,
    NothingToGiveBack,
    PaymentTakenAlready,
    TransferElsewhere,
)
from desk.money.transfers import TransferAmountDiffers
from desk.prints import print_jobs
from desk.staff import second_person
from desk.views.open_desk import OpenDesk
from models.calendar.clock import from_local
from models.clerk import Role
from models.events import (
    EReceiptReported,
    EReceiptState,
    FeeDue,
    FeeLine,
    FeeTaken,
    FormPrinted,
    PaidBy,
    PaymentTaken,
    ReceiptOwed,
    TransferArrived,
)
from models.history import Recorded
from models.ids import ClerkId, SubjectId, new_dossier_id, new_subject
from models.money import CollectingBody, FeeLineKind, ReceiptNumber
from models.person import Authority, Organisation, Standing
from models.receipt_leases import ReceiptPool
from models.store.projections.money.receipt_lists import ReceiptLists
from models.store.projections.money.transfer import TRANSFERS
from models.subjects.dossier import Dossier
from models.subjects.payment import Payment, PaymentState
from models.subjects.receipt import Receipt, ReceiptState
from tests.desk.intake.test_drafts import PulledPlugError, pull
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.power_cut import written_with_its_papers
from tests.desk.staff.test_accounts import make
from tests.fakes.citizens import Chain

_LINES = (FeeLine(name="Phí chứng thực", amount=4_000, kind=FeeLineKind.CHARGE),)
CLERK, LEADER = ClerkId("mot"), ClerkId("lanhdao")
LEASED = from_local(datetime.fromisoformat("2026-11-20T08:00"))


def pool(desk: Desk, first: int = 1, last: int = 100, series: str = "26TAB", **more: object) -> ReceiptPool:
    given = {"form": "EBL01", "leased_at": LEASED, **more}
    return ReceiptPool(device=desk.store.log.device, series=series, first=first, last=last, **given)  # type: ignore[arg-type]


def leased(desk: Desk, *pools: ReceiptPool) -> Desk:
    return with_(desk, receipt_pools=pools)


def taken_in(desk: Desk, copies: int = 2) -> Dossier:
    """Of 2,000 đồng a copy."""
    return intake.take_in(desk, complete(desk, COPIES, pages=1, copies=copies))


def receipts_of(desk: Desk, payment: Payment) -> list[Receipt]:
    return desk.store.lists(ReceiptLists).of_payment(payment.id)


def arrives(desk: Desk, amount: int, reference: str = "") -> SubjectId:
    id_ = new_subject("transfer/")
    event = TransferArrived(provider="x", transaction=id_, amount=amount, reference=reference)
    desk.store.log.record(id_, desk.by, event)
    return id_


def twice_receipted(desk: Desk) -> Payment:
    """A payment that another desk took too, without hearing of this one; each has given a slip."""
    dossier = taken_in(desk)
    asked = payments.ask(desk, [dossier.id])
    paid, other = payments.confirm(desk, asked.id), Chain(7)
    at = desk.clock()
    owed = ReceiptOwed(slip="PT.H00.99.01-261123-0701", payment=asked.id, fees=paid.fees, lines=_LINES)
    desk.store.log.merge(
        [
            other.add(asked.id, at, PaymentTaken(fees=paid.fees, paid_by=PaidBy.TRANSFER)),
            other.add(dossier.id, at, FeeTaken(amount=paid.amount, payment=asked.id)),
            other.add(new_subject("receipt/"), at, owed),
        ]
    )
    return payments.by_id(desk, asked.id)


def test_cash_is_taken_with_a_receipt_of_the_lowest_number_in_one_transaction(desk: Desk) -> None:
    desk = leased(desk, pool(desk, 41, 60))
    dossier = taken_in(desk)
    before = desk.store.log.head().seq
    paid = payments.take(desk, [dossier.id], given=10_000)
    assert (paid.state, paid.amount, paid.change, paid.payer) == (PaymentState.TAKEN, 4_000, 6_000, "Nguyễn Văn Mẫu")
    assert desk.store.log.dossier(dossier.id).owes == 0
    (receipt,) = receipts_of(desk, paid)
    assert receipt.number == ReceiptNumber(form="EBL01", series="26TAB", number=41)
    assert (receipt.amount, receipt.lease) == (4_000, "lease/EBL01/26TAB/41")
    events: list[Recorded] = [one for one in desk.store.log.events() if one.seq > before]
    names = [type(one.event).__name__ for one in events]
    assert names == ["ShiftOpened", "PaymentTaken", "FeeTaken", "ReceiptIssued"]


def test_without_a_number_the_citizen_gets_a_slip_and_the_receipt_follows_in_three_working_days(desk: Desk) -> None:
    paid = payments.take(desk, [taken_in(desk).id])
    (owed,) = receipts_of(desk, paid)
    assert (owed.state, owed.slip, owed.number) == (ReceiptState.OWED, "PT.H00.99.01-261123-3001", None)
    assert owed.due_on == date(2026, 11, 27)  # Tuesday 24 November is a holiday
    assert receipts.days_left(desk, owed) == 3
    second = payments.take(desk, [taken_in(desk).id])
    assert receipts_of(desk, second)[0].slip == "PT.H00.99.01-261123-3002"
    desk = leased(desk, pool(desk))
    assert len(receipts.issue_owed(desk)) == 2
    numbers = [receipts_of(desk, one)[0].number for one in (paid, second)]
    assert [one.number for one in numbers if one] == [1, 2]
    assert len(receipts.issue_owed(desk)) == 0


def test_fees_of_several_dossiers_of_one_person_are_one_payment(desk: Desk) -> None:
    one, other = taken_in(desk), taken_in(desk, copies=3)
    paid = payments.take(desk, [one.id, other.id, one.id], PaidBy.CARD, reference="POS 77")
    assert [fee.amount for fee in paid.fees] == [4_000, 6_000]
    assert (paid.reference, paid.given) == ("POS 77", 0)
    assert [desk.store.log.dossier(id_).taken for id_ in (one.id, other.id)] == [4_000, 6_000]
    with pytest.raises(NothingOwed):
        payments.take(desk, [one.id, other.id])


def test_for_a_dossier_of_an_organisation_the_organisation_pays_and_its_tax_code_stands_on_the_receipt(
    desk: Desk,
) -> None:
    owner = Organisation(name="Công ty TNHH Mẫu", tax_code="0100000000", address="Thôn Mẫu")
    authority = Authority(relation="giám đốc", standing=Standing.REPRESENTATIVE)
    form = replace(complete(desk, COPIES, pages=1, copies=2), owner=owner, authority=authority)
    dossier = intake.take_in(desk, form)
    (receipt,) = receipts_of(desk, payments.take(desk, [dossier.id]))
    told = (receipt.payer, receipt.payer_tax_code, receipt.payer_address)
    assert told == ("Công ty TNHH Mẫu", "0100000000", "Thôn Mẫu")


def test_each_kind_and_each_collecting_body_has_a_receipt_of_its_own(desk: Desk) -> None:
    treasury = CollectingBody(name="Chi cục Thuế Mẫu", tax_code="0100000001")
    dossier = taken_in(desk)
    fee = FeeDue(
        lines=(
            FeeLine(name="Phí", amount=3_000, kind=FeeLineKind.CHARGE),
            FeeLine(name="Lệ phí", amount=5_000, kind=FeeLineKind.FEE),
            FeeLine(name="Thuế", amount=7_000, kind=FeeLineKind.TAX, body=treasury),
        )
    )
    parts = payments.fee_parts(with_fee(dossier, fee), 15_000)
    own = pool(desk, series="26TAB")
    taxes = pool(desk, first=900, last=901, series="26TKB", kind="tax", body=treasury)
    desk = leased(desk, own, taxes)
    id_ = new_subject("payment/")
    paid = [receipts.FeePaid(dossier=dossier.id, lines=parts)]
    facts = payments.taking(desk, id_, paid, paid_by=PaidBy.CASH, payer=receipts.Payer(name="Mẫu"))
    desk.store.log.record_all(desk.by, facts)
    made = desk.store.lists(ReceiptLists).of_payment(id_)
    assert sorted((one.number.text, one.amount, one.body.name) for one in made if one.number and one.body) == [
        ("26TAB-00000001", 3_000, "UBND XÃ THỬ NGHIỆM"),
        ("26TAB-00000002", 5_000, "UBND XÃ THỬ NGHIỆM"),
        ("26TKB-00000900", 7_000, "Chi cục Thuế Mẫu"),
    ]


def with_fee(dossier: Dossier, fee: FeeDue, taken: int = 0) -> Dossier:
    return replace(dossier, fee=fee, taken=taken)


@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=5), st.lists(st.integers(1, 9_000), min_size=1, max_size=6))
@settings(max_examples=60)
def test_parts_of_a_price_pay_for_its_lines_in_order_and_sum_up(lines: list[int], steps: list[int]) -> None:
    fee = FeeDue(lines=tuple(FeeLine(name=f"dòng {at}", amount=amount) for at, amount in enumerate(lines)))
    dossier = Dossier(id=new_dossier_id(), fee=fee)
    taken, seen = 0, dict.fromkeys((line.name for line in fee.lines), 0)
    for step in steps:
        amount = min(step, fee.total - taken)
        if amount <= 0:
            break
        parts = payments.fee_parts(with_fee(dossier, fee, taken), amount)
        assert sum(part.amount for part in parts) == amount
        for part in parts:
            seen[part.name] += part.amount
        taken += amount
    assert all(seen[line.name] <= line.amount for line in fee.lines)
    assert sum(seen.values()) == taken


def test_too_little_cash_and_a_price_nobody_knows_are_refused_in_a_sentence(desk: Desk) -> None:
    dossier, provincial = taken_in(desk), intake.take_in(desk, complete(desk, "1.004859"))
    head = desk.store.log.head()
    with pytest.raises(GivenTooLittle) as little:
        payments.take(desk, [dossier.id], given=3_000)
    assert little.value.sentence == "Khách đưa 3.000 đồng, chưa đủ 4.000 đồng phải thu."
    with pytest.raises(AmountNeeded) as needed:
        payments.take(desk, [provincial.id])
    assert provincial.code in needed.value.sentence
    assert desk.store.log.head() == head


def test_a_transfer_is_waited_for_once_and_confirmed_once(desk: Desk) -> None:
    dossier = taken_in(desk)
    asked = payments.ask(desk, [dossier.id])
    assert payments.ask(desk, [dossier.id]) == asked
    assert asked.reference.startswith("MC")
    paid = payments.confirm(desk, asked.id, reference="FT1")
    assert (paid.state, paid.paid_by, paid.reference) == (PaymentState.TAKEN, PaidBy.TRANSFER, "FT1")
    with pytest.raises(PaymentTakenAlready):
        payments.confirm(desk, asked.id)
    with pytest.raises(PaymentTakenAlready):
        payments.give_up(desk, asked.id, "muộn")


def test_an_arrived_transfer_is_matched_by_reference_and_amount(desk: Desk) -> None:
    asked = payments.ask(desk, [taken_in(desk).id])
    wrong, right = arrives(desk, 3_000, asked.reference), arrives(desk, 4_000, asked.reference)
    seen = {one.transfer.id: one for one in transfers.waiting(desk)}
    assert (seen[right].exact, seen[wrong].exact, seen[wrong].similar) == (asked, None, (asked,))
    with pytest.raises(TransferElsewhere):
        transfers.match(desk, wrong, asked.id)
    paid = transfers.match(desk, right, asked.id)
    assert (paid.transfer, desk.store.log.subject(TRANSFERS, right).payment) == (right, asked.id)
    assert [one.transfer.id for one in transfers.waiting(desk)] == [wrong]
    transfers.set_aside(desk, wrong, "Chuyển thiếu, đã trả lại")
    assert transfers.waiting(desk) == ()


def test_a_transfer_without_a_reference_pays_for_the_dossiers_a_person_names(desk: Desk) -> None:
    one, other = taken_in(desk), taken_in(desk, copies=1)
    arrived = arrives(desk, 6_000)
    with pytest.raises(TransferAmountDiffers):
        transfers.match_dossiers(desk, arrived, [one.id])
    paid = transfers.match_dossiers(desk, arrived, [one.id, other.id])
    assert (paid.amount, paid.paid_by, paid.transfer) == (6_000, PaidBy.TRANSFER, arrived)
    with pytest.raises(TransferElsewhere):
        transfers.match_dossiers(desk, arrived, [one.id, other.id])


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    return make(make(desk, CLERK), LEADER, Role.LEADER)


def give_back(desk: Desk, dossier: Dossier, amount: int, paid_by: PaidBy = PaidBy.CASH) -> Dossier:
    tried = second_person.begin(desk, LEADER)
    return payments.give_back(desk, dossier.id, amount, "Thu nhầm", paid_by, tried, fits=True)


def test_all_given_back_makes_the_receipt_void_and_lowers_the_drawer(staffed: Desk) -> None:
    desk = leased(staffed, pool(staffed))
    dossier = taken_in(desk)
    paid = payments.take(desk, [dossier.id])
    with pytest.raises(NothingToGiveBack):
        give_back(desk, dossier, 4_001)
    after = give_back(desk, dossier, 4_000)
    assert (after.taken, after.owes) == (0, 4_000)
    assert payments.by_id(desk, paid.id).returned == 4_000
    (receipt,) = receipts_of(desk, paid)
    assert (receipt.state, receipt.reason) == (ReceiptState.VOID, "Thu nhầm")
    at = shifts.report(desk, paid.shift)
    assert (at.expected, at.totals[0].taken, at.totals[0].returned) == (0, 4_000, 4_000)
    with pytest.raises(NothingToGiveBack):
        give_back(desk, dossier, 1)


def test_part_given_back_leaves_the_receipt_and_adds_one_that_lowers_it(staffed: Desk) -> None:
    desk = leased(staffed, pool(staffed))
    dossier = taken_in(desk)
    paid = payments.take(desk, [dossier.id])
    give_back(desk, dossier, 1_000)
    first, lower = receipts_of(desk, paid)
    assert (first.state, lower.adjusts, lower.amount) == (ReceiptState.ADJUSTED, first.id, -1_000)
    assert lower.number == ReceiptNumber(form="EBL01", series="26TAB", number=2)
    give_back(desk, dossier, 3_000, PaidBy.TRANSFER)
    assert [one.state for one in receipts_of(desk, paid)] == [ReceiptState.VOID] * 2  # else the day counted -1,000
    assert shifts.report(desk, paid.shift).expected == 3_000


def test_part_given_back_of_a_receipt_made_void_before_leaves_one_of_what_was_kept(staffed: Desk) -> None:
    desk = leased(staffed, pool(staffed))
    dossier, other = taken_in(desk), taken_in(desk, copies=1)
    paid = payments.take(desk, [dossier.id, other.id])
    (wrong,) = receipts_of(desk, paid)
    receipts.void(desk, wrong.id, "Sai tiền", second_person.begin(desk, LEADER), fits=True)
    give_back(desk, dossier, 1_000)
    _, right = receipts_of(desk, paid)
    assert (right.state, right.amount, right.payer) == (ReceiptState.ISSUED, 5_000, wrong.payer)
    assert {fee.dossier: fee.amount for fee in right.fees} == {dossier.id: 3_000, other.id: 2_000}
    receipts.void(desk, right.id, "Sai tiền", second_person.begin(desk, LEADER), fits=True)
    give_back(desk, dossier, 3_000)
    assert [one.amount for one in receipts_of(desk, paid) if one.stands] == [2_000]
    give_back(desk, other, 2_000)
    assert not any(one.stands for one in receipts_of(desk, paid))


def test_part_given_back_before_the_receipt_has_its_number_leaves_one_of_what_was_kept(staffed: Desk) -> None:
    dossier = taken_in(staffed)
    paid = payments.take(staffed, [dossier.id])
    give_back(staffed, dossier, 1_000)
    owed, kept = receipts_of(staffed, paid)
    assert (owed.state, owed.by, kept.state, kept.amount) == (ReceiptState.REPLACED, kept.id, ReceiptState.OWED, 3_000)
    assert (kept.due_on, kept.fees[0].amount) == (owed.due_on, 3_000)
    desk = leased(staffed, pool(staffed))
    assert len(receipts.issue_owed(desk)) == 1
    assert [one.amount for one in receipts_of(desk, paid) if one.holds] == [3_000]


@pytest.mark.parametrize("numbered", [True, False])
def test_money_goes_back_from_the_lines_of_its_dossier_and_from_none_more_than_it_was(
    staffed: Desk, *, numbered: bool
) -> None:
    desk = leased(staffed, pool(staffed)) if numbered else staffed
    one, other = taken_in(desk), taken_in(desk)
    priced = {one.id: (("Phí a", 3_000), ("Phí b", 2_000)), other.id: (("Phí c", 4_000),)}
    for id_, told in priced.items():
        lines = [FeeLine(name=name, amount=amount) for name, amount in told]
        prices.correct_price(desk, id_, lines, "Nghị quyết", "chưa đúng")
    paid = payments.take(desk, [one.id, other.id])
    for dossier, amount, left in (
        (one, 1_500, {"Phí a": 3_000, "Phí b": 500, "Phí c": 4_000}),
        (one, 1_500, {"Phí a": 2_000, "Phí c": 4_000}),
        (other, 500, {"Phí a": 2_000, "Phí c": 3_500}),
    ):
        give_back(desk, dossier, amount)
        stand = [each for each in receipts_of(desk, paid) if each.holds or each.state is ReceiptState.OWED]
        sums = Counter[str]()
        for line in (line for each in stand for line in each.lines):
            sums[line.name] += line.amount
        assert +sums == left
        assert min(sums.values()) >= 0


def test_where_no_number_is_left_the_receipt_that_lowers_another_is_owed(staffed: Desk) -> None:
    desk = leased(staffed, pool(staffed, last=1))
    dossier = taken_in(desk)
    paid = payments.take(desk, [dossier.id])
    give_back(desk, dossier, 1_000)
    first, lower = receipts_of(desk, paid)
    assert (first.state, lower.state, lower.adjusts, lower.amount) == ("adjusted", "owed", first.id, -1_000)
    desk = leased(desk, pool(desk))
    assert len(receipts.issue_owed(desk)) == 1
    assert sum(one.amount for one in receipts_of(desk, paid) if one.holds) == 3_000
    assert receipts_of(desk, paid)[1].adjusts == first.id


def test_a_receipt_is_replaced_by_one_that_says_another_payer(desk: Desk) -> None:
    desk = leased(desk, pool(desk))
    paid = payments.take(desk, [taken_in(desk).id])
    (old,) = receipts_of(desk, paid)
    with pytest.raises(receipts.NothingToChange):
        receipts.replace_receipt(desk, old.id, receipts.Payer(), "sai tên")
    new = receipts.replace_receipt(desk, old.id, receipts.Payer(name="Trần Thị Mẫu"), "sai tên")
    old = receipts.by_id(desk, old.id)
    assert (old.state, old.by, new.replaces, new.payer, new.amount) == (
        "replaced",
        new.id,
        old.id,
        "Trần Thị Mẫu",
        4_000,
    )
    with pytest.raises(receipts.ReceiptNotValid):
        receipts.replace_receipt(desk, old.id, receipts.Payer(name="X"), "lại")


def test_payment_at_intake_is_a_payment_like_any_other(desk: Desk) -> None:
    desk = leased(desk, pool(desk))
    dossier = intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2, paid_by=PaidBy.CASH))
    assert (dossier.taken, len(dossier.payments)) == (4_000, 1)
    paid = payments.by_id(desk, dossier.payments[0])
    assert receipts_of(desk, paid)[0].number is not None
    open_ = shifts.current(desk)
    assert open_ is not None
    assert paid.shift == open_.id
    assert not any(isinstance(one.event, FormPrinted) for one in desk.store.log.events())


def test_where_a_provider_makes_the_receipts_it_is_asked_and_no_number_is_used(desk: Desk) -> None:
    settings = replace(desk.settings, money=replace(desk.settings.money, e_receipts=True, tax_code="0100000000"))
    desk = with_(leased(desk, pool(desk)), settings=settings)
    (owed,) = receipts_of(desk, payments.take(desk, [taken_in(desk).id]))
    assert (owed.state, owed.requested, owed.number) == (ReceiptState.OWED, True, None)
    assert owed.body is not None
    assert owed.body.tax_code == "0100000000"
    assert len(receipts.issue_owed(desk)) == 0
    number = ReceiptNumber(form="EBL01", series="26TAB", number=77)
    told = EReceiptReported(state=EReceiptState.ISSUED, reference=owed.e_reference, number=number, lookup="K7M2Q")
    desk.store.log.record(owed.id, desk.by, told)
    after = receipts.by_id(desk, owed.id)
    assert (after.state, after.number, after.lookup) == (ReceiptState.ISSUED, number, "K7M2Q")
    new = receipts.replace_receipt(desk, owed.id, receipts.Payer(name="Trần Thị Mẫu"), "sai tên")
    assert (new.replaces, new.requested, new.slip, new.payer) == (owed.id, True, "", "Trần Thị Mẫu")
    told = EReceiptReported(
        state=EReceiptState.ISSUED, reference=new.e_reference, number=replace(number, number=78), lookup="K7M2R"
    )
    desk.store.log.record(new.id, desk.by, told)
    assert receipts.by_id(desk, new.id).replaces == owed.id


@pytest.mark.parametrize("at_the_dossier", [False, True])
def test_money_is_taken_with_its_papers_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, at_the_dossier: bool
) -> None:
    desk = leased(desk, pool(desk))
    dossier, work = taken_in(desk), OpenDesk(desk)

    def take() -> None:
        if at_the_dossier:
            work.dossiers.take_cash(dossier.id)
        else:
            work.payments.take([dossier.id])

    events = desk.store.log.counts().events
    with monkeypatch.context() as cut:
        cut.setattr(desk.store.print_jobs, "put", pull)
        with pytest.raises(PulledPlugError):
            take()
    assert desk.store.log.counts().events == events
    take()
    (payment,) = desk.store.log.dossier(dossier.id).payments
    (receipt,) = receipts_of(desk, payments.by_id(desk, payment))
    assert receipt.number is not None
    assert receipt.number.number == 1
    assert [one.subject for one in print_jobs.unprinted(desk)] == [receipt.id]


def test_a_receipt_is_replaced_with_its_paper_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = leased(desk, pool(desk))
    work, payment = OpenDesk(desk), payments.take(desk, [taken_in(desk).id])
    (face,) = work.receipts.in_force(payment.id)
    face, events = replace(face, payer="Công ty Ví Dụ"), desk.store.log.counts().events
    with monkeypatch.context() as cut:
        cut.setattr(desk.store.print_jobs, "put", pull)
        with pytest.raises(PulledPlugError):
            work.receipts.replace(face, "Sai tên")
    assert desk.store.log.counts().events == events
    assert len(work.receipts.replace(face, "Sai tên").jobs) == len(print_jobs.unprinted(desk)) == 1


@pytest.mark.parametrize("way", ["confirmed", "matched", "of the dossiers"])
def test_a_transfer_is_taken_with_its_papers_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    desk = leased(desk, pool(desk))
    dossier = taken_in(desk)
    asked = payments.ask(desk, [dossier.id])
    arrived, work = arrives(desk, 4_000, asked.reference), OpenDesk(desk)
    acts = {
        "confirmed": lambda: work.payments.confirm(asked.id),
        "matched": lambda: work.transfers.match(arrived, asked.id),
        "of the dossiers": lambda: work.transfers.match_dossiers(arrived, [dossier.id]),
    }
    written_with_its_papers(desk, monkeypatch, acts[way])
    assert desk.store.log.dossier(dossier.id).owes == 0
