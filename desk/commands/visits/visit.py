"""Home visits without a screen."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.commands.visits.laptop import laptop
from desk.commands.visits.mobile import point, preprinted_slips
from desk.desk import Desk
from desk.dossiers import lookup
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.reach import is_closed
from desk.staff import colleagues
from desk.visits import bringing, door, entitled, papers, planning, requests
from desk.visits.entitled import NotEntitled
from desk.visits.requests import VisitCorrection, VisitUnknown, VisitWish
from desk.visits.shown import shown
from desk.words.visits.visit import (
    ASKED_BY,
    GROUND,
    NO_VISITS,
    NOBODY_LISTED,
    changed_words,
    day_in_words,
    import_words,
    missed_words,
    money_to_take,
    state_words,
    todo_words,
)
from models.events import VisitAskedBy, VisitGround
from models.ids import ClerkId, DeviceId, SubjectId
from models.person import Person
from models.store.projections.visits.visit import VISITS
from models.store.projections.visits.visit_lists import Visits
from models.subjects.visits.entitled_person import EntitledPerson
from models.subjects.visits.visit import Visit
from models.system.command_line import PathType, WrongUse

_SHORT = 8
"""So many last characters name a visit on screen; they are random."""

_DAY = click.DateTime(["%Y-%m-%d"])
_GROUNDS = click.Choice([one.value for one in VisitGround])
_GROUND_HELP = ", ".join(f"{one.value} ({GROUND[one]})" for one in VisitGround)


@click.group("visit", cls=DeskGroup)
def visit() -> None:
    """Đến tận nhà: ghi yêu cầu, xếp ngày đi, phiếu đi tuyến, kết quả tại cửa; máy mang theo."""


visit.add_command(laptop)
visit.add_command(preprinted_slips)
visit.add_command(point)


@visit.command("request")
@click.option("--name", default="", metavar="HỌ_TÊN", help="Người cần đến; bỏ trống nếu nêu --person.")
@click.option("--number", default="", metavar="SỐ", help="Số định danh.")
@click.option("--phone", default="", metavar="SỐ", help="Điện thoại.")
@click.option("--address", default="", metavar="ĐỊA_CHỈ", help="Địa chỉ đến.")
@click.option("--hamlet", default="", metavar="THÔN", help="Thôn, tổ dân phố; mặc định như trong địa chỉ.")
@click.option("--ground", type=_GROUNDS, metavar="DIỆN", help=_GROUND_HELP)
@click.option("--person", default="", metavar="SỐ", help="Người trong danh sách phục vụ tại nhà (xem: visit people).")
@click.option(
    "--by",
    "asked_by",
    type=click.Choice([one.value for one in VisitAskedBy]),
    default=VisitAskedBy.TELEPHONE.value,
    metavar="CÁCH",
    help=", ".join(f"{one.value} ({ASKED_BY[one]})" for one in VisitAskedBy),
)
@click.option("--asker", default="", metavar="AI", help="Ai báo: tên, điện thoại.")
@click.option("--procedure", "procedures", multiple=True, metavar="MÃ_THỦ_TỤC", help="Thủ tục cần tiếp nhận.")
@click.option("--result", "results", multiple=True, metavar="MÃ_HỒ_SƠ", help="Hồ sơ có kết quả cần mang đến.")
@click.option("--wished", default="", metavar="LÚC", help="Người dân mong đến lúc nào, thí dụ: sáng thứ Năm.")
@click.option("--note", default="", metavar="GHI_CHÚ", help="Ghi thêm, thí dụ đường vào nhà.")
@click.option("--again", is_flag=True, help="Ghi dù người này đã có một lượt chưa xong.")
@as_clerk
@as_json
@click.pass_context
def request(context: click.Context, /, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Ghi yêu cầu đến tận nhà."""
    with signed_desk(context) as desk:
        wish = VisitWish(
            person=Person(
                full_name=given["name"],
                personal_number=given["number"],
                phone=given["phone"],
                address=given["address"],
            ),
            hamlet=given["hamlet"],
            ground=VisitGround(given["ground"]) if given["ground"] else None,
            entitled=_entry(desk, given["person"]).id if given["person"] else SubjectId(""),
            asked_by=VisitAskedBy(given["asked_by"]),
            asker=given["asker"],
            procedures=given["procedures"],
            results=tuple(lookup.by_code(desk, code).id for code in given["results"]),
            note=given["note"],
            wished=given["wished"],
            again=given["again"],
        )
        found = requests.request(desk, wish)
        told = _plain(desk, found)
    answer(told, as_json=as_json, lines=lambda: [_line(told)])


