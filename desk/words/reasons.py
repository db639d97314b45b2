"""Every reason to say no and every trouble, as one sentence that says what to do."""

from typing import assert_never

from desk.words.backup import KeepingFailure, KeepingRefusal, keeping_failure, keeping_refusal
from desk.words.clerks import OfClerks, of_clerks
from desk.words.person_doubts import DOUBT
from desk.words.printers import PrinterReason, printer_reason
from desk.words.procedures import OfProcedures, of_procedures
from desk.words.terms import ENTRY, FIELD, QUANTITY, ROLE, SETTING, STATE, STATUS, moment
from models import not_allowed as no
from models import trouble as ill
from models.events import Form
from models.history import MOST_EVENT_BYTES
from models.person_doubts import Doubt
from models.subjects.dossier import DossierStatus
from models.subjects.ticket_state import TicketState
from models.system.libraries import unusable_words
from models.words.money_words import in_figures
from models.words.shape_words import shape_words

Refusal = (
    no.AddressMissing
    | no.AppointmentPast
    | no.AuthorityMissing
    | no.BlockExhausted
    | no.CounterBusy
    | no.DossierEnded
    | no.DossierUnknown
    | no.EventTooLarge
    | no.FeeTakenAlready
    | no.FileEmpty
    | no.FileKindUnknown
    | no.EntryNotUnderstood
    | no.FileNotReadable
    | no.SheetUnknown
    | no.FileTooLarge
    | no.JoinedAlready
    | no.NobodyWaiting
    | no.NotJoined
    | no.NotSetUp
    | no.NothingListed
    | no.NothingMissing
    | no.NothingToCorrect
    | no.NumberMalformed
    | no.PersonDoubtful
    | no.OutcomeAlready
    | no.FormNotThere
    | no.PrintJobNotWaiting
    | no.PapersMissing
    | no.PersonIncomplete
    | no.QuantityImpossible
    | no.RealDeskThere
    | no.ReasonMissing
    | no.ServiceUnknown
    | no.TicketElsewhere
    | no.TicketNotThere
    | no.TicketUnknown
)

Failure = (
    ill.BatchTooLarge
    | ill.CameraNotInstalled
    | ill.CameraNotThere
    | ill.CatalogueUnreadable
    | ill.ClockWrong
    | ill.DiskFailing
    | ill.DiskFull
    | ill.EditionUnusable
    | ill.FileDamaged
    | ill.FileInUse
    | ill.FileMissing
    | ill.FileOnNetwork
    | ill.FileTooNew
    | ill.FileUnreadable
    | ill.FolderReadOnly
    | ill.HubNotFound
    | ill.HallNotReached
    | ill.HallRefused
    | ill.HubNotStarted
    | ill.KeyMissing
    | ill.KeyWrong
    | ill.NetworkTrouble
    | ill.NotPlain
    | ill.NotTheProvince
    | PrinterReason
    | ill.ProvinceAddressWrong
    | ill.ProvinceBusy
    | ill.ProvinceFull
    | ill.ProvinceNotReached
    | ill.ProvinceRefused
    | ill.ReaderTrouble
    | ill.ScanDamaged
    | ill.ScanNotHere
    | ill.SettingsUnreadable
    | ill.StickFull
    | ill.StickMissing
    | ill.SQLiteTooOld
    | ill.TargetUnfit
)

OfLibraries = ill.HubLibrariesMissing | ill.LibraryUnusable


