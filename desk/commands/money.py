"""Money without a screen: taking it, the drawer's shift, the receipts of a day."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand, DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.commands.register import Day
from desk.desk import Desk
from desk.dossiers import lookup
from desk.money import payments, shifts
from desk.money.shifts import DayReport, ShiftNotOpen, ShiftReport
from desk.words.money import day_words, dong
from desk.words.terms import PAID_BY
from models.events import PaidBy
from models.ids import ClerkId
from models.money import Counted, MethodTotal
from models.receipt_day import STATES, TABLE, cells, total_of
from models.store.projections.receipt_lists import ReceiptLists
from models.subjects.receipt import Receipt
from models.subjects.shift import Shift
from models.system.command_line import PathType
from models.words.money_words import read_amount

_METHODS = {"cash": PaidBy.CASH, "card": PaidBy.CARD, "transfer": PaidBy.TRANSFER}


class Amount(click.ParamType[int]):
    """An amount of đồng as people write it: ``50000``, ``50.000``."""

    name = "SỐ_TIỀN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or say what is wrong with it."""
        if isinstance(value, int):
            return value
        read = read_amount(str(value))
        if read is None:
            self.fail("số tiền bằng đồng, ví dụ 50000 hoặc 50.000", param, ctx)
        return read


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


@click.command("pay", cls=DeskCommand)
@click.argument("codes", metavar="MÃ...", nargs=-1, required=True)
@click.option(
    "--method",
    type=click.Choice(list(_METHODS)),
    default="cash",
    show_default=True,
    help="Tiền mặt, thẻ, hay chuyển khoản đã thấy tiền về.",
)
@click.option("--given", type=Amount(), default=0, help="Tiền mặt khách đưa; không ghi là đưa vừa đủ.")
@click.option("--amount", type=Amount(), help="Số thu của hồ sơ chưa có mức thu, hoặc thu một phần (một hồ sơ).")
@click.option("--reference", default="", metavar="SỐ", help="Số giao dịch của máy thẻ hay của ngân hàng.")
@as_clerk
@as_json
@click.pass_context
def pay(
    context: click.Context,
    *,
    codes: tuple[str, ...],
    method: str,
    given: int,
    amount: int | None,
    reference: str,
    as_json: bool,
) -> None:
    """Thu phí, lệ phí của một hay nhiều hồ sơ trong một lần; có biên lai, hoặc phiếu thu khi chưa có số biên lai."""
    with signed_desk(context) as desk:
        dossiers = [lookup.by_code(desk, code).id for code in codes]
        if amount is not None and len(set(dossiers)) > 1:
            raise click.UsageError("--amount chỉ dùng cho một hồ sơ.")
        amounts = None if amount is None else {dossiers[0]: amount}
        paid = payments.take(desk, dossiers, _METHODS[method], given=given, reference=reference, amounts=amounts)
        made = desk.store.lists(ReceiptLists).of_payment(paid.id)
    numbers = [one.number.text for one in made if one.number]
    slips = [one.slip for one in made if one.slip]
    answer(
        {
            "receipt": numbers[0] if numbers else None,
            "slip": slips[0] if slips else None,
            "receipts": numbers,
            "slips": slips,
            "paid": paid.amount,
            "change": paid.change,
        },
        as_json=as_json,
        lines=lambda: [
            f"Đã thu {dong(paid.amount)} ({PAID_BY[paid.paid_by].lower()})."
            + (f" Trả lại {dong(paid.change)}." if paid.change else ""),
            *(f"Biên lai {number}." for number in numbers),
            *(f"Phiếu thu {one.slip}, không phải biên lai; {_follows(one)}." for one in made if one.slip),
        ],
    )


def _follows(receipt: Receipt) -> str:
    return f"biên lai có chậm nhất ngày {receipt.due_on:%d/%m/%Y}" if receipt.due_on else "biên lai sẽ lập sau"


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


@click.command("receipts", cls=DeskCommand)
@click.option("--day", type=Day(), metavar="NGÀY", help="Ngày của bảng, ví dụ 2026-11-23; mặc định hôm nay.")
@click.option("--out", type=PathType(path_type=Path), help="Tệp nhận bảng, .pdf hoặc .xlsx.")
@as_clerk
@as_json
@click.pass_context
def receipts(context: click.Context, *, day: date | None, out: Path | None, as_json: bool) -> None:
    """Bảng 01/TH-BLĐT: biên lai lập hoặc hủy trong một ngày; lãnh đạo: của cơ quan, người khác: của mình."""
    from desk.money.day_table import day_table, write_day_table  # noqa: PLC0415 - reportlab loads only for this command

    with signed_desk(context) as desk:
        table = day_table(desk, day or desk.today)
        pages = write_day_table(desk, table, out) if out else 0
    total = total_of(table.rows)
    whose = f"chỉ của {table.only_of}" if table.only_of else "của cơ quan"
    answer(
        {
            "table": TABLE,
            "day": table.day.isoformat(),
            "only_of": table.only_of or None,
            "count": len(table.rows),
            "total": total,
            "file": str(out) if out else None,
            "pages": pages,
            "rows": [cells(at, row, day="%Y-%m-%d") for at, row in enumerate(table.rows, 1)],
        },
        as_json=as_json,
        lines=lambda: [
            *(
                f"{row.form} {row.series} {row.number:08d}: {dong(row.amount)}, {STATES[row.state].lower()}."
                for row in (() if out else table.rows)
            ),
            f"Ngày {table.day:%d/%m/%Y}, {whose}: {len(table.rows)} dòng, {dong(total)} không kể biên lai hủy.",
            *([f"Đã ghi ra {out}."] if out else []),
        ],
    )


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
                + f": {dong(one.taken)}, {len(one.payments)} lần."
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
        "payments": len(told.payments),
        "expected": closed.expected if closed else told.expected,
        "counted": closed.total if closed else None,
        "difference": closed.total - closed.expected if closed else None,
        "receipts": [{"first": first.text, "last": last.text} for first, last in told.receipts],
        "owed": told.owed,
    }
