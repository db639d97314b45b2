"""Settling what two desks decided differently: both ways side by side, and a person says which one holds."""

from enum import StrEnum

from msgspec.structs import replace

from desk.desk import Desk
from desk.recording import recorded
from desk.rights import Permission, require
from models.events import AnyEvent, DisputeSettled, FeeDue, SettledDispute, SettledReceipt
from models.ids import DossierId
from models.not_allowed import DossierUnknown, OfOneVerb, ReasonMissing
from models.subjects.branches import Branches, branches
from models.subjects.corrections import put_right, values_seen
from models.subjects.dossier import Dossier
from models.text import clean


class NoDispute(OfOneVerb):
    """Nothing contradicts itself."""

    sentence = "Hồ sơ này không có mâu thuẫn nào chờ giải quyết."


class Settlement(StrEnum):
    """Which of the two ways holds."""

    HERE = "here"
    """By the decision that showed the contradiction."""
    THERE = "there"
    """By the others."""
    AS_IT_STANDS = "as_it_stands"


def compared(desk: Desk, dossier_id: DossierId) -> tuple[Branches, ...]:
    """The open contradictions of a dossier, each with both ways.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return branches(dossier_id, desk.store.log.history(dossier_id))


def settle(desk: Desk, dossier_id: DossierId, way: Settlement, reason: str) -> Dossier:
    """Say how the dossier stands; all contradictions open at this desk are settled by it. Nothing recorded is lost.

    Raises:
        ReasonMissing, NoDispute, DossierUnknown.
    """
    require(desk, Permission.SETTLE)
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    if not clean(reason):
        raise ReasonMissing
    open_ = branches(dossier_id, desk.store.log.history(dossier_id))
    if not dossier.disputes:
        raise NoDispute
    holds = dossier
    values: list[AnyEvent] = []
    crossed = tuple(value for one in open_ for value in one.crossed)
    if crossed and way is Settlement.THERE:
        theirs = put_right(dossier.intake, crossed, clean(reason))
        values = [replace(theirs, was=values_seen(dossier.intake, theirs))] if theirs is not None else []
    open_ = tuple(one for one in open_ if not one.crossed)
    if open_ and way is not Settlement.AS_IT_STANDS:
        holds = open_[-1].here if way is Settlement.HERE else open_[-1].there
    work = holds.processing
    event = DisputeSettled(
        settled=tuple(SettledDispute(one.device, one.seq, one.event) for one in dossier.disputes),
        reason=clean(reason),
        status=holds.status.value,
        stage=work.stage.value,
        holder=work.holder,
        step=work.step,
        number=work.number,
        due=holds.due,
        returned=holds.returned,
        ended_at=holds.ended_at,
        decided=work.decided,
        decided_at=work.decided_at,
        place=work.place,
        step_due_at=work.step_due_at,
        trail=work.trail,
        waits=holds.waits,
        postponed=holds.postponed,
        paused=holds.paused,
        missed=holds.missed,
        receipt=_receipt_of(holds) if holds.code != dossier.code else None,
    )
    return recorded(desk, dossier_id, *values, event)


def _receipt_of(holds: Dossier) -> SettledReceipt | None:
    """The receipt of the way that holds; None = on that way it was never taken in."""
    if holds.intake is None or holds.promised is None or holds.received_at is None or holds.received_on is None:
        return None
    return SettledReceipt(
        code=holds.code,
        intake=holds.intake,
        promised=holds.promised,
        received_at=holds.received_at,
        received_by=holds.received_by,
        received_on=holds.received_on,
        fee=holds.fee or FeeDue(),
        receipt_wanted=holds.receipt_wanted,
        day_rules=holds.day_rules,
        counted_at=holds.counted_at,
    )
