"""The combined slip of matters taken in together (phiếu hẹn chung): A4, for the person who brought them."""

from msgspec import Struct

from models.calendar.clock import local
from models.events import PaperReceived
from models.ids import DossierId
from models.person import Organisation, number_of
from models.subjects.dossier import Dossier
from models.subjects.service.bundle import Bundle
from models.words.money_words import in_figures
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

_MATTERS = (
    Column("STT", 5, centred=True),
    Column("Việc, mã hồ sơ", 40),
    Column("Cơ quan giải quyết", 26),
    Column("Hẹn trả", 24, centred=True),
    Column("Phí, lệ phí (đồng)", 15, centred=True),
)
_PAPERS = (Column("STT", 5, centred=True), Column("Giấy tờ đã nhận", 70), Column("Số lượng", 25, centred=True))


class BundleSlip(Struct, frozen=True, kw_only=True):
    """What it tells of: the bundle, and its dossiers in its order; one at least."""

    bundle: Bundle
    dossiers: tuple[Dossier, ...]


def bundle_slip(told: BundleSlip, given: Given) -> tuple[Block, ...]:
    """The slip."""
    bundle, office, words = told.bundle, given.office, given.words
    first = told.dossiers[0]
    intake = first.intake
    below = bundle.name or "Nhiều việc nhận một lần"
    blocks: list[Block] = [
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(bundle.at or given.printed_at, office.place, words.facts),
        ),
        Title("PHIẾU HẸN TRẢ KẾT QUẢ CHUNG", f"{below} ({given.copy_mark})" if given.copy_mark else below),
        CodeBlock(code=first.code, label="Hồ sơ đầu tiên"),
    ]
    if intake is not None:
        blocks += _people(first)
    if bundle.portal_code:
        blocks.append(FieldLine((FormField("Mã trên Cổng dịch vụ công quốc gia", bundle.portal_code, strong=True),)))
    places = {part.dossier: place for place, part in enumerate(bundle.parts, start=1)}
    agencies = {part.dossier: part.agency for part in bundle.parts}
    names = {part.dossier: part.name for part in bundle.parts}
    waits = any(one.waits_in_bundle for one in told.dossiers)
    rows = tuple(
        (str(places[one.id]), f"{names[one.id]}\n{one.code}", agencies[one.id], _due(one, places), _fee(one))
        for one in told.dossiers
    )
    blocks.append(Table(_MATTERS, rows))
    if waits:
        blocks.append(
            Paragraph("Việc ghi “dự kiến” bắt đầu tính hạn khi việc nó chờ có kết quả; ngày hẹn khi đó được báo lại.")
        )
    if bundle.papers:
        blocks.append(Table(_PAPERS, tuple(_paper(place, one) for place, one in enumerate(bundle.papers, start=1))))
    total = sum(one.fee.total for one in told.dossiers if one.fee)
    paid = sum(one.taken for one in told.dossiers)
    if total or paid:
        blocks.append(
            Paragraph(f"Tổng phí, lệ phí: {in_figures(total)} đồng; đã thu {in_figures(paid)} đồng.", strong=True)
        )
    hint = "(Ký và ghi rõ họ tên)"
    submitter = intake.submitter.full_name if intake else ""
    blocks.append(
        Signatures(
            (Signature("NGƯỜI NỘP HỒ SƠ", hint, submitter), Signature("NGƯỜI TIẾP NHẬN HỒ SƠ", hint, given.clerk))
        )
    )
    return tuple(blocks)


def _people(dossier: Dossier) -> list[Block]:
    intake, owner = dossier.intake, dossier.owner
    if intake is None:
        return []
    who = intake.submitter
    lines = [FieldLine((FormField("Người nộp", who.full_name), FormField("Số giấy tờ", number_of(who))))]
    if intake.owner is not None and owner is not None:
        name = owner.name if isinstance(owner, Organisation) else owner.full_name
        lines.append(FieldLine((FormField("Chủ hồ sơ", name),)))
    lines.append(FieldLine((FormField("Địa chỉ", who.address), FormField("Số điện thoại", who.phone))))
    return list(lines)


def _due(dossier: Dossier, places: dict[DossierId, int]) -> str:
    at = f"{local(dossier.due.at):%H:%M %d/%m/%Y}" if dossier.due and dossier.due.at else ""
    if dossier.waits_in_bundle is None or dossier.bundle is None:
        return at
    after = ", ".join(str(places[one]) for one in dossier.bundle.after if one in places)
    return f"dự kiến {at}\nsau việc {after}"


def _fee(dossier: Dossier) -> str:
    if dossier.fee is None or not (dossier.fee.lines or dossier.fee.free):
        return ""
    return in_figures(dossier.fee.total) if dossier.fee.total else "0"


def _paper(place: int, paper: PaperReceived) -> tuple[str, str, str]:
    counted = (("bản chính", paper.originals), ("bản sao", paper.copies), ("bản điện tử", paper.electronic))
    amount = ", ".join(f"{count:02d} {kind}" for kind, count in counted if count)
    return str(place), paper.name, "xuất trình" if paper.shown_only else amount
