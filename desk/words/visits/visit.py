"""Home visits in words: their history, how one stands, what is to be brought, what an act has done."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import assert_never

from desk.words.terms import moment
from models import events as e
from models.calendar.clock import local
from models.ids import ClerkId
from models.subjects.visits.visit import Visit, VisitPlan, VisitState, VisitTry
from models.words.money_words import in_figures

GROUND = {
    e.VisitGround.MERIT: "người có công",
    e.VisitGround.AGE: "cao tuổi",
    e.VisitGround.DISABILITY: "khuyết tật",
    e.VisitGround.ILLNESS: "ốm đau",
}
ASKED_BY = {
    e.VisitAskedBy.TELEPHONE: "gọi điện",
    e.VisitAskedBy.NEIGHBOUR: "hàng xóm báo",
    e.VisitAskedBy.HAMLET_HEAD: "trưởng thôn báo",
    e.VisitAskedBy.LIST: "danh sách của xã",
    e.VisitAskedBy.OFFICER: "cán bộ ghi khi đi",
}
CLOSED = "(dữ liệu đang đóng)"
"""Stands for the name of a person whose data a laptop without contact shows no more."""

NO_VISITS = "Không có lượt tận nhà nào."
NO_VISITS_TODAY = "Hôm nay không có lượt tận nhà nào. Yêu cầu chờ xếp ngày ở cột bên trái."
NOBODY_LISTED = "Danh sách phục vụ tại nhà còn trống: nhập từ tệp Excel, CSV."
NOBODY_YET = "chưa rõ"
"""Who goes is not said yet."""
NO_LAPTOP = "không mang máy"
NO_CODE = "phiếu bổ sung"
"""What was given in place of a receipt."""
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_in_words(day: date) -> str:
    """``"thứ Hai 30/11"``."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m}"


def laptop_words(laptop: int | None) -> str:
    """Which machine goes along: ``"máy 7"``; nothing where none does."""
    return "" if laptop is None else f"máy {laptop}"


def named_laptop_words(laptop: int, name: str) -> str:
    """``"máy 7 (Đi tận nhà 1)"``."""
    return f"{laptop_words(laptop)} ({name})" if name else laptop_words(laptop)


def tell_visit(event: e.VisitEvent, names: Mapping[ClerkId, str] = MappingProxyType({})) -> str:
    """One event as one sentence."""
    match event:
        case e.VisitRequested():
            by = f" ({event.asker})" if event.asker else ""
            ground = f", {GROUND[event.ground]}" if event.ground else ""
            return (
                f"Ghi yêu cầu đến tận nhà {event.person.full_name}{ground}; {ASKED_BY[event.asked_by]}{by}: "
                f"{todo_words(event.procedures, len(event.results))}."
            )
        case e.VisitChanged():
            return f"Sửa yêu cầu đến tận nhà: {'; '.join(_changed(event))}."
        case e.VisitPlanned():
            return _planned(event, names)
        case e.VisitMissed():
            again = f"; hẹn đến lại {day_in_words(event.next_on)} {event.next_at}".rstrip() if event.next_on else ""
            note = f". {event.note}" if event.note else ""
            return f"Đến nhà không gặp{again}{note}."
        case e.VisitTookIn():
            return "Tiếp nhận một hồ sơ tại nhà."
        case e.VisitDelivered():
            return "Trả một kết quả tại nhà."
        case e.VisitSheetSigned():
            return f"Giữ ảnh phiếu trả kết quả đã ký ({len(event.dossiers)} hồ sơ)."
        case e.VisitDone():
            return f"Xong lượt tận nhà{': ' + event.note if event.note else ''}."
        case e.VisitCancelled():
            return f"Hủy lượt tận nhà. Lý do: {event.reason}"
        case e.EntitledListed():
            return f"Ghi {event.person.full_name} vào danh sách phục vụ tại nhà ({GROUND[event.ground]})."
        case e.EntitledRemoved():
            return f"Đưa ra khỏi danh sách phục vụ tại nhà. Lý do: {event.reason}"
        case _:
            assert_never(event)


def _planned(event: e.VisitPlanned, names: Mapping[ClerkId, str]) -> str:
    if event.day is None:
        return "Bỏ khỏi ngày đi, chờ xếp ngày khác."
    officer = names.get(event.officer, event.officer)
    who = ", ".join(filter(None, (officer, laptop_words(event.laptop))))
    return f"Xếp đi {day_in_words(event.day)}, thứ tự {event.order}" + (f"; {who}." if who else ".")


def todo_words(procedures: Sequence[e.VisitProcedure], results: int) -> str:
    """``"tiếp nhận Chứng thực bản sao; trả 2 kết quả"``."""
    said = [f"tiếp nhận {one.name}" for one in procedures]
    return "; ".join([*said, *([f"trả {results} kết quả"] if results else [])])


def state_words(visit: Visit) -> tuple[str, str]:
    """Where a visit stands, and the tone of it."""
    if visit.contradictory:
        return "Mâu thuẫn: đã hủy, nhưng đã có việc làm tại nhà", "bad"
    if visit.planned_twice:
        return f"Xếp hai lần: {' hoặc '.join(plan_words(one) for one in visit.open_plans)}", "bad"
    match visit.state:
        case VisitState.DONE:
            return _done_words(visit), "good"
        case VisitState.CANCELLED:
            return f"Đã hủy: {visit.reason}", ""
        case VisitState.MISSED:
            return f"Không gặp {local(visit.tries[-1].at):%d/%m}", "warn"
        case VisitState.PLANNED if visit.taken or visit.delivered:
            return f"Đang làm: {_worked(visit)}", ""
        case VisitState.PLANNED if visit.tries:
            return f"Lần {len(visit.tries) + 1}, lần trước không gặp", "warn"
        case VisitState.PLANNED:
            return "Chưa đến", ""
        case VisitState.REQUESTED:
            return f"Ghi {local(visit.requested_at):%d/%m}" if visit.requested_at else "Chờ xếp ngày", ""
        case VisitState.NEW:
            return "Chưa rõ", ""
        case _:
            assert_never(visit.state)