@visit.command("list")
@click.option("--day", type=_DAY, metavar="NGÀY", help="Lượt của ngày này; mặc định: các lượt chờ xếp ngày.")
@as_clerk
@as_json
@click.pass_context
def list_(context: click.Context, *, day: Any, as_json: bool) -> None:  # noqa: ANN401 - click gives a datetime
    """Các lượt chờ xếp ngày, theo thôn; hoặc các lượt của một ngày. Số trong ngoặc vuông để chọn."""
    with signed_desk(context) as desk:
        found = planning.route(desk, day.date()) if day else (*planning.left(desk), *planning.waiting(desk))
        told = [_plain(desk, one) for one in found]
    answer(told, as_json=as_json, lines=lambda: [_line(one) for one in told] or [NO_VISITS])


@visit.command("plan")
@click.argument("visits", metavar="LƯỢT...", nargs=-1, required=True)
@click.option("--day", type=_DAY, metavar="NGÀY", help="Ngày đi.")
@click.option("--off", is_flag=True, help="Bỏ khỏi ngày đi, chờ xếp ngày khác.")
@click.option("--laptop", type=click.IntRange(1), metavar="SỐ_MÁY", help="Máy mang theo.")
@click.option("--officer", default="", metavar="MÃ", help="Cán bộ đi.")
@as_clerk
@as_json
@click.pass_context
def plan(
    context: click.Context,
    *,
    visits: tuple[str, ...],
    day: Any,  # noqa: ANN401 - click gives a datetime
    off: bool,
    laptop: int | None,
    officer: str,
    as_json: bool,
) -> None:
    """Xếp các lượt vào một ngày, cùng thôn liền nhau; xếp lại thì đổi ngày, máy, cán bộ."""
    if (day is None) != off:
        raise WrongUse("Nêu --day NGÀY, hoặc --off.")
    with signed_desk(context) as desk:
        named = [_visit(desk, one) for one in visits]
        if off:
            found = planning.take_off(desk, named)
        else:
            with_ = DeviceId(laptop) if laptop is not None else None
            found = planning.plan(desk, named, day.date(), laptop=with_, officer=ClerkId(officer))
        told = [_plain(desk, one) for one in found]
    answer(told, as_json=as_json, lines=lambda: [_line(one) for one in told])


@visit.command("route")
@click.option("--day", type=_DAY, metavar="NGÀY", help="Ngày đi; mặc định hôm nay.")
@click.option("--laptop", type=click.IntRange(1), metavar="SỐ_MÁY", help="Chỉ tuyến của máy này.")
@click.option("--print", "printed", is_flag=True, help="In phiếu đi tuyến.")
@as_clerk
@as_json
@click.pass_context
def route(
    context: click.Context,
    *,
    day: Any,  # noqa: ANN401 - click gives a datetime
    laptop: int | None,
    printed: bool,
    as_json: bool,
) -> None:
    """Tuyến của một ngày theo thứ tự: đến ai, làm gì, mang theo gì, thu bao nhiêu."""
    with signed_desk(context) as desk:
        on: date = day.date() if day else desk.today
        device = DeviceId(laptop) if laptop is not None else None
        told: dict[str, Any] = {
            "day": on.isoformat(),
            "visits": [_plain(desk, one) for one in planning.route(desk, on, device)],
        }
        if printed:
            told["printed"] = _printed(desk, papers.route_job(desk, on, device))
    lines = [f"{one['order']}. {_line(one)}" for one in told["visits"]]
    answer(told, as_json=as_json, lines=lambda: lines or [f"{day_in_words(on)}: {NO_VISITS}"])


@visit.command("door")
@click.argument("named", metavar="LƯỢT")
@click.option("--done", is_flag=True, help="Ghi là đã xong.")
@click.option("--note", default="", metavar="GHI_CHÚ", help="Điều cần biết khi đã xong.")
@as_clerk
@as_json
@click.pass_context
def at_door(context: click.Context, *, named: str, done: bool, note: str, as_json: bool) -> None:
    """Một lượt tại cửa: giấy tờ phải có, kết quả mang theo, tiền phải thu; --done khi đã xong."""
    with signed_desk(context) as desk:
        id_ = _visit(desk, named)
        found = shown(desk, door.done(desk, id_, note) if done else desk.store.log.subject(VISITS, id_))
        told = _plain(desk, found)
        told["papers"] = {one.name: list(one.papers) for one in bringing.wanted(desk, found.procedures)}
    lines = [_line(told)]
    lines += [f"  {name}: {'; '.join(needs)}" for name, needs in told["papers"].items()]
    lines += [
        "  " + " · ".join(filter(None, (one["code"], one["procedure"], one["place"], money_to_take(one["owes"]))))
        for one in told["results"]
    ]
    answer(told, as_json=as_json, lines=lambda: lines)


