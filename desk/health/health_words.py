"""Words of the health checks: the name of each line, its state, and what to do when it is not green."""

from datetime import datetime
from typing import assert_never

from desk.health.battery import Battery
from desk.health.health import Check, CheckSubject
from desk.limits import LimitState
from desk.words.backup import size_words, span_words
from desk.words.terms import moment
from models.system.libraries import unusable_words

NAME = {
    CheckSubject.DISK: "Ổ đĩa",
    CheckSubject.FILE: "Tệp dữ liệu",
    CheckSubject.CLOCK: "Đồng hồ",
    CheckSubject.BACKUP: "Sao lưu",
    CheckSubject.RECOVERY: "Khóa khôi phục",
    CheckSubject.KEY: "Khóa của tệp",
    CheckSubject.SETTINGS: "Tệp cài đặt",
    CheckSubject.PAPERS: "Máy in giấy tờ",
    CheckSubject.TICKETS: "Máy in số thứ tự",
    CheckSubject.SCANNER: "Đầu đọc thẻ",
    CheckSubject.PROVINCE: "Nối với tỉnh",
    CheckSubject.RECEIPTS: "Số biên lai",
    CheckSubject.POST: "Danh mục bưu điện",
    CheckSubject.LAPTOP: "Máy đi tận nhà",
    CheckSubject.PROGRAM: "Chương trình",
    CheckSubject.MEMORY: "Bộ nhớ",
    CheckSubject.BATTERY: "Pin",
}

STATE_WORDS = {LimitState.OK: "Tốt", LimitState.WARN: "Cần xem", LimitState.STOP: "Phải xử lý"}


def check_words(check: Check) -> str:
    """The state of a check in one sentence with its figures."""
    if check.why == "library":
        return unusable_words(str(check.facts.get("library")), str(check.facts.get("detail")))
    match check.what:
        case CheckSubject.DISK:
            return f"Còn trống {size_words(_int(check, 'free'))}."
        case CheckSubject.FILE:
            return _file(check)
        case CheckSubject.CLOCK:
            return _clock(check)
        case CheckSubject.BACKUP:
            return _backup(check)
        case CheckSubject.RECOVERY:
            return _recovery(check)
        case CheckSubject.KEY:
            beside = (
                f"Khóa nằm trong tệp {check.facts.get('name')} cạnh dữ liệu, vì máy không có kho khóa: "
                "ai chép được cả thư mục là đọc được hết dữ liệu."
            )
            return beside if check.why == "beside" else "Khóa nằm trong kho khóa của hệ điều hành."
        case CheckSubject.SETTINGS:
            changed = f"Đã bị sửa hoặc xóa bên ngoài chương trình: {check.facts.get('names')}."
            return (
                changed
                if check.why == "changed"
                else "Thiết lập, danh mục, ngày nghỉ, mức thu như chương trình đã ghi."
            )
        case CheckSubject.PAPERS | CheckSubject.TICKETS:
            return _printer(check)
        case CheckSubject.SCANNER:
            return _SCANNER.get(check.why, _SCANNER["waiting"])
        case CheckSubject.PROVINCE:
            return _province(check)
        case CheckSubject.RECEIPTS:
            return _receipts(check)
        case CheckSubject.POST:
            return _post(check)
        case CheckSubject.LAPTOP:
            return _laptop(check)
        case CheckSubject.PROGRAM:
            return _own_program(check)
        case CheckSubject.MEMORY:
            return (
                f"Máy còn {size_words(_int(check, 'free'))}, chương trình đang dùng {size_words(_int(check, 'own'))}."
            )
        case CheckSubject.BATTERY:
            minutes = check.facts.get("minutes")
            return _left(_int(check, "percent"), minutes if isinstance(minutes, int) else None) + "."
        case _:
            assert_never(check.what)


def battery_words(found: Battery) -> str:
    """For the foot of the window."""
    return _left(found.percent, found.minutes)


def battery_warning(found: Battery) -> str:
    """A sentence for the clerk: how much is left, and what to do."""
    rest = _TO_DO[CheckSubject.BATTERY, ""]
    return f"{_left(found.percent, found.minutes)}. {rest}"


