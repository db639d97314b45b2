"""The history of a dossier or ticket as sentences."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import assert_never

from desk.words.backup import lost_words
from desk.words.corrections import changes, intakes
from desk.words.hand_over import tell_hand_over
from desk.words.money import tell_money
from desk.words.post.parcels import tell_post
from desk.words.process_history import notice_words, tell_process
from desk.words.service.appointments import tell_appointment
from desk.words.service.assisted import tell_assisted
from desk.words.service.bundles import tell_bundle
from desk.words.service.citizen_file import tell_citizen_file
from desk.words.terms import (
    IDENTITY,
    NATIONAL_STATE,
    PAID_BY,
    PRIORITY,
    READ_BY,
    RELATION,
    RESULT_COPY,
    SESSION_END,
    moment,
)
from desk.words.visits.laptop import tell_laptop
from desk.words.visits.mobile import tell_mobile
from desk.words.visits.visit import tell_visit
from models import events as e
from models.events import AnyEvent, UnknownEvent
from models.ids import ClerkId
from models.person import Organisation, Person
from models.words.money_words import in_figures
from printing.forms.table import FORMS

_OfASubject = (
    e.ProcessEvent
    | e.HandOverEvent
    | e.MobileEvent
    | e.MoneyEvent
    | e.PostEvent
    | e.ConsignmentEvent
    | e.VisitEvent
    | e.LaptopEvent
    | e.AssistedEvent
    | e.BundleEvent
    | e.BundleWaitEnded
    | e.LeftBundle
    | e.AppointmentEvent
    | e.CitizenFileEvent
)
"""Kinds of events whose sentences stand in files of their own."""


def tell_each(
    events: Sequence[AnyEvent | UnknownEvent], names: Mapping[ClerkId, str] = MappingProxyType({})
) -> list[str]:
    """The whole history of a dossier, oldest first; a correction says the old and the new value."""
    return [tell(event, names, before) for event, before in zip(events, intakes(events), strict=True)]


def tell(
    event: AnyEvent | UnknownEvent,
    names: Mapping[ClerkId, str] = MappingProxyType({}),
    before: e.Intake | None = None,
) -> str:
    """One event as one sentence.

    Args:
        event: what happened.
        names: of clerks by their ids.
        before: as the intake stood; None = a correction says only what it is about.
    """
    if isinstance(event, e.TicketEvent):
        return _of_ticket(event)
    if isinstance(event, _OfASubject):
        return _of_subject(event, names)
    match event:
        case e.DossierReceived():
            due = f"hẹn trả {moment(event.due.at)}" if event.due.at else "chưa có ngày hẹn trả"
            after = f"; chờ kết quả {event.bundle.after_words}" if event.bundle and event.bundle.after else ""
            return f"Tiếp nhận hồ sơ {event.code} của {_owner(event.intake)}, {due}{after}."
        case e.SupplementAsked():
            missing = "; ".join(paper.name for paper in event.missing)
            return f"Yêu cầu bổ sung (phiếu {event.number}): {missing}. Lý do: {event.reason}"
        case e.DossierRefused():
            what = "Từ chối tiếp nhận" if event.intake else "Từ chối giải quyết sau khi thẩm định"
            return f"{what} (phiếu {event.number}). Lý do: {event.reason}"
        case e.DossierCorrected():
            said = "; ".join(changes(before, event)) or ", ".join(_corrected(event))
            return f"Sửa thông tin: {said}. Lý do: {event.reason}"
        case e.DossierWithdrawn():
            return f"Người nộp rút hồ sơ. Lý do: {event.reason}"
        case e.DossierVoided():
            return f"Hủy hồ sơ nhập nhầm, {_name(event.confirmed_by, names)} cùng xác nhận. Lý do: {event.reason}"
        case e.DueDateChanged():
            who = _name(event.confirmed_by, names)
            number = f" (văn bản {event.number})" if event.number else ""
            late = ", báo muộn (ít nhất phải trước ngày hẹn 1 ngày làm việc)" if event.late else ""
            until = moment(event.due_at)
            return f"Gia hạn{number} đến {until}, {who} cùng xác nhận{late}. Lý do: {event.reason}"
        case e.DossierRead():
            asked = f": “{event.words}”" if event.words else ""
            return f"Xem hồ sơ qua {READ_BY[event.by]}{asked}."
        case e.FeeTaken():
            way = PAID_BY[event.paid_by].lower()
            return f"Thu {in_figures(event.amount)} đồng ({way})."
        case e.ResultHandedOver():
            return _returned(event)
        case e.FileAttached():
            return f"Đính kèm bản quét {event.name}" + (f" cho giấy tờ: {event.paper}." if event.paper else ".")
        case e.ProvinceReported():
            unit = f" ({event.unit})" if event.unit else ""
            note = f": {event.note}" if event.note else ""
            return f"Hệ thống cấp tỉnh báo{unit}: {NATIONAL_STATE[event.state]}{note}."
        case e.NationalAccepted():
            what = f"bước {event.step}: {NATIONAL_STATE[event.state]}" if event.step else "hồ sơ"
            return f"Hệ thống quốc gia đã nhận {what}."
        case e.NationalRefused():
            return f"Hệ thống quốc gia chưa nhận: {event.reason}"
        case e.NationalWithdrawn():
            return f"Hệ thống quốc gia đã ghi mã {event.code} (không còn dùng): {NATIONAL_STATE[event.state]}."
        case e.NoticeReported():
            return notice_words(event)
        case e.FormPrinted():
            return f"In {FORMS[event.form].name}" + (f", bản in lần {event.copy}." if event.copy > 1 else ".")
        case e.PaperGivenUp():
            half = " (có thể đã ra một phần)" if event.begun else ""
            return f"Bỏ không in {FORMS[event.form].name}{half}: {event.reason}"
        case e.PrintingFailed():
            return f"Không in được {FORMS[event.form].name}; hồ sơ vẫn an toàn."
        case e.ClerkSignedIn():
            return "Đăng nhập."
        case e.ClerkSignedOut():
            return f"Thôi làm việc ở máy này: {SESSION_END[event.how]}."
        case e.LossAccepted():
            return f"Cho làm tiếp sau khi mất dữ liệu: {lost_words(event.what, event.kept, event.known)}."
        case e.RegisterClosed():
            size = f"{event.rows} hồ sơ, {event.volumes} quyển, số cuối {event.last:02d}"
            return f"Khóa sổ năm {event.year}: {size}."
        case e.PostersWritten():
            return f"In {len(event.posters)} tờ niêm yết theo danh mục {event.catalogue}."
        case e.DeclarationFilled() | e.DeclarationHandedIn():
            return _declared(event)
        case e.PeopleShown():
            return _shown(event)
        case e.SignInFailed():
            return f"Nhập sai mã {event.times} lần liền."
        case UnknownEvent():
            return f"Sự việc do phiên bản mới hơn ghi ({event.type or 'không rõ'}); giữ nguyên."
        case _:
            assert_never(event)


def _declared(event: e.DeclarationEvent) -> str:
    if isinstance(event, e.DeclarationHandedIn):
        return f"Nộp cùng hồ sơ {event.code}."
    left = ", còn chỗ để viết tay" if event.blank else ""
    return f"Điền tờ khai “{event.declaration}”, mẫu từ {event.valid_from:%d/%m/%Y}{left}."


def _of_subject(
    event: _OfASubject,
    names: Mapping[ClerkId, str],
) -> str:
    """What the file of its subject says."""
    if isinstance(event, e.ProcessEvent):
        return tell_process(event)
    if isinstance(event, e.HandOverEvent):
        return tell_hand_over(event)
    if isinstance(event, e.MobileEvent):
        return tell_mobile(event)
    if isinstance(event, e.AssistedEvent):
        return tell_assisted(event)
    if isinstance(event, e.MoneyEvent):
        return tell_money(event, names)
    if isinstance(event, e.PostEvent | e.ConsignmentEvent):
        return tell_post(event)
    if isinstance(event, e.VisitEvent):
        return tell_visit(event, names)
    if isinstance(event, e.BundleEvent | e.BundleWaitEnded | e.LeftBundle):
        return tell_bundle(event)
    if isinstance(event, e.AppointmentEvent):
        return tell_appointment(event)
    if isinstance(event, e.CitizenFileEvent):
        return tell_citizen_file(event)
    return tell_laptop(event)


def _shown(event: e.PeopleShown) -> str:
    why = f" Lý do: {event.reason}" if event.reason else ""
    if event.by is e.ReadBy.CITIZEN_FILE:
        return f"Mở hồ sơ công dân của một người, {event.count} hồ sơ.{why}"
    return f"Xem số giấy tờ, điện thoại trên {event.count} hồ sơ: {READ_BY[event.by]}.{why}"


def _returned(event: e.ResultHandedOver) -> str:
    authority = event.authority
    paper = ", ".join(filter(None, (authority.relation, authority.paper, authority.number))) if authority else ""
    relation = f"{RELATION[event.relation]}{f': {paper}' if paper else ''}" if event.relation else ""
    told = [f"Trả kết quả cho {event.to}" + (f" ({relation})." if relation else ".")]
    if event.identity is not e.IdentityCheck.NOT_CHECKED:
        note = f": {event.identity_note}" if event.identity_note else ""
        told.append(f"{IDENTITY[event.identity]}{note}.")
    if event.originals:
        told.append(f"Trả lại bản chính: {'; '.join(event.originals)}.")
    if event.copy is not e.ResultCopy.PAPER:
        told.append(f"Giao {RESULT_COPY[event.copy].lower()}.")
    if event.signature:
        told.append("Có chữ ký nhận.")
    return " ".join(told)


def _of_ticket(event: e.TicketEvent) -> str:
    match event:
        case e.TicketIssued():
            first = f", ưu tiên: {PRIORITY[event.priority].lower()}" if event.priority else ""
            return f"Lấy số {event.number}{first}."
        case e.TicketCalled():
            return f"Mời đến quầy {event.counter}" + (" (gọi theo số)." if event.by_number else ".")
        case e.TicketCalledAgain():
            return f"Mời lại đến quầy {event.counter}."
        case e.ServingStarted():
            return f"Bắt đầu phục vụ ở quầy {event.counter}."
        case e.TicketSkipped():
            return f"Gọi ở quầy {event.counter} nhưng không có mặt."
        case e.TicketHeld():
            return "Tạm giữ số" + (f": {event.reason}." if event.reason else ".")
        case e.TicketReturnedToLine():
            return "Trở lại hàng chờ" + (" ở cuối." if event.place is e.LinePlace.BACK else " theo lượt cũ.")
        case e.TicketMoved():
            parts = [
                f"dịch vụ {event.service}" if event.service else "",
                f"quầy {event.counter}" if event.counter else "",
            ]
            return "Chuyển sang " + ", ".join(part for part in parts if part) + "."
        case e.TicketServed():
            return f"Xong việc ở quầy {event.counter}."
        case e.TicketLeft():
            return "Người dân đã về."
        case e.TicketClosedAtDayEnd():
            return "Đóng số khi hết ngày."
        case _:
            assert_never(event)


def _name(clerk: ClerkId, names: Mapping[ClerkId, str]) -> str:
    return names.get(clerk, clerk)


def _owner(intake: e.Intake) -> str:
    owner: Person | Organisation = intake.owner or intake.submitter
    return owner.full_name if isinstance(owner, Person) else owner.name


def _corrected(event: e.DossierCorrected) -> list[str]:
    named = {
        "procedure": "thủ tục",
        "submitter": "người nộp",
        "owner": "chủ hồ sơ",
        "authority": "ủy quyền",
        "papers": "giấy tờ",
        "return_by": "cách nhận kết quả",
        "return_to": "nơi nhận kết quả",
        "note": "ghi chú",
    }
    return [words for name, words in named.items() if getattr(event, name) is not None]
