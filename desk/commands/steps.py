"""A dossier's way through the office without a screen: its steps, its clock, its end."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, secret, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, minute
from desk.desk import Desk
from desk.dossiers import clock as clocks
from desk.dossiers import four_eyes, lookup, outcome, process
from desk.dossiers.clock import DossierClock
from desk.recording import ManyDone, one_by_one
from desk.staff import pins, second_person
from desk.words.pauses import pause_sentence
from desk.words.process_history import holder_words
from desk.words.reasons import sentence
from desk.words.terms import STAGE, STATUS, moment
from models.calendar.clock import from_local
from models.events import Decision, StopCause
from models.ids import ClerkId, DossierId
from models.not_allowed import NotAllowed
from models.subjects.dossier import Dossier, DossierStatus

dossier_codes = click.argument("codes", metavar="MÃ...", nargs=-1, required=True)
_reason = click.option("--reason", required=True, metavar="LÝ_DO", help="Lý do, ghi vào lịch sử.")
_note = click.option("--note", default="", metavar="LỜI", help="Lời cho người nhận.")
_courier = click.option("--courier", default="", metavar="TÊN", help="Người mang hồ sơ giấy đi.")
_number = click.option("--number", default="", metavar="SỐ", help="Số văn bản kết quả.")
_to_moment = click.option(
    "--to", "to", required=True, type=click.DateTime(["%Y-%m-%dT%H:%M"]), metavar="NĂM-THÁNG-NGÀYTGIỜ:PHÚT"
)


def tell_each(
    context: click.Context, codes: tuple[str, ...], do: Callable[[Desk, list[DossierId]], ManyDone], *, as_json: bool
) -> None:
    """Do it to all of them, and say for each what came of it; one refusal stops no other, and the exit code is 1."""
    with signed_desk(context) as desk:
        named, refused = {}, []
        for code in codes:
            try:
                named[lookup.by_code(desk, code).id] = code
            except NotAllowed as no:
                refused.append({"code": code, "why": sentence(no)})
        done = do(desk, list(named))
    refused += [{"code": named[no.dossier], "why": sentence(no.why)} for no in done.refused]
    answer(
        {"done": [_said(dossier) for dossier in done.dossiers], "refused": refused},
        as_json=as_json,
        lines=lambda: [
            *(_line(dossier) for dossier in done.dossiers),
            *(f"{no['code']}: {no['why']}" for no in refused),
        ],
    )
    if refused:
        context.exit(1)


def of_one(do: Callable[[Desk, DossierId], Dossier]) -> Callable[[Desk, list[DossierId]], ManyDone]:
    """A verb of one dossier, done to each of several."""
    return lambda desk, dossiers: one_by_one(desk, dossiers, do)


def _said(dossier: Dossier) -> dict[str, Any]:
    work = dossier.processing
    return {
        "code": dossier.code or dossier.slip,
        "status": dossier.status.value,
        "stage": work.stage.value,
        "holder": holder_words(work.holder),
        "place": work.place,
        "due_at": minute(dossier.due.at if dossier.due else None),
    }


def _line(dossier: Dossier) -> str:
    in_work = dossier.status is DossierStatus.RECEIVED
    state = STAGE[dossier.processing.stage] if in_work else STATUS[dossier.status]
    holder = f", {holder_words(dossier.processing.holder)} giữ" if in_work else ""
    place = f", ngăn {dossier.processing.place}" if in_work and dossier.processing.place else ""
    return f"{dossier.code or dossier.slip}: {state}{holder}{place}."


@click.command("forward", cls=DeskCommand)
@dossier_codes
@click.option("--to", "to", default="", metavar="ĐƠN_VỊ", help="Mã hoặc tên đơn vị; không ghi thì theo quy trình.")
@_note
@_courier
@as_clerk
@as_json
@click.pass_context
def forward(context: click.Context, *, codes: tuple[str, ...], to: str, note: str, courier: str, as_json: bool) -> None:
    """Chuyển xử lý: đến đơn vị của bước tiếp theo, hoặc đơn vị nêu tên."""
    tell_each(
        context,
        codes,
        lambda desk, ids: process.forward(desk, ids, to=to, note=note, courier=courier),
        as_json=as_json,
    )


@click.command("accept", cls=DeskCommand)
@dossier_codes
@as_clerk
@as_json
@click.pass_context
def accept(context: click.Context, *, codes: tuple[str, ...], as_json: bool) -> None:
    """Nhận xử lý hồ sơ đã chuyển đến đơn vị mình."""
    tell_each(context, codes, process.accept, as_json=as_json)


@click.command("take-over", cls=DeskCommand)
@dossier_codes
@_reason
@as_clerk
@as_json
@click.pass_context
def take_over(context: click.Context, *, codes: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Nhận thay người khác đang giữ hồ sơ."""
    tell_each(context, codes, lambda desk, ids: process.take_over(desk, ids, reason), as_json=as_json)


