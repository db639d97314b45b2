"""Mẫu 02, phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

from datetime import datetime

from models.events import Form
from models.office import Office
from models.subjects.dossier import Dossier
from printing.forms.body import slip
from printing.forms.facts import facts_of
from printing.forms.versions import FormsSet
from printing.layout.sheet import Sheet


def supplement_request(
    dossier: Dossier,
    office: Office,
    words: FormsSet,
    *,
    clerk: str,
    printed_at: datetime,
    copy: int,
    clerk_phone: str = "",
) -> Sheet:
    """What is missing, why, and whom to ask. Filed under the dossier code if there is one, else the slip number."""
    facts = facts_of(dossier, office, words, clerk=clerk, clerk_phone=clerk_phone, dated_at=printed_at)
    return slip(
        words.supplement,
        Form.SUPPLEMENT.value,
        dossier.code or dossier.slip,
        facts,
        office,
        words,
        printed_at=printed_at,
        copy=copy,
    )
