"""Taking money without a screen."""

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.money.amounts import Amount
from desk.commands.output import answer, as_json
from desk.dossiers import lookup
from desk.money import payments
from desk.words.money import dong, receipt_words
from desk.words.terms import PAID_BY
from models.events import PaidBy
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import Receipt
from models.system.command_line import WrongUse

_METHODS = {"cash": PaidBy.CASH, "card": PaidBy.CARD, "transfer": PaidBy.TRANSFER}


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
            raise WrongUse("--amount chỉ dùng cho một hồ sơ.")
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
            *(receipt_words(one) for one in made if one.number),
            *(f"Phiếu thu {one.slip}, không phải biên lai; {_follows(one)}." for one in made if one.slip),
        ],
    )


def _follows(receipt: Receipt) -> str:
    return f"biên lai có chậm nhất ngày {receipt.due_on:%d/%m/%Y}" if receipt.due_on else "biên lai sẽ lập sau"
