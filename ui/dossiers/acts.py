"""The table of acts on a dossier, one row each. Page, menu, keys and the F1 sheet are built from it.

Parts of the page are made by functions here, and loaded when the page is built: the window reads this table to know
its keys.
"""

from typing import TYPE_CHECKING

from desk.permissions import Permission
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from ui.actions import ActContext
from ui.dossiers.dossier_act import (
    ALIVE,
    KNOWN,
    LISTS,
    MANY,
    DossierAct,
    SheetSpec,
    Weight,
    act_row,
    comes_next,
    only_if,
    owing,
    while_status,
)
from ui.dossiers.process_acts import PROCESS_ACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.dossiers.act_part import ActPart


# ---- parts of the page -----------------------------------------------------------------------------------


def _receiver() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - see above
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    def submitter(dossier: Dossier) -> str:
        return dossier.intake.submitter.full_name if dossier.intake else ""

    authority = Field("Giấy ủy quyền", hint="chỉ khi người khác nhận thay")
    signer = Field("Người ký kết quả", hint="nếu chưa ghi là đã ký trên máy")
    return FieldsPart(Field("Người nhận kết quả"), authority, signer, Field("Ghi chú"), begins=submitter)


def _reason(words: str, hint: str) -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import LongField  # noqa: PLC0415 - likewise

    return FieldsPart(LongField(words, hint, lines=2))


def _later() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart, MomentField  # noqa: PLC0415 - likewise
    from ui.widgets.field import LongField  # noqa: PLC0415 - likewise

    return FieldsPart(MomentField("Hẹn trả lúc"), LongField("Lý do", "nêu với người dân…", lines=2))


def _price() -> "ActPart":
    from ui.dossiers.price_part import PricePart  # noqa: PLC0415 - likewise

    return PricePart()


def _let_off() -> "ActPart":
    from ui.dossiers.price_part import LetOffPart  # noqa: PLC0415 - likewise

    return LetOffPart()


def _money_back() -> "ActPart":
    from ui.dossiers.money_back_part import MoneyBackPart  # noqa: PLC0415 - likewise

    return MoneyBackPart()


def _correction() -> "ActPart":
    from ui.dossiers.correct_part import CorrectPart  # noqa: PLC0415 - likewise

    return CorrectPart()


def _scans() -> "ActPart":
    from ui.dossiers.files_part import AttachPart  # noqa: PLC0415 - likewise

    return AttachPart()


def _photographs() -> "ActPart":
    from ui.dossiers.photograph_act import PhotographAct  # noqa: PLC0415 - likewise

    return PhotographAct()


OTHER_PAPER = (DossierStatus.SUPPLEMENT, DossierStatus.REFUSED, DossierStatus.STOPPED, DossierStatus.WITHDRAWN)
"""Where "In lại" prints another paper than the receipt."""


def _bundled(*status: DossierStatus) -> "Callable[[ActContext], bool]":
    """While the dossier shown belongs to a bundle."""
    return only_if(while_status(*(status or KNOWN)), lambda process: process.bundled)


PRICED = KNOWN - {DossierStatus.VOIDED}
"""Its price may still be changed: money may be owed, or have to go back, after the end too."""


# ---- the table -------------------------------------------------------------------------------------------

