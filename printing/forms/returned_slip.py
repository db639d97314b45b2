"""The slip for papers that are given back when a dossier is withdrawn. The words are ours: no circular has it."""

from models.calendar.clock import local
from models.person import Organisation, number_of
from models.subjects.dossier import Dossier
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

_COLUMNS = (
    Column("STT", 6, centred=True),
    Column("Tên giấy tờ trả lại", 58),
    Column("Bản chính", 12, centred=True),
    Column("Bản sao", 12, centred=True),
)


def returned_slip(dossier: Dossier, given: Given) -> tuple[Block, ...]:
    """Which papers go back to whom; dated the day it is printed. What was only shown is left out."""
    office, words, mark, intake = given.office, given.words, given.copy_mark, dossier.intake
    papers = [one for one in intake.papers if not one.shown_only and one.originals + one.copies] if intake else []
    rows = tuple((str(n), one.name, _count(one.originals), _count(one.copies)) for n, one in enumerate(papers, start=1))
    submitter = intake.submitter if intake else None
    owner = intake.owner if intake else None
    received = f"{local(dossier.received_at):%d/%m/%Y}" if dossier.received_at else ""
    blocks: list[Block] = [
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        CodeBlock(code=dossier.code or dossier.slip, label=words.facts.code),
        Title("PHIẾU TRẢ LẠI GIẤY TỜ KHI RÚT HỒ SƠ", f"({mark})" if mark else ""),
        FieldLine((FormField("Thủ tục hành chính", intake.procedure.name if intake else ""),)),
        FieldLine((FormField("Ngày tiếp nhận", received), FormField("Lý do rút", dossier.reason))),
        FieldLine(
            (
                FormField("Người nhận lại", submitter.full_name if submitter else "", strong=True),
                FormField("Số giấy tờ", number_of(submitter) if submitter else ""),
            )
        ),
    ]
    if owner is not None:
        blocks.append(
            FieldLine((FormField("Hồ sơ của", owner.name if isinstance(owner, Organisation) else owner.full_name),))
        )
    if rows:
        blocks.append(Table(_COLUMNS, rows))
    else:
        blocks.append(Paragraph("Hồ sơ này không có giấy tờ để trả lại."))
    if rows:
        blocks.append(Paragraph("Người nhận lại đã nhận đủ các giấy tờ nêu trên."))
    hint = "(Ký và ghi rõ họ tên)"
    blocks.append(
        Signatures(
            (
                Signature("NGƯỜI NHẬN LẠI GIẤY TỜ", hint, submitter.full_name if submitter else ""),
                Signature("NGƯỜI TRẢ GIẤY TỜ", hint, given.clerk),
            )
        )
    )
    return tuple(blocks)


def _count(papers: int) -> str:
    return str(papers) if papers else ""
