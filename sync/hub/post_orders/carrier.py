"""What is asked of the post's system, what it may answer, and the interface of a client to it."""

from datetime import date
from typing import Protocol

from msgspec import Struct

from sync.hub.national.answers import NoAnswer


class OrderParty(Struct, frozen=True, kw_only=True):
    """Sender or receiver of a parcel.

    Attributes:
        address: as text, whatever else is known of it.
        commune, province: statistical codes of today (5 and 2 digits); empty = not certain.
        post_province, post_district, post_ward: the post's own codes of the place, as the settings give them; empty =
            they do not.
    """

    name: str
    address: str
    phone: str = ""
    email: str = ""
    commune: str = ""
    province: str = ""
    post_province: str = ""
    post_district: str = ""
    post_ward: str = ""


class ParcelOrder(Struct, frozen=True, kw_only=True):
    """One parcel to be ordered, as its history tells it: the same each time it is asked for.

    Attributes:
        reference: our own id of the order: the parcel's number.
        codes: of the dossiers in it.
        contents: what is in it, in words.
        cod: fees that the post collects, in đồng.
        postage: in đồng; 0 = by the post's own table.
        office, office_name: the agency's identifier and name.
    """

    reference: str
    codes: tuple[str, ...]
    contents: str
    cod: int
    postage: int
    handed_on: date | None
    office: str
    office_name: str
    sender: OrderParty
    receiver: OrderParty


class CarriageTaken(Struct, frozen=True):
    """The post has it. ``number``: by which it follows the parcel; empty = it did not say."""

    number: str = ""


class CarriageUnknown(Struct, frozen=True):
    """The post says that it knows nothing of it. In trouble some say so of what they have taken."""


class CarriageRefused(Struct, frozen=True):
    """The post does not take it; nothing was ordered."""

    reason: str


CarrierAnswer = CarriageTaken | CarriageUnknown | CarriageRefused | NoAnswer


class Carrier(Protocol):
    """A client to the post's system. It asks once and waits for the answer; when to ask is the sender's matter."""

    def order(self, order: ParcelOrder) -> CarrierAnswer:
        """Order the carriage of a parcel."""
        ...

    def query(self, order: ParcelOrder) -> CarrierAnswer:
        """Ask what became of an order."""
        ...

    def close(self) -> None:
        """Close its connections."""
        ...
