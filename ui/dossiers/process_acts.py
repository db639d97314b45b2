"""Acts on a dossier's way through the office: rows of the table in ``acts``."""

from typing import TYPE_CHECKING

from desk.permissions import Permission
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from ui.actions import ActContext
from ui.dossiers.dossier_act import (
    KNOWN,
    DossierAct,
    ManySpec,
    SheetSpec,
    Weight,
    act_row,
    comes_next,
    in_process,
    only_if,
    or_many,
    while_status,
)

if TYPE_CHECKING:
    from ui.dossiers.act_part import ActPart

_WORKED_ON = (ProcessStage.AT_DESK, ProcessStage.FORWARDED, ProcessStage.IN_STEP, ProcessStage.AT_LEADER)


def _reason(words: str, hint: str) -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - parts are loaded when the page is built
    from ui.widgets.field import LongField  # noqa: PLC0415 - likewise

    return FieldsPart(LongField(words, hint, lines=2))


def _unit() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    courier = Field("Người mang hồ sơ đi", hint="để trống nếu tự bàn giao")
    return FieldsPart(Field("Đơn vị nhận", hint="tên hoặc mã đơn vị"), Field("Ghi chú"), courier)


def _consultation() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart, MomentField  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field, LongField  # noqa: PLC0415 - likewise

    return FieldsPart(Field("Cơ quan được hỏi"), LongField("Nội dung xin ý kiến", lines=2), MomentField("Hạn trả lời"))


def _ways() -> "ActPart":
    from ui.dossiers.settle_part import SettlePart  # noqa: PLC0415 - likewise

    return SettlePart()


def _missing() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import LongField  # noqa: PLC0415 - likewise

    papers = LongField("Giấy tờ còn thiếu, mỗi dòng một loại", "Giấy tờ chứng minh chỗ ở hợp pháp", lines=3)
    return FieldsPart(papers, LongField("Lý do", "vì sao cần…", lines=2))


def _obligation() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field, LongField  # noqa: PLC0415 - likewise

    return FieldsPart(LongField("Nghĩa vụ tài chính", "thuế trước bạ…", lines=2), Field("Số tiền (đồng)"))


def _courier() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    return FieldsPart(Field("Người mang hồ sơ đi", hint="để trống nếu lãnh đạo ký tại đây"))


def _proof() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    return FieldsPart(Field("Số chứng từ", hint="biên lai, giấy nộp tiền…"))


def _number() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    return FieldsPart(Field("Số văn bản kết quả", hint="để trống nếu không có"))


def _shelf() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    signer = Field("Người ký", hint="nếu chưa ghi là đã ký trên máy")
    return FieldsPart(Field("Ngăn để kết quả", hint="B-12"), signer, Field("Số văn bản kết quả"))


def _shelf_of_many() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    place = Field("Ngăn để kết quả", hint="để trống: mỗi hồ sơ một ngăn còn trống")
    return FieldsPart(place, Field("Người ký", hint="nếu chưa ghi là đã ký trên máy"))


def _passes_on(context: ActContext) -> bool:
    """By the process; what is done on the spot goes to the leader at once."""
    at_unit = comes_next(ProcessStage.IN_STEP)(context)
    return at_unit or (comes_next(ProcessStage.AT_DESK)(context) and not context.process.on_the_spot)


def _goes_to_leader(context: ActContext) -> bool:
    return comes_next(ProcessStage.AT_DESK)(context) and context.process.on_the_spot


def _signs(context: ActContext) -> bool:
    """Before the leader; on the spot a clerk awaits the signed paper instead."""
    return comes_next(ProcessStage.AT_LEADER)(context) and (context.signs or not context.process.on_the_spot)


def _comes_back(context: ActContext) -> bool:
    return comes_next(ProcessStage.DECIDED)(context) or (
        comes_next(ProcessStage.AT_LEADER)(context) and not _signs(context)
    )


_SUBMIT = SheetSpec(say="Hồ sơ đến lãnh đạo để ký; lịch sử ghi giờ đi, giờ ký, giờ về.", part=_courier)
_FORWARD_TO = SheetSpec(say="Chuyển ngoài quy trình đã định.", ok="Chuyển", part=_unit)
_GIVE_BACK = SheetSpec(
    say="Hồ sơ về người giữ trước đó.", part=lambda: _reason("Lý do trả lại", "thiếu ý kiến thẩm định…")
)
_TAKE_OVER = SheetSpec(
    say="Người khác đang giữ hồ sơ này; việc họ đã làm không mất.",
    part=lambda: _reason("Lý do nhận thay", "đồng nghiệp nghỉ phép…"),
)
_CONSULT = SheetSpec(say="Cơ quan được hỏi có hạn trả lời riêng (NĐ 61/2018 Điều 19).", part=_consultation)
_STOP = SheetSpec(
    say="Theo đề nghị của người dân, khi chưa có kết quả (mẫu 05).",
    ok="Ghi và in thông báo",
    part=lambda: _reason("Lý do dừng", "theo đơn đề nghị…"),
)

