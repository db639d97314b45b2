"""Commands on the scans of a dossier: attach."""

from pathlib import Path

import click
import msgspec

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json
from desk.dossiers.attachments import attach
from desk.dossiers.lookup import by_code
from models.system.command_line import PathType


@click.command("attach", cls=DeskCommand)
@click.argument("code", metavar="MÃ")
@click.argument("file", metavar="TỆP", type=PathType(path_type=Path))
@click.option("--paper", default="", help="Tên giấy tờ mà bản quét này thể hiện; mặc định: không nêu.")
@as_clerk
@as_json
@click.pass_context
def attach_(context: click.Context, *, code: str, file: Path, paper: str, as_json: bool) -> None:
    """Đính kèm bản quét (PDF, JPEG, PNG, TIFF, tối đa 20 MB) vào một hồ sơ."""
    with signed_desk(context) as desk:
        before = by_code(desk, code)
        after = attach(desk, before.id, file, paper)
    new = len(after.files) > len(before.files)
    answer(
        {"code": after.code or after.slip, "new": new, "files": msgspec.to_builtins(after.files)},
        as_json=as_json,
        lines=lambda: [
            f"Đã đính kèm {file.name}; hồ sơ có {len(after.files)} bản quét."
            if new
            else f"Hồ sơ đã có bản quét này từ trước; hồ sơ có {len(after.files)} bản quét."
        ],
    )
