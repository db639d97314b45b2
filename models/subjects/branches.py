"""Two ways on from the last decision that both desks had seen: each folded as if the other had not been taken."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from models.events import DossierCorrected, DossierReceived
from models.history import Recorded, in_order
from models.ids import DeviceId, DossierId, EventId
from models.subjects.corrections import CrossedValue, corrected, put_right
from models.subjects.dispute import Dispute, DisputeKind
from models.subjects.dossier import Dossier
from models.subjects.dossier_fold import fold, is_decision


class Branches(Struct, frozen=True):
    """One contradiction as a person compares it.

    Attributes:
        dispute: which.
        shown_by: the decision that showed it; against: the decisions that it did not know.
        here, there: the dossier as it would stand by the decision that showed it alone, and by the others alone.
        crossed: of corrections: the values in which they differ; as the dossier stands now they are those of ``here``,
            or of a later correction.
    """

    dispute: Dispute
    shown_by: Recorded
    against: tuple[Recorded, ...]
    here: Dossier
    there: Dossier
    crossed: tuple[CrossedValue, ...] = ()


def branches(id_: DossierId, history: Iterable[Recorded]) -> tuple[Branches, ...]:
    """The open contradictions of a dossier that have two ways, each with both."""
    ordered = in_order(history)
    dossier = fold(id_, ordered)
    found = []
    for dispute in dossier.disputes:
        if dispute.kind is DisputeKind.RETURNED_OVER:
            continue  # money that went out is no way to be chosen
        shown = next(r for r in ordered if r.id == dispute.event)
        if dispute.kind is DisputeKind.VALUES_DIFFER:
            found += _crossed(dispute, shown, dossier, ordered)
            continue
        own = _line(shown.id, ordered)
        others = tuple(r for r in ordered if is_decision(r.event) and r.id not in own)
        before = {r.id for r in others}
        line_of_shown = _following(shown.id, ordered)
        found.append(
            Branches(
                dispute=dispute,
                shown_by=shown,
                against=others,
                here=fold(id_, [r for r in ordered if r.id not in before]),
                there=fold(id_, [r for r in ordered if r.id not in line_of_shown]),
            )
        )
    return tuple(found)


def _crossed(dispute: Dispute, shown: Recorded, dossier: Dossier, ordered: list[Recorded]) -> list[Branches]:
    """Two corrections of the same values: nothing but these values parts the two ways."""
    before = fold(dossier.id, ordered[: ordered.index(shown)])
    if dossier.intake is None or before.intake is None or not isinstance(shown.event, DossierCorrected):
        return []
    _, crossed = corrected(before.intake, shown.event)
    others = tuple(
        one
        for one in ordered[: ordered.index(shown)]
        if isinstance(one.event, DossierCorrected) and one.device != shown.device
    )
    there = put_right(dossier.intake, crossed, "")
    theirs = corrected(dossier.intake, there)[0] if there is not None else dossier.intake
    return [
        Branches(
            dispute=dispute,
            shown_by=shown,
            against=others[-1:],
            here=dossier,
            there=replace(dossier, intake=theirs),
            crossed=crossed,
        )
    ]


def _line(id_: EventId, ordered: list[Recorded]) -> frozenset[EventId]:
    """A decision with all that it knew of and all that was decided knowing of it."""
    known = _known(ordered)
    line, at = {id_}, known.get(id_)
    last = id_
    while at is not None:  # what a decision knew of was told before it: the way has an end
        line.add(at)
        last, at = at, known.get(at)
    first = next((n for n, r in enumerate(ordered) if r.id == last), 0)
    line |= {r.id for r in ordered[:first]}
    if isinstance(ordered[first].event, DossierReceived):  # who takes a dossier in has seen no other receipt of it
        for other in ordered[:first]:
            if isinstance(other.event, DossierReceived):
                line -= _following(other.id, ordered)
    return frozenset(line) | _following(id_, ordered)


def _following(id_: EventId, ordered: list[Recorded]) -> frozenset[EventId]:
    """A decision and those decided knowing of it."""
    known, line = _known(ordered), {id_}
    for recorded in ordered:
        if known.get(recorded.id) in line:
            line.add(recorded.id)
    return frozenset(line)


def _known(ordered: list[Recorded]) -> dict[EventId, EventId]:
    """The decision that each one knew of, told before it; one that is missing counts as knowing all before it.

    It knew so, too, if it was written before decisions named what they had seen. Of several that were recorded
    together only the first names it: a further one knew of the one before it at the same desk.
    """
    known: dict[EventId, EventId] = {}
    told: set[EventId] = set()
    latest: dict[DeviceId, EventId] = {}
    for recorded in ordered:
        event = recorded.event
        if not is_decision(event):
            continue
        before = latest.get(recorded.device)
        if event.seen in told:
            known[recorded.id] = event.seen
        elif not event.seen and before in known:
            known[recorded.id] = before
        told.add(recorded.id)
        latest[recorded.device] = recorded.id
    return known
