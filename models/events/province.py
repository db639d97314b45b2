"""Events the province reports about a dossier."""

from datetime import datetime
from enum import IntEnum

from models.events.event import Event
from models.ids import DossierCode, EventId

__all__ = [
    "NationalAccepted",
    "NationalRefused",
    "NationalState",
    "NationalWithdrawn",
    "NoticeReported",
    "ProvinceEvent",
    "ProvinceReported",
]


class NationalState(IntEnum):
    """TrangThaiHoSo of the national interface (domain.md §5.1)."""

    NEW = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_PROGRESS = 4
    SUPPLEMENT = 5
    FINANCIAL_DUTY = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    HANDED_OVER = 10


class ProvinceReported(Event, frozen=True, kw_only=True, tag="ProvinceReported"):
    """A department or the provincial system told how far a dossier got. Changes nothing of the desk's own state.

    Attributes:
        unit, officer: who says so.
        happened_at: when, as that system tells it; None = not told.
        due_at: a new appointment, where one was told.
    """

    state: NationalState
    unit: str = ""
    officer: str = ""
    note: str = ""
    happened_at: datetime | None = None
    due_at: datetime | None = None


class NationalAccepted(Event, frozen=True, kw_only=True, tag="NationalAccepted"):
    """The national system took a message: the dossier itself (step 0) or one step of its progress (1, 2, 3…)."""

    step: int
    state: NationalState


class NationalRefused(Event, frozen=True, kw_only=True, tag="NationalRefused"):
    """The national system refused a message, in its own words."""

    step: int
    reason: str


class NationalWithdrawn(Event, frozen=True, kw_only=True, tag="NationalWithdrawn"):
    """The national system took that work under a code has stopped: of a dossier taken in twice, the code that lost.

    Attributes:
        state: where that code stands there now.
    """

    code: DossierCode
    state: NationalState


class NoticeReported(Event, frozen=True, kw_only=True, tag="NoticeReported"):
    """What became of a notice to the citizen; the hub says each outcome of a notice once.

    Attributes:
        notice: the hub's id of the notice.
        about: the event it tells of.
        kind, channel, outcome: values of ``NoticeKind``, ``NoticeChannel``, ``NoticeOutcome``; texts, so that what a
            newer hub names can be read. No channel = none reaches the citizen.
        reason: the gateway's code, or what kept it from going.
    """

    notice: str
    about: EventId
    kind: str
    outcome: str
    channel: str = ""
    reason: str = ""


ProvinceEvent = ProvinceReported | NationalAccepted | NationalRefused | NationalWithdrawn | NoticeReported
"""What the codec reads of them."""
