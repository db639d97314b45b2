"""Dossiers and tickets to print: plainly invented people, built without a store."""

from datetime import UTC, date, datetime

from models.events import (
    DueDate,
    FeeDue,
    FeeLine,
    Intake,
    PaperMissing,
    PaperReceived,
    Priority,
)
from models.ids import ClerkId, DossierCode, DossierId, SubjectId, TicketId
from models.office import Office
from models.person import Authority, Organisation, Person, Unit
from models.procedure import LimitUnit, ProcedureTaken, TimeLimit
from models.process import Holder
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.hand_over_list import HandOverList, StruckDossier
from models.subjects.ticket import Period, Ticket, TicketState

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
