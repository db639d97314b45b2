"""Postal staff and the post in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from desk.words.terms import moment
from models import events as e
from models.catalogue.approved_list import Approval
from models.ids import ClerkId
from models.procedure import Level
from models.store.projections.post.postal_act_lists import PostalFigure
from models.subjects.postal_act import PostalAct, PostalActState
from models.words.money_words import amount_text

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
NOTHING_SUPERVISED = "Hôm nay nhân viên bưu điện chưa làm việc nào, và không còn việc cũ chờ xem."


def tell_post(event: e.PostEvent) -> str:
    """One event of what postal staff did as one sentence; it stands in the history of the dossier too."""
    match event:
        case e.PostalActDone():
            money = f", thu {amount_text(event.amount)} đồng" if event.amount else ""
            return f"Nhân viên bưu điện làm: {ACT[event.act].lower()}{money}; chờ công chức xem."
        case e.PostalActAccepted():
            return "Công chức chấp nhận việc nhân viên bưu điện đã làm."
        case e.PostalActGivenBack():
            return f"Công chức trả lại việc của nhân viên bưu điện để làm lại. Lý do: {event.reason}"
        case e.PostalActRedone():
            return f"Nhân viên bưu điện đã làm lại: {event.note}"
        case _:
            assert_never(event)


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
        money = f" ({amount_text(one.amount)} đồng)" if one.amount else ""
        told.setdefault(one.clerk, []).append(f"{ACT[e.PostalActKind(one.act)].lower()} {one.count}{money}")
    return [f"{names.get(clerk, clerk)}: {', '.join(said)}" for clerk, said in told.items()]
