"""What is doubtful about a person, in one short sentence each."""

from models.person_doubts import Doubt

DOUBT = {
    Doubt.BORN_AFTER_TODAY: "Ngày sinh sau hôm nay.",
    Doubt.BORN_TOO_LONG_AGO: "Ngày sinh đã quá lâu; xem lại năm.",
    Doubt.NUMBER_IMPOSSIBLE: "Không ai có số định danh này.",
    Doubt.NUMBER_MISSING: "Chưa có số giấy tờ nào.",
    Doubt.PREFIX_UNKNOWN: "Không có tỉnh nào mang ba số đầu này.",
    Doubt.SEX_DIGIT: "Giới tính không khớp với số định danh.",
    Doubt.CENTURY_DIGIT: "Thế kỷ sinh không khớp với số định danh.",
    Doubt.YEAR_DIGITS: "Năm sinh không khớp với số định danh.",
    Doubt.ISSUED_AFTER_TODAY: "Ngày cấp sau hôm nay.",
    Doubt.ISSUED_BEFORE_BIRTH: "Ngày cấp trước ngày sinh.",
    Doubt.NAME_CASE: "Họ tên chưa viết hoa chữ đầu.",
    Doubt.NAME_ODD: "Họ tên có số hoặc dấu lạ.",
    Doubt.NAME_SHORT: "Họ tên chỉ có một chữ.",
    Doubt.OLD_ENCODING: "Chữ viết bằng bảng mã cũ (TCVN3, VNI).",
    Doubt.PHONE_ODD: "Số điện thoại thiếu hoặc thừa chữ số.",
}
"""Every doubt; a test holds the list complete."""
