"""Results go out by post and are followed by scans."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import outcome, returns, work_lists
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.money import prices, shifts
from desk.post import parcels, supervision
from desk.post.parcels import (
    NotContradictory,
    NothingForPost,
    NothingReported,
    NotReadyForPost,
    ParcelUnknown,
    PostOwesNothing,
    ReceiverMissing,
)
from desk.views.open_desk import OpenDesk
from desk.words.history import tell
from desk.words.post.parcels import parcel_state
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Clerk, Role
from models.events import FeeLine, NationalState, PaidBy, ParcelReported, ParcelStage, PostalActKind, ReturnBy
from models.ids import ClerkId, DossierId
from models.not_allowed import ReasonMissing, RoleForbids
from models.notice import NoticeKind
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList
from models.words.money_words import in_figures
from sync.hub.notices import wanted
from sync.national import steps
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers

OTHER = with_(MAU, full_name="Lý Thị Ví Dụ", personal_number="001099000002", phone="0912000002")
HOME = "Số 5 phố Mẫu, Phường Ba Đình, Thành phố Hà Nội"


def as_(desk: Desk, id_: str, role: Role = Role.CLERK) -> Desk:
    given = ApprovedList(
        approved=(Approval(procedures=(RESIDENCE, COPIES), valid_from=date(2026, 1, 1), source="QĐ 1"),)
    )
    clerk = Clerk(id=ClerkId(id_), name=f"Người {id_}", roles=frozenset({role}))
    return replace(desk, approved=given, clerk=clerk)


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return as_(desk, "can-bo")


def ready(desk: Desk, procedure: str = RESIDENCE, **changes: object) -> DossierId:
    """A result at the desk that is wanted by post; its fee is paid unless it is said not to be."""
    form = complete(
        desk, procedure, **{"paid_by": PaidBy.CASH, "return_by": ReturnBy.POST, "return_to": HOME, **changes}
    )
    id_ = intake.take_in(desk, form).id
    outcome.check_in(desk, id_, "A-1", signed_by="Lê Thị Mẫu")
    return id_


def test_results_of_one_person_at_one_address_are_one_parcel_and_all_go_on_one_list(clerk: Desk) -> None:
    first, second = ready(clerk), ready(clerk)
    other = ready(clerk, submitter=OTHER)
    ready(clerk, return_by=ReturnBy.COUNTER)
    done = parcels.hand_over(clerk, postman="Lê Văn Bưu")
    assert [tuple(c.dossier for c in one.contents) for one in done.parcels] == [(first, second), (other,)]
    assert {one.list_number for one in done.parcels} == {done.list_number}
    assert done.list_number == done.parcels[0].number.replace("PG.", "DB.")
    assert [one.postman for one in done.parcels] == ["Lê Văn Bưu"] * 2
    dossier = clerk.store.log.dossier(first)
    assert (dossier.processing.stage, dossier.processing.place) == (ProcessStage.POSTED, "")
    assert [row.return_by for row in work_lists.listed(clerk, WorkList.READY)] == ["counter"]
    with pytest.raises(NothingForPost):
        parcels.hand_over(clerk)
    again = parcels.hand_over(clerk, [first])
    assert (again.parcels, type(again.refused[0].why)) == ((), NotReadyForPost)
    later = parcels.hand_over(clerk, [ready(clerk)])
    assert later.parcels[0].number > done.parcels[-1].number


def test_a_result_under_way_is_not_given_at_the_counter_and_one_not_there_does_not_go(clerk: Desk) -> None:
    away = ready(clerk)
    parcels.hand_over(clerk, [away])
    done = returns.hand_over(clerk, [away], Collection(collector=MAU))
    assert [type(one.why) for one in done.refused] == [returns.ResultWithPost]
    unknown = parcels.hand_over(clerk, [intake.take_in(clerk, complete(clerk, RESIDENCE)).id])
    assert isinstance(unknown.refused[0].why, NotReadyForPost)


def test_delivered_returns_the_results_and_the_money_is_the_posts_until_it_is_brought(clerk: Desk) -> None:
    id_ = ready(clerk, COPIES, paid_by=None)
    owed = clerk.store.log.dossier(id_).owes
    number = parcels.hand_over(clerk).parcels[0].number
    assert owed > 0
    with pytest.raises(PostOwesNothing):
        parcels.receive_money(clerk, number)
    with pytest.raises(ReceiverMissing):
        parcels.scan(clerk, number, ParcelStage.DELIVERED)
    done = parcels.scan(clerk, number, ParcelStage.DELIVERED, receiver=MAU.full_name)
    dossier = clerk.store.log.dossier(id_)
    assert (dossier.status, dossier.returned.to if dossier.returned else "") == (
        DossierStatus.HANDED_OVER,
        MAU.full_name,
    )
    assert done.parcel.post_owes == owed
    assert parcels.under_way(clerk) == (done.parcel,)
    paid = parcels.receive_money(clerk, number)
    assert (paid.post_owes, paid.received, clerk.store.log.dossier(id_).owes) == (0, owed, 0)
    assert parcels.under_way(clerk) == ()
    assert [one.number for one in parcels.ended(clerk)] == [number]


def delivered_owing(desk: Desk) -> tuple[DossierId, str]:
    """A result delivered with 2,000 đồng to be collected, and its parcel's number."""
    id_ = ready(desk, COPIES, paid_by=None, pages=1, copies=1)
    number = parcels.hand_over(desk).parcels[0].number
    assert parcels.scan(desk, number, ParcelStage.DELIVERED, receiver=MAU.full_name).parcel.cod == 2_000
    return id_, number


