"""Help with online filing, in words."""

from typing import assert_never

from desk.words.terms import NATIONAL_STATE, moment
from models import events as e
from models.subjects.online_filing import AssistedFiling, FilingEnd

FILING_END = {
    FilingEnd.OPEN: "đang theo dõi",
    FilingEnd.ENDED: "đã xong trên Cổng",
    FilingEnd.NOT_DONE: "chưa nộp được",
    FilingEnd.VOIDED: "ghi nhầm",
}


def tell_assisted(event: e.AssistedEvent) -> str:
    """One event as one sentence."""
    match event:
        case e.OnlineFilingAssisted():
            due = f"; Cổng hẹn trả {moment(event.due_at)}" if event.due_at else ""
            return f"Hỗ trợ nộp trực tuyến, mã hồ sơ trên Cổng {event.portal_code}{due}."
        case e.OnlineFilingNotDone():
            return f"Hướng dẫn nộp trực tuyến, chưa nộp được: {event.reason.rstrip('.')}."
        case e.OnlineFilingTold():
            note = f": {event.note.rstrip('.')}" if event.note else ""
            due = f"; hẹn trả {moment(event.due_at)}" if event.due_at else ""
            return f"Xem trên Cổng: hồ sơ {NATIONAL_STATE[event.state]}{note}{due}."
        case e.OnlineFilingVoided():
            return f"Ghi nhầm hỗ trợ trực tuyến: {event.reason.rstrip('.')}."
        case _:
            assert_never(event)


def filing_state(filing: AssistedFiling) -> str:
    """How it stands, for a line of a list: ``"yêu cầu bổ sung giấy tờ (tỉnh báo)"``."""
    if filing.end in {FilingEnd.NOT_DONE, FilingEnd.VOIDED}:
        return FILING_END[filing.end]
    said = "tỉnh báo" if filing.by_province else "công chức xem"
    return f"{NATIONAL_STATE[filing.state]} ({said})" if filing.told_at else "vừa nộp, chưa xem lại"
