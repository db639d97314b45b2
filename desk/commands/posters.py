"""Posters of procedures without a screen."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, counted, minute
from desk.posters.poster_state import PosterLine
from desk.posters.poster_words import POSTER_STATE, line_words
from desk.posters.posters import PosterChoice, poster_lines
from models.system.command_line import PathType


def _choice(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that say which posters are meant, given to the command as ``choice``."""

    @click.argument("codes", metavar="[MÃ...]", nargs=-1)
    @click.option(
        "--hamlet", "hamlets", multiple=True, metavar="THÔN", help="Cho bảng của thôn này; nêu được nhiều lần."
    )
    @click.option("--all-hamlets", is_flag=True, help="Cho trụ sở và mọi thôn trong thiết lập.")
    @click.option("--due", is_flag=True, help="Chỉ tờ chưa có hoặc không còn đúng.")
    @wraps(command)
    def chosen(
        codes: tuple[str, ...], hamlets: tuple[str, ...], *, all_hamlets: bool, due: bool, **others: object
    ) -> None:
        command(choice=PosterChoice(procedures=codes, hamlets=hamlets, all_hamlets=all_hamlets, only_due=due), **others)

    return chosen


@click.group("poster", cls=DeskGroup)
def poster() -> None:
    """Tờ niêm yết thủ tục ở trụ sở và ở thôn."""


@poster.command("list")
@_choice
@as_clerk
@as_json
@click.pass_context
def listed(context: click.Context, *, choice: PosterChoice, as_json: bool) -> None:
    """Tờ nào đã có, tờ nào không còn đúng với danh mục và thiết lập hôm nay."""
    with signed_desk(context) as desk:
        lines = poster_lines(desk, choice)
    answer([_said(line) for line in lines], as_json=as_json, lines=lambda: [*map(line_words, lines), _summary(lines)])


@poster.command("write")
@_choice
@click.option("--out", required=True, type=PathType(path_type=Path), help="Tệp đích, .pdf.")
@click.option("--size", type=click.Choice(["a4", "a3"]), default="a4", help="Khổ giấy.")
@click.option("--booklet", is_flag=True, help="Đóng tập: mục lục ở đầu, số trang liền nhau; không ghi là đã treo.")
@as_clerk
@as_json
@click.pass_context
def write(context: click.Context, *, choice: PosterChoice, out: Path, size: str, booklet: bool, as_json: bool) -> None:
    """Ghi tờ niêm yết ra một tệp PDF để in và treo."""
    from desk.posters.writing import (  # noqa: PLC0415 - reportlab and friends load only for this command
        PosterSize,
        poster_job,
        record_posters,
        write_posters,
    )

    with signed_desk(context) as desk, counted("Ghi tờ niêm yết") as on_progress:
        job = replace(poster_job(desk, choice), size=PosterSize(size), booklet=booklet)
        written = write_posters(job, out, on_progress=on_progress or (lambda _done, _all: None))
        if written is None:
            return
        record_posters(desk, job)
    told: dict[str, Any] = {"file": str(out), "posters": written.posters, "pages": written.pages}
    answer(
        told,
        as_json=as_json,
        lines=lambda: [f"Đã ghi {written.posters} tờ niêm yết, {written.pages} trang, ra {out}."],
    )


def _said(line: PosterLine) -> dict[str, Any]:
    return {
        "procedure": line.procedure,
        "name": line.name,
        "hamlet": line.hamlet,
        "state": line.state.value,
        "written_at": minute(line.up.at if line.up else None),
    }


def _summary(lines: list[PosterLine]) -> str:
    states = Counter(line.state for line in lines)
    return "; ".join(f"{POSTER_STATE[state]}: {number}" for state, number in states.items()) or "Không có tờ nào."
