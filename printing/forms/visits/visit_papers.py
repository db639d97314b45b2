"""Papers of home visits: the route sheet of a day, and the card left at the door of somebody who was not met.

No circular has them; the words are ours.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from models.text import clean
from models.words.money_words import in_figures
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.sheet import (
    BigNumber,
    Block,
    Column,
    Heading,
    Paragraph,
    Rule,
    Signature,
    Signatures,
    Table,
    Title,
)

_HINT = "(Ký và ghi rõ họ tên)"
_STOPS = (
    Column("TT", 5, centred=True),
    Column("Người, địa chỉ, điện thoại", 24),
    Column("Việc cần làm, giấy tờ người dân chuẩn bị", 28),
    Column("Mang theo", 31),
    Column("Đã làm (ghi tay)", 12),
)
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class StopResult(Struct, frozen=True, kw_only=True):
    """A result to be brought; ``owes`` in đồng."""

    code: str
    procedure: str
    place: str = ""
    owes: int = 0


class StopProcedure(Struct, frozen=True, kw_only=True):
    """A procedure to be taken in, and the papers the person should have ready.

    Attributes:
        several: what else is needed depends on the case.
    """

    name: str
    papers: tuple[str, ...] = ()
    several: bool = False


class Stop(Struct, frozen=True, kw_only=True):
    """One visit of the route; ``ground`` in words."""

    name: str
    phone: str = ""
    address: str = ""
    hamlet: str = ""
    ground: str = ""
    procedures: tuple[StopProcedure, ...] = ()
    results: tuple[StopResult, ...] = ()
    note: str = ""


class RouteSheet(Struct, frozen=True, kw_only=True):
    """The visits of a day in their order. At least one.

    Attributes:
        number: what the sheet is called by.
        officer: who goes; laptop: which machine goes along, in words.
    """

    number: str
    day: date
    stops: Sequence[Stop]
    officer: str = ""
    laptop: str = ""


class DoorCard(Struct, frozen=True, kw_only=True):
    """Nobody was met.

    Attributes:
        number: what the card is called by.
        tried: the moment in words.
        next_on, next_at: the next try; None = the person is to call.
    """

    number: str
    name: str
    tried: str
    next_on: date | None = None
    next_at: str = ""
    officer: str = ""
    phone: str = ""


def route_sheet(told: RouteSheet, given: Given) -> tuple[Block, ...]:
    """Day, officer, then hamlet by hamlet in the order of the route; sums at the end."""
    office, words = given.office, given.words
    results = [one for stop in told.stops for one in stop.results]
    money = sum(one.owes for one in results)
    who = " · ".join(filter(None, (f"Cán bộ đi: {told.officer or '.' * 30}", told.laptop)))
    count = f"{len(told.stops):02d} lượt; mang theo {len(results):02d} kết quả; tiền phải thu {in_figures(money)} đồng."
    return (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title("PHIẾU ĐI TUYẾN", " ".join(filter(None, (day_words(told.day), _mark(given))))),
        Paragraph(who),
        *_groups(told.stops),
        Paragraph(f"Cộng: {count}", strong=True),
        Signatures(
            (
                Signature("NGƯỜI GIAO KẾT QUẢ", _HINT, ""),
                Signature("CÁN BỘ ĐI TẬN NHÀ", _HINT, told.officer),
            )
        ),
    )


def door_card(told: DoorCard, given: Given) -> tuple[Block, ...]:
    """Who came, when, when somebody comes again, and the office's telephone; nothing of the matter itself."""
    office = given.office
    phone = told.phone or office.phone
    who = f"Cán bộ {told.officer}" if told.officer else "Cán bộ xã"
    again: list[Block] = (
        [
            Paragraph("Chúng tôi sẽ đến lại:", centred=True),
            BigNumber(_weekday(told.next_on), f"{told.next_on:%d/%m}"),
            *([Paragraph(told.next_at, strong=True, centred=True)] if told.next_at else []),
            Paragraph("Không tiện ngày ấy, xin gọi để hẹn ngày khác:", centred=True),
        ]
        if told.next_on is not None
        else [Paragraph("Xin gọi để hẹn ngày chúng tôi đến lại:", centred=True)]
    )
    mark = _mark(given)
    return (
        Heading(parent=office.parent, body=office.name),
        Title("ĐÃ ĐẾN, KHÔNG GẶP", ""),
        Paragraph(f"Kính gửi: {clean(told.name)}", strong=True, centred=True),
        Paragraph(f"{who} đã đến nhà lúc {told.tried} theo yêu cầu phục vụ tận nhà, nhưng không gặp.", centred=True),
        Rule(),
        *again,
        Paragraph(phone or "." * 24, strong=True, centred=True),
        *([Paragraph(mark, centred=True)] if mark else []),
    )


def day_words(day: date) -> str:
    """``"Thứ Hai, ngày 30/11/2026"``."""
    return f"{_weekday(day)}, ngày {day:%d/%m/%Y}"


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def _mark(given: Given) -> str:
    return f"({given.copy_mark})" if given.copy_mark else ""


def _groups(stops: Sequence[Stop]) -> Iterator[Block]:
    numbered = list(enumerate(stops, start=1))
    for hamlet, group in groupby(numbered, key=lambda one: clean(one[1].hamlet)):
        inside = list(group)
        yield Paragraph(f"{hamlet or 'Không ghi thôn'} ({len(inside)})", strong=True)
        yield Table(_STOPS, tuple(_row(number, stop) for number, stop in inside))


def _row(number: int, stop: Stop) -> tuple[str, ...]:
    ground = f"({stop.ground})" if stop.ground else ""
    who = [f"{clean(stop.name)} {ground}".strip(), clean(stop.address), f"ĐT {stop.phone}" if stop.phone else ""]
    todo = [line for one in stop.procedures for line in _procedure(one)]
    if stop.results:
        todo.append("Trả kết quả: người nhận xuất trình giấy tờ tùy thân, ký phiếu trả.")
    if stop.note:
        todo.append(f"Ghi chú: {clean(stop.note)}")
    bring = [line for one in stop.results for line in _result(one)]
    return str(number), "\n".join(filter(None, who)), "\n".join(todo), "\n".join(bring), ""


def _procedure(one: StopProcedure) -> Iterator[str]:
    yield clean(one.name) + (":" if one.papers or one.several else "")
    yield from (f"– {paper}" for paper in one.papers)
    if one.several:
        yield "– giấy tờ khác tùy trường hợp, hỏi qua điện thoại"


def _result(one: StopResult) -> Iterator[str]:
    place = f" (ngăn {one.place})" if one.place else ""
    yield f"{one.code}{place}"
    yield clean(one.procedure)
    if one.owes:
        yield f"Thu {in_figures(one.owes)} đồng"
