"""A whole morning simulated without a screen: the real verbs, scans over a serial port, PDF files as printer."""

from pathlib import Path

import click

from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json
from models.system.command_line import PathType


@click.command("morning", cls=DeskCommand)
@click.option("--citizens", type=click.IntRange(1, 999), default=40, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=PathType(file_okay=False, path_type=Path), default=Path("morning"), show_default=True)
@as_json
def morning(*, citizens: int, seed: int, out: Path, as_json: bool) -> None:
    """Một buổi sáng ở quầy: gọi số, quẹt thẻ, nhận hồ sơ, in giấy; không cần màn hình hay mạng."""
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