@visit.command("missed")
@click.argument("named", metavar="LƯỢT")
@click.option("--next", "next_on", type=_DAY, metavar="NGÀY", help="Hẹn đến lại ngày nào.")
@click.option("--at", "next_at", default="", metavar="LÚC", help="Lúc nào, thí dụ: buổi sáng.")
@click.option("--note", default="", metavar="GHI_CHÚ", help="Ghi thêm.")
@click.option("--print", "printed", is_flag=True, help="In thẻ để lại ở cửa.")
@as_clerk
@as_json
@click.pass_context
def missed(
    context: click.Context,
    *,
    named: str,
    next_on: Any,  # noqa: ANN401 - click gives a datetime
    next_at: str,
    note: str,
    printed: bool,
    as_json: bool,
) -> None:
    """Ghi là không gặp, với lần đến sau."""
    with signed_desk(context) as desk:
        again = next_on.date() if next_on else None
        with desk.store.log.together():
            found = door.missed(desk, _visit(desk, named), next_on=again, next_at=next_at, note=note)
            card = papers.card_job(desk, found.id) if printed and not is_closed(desk, found.id) else None
        told = _plain(desk, found)
        if card is not None:
            told["printed"] = _printed(desk, card)
        said = missed_words(shown(desk, found))
    answer(told, as_json=as_json, lines=lambda: [said])


