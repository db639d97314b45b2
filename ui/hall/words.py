"""Words of kiosk and board, in Vietnamese and in English for guests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.words.terms import WEEKDAYS
from models.calendar.clock import local, local_day
from models.events import Priority


class Language(StrEnum):
    """A language of the kiosk."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All sentences of the kiosk in one language."""

    welcome: str
    choose: str
    card: str
    hello: str
    waiting: str
    nobody: str
    ask_priority: str
    priority_hint: str
    no_priority: str
    priority: Mapping[Priority, str]
    back: str
    another: str
    page: str
    drawing: str
    your_number: str
    ahead: str
    first: str
    take_slip: str
    printing: str
    out_of_paper: str
    printer_trouble: str
    done: str
    closed: str
    opens: str
    not_drawn: str
    reconnecting: str
    reconnecting_hint: str
    no_card: str
    staff: str
    staff_wrong: str


VIETNAMESE = Words(
    welcome="Kính chào ông/bà",
    choose="Mời ông/bà chọn việc cần làm",
    card="Có thẻ căn cước: đặt lên đầu đọc để in tên lên phiếu (không bắt buộc)",
    hello="Xin chào {name} · tên sẽ in trên phiếu",
    waiting="Đang chờ: {count}",
    nobody="Chưa có ai chờ",
    ask_priority="Ông/bà có thuộc trường hợp được ưu tiên không?",
    priority_hint="Xin chọn nếu đúng; ông/bà sẽ được mời sớm hơn. Không cần xuất trình giấy tờ ở đây.",
    no_priority="Không, lấy số ngay",
    priority={
        Priority.ELDERLY: "Người cao tuổi",
        Priority.DISABLED: "Người khuyết tật",
        Priority.PREGNANT: "Phụ nữ mang thai",
        Priority.WITH_SMALL_CHILD: "Đi cùng con nhỏ",
        Priority.PERSON_OF_MERIT: "Người có công",
    },
    back="Quay lại",
    another="Việc khác",
    page="Trang {n}/{of}",
    drawing="Đang lấy số…",
    your_number="Số của ông/bà",
    ahead="Trước ông/bà còn {count} người",
    first="Trước ông/bà không còn ai",
    take_slip="Mời ông/bà lấy phiếu ở khe bên dưới",
    printing="Đang in phiếu…",
    out_of_paper="Máy in phiếu hết giấy. Số của ông/bà là {number}, xin ghi nhớ. Số vẫn có giá trị.",
    printer_trouble="Chưa in được phiếu. Số của ông/bà là {number}, xin ghi nhớ. Số vẫn có giá trị.",
    done="Xong",
    closed="Ngoài giờ lấy số",
    opens="Lấy số lại từ {moment}",
    not_drawn="Chưa lấy được số. Mời ông/bà thử lại hoặc gặp công chức ở quầy.",
    reconnecting="Đang nối lại…",
    reconnecting_hint="Máy lấy số tạm thời chưa nối được với quầy. Mời ông/bà gặp công chức.",
    no_card="Chưa đọc được thẻ. Xin đặt lại, hoặc lấy số không cần thẻ.",
    staff="Mã số của công chức",
    staff_wrong="Mã số chưa đúng",
)

ENGLISH = Words(
    welcome="Welcome",
    choose="Please choose what you have come for",
    card="With an ID card: lay it on the reader to have your name on the ticket (optional)",
    hello="Hello {name} · your name will be on the ticket",
    waiting="Waiting: {count}",
    nobody="Nobody is waiting",
    ask_priority="Does one of these apply to you?",
    priority_hint="You will be called earlier. No proof is needed here.",
    no_priority="No, take a number now",
    priority={
        Priority.ELDERLY: "Elderly person",
        Priority.DISABLED: "Person with a disability",
        Priority.PREGNANT: "Pregnant woman",
        Priority.WITH_SMALL_CHILD: "With a small child",
        Priority.PERSON_OF_MERIT: "Person of merit",
    },
    back="Back",
    another="More",
    page="Page {n}/{of}",
    drawing="Taking a number…",
    your_number="Your number",
    ahead="{count} waiting before you",
    first="Nobody is waiting before you",
    take_slip="Please take your ticket below",
    printing="Printing your ticket…",
    out_of_paper="The printer is out of paper. Your number is {number}, please remember it. It is valid.",
    printer_trouble="The ticket could not be printed. Your number is {number}, please remember it. It is valid.",
    done="Done",
    closed="Closed now",
    opens="Numbers again from {moment}",
    not_drawn="No number could be taken. Please try again or ask at the counter.",
    reconnecting="Reconnecting…",
    reconnecting_hint="The ticket machine has lost the counter for a moment. Please ask at the counter.",
    no_card="The card could not be read. Lay it down again, or take a number without it.",
    staff="Staff code",
    staff_wrong="Wrong code",
)

WORDS = {Language.VIETNAMESE: VIETNAMESE, Language.ENGLISH: ENGLISH}

SWITCH = {Language.VIETNAMESE: "English", Language.ENGLISH: "Tiếng Việt"}
"""What the key that changes the language says: the other one, in itself."""

_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

CALLED, SERVED = "Đang mời", "Đang phục vụ"
COUNTER = "Quầy {counter}"
NOW_CALLED = "MỜI SỐ"
TO_COUNTER = "ĐẾN QUẦY"
WAITING = "Đang chờ"
NOBODY_WAITS = "Không có ai chờ"
NO_CALLS = "Chưa gọi số nào"
CLOSED = "Ngoài giờ làm việc"
RECONNECTING = "Đang nối lại…"


def opening(at: datetime, now: datetime, language: Language) -> str:
    """``"07:00"`` today, ``"07:00 thứ Hai 23/11"`` on another day, on the office clock."""
    wall = local(at)
    if local_day(at) == local_day(now):
        return f"{wall:%H:%M}"
    days = WEEKDAYS if language is Language.VIETNAMESE else _DAYS_EN
    return f"{wall:%H:%M} {days[wall.weekday()]} {wall:%d/%m}"
