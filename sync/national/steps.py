"""Steps and states of a dossier in the national interface: one step for each event that moved it.

State (TrangThaiHoSo, domain.md §5.1) of what happened at the desk:

===================================  =====  ===========================================================
what happened                        state  source
===================================  =====  ===========================================================
``DossierReceived``                  2      "Được tiếp nhận"
``SupplementAsked`` after receipt    5      "Yêu cầu bổ sung giấy tờ"; before receipt there is no dossier yet
``DossierRefused``                   3      "Không được tiếp nhận" (mẫu 03); after receipt ``Rules.refused_later``
``DossierWithdrawn``                 7      "Công dân yêu cầu rút hồ sơ"
``DossierVoided``                    8      "Dừng xử lý": what was entered by mistake has no state of its own
``DossierAccepted``                  4      "Đang xử lý": a step of the process begins, told once each
``SupplementBrought``                4      work goes on, with the date from now on
``ObligationTold``                   6      "Yêu cầu thực hiện nghĩa vụ tài chính"
``ObligationMet``                    4      the last one that was open: work goes on, with the date from now on
``DossierStopped``                   8      "Dừng xử lý" (mẫu 05)
``ResultDecided``                    9      "Đã xử lý xong", whatever was decided
``ResultHandedOver``                 10     "Đã trả kết quả"
``ResultCameBack``                   9      where the post had not delivered what was told as returned
``DisputeSettled``                   where  of two things that desks had recorded the one that was told does not hold:
                                     it     told when the settlement changes the state
                                     stands
``ProvinceReported``                 as it  passed on; what happened after the desk's own end is no step any more:
                                     says   of that only the time is used
===================================  =====  ===========================================================

Of a dossier taken in twice, the code that a person settled against is stopped (8) where it was told: see ``Way.lost``.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.pauses import PauseKind
from models.events import (
    DisputeSettled,
    DossierAccepted,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierVoided,
    DossierWithdrawn,
    NationalState,
    ObligationMet,
    ObligationTold,
    ProvinceReported,
    ResultCameBack,
    ResultDecided,
    ResultHandedOver,
    SupplementAsked,
    SupplementBrought,
)
from models.history import Recorded, in_order
from models.ids import ClerkId, DossierCode, DossierId, EventId
from models.subjects import dossier_fold
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from sync.national import words
from sync.national.shapes import MOST_TEXT, cut


class NationalStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a dossier's progress, before any generation's spelling.

    Attributes:
        source: the event it tells of.
        at: when it happened (UTC).
        clerk: who did it at the desk; or ``officer`` and ``unit``, as a department named them.
        starts_at, due_at: of the work that begins with it.
        withdraws: told under a code that does not hold any more: work under it has stopped.
    """

    source: EventId
    state: NationalState
    at: datetime
    text: str
    clerk: ClerkId = ClerkId("")
    officer: str = ""
    unit: str = ""
    starts_at: datetime | None = None
    due_at: datetime | None = None
    withdraws: bool = False


class SupplementRequest(Struct, frozen=True, kw_only=True):
    """One request for a supplement: what for, by whom, and when it was answered by taking the dossier in."""

    event: SupplementAsked
    at: datetime
    clerk: ClerkId
    answered_at: datetime | None = None
    answered_by: ClerkId = ClerkId("")
    due_before: datetime | None = None
    due_after: datetime | None = None


