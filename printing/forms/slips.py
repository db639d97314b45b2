"""The slips of a dossier: receipt (Mẫu 01), supplement request (Mẫu 02), refusal slip (Mẫu 03)."""

from datetime import datetime

from models.subjects.dossier import Dossier
from printing.forms.body import Given, slip
from printing.forms.facts import facts_of
from printing.forms.versions import FormWords
from printing.layout.sheet import Block


def receipt(dossier: Dossier, given: Given) -> tuple[Block, ...]:
    """That the dossier was taken in; dated that day."""
    return _slip(given.words.receipt, dossier, given, dated_at=dossier.received_at or given.printed_at)


def supplement_request(dossier: Dossier, given: Given) -> tuple[Block, ...]:
    """What is missing, why, and whom to ask; dated the day it is printed."""
    return _slip(given.words.supplement_request, dossier, given, dated_at=given.printed_at)


def refusal_slip(dossier: Dossier, given: Given) -> tuple[Block, ...]:
    """Why the dossier is not taken, or after examination not granted; dated the day it is printed."""
    words = given.words
    form = words.refusal_after_examination if dossier.code else words.refusal_slip
    return _slip(form, dossier, given, dated_at=given.printed_at)


def slip_code(dossier: Dossier) -> str:
    """What a slip is filed under: the dossier's code when there is one, else the slip's number."""
    return dossier.code or dossier.slip


def _slip(form: FormWords, dossier: Dossier, given: Given, *, dated_at: datetime) -> tuple[Block, ...]:
    facts = facts_of(
        dossier, given.office, given.words, clerk=given.clerk, clerk_phone=given.clerk_phone, dated_at=dated_at
    )
    return slip(form, slip_code(dossier), facts, given)
