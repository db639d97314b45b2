"""A closing of a year's register as the fold of its event, and which dossiers it closed."""

from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from models.events import RegisterClosed
from models.history import Recorded
from models.ids import HIGHEST_SEQ, SEQ_BITS, ClerkId, DeviceId, SubjectId
from models.subjects.folding import Fold


class RegisterClosing(Struct, frozen=True, kw_only=True):
    """One closing; of which nothing but its name is known, the year is 0.

    Attributes:
        rows, last, volumes, rows_per_volume, absent: see ``RegisterClosed``.
        heads: likewise, with the machine that closed it.
        name: who closed it, in words.
        order: sorts the closings of a year as all desks agree: one that knew of another comes behind it.
    """

    id: SubjectId
    year: int = 0
    rows: int = 0
    last: int = 0
    volumes: int = 0
    rows_per_volume: int = 1
    heads: dict[DeviceId, int] = field(default_factory=dict)
    absent: tuple[tuple[DeviceId, int, int], ...] = ()
    name: str = ""
    by: ClerkId = ClerkId("")
    at: datetime | None = None
    order: tuple[int, int] = (0, 0)
    events: int = 0

    def closes(self, place: int) -> bool:
        """Whether a receipt at this place of the log was known when it was closed."""
        device, seq = DeviceId(place >> SEQ_BITS), place & HIGHEST_SEQ
        absent = any(of == device and first <= seq <= last for of, first, last in self.absent)
        return seq <= self.heads.get(device, 0) and not absent


def step(closing: RegisterClosing, recorded: Recorded) -> RegisterClosing:
    """The closing after one more event; the first one tells."""
    closing = replace(closing, events=closing.events + 1)
    event = recorded.event
    if not isinstance(event, RegisterClosed) or closing.year:
        return closing
    return replace(
        closing,
        year=event.year,
        rows=event.rows,
        last=event.last,
        volumes=event.volumes,
        rows_per_volume=max(1, event.rows_per_volume),
        heads={**dict(event.heads), recorded.device: recorded.seq},
        absent=event.absent,
        name=event.by,
        by=recorded.clerk,
        at=recorded.at,
        order=(recorded.clock, recorded.device),
    )


fold = Fold(lambda name: RegisterClosing(id=SubjectId(name)), step)
"""The closing that a history tells."""
