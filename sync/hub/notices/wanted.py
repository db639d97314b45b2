"""What a dossier's history has to tell its citizen.

============================  ============  ========================================================
event                         kind          still true while
============================  ============  ========================================================
``ResultCheckedIn``,          ready         the result lies at the desk
``ResultCameBack``
``SupplementAsked`` after     supplement    it is waited for
receipt
``DueDateChanged``            postponed     work goes on
``DueDateRecomputed``         recomputed    work goes on
``DossierRefused`` after      refused       always
receipt
``DossierStopped``            stopped       always
============================  ============  ========================================================

Of several events of one kind only the last is told; that the date is another one is one kind, whatever moved it.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from models.events import (
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DueDateChanged,
    DueDateRecomputed,
    ResultCameBack,
    ResultCheckedIn,
    SupplementAsked,
)
from models.history import Recorded, in_order
from models.ids import DossierId, EventId, SubjectId
from models.notice import NoticeKind
from models.subjects import dossier_fold
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.processing import RUNNING, ProcessStage
from sync.hub.store import Reading, event_rows

LOOKED_AT = (
    DossierReceived,
    ResultCheckedIn,
    ResultCameBack,
    SupplementAsked,
    DueDateChanged,
    DueDateRecomputed,
    DossierRefused,
    DossierStopped,
)
"""Events after which a dossier may have something to tell."""


class WantedNotice(Struct, frozen=True):
    """Something to tell: the event it tells of, and when that happened."""

    event: EventId
    kind: NoticeKind
    at: datetime


class DossierNotices(Struct, frozen=True):
    """A dossier, and everything its citizen was to be told so far, oldest first."""

    dossier: Dossier
    notices: tuple[WantedNotice, ...]

    def holds(self, event: str) -> bool:
        """Whether the notice of this event is still true, and nothing later of its kind has taken its place."""
        last = {_matter(notice.kind): notice for notice in self.notices}
        found = next((notice for notice in last.values() if notice.event == event), None)
        return found is not None and _holds(self.dossier, found.kind)


def wanted(id_: DossierId, history: Iterable[Recorded]) -> DossierNotices:
    """What a history, in any order, has to tell. Never raises: history has happened."""
    told, notices = dossier_fold.fold.begin(id_), []
    for recorded in in_order(history):
        before = told.young
        told.tell((recorded,))
        kind = _kind(before, recorded, told.young)
        if kind is not None:
            notices.append(WantedNotice(recorded.id, kind, recorded.at))
    return DossierNotices(told.whole(), tuple(notices))


def wanted_of(reading: Reading, office: str, subject: str) -> DossierNotices:
    """The same of a dossier in an office's log."""
    return wanted(DossierId(SubjectId(subject)), event_rows.of_subject(reading, office, subject))


def _kind(before: Dossier, recorded: Recorded, after: Dossier) -> NoticeKind | None:
    if after.code and isinstance(recorded.event, ResultCameBack) and before.status is DossierStatus.HANDED_OVER:
        return NoticeKind.READY
    if not after.code or before.status in ENDED:
        return None
    match recorded.event:
        case ResultCheckedIn() if before.processing.stage is not ProcessStage.READY:  # not only moved on the shelf
            return NoticeKind.READY
        case SupplementAsked() if before.code:
            return NoticeKind.SUPPLEMENT
        case DueDateChanged():
            return NoticeKind.POSTPONED
        case DueDateRecomputed(due=due) if before.due is None or due.at != before.due.at:
            return NoticeKind.RECOMPUTED
        case DossierRefused() if before.code and after.status is DossierStatus.REFUSED:
            return NoticeKind.REFUSED
        case DossierStopped():
            return NoticeKind.STOPPED
        case _:
            return None


def _matter(kind: NoticeKind) -> NoticeKind:
    return NoticeKind.POSTPONED if kind is NoticeKind.RECOMPUTED else kind


def _holds(dossier: Dossier, kind: NoticeKind) -> bool:
    match kind:
        case NoticeKind.READY:
            return dossier.status not in ENDED and dossier.processing.stage is ProcessStage.READY
        case NoticeKind.SUPPLEMENT:
            return dossier.status is DossierStatus.SUPPLEMENT
        case NoticeKind.POSTPONED | NoticeKind.RECOMPUTED:
            return dossier.status not in ENDED and dossier.processing.stage in RUNNING
        case NoticeKind.REFUSED:
            return dossier.status is DossierStatus.REFUSED
        case NoticeKind.STOPPED:
            return dossier.status is DossierStatus.STOPPED
        case _:
            return False  # of an appointment or a number: ``line_notices``
