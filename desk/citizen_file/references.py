"""Everything that refers to a person: by what way each field of an event, and each column of a row, leads to the file.

A new event that names somebody has no line here yet, and a test fails until it has one: so that no merge forgets a kind
of record that came after it. Nothing is copied or rewritten by a merge; a file asks these ways anew for all keys of the
person, and so what is recorded later under an old key is found too.
"""

from collections.abc import Mapping
from enum import StrEnum


class ReferenceWay(StrEnum):
    """By what way a reference leads to a citizen's file."""

    DOSSIER = "dossier"
    """The dossier's row names the person: owner, submitter or collector."""
    VISIT = "visit"
    ENTITLED = "entitled"
    """The list of people served at home."""
    CONSIGNMENT = "consignment"
    """Sent in by post, while it is no dossier yet."""
    ONLINE = "online"
    """Filed on the portal with help, while it is followed."""
    APPOINTMENT = "appointment"
    """Booked under the number, or without one under telephone and name."""
    BY_DOSSIER = "by_dossier"
    """It hangs on a dossier, and is found there (payment, receipt, parcel)."""
    DECISION = "decision"
    """It is a decision about who is one person."""
    NAME_ONLY = "name_only"
    """A bare name that leads nowhere: of the waiting line, of who telephoned, of the office's own people."""


REFERENCES: Mapping[str, ReferenceWay] = {
    "DossierReceived.intake": ReferenceWay.DOSSIER,
    "SupplementAsked.intake": ReferenceWay.DOSSIER,
    "DossierRefused.intake": ReferenceWay.DOSSIER,
    "DossierCorrected": ReferenceWay.DOSSIER,
    "DisputeSettled.receipt": ReferenceWay.DOSSIER,
    "DisputeSettled.returned": ReferenceWay.DOSSIER,
    "ResultHandedOver": ReferenceWay.DOSSIER,
    "ConsignmentMadeOut.intake": ReferenceWay.CONSIGNMENT,
    "ConsignmentCorrected.intake": ReferenceWay.CONSIGNMENT,
    "ConsignmentMadeOut.sender": ReferenceWay.CONSIGNMENT,
    "ConsignmentMadeOut.receiver": ReferenceWay.NAME_ONLY,
    "OnlineFilingAssisted.filing": ReferenceWay.ONLINE,
    "OnlineFilingNotDone.filing": ReferenceWay.ONLINE,
    "VisitRequested.person": ReferenceWay.VISIT,
    "VisitRequested.asker": ReferenceWay.NAME_ONLY,
    "VisitChanged": ReferenceWay.VISIT,
    "EntitledListed.person": ReferenceWay.ENTITLED,
    "PaymentTaken.payer": ReferenceWay.BY_DOSSIER,
    "ReceiptIssued.payer": ReferenceWay.BY_DOSSIER,
    "ReceiptOwed.payer": ReferenceWay.BY_DOSSIER,
    "ParcelHandedOver.receiver": ReferenceWay.BY_DOSSIER,
    "ParcelHandedOver.sender": ReferenceWay.NAME_ONLY,
    "ParcelReported.receiver": ReferenceWay.BY_DOSSIER,
    "ParcelScanned.receiver": ReferenceWay.BY_DOSSIER,
    "HandOverListMade.receiver": ReferenceWay.NAME_ONLY,
    "CitizensMerged": ReferenceWay.DECISION,
    "CitizensToldApart": ReferenceWay.DECISION,
}
"""By event and field, or by the beginning of it: the longest that fits counts."""

COLUMNS: Mapping[str, ReferenceWay] = {
    "dossier.owner": ReferenceWay.DOSSIER,
    "dossier.submitter": ReferenceWay.DOSSIER,
    "dossier.personal_number": ReferenceWay.DOSSIER,
    "dossier.phone": ReferenceWay.DOSSIER,
    "dossier.name_key": ReferenceWay.DOSSIER,
    "dossier.owner_key": ReferenceWay.DOSSIER,
    "dossier.people": ReferenceWay.DOSSIER,
    "visit.person": ReferenceWay.VISIT,
    "visit.personal_number": ReferenceWay.VISIT,
    "entitled_person.name": ReferenceWay.ENTITLED,
    "entitled_person.personal_number": ReferenceWay.ENTITLED,
    "appointment.person": ReferenceWay.APPOINTMENT,
    "appointment.phone": ReferenceWay.APPOINTMENT,
    "appointment.personal_number": ReferenceWay.APPOINTMENT,
    "citizen_decision.one": ReferenceWay.DECISION,
    "citizen_decision.other": ReferenceWay.DECISION,
}
"""By table and column."""


def way_of(path: str) -> ReferenceWay | None:
    """The way of an event's field, ``"DossierReceived.intake.owner"``; None = nobody has said."""
    parts = path.split(".")
    heads = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((REFERENCES[head] for head in heads if head in REFERENCES), None)
