"""Appointments without a screen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

from desk.appointments import arrival, booking, offering, seats, slips
from desk.appointments.booking import AppointmentWish
from desk.appointments.offering import SlotChange, SlotHoursImpossible
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json
from desk.desk import Desk
from desk.line import waiting
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.words.service.appointments import (
    BOOKED_BY,
    DAYS_KIND,
    NO_APPOINTMENTS,
    NOTHING_OFFERED,
    OUTCOME,
    SEATS_ASKED,
    SEATS_NOT_ASKED,
    arrived_words,
    booked_words,
    cancelled_words,
    minute_words,
    range_words,
    rule_words,
    seat_words,
    state_words,
    weekly_words,
)
from models.appointment_hours import hours_typed, minute_typed, weekly_typed
from models.events import (
    AppointmentOutcome,
    AppointmentRulesSet,
    BookedBy,
    SlotDaysKind,
    SlotDaysRemoved,
    SlotDaysSet,
    SlotHoursSet,
)
from models.ids import CounterId, EventId
from models.person import Person
from models.store.projections.appointments.appointment_lists import Appointments
from models.store.projections.appointments.slot_rules import OfferedSlots
from models.subjects.appointments.appointment import Appointment
from models.system.command_line import WrongUse

F = TypeVar("F", bound=Callable[..., Any])
_SHORT = 8
"""So many last characters name a rule on screen; they are random."""

_DAY = click.DateTime(["%Y-%m-%d"])


def _choice(kind: Any, words: dict[Any, str]) -> Any:  # noqa: ANN401 - an enum, and click's type
    return {
        "type": click.Choice([one.value for one in kind]),
        "metavar": "LOẠI",
        "help": ", ".join(f"{one.value} ({words[one]})" for one in kind),
    }


def _of_place(function: F) -> F:
    """Which service, and at which counter."""
    function = click.option("--counter", default="", metavar="QUẦY", help="Quầy; bỏ trống: quầy nào cũng được.")(
        function
    )
    return click.option("--service", required=True, metavar="MÃ", help="Dịch vụ của hàng chờ.")(function)


@click.group("appointment", cls=DeskGroup)
def appointment() -> None:
    """Hẹn giờ đến làm thủ tục: mở giờ, đặt, dời, hủy, đón người có hẹn."""


@appointment.command("list")
@click.option("--day", type=_DAY, metavar="NGÀY", help="Ngày nào; mặc định hôm nay.")
@click.option("--unresolved", is_flag=True, help="Những lịch quá giờ giữ chỗ mà chưa rõ vì sao không đến.")
@as_clerk
@as_json
@click.pass_context
def list_(context: click.Context, *, day: datetime | None, unresolved: bool, as_json: bool) -> None:
    """Các lịch hẹn của một ngày theo giờ."""
    with signed_desk(context) as desk:
        arrival.release(desk)
        on = day.date() if day else desk.today
        found = arrival.unresolved(desk) if unresolved else desk.store.lists(Appointments).of_days(on, on)
        told = [_plain(one) for one in found]
    answer(told, as_json=as_json, lines=lambda: [_line(one) for one in told] or [NO_APPOINTMENTS])


@appointment.command("slots")
@_of_place
@click.option("--day", type=_DAY, metavar="NGÀY", help="Ngày nào; mặc định hôm nay.")
@as_clerk
@as_json
@click.pass_context
def slots(context: click.Context, *, service: str, counter: str, day: datetime | None, as_json: bool) -> None:
    """Khung giờ của một ngày: bao nhiêu đã đặt, bao nhiêu đặt được ở máy này; quy định nào đang áp dụng."""
    with signed_desk(context) as desk:
        on = day.date() if day else desk.today
        found = seats.office_slots(desk).day(service, CounterId(counter), on)
        looks = seats.look(desk, service, CounterId(counter), on)
        told: dict[str, Any] = {
            "day": on.isoformat(),
            "rule": found.rule.value,
            "words": rule_words(found),
            "slots": [
                {
                    "at": minute_words(one.slot.minute),
                    "minutes": one.slot.minutes,
                    "seats": one.slot.seats,
                    "booked": one.booked,
                    "here": one.here,
                    "elsewhere": one.elsewhere,
                }
                for one in looks
            ],
        }
    lines = [told["words"]]
    lines += [
        f"{one['at']}  {one['booked']}/{one['seats']} đã đặt; ở máy này {one['here']}, nơi khác {one['elsewhere']}"
        for one in told["slots"]
    ]
    answer(told, as_json=as_json, lines=lambda: lines)


@appointment.command("book")
@_of_place
@click.option("--day", type=_DAY, required=True, metavar="NGÀY", help="Ngày hẹn.")
@click.option("--at", required=True, metavar="GIỜ", help="Giờ bắt đầu khung, thí dụ 07:30.")
@click.option("--name", required=True, metavar="HỌ_TÊN", help="Người hẹn.")
@click.option("--phone", default="", metavar="SỐ", help="Điện thoại, để nhắc hẹn.")
@click.option("--number", default="", metavar="SỐ", help="Số định danh.")
@click.option("--procedure", default="", metavar="THỦ_TỤC", help="Đến làm việc gì.")
@click.option("--by", default=BookedBy.COUNTER.value, **_choice(BookedBy, BOOKED_BY))
@click.option("--note", default="", metavar="GHI_CHÚ", help="Ghi thêm.")
@click.option("--print", "printed", type=click.Choice(["a5", "80mm"]), metavar="KHỔ", help="In phiếu hẹn: a5, 80mm.")
@as_clerk
@as_json
@click.pass_context
def book(context: click.Context, /, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Đặt một lịch hẹn."""
    with signed_desk(context) as desk:
        wish = AppointmentWish(
            service=given["service"],
            counter=CounterId(given["counter"]),
            day=given["day"].date(),
            minute=_minute(given["at"]),
            person=Person(full_name=given["name"], phone=given["phone"], personal_number=given["number"]),
            procedure=given["procedure"],
            by=BookedBy(given["by"]),
            note=given["note"],
        )
        with desk.store.log.together():
            one = booking.book(desk, wish)
            job = slips.slip_job(desk, one.id, roll=given["printed"] == "80mm") if given["printed"] else None
        told = _plain(one)
        if job is not None:
            told["printed"] = _printed(desk, job)
    answer(told, as_json=as_json, lines=lambda: [booked_words(one)])