def _left(percent: int, minutes: int | None) -> str:
    if minutes is None:
        return f"Pin còn {percent}%"
    hours = f"{minutes // 60} giờ {minutes % 60:02d} phút" if minutes >= 60 else f"{minutes} phút"
    return f"Pin còn {percent}%, khoảng {hours}"


def advice(check: Check) -> str:
    """What to do about it; empty when all is well."""
    if check.state is LimitState.OK:
        return ""
    specific = _TO_DO.get((check.what, check.why))
    return specific if specific is not None else _TO_DO[check.what, ""]


_SCANNER = {
    "connected": "Đang nghe.",
    "training": "Đầu đọc mô phỏng của chế độ đào tạo.",
    "keyboard": "Đọc qua bàn phím hoặc camera.",
    "none": "Chưa đặt đầu đọc nào.",
    "waiting": "Chưa thấy cắm vào máy.",
    "lost": "Đã rút ra hoặc không thấy.",
    "refused": "Có cắm nhưng chương trình khác đang giữ cổng.",
    "wrong_speed": "Có cắm nhưng tốc độ cổng không đúng.",
    "stopped": "Không nghe.",
}

_PRINTER = {
    "low": "sắp hết giấy",
    "out": "hết giấy",
    "cover": "đang mở nắp",
    "offline": "không trả lời",
    "person": "báo lỗi cần người xử lý",
    "passing": "báo lỗi tạm thời",
}

