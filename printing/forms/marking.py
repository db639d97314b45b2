"""A mark over a finished sheet: number of the copy, or trial print."""

from msgspec.structs import replace

from models.subjects.dossier import DossierStatus
from printing.layout.sheet import Block, Heading, Paragraph, Sheet, Stamp, Title

TRIAL = "BẢN IN THỬ"

ENDED = {
    DossierStatus.VOIDED: "HỒ SƠ ĐÃ HỦY, GIẤY NÀY KHÔNG CÒN GIÁ TRỊ",
    DossierStatus.WITHDRAWN: "HỒ SƠ ĐÃ RÚT, GIẤY NÀY KHÔNG CÒN GIÁ TRỊ",
    DossierStatus.STOPPED: "HỒ SƠ ĐÃ DỪNG GIẢI QUYẾT, GIẤY NÀY KHÔNG CÒN GIÁ TRỊ",
}
"""What a slip of a dossier says that is none any more, so that it passes for no valid one."""


STAMP = {
    DossierStatus.VOIDED: "ĐÃ HỦY",
    DossierStatus.WITHDRAWN: "ĐÃ RÚT",
    DossierStatus.STOPPED: "ĐÃ DỪNG",
}
"""The same in large letters above all else of the paper."""


def stamped(sheet: Sheet, status: DossierStatus | None) -> Sheet:
    """The sheet with the stamp of where its dossier stands, below the heading; one it bore before is taken off."""
    blocks: list[Block] = [block for block in sheet.blocks if not isinstance(block, Stamp)]
    words = STAMP.get(status, "") if status else ""
    if words:
        blocks.insert(1 if isinstance(blocks[0], Heading) else 0, Stamp(words))
    return replace(sheet, blocks=tuple(blocks))


def mark_of(copy: str, status: DossierStatus | None = None) -> str:
    """The mark of a copy (empty on the first) and of where its dossier stands."""
    return " · ".join(part for part in (copy, ENDED.get(status, "") if status else "") if part)


def marked(sheet: Sheet, mark: str, *, copy: int = 1) -> Sheet:
    """The same sheet, saying ``mark`` under its title (a slip with a number: at its end) and in its foot.

    A mark it bore before is replaced. The words stand where the forms themselves put "Bản in lần 2".
    """
    blocks: list[Block] = []
    titled = False
    for block in sheet.blocks:
        if isinstance(block, Title):
            blocks.append(replace(block, below=f"({mark})"))
            titled = True
        elif not (isinstance(block, Paragraph) and sheet.copy_mark and block.text == sheet.copy_mark):
            blocks.append(block)
    if not titled:
        blocks.append(Paragraph(mark, strong=True, centred=True))
    return replace(sheet, blocks=tuple(blocks), copy=copy, copy_mark=mark)


def as_trial(sheet: Sheet) -> Sheet:
    """The sheet as a trial: it never passes for a paper of the office."""
    return marked(sheet, TRIAL)
