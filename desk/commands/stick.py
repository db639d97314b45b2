"""The province by USB stick: ``motcua usb out`` and ``motcua usb in``."""

from pathlib import Path

import click
import msgspec

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json
from desk.dossiers.delivery import note_stick
from desk.health.device_report import packed_report
from desk.province.stick import read_stick, write_stick
from desk.province.stick_words import back_words, out_words
from models.system.command_line import PathType

_folder = click.argument("folder", metavar="THƯ_MỤC_USB", type=PathType(file_okay=False, path_type=Path))


@click.group("usb", cls=DeskGroup)
def usb() -> None:
    """Gửi lên tỉnh và nhận về qua USB, khi không có mạng."""


@usb.command("out")
@_folder
@as_clerk
@as_json
@click.pass_context
def out(context: click.Context, *, folder: Path, as_json: bool) -> None:
    """Ghi những việc chưa gửi lên USB; nội dung được niêm phong, chỉ máy chủ của tỉnh mở được."""
    with signed_desk(context) as desk:
        written = write_stick(desk, folder, packed_report(desk))
        note_stick(desk)
    answer(
        {
            "place": str(written.place),
            "events": written.events,
            "files": written.files,
            "missing": written.missing,
            "size": written.size,
        },
        as_json=as_json,
        lines=lambda: out_words(written),
    )


@usb.command("in")
@_folder
@as_clerk
@as_json
@click.pass_context
def in_(context: click.Context, *, folder: Path, as_json: bool) -> None:
    """Nhận thư trả lời của tỉnh trên USB. Nhận lại nhiều lần cũng không sao."""
    with signed_desk(context) as desk:
        back = read_stick(desk, folder)
    answer(msgspec.to_builtins(back), as_json=as_json, lines=lambda: back_words(back))
