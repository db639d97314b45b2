"""Mẫu 03, phiếu từ chối tiếp nhận giải quyết hồ sơ."""

from datetime import datetime

from models.events import Form
from models.office import Office
from models.subjects.dossier import Dossier
from printing.forms.body import slip
from printing.forms.facts import facts_of
from printing.forms.versions import FormsSet
from printing.layout.sheet import Sheet


def refusal_slip(
    dossier: Dossier,
    office: Office,
    words: FormsSet,
    *,
    clerk: str,
    printed_at: datetime,
    copy: int,
    clerk_phone: str = "",
) -> Sheet:
    """Why the dossier is not taken. Filed under the dossier code when there is one, else the slip number."""
    facts = facts_of(dossier, office, words, clerk=clerk, clerk_phone=clerk_phone, dated_at=printed_at)
    return slip(
        words.refusal,
        Form.REFUSAL.value,
        dossier.code or dossier.slip,
        facts,
        office,
        words,
        printed_at=printed_at,
        copy=copy,
    )
