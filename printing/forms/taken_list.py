"""The list of dossiers taken in together: A4, for the person who brought them."""

from collections.abc import Sequence

from models.calendar.clock import local
from models.person import Organisation, number_of
from models.subjects.dossier import Dossier
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

_COLUMNS = (
    Column("STT", 6, centred=True),
    Column("Mã hồ sơ", 28, centred=True),
    Column("Họ và tên, số giấy tờ", 46),
    Column("Hẹn trả", 22, centred=True),
    Column("Phí, lệ phí (đồng)", 16, centred=True),
)


def taken_list(dossiers: Sequence[Dossier], given: Given) -> tuple[Block, ...]:
    """The list. At least one dossier."""
    first, office, words, mark = dossiers[0], given.office, given.words, given.copy_mark
    intake = first.intake
    blocks: list[Block] = [
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(first.received_at or given.printed_at, office.place, words.facts),
        ),
        Title("DANH SÁCH HỒ SƠ ĐÃ TIẾP NHẬN", f"({mark})" if mark else ""),
        CodeBlock(code=first.code, label="Hồ sơ đầu tiên"),
        FieldLine(
            (FormField("Thủ tục hành chính", f"{intake.procedure.name} – {intake.procedure.code}" if intake else ""),)
        ),
    ]
    if intake is not None and intake.owner is not None:
        blocks.append(
            FieldLine(
                (FormField("Người nộp", intake.submitter.full_name), FormField("Số điện thoại", intake.submitter.phone))
            )
        )
    blocks.append(FieldLine((FormField("Số hồ sơ", str(len(dossiers))),)))
    blocks.append(Table(_COLUMNS, tuple(_row(place, one) for place, one in enumerate(dossiers, start=1))))
    total = sum(one.fee.total for one in dossiers if one.fee)
    paid = sum(one.taken for one in dossiers)
    if total or paid:
        blocks.append(
            Paragraph(f"Tổng phí, lệ phí: {in_figures(total)} đồng; đã thu {in_figures(paid)} đồng.", strong=True)
        )
    hint = "(Ký và ghi rõ họ tên)"
    submitter = intake.submitter.full_name if intake and intake.owner is not None else ""
    blocks.append(
        Signatures(
            (Signature("NGƯỜI NỘP HỒ SƠ", hint, submitter), Signature("NGƯỜI TIẾP NHẬN HỒ SƠ", hint, given.clerk))
        )
    )
    return tuple(blocks)


def _row(place: int, dossier: Dossier) -> tuple[str, ...]:
    owner = dossier.owner
    name = owner.name if isinstance(owner, Organisation) else owner.full_name if owner else ""
    number = owner.tax_code if isinstance(owner, Organisation) else number_of(owner) if owner else ""
    due = f"{local(dossier.due.at):%H:%M %d/%m/%Y}" if dossier.due and dossier.due.at else ""
    fee = in_figures(dossier.fee.total) if dossier.fee and dossier.fee.lines else ""
    # Below the name, not beside it: the code needs its width whole, and a name of four words fits its line.
    return (str(place), dossier.code, "\n".join(part for part in (name, number) if part), due, fee)
