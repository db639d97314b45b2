"""Appointments in words: their history, how one stands, what is offered on a day and which rule said so."""

from datetime import date
from typing import assert_never

from models import events as e
from models.appointment_slots import DaySlots, WinningRule
from models.calendar.clock import local
from models.subjects.appointments.appointment import Appointment, AppointmentState

BOOKED_BY = {
    e.BookedBy.COUNTER: "tại quầy",
    e.BookedBy.TELEPHONE: "qua điện thoại",
    e.BookedBy.PORTAL: "qua cổng dịch vụ công",
}
OUTCOME = {
    e.AppointmentOutcome.ABSENT: "vắng không báo",
    e.AppointmentOutcome.LATE_CANCELLED: "đã báo hủy sát giờ",
    e.AppointmentOutcome.OFFICE: "do cơ quan (trễ, đóng cửa)",
    e.AppointmentOutcome.CAME: "có đến, chưa ghi",
}
DAYS_KIND = {
    e.SlotDaysKind.CLOSURE: "Nghỉ, không nhận hẹn",
    e.SlotDaysKind.SPECIAL: "Mở theo giờ riêng",
    e.SlotDaysKind.ADDED: "Mở thêm giờ",
    e.SlotDaysKind.BLACKOUT: "Bớt giờ",
}
NO_APPOINTMENTS = "Ngày này chưa có lịch hẹn nào."
NOTHING_OFFERED = "Chưa mở giờ hẹn nào: bấm F7 để đặt giờ nhận hẹn hằng tuần cho một dịch vụ."
HOURS_SAVED = "Đã lưu giờ nhận hẹn."
SEATS_ASKED = "Đã xin tỉnh thêm chỗ; chỗ về cùng lần nhận tin tới, thường trong vài giây."
SEATS_NOT_ASKED = "Không cần xin: đã có chỗ của hôm nay, đang chờ trả lời, hoặc máy tự cấp chỗ."
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def minute_words(minute: int) -> str:
    """``450 -> "07:30"``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def day_words(day: date) -> str:
    """``"thứ Hai 30/11"``."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m}"


def seat_words(seat: e.Seat) -> str:
    """``"07:30 thứ Hai 30/11"``."""
    return f"{minute_words(seat.minute)} {day_words(seat.day)}"


def range_words(hours: tuple[e.MinuteRange, ...]) -> str:
    """``"07:30-11:30, 13:30-17:00"``."""
    return ", ".join(f"{minute_words(one.since)}-{minute_words(one.until)}" for one in hours)


def weekly_words(event: e.SlotHoursSet) -> str:
    """The hours of a week, days with the same hours together."""
    of: dict[str, list[int]] = {}
    for weekday in range(7):
        hours = tuple(e.MinuteRange(one.since, one.until) for one in event.weekly if one.weekday == weekday)
        if hours:
            of.setdefault(range_words(hours), []).append(weekday)
    told = [f"{', '.join(_WEEKDAYS[one] for one in days)}: {hours}" for hours, days in of.items()]
    return "; ".join(told) or "không nhận hẹn"


def place_words(service: str, counter: str) -> str:
    """A service, and the counter where it is bound to one."""
    return f"{service} · quầy {counter}" if counter else service


def hours_words(service: str, event: e.SlotHoursSet) -> str:
    """Weekly hours of a service, by its name, with their first day."""
    place = place_words(service, event.counter)
    size = f"{event.minutes} phút, {event.seats} người"
    return f"{place}, từ {event.valid_from:%d/%m/%Y}: {weekly_words(event)}; {size}"


def days_words(service: str, rule: e.SlotDaysSet) -> str:
    """A rule for certain days; no service = it concerns all."""
    days = f"{rule.first:%d/%m}" + (f"–{rule.last:%d/%m}" if rule.last != rule.first else "")
    said = (service or "Mọi dịch vụ", f"{DAYS_KIND[rule.kind]} {days}", range_words(rule.hours), rule.reason)
    return " · ".join(filter(None, said))


def rule_words(told: DaySlots) -> str:
    """Which rule gave the hours of a day."""
    reason = f": {told.reason}" if told.reason else ""
    said = {
        WinningRule.CLOSURE: f"Ngày nghỉ đã đặt{reason}; mạnh hơn mọi giờ khác",
        WinningRule.SPECIAL: f"Giờ riêng của ngày này{reason}; thay giờ hằng tuần",
        WinningRule.HOLIDAY: f"Ngày lễ{reason}; không ghi mở ngày lễ nên không nhận hẹn",
        WinningRule.WEEKLY: "Giờ hằng tuần",
        WinningRule.NONE: "Không có giờ hẹn cho ngày này",
    }[told.rule]
    more = ["có giờ mở thêm"] if told.added else []
    less = ["có giờ bớt đi"] if told.taken else []
    return "; ".join((said, *more, *less)) + "."


