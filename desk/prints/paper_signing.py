"""Signs the QR codes of official papers with this machine's key, so that any desk of the province knows them."""

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from desk.desk import Desk
from models.codes.signed_paper import PaperFacts, minutes, read_signed, signed_text
from models.person import Organisation
from models.subjects.dossier import Dossier, DossierStatus
from printing.forms.marking import ENDED
from printing.layout.sheet import Block, CodeBlock, Sheet
from sync.client.membership import read_membership

OWN_KEY = "paper-key"
"""Name of the key, among the province values of the encrypted file, of a machine that belongs to no hub."""

MOST_INITIALS = 10


def signed(desk: Desk, sheet: Sheet, dossier: Dossier | None, *, ended: bool) -> Sheet:
    """The sheet with every code on it signed that is ours.

    Args:
        desk: whose key it is.
        sheet: as its form made it.
        dossier: what it tells of; None = of something else, or of several.
        ended: whether the sheet says that the dossier has ended, if it has.
    """
    facts = PaperFacts(form=sheet.form, copy=sheet.copy, printed=minutes(desk.clock()))
    if dossier is not None:
        end = dossier.status.value if ended and dossier.status in ENDED else ""
        facts = replace(facts, **facts_of_dossier(dossier), taken=max(dossier.taken, 0), ended=end)
    key, blocks = _key(desk), list[Block]()
    for block in sheet.blocks:
        if isinstance(block, CodeBlock) and not block.sets_scanner and not block.as_is:
            block = replace(block, signed=signed_text(block.code, facts, key))  # noqa: PLW2901 - its new form
        blocks.append(block)
    return replace(sheet, blocks=tuple(blocks))


def code_signer(desk: Desk, form: str) -> Callable[[str], CodeBlock]:
    """Makes signed codes for a paper that tells of no dossier, in any thread; ``form``: as its facts say it."""
    key, facts = _key(desk), PaperFacts(form=form, copy=1, printed=minutes(desk.clock()))
    return lambda code: CodeBlock(code=code, signed=signed_text(code, facts, key))


def facts_of_dossier(dossier: Dossier) -> dict[str, Any]:
    """The facts that a paper of this dossier says and that do not change by themselves, by their names."""
    return {
        "owner": _initials(dossier),
        "procedure": dossier.intake.procedure.code if dossier.intake else "",
        "due": minutes(dossier.due.at if dossier.due else None),
        "price": dossier.fee.total if dossier.fee and (dossier.fee.lines or dossier.fee.free) else None,
    }


def signed_again(desk: Desk, sheet: Sheet, status: DossierStatus | None) -> Sheet:
    """A kept sheet as it goes out now: the facts it says, with the copy it is and where its dossier stands.

    Args:
        desk: whose key it is.
        sheet: with its copy and mark as they are now.
        status: of its dossier, where the sheet says when that has ended; else None.
    """
    key, now, blocks = _key(desk), minutes(desk.clock()), list[Block]()
    for block in sheet.blocks:
        paper = read_signed(block.signed) if isinstance(block, CodeBlock) else None
        if isinstance(block, CodeBlock) and paper is not None:
            ended = status.value if status in ENDED else ""
            facts = replace(paper.facts, copy=sheet.copy, printed=now, ended=ended)
            block = replace(block, signed=signed_text(paper.code, facts, key))  # noqa: PLW2901 - its new form
        blocks.append(block)
    return replace(sheet, blocks=tuple(blocks))


def own_public_key(desk: Desk) -> bytes | None:
    """The public key that this machine signed papers with before it joined a hub; None = it never did."""
    kept = desk.store.province.get(OWN_KEY)
    return None if kept is None else Ed25519PrivateKey.from_private_bytes(kept).public_key().public_bytes_raw()


def _key(desk: Desk) -> Ed25519PrivateKey:
    member = read_membership(desk.store)
    if member is not None:
        return member.private_key
    kept = desk.store.province.get(OWN_KEY)
    if kept is None:
        kept = Ed25519PrivateKey.generate().private_bytes_raw()
        desk.store.province.put(OWN_KEY, kept)
    return Ed25519PrivateKey.from_private_bytes(kept)


def _initials(dossier: Dossier) -> str:
    owner = dossier.owner
    name = owner.name if isinstance(owner, Organisation) else owner.full_name if owner else ""
    letters = (next((sign for sign in word if sign.isalnum()), "") for word in name.split())
    return "".join(letters).upper()[:MOST_INITIALS]
