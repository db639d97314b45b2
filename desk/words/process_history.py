"""Events of a dossier's way through the office, and notices to its citizen, as sentences."""

from typing import assert_never

from desk.words.terms import OUTCOME, STAGE, STATUS, STOP_CAUSE, moment
from models import events as e
from models.notice import NoticeChannel, NoticeKind, NoticeOutcome
from models.process import Holder
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.words.money_words import in_figures

_NOTICE = {
    NoticeKind.READY: "đã có kết quả",
    NoticeKind.SUPPLEMENT: "cần bổ sung giấy tờ",
    NoticeKind.POSTPONED: "lùi ngày hẹn",
    NoticeKind.RECOMPUTED: "tính lại ngày hẹn",
    NoticeKind.REFUSED: "không giải quyết",
    NoticeKind.STOPPED: "dừng giải quyết",
    NoticeKind.APPOINTMENT: "nhắc lịch hẹn",
    NoticeKind.APPOINTMENT_MOVED: "dời lịch hẹn",
    NoticeKind.APPOINTMENT_CANCELLED: "hủy lịch hẹn",
    NoticeKind.NEAR: "sắp đến lượt",
}
_BY = {
    NoticeChannel.SMS: "tin nhắn SMS",
    NoticeChannel.ZALO: "Zalo",
    NoticeChannel.EMAIL: "thư điện tử",
}
_NOT_TOLD = {
    NoticeOutcome.UNKNOWN: "không rõ tin đã đi hay chưa",
    NoticeOutcome.REFUSED: "địa chỉ không nhận tin",
    NoticeOutcome.FAILED: "gửi nhiều ngày không được",
    NoticeOutcome.NO_ADDRESS: "không có số di động hay thư điện tử dùng được",
}


def holder_words(holder: Holder) -> str:
    """Who has it, in words."""
    return ", ".join(filter(None, (holder.name, holder.unit_name))) or "quầy tiếp nhận"


def tell_process(event: e.ProcessEvent) -> str:  # one sentence a kind
    """One event as one sentence."""
    match event:
        case e.DossierForwarded():
            due = f", hạn {moment(event.due_at)}" if event.due_at else ""
            to = f"{holder_words(event.to)}{_with(event.list_number)}{due}{_by(event.courier)}"
            return f"Chuyển {event.step.name} đến {to}{_said(event.note)}."
        case e.DossierAccepted():
            return f"{holder_words(event.holder)} nhận xử lý."
        case e.DossierGivenBack():
            return f"Trả lại {holder_words(event.to)}. Lý do: {event.reason}"
        case e.DossierTakenOver():
            return f"{holder_words(event.holder)} nhận thay {holder_words(event.before)}. Lý do: {event.reason}"
        case e.DossierSubmitted():
            to = f"{holder_words(event.to)}{_with(event.list_number)}{_by(event.courier)}"
            return f"Trình ký {to}{_said(event.note)}."
        case e.ConsultationAsked():
            asked = f"Lấy ý kiến {event.agency} ({event.number}), hạn trả lời {moment(event.due_at)}"
            return f"{asked}: {event.question}"
        case e.ConsultationAnswered():
            return f"Có ý kiến trả lời ({event.number}): {event.answer}{_due(event.due)}"
        case e.ObligationTold():
            amount = f", {in_figures(event.amount)} đồng" if event.amount else ""
            return f"Yêu cầu thực hiện nghĩa vụ tài chính ({event.number}): {event.what}{amount}."
        case e.ObligationMet():
            return f"Đã thực hiện nghĩa vụ tài chính ({event.number}){_said(event.proof)}.{_due(event.due)}"
        case e.SupplementBrought():
            papers = f": {'; '.join(paper.name for paper in event.papers)}" if event.papers else ""
            return f"Người dân đã bổ sung theo phiếu {event.number}{papers}.{_due(event.due)}"
        case e.DueDateRecomputed():
            return f"Tính lại hạn trả theo {event.edition}: {event.reason}.{_due(event.due)}"
        case e.DossierStopped():
            return f"Dừng giải quyết (thông báo {event.number}), {STOP_CAUSE[event.cause]}. Lý do: {event.reason}"
        case e.ResultDecided():
            number = f", số {event.number}" if event.number else ""
            why = f" Lý do: {event.reason}" if event.reason else ""
            return f"{event.signed_by or 'Lãnh đạo'} ký: {OUTCOME[event.outcome]}{number}.{why}"
        case e.ResultCheckedIn():
            place = f", ngăn {event.place}" if event.place else ""
            return f"Kết quả về quầy{place}{', có bản điện tử' if event.electronic else ''}."
        case e.ResultPosted():
            return f"Giao bưu điện, bưu gửi {event.number}."
        case e.ResultCameBack():
            place = f", ngăn {event.place}" if event.place else ""
            return (
                f"Bưu điện chưa phát, bưu gửi {event.number} đã chuyển hoàn: kết quả lại ở quầy{place}. {event.reason}"
            )
        case e.DisputeSettled():
            return f"Giải quyết mâu thuẫn: {_stands(event)}. Lý do: {event.reason}"
        case _:
            assert_never(event)


def notice_words(event: e.NoticeReported) -> str:
    """Whether the citizen was told, by what, of what; else why not, and that somebody has to telephone."""
    of = f" ({_NOTICE[NoticeKind(event.kind)]})" if event.kind in set(NoticeKind) else ""
    channel = _BY[NoticeChannel(event.channel)] if event.channel in set(NoticeChannel) else ""
    if event.outcome == NoticeOutcome.SENT:
        return f"Đã báo công dân{f' qua {channel}' if channel else ''}{of}."
    why = _NOT_TOLD[NoticeOutcome(event.outcome)] if event.outcome in set(NoticeOutcome) else "không rõ vì sao"
    by = f" qua {channel}" if channel and event.outcome != NoticeOutcome.NO_ADDRESS else ""
    code = f", mã {event.reason}" if event.outcome == NoticeOutcome.REFUSED and event.reason else ""
    return f"Chưa báo được công dân{by}{of}: {why}{code}; cần gọi điện."


def _by(courier: str) -> str:
    return f", {courier} mang đi" if courier else ""


def _with(list_number: str) -> str:
    return f" theo danh sách bàn giao {list_number}" if list_number else ""


def _said(note: str) -> str:
    return f": {note}" if note else ""


def _due(due: e.DueDate | None) -> str:
    return f" Hẹn trả {moment(due.at)}." if due is not None and due.at else ""


def _stands(event: e.DisputeSettled) -> str:
    status = STATUS[DossierStatus(event.status)] if event.status in set(DossierStatus) else ""
    stage = STAGE[ProcessStage(event.stage)] if event.stage in set(ProcessStage) else ""
    holder = f"{holder_words(event.holder)} giữ" if event.holder else ""
    code = f"mã có giá trị là {event.receipt.code}" if event.receipt else ""
    return ", ".join(filter(None, (code, status, stage, holder))) or "giữ như đang có"