_TO_DO: dict[tuple[CheckSubject, str], str] = {
    (CheckSubject.DISK, ""): (
        "Dọn thùng rác, thư mục Tải về, bản cài cũ. Dưới 200 MB máy dừng cấp số; việc đã lưu còn nguyên."
    ),
    (CheckSubject.FILE, ""): "Bấm Kiểm tra tệp (Alt+K); đang làm việc vẫn kiểm tra được.",
    (CheckSubject.FILE, "damaged"): (
        "Không ghi gì thêm, giữ nguyên thư mục dữ liệu. Đóng cửa sổ, chạy motcua restore với bản sao lưu mới nhất; "
        "bản cũ được giữ lại để người có chuyên môn xem."
    ),
    (CheckSubject.CLOCK, ""): (
        "Chỉnh ngày giờ của máy (bật tự đặt giờ theo mạng). Nếu đồng hồ đang đúng và việc cũ mới ghi sai ngày, "
        "quản trị bấm Đồng hồ đúng (Alt+D)."
    ),
    (CheckSubject.BACKUP, ""): "Cắm ổ hoặc USB sao lưu rồi bấm Sao lưu ngay (F9).",
    (
        CheckSubject.BACKUP,
        "nowhere",
    ): "Chọn thư mục sao lưu trong Thiết lập (ổ khác hoặc USB), rồi bấm Sao lưu ngay (F9).",
    (
        CheckSubject.BACKUP,
        "lacking",
    ): "Chạy motcua verify để biết bản quét nào của hồ sơ nào, rồi tải lại từ tỉnh hoặc quét lại.",
    (CheckSubject.BACKUP, "by_hand"): "Chọn thư mục sao lưu trong Thiết lập để máy tự sao lưu mỗi ngày.",
    (CheckSubject.RECOVERY, ""): (
        "Bấm In tờ khóa khôi phục (Alt+P), dán phong bì, giao thủ trưởng cất. "
        "Không có tờ này thì máy hỏng là mất dữ liệu."
    ),
    (CheckSubject.RECOVERY, "no_key"): "Đóng cửa sổ và mở lại; nếu vẫn vậy, chạy motcua recover với tờ khóa khôi phục.",
    (CheckSubject.KEY, ""): (
        "Bật mã hóa ổ đĩa (BitLocker, LUKS), chỉ để tài khoản này vào được "
        "thư mục, và không bao giờ chép tệp khóa ra USB cùng dữ liệu."
    ),
    (CheckSubject.SETTINGS, ""): (
        "Quản trị xem lại nội dung. Đúng: motcua health --files-are-right. Không ai sửa: lấy tệp từ bản sao lưu và "
        "kiểm tra ổ đĩa."
    ),
    (CheckSubject.PAPERS, ""): "Kiểm tra nguồn, dây, giấy, nắp; địa chỉ máy in sửa trong Thiết lập.",
    (CheckSubject.TICKETS, ""): "Kiểm tra nguồn, dây, giấy, nắp; địa chỉ máy in sửa trong Thiết lập.",
    (
        CheckSubject.SCANNER,
        "",
    ): "Cắm lại dây, thử cổng USB khác, xem Thiết lập, mục Đầu đọc thẻ. Trong lúc chờ, nhập tay.",
    (CheckSubject.SCANNER, "library"): "Nhờ quản trị cài lại chương trình. Trong lúc chờ, nhập tay.",
    (
        CheckSubject.PROVINCE,
        "",
    ): "Kiểm tra dây mạng; vẫn không được thì gửi bằng USB ở trang Gửi về tỉnh. Quầy cứ làm việc.",
    (CheckSubject.PROVINCE, "forked"): "Mở trang Gửi về tỉnh (Ctrl+4), bấm Xin số máy mới.",
    (CheckSubject.PROVINCE, "too_large"): (
        "Ghi lại việc ấy ngắn hơn (dưới 4 MB) ở hồ sơ; việc vốn đã ngắn thì báo tỉnh nâng mức nhận, rồi ở trang Gửi về "
        "tỉnh (Ctrl+4) bấm Gửi lại việc bị giữ."
    ),
    (
        CheckSubject.PROVINCE,
        "files",
    ): "Báo quản trị tỉnh. Bản quét ở lại máy này và tự gửi khi tỉnh có chỗ; quầy cứ làm việc.",
    (CheckSubject.PROVINCE, "held"): "Mở trang Gửi về tỉnh (Ctrl+4) xem lý do và cách sửa của từng việc.",
    (CheckSubject.PROVINCE, "program_too_old"): "Cập nhật chương trình trên máy này; máy tự gửi tiếp sau đó.",
    (CheckSubject.PROVINCE, "hub_too_old"): "Báo quản trị tỉnh cập nhật motcua-hub; ở máy này cứ làm tiếp.",
    (CheckSubject.PROVINCE, "refused"): "Mở trang Gửi về tỉnh (Ctrl+4) xem lý do, báo quản trị của tỉnh.",
    (CheckSubject.RECEIPTS, ""): (
        "Nối mạng với tỉnh để nhận dải số mới; tỉnh xem bằng motcua-hub receipts. Trong lúc chờ vẫn thu tiền bằng "
        "phiếu thu, biên lai lập trong 3 ngày làm việc."
    ),
    (CheckSubject.RECEIPTS, "next_year"): (
        "Báo quản trị tỉnh khai ký hiệu biên lai của năm tới (motcua-hub receipt-series), trước ngày làm việc cuối năm."
    ),
    (CheckSubject.POST, ""): (
        "Đặt danh mục của cơ quan (approved.toml) vào thư mục dữ liệu, hoặc nhận từ tỉnh; xem quan-tri.md."
    ),
    (CheckSubject.LAPTOP, ""): "Nối mạng hoặc cắm USB, mở trang Trên máy này và bấm Nộp về cơ quan.",
    (CheckSubject.LAPTOP, "whole"): "Mở trang Trên máy này, nộp hết về cơ quan rồi bấm Xóa dữ liệu trên máy.",
    (CheckSubject.LAPTOP, "closed"): (
        "Nối mạng rồi Nộp về cơ quan; chưa có mạng thì gọi lãnh đạo xin mã một lần, nhập ở trang Trên máy này."
    ),
    (CheckSubject.PROGRAM, ""): "Quầy cứ làm việc với bản đang dùng; báo quản trị, xem motcua update status.",
    (CheckSubject.PROGRAM, "expiry"): (
        "Báo đơn vị phát hành ký lại trước ngày ấy; quá hạn thì các máy không nhận bản mới nào. Quầy cứ làm việc."
    ),
    (CheckSubject.BATTERY, ""): "Cắm sạc; mọi ô đã gõ đều được lưu, hết pin cũng không mất.",
    (CheckSubject.MEMORY, "library"): "Nhờ quản trị cài lại chương trình; quầy cứ làm việc.",
    (CheckSubject.MEMORY, ""): "Đóng bớt trình duyệt và chương trình khác; máy dưới 4 GB nên lắp thêm bộ nhớ.",
}


