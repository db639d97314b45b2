"""Words about the province: the status line, events set aside and what to do, steps of delivery."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from desk.dossiers.delivery import DeliveryStep, Rung, RungReason
from desk.words.reasons import sentence
from desk.words.terms import NATIONAL_STATE
from models.calendar.clock import local
from models.history import MOST_EVENT_BYTES
from models.trouble import NotTheProvince, ProvinceBusy, ProvinceNotReached, ProvinceRefused
from models.words.money_words import in_figures
from sync.client.link_state import LinkState, Phase
from sync.messages import AsideReason, Refusal, SetAside

READING_IS_LONG = 500
"""From so many events still to be read on, the status line shows how far the reading is."""

CLOCK_MAY_BE_OFF = timedelta(minutes=2)
"""A PC's clock drifts; below this nobody is bothered with it."""


class StatusSign(StrEnum):
    """What stands beside the words of the status line; the screen has an icon and a colour for each."""

    OPENING = "opening"
    UNLINKED = "unlinked"
    SENT = "sent"
    SENDING = "sending"
    RECEIVING = "receiving"
    WAITING = "waiting"
    OFFLINE = "offline"
    HELD = "held"
    WRONG = "wrong"


class StatusLine(Struct, frozen=True):
    """One calm line; ``part`` of a long reading is done, 0 to 1 (0 = there is none)."""

    sign: StatusSign
    words: str
    part: float = 0.0


NOT_JOINED = StatusLine(StatusSign.UNLINKED, "Chưa nối với tỉnh")


def status(state: LinkState) -> StatusLine:
    """The status line; what a person has to do comes first."""
    match state.phase:
        case Phase.NOT_JOINED:
            return NOT_JOINED
        case Phase.FORKED:
            return StatusLine(StatusSign.WRONG, "Tệp dữ liệu là bản phục hồi cũ – cần số máy mới – xem")
        case Phase.REFUSED:
            return _refused(state)
        case Phase.OFFLINE:
            return _offline(state)
        case Phase.SENDING | Phase.UP_TO_DATE:
            return _going(state)
        case _:
            assert_never(state.phase)


def _refused(state: LinkState) -> StatusLine:
    """A no of the province; an older province is nothing that the clerk could mend."""
    refusal = state.trouble.refusal if isinstance(state.trouble, ProvinceRefused) else ""
    match refusal:
        case Refusal.PROGRAM_TOO_OLD:
            sign, words = StatusSign.WRONG, "Chương trình quá cũ so với tỉnh: cần cập nhật – xem"
        case Refusal.HUB_TOO_OLD:
            sign, words = StatusSign.WAITING, "Tỉnh chưa cập nhật – cứ làm tiếp"
        case _:
            sign, words = StatusSign.WRONG, "Tỉnh từ chối máy này – xem"
    return StatusLine(sign, _joined(words, _unsent(state)))


def _offline(state: LinkState) -> StatusLine:
    """What kind of silence it is: no line, a Wi-Fi that wants a log-in, a province that is there but cannot now."""
    match state.trouble:
        case NotTheProvince():
            sign, words = StatusSign.OFFLINE, "Mạng đòi đăng nhập – cứ làm tiếp"
        case None | ProvinceNotReached():
            sign, words = StatusSign.OFFLINE, "Mất mạng – cứ làm tiếp"
        case ProvinceBusy():
            sign, words = StatusSign.WAITING, "" if state.unsent else "Tỉnh đang bận – cứ làm tiếp"
        case _:
            sign, words = StatusSign.WAITING, "Chưa trao đổi được với tỉnh – xem"
    return StatusLine(sign, _joined(words, _unsent(state), _again(state)))


def _going(state: LinkState) -> StatusLine:
    held = f"{len(state.set_aside)} việc bị tỉnh giữ lại – xem" if state.set_aside else ""
    if state.remaining >= READING_IS_LONG:
        done = max(state.total - state.remaining, 0)
        words = f"Đang nhận dữ liệu của đơn vị: {in_figures(done)}/{in_figures(state.total)}"
        return StatusLine(StatusSign.RECEIVING, words, done / state.total if state.total else 0.0)
    if state.unsent and (state.retry_at is not None or state.phase is Phase.UP_TO_DATE):
        return StatusLine(StatusSign.HELD if held else StatusSign.WAITING, _joined(held, _unsent(state), _again(state)))
    if held:
        return StatusLine(StatusSign.HELD, held)
    if abs(state.clock_off) >= CLOCK_MAY_BE_OFF:
        return StatusLine(StatusSign.WRONG, f"Đồng hồ máy lệch {span(state.clock_off)} – chỉnh lại giờ của máy")
    if state.unsent:
        return StatusLine(StatusSign.SENDING, f"Đang gửi {in_figures(state.unsent)} việc")
    if state.phase is Phase.SENDING:
        return StatusLine(StatusSign.SENDING, "Đang nối với tỉnh")
    return StatusLine(StatusSign.SENT, f"Đã gửi hết {_clock(state.last_arrival_at)}".rstrip())


