"""Commands on the scans of a dossier: attach, photograph."""

from pathlib import Path

import click
import msgspec

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json
from desk.dossiers.attachments import attach, attach_content, read_file
from desk.dossiers.lookup import by_code
from desk.photographs.photograph import photograph
from desk.photographs.photograph_words import photograph_name, photograph_words
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


@click.command("photograph", cls=DeskCommand)
@click.argument("files", metavar="TỆP...", nargs=-1, required=True, type=PathType(path_type=Path))
@click.option("--to", "code", required=True, metavar="MÃ", help="Hồ sơ giữ ảnh.")
@click.option("--paper", default="", help="Tên giấy tờ trong ảnh; mặc định: không nêu.")
@click.option("--whole", is_flag=True, help="Giữ cả ảnh, không cắt theo mép giấy.")
@click.option("--turn", type=click.IntRange(0, 3), default=0, metavar="SỐ", help="Xoay phải bấy nhiêu góc vuông.")
@as_clerk
@as_json
@click.pass_context
def photograph_(
    context: click.Context, *, files: tuple[Path, ...], code: str, paper: str, whole: bool, turn: int, as_json: bool
) -> None:
    """Đính kèm ảnh chụp giấy tờ (JPEG, PNG): cắt theo mép giấy, nắn thẳng, mỗi ảnh không quá 300 kB."""
    taken = [photograph(read_file(file), file.name, whole=whole, turns=turn) for file in files]
    with signed_desk(context) as desk:
        dossier = by_code(desk, code)
        for one in taken:
            name = photograph_name(paper, len(dossier.files) + 1)
            dossier = attach_content(desk, dossier.id, name, one.jpeg, paper)
    told = [
        {
            "file": file.name,
            "bytes": len(one.jpeg),
            "width": one.width,
            "height": one.height,
            "confidence": one.confidence,
            "whole": one.whole.value if one.whole else None,
        }
        for file, one in zip(files, taken, strict=True)
    ]
    lines = [f"{file.name}: {photograph_words(one)}" for file, one in zip(files, taken, strict=True)]
    answer(
        {"code": dossier.code or dossier.slip, "photographs": told, "files": len(dossier.files)},
        as_json=as_json,
        lines=lambda: [*lines, f"Hồ sơ có {len(dossier.files)} bản quét."],
    )
