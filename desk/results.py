"""What happens to a dossier after intake, at this counter: corrected, withdrawn, handed over."""

from desk.desk import Desk
from models.dossier import ENDED, Dossier, Status
from models.events import AnyEvent, DossierCorrected, DossierWithdrawn, FeeTaken, PaidBy, ResultHandedOver
from models.ids import DossierId
from models.not_allowed import (
    DossierEnded,
    DossierUnknown,
    NothingToCorrect,
    PersonIncomplete,
    QuantityImpossible,
    ReasonMissing,
)
from models.text import clean


def correct(desk: Desk, dossier_id: DossierId, correction: DossierCorrected) -> Dossier:
    """Put right what was written down wrongly; the history keeps both.

    Raises:
        ReasonMissing, NothingToCorrect, DossierEnded, DossierUnknown.
    """
    dossier = _open(desk, dossier_id)
    if not clean(correction.reason):
        raise ReasonMissing
    intake = dossier.intake
    named = {
        name: value
        for name in ("submitter", "owner", "authority", "papers", "return_by", "return_to", "note")
        if (value := getattr(correction, name)) is not None
    }
    if intake is None or all(getattr(intake, name) == value for name, value in named.items()):
        raise NothingToCorrect
    if correction.submitter is not None and not correction.submitter.full_name:
        raise PersonIncomplete("submitter", ("full_name",))
    return _record(desk, dossier_id, correction)


def withdraw(desk: Desk, dossier_id: DossierId, reason: str) -> Dossier:
    """The citizen takes the dossier back."""
    _open(desk, dossier_id)
    if not clean(reason):
        raise ReasonMissing
    return _record(desk, dossier_id, DossierWithdrawn(reason=clean(reason)))


def hand_over(desk: Desk, dossier_id: DossierId, to: str, note: str = "") -> Dossier:
    """The result is given to somebody, by name."""
    dossier = _open(desk, dossier_id)
    if dossier.status is not Status.RECEIVED:
        raise DossierEnded(dossier.status.value)
    if not clean(to):
        raise PersonIncomplete("receiver", ("full_name",))
    return _record(desk, dossier_id, ResultHandedOver(to=clean(to), note=clean(note)))


def take_fee(desk: Desk, dossier_id: DossierId, amount: int, paid_by: PaidBy, reference: str = "") -> Dossier:
    """Money taken after intake, in đồng."""
    _open(desk, dossier_id)
    if amount < 1:
        raise QuantityImpossible("amount", amount)
    return _record(desk, dossier_id, FeeTaken(amount=amount, paid_by=paid_by, reference=clean(reference)))


def _open(desk: Desk, dossier_id: DossierId) -> Dossier:
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    if dossier.status in ENDED:
        raise DossierEnded(dossier.status.value)
    return dossier


def _record(desk: Desk, dossier_id: DossierId, event: AnyEvent) -> Dossier:
    desk.store.log.record(dossier_id, desk.settings.clerk.id, event)
    return desk.store.log.dossier(dossier_id)
