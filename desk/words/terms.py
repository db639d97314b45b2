"""Vietnamese terms for states, roles and delivery ways."""

from datetime import datetime

from models.calendar.clock import local
from models.clerk import Role
from models.events.clerks import SessionEnd
from models.events.dossiers import CollectorRelation, IdentityCheck, PaidBy, ReadBy, ResultCopy, ReturnBy
from models.events.process import Decision, StopCause
from models.events.province import NationalState
from models.events.tickets import Priority
from models.person import DocumentKind, Sex, Standing
from models.procedure import Channel
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.ticket_state import TicketState

STATUS = {
    DossierStatus.NEW: "Chưa rõ",
    DossierStatus.RECEIVED: "Đã tiếp nhận",
    DossierStatus.SUPPLEMENT: "Chờ bổ sung",
    DossierStatus.REFUSED: "Từ chối tiếp nhận",
    DossierStatus.WITHDRAWN: "Đã rút",
    DossierStatus.HANDED_OVER: "Đã trả kết quả",
    DossierStatus.STOPPED: "Đã dừng giải quyết",
    DossierStatus.VOIDED: "Đã hủy (nhập nhầm)",
}

STAGE = {
    ProcessStage.AT_DESK: "Ở quầy, chờ bàn giao",
    ProcessStage.FORWARDED: "Đã chuyển, chờ nhận",
    ProcessStage.IN_STEP: "Đang xử lý",
    ProcessStage.AT_LEADER: "Trình ký",
    ProcessStage.DECIDED: "Đã có kết quả",
    ProcessStage.READY: "Chờ trả kết quả",
    ProcessStage.POSTED: "Bưu điện đang giữ kết quả",
}
"""Where a dossier in work stands."""

OUTCOME = {Decision.GRANTED: "giải quyết", Decision.REFUSED: "không giải quyết"}
STOP_CAUSE = {StopCause.REQUEST: "theo đề nghị của người dân", StopCause.RULE: "theo quy định"}
RELATION = {
    CollectorRelation.SUBMITTER: "người nộp hồ sơ",
    CollectorRelation.OWNER: "chủ hồ sơ",
    CollectorRelation.AUTHORISED: "người được ủy quyền",
}
IDENTITY = {
    IdentityCheck.MATCH: "Giấy tờ khớp người nhận",
    IdentityCheck.NO_MATCH: "Giấy tờ không khớp người nhận",
    IdentityCheck.NOT_CHECKED: "Chưa đối chiếu giấy tờ",
}

STATE = {
    TicketState.NEW: "Chưa rõ",
    TicketState.WAITING: "Đang chờ",
    TicketState.CALLED: "Đang gọi",
    TicketState.SERVING: "Đang phục vụ",
    TicketState.HELD: "Tạm giữ",
    TicketState.SKIPPED: "Gọi không có mặt",
    TicketState.SERVED: "Đã xong",
    TicketState.LEFT: "Đã về",
    TicketState.CLOSED: "Hết ngày",
}

PRIORITY = {
    Priority.ELDERLY: "Người cao tuổi",
    Priority.DISABLED: "Người khuyết tật",
    Priority.PREGNANT: "Phụ nữ mang thai",
    Priority.WITH_SMALL_CHILD: "Có con nhỏ",
    Priority.PERSON_OF_MERIT: "Người có công",
}

CHANNEL = {Channel.DIRECT: "Trực tiếp", Channel.ONLINE: "Trực tuyến", Channel.POST: "Bưu chính công ích"}

RETURN_BY = {
    ReturnBy.COUNTER: "Tại quầy",
    ReturnBy.POST: "Qua bưu chính",
    ReturnBy.ONLINE: "Bản điện tử",
}

RESULT_COPY = {
    ResultCopy.PAPER: "Bản giấy",
    ResultCopy.ELECTRONIC: "Bản điện tử",
    ResultCopy.BOTH: "Bản giấy và bản điện tử",
}

PAID_BY = {
    PaidBy.CASH: "Tiền mặt",
    PaidBy.TRANSFER: "Chuyển khoản",
    PaidBy.CARD: "Thẻ",
    PaidBy.ONLINE: "Thanh toán trực tuyến",
}

ROLE_NAME = {
    Role.CLERK: "Công chức tiếp nhận",
    Role.LEADER: "Lãnh đạo",
    Role.POSTAL: "Nhân viên bưu chính",
    Role.VISITOR: "Cán bộ tiếp nhận tại nhà",
    Role.ADMIN: "Quản trị",
}

SESSION_END = {
    SessionEnd.LOCKED: "khóa máy",
    SessionEnd.IDLE: "quá lâu không dùng máy",
    SessionEnd.CHANGED: "đổi người",
    SessionEnd.CLOSED: "đóng chương trình",
}

