"""Commands that need no database: parse a scan, compute a due date, compute a fee."""

import sys
from collections.abc import Callable
from datetime import datetime

import click

from desk.cards.scan import Scan, understand_all
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, folder, minute
from desk.opening import calendar_of, catalogue_of, fees_of
from desk.settings import read_settings
from desk.words import due as due_words
from desk.words.terms import SEX, moment
from models import fees
from models.calendar import due_dates
from models.calendar.clock import VIETNAM, from_local, local_day, wall_clock
from models.calendar.due_dates import WorkingHours
from models.catalogue.catalogue import Catalogue
from models.events import FeeDue, FeeLine
from models.not_allowed import CaseUnknown, NotSetUp, TimeLimitUnknown
from models.procedure import Channel, Offer, Procedure
from models.system.command_line import WrongUse
from models.words.money_words import LARGEST, foreign_words, in_figures, in_words, read_amount

CHANNELS = click.Choice([channel.value for channel in Channel])


YEARS = range(2000, 2101)
"""Anything else is a slip of the pen, and the calendar of the computer has an end."""


class Instant(click.ParamType[datetime]):
    """An ISO date and time: on the office clock when it names no zone."""

    name = "ISO"
    wanted = f"ngày giờ dạng 2026-11-23T14:30, từ năm {YEARS.start} đến {YEARS.stop - 1}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or say what is wrong with it."""
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(self.wanted, param, ctx)
        if read.year not in YEARS:
            self.fail(self.wanted, param, ctx)
        return from_local(read)


@click.command("card", cls=DeskCommand)
@as_json
def card(*, as_json: bool) -> None:
    """Đọc các byte của đầu đọc thẻ từ stdin và nói từng lần quẹt là gì."""
    del as_json  # this answer is JSON in any case: it is for programs
    scans = understand_all(sys.stdin.buffer.read(), today=local_day(wall_clock()))
    answer([_plain(scan) for scan in scans], as_json=True, lines=list)


def _plain(scan: Scan) -> dict[str, object]:
    person = scan.person
    plain: dict[str, object] = {
        "kind": scan.kind.value,
        "personal_number": person.personal_number if person else "",
        "old_number": person.old_number if person else "",
        "full_name": person.full_name if person else "",
        "born_on": person.born_on.isoformat() if person and person.born_on else None,
        "sex": SEX[person.sex] if person and person.sex else None,
        "address": person.address if person else "",
        "issued_on": person.card_issued_on.isoformat() if person and person.card_issued_on else None,
        "warnings": [caution.value for caution in scan.cautions],
    }
    if scan.code:
        plain["code"] = scan.code
    return plain


@click.command("due", cls=DeskCommand)
@click.option("--procedure", required=True, help="Mã thủ tục, ví dụ 1.001193.")
@click.option("--channel", type=CHANNELS, default=Channel.DIRECT.value, show_default=True)
@click.option("--received", type=Instant(), default=None, help="Lúc nhận, ví dụ 2026-11-23T14:30; mặc định: bây giờ.")
@click.option("--case", default="", help="Trường hợp, khi thủ tục có nhiều.")
@as_json
@click.pass_context
def due(
    context: click.Context, *, procedure: str, channel: str, received: datetime | None, case: str, as_json: bool
) -> None:
    """Ngày hẹn trả và vì sao."""
    catalogue = catalogue_of(folder(context))
    known = catalogue.get(procedure)
    chosen = _offered(catalogue, known, case, Channel(channel))
    if chosen.limit is None:
        raise TimeLimitUnknown(procedure)
    found = due_dates.due(chosen.limit, received or wall_clock(), calendar_of(folder(context), _hours(context)))
    why = list(due_words.sentences(found))
    if not case:
        why += _otherwise(catalogue, known, Channel(channel), lambda _case, offer: due_words.limit_words(offer.limit))
    answer(
        {"due_at": minute(found.at), "same_day": found.same_day, "why": why},
        as_json=as_json,
        lines=lambda: [f"Hẹn trả {moment(found.at)}.", *why],
    )


