"""The day's lists: their names, what is said of an empty one, the state of a line, and what an act on many did."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.words.terms import STAGE, STATUS
from models.calendar.clock import local
from models.not_allowed import NotAllowed
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList, WorkMark
from models.words.money_words import in_figures

if TYPE_CHECKING:
    from models.subjects.dossier_row import DossierRow

LIST = {
    WorkList.TODAY: "Trước khi về",
    WorkList.TO_HAND_OVER: "Chờ bàn giao",
    WorkList.TO_ACCEPT: "Chờ nhận xử lý",
    WorkList.DUE_TODAY: "Hạn hôm nay",
    WorkList.DUE_NEXT: "Hạn ngày kế tiếp",
    WorkList.OVERDUE: "Quá hạn",
    WorkList.SUPPLEMENT: "Chờ bổ sung",
    WorkList.MONEY: "Chờ nộp tiền",
    WorkList.CONSULTATION: "Chờ ý kiến",
    WorkList.BUNDLE: "Chờ phần khác",
    WorkList.AT_LEADER: "Đang trình ký",
    WorkList.DECIDED: "Chờ kết quả về quầy",
    WorkList.READY: "Chờ trả kết quả",
    WorkList.UNCOLLECTED: "Lâu chưa đến nhận",
}

NO_PHONE = "không có số điện thoại"
"""In a list to telephone."""

NOTHING = {
    WorkList.TODAY: "Hết việc của hôm nay.",
    WorkList.TO_HAND_OVER: "Không còn hồ sơ nào chờ bàn giao.",
    WorkList.TO_ACCEPT: "Không có hồ sơ nào chờ nhận xử lý.",
    WorkList.DUE_TODAY: "Hôm nay không có hồ sơ nào đến hẹn trả.",
    WorkList.DUE_NEXT: "Ngày làm việc tới không có hồ sơ nào đến hẹn trả.",
    WorkList.OVERDUE: "Không có hồ sơ nào quá hạn.",
    WorkList.SUPPLEMENT: "Không có hồ sơ nào chờ người dân bổ sung.",
    WorkList.MONEY: "Không có hồ sơ nào chờ nộp tiền.",
    WorkList.CONSULTATION: "Không có hồ sơ nào chờ ý kiến cơ quan khác.",
    WorkList.BUNDLE: "Không có hồ sơ nào chờ phần khác trong nhóm liên thông.",
    WorkList.AT_LEADER: "Không có hồ sơ nào đang trình ký.",
    WorkList.DECIDED: "Không có kết quả nào đang trên đường về quầy.",
    WorkList.READY: "Không có kết quả nào chờ trả.",
    WorkList.UNCOLLECTED: "Không có kết quả nào để lâu chưa ai đến nhận.",
}


class ActWords(Struct, frozen=True):
    """A list's own act: as its button says it, and as the verb of what was done."""

    button: str
    done: str


ACT = {
    WorkList.TO_HAND_OVER: ActWords("Bàn giao", "Đã bàn giao"),
    WorkList.TO_ACCEPT: ActWords("Nhận xử lý", "Đã nhận"),
    WorkList.AT_LEADER: ActWords("Ký kết quả", "Đã ký"),
    WorkList.DECIDED: ActWords("Nhận về quầy", "Đã cất"),
}
GIVE_BACK = "Trả lại, chưa ký"
"""The button of what a leader does instead of signing."""

DONE = {
    "forward": "Đã chuyển",
    "accept": "Đã nhận",
    "give_back": "Đã trả lại",
    "take_over": "Đã nhận thay",
    "submit": "Đã trình ký",
    "sign": "Đã ký",
    "consult": "Đã lấy ý kiến về",
    "check_in": "Đã cất kết quả của",
    "stop": "Đã dừng",
}
"""What was done to many dossiers, as a verb, by the id of the act."""

OPEN = "Mở hồ sơ"
"""The button of a list without an act of its own, or whose act is another's."""

DESK_HOLDS = "Quầy tiếp nhận"
"""Who has a dossier that nobody else has."""

_STAGES, _SUPPLEMENT, _READY = frozenset(ProcessStage), WorkMark.SUPPLEMENT.value, WorkMark.READY.value

_TOLD = 3
"""Refusals told one by one; of more their number is told."""


def step_and_holder(row: "DossierRow") -> str:
    """``"Thẩm định · Trần Văn B, Văn phòng"``."""
    return " · ".join(filter(None, (row.step, row.holder or DESK_HOLDS)))


def state(row: "DossierRow", now: datetime, of: WorkList) -> tuple[str, bool]:
    """Where a dossier of a list stands, and whether something in that is late: an opinion whose deadline has passed."""
    if of is WorkList.MONEY:
        return (f"Còn nợ {in_figures(row.owes)} đ" if row.owes else "Chờ nghĩa vụ tài chính"), False
    if row.consulted_by is not None:
        late = row.consulted_by < now
        by, today = local(row.consulted_by), local(now).date()
        when = f"{by:%H:%M}" if by.date() == today else f"{by:%d/%m}"
        return f"{'Ý kiến quá hẹn' if late else 'Chờ ý kiến đến'} {when}", late
    if row.work & WorkMark.BUNDLED.value:
        return "Chờ phần khác trong nhóm", False
    if row.work & _SUPPLEMENT or row.stage not in _STAGES:
        return STATUS[DossierStatus(row.status)], False
    if of is WorkList.DECIDED and row.stage != ProcessStage.DECIDED:
        return "Tỉnh báo đã xong", False
    words = STAGE[ProcessStage(row.stage)]
    if row.ready_at is not None and row.work & _READY:
        words += f" từ {local(row.ready_at):%d/%m}"
    return words + (f", ngăn {row.place}" if row.place else ""), False


def shelf_words(places: Sequence[str]) -> str:
    """Where results were put: ``"Ngăn A-1, A-2."``; those without a place are named as such."""
    named = [place for place in places if place]
    without = f" {len(places) - len(named)} kết quả chưa có ngăn." if len(named) < len(places) else ""
    return (f" Ngăn {', '.join(named)}." if named else "") + without


def done_words(done: str, count: int, refused: Sequence[tuple[str, NotAllowed]]) -> str:
    """``"Đã chuyển 12 hồ sơ. Không làm được 1 hồ sơ: H26…: đang do … giữ."``.

    Args:
        done: what was done, as a verb.
        count: to how many.
        refused: code of each dossier for which it was refused, and why.
    """
    said = [f"{done} {count} hồ sơ."] if count else []
    if refused:
        said.append(f"Không làm được {len(refused)} hồ sơ: {' '.join(_each(refused))}")
    return " ".join(said)


def _each(refused: Sequence[tuple[str, NotAllowed]]) -> Iterable[str]:
    from desk.words.reasons import sentence  # noqa: PLC0415 - a window that opens needs none

    for code, why in refused[:_TOLD]:
        yield f"{code}: {sentence(why)}"
    if len(refused) > _TOLD:
        yield f"Còn {len(refused) - _TOLD} hồ sơ nữa."
