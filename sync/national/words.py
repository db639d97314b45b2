"""Fixed strings of the national interface: answer texts and step names (domain.md §5.2, F5).

They are part of its format, as seen in public implementations; nobody has the specification.
"""

ALREADY_THERE = "đã tồn tại"
"""An answer with these words to "create" means: update instead. To a step: it is there."""

SUCCESS = "thành công"
"""What generation B says when it has taken something, whatever its code."""

RECEIVED = "Tiếp nhận hồ sơ"
"""The first step of every dossier, state 2."""

SUPPLEMENT = "Yêu cầu bổ sung hồ sơ"
SUPPLEMENTED = "Đã bổ sung hồ sơ, tiếp tục xử lý"
OBLIGATION_MET = "Đã thực hiện nghĩa vụ tài chính, tiếp tục xử lý"
REFUSED = "Từ chối tiếp nhận hồ sơ"
WITHDRAWN = "Công dân rút hồ sơ"
VOIDED = "Hủy hồ sơ nhập nhầm"
HANDED_OVER = "Trả kết quả"
CAME_BACK = "Bưu chính chuyển hoàn, kết quả chưa trả"
SETTLED = "Xác định lại theo hồ sơ giấy"
"""Two desks had recorded different things, and a person said which of them holds."""
TAKEN_TWICE = "Tiếp nhận trùng, hồ sơ được giải quyết theo mã {code}"

STATES = {
    1: "Mới đăng ký",
    2: RECEIVED,
    3: REFUSED,
    4: "Đang xử lý",
    5: SUPPLEMENT,
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: WITHDRAWN,
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: HANDED_OVER,
}
"""What a step says when the department that reported it wrote nothing."""

CLERK = "Cán bộ một cửa"
"""Who acted, when the office's list of staff does not have the name (NguoiXuLy may not be empty)."""

SUBMITTER = "Người nộp"
AUTHORITY = "Quan hệ, ủy quyền"
PAPER = "Giấy tờ"
FEE = "Phí, lệ phí"
ADDRESS = "Địa chỉ chủ hồ sơ"
ADDRESS_BEFORE = "Địa chỉ ghi trên thẻ"
SHOWN = "Giấy tờ xuất trình"
NATIONALITY = "quốc tịch"
KNOWN_BY = "không có giấy tờ, nhận biết qua"
COPIED = "Văn bản yêu cầu"
COPIED_ONE = "{name} ({pages} trang × {copies} bản)"
NUMBER = "số"
DAY = "ngày"

DOCUMENTS = {
    "passport": "Hộ chiếu",
    "identity_certificate": "Giấy chứng nhận căn cước",
    "birth_certificate": "Giấy khai sinh",
    "other": "Giấy tờ",
}
STANDINGS = {
    "authorised": "Được ủy quyền",
    "representative": "Người đại diện",
    "parent": "Cha, mẹ",
    "guardian": "Người giám hộ",
}
HELPED_BY = "Nơi hỗ trợ nộp"
RECEIVED_BY = "Nơi tiếp nhận"
PHONE_AS_WRITTEN = "Số điện thoại ghi tại quầy"
NUMBER_AS_WRITTEN = "Số giấy tờ ghi tại quầy"
EMAIL_AS_WRITTEN = "Thư điện tử ghi tại quầy"
MISSING = "Còn thiếu"

LACKS = "Thiếu hoặc sai"
