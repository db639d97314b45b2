"""Invented facts for trial prints. Their code ends in 0000, which no dossier has."""

from datetime import timedelta

from msgspec.structs import replace

from models.calendar.clock import local, local_day
from models.calendar.pauses import ClockRule, Pause, PauseKind
from models.codes.consignment_number import CONSIGNMENT_PREFIX, RECORD_PREFIX
from models.codes.list_number import LIST_PREFIX
from models.codes.parcel_number import PARCEL_PREFIX, POST_LIST_PREFIX
from models.events import (
    AnyEvent,
    BundlePart,
    ConsignmentStage,
    DossierAccepted,
    DossierForwarded,
    DossierReceived,
    DossierStopped,
    DueDate,
    DueDateChanged,
    FeeDue,
    FeeLine,
    InBundle,
    Intake,
    PaidBy,
    PaperMissing,
    PaperReceived,
    ParcelContent,
    ParcelParty,
    ResultHandedOver,
    ShiftClosed,
    StopCause,
    TakingsDeposited,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, Digest, DossierCode, DossierId, EventId, SubjectId, TicketId
from models.money import CollectingBody, Counted, MethodTotal, PaidFee, ReceiptNumber
from models.person import Person
from models.procedure import ProcedureTaken, TimeLimit
from models.process import Holder, ProcessStep
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.hand_over_list import HandOverList
from models.subjects.payment import Payment, PaymentState
from models.subjects.post.consignment import Consignment
from models.subjects.post.parcel import Parcel
from models.subjects.processing import Processing, ProcessStage
from models.subjects.receipt import Receipt, ReceiptState
from models.subjects.service.bundle import Bundle
from models.subjects.shift import Shift
from models.subjects.ticket import Ticket
from printing.forms.appointment_slip import AppointmentSlip
from printing.forms.body import Given
from printing.forms.bundle_slip import BundleSlip
from printing.forms.dossier_history import DossierHistory
from printing.forms.hand_over_list import HandedOver
from printing.forms.money_papers import PaymentRequest, ReceiptPaper, RefundPaper, ShiftPaper
from printing.forms.post.consignment_papers import DeliveryRecord
from printing.forms.post.parcel_papers import PostList
from printing.forms.ticket_slip import InLine
from printing.forms.visits.laptop_paper import AboardDossier, AboardPapers, AboardPerson, AboardRange, LaptopList
from printing.forms.visits.visit_papers import DoorCard, RouteSheet, Stop, StopProcedure, StopResult

_WHO = Person(full_name="Nguyễn Văn Mẫu", address="Thôn Mẫu Thượng, xã Thử Nghiệm", phone="0900 000 001")
_WHAT = ProcedureTaken(
    code="0.000000", name="Thủ tục thử (chữ ắ ằ ẵ ặ ỡ ợ ữ ự phải đủ dấu)", field="In thử", catalogue=""
)
_PAPERS = (
    PaperReceived(name="Tờ khai thử theo mẫu", originals=1),
    PaperReceived(name="Bản sao giấy tờ thử, để xem dòng dài có xuống hàng đúng trong ô của bảng", copies=2),
)
_MISSING = (PaperMissing(name="Giấy tờ thử còn thiếu", originals=1, note="Chỉ là ví dụ."),)
_REASON = "Đây là bản in thử; không có hồ sơ nào."
_DAYS = 5
_CLERK, _LEADER = ClerkId("trial"), ClerkId("trial-leader")
_ID = DossierId(SubjectId("dossier/trial"))


def received(given: Given, letter: str) -> Dossier:
    """A dossier that was taken in."""
    del letter
    now = given.printed_at
    return Dossier(
        id=_ID,
        status=DossierStatus.RECEIVED,
        code=_code(given),
        intake=_intake(given),
        due=DueDate(at=now + timedelta(days=_DAYS), limit=TimeLimit(amount=_DAYS)),
        fee=FeeDue(lines=(FeeLine(name="Lệ phí thử", amount=8000),)),
        received_at=now,
        promised=DueDate(at=now + timedelta(days=_DAYS), limit=TimeLimit(amount=_DAYS)),
    )


def not_received(given: Given, letter: str) -> Dossier:
    """A dossier in which something is missing, for a supplement or a refusal."""
    del letter
    return Dossier(id=_ID, intake=_intake(given), slips=(_code(given),), missing=_MISSING, reason=_REASON)


def withdrawn(given: Given, letter: str) -> Dossier:
    """A dossier that was taken back."""
    return replace(received(given, letter), status=DossierStatus.WITHDRAWN, reason=_REASON)


def extended(given: Given, letter: str) -> DossierHistory:
    """A dossier whose limit was extended."""
    dossier = received(given, letter)
    later = given.printed_at + timedelta(days=2 * _DAYS)
    return _history(
        dossier,
        given,
        _taken_in(dossier, given),
        DueDateChanged(due_at=later, reason=_REASON, confirmed_by=_LEADER, number=_code(given)),
    )


def stopped(given: Given, letter: str) -> DossierHistory:
    """A dossier on which work has stopped."""
    dossier = replace(received(given, letter), status=DossierStatus.STOPPED, reason=_REASON)
    stop = DossierStopped(number=_code(given), cause=StopCause.REQUEST, reason=_REASON)
    return _history(dossier, given, _taken_in(dossier, given), stop)


def passed_on(given: Given, letter: str) -> DossierHistory:
    """A dossier that was passed on and accepted."""
    dossier = received(given, letter)
    unit = Holder(unit="thu", unit_name="Đơn vị thử")
    step = ProcessStep(id="examine", name="Thẩm định thử")
    return _history(
        dossier,
        given,
        _taken_in(dossier, given),
        DossierForwarded(to=unit, step=step, number=1),
        DossierAccepted(holder=replace(unit, name="Người Thử")),
    )


def _history(dossier: Dossier, given: Given, *events: AnyEvent) -> DossierHistory:
    """Events a minute apart, the last one now."""
    first = given.printed_at - timedelta(minutes=len(events) - 1)
    history = tuple(
        Recorded(
            id=EventId(f"trial-{n}"),
            subject=_ID,
            device=DeviceId(0),
            seq=n,
            clock=n,
            at=first + timedelta(minutes=n - 1),
            clerk=_CLERK,
            prev=Digest(b""),
            body=b"",
            event=event,
        )
        for n, event in enumerate(events, start=1)
    )
    return DossierHistory(dossier=dossier, history=history, names={_CLERK: given.clerk, _LEADER: "Lãnh Đạo Thử"})


def _taken_in(dossier: Dossier, given: Given) -> DossierReceived:
    due, fee = dossier.due or DueDate(at=None), dossier.fee or FeeDue()
    return DossierReceived(code=dossier.code, intake=_intake(given), due=due, fee=fee)


def several_received(given: Given, letter: str) -> tuple[Dossier, ...]:
    """Two that were taken in together."""
    return (received(given, letter),) * 2


def bundled(given: Given, letter: str) -> BundleSlip:
    """Two matters of one bundle, of which the second waits for the first."""
    first = received(given, letter)
    bundle, second = SubjectId("bundle/trial"), DossierId(SubjectId("dossier/trial-2"))
    after = InBundle(id=bundle, after=(first.id,))
    wait = Pause(id="LT", kind=PauseKind.BUNDLE, rule=ClockRule.RESTART, began_at=given.printed_at)
    dossiers = (first, replace(first, id=second, bundle=after, waits=(wait,)))
    parts = tuple(
        BundlePart(dossier=one.id, code=one.code, procedure=_WHAT.code, name=_WHAT.name, agency=given.office.unit.name)
        for one in dossiers
    )
    made = Bundle(id=bundle, parts=parts, name="Nhóm thử", papers=_PAPERS, at=given.printed_at)
    return BundleSlip(bundle=made, dossiers=dossiers)


def handed_over(given: Given, letter: str) -> HandedOver:
    """A list of two that go to a unit."""
    dossiers = several_received(given, letter)
    made = HandOverList(
        id=SubjectId("list/trial"),
        number=f"{LIST_PREFIX}{_code(given)}",
        to=Holder(unit="thu", unit_name="Phòng Thử nghiệm"),
        dossiers=tuple(one.id for one in dossiers),
        made_at=given.printed_at,
        giver=given.clerk,
    )
    return HandedOver(made=made, dossiers=dossiers)


def posted(given: Given, letter: str) -> Parcel:
    """A parcel with one result, for which the post collects a fee."""
    one = received(given, letter)
    content = ParcelContent(dossier=one.id, code=one.code, procedure=_WHAT.name, originals=(_PAPERS[0].name,))
    code = _code(given)
    return Parcel(
        id=SubjectId("parcel/trial"),
        number=f"{PARCEL_PREFIX}{code}",
        list_number=f"{POST_LIST_PREFIX}{code}",
        contents=(content,),
        sender=ParcelParty(name=given.office.unit.name, address=given.office.unit.address, phone=given.office.phone),
        receiver=ParcelParty(name=_WHO.full_name, address=_WHO.address, phone=_WHO.phone),
        cod=8_000,
        postman="Người Thử",
        days=2,
        handed_at=given.printed_at,
    )


def posted_together(given: Given, letter: str) -> PostList:
    """Two parcels that went to the post together."""
    one = posted(given, letter)
    return PostList(number=one.list_number, parcels=(one, one))


def route(given: Given, letter: str) -> RouteSheet:
    """Two visits of one hamlet: one to take in, one to bring a result."""
    one = received(given, letter)
    stop = Stop(
        name=_WHO.full_name,
        phone=_WHO.phone,
        address=_WHO.address,
        hamlet="Thôn Mẫu",
        ground="cao tuổi",
        procedures=(StopProcedure(name=_WHAT.name, papers=(_PAPERS[0].name,), several=True),),
    )
    result = StopResult(code=one.code, procedure=_WHAT.name, place="B-12", owes=8_000)
    brought = Stop(name=_WHO.full_name, phone=_WHO.phone, address=_WHO.address, hamlet="Thôn Mẫu", results=(result,))
    day = local(given.printed_at).date()
    return RouteSheet(number=f"TN-{day:%y%m%d}-0000", day=day, stops=(stop, brought), officer=given.clerk)


def lost_laptop(given: Given, letter: str) -> LaptopList:
    """A lost laptop with one person's dossier and papers aboard."""
    one = received(given, letter)
    return LaptopList(
        number="MTN-0-00000000",
        laptop="máy 0 (Đi tận nhà)",
        state="báo mất, rơi ở bến đò",
        people=(AboardPerson(name=_WHO.full_name, phone=_WHO.phone, address=_WHO.address),),
        dossiers=(AboardDossier(code=one.code, owner=_WHO.full_name, procedure=_WHAT.name),),
        papers=(AboardPapers(code=one.code, owner=_WHO.full_name, papers=(_PAPERS[0].name,)),),
        ranges=(AboardRange(of="số hồ sơ", first="0001", last="0999", state="không máy nào khác cấp"),),
    )


def appointment(given: Given, letter: str) -> AppointmentSlip:
    """Somebody who comes on the day after."""
    del letter
    at = local(given.printed_at)
    return AppointmentSlip(
        code="LH-0000-0000",
        name=_WHO.full_name,
        day=at.date() + timedelta(days=1),
        minute=8 * 60,
        minutes=30,
        service="Tư pháp, hộ tịch",
        procedure="Đăng ký khai sinh",
        grace=15,
        phone=given.office.phone,
    )


def not_met(given: Given, letter: str) -> DoorCard:
    """Somebody who is visited again on the day after."""
    del letter
    at = local(given.printed_at)
    return DoorCard(
        number="KG-00000000",
        name=_WHO.full_name,
        tried=f"{at:%H:%M, %d/%m/%Y}",
        next_on=at.date() + timedelta(days=1),
        next_at="buổi sáng",
        officer=given.clerk,
        phone=given.office.phone,
    )


def consigned(given: Given, letter: str) -> Consignment:
    """A dossier sent in by post, for which the postman took a fee."""
    one = received(given, letter)
    office = given.office
    return Consignment(
        id=SubjectId("consignment/trial"),
        number=f"{CONSIGNMENT_PREFIX}{_code(given)}",
        intake=one.intake,
        sender=ParcelParty(name=_WHO.full_name, address=_WHO.address, phone=_WHO.phone),
        receiver=ParcelParty(name=office.unit.name, address=office.unit.address, phone=office.phone),
        picked_up_at=given.printed_at,
        postman="Người Thử",
        fee=8_000,
        days=2,
        arrive_by=local_day(given.printed_at + timedelta(days=2)),
        counted=_PAPERS,
        stages=((ConsignmentStage.HANDED_IN, given.printed_at),),
        record=f"{RECORD_PREFIX}{_code(given)}",
        handed_by="Người Thử",
        dossier=one.id,
        complete=True,
        money=8_000,
    )


def handed_in_by_post(given: Given, letter: str) -> DeliveryRecord:
    """Two dossiers handed in with one record."""
    one = consigned(given, letter)
    dossier = received(given, letter)
    return DeliveryRecord(number=one.record, consignments=(one, one), dossiers=(dossier, dossier))


def several_returned(given: Given, letter: str) -> tuple[Dossier, ...]:
    """Two whose results one person collects, with an original."""
    one = received(given, letter)
    returned = ResultHandedOver(to=_WHO.full_name, collector=_WHO, originals=(_PAPERS[0].name,))
    return (replace(one, status=DossierStatus.HANDED_OVER, returned=returned, ended_at=given.printed_at),) * 2


def on_shelf(given: Given, letter: str) -> Dossier:
    """A dossier whose result lies on the shelf."""
    work = Processing(stage=ProcessStage.READY, place="A-0", ready_at=given.printed_at)
    return replace(received(given, letter), processing=work)


def in_line(given: Given, letter: str) -> InLine:
    """A ticket with the number 000 under this letter, and nobody before it."""
    ticket = Ticket(id=TicketId(SubjectId("ticket/trial")), number=f"{letter}000", day=local_day(given.printed_at))
    return InLine(ticket=ticket, ahead=0)


def _code(given: Given) -> DossierCode:
    return DossierCode(f"{given.office.unit.id}-{local(given.printed_at):%y%m%d}-0000")


def _intake(given: Given) -> Intake:
    here = given.office.unit
    return Intake(procedure=_WHAT, submitter=_WHO, received_by=here, resolved_by=here, papers=_PAPERS)


def fee_paid(given: Given, letter: str) -> ReceiptPaper:
    """Money that was taken, with a receipt."""
    del letter
    receipt = Receipt(
        id=SubjectId("receipt/trial"),
        state=ReceiptState.ISSUED,
        number=ReceiptNumber(form="EBL01", series=f"{given.printed_at:%y}TAB", number=0),
        slip=f"PT.{_code(given)}",
        lines=(FeeLine(name="Lệ phí thử", amount=8000), FeeLine(name="Phí thử theo trang", amount=4000)),
        payer="Nguyễn Văn Thử",
        payer_address="Thôn Thử, xã Thử",
        body=CollectingBody(name=given.office.parent, tax_code="0000000000", address=given.office.unit.address),
        at=given.printed_at,
        issued_at=given.printed_at,
    )
    return ReceiptPaper(receipt=receipt, codes=(_code(given),))


def to_be_paid(given: Given, letter: str) -> PaymentRequest:
    """A payment that is waited for. The account is none, so that nobody pays a trial."""
    del letter
    fees = (PaidFee(dossier=DossierId(SubjectId("dossier/trial")), amount=12_000),)
    payment = Payment(id=SubjectId("payment/trial"), state=PaymentState.ASKED, fees=fees, reference="THU-0000")
    return PaymentRequest(
        payment=payment,
        payer="Nguyễn Văn Thử",
        matters=((_code(given), "Chứng thực bản sao thử", 12_000),),
        qr="THU-0000",
        bank="Ngân hàng Thử",
        account="0000000000",
        holder="UBND XA THU",
    )


def shift_closed(given: Given, letter: str) -> ShiftPaper:
    """A drawer that was counted and closed."""
    del letter
    number = ReceiptNumber(form="EBL01", series=f"{given.printed_at:%y}TAB", number=0)
    counted = (Counted(note=50_000, pieces=4), Counted(note=2_000, pieces=6))
    closed = ShiftClosed(
        total=212_000,
        expected=212_000,
        counted=counted,
        totals=(MethodTotal(paid_by="cash", taken=12_000, payments=1),),
        receipts=((number, number),),
        payments=1,
    )
    shift = Shift(
        id=SubjectId("shift/trial"),
        clerk=_CLERK,
        device=DeviceId(0),
        opened_at=given.printed_at,
        float_counted=(Counted(note=50_000, pieces=4),),
        closed=closed,
        closed_at=given.printed_at,
    )
    return ShiftPaper(shift=shift, clerk=given.clerk or "Người Thử")


def takings_handed_over(given: Given, letter: str) -> ShiftPaper:
    """Its takings, given to the treasurer."""
    told = shift_closed(given, letter)
    handed = replace(told.shift, handed_over=12_000, handed_to="Lê Thị Thủ Quỹ", handed_at=given.printed_at)
    return replace(told, shift=handed)


def takings_deposited(given: Given, letter: str) -> ShiftPaper:
    """Its takings, paid in."""
    told = shift_closed(given, letter)
    paid_in = TakingsDeposited(amount=12_000, place="Kho bạc Nhà nước thử", number="0000")
    return replace(told, shift=replace(told.shift, deposits=(paid_in,)))


def fee_returned(given: Given, letter: str) -> RefundPaper:
    """Money that went back, with its receipt made void."""
    del letter
    return RefundPaper(
        number=f"HT.{local(given.printed_at):%y%m%d-%H%M%S}-0000",
        at=given.printed_at,
        code=_code(given),
        payer="Nguyễn Văn Thử",
        amount=12_000,
        way=PaidBy.CASH,
        reason=_REASON,
        receipts=((f"{given.printed_at:%y}TAB-00000000", "đã hủy"),),
        clerk=given.clerk or "Người Thử",
        second="Lãnh Đạo Thử",
    )
