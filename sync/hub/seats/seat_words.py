"""Vietnamese sentences for the administrator on seats of appointments."""

from models.calendar.clock import local
from models.events import Seat
from sync.hub.seats.clashes import SeatClash

CLASHES = "Chỗ hẹn mà hai lịch hẹn cùng giữ: đơn vị nào, giờ nào, hai mã phiếu. Đơn vị dời hoặc hủy một lịch là xong."
SETTLED = "Cả những chỗ đã giải quyết."
TITLE = "Hẹn trùng chỗ"
NONE = "Không có chỗ hẹn nào bị trùng."
NO_CODE = "chưa về"


def seat(one: Seat | None) -> str:
    """A seat."""
    if one is None:
        return "không rõ chỗ"
    where = f"{one.service}, quầy {one.counter}" if one.counter else one.service
    return f"{one.minute // 60:02}:{one.minute % 60:02} {one.day:%d/%m/%Y}, {where}, chỗ {one.number}"


def slips(one: SeatClash) -> str:
    """Both slips."""
    told = [
        f"{code or NO_CODE} (máy {device})" if device else code or NO_CODE
        for code, device in zip(one.codes, one.devices, strict=True)
    ]
    return " và ".join(told)


def line(one: SeatClash) -> str:
    """A clash in one line."""
    found = f"{local(one.found_at):%H:%M %d/%m/%Y}{'; đã giải quyết' if one.settled else ''}"
    return f"{one.office} {one.office_name}: {seat(one.seat)}: phiếu {slips(one)}; thấy lúc {found}"
