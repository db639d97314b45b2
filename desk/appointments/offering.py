"""What is offered is set: weekly hours from a day on, rules for certain dates, limits; what a change would hit."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from desk.appointments import seats
from desk.desk import Desk
from desk.rights import Permission, require
from models.appointment_slots import MINUTES_OF_DAY, OfficeSlots, possible_hours, slots_subject
from models.events import (
    ANY_COUNTER,
    OFFICE_SLOTS,
    AppointmentRulesSet,
    MinuteRange,
    SlotDaysKind,
    SlotDaysRemoved,
    SlotDaysSet,
    SlotHoursSet,
    WeeklyRange,
)
from models.ids import CounterId, EventId, SubjectId
from models.not_allowed import OfOneVerb, ReasonMissing, ServiceUnknown
from models.store.projections.appointments.appointment_lists import Appointments
from models.store.projections.appointments.slot_rules import SLOT_RULES, OfferedSlots
from models.subjects.appointments.appointment import Appointment, AppointmentState
from models.subjects.appointments.slot_rules import SlotRules, changed
from models.text import clean

MOST_MINUTES = 8 * 60
MOST_SEATS = 200
MOST_BUFFER = 240
_LOOKED_AHEAD = 366


class SlotHoursImpossible(OfOneVerb):
    """No stretches of a day, or no length of a slot."""

    sentence = "Giờ không hợp lệ: ghi như 07:30-11:30, giờ đầu trước giờ cuối, các đoạn không chồng nhau."


class SlotImpossible(OfOneVerb):
    """Length or number of seats out of bounds."""

    sentence = (
        f"Mỗi khung từ 5 phút đến {MOST_MINUTES} phút, từ 1 đến {MOST_SEATS} người, "
        f"nghỉ giữa hai khung 0–{MOST_BUFFER} phút."
    )


class DaysImpossible(OfOneVerb):
    """The last day lies before the first, or both are over."""

    sentence = "Khoảng ngày không hợp lệ: ngày cuối phải từ ngày đầu trở đi và chưa qua."


class DaysRuleUnknown(OfOneVerb):
    """No rule of this event holds."""

    sentence = "Quy định ngày này không còn."


class LimitsImpossible(OfOneVerb):
    """A limit out of bounds."""

    sentence = (
        "Giới hạn không hợp lệ: mỗi người 1–20 lịch một ngày, lấy 0–50 số một ngày (0: không giới hạn), "
        "đặt trước 0–60 ngày, các số phút 0–1440."
    )


class BookingsHit(OfOneVerb):
    """Bookings would no longer lie in what is offered.

    Attributes:
        hit: which.
    """

    def __init__(self, hit: Sequence[Appointment]) -> None:
        super().__init__(len(hit))
        self.hit = tuple(hit)
        self.sentence = (
            f"Thay đổi này chạm {len(hit)} lịch đã đặt: xem từng lịch, dời hoặc giữ, rồi xác nhận lưu. "
            "Lịch giữ lại vẫn được đón đúng giờ cũ."
        )


class SlotChange(Struct, frozen=True, kw_only=True):
    """A change of what is offered: of a service at a counter, or with an empty service of the whole office."""

    event: SlotHoursSet | SlotDaysSet | SlotDaysRemoved | AppointmentRulesSet
    service: str = ""
    counter: CounterId = ANY_COUNTER

    @property
    def subject(self) -> SubjectId:
        """What it concerns."""
        return slots_subject(self.service, self.counter) if self.service else OFFICE_SLOTS


def hours(
    service: str,
    valid_from: date,
    weekly: Iterable[tuple[int, int, int]],
    *,
    counter: CounterId = ANY_COUNTER,
    minutes: int = 30,
    seats_each: int = 1,
    on_holidays: bool = False,
    buffer: int = 0,
) -> SlotChange:
    """Weekly hours of a service, as (weekday, since, until); minutes after midnight."""
    event = SlotHoursSet(
        service=service,
        counter=counter,
        valid_from=valid_from,
        weekly=tuple(sorted(WeeklyRange(*one) for one in weekly)),
        minutes=minutes,
        seats=seats_each,
        on_holidays=on_holidays,
        buffer=buffer,
    )
    return SlotChange(event=event, service=service, counter=counter)


def hit(desk: Desk, change: SlotChange) -> tuple[Appointment, ...]:
    """Bookings to come that lie in a slot that would no longer be offered, by time. Those hit already are not told."""
    now = seats.office_slots(desk)
    then = OfficeSlots(_after(desk.store.lists(OfferedSlots).all(), change), desk.calendar)
    last = desk.today + timedelta(days=_LOOKED_AHEAD)
    found = []
    for one in desk.store.lists(Appointments).of_days(desk.today, last):
        seat = one.seat
        if one.state is not AppointmentState.BOOKED or seat is None or seats.is_before(seat, desk.clock()):
            continue
        if now.slot_of(seat) is not None and then.slot_of(seat) is None:
            found.append(one)
    return tuple(found)


def outside(desk: Desk) -> tuple[Appointment, ...]:
    """Bookings to come that lie in no slot that is offered now: kept when the hours changed, or made elsewhere."""
    slots = seats.office_slots(desk)
    last = desk.today + timedelta(days=_LOOKED_AHEAD)
    return tuple(
        one
        for one in desk.store.lists(Appointments).of_days(desk.today, last)
        if one.state is AppointmentState.BOOKED and one.seat is not None and slots.slot_of(one.seat) is None
    )


def set_(desk: Desk, change: SlotChange, *, confirmed: bool = False) -> SlotRules:
    """SlotChange what is offered.

    Args:
        desk: open.
        change: what.
        confirmed: the bookings that it hits were looked at.

    Raises:
        ServiceUnknown, SlotHoursImpossible, SlotImpossible, DaysImpossible, DaysRuleUnknown, LimitsImpossible,
        ReasonMissing: a closure says why. BookingsHit: not confirmed. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.SET_SLOTS)
    change = _checked(desk, change)
    if not confirmed and (found := hit(desk, change)):
        raise BookingsHit(found)
    desk.store.log.record(change.subject, desk.by, change.event)
    return desk.store.log.subject(SLOT_RULES, change.subject)