def _unsent(state: LinkState) -> str:
    return f"Còn {in_figures(state.unsent)} việc chưa gửi" if state.unsent else ""


def _again(state: LinkState) -> str:
    return f"thử lại lúc {_clock(state.retry_at)}" if state.retry_at else ""


def _clock(at: datetime | None) -> str:
    return f"{local(at):%H:%M}" if at else ""


def _joined(*parts: str) -> str:
    said = [part for part in parts if part]
    return " · ".join([*said[:1], *(part[0].lower() + part[1:] for part in said[1:])])


def span(length: timedelta) -> str:
    """A length of time, roughly, whichever way it goes: ``"3 ngày"``, ``"2 giờ"``, ``"5 phút"``."""
    seconds = abs(length).total_seconds()
    for unit, words in ((86_400 * 365, "năm"), (86_400, "ngày"), (3_600, "giờ"), (60, "phút")):
        if seconds >= unit:
            return f"{round(seconds / unit)} {words}"
    return f"{round(seconds)} giây"


# ---- kept apart --------------------------------------------------------------------------------------------


def set_aside_lines(held: Sequence[SetAside], most: int = 3) -> list[str]:
    """The first ones, a line each: which, why, and what to do; and how many more there are."""
    lines = [f"Việc số {one.seq} bị tỉnh giữ lại. {set_aside_words(one)} {remedy(one.why)}" for one in held[:most]]
    more = len(held) - most
    return [*lines, f"Còn {more} việc khác bị giữ lại; xem ở trang Tỉnh."] if more > 0 else lines


def set_aside_name(one: SetAside, code: str) -> str:
    """What is kept apart, by name; ``code`` of the dossier it is of, or nothing."""
    return f"Hồ sơ {code}" if code else f"Việc số {one.seq}"


def set_aside_words(one: SetAside) -> str:
    """Why the province keeps an event apart, in a sentence."""
    code = one.facts.get("code") or one.facts.get("procedure", "")
    match one.why:
        case AsideReason.UNREADABLE:
            return "Tỉnh không đọc được nội dung của việc này."
        case AsideReason.PROCEDURE_UNKNOWN:
            return f"Mã thủ tục {code} không có trong danh mục của tỉnh.".replace("  ", " ")
        case AsideReason.FOREIGN_CODE:
            return f"Mã hồ sơ {code} thuộc một đơn vị khác.".replace("  ", " ")
        case AsideReason.CODE_TAKEN:
            return f"Mã hồ sơ {code} đã có ở một hồ sơ khác của đơn vị.".replace("  ", " ")
        case AsideReason.AMOUNT_IMPOSSIBLE:
            return f"Số tiền {one.facts.get('amount', '')} không đúng dạng.".replace("  ", " ")
        case AsideReason.FILE_MISSING:
            return "Bản quét kèm theo chưa đến tỉnh."
        case AsideReason.NO_PLACE:
            return "Số thứ tự hoặc thời điểm của việc này nằm ngoài phạm vi cho phép."
        case AsideReason.CLOCK:
            return "Số đếm thứ tự của việc này lớn hơn nhiều so với mọi việc của đơn vị: bộ đếm của máy bị sai."
        case AsideReason.FORK:
            return "Số thứ tự này đã dùng cho một việc khác: tệp dữ liệu được phục hồi từ bản cũ, hoặc bị sao chép."
        case AsideReason.TOO_LARGE:
            return (
                f"Nội dung dài {_megabytes(one.facts.get('bytes', ''))}, quá mức tỉnh nhận: tỉnh chỉ có số của việc, "
                "nội dung còn ở máy này."
            )
        case AsideReason.REVOKED:
            return "Máy này đã bị tỉnh thu hồi quyền gửi."
        case AsideReason.OTHER:
            return "Tỉnh nêu một lý do mà phiên bản chương trình trên máy này chưa biết."
        case _:
            assert_never(one.why)


_MOST_DIGITS = 15
"""Of a number of bytes that a hub tells in words; a longer one is none."""


def _megabytes(size: str) -> str:
    told = size.isdecimal() and len(size) <= _MOST_DIGITS
    return f"{int(size) / (1 << 20):.1f} MB".replace(".", ",") if told else "quá 4 MB"


