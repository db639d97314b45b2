"""Vietnamese lines on money, for the administrator: on the offices' accounts, and what the desks took."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec.structs import replace

from models.calendar.clock import local
from models.words.money_words import in_figures
from sync.hub.log.takings import DayTotal
from sync.hub.payments.overview import KeptTransfer, PaymentsOverview, SourceState
from sync.hub.words import PAYMENT_TROUBLES


def payments_lines(found: PaymentsOverview) -> list[str]:
    """How it stands with money on the offices' accounts, line by line."""
    last = f", gần nhất lúc {_when(found.last_heard_at)}" if found.last_heard_at else ""
    lines = [f"Tiền về báo hôm nay: {found.heard_today} khoản{last}."]
    if not found.sources:
        lines.append("Chưa khai nguồn nào báo tiền về: xem mục [payments] của tệp cấu hình.")
    lines += [_payment_source(source) for source in found.sources]
    if found.of_nobody:
        lines.append("Tiền không biết của cơ quan nào (khai tài khoản vào accounts, khởi động lại; hoặc --set-aside):")
        lines += [_kept_transfer(one) for one in found.of_nobody]
    if found.contradicted:
        lines.append("Báo lại với số tiền hoặc tài khoản khác (giữ lần đầu; hỏi nhà cung cấp):")
        lines += [_kept_transfer(one) for one in found.contradicted]
    return lines


def payments_trouble(found: PaymentsOverview) -> list[str]:
    """What of it somebody has to look at; nothing = no line."""
    lines = [_payment_source(source) for source in found.sources if source.failing_since is not None]
    if found.of_nobody or found.contradicted:
        lines.append(
            f"Tiền về: {len(found.of_nobody)} khoản không biết của cơ quan nào, {len(found.contradicted)} khoản báo "
            "lại khác lần đầu. Xem: motcua-hub payments"
        )
    return lines


def _payment_source(source: SourceState) -> str:
    ways = " và ".join(["tự báo"] * source.webhook + ["được hỏi"] * source.asked)
    line = f"{source.source} ({source.provider}, {ways})"
    if source.failing_since is not None and source.failing_why is not None:
        return f"{line}: KHÔNG hỏi được từ {_when(source.failing_since)}: {PAYMENT_TROUBLES[source.failing_why]}."
    if source.asked_at is not None:
        return f"{line}: hỏi được lúc {_when(source.asked_at)}."
    return f"{line}: {'chưa hỏi lần nào' if source.asked else 'không hỏi'}."


def _kept_transfer(one: KeptTransfer) -> str:
    whose = f", {one.office}" if one.office else ""
    at = f", {_when(one.happened_at)}" if one.happened_at else ""
    return f"  {one.provider} {one.id}: {in_figures(one.amount)} đồng, tài khoản {one.account or '?'}{at}{whose}"


PAID_BY = {"cash": "tiền mặt", "card": "thẻ", "transfer": "chuyển khoản", "online": "trực tuyến"}
"""Ways of paying. A test holds that none is missing."""


def takings_lines(found: Sequence[DayTotal], first: date, last: date) -> list[str]:
    """A table of what was taken and given back, and one line for each way of paying over all of it."""
    period = f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
    if not found:
        return [f"{period}: chưa có khoản thu nào."]
    rows: list[tuple[str, ...]] = [("đơn vị", "ngày", "cách trả", "khoản", "đã thu", "lần hoàn", "đã hoàn", "còn lại")]
    rows += [_takings_row(one, one.office, f"{one.day:%d/%m/%Y}") for one in found]
    ways = sorted({one.paid_by for one in found})
    rows += [_takings_row(_sum([one for one in found if one.paid_by == way]), "cộng", period) for way in ways]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column < 3 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def takings_written(path: object, rows: int) -> str:
    """A file was written."""
    return f"Đã ghi {rows} dòng vào {path}."


def _takings_row(one: DayTotal, office: str, day: str) -> tuple[str, ...]:
    sums = (f"{one.fees}", in_figures(one.taken), f"{one.returns}", in_figures(one.returned), in_figures(one.left))
    return (office, day, PAID_BY.get(one.paid_by, one.paid_by), *sums)


def _sum(found: Sequence[DayTotal]) -> DayTotal:
    sums = {name: sum(getattr(one, name) for one in found) for name in ("taken", "fees", "returned", "returns")}
    return replace(found[0], **sums)


def _when(at: datetime) -> str:
    return local(at).strftime("%d/%m/%Y %H:%M")
