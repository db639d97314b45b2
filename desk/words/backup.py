"""Sentences for backups, keys and limits; sizes and durations in words."""

from typing import TYPE_CHECKING, assert_never

from models import not_allowed as no
from models import trouble as ill

if TYPE_CHECKING:
    from desk.limits import Limit

KeepingRefusal = (
    no.BackupNowhere
    | no.RecoveryKeyMistyped
    | no.RecoveryKeyWrong
    | no.RecoverySheetNotRead
    | no.RecoverySheetOnDisk
    | no.SeveralMachines
    | no.WorkStopped
)

KeepingFailure = (
    ill.BackupDamaged
    | ill.BackupPlaceFull
    | ill.BackupPlaceMissing
    | ill.CutOff
    | ill.NoBackupThere
    | ill.RecoveryFileMissing
    | ill.RecoveryFileUnreadable
    | ill.WorkLost
)

_LACKS = {
    "header": "nhật ký ghi (motcua.db-wal) hỏng ở đầu tệp",
    "frames": "nhật ký ghi (motcua.db-wal) hỏng ở giữa",
    "short": "nhật ký ghi (motcua.db-wal) bị cắt hoặc hỏng ở cuối",
    "missing": "nhật ký ghi (motcua.db-wal) không còn",
    "other": "nhật ký ghi (motcua.db-wal) là của lúc khác",
    "log": "tệp dữ liệu là bản cũ hơn",
    "file": "tệp dữ liệu không còn",
}


def keeping_refusal(reason: KeepingRefusal) -> str:
    """The refusal in Vietnamese."""
    match reason:
        case no.WorkStopped():
            return stopped(reason.why, reason.number)
        case no.RecoveryKeyMistyped():
            return mistyped(reason.groups, reason.count)
        case no.RecoveryKeyWrong():
            return "Khóa khôi phục này không phải của tệp dữ liệu này (của máy khác, hoặc tờ cũ đã thay)."
        case no.RecoverySheetNotRead():
            return f"Nhóm {reason.group} vừa nhập không giống trên tờ giấy; nhìn lại tờ vừa in, hoặc in lại."
        case no.RecoverySheetOnDisk():
            return (
                "Máy này in ra tệp, mà tờ khóa khôi phục không được nằm trên đĩa; đặt máy in giấy, "
                "hoặc chọn rõ nơi lưu rồi tự xóa tệp."
            )
        case no.BackupNowhere():
            return "Chưa đặt thư mục sao lưu; chọn trong Thiết lập hoặc ghi --to THƯ_MỤC."
        case no.SeveralMachines():
            return f"Ở đó có bản sao của nhiều máy ({', '.join(reason.folders)}); chọn thư mục của một máy."
        case _:
            assert_never(reason)


def keeping_failure(reason: KeepingFailure) -> str:
    """The trouble in Vietnamese."""
    match reason:
        case ill.CutOff():
            return "Việc sao chép bị dừng giữa chừng; bản dở không được dùng, lần sau làm lại từ đầu."
        case ill.BackupPlaceMissing():
            return f"Không thấy thư mục sao lưu {reason.path}; cắm USB hoặc chọn lại thư mục."
        case ill.BackupPlaceFull():
            return f"Nơi sao lưu {reason.path} hết chỗ; trên máy không mất gì. Dọn bớt hoặc chọn nơi khác."
        case ill.BackupDamaged():
            return f"Bản sao không nguyên vẹn ({reason.path}); không dùng được, chọn bản sao khác."
        case ill.NoBackupThere():
            return f"Ở {reason.path} không có bản sao lưu nào trọn vẹn."
        case ill.RecoveryFileMissing():
            return f"Cạnh dữ liệu không có tệp khóa khôi phục ({reason.path}); lấy tệp đó từ bản sao lưu."
        case ill.WorkLost(detail="file"):
            return (
                f"Không thấy {reason.path}, mà cạnh đó còn nhật ký hoặc dấu của tệp: đưa tệp về đúng chỗ, hoặc khôi "
                "phục từ bản sao lưu (motcua restore). Máy không tạo tệp mới đè lên, để số đã cấp không bị cấp lại."
            )
        case ill.WorkLost():
            what = _LACKS.get(reason.detail, reason.detail)
            return (
                f"Thiếu việc đã lưu: {what} ({reason.path}). Máy chưa đổi gì và không mở, để số đã cấp không bị cấp "
                "lại; đừng xóa tệp nào, chép cả thư mục ra nơi khác rồi báo người phụ trách. Tìm lại được tệp đúng thì "
                "đặt về chỗ cũ; có bản sao lưu thì motcua restore; làm tiếp với phần còn lại thì motcua accept-loss."
            )
        case ill.RecoveryFileUnreadable():
            return f"Không đọc được tệp khóa khôi phục {reason.path}; lấy tệp đó từ bản sao lưu."
        case _:
            assert_never(reason)