def _int(check: Check, name: str) -> int:
    value = check.facts.get(name)
    return int(value) if isinstance(value, int | float) else 0


def _at(check: Check, name: str) -> str:
    value = check.facts.get(name)
    return moment(value) if isinstance(value, datetime) else "chưa rõ"


def _file(check: Check) -> str:
    match check.why:
        case "never":
            return "Chưa lần nào đọc kiểm tra toàn bộ."
        case "damaged":
            return f"Kiểm tra {_at(check, 'at')} thấy hỏng: {check.facts.get('detail')}."
        case _:
            return f"Đọc kiểm tra toàn bộ {_at(check, 'at')}, không có lỗi."


def _clock(check: Check) -> str:
    off = span_words(abs(_int(check, "off")))
    match check.why:
        case "clock_province":
            return f"{_at(check, 'now')}; lệch {off} so với đồng hồ của tỉnh."
        case "clock_kept":
            return f"Đồng hồ máy chậm {off}; máy tính giờ tiếp từ việc đã ghi: {_at(check, 'now')}."
        case "clock_back":
            return f"{_at(check, 'now')}; chậm hơn việc đã ghi {off}."
        case "clock_ahead":
            return f"{_at(check, 'now')}; đi trước việc cuối cùng đã ghi {off}."
        case "clock_forward":
            return f"{_at(check, 'now')}; vừa nhảy tới {off}."
        case _:
            return f"{_at(check, 'now')}."


def _own_program(check: Check) -> str:
    """Which version runs, and what is next."""
    version, checked = f"Bản {check.facts.get('version')}.", check.facts.get("checked")
    match check.why:
        case "by_hand":
            return f"{version} Cập nhật bằng gói cài."
        case "off":
            return f"{version} Tự cập nhật đang tắt ở Thiết lập."
        case "ready":
            return f"{version} Bản mới {check.facts.get('ready')} sẵn sàng, dùng khi đóng máy."
        case "held":
            return f"{version} Bản mới {check.facts.get('ready')} đã tải, chờ tỉnh cho dùng."
        case "trouble" | "given_up" | "expiry":
            return f"{version} {check.facts.get('told')}"
        case _:
            return f"{version} {checked}"


def _laptop(check: Check) -> str:
    aboard, days = _int(check, "subjects"), _int(check, "days")
    match check.why:
        case "whole":
            return "Tệp dữ liệu còn chứa hồ sơ cả cơ quan từ khi máy chưa là máy đi tận nhà."
        case "closed":
            return f"Đã {days} ngày không liên lạc với cơ quan: dữ liệu đã nạp ({aboard}) đang đóng; ghi mới vẫn được."
        case "over":
            return f"Hết ngày giữ dữ liệu đã nạp ({check.facts.get('until')}); máy tự xóa khi mọi việc đã nộp."
        case "soon":
            left = _int(check, "limit") - days
            return f"Đã {days} ngày không liên lạc; còn {left} ngày thì dữ liệu đã nạp phải có mã mới xem được."
        case _:
            until = f", giữ đến {check.facts.get('until')}" if check.facts.get("until") else ""
            return f"Trên máy {aboard} hồ sơ, việc đã nạp{until}; liên lạc gần nhất {days} ngày trước."


def _backup(check: Check) -> str:
    if check.why == "laptop":
        return "Máy đi tận nhà không sao lưu: dữ liệu nạp từ cơ quan, việc đã ghi nộp về cơ quan."
    failed = (
        f" Lần thử {_at(check, 'failed_at')} không được: {check.facts.get('failed')}" if "failed" in check.facts else ""
    )
    if "at" not in check.facts:
        where = "" if check.facts.get("folder") else " Chưa đặt nơi sao lưu."
        return f"Chưa có bản sao nào.{where}{failed}"
    if check.why == "lacking":
        return (
            f"Bản mới nhất {_at(check, 'at')} ở {check.facts.get('place')} thiếu {_int(check, 'lacking')} bản quét: "
            "trên máy không còn, hoặc đã hỏng."
        )
    return (
        f"Bản mới nhất {_at(check, 'at')}, đã mở thử và khớp: {_int(check, 'events')} sự việc, "
        f"{size_words(_int(check, 'size'))}, ở {check.facts.get('place')}.{failed}"
    )


