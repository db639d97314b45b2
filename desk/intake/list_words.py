"""Words about a list of people in bulk intake."""

from desk.intake.columns import ListedColumn, Means
from desk.intake.list_result import BadRow, ListFault, Remark
from desk.words.person_doubts import DOUBT
from models.person_doubts import Doubt

MEANS = {
    Means.NAME: "Họ và tên",
    Means.FAMILY: "Họ và đệm",
    Means.GIVEN: "Tên",
    Means.NUMBER: "Số giấy tờ",
    Means.BORN: "Ngày sinh",
    Means.DAY: "Ngày sinh (ngày)",
    Means.MONTH: "Ngày sinh (tháng)",
    Means.YEAR: "Ngày sinh (năm)",
    Means.YEAR_MALE: "Năm sinh của nam",
    Means.YEAR_FEMALE: "Năm sinh của nữ",
    Means.SEX: "Giới tính",
    Means.IS_MALE: "Nam (đánh dấu)",
    Means.IS_FEMALE: "Nữ (đánh dấu)",
    Means.PHONE: "Điện thoại",
    Means.EMAIL: "Thư điện tử",
    Means.ADDRESS: "Địa chỉ",
    Means.ISSUED: "Ngày cấp",
    Means.ORDER: "Số thứ tự",
    Means.OTHER: "Không dùng",
    Means.SOMEBODY_ELSE: "Của người khác",
    Means.UNKNOWN: "Chưa rõ là gì",
}
"""What a column holds; a test holds the list complete."""

_FAULT = {
    ListFault.NAME_MISSING: "không thấy họ tên",
    ListFault.NAME_ODD: "“{about}” không phải một họ tên",
    ListFault.NOT_A_PERSON: "chỉ có “{about}”; là người thì ghi thêm ngày sinh hoặc số giấy tờ",
    ListFault.SEVERAL_PEOPLE: "có nhiều người trên một dòng (“{about}”); tách mỗi người một dòng",
    ListFault.NUMBER_MALFORMED: "số giấy tờ “{about}” không đúng (12 số, 9 số cũ, hoặc hộ chiếu)",
    ListFault.ZEROS_LOST: "“{about}” thiếu số 0 ở đầu; có lẽ là {new}",
    ListFault.DIGITS_LOST: "“{about}”: Excel đã làm mất các số cuối; lấy lại số đủ từ tệp gốc",
    ListFault.NUMBER_EITHER: "“{about}” là CMND cũ hay điện thoại thiếu số 0; ghi rõ",
    ListFault.DATE_IMPOSSIBLE: "không có ngày sinh “{about}”",
    ListFault.DATE_ORDER: "cột ngày sinh ghi tháng trước ngày (“{about}”); đổi cả cột sang ngày/tháng/năm",
    ListFault.DATE_EITHER: "“{about}”: Excel có thể đã đổi chỗ ngày và tháng; giữ lại một ngày",
    ListFault.CENTURY_OPEN: "“{about}” chưa rõ thế kỷ; ghi đủ bốn số của năm",
    ListFault.BIRTH_TWICE: "có hai ngày sinh khác nhau (“{about}”)",
    ListFault.SEX_UNKNOWN: "không rõ giới tính (“{about}”)",
    ListFault.ADDRESS_MISSING: "thiếu địa chỉ; ghi vào dòng hoặc vào ô địa chỉ chung",
    ListFault.UNCLEAR: "không rõ “{about}” là gì; thêm dòng tiêu đề hoặc chọn tên cột",
    ListFault.CELLS_TOO_MANY: "nhiều ô hơn số cột; đặt địa chỉ trong ngoặc kép",
    ListFault.ABOVE_HEADS: "đứng trên dòng tiêu đề; chuyển xuống dưới",
    ListFault.TWICE: "trùng với dòng {further}",
    ListFault.NUMBER_TWICE: "số {about} đã có ở dòng {further} với họ tên khác",
    ListFault.TOO_MANY: "quá số dòng nhận một lần",
}
_REMARK = {
    Remark.ZERO_OF_PHONE: "Đã thêm số 0 đầu của điện thoại.",
    Remark.TCVN3: "Đã đổi chữ từ bảng mã TCVN3.",
    Remark.VNI: "Đã đổi chữ từ bảng mã VNI.",
    Remark.DATE_FROM_SERIAL: "Ngày sinh đọc từ số ngày của Excel.",
    Remark.YEAR_OF_TWO_DIGITS: "Năm sinh ghi hai số.",
    Remark.ISSUED_UNREADABLE: "Ngày cấp không đọc được nên để trống.",
    Remark.TITLE: "Trước họ tên có lời xưng hô (ông, bà, anh, chị).",
    Remark.PARTED_BY_BLANKS: "Các phần của dòng chỉ cách nhau bằng dấu cách: xem lại từng phần.",
    Remark.NAME_JOINED: "Họ tên ghép từ hai ô.",
}


def fault_words(row: BadRow) -> str:
    """Why a line is taken in by nobody: ``"trùng với dòng 3"``."""
    if row.fault is ListFault.JUDGED and row.doubt is not None:
        sentence = DOUBT[row.doubt].rstrip(".")
        return f"{sentence[0].lower()}{sentence[1:]} ({row.about})"
    new = ", ".join(change.new for change in row.changes)
    return _FAULT[row.fault].format(about=_short(row.about), further=row.further, new=new)


def bad_row_words(row: BadRow) -> str:
    """``"Dòng 3: thiếu địa chỉ… (Nguyễn Văn Mẫu)"``."""
    return f"Dòng {row.line}: {fault_words(row)} ({_short(row.text)})."


def warning_words(warning: str) -> str:
    """One thing to look at of a person who can be taken in."""
    return _REMARK[Remark(warning)] if warning in set(Remark) else DOUBT[Doubt(warning)]


def column_words(column: ListedColumn) -> str:
    """A column as it is called: its head, else its place."""
    return column.head or f"cột {column.at + 1}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
