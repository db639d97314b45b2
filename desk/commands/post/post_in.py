"""Dossiers sent in by post without a screen: ``motcua post in …``."""

from datetime import datetime
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.money.amounts import Amount
from desk.commands.output import answer, as_json, minute
from desk.desk import Desk
from desk.intake.intake import IntakeForm
from desk.post import consignment_papers, consignments, delivery_record
from desk.prints import form_jobs, print_jobs
from desk.prints.print_jobs import PrintJob
from desk.words.post.consignments import (
    CONSIGNMENT_STAGE,
    NOTHING_SENT_IN,
    arrived_words,
    consignment_state,
    counted_words,
    handed_in_words,
    made_out_words,
    slip_delivered_words,
)
from desk.words.reasons import sentence
from models.calendar.clock import from_local
from models.events import ConsignmentStage, PaperReceived, ReturnBy
from models.person import Person
from models.subjects.post.consignment import Consignment


def _read_papers(context: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[PaperReceived, ...]:
    """``"Tên giấy:1:2"``: name, originals, copies; a name alone is one original."""
    found = []
    for value in values:
        name, originals, copies = [*value.rsplit(":", 2), "1", "0"][:3] if value.count(":") != 1 else ("", "", "")
        if not name.strip() or not all(one.isascii() and one.isdecimal() for one in (originals, copies)):
            raise click.BadParameter("viết “Tên giấy tờ:số bản chính:số bản sao”", context, param)
        found.append(PaperReceived(name=name, originals=int(originals), copies=int(copies)))
    return tuple(found)


_papers = click.option(
    "--paper",
    "papers",
    multiple=True,
    callback=_read_papers,
    metavar="GIẤY",
    help="“Tên giấy tờ:bản chính:bản sao”; lặp lại.",
)


@click.group("in", cls=DeskGroup)
def post_in() -> None:
    """Hồ sơ gửi đến qua bưu điện: lập phiếu gửi, kiểm đếm, ký biên bản giao nhận."""


@post_in.command("make")
@click.argument("procedure", metavar="THỦ_TỤC")
@click.option("--case", default="", metavar="TRƯỜNG_HỢP", help="Trường hợp của thủ tục, nếu có nhiều.")
@click.option("--name", required=True, metavar="HỌ_TÊN", help="Người gửi.")
@click.option("--number", default="", metavar="SỐ", help="Số định danh của người gửi.")
@click.option("--born", type=click.DateTime(["%Y-%m-%d"]), metavar="NGÀY", help="Ngày sinh của người gửi.")
@click.option("--phone", default="", metavar="SỐ", help="Điện thoại.")
@click.option("--email", default="", metavar="ĐỊA_CHỈ", help="Thư điện tử.")
@click.option("--address", default="", metavar="ĐỊA_CHỈ", help="Nơi cư trú.")
@_papers
@click.option("--fee", type=Amount(), default=0, metavar="ĐỒNG", help="Phí, lệ phí bưu điện đã thu.")
@click.option("--postage", type=Amount(), default=0, metavar="ĐỒNG", help="Cước, nếu đã biết.")
@click.option("--postman", default="", metavar="TÊN", help="Nhân viên bưu chính nhận hồ sơ.")
@click.option("--post-number", default="", metavar="SỐ", help="Số bưu gửi của bưu điện.")
@click.option("--picked-up", type=click.DateTime(["%Y-%m-%dT%H:%M"]), metavar="LÚC", help="Nhận gửi lúc; mặc định giờ.")
@click.option("--return-to", default="", metavar="ĐỊA_CHỈ", help="Trả kết quả qua bưu điện về địa chỉ này.")
@click.option("--print", "printed", is_flag=True, help="In phiếu gửi và nhãn niêm phong.")
@as_clerk
@as_json
@click.pass_context
def make(  # noqa: PLR0913 - an option each
    context: click.Context,
    *,
    procedure: str,
    case: str,
    name: str,
    number: str,
    born: datetime | None,
    phone: str,
    email: str,
    address: str,
    papers: tuple[PaperReceived, ...],
    fee: int,
    postage: int,
    postman: str,
    post_number: str,
    picked_up: datetime | None,
    return_to: str,
    printed: bool,
    as_json: bool,
) -> None:
    """Lập phiếu gửi hồ sơ, hoặc ghi phiếu của bưu điện đi kèm hồ sơ."""
    form = IntakeForm(
        submitter=Person(
            full_name=name,
            personal_number=number,
            born_on=born.date() if born else None,
            phone=phone,
            email=email,
            address=address,
        ),
        procedure=procedure,
        case=case,
        papers=papers,
        return_by=ReturnBy.POST if return_to else ReturnBy.COUNTER,
        return_to=return_to,
    )
    with signed_desk(context) as desk:
        jobs: tuple[PrintJob, ...] = ()
        with desk.store.log.together():
            one = consignments.make_out(
                desk,
                form,
                fee=fee,
                postage=postage,
                postman=postman,
                post_number=post_number,
                picked_up_at=from_local(picked_up) if picked_up else None,
            )
            if printed:
                jobs = (consignment_papers.slip_job(desk, one.id), consignment_papers.label_job(desk, one.id))
        told = _plain(desk, one)
        if jobs:
            told["printed"] = [print_jobs.deliver(job, lambda step: step(desk)).where for job in jobs]
    answer(told, as_json=as_json, lines=lambda: [made_out_words(one)])


@post_in.command("waiting")
@as_clerk
@as_json
@click.pass_context
def waiting(context: click.Context, *, as_json: bool) -> None:
    """Hồ sơ gửi đến qua bưu điện chưa giao nhận; cái nào quá hạn đến."""
    with signed_desk(context) as desk:
        found = consignments.waiting(desk)
        told = [_plain(desk, one) for one in found]
        lines = [
            f"{one.number}  {one.sender.name}  "
            f"{consignment_state(one, desk.today, late=consignments.is_late(desk, one))[0]}"
            for one in found
        ]
    answer(told, as_json=as_json, lines=lambda: lines or [NOTHING_SENT_IN])


@post_in.command("show")
@click.argument("number", metavar="SỐ")
@as_clerk
@as_json
@click.pass_context
def show(context: click.Context, *, number: str, as_json: bool) -> None:
    """Một hồ sơ gửi qua bưu điện: giấy tờ theo phiếu gửi và theo kiểm đếm."""
    with signed_desk(context) as desk:
        one = consignments.by_code(desk, number)
        told = _plain(desk, one)
    answer(
        told,
        as_json=as_json,
        lines=lambda: [
            f"{one.number}  {one.sender.name}  {CONSIGNMENT_STAGE[one.stage]}",
            *(
                f"  {paper.name}: phiếu gửi {paper.listed_originals}+{paper.listed_copies}, "
                f"kiểm đếm {paper.originals}+{paper.copies}"
                for paper in one.counts
            ),
        ],
    )


@post_in.command("scan")
@click.argument("numbers", metavar="SỐ...", nargs=-1, required=True)
@click.option(
    "--stage",
    type=click.Choice([ConsignmentStage.ON_THE_WAY.value, ConsignmentStage.ARRIVED.value]),
    default=ConsignmentStage.ARRIVED.value,
    metavar="TÌNH_TRẠNG",
    help="on_the_way (đang đi), arrived (đã đến); mặc định đã đến.",
)
@as_clerk
@as_json
@click.pass_context
def scan(context: click.Context, *, numbers: tuple[str, ...], stage: str, as_json: bool) -> None:
    """Ghi bưu gửi đang đi hoặc đã đến; quét lại không ghi thêm gì."""
    of = ConsignmentStage(stage)
    with signed_desk(context) as desk:
        heard = [consignments.scan(desk, number, of) for number in numbers]
        told = [{**_plain(desk, one), "fresh": fresh} for one, fresh in heard]
    answer(told, as_json=as_json, lines=lambda: [arrived_words(one, of, fresh=fresh) for one, fresh in heard])


@post_in.command("count")
@click.argument("number", metavar="SỐ")
@_papers
@click.option("--all", "everything", is_flag=True, help="Đủ đúng theo phiếu gửi.")
@as_clerk
@as_json
@click.pass_context
def count(
    context: click.Context, *, number: str, papers: tuple[PaperReceived, ...], everything: bool, as_json: bool
) -> None:
    """Kiểm đếm giấy tờ cùng nhân viên bưu chính; giấy nào không nêu là không có."""
    with signed_desk(context) as desk:
        listed = consignments.by_code(desk, number).papers if everything else ()
        one = consignments.count(desk, number, [*listed, *papers])
        told = _plain(desk, one)
    answer(told, as_json=as_json, lines=lambda: [counted_words(one)])


@post_in.command("sign")
@click.argument("numbers", metavar="SỐ...", nargs=-1, required=True)
@click.option("--postman", required=True, metavar="TÊN", help="Nhân viên bưu chính giao hồ sơ.")
@click.option("--no-money", is_flag=True, help="Bưu điện chưa nộp phí, lệ phí đã thu.")
@click.option("--print", "printed", is_flag=True, help="In biên bản và phiếu của từng hồ sơ.")
@as_clerk
@as_json
@click.pass_context
def sign(
    context: click.Context, *, numbers: tuple[str, ...], postman: str, no_money: bool, printed: bool, as_json: bool
) -> None:
    """Hai bên ký biên bản giao nhận: hồ sơ đủ được tiếp nhận từ lúc này, hồ sơ thiếu nhận phiếu bổ sung."""
    with signed_desk(context) as desk:
        jobs: list[PrintJob] = []
        with desk.store.log.together():
            done = delivery_record.hand_in(desk, numbers, postman=postman, with_money=not no_money)
            if printed and done.record:
                jobs.append(consignment_papers.record_job(desk, done.record))
                jobs += [form_jobs.outcome_job(desk, dossier.id) for dossier in done.dossiers]
        names = {one.id: one.number for one in consignments.waiting(desk)}
        refused = [(names.get(one.consignment, ""), sentence(one.why)) for one in done.refused]
        told: dict[str, Any] = {
            "record": done.record,
            "money": done.money,
            "consignments": [_plain(desk, one) for one in done.consignments],
            "refused": [{"number": of, "why": why} for of, why in refused],
        }
        if jobs:
            told["printed"] = [print_jobs.deliver(job, lambda step: step(desk)).where for job in jobs]
    answer(
        told,
        as_json=as_json,
        lines=lambda: [handed_in_words(done.record, done.consignments, done.dossiers, refused)],
    )
    if refused:
        context.exit(1)


@post_in.command("slip-delivered")
@click.argument("numbers", metavar="SỐ...", nargs=-1, required=True)
@as_clerk
@as_json
@click.pass_context
def slip_delivered(context: click.Context, *, numbers: tuple[str, ...], as_json: bool) -> None:
    """Bưu điện đã phát giấy hẹn (phiếu bổ sung) của các hồ sơ này đến người gửi."""
    with signed_desk(context) as desk:
        told = [_plain(desk, consignments.slip_delivered(desk, number)) for number in numbers]
    answer(told, as_json=as_json, lines=lambda: [slip_delivered_words(one["number"]) for one in told])


@post_in.command("send-back")
@click.argument("number", metavar="SỐ")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao không nhận; bưu điện chuyển lại người gửi.")
@as_clerk
@as_json
@click.pass_context
def send_back(context: click.Context, *, number: str, reason: str, as_json: bool) -> None:
    """Không nhận một hồ sơ: gửi nhầm cơ quan, hoặc rách niêm phong."""
    with signed_desk(context) as desk:
        one = consignments.send_back(desk, number, reason)
        told = _plain(desk, one)
    answer(told, as_json=as_json, lines=lambda: [f"{one.number}: {CONSIGNMENT_STAGE[one.stage].lower()}."])


def _plain(desk: Desk, one: Consignment) -> dict[str, Any]:
    return {
        "number": one.number,
        "post_number": one.post_number,
        "sender": one.sender.name,
        "procedure": one.intake.procedure.code if one.intake else "",
        "stage": one.stage.value,
        "arrive_by": one.arrive_by.isoformat() if one.arrive_by else None,
        "late": consignments.is_late(desk, one),
        "fee": one.fee,
        "papers": [
            {
                "name": paper.name,
                "listed": [paper.listed_originals, paper.listed_copies],
                "counted": [paper.originals, paper.copies] if one.counted is not None else None,
            }
            for paper in one.counts
        ],
        "record": one.record,
        "handed_in_at": minute(one.reached(ConsignmentStage.HANDED_IN)),
        "complete": one.complete,
        "slip_by": one.slip_by.isoformat() if one.slip_by else None,
        "slip_delivered_at": minute(one.slip_at),
        "dossier": desk.store.dossiers.code_of(one.dossier) if one.dossier else "",
        "money": one.money,
    }
