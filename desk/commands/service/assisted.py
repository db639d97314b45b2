"""Help with online filing, without a screen."""

from datetime import datetime
from typing import Any

import click

from desk.assisted import assisted as helping
from desk.assisted.assisted import OnlineHelp
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.commands.period import DAY, days_asked, of_period
from desk.staff import colleagues
from desk.words.history import tell_each
from desk.words.service.assisted import filing_state
from models.events import NationalState
from models.person import Person
from models.subjects.service.online_filing import AssistedFiling

_STATES = [state.name.lower().replace("_", "-") for state in NationalState]


@click.group("assisted", cls=DeskGroup)
def assisted() -> None:
    """Hỗ trợ nộp hồ sơ trực tuyến."""


@assisted.command("guide")
@click.argument("procedure", metavar="MÃ_THỦ_TỤC")
@as_clerk
@as_json
@click.pass_context
def guide(context: click.Context, *, procedure: str, as_json: bool) -> None:
    """Các bước hướng dẫn người dân nộp một thủ tục trên Cổng."""
    with signed_desk(context) as desk:
        found = helping.guide(desk, desk.catalogue.get(procedure).code)
    steps = found.steps if found else ()
    told = [{"name": step.name, "help": step.help, "needed": step.needed} for step in steps]
    lines = [f"{n}. {step.name}{'' if step.needed else ' (nếu có)'}. {step.help}" for n, step in enumerate(steps, 1)]
    answer(told, as_json=as_json, lines=lambda: lines or ["Chưa có hướng dẫn cho thủ tục này."])


@assisted.command("filed")
@click.argument("procedure", metavar="MÃ_THỦ_TỤC")
@click.option("--code", default="", metavar="MÃ", help="Mã hồ sơ Cổng đã cấp.")
@click.option("--name", required=True, metavar="HỌ_TÊN", help="Người nộp.")
@click.option("--number", default="", metavar="SỐ", help="Số định danh của người nộp.")
@click.option("--phone", default="", metavar="SỐ", help="Điện thoại.")
@click.option("--resolver", default="", metavar="TÊN", help="Cơ quan giải quyết, như Cổng ghi.")
@click.option("--not-filed", default="", metavar="LÝ_DO", help="Chưa nộp được, và vì sao; khi đó không có mã.")
@as_clerk
@as_json
@click.pass_context
def filed(context: click.Context, /, *, procedure: str, not_filed: str, as_json: bool, **said: str) -> None:
    """Ghi một lượt đã giúp nộp: mọi bước bắt buộc đã làm, mã hồ sơ Cổng cấp."""
    with signed_desk(context) as desk:
        found = helping.guide(desk, procedure)
        helped = OnlineHelp(
            procedure=procedure,
            person=Person(full_name=said["name"], personal_number=said["number"], phone=said["phone"]),
            code=said["code"],
            steps=tuple(step.name for step in found.steps if step.needed) if found else (),
            resolver=said["resolver"],
        )
        filing = helping.not_done(desk, helped, not_filed) if not_filed else helping.filed(desk, helped)
    answer(_said(filing), as_json=as_json, lines=lambda: [_line(filing)])


