"""Intake on a real store, with the catalogue that comes with the program."""

from dataclasses import replace as with_
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import lookup, results
from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.money import payments
from desk.settings import OtherUnit
from models.calendar.clock import from_local, local
from models.events import (
    DossierCorrected,
    PaidBy,
    PaperMissing,
    PaperReceived,
    ReturnBy,
)
from models.ids import new_dossier_id
from models.not_allowed import (
    AddressMissing,
    AuthorityMissing,
    BlockExhausted,
    CaseMissing,
    DossierEnded,
    DossierUnknown,
    FeeTakenAlready,
    NotAllowed,
    NothingMissing,
    NothingToCorrect,
    NumberMalformed,
    OutcomeAlready,
    PapersMissing,
    PersonIncomplete,
    ProcedureMissing,
    ProcedureUnknown,
    QuantityImpossible,
    ReasonMissing,
)
from models.person import Authority, Organisation, Person, Unit
from models.procedure import LimitUnit, TimeLimit
from models.subjects.dossier import DossierStatus
from tests.conftest import TurnedClock

BIRTH = "1.001193"
RESIDENCE = "1.004222"
COPIES = "2.000815"

MAU = Person(
    full_name="Nguyễn Văn Mẫu",
    personal_number="001099000001",
    address="Thôn Mẫu, xã Thử Nghiệm",
    born_on=date(1999, 1, 1),
)


def complete(desk: Desk, procedure: str, **more: object) -> IntakeForm:
    """A form with every required paper of the procedure's first case."""
    found = desk.catalogue.get(procedure)
    case = found.cases[0] if found.cases else None
    papers = tuple(
        PaperReceived(name=p.name, originals=p.originals, copies=p.copies, shown_only=p.to_show)
        for p in (case.papers if case else ())
        if p.required
    )
    form = IntakeForm(submitter=MAU, procedure=procedure, case=case.id if case else "", papers=papers)
    return replace(form, **more)


def why_not(desk: Desk, form: IntakeForm) -> list[type[NotAllowed]]:
    return [type(problem) for problem in intake.preview(desk, form).problems]


def test_a_complete_dossier_gets_a_code_from_this_machines_block(desk: Desk) -> None:
    codes = [intake.take_in(desk, complete(desk, RESIDENCE)).code for _ in range(3)]
    assert codes == ["H00.99.01-261123-3001", "H00.99.01-261123-3002", "H00.99.01-261123-3003"]


def test_a_supplement_brought_on_another_day_gets_that_days_code_and_count(desk: Desk, clock: TurnedClock) -> None:
    asked = intake.ask_supplement(
        desk, IntakeForm(submitter=MAU, procedure=RESIDENCE), (PaperMissing(name="Tờ khai"),), "Thiếu tờ khai."
    )
    clock.turn(days=2)
    taken = intake.take_in(desk, complete(desk, RESIDENCE, continues=asked.id))
    assert (taken.id, taken.code) == (asked.id, "H00.99.01-261125-3001")
    assert taken.due is not None
    assert taken.due.at is not None
    assert local(taken.due.at).date() == date(2026, 12, 4)
    with pytest.raises(OutcomeAlready):
        intake.refuse(desk, complete(desk, RESIDENCE, continues=asked.id), "Không đúng.")


def test_a_supplement_to_nothing_is_refused_as_unknown(desk: Desk) -> None:
    with pytest.raises(DossierUnknown):
        intake.take_in(desk, complete(desk, RESIDENCE, continues=new_dossier_id()))


def test_a_fee_paid_with_the_supplement_is_not_taken_again(desk: Desk) -> None:
    asked = intake.ask_supplement(
        desk, IntakeForm(submitter=MAU, procedure=COPIES), (PaperMissing(name="Bản chính"),), "Thiếu bản chính."
    )
    payments.take(desk, [asked.id], PaidBy.CASH, amounts={asked.id: 1_500})
    form = complete(desk, COPIES, continues=asked.id, pages=1, copies=1, paid_by=PaidBy.CASH)
    taken = intake.take_in(desk, form)
    assert (taken.fee and taken.fee.total, taken.taken) == (2_000, 2_000)


def test_a_fee_is_not_taken_twice(desk: Desk) -> None:
    taken = intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2, paid_by=PaidBy.CASH))
    with pytest.raises(FeeTakenAlready) as refused:
        payments.take(desk, [taken.id], PaidBy.CASH, amounts={taken.id: 4_000})
    assert (refused.value.total, refused.value.taken, refused.value.amount) == (4_000, 4_000, 4_000)


