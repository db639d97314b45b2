"""Sentences for a due date: one for each step of the counting."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import assert_never

from desk.words.terms import WEEKDAYS
from models.calendar.clock import local
from models.calendar.due_dates import (
    HOURS_OF_A_DAY,
    Calendar,
    CalendarDaysCounted,
    DayOfReceiptNotCounted,
    Due,
    EndsOnRestDayMovedTo,
    EndsOutsideHoursMovedTo,
    HolidaysUnknown,
    HoursCounted,
    MakeUpDayCounted,
    NamedDay,
    Reason,
    RestDaysSkipped,
    SameDay,
    TakenAfter15,
    TakenOnRestDay,
    TakenOutsideHours,
    WorkingDaysCounted,
)
from models.procedure import LimitUnit, TimeLimit


def sentences(due: Due) -> tuple[str, ...]:
    """The reasons of a due date, in the order they were counted."""
    return tuple(_sentence(reason) for reason in due.reasons)


def agreed(why: str) -> tuple[str, ...]:
    """A day that the clerk named by hand."""
    told = why.strip().rstrip(".")
    return (f"Ngày hẹn do công chức tiếp nhận ghi: {told}." if told else "Ngày hẹn do công chức tiếp nhận ghi.",)


def transferred(unit: str, moved: Due) -> tuple[str, ...]:
    """A dossier for another unit: its limit runs from the moment the dossier reaches that unit."""
    return (f"Hồ sơ chuyển đến {unit}, đến nơi chậm nhất {_moment(local(moved.at))}; thời hạn tính từ lúc đó.",)


def appointment(at: datetime | None, now: datetime, calendar: Calendar | None) -> str:
    """``"Hẹn 17:00 thứ Sáu 27/11 · còn 2 ngày"``, with the year where it is another.

    Args:
        at: the due date; None = none was given.
        now: the present instant.
        calendar: of the office, where the time left is told; None = the date does not count now.
    """
    if at is None:
        return "Chưa có ngày hẹn trả" if calendar else ""
    wall = local(at)
    words = f"Hẹn {_hour(wall)} {WEEKDAYS[wall.weekday()]} {_short_day(wall, now)}"
    return f"{words} · {_left(at, now, calendar)}" if calendar else words


def due_cell(at: datetime | None, now: datetime, calendar: Calendar | None) -> str:
    """The same for a line of a list, shorter: ``"17:00 27/11 · còn 3 giờ làm"``."""
    if at is None:
        return "chưa có ngày hẹn" if calendar else ""
    words = f"{_hour(local(at))} {_short_day(local(at), now)}"
    return f"{words} · {_left(at, now, calendar, late='quá', hours='giờ làm')}" if calendar else words


_UNITS = {
    LimitUnit.WORKING_DAYS: "ngày làm việc",
    LimitUnit.DAYS: "ngày",
    LimitUnit.WORKING_HOURS: "giờ làm việc",
    LimitUnit.HOURS: "giờ",
}


def limit_words(limit: TimeLimit | None) -> str:
    """``"3 ngày làm việc"``, as part of a sentence."""
    if limit is None:
        return "chưa công bố thời hạn"
    return "trong ngày" if limit.same_day else f"{_number(limit.amount)} {_UNITS[limit.unit]}"


_WORKING_DAY = timedelta(hours=HOURS_OF_A_DAY)


def _left(
    at: datetime, now: datetime, calendar: Calendar, *, late: str = "quá hẹn", hours: str = "giờ làm việc"
) -> str:
    """Time left or past: less than a working day of it in working hours or minutes, more in days of the calendar."""
    before = late if at < now else "còn"
    work = calendar.work_between(min(at, now), max(at, now), _WORKING_DAY)
    days = abs((local(at).date() - local(now).date()).days)
    minutes = int(work.total_seconds()) // 60
    if days and (work >= _WORKING_DAY or not minutes):  # nobody works between: a rest day
        return f"{before} {days} ngày"
    if minutes >= 60:
        return f"{before} {minutes // 60} {hours}"
    return f"{before} {minutes} phút" if minutes or at >= now else "quá giờ hẹn"


def _short_day(wall: datetime, now: datetime) -> str:
    """With the year where it is another."""
    return f"{wall:%d/%m}" if wall.year == local(now).year else f"{wall:%d/%m/%Y}"


def _sentence(reason: Reason) -> str:
    match reason:
        case SameDay(source=source):
            return f"Giải quyết ngay trong ngày{_of(source)}."
        case TakenAfter15(source=source):
            return f"Nhận sau 15 giờ nên trả trong ngày làm việc tiếp theo{_of(source)}."
        case TakenOnRestDay(day=day, counted_from=start):
            return f"Nhận vào ngày nghỉ, {_told(day)}: tính như nhận lúc {_moment(start)}."
        case TakenOutsideHours(at=at, counted_from=start):
            return f"Nhận lúc {_hour(at)}, ngoài giờ làm việc: tính như nhận lúc {_moment(start)}."
        case DayOfReceiptNotCounted(day=day):
            return f"Không tính ngày nhận hồ sơ, {_day(day)}."
        case WorkingDaysCounted(amount=amount, last=last, source=source):
            return f"Đếm {_number(amount)} ngày làm việc{_of(source)}, đến {_day(last)}."
        case CalendarDaysCounted(amount=amount, last=last, source=source):
            return f"Đếm {_number(amount)} ngày, kể cả ngày nghỉ{_of(source)}, đến {_day(last)}."
        case HoursCounted(hours=hours, of_work=of_work, counted_from=start):
            unit = "giờ làm việc" if of_work else "giờ"
            return f"Đếm {_number(hours)} {unit}, từ {_moment(start)}."
        case RestDaysSkipped(days=days):
            return f"Không tính {'; '.join(_grouped(days))}."
        case MakeUpDayCounted(day=day):
            return f"Có tính {_told(day)}."
        case EndsOnRestDayMovedTo(day=day, to=to):
            return f"Ngày cuối là ngày nghỉ, {_told(day)}: chuyển sang {_day(to)} (khoản 5 Điều 148 BLDS 2015)."
        case EndsOutsideHoursMovedTo(ended=ended, to=to):
            return f"Hết hạn lúc {_moment(ended)}, ngoài giờ làm việc: trả lúc {_moment(to)}."
        case HolidaysUnknown(year=year):
            return f"Chưa có lịch nghỉ lễ năm {year}: mới chỉ trừ thứ Bảy, Chủ nhật."
        case _:
            assert_never(reason)


def _grouped(days: tuple[NamedDay, ...]) -> list[str]:
    """Days in a row with the same name told together; the weekends of the ordinary week as one number."""
    told = []
    named = [day for day in days if day.name]
    for _, alike in groupby(named, key=lambda d: (d.name, d.notice, d.official)):
        run = list(alike)
        until = f" đến {_day(run[-1].day)}" if len(run) > 1 else ""
        told.append(f"{_day(run[0].day)}{until}{_because(run[0])}")
    weekend = len(days) - len(named)
    if weekend:
        told.append(f"{weekend} ngày thứ Bảy, Chủ nhật")
    return told


def _told(day: NamedDay) -> str:
    return _day(day.day) + (_because(day) if day.name else "")


def _because(day: NamedDay) -> str:
    provisional = "" if day.official else ", dự kiến"
    return f": {day.name}{_of(day.notice, provisional)}" if day.notice else f": {day.name}{provisional}"


def _of(source: str, after: str = "") -> str:
    return f" ({source}{after})" if source else ""


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _hour(wall: datetime) -> str:
    return f"{wall:%H:%M}"


def _moment(wall: datetime) -> str:
    return f"{_hour(wall)} {_day(wall.date())}"


def _number(amount: float) -> str:
    return f"{amount:.6g}".replace(".", ",")
