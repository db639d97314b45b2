"""A consignment (hồ sơ gửi qua bưu điện) as the fold of its events.

Of each stage of its way the earliest word is kept, and its stage is the furthest that was heard: doubled, missing and
late scans need no rule of their own.
"""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    AppointmentSlipDelivered,
    ConsignmentCorrected,
    ConsignmentCounted,
    ConsignmentHandedIn,
    ConsignmentMadeOut,
    ConsignmentScanned,
    ConsignmentSentBack,
    ConsignmentStage,
    Form,
    FormPrinted,
    Intake,
    PaperGivenUp,
    PaperReceived,
    ParcelParty,
    PrintingFailed,
)
from models.history import Recorded
from models.ids import ClerkId, DossierId, SubjectId
from models.subjects.folding import Fold

_RANK = {stage: rank for rank, stage in enumerate(ConsignmentStage)}
_COPIES = {
    Form.CONSIGNMENT: "copies",
    Form.CONSIGNMENT_LABEL: "label_copies",
    Form.DELIVERY_RECORD: "record_copies",
}


class PaperCount(Struct, frozen=True, kw_only=True):
    """One kind of paper: as the slip lists it, and as it was counted."""

    name: str
    listed_originals: int = 0
    listed_copies: int = 0
    originals: int = 0
    copies: int = 0

    @property
    def agrees(self) -> bool:
        """Whether as much was there as the slip says."""
        return (self.listed_originals, self.listed_copies) == (self.originals, self.copies)

    @property
    def missing(self) -> bool:
        """Whether less was there."""
        return self.originals < self.listed_originals or self.copies < self.listed_copies


class Consignment(Struct, frozen=True, kw_only=True):
    """The present state of a consignment; one of which only the later life has arrived has no number.

    Attributes:
        made_at, made_by: when the slip was entered, and who did it.
        stages: when each stage was reached, the earliest word of several.
        counted: papers as they were counted; None = not yet.
        record, dossier, complete, money: as in ``ConsignmentHandedIn``.
        slip_by, slip_at: by when the post is to bring the dossier's slip to the sender, and when it did.
        reason: why it was sent back.
        copies, label_copies, record_copies: how often slip, label and record were printed.
    """

    id: SubjectId
    number: str = ""
    post_number: str = ""
    intake: Intake | None = None
    sender: ParcelParty = ParcelParty(name="", address="")
    receiver: ParcelParty = ParcelParty(name="", address="")
    picked_up_at: datetime | None = None
    picked_up_where: str = ""
    postman: str = ""
    fee: int = 0
    postage: int = 0
    days: int = 0
    arrive_by: date | None = None
    continues: DossierId = DossierId(SubjectId(""))
    made_at: datetime | None = None
    made_by: ClerkId = ClerkId("")
    stages: tuple[tuple[ConsignmentStage, datetime], ...] = ()
    counted: tuple[PaperReceived, ...] | None = None
    counted_by: ClerkId = ClerkId("")
    record: str = ""
    handed_by: str = ""
    received_by: ClerkId = ClerkId("")
    dossier: DossierId = DossierId(SubjectId(""))
    complete: bool = False
    money: int = 0
    slip_by: date | None = None
    slip_at: datetime | None = None
    reason: str = ""
    copies: int = 0
    label_copies: int = 0
    record_copies: int = 0
    events: int = 0

    @property
    def stage(self) -> ConsignmentStage:
        """The furthest that was heard of."""
        return self.stages[-1][0] if self.stages else ConsignmentStage.MADE_OUT

    @property
    def last_heard(self) -> datetime | None:
        """When it came to its stage."""
        return self.stages[-1][1] if self.stages else self.made_at

    @property
    def is_open(self) -> bool:
        """Whether it is still to be handed in."""
        return bool(self.number) and self.stage not in {ConsignmentStage.HANDED_IN, ConsignmentStage.SENT_BACK}

    @property
    def slip_awaited(self) -> bool:
        """Whether the post has the dossier's slip on its way to the sender."""
        return self.slip_by is not None and self.slip_at is None

    @property
    def contradictory(self) -> bool:
        """Whether two desks say of it that it was sent back and that it was handed in."""
        return bool(self.record) and bool(self.reason)

    @property
    def papers(self) -> tuple[PaperReceived, ...]:
        """As the slip lists them."""
        return self.intake.papers if self.intake is not None else ()

    @property
    def counts(self) -> tuple[PaperCount, ...]:
        """Slip and count side by side, papers beyond the slip last; not counted yet: the slip alone."""
        return counts_of(self.papers, self.counted or ())

    def reached(self, stage: ConsignmentStage) -> datetime | None:
        """When it came to this stage; None = nobody said so."""
        return next((at for of, at in self.stages if of is stage), None)


