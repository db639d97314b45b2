"""The sheet with a machine's recovery key, to be folded into an envelope and sealed. Never kept as a file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from models.calendar.clock import local
from models.ids import DeviceId
from models.office import Office
from printing.layout.sheet import (
    BigNumber,
    Block,
    CodeBlock,
    FieldLine,
    FormField,
    Heading,
    PaperSize,
    Paragraph,
    Rule,
    Sheet,
    Title,
)

_FOLD = "– – – – – –  gấp theo đường này, mặt chữ vào trong  – – – – – –"

_HOW = (
    (
        "Ai giữ: thủ trưởng cơ quan, trong phong bì dán kín có chữ ký giáp lai, cất nơi khóa được, khác chỗ đặt máy. "
        "Không chụp ảnh, không gõ vào máy nào khác, không gửi qua mạng."
    ),
    "Khi nào dùng: máy hỏng, cài lại Windows, đổi tài khoản, hoặc chương trình báo không tìm thấy khóa mở dữ liệu.",
    (
        "Cách dùng: trên máy mới, chép thư mục dữ liệu hoặc bản sao lưu về, mở chương trình; khi máy hỏi khóa khôi "
        "phục, quét mã vuông hoặc gõ 8 nhóm số (nhóm gõ nhầm được báo ngay). Không có cửa sổ thì dùng lệnh motcua "
        "recover; từ bản sao lưu thì dùng motcua restore."
    ),
    (
        "Khi đã in tờ mới: tờ này chỉ còn mở các bản sao lưu làm trước đó; giữ kín đến khi không còn bản nào, rồi hủy "
        "bằng máy cắt giấy."
    ),
)


def recovery_sheet(
    groups: Sequence[str], qr: str, office: Office, *, device: DeviceId, folder: Path, at: datetime
) -> Sheet:
    """What it is, for which machine, the digits large and in groups, the same as QR, how to use it, who keeps it.

    Args:
        groups: eight groups of six digits.
        qr: text of the code.
        office: whose.
        device: number of the machine.
        folder: where its data lies.
        at: when the key was made.
    """
    wall = local(at)
    half = len(groups) // 2
    blocks: list[Block] = [
        Heading(parent=office.parent, body=office.name),
        Title("KHÓA KHÔI PHỤC DỮ LIỆU", "Mật. Ai có tờ này và có tệp dữ liệu thì đọc được mọi hồ sơ trong máy."),
        FieldLine((FormField("Cơ quan", f"{office.unit.name} ({office.unit.id})"),)),
        FieldLine(
            (FormField("Máy số", str(device), strong=True), FormField("Ngày tạo khóa", f"{wall:%d/%m/%Y, %H:%M}"))
        ),
        FieldLine((FormField("Thư mục dữ liệu", str(folder)),)),
        Paragraph(_FOLD, centred=True),
        BigNumber(f"Nhóm 1 đến {half}", "   ".join(groups[:half])),
        BigNumber(f"Nhóm {half + 1} đến {len(groups)}", "   ".join(groups[half:])),
        CodeBlock(code=qr, bars=False, text=False),
        Paragraph(_FOLD, centred=True),
        *(Paragraph(text) for text in _HOW),
        Rule(),
        FieldLine((FormField("Người nhận phong bì", ""), FormField("Ngày", ""))),
        FieldLine((FormField("Nơi cất", ""), FormField("Chữ ký", ""))),
    ]
    return Sheet(
        paper=PaperSize.A4,
        form="khoa-phuc-hoi",
        code=f"may-{device}",
        version=f"Khóa khôi phục của máy {device}, tạo {wall:%d/%m/%Y}",
        blocks=tuple(blocks),
    )
