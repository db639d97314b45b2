"""What an office did whose citizens choose when they come, ask once and write little; and its postal acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace as with_

from desk.appointments import arrival, booking, offering, seats
from desk.appointments.booking import AppointmentWish
from desk.assisted import assisted
from desk.assisted.assisted import OnlineHelp
from desk.bundles import bundles
from desk.bundles.bundle_form import begin_bundle, bundle_preview
from desk.bundles.taking_in import take_in_together
from desk.citizen_file import merging
from desk.citizen_file.citizen_file import open_file
from desk.declarations import declarations
from desk.declarations.answers import Subjects
from desk.declarations.declarations import DeclarationForm
from desk.desk import Desk
from desk.dossiers import hand_over_lists, outcome, process
from desk.intake import intake
from desk.mobile import points, slips
from desk.mobile.points import PointPlan
from desk.post import parcels, supervision
from desk.settings import DayRuleSettings
from models.calendar.clock import from_local
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Role
from models.events import (
    AppointmentOutcome,
    BookedBy,
    NationalState,
    PaperReceived,
    ParcelStage,
    ReadBy,
    ReturnBy,
    SlipEnd,
)
from models.ids import ClerkId, CounterId, DossierId
from models.person import Person
from models.person_key import old_key, personal_key
from tests.conftest import TurnedClock
from tests.old_databases.days import counter, workplace

SERVICE = "ho-tich"
HOURS = tuple((weekday, 450, 690) for weekday in range(7))
BY_CMND = Person(full_name="Nguyễn Văn Mẫu", old_number="012345679", born_on=date(1999, 1, 1), address="Thôn Mẫu")
PORTAL_CODES = {"cả nhóm": "000.00.00.G22-261123-0001", "một việc làm riêng": "000.00.00.G22-261123-0002"}


def work(desk: Desk, clock: TurnedClock, seated: Callable[[Desk], Desk]) -> Desk:
    """The desk; the administrator is at work before and after.

    Args:
        desk: of the office.
        clock: of it.
        seated: exchanges, and has the hub lease the seats that were asked for.
    """
    clock.turn(minutes=5)
    _special_day(desk)
    _helped(desk, clock)
    _declared(desk)
    _together(desk)
    _one_person(desk)
    _mobile(desk, clock)
    desk = _came_back(desk, clock)
    _supervised(desk)
    return _appointments(desk, clock, seated)


def _special_day(desk: Desk) -> None:
    rule = "Thứ Hai không hẹn; thứ Hai; không giấy hẹn; ; từ 01/01/2026"
    ruled = replace(desk, settings=with_(desk.settings, days=DayRuleSettings(rules=(rule,))))
    intake.take_in(ruled, counter.filled(ruled, counter.BIRTH, submitter=counter.TU, note="ngày không hẹn"))


def _helped(desk: Desk, clock: TurnedClock) -> None:
    """One filing is followed, one was not done, one entered by mistake."""
    guides = [one for one in desk.catalogue.procedures if assisted.guide(desk, one.code) is not None]
    found = assisted.guide(desk, guides[0].code)
    assert found is not None
    told = OnlineHelp(
        procedure=guides[0].code,
        person=counter.MAU,
        code="H00.99.01-261123-0007",
        steps=tuple(step.name for step in found.steps),
    )
    followed = assisted.filed(desk, told)
    clock.turn(minutes=1)
    assisted.tell(desk, followed.id, NationalState.SUPPLEMENT, "Chụp lại giấy chứng sinh")
    assisted.not_done(desk, with_(told, person=counter.HAI, code=""), "Chưa có tài khoản.")
    mistaken = assisted.filed(desk, with_(told, person=counter.TU, code="H00.99.01-261123-0008"))
    assisted.void(desk, mistaken.id, "Nhập nhầm người.")


def _declared(desk: Desk) -> None:
    people = Subjects(submitter=counter.MAU, owner=counter.MAU)
    offered = declarations.open_declaration(desk, "cam-doan", people)
    known = {key: one.text for key, one in offered.known.items()}
    answers = {**known, "noi_dung": "cháu sinh tại nhà"}
    declarations.issue(desk, DeclarationForm(declaration="cam-doan", people=people, answers=answers))


def _together(desk: Desk) -> None:
    """A bundle that waits in its order, and one of whose parts one goes its own way."""
    for note, code in PORTAL_CODES.items():
        form = begin_bundle(desk, "3.000722", intake.IntakeForm(submitter=counter.MAU, note=note))
        form = with_(form, portal_code=code)
        wanted = [one.paper for one in bundle_preview(desk, form).papers if one.paper.required]
        papers = tuple(PaperReceived(name=one.name, originals=1) for one in wanted)
        taken = take_in_together(desk, with_(form, papers=papers))
    bundles.take_out(desk, taken.dossiers[1].id, "Nhập khẩu sau.")


def _one_person(desk: Desk) -> None:
    """Entered twice and merged, merged by mistake and parted, told apart for good."""
    for person in (BY_CMND, counter.BA):
        intake.take_in(desk, counter.filled(desk, counter.BIRTH, submitter=person))
    mau, cmnd = personal_key(counter.MAU.personal_number), old_key(BY_CMND.old_number)
    ba = old_key(counter.BA.old_number)
    assert desk.clerk is not None
    clerk = replace(desk, clerk=with_(desk.clerk, roles=desk.clerk.roles | {Role.LEADER}))
    open_file(clerk, mau, ReadBy.SEARCH, "Xác minh theo đơn.")
    merging.merge(clerk, cmnd, mau, "Cùng một người, xem bản gốc.")
    mistaken = merging.merge(clerk, ba, mau, "Nhầm.")
    merging.unmerge(clerk, mistaken.decision, "Hai người khác nhau.")
    merging.tell_apart(clerk, ba, mau, "Trùng tên.")


def _mobile(desk: Desk, clock: TurnedClock) -> None:
    """Slips printed before: used, lost, torn up, still out; points done, cancelled, planned."""
    numbers = [f"{one.number:04d}" for one in slips.make(desk, 4)]
    today = clock().date()
    plan = PointPlan(place="Nhà văn hóa Thôn Mẫu", day=today, begins=time(8), ends=time(11))
    point = points.plan(desk, plan)
    points.plan(desk, with_(plan, day=today + timedelta(days=7)))
    points.cancel(desk, points.plan(desk, with_(plan, place="Bản Mới")).id, "Mưa lũ.")
    points.open_point(desk, point.id)
    intake.take_in(desk, counter.filled(desk, counter.BIRTH, submitter=counter.TU, slip=numbers[0]))
    points.close_point(desk)
    slips.close(desk, [numbers[1]], SlipEnd.LOST, "Rơi ở thôn.")
    slips.close(desk, [numbers[2]], SlipEnd.VOID)


def _came_back(desk: Desk, clock: TurnedClock) -> Desk:
    """A parcel was told as delivered and came back; which is true was found out, and the result lies at the desk."""
    form = counter.filled(desk, counter.BIRTH, submitter=counter.MAU, return_by=ReturnBy.POST, note="bưu gửi hoàn")
    id_ = DossierId(intake.take_in(desk, form).id)
    made = hand_over_lists.make(desk, dossiers=[id_])
    hand_over_lists.confirm(desk, made.lists[0].number)
    process.submit(desk, [id_], courier="Lê Văn Tập")
    desk = workplace.signed_in(desk, workplace.LEADER)
    outcome.decide(desk, [id_], number="14/GKS")
    desk = workplace.signed_in(desk, workplace.ADMIN)
    outcome.check_in(desk, id_, "C-1")
    sent = parcels.hand_over(desk, [id_], postman="Lê Văn Bưu", postage=25_000).parcels[0]
    clock.turn(hours=1)
    parcels.scan(desk, sent.number, ParcelStage.ON_THE_WAY)
    parcels.scan(desk, sent.number, ParcelStage.DELIVERED, receiver=counter.MAU.full_name)
    clock.turn(minutes=5)
    parcels.scan(desk, sent.number, ParcelStage.BACK)
    parcels.settle(desk, sent.number, ParcelStage.BACK, "Bưu gửi còn ở bưu cục.")
    return desk


def _supervised(desk: Desk) -> None:
    """Of postal staff's acts one is accepted, one given back, one waits."""
    listed = ApprovedList(approved=(Approval(procedures=(counter.BIRTH,), valid_from=date(2026, 1, 1), source="QĐ 1"),))
    assert desk.clerk is not None
    postman = with_(desk.clerk, id=ClerkId("buu-ta"), name="Lê Văn Bưu", roles=frozenset({Role.POSTAL}))
    postal = replace(desk, approved=listed, clerk=postman)
    for one in (counter.MAU, counter.HAI, counter.TU):
        intake.take_in(postal, counter.filled(postal, counter.BIRTH, submitter=one))
    acts = [one.id for one in supervision.listed(desk)]
    supervision.accept(desk, acts[:1])
    supervision.give_back(desk, acts[1], "Thiếu chữ ký.")