@click.command("give-back", cls=DeskCommand)
@dossier_codes
@_reason
@as_clerk
@as_json
@click.pass_context
def give_back(context: click.Context, *, codes: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Trả hồ sơ lại người giữ trước đó."""
    tell_each(context, codes, lambda desk, ids: process.give_back(desk, ids, reason), as_json=as_json)


@click.command("submit", cls=DeskCommand)
@dossier_codes
@_note
@_courier
@as_clerk
@as_json
@click.pass_context
def submit(context: click.Context, *, codes: tuple[str, ...], note: str, courier: str, as_json: bool) -> None:
    """Trình ký."""
    tell_each(context, codes, lambda desk, ids: process.submit(desk, ids, note=note, courier=courier), as_json=as_json)


@click.command("sign", cls=DeskCommand)
@dossier_codes
@_number
@as_clerk
@as_json
@click.pass_context
def sign(context: click.Context, *, codes: tuple[str, ...], number: str, as_json: bool) -> None:
    """Ký kết quả (lãnh đạo): giải quyết theo đề nghị."""
    tell_each(context, codes, lambda desk, ids: outcome.decide(desk, ids, number=number), as_json=as_json)


@click.command("decide", cls=DeskCommand)
@dossier_codes
@click.option("--refused", is_flag=True, help="Không giải quyết; cần --reason.")
@click.option("--reason", default="", metavar="LÝ_DO", help="Lý do không giải quyết.")
@_number
@as_clerk
@as_json
@click.pass_context
def decide(
    context: click.Context, *, codes: tuple[str, ...], refused: bool, reason: str, number: str, as_json: bool
) -> None:
    """Quyết định kết quả (lãnh đạo): giải quyết hay không."""
    what = Decision.REFUSED if refused else Decision.GRANTED
    tell_each(
        context,
        codes,
        lambda desk, ids: outcome.decide(desk, ids, what, number=number, reason=reason),
        as_json=as_json,
    )


@click.command("consult", cls=DeskCommand)
@dossier_codes
@click.option("--agency", required=True, metavar="CƠ_QUAN", help="Cơ quan được hỏi.")
@click.option("--question", required=True, metavar="NỘI_DUNG", help="Nội dung xin ý kiến.")
@_to_moment
@as_clerk
@as_json
@click.pass_context
def consult(
    context: click.Context, *, codes: tuple[str, ...], agency: str, question: str, to: datetime, as_json: bool
) -> None:
    """Lấy ý kiến cơ quan khác; --to là hạn trả lời."""
    due_at = from_local(to)
    tell_each(
        context,
        codes,
        of_one(lambda desk, id_: process.consult(desk, id_, agency, question, due_at)),
        as_json=as_json,
    )


@click.command("answered", cls=DeskCommand)
@dossier_codes
@click.option("--answer", "said", required=True, metavar="Ý_KIẾN", help="Ý kiến trả lời.")
@click.option("--number", default="", metavar="SỐ", help="Lượt lấy ý kiến, khi đang chờ nhiều lượt.")
@as_clerk
@as_json
@click.pass_context
def answered(context: click.Context, *, codes: tuple[str, ...], said: str, number: str, as_json: bool) -> None:
    """Ghi ý kiến trả lời của cơ quan được hỏi."""
    tell_each(context, codes, of_one(lambda desk, id_: process.answered(desk, id_, said, number)), as_json=as_json)


@click.command("supplemented", cls=DeskCommand)
@dossier_codes
@click.option("--note", default="", metavar="LỜI", help="Ghi chú.")
@as_clerk
@as_json
@click.pass_context
def supplemented(context: click.Context, *, codes: tuple[str, ...], note: str, as_json: bool) -> None:
    """Người dân đã bổ sung đủ: thời hạn đếm tiếp."""
    tell_each(context, codes, of_one(lambda desk, id_: clocks.bring_supplement(desk, id_, note=note)), as_json=as_json)


@click.command("stop", cls=DeskCommand)
@dossier_codes
@_reason
@click.option("--by-rule", is_flag=True, help="Theo quy định, không phải theo đề nghị của người dân.")
@as_clerk
@as_json
@click.pass_context
def stop(context: click.Context, *, codes: tuple[str, ...], reason: str, by_rule: bool, as_json: bool) -> None:
    """Dừng giải quyết khi chưa có kết quả (mẫu 05)."""
    cause = StopCause.RULE if by_rule else StopCause.REQUEST
    tell_each(context, codes, of_one(lambda desk, id_: outcome.stop(desk, id_, cause, reason)), as_json=as_json)


@click.command("extend", cls=DeskCommand)
@click.argument("code", metavar="MÃ")
@_to_moment
@_reason
@click.option("--leader", required=True, metavar="MÃ_LÃNH_ĐẠO", help="Lãnh đạo xác nhận; mã PIN được hỏi sau.")
@as_clerk
@as_json
@click.pass_context
def extend(context: click.Context, *, code: str, to: datetime, reason: str, leader: str, as_json: bool) -> None:
    """Xin lỗi và gia hạn một lần (mẫu 04); --to là ngày hẹn mới, lãnh đạo xác nhận."""
    due_at = from_local(to)
    with signed_desk(context) as desk:
        id_ = lookup.by_code(desk, code).id
        four_eyes.check_postpone(desk, id_, due_at, reason)
        tried = second_person.begin(desk, ClerkId(leader))
        fits = pins.fits(tried.proof, secret(f"Mã của {leader}"))
        dossier = four_eyes.postpone(desk, id_, due_at, reason, tried, fits=fits)
    answer(_said(dossier), as_json=as_json, lines=lambda: [f"{code}: hẹn trả {moment(due_at)}."])


@click.command("clock", cls=DeskCommand)
@click.argument("code", metavar="MÃ")
@as_clerk
@as_json
@click.pass_context
def clock(context: click.Context, *, code: str, as_json: bool) -> None:
    """Đồng hồ của hồ sơ: hẹn trả, các lần dừng đếm, vì sao, đã quá hạn chưa."""
    with signed_desk(context) as desk:
        found = clocks.clock_of(desk, lookup.by_code(desk, code))
    answer(
        {
            "due_at": minute(found.due_at),
            "promised_at": minute(found.promised_at),
            "paused": [
                {"from": minute(pause.began_at), "to": minute(pause.ended_at), "why": pause_sentence(pause)}
                for pause in found.pauses
            ],
            "left_hours": None if found.left_hours is None else round(found.left_hours, 1),
            "why": list(found.why),
            "overdue": found.overdue,
            "missed_at": minute(found.missed_at),
        },
        as_json=as_json,
        lines=lambda: _clock_lines(found),
    )


def _clock_lines(found: DossierClock) -> list[str]:
    if found.due_at is None:
        return ["Chưa có ngày hẹn trả.", *found.why]
    hours = found.left_hours or 0.0
    left = f"còn {hours:.0f} giờ làm việc" if hours >= 0 else f"quá hạn {-hours:.0f} giờ làm việc"
    stands = f", dừng đếm từ {moment(found.stopped_since)}" if found.stopped_since else ""
    return [f"Hẹn trả {moment(found.due_at)}, {left}{stands}.", *found.why]
