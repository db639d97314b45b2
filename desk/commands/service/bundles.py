"""Several matters taken in together, without a screen."""

from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from desk.bundles import bundles, definitions
from desk.bundles.bundle_form import BundleForm, begin_bundle, bundle_preview, with_matter
from desk.bundles.bundles import BundleStanding
from desk.bundles.definitions import add_bundles
from desk.bundles.taking_in import take_in_together
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.desk import Desk
from desk.dossiers.lookup import by_code
from desk.intake.intake import IntakeForm
from desk.views.service.bundles import given, part_words
from desk.words.service.bundles import bundle_name
from models.events import PaidBy
from models.person import Person
from models.system.command_line import PathType


@click.group("bundle", cls=DeskGroup)
def bundle() -> None:
    """Nhiều việc nhận một lần: nhóm thủ tục liên thông, nhiều việc của một người."""


@bundle.command("list")
@click.option("--taken", is_flag=True, help="Các nhóm đã nhận còn việc chưa xong, thay vì các nhóm có trong danh mục.")
@as_clerk
@as_json
@click.pass_context
def listed(context: click.Context, *, taken: bool, as_json: bool) -> None:
    """Các nhóm thủ tục nhận được hôm nay, hoặc các nhóm đã nhận chưa xong."""
    with signed_desk(context) as desk:
        if taken:
            found = bundles.listed(desk)
            answer([_told(desk, one) for one in found], as_json=as_json, lines=lambda: [_head(one) for one in found])
            return
        offered = definitions.offered_bundles(desk)
    answer(
        [
            {
                "code": one.code,
                "name": one.name,
                "electronic": one.electronic,
                "valid_from": one.valid_from.isoformat(),
                "parts": [part.procedure for part in one.parts],
            }
            for one in offered
        ],
        as_json=as_json,
        lines=lambda: [f"{one.code}  {one.name} ({len(one.parts)} việc)" for one in offered],
    )


def _agreed(typed: str) -> tuple[str, int]:
    """``PART=DAYS``, as it is typed after ``--days``."""
    part, _, count = typed.partition("=")
    if not (part and count.isdecimal()):
        raise click.BadParameter(f"“{typed}” phải ghi như xac-dinh=10", param_hint="--days")
    return part, int(count)


@bundle.command("show")
@click.argument("code", metavar="MÃ_HỒ_SƠ")
@as_clerk
@as_json
@click.pass_context
def show(context: click.Context, code: str, *, as_json: bool) -> None:
    """Nhóm mà hồ sơ này thuộc về: từng việc đang ở đâu, chờ gì, hẹn ngày nào."""
    with signed_desk(context) as desk:
        found = bundles.of_dossier(desk, by_code(desk, code).id)
        if found is None:
            raise bundles.NotInBundle
        told = _told(desk, found)
    answer(told, as_json=as_json, lines=lambda: [_head(found), *map(part_words, found.parts)])


@bundle.command("add")
@click.argument("file", metavar="TỆP", type=PathType(path_type=Path))
@as_clerk
@as_json
@click.pass_context
def add(context: click.Context, file: Path, *, as_json: bool) -> None:
    """Thêm nhóm của cơ quan từ một tệp TOML; tệp được kiểm tra trước, sai thì không nhận gì."""
    with signed_desk(context) as desk:
        added = add_bundles(desk, file)
    answer(
        {"new": list(added.new), "replaced": list(added.replaced)},
        as_json=as_json,
        lines=lambda: [*(f"Đã thêm: {one}" for one in added.new), *(f"Đã thay: {one}" for one in added.replaced)],
    )


