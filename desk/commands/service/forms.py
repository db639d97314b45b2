"""Declarations (tờ khai) without a screen: which there are, filling one in, the office's own templates."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, folder
from desk.declarations.answers import Subjects
from desk.declarations.known_declarations import declarations_for, find_declaration, known_declarations
from desk.declarations.office_templates import CheckedTemplate, TemplateWish, add_template, check_template
from desk.desk import Desk
from desk.rights import Permission, require
from models.declaration import AnswerKind, Declaration
from models.files.disk import write_named
from models.files.named_file import read_named
from models.person import Person
from models.system.command_line import Failed, PathType
from models.system.decoding import prepared
from printing.forms.declarations.filled import TemplateFinding


@click.group("form", cls=DeskGroup)
def form() -> None:
    """Tờ khai điền sẵn cho người dân."""


@form.command("list")
@click.option("--procedure", default="", metavar="MÃ", help="Tờ của thủ tục này đứng trước.")
@click.option("--all", "every", is_flag=True, help="Cả những bản không còn hoặc chưa dùng được hôm nay.")
@as_clerk
@as_json
@click.pass_context
def listed(context: click.Context, *, procedure: str, every: bool, as_json: bool) -> None:
    """Những tờ khai điền được hôm nay, của chương trình, của tỉnh và của cơ quan."""
    with signed_desk(context) as desk:
        require(desk, Permission.READ)
        known = known_declarations(desk)
        shown: Sequence[Declaration] = known.all if every else declarations_for(desk, procedure)
        today = desk.today
    told = {
        "declarations": [_said(one, today) for one in shown],
        "damaged": [{"file": name, "why": why} for name, why in known.damaged],
    }
    answer(
        told,
        as_json=as_json,
        lines=lambda: [
            *(_line(one, today) for one in shown),
            *(f"Không đọc được {name}: {why}" for name, why in known.damaged),
        ],
    )


@form.command("questions")
@click.argument("declaration", metavar="TỜ_KHAI")
@as_clerk
@as_json
@click.pass_context
def questions(context: click.Context, *, declaration: str, as_json: bool) -> None:
    """Những điều một tờ khai hỏi, với tên dùng cho form fill và trong mẫu."""
    with signed_desk(context) as desk:
        require(desk, Permission.READ)
        found = find_declaration(desk, declaration)
    entries = list(found.entries())
    told = [
        {
            "key": one.key,
            "label": one.label,
            "group": one.question.label if one.question.kind is AnswerKind.PERSON else "",
            "kind": one.kind.value,
            "required": one.required,
            "options": list(one.options),
            "from": one.source,
        }
        for one in entries
    ]
    answer(told, as_json=as_json, lines=lambda: [f"{one.key}\t{one.label}" for one in entries])


def _template(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that describe a template, given to the command as ``wish``."""

    @click.argument("file", metavar="TỆP", type=PathType(exists=True, dir_okay=False, path_type=Path))
    @click.option("--name", default="", help="Tên tờ khai; không nêu = tên tệp.")
    @click.option("--id", "id_", default="", metavar="MÃ", help="Mã của tờ; không nêu = lấy theo tên.")
    @click.option(
        "--procedure", "procedures", multiple=True, metavar="MÃ", help="Dùng cho thủ tục này; nêu nhiều lần được."
    )
    @click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="Áp dụng từ ngày; không nêu = hôm nay.")
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Ngày cuối còn dùng.")
    @click.option(
        "--questions",
        type=PathType(exists=True, dir_okay=False, path_type=Path),
        help="Tệp TOML các câu hỏi; không nêu = các chỗ {{ hoi_… }} của mẫu.",
    )
    @wraps(command)
    def described(
        file: Path,
        name: str,
        id_: str,
        procedures: tuple[str, ...],
        start: datetime | None,
        until: datetime | None,
        questions: Path | None,
        **others: object,
    ) -> None:
        def wish(desk: Desk) -> TemplateWish:
            return TemplateWish(
                file=file,
                name=name,
                id=id_,
                procedures=procedures,
                valid_from=start.date() if start else desk.today,
                valid_to=until.date() if until else None,
                questions=questions,
            )

        command(wish=wish, **others)

    return described


@form.command("check")
@_template
@as_clerk
@as_json
@click.pass_context
def check(context: click.Context, *, wish: Callable[[Desk], TemplateWish], as_json: bool) -> None:
    """Kiểm tra một mẫu DOCX hay PDF: chỗ nào sai, tên nào không có; mã thoát 1 khi chưa dùng được."""
    with signed_desk(context) as desk:
        checked = check_template(desk, wish(desk))
        usable = checked.usable
    answer(_told(checked), as_json=as_json, lines=lambda: _lines(checked))
    if not usable:
        raise SystemExit(1)


@form.command("add")
@_template
@as_clerk
@as_json
@click.pass_context
def add(context: click.Context, *, wish: Callable[[Desk], TemplateWish], as_json: bool) -> None:
    """Thêm mẫu của cơ quan, sau khi kiểm tra."""
    with signed_desk(context) as desk:
        checked = add_template(desk, wish(desk))
    answer(
        _told(checked),
        as_json=as_json,
        lines=lambda: [
            f"Đã thêm tờ khai {checked.declaration.version}: {checked.declaration.name}.",
            *_lines(checked)[:-1],
        ],
    )