@click.command("fee", cls=DeskCommand)
@click.option("--procedure", required=True, help="Mã thủ tục, ví dụ 2.000815.")
@click.option("--pages", type=int, default=1, show_default=True, help="Số trang của bản chính.")
@click.option(
    "--copies", type=int, default=1, show_default=True, help="Số bản cần; số giấy tờ (chữ ký), số người (danh sách)."
)
@click.option("--channel", type=CHANNELS, default=Channel.DIRECT.value, show_default=True)
@click.option("--case", default="", help="Trường hợp, khi thủ tục có nhiều.")
@click.option("--persons", type=int, default=None, help="Số người của danh sách; mặc định: như --copies.")
@click.option("--exempt", default="", help="Diện miễn, giảm, ví dụ ho-ngheo; nhập sai thì lệnh kể các diện đang có.")
@as_json
@click.pass_context
def fee(
    context: click.Context,
    /,
    *,
    procedure: str,
    channel: str,
    case: str,
    exempt: str,
    as_json: bool,
    **counts: int | None,
) -> None:
    """Phí, lệ phí và cách tính."""
    catalogue = catalogue_of(folder(context))
    chosen = catalogue.get(procedure)
    today = wall_clock().astimezone(VIETNAM).date()
    province = fees_of(folder(context))
    reason = fees.exemption(chosen, exempt, today, province)
    pages, copies, persons = (counts[what] or 0 for what in ("pages", "copies", "persons"))
    counted = fees.Quantities(pages=pages, copies=copies, persons=copies if counts["persons"] is None else persons)

    def told(id_: str, offer: Offer) -> FeeDue:
        rule = fees.rule_for(chosen, id_, offer, today, province, reason)
        return fees.price(rule, counted, on=today, exempt=reason)

    price = told(case, _offered(catalogue, chosen, case, Channel(channel)))
    otherwise = (
        [] if case else _otherwise(catalogue, chosen, Channel(channel), lambda id_, offer: _fee_words(told(id_, offer)))
    )
    answer(
        {
            "total": price.total,
            "lines": [_plain_line(line) for line in price.lines],
            "in_words": in_words(price.total) if price.lines or price.free else "",
            "set_by_province": price.set_by_province,
            "free": price.free,
            "exempt": price.ground.name if price.ground else "",
            "let_off": price.ground.let_off if price.ground else 0,
            "foreign": list(price.foreign),
        },
        as_json=as_json,
        lines=lambda: [*_fee_lines(price), *otherwise],
    )


def _plain_line(line: FeeLine) -> dict[str, object]:
    plain: dict[str, object] = {"name": line.name, "amount": line.amount}
    if line.kind is not None:
        plain["kind"] = line.kind.value
    if line.body is not None:
        plain["body"] = line.body.name
    return plain


def _fee_lines(price: FeeDue) -> list[str]:
    return [*_price_lines(price), *map(foreign_words, price.foreign)]


def _price_lines(price: FeeDue) -> list[str]:
    if price.lines:
        lines = [
            f"{line.name}: {in_figures(line.amount)} đồng" + (f" (thu hộ {line.body.name})" if line.body else "")
            for line in price.lines
        ]
        off = price.ground.let_off if price.ground else 0
        less = [f"Giảm {in_figures(off)} đồng ({price.source})."] if off else []
        return [*lines, *less, f"Cộng {in_figures(price.total)} đồng ({in_words(price.total)})."]
    if price.free:
        return [f"Miễn phí ({price.source})." if price.source else "Miễn phí."]
    if price.set_by_province:
        return ["Mức thu do HĐND cấp tỉnh quy định; chưa có nghị quyết trong cài đặt."]
    return ["Chưa có thông tin về mức thu (không có nghĩa là miễn phí)."]


def _fee_words(price: FeeDue) -> str:
    """The price in a few words, inside a sentence."""
    if price.lines:
        return f"{in_figures(price.total)} đồng"
    return "miễn phí" if price.free else "do HĐND cấp tỉnh quy định" if price.set_by_province else "chưa có thông tin"


def _offered(catalogue: Catalogue, procedure: Procedure, case: str, channel: Channel) -> Offer:
    """The offer of this case, or of the procedure as a whole where none was named.

    Raises:
        CaseUnknown: no such case; or none was named, and only some of them can be filed this way.
        ChannelNotOffered: it cannot be filed this way.
    """
    if not case:
        each = catalogue.offers_by_case(procedure, channel)
        if any(each.values()) and not all(each.values()):
            raise CaseUnknown(procedure.code, "", tuple(id_ for id_, offer in each.items() if offer))
    return catalogue.offer(procedure, case, channel)


@click.command("words", cls=DeskCommand, context_settings={"ignore_unknown_options": True})
@click.argument("amount", metavar="SỐ_TIỀN")
@click.option("--south", is_flag=True, help="Đọc theo lối miền Nam: ngàn, lẻ.")
@as_json
def words_(*, amount: str, south: bool, as_json: bool) -> None:
    """Số tiền bằng chữ, như trên biên lai."""
    read = read_amount(amount)
    if read is None:
        raise WrongUse(f"“{amount}” không phải số tiền: cần số đồng chẵn từ 0 đến {in_figures(LARGEST)}.")
    told = in_words(read, southern=south)
    answer({"amount": read, "in_words": told}, as_json=as_json, lines=lambda: [told])


def _otherwise(
    catalogue: Catalogue, procedure: Procedure, channel: Channel, told: Callable[[str, Offer], str]
) -> list[str]:
    """One sentence where no case was named and some case is told something of its own; else nothing."""
    whole = told("", catalogue.offer(procedure, "", channel))
    each = catalogue.offers_by_case(procedure, channel)
    answers = {id_: told(id_, offer) for id_, offer in each.items() if offer}
    own = "; ".join(f"{id_}: {answer}" for id_, answer in answers.items() if answer != whole)
    return [f"Chưa chọn trường hợp nên trả lời chung. Riêng {own}."] if own else []


def _hours(context: click.Context) -> WorkingHours:
    """The office's working hours, or the usual ones on a machine that is not set up."""
    try:
        return read_settings(folder(context)).hours
    except NotSetUp:
        return WorkingHours()
