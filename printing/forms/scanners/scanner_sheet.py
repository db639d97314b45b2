"""The sheet of set-up codes for a card scanner, or the manual's page where no source names the codes."""

from collections.abc import Iterable
from datetime import datetime

from models.calendar.clock import local
from models.office import Office
from printing.forms.scanners.families import Does, Families, Family, Sure, Symbol
from printing.layout.sheet import Block, CodeBlock, Heading, PaperSize, Paragraph, Rule, Sheet, Title

_DOES = {
    Does.USB_SERIAL: "Cổng nối tiếp qua USB (COM ảo)",
    Does.RS232: "Cổng RS-232, 115.200",
    Does.END_CR: "Thêm dấu hết dòng CR sau mỗi lần quẹt",
    Does.UTF8: "Chữ theo UTF-8",
}
_SURE = {
    Sure.SOURCED: "Lệnh lấy từ nguồn ghi dưới đây; mã in này chưa thử trên máy thật.",
    Sure.TRIED: "Đã thử trên máy thật.",
}
_HOW = (
    "Quẹt lần lượt các mã của đúng hãng, mỗi mã đợi tiếng bíp. Sau đó rút dây, cắm lại, chọn cổng ở Thiết lập, mục "
    "Đầu đọc thẻ và quẹt thử một thẻ. Mã không có tác dụng thì mở sách của hãng ở trang ghi kèm."
)


def scanner_sheet(
    office: Office, known: Families, *, printed_at: datetime, families: Iterable[str] = ()
) -> tuple[Sheet, ...]:
    """The sheets, one for each family of scanners; ``families`` are ids, empty = all."""
    wanted = frozenset(families)
    return tuple(
        _sheet(office, known, family, printed_at) for family in known.families if not wanted or family.id in wanted
    )


def _sheet(office: Office, known: Families, family: Family, printed_at: datetime) -> Sheet:
    blocks: list[Block] = [
        Heading(parent=office.parent, body=office.name),
        Title("MÃ CÀI ĐẶT ĐẦU ĐỌC THẺ", family.name),
        Paragraph(_HOW),
    ]
    for setting in family.codes:
        blocks += [
            Rule(),
            Paragraph(_DOES[setting.does], strong=True, centred=True),
            CodeBlock(
                code=setting.command,
                bars=family.symbol is Symbol.CODE128_FNC3,
                sets_scanner=family.symbol is Symbol.CODE128_FNC3,
            ),
        ]
    blocks.append(Rule())
    if not family.codes:
        blocks.append(
            Paragraph("Chưa có mã nào tra được nguồn cho hãng này, nên không in mã. Dùng mã trong sách của hãng:")
        )
    blocks += [Paragraph(f"Trong sách của hãng: {family.look_for}.", strong=not family.codes)]
    if family.sure is not None and family.codes:
        blocks.append(Paragraph(_SURE[family.sure]))
    blocks.append(Paragraph(f"Nguồn: {family.source}. Bảng ngày {known.as_of:%d/%m/%Y}."))
    return Sheet(
        paper=PaperSize.A4,
        form="scanner",
        code=family.id,
        version=f"Mã cài đặt đầu đọc {known.version}, in {local(printed_at):%d/%m/%Y %H:%M}",
        blocks=tuple(blocks),
    )