@form.command("preview")
@click.argument("declaration", metavar="TỜ_KHAI")
@click.option("--out", required=True, type=PathType(path_type=Path), help="Tệp đích, .pdf.")
@as_clerk
@as_json
@click.pass_context
def preview(context: click.Context, *, declaration: str, out: Path, as_json: bool) -> None:
    """Điền thử một tờ khai bằng dữ liệu ví dụ dài nhất."""
    from desk.declarations.declarations import preview_template  # noqa: PLC0415 - reportlab loads for papers alone

    with signed_desk(context) as desk:
        made = preview_template(desk, declaration)
    write_named(out, made, apart_from=folder(context))
    answer({"file": str(out), "bytes": len(made)}, as_json=as_json, lines=lambda: [f"Đã ghi bản xem thử ra {out}."])


@form.command("fill")
@click.argument("declaration", metavar="TỜ_KHAI")
@click.argument("answers", metavar="TRẢ_LỜI", type=PathType(exists=True, dir_okay=False, path_type=Path))
@click.option("--procedure", default="", metavar="MÃ", help="Cho thủ tục này.")
@click.option("--blank", is_flag=True, help="Chỗ còn thiếu để trống cho viết tay.")
@click.option("--out", type=PathType(path_type=Path), help="Ghi thêm tờ đã điền ra tệp .pdf này.")
@as_clerk
@as_json
@click.pass_context
def fill(
    context: click.Context,
    *,
    declaration: str,
    answers: Path,
    procedure: str,
    blank: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Điền một tờ khai và in để người dân ký.

    TRẢ_LỜI là tệp TOML: [nguoi_nop], [chu_ho_so] là người, [tra_loi] là các câu trả lời theo tên của form questions.
    """
    from desk.declarations.declarations import DeclarationForm, issue, open_declaration  # noqa: PLC0415 - likewise
    from desk.prints.print_jobs import deliver  # noqa: PLC0415 - likewise

    with signed_desk(context) as desk:
        people, said = _read(answers)
        opened = open_declaration(desk, declaration, people, procedure)
        known = {key: one.text for key, one in opened.known.items()}
        issued = issue(
            desk,
            DeclarationForm(
                declaration=opened.declaration.version,
                people=people,
                procedure=procedure,
                answers={**known, **said},
                blank=blank,
            ),
        )
        printed = deliver(issued.job, lambda step: step(desk))
    if out is not None:
        write_named(out, issued.pdf, apart_from=folder(context))
    told = {
        "declaration": issued.declaration.version,
        "paper": issued.subject,
        "printed": printed.where,
        "file": str(out) if out else "",
    }
    answer(told, as_json=as_json, lines=lambda: [f"Đã điền “{issued.declaration.name}”, in ở {printed.where}."])


def _read(path: Path) -> tuple[Subjects, dict[str, str]]:
    import msgspec  # noqa: PLC0415 - of this command alone
    from msgspec import Struct  # noqa: PLC0415 - likewise

    class Asked(Struct, forbid_unknown_fields=True):
        nguoi_nop: Person = Person()
        chu_ho_so: Person | None = None
        quan_he: str = ""
        tra_loi: dict[str, str] = {}

    try:
        found = msgspec.toml.decode(read_named(path), type=prepared(Asked))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        # of the reader's own words only the place is for people: a line, or a field such as `$.tra_loi`
        place = re.search(r"at line (\d+)|`\$\.?([^`]*)`", str(error))
        where = "" if place is None else f" ở dòng {place[1]}" if place[1] else f" ở mục {place[2]}"
        raise Failed(f"Tệp trả lời {path.name} không đúng{where}.") from error
    people = Subjects(submitter=found.nguoi_nop, owner=found.chu_ho_so or found.nguoi_nop, relation=found.quan_he)
    return people, found.tra_loi


def _said(one: Declaration, today: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "version": one.version,
        "name": one.name,
        "procedures": list(one.procedures),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else "",
        "holds_today": one.holds_on(today),
        "basis": one.basis.value,
        "source": one.source,
        "note": one.note,
        "file": one.file,
    }


def _line(one: Declaration, today: date) -> str:
    until = f" đến {one.valid_to:%d/%m/%Y}" if one.valid_to else ""
    held = "" if one.holds_on(today) else " (không dùng hôm nay)"
    return f"{one.id}: {one.name}, từ {one.valid_from:%d/%m/%Y}{until}{held}"


def _told(checked: CheckedTemplate) -> dict[str, Any]:
    return {
        "version": checked.declaration.version,
        "name": checked.declaration.name,
        "usable": checked.usable,
        "questions": [one.label for one in checked.declaration.questions],
        "findings": [_finding(one) for one in checked.findings],
    }


def _finding(one: TemplateFinding) -> dict[str, Any]:
    return {"place": one.place, "words": one.words, "stops": one.stops, "outside": one.outside}


def _lines(checked: CheckedTemplate) -> list[str]:
    said = [f"{one.place}: {one.words}" for one in checked.findings]
    return [*said, "Dùng được." if checked.usable else "Chưa dùng được."]
