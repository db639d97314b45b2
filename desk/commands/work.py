"""The day's lists without a screen, and the hand-over lists that are made of one of them."""

from collections.abc import Iterable
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand, DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.desk import Desk
from desk.dossiers import hand_over_lists, lookup, process, work_lists
from desk.dossiers.work_lists import WorkFilter
from desk.prints import print_jobs
from desk.recording import RefusedAct
from desk.words.due import due_cell
from desk.words.hand_over import list_line, list_state, made_words
from desk.words.reasons import sentence
from desk.words.work_lists import DESK_HOLDS, LIST, NO_PHONE, NOTHING, state, step_and_holder
from models.subjects.dossier_row import DossierRow
from models.subjects.hand_over_list import HandOverList
from models.subjects.work_lists import WorkList


@click.command("work", cls=DeskCommand)
@click.option(
    "--list",
    "of",
    type=click.Choice([one.value for one in WorkList]),
    default=WorkList.TODAY.value,
    show_default=True,
    metavar="TÊN",
    help=f"Một danh sách: {', '.join(f'{one.value} ({LIST[one]})' for one in WorkList)}.",
)
@click.option("--unit", metavar="ĐƠN_VỊ", help='Chỉ hồ sơ đơn vị này đang giữ: mã hoặc tên; "" là quầy tiếp nhận.')
@click.option("--phone", is_flag=True, help="Danh sách gọi điện: thêm số điện thoại và chỗ trên kệ.")
@as_clerk
@as_json
@click.pass_context
def work(context: click.Context, *, of: str, unit: str | None, phone: bool, as_json: bool) -> None:
    """Việc hôm nay: hồ sơ của một danh sách, việc gấp trước, còn hay quá mấy giờ làm việc."""
    named = WorkList(of)
    with signed_desk(context) as desk:
        rows: list[DossierRow] = []
        narrowed = WorkFilter(unit=process.unit_named(desk, unit).id if unit else unit)
        while page := work_lists.listed(desk, named, narrowed, after=rows[-1] if rows else None):
            rows += page
        now, calendar = desk.clock(), desk.calendar
        left = [work_lists.left_hours(desk, row, now) for row in rows]
    answer(
        {
            "list": named.value,
            "dossiers": [
                {
                    "code": row.code or row.slip,
                    "owner": row.owner,
                    "procedure": row.procedure_name,
                    "holder": row.holder or DESK_HOLDS,
                    "due_at": minute(row.due_at),
                    "left_hours": hours,
                    "state": state(row, now, named)[0],
                    **({"phone": row.phone, "place": row.place} if phone else {}),
                }
                for row, hours in zip(rows, left, strict=True)
            ],
        },
        as_json=as_json,
        lines=lambda: (
            [
                "  ".join(
                    filter(
                        None,
                        (
                            row.code or row.slip,
                            row.owner,
                            (row.phone or NO_PHONE) if phone else "",
                            row.place if phone else "",
                            row.procedure_name,
                            due_cell(row.due_at, now, calendar if row.runs else None),
                            step_and_holder(row),
                            state(row, now, named)[0],
                        ),
                    )
                )
                for row in rows
            ]
            or [NOTHING[named]]
        ),
    )


@click.group("list", cls=DeskGroup)
def list_() -> None:
    """Danh sách bàn giao hồ sơ cho các đơn vị."""


@list_.command("hand-over")
@click.argument("codes", metavar="MÃ...", nargs=-1)
@click.option("--to", "to", default="", metavar="ĐƠN_VỊ", help="Mã hoặc tên đơn vị nhận; không ghi thì mọi đơn vị.")
@click.option("--print", "printed", is_flag=True, help="In luôn các danh sách vừa lập.")
@as_clerk
@as_json
@click.pass_context
def hand_over(context: click.Context, *, codes: tuple[str, ...], to: str, printed: bool, as_json: bool) -> None:
    """Lập danh sách bàn giao: hồ sơ phải chuyển hôm nay, mỗi đơn vị một danh sách; hoặc chỉ những hồ sơ nêu mã."""
    with signed_desk(context) as desk:
        named = [lookup.by_code(desk, code).id for code in codes]
        with desk.store.log.together():
            done = hand_over_lists.make(desk, unit=to, dossiers=named or None)
            jobs = [hand_over_lists.hand_over_job(desk, one.id) for one in done.lists] if printed else []
        made = [_plain(desk, one) for one in done.lists]
        refused = _refused(desk, done.refused)
        for job, told in zip(jobs, made, strict=False):  # none where nothing is printed
            told["printed"] = print_jobs.deliver(job, lambda step: step(desk)).where
    answer(
        {"lists": made, "refused": refused, "later": done.later},
        as_json=as_json,
        lines=lambda: [
            *(list_line(one) for one in done.lists),
            made_words(done.lists, [(no["code"], no["why"]) for no in refused], done.later),
        ],
    )
    if refused:
        context.exit(1)


@list_.command("show")
@as_clerk
@as_json
@click.pass_context
def show_lists(context: click.Context, *, as_json: bool) -> None:
    """Danh sách chưa ai nhận, của mọi ngày, và danh sách lập hôm nay."""
    with signed_desk(context) as desk:
        found = hand_over_lists.listed(desk)
        told = [_plain(desk, one) for one in found]
    answer(
        told,
        as_json=as_json,
        lines=lambda: [list_line(one) for one in found] or ["Không có danh sách bàn giao nào chờ nhận."],
    )


@list_.command("confirm")
@click.argument("number", metavar="SỐ")
@as_clerk
@as_json
@click.pass_context
def confirm(context: click.Context, *, number: str, as_json: bool) -> None:
    """Bên nhận xác nhận đã nhận đủ: mọi hồ sơ không bị gạch chuyển sang người nhận."""
    with signed_desk(context) as desk:
        done = hand_over_lists.confirm(desk, number)
        told, refused = _plain(desk, done.made), _refused(desk, done.refused)
    answer(
        {"list": told, "refused": refused},
        as_json=as_json,
        lines=lambda: [list_line(done.made), *(f"{no['code']}: {no['why']}" for no in refused)],
    )
    if refused:
        context.exit(1)


@list_.command("strike")
@click.argument("number", metavar="SỐ")
@click.argument("code", metavar="MÃ")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Lý do, ghi vào lịch sử.")
@as_clerk
@as_json
@click.pass_context
def strike(context: click.Context, *, number: str, code: str, reason: str, as_json: bool) -> None:
    """Gạch một hồ sơ không có mặt khỏi danh sách; hồ sơ trở về quầy."""
    with signed_desk(context) as desk:
        made = hand_over_lists.by_code(desk, number)
        left = hand_over_lists.strike(desk, made.id, lookup.by_code(desk, code).id, reason)
        told = _plain(desk, left)
    answer({"list": told}, as_json=as_json, lines=lambda: [list_line(left)])


def _plain(desk: Desk, made: HandOverList) -> dict[str, Any]:
    code_of = desk.store.dossiers.code_of
    return {
        "number": made.number,
        "unit": made.to.unit,
        "unit_name": made.to.unit_name,
        "made_at": minute(made.made_at),
        "state": list_state(made),
        "waits": made.waits,
        "dossiers": [code_of(one) for one in made.left],
        "struck": [{"code": code_of(one.dossier), "why": one.reason} for one in made.struck],
    }


def _refused(desk: Desk, refused: Iterable[RefusedAct]) -> list[dict[str, str]]:
    return [{"code": desk.store.dossiers.code_of(no.dossier), "why": sentence(no.why)} for no in refused]
