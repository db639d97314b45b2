"""Bundles at a real desk: one intake, several dossiers; what waits starts its clock when what it waits for is done."""

from dataclasses import replace as with_
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from desk.assisted import assisted
from desk.assisted.assisted import FiledAlready, OnlineHelp, PortalCodeMalformed
from desk.bundles import bundles
from desk.bundles.bundle_form import (
    BundleForm,
    OneOfThemOnly,
    PortalCodeMissing,
    begin_bundle,
    bundle_preview,
    with_matter,
)
from desk.bundles.taking_in import take_in_together
from desk.desk import Desk
from desk.dossiers import outcome, results, work_lists
from desk.intake.intake import IntakeForm
from desk.views.service.assisted import AssistedViews
from desk.views.service.bundles import BundleViews
from desk.words.terms import NATIONAL_STATE
from models.calendar.clock import local
from models.events import Decision, NationalState, PaidBy, PaperReceived
from models.not_allowed import BlockExhausted, NotAllowed, PapersMissing, TimeLimitUnknown
from models.person import Authority, Person, Standing
from models.procedure import Channel
from models.subjects.dossier import Dossier
from models.subjects.work_lists import WorkList
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, complete

BIRTH_BUNDLE, DEATH_BUNDLE, MARRIAGE, DISABILITY = "3.000722", "2.002913", "ket-hon-cu-tru", "khuyet-tat-5-trong-1"
PORTAL_CODE = "000.00.00.G22-261123-0001"


def filled(desk: Desk, code: str, **people: object) -> BundleForm:
    """The form of a bundle with every required paper, ready to be taken in."""
    form = begin_bundle(desk, code, replace(IntakeForm(submitter=MAU), **people))
    form = replace(form, portal_code=PORTAL_CODE if code in {BIRTH_BUNDLE, DEATH_BUNDLE} else "")
    parts = tuple(replace(one, days=10 if code == DISABILITY and one.id != "xac-dinh" else 0) for one in form.parts)
    form = replace(form, parts=parts)
    wanted = [one.paper for one in bundle_preview(desk, form).papers if one.paper.required]
    return replace(form, papers=tuple(PaperReceived(name=one.name, originals=1) for one in wanted))


def days(dossier: Dossier) -> tuple[int, int]:
    assert dossier.due is not None
    assert dossier.due.at is not None
    at = local(dossier.due.at)
    return at.day, at.month


@pytest.mark.parametrize("code", [BIRTH_BUNDLE, DEATH_BUNDLE, MARRIAGE, DISABILITY])
def test_every_bundle_that_ships_is_taken_in_whole_with_codes_in_a_row(desk: Desk, code: str) -> None:
    form = filled(desk, code)
    taken = take_in_together(desk, form)
    first = int(taken.dossiers[0].code[-4:])
    assert [int(one.code[-4:]) for one in taken.dossiers] == [first + at for at in range(len(taken.dossiers))]
    assert [part.dossier for part in taken.bundle.parts] == [one.id for one in taken.dossiers]
    assert len(taken.dossiers) == sum(one.chosen for one in form.parts)
    assert {one.bundle.id for one in taken.dossiers if one.bundle} == {taken.bundle.id}
    assert all(one.waits_in_bundle is not None for one in taken.dossiers[1:])  # all wait for the first
    assert taken.dossiers[0].waits_in_bundle is None
    if code in {BIRTH_BUNDLE, DEATH_BUNDLE}:
        known = {(one.intake.channel, one.intake.helped_by) for one in taken.dossiers if one.intake}
        assert known == {(Channel.ONLINE, desk.settings.office.unit)}
        assert taken.bundle.portal_code == PORTAL_CODE


def test_a_paper_that_two_procedures_ask_for_is_handed_in_once(desk: Desk) -> None:
    form = filled(desk, BIRTH_BUNDLE)
    names = [one.name for one in form.papers]
    assert names == ["Giấy chứng sinh (nếu chưa có bản điện tử)", "Tờ khai điện tử (mẫu 01 NĐ 63/2024)"]
    taken = take_in_together(desk, form)
    birth, residence, card = (one.intake.papers if one.intake else () for one in taken.dossiers)
    assert [paper.originals for paper in birth] == [1, 1]
    assert [(paper.originals, paper.lies_in) for paper in (*residence, *card)] == [(0, taken.dossiers[0].code)] * 3