def sentence(reason: no.NotAllowed | ill.Trouble) -> str:
    """The reason in Vietnamese. A test walks every class, so none is without a sentence."""
    if isinstance(reason, no.OfOneVerb):
        return reason.sentence
    if isinstance(reason, OfLibraries):
        return _of_libraries(reason)
    if isinstance(reason, OfClerks):
        return of_clerks(reason)
    if isinstance(reason, OfProcedures):
        return of_procedures(reason)
    if isinstance(reason, KeepingRefusal):
        return keeping_refusal(reason)
    if isinstance(reason, KeepingFailure):
        return keeping_failure(reason)
    if isinstance(reason, no.NotAllowed):
        return _refusal(reason)  # type: ignore[arg-type]  # the test proves that Refusal names every class
    return _failure(reason)  # type: ignore[arg-type]  # likewise


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _refusal(reason: Refusal) -> str:
    match reason:
        case no.PersonIncomplete():
            fields = ", ".join(FIELD.get(name, name) for name in reason.missing)
            return f"Chưa có {fields} của {ROLE.get(reason.role, reason.role)}."
        case no.NumberMalformed():
            return (
                f"Số giấy tờ của {ROLE.get(reason.role, reason.role)} không đúng: số định danh có 12 chữ số, "
                "số CMND cũ có 9 chữ số."
            )
        case no.PersonDoubtful():
            return f"{ROLE.get(reason.role, reason.role).capitalize()}: {_small(DOUBT[Doubt(reason.doubt)])}"
        case no.EntryNotUnderstood():
            role, _, name = reason.field.rpartition(".")
            of = f" của {ROLE[role]}" if role in ROLE else ""
            return f"{ENTRY.get(name, 'Một ô')}{of} ghi chưa đúng; sửa ô màu đỏ."
        case no.AuthorityMissing():
            return "Nộp thay người khác thì ghi rõ quan hệ hoặc giấy ủy quyền."
        case no.AddressMissing():
            return "Nhận kết quả qua bưu chính thì cần địa chỉ nhận."
        case no.AppointmentPast():
            return "Ngày hẹn trả đã qua; chọn ngày sau thời điểm này."
        case no.PapersMissing():
            return "Còn thiếu: " + "; ".join(reason.papers) + "."
        case no.NothingMissing():
            return "Phiếu bổ sung phải nêu ít nhất một giấy tờ còn thiếu."
        case no.NothingListed():
            return "Danh sách chưa có ai; dán hoặc gõ mỗi người một dòng."
        case no.ReasonMissing():
            return "Chưa ghi lý do."
        case no.NothingToCorrect():
            return "Nội dung sửa giống với nội dung đang có."
        case no.QuantityImpossible():
            return f"{QUANTITY.get(reason.what, reason.what)} không thể là {reason.amount}."
        case no.OutcomeAlready():
            return f"Hồ sơ này đã có kết quả tiếp nhận ({STATUS[DossierStatus(reason.status)].lower()})."
        case no.DossierEnded():
            return f"Không làm thêm được: hồ sơ ở trạng thái “{STATUS[DossierStatus(reason.status)]}”."
        case no.FeeTakenAlready():
            return (
                f"Hồ sơ này phải thu {in_figures(reason.total)} đồng, đã thu {in_figures(reason.taken)} đồng; "
                f"không thu thêm {in_figures(reason.amount)} đồng."
            )
        case no.PrintJobNotWaiting():
            return "Giấy này không còn chờ in: đã in, đã bỏ hoặc đang gửi cho máy in."
        case no.FormNotThere():
            from printing.forms.table import FORMS  # noqa: PLC0415 - a window is painted without the forms

            form = FORMS[Form(reason.form)].name
            return f"Hồ sơ này không có {form} để in."
        case no.SheetUnknown():
            there = ", ".join(f"“{sheet}”" for sheet in reason.sheets)
            return f"Tệp không có trang “{reason.name}” có chữ; có: {there}."
        case no.FileNotReadable():
            return f"Không đọc được tệp {reason.name}; kiểm tra tên và quyền đọc rồi chọn lại."
        case no.FileEmpty():
            return f"Tệp {reason.name} không có nội dung; quét lại rồi đính kèm."
        case no.FileKindUnknown():
            return (
                f"Tệp {reason.name} không phải PDF, JPEG, PNG hay TIFF; lưu thành một trong các dạng đó rồi đính kèm."
            )
        case no.FileTooLarge() | no.EventTooLarge():
            return _too_large(reason)
        case no.DossierUnknown():
            return f"Không tìm thấy hồ sơ mã {reason.code} trên máy này."
        case no.BlockExhausted():
            return (
                f"Máy này đã dùng hết số hồ sơ của ngày {reason.day:%d/%m/%Y} "
                f"({reason.first:04d}–{reason.last:04d}); xin cấp thêm dải số."
            )
        case no.NotJoined():
            return "Máy này chưa tham gia hệ thống tỉnh; dùng mã do quản trị tỉnh cấp để tham gia."
        case no.JoinedAlready():
            hub = reason.hub or "hệ thống tỉnh"
            return f"Máy này đã tham gia {hub}; rời khỏi đó (motcua leave) trước khi tham gia nơi khác."
        case no.NobodyWaiting():
            return "Không còn ai chờ ở quầy này."
        case no.TicketNotThere():
            state = STATE[TicketState(reason.state)].lower()
            return f"Số {reason.number} đang ở trạng thái “{state}” nên không làm được việc này."
        case no.TicketElsewhere():
            return f"Số {reason.number} đang ở quầy {reason.counter}; chỉ quầy đó xử lý được."
        case no.TicketUnknown():
            return f"Hôm nay không có số {reason.number}."
        case no.CounterBusy():
            return f"Quầy {reason.counter} đang có số {reason.number}; xử lý xong số này trước."
        case no.ServiceUnknown():
            return f"Không có dịch vụ “{reason.service}” trong hàng chờ." if reason.service else "Chưa chọn dịch vụ."
        case no.RealDeskThere():
            return f"Thư mục {reason.folder} là của một bộ phận một cửa thật; việc tập và mẫu phải ở thư mục khác."
        case no.NotSetUp():
            return _not_set_up(reason)
        case _:
            assert_never(reason)


