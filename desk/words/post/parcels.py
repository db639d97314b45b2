"""Postal staff and the post in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import assert_never

from desk.words.post.consignments import tell_consignment
from desk.words.terms import moment
from models import events as e
from models.calendar.clock import local
from models.catalogue.approved_list import Approval
from models.ids import ClerkId
from models.procedure import Level
from models.store.projections.post.postal_act_lists import PostalFigure
from models.subjects.dossier import Dossier
from models.subjects.post.parcel import Parcel
from models.subjects.post.post_work_list import PostWorkList
from models.subjects.post.postal_act import PostalAct, PostalActState
from models.words.money_words import in_figures

LEVEL = {Level.COMMUNE: "cấp xã", Level.PROVINCE: "cấp tỉnh", Level.MINISTRY: "cấp bộ"}

NOTHING_APPROVED_WORDS = (
    "Chưa có danh mục giao bưu điện nào có hiệu lực hôm nay: nhân viên bưu điện chưa tiếp nhận, trả thủ tục nào."
)


def approval_words(one: Approval, names: Mapping[str, str]) -> Iterator[str]:
    """One approval, a line for its decision and one for each procedure; ``names`` by code, empty = not known here."""
    until = f" đến {one.valid_to:%d/%m/%Y}" if one.valid_to else ""
    yield f"{one.source} ({LEVEL[one.level]}), từ {one.valid_from:%d/%m/%Y}{until}: {len(one.procedures)} thủ tục"
    for code in one.procedures:
        yield f"  {code}  {names[code] or 'không có trong danh mục thủ tục trên máy'}"


ACT = {
    e.PostalActKind.INTAKE: "Tiếp nhận",
    e.PostalActKind.SUPPLEMENT: "Yêu cầu bổ sung",
    e.PostalActKind.RETURN: "Trả kết quả",
    e.PostalActKind.MONEY: "Thu tiền",
}
POST_LIST = {
    PostWorkList.ACTS: "Việc chờ xem",
    PostWorkList.LATE_IN: "Gửi đến quá hạn",
    PostWorkList.LATE_SLIPS: "Giấy hẹn quá hạn",
    PostWorkList.LATE_OUT: "Bưu gửi quá hạn",
    PostWorkList.BACK: "Chuyển hoàn",
}
"""The day's lists of the post, for who supervises it."""
GIVEN_BACK = "Việc bị trả lại"
"""The first of them, for postal staff."""
NOTHING_SUPERVISED = "Hôm nay nhân viên bưu điện chưa làm việc nào, và không còn việc cũ chờ xem."


def tell_post(event: e.PostEvent | e.ConsignmentEvent) -> str:
    """One event as one sentence; of what postal staff did it stands in the history of the dossier too."""
    if isinstance(event, e.ConsignmentEvent):
        return tell_consignment(event)
    match event:
        case e.PostalActDone():
            money = f", thu {in_figures(event.amount)} đồng" if event.amount else ""
            return f"Nhân viên bưu điện làm: {ACT[event.act].lower()}{money}; chờ công chức xem."
        case e.PostalActAccepted():
            return "Công chức chấp nhận việc nhân viên bưu điện đã làm."
        case e.PostalActGivenBack():
            return f"Công chức trả lại việc của nhân viên bưu điện để làm lại. Lý do: {event.reason}"
        case e.PostalActRedone():
            return f"Nhân viên bưu điện đã làm lại: {event.note}"
        case _:
            return _tell_parcel(event)


def act_state(act: PostalAct) -> str:
    """Where an act stands: ``"Chờ xem"``, ``"Làm lại, chờ xem: …"``, ``"Trả lại: …"``, ``"Đã chấp nhận 16:05 …"``."""
    match act.state:
        case PostalActState.GIVEN_BACK:
            return f"Trả lại: {act.reason}"
        case PostalActState.ACCEPTED:
            again = f" (trả lại {act.given_back} lần)" if act.given_back else ""
            return f"Đã chấp nhận {moment(act.judged_at)}{again}" if act.judged_at else "Đã chấp nhận"
        case PostalActState.WAITS if act.given_back:
            return f"Làm lại, chờ xem: {act.note}"
        case _:
            return "Chờ xem"


