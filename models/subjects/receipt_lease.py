"""A closed range of receipt numbers, as the fold of its events. Ranges still open stand in the edition alone."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import ReceiptLeaseClosed
from models.history import Recorded
from models.ids import DeviceId, SubjectId
from models.subjects.folding import Fold


class ReceiptLease(Struct, frozen=True, kw_only=True):
    """A closed range; the first closing counts."""

    id: SubjectId
    closed: ReceiptLeaseClosed | None = None
    closed_at: datetime | None = None
    device: DeviceId = DeviceId(0)
    events: int = 0


def step(lease: ReceiptLease, recorded: Recorded) -> ReceiptLease:
    """The range after one more event."""
    lease = replace(lease, events=lease.events + 1)
    match recorded.event:
        case ReceiptLeaseClosed() as happened if lease.closed is None:
            return replace(lease, closed=happened, closed_at=recorded.at, device=recorded.device)
        case _:
            return lease


fold = Fold(lambda name: ReceiptLease(id=SubjectId(name)), step)
"""The range that a history tells."""
