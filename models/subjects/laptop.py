"""A visit laptop as the fold of its events, as every machine of the office knows it."""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    LaptopCodeGiven,
    LaptopCodeUsed,
    LaptopFound,
    LaptopLoaded,
    LaptopLost,
    LaptopSetUp,
    LaptopWiped,
    LaptopWipeOrdered,
    PaperGivenUp,
    PrintingFailed,
    laptop_device,
)
from models.history import Recorded
from models.ids import ClerkId, DeviceId, EventId, SubjectId
from models.subjects.folding import Fold


class Laptop(Struct, frozen=True, kw_only=True):
    """The present state of a visit laptop.

    Attributes:
        device: its number as a machine of the office.
        name, seal_key, code_key: as it was set up last; empty = only loads for it are known.
        load: the event of the newest load; empty = it has none.
        subjects: what the newest load names.
        aboard: everything that was loaded since it was last wiped: what a lost laptop has.
        loaded_at, loaded_by, days, until: of the newest load.
        wipe_ordered: the office wants it wiped, and it has not been since.
        wiped_at: when it was wiped last; ``wiped_upto``: the last of its own events that went with that.
        lost_at, lost_by, lost_reason, lost_since: since when it is lost; None = it is not.
        list_copies: how often the list of what it has was printed.
        codes: the number of the last one-time code that was given; ``codes_used``: of the last that was used.
    """

    id: SubjectId
    device: DeviceId = DeviceId(0)
    name: str = ""
    seal_key: str = ""
    code_key: str = ""
    load: EventId = EventId("")
    subjects: tuple[SubjectId, ...] = ()
    aboard: tuple[SubjectId, ...] = ()
    loaded_at: datetime | None = None
    loaded_by: ClerkId = ClerkId("")
    days: int = 0
    until: date | None = None
    wipe_ordered: bool = False
    wiped_at: datetime | None = None
    wiped_upto: int = 0
    lost_at: datetime | None = None
    lost_by: ClerkId = ClerkId("")
    lost_reason: str = ""
    lost_since: date | None = None
    codes: int = 0
    codes_used: int = 0
    list_copies: int = 0
    events: int = 0

    @property
    def is_lost(self) -> bool:
        """Whether it is lost and has not been found."""
        return self.lost_at is not None


def step(laptop: Laptop, recorded: Recorded) -> Laptop:
    """The laptop after one more event."""
    laptop = replace(laptop, events=laptop.events + 1)
    match recorded.event:
        case LaptopSetUp() as made if recorded.device == laptop.device:  # no other machine says whom to seal to
            return replace(laptop, name=made.name, seal_key=made.seal_key, code_key=made.code_key)
        case LaptopLoaded() as loaded:
            return replace(
                laptop,
                load=recorded.id,
                subjects=loaded.subjects,
                aboard=tuple(dict.fromkeys((*laptop.aboard, *loaded.subjects))),
                loaded_at=recorded.at,
                loaded_by=recorded.clerk,
                days=loaded.days,
                until=loaded.until,
                wipe_ordered=False,
            )
        case LaptopWipeOrdered():
            return replace(laptop, wipe_ordered=True)
        case LaptopWiped() as wiped:
            laptop = replace(
                laptop, wiped_at=recorded.at, wiped_upto=wiped.upto, wipe_ordered=False, aboard=laptop.subjects
            )
            if wiped.load != laptop.load:
                return laptop  # a newer load was put together meanwhile: it comes next
            return replace(laptop, load=EventId(""), subjects=(), aboard=(), until=None, days=0)
        case LaptopLost() as lost:
            return replace(
                laptop,
                lost_at=recorded.at,
                lost_by=recorded.clerk,
                lost_reason=lost.reason,
                lost_since=lost.since,
            )
        case LaptopFound():
            return replace(laptop, lost_at=None, lost_by=ClerkId(""), lost_reason="", lost_since=None)
        case LaptopCodeGiven(number=number):
            return replace(laptop, codes=max(laptop.codes, number))
        case LaptopCodeUsed(number=number):
            return replace(laptop, codes_used=max(laptop.codes_used, number))
        case FormPrinted(form=Form.LAPTOP_LIST):
            return replace(laptop, list_copies=laptop.list_copies + 1)
        case PrintingFailed(form=Form.LAPTOP_LIST) | PaperGivenUp(form=Form.LAPTOP_LIST, begun=False):
            return replace(laptop, list_copies=max(0, laptop.list_copies - 1))
        case _:
            return laptop


fold = Fold(lambda name: Laptop(id=SubjectId(name), device=laptop_device(SubjectId(name))), step)
"""The laptop that a history tells."""