class Way(Struct, frozen=True, kw_only=True):
    """A dossier and everything its history tells the national interface.

    Attributes:
        state: where it stands nationally; None = nothing to tell yet.
        ended_at: when the work on it ended (766: done, else handed over, else stopped or refused).
        handed_over: when and to whom.
        lost: of a dossier taken in twice: codes that do not hold since a person settled it, each with the step that
            stops it where it was told.
    """

    dossier: Dossier
    state: NationalState | None = None
    steps: tuple[NationalStep, ...] = ()
    asked: tuple[SupplementRequest, ...] = ()
    done_at: datetime | None = None
    handed_over_at: datetime | None = None
    handed_over: ResultHandedOver | None = None
    refused_at: datetime | None = None
    stopped_at: datetime | None = None
    received_by: ClerkId = ClerkId("")
    lost: dict[DossierCode, NationalStep] = {}

    def under(self, code: str) -> "Way | None":
        """The way as told under a code: under one that lost it has stopped; None = the dossier has no such code."""
        if code == self.code:
            return self
        stop = self.lost.get(DossierCode(code))
        if stop is None:
            return None
        return replace(
            self,
            dossier=replace(self.dossier, code=DossierCode(code), status=DossierStatus.STOPPED),
            state=stop.state,
            steps=(stop,),
            done_at=None,
            handed_over_at=None,
            handed_over=None,
            refused_at=None,
            stopped_at=stop.at,
            lost={},
        )

    @property
    def ended_at(self) -> datetime | None:
        """When the work on it ended: done, else handed over, else stopped or refused (domain.md §8.1)."""
        return self.done_at or self.handed_over_at or self.stopped_at or self.refused_at

    @property
    def code(self) -> DossierCode:
        """MaHoSo: its code; of one refused at the counter the number of its refusal slip, the only one it ever had."""
        if self.dossier.code:
            return self.dossier.code
        refused_at_once = self.dossier.status is DossierStatus.REFUSED and self.dossier.intake is not None
        return DossierCode(self.dossier.slip if refused_at_once else "")


def way(
    id: DossierId,  # noqa: A002
    history: Iterable[Recorded],
    refused_later: NationalState = NationalState.NOT_RECEIVED,
) -> Way:
    """The way of a dossier, from its history in any order. Never raises: history has happened."""
    walked, told = _Walk(refused_later), dossier_fold.fold.begin(id)
    for recorded in in_order(history):
        before = told.young
        told.tell((recorded,))
        walked.see(before, told.young, recorded)
    dossier = told.whole()
    if not walked.received:  # what was asked for before nobody took it in is no progress of a dossier
        walked.steps = [
            s for s in walked.steps if dossier.status is DossierStatus.REFUSED and s.source == walked.refused
        ]
    return Way(
        dossier=dossier,
        state=walked.steps[-1].state if walked.steps else None,
        steps=tuple(walked.steps),
        asked=tuple(walked.asked),
        done_at=walked.done_at,
        handed_over_at=walked.handed_over_at,
        handed_over=walked.handed_over,
        refused_at=walked.refused_at,
        stopped_at=walked.stopped_at,
        received_by=walked.received_by,
        lost=walked.lost,
    )