@appointment.command("move")
@click.argument("code", metavar="MÃ_HẸN")
@click.option("--day", type=_DAY, required=True, metavar="NGÀY", help="Ngày hẹn mới.")
@click.option("--at", required=True, metavar="GIỜ", help="Giờ bắt đầu khung.")
@click.option("--reason", default="", metavar="LÝ_DO", help="Vì sao.")
@as_clerk
@as_json
@click.pass_context
def move(context: click.Context, *, code: str, day: datetime, at: str, reason: str, as_json: bool) -> None:
    """Dời sang giờ khác, giữ mã hẹn."""
    with signed_desk(context) as desk:
        one = booking.move(desk, booking.of_code(desk, code).id, day.date(), _minute(at), reason)
    answer(_plain(one), as_json=as_json, lines=lambda: [booked_words(one)])


@appointment.command("cancel")
@click.argument("code", metavar="MÃ_HẸN")
@click.option("--reason", default="", metavar="LÝ_DO", help="Vì sao; cơ quan hủy thì phải ghi.")
@click.option("--by-office", is_flag=True, help="Cơ quan không tiếp được, không phải người dân hủy.")
@as_clerk
@as_json
@click.pass_context
def cancel(context: click.Context, *, code: str, reason: str, by_office: bool, as_json: bool) -> None:
    """Hủy một lịch hẹn; chỗ được mở lại."""
    with signed_desk(context) as desk:
        one = booking.cancel(desk, booking.of_code(desk, code).id, reason, by_office=by_office)
    answer(_plain(one), as_json=as_json, lines=lambda: [cancelled_words(one)])


