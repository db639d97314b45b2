"""Events of the post: what its staff did at the desk and what a clerk said of it; parcels."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from models.events.event import Event
from models.ids import DossierCode, DossierId, SubjectId

__all__ = [
    "PARCEL",
    "POSTAL_ACT",
    "ParcelContent",
    "ParcelHandedOver",
    "ParcelMoneyReceived",
    "ParcelOrderReported",
    "ParcelOrderState",
    "ParcelParty",
    "ParcelReported",
    "ParcelScanned",
    "ParcelSettled",
    "ParcelStage",
    "PostEvent",
    "PostalActAccepted",
    "PostalActDone",
    "PostalActGivenBack",
    "PostalActKind",
    "PostalActRedone",
]

POSTAL_ACT = "postal/"
"""Begins the names of what postal staff did: one subject for each act."""


class PostalActKind(StrEnum):
    """What was done."""

    INTAKE = "intake"
    SUPPLEMENT = "supplement"
    """Asked for; or brought, where the dossier waited for it."""
    RETURN = "return"
    MONEY = "money"


class PostalActDone(Event, frozen=True, kw_only=True, tag="PostalActDone"):
    """Somebody of the post did something to a dossier; recorded in the transaction of the deed itself.

    Attributes:
        amount: money taken with it, in đồng.
    """

    act: PostalActKind
    dossier: DossierId
    amount: int = 0


class PostalActAccepted(Event, frozen=True, kw_only=True, tag="PostalActAccepted"):
    """A clerk has looked it through."""


class PostalActGivenBack(Event, frozen=True, kw_only=True, tag="PostalActGivenBack"):
    """A clerk wants it done anew."""

    reason: str


class PostalActRedone(Event, frozen=True, kw_only=True, tag="PostalActRedone"):
    """It was done anew; a clerk looks it through again. ``note`` says what was done."""

    note: str


PARCEL = "parcel/"
"""Begins the names of parcels (bưu gửi)."""


class ParcelStage(StrEnum):
    """How far a parcel is, in this order: a scan that comes late changes nothing of what a further one has said."""

    HANDED_OVER = "handed_over"
    ON_THE_WAY = "on_the_way"
    FIRST_CALL_FAILED = "first_call_failed"
    SECOND_CALL_FAILED = "second_call_failed"
    """Two working days after the first at the earliest; then it goes back (QĐ 45/2016 Đ9; TT 17/2017 Đ5.2h)."""
    DELIVERED = "delivered"
    BACK = "back"
    """At the agency again."""


class ParcelContent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of one dossier in a parcel, as the slip lists it; ``originals``: papers that go back with it."""

    dossier: DossierId
    code: DossierCode
    procedure: str
    originals: tuple[str, ...] = ()


class ParcelParty(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Sender or receiver, as the slip names them."""

    name: str
    address: str
    phone: str = ""
    email: str = ""


class ParcelHandedOver(Event, frozen=True, kw_only=True, tag="ParcelHandedOver"):
    """Packed, and given to the post with its slip (phiếu gửi, TT 17/2017 Đ9); both sides sign.

    Attributes:
        number, list_number: see ``models.codes.parcel_number``.
        cod: fees that the post collects for the office, in đồng.
        postage: what the carriage costs, in đồng; 0 = by the post's own table.
        postman: who took it.
        days: working days within which it is to arrive (TT 17/2017 Đ7.2); ``arrive_by``: that day.
    """

    number: str
    list_number: str
    contents: tuple[ParcelContent, ...]
    sender: ParcelParty
    receiver: ParcelParty
    cod: int = 0
    postage: int = 0
    postman: str = ""
    days: int = 0
    arrive_by: date | None = None


class ParcelScanned(Event, frozen=True, kw_only=True, tag="ParcelScanned"):
    """Something was heard of it: by a scan here, or from the post.

    Attributes:
        happened_at: when, as the post says; None = now.
        receiver: who signed for it.
    """

    stage: ParcelStage
    happened_at: datetime | None = None
    receiver: str = ""
    note: str = ""


class ParcelMoneyReceived(Event, frozen=True, kw_only=True, tag="ParcelMoneyReceived"):
    """The post has handed over what it collected; ``amount`` in đồng."""

    amount: int
    payment: SubjectId


class ParcelOrderState(StrEnum):
    """What became of the order for a parcel at the post's own system."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """The post cannot say; a person asks there."""


class ParcelOrderReported(Event, frozen=True, kw_only=True, tag="ParcelOrderReported"):
    """The hub tells what the post's system said of a parcel's order.

    Attributes:
        post_number: by which the post follows it; empty = it gave none.
        reason: of a refusal, in the post's code or words.
    """

    state: ParcelOrderState
    post_number: str = ""
    reason: str = ""


class ParcelReported(Event, frozen=True, kw_only=True, tag="ParcelReported"):
    """The hub tells what the post's system said of a parcel on its way.

    That it was delivered, or is back, is the post's word alone: a clerk confirms it, since it ends the dossier's stay.

    Attributes:
        code: the post's own state.
        happened_at: when, as the post says; None = it did not.
        receiver: who signed for it, as the post says.
    """

    stage: ParcelStage
    code: str
    happened_at: datetime | None = None
    receiver: str = ""
    note: str = ""


class ParcelSettled(Event, frozen=True, kw_only=True, tag="ParcelSettled"):
    """It was delivered and came back, as scans say; a person has found out which is true, and why."""

    stage: ParcelStage
    reason: str


PostEvent = (
    PostalActDone
    | PostalActAccepted
    | PostalActGivenBack
    | PostalActRedone
    | ParcelHandedOver
    | ParcelScanned
    | ParcelMoneyReceived
    | ParcelOrderReported
    | ParcelReported
    | ParcelSettled
)
"""What the codec reads of them."""
