"""Results without a screen: checked in at the desk, returned to a person."""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from desk.commands.clerk_sign_in import as_clerk
from desk.commands.command import DeskCommand
from desk.commands.output import as_json
from desk.commands.steps import dossier_codes, of_one, tell_each
from desk.desk import Desk
from desk.dossiers import outcome, returns, shelf
from desk.dossiers.returns import Collection, OriginalUnknown
from desk.recording import ManyDone
from models.events import ResultCopy
from models.ids import DossierId
from models.person import Authority, Person
from models.subjects.dossier import Dossier
from models.system.command_line import PathType, WrongUse

_signed_by = click.option(
    "--signed-by", default="", metavar="TÊN", help="Người ký, khi hồ sơ chưa được ghi là đã ký trên máy."
)

_electronic = click.option(
    "--electronic",
    type=PathType(path_type=Path),
    help="Tệp PDF đã ký số là kết quả bản điện tử; chỉ với một hồ sơ.",
)


@click.command("check-in", cls=DeskCommand)
@dossier_codes
@click.option("--place", metavar="NGĂN", help="Ngăn để kết quả, ví dụ B-12; mặc định: chỗ trống đầu tiên.")
@_signed_by
@_electronic
@as_clerk
@as_json
@click.pass_context
def check_in(
    context: click.Context,
    *,
    codes: tuple[str, ...],
    place: str | None,
    signed_by: str,
    electronic: Path | None,
    as_json: bool,
) -> None:
    """Nhận kết quả về quầy và cất vào ngăn; --place "" với kết quả chỉ có bản điện tử."""
    _of_one_alone(electronic, codes)

    def put(desk: Desk, id_: DossierId) -> Dossier:
        where = shelf.first_free(desk) if place is None else place
        return outcome.check_in(desk, id_, where, signed_by=signed_by, electronic=electronic)

    tell_each(context, codes, of_one(put), as_json=as_json)


class _Return(TypedDict):
    """Options of ``motcua return``."""

    to: str
    number: str
    authority: str
    originals: tuple[str, ...]
    signed_by: str
    electronic: Path | None
    copy: str | None
    signature: Path | None


@click.command("return", cls=DeskCommand)
@dossier_codes
@click.option("--to", "to", required=True, metavar="TÊN", help="Họ tên người đến nhận.")
@click.option("--number", default="", metavar="SỐ", help="Số định danh của người đến nhận.")
@click.option("--authority", default="", metavar="GIẤY", help="Giấy ủy quyền, khi người khác nhận thay.")
@click.option("--original", "originals", multiple=True, metavar="TÊN", help="Bản chính trả lại; ghi được nhiều lần.")
@_signed_by
@_electronic
@click.option(
    "--copy",
    type=click.Choice([one.value for one in ResultCopy]),
    help="Giao bản giấy (paper), bản điện tử (electronic) hay cả hai (both); mặc định: những gì hồ sơ có.",
)
@click.option(
    "--signature",
    type=PathType(path_type=Path),
    help="Ảnh chữ ký của người nhận (PNG từ bảng ký) hoặc bản quét phiếu đã ký.",
)
@as_clerk
@as_json
@click.pass_context
def return_(context: click.Context, *, codes: tuple[str, ...], as_json: bool, **typed: Unpack[_Return]) -> None:
    """Trả kết quả của một hay nhiều hồ sơ cho một người."""
    authority, copy, electronic = typed["authority"], typed["copy"], typed["electronic"]
    _of_one_alone(electronic, codes)

    def give(desk: Desk, ids: list[DossierId]) -> ManyDone:
        collection = Collection(
            collector=Person(full_name=typed["to"], personal_number=typed["number"]),
            authority=Authority(relation="", paper=authority) if authority else None,
            originals=_of_each(desk, ids, typed["originals"]),
            signed_by=typed["signed_by"],
            signature=typed["signature"],
            copies=dict.fromkeys(ids, ResultCopy(copy)) if copy else {},
            electronic=dict.fromkeys(ids, electronic) if electronic else {},
        )
        return returns.hand_over(desk, ids, collection)

    tell_each(context, codes, give, as_json=as_json)


def _of_one_alone(electronic: Path | None, codes: tuple[str, ...]) -> None:
    if electronic is not None and len(codes) != 1:
        raise WrongUse("Một tệp kết quả điện tử là của một hồ sơ: nêu đúng một mã với --electronic.")


def _of_each(desk: Desk, ids: list[DossierId], names: tuple[str, ...]) -> dict[DossierId, tuple[str, ...]]:
    """Which of the originals named belong to which dossier.

    Raises:
        OriginalUnknown: one belongs to none.
    """
    intakes = {id_: desk.store.log.dossier(id_).intake for id_ in ids}
    known = {id_: set(returns.originals_of(intake)) for id_, intake in intakes.items() if intake}
    for name in names:
        if not any(name in there for there in known.values()):
            raise OriginalUnknown(name)
    return {id_: tuple(name for name in names if name in there) for id_, there in known.items()}