def test_nothing_is_taken_for_what_is_free_and_any_amount_the_province_may_set(desk: Desk) -> None:
    free = intake.take_in(desk, complete(desk, BIRTH))
    with pytest.raises(FeeTakenAlready):
        payments.take(desk, [free.id], PaidBy.CASH, amounts={free.id: 1_000})
    provincial = intake.take_in(desk, complete(desk, "1.004859"))
    assert provincial.fee is not None
    assert provincial.fee.set_by_province
    assert payments.take(desk, [provincial.id], PaidBy.CASH, amounts={provincial.id: 25_000}).amount == 25_000


def test_a_correction_is_judged_like_the_form(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))

    def correct(*, submitter: Person | None = None, owner: Person | None = None) -> None:
        results.correct(desk, dossier.id, DossierCorrected(reason="Ghi nhầm", submitter=submitter, owner=owner))

    with pytest.raises(NumberMalformed):
        correct(submitter=replace(MAU, personal_number="00109900000"))
    with pytest.raises(PersonIncomplete):
        correct(submitter=replace(MAU, full_name="  "))
    with pytest.raises(AuthorityMissing):
        correct(owner=Person(full_name="Trần Thị Thử", address="Thôn Mẫu"))
    with pytest.raises(NothingToCorrect):
        correct(submitter=replace(MAU, full_name="  Nguyễn  Văn Mẫu "))
    assert desk.store.log.dossier(dossier.id).intake == dossier.intake


def test_a_form_of_blanks_is_a_form_of_nothing(desk: Desk) -> None:
    form = complete(desk, RESIDENCE, submitter=replace(MAU, full_name=" ", address="\t"))
    assert why_not(desk, form) == [PersonIncomplete]


def test_no_slip_carries_a_number_that_cannot_be(desk: Desk) -> None:
    form = IntakeForm(submitter=replace(MAU, personal_number="12345"), procedure=RESIDENCE)
    with pytest.raises(NumberMalformed):
        intake.refuse(desk, form, "Không thuộc thẩm quyền.")


def test_a_dossier_withdrawn_is_withdrawn_once(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    results.withdraw(desk, dossier.id, "Đổi ý")
    with pytest.raises(DossierEnded):
        results.withdraw(desk, dossier.id, "Đổi ý")


def test_the_number_starts_again_each_day_and_never_twice_on_one(desk: Desk, clock: TurnedClock) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE))
    clock.turn(days=2)
    assert intake.take_in(desk, complete(desk, RESIDENCE)).code == "H00.99.01-261125-3001"


def test_slips_draw_from_the_same_numbers_so_a_scan_finds_one_dossier(desk: Desk) -> None:
    refused = intake.refuse(desk, IntakeForm(submitter=MAU, procedure=RESIDENCE), "Không thuộc thẩm quyền.")
    taken = intake.take_in(desk, complete(desk, RESIDENCE))
    assert refused.slip == "H00.99.01-261123-3001"
    assert taken.code == "H00.99.01-261123-3002"
    assert lookup.by_code(desk, refused.slip).id == refused.id


def test_a_used_up_block_says_so_and_records_nothing(desk: Desk) -> None:
    device = replace(desk.settings.device, block_first=5, block_last=6)
    small = with_(desk, settings=replace(desk.settings, device=device))
    for _ in range(2):
        intake.take_in(small, complete(desk, RESIDENCE))
    before = desk.store.log.counts()
    with pytest.raises(BlockExhausted):
        intake.take_in(small, complete(desk, RESIDENCE))
    assert desk.store.log.counts() == before


def test_the_due_date_is_frozen_with_its_reasons(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    assert dossier.due is not None
    assert dossier.due.at is not None
    # Seven working days from Monday 23 November 2026, over the holiday of the 24th.
    assert local(dossier.due.at).date() == date(2026, 12, 3)
    assert any("24/11/2026" in sentence for sentence in dossier.due.why)


def test_a_same_day_matter_needs_no_slip_unless_asked(desk: Desk, clock: TurnedClock) -> None:
    form = complete(desk, BIRTH)
    assert not intake.take_in(desk, form).receipt_wanted
    assert intake.take_in(desk, replace(form, receipt_wanted=True)).receipt_wanted
    clock.now = from_local(local(clock.now).replace(hour=15, minute=1, tzinfo=None))
    late = intake.take_in(desk, form)
    assert late.receipt_wanted
    assert late.due is not None
    assert not late.due.same_day


def test_what_the_fee_counted_stays_in_the_dossier(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, COPIES, pages=3, copies=2, paid_by=PaidBy.CASH))
    assert dossier.fee is not None
    assert dossier.intake is not None
    assert (dossier.fee.total, dossier.taken) == (10_000, 10_000)
    assert (dossier.intake.pages, dossier.intake.copies) == (3, 2)


