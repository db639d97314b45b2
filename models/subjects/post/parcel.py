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
    ParcelOrderReported,
    ParcelOrderState,
    ParcelParty,
    ParcelReported,
    ParcelScanned,
    ParcelSettled,
    ParcelStage,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import ClerkId, SubjectId
from models.subjects.folding import Fold

RANK = {stage: rank for rank, stage in enumerate(ParcelStage)}
"""How far each stage is."""

_ENDS = frozenset({ParcelStage.DELIVERED, ParcelStage.BACK})


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
        reports: that it was delivered or is back, as the post's system says, in the order of its datetimes; a clerk
            confirms it.
        order, order_reason, post_number: what became of the order at the post's system, where there is one.
        settled, settled_why: which of delivered and back a person found to be true.
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
    reports: tuple[ParcelScan, ...] = ()
    order: ParcelOrderState | None = None
    order_reason: str = ""
    post_number: str = ""
    settled: ParcelStage | None = None
    settled_why: str = ""
    received: int | None = None
    payment: SubjectId = SubjectId("")
    copies: int = 0
    list_copies: int = 0
    events: int = 0

    @property
    def stage(self) -> ParcelStage:
        """The furthest that was heard of, or what a person has found out."""
        if self.settled is not None:
            return self.settled
        return self.scans[-1].stage if self.scans else ParcelStage.HANDED_OVER

    @property
    def last_heard(self) -> datetime | None:
        """When it came to its stage."""
        scan = self.scan(self.stage)
        return scan.at if scan is not None else self.handed_at

    @property
    def reported(self) -> ParcelScan | None:
        """The post's last word that it was delivered or is back, which nobody has confirmed yet."""
        if not self.under_way or not self.reports:
            return None
        return self.reports[-1]

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
        both = self.scan(ParcelStage.DELIVERED) is not None and self.scan(ParcelStage.BACK) is not None
        return both and self.settled is None

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
        case ParcelReported() as told:
            return _reported(parcel, told, recorded.at)
        case ParcelOrderReported() as said:
            number = said.post_number or parcel.post_number
            return replace(parcel, order=said.state, order_reason=said.reason, post_number=number)
        case ParcelSettled(stage=stage, reason=reason) if stage in _ENDS:
            return replace(parcel, settled=stage, settled_why=reason)
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


def _reported(parcel: Parcel, told: ParcelReported, at: datetime) -> Parcel:
    """On its way the post's word counts as a scan; that it has ended is kept apart until a clerk confirms it."""
    scan = ParcelScan(stage=told.stage, at=told.happened_at or at, receiver=told.receiver, note=told.note)
    if told.stage not in _ENDS:
        return replace(parcel, scans=heard_of(parcel.scans, scan))
    known = {*parcel.reports, scan}
    return replace(parcel, reports=tuple(sorted(known, key=lambda one: (one.at, RANK[one.stage], *_earliest(one)[1:]))))


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