def lost_words(what: str, kept: int, known: int) -> str:
    """What was lost, as ``LossAccepted`` has it."""
    which = f"{kept + 1}" if known == kept + 1 else f"{kept + 1} đến {known}"
    gone = f"; mất việc số {which} của máy này" if known > kept else ""
    return f"{_LACKS.get(what, what)}{gone}"


def stopped(why: str, number: int) -> str:
    """Why no number is given out now, and what to do; ``why`` and ``number`` as ``WorkStopped`` has them."""
    match why:
        case "disk":
            return (
                f"Dừng cấp số: ổ đĩa chỉ còn {size_words(number)}. Giải phóng chỗ rồi làm tiếp; việc đã lưu còn nguyên."
            )
        case "clock_back":
            return (
                f"Dừng cấp số: đồng hồ máy chậm hơn việc đã ghi {span_words(number)}, giấy sẽ in sai ngày. "
                "Chỉnh lại đồng hồ; nếu đồng hồ đang đúng, quản trị xác nhận ở trang Sức khỏe máy."
            )
        case "clock_forward":
            return (
                f"Dừng cấp số: đồng hồ máy vừa nhảy tới {span_words(number)}, giấy sẽ in sai ngày. "
                "Chỉnh lại đồng hồ; nếu đồng hồ đang đúng, quản trị xác nhận ở trang Sức khỏe máy."
            )
        case "clock_ahead":
            return (
                f"Dừng cấp số: đồng hồ máy đi trước việc cuối cùng đã ghi {span_words(number)}. "
                "Sai thì chỉnh lại đồng hồ rồi mở lại; đúng là máy nghỉ lâu thì quản trị xác nhận ở trang Sức khỏe máy."
            )
        case "clock_province":
            return (
                f"Dừng cấp số: đồng hồ máy lệch {span_words(abs(number))} so với đồng hồ của tỉnh, "
                "giấy sẽ in sai ngày. Chỉnh lại đồng hồ rồi làm tiếp."
            )
        case _:
            return (
                "Dừng cấp số: lần kiểm tra tệp dữ liệu gần nhất thấy hỏng. Giữ nguyên thư mục, "
                "phục hồi từ bản sao lưu (docs/quan-tri.md)."
            )


def mistyped(groups: tuple[int, ...], count: int) -> str:
    """Which groups of a recovery key to look at again."""
    if not groups:
        return f"Khóa khôi phục có 8 nhóm, mỗi nhóm 6 chữ số (48 chữ số); ở đây có {count}."
    which = ", ".join(map(str, groups))
    return f"Nhóm {which} gõ nhầm; so lại với tờ giấy."


def size_words(size: int) -> str:
    """Bytes as a person says them: "870 MB", "1,4 GB"; rounded down."""
    if size < 1_000_000_000:
        return f"{size // 1_000_000} MB"
    whole, tenth = divmod(size // 100_000_000, 10)
    return f"{whole},{tenth} GB" if tenth and whole < 100 else f"{whole} GB"


def span_words(seconds: int) -> str:
    """A length of time in its largest unit, rounded down: "3 ngày", "2 giờ", "40 phút", "5 giây"."""
    for unit, words in ((86_400, "ngày"), (3_600, "giờ"), (60, "phút")):
        if seconds >= unit:
            return f"{seconds // unit} {words}"
    return f"{seconds} giây"


def outside_words(names: tuple[str, ...]) -> str:
    """Small files were changed by something else than this program, and what to do."""
    return (
        f"Tệp {', '.join(names)} đã bị sửa hoặc xóa bên ngoài chương trình. Quản trị xem lại: đúng thì chạy "
        "motcua health --files-are-right; không ai sửa thì lấy tệp từ bản sao lưu và kiểm tra ổ đĩa."
    )


def limit_words(limit: "Limit") -> str:
    """An early warning, or what already stands still; one sentence."""
    if limit.state == "stop":
        return stopped(limit.why, limit.number)
    if limit.why == "disk":
        return f"Ổ đĩa chỉ còn {size_words(limit.number)}; dưới 200 MB máy dừng cấp số. Dọn bớt từ bây giờ."
    if limit.why == "outside":
        return outside_words(limit.names)
    if limit.why == "clock_kept":
        return (
            f"Đồng hồ máy chậm {span_words(limit.number)} so với việc đã ghi: máy tính giờ tiếp từ việc cuối, vẫn tiếp "
            "nhận được. Chỉnh đồng hồ khi có thể, và xem lại ngày trên giấy hẹn."
        )
    return f"Đồng hồ máy lệch {span_words(abs(limit.number))} so với đồng hồ của tỉnh; chỉnh lại đồng hồ."


def rotated_words(*, has_sheet: bool) -> str:
    """What opens data and copies after a change of the key."""
    if has_sheet:
        return "Tờ khóa khôi phục đang có vẫn dùng được, cho dữ liệu và mọi bản sao lưu."
    return (
        "Máy này chưa có tờ khóa khôi phục: dữ liệu và mọi bản sao lưu, cũ cũng như mới, chỉ mở được trên máy này. "
        "In tờ khóa ngay (motcua recovery-key, hoặc trang Sức khỏe máy)."
    )
