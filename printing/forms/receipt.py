"""Mẫu 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

from datetime import datetime

from models.events import Form
from models.office import Office
from models.subjects.dossier import Dossier
from printing.forms.body import slip
from printing.forms.facts import facts_of
from printing.forms.versions import FormsSet
from printing.layout.sheet import Sheet


def receipt(
    dossier: Dossier,
    office: Office,
    words: FormsSet,
    *,
    clerk: str,
    printed_at: datetime,
    copy: int,
    clerk_phone: str = "",
) -> Sheet:
    """The receipt of a dossier that was taken in. ``clerk`` is the name printed below the signature."""
    facts = facts_of(
        dossier, office, words, clerk=clerk, clerk_phone=clerk_phone, dated_at=dossier.received_at or printed_at
    )
    return slip(words.receipt, Form.RECEIPT.value, dossier.code, facts, office, words, printed_at=printed_at, copy=copy)
