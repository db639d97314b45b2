"""The slip printed before the trip (phiếu in sẵn), written by hand at the door. The words are ours."""

from models.codes.preprinted_number import preprinted_number
from models.subjects.mobile.preprinted_slip import PreprintedSlip
from printing.forms.body import Given
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
_PAPERS = (
    Column("STT", 8, centred=True),
    Column("Giấy tờ đã nhận", 68),
    Column("Bản chính, bản sao", 24, centred=True),
)
_LINES = 8
_DAY = "." * 12
"""Room for six digits by hand."""


def preprinted_slip(slip: PreprintedSlip, given: Given) -> tuple[Block, ...]:
    """Everything to be written in; the last four digits of the dossier's code stand already."""
    office, words = given.office, given.words
    mark = f" · {given.copy_mark}" if given.copy_mark else ""
    return (
        Heading(parent=office.parent, body=office.name, country=words.country, motto=words.motto),
        CodeBlock(code=slip_number(slip), label="Số phiếu", bars=False),
        Title("PHIẾU TIẾP NHẬN HỒ SƠ", f"(in sẵn, ghi tay khi tiếp nhận ngoài cơ quan{mark})"),
        FieldLine((FormField("Mã hồ sơ", f"{slip.agency}-{_DAY}-{slip.number:04d}", strong=True),)),
        Paragraph("Ghi vào chỗ trống sáu chữ số năm, tháng, ngày tiếp nhận, ví dụ 261130 là ngày 30/11/2026."),
        FieldLine((FormField("Người nộp", ""), FormField("Điện thoại", ""))),
        FieldLine((FormField("Địa chỉ", ""),)),
        FieldLine((FormField("Thủ tục", ""),)),
        Table(_PAPERS, tuple((str(n), "", "") for n in range(1, _LINES + 1))),
        FieldLine((FormField("Tiếp nhận lúc", ""), FormField("Hẹn trả lúc", ""))),
        FieldLine((FormField("Trả kết quả tại", ""), FormField("Đã thu (đồng)", ""))),
        Paragraph(f"Hỏi về hồ sơ: {' · '.join(filter(None, (office.phone, office.website)))}.")
        if office.phone or office.website
        else Paragraph("Giữ phiếu này để nhận kết quả."),
        Signatures((Signature("NGƯỜI NỘP HỒ SƠ", _HINT), Signature("NGƯỜI TIẾP NHẬN HỒ SƠ", _HINT))),
    )


def slip_number(slip: PreprintedSlip) -> str:
    """What its code says."""
    return preprinted_number(slip.agency, slip.number)
