"""Visit laptops without a screen, at the office and at the laptop itself."""

from pathlib import Path
from typing import Any

import click
import msgspec

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.commands.province import Opened, files_first, opened_desk
from desk.desk import Desk
from desk.dossiers import lookup
from desk.health.device_report import packed_report
from desk.laptop import laptops
from desk.laptop.aboard import aboard
from desk.laptop.by_stick import write_load
from desk.laptop.codes import give_code, use_code
from desk.laptop.home import give_everything_back
from desk.laptop.laptop_words import (
    NO_LAPTOPS,
    aboard_words,
    code_words,
    contact_words,
    had_words,
    laptop_line,
)
from desk.laptop.lost import what_it_had
from desk.laptop.papers import list_job
from desk.laptop.wipe import wipe, wipe_if_due
from desk.prints import print_jobs
from desk.province.stick import write_stick
from desk.rights import Permission, may
from desk.visit_laptop import contact
from desk.visits.needed import needed
from models.ids import DeviceId, SubjectId
from models.subjects.laptop import Laptop
from models.system.command_line import WrongUse

_NUMBER = click.argument("number", metavar="MÁY_SỐ", type=click.IntRange(min=1))
_STICK = click.option(
    "--stick",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="THƯ_MỤC",
    help="Qua USB: thư mục của USB.",
)


@click.group("laptop", cls=DeskGroup)
def laptop() -> None:
    """Máy xách tay đi tận nhà: nạp, nộp về, xóa, báo mất, mã một lần."""


@laptop.command("list")
@as_clerk
@as_json
@click.pass_context
def listed(context: click.Context, *, as_json: bool) -> None:
    """Các máy đi tận nhà của cơ quan: đang mang gì, đến ngày nào."""
    with signed_desk(context) as desk:
        found = laptops.laptops(desk)
    answer(
        [_plain(one) for one in found],
        as_json=as_json,
        lines=lambda: [laptop_line(one) for one in found] or [NO_LAPTOPS],
    )


@laptop.command("load")
@_NUMBER
@click.argument("codes", metavar="MÃ_HỒ_SƠ...", nargs=-1)
@click.option(
    "--day",
    "planned",
    type=click.DateTime(["%Y-%m-%d"]),
    multiple=True,
    metavar="NGÀY",
    help="Mọi thứ các lượt tận nhà của máy trong ngày này cần; nhiều ngày thì ghi nhiều lần.",
)
@click.option("--days", type=int, metavar="SỐ_NGÀY", help="Giữ trên máy bấy nhiêu ngày; mặc định theo Thiết lập.")
@_STICK
@as_clerk
@as_json
@click.pass_context
def load(
    context: click.Context,
    *,
    number: int,
    codes: tuple[str, ...],
    planned: tuple[Any, ...],
    days: int | None,
    stick: Path | None,
    as_json: bool,
) -> None:
    """Chọn hồ sơ cho máy mang theo; máy tự lấy về khi nối mạng, hoặc chép ra USB (--stick) cho máy ấy đọc."""
    with signed_desk(context) as desk:
        device = DeviceId(number)
        if codes or planned or stick is None:
            named: list[SubjectId] = [lookup.by_code(desk, code).id for code in codes]
            if planned:
                named += needed(desk, [one.date() for one in planned], device).subjects
            found = laptops.load(desk, device, named, days=days)
        else:
            found = laptops.laptop(desk, device)
        written = write_load(desk, device, stick) if stick is not None else None
    told: dict[str, Any] = _plain(found)
    if written is not None:
        told |= {"stick": str(written.place), "events": written.events, "size": written.size}
    answer(told, as_json=as_json, lines=lambda: [laptop_line(found), *([str(written.place)] if written else [])])


@laptop.command("status")
@as_clerk
@as_json
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    """Ở máy đi tận nhà: trên máy có gì, còn mấy ngày, liên lạc khi nào, còn gì chưa nộp."""
    with signed_desk(context) as desk:
        found, held = aboard(desk), contact(desk)
    told = msgspec.to_builtins(found) | {"contact": minute(found.contact), "closed": held.closed, "silent": held.days}
    lines = [*aboard_words(found), *filter(None, [contact_words(held)])]
    answer(told, as_json=as_json, lines=lambda: lines)


@laptop.command("give-back")
@_STICK
@as_clerk
@as_json
@click.pass_context
def give_back(context: click.Context, *, stick: Path | None, as_json: bool) -> None:
    """Ở máy đi tận nhà: nộp ngay mọi việc về cơ quan qua mạng, hoặc ra USB (--stick); hết ngày giữ thì xóa."""
    with opened_desk(context) as opened:
        if stick is None:
            _send(opened)
        else:
            write_stick(opened.desk, stick, packed_report(opened.desk))
        opened.desk = wipe_if_due(opened.desk)
        found = aboard(opened.desk)
    answer(msgspec.to_builtins(found), as_json=as_json, lines=lambda: list(aboard_words(found)))


