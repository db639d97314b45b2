"""A price told is changed by a person alone: corrected, exempt, waived; two people where money goes back."""

from dataclasses import replace as with_
from datetime import date

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import four_eyes
from desk.intake import intake
from desk.money import payments, prices
from desk.money.prices import (
    DecisionMissing,
    LetOffAlready,
    NothingAsked,
    PriceImpossible,
    SecondPersonNeeded,
)
from desk.staff import accounts, second_person, session
from desk.words.history import tell
from models.clerk import Role
from models.events import FeeLine, PaidBy, PriceChanged, PriceChangeKind
from models.fees import ProvinceFee, ProvinceFees
from models.ids import ClerkId
from models.money import FeeLineKind
from models.not_allowed import (
    DossierEnded,
    ExemptionProofMissing,
    ExemptionUnknown,
    NotAllowed,
    NothingToCorrect,
    ReasonMissing,
    RoleForbids,
)
from models.procedure import FeeKind
from models.subjects.dossier import Dossier
from tests.desk.dossiers.test_four_eyes import CLERK, LEADER, staffed
from tests.desk.intake.test_intake import RESIDENCE, complete

__all__ = ["staffed"]

RIGHT = FeeLine(name="Lệ phí đăng ký cư trú", amount=10_000, kind=FeeLineKind.FEE)


def residence(desk: Desk) -> Dossier:
    """Permanent residence, 20.000 đ, not paid."""
    return intake.take_in(desk, complete(desk, RESIDENCE))


def total(dossier: Dossier) -> int:
    assert dossier.fee is not None
    return dossier.fee.total


def test_a_corrected_price_replaces_the_one_told_and_the_history_says_why(staffed: Desk) -> None:
    dossier = residence(staffed)
    after = prices.correct_price(staffed, dossier.id, (RIGHT,), "TT 75/2022/TT-BTC", " chọn nhầm hình thức nộp ")
    assert (total(dossier), total(after), after.prices) == (20_000, 10_000, (dossier.fee,))
    event = staffed.store.log.history(dossier.id)[-1].event
    assert isinstance(event, PriceChanged)
    assert (event.kind, event.confirmed_by, event.reason) == (PriceChangeKind.CORRECTED, "", "chọn nhầm hình thức nộp")
    assert "chọn nhầm hình thức nộp" in tell(event, {})
    free = prices.correct_price(staffed, dossier.id, (), "", "miễn theo luật")
    assert free.fee is not None
    assert free.fee.free


@pytest.mark.parametrize(
    ("lines", "reason", "refusal"),
    [
        ((replace(RIGHT, amount=0),), "nhầm", PriceImpossible),
        ((replace(RIGHT, amount=-5),), "nhầm", PriceImpossible),
        ((replace(RIGHT, amount=10**12),), "nhầm", PriceImpossible),
        ((replace(RIGHT, name=" "),), "nhầm", PriceImpossible),
        ((RIGHT,), "  ", ReasonMissing),
    ],
)
def test_a_price_that_cannot_be_is_refused(
    staffed: Desk, lines: tuple[FeeLine, ...], reason: str, refusal: type[NotAllowed]
) -> None:
    dossier = residence(staffed)
    with pytest.raises(refusal):
        prices.check_correct(staffed, dossier.id, lines, "", reason)
    assert staffed.store.log.dossier(dossier.id) == dossier


def test_what_stands_there_already_is_no_correction(staffed: Desk) -> None:
    dossier = residence(staffed)
    assert dossier.fee is not None
    with pytest.raises(NothingToCorrect):
        prices.correct_price(staffed, dossier.id, dossier.fee.lines, dossier.fee.source, "nhầm")


def test_who_shows_the_paper_later_is_exempt_with_ground_and_proof(staffed: Desk) -> None:
    dossier = residence(staffed)
    assert "ho-ngheo" in {one.id for one in prices.exemptions(staffed, dossier)}
    with pytest.raises(ExemptionProofMissing):
        prices.exempt(staffed, dossier.id, "ho-ngheo", " ", "nộp sau")
    with pytest.raises(ExemptionUnknown):
        prices.exempt(staffed, dossier.id, "giau", "Sổ", "nộp sau")
    after = prices.exempt(staffed, dossier.id, "ho-ngheo", "Giấy chứng nhận hộ nghèo", "nộp sau")
    assert after.fee is not None
    assert after.fee.free
    assert after.fee.ground is not None
    assert (after.fee.ground.name, after.fee.ground.let_off) == ("Hộ nghèo", 20_000)
    event = staffed.store.log.history(dossier.id)[-1].event
    assert isinstance(event, PriceChanged)
    assert (event.kind, event.ground, event.proof) == (PriceChangeKind.EXEMPT, "Hộ nghèo", "Giấy chứng nhận hộ nghèo")
    with pytest.raises(LetOffAlready):
        prices.exempt(staffed, dossier.id, "dac-khu", "Sổ", "lần nữa")


