"""A visit from the request to the result at the door, and who may do what of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import outcome, returns
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.money import payments
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.views.open_desk import OpenDesk
from desk.views.visits.visit import AskedVisit
from desk.visits import bringing, door, papers, planning, requests
from desk.visits.needed import needed
from desk.visits.papers import NobodyToVisit, NotMissed
from desk.visits.planning import DayGoneBy
from desk.visits.requests import (
    NothingToDoThere,
    VisitAskedAlready,
    VisitCorrection,
    VisitEnded,
    VisitPlaceMissing,
    VisitUnknown,
    VisitWish,
    VisitWorkedOn,
)
from desk.words.history import tell
from desk.words.visits.visit import state_words
from models.clerk import Clerk, Role
from models.events import PaidBy, VisitGround
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.not_allowed import (
    DossierUnknown,
    NothingToCorrect,
    PersonIncomplete,
    ProcedureUnknown,
    ReasonMissing,
    RoleForbids,
)
from models.person import Person
from models.store.projections.visits.visit import VISITS
from models.subjects.visits.visit import Visit, VisitState
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers
from tests.printing.reading import whole_text

OTHER = Person(full_name="Lý Thị Ví Dụ", personal_number="001099000017", phone="0912000002")
LAPTOP = DeviceId(7)


def as_(desk: Desk, role: Role) -> Desk:
    return replace(desk, clerk=Clerk(id=ClerkId(role.value), name=f"Người {role.value}", roles=frozenset({role})))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return as_(desk, Role.CLERK)


@pytest.fixture
def officer(desk: Desk) -> Desk:
    return as_(desk, Role.VISITOR)


def printed(desk: Desk, job: PrintJob) -> str:
    """What stands on the paper."""
    return whole_text(Path(print_jobs.deliver(job, lambda work: work(desk)).where).read_bytes())


def asked(clerk: Desk, person: Person = MAU, **more: Any) -> Visit:  # noqa: ANN401 - fields of a wish
    return requests.request(clerk, with_(VisitWish(person=person, procedures=(RESIDENCE,)), **more))


def with_result(clerk: Desk) -> DossierId:
    """A result on the shelf, whose fee is still to be paid."""
    id_ = intake.take_in(clerk, complete(clerk, COPIES)).id
    outcome.check_in(clerk, id_, "B-12", signed_by="Lê Thị Mẫu")
    return id_


def test_from_the_request_over_the_route_sheet_to_the_door_and_found_again_after_a_restart(
    desk: Desk, clerk: Desk, officer: Desk
) -> None:
    result = with_result(clerk)
    day = desk.today + timedelta(days=1)
    visit = asked(clerk, results=(result,), ground=VisitGround.AGE)
    assert (visit.hamlet, visit.state) == ("Thôn Mẫu", VisitState.REQUESTED)
    (planned,) = planning.plan(clerk, [visit.id], day, laptop=LAPTOP, officer=ClerkId("visitor"))
    assert planned.plan is not None
    assert (planned.plan.day, planned.plan.order, planned.plan.laptop) == (day, 1, LAPTOP)
    text = printed(clerk, papers.route_job(clerk, day))
    for said in ("Thôn Mẫu (1)", "Nguyễn Văn Mẫu (cao tuổi)", "B-12", "Cộng: 01 lượt; mang theo 01 kết quả"):
        assert said in text
    aboard = needed(officer, [day], LAPTOP)
    assert aboard.visits == (visit.id,)
    assert aboard.dossiers == (result,)
    assert aboard.persons == 1
    assert needed(officer, [day], DeviceId(8)).subjects == ()

    form = complete(officer, RESIDENCE, paid_by=PaidBy.CASH, visit=visit.id)
    taken = intake.take_in(officer, form)
    payments.take(officer, [result], paid_by=PaidBy.CASH)
    given = returns.hand_over(officer, [result], Collection(collector=MAU, visit=visit.id))
    assert not given.refused
    assert needed(officer, [day]).money
    door.done(officer, visit.id, "nhà sau đình")

    folder, settings, clock = desk.folder, desk.settings, desk.clock
    close_desk(desk)
    again = open_desk(folder, settings=settings, clock=clock, training=True)
    try:
        (found,) = planning.route(as_(again, Role.VISITOR), day)
        assert (found.taken, found.delivered) == ((taken.id,), (result,))
        assert state_words(found)[0].endswith("nhận 1 hồ sơ, trả 1 kết quả; nhà sau đình")
        told = [tell(one.event) for one in again.store.log.history(visit.id)]
        assert told[0].startswith("Ghi yêu cầu đến tận nhà Nguyễn Văn Mẫu, cao tuổi; gọi điện: tiếp nhận")
        assert told[1].startswith("Xếp đi thứ ")
    finally:
        close_desk(again)


def test_who_may_ask_plan_and_go(desk: Desk, clerk: Desk, officer: Desk) -> None:
    visit = asked(clerk)
    for role in (Role.POSTAL, Role.ADMIN):
        with pytest.raises(RoleForbids):
            asked(as_(desk, role))
        with pytest.raises(RoleForbids):
            planning.plan(as_(desk, role), [visit.id], desk.today)
    for who in (clerk, as_(desk, Role.LEADER)):
        planning.plan(who, [visit.id], desk.today)
        with pytest.raises(RoleForbids):
            door.done(who, visit.id)
        with pytest.raises(RoleForbids):
            door.missed(who, visit.id)
    door.done(officer, visit.id)
    for act in (
        lambda: requests.cancel(clerk, visit.id, "nhầm"),
        lambda: planning.plan(clerk, [visit.id], desk.today),
        lambda: door.missed(officer, visit.id),
    ):
        with pytest.raises(VisitEnded):
            act()


def test_what_a_request_must_say(clerk: Desk) -> None:
    with pytest.raises(PersonIncomplete):
        asked(clerk, Person(address="Thôn Mẫu"))
    with pytest.raises(VisitPlaceMissing):
        asked(clerk, OTHER)
    with pytest.raises(NothingToDoThere):
        asked(clerk, procedures=())
    assert asked(clerk, OTHER, hamlet="Thôn Đông").hamlet == "Thôn Đông"
    with pytest.raises(VisitAskedAlready) as again:
        asked(clerk, OTHER, hamlet="Thôn Đông")
    assert "chưa có ngày đi" in again.value.sentence
    namesake = with_(OTHER, personal_number="001099000033")
    assert asked(clerk, namesake, hamlet="Thôn Đông").id != asked(clerk, OTHER, hamlet="Thôn Tây", again=True).id
    with pytest.raises(VisitUnknown):
        requests.cancel(clerk, SubjectId("dossier/nothing"), "nhầm")


def test_a_request_is_put_right_field_by_field_and_cancelled_with_a_reason(clerk: Desk, officer: Desk) -> None:
    visit = asked(clerk)
    right = requests.change(clerk, visit.id, VisitCorrection(phone="0912000009", procedures=(RESIDENCE, COPIES)))
    assert (right.person.phone, right.person.address) == ("0912000009", MAU.address)
    assert [one.code for one in right.procedures] == [RESIDENCE, COPIES]
    with pytest.raises(NothingToCorrect):
        requests.change(clerk, visit.id, VisitCorrection(phone="0912000009"))
    with pytest.raises(ReasonMissing):
        requests.cancel(clerk, visit.id, " ")
    intake.take_in(officer, complete(officer, RESIDENCE, visit=visit.id))
    with pytest.raises(VisitWorkedOn):
        requests.cancel(clerk, visit.id, "tự đến quầy")


def test_what_was_asked_for_stays_when_more_is_added_after_it_was_given_or_is_no_longer_offered(clerk: Desk) -> None:
    first, second = with_result(clerk), with_result(clerk)
    visit, work = asked(clerk, procedures=(RESIDENCE,), results=(first,)), OpenDesk(clerk).visits
    was = work.fields(visit.id)
    payments.take(clerk, [first])
    assert not returns.hand_over(clerk, [first], Collection(collector=MAU)).refused
    clerk = replace(clerk, catalogue=with_(clerk.catalogue, procedures=(clerk.catalogue.get(COPIES),)))
    codes = ", ".join(clerk.store.dossiers.code_of(one) for one in (first, second))
    wish = VisitWish(person=was.person, hamlet=was.hamlet, procedures=(RESIDENCE, COPIES))
    OpenDesk(clerk).visits.change(visit.id, was, AskedVisit(wish=wish, result_codes=codes))
    right = clerk.store.log.subject(VISITS, visit.id)
    assert (right.results, right.procedures[:1]) == ((first, second), visit.procedures)
    with pytest.raises(DossierUnknown):
        asked(clerk, OTHER, hamlet="Thôn", procedures=(), results=(first,))
    with pytest.raises(ProcedureUnknown):
        asked(clerk, OTHER, hamlet="Thôn", procedures=(RESIDENCE,))


def test_a_route_keeps_hamlets_together_and_is_moved_by_hand(clerk: Desk) -> None:
    day = clerk.today
    ids = [
        asked(clerk, Person(full_name=f"Người {n}", phone="0912000002"), hamlet=hamlet).id
        for n, hamlet in enumerate(("Thôn Đông", "Thôn Tây", "Thôn Đông"))
    ]
    planning.plan(clerk, ids[:2], day)
    planning.plan(clerk, ids[2:], day)
    assert [one.id for one in planning.route(clerk, day)] == [ids[0], ids[2], ids[1]]
    assert [one.id for one in planning.move(clerk, ids[1], -2)] == [ids[1], ids[0], ids[2]]
    assert [one.person.full_name for one in planning.waiting(clerk)] == []
    planning.take_off(clerk, [ids[0]])
    assert [one.id for one in planning.waiting(clerk)] == [ids[0]]
    with pytest.raises(DayGoneBy):
        planning.plan(clerk, ids, day - timedelta(days=1))


def test_nobody_met_leaves_a_card_and_the_next_try_keeps_laptop_and_officer(clerk: Desk, officer: Desk) -> None:
    day = clerk.today
    visit = asked(clerk)
    planning.plan(clerk, [visit.id], day, laptop=LAPTOP, officer=ClerkId("visitor"))
    with pytest.raises(NotMissed):
        papers.card_job(officer, visit.id)
    again = door.missed(officer, visit.id, next_on=day + timedelta(days=2), next_at="buổi sáng")
    assert again.plan is not None
    assert (again.plan.day, again.plan.laptop, again.plan.officer) == (day + timedelta(days=2), LAPTOP, "visitor")
    text = printed(officer, papers.card_job(officer, visit.id))
    for said in ("ĐÃ ĐẾN, KHÔNG GẶP", "Nguyễn Văn Mẫu", "buổi sáng", clerk.settings.office.phone):
        assert said in text
    assert RESIDENCE not in text
    with pytest.raises(NobodyToVisit):
        papers.route_job(clerk, day)
    waits = door.missed(officer, visit.id)
    assert waits.state is VisitState.MISSED
    assert planning.waiting(clerk) == (waits,)


def test_what_is_to_be_had_ready_and_what_became_of_results_meanwhile(clerk: Desk) -> None:
    result = with_result(clerk)
    visit = asked(clerk, results=(result,))
    (brought,) = bringing.results(clerk, visit)
    assert (brought.place, brought.ready, brought.returned) == ("B-12", True, False)
    assert brought.owes > 0
    required = [paper.name for case in clerk.catalogue.get(COPIES).cases[:1] for paper in case.papers if paper.required]
    (wanted,) = bringing.wanted(clerk, asked(clerk, OTHER, hamlet="Thôn", procedures=(COPIES,)).procedures)
    assert set(wanted.papers) <= set(required)


def test_only_what_was_put_right_is_recorded_so_that_two_machines_lose_nothing(clerk: Desk) -> None:
    work = OpenDesk(clerk)
    visit = asked(clerk, ground=VisitGround.AGE, wished="sáng thứ Năm")
    was = work.visits.fields(visit.id)
    requests.change(clerk, visit.id, VisitCorrection(phone="0912000009"))  # meanwhile, elsewhere
    wish = VisitWish(person=with_(was.person, address="Thôn Đoài"), procedures=(RESIDENCE,), wished="chiều thứ Sáu")
    said = work.visits.change(visit.id, was, AskedVisit(wish=with_(wish, hamlet=was.hamlet)))
    right = clerk.store.log.subject(VISITS, visit.id)
    assert (right.person.phone, right.person.address) == ("0912000009", "Thôn Đoài")
    assert (right.wished, right.ground, right.person.full_name in said.sentence) == ("chiều thứ Sáu", None, True)
    told = tell(clerk.store.log.history(visit.id)[-1].event)
    assert told == "Sửa yêu cầu đến tận nhà: địa chỉ: “Thôn Đoài”; mong đến: “chiều thứ Sáu”; không thuộc diện."
    with pytest.raises(VisitPlaceMissing):
        requests.change(clerk, visit.id, VisitCorrection(address="", hamlet=""))


def test_that_nobody_was_met_is_recorded_with_the_card_or_not_at_all(
    clerk: Desk, officer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = asked(clerk)
    work = OpenDesk(officer).visits
    written_with_its_papers(officer, monkeypatch, lambda: work.missed(visit.id, None, "", "không ai ở nhà"))
    assert officer.store.log.subject(VISITS, visit.id).state is VisitState.MISSED
