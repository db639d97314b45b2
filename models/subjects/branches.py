"""Two ways on from the last decision that both desks had seen: each folded as if the other had not been taken."""

from collections.abc import Iterable

from msgspec import Struct

from models.events import Deciding
from models.history import Recorded, in_order
from models.ids import DossierId, EventId
from models.subjects.dispute import Dispute
from models.subjects.dossier import Dossier
from models.subjects.dossier_fold import fold


class Branches(Struct, frozen=True):
    """One contradiction as a person compares it.

    Attributes:
        dispute: which.
        shown_by: the decision that showed it; against: the decisions that it did not know.
        here, there: the dossier as it would stand by the decision that showed it alone, and by the others alone.
    """

    dispute: Dispute
    shown_by: Recorded
    against: tuple[Recorded, ...]
    here: Dossier
    there: Dossier


def branches(id_: DossierId, history: Iterable[Recorded]) -> tuple[Branches, ...]:
    """The open contradictions of a dossier, each with both ways; those of an event that is not here are left out."""
    ordered = in_order(history)
    dossier = fold(id_, ordered)
    found = []
    for dispute in dossier.disputes:
        shown = next((r for r in ordered if (r.device, r.seq) == (dispute.device, dispute.seq)), None)
        if shown is None:
            continue
        own = _line(shown.id, ordered)
        others = tuple(r for r in ordered if isinstance(r.event, Deciding) and r.id not in own)
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


def _line(id_: EventId, ordered: list[Recorded]) -> frozenset[EventId]:
    """A decision with all that it knew of and all that was decided knowing of it."""
    seen = _seen(ordered)
    line, at = {id_}, seen.get(id_, EventId(""))
    if not at:  # written before decisions named what they had seen: all before it counts as known
        line |= {r.id for r in ordered[: next((n for n, r in enumerate(ordered) if r.id == id_), 0)]}
    while at and at not in line:
        line.add(at)
        before = at
        at = seen.get(before, EventId(""))
        if not at:
            line |= {r.id for r in ordered[: next((n for n, r in enumerate(ordered) if r.id == before), 0)]}
    return frozenset(line) | _following(id_, ordered)


def _following(id_: EventId, ordered: list[Recorded]) -> frozenset[EventId]:
    """A decision and those decided knowing of it."""
    line, seen = {id_}, _seen(ordered)
    for recorded in ordered:
        if seen.get(recorded.id) in line:
            line.add(recorded.id)
    return frozenset(line)


def _seen(ordered: list[Recorded]) -> dict[EventId, EventId]:
    """Of every decision the one it knew of; of the later ones of one act, the one before it in its machine's log."""
    decisions = [r for r in ordered if isinstance(r.event, Deciding)]
    by_place = {(r.device, r.seq): r.id for r in decisions}
    return {
        r.id: r.event.seen or by_place.get((r.device, r.seq - 1), EventId(""))
        for r in decisions
        if isinstance(r.event, Deciding)
    }
