"""Where dossiers are in the office's work, and the hand-over lists: what ``facts`` says since the piece "life".

Apart from ``facts``, which older trees run too.
"""

from datetime import datetime

from models.events import HAND_OVER_LIST
from models.ids import DOSSIER, DossierId, SubjectId
from models.store import Store
from models.store.projections.hand_over_list import HAND_OVER_LISTS
from tests.old_databases.facts import LifeFacts, ListFacts


def told_by(store: Store) -> dict[str, object]:
    """For ``Facts``."""
    return {"lives": lives_of(store), "lists": lists_of(store)}


def lives_of(store: Store) -> tuple[LifeFacts, ...]:
    """Every dossier that was taken in, folded from its events."""
    return tuple(one for one in (_life(store, id_) for id_ in _subjects(store, DOSSIER)) if one is not None)


def lists_of(store: Store) -> tuple[ListFacts, ...]:
    """Every hand-over list, folded from its events."""
    found = (store.log.subject(HAND_OVER_LISTS, id_) for id_ in _subjects(store, HAND_OVER_LIST))
    return tuple(
        ListFacts(
            id=one.id,
            number=one.number,
            to=one.to.unit,
            dossiers=tuple(one.dossiers),
            struck=tuple(struck.dossier for struck in one.struck),
            confirmed=one.confirmed.clerk if one.confirmed else "",
        )
        for one in found
    )


def _life(store: Store, id_: SubjectId) -> LifeFacts | None:
    found = store.log.dossier(DossierId(id_))
    if not found.code:
        return None
    work = found.processing
    return LifeFacts(
        id=id_,
        stage=work.stage.value,
        holder=f"{work.holder.unit}/{work.holder.clerk}",
        step=work.step.id if work.step else "",
        step_due_at=_at(work.step_due_at),
        promised_at=_at(found.promised.at if found.promised else None),
        waits=tuple(f"{pause.kind.value} {pause.id}" for pause in found.waits),
        consultations=tuple(one.number for one in work.consultations),
        signed_by=work.decided.signed_by if work.decided else "",
        place=work.place,
        on_list=work.on_list,
        postponed=found.postponed,
        returned_to=found.returned.to if found.returned else "",
        contradictions=tuple(one.kind.value for one in found.contradictions),
    )


def _at(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _subjects(store: Store, kind: str) -> list[SubjectId]:
    return sorted({one.subject for one in store.log.events() if one.subject.startswith(kind)})
