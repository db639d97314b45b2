"""What the desk says of the catalogue's procedures, each reason as one sentence that says what to do."""

from typing import assert_never

from models import not_allowed as no

OfProcedures = (
    no.CaseMissing
    | no.CaseUnknown
    | no.ChannelNotOffered
    | no.ExemptionProofMissing
    | no.ExemptionUnknown
    | no.ProcedureMissing
    | no.ProcedureUnknown
    | no.TimeLimitUnknown
)

_CHANNEL = {"direct": "trực tiếp", "online": "trực tuyến", "post": "qua bưu chính"}


def of_procedures(reason: OfProcedures) -> str:
    """One of these reasons as one sentence."""
    match reason:
        case no.ProcedureMissing():
            return "Chưa chọn thủ tục."
        case no.ProcedureUnknown():
            return f"Không có thủ tục mã {reason.code} trong danh mục đang dùng."
        case no.CaseMissing():
            return "Thủ tục này có nhiều trường hợp; chọn trường hợp để biết phải nộp giấy tờ gì."
        case no.CaseUnknown():
            known = ", ".join(reason.known) or "không có"
            if not reason.case and reason.known:
                return f"Thủ tục {reason.procedure} tùy từng trường hợp; chọn một: {known}."
            return f"Thủ tục {reason.procedure} không có trường hợp “{reason.case}” (đang có: {known})."
        case no.ExemptionUnknown():
            if not reason.known:
                return f"Danh mục không có diện miễn phí, lệ phí nào cho thủ tục {reason.procedure}."
            known = ", ".join(reason.known)
            return f"Thủ tục {reason.procedure} không có diện miễn phí, lệ phí “{reason.exemption}” (đang có: {known})."
        case no.ExemptionProofMissing():
            return f"Ghi giấy tờ hoặc nơi tra cứu chứng minh “{reason.exemption}”."
        case no.ChannelNotOffered():
            way = _CHANNEL.get(reason.channel, reason.channel)
            offered = ", ".join(_CHANNEL.get(name, name) for name in reason.offered) or "chưa công bố"
            return f"Thủ tục {reason.procedure} không nhận hồ sơ {way} (nhận: {offered})."
        case no.TimeLimitUnknown():
            return f"Thủ tục {reason.procedure} không công bố thời hạn; nhập ngày hẹn trả và lý do."
        case _:
            assert_never(reason)