class _Walk:
    """What has been seen so far along one history."""

    def __init__(self, refused_later: NationalState) -> None:
        self.refused_later = refused_later
        self.received = False
        self.refused = EventId("")
        self.steps: list[NationalStep] = []
        self.asked: list[SupplementRequest] = []
        self.done_at: datetime | None = None
        self.handed_over_at: datetime | None = None
        self.handed_over: ResultHandedOver | None = None
        self.refused_at: datetime | None = None
        self.stopped_at: datetime | None = None
        self.received_by = ClerkId("")
        self.accepted: set[tuple[int, datetime | None]] = set()
        self.receipts: dict[DossierCode, NationalStep] = {}
        self.lost: dict[DossierCode, NationalStep] = {}

    def see(self, before: Dossier, after: Dossier, recorded: Recorded) -> None:
        became = after.status if after.status is not before.status else None
        due = after.due.at if after.due else None
        ended = after.status in ENDED
        match recorded.event:
            case DossierReceived() as event:
                self._taken_in(before, after, event, recorded)
            case SupplementAsked() as event:
                self.asked.append(SupplementRequest(event=event, at=recorded.at, clerk=recorded.clerk, due_before=due))
                if before.code and after.status is DossierStatus.SUPPLEMENT:
                    self._add(recorded, NationalState.SUPPLEMENT, _said(words.SUPPLEMENT, event.reason))
            case DossierRefused(reason=reason) if became is DossierStatus.REFUSED:
                self.refused, self.refused_at = recorded.id, recorded.at
                state = self.refused_later if before.code else NationalState.NOT_RECEIVED
                self._add(recorded, state, _said(words.REFUSED, reason))
            case DossierWithdrawn(reason=reason) if became is DossierStatus.WITHDRAWN:
                self.stopped_at = recorded.at
                self._add(recorded, NationalState.WITHDRAWN, _said(words.WITHDRAWN, reason))
            case DossierVoided(reason=reason) if became is DossierStatus.VOIDED:
                self.stopped_at = recorded.at
                self._add(recorded, NationalState.STOPPED, _said(words.VOIDED, reason))
            case DossierAccepted(holder=holder) if after.status not in ENDED:
                begun = (after.processing.number, after.processing.step_since)
                if begun not in self.accepted:  # who takes over or accepts again begins no step
                    self.accepted.add(begun)
                    name = after.processing.step.name if after.processing.step else ""
                    self._add(
                        recorded,
                        NationalState.IN_PROGRESS,
                        _said(words.STATES[4], name),
                        officer=holder.name,
                        unit=holder.unit_name,
                        starts_at=recorded.at,
                        due_at=after.processing.step_due_at,
                    )
            case SupplementBrought() if before.code and before.status is DossierStatus.SUPPLEMENT:
                self._answered(recorded, due)
                self._add(recorded, NationalState.IN_PROGRESS, words.SUPPLEMENTED, starts_at=recorded.at, due_at=due)
            case ObligationTold(what=what) if before.code and after.status not in ENDED:
                self._add(recorded, NationalState.FINANCIAL_DUTY, _said(words.STATES[6], what))
            case ObligationMet() if _obliged(before) and not _obliged(after) and after.runs:
                self._add(recorded, NationalState.IN_PROGRESS, words.OBLIGATION_MET, starts_at=recorded.at, due_at=due)
            case DossierStopped(reason=reason) if became is DossierStatus.STOPPED:
                self.stopped_at = recorded.at
                self._add(recorded, NationalState.STOPPED, _said(words.STATES[8], reason))
            case ResultDecided(number=number) if before.code and before.processing.decided is None and not ended:
                self.done_at = self.done_at or recorded.at
                self._add(recorded, NationalState.DONE, _said(words.STATES[9], number))
            case ResultHandedOver() as event if became is DossierStatus.HANDED_OVER:
                self.handed_over, self.handed_over_at = event, recorded.at
                self._add(recorded, NationalState.HANDED_OVER, _said(words.HANDED_OVER, event.note))
            case DisputeSettled(reason=reason) | ResultCameBack(reason=reason):
                what = words.SETTLED if isinstance(recorded.event, DisputeSettled) else words.CAME_BACK
                self._settled(before, after, _said(what, reason), recorded)
            case ProvinceReported() as event:
                self._reported(before, event, recorded)
            case _:
                pass

    def _taken_in(self, before: Dossier, after: Dossier, event: DossierReceived, recorded: Recorded) -> None:
        receipt = _step(recorded, NationalState.RECEIVED, words.RECEIVED, starts_at=recorded.at, due_at=event.due.at)
        self.receipts[event.code] = receipt
        if before.code:  # taken in twice: no step, unless a person says that this receipt holds
            return
        self.received, self.received_by = True, recorded.clerk
        self._answered(recorded, event.due.at)
        # Of what had ended before its receipt was heard of the end comes last.
        self.steps.insert(0 if after.status in ENDED else len(self.steps), receipt)

    def _settled(self, before: Dossier, after: Dossier, said: str, recorded: Recorded) -> None:
        chosen_again = after.code in self.lost
        if after.code != before.code and after.code in self.receipts:
            own = self.receipts[after.code]
            self.steps = [own if step in self.receipts.values() else step for step in self.steps]
            self.received_by = own.clerk
        if not _is_taken_twice(after) and (_is_taken_twice(before) or after.code != before.code):
            text = words.TAKEN_TWICE.format(code=after.code)
            for code in after.other_codes:
                self.lost.setdefault(code, _step(recorded, NationalState.STOPPED, text, withdraws=True))
        self.lost.pop(after.code, None)
        if after.status is not before.status:
            self._ended(after)
        stood, stands = (_stands_at(one, self.refused_later) for one in (before, after))
        if self.received and (chosen_again or (stands is not stood and self.steps[-1].state is not stands)):
            due = after.due.at if after.due is not None and after.status not in ENDED else None
            self._add(recorded, stands, said, due_at=due)

    def _ended(self, dossier: Dossier) -> None:
        """How and when it ended, if it has, is what a person settled."""
        status, at = dossier.status, dossier.ended_at
        returned = status is DossierStatus.HANDED_OVER
        self.handed_over, self.handed_over_at = (dossier.returned, at) if returned else (None, None)
        self.refused_at = at if status is DossierStatus.REFUSED else None
        self.stopped_at = at if status in _STOPPED else None
        self.done_at = dossier.processing.decided_at

    def _reported(self, before: Dossier, event: ProvinceReported, recorded: Recorded) -> None:
        at = event.happened_at or recorded.at
        match event.state:
            case NationalState.DONE:
                self.done_at = self.done_at or at
            case NationalState.HANDED_OVER:
                self.handed_over_at = self.handed_over_at or at
            case NationalState.NOT_RECEIVED:
                self.refused_at = self.refused_at or at
            case NationalState.STOPPED | NationalState.WITHDRAWN:
                self.stopped_at = self.stopped_at or at
            case _:
                pass
        if event.due_at is not None and self.asked and self.asked[-1].due_after is None:
            self.asked[-1] = replace(self.asked[-1], due_after=event.due_at)
        ended = before.status in ENDED
        if not before.code or (ended and at >= self.steps[-1].at):
            return
        text = cut(event.note, MOST_TEXT) or words.STATES[event.state]
        self._add(recorded, event.state, text, at=at, officer=event.officer, unit=event.unit, due_at=event.due_at)
        if ended:  # it happened before the end, and was heard of later: the end comes last
            self.steps[-2:] = reversed(self.steps[-2:])

    def _answered(self, recorded: Recorded, due: datetime | None) -> None:
        self.asked = [
            replace(asked, answered_at=recorded.at, answered_by=recorded.clerk, due_after=due) for asked in self.asked
        ]

    def _add(
        self,
        recorded: Recorded,
        state: NationalState,
        text: str,
        *,
        at: datetime | None = None,
        officer: str = "",
        unit: str = "",
        starts_at: datetime | None = None,
        due_at: datetime | None = None,
    ) -> None:
        step = _step(recorded, state, text, starts_at=starts_at, due_at=due_at)
        self.steps.append(replace(step, at=at or recorded.at, officer=officer, unit=unit))


