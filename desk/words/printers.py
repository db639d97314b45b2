"""Sentences for printers: why a print job failed, and the printer's state."""

import re
from typing import assert_never

from desk.words.system import system_words
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
    | ill.PrinterWentSilent
    | ill.SpoolerDropped
    | ill.SpoolerRefused
)


def device_name(place: str) -> str:
    r"""What a clerk calls a device: the last part of its path, a host without its port.

    ``"/dev/usb/lp0" -> "lp0"``, ``"\\may-chu\Quầy 1" -> "Quầy 1"``, ``"192.168.1.50:9100" -> "192.168.1.50"``.
    """
    host, colon, port = place.rpartition(":")
    named = host if colon and port.isdigit() else place
    return re.split(r"[\\/]", named.rstrip("\\/"))[-1] or place


def printer_reason(reason: PrinterReason) -> str:
    """Why a paper did not come out, and what to do. The work it belongs to is saved in every case."""
    printer = device_name(reason.printer)
    said = system_words(reason.detail)
    detail = f" ({said})" if said else ""
    match reason:
        case ill.OutOfPaper():
            return f"Máy in {printer} hết giấy. Việc đã lưu; lắp giấy rồi in lại."
        case ill.CoverOpen():
            return f"Máy in {printer} đang mở nắp. Việc đã lưu; đóng nắp rồi in lại."
        case ill.PrinterNeedsPerson():
            return f"Máy in {printer} báo lỗi{detail}: xem kẹt giấy, dao cắt. Việc đã lưu; sửa xong rồi in lại."
        case ill.PrinterPaused():
            return f"Máy in {printer} đang tạm ngừng{detail}. Việc đã lưu; máy in chạy lại thì in tiếp."
        case ill.CutOffWhilePrinting():
            return f"Chương trình dừng giữa lúc gửi cho máy in {printer}; xem tờ giấy đã ra chưa."
        case ill.PrinterWentSilent():
            return f"Máy in {printer} không còn trả lời trong lúc in. Xem tờ giấy đã ra đủ chưa; kiểm tra nguồn, dây."
        case ill.PrinterNotReached():
            return f"Không liên lạc được máy in {printer}{detail}. Việc đã lưu; kiểm tra dây, nguồn rồi in lại."
        case ill.SpoolerRefused():
            return f"Hệ thống in từ chối máy in {printer}{detail}. Việc đã lưu; in lại sau."
        case ill.SpoolerDropped():
            return f"Hệ thống in đã bỏ giấy gửi cho {printer}{detail}. Việc đã lưu; in lại."
        case ill.PrinterAddressWrong():
            return f"Địa chỉ máy in “{printer}” không đúng: {reason.detail}."
        case ill.PrinterTrouble():
            return f"Máy in {printer} gặp sự cố{detail}. Việc đã lưu; kiểm tra rồi in lại."
        case _:
            assert_never(reason)


def printer_reason_in_full(reason: PrinterReason) -> str:
    """The same where printers are set up: with the system's own words, which the table of ``system_words`` lacks."""
    said = reason.detail.strip().rstrip(".")
    hidden = said and said != system_words(said) and not isinstance(reason, ill.PrinterAddressWrong)
    return f"{printer_reason(reason)} Hệ thống báo: {said}." if hidden else printer_reason(reason)