def accepted_words(count: int, refused: Iterable[str]) -> str:
    """What accepting several has done, and each refusal once."""
    said = [f"Đã chấp nhận {count} việc."] if count else []
    return " ".join([*said, *dict.fromkeys(refused)])


def figure_words(figures: Iterable[PostalFigure], names: Mapping[ClerkId, str]) -> list[str]:
    """``"Lê Văn Bưu: tiếp nhận 12, trả kết quả 5, thu tiền 3 (24.000 đồng)"``, a line for each person."""
    told: dict[ClerkId, list[str]] = {}
    for one in figures:
        money = f" ({in_figures(one.amount)} đồng)" if one.amount else ""
        told.setdefault(one.clerk, []).append(f"{ACT[e.PostalActKind(one.act)].lower()} {one.count}{money}")
    return [f"{names.get(clerk, clerk)}: {', '.join(said)}" for clerk, said in told.items()]


PARCEL_STAGE = {
    e.ParcelStage.HANDED_OVER: "Đã giao bưu điện",
    e.ParcelStage.ON_THE_WAY: "Đang đi",
    e.ParcelStage.FIRST_CALL_FAILED: "Gọi lần 1 không được",
    e.ParcelStage.SECOND_CALL_FAILED: "Gọi lần 2 không được",
    e.ParcelStage.DELIVERED: "Đã phát",
    e.ParcelStage.BACK: "Đã về cơ quan",
}
NOTHING_POSTED = "Không có kết quả nào chờ gửi, không có bưu gửi nào đang đi."


_ParcelEvent = (
    e.ParcelHandedOver
    | e.ParcelScanned
    | e.ParcelMoneyReceived
    | e.ParcelOrderReported
    | e.ParcelReported
    | e.ParcelSettled
)

ORDER = {
    e.ParcelOrderState.TAKEN: "bưu điện đã nhận đơn",
    e.ParcelOrderState.REFUSED: "bưu điện không nhận đơn",
    e.ParcelOrderState.UNKNOWN: "chưa rõ bưu điện có nhận đơn không, cần hỏi",
}
"""What became of the order at the post's own system."""


def _tell_parcel(event: _ParcelEvent) -> str:
    match event:
        case e.ParcelHandedOver():
            cod = f", thu hộ {in_figures(event.cod)} đồng" if event.cod else ""
            by = f", phải đến trước hết ngày {event.arrive_by:%d/%m}" if event.arrive_by else ""
            what = f"{event.number}, {len(event.contents)} kết quả cho {event.receiver.name}"
            return f"Giao bưu điện bưu gửi {what}{cod}{by}."
        case e.ParcelScanned():
            when = f" {moment(event.happened_at)}" if event.happened_at else ""
            to = f", {event.receiver} ký nhận" if event.receiver else ""
            note = f": {event.note}" if event.note else ""
            return f"Bưu gửi: {PARCEL_STAGE[event.stage].lower()}{when}{to}{note}."
        case e.ParcelMoneyReceived():
            return f"Bưu điện nộp {in_figures(event.amount)} đồng phí, lệ phí thu hộ."
        case e.ParcelOrderReported():
            number = f", số {event.post_number}" if event.post_number else ""
            why = f": {event.reason}" if event.reason else ""
            return f"Đơn gửi của bưu gửi: {ORDER[event.state]}{number}{why}."
        case e.ParcelReported():
            when = f" {moment(event.happened_at)}" if event.happened_at else ""
            to = f", {event.receiver} ký nhận" if event.receiver else ""
            return f"Bưu điện báo: {PARCEL_STAGE[event.stage].lower()}{when}{to}."
        case e.ParcelSettled():
            return f"Xác minh bưu gửi: {PARCEL_STAGE[event.stage].lower()}. Lý do: {event.reason}"
        case _:
            assert_never(event)


