"""What a clerk should look at twice on a scanned card, in one short sentence each."""

from desk.cards.formats.kinds import Caution

CAUTION = {
    Caution.SEX_DIGIT: "Giới tính không khớp với số định danh.",
    Caution.CENTURY_DIGIT: "Thế kỷ sinh không khớp với số định danh.",
    Caution.YEAR_DIGITS: "Năm sinh không khớp với số định danh.",
    Caution.PREFIX_UNKNOWN: "Không có tỉnh nào mang ba số đầu này.",
    Caution.TEXT_REPAIRED: "Chữ đã được khôi phục từ mã sai; xem lại.",
    Caution.TEXT_UNCERTAIN: "Có chữ bị hỏng không khôi phục chắc chắn được; ô đó để trống.",
    Caution.MARKS_LOST: "Đầu đọc làm mất dấu; sửa họ tên và địa chỉ theo thẻ.",
    Caution.NAME_MISSING: "Thẻ không cho họ tên.",
    Caution.NAME_WITHOUT_MARKS: "Họ tên không dấu; sửa theo thẻ.",
    Caution.NAME_MAY_BE_CUT: "Họ tên có thể bị cắt bớt; xem thẻ.",
    Caution.OLD_NUMBER_UNREADABLE: "Không đọc được số CMND cũ.",
    Caution.BIRTH_DATE_IMPOSSIBLE: "Ngày sinh trên mã không có trong lịch; ô để trống.",
    Caution.BIRTH_YEAR_ONLY: "Chỉ có năm sinh.",
    Caution.BORN_AFTER_TODAY: "Ngày sinh sau hôm nay.",
    Caution.SEX_MISSING: "Mã không cho giới tính.",
    Caution.ADDRESS_MISSING: "Mã không cho nơi thường trú.",
    Caution.ADDRESS_MAY_BE_CUT: "Nơi thường trú có thể bị cắt bớt; xem thẻ.",
    Caution.CAPS_LOCK: "Caps Lock đang bật khi đầu đọc gõ: chữ hoa, chữ thường đã được đổi lại; tắt Caps Lock.",
    Caution.LAYOUT: "Bàn phím Windows đang ở bố cục “Vietnamese”, chữ số thành chữ cái: đã đọc lại; chuyển sang “US”.",
    Caution.ISSUE_DATE_MISSING: "Mã không cho ngày cấp.",
    Caution.ISSUE_DATE_IMPOSSIBLE: "Ngày cấp trên mã không có trong lịch.",
    Caution.ISSUED_AFTER_TODAY: "Ngày cấp sau hôm nay.",
    Caution.ISSUED_BEFORE_BIRTH: "Ngày cấp trước ngày sinh.",
    Caution.EXTRA_TEXT: "Sau các ô đã biết còn chữ khác; không dùng.",
    Caution.CARD_EXPIRED: "Thẻ đã hết hạn.",
    Caution.PASSPORT_EXPIRED: "Hộ chiếu đã hết hạn.",
    Caution.NATIONALITY_UNKNOWN: "Không rõ mã quốc tịch trên hộ chiếu.",
    Caution.CHECK_DIGIT_WRONG: "Dòng chữ máy đọc không khớp số kiểm tra; không dùng gì từ đó.",
    Caution.CHECKSUM_WRONG: "Mã chuyển khoản sai số kiểm tra; không dùng gì từ đó.",
}
"""Every caution; a test holds the list complete."""
