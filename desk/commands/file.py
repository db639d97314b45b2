"""Commands on the database file: find, show, verify, rebuild, export, status; and the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from msgspec.structs import asdict

from desk import access_log
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand, DeskGroup
from desk.commands.output import answer, as_json, counted, folder, minute
from desk.desk import Desk
from desk.dossiers.lookup import by_code, find, history
from desk.health import verification
from desk.opening import catalogue_of, close_desk, open_desk
from desk.province_assignment import CATALOGUE
from desk.rights import Permission, require
from desk.staff.colleagues import names
from desk.words.findings import found_to_do, found_words, kind_of
from desk.words.history import tell_each
from desk.words.national_list import MADE
from desk.words.terms import STATUS, moment
from models.calendar.clock import local, wall_clock
from models.catalogue.catalogue import write_catalogue
from models.events import ReadBy
from models.files.disk import on_disk, writing_named
from models.history import Recorded
from models.subjects.dossier import DossierStatus
from models.system.command_line import Failed, PathType
from models.text import search_words
from sync.national.procedures import read_national_list

STATUS_LINE = {
    "folder": "Thư mục",
    "office": "Cơ quan",
    "device": "Máy số",
    "catalogue": "Danh mục",
    "procedures": "Số thủ tục",
    "now": "Bây giờ",
    "events": "Sự việc",
    "dossiers": "Hồ sơ",
    "tickets": "Số thứ tự",
    "unsent": "Chưa gửi",
    "set_aside": "Để riêng",
}
"""How ``status`` names its lines to people."""


@contextmanager
def the_desk(context: click.Context) -> Iterator[Desk]:
    """The desk of the chosen folder, open for the length of one command."""
    desk = open_desk(folder(context), create=False)
    try:
        yield desk
    finally:
        close_desk(desk)


@click.command("find", cls=DeskCommand)
@click.argument("words", metavar="TỪ...", nargs=-1, required=True)
@as_clerk
@as_json
@click.pass_context
def find_(context: click.Context, *, words: tuple[str, ...], as_json: bool) -> None:
    """Tìm hồ sơ theo tên, mã, số giấy tờ, điện thoại, địa chỉ; không cần dấu."""
    if not search_words(" ".join(words)):
        raise Failed("Gõ ít nhất một chữ hoặc một số để tìm.")
    with signed_desk(context) as desk:
        rows = find(desk, " ".join(words))
    answer(
        [
            {
                "code": row.code or row.slip,
                "owner": row.owner,
                "procedure": row.procedure_name,
                "status": row.status,
                "due_at": minute(row.due_at),
            }
            for row in rows
        ],
        as_json=as_json,
        lines=lambda: (
            [
                f"{row.code or row.slip}  {row.owner}  {row.procedure_name}  {STATUS[DossierStatus(row.status)]}"
                for row in rows
            ]
            or ["Không tìm thấy hồ sơ nào."]
        ),
    )


@click.command("show", cls=DeskCommand)
@click.argument("code", metavar="MÃ")
@as_clerk
@as_json
@click.pass_context
def show(context: click.Context, *, code: str, as_json: bool) -> None:
    """Một hồ sơ và toàn bộ lịch sử của nó."""
    with signed_desk(context) as desk:
        dossier = access_log.record_opened(desk, by_code(desk, code).id, ReadBy.SEARCH, code)
        called = names(desk)
        recorded = history(desk, dossier.id)
        told = list(zip(recorded, tell_each([one.event for one in recorded], called), strict=True))
    answer(
        {
            "dossier": msgspec.to_builtins(dossier),
            "history": [{"at": minute(r.at), "clerk": r.clerk, "device": r.device, "told": text} for r, text in told],
        },
        as_json=as_json,
        lines=lambda: [
            f"{dossier.code or dossier.slip}: {STATUS[dossier.status]}",
            *(f"  {moment(r.at)}  {text}" for r, text in told),
        ],
    )


@click.command("verify", cls=DeskCommand)
@as_json
@click.pass_context
def verify(context: click.Context, *, as_json: bool) -> None:
    """Kiểm tra từng trang, chuỗi sự việc, các bảng, từng bản quét và các tệp nhỏ. Mã thoát 1 nếu có sai."""
    with counted("Đọc bản quét") as on_progress:
        found = verification.verify(folder(context), clock=wall_clock, on_progress=on_progress)
    told = [(kind_of(one), found_words(one), found_to_do(one)) for one in found]
    answer(
        {
            "whole": not found,
            "findings": [{"kind": kind, "what": what, "what_to_do": to_do} for kind, what, to_do in told],
        },
        as_json=as_json,
        lines=lambda: (
            [line for _, what, to_do in told for line in (what, f"  → {to_do}")]
            or [
                "Không có sai lệch: từng trang và từng bản quét như đã ghi, chuỗi liền mạch, các bảng đúng với lịch sử."
            ]
        ),
    )
    if found:
        context.exit(1)


@click.command("rebuild", cls=DeskCommand)
@as_json
@click.pass_context
def rebuild(context: click.Context, *, as_json: bool) -> None:
    """Dựng lại các bảng tra cứu từ lịch sử."""
    with the_desk(context) as desk:
        desk.store.log.rebuild()
        counts = desk.store.log.counts()
    answer(asdict(counts), as_json=as_json, lines=lambda: [f"Đã dựng lại từ {counts.events} sự việc."])


@click.command("export", cls=DeskCommand)
@click.option("--out", type=PathType(path_type=Path), default=None, help="Tệp đích; mặc định in ra màn hình.")
@as_clerk
@as_json
@click.pass_context
def export(context: click.Context, *, out: Path | None, as_json: bool) -> None:
    """Xuất mọi sự việc, mỗi dòng một JSON, đúng như đã ghi. Chứa dữ liệu cá nhân không mã hóa."""
    with signed_desk(context) as desk:
        require(desk, Permission.KEEP)
        if out is None:
            access_log.record_export(desk)
            for recorded in desk.store.log.events():
                click.echo(_line(recorded))
            return
        with writing_named(out, apart_from=desk.folder) as file:
            access_log.record_export(desk)
            count = 0
            for recorded in desk.store.log.events():
                file.write(_line(recorded) + b"\n")
                count += 1
    answer({"events": count, "file": str(out)}, as_json=as_json, lines=lambda: [f"Đã xuất {count} sự việc ra {out}."])


def _line(recorded: Recorded) -> bytes:
    plain = msgspec.to_builtins(recorded)
    plain["prev"] = recorded.prev.hex()
    plain["body"] = recorded.body.decode()
    del plain["event"]
    return msgspec.json.encode(plain)


@click.command("status", cls=DeskCommand)
@as_json
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    """Máy này đang ở đâu: thư mục, số sự việc, số hồ sơ, danh mục đang dùng."""
    with the_desk(context) as desk:
        counts = asdict(desk.store.log.counts())
        told: dict[str, object] = {
            "folder": str(desk.folder),
            "office": desk.settings.office.unit.name,
            "device": desk.settings.device.number,
            "catalogue": desk.catalogue.version,
            "procedures": len(desk.catalogue.procedures),
            "now": f"{local(desk.clock()):%Y-%m-%dT%H:%M}",
            **counts,
        }
    answer(
        told, as_json=as_json, lines=lambda: [f"{STATUS_LINE.get(name, name)}: {value}" for name, value in told.items()]
    )


@click.group("catalogue", cls=DeskGroup)
def catalogue() -> None:
    """Danh mục thủ tục."""


@catalogue.command("import")
@click.argument("file", metavar="TỆP", type=PathType(path_type=Path))
@as_clerk
@as_json
@click.pass_context
def import_(context: click.Context, *, file: Path, as_json: bool) -> None:
    """Nhập danh mục quốc gia (tệp JSON của Cổng DVCQG); mọi chỗ không hiểu đều được báo."""
    read = read_national_list(file)
    before = catalogue_of(folder(context))
    merged = before.with_national(read.catalogue)
    with on_disk(folder(context)):
        write_catalogue(folder(context) / CATALOGUE, merged)
    answer(
        {
            "imported": len(read.catalogue.procedures),
            "procedures": len(merged.procedures),
            "version": merged.version,
            "reports": [msgspec.to_builtins(report) for report in read.reports],
        },
        as_json=as_json,
        lines=lambda: [
            *(f"{report.code}: {report.field}: “{report.text}” → {MADE[report.made]}" for report in read.reports),
            f"Đã nhập {len(read.catalogue.procedures)} thủ tục, {len(read.reports)} chỗ cần xem lại.",
        ],
    )