@bundle.command("take")
@click.argument("codes", metavar="MÃ...", nargs=-1, required=True)
@click.option("--name", required=True, help="Họ tên người nộp.")
@click.option("--number", default="", help="Số định danh của người nộp.")
@click.option("--address", default="", help="Địa chỉ người nộp.")
@click.option("--without", multiple=True, metavar="PHẦN", help="Phần của nhóm không làm; nêu được nhiều lần.")
@click.option("--days", multiple=True, metavar="PHẦN=NGÀY", help="Số ngày làm việc đã thỏa thuận cho phần chưa có hạn.")
@click.option("--portal-code", default="", help="Mã hồ sơ Cổng dịch vụ công quốc gia cấp (nhóm nộp trực tuyến).")
@click.option("--cash", is_flag=True, help="Thu luôn tiền mặt, một lần cho cả nhóm.")
@as_clerk
@as_json
@click.pass_context
def take(
    context: click.Context,
    /,
    codes: tuple[str, ...],
    without: tuple[str, ...],
    days: tuple[str, ...],
    portal_code: str,
    *,
    cash: bool,
    as_json: bool,
    **who: str,
) -> None:
    """Nhận một nhóm (một mã nhóm) hoặc nhiều thủ tục một lần (nhiều mã thủ tục), đủ giấy tờ bắt buộc."""
    submitter = Person(full_name=who["name"], personal_number=who["number"], address=who["address"])
    people = IntakeForm(submitter=submitter, paid_by=PaidBy.CASH if cash else None)
    agreed = dict(map(_agreed, days))
    with signed_desk(context) as desk:
        if len(codes) == 1:
            form = begin_bundle(desk, codes[0], people)
        else:
            form = BundleForm(people=people)
            for code in codes:
                form = with_matter(form, replace(people, procedure=code))
        parts = tuple(
            replace(one, chosen=one.chosen and one.id not in without, days=agreed.get(one.id, 0)) for one in form.parts
        )
        form = replace(form, parts=parts, portal_code=portal_code)
        papers = tuple(given(one) for one in bundle_preview(desk, form).papers if one.paper.required)
        taken = take_in_together(desk, replace(form, papers=papers))
        found = bundles.standing(desk, taken.bundle.id)
        told = _told(desk, found)
    answer(told, as_json=as_json, lines=lambda: [_head(found), *map(part_words, found.parts)])


@bundle.command("take-out")
@click.argument("code", metavar="MÃ_HỒ_SƠ")
@click.option("--reason", required=True, help="Lý do tách khỏi nhóm.")
@as_clerk
@as_json
@click.pass_context
def take_out(context: click.Context, code: str, reason: str, *, as_json: bool) -> None:
    """Tách một hồ sơ khỏi nhóm: nó không chờ việc khác và không việc nào chờ nó."""
    with signed_desk(context) as desk:
        dossier = bundles.take_out(desk, by_code(desk, code).id, reason)
    due = dossier.due.at if dossier.due else None
    answer(
        {"code": dossier.code, "due_at": minute(due)},
        as_json=as_json,
        lines=lambda: [f"Đã tách hồ sơ {dossier.code} khỏi nhóm."],
    )


def _told(desk: Desk, found: BundleStanding) -> dict[str, Any]:
    filing = bundles.on_portal(desk, found.bundle)
    return {
        "id": found.bundle.id,
        "definition": found.bundle.definition,
        "name": bundle_name(found.bundle.name),
        "portal_code": found.bundle.portal_code,
        "portal_state": filing.state.name.lower().replace("_", "-") if filing else None,
        "ended": found.ended,
        "total": found.total,
        "closed": found.closed,
        "parts": [
            {
                "code": one.part.code,
                "procedure": one.part.procedure,
                "name": one.part.name,
                "agency": one.part.agency,
                "status": one.dossier.status.value if one.dossier else None,
                "due_at": minute(one.dossier.due.at if one.dossier and one.dossier.due else None),
                "waits_for": [part.code for part in one.waits_for],
                "taken_out": one.out,
            }
            for one in found.parts
        ],
    }


def _head(found: BundleStanding) -> str:
    return f"{bundle_name(found.bundle.name)}: {found.ended}/{found.total} việc đã xong"
