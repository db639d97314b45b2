"""What is said of printers: why a paper did not come out, and how a printer is."""

from typing import assert_never

from models import trouble as ill

PrinterReason = (
    ill.CoverOpen
    | ill.CutOffWhilePrinting
    | ill.OutOfPaper
    | ill.PrinterAddressWrong
    | ill.PrinterNeedsPerson
    | ill.PrinterNotReached
    | ill.PrinterPaused
    | ill.PrinterTrouble
    | ill.SpoolerDropped
    | ill.SpoolerRefused
)


def printer_reason(reason: PrinterReason) -> str:
    """Why a paper did not come out, and what to do. The work it belongs to is saved in every case."""
    printer = reason.printer
    detail = f" ({reason.detail})" if reason.detail else ""
    match reason:
        case ill.OutOfPaper():
            return f"Máy in {printer} hết giấy. Hồ sơ đã lưu; lắp giấy rồi in lại."
        case ill.CoverOpen():
            return f"Máy in {printer} đang mở nắp. Hồ sơ đã lưu; đóng nắp rồi in lại."
        case ill.PrinterNeedsPerson():
            return f"Máy in {printer} báo lỗi{detail}: xem kẹt giấy, dao cắt. Hồ sơ đã lưu; sửa xong rồi in lại."
        case ill.PrinterPaused():
            return f"Máy in {printer} đang tạm ngừng{detail}. Hồ sơ đã lưu; máy in chạy lại thì in tiếp."
        case ill.CutOffWhilePrinting():
            return f"Chương trình dừng giữa lúc gửi cho máy in {printer}; xem tờ giấy đã ra chưa."
        case ill.PrinterNotReached():
            return f"Không liên lạc được máy in {printer}. Hồ sơ đã lưu; kiểm tra dây, nguồn rồi in lại."
        case ill.SpoolerRefused():
            return f"Hệ thống in từ chối máy in {printer}: {reason.detail}. Hồ sơ đã lưu; in lại sau."
        case ill.SpoolerDropped():
            return f"Hệ thống in đã bỏ giấy gửi cho {printer}{detail}. Hồ sơ đã lưu; in lại."
        case ill.PrinterAddressWrong():
            return f"Địa chỉ máy in “{printer}” không đúng: {reason.detail}."
        case ill.PrinterTrouble():
            return f"Máy in {printer} gặp sự cố: {reason.detail}. Hồ sơ đã lưu; kiểm tra rồi in lại."
        case _:
            assert_never(reason)