def counts_of(listed: Iterable[PaperReceived], counted: Iterable[PaperReceived]) -> tuple[PaperCount, ...]:
    """Papers of a slip beside those counted, by name; of one name several rows are added.

    A paper that the postman has only looked at is not in the packet, and not counted.
    """
    found: dict[str, PaperCount] = {}
    for paper in listed:
        if paper.shown_only:
            continue
        one = found.get(paper.name, PaperCount(name=paper.name))
        found[paper.name] = replace(
            one,
            listed_originals=one.listed_originals + paper.originals,
            listed_copies=one.listed_copies + paper.copies,
        )
    for paper in counted:
        one = found.get(paper.name, PaperCount(name=paper.name))
        found[paper.name] = replace(one, originals=one.originals + paper.originals, copies=one.copies + paper.copies)
    return tuple(found.values())


def step(one: Consignment, recorded: Recorded) -> Consignment:
    """The consignment after one more event."""
    one = replace(one, events=one.events + 1)
    match recorded.event:
        case ConsignmentMadeOut() as made if not one.number:
            return replace(
                one,
                number=made.number,
                post_number=made.post_number,
                intake=one.intake or made.intake,
                sender=made.sender,
                receiver=made.receiver,
                picked_up_at=made.picked_up_at or recorded.at,
                picked_up_where=made.picked_up_where,
                postman=made.postman,
                fee=made.fee,
                postage=made.postage,
                days=made.days,
                arrive_by=made.arrive_by,
                continues=made.continues,
                made_at=recorded.at,
                made_by=recorded.clerk,
            )
        case ConsignmentCorrected() as corrected if not one.record:
            who = corrected.intake.submitter
            sender = ParcelParty(name=who.full_name, address=who.address, phone=who.phone, email=who.email)
            return replace(
                one, intake=corrected.intake, sender=sender, fee=corrected.fee, post_number=corrected.post_number
            )
        case ConsignmentScanned() as heard:
            return replace(one, stages=_reached(one.stages, heard.stage, heard.happened_at or recorded.at))
        case ConsignmentCounted(papers=papers) if not one.record:
            stages = _reached(one.stages, ConsignmentStage.COUNTED, recorded.at)
            return replace(one, counted=papers, counted_by=recorded.clerk, stages=stages)
        case ConsignmentHandedIn() as given if not one.record:
            return replace(
                one,
                record=given.record,
                handed_by=given.postman,
                received_by=recorded.clerk,
                dossier=given.dossier,
                complete=given.complete,
                money=given.money,
                slip_by=given.slip_by,
                stages=_reached(one.stages, ConsignmentStage.HANDED_IN, recorded.at),
            )
        case AppointmentSlipDelivered(happened_at=happened_at):
            at = happened_at or recorded.at
            return replace(one, slip_at=min(at, one.slip_at or at))
        case ConsignmentSentBack(reason=reason):
            return replace(one, reason=reason, stages=_reached(one.stages, ConsignmentStage.SENT_BACK, recorded.at))
        case FormPrinted(form=form) if form in _COPIES:
            return _printed(one, form, 1)
        case PrintingFailed(form=form) | PaperGivenUp(form=form, begun=False) if form in _COPIES:
            return _printed(one, form, -1)
        case _:
            return one


def _printed(one: Consignment, form: Form, more: int) -> Consignment:
    name = _COPIES[form]
    return replace(one, **{name: max(0, getattr(one, name) + more)})


def _reached(
    stages: tuple[tuple[ConsignmentStage, datetime], ...], stage: ConsignmentStage, at: datetime
) -> tuple[tuple[ConsignmentStage, datetime], ...]:
    """The stages with one more: of a stage the earliest stays, whichever was heard first."""
    known = dict(stages)
    known[stage] = min(at, known.get(stage, at))
    return tuple(sorted(known.items(), key=lambda one: _RANK[one[0]]))


fold = Fold(lambda name: Consignment(id=SubjectId(name)), step)
"""The consignment that a history tells."""
