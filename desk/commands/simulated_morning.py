"""A morning, or days, simulated without a screen: the real verbs, scans over a serial port, PDF files as printer."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json
from desk.training.training_clerks import CLERKS, PIN
from models.system.command_line import Failed, PathType

if TYPE_CHECKING:
    from desk.training.office_days import OfficeDays


@click.command("morning", cls=DeskCommand)
@click.option("--citizens", type=click.IntRange(1, 999), default=40, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=PathType(file_okay=False, path_type=Path), default=Path("morning"), show_default=True)
@click.option(
    "--days",
    type=click.IntRange(1, 250),
    default=None,
    metavar="SỐ_NGÀY",
    help="Trọn chừng ấy ngày làm việc trước hôm nay: hồ sơ đi mọi bước tới trả kết quả, in giấy tờ, rồi tự đối chiếu.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="NGÀY",
    help="Ngày cuối của --days (mặc định: hôm qua), để chạy lại đúng những ngày đã chạy.",
)
@as_json
def morning(*, citizens: int, seed: int, out: Path, days: int | None, until: datetime | None, as_json: bool) -> None:
    """Một buổi sáng ở quầy: gọi số, quẹt thẻ, nhận hồ sơ, in giấy; không cần màn hình hay mạng."""
    if days is not None:
        _days(days, citizens, seed, out, until.date() if until else None, as_json=as_json)
        return
    from desk.training.morning import simulate_morning  # noqa: PLC0415 - reportlab and friends load only for this command

    done = simulate_morning(citizens, seed, out)
    answer(
        {
            "citizens": done.citizens,
            "tickets": done.tickets,
            "receipts": done.receipts,
            "seconds": round(done.seconds, 3),
            "papers": [{"kind": p.kind, "path": p.path, "code": p.code} for p in done.papers],
            "data": str(done.data),
        },
        as_json=as_json,
        lines=lambda: [
            f"{done.citizens} người, {done.tickets} số, {done.receipts} giấy tiếp nhận, {done.seconds:.1f} giây.",
            f"Giấy tờ: {done.papers_folder}",
            f"Tra cứu thử: motcua --data {done.data} find nguyen",
        ],
    )


def _days(days: int, citizens: int, seed: int, out: Path, until: date | None, *, as_json: bool) -> None:
    from desk.training.days_words import figures_told  # noqa: PLC0415 - likewise
    from desk.training.office_days import simulate_days  # noqa: PLC0415 - likewise

    done = simulate_days(days, citizens, seed, out, until=until)
    answer(
        _as_value(done),
        as_json=as_json,
        lines=lambda: [
            *figures_told(done),
            f"Giấy tờ: {done.papers_folder}",
            f"Xem các danh sách: motcua --data {done.data} work --clerk {CLERKS[0][0]} (PIN tập {PIN})",
            f"Mở để tập: motcua run --training --data {done.data}",
        ],
    )
    if done.disagreements:
        raise Failed(f"Đối chiếu: {len(done.disagreements)} chỗ không khớp.")


def _as_value(done: "OfficeDays") -> dict[str, object]:
    figures = done.figures
    return {
        "days": done.days,
        "first": done.first.isoformat(),
        "last": done.last.isoformat(),
        "citizens": done.citizens,
        "taken": figures.taken,
        "returned": figures.returned,
        "overdue": figures.overdue,
        "money": figures.money,
        "states": figures.states,
        "lists": figures.lists,
        "forms": done.by_form,
        "disagreements": to_builtins(done.disagreements),
        "seconds": round(done.seconds, 3),
        "papers": to_builtins(done.papers),
        "data": str(done.data),
    }
