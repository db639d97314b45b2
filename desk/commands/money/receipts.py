"""Receipts without a screen: the table of a day, one that is made void or replaced, a spoilt paper."""

from datetime import date
from pathlib import Path

import click

from desk.commands.clerk_sign_in import as_clerk, secret, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json
from desk.commands.register import Day
from desk.money import lowered_receipts, money_papers, paper_receipts
from desk.money import receipts as of_money
from desk.money.receipts import Payer
from desk.staff import pins, second_person
from desk.words.money import VOIDED, dong, replaced_words, spoilt_words, voided_words
from models.ids import ClerkId
from models.receipt_day import STATES, TABLE, cells, total_of
from models.subjects.receipt import Receipt
from models.system.command_line import PathType


class _Receipts(DeskGroup):
    """``receipts`` without a further word is the table of a day."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["day", *args]
        return super().parse_args(ctx, args)


@click.group("receipts", cls=_Receipts)
def receipts() -> None:
    """Biên lai: bảng của một ngày; hủy, thay thế; tờ giấy hỏng."""


_number = click.argument("number", metavar="SỐ_BIÊN_LAI")
_reason = click.option("--reason", required=True, metavar="LÝ_DO", help="Ghi vào diễn biến và bảng của ngày.")


@receipts.command("day")
@click.option("--day", type=Day(), metavar="NGÀY", help="Ngày của bảng, ví dụ 2026-11-23; mặc định hôm nay.")
@click.option("--out", type=PathType(path_type=Path), help="Tệp nhận bảng, .pdf hoặc .xlsx.")
@as_clerk
@as_json
@click.pass_context
def day_(context: click.Context, *, day: date | None, out: Path | None, as_json: bool) -> None:
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


@receipts.command("void")
@_number
@_reason
@click.option("--second", required=True, metavar="MÃ", help="Người thứ hai xác nhận; mã PIN được hỏi sau.")
@as_clerk
@as_json
@click.pass_context
def void(context: click.Context, *, number: str, reason: str, second: str, as_json: bool) -> None:
    """Hủy một biên lai; số đã dùng, tiền không trả lại ở đây. Người thứ hai xác nhận."""
    with signed_desk(context) as desk:
        receipt = of_money.by_text(desk, number)
        of_money.check_void(desk, receipt.id, reason)
        tried = second_person.begin(desk, ClerkId(second))
        fits = pins.fits(tried.proof, secret(f"Mã của {second}"))
        made = of_money.void(desk, receipt.id, reason, tried, fits=fits)
        money_papers.give_up_waiting(desk, receipt.id, reason)
    answer(_plain(made), as_json=as_json, lines=lambda: [f"{VOIDED} {made.shown_number}."])


@receipts.command("replace")
@_number
@_reason
@click.option("--payer", default="", metavar="HỌ_TÊN", help="Người nộp đúng; không ghi: giữ nguyên.")
@click.option("--address", default="", metavar="ĐỊA_CHỈ", help="Địa chỉ đúng; không ghi: giữ nguyên.")
@click.option("--tax-code", default="", metavar="MST", help="Mã số thuế của tổ chức nộp; không ghi: giữ nguyên.")
@as_clerk
@as_json
@click.pass_context
def replace(
    context: click.Context, *, number: str, reason: str, payer: str, address: str, tax_code: str, as_json: bool
) -> None:
    """Lập biên lai khác thay biên lai ghi sai người nộp; số tiền giữ nguyên."""
    with signed_desk(context) as desk:
        old = of_money.by_text(desk, number)
        right = Payer(name=payer, address=address, tax_code=tax_code)
        made = of_money.replace_receipt(desk, old.id, right, reason)
        money_papers.give_up_waiting(desk, old.id, reason)
    answer(
        {**_plain(made), "replaces": old.shown_number},
        as_json=as_json,
        lines=lambda: [replaced_words(old.shown_number, made.shown_number, on_paper=made.on_paper)],
    )


@receipts.command("doubled")
@as_clerk
@as_json
@click.pass_context
def doubled(context: click.Context, *, as_json: bool) -> None:
    """Hủy biên lai lập trùng do hai máy cùng thu, hoàn hoặc thay biên lai một khoản; biên lai lập trước còn giá trị."""
    with signed_desk(context) as desk:
        count = lowered_receipts.void_doubled(desk)
    answer({"void": count}, as_json=as_json, lines=lambda: [voided_words(count)])


@receipts.command("spoilt")
@_reason
@as_clerk
@as_json
@click.pass_context
def spoilt(context: click.Context, *, reason: str, as_json: bool) -> None:
    """Tờ tiếp theo của quyển biên lai giấy bị hỏng: số của nó được ghi là hủy."""
    with signed_desk(context) as desk:
        made = paper_receipts.spoil(desk, reason)
    answer(_plain(made), as_json=as_json, lines=lambda: [spoilt_words(made.shown_number)])


def _plain(receipt: Receipt) -> dict[str, object]:
    return {
        "receipt": receipt.number.text if receipt.number else None,
        "state": receipt.state.value,
        "amount": receipt.amount,
        "payer": receipt.payer,
        "on_paper": receipt.on_paper,
    }
