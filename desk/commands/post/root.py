"""Postal staff and the post without a screen."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from msgspec import to_builtins

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.money.amounts import Amount
from desk.commands.output import answer, as_json, minute
from desk.commands.post.post_in import post_in
from desk.desk import Desk
from desk.dossiers import lookup
from desk.post import day_lists, parcel_papers, parcels, supervision
from desk.post.approved import enter
from desk.post.supervision import PostalActUnknown
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.staff import colleagues
from desk.words.post.parcels import (
    ACT,
    NOTHING_APPROVED_WORDS,
    NOTHING_POSTED,
    NOTHING_SUPERVISED,
    PARCEL_STAGE,
    POST_LIST,
    accepted_words,
    act_state,
    approval_words,
    figure_words,
    heard_words,
    money_words,
    parcel_state,
    posted_words,
)
from desk.words.reasons import sentence
from models.catalogue.approved_list import load_approved_list
from models.events import ParcelStage
from models.ids import SubjectId
from models.not_allowed import ProcedureUnknown
from models.subjects.post.parcel import Parcel
from models.subjects.post.post_work_list import PostWorkList
from models.subjects.post.postal_act import PostalAct
from models.system import command_line
from models.words.money_words import in_figures


@click.group("post", cls=DeskGroup)
def post() -> None:
    """Nhân viên bưu điện tại quầy và bưu gửi."""


@post.command("approved")
@as_clerk
@as_json
@click.pass_context
def approved(context: click.Context, *, as_json: bool) -> None:
    """Danh mục giao bưu điện đang có hiệu lực: thủ tục, cấp, quyết định, từ ngày."""
    with signed_desk(context) as desk:
        found = desk.approved.on(desk.today)
        names: dict[str, str] = {}
        for code in desk.approved.procedures(desk.today):
            try:
                names[code] = desk.catalogue.get(code).name
            except ProcedureUnknown:  # of a level whose catalogue is not here
                names[code] = ""
    answer(
        [
            {
                "code": code,
                "name": names[code],
                "level": one.level.value,
                "valid_from": one.valid_from.isoformat(),
                "valid_to": one.valid_to.isoformat() if one.valid_to else None,
                "source": one.source,
            }
            for one in found
            for code in one.procedures
        ],
        as_json=as_json,
        lines=lambda: [line for one in found for line in approval_words(one, names)] or [NOTHING_APPROVED_WORDS],
    )


@post.command("today")
@as_clerk
@as_json
@click.pass_context
def today(context: click.Context, *, as_json: bool) -> None:
    """Việc bưu điện của hôm nay: việc chờ xem, bưu gửi và giấy hẹn quá hạn, kết quả chuyển hoàn."""
    with signed_desk(context) as desk:
        found = day_lists.day(desk)
    numbers = {
        PostWorkList.LATE_IN: [one.number for one in found.late_in],
        PostWorkList.LATE_SLIPS: [one.number for one in found.late_slips],
        PostWorkList.LATE_OUT: [one.number for one in found.late_out],
        PostWorkList.BACK: [one.number for one in found.contradictory],
    }
    answer(
        {of.value: {"count": many, "numbers": numbers.get(of, [])} for of, many in found.counts.items()},
        as_json=as_json,
        lines=lambda: [
            "  ".join([f"{POST_LIST[of]}: {many}", *numbers.get(of, ())]) for of, many in found.counts.items()
        ],
    )


@post.command("approve")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@as_clerk
@as_json
@click.pass_context
def approve(context: click.Context, *, file: Path, as_json: bool) -> None:
    """Dùng danh mục giao bưu điện trong tệp approved.toml này thay danh mục của cơ quan."""
    with signed_desk(context) as desk:
        found = enter(desk, load_approved_list(file).approved).approved
        count = len(found.procedures(desk.today))
    answer(
        {"approvals": len(found.approved), "procedures_today": count},
        as_json=as_json,
        lines=lambda: [f"Đã ghi {len(found.approved)} quyết định; hôm nay có hiệu lực {count} thủ tục."],
    )


@post.command("supervise")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="NGÀY", help="Chỉ ngày này; mặc định hôm nay.")
@as_clerk
@as_json
@click.pass_context
def supervise(context: click.Context, *, day: Any, as_json: bool) -> None:  # noqa: ANN401 - click gives a datetime
    """Việc nhân viên bưu điện đã làm: hôm nay, và việc cũ chưa được chấp nhận. Số trong ngoặc vuông để chọn."""
    with signed_desk(context) as desk:
        found = supervision.listed(desk, day.date() if day else None)
        names = colleagues.names(desk)
        told = [_plain(desk, one, names.get(one.by, one.by)) for one in found]
    answer(
        told,
        as_json=as_json,
        lines=lambda: (
            [
                f"[{one['act']}]  {one['at']}  {one['clerk']}  {ACT[act.act]}  {one['code']}  {one['state']}"
                for one, act in zip(told, found, strict=True)
            ]
            or [NOTHING_SUPERVISED]
        ),
    )


@post.command("accept")
@click.argument("acts", metavar="VIỆC...", nargs=-1, required=True)
@as_clerk
@as_json
@click.pass_context
def accept(context: click.Context, *, acts: tuple[str, ...], as_json: bool) -> None:
    """Chấp nhận việc nhân viên bưu điện đã làm."""
    with signed_desk(context) as desk:
        done = supervision.accept(desk, [_act(desk, one) for one in acts])
    refused = [sentence(one.why) for one in done.refused]
    answer(
        {"accepted": len(done.acts), "refused": refused},
        as_json=as_json,
        lines=lambda: [accepted_words(len(done.acts), refused)],
    )
    if refused:
        context.exit(1)


@post.command("give-back")
@click.argument("act", metavar="VIỆC")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao phải làm lại; nhân viên bưu điện đọc câu này.")
@as_clerk
@as_json
@click.pass_context
def give_back(context: click.Context, *, act: str, reason: str, as_json: bool) -> None:
    """Trả lại một việc để nhân viên bưu điện làm lại."""
    with signed_desk(context) as desk:
        found = supervision.give_back(desk, _act(desk, act), reason)
        told = _plain(desk, found, found.by)
    answer(told, as_json=as_json, lines=lambda: [act_state(found)])


@post.command("redo")
@click.argument("act", metavar="VIỆC")
@click.option("--note", required=True, metavar="GHI_CHÚ", help="Đã làm lại những gì.")
@as_clerk
@as_json
@click.pass_context
def redo(context: click.Context, *, act: str, note: str, as_json: bool) -> None:
    """Ghi là đã làm lại việc bị trả lại; công chức xem lại."""
    with signed_desk(context) as desk:
        found = supervision.redo(desk, _act(desk, act), note)
        told = _plain(desk, found, found.by)
    answer(told, as_json=as_json, lines=lambda: [act_state(found)])


@post.command("figures")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), metavar="NGÀY", help="Ngày đầu; mặc định hôm nay.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), metavar="NGÀY", help="Ngày cuối; mặc định hôm nay.")
@click.option("--quarter", "quarter_", metavar="QUÝ", help="Số liệu một quý của cơ quan, như 2026Q4 (TT 17/2017 Đ13).")
@click.option(
    "--out", type=command_line.PathType(path_type=Path), metavar="TỆP", help="Ghi số liệu quý ra .xlsx, .pdf."
)
@as_clerk
@as_json
@click.pass_context
def figures(
    context: click.Context,
    *,
    first: Any,  # noqa: ANN401 - as above
    last: Any,  # noqa: ANN401 - as above
    quarter_: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Mỗi nhân viên bưu điện làm bao nhiêu việc, thu bao nhiêu tiền trong một kỳ; hoặc số liệu một quý của cơ quan."""
    if quarter_ is not None:
        _figures_of_quarter(context, quarter_, out, as_json=as_json)
        return
    with signed_desk(context) as desk:
        days: list[date] = [one.date() if one else desk.today for one in (first, last)]
        found = supervision.figures(desk, days[0], days[1])
        names = colleagues.names(desk)
    answer(
        [
            {
                "clerk": one.clerk,
                "name": names.get(one.clerk, one.clerk),
                "act": one.act,
                "count": one.count,
                "amount": one.amount,
            }
            for one in found
        ],
        as_json=as_json,
        lines=lambda: figure_words(found, names) or ["Không có việc nào của nhân viên bưu điện trong kỳ này."],
    )


