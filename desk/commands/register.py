"""The register of dossiers, written out without a screen."""

from datetime import date
from pathlib import Path

import click

from desk.commands.calculations import YEARS
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, counted, minute
from desk.register.closing import close_register
from desk.register.register_words import closed_words
from models.subjects.register import RegisterQuery
from models.system.command_line import PathType, WrongUse


class Day(click.ParamType[date]):
    """A day, ISO or as it is written here."""

    name = "NGÀY"
    wanted = f"ngày dạng 2026-11-23, từ năm {YEARS.start} đến {YEARS.stop - 1}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            read = date.fromisoformat(str(value))
        except ValueError:
            self.fail(self.wanted, param, ctx)
        if read.year not in YEARS:
            self.fail(self.wanted, param, ctx)
        return read


@click.command("register", cls=DeskCommand)
@click.option("--from", "first", type=Day(), metavar="NGÀY", help="Ngày tiếp nhận đầu, ví dụ 2026-01-01.")
@click.option("--to", "last", type=Day(), metavar="NGÀY", help="Ngày tiếp nhận cuối.")
@click.option("--unit", default="", metavar="MÃ", help="Chỉ hồ sơ của cơ quan giải quyết có mã định danh này.")
@click.option(
    "--field", default="", metavar="LĨNH_VỰC", help="Sổ của một lĩnh vực, ví dụ “Hộ tịch”; mặc định mọi lĩnh vực."
)
@click.option("--out", type=PathType(path_type=Path), help="Tệp đích, .pdf hoặc .xlsx.")
@click.option(
    "--close", "year", type=click.IntRange(YEARS.start, YEARS.stop - 1), metavar="NĂM", help="Khóa sổ của năm này."
)
@as_clerk
@as_json
@click.pass_context
def register(
    context: click.Context,
    *,
    first: date | None,
    last: date | None,
    unit: str,
    field: str,
    out: Path | None,
    year: int | None,
    as_json: bool,
) -> None:
    """Xuất Sổ theo dõi hồ sơ (mẫu 07) của một kỳ, hoặc khóa sổ một năm. Tệp chứa dữ liệu cá nhân không mã hóa."""
    if year is not None:
        _close(context, year, as_json=as_json)
        return
    if first is None or last is None or out is None:
        raise WrongUse("Nêu --from, --to và --out để xuất sổ, hoặc --close NĂM để khóa sổ.")
    from desk.register.writing import write_register  # noqa: PLC0415 - reportlab and friends load only for this command

    asked = RegisterQuery(first=first, last=last, unit=unit, field=field)
    with signed_desk(context) as desk, counted("Ghi sổ") as on_progress:
        written = write_register(lambda work: work(desk), asked, out, on_progress=on_progress)
    if written is None:
        return
    answer(
        {"file": str(out), "dossiers": written.dossiers, "pages": written.pages},
        as_json=as_json,
        lines=lambda: [
            f"Đã ghi {written.dossiers} hồ sơ{f', {written.pages} trang,' if written.pages else ''} ra {out}."
        ],
    )


def _close(context: click.Context, year: int, *, as_json: bool) -> None:
    with signed_desk(context) as desk:
        closed = close_register(desk, year)
    told = {
        "year": closed.year,
        "rows": closed.rows,
        "last": closed.last,
        "volumes": closed.volumes,
        "closed_at": minute(closed.at),
        "by": closed.name,
    }
    answer(told, as_json=as_json, lines=lambda: [closed_words(closed)])