def test_of_a_price_raised_meanwhile_only_what_the_post_has_collected_is_taken(clerk: Desk) -> None:
    id_, number = delivered_owing(clerk)
    prices.correct_price(clerk, id_, [FeeLine(name="Phí", amount=5_000)], "Nghị quyết", "Tính thiếu")
    paid = parcels.receive_money(clerk, number)
    dossier, shift = clerk.store.log.dossier(id_), shifts.current(clerk)
    assert shift is not None
    assert (paid.received, dossier.taken, dossier.owes) == (2_000, 2_000, 3_000)
    assert shifts.report(clerk, shift.id).expected == 2_000


@pytest.mark.parametrize(("lines", "taken"), [((), 0), ((FeeLine(name="Phí", amount=500),), 500)])
def test_what_the_post_has_collected_beyond_the_price_lies_in_the_drawer_and_is_told(
    clerk: Desk, lines: tuple[FeeLine, ...], taken: int
) -> None:
    id_, number = delivered_owing(clerk)
    prices.correct_price(clerk, id_, lines, "Nghị quyết", "Tính thừa")
    done = OpenDesk(clerk).post.money_of_post(number)
    paid, shift = parcels.by_code(clerk, number), shifts.current(clerk)
    assert shift is not None
    assert (paid.received, paid.post_owes, clerk.store.log.dossier(id_).taken) == (2_000, 0, taken)
    assert bool(paid.payment) is bool(done.jobs) is bool(taken)
    at = shifts.report(clerk, shift.id)
    assert (at.taken, at.shift.moves, at.expected) == (taken, 2_000 - taken, 2_000)
    over = in_figures(2_000 - taken)
    assert done.sentence.endswith(f"{over} đồng không còn phải thu, để trong két chờ trả lại người nộp.")
    assert number in at.shift.moved[0].reason
    with pytest.raises(PostOwesNothing):
        parcels.receive_money(clerk, number)


def test_each_scan_counts_once_and_one_that_comes_late_changes_nothing(clerk: Desk) -> None:
    id_ = ready(clerk)
    number = parcels.hand_over(clerk).parcels[0].number
    assert parcels.scan(clerk, number, ParcelStage.DELIVERED, receiver="Mẫu").fresh
    before = len(clerk.store.log.history(id_))
    assert not parcels.scan(clerk, f"x{number.lower()}", ParcelStage.DELIVERED, receiver="Khác").fresh
    late = parcels.scan(clerk, number, ParcelStage.ON_THE_WAY)
    assert (late.fresh, late.parcel.stage) == (True, ParcelStage.DELIVERED)
    assert len(clerk.store.log.history(id_)) == before
    with pytest.raises(ParcelUnknown):
        parcels.scan(clerk, "PG.0", ParcelStage.BACK)


def test_two_failed_calls_two_working_days_apart_bring_it_back_to_the_shelf(clerk: Desk, clock: TurnedClock) -> None:
    id_ = ready(clerk)
    parcel = parcels.hand_over(clerk).parcels[0]
    first = parcels.scan(clerk, parcel.number, ParcelStage.FIRST_CALL_FAILED).parcel
    again = parcels.second_call_on(clerk, first)
    assert again == clerk.calendar.next_working(clerk.calendar.next_working(clerk.today))
    clock.turn(days=1)
    assert parcels.scan(clerk, parcel.number, ParcelStage.SECOND_CALL_FAILED).too_soon
    back = parcels.scan(clerk, parcel.number, ParcelStage.BACK).parcel
    assert not back.is_open
    work = clerk.store.log.dossier(id_).processing
    assert (work.stage, work.place) == (ProcessStage.READY, "A-1")
    assert [(one.dossier.id, one.came_back) for one in parcels.to_go(clerk)] == [(id_, True)]
    with pytest.raises(NothingForPost):  # what came back goes again only when it is named
        parcels.hand_over(clerk)
    assert parcels.hand_over(clerk, [id_]).parcels


