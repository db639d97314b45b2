"""The drawer's shift without a screen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.money.amounts import Amount
from desk.commands.output import answer, as_json, minute
from desk.commands.register import Day
from desk.desk import Desk
from desk.money import shifts
from desk.money.shifts import DayReport, ShiftNotOpen, ShiftReport
from desk.words.money import day_words, dong
from desk.words.terms import PAID_BY
from models.events import PaidBy
from models.ids import ClerkId
from models.money import Counted, MethodTotal
from models.subjects.shift import Shift
from models.words.money_words import read_amount


class Notes(click.ParamType[Counted]):
    """Notes of one kind: ``50000x4``."""

    name = "MỆNH_GIÁxSỐ_TỜ"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Counted:
        """Read it, or say what is wrong with it."""
        if isinstance(value, Counted):
            return value
        note, by, pieces = str(value).lower().partition("x")
        worth = read_amount(note)
        if not by or worth is None or not pieces.isdecimal() or not pieces.isascii() or len(pieces) > 9:
            self.fail("mệnh giá x số tờ, ví dụ 50000x4", param, ctx)
        return Counted(note=worth, pieces=int(pieces))


_notes = click.option("--note", "notes", type=Notes(), multiple=True, help="Tờ tiền đếm được; ghi được nhiều lần.")


@click.group("shift", cls=DeskGroup)
def shift() -> None:
    """Ca thu tiền: mở, xem, đóng."""


@shift.command("open")
@_notes
@as_clerk
@as_json
@click.pass_context
def open_(context: click.Context, *, notes: tuple[Counted, ...], as_json: bool) -> None:
    """Mở ca thu với số tiền đầu ca đã đếm; ca đã tự mở khi thu tiền thì ghi số đếm vào ca đó."""
    with signed_desk(context) as desk:
        told = shifts.report(desk, shifts.open_shift(desk, notes).id)
    _answer(told, as_json=as_json)


@shift.command("report")
@click.option("--all", "whole_day", is_flag=True, help="Cả ngày: mọi ca của một người, ở mọi máy mà máy này biết.")
@click.option("--day", type=Day(), metavar="NGÀY", help="Ngày khác, ví dụ 2026-11-23; gồm cả --all.")
@click.option("--of", metavar="MÃ", help="Của người khác (lãnh đạo); gồm cả --all.")
@as_clerk
@as_json
@click.pass_context
def report(context: click.Context, *, whole_day: bool, day: date | None, of: str | None, as_json: bool) -> None:
    """Số liệu của ca đang mở, hoặc của cả ngày (không đóng ca nào)."""
    with signed_desk(context) as desk:
        if whole_day or day is not None or of is not None:
            whole = shifts.day_report(desk, day or desk.today, ClerkId(of) if of else desk.by)
            _answer_day(whole, as_json=as_json)
        else:
            _answer(shifts.report(desk, _open_of(desk).id), as_json=as_json)


@shift.command("close")
@_notes
@click.option("--total", type=Amount(), help="Tổng tiền mặt đếm được, khi không ghi từng loại tờ.")
@click.option("--reason", default="", metavar="LÝ_DO", help="Lý do chênh lệch, hoặc vì sao đóng muộn.")
@as_clerk
@as_json
@click.pass_context
def close(context: click.Context, *, notes: tuple[Counted, ...], total: int | None, reason: str, as_json: bool) -> None:
    """Đóng ca thu: đếm két, giải thích chênh lệch nếu có."""
    with signed_desk(context) as desk:
        counted = notes if notes or total is None else None
        closed = shifts.close(desk, _open_of(desk).id, counted=counted, total=total, reason=reason)
        told = shifts.report(desk, closed.id)
    _answer(told, as_json=as_json)


def _answer_day(told: DayReport, *, as_json: bool) -> None:
    answer(
        {
            "day": told.day.isoformat(),
            "clerk": told.clerk,
            "machines": told.machines,
            "totals": _plain_totals(told.totals),
            "shifts": [{"machine": one.shift.device, **_plain(one)} for one in told.shifts],
        },
        as_json=as_json,
        lines=lambda: [
            *(
                f"Máy {one.shift.device}, mở {minute(one.shift.opened_at)}, "
                + (f"đóng {minute(one.shift.closed_at)}" if one.shift.closed else "đang mở")
                + f": {dong(one.taken)}, {one.payments} lần."
                for one in told.shifts
            ),
            f"{told.day:%d/%m/%Y}: " + day_words(len(told.shifts), told.machines, told.totals),
        ],
    )


def _plain_totals(totals: Iterable[MethodTotal]) -> dict[str, dict[str, int]]:
    return {one.paid_by: {"taken": one.taken, "returned": one.returned, "payments": one.payments} for one in totals}


def _open_of(desk: Desk) -> Shift:
    open_ = shifts.current(desk)
    if open_ is None:
        raise ShiftNotOpen
    return open_


def _answer(told: ShiftReport, *, as_json: bool) -> None:
    closed = told.shift.closed
    answer(
        _plain(told),
        as_json=as_json,
        lines=lambda: [
            f"Ca mở lúc {minute(told.shift.opened_at)}"
            + (f", đóng lúc {minute(told.shift.closed_at)}." if closed else ", đang mở."),
            "Tiền đầu ca: " + (dong(told.shift.float) if told.shift.float_counted is not None else "chưa đếm") + ".",
            *(
                f"{PAID_BY[PaidBy(one.paid_by)]}: thu {dong(one.taken)}, {one.payments} lần"
                + (f"; trả lại {dong(one.returned)}." if one.returned else ".")
                for one in told.totals
            ),
            f"Trong két phải có {dong(closed.expected if closed else told.expected)}."
            + (f" Đếm được {dong(closed.total)}." if closed else ""),
            *(f"Biên lai từ {first.text} đến {last.text}." for first, last in told.receipts),
            *([f"Còn {told.owed} khoản chưa có biên lai."] if told.owed else []),
        ],
    )


def _plain(told: ShiftReport) -> dict[str, Any]:
    shift_, closed = told.shift, told.shift.closed
    return {
        "shift": shift_.id,
        "open": shift_.is_open,
        "opened_at": minute(shift_.opened_at),
        "closed_at": minute(shift_.closed_at),
        "float": shift_.float if shift_.float_counted is not None else None,
        "totals": _plain_totals(told.totals),
        "payments": told.payments,
        "expected": closed.expected if closed else told.expected,
        "counted": closed.total if closed else None,
        "difference": closed.total - closed.expected if closed else None,
        "receipts": [{"first": first.text, "last": last.text} for first, last in told.receipts],
        "owed": told.owed,
    }
