"""One sentence for each problem with a setting, saying what to do."""

import re
from typing import assert_never

from desk.setup.setting_problems import FEWEST, Problem, ProblemKind
from models.codes.number_blocks import HIGHEST
from models.codes.vietqr import LONGEST_ACCOUNT

NAMES = {
    "": "Tệp này",
    "office.commune": "Mã xã, phường",
    "office.unit.id": "Mã định danh",
    "office.unit.name": "Tên đầy đủ của nơi tiếp nhận",
    "office.parent": "Dòng trên của tiêu đề",
    "office.name": "Dòng dưới của tiêu đề",
    "office.place": "Địa danh ghi trước ngày",
    "office.phone": "Điện thoại của cơ quan",
    "other_units.id": "Mã định danh của đơn vị khác",
    "other_units.name": "Tên đơn vị khác",
    "device.number": "Máy số",
    "device.counter": "Quầy",
    "device.block_first": "Dải số hồ sơ",
    "device.block_last": "Dải số hồ sơ",
    "device.letter": "Chữ của số thứ tự",
    "device.serves": "Dịch vụ quầy này gọi",
    "device.visit_laptop": "Máy đi tận nhà",
    "device.disk_warn_mb": "Cảnh báo khi ổ đĩa còn dưới (MB)",
    "updates.automatic": "Tự cập nhật chương trình",
    "updates.source": "Nơi lấy bản mới",
    "clerk.name": "Công chức tiếp nhận",
    "clerk.id": "Tên đăng nhập",
    "clerk.phone": "Điện thoại của công chức",
    "clerks": "Danh sách công chức",
    "clerks.name": "Họ tên công chức",
    "clerks.id": "Tên đăng nhập",
    "clerks.phone": "Điện thoại của công chức",
    "clerks.roles": "Vai trò",
    "clerks.pin": "Mã PIN",
    "clerks.first_pin": "Mã PIN lần đầu",
    "clerks.pin_hash": "Mã PIN đã băm",
    "hours.weekdays": "Giờ làm việc, thứ Hai đến thứ Sáu",
    "hours.saturday": "Giờ làm việc thứ Bảy",
    "waiting.services": "Dịch vụ của hàng chờ",
    "waiting.priority_run": "Số lượt ưu tiên liên tiếp",
    "offered": "Thủ tục tiếp nhận ở đây",
    "procedures.fields": "Lĩnh vực tiếp nhận ở đây",
    "printers.papers": "Máy in giấy tờ",
    "printers.tickets": "Máy in số thứ tự",
    "printers.papers_spare": "Máy in giấy tờ dự phòng",
    "printers.tickets_spare": "Máy in số thứ tự dự phòng",
    "printers.typeface": "Kiểu chữ trên giấy",
    "scanner.port": "Cổng của đầu đọc thẻ",
    "scanner.baud": "Tốc độ của đầu đọc thẻ",
    "scanners.port": "Cổng của đầu đọc thẻ",
    "scanners.baud": "Tốc độ của đầu đọc thẻ",
    "more_scanners.baud": "Tốc độ của đầu đọc thẻ",
    "more_scanners": "Đầu đọc thẻ",
    "camera": "Máy ảnh đọc thẻ",
    "backups.folder": "Thư mục sao lưu",
    "backups.at": "Giờ sao lưu",
    "backups.days": "Số bản sao theo ngày",
    "backups.weeks": "Số bản sao theo tuần",
    "backups.months": "Số bản sao theo tháng",
    "hall.volume": "Âm lượng",
    "hall.times": "Số lần đọc mỗi lượt gọi",
    "hall.screen": "Màn hình của bảng gọi số",
    "hall.kiosk_services": "Dịch vụ ở máy lấy số",
    "hall.kiosk_scanner": "Đầu đọc thẻ của máy lấy số và của quầy",
    "hall.kiosk_scanner.baud": "Tốc độ đầu đọc thẻ của máy lấy số",
    "hall.kiosk_pin": "Mã số đóng máy lấy số",
    "hall.early_minutes": "Số phút lấy số được trước giờ mở cửa",
    "sessions.idle_minutes": "Số phút tự khóa",
    "deadlines.soon_days": "Số ngày làm việc của danh sách “Sắp hạn”",
    "deadlines.uncollected_days": "Số ngày kết quả để ở quầy trước khi vào danh sách “Lâu chưa đến nhận”",
    "money.southern_words": "Đọc số tiền theo lối miền Nam",
    "shelf.boxes": "Chữ của các ngăn để kết quả",
    "shelf.places": "Số chỗ mỗi ngăn",
    "register.rows_per_volume": "Số hồ sơ mỗi quyển Sổ theo dõi",
    "posters.place": "Nơi nhận hồ sơ trên tờ niêm yết",
    "posters.link": "Địa chỉ trang chính thức trên tờ niêm yết",
    "posters.contacts": "Hỏi ai, trên tờ niêm yết",
    "days.rules": "Ngày theo quy định riêng",
    "money.bank_bin": "Mã ngân hàng (BIN)",
    "money.bank_name": "Tên ngân hàng",
    "money.account": "Số tài khoản",
    "money.account_holder": "Tên chủ tài khoản",
    "money.tax_code": "Mã số thuế của cơ quan thu",
    "money.e_receipts": "Biên lai do nhà cung cấp lập",
    "money.paper_form": "Mẫu số biên lai giấy",
    "money.paper_series": "Ký hiệu biên lai giấy",
    "money.paper_first": "Số đầu của biên lai giấy",
    "money.paper_last": "Số cuối của biên lai giấy",
    "citizen.screen": "Màn hình của công dân",
    "citizen.seconds": "Số giây màn hình của công dân tự xóa",
    "citizen.confirm": "Người dân xem lại điều đang nhập",
    "laptop.keep_days": "Số ngày dữ liệu ở trên máy đi tận nhà",
    "laptop.contact_days": "Số ngày máy đi tận nhà không liên lạc",
    "look.theme": "Nền",
    "look.type_scale": "Cỡ chữ",
}
"""What an answer is called, by its key without the places in a list."""