def test_a_price_set_by_the_province_is_not_free(desk: Desk) -> None:
    form = complete(desk, "1.004859")
    fee = intake.preview(desk, form).fee
    assert fee is not None
    assert (fee.set_by_province, fee.free, fee.total) == (True, False, 0)


def test_a_receipt_needs_every_required_paper(desk: Desk) -> None:
    form = replace(complete(desk, RESIDENCE), papers=())
    assert PapersMissing in why_not(desk, form)
    with pytest.raises(PapersMissing):
        intake.take_in(desk, form)


def test_a_supplement_slip_lists_what_the_checklist_lacks(desk: Desk) -> None:
    form = replace(complete(desk, RESIDENCE), papers=())
    dossier = intake.ask_supplement(desk, form, reason="Chưa đủ giấy tờ")
    assert dossier.status is DossierStatus.SUPPLEMENT
    assert [paper.name for paper in dossier.missing] == [p.name for p in intake.preview(desk, form).missing]


def test_the_supplemented_dossier_is_the_same_dossier(desk: Desk) -> None:
    form = replace(complete(desk, RESIDENCE), papers=())
    asked = intake.ask_supplement(desk, form, reason="Chưa đủ giấy tờ")
    taken = intake.take_in(desk, complete(desk, RESIDENCE, continues=asked.id))
    assert (taken.id, taken.status, taken.slip) == (asked.id, DossierStatus.RECEIVED, asked.slip)
    assert taken.code
    with pytest.raises(OutcomeAlready):
        intake.take_in(desk, complete(desk, RESIDENCE, continues=asked.id))


def test_slips_need_a_reason_and_something_missing(desk: Desk) -> None:
    whole = complete(desk, RESIDENCE)
    with pytest.raises(NothingMissing):
        intake.ask_supplement(desk, whole, reason="Thiếu")
    with pytest.raises(ReasonMissing):
        intake.ask_supplement(desk, whole, (PaperMissing(name="Đơn"),), "  ")
    with pytest.raises(ReasonMissing):
        intake.refuse(desk, whole, "")


def test_nothing_is_padded_or_cut_a_wrong_number_is_named(desk: Desk) -> None:
    for number in ("00109900001", "0010990000011", "00109900000A", "٠٠١٠٩٩٠٠٠٠٠١"):
        form = complete(desk, RESIDENCE, submitter=replace(MAU, personal_number=number))
        assert why_not(desk, form) == [NumberMalformed]


def test_who_has_no_card_needs_a_name_and_an_address(desk: Desk) -> None:
    form = complete(desk, RESIDENCE, submitter=Person(full_name="Lò Thị Thử", address="Bản Mẫu"))
    assert why_not(desk, form) == []
    nameless = complete(desk, RESIDENCE, submitter=Person(full_name=" \u00a0", address="Bản Mẫu"))
    with pytest.raises(PersonIncomplete) as refused:
        intake.take_in(desk, nameless)
    assert refused.value.missing == ("full_name",)


def test_owner_submitter_and_authority_are_three_things(desk: Desk) -> None:
    owner = replace(MAU, full_name="Trần Thị Thử", personal_number="001199000002")
    form = complete(desk, RESIDENCE, owner=owner)
    assert why_not(desk, form) == [AuthorityMissing]
    dossier = intake.take_in(desk, replace(form, authority=Authority(relation="là con đẻ")))
    assert dossier.owner == owner
    assert dossier.intake is not None
    assert (dossier.intake.submitter, dossier.intake.authority) == (MAU, Authority(relation="là con đẻ"))


def test_an_organisation_may_own_a_dossier(desk: Desk) -> None:
    owner = Organisation(name="Hợp tác xã Thử Nghiệm", tax_code="0100000001")
    form = complete(desk, RESIDENCE, owner=owner, authority=Authority(relation="Giám đốc"))
    assert [row.owner for row in lookup.find(desk, "hop tac xa") or []] == []
    intake.take_in(desk, form)
    assert [row.owner for row in lookup.find(desk, "hop tac xa")] == ["Hợp tác xã Thử Nghiệm"]


def test_an_empty_owner_form_is_no_owner(desk: Desk) -> None:
    dossier = intake.take_in(
        desk, complete(desk, RESIDENCE, owner=Person(full_name=" "), authority=Authority(relation=""))
    )
    assert dossier.owner == MAU


