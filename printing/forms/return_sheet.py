"""The sheet that who collects results signs: results and originals received. The words are ours: no circular has it."""

from collections.abc import Sequence

from models.calendar.clock import local
from models.events import CollectorRelation, ResultCopy, ResultHandedOver
from models.person import Organisation, Person, number_of
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
    Column("Mã hồ sơ, chủ hồ sơ", 34),
    Column("Thủ tục", 34),
    Column("Bản chính trả lại", 26),
)
_AS = {
    CollectorRelation.SUBMITTER: "người nộp hồ sơ",
    CollectorRelation.OWNER: "chủ hồ sơ",
    CollectorRelation.AUTHORISED: "người nhận thay",
}


def return_sheet(dossiers: Sequence[Dossier], given: Given) -> tuple[Block, ...]:
    """What one person received, dated the moment it was given. At least one dossier, each returned."""
    first, office, words, mark = dossiers[0], given.office, given.words, given.copy_mark
    returned = first.returned or ResultHandedOver(to="")
    collector = returned.collector or Person(full_name=returned.to)
    blocks: list[Block] = [
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(first.ended_at or given.printed_at, office.place, words.facts),
        ),
        CodeBlock(code=first.code, label=words.facts.code),
        Title("PHIẾU TRẢ KẾT QUẢ", f"({mark})" if mark else ""),
        FieldLine(
            (
                FormField("Người nhận", collector.full_name, strong=True),
                FormField("Số giấy tờ", number_of(collector)),
            )
        ),
    ]
    if returned.relation is not None:
        blocks.append(FieldLine((FormField("Nhận với tư cách", _capacity(returned)),)))
    at = f"{local(first.ended_at):%H:%M, %d/%m/%Y}" if first.ended_at else ""
    blocks += [
        FieldLine((FormField("Nhận lúc", at), FormField("Số kết quả", str(len(dossiers))))),
        Table(_COLUMNS, tuple(_row(place, one) for place, one in enumerate(dossiers, start=1))),
        Paragraph("Người nhận đã kiểm tra và nhận đủ kết quả, giấy tờ nêu trên."),
    ]
    hint = "(Ký và ghi rõ họ tên)"
    blocks.append(
        Signatures((Signature("NGƯỜI NHẬN", hint, collector.full_name), Signature("NGƯỜI TRẢ", hint, given.clerk)))
    )
    return tuple(blocks)


def _capacity(returned: ResultHandedOver) -> str:
    authority = returned.authority
    parts = (authority.relation, authority.paper, authority.number) if authority else ()
    return ", ".join(filter(None, (_AS[returned.relation] if returned.relation else "", *parts)))


def _row(place: int, dossier: Dossier) -> tuple[str, ...]:
    owner = dossier.owner
    name = owner.name if isinstance(owner, Organisation) else owner.full_name if owner else ""
    originals = "\n".join(dossier.returned.originals) if dossier.returned else ""
    procedure = dossier.intake.procedure.name if dossier.intake else ""
    copies = _copies(dossier.returned) if dossier.returned else ""
    matter = "\n".join(filter(None, (procedure, copies)))
    return (str(place), "\n".join(filter(None, (dossier.code, name))), matter, originals)


def _copies(returned: ResultHandedOver) -> str:
    """What of the result was received; the file by the beginning of its SHA-256, which anybody can compute again."""
    if returned.electronic is None:
        return ""
    what = "Bản điện tử" if returned.copy is ResultCopy.ELECTRONIC else "Bản giấy và bản điện tử"
    return f"{what}, SHA-256 {returned.electronic[:16]}…"