@laptop.command("wipe")
@click.argument("number", metavar="[MÁY_SỐ]", type=click.IntRange(min=1), required=False)
@click.option("--reason", default="", metavar="LÝ_DO", help="Ở cơ quan: vì sao yêu cầu máy ấy xóa.")
@click.option("--drafts-too", is_flag=True, help="Bỏ cả hồ sơ đang nhập dở trên máy này.")
@as_clerk
@as_json
@click.pass_context
def wiped(context: click.Context, *, number: int | None, reason: str, drafts_too: bool, as_json: bool) -> None:
    """Không kèm số máy: xóa máy này (đã nộp hết mới xóa). Kèm số máy: yêu cầu máy ấy xóa khi liên lạc."""
    with opened_desk(context) as opened:
        if number is not None:
            found = laptops.order_wipe(opened.desk, DeviceId(number), reason)
            told, lines = _plain(found), [laptop_line(found)]
        else:
            if opened.desk.store.log.unsent_count():
                _send(opened)  # that somebody signed in just now, at least
            opened.desk = wipe(opened.desk, drafts_too=drafts_too)
            here = aboard(opened.desk)
            told, lines = msgspec.to_builtins(here), list(aboard_words(here))
    answer(told, as_json=as_json, lines=lambda: lines)


def _send(opened: Opened) -> None:
    with files_first(opened.desk) as before_events:
        opened.desk = give_everything_back(opened.desk, before_events=before_events)


@laptop.command("lost")
@_NUMBER
@click.option("--reason", required=True, metavar="LÝ_DO", help="Mất ở đâu, thế nào.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="NGÀY", help="Mất từ ngày nào, nếu biết.")
@as_clerk
@as_json
@click.pass_context
def lost(context: click.Context, *, number: int, reason: str, since: Any, as_json: bool) -> None:  # noqa: ANN401 - click gives a datetime
    """Báo mất một máy: tỉnh thu hồi, số biên lai chưa dùng bị khóa; in ra những gì máy đang mang."""
    with signed_desk(context) as desk:
        reads = may(desk, Permission.READ)  # an administrator reports it too, and reads no dossier
        had = what_it_had(desk, DeviceId(number)) if reads else None
        known = laptops.report_lost(desk, DeviceId(number), reason, since.date() if since else None)
    told = _plain(known) if had is None else msgspec.to_builtins(had)
    answer(told, as_json=as_json, lines=lambda: [laptop_line(known)] if had is None else list(had_words(had)))


@laptop.command("found")
@_NUMBER
@click.option("--note", default="", metavar="GHI_CHÚ", help="Ai giao lại, máy thế nào.")
@as_clerk
@as_json
@click.pass_context
def found(context: click.Context, *, number: int, note: str, as_json: bool) -> None:
    """Ghi là đã tìm lại được máy; việc chưa nộp của nó gửi về tỉnh vào chỗ chờ, người quản trị xem rồi nhận."""
    with signed_desk(context) as desk:
        known = laptops.report_found(desk, DeviceId(number), note)
    answer(_plain(known), as_json=as_json, lines=lambda: [laptop_line(known)])


@laptop.command("had")
@_NUMBER
@click.option("--print", "printed", is_flag=True, help="In danh sách, để lưu ở cơ quan.")
@as_clerk
@as_json
@click.pass_context
def had(context: click.Context, *, number: int, printed: bool, as_json: bool) -> None:
    """Máy ấy đang mang gì: người, hồ sơ, giấy tờ, số."""
    with signed_desk(context) as desk:
        found = what_it_had(desk, DeviceId(number))
        told: dict[str, Any] = msgspec.to_builtins(found)
        if printed:
            told["printed"] = print_jobs.deliver(list_job(desk, DeviceId(number)), lambda step: step(desk)).where
    answer(told, as_json=as_json, lines=lambda: list(had_words(found)))


@laptop.command("code")
@click.argument("number", metavar="[MÁY_SỐ]", type=click.IntRange(min=1), required=False)
@click.option("--enter", default="", metavar="MÃ", help="Ở máy đi tận nhà: nhập mã lãnh đạo đọc cho.")
@as_clerk
@as_json
@click.pass_context
def code(context: click.Context, *, number: int | None, enter: str, as_json: bool) -> None:
    """Mã một lần để xem tiếp dữ liệu khi máy không liên lạc được: lãnh đạo cấp (MÁY_SỐ), máy ấy nhập (--enter)."""
    if (number is None) is not bool(enter):
        raise WrongUse("Nêu MÁY_SỐ, hoặc --enter MÃ.")
    with signed_desk(context) as desk:
        told, lines = _code(desk, DeviceId(number or 0), enter)
    answer(told, as_json=as_json, lines=lambda: lines)


def _code(desk: Desk, device: DeviceId, typed: str) -> tuple[dict[str, Any], list[str]]:
    if typed:
        held = use_code(desk, typed)
        return msgspec.to_builtins(held), [contact_words(held)]
    given = give_code(desk, device)
    return msgspec.to_builtins(given), [code_words(given)]


def _plain(one: Laptop) -> dict[str, Any]:
    return {
        "device": one.device,
        "name": one.name,
        "subjects": len(one.subjects),
        "aboard": len(one.aboard),
        "loaded_at": minute(one.loaded_at),
        "until": one.until.isoformat() if one.until else None,
        "wipe_ordered": one.wipe_ordered,
        "wiped_at": minute(one.wiped_at),
        "lost_at": minute(one.lost_at),
        "lost_reason": one.lost_reason,
    }
