"""The table of forms, one row each. A new form is a module here, a row, and a member of ``Form``."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from models.events import Form
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.mobile.preprinted_slip import PreprintedSlip
from models.subjects.post.consignment import Consignment
from models.subjects.post.parcel import Parcel
from printing.forms import trial
from printing.forms.appointment_slip import AppointmentSlip, appointment_roll, appointment_slip
from printing.forms.body import Given, foot
from printing.forms.bundle_slip import BundleSlip, bundle_slip
from printing.forms.control_sheet import control_sheet
from printing.forms.declarations.paper import DeclarationPaper, declaration_paper, invented_declaration
from printing.forms.dossier_history import DossierHistory
from printing.forms.hand_over_list import HandedOver, hand_over_list
from printing.forms.letters import extension_letter, stop_notice
from printing.forms.marking import as_trial
from printing.forms.mobile import trial as mobile_trial
from printing.forms.mobile.point_papers import PointPaper, point_board, point_code, point_results
from printing.forms.mobile.preprinted_slip import preprinted_slip, slip_number
from printing.forms.money_papers import (
    PaymentRequest,
    ReceiptPaper,
    RefundPaper,
    ShiftPaper,
    deposit_code,
    deposit_note,
    fee_receipt,
    payment_request,
    payment_slip,
    refund_slip,
    shift_code,
    shift_roll,
    shift_slip,
    takings_code,
    takings_note,
)
from printing.forms.place_label import place_label
from printing.forms.post.consignment_papers import DeliveryRecord, consignment_label, consignment_slip, delivery_record
from printing.forms.post.parcel_papers import PostList, parcel_slip, post_list
from printing.forms.return_sheet import return_sheet
from printing.forms.returned_slip import returned_slip
from printing.forms.slips import receipt, refusal_slip, slip_code, supplement_request
from printing.forms.taken_list import taken_list
from printing.forms.ticket_slip import InLine, ticket_slip
from printing.forms.versions import FormsSet, FormWords, TicketWords, forms_sets
from printing.forms.visits.laptop_paper import LaptopList, laptop_list
from printing.forms.visits.visit_papers import DoorCard, RouteSheet, door_card, route_sheet
from printing.layout.sheet import Block, PaperSize, Sheet

Told = TypeVar("Told")


class Tray(StrEnum):
    """Which of the printers that an office sets; the values are their names in the settings."""

    PAPERS = "papers"
    TICKETS = "tickets"


class FormRow(Struct, Generic[Told], frozen=True, kw_only=True):
    """One form, made from what it tells of (``Told``: a dossier, one with its history, several, a ticket).

    Attributes:
        form: as events and the wire name it.
        name: its name inside a sentence.
        short: its name on a button.
        paper: its size.
        printer: where it goes.
        blocks: what is on it.
        code: what it is filed under.
        number: what the list of papers not printed yet calls it by.
        wording: its fixed words in a forms set; None = it is no circular's, and its words stand in its file. A circular
            that has no such form gives None.
        stands: whether a dossier has such a paper at this moment.
        outlasts: whether it is as true of a dossier that has ended.
        invented: what it tells of in a trial, given the letter of this machine's tickets.
    """

    form: Form
    name: str
    short: str
    paper: PaperSize
    printer: Tray
    blocks: Callable[[Told, Given], tuple[Block, ...]]
    code: Callable[[Told], str]
    number: Callable[[Told], str]
    invented: Callable[[Given, str], Told]
    wording: Callable[[FormsSet], FormWords | TicketWords | None] | None = None
    stands: Callable[[Dossier], bool] = lambda _: True
    outlasts: bool = False

    def sheet(self, told: Told, given: Given) -> Sheet:
        """The whole form."""
        given = replace(given, words=self.set_for(given.words))
        wording = self.wording(given.words) if self.wording else None
        name = wording.form if wording else self.short
        return Sheet(
            paper=self.paper,
            form=self.form.value,
            code=self.code(told),
            version=foot(name, given.words, given.printed_at),
            blocks=self.blocks(told, given),
            copy=given.copy,
            copy_mark=given.copy_mark,
        )

    def set_for(self, words: FormsSet) -> FormsSet:
        """This set, or where its circular has no such form the first later one that has."""
        if self.wording is None or self.wording(words) is not None:
            return words
        later = (one for one in forms_sets() if one.valid_from > words.valid_from)
        return next(one for one in later if self.wording(one) is not None)

    def trial(self, given: Given, letter: str) -> Sheet:
        """The form with invented facts, marked as a trial."""
        return as_trial(self.sheet(self.invented(given, letter), given))


TICKET: FormRow[InLine] = FormRow(
    form=Form.TICKET,
    name="phiếu số thứ tự",
    short="Số thứ tự",
    paper=PaperSize.TICKET,
    printer=Tray.TICKETS,
    blocks=ticket_slip,
    code=lambda one: one.ticket.number,
    number=lambda one: one.ticket.number,
    wording=lambda words: words.ticket_slip,
    invented=trial.in_line,
)
RECEIPT: FormRow[Dossier] = FormRow(
    form=Form.RECEIPT,
    name="giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    short="Giấy tiếp nhận",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=receipt,
    code=slip_code,
    number=lambda dossier: dossier.code,
    wording=lambda words: words.receipt,
    stands=lambda dossier: bool(dossier.code),
    invented=trial.received,
)
SUPPLEMENT: FormRow[Dossier] = FormRow(
    form=Form.SUPPLEMENT,
    name="phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    short="Phiếu bổ sung",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=supplement_request,
    code=slip_code,
    number=lambda dossier: dossier.slip,
    wording=lambda words: words.supplement_request,
    stands=lambda dossier: dossier.status is DossierStatus.SUPPLEMENT,
    invented=trial.not_received,
)
REFUSAL: FormRow[Dossier] = FormRow(
    form=Form.REFUSAL,
    name="phiếu từ chối tiếp nhận, giải quyết hồ sơ",
    short="Phiếu từ chối",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=refusal_slip,
    code=slip_code,
    number=lambda dossier: dossier.slip,
    wording=lambda words: words.refusal_slip,
    stands=lambda dossier: dossier.status is DossierStatus.REFUSED,
    invented=trial.not_received,
)
RETURNED: FormRow[Dossier] = FormRow(
    form=Form.RETURNED,
    name="phiếu trả lại giấy tờ khi rút hồ sơ",
    short="Phiếu trả lại giấy tờ",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=returned_slip,
    code=slip_code,
    number=slip_code,
    stands=lambda dossier: dossier.status is DossierStatus.WITHDRAWN,
    outlasts=True,
    invented=trial.withdrawn,
)
EXTENSION: FormRow[DossierHistory] = FormRow(
    form=Form.EXTENSION,
    name="văn bản xin lỗi và đề nghị gia hạn",
    short="Xin lỗi, gia hạn",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=extension_letter,
    code=lambda told: told.dossier.code,
    number=lambda told: told.dossier.code,
    wording=lambda words: words.extension_letter,
    stands=lambda dossier: bool(dossier.code) and dossier.postponed > 0,
    invented=trial.extended,
)
STOP: FormRow[DossierHistory] = FormRow(
    form=Form.STOP,
    name="thông báo dừng giải quyết hồ sơ",
    short="Thông báo dừng",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=stop_notice,
    code=lambda told: slip_code(told.dossier),
    number=lambda told: slip_code(told.dossier),
    wording=lambda words: words.stop_notice,
    stands=lambda dossier: dossier.status is DossierStatus.STOPPED,
    outlasts=True,
    invented=trial.stopped,
)
CONTROL: FormRow[DossierHistory] = FormRow(
    form=Form.CONTROL,
    name="phiếu kiểm soát quá trình giải quyết hồ sơ",
    short="Phiếu kiểm soát",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=control_sheet,
    code=lambda told: told.dossier.code,
    number=lambda told: told.dossier.code,
    wording=lambda words: words.control_sheet,
    stands=lambda dossier: bool(dossier.code),
    outlasts=True,
    invented=trial.passed_on,
)
LIST: FormRow[Sequence[Dossier]] = FormRow(
    form=Form.LIST,
    name="danh sách hồ sơ đã tiếp nhận",
    short="Danh sách",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=taken_list,
    code=lambda dossiers: dossiers[0].code,
    number=lambda dossiers: dossiers[0].code,
    invented=trial.several_received,
)

BUNDLE: FormRow[BundleSlip] = FormRow(
    form=Form.BUNDLE,
    name="phiếu hẹn chung",
    short="Phiếu hẹn chung",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=bundle_slip,
    code=lambda told: told.dossiers[0].code,
    number=lambda told: told.dossiers[0].code,
    invented=trial.bundled,
)

HAND_OVER: FormRow[HandedOver] = FormRow(
    form=Form.HAND_OVER,
    name="danh sách bàn giao hồ sơ",
    short="Danh sách bàn giao",
    paper=PaperSize.A4_ACROSS,
    printer=Tray.PAPERS,
    blocks=hand_over_list,
    code=lambda told: told.made.number,
    number=lambda told: told.made.number,
    wording=lambda words: words.hand_over_list,
    invented=trial.handed_over,
)

RETURN_SHEET: FormRow[Sequence[Dossier]] = FormRow(
    form=Form.RETURN_SHEET,
    name="phiếu trả kết quả",
    short="Phiếu trả kết quả",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=return_sheet,
    code=lambda dossiers: dossiers[0].code,
    number=lambda dossiers: dossiers[0].code,
    invented=trial.several_returned,
)
PLACE_LABEL: FormRow[Dossier] = FormRow(
    form=Form.PLACE_LABEL,
    name="nhãn ngăn để kết quả",
    short="Nhãn kết quả",
    paper=PaperSize.TICKET,
    printer=Tray.TICKETS,
    blocks=place_label,
    code=lambda dossier: dossier.code,
    number=lambda dossier: dossier.code,
    stands=lambda dossier: bool(dossier.processing.place),
    invented=trial.on_shelf,
)

FEE_RECEIPT: FormRow[ReceiptPaper] = FormRow(
    form=Form.FEE_RECEIPT,
    name="biên lai thu tiền",
    short="Biên lai",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=fee_receipt,
    code=lambda told: told.receipt.number.text if told.receipt.number else told.receipt.slip,
    number=lambda told: told.receipt.number.text if told.receipt.number else told.receipt.slip,
    invented=trial.fee_paid,
)
PAYMENT_SLIP: FormRow[ReceiptPaper] = FormRow(
    form=Form.PAYMENT_SLIP,
    name="phiếu thu",
    short="Phiếu thu",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=payment_slip,
    code=lambda told: told.receipt.slip,
    number=lambda told: told.receipt.slip,
    invented=trial.fee_paid,
)
PAYMENT_REQUEST: FormRow[PaymentRequest] = FormRow(
    form=Form.PAYMENT_REQUEST,
    name="phiếu đề nghị nộp tiền",
    short="Phiếu đề nghị nộp tiền",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=payment_request,
    code=lambda told: told.payment.reference,
    number=lambda told: told.payment.reference,
    invented=trial.to_be_paid,
)
SHIFT_SLIP: FormRow[ShiftPaper] = FormRow(
    form=Form.SHIFT_SLIP,
    name="phiếu đóng ca thu",
    short="Phiếu đóng ca",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=shift_slip,
    code=lambda told: shift_code(told.shift),
    number=lambda told: shift_code(told.shift),
    invented=trial.shift_closed,
)
SHIFT_ROLL: FormRow[ShiftPaper] = FormRow(
    form=Form.SHIFT_ROLL,
    name="phiếu đóng ca thu trên giấy cuộn",
    short="Phiếu đóng ca, giấy cuộn",
    paper=PaperSize.TICKET,
    printer=Tray.TICKETS,
    blocks=shift_roll,
    code=lambda told: shift_code(told.shift),
    number=lambda told: shift_code(told.shift),
    invented=trial.shift_closed,
)
REFUND_SLIP: FormRow[RefundPaper] = FormRow(
    form=Form.REFUND_SLIP,
    name="phiếu hoàn trả phí, lệ phí",
    short="Phiếu hoàn trả",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=refund_slip,
    code=lambda told: told.number,
    number=lambda told: told.number,
    invented=trial.fee_returned,
)
TAKINGS_NOTE: FormRow[ShiftPaper] = FormRow(
    form=Form.TAKINGS_NOTE,
    name="biên bản bàn giao tiền",
    short="Bàn giao tiền",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=takings_note,
    code=lambda told: takings_code(told.shift),
    number=lambda told: takings_code(told.shift),
    invented=trial.takings_handed_over,
)
DEPOSIT_NOTE: FormRow[ShiftPaper] = FormRow(
    form=Form.DEPOSIT_NOTE,
    name="bảng kê nộp tiền",
    short="Bảng kê nộp tiền",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=deposit_note,
    code=lambda told: deposit_code(told.shift),
    number=lambda told: deposit_code(told.shift),
    invented=trial.takings_deposited,
)
PARCEL: FormRow[Parcel] = FormRow(
    form=Form.PARCEL,
    name="phiếu gửi",
    short="Phiếu gửi",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=parcel_slip,
    code=lambda parcel: parcel.number,
    number=lambda parcel: parcel.number,
    invented=trial.posted,
)
POST_LIST: FormRow[PostList] = FormRow(
    form=Form.POST_LIST,
    name="danh sách giao bưu điện",
    short="Danh sách giao bưu điện",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=post_list,
    code=lambda told: told.number,
    number=lambda told: told.number,
    invented=trial.posted_together,
)

PREPRINTED_SLIP: FormRow[PreprintedSlip] = FormRow(
    form=Form.PREPRINTED_SLIP,
    name="phiếu tiếp nhận in sẵn",
    short="Phiếu in sẵn",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=preprinted_slip,
    code=slip_number,
    number=slip_number,
    invented=mobile_trial.blank,
)
POINT_BOARD: FormRow[PointPaper] = FormRow(
    form=Form.POINT_BOARD,
    name="danh sách niêm yết ở điểm lưu động",
    short="Danh sách niêm yết",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=point_board,
    code=point_code,
    number=point_code,
    invented=mobile_trial.at_point,
)
POINT_RESULTS: FormRow[PointPaper] = FormRow(
    form=Form.POINT_RESULTS,
    name="danh sách kết quả mang trả ở điểm lưu động",
    short="Kết quả mang trả",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=point_results,
    code=point_code,
    number=point_code,
    invented=mobile_trial.at_point,
)
ROUTE_SHEET: FormRow[RouteSheet] = FormRow(
    form=Form.ROUTE_SHEET,
    name="phiếu đi tuyến",
    short="Phiếu đi tuyến",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=route_sheet,
    code=lambda told: told.number,
    number=lambda told: told.number,
    invented=trial.route,
)
LAPTOP_LIST: FormRow[LaptopList] = FormRow(
    form=Form.LAPTOP_LIST,
    name="danh sách trên máy đi tận nhà",
    short="Danh sách máy tận nhà",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=laptop_list,
    code=lambda told: told.number,
    number=lambda told: told.number,
    invented=trial.lost_laptop,
)
DOOR_CARD: FormRow[DoorCard] = FormRow(
    form=Form.DOOR_CARD,
    name="thẻ báo không gặp",
    short="Thẻ không gặp",
    paper=PaperSize.TICKET,
    printer=Tray.TICKETS,
    blocks=door_card,
    code=lambda told: told.number,
    number=lambda told: told.number,
    invented=trial.not_met,
)
APPOINTMENT_SLIP: FormRow[AppointmentSlip] = FormRow(
    form=Form.APPOINTMENT_SLIP,
    name="phiếu hẹn đến làm thủ tục",
    short="Phiếu hẹn đến",
    paper=PaperSize.A5,
    printer=Tray.PAPERS,
    blocks=appointment_slip,
    code=lambda told: told.code,
    number=lambda told: told.code,
    invented=trial.appointment,
)
APPOINTMENT_ROLL: FormRow[AppointmentSlip] = FormRow(
    form=Form.APPOINTMENT_ROLL,
    name="phiếu hẹn đến làm thủ tục, khổ 80 mm",
    short="Phiếu hẹn 80 mm",
    paper=PaperSize.TICKET,
    printer=Tray.TICKETS,
    blocks=appointment_roll,
    code=lambda told: told.code,
    number=lambda told: told.code,
    invented=trial.appointment,
)
CONSIGNMENT: FormRow[Consignment] = FormRow(
    form=Form.CONSIGNMENT,
    name="phiếu gửi hồ sơ",
    short="Phiếu gửi hồ sơ",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=consignment_slip,
    code=lambda one: one.number,
    number=lambda one: one.number,
    invented=trial.consigned,
)
CONSIGNMENT_LABEL: FormRow[Consignment] = FormRow(
    form=Form.CONSIGNMENT_LABEL,
    name="nhãn niêm phong hồ sơ gửi bưu điện",
    short="Nhãn niêm phong",
    paper=PaperSize.TICKET,
    printer=Tray.TICKETS,
    blocks=consignment_label,
    code=lambda one: one.number,
    number=lambda one: one.number,
    invented=trial.consigned,
)
DELIVERY_RECORD: FormRow[DeliveryRecord] = FormRow(
    form=Form.DELIVERY_RECORD,
    name="biên bản giao nhận hồ sơ",
    short="Biên bản giao nhận",
    paper=PaperSize.A4_ACROSS,
    printer=Tray.PAPERS,
    blocks=delivery_record,
    code=lambda told: told.number,
    number=lambda told: told.number,
    invented=trial.handed_in_by_post,
)

DECLARATION: FormRow[DeclarationPaper] = FormRow(
    form=Form.DECLARATION,
    name="tờ khai",
    short="Tờ khai",
    paper=PaperSize.A4,
    printer=Tray.PAPERS,
    blocks=declaration_paper,
    code=lambda told: told.code,
    number=lambda told: told.code,
    invented=invented_declaration,
)

HISTORY_FORMS = {row.form: row for row in (EXTENSION, STOP, CONTROL)}
"""Those of one dossier that tell of its history."""

DOSSIER_FORMS: dict[Form, FormRow[Any]] = {
    **{row.form: row for row in (RECEIPT, SUPPLEMENT, REFUSAL)},
    **HISTORY_FORMS,
    RETURNED.form: RETURNED,
    PLACE_LABEL.form: PLACE_LABEL,
}
"""All of one dossier. Their wording is of the circular it was taken in under; the others have today's."""

