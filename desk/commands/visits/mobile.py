"""Work away from the office without a screen: slips printed before the trip, mobile points."""

from datetime import date, datetime, time
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.desk import Desk
from desk.mobile import points, slips
from desk.mobile.points import PointPlan
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.words.visits.mobile import SLIP_END, made_words, point_words, results_words, slip_words
from models.events import SlipEnd
from models.ids import SubjectId
from models.subjects.mobile.mobile_point import MobilePoint
from models.subjects.mobile.preprinted_slip import PreprintedSlip
from models.text import masked_name

_DAY = click.DateTime(["%Y-%m-%d"])
_TIME = click.DateTime(["%H:%M"])
_SHORT = 8
"""So many last characters name a point; they are random, so that two hardly ever share them."""

_NO_SLIPS = "Không có phiếu in sẵn nào đang giữ, bị mất hay vừa dùng."
_NO_POINTS = "Chưa có điểm lưu động nào."


@click.group("slips", cls=DeskGroup)
def preprinted_slips() -> None:
    """Phiếu in sẵn để ghi tay ngoài cơ quan, mỗi phiếu một số hồ sơ giữ trước."""


@preprinted_slips.command("print")
@click.argument("count", metavar="SỐ_PHIẾU", type=int)
@as_clerk
@as_json
@click.pass_context
def print_slips(context: click.Context, *, count: int, as_json: bool) -> None:
    """Giữ số trong dải của máy này và in bấy nhiêu phiếu."""
    with signed_desk(context) as desk:
        with desk.store.log.together():
            made = slips.make(desk, count)
            jobs = [slips.slip_job(desk, one.id) for one in made]
        where = [_out(desk, job) for job in jobs]
        told = {"slips": [_slip(one) for one in made], "printed": where}
    answer(told, as_json=as_json, lines=lambda: [made_words(made)])


@preprinted_slips.command("void")
@click.argument("numbers", metavar="SỐ...", nargs=-1, required=True)
@click.option(
    "--how",
    type=click.Choice([one.value for one in SlipEnd]),
    default=SlipEnd.VOID.value,
    metavar="CÁCH",
    help=", ".join(f"{one.value} ({SLIP_END[one]})" for one in SlipEnd) + "; mặc định: void.",
)
@click.option("--reason", default="", metavar="LÝ_DO", help="Bắt buộc khi báo mất.")
@as_clerk
@as_json
@click.pass_context
def void_slips(context: click.Context, *, numbers: tuple[str, ...], how: str, reason: str, as_json: bool) -> None:
    """Phiếu không dùng nữa: trả lại, hỏng, hoặc mất (số của phiếu mất không bao giờ cấp lại)."""
    with signed_desk(context) as desk:
        done = slips.close(desk, numbers, SlipEnd(how), reason)
    answer([_slip(one) for one in done], as_json=as_json, lines=lambda: [slip_words(one) for one in done])


@preprinted_slips.command("list")
@as_clerk
@as_json
@click.pass_context
def list_slips(context: click.Context, *, as_json: bool) -> None:
    """Phiếu đang giữ, phiếu mất, phiếu dùng hoặc hủy trong 7 ngày qua."""
    with signed_desk(context) as desk:
        found = slips.listed(desk)
    every = (*found.out, *found.lost, *found.ended)
    answer(
        {
            "out": [_slip(one) for one in found.out],
            "lost": [_slip(one) for one in found.lost],
            "ended": [_slip(one) for one in found.ended],
        },
        as_json=as_json,
        lines=lambda: [slip_words(one) for one in every] or [_NO_SLIPS],
    )


@click.group("point", cls=DeskGroup)
def point() -> None:
    """Điểm lưu động: tiếp nhận một buổi tại nhà văn hóa, thôn, tổ dân phố."""


@point.command("plan")
@click.argument("place", metavar="NƠI")
@click.option("--day", required=True, type=_DAY, metavar="NGÀY", help="Ngày tiếp nhận, năm-tháng-ngày.")
@click.option("--from", "begins", required=True, type=_TIME, metavar="GIỜ", help="Bắt đầu, ví dụ 08:00.")
@click.option("--to", "ends", required=True, type=_TIME, metavar="GIỜ", help="Kết thúc, ví dụ 11:00.")
@click.option("--address", default="", metavar="ĐỊA_CHỈ", help="Địa chỉ của nơi đó.")
@click.option("--results", "results_place", default="", metavar="NƠI", help="Nơi trả kết quả; mặc định: tại cơ quan.")
@click.option("--results-day", type=_DAY, metavar="NGÀY", help="Ngày trả kết quả ở nơi đó.")
@click.option("--results-time", type=_TIME, metavar="GIỜ", help="Giờ trả kết quả ở nơi đó.")
@click.option("--change", default="", metavar="ĐIỂM", help="Sửa điểm đã lập này thay vì lập mới.")
@as_clerk
@as_json
@click.pass_context
def plan(  # noqa: PLR0913 - a point is described by this
    context: click.Context,
    *,
    place: str,
    day: datetime,
    begins: datetime,
    ends: datetime,
    address: str,
    results_place: str,
    results_day: datetime | None,
    results_time: datetime | None,
    change: str,
    as_json: bool,
) -> None:
    """Lập một điểm lưu động: nơi, ngày, giờ, và kết quả trả ở đâu, hôm nào."""
    wanted = PointPlan(
        place=place,
        day=day.date(),
        begins=begins.time(),
        ends=ends.time(),
        address=address,
        results_place=results_place,
        results_day=results_day.date() if results_day else None,
        results_time=results_time.time() if results_time else None,
    )
    with signed_desk(context) as desk:
        done = points.plan(desk, wanted, _named(desk, change) if change else None)
    _tell(done, as_json=as_json)


