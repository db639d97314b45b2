"""The day's lists without a screen."""

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, minute
from desk.dossiers import work_lists
from desk.words.due import due_cell
from desk.words.work_lists import DESK_HOLDS, LIST, NOTHING, state, step_and_holder
from models.subjects.dossier_row import DossierRow
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
@as_clerk
@as_json
@click.pass_context
def work(context: click.Context, *, of: str, as_json: bool) -> None:
    """Việc hôm nay: hồ sơ của một danh sách, việc gấp trước, còn hay quá mấy giờ làm việc."""
    named = WorkList(of)
    with signed_desk(context) as desk:
        rows: list[DossierRow] = []
        while page := work_lists.listed(desk, named, after=rows[-1] if rows else None):
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