FORMS: dict[Form, FormRow[Any]] = {
    **DOSSIER_FORMS,
    LIST.form: LIST,
    BUNDLE.form: BUNDLE,
    HAND_OVER.form: HAND_OVER,
    RETURN_SHEET.form: RETURN_SHEET,
    FEE_RECEIPT.form: FEE_RECEIPT,
    PAYMENT_SLIP.form: PAYMENT_SLIP,
    PAYMENT_REQUEST.form: PAYMENT_REQUEST,
    SHIFT_SLIP.form: SHIFT_SLIP,
    PARCEL.form: PARCEL,
    POST_LIST.form: POST_LIST,
    PREPRINTED_SLIP.form: PREPRINTED_SLIP,
    POINT_BOARD.form: POINT_BOARD,
    POINT_RESULTS.form: POINT_RESULTS,
    ROUTE_SHEET.form: ROUTE_SHEET,
    DOOR_CARD.form: DOOR_CARD,
    LAPTOP_LIST.form: LAPTOP_LIST,
    APPOINTMENT_SLIP.form: APPOINTMENT_SLIP,
    APPOINTMENT_ROLL.form: APPOINTMENT_ROLL,
    CONSIGNMENT.form: CONSIGNMENT,
    CONSIGNMENT_LABEL.form: CONSIGNMENT_LABEL,
    DELIVERY_RECORD.form: DELIVERY_RECORD,
    DECLARATION.form: DECLARATION,
    SHIFT_ROLL.form: SHIFT_ROLL,
    REFUND_SLIP.form: REFUND_SLIP,
    TAKINGS_NOTE.form: TAKINGS_NOTE,
    DEPOSIT_NOTE.form: DEPOSIT_NOTE,
    TICKET.form: TICKET,
}
"""All of them, in the order in which they are shown."""
