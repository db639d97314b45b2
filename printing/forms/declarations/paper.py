"""A declaration as the table of forms knows it: for trials; a filled one goes to the printer as a finished PDF."""

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import local
from printing.forms.body import Given
from printing.forms.declarations.filled import FilledAnswers
from printing.forms.declarations.own_layout import own_blocks
from printing.layout.sheet import Block, Title

_TRIAL = """
@quoc-hieu
# TỜ KHAI THỬ
> **Kính gửi:** {kinh_gui}
Họ, chữ đệm, tên: {ho_ten} | Giới tính: [gioi_tinh=Nam] Nam   [gioi_tinh=Nữ] Nữ
@o 12 Số định danh cá nhân: {so}
Nơi cư trú: {noi_cu_tru}
@ngay {hom_nay}
@ky Người khai = {ho_ten}
"""


class DeclarationPaper(Struct, frozen=True, kw_only=True):
    """What it is filed under, and its blocks."""

    code: str
    blocks: tuple[Block, ...]


def declaration_paper(told: DeclarationPaper, given: Given) -> tuple[Block, ...]:
    """Its blocks, saying which copy it is."""
    mark = f"({given.copy_mark})" if given.copy_mark else ""
    return tuple(replace(one, below=mark) if mark and isinstance(one, Title) else one for one in told.blocks)


def invented_declaration(given: Given, letter: str) -> DeclarationPaper:
    """One with invented facts."""
    del letter
    texts = {
        "kinh_gui": given.office.parent,
        "ho_ten": "Nguyễn Văn Mẫu",
        "gioi_tinh": "Nam",
        "so": "000000000000",
        "hom_nay": f"{given.office.place}, {local(given.printed_at):%d/%m/%Y}",
    }
    return DeclarationPaper(code="to-khai-0000", blocks=own_blocks(_TRIAL, FilledAnswers(texts=texts)))
