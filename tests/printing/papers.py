"""Dossiers and tickets to print: plainly invented people, built without a store."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from models.calendar.clock import VIETNAM
from models.events import (
    AnyEvent,
    DossierAccepted,
    DossierForwarded,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierSubmitted,
    DueDate,
    DueDateChanged,
    FeeDue,
    FeeLine,
    Intake,
    PaperMissing,
    PaperReceived,
    Priority,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    StopCause,
)
from models.history import Recorded
from models.ids import NO_DIGEST, ClerkId, DeviceId, DossierCode, DossierId, EventId, SubjectId, TicketId
from models.office import Office
from models.person import Authority, Organisation, Person, Unit
from models.procedure import LimitUnit, ProcedureTaken, TimeLimit
from models.process import Holder, ProcessStep
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from models.subjects.hand_over_list import HandOverList, StruckDossier
from models.subjects.ticket import Period, Ticket
from models.subjects.ticket_state import TicketState
from printing.forms.dossier_history import DossierHistory

CODE = DossierCode("H26.12.34-261123-0007")
PRINTED_AT = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
"""08:12 on the office wall."""

CENTRE = Unit(id="H26.12.34", name="Trung tâm Phục vụ hành chính công xã Mẫu Sơn", address="Thôn Mẫu, xã Mẫu Sơn")
OFFICE = Office(
    unit=CENTRE,
    parent="UBND XÃ MẪU SƠN",
    name="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    place="Mẫu Sơn",
    phone="0200 000 001",
    website="mauson.example",
    lookup_url="https://tracuu.example/",
    province="Tỉnh Mẫu",
)
SUBMITTER = Person(
    full_name="Nguyễn Thị Mẫu Hường",
    personal_number="001099000001",
    born_on=date(1990, 5, 3),
    address="Số 12, ngõ Thử Nghiệm, thôn Mẫu Thượng, xã Mẫu Sơn, Tỉnh Mẫu",
    phone="0900 000 001",
    email="huong@mau.example",
)
COMPANY = Organisation(
    name="Hợp tác xã Nông nghiệp Thử Nghiệm",
    tax_code="0100000001",
    address="Thôn Mẫu, xã Mẫu Sơn",
    phone="0200 000 009",
)
PAPERS = (
    PaperReceived(name="Tờ khai đăng ký khai sinh theo mẫu", originals=1),
    PaperReceived(name="Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp", originals=1, copies=2),
    PaperReceived(name="Giấy chứng nhận kết hôn của cha, mẹ", originals=1, shown_only=True),
    PaperReceived(name="Văn bản ủy quyền được chứng thực", electronic=1),
)
PROCEDURE = ProcedureTaken(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="mau-1")
INTAKE = Intake(procedure=PROCEDURE, submitter=SUBMITTER, received_by=CENTRE, resolved_by=CENTRE, papers=PAPERS)
DUE = DueDate(at=datetime(2026, 11, 30, 10, 0, tzinfo=UTC), limit=TimeLimit(amount=5))
FEE = FeeDue(lines=(FeeLine(name="Lệ phí hộ tịch", amount=15000),))

RECEIVED = Dossier(
    id=DossierId(SubjectId("dossier/mau")),
    status=DossierStatus.RECEIVED,
    code=CODE,
    intake=INTAKE,
    due=DUE,
    fee=FEE,
    received_at=datetime(2026, 11, 23, 1, 5, tzinfo=UTC),
)
ACTED_FOR = Intake(
    procedure=ProcedureTaken(
        code="1.001612",
        name="Đăng ký thành lập hộ kinh doanh",
        field="Thành lập và hoạt động doanh nghiệp",
        catalogue="mau-1",
        case="1",
        case_name="Trường hợp ủy quyền cho tổ chức",
    ),
    submitter=SUBMITTER,
    owner=COMPANY,
    authority=Authority(relation="xã viên", paper="Giấy ủy quyền", granted_on=date(2026, 11, 20)),
    received_by=CENTRE,
    resolved_by=Unit(id="H26.12.99", name="Ủy ban nhân dân phường Thử Nghiệm", address="Số 1 đường Mẫu"),
    papers=PAPERS,
)
MISSING = (
    PaperMissing(name="Giấy chứng sinh do cơ sở y tế cấp", originals=1),
    PaperMissing(
        name="Giấy chứng nhận kết hôn của cha, mẹ", certified=1, copies=2, note="Bản đang nộp bị mờ, không đọc được số."
    ),
)
SUPPLEMENT = Dossier(
    id=DossierId(SubjectId("dossier/mau2")),
    status=DossierStatus.SUPPLEMENT,
    intake=INTAKE,
    slips=("H26.12.34-261123-0008",),
    missing=MISSING,
    reason="Hồ sơ chưa có giấy chứng sinh; bản sao giấy chứng nhận kết hôn không đọc được.",
)
REFUSED = Dossier(
    id=DossierId(SubjectId("dossier/mau3")),
    status=DossierStatus.REFUSED,
    intake=ACTED_FOR,
    slips=("H26.12.34-261123-0009",),
    reason="Ngành nghề đăng ký thuộc danh mục cấm đầu tư kinh doanh theo Luật Đầu tư.",
)
TICKET = Ticket(
    id=TicketId(SubjectId("ticket/mau")),
    state=TicketState.WAITING,
    number="A012",
    day=date(2026, 11, 23),
    services=("ho-tich", "chung-thuc"),
    priority=Priority.ELDERLY,
    name="Trần Văn Thử",
    periods=(Period(TicketState.WAITING, datetime(2026, 11, 23, 1, 2, tzinfo=UTC)),),
)
LIST = HandOverList(
    id=SubjectId("list/mau"),
    number="BG.H26.12.34-261123-3001",
    to=Holder(unit="vp", unit_name="Văn phòng HĐND và UBND"),
    dossiers=(RECEIVED.id, SUPPLEMENT.id),
    struck=(
        StruckDossier(dossier=SUPPLEMENT.id, reason="không thấy giấy chứng sinh", at=PRINTED_AT, by=ClerkId("xet")),
    ),
    giver="Trần Thị Thử",
    receiver="Lê Văn Mẫu",
    made_at=PRINTED_AT,
)
SERVICES = {"ho-tich": "Hộ tịch", "chung-thuc": "Chứng thực"}
HALF_A_DAY = TimeLimit(amount=0.5, unit=LimitUnit.WORKING_DAYS)

CLERK, EXAMINER, LEADER = ClerkId("thu"), ClerkId("tham"), ClerkId("lanh-dao")
NAMES = {CLERK: "Trần Thị Thử", EXAMINER: "Lê Văn Thẩm", LEADER: "Phạm Thị Lãnh"}
JUSTICE = Holder(unit="tu-phap", unit_name="Phòng Tư pháp")
OFFICE_LEADER = Holder(unit="lanh-dao", unit_name="Lãnh đạo UBND xã")
EXAMINE, SIGN = ProcessStep(id="examine", name="Thẩm định"), ProcessStep(id="sign", name="Ký", signs=True)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026, or with days beyond 30 of December, by the office wall."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=VIETNAM) + timedelta(days=day - 1)


def lived(*events: tuple[datetime, ClerkId, AnyEvent]) -> DossierHistory:
    """A dossier of this history, recorded at one desk in this order."""
    history = tuple(
        Recorded(
            id=EventId(f"01930000-0000-7000-8000-{n:012d}"),
            subject=RECEIVED.id,
            device=DeviceId(3),
            seq=n,
            clock=n,
            at=at,
            clerk=clerk,
            prev=NO_DIGEST,
            body=b"",
            event=event,
        )
        for n, (at, clerk, event) in enumerate(events, start=1)
    )
    return DossierHistory(dossier=fold(RECEIVED.id, history), history=history, names=NAMES)


TAKEN_IN = (on(23, 8, 5), CLERK, DossierReceived(code=CODE, intake=INTAKE, due=DUE, fee=FEE))
IN_HAND = (
    (on(23, 9), CLERK, DossierForwarded(to=JUSTICE, step=EXAMINE, number=1, due_at=on(26, 17))),
    (on(23, 10, 30), EXAMINER, DossierAccepted(holder=replace(JUSTICE, clerk=EXAMINER, name=NAMES[EXAMINER]))),
)
EXTENDED = (
    on(27, 9),
    CLERK,
    DueDateChanged(
        due_at=on(37, 17), reason="Chờ Công an tỉnh trả lời xác minh.", confirmed_by=LEADER, number=f"{CODE[:-4]}0031"
    ),
)
SIGNED = (
    (on(25, 16), EXAMINER, DossierSubmitted(to=OFFICE_LEADER, step=SIGN, number=2, due_at=on(30, 17))),
    (on(30, 15), LEADER, ResultDecided(number="12/KS", signed_by=NAMES[LEADER])),
    (on(30, 16), CLERK, ResultCheckedIn(place="B-12")),
    (on(31, 8), CLERK, ResultHandedOver(to=SUBMITTER.full_name)),
)
STOPPED = (
    on(24, 14),
    CLERK,
    DossierStopped(
        number=f"{CODE[:-4]}0032", cause=StopCause.REQUEST, reason="Người nộp đã có giấy khai sinh bản gốc."
    ),
)
REFUSED_LATER = (
    on(26, 14),
    EXAMINER,
    DossierRefused(number=f"{CODE[:-4]}0033", reason="Cha, mẹ trẻ không có nơi cư trú tại xã."),
)