@appointment.command("arrive")
@click.argument("code", metavar="MÃ_HẸN")
@as_clerk
@as_json
@click.pass_context
def arrive(context: click.Context, *, code: str, as_json: bool) -> None:
    """Người có hẹn đã đến: lấy số của hàng chờ."""
    with signed_desk(context) as desk:
        one = booking.of_code(desk, code)
        ticket = arrival.arrive(desk, one.id)
        ahead, in_time = waiting.ahead_of(desk, ticket), ticket.booked_for is not None
    told = {"code": one.code, "number": ticket.number, "ahead": ahead, "in_time": in_time}
    answer(told, as_json=as_json, lines=lambda: [arrived_words(ticket.number, ahead, in_time=in_time)])


@appointment.command("resolve")
@click.argument("code", metavar="MÃ_HẸN")
@click.option("--outcome", required=True, **_choice(AppointmentOutcome, OUTCOME))
@click.option("--note", default="", metavar="GHI_CHÚ", help="Ghi thêm.")
@as_clerk
@as_json
@click.pass_context
def resolve(context: click.Context, *, code: str, outcome: str, note: str, as_json: bool) -> None:
    """Ghi vì sao một lịch đã quá giờ mà không có ai đến."""
    with signed_desk(context) as desk:
        one = arrival.resolve(desk, booking.of_code(desk, code).id, AppointmentOutcome(outcome), note)
    answer(_plain(one), as_json=as_json, lines=lambda: [_line(_plain(one))])


@appointment.command("print")
@click.argument("code", metavar="MÃ_HẸN")
@click.option("--roll", is_flag=True, help="Khổ 80 mm của máy in số.")
@as_clerk
@as_json
@click.pass_context
def print_(context: click.Context, *, code: str, roll: bool, as_json: bool) -> None:
    """In phiếu hẹn."""
    with signed_desk(context) as desk:
        where = _printed(desk, slips.slip_job(desk, booking.of_code(desk, code).id, roll=roll))
    answer({"printed": where}, as_json=as_json, lines=lambda: [where])


@appointment.command("seats")
@as_clerk
@as_json
@click.pass_context
def seats_(context: click.Context, *, as_json: bool) -> None:
    """Xin tỉnh chỗ hẹn của hôm nay, trả chỗ của hôm trước."""
    with signed_desk(context) as desk:
        asked = seats.ask(desk)
        held = sum(len(one.seats) for one in seats.usable(desk))
    told = {"asked": asked, "leased": held}
    answer(told, as_json=as_json, lines=lambda: [SEATS_ASKED if asked else SEATS_NOT_ASKED])


@appointment.group("hours", cls=DeskGroup)
def hours() -> None:
    """Giờ nhận hẹn: giờ hằng tuần theo dịch vụ và quầy, quy định riêng từng ngày, giới hạn."""


@hours.command("list")
@as_clerk
@as_json
@click.pass_context
def hours_list(context: click.Context, *, as_json: bool) -> None:
    """Mọi giờ nhận hẹn, quy định ngày và giới hạn. Số trong ngoặc vuông để bỏ một quy định ngày."""
    with signed_desk(context) as desk:
        told = _offered(desk)
    lines = [f"{one['service']} {one['counter']}  từ {one['from']}: {one['words']}" for one in told["hours"]]
    lines += [f"[{one['rule']}]  {one['service']}  {one['words']}" for one in told["days"]]
    answer(told, as_json=as_json, lines=lambda: lines or [NOTHING_OFFERED])