def _appointments(desk: Desk, clock: TurnedClock, seated: Callable[[Desk], Desk]) -> Desk:
    """Booked, moved, cancelled, come, not come; some are still to come, and the machine's lease holds more seats."""
    offering.set_(desk, offering.hours(SERVICE, desk.today, HOURS, minutes=30, seats_each=2))
    assert seats.ask(desk)
    desk = seated(desk)
    free = seats.free(desk, SERVICE, CounterId(""), desk.today, desk.today + timedelta(days=4))
    later = [one.seat for one in free if not seats.is_before(one.seat, clock(), minutes=120)]
    assert len(later) > 5
    booked = []
    for number, seat in enumerate(later[:5], 1):
        person = Person(full_name=f"Lý Thị Ví Dụ {number}", phone=f"09{number:08d}")
        wish = AppointmentWish(service=SERVICE, day=seat.day, minute=seat.minute, person=person, by=BookedBy.TELEPHONE)
        booked.append(booking.book(desk, wish))
    booking.move(desk, booked[1].id, later[5].day, later[5].minute, "Bận.")
    booking.cancel(desk, booked[2].id, "Không đến nữa.")
    first = booked[0].seat
    assert first is not None
    at = from_local(datetime.combine(first.day, time()) + timedelta(minutes=first.minute))
    clock.turn(seconds=(at - clock()).total_seconds())
    arrival.arrive(desk, booked[0].id)
    clock.turn(hours=3)
    assert arrival.release(desk)
    arrival.resolve(desk, arrival.unresolved(desk)[0].id, AppointmentOutcome.ABSENT, "Gọi không nghe máy.")
    return desk
