"""Recording what is decided about dossiers: each decision names the last one that was seen here."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.pauses.bundle_waits import ended_waits
from desk.reach import check_reach
from models.events import AnyEvent, Deciding
from models.ids import DossierId, SubjectId
from models.not_allowed import DossierEnded, DossierUnknown, NotAllowed
from models.subjects.dossier import ENDED, Dossier


class RefusedAct(Struct, frozen=True):
    """A dossier for which the desk said no, and why."""

    dossier: DossierId
    why: NotAllowed


class ManyDone(Struct, frozen=True):
    """An act on many dossiers: those it was done to, as they stand now, and those it was refused for."""

    dossiers: tuple[Dossier, ...]
    refused: tuple[RefusedAct, ...]


def one_by_one(desk: Desk, dossiers: Iterable[DossierId], do: Callable[[Desk, DossierId], Dossier]) -> ManyDone:
    """A verb of one dossier done to each of several, each for itself: where each draws a number or a place."""
    done, refused = [], []
    for id_ in dict.fromkeys(dossiers):
        try:
            done.append(do(desk, id_))
        except NotAllowed as no:
            refused.append(RefusedAct(id_, no))
    return ManyDone(tuple(done), tuple(refused))


def in_work(desk: Desk, dossier_id: DossierId) -> Dossier:
    """The dossier, when something may still happen to it.

    Raises:
        DossierUnknown, DossierEnded. OutOfReach: it is not for who works here now.
    """
    dossier = desk.store.log.dossier(dossier_id)
    if dossier.intake is None:
        raise DossierUnknown(dossier_id)
    check_reach(desk, dossier)
    if dossier.status in ENDED:
        raise DossierEnded(dossier.status.value)
    return dossier


def having_seen(dossier: Dossier, event: AnyEvent) -> AnyEvent:
    """The event, naming the last decision its desk has seen."""
    return replace(event, seen=dossier.last_decision) if isinstance(event, Deciding) else event


def nothing() -> None:
    """Nothing is written beside the events."""


def recorded(
    desk: Desk,
    dossier_id: DossierId,
    *events: AnyEvent,
    also: Iterable[tuple[SubjectId, AnyEvent]] = (),
    beside: Callable[[], None] = nothing,
) -> Dossier:
    """The dossier after this happened to it, in one transaction.

    Args:
        desk: open.
        dossier_id: which.
        events: what happened to it.
        also: facts of other subjects, and further ones of this, that belong to it and come after (a payment).
        beside: what is written in the same transaction, see ``Log.record_all``.
    """
    dossier = desk.store.log.dossier(dossier_id)
    own = _all_having_seen(dossier, events)
    if also := [*also, *_of_bundle(desk, dossier, own)]:
        desk.store.log.record_all(desk.by, [*((dossier_id, event) for event in own), *also], beside=beside)
    else:
        desk.store.log.record(dossier_id, desk.by, *own, beside=beside)
    return desk.store.log.dossier(dossier_id)


def _all_having_seen(dossier: Dossier, events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """The events; the first decision names the last one seen. Between it and the later ones nobody can have decided."""
    given: list[AnyEvent] = []
    for event in events:
        first = not any(isinstance(one, Deciding) for one in given)
        given.append(having_seen(dossier, event) if first else event)
    return given


def _of_bundle(desk: Desk, dossier: Dossier, events: Iterable[AnyEvent]) -> list[tuple[SubjectId, AnyEvent]]:
    """The clocks that start with it, of other parts of its bundle."""
    return ended_waits(desk, [(dossier.id, event) for event in events]) if dossier.bundle else []


def record_many(
    desk: Desk,
    dossiers: Iterable[DossierId],
    decide: Callable[[Dossier], AnyEvent | tuple[AnyEvent, ...]],
    *,
    also: Callable[[tuple[DossierId, ...]], Iterable[tuple[SubjectId, AnyEvent]]] | None = None,
) -> ManyDone:
    """One act on many dossiers, in one transaction: what is refused for one stops no other.

    Args:
        desk: open.
        dossiers: which; each once.
        decide: the event for a dossier or several, or the refusal as an exception.
        also: facts of other subjects that belong to it, for those it is done to (a hand-over list).
    """
    facts: list[tuple[SubjectId, AnyEvent]] = []
    refused: list[RefusedAct] = []
    for id_ in dict.fromkeys(dossiers):
        try:
            dossier = in_work(desk, id_)
            decided = decide(dossier)
            events = decided if isinstance(decided, tuple) else (decided,)
            facts += ((id_, event) for event in _all_having_seen(dossier, events))
        except NotAllowed as no:
            refused.append(RefusedAct(id_, no))
    done = tuple(dict.fromkeys(DossierId(subject) for subject, _ in facts))
    if any(desk.store.log.dossier(id_).bundle for id_ in done):
        facts += ended_waits(desk, list(facts))
    if done:
        desk.store.log.record_all(desk.by, [*(also(done) if also else ()), *facts])
    return ManyDone(tuple(desk.store.log.dossier(id_) for id_ in done), tuple(refused))
