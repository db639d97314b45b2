"""A mark over a finished sheet: number of the copy, or trial print."""

from msgspec.structs import replace

from printing.layout.sheet import Block, Paragraph, Sheet, Title

TRIAL = "BẢN IN THỬ"


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