@point.command("list")
@as_clerk
@as_json
@click.pass_context
def list_points(context: click.Context, *, as_json: bool) -> None:
    """Điểm sắp tới và điểm của 30 ngày qua."""
    with signed_desk(context) as desk:
        found = points.listed(desk)
    answer(
        [_point(one) for one in found],
        as_json=as_json,
        lines=lambda: [f"{one.id[-_SHORT:]}  {point_words(one)}" for one in found] or [_NO_POINTS],
    )


@point.command("open")
@click.argument("named", metavar="ĐIỂM")
@as_clerk
@as_json
@click.pass_context
def open_point(context: click.Context, *, named: str, as_json: bool) -> None:
    """Máy này bắt đầu làm ở điểm: hồ sơ tiếp nhận từ đây ghi nơi tiếp nhận và nơi trả kết quả của điểm."""
    with signed_desk(context) as desk:
        done = points.open_point(desk, _named(desk, named))
    _tell(done, as_json=as_json)


@point.command("close")
@as_clerk
@as_json
@click.pass_context
def close_point(context: click.Context, *, as_json: bool) -> None:
    """Máy này thôi làm ở điểm lưu động."""
    with signed_desk(context) as desk:
        done = points.close_point(desk)
    _tell(done, as_json=as_json)


@point.command("cancel")
@click.argument("named", metavar="ĐIỂM")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao không làm.")
@as_clerk
@as_json
@click.pass_context
def cancel(context: click.Context, *, named: str, reason: str, as_json: bool) -> None:
    """Hủy một điểm chưa làm."""
    with signed_desk(context) as desk:
        done = points.cancel(desk, _named(desk, named), reason)
    _tell(done, as_json=as_json)


@point.command("board")
@click.argument("named", metavar="ĐIỂM")
@as_clerk
@as_json
@click.pass_context
def board(context: click.Context, *, named: str, as_json: bool) -> None:
    """In danh sách niêm yết ở thôn: mã hồ sơ, tên viết tắt, thủ tục, hẹn trả; không có số giấy tờ, điện thoại."""
    with signed_desk(context) as desk:
        where = _out(desk, points.board_job(desk, _named(desk, named)))
    answer({"printed": where}, as_json=as_json, lines=lambda: [f"Đã in: {where}"])


@point.command("results")
@click.argument("named", metavar="ĐIỂM")
@click.option("--print", "printed", is_flag=True, help="In danh sách để mang theo.")
@as_clerk
@as_json
@click.pass_context
def results(context: click.Context, *, named: str, printed: bool, as_json: bool) -> None:
    """Kết quả đang ở quầy phải mang ra điểm để trả."""
    with signed_desk(context) as desk:
        found = points.results(desk, _named(desk, named))
        where = _out(desk, points.results_job(desk, _named(desk, named))) if printed else ""
    told = [
        {
            "code": one.code,
            "submitter": masked_name(one.intake.submitter.full_name) if one.intake else "",
            "place": one.processing.place,
        }
        for one in found
    ]
    answer(
        {"results": told, "printed": where},
        as_json=as_json,
        lines=lambda: (
            [f"{one['code']}  {one['submitter']}  {one['place']}" for one in told]
            or ["Chưa có kết quả nào ở quầy để mang ra điểm này."]
        ),
    )


def _named(desk: Desk, named: str) -> SubjectId:
    """The point that ends so, or at this place and the nearest day to come, among those listed."""
    wanted = named.strip().lower()
    found = [one for one in points.listed(desk) if one.id.endswith(wanted) and len(wanted) >= _SHORT]
    found = found or [one for one in points.listed(desk) if one.place.lower() == wanted]
    if len(found) != 1:
        raise points.PointUnknown
    return found[0].id


def _out(desk: Desk, job: PrintJob) -> str:
    return print_jobs.deliver(job, lambda step: step(desk)).where


def _tell(done: MobilePoint, *, as_json: bool) -> None:
    lines = [f"{done.id[-_SHORT:]}  {point_words(done)}", results_words(done)]
    answer(_point(done), as_json=as_json, lines=lambda: [line for line in lines if line])


def _slip(slip: PreprintedSlip) -> dict[str, Any]:
    return {
        "number": f"{slip.number:04d}",
        "state": slip.state.value,
        "code": slip.code,
        "made_at": minute(slip.made_at),
        "closed_at": minute(slip.closed_at),
        "reason": slip.reason,
        "contradictory": slip.is_contradictory,
    }


def _point(one: MobilePoint) -> dict[str, Any]:
    return {
        "point": one.id[-_SHORT:],
        "place": one.place,
        "address": one.address,
        "day": _iso(one.day),
        "from": f"{one.begins:%H:%M}",
        "to": f"{one.ends:%H:%M}",
        "state": one.state.value,
        "machines": list(one.open_at),
        "dossiers": len(one.dossiers),
        "results_place": one.results_place,
        "results_day": _iso(one.results_day),
        "results_time": _hour(one.results_time),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hour(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None