def test_dates_follow_each_other_and_a_clock_starts_when_the_part_before_is_done(
    desk: Desk, clock: TurnedClock
) -> None:
    birth, residence, card = take_in_together(desk, filled(desk, BIRTH_BUNDLE)).dossiers
    assert days(birth) == (23, 11)
    assert days(residence) == (3, 12)  # seven working days behind the first one's date; the 24th is a holiday
    assert days(card) == (27, 11)
    assert not residence.runs
    clock.turn(days=4)  # Friday: the first part is late
    outcome.decide(desk, [birth.id])
    residence, card = (desk.store.log.dossier(one.id) for one in (residence, card))
    assert residence.waits_in_bundle is None
    assert residence.runs
    assert days(residence) == (8, 12)
    assert days(card) == (2, 12)
    assert residence.promised is not None
    assert residence.missed is None


def test_a_part_that_waits_is_not_to_be_handed_over_and_stands_in_a_list_of_its_own(desk: Desk) -> None:
    birth, residence, card = take_in_together(desk, filled(desk, BIRTH_BUNDLE)).dossiers
    lists = (WorkList.TO_HAND_OVER, WorkList.BUNDLE)
    rows = {one: {row.id for row in work_lists.listed(desk, one)} for one in lists}
    assert rows == {WorkList.TO_HAND_OVER: {birth.id}, WorkList.BUNDLE: {card.id, residence.id}}
    outcome.decide(desk, [birth.id])
    assert {row.id for row in work_lists.listed(desk, WorkList.TO_HAND_OVER)} == {residence.id, card.id}
    assert work_lists.listed(desk, WorkList.BUNDLE) == []


def test_a_part_that_fails_holds_no_other_and_it_closes_when_all_have_ended(desk: Desk) -> None:
    taken = take_in_together(desk, filled(desk, BIRTH_BUNDLE))
    birth, residence, card = taken.dossiers
    results.withdraw(desk, residence.id, "Chưa nhập khẩu cho cháu")
    assert desk.store.log.dossier(card.id).waits_in_bundle is not None  # it waits for the birth, not for the residence
    outcome.decide(desk, [birth.id], Decision.REFUSED, reason="Sai thẩm quyền")
    over = desk.store.log.dossier(card.id)
    assert over.waits_in_bundle is None  # the office has to answer it: refuse it, or go on
    for one in (birth, card):
        assert not bundles.standing(desk, taken.bundle.id).closed
        results.withdraw(desk, one.id, "Rút cả nhóm")
    assert bundles.standing(desk, taken.bundle.id).closed
    assert bundles.listed(desk) == ()
    assert [one.bundle.id for one in bundles.listed(desk, open_only=False)] == [taken.bundle.id]


def test_a_part_taken_out_goes_its_own_way_and_nobody_waits_for_it(desk: Desk, clock: TurnedClock) -> None:
    taken = take_in_together(desk, filled(desk, BIRTH_BUNDLE))
    birth, residence, card = taken.dossiers
    clock.turn(hours=1)
    out = bundles.take_out(desk, residence.id, "Nhập khẩu sau")
    assert (out.bundle, out.waits_in_bundle) == (None, None)
    assert days(out) == (3, 12)
    assert desk.store.log.dossier(card.id).waits_in_bundle is not None
    bundles.take_out(desk, birth.id, "Làm riêng")
    card = desk.store.log.dossier(card.id)
    assert card.waits_in_bundle is None
    found = bundles.standing(desk, taken.bundle.id)
    assert (found.total, [bool(one.out) for one in found.parts]) == (1, [True, True, False])
    with pytest.raises(bundles.NotInBundle):
        bundles.take_out(desk, birth.id, "Lần nữa")


def test_matters_that_have_nothing_to_do_with_each_other_share_people_payment_and_slip(desk: Desk) -> None:
    form = BundleForm(people=IntakeForm(submitter=MAU, paid_by=PaidBy.CASH))
    form = with_matter(form, complete(desk, COPIES, pages=3, copies=2))
    form = with_matter(form, complete(desk, "1.004222"))
    taken = take_in_together(desk, form)
    copies, residence = taken.dossiers
    assert copies.payments == residence.payments
    assert len(copies.payments) == 1
    assert (copies.taken, residence.taken) == (copies.fee.total, 20_000)  # type: ignore[union-attr] # taken in
    assert (copies.receipt_wanted, residence.receipt_wanted) == (False, False)
    assert not any(one.waits for one in taken.dossiers)
    assert taken.bundle.name == ""


