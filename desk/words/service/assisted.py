"""Help with online filing, in words."""

from typing import assert_never

from desk.words.terms import NATIONAL_STATE, moment
from models import events as e
from models.subjects.service.online_filing import AssistedFiling, FilingEnd

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


def bundle_matter(name: str, ended: int, total: int) -> str:
    """What a bundle that was filed is, in a line of the list: how many of its matters are done here, and its name."""
    return f"{ended}/{total} việc xong · {name}"


def helped_words(filed: int, own: int, not_done: int) -> str:
    """The month's figures of the office: filed, of these by who works here, and help that came to no filing."""
    return f"Tháng này đã giúp nộp {filed} hồ sơ (tự tay {own}), {not_done} lượt chưa nộp được."


def filed_words(filing: AssistedFiling) -> str:
    """What was done when it was filed."""
    return f"Đã ghi hỗ trợ nộp trực tuyến, mã trên Cổng {filing.portal_code}."


NOT_DONE_WORDS = "Đã ghi lượt hướng dẫn chưa nộp được."


def told_words(filing: AssistedFiling) -> str:
    """What was done when its state was told."""
    return f"Đã ghi {filing.portal_code}: {filing_state(filing)}."


def voided_words(filing: AssistedFiling) -> str:
    """What was done when it was a mistake."""
    return f"Đã bỏ {filing.portal_code}, ghi nhầm."


def filing_facts(filing: AssistedFiling, helper: str) -> tuple[str, ...]:
    """What is known of one matter, a line each.

    Args:
        filing: which.
        helper: the name of who helped.
    """
    told = filing.filing
    person = told.person if told else None
    return tuple(
        line
        for line in (
            f"Số định danh {person.personal_number}" if person and person.personal_number else "",
            f"Điện thoại {person.phone}" if person and person.phone else "",
            f"Người giúp: {helper}, {moment(filing.helped_at)}" if filing.helped_at else "",
            f"Nơi giải quyết: {told.resolver}" if told and told.resolver else "",
            f"Ghi chú: {told.note}" if told and told.note else "",
        )
        if line
    )
