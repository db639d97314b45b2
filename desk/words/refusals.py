"""Sentences for the hub's refusals, saying what to do."""

from sync.messages import Refusal

REFUSAL: dict[Refusal, str] = {
    Refusal.SIGNATURE: (
        "Hệ thống tỉnh không nhận ra chữ ký của máy này; thử lại, nếu vẫn vậy thì báo quản trị tỉnh. "
        "Mọi việc còn nguyên ở máy."
    ),
    Refusal.CLOCK: "Đồng hồ của máy này lệch so với hệ thống tỉnh; chỉnh lại ngày giờ của máy rồi thử lại.",
    Refusal.REPLAY: "Hệ thống tỉnh đã nhận đúng yêu cầu này rồi; máy sẽ gửi lại bằng yêu cầu mới.",
    Refusal.DEVICE_UNKNOWN: (
        "Hệ thống tỉnh không biết máy này; xin quản trị tỉnh mã mới, chạy motcua leave rồi tham gia lại."
    ),
    Refusal.DEVICE_REVOKED: (
        "Máy này đã bị thu hồi quyền trao đổi với tỉnh; những việc đã ghi còn nguyên, liên hệ quản trị tỉnh."
    ),
    Refusal.CODE_WRONG: "Mã dùng một lần không đúng, đã dùng hoặc đã hết hạn; xin quản trị tỉnh mã mới.",
    Refusal.UNIT_WRONG: "Mã này dành cho cơ quan khác; kiểm tra mã định danh của cơ quan trong Thiết lập.",
    Refusal.TOO_LARGE: "Gói gửi lớn hơn mức hệ thống tỉnh nhận; máy sẽ tự chia nhỏ và gửi lại.",
    Refusal.UNREADABLE: "Hệ thống tỉnh không đọc được yêu cầu của máy này; cập nhật chương trình.",
    Refusal.GAP: "Hệ thống tỉnh thiếu những việc trước đó của máy này; máy sẽ tự gửi lại từ chỗ thiếu.",
    Refusal.NOT_FOUND: "Hệ thống tỉnh không có nội dung được hỏi; kiểm tra địa chỉ đã nhập.",
    Refusal.TOO_MUCH: (
        "Máy này đã gửi tới mức tối đa tỉnh nhận trong một ngày; mọi việc còn nguyên, máy tự gửi tiếp hôm sau. "
        "Không phải đang gửi bù nhiều ngày thì báo quản trị tỉnh."
    ),
    Refusal.RENEWED_TOO_OFTEN: (
        "Máy này đã xin số máy mới quá nhiều lần: tệp dữ liệu bị đưa về bản cũ lặp lại, thường do phần mềm đóng băng ổ "
        "đĩa. Mọi việc còn nguyên ở máy; tắt đóng băng ổ đĩa, rồi báo quản trị tỉnh cấp mã mới."
    ),
    Refusal.LOAD_ONLY: (
        "Máy đi tận nhà chỉ nhận phần dữ liệu đã nạp cho máy, không nhận dữ liệu của cả cơ quan. Việc đã ghi vẫn gửi "
        "về bình thường; xóa dữ liệu cũ trên máy một lần (trang Trên máy này) rồi máy tự nhận phần đã nạp."
    ),
    Refusal.PROGRAM_TOO_OLD: (
        "Chương trình trên máy này quá cũ, hệ thống tỉnh không còn đọc được: hãy cập nhật chương trình. Mọi việc đã "
        "ghi còn nguyên ở máy và tự gửi tiếp sau khi cập nhật."
    ),
    Refusal.HUB_TOO_OLD: (
        "Hệ thống tỉnh chạy phiên bản cũ hơn chương trình trên máy này: báo quản trị tỉnh cập nhật motcua-hub. Cứ làm "
        "tiếp; mọi việc còn nguyên ở máy và tự gửi sau khi tỉnh cập nhật."
    ),
    Refusal.HUB_FAILING: "Hệ thống tỉnh đang gặp sự cố; máy giữ nguyên mọi việc và sẽ tự gửi lại.",
}


def refusal_words(refusal: str) -> str:
    """The sentence of a refusal; of one that a newer hub tells, that it is one."""
    if refusal in set(Refusal):
        return REFUSAL[Refusal(refusal)]
    return f"Hệ thống tỉnh từ chối ({refusal}); cập nhật chương trình hoặc báo quản trị tỉnh."
