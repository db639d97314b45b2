"""Events of consignments: dossiers that citizens send in by post (QĐ 45/2016/QĐ-TTg Đ6-7, TT 17/2017/TT-BTTTT Đ5.1)."""

from datetime import date, datetime
from enum import StrEnum

from models.events.dossiers import Intake, PaperReceived
from models.events.event import Event
from models.events.post import ParcelParty
from models.ids import DossierId, SubjectId

__all__ = [
    "CONSIGNMENT",
    "AppointmentSlipDelivered",
    "ConsignmentCorrected",
    "ConsignmentCounted",
    "ConsignmentEvent",
    "ConsignmentHandedIn",
    "ConsignmentMadeOut",
    "ConsignmentScanned",
    "ConsignmentSentBack",
    "ConsignmentStage",
]

CONSIGNMENT = "consignment/"
"""Begins the names of consignments (hồ sơ gửi qua bưu điện): one for each dossier, with its slip."""


class ConsignmentStage(StrEnum):
    """How far a consignment is, in this order."""

    MADE_OUT = "made_out"
    """The citizen and the postman have signed the slip (phiếu gửi hồ sơ); packed and sealed."""
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    """The packet is at the agency, not opened."""
    COUNTED = "counted"
    """Its papers were counted against the slip, one by one."""
    SENT_BACK = "sent_back"
    """Not accepted: the postman takes it back."""
    HANDED_IN = "handed_in"
    """The record (biên bản giao nhận) is signed by both: the dossier is filed (QĐ 45/2016 Đ7.4)."""


class ConsignmentMadeOut(Event, frozen=True, kw_only=True, tag="ConsignmentMadeOut"):
    """A dossier was given to the post with its slip; or arrived with the post's own slip, which is entered.

    Attributes:
        number: see ``models.codes.consignment_number``.
        intake: whose matter, and the papers as the slip lists them.
        post_number: the number by which the post follows it; empty = by ours.
        picked_up_at, picked_up_where: J of TT 17/2017 Đ7.2, and where the postman took it.
        fee: fees that the postman took from the citizen, in đồng.
        postage: what the carriage costs, in đồng; 0 = by the post's own table.
        days: working days within which it is to arrive; ``arrive_by``: that day.
        continues: the dossier whose supplement it is; empty = a new one.
    """

    number: str
    intake: Intake
    sender: ParcelParty
    receiver: ParcelParty
    post_number: str = ""
    picked_up_at: datetime | None = None
    picked_up_where: str = ""
    postman: str = ""
    fee: int = 0
    postage: int = 0
    days: int = 0
    arrive_by: date | None = None
    continues: DossierId = DossierId(SubjectId(""))


class ConsignmentCorrected(Event, frozen=True, kw_only=True, tag="ConsignmentCorrected"):
    """What was entered of it is corrected before it is handed in; as in ``ConsignmentMadeOut``."""

    intake: Intake
    fee: int = 0
    post_number: str = ""


class ConsignmentScanned(Event, frozen=True, kw_only=True, tag="ConsignmentScanned"):
    """It was heard of on its way: ``on_the_way`` or ``arrived``; ``happened_at``: as the post says, None = now."""

    stage: ConsignmentStage
    happened_at: datetime | None = None
    note: str = ""


class ConsignmentCounted(Event, frozen=True, kw_only=True, tag="ConsignmentCounted"):
    """Its papers were counted one by one; those that are not there have no copy."""

    papers: tuple[PaperReceived, ...]


class ConsignmentHandedIn(Event, frozen=True, kw_only=True, tag="ConsignmentHandedIn"):
    """Both sides have signed the record; recorded in the transaction in which the dossier is taken in.

    Attributes:
        record: number of the record, the same for all that it names.
        postman: who handed it in.
        dossier: what it became.
        complete: nothing is missing; else the dossier waits for its supplement, and is filed with that.
        money: fees handed over with it, in đồng.
        slip_by: the day by which the post is to bring the dossier's slip (giấy hẹn, phiếu bổ sung) to the sender.
    """

    record: str
    postman: str
    dossier: DossierId
    complete: bool = True
    money: int = 0
    slip_by: date | None = None


class ConsignmentSentBack(Event, frozen=True, kw_only=True, tag="ConsignmentSentBack"):
    """It is not accepted: another agency's, the seal broken. The postman takes it back to the sender."""

    reason: str
    postman: str = ""


class AppointmentSlipDelivered(Event, frozen=True, kw_only=True, tag="AppointmentSlipDelivered"):
    """The post has brought the sender the dossier's slip; ``happened_at``: as the post says, None = now."""

    happened_at: datetime | None = None


ConsignmentEvent = (
    ConsignmentMadeOut
    | ConsignmentCorrected
    | ConsignmentScanned
    | ConsignmentCounted
    | ConsignmentHandedIn
    | ConsignmentSentBack
    | AppointmentSlipDelivered
)
"""What the codec reads of them."""