def _figures_of_quarter(context: click.Context, text: str, out: Path | None, *, as_json: bool) -> None:
    from desk.post.quarter import quarter, write_quarter  # noqa: PLC0415 - reportlab loads only for this command
    from printing.forms.post.quarter import HEADS, UNKNOWN, notes  # noqa: PLC0415 - likewise

    with signed_desk(context) as desk:
        found = quarter(desk, text)
        if out is not None:
            write_quarter(desk, found, out)
    whole = found.figures[0]
    answer(
        {
            "quarter": str(found.quarter),
            "from": found.quarter.first.isoformat(),
            "to": found.quarter.last.isoformat(),
            "reported_before": found.quarter.reported_before.isoformat(),
            "unknown": [name for name in HEADS if getattr(whole, name) is None],
            "figures": [to_builtins(one) for one in found.figures],
            "file": str(out) if out else None,
        },
        as_json=as_json,
        lines=lambda: [
            *notes(found),
            *(
                f"{head}: {UNKNOWN if (value := getattr(whole, name)) is None else in_figures(value)}"
                for name, head in HEADS.items()
            ),
            *([f"Đã ghi ra {out}."] if out else []),
        ],
    )


@post.command("waiting")
@as_clerk
@as_json
@click.pass_context
def waiting(context: click.Context, *, as_json: bool) -> None:
    """Bưu gửi: kết quả chờ giao bưu điện, bưu gửi bưu điện đang giữ, cái nào quá hạn phát, tiền thu hộ chưa nộp."""
    with signed_desk(context) as desk:
        going, open_ = parcels.to_go(desk), parcels.under_way(desk)
        told = {
            "to_go": [
                {"code": one.dossier.code, "owes": one.dossier.owes, "came_back": one.came_back} for one in going
            ],
            "parcels": [_parcel(desk, one) for one in open_],
        }
        lines = [f"{one.dossier.code}  chờ giao bưu điện" for one in going]
        lines += [
            f"{one.number}  {one.receiver.name}  {parcel_state(one, desk.today, parcels.second_call_on(desk, one))[0]}"
            for one in open_
        ]
    answer(told, as_json=as_json, lines=lambda: lines or [NOTHING_POSTED])


