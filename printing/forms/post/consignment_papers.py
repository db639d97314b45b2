"""Papers of a dossier sent in by post: its slip, the label over the seal, the record with which it is handed in.

TT 17/2017/TT-BTTTT Đ9 (phiếu gửi hồ sơ); QĐ 45/2016/QĐ-TTg Đ7.3, TT 17/2017 Đ5.1g (biên bản giao nhận). They say what
slip and record contain, not how they look; the post's own slip may be used beside ours.
"""

from collections.abc import Sequence

from msgspec import Struct

from models.calendar.clock import local
from models.events import PaperReceived, ParcelParty
from models.subjects.dossier import Dossier
from models.subjects.post.consignment import Consignment
from models.text import clean
from models.words.money_words import in_figures
from printing.forms.body import Given
from printing.forms.post.parcel_papers import COMPLAINTS, HINT, head
from printing.layout.sheet import (
    BigNumber,
    Block,
    CodeBlock,
    Column,
    FieldLine,
    Footnote,
    FormField,
    Paragraph,
    Rule,
    Signature,
    Signatures,
    Table,
)

_PAPERS = (
    Column("STT", 6, centred=True),
    Column("Tên tài liệu, giấy tờ", 64),
    Column("Bản chính", 15, centred=True),
    Column("Bản sao", 15, centred=True),
)
_RECORD = (
    Column("STT", 4, centred=True),
    Column("Số phiếu gửi, mã hồ sơ hoặc số phiếu bổ sung", 24),
    Column("Người gửi, thủ tục", 23),
    Column("Giấy tờ đã kiểm đếm", 30),
    Column("Xác nhận", 19),
)
_WAY = "nhận gửi, niêm phong trước người gửi, chuyển phát đến cơ quan"
_RIGHTS = (
    "Người gửi cùng nhân viên bưu chính kiểm đếm, ký phiếu gửi và chứng kiến niêm phong. Hồ sơ được coi là đã nộp từ "
    "khi ký Biên bản giao nhận tại cơ quan; nếu phải bổ sung thì từ khi bổ sung đủ."
)


class DeliveryRecord(Struct, frozen=True, kw_only=True):
    """Consignments handed in together, each with the dossier that it became. At least one."""

    number: str
    consignments: Sequence[Consignment]
    dossiers: Sequence[Dossier]


def consignment_slip(one: Consignment, given: Given) -> tuple[Block, ...]:
    """The slip of one dossier, which sender and postman sign; below it the sender's copy, with the tracking number."""
    intake = one.intake
    at = one.picked_up_at or given.printed_at
    postage = f"{in_figures(one.postage)} đồng" if one.postage else "theo bảng giá của bưu điện"
    fee = f"{in_figures(one.fee)} đồng" if one.fee else "không"
    procedure = clean(intake.procedure.name) if intake else ""
    tracking = one.post_number or one.number
    return (
        *head("PHIẾU GỬI HỒ SƠ", "Nộp qua dịch vụ bưu chính công ích", one.number, "Số phiếu gửi", given, at),
        *_side("Người gửi", one.sender),
        *_side("Người nhận", one.receiver),
        FieldLine((FormField("Thủ tục", procedure, strong=True),)),
        FieldLine(
            (
                FormField("Nhận gửi lúc", f"{local(at):%H:%M, %d/%m/%Y}"),
                FormField("Tại", clean(one.picked_up_where) or "địa chỉ người gửi"),
            )
        ),
        FieldLine((FormField("Phát trong", _days(one)), FormField("Cước", f"{postage}, người gửi trả"))),
        FieldLine((FormField("Phương thức", _WAY),)),
        FieldLine(
            (
                FormField("Phí, lệ phí đã thu để nộp cơ quan", fee, strong=True),
                *((FormField("Số của bưu điện", one.post_number),) if one.post_number else ()),
            )
        ),
        Table(_PAPERS, tuple(_paper(place, paper) for place, paper in enumerate(one.papers, start=1))),
        Signatures(
            (
                Signature("NGƯỜI GỬI", HINT, clean(one.sender.name)),
                Signature("NHÂN VIÊN BƯU CHÍNH", HINT, one.postman),
            )
        ),
        Rule(),
        Paragraph("PHẦN NGƯỜI GỬI GIỮ ĐỂ THEO DÕI HỒ SƠ", strong=True),
        CodeBlock(code=tracking, label="Số theo dõi", as_is=tracking != one.number),
        FieldLine((FormField("Người gửi", clean(one.sender.name)), FormField("Giấy tờ", _pieces(one.papers)))),
        FieldLine(
            (
                FormField("Đến cơ quan trước hết ngày", f"{one.arrive_by:%d/%m/%Y}" if one.arrive_by else ""),
                FormField("Phí, lệ phí đã thu", fee),
            )
        ),
        FieldLine((FormField("Hỏi tại", clean(one.receiver.name)), FormField("Điện thoại", one.receiver.phone))),
        Footnote("Quyền, nghĩa vụ, trách nhiệm", (_RIGHTS, COMPLAINTS)),
    )


