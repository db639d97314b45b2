"""The slips of a dossier: receipt (Mẫu 01), supplement request (Mẫu 02), refusal slip (Mẫu 03)."""

from datetime import datetime

from models.events import Form
from models.office import Office
from models.subjects.dossier import Dossier
from printing.forms.body import slip
from printing.forms.facts import facts_of
from printing.forms.versions import FormsSet
from printing.layout.sheet import Sheet


def dossier_slip(
    form: Form,
    dossier: Dossier,
    office: Office,
    words: FormsSet,
    *,
    clerk: str,
    printed_at: datetime,
    copy: int,
    clerk_phone: str = "",
) -> Sheet:
    """One of the three, filed under the dossier's code when there is one, else under the slip's number.

    Args:
        form: which.
        dossier: as it stands; a receipt bears the day it was taken in, the others the day they are printed.
        office: heading and help line.
        words: the circular's.
        clerk: the name printed below the signature.
        printed_at: now.
        copy: 1, 2…
        clerk_phone: whom to ask; empty = the office.
    """
    fixed = {Form.RECEIPT: words.receipt, Form.SUPPLEMENT: words.supplement, Form.REFUSAL: words.refusal}[form]
    dated_at = (dossier.received_at or printed_at) if form is Form.RECEIPT else printed_at
    facts = facts_of(dossier, office, words, clerk=clerk, clerk_phone=clerk_phone, dated_at=dated_at)
    code = dossier.code or dossier.slip
    return slip(fixed, form.value, code, facts, office, words, printed_at=printed_at, copy=copy)