@assisted.command("list")
@click.option(
    "--from", "first", type=DAY, metavar="NGÀY", help="Mọi lượt từ ngày này; không nêu: những hồ sơ đang theo dõi."
)
@click.option("--to", "last", type=DAY, metavar="NGÀY", help="Đến ngày này; mặc định hôm nay.")
@as_clerk
@as_json
@click.pass_context
def listed(context: click.Context, *, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Hồ sơ đã giúp nộp và tình trạng trên Cổng."""
    with signed_desk(context) as desk:
        until = last.date() if last else desk.today
        found = helping.between(desk, first.date(), until) if first else helping.followed(desk)
    answer(
        [_said(one) for one in found],
        as_json=as_json,
        lines=lambda: [_line(one) for one in found] or ["Không có hồ sơ hỗ trợ trực tuyến nào."],
    )


@assisted.command("show")
@click.argument("code", metavar="MÃ")
@as_clerk
@as_json
@click.pass_context
def show(context: click.Context, *, code: str, as_json: bool) -> None:
    """Một hồ sơ theo mã trên Cổng: người, điện thoại, diễn biến. Việc xem được ghi lại."""
    with signed_desk(context) as desk:
        filing = helping.opened(desk, helping.of_code(desk, code))
        names = colleagues.names(desk)
        history = tell_each([one.event for one in desk.store.log.history(filing.id)], names)
    person = filing.filing.person if filing.filing else Person()
    told = {
        **_said(filing),
        "number": person.personal_number,
        "phone": person.phone,
        "helper": names.get(filing.helper, filing.helper),
        "history": history,
    }
    answer(told, as_json=as_json, lines=lambda: [_line(filing), person.phone, *history])


@assisted.command("tell")
@click.argument("code", metavar="MÃ")
@click.argument("state", type=click.Choice(_STATES), metavar="TÌNH_TRẠNG")
@click.option("--note", default="", metavar="CHỮ", help="Cổng nói gì thêm.")
@as_clerk
@as_json
@click.pass_context
def tell(context: click.Context, *, code: str, state: str, note: str, as_json: bool) -> None:
    """Ghi tình trạng vừa xem trên Cổng."""
    with signed_desk(context) as desk:
        told = NationalState[state.upper().replace("-", "_")]
        filing = helping.tell(desk, helping.of_code(desk, code), told, note)
    answer(_said(filing), as_json=as_json, lines=lambda: [_line(filing)])


@assisted.command("void")
@click.argument("code", metavar="MÃ")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao là ghi nhầm.")
@as_clerk
@as_json
@click.pass_context
def void(context: click.Context, *, code: str, reason: str, as_json: bool) -> None:
    """Bỏ một lượt ghi nhầm."""
    with signed_desk(context) as desk:
        filing = helping.void(desk, helping.of_code(desk, code), reason)
    answer(_said(filing), as_json=as_json, lines=lambda: [_line(filing)])


@assisted.command("figures")
@of_period
@as_clerk
@as_json
@click.pass_context
def figures(context: click.Context, *, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Số lượt hỗ trợ nộp trực tuyến của cơ quan, từng người, từng thủ tục."""
    with signed_desk(context) as desk:
        found = helping.figures(desk, *days_asked(desk, first, last))
        names = colleagues.names(desk)
    people = sorted({*found.filed, *found.not_done})
    told = {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "filed": found.filed.total(),
        "not_filed": found.not_done.total(),
        "clerks": [
            {"clerk": one, "name": names.get(one, one), "filed": found.filed[one], "not_filed": found.not_done[one]}
            for one in people
        ],
        "procedures": dict(sorted(found.procedures.items())),
    }
    total = f"Hỗ trợ nộp trực tuyến từ {found.first:%d/%m/%Y} đến {found.last:%d/%m/%Y}: {found.filed.total()} hồ sơ"
    answer(
        told,
        as_json=as_json,
        lines=lambda: [
            f"{total}, {found.not_done.total()} lượt chưa nộp được.",
            *(f"{names.get(one, one)}: {found.filed[one]} đã nộp, {found.not_done[one]} chưa" for one in people),
            *(f"{code}: {number}" for code, number in sorted(found.procedures.items())),
        ],
    )


def _said(filing: AssistedFiling) -> dict[str, Any]:
    told = filing.filing
    return {
        "code": filing.portal_code,
        "end": filing.end.value,
        "state": filing.state.name.lower().replace("_", "-"),
        "by_province": filing.by_province,
        "person": told.person.full_name if told else "",
        "procedure": told.procedure.code if told else "",
        "helped_by": told.helped_by.id if told else "",
        "helped_at": minute(filing.helped_at),
        "due_at": minute(filing.due_at),
        "note": filing.note,
        "bundle": filing.belongs_to,
    }


def _line(filing: AssistedFiling) -> str:
    told = filing.filing
    who = f"{told.person.full_name}, {told.procedure.name}" if told else ""
    return f"{filing.portal_code or '(chưa có mã)'}  {who}: {filing_state(filing)}" + (
        f" – {filing.note}" if filing.note else ""
    )