_SIGN_MANY = SheetSpec(say="Giải quyết theo đề nghị; kết quả chờ về quầy.", ok="Ký kết quả")
_SHELVE_MANY = SheetSpec(
    say="Cất kết quả vào ngăn; người dân được báo đến nhận.", ok="Đã cất kết quả", part=_shelf_of_many
)


PROCESS_ACTS: tuple[DossierAct, ...] = (
    DossierAct(
        action=act_row(
            "forward",
            "Chuyển xử lý",
            "Ctrl+J",
            "move",
            or_many(in_process(ProcessStage.AT_DESK, ProcessStage.IN_STEP)),
            Permission.FORWARD,
        ),
        next_when=_passes_on,
        do=lambda work: work.process.forward,
        many=ManySpec(do=lambda work: work.many.forward),
        leaves="DossierForwarded",
    ),
    DossierAct(
        action=act_row(
            "accept",
            "Nhận xử lý",
            "Ctrl+G",
            "check",
            or_many(
                only_if(
                    in_process(ProcessStage.FORWARDED, ProcessStage.IN_STEP, ProcessStage.AT_LEADER),
                    lambda process: not process.accepted,
                )
            ),
            Permission.WORK,
        ),
        next_when=comes_next(ProcessStage.FORWARDED),
        do=lambda work: work.process.accept,
        many=ManySpec(do=lambda work: work.many.accept),
        leaves="DossierAccepted",
    ),
    DossierAct(
        action=act_row("sign", "Ký kết quả", "Ctrl+Shift+F", "edit", or_many(in_process(*_WORKED_ON)), Permission.SIGN),
        next_when=_signs,
        sheet=SheetSpec(say="Giải quyết theo đề nghị; kết quả chờ về quầy.", ok="Ký kết quả", part=_number),
        do=lambda work: work.process.sign,
        many=ManySpec(do=lambda work: work.many.sign, sheet=_SIGN_MANY),
        leaves="ResultDecided",
        tone="good",
    ),
    DossierAct(
        action=act_row(
            "check_in",
            "Nhận kết quả về quầy",
            "Ctrl+O",
            "return",
            or_many(in_process(*_WORKED_ON, ProcessStage.DECIDED, ProcessStage.READY)),
            Permission.CHECK_IN,
        ),
        next_when=_comes_back,
        sheet=SheetSpec(say="Cất kết quả vào ngăn; người dân được báo đến nhận.", ok="Đã cất kết quả", part=_shelf),
        do=lambda work: work.process.check_in,
        many=ManySpec(do=lambda work: work.many.check_in, sheet=_SHELVE_MANY),
        leaves="ResultCheckedIn",
        tone="good",
    ),
    DossierAct(
        action=act_row(
            "submit",
            "Trình ký",
            "Ctrl+S",
            "edit",
            or_many(in_process(ProcessStage.AT_DESK, ProcessStage.FORWARDED, ProcessStage.IN_STEP)),
            Permission.WORK,
        ),
        next_when=_goes_to_leader,
        sheet=_SUBMIT,
        do=lambda work: work.process.submit,
        many=ManySpec(do=lambda work: work.many.submit, sheet=_SUBMIT),
        leaves="DossierSubmitted",
    ),
    DossierAct(
        action=act_row(
            "forward_to",
            "Chuyển đến đơn vị khác",
            "Ctrl+Shift+J",
            "move",
            or_many(in_process(*_WORKED_ON)),
            Permission.FORWARD,
        ),
        sheet=_FORWARD_TO,
        do=lambda work: work.process.forward_to,
        many=ManySpec(do=lambda work: work.many.forward_to, sheet=_FORWARD_TO),
    ),
    DossierAct(
        action=act_row(
            "give_back",
            "Trả lại bước trước",
            "Ctrl+Shift+B",
            "back",
            or_many(in_process(ProcessStage.FORWARDED, ProcessStage.IN_STEP, ProcessStage.AT_LEADER)),
            Permission.WORK,
        ),
        sheet=_GIVE_BACK,
        do=lambda work: work.process.give_back,
        many=ManySpec(do=lambda work: work.many.give_back, sheet=_GIVE_BACK),
        leaves="DossierGivenBack",
        tone="warn",
    ),
    DossierAct(
        action=act_row(
            "take_over",
            "Nhận thay",
            "Ctrl+Shift+Y",
            "person",
            or_many(only_if(in_process(*_WORKED_ON), lambda process: process.others_hand)),
            Permission.WORK,
        ),
        sheet=_TAKE_OVER,
        do=lambda work: work.process.take_over,
        many=ManySpec(do=lambda work: work.many.take_over, sheet=_TAKE_OVER),
        leaves="DossierTakenOver",
        tone="warn",
    ),
    DossierAct(
        action=act_row(
            "ask_supplement", "Yêu cầu bổ sung", "F8", "warn", in_process(*_WORKED_ON), Permission.ASK_SUPPLEMENT
        ),
        sheet=SheetSpec(
            say="Nêu một lần, đầy đủ (mẫu 02); thời hạn dừng theo quy tắc đang áp dụng.",
            warn=lambda view: view.supplemented,
            ok="Ghi và in phiếu",
            part=_missing,
        ),
        do=lambda work: work.process.ask_supplement,
        prints=True,
    ),
    DossierAct(
        action=act_row(
            "bring",
            "Đã bổ sung đủ",
            "Ctrl+Shift+M",
            "plus",
            only_if(while_status(DossierStatus.SUPPLEMENT), lambda process: process.coded),
            Permission.TAKE_IN,
        ),
        next_when=lambda context: context.dossier is DossierStatus.SUPPLEMENT and context.process.coded,
        sheet=SheetSpec(say="Người dân đã nộp đủ giấy tờ theo phiếu; thời hạn đếm tiếp.", ok="Đã nhận đủ"),
        do=lambda work: work.process.bring_supplement,
        leaves="SupplementBrought",
        tone="good",
    ),
    DossierAct(
        action=act_row(
            "consult",
            "Lấy ý kiến cơ quan khác",
            "Ctrl+Shift+Q",
            "call",
            or_many(in_process(*_WORKED_ON)),
            Permission.WORK,
        ),
        sheet=_CONSULT,
        do=lambda work: work.process.consult,
        many=ManySpec(do=lambda work: work.many.consult, sheet=_CONSULT),
        leaves="ConsultationAsked",
    ),
    DossierAct(
        action=act_row(
            "answered",
            "Ghi ý kiến trả lời",
            "Ctrl+Shift+E",
            "receiving",
            only_if(while_status(DossierStatus.RECEIVED), lambda process: process.consults),
            Permission.WORK,
        ),
        sheet=SheetSpec(
            say="Ý kiến của cơ quan được hỏi đầu tiên chưa trả lời.",
            part=lambda: _reason("Ý kiến trả lời", "đồng ý…"),
        ),
        do=lambda work: work.process.answered,
        leaves="ConsultationAnswered",
    ),
    DossierAct(
        action=act_row(
            "obligation", "Báo nghĩa vụ tài chính", "Ctrl+W", "coin", in_process(*_WORKED_ON), Permission.WORK
        ),
        sheet=SheetSpec(say="Người dân thực hiện xong thì xử lý tiếp.", part=_obligation),
        do=lambda work: work.process.tell_obligation,
        leaves="ObligationTold",
    ),
    DossierAct(
        action=act_row(
            "obligation_met",
            "Đã thực hiện nghĩa vụ",
            "Ctrl+Shift+W",
            "coin",
            only_if(while_status(DossierStatus.RECEIVED), lambda process: process.obliged),
            Permission.WORK,
        ),
        sheet=SheetSpec(say="Thời hạn đếm tiếp.", part=_proof),
        do=lambda work: work.process.meet_obligation,
        leaves="ObligationMet",
        tone="good",
    ),
    DossierAct(
        action=act_row(
            "settle",
            "Giải quyết mâu thuẫn",
            "Ctrl+Shift+1",
            "flag",
            only_if(while_status(*KNOWN), lambda process: process.disputed),
            Permission.SETTLE,
        ),
        sheet=SheetSpec(
            say="Hai nơi đã quyết định khác nhau mà không biết việc của nhau. Chọn một; việc đã ghi ở cả hai nơi "
            "vẫn còn trong diễn biến.",
            ok="Ghi cách giải quyết",
            part=_ways,
        ),
        do=lambda work: work.process.settle,
        leaves="DisputeSettled",
        tone="good",
    ),
    DossierAct(
        action=act_row(
            "refuse_result", "Từ chối giải quyết", "Shift+F8", "bad", in_process(*_WORKED_ON), Permission.REFUSE
        ),
        weight=Weight.ENDS,
        sheet=SheetSpec(
            say="Sau khi thẩm định, trong thời hạn, bằng văn bản (mẫu 03).",
            ok="Ghi và in phiếu",
            part=lambda: _reason("Lý do từ chối", "nêu điều kiện chưa đáp ứng…"),
        ),
        do=lambda work: work.process.refuse,
        prints=True,
    ),
    DossierAct(
        action=act_row(
            "stop", "Dừng giải quyết", "Ctrl+Shift+L", "close", or_many(in_process(*_WORKED_ON)), Permission.STOP
        ),
        weight=Weight.ENDS,
        sheet=_STOP,
        do=lambda work: work.process.stop,
        many=ManySpec(do=lambda work: work.many.stop, sheet=_STOP),
        prints=True,
        leaves="DossierStopped",
    ),
)
"""``Dossier`` is what their verbs are given first."""
