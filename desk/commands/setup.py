"""Command that sets a machine up unattended from an answers file, for roll-outs to thousands of offices."""

import json
import sys
from functools import partial
from pathlib import Path

import click

from desk.commands.clerk_sign_in import as_clerk, sign_in
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, folder
from desk.commands.set_up_file import FoundProblem, SetUp, problems_with, read, with_fields
from desk.setup.setting_words import problem_words
from desk.setup.unattended import Done, SetUpItem, Wanted, apply
from desk.training.training import SERVICES
from desk.words.reasons import sentence
from models.catalogue.catalogue import Catalogue
from models.files.named_file import read_named
from models.files.toml import NotToml, read_toml
from models.system.command_line import PathType
from models.trouble import CatalogueUnreadable

_MADE = {
    SetUpItem.CATALOGUE: "Đã nhập danh mục {detail}.",
    SetUpItem.SETTINGS: "Đã ghi thiết lập.",
    SetUpItem.FILE: "Đã tạo kho dữ liệu mã hóa ở {detail}.",
    SetUpItem.CLERKS: "Đã tạo tài khoản: {detail}.",
    SetUpItem.SHEET: "Đã ghi tờ khóa khôi phục vào {detail}; in ra, niêm phong, rồi xóa tệp.",
    SetUpItem.PROVINCE: "Đã nối với {detail}.",
}
_THERE = {
    SetUpItem.CATALOGUE: "Danh mục {detail} đã có.",
    SetUpItem.SETTINGS: "Thiết lập đã đúng như tệp này.",
    SetUpItem.FILE: "Kho dữ liệu đã có ở {detail}.",
    SetUpItem.CLERKS: "Mọi tài khoản trong tệp đã có.",
    SetUpItem.SHEET: "Tờ khóa khôi phục đã có; không tạo tờ khác.",
    SetUpItem.PROVINCE: "Máy đã thuộc {detail}.",
}


@click.command("setup", cls=DeskCommand)
@click.option(
    "--from",
    "file",
    required=True,
    metavar="TỆP",
    type=PathType(path_type=Path),
    help="Tệp TOML trả lời mọi câu hỏi cài đặt; mẫu: docs/cai-dat-mau.toml.",
)
@click.option("--check", is_flag=True, help="Chỉ kiểm tra tệp, không ghi gì.")
@as_clerk
@as_json
@click.pass_context
def setup(context: click.Context, *, file: Path, check: bool, as_json: bool) -> None:
    """Cài đặt máy này theo một tệp. Chạy lại với cùng tệp thì không đổi gì."""
    try:
        text = read_named(file).decode("utf-8-sig")
    except FileNotFoundError:
        _refuse(context, [(0, "", f"Không có tệp {file}.")], as_json=as_json)
        return
    except OSError:
        _refuse(context, [(0, "", f"Không mở được tệp {file}.")], as_json=as_json)
        return
    except UnicodeDecodeError:
        _refuse(context, [(0, "", f"Tệp {file} không phải chữ UTF-8; lưu lại dưới dạng UTF-8.")], as_json=as_json)
        return
    asked, found = read(text, file.absolute().parent, SERVICES)
    wanted, more = _with_catalogue(folder(context), asked, text)
    problems = [*found, *more]
    if problems:
        _refuse(context, [(one.line, one.key, problem_words(one.problem)) for one in problems], as_json=as_json)
        return
    if check:
        answer({"problems": []}, as_json=as_json, lines=lambda: ["Tệp đúng, cài được."])
        return
    done = apply(folder(context), wanted, sign=partial(sign_in, context))
    changed = any(one.changed for one in done)
    answer(
        {
            "changed": changed,
            "done": [{"what": one.what.value, "changed": one.changed, "detail": one.detail} for one in done],
        },
        as_json=as_json,
        lines=lambda: [_words(one) for one in done] if changed else ["Không có gì thay đổi: máy đã đúng như tệp này."],
    )


def _words(done: Done) -> str:
    return (_MADE if done.changed else _THERE)[done.what].format(detail=done.detail)


def _with_catalogue(data: Path, asked: SetUp, text: str) -> tuple[Wanted, tuple[FoundProblem, ...]]:
    """What is wanted, with the catalogue that would be in force and the PINs as they are kept."""
    from desk.opening import catalogue_of  # noqa: PLC0415 - the database's libraries load when a file was read
    from desk.setup.setting_problems import Problem, ProblemKind  # noqa: PLC0415 - with them

    catalogue, imported, found = catalogue_of(data), None, []
    if asked.catalogue is not None and asked.catalogue.is_file():
        try:
            imported = _imported(catalogue, asked.catalogue)
            catalogue = imported
        except CatalogueUnreadable as wrong:
            problem = Problem("catalogue.file", ProblemKind.TOLD, (sentence(wrong).rstrip("."),))
            found.append(FoundProblem(0, "catalogue.file", problem))
    found += problems_with(asked, catalogue, text)
    asked, missing = with_fields(asked, catalogue, text) if _is_whole(text) else (asked, ())
    found += missing
    return _wanted(asked, imported), tuple(found)


def _is_whole(text: str) -> bool:
    try:
        read_toml(text)
    except NotToml:
        return False
    return True


def _imported(before: Catalogue, file: Path) -> Catalogue:
    from sync.national.procedures import read_national_list  # noqa: PLC0415 - rarely wanted

    return before.with_national(read_national_list(file).catalogue)


def _wanted(asked: SetUp, imported: Catalogue | None) -> Wanted:
    first = {str(one.clerk): one.pin for one in asked.first_pins}
    return Wanted(
        settings=asked.settings,
        clerks=asked.clerks,
        first_pins=first,
        catalogue=imported,
        sheet_folder=asked.sheet_folder,
        url=asked.url,
        code=asked.code,
        authority=asked.authority,
    )


def _refuse(context: click.Context, problems: list[tuple[int, str, str]], *, as_json: bool) -> None:
    """Everything that is wrong, a line each; nothing was written."""
    if as_json:
        told = [{"line": line, "key": key, "problem": words} for line, key, words in problems]
        click.echo(json.dumps({"problems": told}, ensure_ascii=False, indent=1))
    for line, key, words in problems:
        where = f"dòng {line}, {key}: " if line and key else f"dòng {line}: " if line else f"{key}: " if key else ""
        sys.stderr.write(f"{where}{words}\n")
    if problems:
        sys.stderr.write(f"Tệp có {len(problems)} chỗ cần sửa; chưa ghi gì.\n")
    context.exit(1)