def parcel_state(parcel: Parcel, today: date, second_call: date | None) -> tuple[str, str]:
    """Where a parcel stands, and the tone of it.

    Args:
        parcel: which.
        today: on the office wall.
        second_call: the day of the second call, where one is due.
    """
    heard = f" {local(parcel.last_heard):%d/%m}" if parcel.last_heard else ""
    if parcel.contradictory:
        return "Mâu thuẫn: phát hay về?", "bad"
    if parcel.reported is not None:
        told = parcel.reported
        return f"Bưu điện báo {PARCEL_STAGE[told.stage].lower()} {local(told.at):%d/%m}", "warn"
    if parcel.under_way and parcel.order is e.ParcelOrderState.REFUSED:
        return f"Bưu điện không nhận đơn: {parcel.order_reason}", "bad"
    if parcel.stage is e.ParcelStage.DELIVERED:
        if parcel.post_owes:
            return f"Còn giữ {in_figures(parcel.post_owes)} đ", "warn"
        scan = parcel.scan(e.ParcelStage.DELIVERED)
        return f"Phát{heard}: {scan.receiver if scan else ''}", "good"
    if parcel.stage is e.ParcelStage.BACK:
        return f"Về cơ quan{heard}", ""
    if parcel.stage is e.ParcelStage.SECOND_CALL_FAILED:
        return f"Chờ chuyển hoàn từ{heard}", "warn"
    if parcel.arrive_by is not None and parcel.arrive_by < today:
        return f"Quá hạn phát {parcel.arrive_by:%d/%m}", "bad"
    if second_call is not None:
        return f"Gọi lần 2 ngày {second_call:%d/%m}", "warn"
    stage = "Đã giao" if parcel.stage is e.ParcelStage.HANDED_OVER else PARCEL_STAGE[parcel.stage]
    return stage + (f", đến {parcel.arrive_by:%d/%m}" if parcel.arrive_by else ""), ""


def for_post_state(dossier: Dossier, *, came_back: bool) -> str:
    """Of a result that is to go: ``"8.000 đ · B-12 · 23/11"``, ``"Chuyển hoàn · 8.000 đ · B-12"``."""
    since, place = dossier.processing.ready_at, dossier.processing.place
    said = [
        "Chuyển hoàn" if came_back else "",
        f"{in_figures(dossier.owes)} đ" if dossier.owes else "",
        place,
        f"{local(since):%d/%m}" if since and not came_back else "",
    ]
    return " · ".join(filter(None, said))


def money_words(parcel: Parcel, taken: int) -> str:
    """That the post has handed over what it collected; what of it is no payment is named.

    Args:
        parcel: whose money it is.
        taken: what became a payment, in đồng.
    """
    received = parcel.received or 0
    over = f" {in_figures(received - taken)} đồng không còn phải thu, để trong két chờ trả lại người nộp."
    return f"{parcel.number}: đã nhận {in_figures(received)} đồng bưu điện thu hộ.{over if received > taken else ''}"


def posted_words(list_number: str, parcels: Sequence[Parcel], refused: Sequence[tuple[str, str]]) -> str:
    """What handing over has done: parcels, results, money to be collected; and each refusal."""
    said = []
    if parcels:
        results, cod = sum(len(one.contents) for one in parcels), sum(one.cod for one in parcels)
        money = f", thu hộ {in_figures(cod)} đồng" if cod else ""
        said.append(f"Đã giao bưu điện {len(parcels)} bưu gửi, {results} kết quả{money} (danh sách {list_number}).")
    if refused:
        said.append(f"Không giao được {len(refused)} kết quả: " + " ".join(f"{code}: {why}" for code, why in refused))
    return " ".join(said)


def heard_words(parcel: Parcel, stage: e.ParcelStage, *, fresh: bool, too_soon: bool) -> str:
    """What a scan has done."""
    if not fresh:
        return f"{parcel.number}: đã ghi “{PARCEL_STAGE[stage].lower()}” rồi, không ghi lần nữa."
    soon = " Hai lần gọi phải cách nhau 02 ngày làm việc." if too_soon else ""
    return f"{parcel.number}: {PARCEL_STAGE[stage].lower()}.{soon}"