def test_delivered_and_back_is_shown_as_a_contradiction(clerk: Desk) -> None:
    ready(clerk)
    number = parcels.hand_over(clerk).parcels[0].number
    parcels.scan(clerk, number, ParcelStage.DELIVERED, receiver="Mẫu")
    both = parcels.scan(clerk, number, ParcelStage.BACK).parcel
    assert both.contradictory
    assert parcel_state(both, clerk.today, None)[1] == "bad"
    assert parcels.under_way(clerk) == (both,)
    with pytest.raises(ReasonMissing):
        parcels.settle(clerk, number, ParcelStage.DELIVERED, " ")
    with pytest.raises(RoleForbids):
        parcels.settle(as_(clerk, "buu-ta", Role.POSTAL), number, ParcelStage.DELIVERED, "hỏi")
    true = parcels.settle(clerk, number, ParcelStage.DELIVERED, "đã gọi người nhận")
    assert (true.stage, true.contradictory, true.is_open) == (ParcelStage.DELIVERED, False, False)
    with pytest.raises(NotContradictory):
        parcels.settle(clerk, number, ParcelStage.BACK, "lần nữa")


def test_settled_as_back_what_was_shown_as_returned_lies_at_the_desk_again(clerk: Desk) -> None:
    wrong, taken_at_counter = ready(clerk), ready(clerk, submitter=OTHER)
    first, second = (one.number for one in parcels.hand_over(clerk).parcels)
    parcels.scan(clerk, first, ParcelStage.DELIVERED, receiver="Mẫu")
    parcels.scan(clerk, first, ParcelStage.BACK)
    parcels.scan(clerk, second, ParcelStage.BACK)
    assert not returns.hand_over(clerk, [taken_at_counter], Collection(collector=OTHER)).refused
    parcels.scan(clerk, second, ParcelStage.DELIVERED, receiver="Ví Dụ")
    assert clerk.store.log.dossier(wrong).status is DossierStatus.HANDED_OVER
    for number in (first, second):
        assert parcels.settle(clerk, number, ParcelStage.BACK, "đã gọi người nhận: chưa nhận").stage is ParcelStage.BACK
    again = clerk.store.log.dossier(wrong)
    assert (again.status, again.returned, again.ended_at) == (DossierStatus.RECEIVED, None, None)
    assert (again.processing.stage, again.processing.place, again.contradictions) == (ProcessStage.READY, "A-1", ())
    assert [row.id for row in work_lists.listed(clerk, WorkList.READY)] == [wrong]
    assert [(one.dossier.id, one.came_back) for one in parcels.to_go(clerk)] == [(wrong, True)]
    assert clerk.store.log.dossier(taken_at_counter).status is DossierStatus.HANDED_OVER
    told = steps.way(wrong, clerk.store.log.history(wrong))
    assert [step.state for step in told.steps[-3:]] == [
        NationalState.DONE,
        NationalState.HANDED_OVER,
        NationalState.DONE,
    ]
    assert (told.handed_over, told.handed_over_at) == (None, None)
    assert wanted.wanted(wrong, clerk.store.log.history(wrong)).notices[-1].kind is NoticeKind.READY
    assert isinstance(clerk.store.log.history(wrong)[-1].event, wanted.LOOKED_AT)
    assert "chuyển hoàn" in tell(clerk.store.log.history(wrong)[-1].event)


def test_what_the_posts_system_says_of_the_end_counts_when_a_clerk_confirms_it(clerk: Desk) -> None:
    id_ = ready(clerk)
    parcel = parcels.hand_over(clerk).parcels[0]
    with pytest.raises(NothingReported):
        parcels.confirm_reported(clerk)
    at = clerk.clock()
    told = [
        ParcelReported(stage=ParcelStage.DELIVERED, code="3", happened_at=at + timedelta(hours=2), receiver="Con gái"),
        ParcelReported(stage=ParcelStage.ON_THE_WAY, code="2", happened_at=at + timedelta(hours=1)),
    ]
    clerk.store.log.record(parcel.id, ClerkId("province"), *told, told[0])
    heard = parcels.by_code(clerk, parcel.number)
    assert (heard.stage, len(heard.reports)) == (ParcelStage.ON_THE_WAY, 1)
    assert parcel_state(heard, clerk.today, None) == (f"Bưu điện báo đã phát {at + timedelta(hours=9):%d/%m}", "warn")
    assert clerk.store.log.dossier(id_).status is DossierStatus.RECEIVED
    (done,) = parcels.confirm_reported(clerk)
    delivered = done.parcel.scan(ParcelStage.DELIVERED)
    assert delivered is not None
    assert (delivered.at, delivered.receiver) == (at + timedelta(hours=2), "Con gái")
    assert clerk.store.log.dossier(id_).status is DossierStatus.HANDED_OVER


