"""Events of printed forms and scanned documents."""

from enum import StrEnum

from models.events.event import Event
from models.ids import FileDigest

__all__ = [
    "FileAttached",
    "Form",
    "FormPrinted",
    "PaperEvent",
    "PaperGivenUp",
    "PrintingFailed",
]


class FileAttached(Event, frozen=True, kw_only=True, tag="FileAttached"):
    """A paper was scanned, or came as a file. The bytes lie beside the database under their digest.

    Attributes:
        digest, size: SHA-256 of the bytes (64 hexadecimal digits), and how many there are.
        media: media type, for instance "application/pdf".
        name: as the clerk named it.
        paper: name of the required paper it shows; empty = none in particular.
        reused: it was scanned for an earlier dossier and holds for this one too (QĐ 766: tái sử dụng).
    """

    digest: FileDigest
    size: int
    media: str
    name: str
    paper: str = ""
    reused: bool = False


class Form(StrEnum):
    """Papers that leave the desk."""

    TICKET = "ticket"
    RECEIPT = "01"
    SUPPLEMENT = "02"
    REFUSAL = "03"
    EXTENSION = "04"
    """Apology, and a later date (before 2025: hẹn lại ngày trả kết quả)."""
    STOP = "05"
    CONTROL = "06"
    """Control sheet: who gave the dossier to whom, and when."""
    LIST = "list"
    """Several dossiers taken in together, on one paper; noted on the first of them."""
    RETURNED = "returned"
    """Which papers were given back when the dossier was withdrawn."""
    HAND_OVER = "hand_over"
    """Dossiers that go from the desk to one unit (danh sách bàn giao)."""
    RETURN_SHEET = "return"
    """Which results and originals somebody received, to be signed; noted on the first of several dossiers."""
    PLACE_LABEL = "place"
    """A label for a result on the shelf."""
    FEE_RECEIPT = "fee_receipt"
    """A receipt for money (biên lai)."""
    PAYMENT_SLIP = "payment_slip"
    """A slip for money whose receipt is still to come (phiếu thu)."""
    PARCEL = "parcel"
    """The slip of a parcel (phiếu gửi)."""
    POST_LIST = "post_list"
    """Parcels that went to the post together; noted on the first of them."""
    PREPRINTED_SLIP = "preprinted_slip"
    """A slip with a number kept for it, printed before the trip (phiếu in sẵn)."""
    POINT_BOARD = "point_board"
    """What was taken in at a mobile point, for the hamlet's board: no numbers of people, names shortened."""
    POINT_RESULTS = "point_results"
    """Results that are taken along to the place where they are given out."""
    ROUTE_SHEET = "route_sheet"
    """The visits of a day in the order of the route (phiếu đi tuyến); noted on the first of them."""
    DOOR_CARD = "door_card"
    """What is left at the door of somebody who was not met."""
    LAPTOP_LIST = "laptop_list"
    """People, papers, numbers and dossiers that a visit laptop has, or had when it was lost; noted on the laptop."""
    PAYMENT_REQUEST = "payment_request"
    """What is to be paid by transfer, with its VietQR (phiếu đề nghị nộp tiền); noted on the payment."""
    SHIFT_SLIP = "shift"
    """The closing slip of a drawer."""
    SHIFT_ROLL = "shift_roll"
    """The same, for the roll of the printer of tickets."""
    REFUND_SLIP = "refund"
    """Money given back (phiếu hoàn trả), signed by who received it; noted on the first payment it came from."""
    TAKINGS_NOTE = "takings"
    """Takings of a shift given to the treasurer (biên bản bàn giao tiền)."""
    DEPOSIT_NOTE = "deposit"
    """Takings of a shift paid in at the State Treasury or a bank (bảng kê nộp tiền)."""
    CONSIGNMENT = "consignment"
    """Slip of a dossier that is sent in by post (phiếu gửi hồ sơ), the sender's copy at its foot."""
    CONSIGNMENT_LABEL = "consignment_label"
    """What is stuck over the seal of its packet."""
    DECLARATION = "declaration"
    """A declaration filled in for the citizen, to be signed (tờ khai); noted on itself."""
    DELIVERY_RECORD = "delivery_record"
    """Consignments handed in together (biên bản giao nhận hồ sơ); noted on the first of them."""
    BUNDLE = "bundle"
    """Dossiers of one bundle, on one paper (phiếu hẹn chung)."""
    APPOINTMENT_SLIP = "appointment_slip"
    """The slip of an appointment (phiếu hẹn đến làm thủ tục)."""
    APPOINTMENT_ROLL = "appointment_roll"
    """The same, for the roll of the printer of tickets."""


class FormPrinted(Event, frozen=True, kw_only=True, tag="FormPrinted"):
    """Written down before the printer is asked. ``copy`` counts 1, 2, 3… for this form of this subject."""

    form: Form
    version: str
    copy: int


class PrintingFailed(Event, frozen=True, kw_only=True, tag="PrintingFailed"):
    """The printer is known to have taken nothing of this copy, so the same copy may be printed again."""

    form: Form
    copy: int
    why: str


class PaperGivenUp(Event, frozen=True, kw_only=True, tag="PaperGivenUp"):
    """A clerk decided that this copy need not come out any more.

    Attributes:
        begun: some of it may have come out; else the same copy may be printed again.
    """

    form: Form
    copy: int
    reason: str
    begun: bool = False


PaperEvent = FileAttached | FormPrinted | PrintingFailed | PaperGivenUp
"""What the codec reads of them."""