def state_words(one: Appointment) -> tuple[str, str]:
    """How one stands, and the tone: good, warn, bad, or none."""
    match one.state:
        case AppointmentState.ARRIVED:
            return ("Đã đến" if one.in_time else "Đến muộn, lấy số thường"), "good"
        case AppointmentState.CANCELLED:
            by = "cơ quan hủy" if one.by_office else "hủy sát giờ" if one.late else "đã hủy"
            return by.capitalize(), ""
        case AppointmentState.RESOLVED:
            return (OUTCOME[one.outcome].capitalize() if one.outcome else ""), ""
        case AppointmentState.UNRESOLVED:
            return "Quá giờ, chưa rõ vì sao", "warn"
        case AppointmentState.BOOKED:
            return ("Hai máy dời khác nhau: chọn một giờ" if one.moved_twice else "Đã đặt"), (
                "bad" if one.moved_twice else ""
            )
        case AppointmentState.NEW:
            return "Chưa rõ", ""
        case _:
            assert_never(one.state)


def booked_words(one: Appointment) -> str:
    """What booking or moving has done."""
    at = f" lúc {seat_words(one.seat)}" if one.seat is not None else ""
    return f"Đã hẹn {one.name}{at}, mã {one.code}."


def cancelled_words(one: Appointment) -> str:
    """What cancelling has done."""
    late = " (sát giờ, không tính là vắng)" if one.late else ""
    return f"Đã hủy lịch hẹn {one.code} của {one.name}{late}; chỗ được mở lại."


def tell_appointment(event: e.AppointmentEvent) -> str:
    """One event as one sentence."""
    match event:
        case e.SlotHoursSet():
            at = f" tại quầy {event.counter}" if event.counter else ""
            holidays = ", cả ngày lễ" if event.on_holidays else ""
            buffer = f", nghỉ giữa hai khung {event.buffer} phút" if event.buffer else ""
            return (
                f"Đặt giờ hẹn dịch vụ {event.service}{at} từ {event.valid_from:%d/%m/%Y}: {weekly_words(event)}; "
                f"mỗi khung {event.minutes} phút, {event.seats} người{buffer}{holidays}."
            )
        case e.SlotDaysSet():
            days = f"{event.first:%d/%m/%Y}" + (f"–{event.last:%d/%m/%Y}" if event.last != event.first else "")
            hours = f" {range_words(event.hours)}" if event.hours else ""
            holidays = ", cả ngày lễ" if event.on_holidays else ""
            reason = f". Lý do: {event.reason}" if event.reason else ""
            return f"{DAYS_KIND[event.kind]} {days}{hours}{holidays}{reason}."
        case e.SlotDaysRemoved():
            return "Bỏ một quy định riêng của ngày."
        case e.AppointmentRulesSet():
            drawn = f", lấy {event.drawn_per_person} số một ngày" if event.drawn_per_person else ""
            return (
                f"Đặt giới hạn hẹn: mỗi người {event.per_person} lịch một ngày{drawn}, "
                f"đặt trước {event.days_ahead} ngày, báo trước {event.notice_minutes} phút, "
                f"giữ chỗ {event.grace_minutes} phút."
            )
        case e.SeatsAsked():
            return "Xin tỉnh chỗ hẹn" + (f": {seat_words(event.wanted[0])}." if event.wanted else ".")
        case e.SeatsLeased():
            return f"Tỉnh cấp {len(event.seats)} chỗ hẹn, dùng trong ngày {event.day:%d/%m/%Y}."
        case e.SeatsReturned():
            return (
                "Trả chỗ hẹn còn lại."
                if not event.lost
                else "Bỏ chỗ hẹn được cấp trước khi phục hồi, sao chép dữ liệu."
            )
        case e.AppointmentBooked():
            what = f" ({event.procedure})" if event.procedure else ""
            return f"Hẹn {event.name}{what} lúc {seat_words(event.seat)}, {BOOKED_BY[event.by]}; mã {event.code}."
        case e.AppointmentMoved():
            reason = f" Lý do: {event.reason}" if event.reason else ""
            return f"Dời sang {seat_words(event.seat)}.{reason}"
        case e.AppointmentCancelled():
            who = "Cơ quan hủy lịch hẹn" if event.by_office else "Hủy lịch hẹn"
            late = " sát giờ" if event.late else ""
            reason = f" Lý do: {event.reason}" if event.reason else ""
            return f"{who}{late}.{reason}"
        case e.AppointmentArrived():
            return "Người dân đã đến, lấy số." if event.in_time else "Người dân đến muộn, lấy số thường."
        case e.AppointmentReleased():
            return "Quá giờ giữ chỗ mà chưa có ai đến: chỗ chuyển cho người đang chờ."
        case e.AppointmentResolved():
            note = f" ({event.note})" if event.note else ""
            return f"Ghi vì sao không đến đúng giờ: {OUTCOME[event.outcome]}{note}."
        case e.TicketNearing():
            return f"Còn {event.ahead} người trước số này: báo qua điện thoại."
        case _:
            assert_never(event)


def arrived_words(number: str, ahead: int, *, in_time: bool) -> str:
    """What an arrival has done."""
    first = "" if in_time else " Đến sau giờ giữ chỗ nên xếp theo lượt lấy số."
    return f"Đã lấy số {number}, trước đó còn {ahead} người.{first}"


def moment_words(one: Appointment) -> str:
    """When it was booked."""
    return f"{local(one.booked_at):%H:%M %d/%m}" if one.booked_at is not None else ""
