"""A parcel (bưu gửi) as the fold of its events.

What is heard of it is kept once for each stage, the earliest of several, so that scans that are doubled, missing or out
of order come to the same parcel.
"""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    Form,
    FormPrinted,
    PaperGivenUp,
    ParcelContent,
    ParcelHandedOver,
    ParcelMoneyReceived,
    ParcelParty,
    ParcelScanned,
    ParcelStage,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import ClerkId, SubjectId
from models.subjects.folding import Fold

RANK = {stage: rank for rank, stage in enumerate(ParcelStage)}
"""How far each stage is."""


class ParcelScan(Struct, frozen=True, kw_only=True):
    """What was heard of one stage."""

    stage: ParcelStage
    at: datetime
    receiver: str = ""
    note: str = ""


class Parcel(Struct, frozen=True, kw_only=True):
    """The present state of a parcel; one of which only the later life has arrived has no number.

    Attributes:
        scans: what was heard, one of each stage, in the order of the stages.
        received, payment: money that the post handed over, in đồng, and the payment it became; None = none yet.
        copies: how often the slip was printed.
    """

    id: SubjectId
    number: str = ""
    list_number: str = ""
    contents: tuple[ParcelContent, ...] = ()
    sender: ParcelParty = ParcelParty(name="", address="")
    receiver: ParcelParty = ParcelParty(name="", address="")
    cod: int = 0
    postage: int = 0
    postman: str = ""
    days: int = 0
    arrive_by: date | None = None
    handed_at: datetime | None = None
    handed_by: ClerkId = ClerkId("")
    scans: tuple[ParcelScan, ...] = ()
    received: int | None = None
    payment: SubjectId = SubjectId("")
    copies: int = 0
    list_copies: int = 0
    events: int = 0

    @property
    def stage(self) -> ParcelStage:
        """The furthest that was heard of."""
        return self.scans[-1].stage if self.scans else ParcelStage.HANDED_OVER

    @property
    def last_heard(self) -> datetime | None:
        """When it came to its stage."""
        return self.scans[-1].at if self.scans else self.handed_at

    def scan(self, stage: ParcelStage) -> ParcelScan | None:
        """What was heard of a stage."""
        return next((one for one in self.scans if one.stage is stage), None)

    @property
    def under_way(self) -> bool:
        """Whether the post has it."""
        return bool(self.number) and self.stage not in {ParcelStage.DELIVERED, ParcelStage.BACK}

    @property
    def contradictory(self) -> bool:
        """Whether it was delivered and came back, as two scans say."""
        return self.scan(ParcelStage.DELIVERED) is not None and self.stage is ParcelStage.BACK

    @property
    def post_owes(self) -> int:
        """Money that the post has collected and not handed over, in đồng."""
        return self.cod if self.stage is ParcelStage.DELIVERED and self.received is None else 0

    @property
    def is_open(self) -> bool:
        """Whether something of it is still waited for."""
        return self.under_way or self.post_owes > 0 or self.contradictory


def step(parcel: Parcel, recorded: Recorded) -> Parcel:
    """The parcel after one more event."""
    parcel = replace(parcel, events=parcel.events + 1)
    match recorded.event:
        case ParcelHandedOver() as given if not parcel.number:
            return replace(
                parcel,
                number=given.number,
                list_number=given.list_number,
                contents=given.contents,
                sender=given.sender,
                receiver=given.receiver,
                cod=given.cod,
                postage=given.postage,
                postman=given.postman,
                days=given.days,
                arrive_by=given.arrive_by,
                handed_at=recorded.at,
                handed_by=recorded.clerk,
            )
        case ParcelScanned() as heard:
            scan = ParcelScan(
                stage=heard.stage, at=heard.happened_at or recorded.at, receiver=heard.receiver, note=heard.note
            )
            return replace(parcel, scans=heard_of(parcel.scans, scan))
        case ParcelMoneyReceived(amount=amount, payment=payment) if parcel.received is None:
            return replace(parcel, received=amount, payment=payment)
        case FormPrinted(form=Form.PARCEL):
            return replace(parcel, copies=parcel.copies + 1)
        case FormPrinted(form=Form.POST_LIST):
            return replace(parcel, list_copies=parcel.list_copies + 1)
        case PrintingFailed(form=Form.PARCEL) | PaperGivenUp(form=Form.PARCEL, begun=False):
            return replace(parcel, copies=max(0, parcel.copies - 1))
        case PrintingFailed(form=Form.POST_LIST) | PaperGivenUp(form=Form.POST_LIST, begun=False):
            return replace(parcel, list_copies=max(0, parcel.list_copies - 1))
        case _:
            return parcel


def heard_of(scans: tuple[ParcelScan, ...], scan: ParcelScan) -> tuple[ParcelScan, ...]:
    """The scans with one more: of a stage the earliest stays, whichever was heard first."""
    of_stage = {one.stage: one for one in scans}
    known = of_stage.get(scan.stage)
    of_stage[scan.stage] = scan if known is None else min(known, scan, key=_earliest)
    return tuple(sorted(of_stage.values(), key=lambda one: RANK[one.stage]))


def _earliest(scan: ParcelScan) -> tuple[datetime, str, str]:
    return scan.at, scan.receiver, scan.note


fold = Fold(lambda name: Parcel(id=SubjectId(name)), step)
"""The parcel that a history tells."""