@post.command("go")
@click.argument("codes", metavar="MÃ...", nargs=-1)
@click.option("--postman", default="", metavar="TÊN", help="Nhân viên bưu chính nhận.")
@click.option("--postage", type=Amount(), default=0, metavar="ĐỒNG", help="Cước mỗi bưu gửi, nếu đã biết.")
@click.option("--print", "printed", is_flag=True, help="In danh sách giao và các phiếu gửi.")
@as_clerk
@as_json
@click.pass_context
def go(
    context: click.Context, *, codes: tuple[str, ...], postman: str, postage: int, printed: bool, as_json: bool
) -> None:
    """Giao kết quả cho bưu điện: mọi kết quả chờ gửi, hoặc chỉ những hồ sơ nêu mã; mỗi người nhận một bưu gửi."""
    with signed_desk(context) as desk:
        named = [lookup.by_code(desk, code).id for code in codes]
        papers: tuple[PrintJob, ...] = ()
        with desk.store.log.together():
            done = parcels.hand_over(desk, named or None, postman=postman, postage=postage)
            if printed and done.parcels:
                slips = (parcel_papers.parcel_job(desk, p.id) for p in done.parcels)
                papers = (parcel_papers.list_job(desk, done.list_number), *slips)
        refused = [(desk.store.dossiers.code_of(one.dossier), sentence(one.why)) for one in done.refused]
        told: dict[str, Any] = {
            "list": done.list_number,
            "parcels": [_parcel(desk, one) for one in done.parcels],
            "refused": [{"code": code, "why": why} for code, why in refused],
        }
        if papers:
            told["printed"] = [print_jobs.deliver(job, lambda step: step(desk)).where for job in papers]
    answer(told, as_json=as_json, lines=lambda: [posted_words(done.list_number, done.parcels, refused)])
    if refused:
        context.exit(1)


@post.command("scan")
@click.argument("numbers", metavar="SỐ...", nargs=-1, required=True)
@click.option(
    "--stage",
    required=True,
    type=click.Choice([one.value for one in ParcelStage if one is not ParcelStage.HANDED_OVER]),
    metavar="TÌNH_TRẠNG",
    help=", ".join(f"{one.value} ({PARCEL_STAGE[one]})" for one in ParcelStage if one is not ParcelStage.HANDED_OVER),
)
@click.option("--to", "receiver", default="", metavar="TÊN", help="Người ký nhận, khi đã phát.")
@click.option("--note", default="", metavar="GHI_CHÚ", help="Ghi thêm.")
@as_clerk
@as_json
@click.pass_context
def scan(
    context: click.Context, *, numbers: tuple[str, ...], stage: str, receiver: str, note: str, as_json: bool
) -> None:
    """Ghi tình trạng bưu gửi; quét lại lần nữa không ghi thêm gì."""
    of = ParcelStage(stage)
    with signed_desk(context) as desk:
        heard = [parcels.scan(desk, number, of, receiver=receiver, note=note) for number in numbers]
        told = [{**_parcel(desk, one.parcel), "fresh": one.fresh, "too_soon": one.too_soon} for one in heard]
    answer(
        told,
        as_json=as_json,
        lines=lambda: [heard_words(one.parcel, of, fresh=one.fresh, too_soon=one.too_soon) for one in heard],
    )