def _not_set_up(reason: no.NotSetUp) -> str:
    if reason.has_data:
        return (
            f"Thư mục {reason.folder} có dữ liệu nhưng mất tệp thiết lập settings.toml; dữ liệu còn nguyên. "
            "Lấy lại tệp này từ bản sao lưu gần nhất, đừng cài đặt lại từ đầu."
        )
    missing = ", ".join(SETTING.get(name, name) for name in reason.missing)
    if reason.folder:
        return f"Thư mục {reason.folder} không có hoặc chưa được cài đặt: còn thiếu {missing}. Mở “motcua run” để nhập."
    return f"Máy chưa được cài đặt: còn thiếu {missing}. Mở “motcua run” để nhập."


def _too_large(reason: no.FileTooLarge | no.EventTooLarge) -> str:
    if isinstance(reason, no.FileTooLarge):
        return (
            f"Tệp {reason.name} lớn {_megabytes(reason.size)} MB, tối đa {_megabytes(reason.most)} MB; "
            "quét với độ phân giải thấp hơn hoặc tách thành nhiều tệp."
        )
    return (
        f"Nội dung vừa nhập dài {_megabytes(reason.size)} MB, quá mức {_megabytes(MOST_EVENT_BYTES)} MB của một việc: "
        "bớt phần dán thừa rồi ghi lại; chưa ghi gì cả."
    )


