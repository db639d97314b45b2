"""Pauses of a dossier's clock, and what they do to its due date, as sentences."""

from collections.abc import Iterable

from desk.words.terms import moment
from models.calendar.pauses import ClockRule, Move, Pause, PauseKind
from models.events import DossierReceived, SupplementAsked
from models.history import Recorded
from models.procedure import LimitUnit

PAUSE_WORDS = {
    PauseKind.SUPPLEMENT: "chờ người dân bổ sung",
    PauseKind.OBLIGATION: "chờ người dân thực hiện nghĩa vụ tài chính",
    PauseKind.CONSULTATION: "chờ ý kiến cơ quan khác",
    PauseKind.BUNDLE: "chờ kết quả phần khác trong nhóm",
}
RULE_WORDS = {
    ClockRule.RESTART: "đếm lại từ đầu khi có đủ",
    ClockRule.DEDUCT: "không tính thời gian chờ",
    ClockRule.RUN: "thời hạn vẫn tính",
}
_UNIT_WORDS = {
    LimitUnit.WORKING_DAYS: "ngày làm việc",
    LimitUnit.DAYS: "ngày",
    LimitUnit.WORKING_HOURS: "giờ làm việc",
    LimitUnit.HOURS: "giờ",
}


def pause_sentence(pause: Pause) -> str:
    """A pause as one sentence: since when, until when, what for, by which rule."""
    to = f" đến {moment(pause.ended_at)}" if pause.ended_at else ""
    said = f" ({pause.why})" if pause.why else ""
    head = "Không dừng đếm" if pause.rule is ClockRule.RUN else "Dừng đếm"
    return f"{head} từ {moment(pause.began_at)}{to}: {PAUSE_WORDS[pause.kind]}{said}; {RULE_WORDS[pause.rule]}."


def supplemented_words(history: Iterable[Recorded]) -> str:
    """That a supplement was asked for since the dossier was taken in, and what a second one means; empty = none was.

    The national index counts a dossier that was sent back twice as overdue (QĐ 766/QĐ-TTg, group 2.1).
    """
    received, asked = False, []
    for recorded in history:
        received = received or isinstance(recorded.event, DossierReceived)
        if received and isinstance(recorded.event, SupplementAsked):
            asked.append(f"phiếu {recorded.event.number} lúc {moment(recorded.at)}")
    if not asked:
        return ""
    return f"Đã yêu cầu bổ sung: {'; '.join(asked)}. Yêu cầu thêm lần nữa thì cả nước tính hồ sơ là quá hạn (QĐ 766)."


def move_sentence(move: Move) -> str:
    """A change of the due date as one sentence."""
    if move.settled:
        return f"Theo kết quả giải quyết mâu thuẫn: hẹn trả {moment(move.to)}."
    if move.pause is None:
        return f"Gia hạn: hẹn trả {moment(move.to)}."
    what = PAUSE_WORDS[move.pause.kind]
    if move.pause.rule is ClockRule.RESTART and not move.amount:
        return f"Hết {what} lúc {moment(move.at)}: đếm lại từ đầu, hẹn trả {moment(move.to)}."
    amount = f"{move.amount:g}".replace(".", ",")
    return f"Trừ {amount} {_UNIT_WORDS[move.unit]} {what}: hẹn trả {moment(move.to)}."
