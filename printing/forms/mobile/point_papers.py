"""Papers of a mobile point: the list for the hamlet's board, and the results taken along. The words are ours."""

from collections.abc import Sequence

from msgspec import Struct

from models.calendar.clock import local
from models.events import ReturnBy
from models.person import Organisation
from models.subjects.dossier import Dossier
from models.subjects.mobile.mobile_point import MobilePoint
from models.text import clean, masked_name
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.sheet import (
    Block,
    CodeBlock,
    Column,
    FieldLine,
    FormField,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Table,
    Title,
)

_HINT = "(Ký và ghi rõ họ tên)"
_BOARD = (
    Column("STT", 6, centred=True),
    Column("Mã hồ sơ", 27, centred=True),
    Column("Người nộp", 18),
    Column("Thủ tục", 31),
    Column("Hẹn trả", 18, centred=True),
)
_RESULTS = (
    Column("STT", 5, centred=True),
    Column("Mã hồ sơ, người nộp, điện thoại", 33),
    Column("Thủ tục", 24),
    Column("Ngăn", 8, centred=True),
    Column("Bản chính trả lại", 15),
    Column("Ký nhận", 15),
)


class PointPaper(Struct, frozen=True, kw_only=True):
    """A point and the dossiers that a paper of it tells of. At least one."""

    point: MobilePoint
    dossiers: Sequence[Dossier]


def point_board(told: PointPaper, given: Given) -> tuple[Block, ...]:
    """For the board: everybody knows their own line again, others not whose it is. No code: it would tell more."""
    point = told.point
    rows = tuple(
        (
            str(place),
            one.code,
            masked_name(one.intake.submitter.full_name) if one.intake else "",
            clean(one.intake.procedure.name) if one.intake else "",
            _promised(one),
        )
        for place, one in enumerate(told.dossiers, start=1)
    )
    return (
        *_head("HỒ SƠ ĐÃ TIẾP NHẬN TẠI ĐIỂM LƯU ĐỘNG", given),
        *_where(point),
        Table(_BOARD, rows),
        Paragraph(f"Tổng số: {len(rows):02d} hồ sơ. Mang theo giấy tiếp nhận khi nhận kết quả.", strong=True),
        Signatures((Signature("NGƯỜI LẬP", _HINT, given.clerk),)),
    )


def point_results(told: PointPaper, given: Given) -> tuple[Block, ...]:
    """To be taken along: each result with its place on the shelf, and room to sign."""
    rows = tuple(_result(place, one) for place, one in enumerate(told.dossiers, start=1))
    return (
        *_head("KẾT QUẢ MANG TRẢ TẠI ĐIỂM LƯU ĐỘNG", given),
        CodeBlock(code=point_code(told), label="Hồ sơ đầu tiên", bars=False),
        *_where(told.point),
        Table(_RESULTS, rows),
        Paragraph(f"Tổng số: {len(rows):02d} kết quả. Kết quả chưa trao được thì mang về quầy.", strong=True),
        Signatures((Signature("NGƯỜI GIAO TẠI QUẦY", _HINT), Signature("NGƯỜI MANG ĐI", _HINT, given.clerk))),
    )


def point_code(told: PointPaper) -> str:
    """What its papers are filed under: the first dossier on them."""
    return told.dossiers[0].code


def _head(title: str, given: Given) -> tuple[Block, ...]:
    office, words = given.office, given.words
    return (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title(title, f"({given.copy_mark})" if given.copy_mark else ""),
    )


def _where(point: MobilePoint) -> tuple[Block, ...]:
    day = f"{point.begins:%H:%M} – {point.ends:%H:%M}, {point.day:%d/%m/%Y}" if point.day else ""
    place = ", ".join(filter(None, (clean(point.place), clean(point.address))))
    when = " ".join(
        filter(
            None,
            (
                f"{point.results_time:%H:%M}" if point.results_time else "",
                f"{point.results_day:%d/%m/%Y}" if point.results_day else "",
            ),
        )
    )
    back = ", ".join(filter(None, (clean(point.results_place), when))) or "tại cơ quan"
    return (
        FieldLine((FormField("Nơi tiếp nhận", place),)),
        FieldLine((FormField("Thời gian", day),)),
        FieldLine((FormField("Trả kết quả", back, strong=True),)),
    )


def _promised(dossier: Dossier) -> str:
    due = f"{local(dossier.due.at):%H:%M %d/%m/%Y}" if dossier.due and dossier.due.at else ""
    by_post = dossier.intake is not None and dossier.intake.return_by is ReturnBy.POST
    return "\n".join(filter(None, (due, "qua bưu điện" if by_post else "")))


def _result(place: int, dossier: Dossier) -> tuple[str, ...]:
    intake = dossier.intake
    owner = dossier.owner
    name = owner.name if isinstance(owner, Organisation) else intake.submitter.full_name if intake else ""
    phone = intake.submitter.phone if intake else ""
    originals = "\n".join(paper.name for paper in intake.papers if paper.originals) if intake else ""
    who = "\n".join(filter(None, (dossier.code, clean(name), phone)))
    return str(place), who, clean(intake.procedure.name) if intake else "", dossier.processing.place, originals, ""
