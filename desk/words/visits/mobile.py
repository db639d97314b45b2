"""Slips printed before the trip, and mobile points, in words."""

from collections.abc import Sequence
from typing import assert_never

from models import events as e
from models.calendar.clock import local
from models.subjects.mobile.mobile_point import MobilePoint, PointState
from models.subjects.mobile.preprinted_slip import PreprintedSlip, PreprintedState

SLIP_END = {
    e.SlipEnd.RETURNED: "trả lại, đã xé",
    e.SlipEnd.VOID: "hỏng, đã xé",
    e.SlipEnd.LOST: "mất",
}
SLIP_STATE = {
    PreprintedState.OPEN: "đang giữ",
    PreprintedState.USED: "đã dùng",
    PreprintedState.RETURNED: "đã trả lại",
    PreprintedState.VOID: "đã hủy",
    PreprintedState.LOST: "báo mất",
}
POINT_STATE = {
    PointState.PLANNED: "chưa mở",
    PointState.OPEN: "đang làm",
    PointState.CLOSED: "đã đóng",
    PointState.CANCELLED: "đã hủy",
}


def tell_mobile(event: e.MobileEvent) -> str:
    """One event as one sentence."""
    match event:
        case e.PreprintedSlipMade():
            return f"Giữ số {event.number:04d} cho phiếu in sẵn."
        case e.PreprintedSlipUsed():
            return f"Dùng phiếu in sẵn cho hồ sơ {event.code}."
        case e.PreprintedSlipClosed():
            why = f": {event.reason}" if event.reason else ""
            return f"Phiếu in sẵn không dùng ({SLIP_END[event.how]}){why}."
        case e.MobilePointPlanned():
            return (
                f"Lập điểm lưu động {event.place}, {event.begins:%H:%M}–{event.ends:%H:%M} ngày {event.day:%d/%m/%Y}."
            )
        case e.MobilePointOpened():
            return "Máy này bắt đầu làm ở điểm lưu động."
        case e.MobilePointTookIn():
            return "Tiếp nhận một hồ sơ ở điểm lưu động."
        case e.MobilePointClosed():
            return "Máy này thôi làm ở điểm lưu động."
        case e.MobilePointCancelled():
            return f"Hủy điểm lưu động. Lý do: {event.reason}"
        case _:
            assert_never(event)


def slip_words(slip: PreprintedSlip) -> str:
    """One slip as a line: its number, where it is, since when."""
    at = slip.used_at or slip.closed_at or slip.made_at
    since = f" từ {local(at):%H:%M %d/%m}" if at else ""
    what = slip.code or slip.reason
    return f"{slip.number:04d}  {slip_state(slip)}{since}{f' ({what})' if what else ''}"


def slip_state(slip: PreprintedSlip) -> str:
    """Where it is; and that two places say otherwise of it."""
    doubt = ", hai nơi ghi khác nhau" if slip.is_contradictory else ""
    return SLIP_STATE[slip.state] + doubt


def ended_words(slips: Sequence[PreprintedSlip]) -> str:
    """These are not used any more, as a sentence; empty = none."""
    return f"Phiếu {', '.join(f'{one.number:04d}' for one in slips)}: {slip_state(slips[0])}." if slips else ""


def made_words(slips: Sequence[PreprintedSlip]) -> str:
    """Which numbers are kept, as a sentence."""
    numbers = ", ".join(f"{one.number:04d}" for one in slips)
    return f"Đã giữ {len(slips)} số cho phiếu in sẵn: {numbers}."


def point_words(point: MobilePoint) -> str:
    """One point as a line: when, where, whether it is on, how many dossiers."""
    day = f"{point.day:%d/%m/%Y} " if point.day else ""
    taken = f", {len(point.dossiers)} hồ sơ" if point.dossiers else ""
    hours = f"{point.begins:%H:%M}–{point.ends:%H:%M}"
    return f"{day}{hours}  {point.place}: {POINT_STATE[point.state]}{taken}"


def results_words(point: MobilePoint) -> str:
    """Where and when results are given out, as a line; empty = at the office."""
    if not point.results_place:
        return ""
    at = f"{point.results_time:%H:%M} " if point.results_time else ""
    when = f", {at}ngày {point.results_day:%d/%m/%Y}" if point.results_day else ""
    return f"Trả kết quả: {point.results_place}{when}"


def point_state(point: MobilePoint, *, here: bool) -> str:
    """Whether it is on; ``here``: this machine works there."""
    return "máy này đang làm" if here else POINT_STATE[point.state]


def planned_words(point: MobilePoint) -> str:
    """It is planned so, as sentences."""
    return f"Đã ghi: {point_words(point)}. {results_words(point)}".strip()


def opened_words(point: MobilePoint) -> str:
    """This machine works there, as a sentence."""
    return f"Máy này làm ở {point.place}; hồ sơ tiếp nhận từ bây giờ ghi nơi này."


def closed_words(point: MobilePoint) -> str:
    """This machine works there no more, as a sentence."""
    return f"Đã đóng điểm {point.place}: {len(point.dossiers)} hồ sơ."


def cancelled_words(point: MobilePoint) -> str:
    """It does not take place, as a sentence."""
    return f"Đã hủy điểm {point.place}."
