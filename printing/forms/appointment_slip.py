"""The slip of an appointment (phiếu hẹn đến làm thủ tục), A5 and for the roll.

No circular has it; the words are ours.
"""

from datetime import date

from msgspec import Struct

from models.text import clean
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.sheet import (
    BigNumber,
    Block,
    CodeBlock,
    FieldLine,
    FormField,
    Heading,
    Paragraph,
    Rule,
    Title,
)

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class AppointmentSlip(Struct, frozen=True, kw_only=True):
    """An appointment as its slip tells of it.

    Attributes:
        minute: of the slot's beginning, after local midnight; ``minutes`` long.
        service, procedure: in words; no procedure = empty.
        counter: empty = whichever is free.
        grace: minutes for which the place is kept.
        phone: where to say that one does not come.
    """

    code: str
    name: str
    day: date
    minute: int
    minutes: int
    service: str
    procedure: str = ""
    counter: str = ""
    grace: int = 15
    phone: str = ""


def appointment_slip(told: AppointmentSlip, given: Given) -> tuple[Block, ...]:
    """A5: when, where, what for, what to do on arrival."""
    office, words = given.office, given.words
    mark = f"({given.copy_mark})" if given.copy_mark else ""
    where = f"quầy {told.counter}" if told.counter else "quầy được gọi"
    return (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title("PHIẾU HẸN ĐẾN LÀM THỦ TỤC", mark),
        BigNumber(_day(told), _time(told.minute)),
        FieldLine((FormField("Họ và tên", clean(told.name), strong=True),)),
        FieldLine((FormField("Dịch vụ", told.service), FormField("Nơi", where))),
        *([FieldLine((FormField("Thủ tục", clean(told.procedure)),))] if told.procedure else []),
        FieldLine((FormField("Khung giờ", f"{_time(told.minute)}–{_time(told.minute + told.minutes)}"),)),
        CodeBlock(code=told.code, label="Mã hẹn", bars=False, as_is=True),
        *(Paragraph(one) for one in _notes(told)),
    )


def appointment_roll(told: AppointmentSlip, given: Given) -> tuple[Block, ...]:
    """The same on a roll of 58 or 80 mm."""
    office = given.office
    return (
        Heading(parent=office.parent, body=office.name),
        Title("PHIẾU HẸN", given.copy_mark),
        BigNumber(_day(told), _time(told.minute)),
        Paragraph(clean(told.name), strong=True, centred=True),
        Paragraph(
            " · ".join(filter(None, (told.service, f"quầy {told.counter}" if told.counter else ""))), centred=True
        ),
        *([Paragraph(clean(told.procedure), centred=True)] if told.procedure else []),
        Rule(),
        CodeBlock(code=told.code, bars=False, as_is=True),
        *(Paragraph(one, centred=True) for one in _notes(told)),
    )


def _notes(told: AppointmentSlip) -> tuple[str, ...]:
    call = f" (gọi {told.phone})" if told.phone else ""
    return (
        "Đến nơi, đưa mã này hoặc thẻ căn cước vào máy lấy số hay báo tại quầy.",
        f"Chỗ được giữ {told.grace} phút; đến muộn hơn thì lấy số như người không hẹn.",
        f"Không đến được, xin báo sớm{call} để người khác có chỗ.",
    )


def _day(told: AppointmentSlip) -> str:
    return f"{_WEEKDAYS[told.day.weekday()]}, {told.day:%d/%m/%Y}"


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