def test_a_dossier_for_another_unit_keeps_its_own_deadline_and_address(desk: Desk) -> None:
    province = Unit(id="H00.01", name="Sở Thử nghiệm", address="Số 1 đường Mẫu")
    day = TimeLimit(amount=1, unit=LimitUnit.WORKING_DAYS)
    settings = replace(desk.settings, other_units=(OtherUnit(unit=province, transfer=day),))
    with_units = with_(desk, settings=settings)
    here = intake.take_in(with_units, complete(desk, RESIDENCE))
    there = intake.take_in(with_units, complete(desk, RESIDENCE, resolved_by=province, return_to=province.address))
    assert here.due is not None
    assert there.due is not None
    assert here.due.at is not None
    assert there.due.at == here.due.at + timedelta(days=1)
    assert any("Sở Thử nghiệm" in sentence for sentence in there.due.why)
    assert there.intake is not None
    assert there.intake.received_by == desk.settings.office.unit
    assert (there.intake.resolved_by, there.intake.return_to) == (province, "Số 1 đường Mẫu")


def test_an_agreed_day_needs_no_published_limit(desk: Desk) -> None:
    agreed = from_local(local(desk.clock()).replace(day=30, hour=17, tzinfo=None))
    form = complete(desk, COPIES, agreed_at=agreed, agreed_why="Nhiều bản, người dân đồng ý")
    dossier = intake.take_in(desk, form)
    assert dossier.due is not None
    assert dossier.due.at == agreed
    assert any("người dân đồng ý" in sentence for sentence in dossier.due.why)


def test_by_post_the_result_needs_an_address(desk: Desk) -> None:
    stranger = Person(full_name="Lò Thị Thử", address="Bản Mẫu")
    by_post = complete(desk, RESIDENCE, submitter=stranger, return_by=ReturnBy.POST)
    dossier = intake.take_in(desk, by_post)
    assert dossier.intake is not None
    assert dossier.intake.return_to == "Bản Mẫu"
    assert AddressMissing in why_not(desk, replace(by_post, submitter=replace(stranger, address="")))


def test_unknown_procedures_cases_and_quantities_are_named(desk: Desk) -> None:
    assert why_not(desk, IntakeForm(submitter=MAU)) == [ProcedureMissing]
    assert why_not(desk, IntakeForm(submitter=MAU, procedure="9.999999")) == [ProcedureUnknown]
    several = next(p for p in desk.catalogue.procedures if len(p.cases) > 1)
    assert why_not(desk, IntakeForm(submitter=MAU, procedure=several.code)) == [CaseMissing]
    assert QuantityImpossible in why_not(desk, complete(desk, COPIES, pages=0))


def test_a_correction_is_a_further_event_and_the_history_keeps_both(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    right = replace(MAU, full_name="Nguyễn Văn Mẫn")
    fixed = results.correct(desk, dossier.id, DossierCorrected(reason="Gõ nhầm tên", submitter=right))
    assert fixed.intake is not None
    assert fixed.intake.submitter == right
    assert [row.owner for row in lookup.find(desk, "man")] == ["Nguyễn Văn Mẫn"]
    assert [type(r.event).__name__ for r in lookup.history(desk, dossier.id)] == [
        "DossierReceived",
        "DossierCorrected",
    ]
    with pytest.raises(NothingToCorrect):
        results.correct(desk, dossier.id, DossierCorrected(reason="Lại", submitter=right))


def test_a_withdrawn_dossier_takes_no_more(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    with pytest.raises(ReasonMissing):
        results.withdraw(desk, dossier.id, " ")
    assert results.withdraw(desk, dossier.id, "Không có nhu cầu").status is DossierStatus.WITHDRAWN
    with pytest.raises(DossierEnded):
        results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu")


def test_names_typed_as_combining_marks_are_stored_composed(desk: Desk) -> None:
    typed = "Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u"
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, full_name=typed)))
    assert dossier.owner == MAU


def test_a_procedure_picked_wrongly_is_put_right_by_its_code_and_the_promise_stays(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    reason = DossierCorrected(reason="Chọn nhầm thủ tục")
    fixed = results.correct(desk, dossier.id, reason, procedure=f" {COPIES} ")
    assert fixed.intake is not None
    assert (fixed.intake.procedure.code, fixed.due, fixed.fee) == (COPIES, dossier.due, dossier.fee)
    with pytest.raises(NothingToCorrect):
        results.correct(desk, dossier.id, reason, procedure=COPIES)
    with pytest.raises(ProcedureUnknown):
        results.correct(desk, dossier.id, reason, procedure="9.999999")
