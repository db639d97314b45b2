"""A part of a bundle that waits for another: its clock starts when that one is done, in the same transaction.

Whoever records what ends a part records with it that those waiting for it wait no longer (``ended_waits``). Where a
machine did not know of them then, ``start_waiting`` makes up for it: the instant that counts is the same.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from desk.desk import Desk
from desk.pauses.due_after_pauses import resumed, step_resumed
from models.events import (
    AnyEvent,
    BundlePartTakenOut,
    BundleWaitEnded,
    Decision,
    DossierRefused,
    DossierStopped,
    DossierVoided,
    DossierWithdrawn,
    ResultDecided,
    ResultHandedOver,
)
from models.ids import DossierCode, DossierId, SubjectId
from models.store.projections.bundle import BUNDLES, Bundles
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.dossier_fold import BUNDLE_WAIT
from models.subjects.processing import RUNNING

ANOTHER_MACHINE_AFTER = timedelta(days=1)
"""So long the machine that took a part in has to start its clock; then any other does."""

_ENDS = (ResultDecided, ResultHandedOver, DossierRefused, DossierStopped, DossierVoided, DossierWithdrawn)
"""Events by which a part is done, or ends without a result."""


class PartEnd(Struct, frozen=True):
    """When a part was done or ended, and whether it gave a result."""

    at: datetime
    result: bool


def part_end(dossier: Dossier) -> PartEnd | None:
    """The end of a part; None = it is at work, or not known here."""
    work = dossier.processing
    if work.decided_at is not None and work.decided is not None and work.stage not in RUNNING:
        return PartEnd(work.decided_at, work.decided.outcome is Decision.GRANTED)
    if dossier.status in ENDED and dossier.ended_at is not None:
        return PartEnd(dossier.ended_at, dossier.status is DossierStatus.HANDED_OVER)
    if dossier.reported_done and dossier.reported is not None:
        return PartEnd(dossier.reported.at, result=True)
    return None


def ended_waits(desk: Desk, happening: Iterable[tuple[SubjectId, AnyEvent]]) -> list[tuple[SubjectId, AnyEvent]]:
    """What goes with events that are about to be recorded: other parts whose last wait they end.

    Costs nothing for a dossier that stands alone.
    """
    now = desk.clock()
    ends: dict[DossierId, PartEnd] = {}
    leaving: dict[SubjectId, set[DossierId]] = {}
    for subject, event in happening:
        if isinstance(event, BundlePartTakenOut):
            leaving.setdefault(subject, set()).add(event.dossier)
        elif isinstance(event, _ENDS):
            result = isinstance(event, ResultHandedOver) or (
                isinstance(event, ResultDecided) and event.outcome is Decision.GRANTED
            )
            ends.setdefault(DossierId(subject), PartEnd(now, result))
    bundles = {bundle.id for id_ in ends if (bundle := desk.store.log.dossier(id_).bundle) is not None}
    return [
        over
        for bundle in sorted({*bundles, *leaving})
        for over in _waits_over(desk, bundle, ends, leaving.get(bundle, set()))
    ]


def start_waiting(desk: Desk) -> int:
    """Start the clocks of parts whose wait is over, though no machine that decided knew of them; how many.

    Recorded by the machine that took the part in, and a day later by any other: it is told once however many say it.
    """
    facts: dict[SubjectId, AnyEvent] = {}
    for bundle in desk.store.lists(Bundles).waiting_ids():
        for id_, event in _waits_over(desk, bundle, {}, set()):
            ours = desk.store.log.dossier(DossierId(id_)).received_on == desk.store.log.device
            late = isinstance(event, BundleWaitEnded) and desk.clock() - event.ended_at > ANOTHER_MACHINE_AFTER
            if ours or late:
                facts[id_] = event
    if facts:
        desk.store.log.record_all(desk.by, list(facts.items()))
    return len(facts)


def _waits_over(
    desk: Desk, bundle: SubjectId, ending: dict[DossierId, PartEnd], leaving: set[DossierId]
) -> list[tuple[SubjectId, AnyEvent]]:
    """Parts of a bundle that wait for nothing any more once these have ended or have left it."""
    known = desk.store.log.subject(BUNDLES, bundle)
    gone = {dossier for dossier, _ in known.taken_out} | leaving
    found: list[tuple[SubjectId, AnyEvent]] = []
    for part in known.standing:
        if not part.after or part.dossier in leaving:
            continue
        waiting = desk.store.log.dossier(part.dossier)
        # One that is not here yet is told when it is: before its receipt there is nothing that could end.
        if waiting.waits_in_bundle is None or waiting.status in ENDED or part.dossier in ending:
            continue
        ends: list[tuple[DossierCode, PartEnd]] = []
        for id_ in part.after:
            before = desk.store.log.dossier(id_)
            end = ending.get(id_) or part_end(before)
            if end is None and id_ in gone:
                end = PartEnd(desk.clock(), result=True)  # it gives its result elsewhere; here nobody waits for it
            if end is None:
                break
            ends.append((before.code, end))
        else:
            ended_at = max(end.at for _, end in ends)
            over = BundleWaitEnded(
                ended_at=ended_at,
                without_result=tuple(code for code, end in ends if not end.result),
                due=resumed(desk, waiting, BUNDLE_WAIT, ended_at=ended_at),
                step_due_at=step_resumed(desk, waiting, BUNDLE_WAIT, ended_at=ended_at),
            )
            found.append((part.dossier, over))
    return found
