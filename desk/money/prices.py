"""The price of a dossier after it was told: put right, let off by an exemption, waived by decision of the office.

A price told never moves by itself, whatever edition or resolution comes later: each change is a ``PriceChanged`` with
its reason. Where more was taken than the new price asks, money goes back, and a second person confirms
(``desk.dossiers.four_eyes``).
"""

from collections.abc import Sequence

from msgspec.structs import replace

from desk.desk import Desk
from desk.recording import recorded
from desk.rights import Permission, require
from desk.words.money import dong
from models import fees
from models.calendar.clock import local_day
from models.events import FeeDue, FeeGround, FeeLine, PriceChanged, PriceChangeKind
from models.ids import ClerkId, DossierId
from models.not_allowed import (
    DossierEnded,
    DossierUnknown,
    ExemptionProofMissing,
    ExemptionUnknown,
    NothingToCorrect,
    OfOneVerb,
    ProcedureUnknown,
    ReasonMissing,
)
from models.procedure import Exemption
from models.subjects.dossier import Dossier, DossierStatus
from models.text import clean
from models.words.money_words import line_kind_of

NOBODY = ClerkId("")


class PriceImpossible(OfOneVerb):
    """An amount below zero or absurdly high, or a line without a name."""

    sentence = f"Mỗi khoản thu cần tên, và số tiền từ 1 đến {dong(fees.HIGHEST)}."


class NothingAsked(OfOneVerb):
    """There is no price of which anything could be let off."""

    sentence = "Hồ sơ này không có khoản nào phải thu để miễn, giảm."


class LetOffAlready(OfOneVerb):
    """An exemption was granted already; another one is a correction."""

    def __init__(self, ground: str) -> None:
        super().__init__(ground)
        self.sentence = f"Hồ sơ này đã được miễn, giảm theo diện “{ground}”; nếu sai thì sửa mức thu."


class DecisionMissing(OfOneVerb):
    """A waiver names the decision of the office."""

    sentence = "Ghi số và ngày của quyết định cho miễn thu."


class SecondPersonNeeded(OfOneVerb):
    """More was taken than the new price asks: money goes back, which one person alone does not decide."""

    def __init__(self, taken: int, total: int) -> None:
        super().__init__(taken, total)
        self.sentence = (
            f"Đã thu {dong(taken)}, mức mới là {dong(total)}: phải trả lại {dong(taken - total)}, "
            "cần người thứ hai xác nhận."
        )


def exemptions(desk: Desk, dossier: Dossier) -> tuple[Exemption, ...]:
    """Whom the law or the province exempted from this dossier's price on the day it was taken in."""
    if dossier.intake is None or dossier.received_at is None:
        return ()
    try:
        known = desk.catalogue.get(dossier.intake.procedure.code)
    except ProcedureUnknown:  # taken in by a catalogue that had it
        return ()
    told = fees.exemptions_of(known, local_day(dossier.received_at), desk.fees)
    return tuple(one for one in told if one.asks is None)


def check_correct(desk: Desk, dossier_id: DossierId, lines: Sequence[FeeLine], source: str, reason: str) -> None:
    """Everything but the second person.

    Raises:
        NotAllowed: see ``correct_price``.
    """
    require(desk, Permission.PRICE)
    _corrected(desk, dossier_id, lines, source, reason)


def correct_price(
    desk: Desk,
    dossier_id: DossierId,
    lines: Sequence[FeeLine],
    source: str,
    reason: str,
    *,
    confirmed_by: ClerkId = NOBODY,
) -> Dossier:
    """The price was told wrongly, or not at all: this is the right one.

    Args:
        desk: open.
        dossier_id: which.
        lines: what is to be paid; none = it is free of charge.
        source: circular or resolution it stands in.
        reason: for the history.
        confirmed_by: the second person, proved; see ``desk.dossiers.four_eyes``.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown, DossierEnded, ReasonMissing.
        PriceImpossible, NothingToCorrect, SecondPersonNeeded.
    """
    require(desk, Permission.PRICE)
    fee = _corrected(desk, dossier_id, lines, source, reason)
    return _changed(
        desk, dossier_id, PriceChanged(kind=PriceChangeKind.CORRECTED, fee=fee, reason=clean(reason)), confirmed_by
    )


def check_exempt(desk: Desk, dossier_id: DossierId, group: str, proof: str, reason: str) -> None:
    """Everything but the second person.

    Raises:
        NotAllowed: see ``exempt`` and ``waive``.
    """
    require(desk, Permission.PRICE)
    if group:
        _exempted(desk, dossier_id, group, proof, reason)
    else:
        require(desk, Permission.WAIVE)
        _waived(desk, dossier_id, proof, reason)