def _checked(desk: Desk, change: SlotChange) -> SlotChange:
    known = {one.id for one in desk.settings.waiting.services}
    if change.service and change.service not in known:
        raise ServiceUnknown(change.service)
    match change.event:
        case SlotHoursSet() as event:
            if not change.service:
                raise ServiceUnknown("")
            for weekday in range(7):
                stretches = [MinuteRange(one.since, one.until) for one in event.weekly if one.weekday == weekday]
                if not possible_hours(stretches):
                    raise SlotHoursImpossible
            if any(not 0 <= one.weekday < 7 for one in event.weekly):
                raise SlotHoursImpossible
            if not (
                5 <= event.minutes <= MOST_MINUTES
                and 1 <= event.seats <= MOST_SEATS
                and 0 <= event.buffer <= MOST_BUFFER
            ):
                raise SlotImpossible
        case SlotDaysSet() as event:
            if event.last < event.first or event.last < desk.today:
                raise DaysImpossible
            if event.kind is not SlotDaysKind.CLOSURE and (not event.hours or not possible_hours(event.hours)):
                raise SlotHoursImpossible
            if event.kind is SlotDaysKind.CLOSURE and not clean(event.reason):
                raise ReasonMissing
            return replace(change, event=replace(event, reason=clean(event.reason)))
        case SlotDaysRemoved(rule=rule):
            rules = desk.store.log.subject(SLOT_RULES, change.subject)
            if rule not in {one.event for one in rules.days}:
                raise DaysRuleUnknown
        case AppointmentRulesSet() as event:
            minutes = (event.notice_minutes, event.cancel_minutes, event.grace_minutes)
            possible = 1 <= event.per_person <= 20 and 0 <= event.days_ahead <= 60 and 0 <= event.drawn_per_person <= 50
            if change.service or not possible or not all(0 <= one <= MINUTES_OF_DAY for one in minutes):
                raise LimitsImpossible
    return change


def _after(rules: Iterable[SlotRules], change: SlotChange) -> list[SlotRules]:
    """The rules as they would be after the change."""
    of = {one.id: one for one in rules}
    before = of.get(change.subject) or SlotRules(id=change.subject)
    of[change.subject] = changed(before, change.event, EventId(""))
    return list(of.values())
