"""What an office did that takes money, sends and receives by post, goes to people's homes and puts posters up."""

from dataclasses import replace
from datetime import timedelta

from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.dossiers import hand_over_lists, outcome, process
from desk.intake import intake
from desk.money import payments, shifts
from desk.post import consignments, delivery_record, parcels
from desk.posters.posters import PosterChoice, chosen, record_written
from desk.visits import door, planning, requests
from desk.visits.requests import VisitWish
from models.calendar.clock import local_day
from models.clerk import Role
from models.events import ConsignmentStage, PaidBy, ParcelStage, ReturnBy, VisitGround
from models.ids import DossierId
from models.person import Person
from tests.conftest import TurnedClock
from tests.old_databases.days import counter, workplace

POSTMAN = "Lê Văn Bưu"


def work(desk: Desk, clock: TurnedClock) -> Desk:
    """The desk; the administrator is at work before and after."""
    clock.turn(minutes=5)
    _money(desk)
    desk = _posted(desk, clock)
    _sent_in(desk, clock)
    _visited(desk)
    record_written(desk, chosen(desk, PosterChoice()))
    return desk


def _taken_in(desk: Desk, note: str, submitter: Person, return_by: ReturnBy = ReturnBy.COUNTER) -> DossierId:
    form = counter.filled(desk, counter.BIRTH, submitter=submitter, note=note, return_by=return_by)
    return intake.take_in(desk, form).id


def _money(desk: Desk) -> None:
    """Paid in cash, waited for, given up; and the drawer closed."""
    paid, asked, given_up = (_taken_in(desk, note, counter.MAU) for note in ("tiền mặt", "chờ tiền", "thôi chờ"))
    payments.take(desk, [paid], PaidBy.CASH, given=20_000)
    payments.ask(desk, [asked])
    payments.give_up(desk, payments.ask(desk, [given_up]).id, "Không chuyển nữa.")
    shift = shifts.current(desk)
    assert shift is not None
    shifts.close(desk, shift.id, total=shifts.report(desk, shift.id).expected, reason="")


def _posted(desk: Desk, clock: TurnedClock) -> Desk:
    """Two results go by post: one is delivered and owes its fee, one is on the way."""
    ids = [_taken_in(desk, "gửi bưu điện", one, ReturnBy.POST) for one in (counter.MAU, counter.TU)]
    made = hand_over_lists.make(desk, dossiers=ids)
    hand_over_lists.confirm(desk, made.lists[0].number)
    assert process.submit(desk, ids, courier="Lê Văn Tập").refused == ()
    desk = workplace.signed_in(desk, workplace.LEADER)
    outcome.decide(desk, ids, number="13/GKS")
    desk = workplace.signed_in(desk, workplace.ADMIN)
    for place, id_ in enumerate(ids, 1):
        outcome.check_in(desk, id_, f"B-{place}")
    sent = parcels.hand_over(desk, ids, postman=POSTMAN, postage=25_000).parcels
    clock.turn(hours=1)
    for one in sent:
        parcels.scan(desk, one.number, ParcelStage.ON_THE_WAY)
    parcels.scan(desk, sent[0].number, ParcelStage.DELIVERED, receiver=counter.MAU.full_name)
    return desk


def _sent_in(desk: Desk, clock: TurnedClock) -> None:
    """One consignment signed for by both, one on the way."""
    made = [
        consignments.make_out(desk, counter.filled(desk, counter.BIRTH, submitter=one), postman=POSTMAN)
        for one in (counter.HAI, counter.TU)
    ]
    clock.turn(minutes=30)
    for one in made:
        consignments.scan(desk, one.number, ConsignmentStage.ON_THE_WAY)
    first = made[0].number
    consignments.scan(desk, first)
    consignments.count(desk, first, [paper for paper in made[0].papers if not paper.shown_only])
    delivery_record.hand_in(desk, [first], postman=POSTMAN)


def _visited(desk: Desk) -> None:
    """One waits for its day, one was not met, one is done."""
    visits = [
        requests.request(
            desk, VisitWish(person=one, hamlet="Thôn Mẫu", ground=VisitGround.AGE, procedures=(counter.BIRTH,))
        )
        for one in (counter.MAU, counter.HAI, counter.TU)
    ]
    today = local_day(desk.clock())
    planning.plan(desk, [one.id for one in visits[1:]], today)
    assert desk.clerk is not None
    officer = replace(desk, clerk=with_(desk.clerk, roles=frozenset({Role.VISITOR})))
    door.missed(officer, visits[1].id, next_on=today + timedelta(days=1), note="Đi vắng.")
    door.done(officer, visits[2].id, "Đã hướng dẫn.")