@pytest.mark.parametrize(
    ("address", "days"),
    [
        ("Thôn Mẫu, Xã Thử Nghiệm", 2),
        (HOME, 4),
    ],
)
def test_by_when_it_should_be_there_is_counted_from_the_address(
    clerk: Desk, clock: TurnedClock, address: str, days: int
) -> None:
    ready(clerk, return_to=address)
    parcel = parcels.hand_over(clerk).parcels[0]
    by = clerk.today
    for _ in range(days):
        by = clerk.calendar.next_working(by)
    assert (parcel.days, parcel.arrive_by) == (days, by)
    assert parcels.late(clerk) == ()
    clock.turn(days=(by - clerk.today).days)
    assert parcels.late(clerk) == ()
    clock.turn(days=1)
    assert [one.number for one in parcels.late(clerk)] == [parcel.number]


def test_postal_staff_hand_over_and_scan_and_a_clerk_sees_it_on_the_list(clerk: Desk) -> None:
    id_ = ready(clerk)
    postal = as_(clerk, "buu-ta", Role.POSTAL)
    number = parcels.hand_over(postal).parcels[0].number
    assert [(one.act, one.dossier) for one in supervision.listed(clerk)] == [(PostalActKind.RETURN, id_)]
    assert parcels.scan(postal, number, ParcelStage.ON_THE_WAY).fresh
    visitor = as_(clerk, "di-nha", Role.VISITOR)
    for verb in (lambda: parcels.hand_over(visitor), lambda: parcels.scan(visitor, number, ParcelStage.BACK)):
        with pytest.raises(RoleForbids):
            verb()


def test_the_history_says_where_the_result_went(clerk: Desk) -> None:
    id_ = ready(clerk)
    parcel = parcels.hand_over(clerk).parcels[0]
    parcels.scan(clerk, parcel.number, ParcelStage.ON_THE_WAY)
    told = [tell(one.event) for one in clerk.store.log.history(id_)]
    assert f"Giao bưu điện, bưu gửi {parcel.number}." in told
    of_parcel = [tell(one.event) for one in clerk.store.log.history(parcel.id)]
    assert of_parcel[0].startswith(f"Giao bưu điện bưu gửi {parcel.number}, 1 kết quả cho Nguyễn Văn Mẫu")
    assert of_parcel[1] == "Bưu gửi: đang đi."


def test_of_two_hundred_parcels_with_every_scan_doubled_or_missing_each_comes_to_its_end(
    clerk: Desk, clock: TurnedClock
) -> None:
    ids = [ready(clerk, submitter=with_(MAU, full_name=f"Người {n}", personal_number="")) for n in range(200)]
    numbers = [one.number for one in parcels.hand_over(clerk, ids).parcels]
    stage = ParcelStage
    for n, number in enumerate(numbers):
        ways = (
            (stage.ON_THE_WAY, stage.DELIVERED),
            (stage.DELIVERED,),
            (stage.FIRST_CALL_FAILED, stage.SECOND_CALL_FAILED, stage.BACK),
            (stage.BACK,),
        )
        for heard in ways[n % 4]:
            for _ in range(1 + n % 2):
                parcels.scan(clerk, number, heard, receiver="Mẫu")
    clock.turn(days=timedelta(days=1).days)
    assert parcels.under_way(clerk) == ()
    ended = [clerk.store.log.dossier(id_) for id_ in ids]
    assert sum(one.status is DossierStatus.HANDED_OVER for one in ended) == 100
    assert (
        sum(one.processing.stage is ProcessStage.READY for one in ended if one.status is DossierStatus.RECEIVED) == 100
    )


def test_results_go_and_the_money_of_one_comes_with_their_papers_or_not_at_all(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ready(clerk, COPIES, paid_by=None), ready(clerk, submitter=OTHER)
    at_desk = intake.take_in(clerk, complete(clerk, RESIDENCE)).id
    work = OpenDesk(clerk).post
    written_with_its_papers(clerk, monkeypatch, lambda: work.hand_to_post([first, at_desk, second], "Bưu"), papers=3)
    assert clerk.store.log.dossier(at_desk).processing.stage is ProcessStage.AT_DESK
    number = next(one.number for one in parcels.under_way(clerk) if one.contents[0].dossier == first)
    parcels.scan(clerk, number, ParcelStage.DELIVERED, receiver=MAU.full_name)
    written_with_its_papers(clerk, monkeypatch, lambda: work.money_of_post(number))
    assert clerk.store.log.dossier(first).owes == 0