@hours.command("set")
@_of_place
@click.option("--from", "valid_from", type=_DAY, required=True, metavar="NGÀY", help="Có hiệu lực từ ngày này.")
@click.option("--days", default="2-6", metavar="THỨ", help="Thí dụ 2-6, 2-7, 3,5,CN.")
@click.option(
    "--hours", "typed", default="", metavar="GIỜ", help='Thí dụ "07:30-11:30, 13:30-16:30"; trống: thôi nhận.'
)
@click.option("--minutes", type=int, default=30, metavar="PHÚT", help="Mỗi khung bao nhiêu phút.")
@click.option("--seats", "each", type=int, default=1, metavar="SỐ", help="Mỗi khung bao nhiêu người.")
@click.option("--buffer", type=int, default=0, metavar="PHÚT", help="Nghỉ giữa hai khung bao nhiêu phút.")
@click.option("--on-holidays", is_flag=True, help="Cả ngày lễ.")
@click.option("--confirmed", is_flag=True, help="Đã xem các lịch bị chạm.")
@as_clerk
@as_json
@click.pass_context
def hours_set(context: click.Context, /, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Đặt giờ hằng tuần của một dịch vụ tại một quầy từ một ngày."""
    try:
        weekly = weekly_typed(given["days"], given["typed"])
    except ValueError as wrong:
        raise SlotHoursImpossible from wrong
    event = SlotHoursSet(
        service=given["service"],
        counter=CounterId(given["counter"]),
        valid_from=given["valid_from"].date(),
        weekly=weekly,
        minutes=given["minutes"],
        seats=given["each"],
        on_holidays=given["on_holidays"],
        buffer=given["buffer"],
    )
    change = SlotChange(event=event, service=given["service"], counter=CounterId(given["counter"]))
    with signed_desk(context) as desk:
        offering.set_(desk, change, confirmed=given["confirmed"])
        told = _offered(desk)
    answer(told, as_json=as_json, lines=lambda: [weekly_words(event)])


@hours.command("day")
@click.option("--service", default="", metavar="MÃ", help="Dịch vụ; bỏ trống: mọi dịch vụ.")
@click.option("--counter", default="", metavar="QUẦY", help="Quầy.")
@click.option("--kind", required=True, **_choice(SlotDaysKind, DAYS_KIND))
@click.option("--first", type=_DAY, required=True, metavar="NGÀY", help="Từ ngày.")
@click.option("--last", type=_DAY, metavar="NGÀY", help="Đến hết ngày; mặc định một ngày.")
@click.option("--hours", "typed", default="", metavar="GIỜ", help='Thí dụ "08:00-10:00".')
@click.option("--on-holidays", is_flag=True, help="Mở cả khi là ngày lễ.")
@click.option("--reason", default="", metavar="LÝ_DO", help="Vì sao; ngày nghỉ thì phải ghi.")
@click.option("--confirmed", is_flag=True, help="Đã xem các lịch bị chạm.")
@as_clerk
@as_json
@click.pass_context
def hours_day(context: click.Context, /, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Quy định riêng cho ngày: nghỉ, giờ riêng, thêm giờ, bớt giờ."""
    try:
        stretches = hours_typed(given["typed"])
    except ValueError as wrong:
        raise SlotHoursImpossible from wrong
    event = SlotDaysSet(
        kind=SlotDaysKind(given["kind"]),
        first=given["first"].date(),
        last=(given["last"] or given["first"]).date(),
        hours=stretches,
        on_holidays=given["on_holidays"],
        reason=given["reason"],
    )
    with signed_desk(context) as desk:
        change = SlotChange(event=event, service=given["service"], counter=CounterId(given["counter"]))
        offering.set_(desk, change, confirmed=given["confirmed"])
        told = _offered(desk)
    answer(told, as_json=as_json, lines=lambda: [DAYS_KIND[event.kind]])


@hours.command("remove")
@click.argument("rule", metavar="SỐ")
@click.option("--confirmed", is_flag=True, help="Đã xem các lịch bị chạm.")
@as_clerk
@as_json
@click.pass_context
def hours_remove(context: click.Context, *, rule: str, confirmed: bool, as_json: bool) -> None:
    """Bỏ một quy định riêng của ngày."""
    with signed_desk(context) as desk:
        offering.set_(desk, _removal(desk, rule), confirmed=confirmed)
        told = _offered(desk)
    answer(told, as_json=as_json, lines=lambda: ["Đã bỏ quy định ngày."])


@hours.command("limits")
@click.option("--per-person", type=int, metavar="SỐ", help="Mỗi người bao nhiêu lịch một ngày.")
@click.option(
    "--drawn",
    "drawn_per_person",
    type=int,
    metavar="SỐ",
    help="Mỗi người lấy nhiều nhất bao nhiêu số một ngày; 0: tùy.",
)
@click.option("--days-ahead", type=int, metavar="NGÀY", help="Đặt trước bao nhiêu ngày.")
@click.option("--notice", "notice_minutes", type=int, metavar="PHÚT", help="Đặt trước ít nhất bao nhiêu phút.")
@click.option("--cancel", "cancel_minutes", type=int, metavar="PHÚT", help="Hủy muộn hơn thì ghi là sát giờ.")
@click.option("--grace", "grace_minutes", type=int, metavar="PHÚT", help="Giữ chỗ bao nhiêu phút.")
@as_clerk
@as_json
@click.pass_context
def hours_limits(context: click.Context, /, *, as_json: bool, **given: int | None) -> None:
    """Giới hạn chung của cơ quan; không nêu gì thì giữ như cũ."""
    with signed_desk(context) as desk:
        now = seats.office_slots(desk).limits
        values = {name: value for name, value in given.items() if value is not None}
        if not values:
            raise WrongUse("Nêu ít nhất một giới hạn.")
        fields = {name: getattr(now, name) for name in now.__struct_fields__} | values
        offering.set_(desk, SlotChange(event=AppointmentRulesSet(**fields)), confirmed=True)
        told = _offered(desk)
    answer(told, as_json=as_json, lines=lambda: ["Đã đặt giới hạn."])


def _minute(text: str) -> int:
    try:
        return minute_typed(text)
    except ValueError as wrong:
        raise SlotHoursImpossible from wrong


def _removal(desk: Desk, rule: str) -> SlotChange:
    for one in desk.store.lists(OfferedSlots).all():
        for days in one.days:
            if len(rule) >= _SHORT and days.event.endswith(rule):
                where = one.hours[0] if one.hours else None
                return SlotChange(
                    event=SlotDaysRemoved(rule=days.event),
                    service=where.service if where else "",
                    counter=where.counter if where else CounterId(""),
                )
    return SlotChange(event=SlotDaysRemoved(rule=EventId(rule)))


def _printed(desk: Desk, job: PrintJob) -> str:
    return str(print_jobs.deliver(job, lambda step: step(desk)).where)


def _offered(desk: Desk) -> dict[str, Any]:
    rules, limits = desk.store.lists(OfferedSlots).all(), seats.office_slots(desk).limits
    return {
        "limits": {name: getattr(limits, name) for name in limits.__struct_fields__},
        "hours": [
            {
                "service": event.service,
                "counter": event.counter,
                "from": event.valid_from.isoformat(),
                "words": weekly_words(event),
                "minutes": event.minutes,
                "seats": event.seats,
                "buffer": event.buffer,
                "on_holidays": event.on_holidays,
            }
            for one in rules
            for event in one.hours
        ],
        "days": [
            {
                "rule": days.event[-_SHORT:],
                "service": one.hours[0].service if one.hours else "",
                "kind": days.rule.kind.value,
                "first": days.rule.first.isoformat(),
                "last": days.rule.last.isoformat(),
                "hours": range_words(days.rule.hours),
                "on_holidays": days.rule.on_holidays,
                "reason": days.rule.reason,
                "words": f"{DAYS_KIND[days.rule.kind]} {days.rule.first:%d/%m}–{days.rule.last:%d/%m} "
                f"{range_words(days.rule.hours)} {days.rule.reason}".strip(),
            }
            for one in rules
            for days in one.days
            if days.rule.last >= desk.today
        ],
        "outside": [_plain(one) for one in offering.outside(desk)],
    }


def _plain(one: Appointment) -> dict[str, Any]:
    seat = one.seat
    return {
        "code": one.code,
        "state": one.state.value,
        "words": state_words(one)[0],
        "day": seat.day.isoformat() if seat else None,
        "at": minute_words(seat.minute) if seat else "",
        "minutes": one.minutes,
        "service": seat.service if seat else "",
        "counter": seat.counter if seat else "",
        "seat": seat.number if seat else 0,
        "held": [seat_words(other) for other in one.held],
        "name": one.name,
        "phone": one.phone,
        "procedure": one.procedure,
        "by": one.by.value,
        "moves": one.moves,
        "note": one.note,
        "outcome": one.outcome.value if one.outcome else None,
    }


def _line(told: dict[str, Any]) -> str:
    return "  ".join(
        filter(None, (told["at"], told["code"], told["name"], told["phone"], told["procedure"], told["words"]))
    )