_STOPPED = frozenset({DossierStatus.STOPPED, DossierStatus.WITHDRAWN, DossierStatus.VOIDED})
_STATE = {
    DossierStatus.HANDED_OVER: NationalState.HANDED_OVER,
    DossierStatus.STOPPED: NationalState.STOPPED,
    DossierStatus.VOIDED: NationalState.STOPPED,
    DossierStatus.WITHDRAWN: NationalState.WITHDRAWN,
    DossierStatus.SUPPLEMENT: NationalState.SUPPLEMENT,
}


def _step(
    recorded: Recorded,
    state: NationalState,
    text: str,
    *,
    starts_at: datetime | None = None,
    due_at: datetime | None = None,
    withdraws: bool = False,
) -> NationalStep:
    return NationalStep(
        source=recorded.id,
        state=state,
        at=recorded.at,
        text=text,
        clerk=recorded.clerk,
        starts_at=starts_at,
        due_at=due_at,
        withdraws=withdraws,
    )


def _is_taken_twice(dossier: Dossier) -> bool:
    """Whether nobody has said yet which of its receipts holds."""
    return any(one.kind is DisputeKind.RECEIVED_TWICE for one in dossier.disputes)


def _stands_at(dossier: Dossier, refused_later: NationalState) -> NationalState:
    """The national state of a dossier that was taken in."""
    if dossier.status is DossierStatus.REFUSED:
        return refused_later
    if dossier.status in _STATE:
        return _STATE[dossier.status]
    if dossier.processing.decided is not None:
        return NationalState.DONE
    if _obliged(dossier):
        return NationalState.FINANCIAL_DUTY
    here = dossier.processing.stage in {ProcessStage.AT_DESK, ProcessStage.FORWARDED}
    return NationalState.RECEIVED if here else NationalState.IN_PROGRESS


def _obliged(dossier: Dossier) -> bool:
    """Whether a financial obligation of the citizen is open."""
    return any(pause.kind is PauseKind.OBLIGATION for pause in dossier.waits)


def _said(what: str, why: str) -> str:
    return cut(f"{what}: {why}" if why.strip() else what, MOST_TEXT)
