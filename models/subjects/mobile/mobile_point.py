"""A mobile point (điểm lưu động) as the fold of its events."""

from datetime import date, datetime, time
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    MobilePointCancelled,
    MobilePointClosed,
    MobilePointOpened,
    MobilePointPlanned,
    MobilePointTookIn,
    PaperGivenUp,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import DeviceId, DossierId, SubjectId
from models.subjects.folding import Fold


class PointState(StrEnum):
    """Whether it is on."""

    PLANNED = "planned"
    OPEN = "open"
    """A machine works there."""
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MobilePoint(Struct, frozen=True, kw_only=True):
    """The present state of a mobile point; one of which only the later life has arrived has no place.

    Attributes:
        dossiers: what was taken in there, in this order.
        open_at: machines that work there now, by their numbers.
        opened_at: when the first began.
        board_copies, results_copies: how often its public list and its list of results were printed.
    """

    id: SubjectId
    place: str = ""
    address: str = ""
    day: date | None = None
    begins: time = time(0)
    ends: time = time(0)
    results_place: str = ""
    results_day: date | None = None
    results_time: time | None = None
    open_at: tuple[DeviceId, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled: str = ""
    dossiers: tuple[DossierId, ...] = ()
    board_copies: int = 0
    results_copies: int = 0
    events: int = 0

    @property
    def state(self) -> PointState:
        """Whether it is on. Somebody who works there knows better than who cancelled it."""
        if self.open_at:
            return PointState.OPEN
        if self.closed_at is not None:
            return PointState.CLOSED
        return PointState.CANCELLED if self.cancelled else PointState.PLANNED


def step(point: MobilePoint, recorded: Recorded) -> MobilePoint:
    """The point after one more event."""
    point = replace(point, events=point.events + 1)
    match recorded.event:
        case MobilePointPlanned() as planned:
            return replace(
                point,
                place=planned.place,
                address=planned.address,
                day=planned.day,
                begins=planned.begins,
                ends=planned.ends,
                results_place=planned.results_place,
                results_day=planned.results_day,
                results_time=planned.results_time,
            )
        case MobilePointOpened():
            machines = tuple(sorted({*point.open_at, recorded.device}))
            return replace(point, open_at=machines, opened_at=point.opened_at or recorded.at)
        case MobilePointTookIn(dossier=dossier):
            return replace(point, dossiers=(*point.dossiers, dossier))
        case MobilePointClosed():
            left = tuple(one for one in point.open_at if one != recorded.device)
            return replace(point, open_at=left, closed_at=recorded.at)
        case MobilePointCancelled(reason=reason):
            return replace(point, cancelled=reason)
        case FormPrinted(form=Form.POINT_BOARD):
            return replace(point, board_copies=point.board_copies + 1)
        case FormPrinted(form=Form.POINT_RESULTS):
            return replace(point, results_copies=point.results_copies + 1)
        case PrintingFailed(form=Form.POINT_BOARD) | PaperGivenUp(form=Form.POINT_BOARD, begun=False):
            return replace(point, board_copies=max(0, point.board_copies - 1))
        case PrintingFailed(form=Form.POINT_RESULTS) | PaperGivenUp(form=Form.POINT_RESULTS, begun=False):
            return replace(point, results_copies=max(0, point.results_copies - 1))
        case _:
            return point


fold = Fold(lambda name: MobilePoint(id=SubjectId(name)), step)
"""The point that a history tells."""
