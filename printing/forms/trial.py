"""One sheet of each form with invented facts, to try a printer with."""

from datetime import datetime, timedelta

from models.calendar.clock import local, local_day
from models.events import DueDate, FeeDue, FeeLine, Form, Intake, PaperMissing, PaperReceived
from models.ids import DossierCode, DossierId, SubjectId, TicketId
from models.office import Office
from models.person import Person
from models.procedure import ProcedureTaken, TimeLimit
from models.subjects.dossier import Dossier, Status
from models.subjects.ticket import Ticket
from printing.forms.marking import trial
from printing.forms.slips import dossier_slip
from printing.forms.taken_list import taken_list
from printing.forms.ticket_slip import ticket_slip
from printing.forms.versions import FormsSet
from printing.layout.sheet import Sheet

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


def trial_sheet(
    form: Form, office: Office, words: FormsSet, *, printed_at: datetime, letter: str = "A", clerk: str = ""
) -> Sheet:
    """The form with invented facts, marked as a trial. Its code ends in 0000, which no dossier ever has."""
    if form is Form.TICKET:
        nobody = Ticket(id=TicketId(SubjectId("ticket/trial")), number=f"{letter}000", day=local_day(printed_at))
        return trial(ticket_slip(nobody, office, words, ahead=0, printed_at=printed_at, copy=1))
    if form is Form.LIST:
        one = _dossier(Form.RECEIPT, office, printed_at)
        return trial(taken_list((one, one), office, words, clerk=clerk, printed_at=printed_at, copy=1))
    dossier = _dossier(form, office, printed_at)
    return trial(dossier_slip(form, dossier, office, words, clerk=clerk, printed_at=printed_at, copy=1))


def _dossier(form: Form, office: Office, now: datetime) -> Dossier:
    code = DossierCode(f"{office.unit.id}-{local(now):%y%m%d}-0000")
    intake = Intake(procedure=_WHAT, submitter=_WHO, received_by=office.unit, resolved_by=office.unit, papers=_PAPERS)
    one = DossierId(SubjectId("dossier/trial"))
    if form is Form.RECEIPT:
        return Dossier(
            id=one,
            status=Status.RECEIVED,
            code=code,
            intake=intake,
            due=DueDate(at=now + timedelta(days=_DAYS), limit=TimeLimit(amount=_DAYS)),
            fee=FeeDue(lines=(FeeLine(name="Lệ phí thử", amount=8000),)),
            received_at=now,
        )
    status = Status.SUPPLEMENT if form is Form.SUPPLEMENT else Status.REFUSED
    return Dossier(id=one, status=status, intake=intake, slips=(code,), missing=_MISSING, reason=_REASON)
