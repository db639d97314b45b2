"""Messages on enrolment, editions, and counts of what each side has."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from models.calendar.due_dates import WorkingHours
from models.catalogue.catalogue import Catalogue
from models.codes.number_blocks import HIGHEST
from models.codes.ticket_letter import is_letter
from models.ids import FIRST_BROUGHT_BACK, ClerkId, DeviceId
from models.receipt_leases import ReceiptPool

_Key = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class HubFacts(Struct, frozen=True, kw_only=True):
    """The hub at this address. Keys as 64 hexadecimal digits: Ed25519 to verify, X25519 to seal to.

    Attributes:
        protocol, oldest: the newest and the oldest it reads; 0 = a hub of before, which reads ``protocol`` alone.
    """

    name: str
    protocol: int
    at: Annotated[datetime, Meta(tz=True)]
    sign_key: _Key
    seal_key: _Key
    oldest: int = 0


class EnrolAsked(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request for enrolment or renewal, signed with the key it names.

    Attributes:
        code: the one-time code the administrator gave; unused for a renewal.
        public_key: Ed25519, 64 hexadecimal digits.
        unit: identifier of the office the machine is set up for.
        wanted: the number it has worked under so far; 0 = any.
        has_events: whether it has recorded anything under that number.
        program: version of the program.
    """

    public_key: str
    unit: str
    code: str = ""
    wanted: DeviceId = DeviceId(0)
    has_events: bool = False
    program: str = ""


class Block(Struct, frozen=True, kw_only=True):
    """Numbers leased to one device: NNNN of its dossier codes, and the letter of its tickets."""

    device: DeviceId
    first: int
    last: int
    letter: str


def block_is_possible(block: Block) -> bool:
    """Whether a machine can work with it: settings take no other numbers and no other letter."""
    return 1 <= block.first <= block.last <= HIGHEST and is_letter(block.letter) is not None


class Enrolled(Struct, frozen=True, kw_only=True):
    """The answer to an enrolment. ``device`` may differ from the number requested."""

    office: str
    device: Annotated[DeviceId, Meta(ge=1, lt=FIRST_BROUGHT_BACK)]
    block: Block
    hub: HubFacts
    edition: int = 0


class Staff(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A clerk of the office."""

    id: ClerkId
    name: str
    phone: str = ""
    roles: tuple[str, ...] = ()


class LaptopDays(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of the office's visit laptops: days that a load stays aboard, and days without contact that are allowed."""

    keep: Annotated[int, Meta(ge=1, le=60)]
    contact: Annotated[int, Meta(ge=1, le=60)]


class Edition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything the province sets for an office, replaced whole. Empty text or None = what the program ships with.

    Attributes:
        version: 1, 2, 3…: never goes back.
        valid_from: the first day it may be used.
        holidays, fees, processes, approved, days, bundles, declarations: text of the TOML files that ``models`` reads;
            without processes, approved list, rules of days, bundles or declarations those that are there stay.
        forms: name of a forms set.
        laptop: days of visit laptops; None = the office's own stay.
        receipts: ranges of receipt numbers that the hub has leased; they hold at once, whatever ``valid_from``.
        only_receipts: nothing else was ever published for the office; all the rest stays as the office has it.
    """

    version: int
    name: str
    valid_from: date
    office: str
    catalogue: Catalogue | None = None
    holidays: str = ""
    fees: str = ""
    processes: str = ""
    approved: str = ""
    days: str = ""
    bundles: str = ""
    declarations: str = ""
    hours: WorkingHours | None = None
    forms: str = ""
    laptop: LaptopDays | None = None
    staff: tuple[Staff, ...] = ()
    blocks: tuple[Block, ...] = ()
    receipts: tuple[ReceiptPool, ...] = ()
    only_receipts: bool = False


class SignedEdition(Struct, frozen=True, kw_only=True):
    """An edition as the hub signed it: ``body`` is its JSON, ``signature`` Ed25519 over these bytes."""

    body: bytes
    signature: bytes


class DrawerTotal(Struct, frozen=True, kw_only=True):
    """Money of one device and way of paying (models.events.PaidBy), in đồng."""

    paid_by: str
    amount: int
    count: int


class DeviceCount(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One side's counts of one device.

    Attributes:
        digest: of the event at ``head``, 64 hexadecimal digits.
        drawer: of its ``FeeTaken``.
        returned: of its ``FeeReturned``; None = this side does not count them yet.
        aside: how many of ``events`` the hub keeps apart, so that other desks do not have them.
        told, told_digest: number and digest of the last event that the hub tells other desks; 0 when that is ``head``.
    """

    device: DeviceId
    events: int
    head: int
    digest: str
    drawer: tuple[DrawerTotal, ...] = ()
    aside: int = 0
    told: int = 0
    told_digest: str = ""
    returned: tuple[DrawerTotal, ...] | None = None


class Counts(Struct, frozen=True, kw_only=True):
    """One side's counts of an office, device by device."""

    devices: tuple[DeviceCount, ...]
    position: int = 0