@post.command("confirm")
@click.argument("numbers", metavar="SỐ...", nargs=-1)
@as_clerk
@as_json
@click.pass_context
def confirm(context: click.Context, *, numbers: tuple[str, ...], as_json: bool) -> None:
    """Ghi theo hệ thống bưu điện báo: đã phát, đã về cơ quan; mọi bưu gửi, hoặc chỉ những số nêu."""
    with signed_desk(context) as desk:
        heard = parcels.confirm_reported(desk, numbers or None)
        told = [_parcel(desk, one.parcel) for one in heard]
    answer(
        told,
        as_json=as_json,
        lines=lambda: [heard_words(one.parcel, one.parcel.stage, fresh=one.fresh, too_soon=False) for one in heard],
    )


@post.command("settle")
@click.argument("number", metavar="SỐ")
@click.option(
    "--stage",
    required=True,
    type=click.Choice([ParcelStage.DELIVERED.value, ParcelStage.BACK.value]),
    metavar="TÌNH_TRẠNG",
    help="delivered (đã phát) hoặc back (đã về cơ quan): điều đúng sau khi xác minh.",
)
@click.option("--reason", required=True, metavar="LÝ_DO", help="Xác minh thế nào.")
@as_clerk
@as_json
@click.pass_context
def settle(context: click.Context, *, number: str, stage: str, reason: str, as_json: bool) -> None:
    """Xác minh một bưu gửi vừa ghi đã phát vừa ghi về cơ quan."""
    with signed_desk(context) as desk:
        done = parcels.settle(desk, number, ParcelStage(stage), reason)
        told = _parcel(desk, done)
        words = parcel_state(done, desk.today, None)[0]
    answer(told, as_json=as_json, lines=lambda: [f"{done.number}: {words}."])


@post.command("money")
@click.argument("number", metavar="SỐ")
@as_clerk
@as_json
@click.pass_context
def money(context: click.Context, *, number: str, as_json: bool) -> None:
    """Nhận phí, lệ phí bưu điện đã thu hộ của một bưu gửi, vào ca thu của người đang làm."""
    with signed_desk(context) as desk:
        done = parcels.receive_money(desk, number)
        told, said = _parcel(desk, done), money_words(done, parcels.taken_of(desk, done))
    answer(told, as_json=as_json, lines=lambda: [said])


post.add_command(post_in)


_SHORT = 8
"""So many last characters name an act on screen; they are random, so that two of a day hardly ever share them."""


def _act(desk: Desk, named: str) -> SubjectId:
    """The act that ends so, among those listed."""
    found = [one.id for one in supervision.listed(desk) if one.id.endswith(named.strip().lower())]
    if len(found) != 1 or len(named.strip()) < _SHORT:
        raise PostalActUnknown
    return found[0]


def _plain(desk: Desk, act: PostalAct, name: str) -> dict[str, Any]:
    return {
        "act": act.id[-_SHORT:],
        "at": minute(act.at),
        "clerk": name,
        "kind": act.act.value,
        "code": desk.store.dossiers.code_of(act.dossier),
        "amount": act.amount,
        "state": act_state(act),
        "given_back": act.given_back,
    }


def _parcel(desk: Desk, parcel: Parcel) -> dict[str, Any]:
    return {
        "number": parcel.number,
        "list": parcel.list_number,
        "receiver": parcel.receiver.name,
        "dossiers": [one.code for one in parcel.contents],
        "stage": parcel.stage.value,
        "handed_at": minute(parcel.handed_at),
        "arrive_by": parcel.arrive_by.isoformat() if parcel.arrive_by else None,
        "late": parcels.is_late(desk, parcel),
        "cod": parcel.cod,
        "post_owes": parcel.post_owes,
        "post_number": parcel.post_number,
        "order": parcel.order.value if parcel.order else None,
        "reported": parcel.reported.stage.value if parcel.reported else None,
        "contradictory": parcel.contradictory,
    }