def exempt(
    desk: Desk, dossier_id: DossierId, group: str, proof: str, reason: str, *, confirmed_by: ClerkId = NOBODY
) -> Dossier:
    """The citizen turned out to be exempt, wholly or in part; of several lines a tax for another body stays.

    Args:
        desk: open.
        dossier_id: which.
        group: id of one of ``exemptions``.
        proof: the paper or look-up by which it was shown.
        reason: for the history.
        confirmed_by: the second person, proved.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown, DossierEnded, ReasonMissing.
        ExemptionUnknown, ExemptionProofMissing, NothingAsked, LetOffAlready, SecondPersonNeeded.
    """
    require(desk, Permission.PRICE)
    return _changed(desk, dossier_id, _exempted(desk, dossier_id, group, proof, reason), confirmed_by)


def waive(desk: Desk, dossier_id: DossierId, decision: str, reason: str, *, confirmed_by: ClerkId = NOBODY) -> Dossier:
    """The office lets the citizen off, by a decision of its own.

    Args:
        desk: open.
        dossier_id: which.
        decision: its number and day.
        reason: for the history.
        confirmed_by: the second person, proved.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown, DossierEnded, ReasonMissing.
        DecisionMissing, NothingAsked, SecondPersonNeeded.
    """
    require(desk, Permission.WAIVE)
    return _changed(desk, dossier_id, _waived(desk, dossier_id, decision, reason), confirmed_by)


def _corrected(desk: Desk, dossier_id: DossierId, lines: Sequence[FeeLine], source: str, reason: str) -> FeeDue:
    dossier = _priced(desk, dossier_id, reason)
    told = tuple(
        replace(line, name=clean(line.name), kind=line.kind or line_kind_of(clean(line.name))) for line in lines
    )
    if any(not line.name or not 1 <= line.amount <= fees.HIGHEST for line in told):
        raise PriceImpossible
    fee = FeeDue(lines=told, free=not told, source=clean(source))
    before = dossier.fee
    if before is not None and (before.lines, before.free, before.source) == (fee.lines, fee.free, fee.source):
        raise NothingToCorrect
    return fee


def _exempted(desk: Desk, dossier_id: DossierId, group: str, proof: str, reason: str) -> PriceChanged:
    dossier = _priced(desk, dossier_id, reason)
    known = {one.id: one for one in exemptions(desk, dossier)}
    if group not in known:
        raise ExemptionUnknown(dossier.intake.procedure.code if dossier.intake else "", group, tuple(known))
    one, proof = known[group], clean(proof)
    if not proof:
        raise ExemptionProofMissing(one.name)
    fee = _asks_something(dossier)
    return PriceChanged(
        kind=PriceChangeKind.EXEMPT,
        fee=fees.let_off(fee, one, proof),
        reason=clean(reason),
        ground=one.name,
        proof=proof,
    )


def _waived(desk: Desk, dossier_id: DossierId, decision: str, reason: str) -> PriceChanged:
    dossier = _priced(desk, dossier_id, reason)
    decision = clean(decision)
    if not decision:
        raise DecisionMissing
    fee = _asks_something(dossier)
    ground = FeeGround(name=WAIVED, proof=decision, source=decision, let_off=fee.total)
    return PriceChanged(
        kind=PriceChangeKind.WAIVED,
        fee=FeeDue(free=True, source=f"{WAIVED}: {decision}", ground=ground),
        reason=clean(reason),
        ground=WAIVED,
        proof=decision,
    )


WAIVED = "Quyết định của cơ quan"
"""Ground of a waiver."""


def _priced(desk: Desk, dossier_id: DossierId, reason: str) -> Dossier:
    """The dossier, when its price may still be changed: it was taken in, and not by mistake."""
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    if not dossier.code or dossier.status is DossierStatus.VOIDED:
        raise DossierEnded(dossier.status.value)
    if not clean(reason):
        raise ReasonMissing
    return dossier


def _asks_something(dossier: Dossier) -> FeeDue:
    fee = dossier.fee
    if fee is None or not (fee.lines or fee.set_by_province):
        if fee is not None and fee.ground is not None:
            raise LetOffAlready(fee.ground.name)
        raise NothingAsked
    if fee.ground is not None and fee.ground.let_off:
        raise LetOffAlready(fee.ground.name)
    return fee


def _changed(desk: Desk, dossier_id: DossierId, event: PriceChanged, confirmed_by: ClerkId) -> Dossier:
    taken = desk.store.log.dossier(dossier_id).taken
    if taken > event.fee.total and not event.fee.set_by_province and not confirmed_by:
        raise SecondPersonNeeded(taken, event.fee.total)
    return recorded(desk, dossier_id, replace(event, confirmed_by=confirmed_by))
