"""The label of a result on the shelf, for a roll: place, whose, code. The words are ours: no circular has it."""

from models.person import Organisation
from models.subjects.dossier import Dossier
from printing.forms.body import Given
from printing.layout.sheet import BigNumber, Block, CodeBlock, Paragraph


def place_label(dossier: Dossier, given: Given) -> tuple[Block, ...]:
    """The place large, the owner, the procedure, and the code to be scanned."""
    owner = dossier.owner
    name = owner.name if isinstance(owner, Organisation) else owner.full_name if owner else ""
    blocks: list[Block] = [
        BigNumber("Ngăn", dossier.processing.place),
        Paragraph(name, strong=True, centred=True),
        Paragraph(dossier.intake.procedure.name if dossier.intake else "", centred=True),
        CodeBlock(code=dossier.code, bars=False),
    ]
    if given.copy_mark:
        blocks.append(Paragraph(given.copy_mark, centred=True))
    return tuple(blocks)
