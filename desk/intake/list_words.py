"""What is said of a list that many are taken in by."""

from desk.intake.name_list import BadRow, Fault

_FAULT = {
    Fault.NAME_MISSING: "không thấy họ tên",
    Fault.NUMBER_MALFORMED: "số giấy tờ không đúng (12 số, 9 số cũ, hoặc hộ chiếu)",
    Fault.DATE_IMPOSSIBLE: "không có ngày sinh này",
    Fault.ADDRESS_MISSING: "thiếu địa chỉ; ghi vào dòng hoặc vào ô địa chỉ chung",
    Fault.TWICE: "trùng với một dòng ở trên",
    Fault.TOO_MANY: "quá số dòng nhận một lần",
}


def bad_row_words(row: BadRow) -> str:
    """``"Dòng 3: thiếu địa chỉ… (Nguyễn Văn Mẫu)"``."""
    text = row.text if len(row.text) <= 40 else row.text[:39] + "…"
    return f"Dòng {row.line}: {_FAULT[row.fault]} ({text})."
