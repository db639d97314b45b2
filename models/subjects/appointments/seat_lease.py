"""A lease of seats to one machine, as the fold of its events."""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import Seat, SeatsAsked, SeatsLeased, SeatsReturned
from models.history import Recorded
from models.ids import DeviceId, SubjectId
from models.subjects.folding import Fold


class SeatLease(Struct, frozen=True, kw_only=True):
    """A lease. The first answer and the first return count.

    Attributes:
        installation: the copy of the machine's data that asked.
        device: who asked.
        last_day: on which it may be booked from.
        leased: the hub has answered.
    """

    id: SubjectId
    installation: str = ""
    device: DeviceId = DeviceId(0)
    asked_on: date | None = None
    asked_at: datetime | None = None
    wanted: tuple[Seat, ...] = ()
    seats: tuple[Seat, ...] = ()
    last_day: date | None = None
    leased: bool = False
    returned: bool = False
    lost: bool = False
    events: int = 0


def step(lease: SeatLease, recorded: Recorded) -> SeatLease:
    """The lease after one more event."""
    lease = replace(lease, events=lease.events + 1)
    match recorded.event:
        case SeatsAsked() as asked if not lease.installation:
            return replace(
                lease,
                installation=asked.installation,
                device=recorded.device,
                asked_on=asked.day,
                asked_at=recorded.at,
                wanted=asked.wanted,
            )
        case SeatsLeased() as told if not lease.leased:
            return replace(lease, seats=told.seats, last_day=told.day, leased=True)
        case SeatsReturned(lost=lost):
            return replace(lease, returned=True, lost=lease.lost or lost)
        case _:
            return lease


fold = Fold(lambda name: SeatLease(id=SubjectId(name)), step)
"""The lease that a history tells."""