def _recovery(check: Check) -> str:
    match check.why:
        case "laptop":
            return "Máy đi tận nhà không có tờ khóa: hủy khóa là xóa hết dữ liệu."
        case "no_key":
            return "Không tìm thấy khóa của tệp dữ liệu trên máy này."
        case "no_sheet":
            return "Chưa in tờ khóa khôi phục cho tệp dữ liệu đang dùng."
        case _:
            return f"Tờ in {_at(check, 'made_at')} mở được tệp đang dùng."


def _printer(check: Check) -> str:
    match check.why:
        case "pdf":
            return "In ra tệp PDF trong thư mục dữ liệu."
        case "":
            return f"{check.facts.get('address')}: sẵn sàng."
        case "address":
            return f"{check.facts.get('address')}: {check.facts.get('detail')}."
        case _:
            return f"{check.facts.get('address')}: {_PRINTER.get(check.why, 'có sự cố')}."


def _post(check: Check) -> str:
    """How many postal accounts, and what they may take in and return, by whose decision, from which file."""
    many = f"{_int(check, 'postal')} tài khoản bưu điện"
    if not _int(check, "procedures"):
        return f"{many}, chưa có danh mục nào có hiệu lực: họ chưa tiếp nhận, trả được thủ tục nào."
    return f"{many}; {_int(check, 'procedures')} thủ tục theo {check.facts['source']} ({check.facts['file']})."


def _receipts(check: Check) -> str:
    left = _int(check, "left")
    match check.why:
        case "provider":
            return "Biên lai do nhà cung cấp hóa đơn điện tử lập, không dùng số cấp cho máy."
        case "none":
            owed = _int(check, "owed")
            follow = f"; {owed} biên lai còn nợ" if owed else ""
            return f"Máy này không còn số biên lai nào: thu tiền thì lập phiếu thu{follow}."
        case "next_year":
            return f"Chưa có số biên lai của năm {_int(check, 'year')}; còn {left} số của năm nay."
        case _:
            days = check.facts.get("days")
            pace = f", đủ khoảng {days} ngày" if days is not None else ""
            return f"Còn {left} số biên lai{pace}."


def _province(check: Check) -> str:
    match check.why:
        case "alone":
            return "Máy làm việc riêng, chưa nối tỉnh."
        case "forked":
            return "Tệp dữ liệu là bản phục hồi: máy cần số mới."
        case "too_large":
            size = f"{_int(check, 'bytes') / (1 << 20):.1f} MB".replace(".", ",")
            return f"Việc số {_int(check, 'seq')} dài {size}, quá mức tỉnh nhận: nội dung còn ở máy này, tỉnh chưa có."
        case "files":
            return f"Tỉnh tạm không còn chỗ cho bản quét; {_int(check, 'held')} việc chờ bản quét của mình."
        case "held":
            return f"Tỉnh giữ riêng {_int(check, 'held')} việc của máy này, từ việc số {_int(check, 'seq')}."
        case "program_too_old":
            unsent = _int(check, "unsent")
            return f"Chương trình trên máy này quá cũ so với tỉnh: cập nhật; còn {unsent} việc chờ gửi, không mất."
        case "hub_too_old":
            return f"Tỉnh chạy phiên bản cũ hơn máy này; {_int(check, 'unsent')} việc chờ tỉnh cập nhật, không mất."
        case "refused":
            return f"{check.facts.get('hub')} từ chối nhận; còn {_int(check, 'unsent')} việc chưa gửi."
        case _:
            waiting = f"còn {_int(check, 'unsent')} việc chưa gửi"
            return f"{check.facts.get('hub')}: {waiting}, lần nhận gần nhất {_at(check, 'arrived_at')}."