def remedy(why: AsideReason) -> str:
    """What a person can do about it."""
    match why:
        case AsideReason.PROCEDURE_UNKNOWN:
            return "Chọn nhầm thì sửa mã thủ tục ở hồ sơ; không nhầm thì báo tỉnh thêm vào, rồi “Gửi lại việc bị giữ”."
        case AsideReason.FOREIGN_CODE:
            return "Kiểm tra mã định danh cơ quan ở Thiết lập, báo tỉnh, rồi bấm “Gửi lại việc bị giữ”."
        case AsideReason.CODE_TAKEN:
            return "Báo tỉnh kiểm tra dải số của hai máy; giấy đã in cho dân vẫn giữ mã cũ."
        case AsideReason.AMOUNT_IMPOSSIBLE:
            return "Đối chiếu với tiền trong ngăn, báo kế toán; tỉnh sửa xong thì bấm “Gửi lại việc bị giữ”."
        case AsideReason.FILE_MISSING:
            return "Tệp đang được gửi thì chờ; tệp đã mất thì quét và đính kèm lại, rồi bấm “Gửi lại việc bị giữ”."
        case AsideReason.FORK | AsideReason.CLOCK:
            return "Bấm “Xin số máy mới” ở trang này: việc được ghi lại dưới số mới, không mất gì."
        case AsideReason.TOO_LARGE:
            return (
                f"Ghi lại việc này ngắn hơn (dưới {MOST_EVENT_BYTES >> 20} MB) ở hồ sơ; việc vốn đã ngắn thì báo tỉnh "
                "nâng mức nhận, rồi bấm “Gửi lại việc bị giữ”."
            )
        case AsideReason.REVOKED:
            return "Liên hệ người quản trị ở tỉnh; việc đã làm được giữ nguyên cả ở máy này và ở tỉnh."
        case AsideReason.OTHER:
            return "Cập nhật chương trình để xem lý do; bản gốc vẫn còn nguyên trên máy này."
        case AsideReason.UNREADABLE | AsideReason.NO_PLACE:
            return "Báo người hỗ trợ kỹ thuật; bản gốc vẫn còn nguyên trên máy này."
        case _:
            assert_never(why)


# ---- the rungs of a dossier --------------------------------------------------------------------------------


def rung_words(rung: Rung) -> tuple[str, str]:
    """A rung in two or three words, and what further is known, or what to do."""
    match rung.step:
        case DeliveryStep.SAVED:
            where = "trên máy này" if rung.device is None else f"ở máy {rung.device}"
            return "Đã lưu", _dotted(_moment(rung.at), where)
        case DeliveryStep.SENT:
            return ("Đã gửi", "") if rung.done else ("Chưa gửi", _hang(rung))
        case DeliveryStep.ARRIVED:
            return _arrived(rung)
        case DeliveryStep.NATIONAL:
            if rung.done:
                return "Hệ thống quốc gia đã nhận", _moment(rung.at)
            if rung.hangs is RungReason.REFUSED:
                return "Hệ thống quốc gia không nhận", _hang(rung)
            return "Hệ thống quốc gia chưa nhận", _hang(rung)
        case DeliveryStep.LATEST:
            if rung.state is None:
                return "Chưa có tin về xử lý", ""
            return f"Mới nhất: {NATIONAL_STATE[rung.state]}", _dotted(rung.words, _moment(rung.at))
        case _:
            assert_never(rung.step)


def _arrived(rung: Rung) -> tuple[str, str]:
    number = f"số {in_figures(rung.number)}" if rung.number else ""
    if rung.set_aside:
        return f"Tỉnh giữ lại {len(rung.set_aside)} việc", _hang(rung)
    if rung.done:
        return "Tỉnh đã nhận", _dotted(number, _moment(rung.at)) or "qua máy đã tiếp nhận"
    if rung.number:
        return "Tỉnh mới nhận một phần", f"đến {number} lúc {_moment(rung.at)}"
    return "Tỉnh chưa nhận", ""


def _hang(rung: Rung) -> str:
    match rung.hangs:
        case None:
            return ""
        case RungReason.NOT_JOINED:
            return "Máy chưa nối với tỉnh: nối ở trang Tỉnh."
        case RungReason.UNSENT:
            return f"Còn {in_figures(rung.waiting)} việc, tự gửi khi có mạng; cần gấp thì xuất ra USB ở trang Tỉnh."
        case RungReason.ON_STICK:
            return "Đã ghi ra USB: đưa USB đến tỉnh, rồi nhận trả lời từ USB ở trang Tỉnh."
        case RungReason.SET_ASIDE:
            first = rung.set_aside[0]
            return f"{set_aside_words(first)} {remedy(first.why)}"
        case RungReason.NO_CODE:
            return "Hồ sơ chưa được tiếp nhận nên chưa có gì để gửi."
        case RungReason.ON_ITS_WAY:
            return "Tỉnh tự chuyển; không phải làm gì."
        case RungReason.REFUSED:
            return f"{rung.words.rstrip('.')}. Sửa thông tin hồ sơ; tỉnh sẽ tự gửi lại."
        case _:
            assert_never(rung.hangs)


def _moment(at: datetime | None) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}" if at else ""


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


FORKED_WORDS = (
    "Tỉnh đã có những việc khác dưới cùng các số thứ tự của máy này: tệp dữ liệu được chép lại từ bản sao cũ, hoặc "
    "hai máy dùng chung một tệp, hoặc bộ đếm thứ tự của tệp bị sai. Không mất việc nào: cả hai bản đều được giữ. "
    "Bấm “Xin số máy mới” để máy này nhận số khác, ghi lại phần việc của nó dưới số đó và gửi tiếp. Giấy đã in cho dân "
    "vẫn đúng."
)


def trouble_words(state: LinkState) -> str:
    """Why it does not go on, in a sentence; empty while it does."""
    return sentence(state.trouble) if state.trouble is not None else ""