def test_only_a_leader_waives_and_names_the_decision(staffed: Desk) -> None:
    dossier = residence(staffed)
    with pytest.raises(RoleForbids):
        prices.waive(staffed, dossier.id, "QĐ 12/QĐ-UBND", "thiên tai")
    leader = session.sign_in(staffed, accounts.begin_try(staffed, LEADER), fits=True)
    with pytest.raises(DecisionMissing):
        prices.waive(leader, dossier.id, "", "thiên tai")
    after = prices.waive(leader, dossier.id, "QĐ 12/QĐ-UBND", "thiên tai")
    assert (after.owes, after.surplus) == (0, 0)
    with pytest.raises(LetOffAlready):
        prices.waive(leader, dossier.id, "QĐ 13/QĐ-UBND", "thiên tai")


def test_nothing_is_let_off_where_nothing_is_asked_or_the_dossier_never_was_one(staffed: Desk) -> None:
    birth = intake.take_in(staffed, complete(staffed, "1.001193", case="co-chung-sinh"))
    leader = session.sign_in(staffed, accounts.begin_try(staffed, LEADER), fits=True)
    with pytest.raises(NothingAsked):
        prices.waive(leader, birth.id, "QĐ 12", "thiên tai")
    clerk = session.sign_in(leader, accounts.begin_try(leader, CLERK), fits=True)
    four_eyes.void(clerk, birth.id, "nhầm", second_person.begin(clerk, LEADER), fits=True)
    with pytest.raises(DossierEnded):
        prices.correct_price(clerk, birth.id, (RIGHT,), "", "nhầm")


def test_money_that_goes_back_needs_a_second_person_and_shows_as_surplus(staffed: Desk) -> None:
    dossier = residence(staffed)
    payments.take(staffed, [dossier.id], PaidBy.CASH, amounts={dossier.id: 20_000})
    with pytest.raises(SecondPersonNeeded) as refused:
        prices.correct_price(staffed, dossier.id, (RIGHT,), "TT", "nhầm")
    assert "phải trả lại 10.000 đồng" in refused.value.sentence
    tried = second_person.begin(staffed, LEADER)
    after = four_eyes.correct_price(staffed, dossier.id, (RIGHT,), "TT", "nhầm", tried, fits=True)
    assert (after.surplus, after.owes, after.taken) == (10_000, 0, 20_000)
    event = staffed.store.log.history(dossier.id)[-1].event
    assert isinstance(event, PriceChanged)
    assert event.confirmed_by == LEADER
    assert "Người lanhdao cùng xác nhận" in tell(event, {LEADER: "Người lanhdao"})
    more = prices.correct_price(staffed, dossier.id, (replace(RIGHT, amount=30_000),), "TT", "nhầm nữa")
    assert (more.surplus, more.owes) == (0, 10_000)


def test_an_exemption_after_payment_needs_a_second_person_too(staffed: Desk) -> None:
    dossier = residence(staffed)
    payments.take(staffed, [dossier.id], PaidBy.CASH, amounts={dossier.id: 20_000})
    with pytest.raises(SecondPersonNeeded):
        prices.exempt(staffed, dossier.id, "ho-ngheo", "Sổ", "nộp sau")
    act = four_eyes.EXCEPTIONS["price_exempt"]
    assert act.heed(staffed, staffed.store.log.dossier(dossier.id)) == (four_eyes.ExceptionWarning.MONEY_BACK,)
    act.check(staffed, dossier.id, "ho-ngheo", "Sổ", "nộp sau")
    after = act.do(staffed, dossier.id, "ho-ngheo", "Sổ", "nộp sau", second_person.begin(staffed, LEADER), fits=True)
    assert after.surplus == 20_000


def test_a_later_resolution_never_moves_a_price_already_told(staffed: Desk) -> None:
    dossier = residence(staffed)
    dearer = ProvinceFee(
        procedure=RESIDENCE, kind=FeeKind.AMOUNT, amount=90_000, source="NQ", valid_from=date(2026, 1, 1)
    )
    later = with_(staffed, fees=ProvinceFees(fee=(dearer,)))
    assert later.store.log.dossier(dossier.id).fee == dossier.fee
    assert total(intake.take_in(later, complete(later, RESIDENCE))) == 90_000
    assert later.store.log.dossier(dossier.id).fee == dossier.fee


def test_a_price_nobody_knew_at_intake_is_told_later(staffed: Desk) -> None:
    by_province = intake.take_in(staffed, complete(staffed, "1.004859"))
    assert by_province.fee is not None
    assert by_province.fee.set_by_province
    known = prices.correct_price(
        staffed, by_province.id, (replace(RIGHT, amount=28_000),), "NQ 07/2026", "đã có nghị quyết"
    )
    assert known.owes == 28_000


def test_the_clerk_at_work_is_never_the_second_person(staffed: Desk) -> None:
    assert ClerkId("hai") not in {one.id for one in second_person.second_persons(staffed)}
    assert Role.LEADER in {role for one in second_person.second_persons(staffed) for role in one.roles}