@visit.command("change")
@click.argument("named", metavar="LƯỢT")
@click.option("--name", "full_name", metavar="HỌ_TÊN", help="Họ tên đúng.")
@click.option("--phone", metavar="SỐ", help="Điện thoại đúng.")
@click.option("--address", metavar="ĐỊA_CHỈ", help="Địa chỉ đúng.")
@click.option("--hamlet", metavar="THÔN", help="Thôn, tổ dân phố đúng.")
@click.option("--ground", type=_GROUNDS, metavar="DIỆN", help=_GROUND_HELP)
@click.option("--no-ground", is_flag=True, help="Không thuộc diện nào.")
@click.option("--procedure", "procedures", multiple=True, metavar="MÃ_THỦ_TỤC", help="Mọi thủ tục cần tiếp nhận.")
@click.option("--result", "results", multiple=True, metavar="MÃ_HỒ_SƠ", help="Mọi hồ sơ có kết quả cần mang đến.")
@click.option("--wished", metavar="LÚC", help="Người dân mong đến lúc nào.")
@click.option("--note", metavar="GHI_CHÚ", help="Ghi chú đúng.")
@as_clerk
@as_json
@click.pass_context
def change(context: click.Context, /, *, named: str, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - the options above
    """Sửa yêu cầu: chỉ những gì được nêu; nêu thủ tục, hồ sơ thì nêu lại tất cả."""
    with signed_desk(context) as desk:
        correction = VisitCorrection(
            **{name: given[name] for name in ("full_name", "phone", "address", "hamlet", "wished", "note")},
            ground=VisitGround(given["ground"]) if given["ground"] else None,
            no_ground=given["no_ground"],
            procedures=given["procedures"] or None,
            results=tuple(lookup.by_code(desk, code).id for code in given["results"]) or None,
        )
        found = shown(desk, requests.change(desk, _visit(desk, named), correction))
        told = _plain(desk, found)
    answer(told, as_json=as_json, lines=lambda: [changed_words(found)])


@visit.command("cancel")
@click.argument("named", metavar="LƯỢT")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao không đến nữa.")
@as_clerk
@as_json
@click.pass_context
def cancel(context: click.Context, *, named: str, reason: str, as_json: bool) -> None:
    """Hủy một lượt tận nhà."""
    with signed_desk(context) as desk:
        told = _plain(desk, requests.cancel(desk, _visit(desk, named), reason))
    answer(told, as_json=as_json, lines=lambda: [_line(told)])


@visit.group("people", cls=DeskGroup)
def people() -> None:
    """Danh sách của xã: người được phục vụ tại nhà (có công, cao tuổi, khuyết tật, ốm đau)."""


@people.command("list")
@as_clerk
@as_json
@click.pass_context
def people_list(context: click.Context, *, as_json: bool) -> None:
    """Những người trong danh sách, theo thôn. Số trong ngoặc vuông để chọn."""
    with signed_desk(context) as desk:
        found = entitled.listed(desk)
    answer(
        [_person(one) for one in found],
        as_json=as_json,
        lines=lambda: [_person_line(one) for one in found] or [NOBODY_LISTED],
    )


@people.command("import")
@click.argument("file", metavar="TỆP", type=PathType(path_type=Path))
@click.option("--ground", type=_GROUNDS, metavar="DIỆN", help=f"Diện của mọi dòng không ghi: {_GROUND_HELP}")
@click.option("--sheet", default="", metavar="TÊN", help="Trang nào của tệp Excel.")
@click.option("--dry-run", "dry", is_flag=True, help="Chỉ nói sẽ nhập gì.")
@as_clerk
@as_json
@click.pass_context
def people_import(
    context: click.Context, *, file: Path, ground: str | None, sheet: str, dry: bool, as_json: bool
) -> None:
    """Nhập danh sách từ tệp Excel, CSV; người đã có không ghi lần thứ hai."""
    with signed_desk(context) as desk:
        found = entitled.read(desk, file, VisitGround(ground) if ground else None, sheet=sheet)
        if not dry:
            entitled.enter(desk, [one.entry for one in found.entries])
    same = sum(one.same for one in found.entries)
    told = {
        "new": found.new,
        "changed": found.changed,
        "same": same,
        "bad": [{"line": one.line, "text": one.text} for one in found.bad],
    }
    answer(
        told,
        as_json=as_json,
        lines=lambda: [
            *(f"Dòng {one.line}: {one.text}" for one in found.bad),
            import_words(found.new, found.changed, same, len(found.bad)),
        ],
    )


@people.command("remove")
@click.argument("named", metavar="SỐ")
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao.")
@as_clerk
@as_json
@click.pass_context
def people_remove(context: click.Context, *, named: str, reason: str, as_json: bool) -> None:
    """Đưa một người ra khỏi danh sách."""
    with signed_desk(context) as desk:
        found = entitled.remove(desk, _entry(desk, named).id, reason)
    answer(_person(found), as_json=as_json, lines=lambda: [f"{found.person.full_name}: {found.removed}"])


def _visit(desk: Desk, named: str) -> SubjectId:
    """The visit that ends so, among those waiting and those planned."""
    found = [one.id for one in desk.store.lists(Visits).open() if one.id.endswith(named.strip().lower())]
    if len(found) != 1 or len(named.strip()) < _SHORT:
        raise VisitUnknown(named)
    return found[0]


def _entry(desk: Desk, named: str) -> EntitledPerson:
    found = [one for one in entitled.listed(desk) if one.id.endswith(named.strip().lower())]
    if len(found) != 1 or len(named.strip()) < _SHORT:
        raise NotEntitled
    return found[0]


def _printed(desk: Desk, job: PrintJob) -> Any:  # noqa: ANN401 - where it came out, in words
    return print_jobs.deliver(job, lambda step: step(desk)).where


def _plain(desk: Desk, one: Visit) -> dict[str, Any]:
    one, at = shown(desk, one), one.plan
    names = colleagues.names(desk)
    return {
        "visit": one.id[-_SHORT:],
        "state": one.state.value,
        "words": state_words(one)[0],
        "name": one.person.full_name,
        "phone": one.person.phone,
        "address": one.person.address,
        "hamlet": one.hamlet,
        "ground": one.ground.value if one.ground else None,
        "day": at.day.isoformat() if at is not None and at.day is not None else None,
        "order": at.order if at is not None else 0,
        "laptop": at.laptop if at is not None else None,
        "officer": names.get(at.officer, at.officer) if at is not None else "",
        "planned_twice": one.planned_twice,
        "todo": todo_words(one.procedures, len(one.results)),
        "procedures": [item.code for item in one.procedures],
        "results": [
            {
                "code": item.code,
                "procedure": item.procedure,
                "place": item.place,
                "owes": item.owes,
                "ready": item.ready,
                "returned": item.returned,
            }
            for item in bringing.results(desk, one)
        ],
        "taken_in": [desk.store.dossiers.code_of(item) for item in one.taken],
        "delivered": [desk.store.dossiers.code_of(item) for item in one.delivered],
        "tries": [{"at": minute(item.at), "note": item.note} for item in one.tries],
        "note": one.note,
        "wished": one.wished,
    }


def _line(told: dict[str, Any]) -> str:
    said = (told["name"], told["hamlet"], told["phone"], told["todo"], told["words"])
    return f"[{told['visit']}]  " + "  ".join(filter(None, said))


def _person(one: EntitledPerson) -> dict[str, Any]:
    person = one.person
    return {
        "person": one.id[-_SHORT:],
        "name": person.full_name,
        "number": person.personal_number,
        "phone": person.phone,
        "address": person.address,
        "hamlet": one.hamlet,
        "ground": one.ground.value if one.ground else None,
        "removed": one.removed,
    }


def _person_line(one: EntitledPerson) -> str:
    ground = GROUND[one.ground] if one.ground else ""
    return f"[{one.id[-_SHORT:]}]  " + "  ".join(filter(None, (one.person.full_name, one.hamlet, ground)))