def test_what_is_refused_for_one_part_refuses_all_and_records_nothing(desk: Desk) -> None:
    before = desk.store.log.head().seq
    whole = filled(desk, BIRTH_BUNDLE)
    death = filled(desk, DEATH_BUNDLE)
    both = tuple(replace(one, chosen=one.id in {"khai-tu", "tu-tuat", "mai-tang-bao-tro"}) for one in death.parts)
    undated = replace(filled(desk, DISABILITY), parts=begin_bundle(desk, DISABILITY, IntakeForm(submitter=MAU)).parts)
    wrong: list[tuple[BundleForm, type[NotAllowed]]] = [
        (replace(whole, papers=()), PapersMissing),
        (replace(whole, portal_code=" "), PortalCodeMissing),
        (replace(death, parts=both), OneOfThemOnly),
        (undated, TimeLimitUnknown),
    ]
    for form, reason in wrong:
        with pytest.raises(reason):
            take_in_together(desk, form)
    short = replace(desk.settings.device, block_first=1, block_last=2)
    with pytest.raises(BlockExhausted):
        take_in_together(with_(desk, settings=replace(desk.settings, device=short)), whole)
    assert desk.store.log.head().seq == before


def test_the_owner_is_named_once_for_all(desk: Desk) -> None:
    child = Person(full_name="Nguyễn Thị Bé", address=MAU.address)
    authority = Authority(standing=Standing.PARENT, relation="cha đẻ")
    form = filled(desk, BIRTH_BUNDLE, owner=child, authority=authority)
    assert {one.owner for one in take_in_together(desk, form).dossiers} == {child}


def test_a_bundle_that_was_filed_with_help_is_followed_once_and_seen_from_both_places(desk: Desk) -> None:
    steps = tuple(step.name for step in found.steps) if (found := assisted.guide(desk, BIRTH_BUNDLE)) else ()
    assisted.filed(desk, OnlineHelp(procedure=BIRTH_BUNDLE, person=MAU, code=PORTAL_CODE, steps=steps))
    form = filled(desk, BIRTH_BUNDLE)
    with pytest.raises(PortalCodeMalformed):
        take_in_together(desk, replace(form, portal_code="chưa có"))
    taken = take_in_together(desk, form)
    (filing,) = assisted.followed(desk)
    assert filing.belongs_to == taken.bundle.id
    assert filing == bundles.on_portal(desk, taken.bundle)
    assert assisted.figures(desk, desk.today, desk.today).filed.total() == 1
    with pytest.raises(FiledAlready):  # another bundle under the same code
        take_in_together(desk, form)
    # What is told at one place is read at the other.
    assisted.tell(desk, filing.id, NationalState.SUPPLEMENT)
    state = SimpleNamespace(desk=desk, set_aside=())
    note = BundleViews(state).of_dossier(taken.dossiers[1].id)  # type: ignore[arg-type] # as much of it as is asked
    assert note is not None
    assert NATIONAL_STATE[NationalState.SUPPLEMENT] in note.words
    results.withdraw(desk, taken.dossiers[0].id, "Rút")
    (line,) = AssistedViews(state).page().lines  # type: ignore[arg-type] # likewise
    assert (line.part, line.matter.startswith("1/3 việc xong")) == (taken.dossiers[1].id, True)


def test_a_bundle_taken_in_first_is_not_filed_a_second_time_by_help(desk: Desk) -> None:
    taken = take_in_together(desk, filled(desk, DEATH_BUNDLE))
    steps = tuple(step.name for step in found.steps) if (found := assisted.guide(desk, DEATH_BUNDLE)) else ()
    with pytest.raises(FiledAlready):
        assisted.filed(desk, OnlineHelp(procedure=DEATH_BUNDLE, person=MAU, code=PORTAL_CODE, steps=steps))
    assert [one.belongs_to for one in assisted.followed(desk)] == [taken.bundle.id]
