"""What the desk says of clerks, roles and PINs, each reason as one sentence that says what to do."""

from typing import assert_never

from desk.words.terms import ACCOUNT_FIELD, ROLE_NAME
from models import not_allowed as no

OfClerks = (
    no.AccountExists
    | no.AccountIncomplete
    | no.AccountOff
    | no.AccountUnknown
    | no.AccountWithoutPin
    | no.LastAdmin
    | no.NoAccounts
    | no.NoSecondPerson
    | no.NobodySignedIn
    | no.RoleForbids
    | no.SecondIsFirst
    | no.SecretMustChange
    | no.SecretSame
    | no.SecretTooEasy
    | no.SecretTooShort
    | no.SecretWrong
    | no.TryLater
)


def of_clerks(reason: OfClerks) -> str:
    """One of these reasons as one sentence."""
    match reason:
        case no.NobodySignedIn():
            return "Máy đang khóa; đăng nhập để làm tiếp."
        case no.RoleForbids(permission="record_signature"):
            who = ", ".join(ROLE_NAME[role].lower() for role in reason.roles)
            return f"Kết quả chưa được ghi là đã ký; ghi thay chữ ký là việc của: {who}."
        case no.RoleForbids():
            who = ", ".join(ROLE_NAME[role].lower() for role in reason.roles)
            return f"Việc này dành cho: {who}."
        case no.NoAccounts():
            return "Máy này chưa có tài khoản công chức; tạo tài khoản ở trang Công chức trước."
        case no.AccountUnknown():
            return f"Không có tài khoản “{reason.clerk}” trên máy này."
        case no.AccountExists():
            return f"Đã có tài khoản “{reason.clerk}”; lịch sử nêu tên người này nên mỗi mã chỉ dùng cho một người."
        case no.AccountOff():
            return f"Tài khoản của {reason.name} đã ngừng; nhờ quản trị mở lại nếu cần."
        case no.AccountWithoutPin():
            return f"Tài khoản của {reason.name} chưa có mã; nhờ quản trị cấp mã dùng một lần."
        case no.AccountIncomplete():
            return f"Tài khoản còn thiếu: {', '.join(ACCOUNT_FIELD.get(name, name) for name in reason.missing)}."
        case no.LastAdmin():
            return "Đây là quản trị cuối cùng đăng nhập được; giao vai trò quản trị cho người khác trước."
        case no.SecretTooShort():
            return f"Mã PIN cần ít nhất {reason.digits} chữ số, mật khẩu ít nhất {reason.characters} ký tự."
        case no.SecretTooEasy():
            return "Mã này dễ đoán (dãy liền, lặp lại hoặc giống ngày tháng); chọn mã khác."
        case no.SecretSame():
            return "Mã mới phải khác mã đang dùng."
        case no.SecretWrong():
            return "Mã không đúng." + (f" Còn {reason.wait} giây mới thử lại được." if reason.wait else "")
        case no.TryLater():
            return f"Nhập sai nhiều lần; còn {reason.seconds} giây mới thử lại được."
        case no.SecretMustChange():
            return "Đây là mã dùng một lần; chọn mã của riêng mình."
        case no.SecondIsFirst():
            return "Không ai tự xác nhận cho mình; cần một người khác."
        case no.NoSecondPerson():
            return (
                "Việc này cần người thứ hai xác nhận mà máy chưa có tài khoản lãnh đạo nào khác; "
                "quản trị tạo tài khoản có vai trò lãnh đạo ở trang Công chức."
            )
        case _:
            assert_never(reason)