_PLACE = re.compile(r"\.([0-9]+)")


def name_of(key: str) -> str:
    """What an answer is called; one that has no name here bears its key."""
    plain = _PLACE.sub("", key)
    return NAMES.get(plain, plain)


def problem_words(problem: Problem) -> str:
    """The sentence, beginning with the name of the answer."""
    place = _PLACE.search(problem.key)
    which = f" (mục {int(place[1]) + 1})" if place else ""
    return f"{name_of(problem.key)}{which}: {why_words(problem)}"


def why_words(problem: Problem) -> str:
    """The sentence under its field, which has its name above it already."""
    facts = problem.facts
    match problem.why:
        case ProblemKind.MISSING:
            return "cần có."
        case ProblemKind.TOO_LONG:
            return f"dài {facts[0]} ký tự, nhiều nhất {facts[1]}."
        case ProblemKind.LETTERS:
            return "chỉ gồm chữ in hoa A–Z, chữ số và dấu chấm."
        case ProblemKind.IDENTIFIER:
            return "cần có dạng H26.12.34 (Quyết định 20/2020/QĐ-TTg) hoặc dạng cũ 000.17.22.H56."
        case ProblemKind.NUMBER:
            return f"cần một số từ {facts[0]} đến {facts[1]}."
        case ProblemKind.BLOCK:
            return f"số đầu không lớn hơn số cuối, cả hai từ 1 đến {HIGHEST}."
        case ProblemKind.RANGE:
            return "số đầu từ 1 và không lớn hơn số cuối."
        case ProblemKind.BLOCK_SMALL:
            return f"chỉ có {facts[0]} số, sẽ hết giữa buổi; cần ít nhất {FEWEST} số."
        case ProblemKind.LETTER:
            return "một hoặc hai chữ cái không dấu, ví dụ A."
        case ProblemKind.DIGITS:
            return "chỉ gồm chữ số."
        case ProblemKind.TWICE:
            return f"“{facts[0]}” ghi hai lần."
        case ProblemKind.UNKNOWN:
            return f"không có “{facts[0]}”."
        case ProblemKind.TIME:
            return "ghi giờ và phút, ví dụ 16:45."
        case ProblemKind.HOURS:
            return "ghi như 07:00-11:30, 13:30-17:00."
        case ProblemKind.PHONE:
            return f"“{facts[0]}” không phải số điện thoại."
        case ProblemKind.LOGIN:
            return "chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối, ví dụ thu.tran."
        case ProblemKind.PIN:
            return f"{facts[0]} chưa có mã PIN; đã có người đặt mã PIN thì ai cũng cần."
        case ProblemKind.NO_ADMIN:
            return "cần ít nhất một người có vai trò quản trị."
        case ProblemKind.BANK_BIN:
            return "gồm đúng 6 chữ số, ví dụ 970405."
        case ProblemKind.ACCOUNT:
            return f"chỉ gồm chữ không dấu và chữ số, nhiều nhất {LONGEST_ACCOUNT}."
        case ProblemKind.SAME_SCREEN:
            return f"trùng với “{name_of(facts[0])}”; mỗi màn hình chỉ một việc."
        case ProblemKind.TOLD:
            return f"{facts[0]}."
        case ProblemKind.KIND:
            return f"cần {facts[0]}."
        case ProblemKind.NOT_KNOWN:
            return f"không có mục này; có phải “{facts[0]}”?" if facts[0] else "không có mục này."
        case unknown:
            assert_never(unknown)