def _side(role: str, who: ParcelParty) -> tuple[Block, ...]:
    """Name, telephone, address, e-mail of one side (TT 17/2017 Đ9.2a, b)."""
    return (
        FieldLine((FormField(role, clean(who.name), strong=True), FormField("Điện thoại", who.phone))),
        FieldLine(
            (
                FormField("Địa chỉ", clean(who.address)),
                *((FormField("Thư điện tử", who.email),) if who.email else ()),
            )
        ),
    )


def consignment_label(one: Consignment, given: Given) -> tuple[Block, ...]:
    """The label over the seal, for a roll: to whom, from whom, how many papers, the code, and both hands."""
    blocks: list[Block] = [
        BigNumber("Hồ sơ thủ tục hành chính", "NIÊM PHONG"),
        Paragraph(f"Đến: {clean(one.receiver.name)}", strong=True),
        Paragraph(clean(one.receiver.address)),
        Paragraph(f"Từ: {clean(one.sender.name)} {one.sender.phone}".strip()),
        Paragraph(f"{clean(one.intake.procedure.name) if one.intake else ''} ({_pieces(one.papers)})"),
        CodeBlock(code=one.number, bars=False),
        Paragraph("Ký qua mép niêm phong: người gửi ............ bưu điện ............"),
    ]
    if given.copy_mark:
        blocks.append(Paragraph(given.copy_mark, centred=True))
    return tuple(blocks)


def delivery_record(told: DeliveryRecord, given: Given) -> tuple[Block, ...]:
    """The record both sides sign: from then on its dossiers are filed, or wait for their supplement."""
    first = told.consignments[0]
    at = first.last_heard or given.printed_at
    rows = tuple(
        _recorded(place, one, dossier)
        for place, (one, dossier) in enumerate(zip(told.consignments, told.dossiers, strict=True), start=1)
    )
    money = sum(one.money for one in told.consignments)
    complete = sum(one.complete for one in told.consignments)
    short = len(told.consignments) - complete
    said = f"Tổng số: {len(told.consignments):02d} hồ sơ, đầy đủ {complete:02d}" + (
        f", phải bổ sung {short:02d}" if short else ""
    )
    return (
        *head("BIÊN BẢN GIAO NHẬN HỒ SƠ", "Nộp qua dịch vụ bưu chính công ích", told.number, "Số", given, at),
        FieldLine((FormField("Bên giao (nhân viên bưu chính)", first.handed_by, strong=True),)),
        FieldLine((FormField("Bên nhận", f"{given.clerk}, {given.office.unit.name}".strip(", "), strong=True),)),
        FieldLine((FormField("Lập và ký lúc", f"{local(at):%H:%M, %d/%m/%Y}"),)),
        Paragraph("Hai bên đã cùng kiểm đếm, đối chiếu với danh mục ghi trên phiếu gửi của từng hồ sơ:"),
        Table(_RECORD, rows),
        Paragraph(f"{said}; phí, lệ phí bưu điện nộp: {in_figures(money)} đồng.", strong=True),
        Paragraph(
            "Hồ sơ đầy đủ được coi là đã nộp từ thời điểm ký biên bản này; hồ sơ phải bổ sung: từ khi bổ sung đủ "
            "(Điều 7 Quyết định 45/2016/QĐ-TTg). Giấy tiếp nhận và hẹn trả kết quả giao nhân viên bưu chính chuyển "
            "người gửi."
        ),
        Signatures((Signature("BÊN GIAO", HINT, first.handed_by), Signature("BÊN NHẬN", HINT, given.clerk))),
    )


def _recorded(place: int, one: Consignment, dossier: Dossier) -> tuple[str, ...]:
    papers = [f"{clean(count.name)}: {_many(count.originals, count.copies)}" for count in one.counts]
    unlike = [clean(count.name) for count in one.counts if not count.agrees]
    said = ["Đầy đủ" if one.complete else f"Phải bổ sung ({len(dossier.missing)} giấy tờ)"]
    if unlike:
        said.append("Khác phiếu gửi: " + "; ".join(unlike))
    if one.money:
        said.append(f"Nộp {in_figures(one.money)} đồng")
    procedure = clean(one.intake.procedure.name) if one.intake else ""
    numbers = filter(None, (one.number, one.post_number, dossier.code or dossier.slip))
    return str(place), "\n".join(numbers), f"{clean(one.sender.name)}\n{procedure}", "\n".join(papers), "\n".join(said)


def _paper(place: int, paper: PaperReceived) -> tuple[str, ...]:
    if paper.shown_only:
        return str(place), clean(paper.name), "xuất trình", ""
    return str(place), clean(paper.name), str(paper.originals or ""), str(paper.copies or "")


def _pieces(papers: Sequence[PaperReceived]) -> str:
    originals, copies = sum(one.originals for one in papers), sum(one.copies for one in papers)
    return f"{originals:02d} bản chính, {copies:02d} bản sao"


def _many(originals: int, copies: int) -> str:
    found = [f"{many} {what}" for many, what in ((originals, "bản chính"), (copies, "bản sao")) if many]
    return ", ".join(found) or "không có"


def _days(one: Consignment) -> str:
    return f"{one.days} ngày làm việc " if one.days else ""
