"""What an office did in which dossiers go through all their steps: lists, waiting, the leader, returns, a dispute."""

from collections.abc import Callable
from datetime import datetime, timedelta

from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import disputes, four_eyes, hand_over_lists, outcome, process, returns
from desk.dossiers.disputes import Settlement
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.money import payments
from desk.opening import close_desk
from desk.prints import form_jobs, print_jobs
from desk.prints.print_jobs import PrintJob
from desk.staff import pins, second_person
from models.calendar.clock import from_local, local
from models.events import Decision, Form, IdentityCheck, PaidBy, PaperMissing, StopCause
from models.ids import DossierId
from models.person import Authority
from tests.conftest import TurnedClock
from tests.old_databases.days import counter, workplace

LACKS = (PaperMissing(name="Giấy tờ chứng minh nơi ở", copies=1),)
DIFFERENT = ("hai nơi", "hai nơi, đã giải quyết")


def work(desk: Desk, clock: TurnedClock, exchanged: Callable[[Desk], Desk]) -> Desk:
    """The desk; the administrator is at work before and after."""
    clock.turn(minutes=5)
    desk = exchanged(desk)
    _ends_and_waits(desk, clock)
    desk = _signed(desk, clock)
    return _decided_at_two_desks(desk, clock, exchanged)


def _taken_in(desk: Desk, note: str) -> DossierId:
    form = counter.filled(desk, counter.BIRTH, submitter=counter.MAU, note=note, receipt_wanted=True)
    return intake.take_in(desk, form).id


def _in_work(desk: Desk, *notes: str) -> list[DossierId]:
    """Taken in, handed over with a list and accepted."""
    taken = [_taken_in(desk, note) for note in notes]
    made = hand_over_lists.make(desk, dossiers=taken)
    hand_over_lists.confirm(desk, made.lists[0].number)
    return taken


def _printed(desk: Desk, job: PrintJob) -> None:
    print_jobs.deliver(job, lambda work: work(desk))


def _ends_and_waits(desk: Desk, clock: TurnedClock) -> None:
    """What the examination comes to besides a result; and a list that nobody has confirmed, one struck from it."""
    supplement, money, asked, later, stopped, refused, back, brought = _in_work(
        desk, "bổ sung", "thuế", "hỏi ý kiến", "gia hạn", "dừng", "từ chối", "trả lại", "đã bổ sung"
    )
    clock.turn(minutes=2)
    for one in (supplement, brought):
        clocks.ask_supplement(desk, one, LACKS, "Thiếu giấy tờ.")
    clocks.tell_obligation(desk, money, "Lệ phí", 15_000)
    for agency in ("Công an xã", "Sở Tư pháp"):
        process.consult(desk, asked, agency, "Xác minh.", clock() + timedelta(days=2))
    process.give_back(desk, [back], "Không thuộc phòng.")
    outcome.stop(desk, stopped, StopCause.REQUEST, "Công dân đề nghị.")
    outcome.refuse_after_examination(desk, refused, "Không đủ điều kiện.")
    tried = second_person.begin(desk, workplace.LEADER)
    due = desk.store.log.dossier(later).due
    assert due is not None
    assert due.at is not None
    day = desk.calendar.next_working(local(due.at).date())
    due_at = from_local(datetime.combine(day, local(due.at).time()))
    four_eyes.postpone(desk, later, due_at, "Chờ xác minh.", tried, fits=pins.fits(tried.proof, workplace.PIN))
    for id_, form in ((supplement, Form.SUPPLEMENT), (stopped, Form.STOP), (refused, Form.REFUSAL)):
        _printed(desk, form_jobs.form_job(desk, id_, form))
    for form in (Form.EXTENSION, Form.CONTROL):
        _printed(desk, form_jobs.form_job(desk, later, form))
    clock.turn(hours=1)
    clocks.bring_supplement(desk, brought)
    first = desk.store.log.dossier(asked).processing.consultations[0]
    process.answered(desk, asked, "Đúng.", first.number)
    waiting = hand_over_lists.make(desk, dossiers=[_taken_in(desk, "thất lạc"), _taken_in(desk, "trên danh sách")])
    made = waiting.lists[0]
    hand_over_lists.strike(desk, made.id, made.dossiers[0], "Không có trong tập.")
    _printed(desk, hand_over_lists.hand_over_job(desk, made.id))


def _signed(desk: Desk, clock: TurnedClock) -> Desk:
    """Laid before the leader, signed, on the shelf, returned; one of each stays where it is."""
    laid, signed, shelved, *given = _in_work(desk, "trình ký", "đã ký", "trên giá", "đã trả", "người khác nhận")
    done = process.submit(desk, [laid, signed, shelved, *given], courier="Lê Văn Tập")
    assert done.refused == ()
    clock.turn(minutes=10)
    desk = workplace.signed_in(desk, workplace.LEADER)
    process.accept(desk, [laid])
    outcome.decide(desk, [signed], Decision.REFUSED, reason="Không đủ điều kiện.")
    outcome.decide(desk, [shelved, *given], number="12/GKS")
    desk = workplace.signed_in(desk, workplace.ADMIN)
    for place, id_ in enumerate((shelved, *given), 1):
        outcome.check_in(desk, id_, f"A-{place}")
        if owed := desk.store.log.dossier(id_).owes:
            payments.take(desk, [id_], PaidBy.TRANSFER, amounts={id_: owed}, reference="FT0002")
    intake_of = desk.store.log.dossier(given[0]).intake
    assert intake_of is not None
    own = Collection(
        collector=counter.MAU,
        identity=IdentityCheck.MATCH,
        originals={given[0]: returns.originals_of(intake_of)},
    )
    for_another = Collection(
        collector=counter.HAI, authority=Authority(relation="vợ", paper="Giấy ủy quyền"), note="Nhận thay."
    )
    for id_, collection in zip(given, (own, for_another), strict=True):
        assert returns.hand_over(desk, [id_], collection).refused == ()
    _printed(desk, form_jobs.return_sheet_job(desk, [desk.store.log.dossier(id_) for id_ in given]))
    _printed(desk, form_jobs.form_job(desk, shelved, Form.PLACE_LABEL))
    return desk


def _decided_at_two_desks(desk: Desk, clock: TurnedClock, exchanged: Callable[[Desk], Desk]) -> Desk:
    """The other counter forwards the same dossiers elsewhere; of one it is settled which way holds."""
    both = [_taken_in(desk, note) for note in DIFFERENT]
    desk = exchanged(desk)
    other = exchanged(counter.machine_5(desk.folder.parent / "5", clock))
    process.forward(desk, both, to="vp")
    assert process.forward(other, both, to="kt").refused == ()
    close_desk(exchanged(other))
    desk = exchanged(desk)
    disputes.settle(desk, both[1], Settlement.HERE, "Đúng phòng.")
    return desk