def _megabytes(size: int) -> str:
    """Bytes as megabytes with one decimal, rounded up, so that what is too large never looks as if it fitted."""
    whole, tenth = divmod(-(-size * 10 // (1 << 20)), 10)
    return f"{whole},{tenth}" if tenth else f"{whole}"


def _of_libraries(reason: OfLibraries) -> str:
    if isinstance(reason, ill.LibraryUnusable):
        return unusable_words(reason.library, reason.detail)
    return (
        f"Máy này thiếu thư viện của hệ thống tỉnh để tập ({', '.join(reason.libraries)}); muốn tập cả phần "
        "gửi về tỉnh thì cài: pip install --require-hashes -r installer/requirements-hub.txt. "
        "Vẫn làm việc được một mình."
    )


def _failure(reason: Failure) -> str:
    match reason:
        case ill.KeyMissing():
            return (
                f"Có tệp dữ liệu {reason.path} nhưng không tìm thấy khóa mở; "
                "đăng nhập đúng tài khoản Windows, hoặc dùng tờ khóa khôi phục; đừng xóa tệp."
            )
        case ill.KeyWrong():
            return (
                f"Không mở được {reason.path}: khóa này không phải của tệp, hoặc phần đầu tệp đã hỏng. Đừng xóa tệp; "
                "dùng đúng khóa của tệp (tờ khóa khôi phục), nếu vẫn không được thì khôi phục từ bản sao lưu."
            )
        case ill.FileMissing():
            return (
                f"Không thấy tệp dữ liệu {reason.path}. Máy mới: mở chương trình một lần để tạo. Máy đã làm việc: đưa "
                "tệp về đúng chỗ, hoặc khôi phục từ bản sao lưu (motcua restore)."
            )
        case ill.FileInUse():
            return f"{reason.path} đang được một cửa sổ hoặc lệnh khác mở; đóng bên kia rồi thử lại."
        case ill.FileTooNew():
            return (
                f"{reason.path} do phiên bản mới hơn ghi; bản đang chạy không mở được, mọi việc đã ghi còn nguyên. "
                "Cài bản mới hơn bằng gói cài (báo đơn vị phát hành nếu bản ấy không mở được); đừng xóa tệp, đừng khôi "
                "phục bản sao cũ. Trong lúc chờ, tiếp nhận ở máy khác hoặc ghi giấy."
            )
        case ill.FileOnNetwork():
            kind = f" ({reason.detail})" if reason.detail else ""
            return (
                f"{reason.path} không nằm trên ổ đĩa của máy này{kind} mà trên ổ mạng, đám mây, "
                "thư mục chung của máy ảo hoặc loại ổ chưa biết; hai máy cùng ghi thì hỏng dữ liệu. "
                "Chuyển thư mục về ổ đĩa của máy."
            )
        case ill.FileDamaged():
            where = (
                "khóa thì đúng, phần đầu tệp không còn như đã ghi"
                if reason.detail == ill.FileDamaged.FIRST_PAGE
                else reason.detail
            )
            return f"{reason.path} bị hỏng ({where}); giữ nguyên tệp và phục hồi từ bản sao lưu."
        case ill.SQLiteTooOld():
            return f"Thư viện SQLite {reason.detail} quá cũ (cần từ 3.51.3); cài lại chương trình."
        case ill.ScanNotHere():
            return "Bản quét này chưa có trên máy; có mạng thì máy tải về từ tỉnh ngay, lát nữa mở lại."
        case ill.ScanDamaged():
            return f"Bản quét {reason.path} trên máy này bị hỏng; tải lại từ tỉnh hoặc quét lại."
        case ill.NotPlain():
            return (
                f"Không đọc, không ghi vào {reason.path}: chỗ này phải là thư mục hoặc tệp thường, "
                "không phải liên kết hay thiết bị; bỏ mục đó đi rồi làm lại."
            )
        case ill.StickMissing():
            return f"Không thấy USB ở {reason.path}; cắm USB, xem lại tên ổ rồi thử lại."
        case ill.StickFull():
            return f"USB ở {reason.path} hết chỗ; trên máy không mất gì. Xóa bớt hoặc dùng USB khác rồi thử lại."
        case ill.DiskFull():
            return "Ổ đĩa đầy: việc vừa làm chưa được lưu, những việc trước còn nguyên. Giải phóng chỗ rồi thử lại."
        case ill.DiskFailing():
            return (
                f"Ổ đĩa không đọc hoặc ghi được {reason.path}: việc vừa làm chưa được lưu, "
                "những việc trước còn nguyên. Kiểm tra dây, hạn mức và ổ đĩa rồi thử lại."
            )
        case ill.FolderReadOnly():
            return f"Không ghi được vào {reason.path}; kiểm tra quyền của thư mục rồi thử lại."
        case ill.FileUnreadable():
            return (
                f"Không đọc được {reason.path}: thuộc tài khoản {reason.owner}, người đang chạy lệnh không có quyền. "
                "Dữ liệu còn nguyên; chạy bằng đúng tài khoản đó."
            )
        case ill.TargetUnfit():
            if reason.detail == "data":
                return f"Không ghi {reason.path}: nằm trong thư mục dữ liệu; chọn nơi khác."
            return f"Không ghi đè {reason.path}: không phải tệp thường (thiết bị, liên kết hay thư mục); chọn tên khác."
        case ill.PrinterTrouble():
            return printer_reason(reason)
        case ill.CameraNotInstalled():
            return (
                "Máy này chưa cài phần máy ảnh (motcua[camera]); nhờ quản trị cài thêm, hoặc nhập tay, lấy ảnh từ tệp."
            )
        case ill.CameraNotThere():
            return f"Không mở được máy ảnh {reason.camera}; xem dây cắm và quyền dùng máy ảnh. Có thể nhập tay."
        case ill.ReaderTrouble():
            return f"Không đọc được đầu đọc thẻ ở cổng {reason.port}; kiểm tra dây cắm. Có thể nhập tay."
        case ill.SettingsUnreadable():
            return f"Không đọc được tệp thiết lập {reason.path}: {shape_words(reason.detail)}."
        case ill.ProvinceAddressWrong():
            return f"Địa chỉ hệ thống tỉnh “{reason.url}” không đúng: cần dạng https://…, xem lại giấy được cấp."
        case ill.HubNotFound():
            return (
                f"Không liên lạc được với {reason.url}: xem lại địa chỉ máy chủ trong giấy được cấp và mạng của máy, "
                "rồi thử lại với đúng mã này. Chưa nối thì quầy vẫn làm việc bình thường."
            )
        case ill.ProvinceNotReached():
            return "Chưa liên lạc được với hệ thống tỉnh; cứ làm việc bình thường, máy sẽ tự gửi khi có mạng."
        case ill.NotTheProvince():
            return (
                "Nơi khác trả lời thay hệ thống tỉnh (trang đăng nhập Wi-Fi, máy chủ trung gian hoặc chứng thư lạ): "
                "mở trình duyệt đăng nhập mạng rồi thử lại. Nếu mạng vẫn tốt, báo quản trị tỉnh: có thể máy chủ của "
                "tỉnh chưa được cập nhật. Mọi việc chưa gửi vẫn còn nguyên ở máy này."
            )
        case ill.ProvinceFull():
            return (
                "Máy chủ của tỉnh tạm không còn chỗ cho bản quét: việc vẫn được gửi, bản quét chờ ở máy này và tự gửi "
                "khi tỉnh có chỗ; báo quản trị tỉnh."
            )
        case ill.ProvinceBusy():
            return "Hệ thống tỉnh đang bận hoặc gặp sự cố; máy giữ nguyên mọi việc và sẽ tự gửi lại."
        case ill.ProvinceRefused():
            from desk.words.refusals import refusal_words  # noqa: PLC0415 - a window is painted without the exchange

            return refusal_words(reason.refusal)
        case ill.ClockWrong():
            return (
                f"Đồng hồ của máy này lệch quá xa so với hệ thống tỉnh (ở đó là {moment(reason.at)}); "
                "chỉnh lại ngày giờ của Windows rồi thử lại."
            )
        case ill.BatchTooLarge():
            return (
                f"Đường truyền tới tỉnh không nhận cả việc cỡ thường (việc số {reason.seq} của máy này): báo quản trị "
                "tỉnh nâng giới hạn của máy chủ trung gian (proxy); mọi việc vẫn còn nguyên ở máy."
            )
        case ill.EditionUnusable():
            return (
                f"Bản danh mục số {reason.version} của tỉnh không dùng được ({reason.detail}); "
                "máy tiếp tục dùng bản đang có, báo quản trị tỉnh."
            )
        case ill.HallNotReached():
            return "Chưa nối được với máy ở quầy; máy này tự nối lại khi chương trình ở quầy mở."
        case ill.HallRefused():
            return f"Quầy trả lời: {reason.sentence.rstrip('.')}."
        case ill.HubNotStarted():
            return f"Không khởi động được hệ thống tỉnh để tập ({reason.detail}); vẫn làm việc được một mình."
        case ill.NetworkTrouble():
            return "Trao đổi với hệ thống tỉnh gặp trục trặc; mọi việc còn nguyên ở máy và sẽ được gửi lại."
        case ill.CatalogueUnreadable():
            return f"Không đọc được danh mục {reason.path}: {shape_words(reason.detail)}."
        case _:
            assert_never(reason)