def plan_words(plan: VisitPlan) -> str:
    """``"thứ Hai 30/11, máy 7"``."""
    day = day_in_words(plan.day) if plan.day is not None else "bỏ khỏi ngày đi"
    return ", ".join(filter(None, (day, laptop_words(plan.laptop))))


def missed_words(visit: Visit) -> str:
    """What is said when nobody was met."""
    plan = visit.plan
    again = f" hẹn đến lại {day_in_words(plan.day)}." if plan is not None and plan.day else " chờ xếp ngày khác."
    return f"{visit.person.full_name}: không gặp;{again}"


def requested_words(visit: Visit) -> str:
    """That a request was written down."""
    return f"Đã ghi yêu cầu đến nhà {visit.person.full_name}; chờ xếp ngày."


def changed_words(visit: Visit) -> str:
    """That a request was put right, and who has to know of it."""
    plan = visit.plan
    day = f"; đã xếp đi {plan_words(plan)}: báo cán bộ đi" if plan is not None else ""
    return f"Đã sửa yêu cầu đến nhà {visit.person.full_name}{day}."


def cancelled_words(visit: Visit) -> str:
    """That nobody goes there any more."""
    return f"Đã hủy lượt đến nhà {visit.person.full_name}."


def planned_words(count: int, day: date, laptop: int | None) -> str:
    """``"Đã xếp 3 lượt đi thứ Hai 30/11, máy 7."``."""
    return f"Đã xếp {count} lượt đi {', '.join(filter(None, (day_in_words(day), laptop_words(laptop))))}."


def taken_off_words(count: int) -> str:
    """That visits wait for another day."""
    return f"{count} lượt chờ xếp ngày khác."


def done_words(visit: Visit) -> str:
    """That a visit is done, and what came of it."""
    said = state_words(visit)[0]
    return f"{visit.person.full_name}: {said[:1].lower()}{said[1:]}."


def note_words(visit: Visit) -> str:
    """``"mong đến: sáng thứ Năm; nhà sau đình"``."""
    return "; ".join(filter(None, (f"mong đến: {visit.wished}" if visit.wished else "", visit.note)))


def try_words(one: VisitTry) -> str:
    """``"Không gặp 30/11: đi viện"``."""
    return f"Không gặp {local(one.at):%d/%m}" + (f": {one.note}" if one.note else "")


def photograph_of_words(code: str, paper: str) -> str:
    """What a photograph shows, in a list: ``"H00.99.01-261130-2001 · Tờ khai"``."""
    return f"{code or NO_CODE} · {paper or 'chưa rõ giấy tờ nào'}"


def change_words(code: str, *, returned: bool, ended: bool) -> str:
    """What became of a result elsewhere, so that it cannot be given at the door."""
    if returned:
        return f"{code}: kết quả đã trả ở nơi khác, không phải mang đến."
    return f"{code}: hồ sơ đã kết thúc." if ended else f"{code}: kết quả chưa có ở quầy."


def bring_words(results: int, money: int) -> str:
    """``"2 kết quả, thu 8.000 đ"``."""
    return ", ".join(filter(None, (f"{results} kết quả" if results else "", money_to_take(money))))


def money_to_take(amount: int) -> str:
    """``"thu 8.000 đ"``; nothing where nothing is owed."""
    return f"thu {in_figures(amount)} đ" if amount else ""


def import_words(new: int, changed: int, same: int, bad: int) -> str:
    """What a list of people has come to."""
    said = [f"{new} người mới", f"{changed} người sửa lại", f"{same} người đã có, không đổi"]
    return ", ".join(said) + (f"; {bad} dòng chưa đúng" if bad else "") + "."


def _done_words(visit: Visit) -> str:
    said = _worked(visit) or "không phát sinh hồ sơ"
    at = f" {moment(visit.ended_at)}" if visit.ended_at else ""
    return f"Xong{at}: {said}" + (f"; {visit.done_note}" if visit.done_note else "")


def _worked(visit: Visit) -> str:
    said = []
    if visit.taken:
        said.append(f"nhận {len(visit.taken)} hồ sơ")
    if visit.delivered:
        said.append(f"trả {len(visit.delivered)} kết quả")
    return ", ".join(said)


_FIELDS = {
    "full_name": "họ tên",
    "phone": "điện thoại",
    "address": "địa chỉ",
    "hamlet": "thôn",
    "wished": "mong đến",
    "note": "ghi chú",
}


def _changed(event: e.VisitChanged) -> list[str]:
    said = [f"{called}: “{value}”" for name, called in _FIELDS.items() if (value := getattr(event, name)) is not None]
    if event.no_ground:
        said.append("không thuộc diện")
    if event.ground is not None:
        said.append(f"diện: {GROUND[event.ground]}")
    if event.procedures is not None or event.results is not None:
        said.append("việc: " + todo_words(event.procedures or (), len(event.results or ())))
    return said