READ_BY = {
    ReadBy.SEARCH: "tìm kiếm",
    ReadBy.LIST: "danh sách",
    ReadBy.SCAN: "quét mã",
    ReadBy.PERSON: "lấy lại thông tin người nộp",
    ReadBy.SHOWN: "hiện trong danh sách",
    ReadBy.OFFERED: "gợi ý khi gõ tên, số",
    ReadBy.KNOWN: "gợi ý thông tin đã biết",
    ReadBy.EXPORT: "xuất mọi sự việc",
    ReadBy.REGISTER: "xuất sổ theo dõi hồ sơ",
    ReadBy.CITIZEN_FILE: "mở hồ sơ công dân",
}

DOCUMENT = {
    DocumentKind.PASSPORT: "Hộ chiếu",
    DocumentKind.IDENTITY_CERTIFICATE: "Giấy chứng nhận căn cước",
    DocumentKind.BIRTH_CERTIFICATE: "Giấy khai sinh",
    DocumentKind.OTHER: "Giấy tờ khác",
    DocumentKind.NONE: "Không có giấy tờ",
}

STANDING = {
    Standing.AUTHORISED: "Được ủy quyền",
    Standing.REPRESENTATIVE: "Người đại diện",
    Standing.PARENT: "Cha, mẹ",
    Standing.GUARDIAN: "Giám hộ",
}

SEX = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}

NATIONAL_STATE = {
    NationalState.NEW: "mới đăng ký",
    NationalState.RECEIVED: "được tiếp nhận",
    NationalState.NOT_RECEIVED: "không được tiếp nhận",
    NationalState.IN_PROGRESS: "đang xử lý",
    NationalState.SUPPLEMENT: "yêu cầu bổ sung giấy tờ",
    NationalState.FINANCIAL_DUTY: "yêu cầu thực hiện nghĩa vụ tài chính",
    NationalState.WITHDRAWN: "công dân yêu cầu rút hồ sơ",
    NationalState.STOPPED: "dừng xử lý",
    NationalState.DONE: "đã xử lý xong",
    NationalState.HANDED_OVER: "đã trả kết quả",
}
"""TrangThaiHoSo 1 to 10, in the national interface's own words."""

DISPUTE = {
    DisputeKind.RECEIVED_TWICE: "hồ sơ được tiếp nhận hai lần",
    DisputeKind.OUTCOMES_DIFFER: "nơi tiếp nhận, nơi từ chối cùng một hồ sơ",
    DisputeKind.HANDED_OVER_TWICE: "kết quả được trả hai lần",
    DisputeKind.ACTED_AFTER_END: "có việc được ghi sau khi đã kết thúc",
    DisputeKind.STEPS_DIFFER: "hai nơi quyết định khác nhau, không biết việc của nhau",
    DisputeKind.VALUES_DIFFER: "hai nơi sửa cùng một thông tin thành hai giá trị khác nhau",
    DisputeKind.RETURNED_OVER: "hai nơi cùng hoàn tiền, quá số đã thu",
    DisputeKind.CALLED_TWICE: "một số được gọi ở hai quầy",
}

ROLE = {"submitter": "người nộp", "owner": "chủ hồ sơ", "receiver": "người nhận"}

FIELD = {
    "full_name": "họ và tên",
    "address": "địa chỉ",
    "personal_number": "số định danh",
    "phone": "số điện thoại",
    "known_by": "nguồn nhận biết",
}

ENTRY = {
    "number": "Số giấy tờ",
    "born": "Ngày sinh",
    "granted_on": "Ngày của giấy ủy quyền",
    "document_issued": "Ngày cấp giấy tờ",
    "document_until": "Hạn của giấy tờ",
    "agreed": "Ngày hẹn trả",
    "tax": "Mã số thuế",
    "pages": "Số trang",
    "copies": "Số bản",
    "sets": "Số bộ hồ sơ",
}
"""Fields of the form in which something may be typed that is none of what belongs there."""

QUANTITY = {
    "sets": "Số bộ hồ sơ",
    "pages": "Số trang",
    "copies": "Số bản",
    "persons": "Số người",
    "amount": "Số tiền",
}

ACCOUNT_FIELD = {"id": "mã công chức (chữ không dấu, số, dấu chấm)", "name": "họ và tên", "roles": "vai trò"}

SETTING = {
    "settings": "thông tin cơ quan, máy và công chức",
}

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def code_words(code: str) -> str:
    """``"Mã hồ sơ H00.99.01-261123-3001"``; of no code nothing."""
    return f"Mã hồ sơ {code}" if code else ""


def short_moment(at: datetime | None) -> str:
    """``"14:05 23/11"``, on the office clock; empty = it has not happened."""
    return f"{local(at):%H:%M %d/%m}" if at else ""


def moment(at: datetime) -> str:
    """``"14:05 thứ Hai 23/11/2026"``, on the office clock."""
    wall = local(at)
    return f"{wall:%H:%M} {WEEKDAYS[wall.weekday()]} {wall:%d/%m/%Y}"