ACTS: tuple[DossierAct, ...] = (
    DossierAct(
        action=act_row(
            "hand_over",
            "Trả kết quả",
            "Ctrl+Return",
            "hand_over",
            while_status(DossierStatus.RECEIVED),
            Permission.HAND_OVER,
        ),
        next_when=comes_next(ProcessStage.READY),
        sheet=SheetSpec(say="Trả lại bản chính đã nộp để đối chiếu, nếu có.", ok="Đã trả kết quả", part=_receiver),
        do=lambda work: work.dossiers.hand_over,
        leaves="ResultHandedOver",
        tone="good",
    ),
    DossierAct(
        action=act_row(
            "continue",
            "Nhận giấy tờ bổ sung",
            "Ctrl+B",
            "plus",
            only_if(while_status(DossierStatus.SUPPLEMENT), lambda process: not process.coded),
            Permission.TAKE_IN,
        ),
        next_when=lambda context: context.dossier is DossierStatus.SUPPLEMENT and not context.process.coded,
        leads_to="counter",
    ),
    *PROCESS_ACTS,
    DossierAct(
        action=act_row(
            "citizen_file", "Hồ sơ công dân", "Ctrl+Alt+Z", "person", while_status(*KNOWN), Permission.CITIZEN_FILE
        ),
        leads_to="citizen_file",
    ),
    DossierAct(
        action=act_row("bundle_next", "Việc tiếp theo trong nhóm", "Ctrl+Alt+B", "move", _bundled(), Permission.READ),
        do=lambda work: work.bundles.next_part,
        opens=True,
    ),
    DossierAct(
        action=act_row(
            "bundle_portal",
            "Nhóm trên Cổng",
            "Ctrl+Alt+J",
            "province",
            only_if(while_status(*KNOWN), lambda process: process.on_portal),
            Permission.READ,
        ),
        leads_to="assisted",
    ),
    DossierAct(
        action=act_row("bundle_slip", "In lại phiếu hẹn chung", "Ctrl+Alt+I", "print", _bundled(), Permission.PRINT),
        do=lambda work: work.bundles.slip,
        prints=True,
    ),
    DossierAct(
        action=act_row(
            "bundle_take_out", "Tách khỏi nhóm", "Ctrl+Alt+X", "withdraw", _bundled(*ALIVE), Permission.CORRECT
        ),
        sheet=SheetSpec(
            head="Tách hồ sơ khỏi nhóm",
            say="Hồ sơ đi riêng: không chờ việc nào của nhóm, không việc nào chờ nó. Không nhập lại được vào nhóm.",
            ok="Tách khỏi nhóm",
            part=lambda: _reason("Lý do", "người dân muốn làm riêng việc này…"),
        ),
        do=lambda work: work.process.leave_bundle,
        leaves="LeftBundle",
        tone="warn",
    ),
    DossierAct(
        action=act_row("pay_cash", "Thu tiền mặt", "F11", "coin", owing(), Permission.TAKE_FEE),
        weight=Weight.MONEY,
        do=lambda work: work.dossiers.take_cash,
        leaves="FeeTaken",
        tone="good",
    ),
    DossierAct(
        action=act_row("pay", "Thu cách khác", "Ctrl+F11", "coin", owing(), Permission.TAKE_FEE),
        leads_to="pay",
    ),
    DossierAct(
        action=act_row(
            "give_back_fee",
            "Trả lại tiền",
            "Ctrl+Alt+F11",
            "withdraw",
            only_if(while_status(*KNOWN), lambda process: process.paid),
            Permission.GIVE_BACK_FEE,
        ),
        sheet=SheetSpec(
            say="Biên lai của số tiền này được hủy hoặc điều chỉnh theo; phiếu hoàn trả in ra để người nhận ký. "
            "Cần người thứ hai xác nhận.",
            part=_money_back,
            by_two=True,
        ),
        leaves="FeeReturned",
        tone="warn",
    ),
    DossierAct(
        action=act_row("reprint", "In lại", "Ctrl+P", "print", while_status(*DossierStatus), Permission.PRINT),
        do=lambda work: work.prints.job_again,
        prints=True,
        leaves="FormPrinted",
    ),
    DossierAct(
        action=act_row(
            "control_sheet",
            "In phiếu kiểm soát",
            "Ctrl+Shift+O",
            "print",
            only_if(while_status(*KNOWN), lambda process: process.coded),
            Permission.PRINT,
        ),
        do=lambda work: work.prints.control_sheet,
        prints=True,
    ),
    DossierAct(
        action=act_row(
            "extension_letter",
            "In lại văn bản gia hạn",
            "Ctrl+Shift+A",
            "print",
            only_if(while_status(*KNOWN), lambda process: process.coded and process.extended),
            Permission.PRINT,
        ),
        do=lambda work: work.prints.extension_letter,
        prints=True,
    ),
    DossierAct(
        action=act_row(
            "receipt",
            "In lại giấy tiếp nhận",
            "Ctrl+Shift+V",
            "print",
            only_if(while_status(*OTHER_PAPER), lambda process: process.coded),
            Permission.PRINT,
        ),
        do=lambda work: work.prints.receipt,
        prints=True,
    ),
    DossierAct(
        action=act_row(
            "attach", "Đính kèm bản quét", "Ctrl+Shift+K", "attach", while_status(*KNOWN), Permission.ATTACH
        ),
        sheet=SheetSpec(
            say="Chọn giấy tờ có trong bản quét, rồi chọn một hay nhiều tệp PDF, JPEG, PNG, TIFF.",
            ok="Chọn tệp…",
            part=_scans,
        ),
        do=lambda work: work.dossiers.attach,
        leaves="FileAttached",
    ),
    DossierAct(
        action=act_row("photograph", "Chụp giấy tờ", "Ctrl+Alt+K", "scan", while_status(*KNOWN), Permission.ATTACH),
        sheet=SheetSpec(
            say="Ảnh được cắt theo mép giấy và nắn thẳng; xem lại rồi nhận. Mỗi ảnh nhận là lưu ngay vào hồ sơ.",
            ok="Xong",
            part=_photographs,
        ),
        do=lambda work: work.dossiers.photographed,
    ),
    DossierAct(
        action=act_row("correct", "Sửa thông tin", "Ctrl+E", "edit", while_status(*ALIVE), Permission.CORRECT),
        sheet=SheetSpec(head="Sửa hồ sơ", say="Lịch sử giữ cả bản cũ.", ok="Ghi sửa đổi", part=_correction),
        do=lambda work: work.dossiers.correct,
        leaves="DossierCorrected",
    ),
    DossierAct(
        action=act_row(
            "price_correct",
            "Sửa mức thu",
            "Ctrl+Shift+F11",
            "coin",
            only_if(while_status(*PRICED), lambda process: process.coded),
            Permission.PRICE,
        ),
        sheet=SheetSpec(
            head="Sửa mức phí, lệ phí",
            say="Mức đã báo chỉ đổi khi có người sửa, có lý do. Thu thừa thì phải trả lại: cần người thứ hai xác nhận.",
            ok="Ghi mức thu",
            part=_price,
            by_two_if_needed=True,
        ),
        do=lambda work: work.dossiers.correct_price,
        leaves="PriceChanged",
    ),
    DossierAct(
        action=act_row(
            "price_exempt",
            "Miễn, giảm",
            "Alt+F11",
            "coin",
            only_if(while_status(*PRICED), lambda process: process.coded),
            Permission.PRICE,
        ),
        sheet=SheetSpec(
            head="Miễn, giảm phí, lệ phí",
            say="Chọn diện và ghi giấy tờ chứng minh. Không thuộc diện nào thì lãnh đạo quyết định.",
            ok="Ghi miễn, giảm",
            part=_let_off,
            by_two_if_needed=True,
        ),
        do=lambda work: work.dossiers.exempt,
    ),
    DossierAct(
        action=act_row(
            "postpone",
            "Gia hạn (mẫu 04)",
            "Ctrl+H",
            "clock",
            while_status(DossierStatus.RECEIVED),
            Permission.POSTPONE,
        ),
        sheet=SheetSpec(
            head="Đề nghị gia hạn thời gian giải quyết",
            say="Chỉ được gia hạn một lần, có lý do (NĐ 61/2018 Điều 19 khoản 9, nay NĐ 118/2025). "
            "Lãnh đạo ký, là người thứ hai xác nhận.",
            ok="Ghi và in văn bản",
            part=_later,
            by_two=True,
        ),
        prints=True,
        leaves="DueDateChanged",
        tone="warn",
    ),
    DossierAct(
        action=act_row("withdraw", "Rút hồ sơ", "Ctrl+R", "withdraw", while_status(*ALIVE), Permission.WITHDRAW),
        weight=Weight.ENDS,
        sheet=SheetSpec(
            say="Người nộp nhận lại giấy tờ; hồ sơ kết thúc.",
            part=lambda: _reason("Lý do rút hồ sơ", "theo đề nghị của người nộp…"),
        ),
        do=lambda work: work.dossiers.withdraw,
        leaves="DossierWithdrawn",
    ),
    DossierAct(
        action=act_row("void", "Hủy hồ sơ", "Ctrl+Shift+H", "bad", while_status(*ALIVE), Permission.VOID),
        weight=Weight.ENDS,
        sheet=SheetSpec(
            head="Hủy hồ sơ nhập nhầm",
            say="Chỉ khi nhập nhầm; lịch sử giữ lại. Cần người thứ hai xác nhận.",
            part=lambda: _reason("Lý do", "nhập nhầm vì sao…"),
            by_two=True,
        ),
        leaves="DossierVoided",
    ),
)


def _something_to_do(context: ActContext) -> bool:
    """Something comes next for the dossier shown, or the sheet of an act on many is folded out."""
    return (context.page == "dossier" and context.do_it) or (context.page in LISTS and context.sheet == MANY)


DO_IT = act_row("do_it", "Làm việc tiếp theo của hồ sơ", "F9", "check", _something_to_do)
BACK = act_row("back", "Về danh sách", "Alt+Left", "back", lambda context: context.page == "dossier")

ACTIONS_OF_A_DOSSIER = (DO_IT, *(act.action for act in ACTS), BACK)


def next_act(context: ActContext) -> DossierAct | None:
    """What comes next for the dossier shown."""
    return next((act for act in ACTS if act.next_when(context) and act.action.allowed(context)), None)
