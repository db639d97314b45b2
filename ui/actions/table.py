"""The table of actions; subjects of the window may add their own (``ui.program.pages``)."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from desk.permissions import Permission
from ui.actions import when
from ui.actions.context import ActContext


class ActionPlace(StrEnum):
    """Where an action lives; the F1 sheet groups by it. A subject with a table of its own names its own place there."""

    EVERYWHERE = "Mọi nơi"
    LINE = "Hàng chờ"
    INTAKE = "Tiếp nhận hồ sơ"
    DOSSIER = "Một hồ sơ"
    PROVINCE = "Gửi về tỉnh"
    HEALTH = "Sức khỏe máy"
    STAFF = "Công chức"
    SETTINGS = "Thiết lập"
    SETUP = "Cài đặt lần đầu"
    CRASH = "Báo cáo lỗi"
    PAPERS = "Giấy chưa in"


class Action(Struct, frozen=True):
    """One thing a clerk can do: its name, its words, its key, its icon, when it is allowed, which right it takes."""

    id: str
    words: str
    key: str
    icon: str
    allowed: Callable[[ActContext], bool] = when.always
    permission: Permission | None = None
    place: str = ActionPlace.EVERYWHERE


def _at(place: ActionPlace, *actions: Action) -> tuple[Action, ...]:
    return tuple(replace(action, place=place) for action in actions)


WINDOW_ACTIONS: tuple[Action, ...] = (
    *_at(
        ActionPlace.EVERYWHERE,
        Action("page_counter", "Quầy tiếp nhận", "Ctrl+1", "counter", when.not_setting_up),
        Action("page_dossiers", "Danh sách hồ sơ", "Ctrl+2", "dossiers", when.not_setting_up, Permission.READ),
        Action("page_settings", "Thiết lập", "Ctrl+3", "settings", when.not_setting_up),
        Action("page_province", "Gửi về tỉnh", "Ctrl+4", "province", when.not_setting_up),
        Action("page_health", "Sức khỏe máy", "Ctrl+5", "health", when.not_setting_up),
        Action("page_clerks", "Công chức", "Ctrl+6", "person", when.not_setting_up),
        Action("page_work", "Việc hôm nay", "Ctrl+8", "calendar", when.not_setting_up, Permission.READ),
        Action("page_signing", "Trình ký", "Ctrl+Shift+X", "edit", when.not_setting_up, Permission.SIGN),
        Action("page_returns", "Trả kết quả", "Ctrl+0", "hand_over", when.not_setting_up, Permission.HAND_OVER),
        Action("page_hand_over", "Danh sách bàn giao", "Ctrl+Shift+C", "move", when.not_setting_up, Permission.READ),
        Action("page_money", "Thu tiền", "Alt+T", "coin", when.not_setting_up, Permission.TAKE_FEE),
        Action("page_appointments", "Lịch hẹn", "Alt+Q", "calendar", when.not_setting_up, Permission.READ),
        Action("page_visits", "Hôm nay đi đâu", "Alt+N", "move", when.not_setting_up, Permission.VISIT),
        Action(
            "page_visit_planning", "Xếp lượt tận nhà", "Alt+X", "calendar", when.not_setting_up, Permission.PLAN_VISITS
        ),
        Action("page_parcels", "Bưu gửi", "Alt+U", "move", when.not_setting_up, Permission.POST),
        Action("page_laptop", "Trên máy đi tận nhà", "Alt+Y", "card", when.not_setting_up, Permission.LOAD_LAPTOP),
        Action("page_consignments", "Hồ sơ gửi đến", "Alt+S", "receiving", when.not_setting_up, Permission.POST),
        Action("page_supervision", "Việc của bưu điện", "Alt+V", "check", when.not_setting_up, Permission.READ),
        Action("page_assisted", "Hỗ trợ trực tuyến", "Alt+J", "province", when.not_setting_up, Permission.TAKE_IN),
        Action("page_mobile", "Điểm lưu động", "Alt+L", "office", when.not_setting_up, Permission.TAKE_IN),
        Action("page_declarations", "Tờ khai", "Alt+F", "paper", when.not_setting_up, Permission.TAKE_IN),
        Action("page_papers", "Giấy chưa in", "Ctrl+7", "print", when.not_setting_up),
        Action("page_posters", "Tờ niêm yết thủ tục", "Alt+I", "paper", when.not_setting_up, Permission.POSTERS),
        Action("page_citizen_file", "Hồ sơ công dân", "Alt+Z", "person", when.not_setting_up, Permission.CITIZEN_FILE),
        Action("page_register", "Sổ theo dõi hồ sơ", "Ctrl+Shift+S", "paper", when.not_setting_up, Permission.READ_ALL),
        Action("page_crash", "Báo cáo lỗi", "Ctrl+9", "flag"),
        Action("keys", "Bảng phím", "F1", "keys"),
        Action("palette", "Tìm trang, việc, hồ sơ", "Ctrl+K", "search", when.working),
        Action("lock", "Khóa máy", "F10", "lock", when.not_setting_up),
        Action("change_clerk", "Đổi người làm việc", "Ctrl+F10", "person", when.not_setting_up),
        Action("print_waiting", "In các giấy đang chờ", "Ctrl+Shift+P", "print", when.working, Permission.PRINT),
        Action("print_spare", "In sang máy dự phòng", "Ctrl+Shift+D", "move", when.working, Permission.PRINT),
        Action("find", "Tìm hồ sơ", "Ctrl+F", "search", when.not_setting_up, Permission.READ),
        Action("search", "Ô tìm của danh sách", "F6", "search", when.at_dossiers, Permission.READ),
        Action("add_line", "Thêm một dòng", "Ins", "plus", when.adds),
        Action("try_card", "Quẹt thử thẻ (đào tạo)", "Ctrl+T", "card", when.training),
        Action("camera", "Quét thẻ bằng máy ảnh", "Ctrl+M", "scan", when.working),
        Action("print_keys", "In bảng phím", "Ctrl+P", "print", when.at_keys),
        Action("page_faults", "Tập xử lý sự cố (đào tạo)", "Ctrl+Shift+T", "training", when.training_works),
    ),
    *_at(
        ActionPlace.LINE,
        Action("call_next", "Gọi số tiếp", "F2", "call", when.somebody_waits, Permission.RUN_LINE),
        Action("call_again", "Gọi lại", "F3", "again", when.called, Permission.RUN_LINE),
        Action("serve", "Khách đã đến", "F4", "serve", when.called, Permission.RUN_LINE),
        Action("finish", "Xong số", "F5", "check", when.serving, Permission.RUN_LINE),
        Action("skip", "Vắng", "Shift+F2", "skip", when.called, Permission.RUN_LINE),
        Action("hold", "Tạm giữ", "Shift+F3", "hold", when.called_or_serving, Permission.RUN_LINE),
        Action("return", "Trả về hàng chờ", "Shift+F4", "return", when.called_or_serving, Permission.RUN_LINE),
        Action("move", "Chuyển dịch vụ, quầy", "Shift+F5", "move", when.called_or_serving, Permission.RUN_LINE),
        Action("left", "Khách đã về", "Shift+F6", "left", when.called_or_serving, Permission.RUN_LINE),
        Action("voice_mute", "Tắt, bật loa gọi số", "Alt+M", "mute", when.desk_open),
        Action("voice_up", "Loa to hơn", "Alt+Up", "call", when.desk_open),
        Action("voice_down", "Loa nhỏ hơn", "Alt+Down", "call", when.desk_open),
        Action("voice_again", "Đọc lại số vừa gọi", "Alt+G", "again", when.desk_open),
        Action("line_go", "Xong phần đang mở", "F9", "check", when.line_sheet_open, Permission.RUN_LINE),
        Action("issue", "Lấy số mới", "F12", "ticket", when.at_counter, Permission.RUN_LINE),
    ),
    *_at(
        ActionPlace.INTAKE,
        Action("procedure", "Chọn thủ tục", "F6", "search", when.at_counter, Permission.TAKE_IN),
        Action("all_papers", "Đủ giấy tờ", "F7", "check", when.at_counter, Permission.TAKE_IN),
        Action("supplement", "Yêu cầu bổ sung", "F8", "paper", when.begun, Permission.ASK_SUPPLEMENT),
        Action("refuse", "Từ chối", "Shift+F8", "bad", when.begun, Permission.REFUSE),
        Action("take_in", "Tiếp nhận, in giấy hẹn", "F9", "print", when.form_begun, Permission.TAKE_IN),
        Action("intake_cash", "Thu tiền mặt khi tiếp nhận", "F11", "coin", when.intake_owes, Permission.TAKE_FEE),
        Action("intake_pay", "Tiếp nhận, thu cách khác", "Ctrl+F11", "coin", when.intake_owes, Permission.TAKE_FEE),
        Action("assist", "Hỗ trợ nộp trực tuyến", "Ctrl+Alt+J", "province", when.online_chosen, Permission.TAKE_IN),
        Action("on_the_spot", "Làm tại chỗ", "Ctrl+Return", "right", when.taken_on_the_spot, Permission.WORK),
        Action("make_slip", "Lập phiếu và in", "F9", "print", when.slip_open, Permission.ASK_SUPPLEMENT),
        Action("bulk_go", "Nhận danh sách này", "F9", "print", when.bulk_open, Permission.TAKE_IN),
        Action("send_by_post", "Lập phiếu gửi bưu điện", "Alt+E", "move", when.form_begun, Permission.POST),
        Action("counter_file", "Hồ sơ công dân", "Ctrl+Alt+Z", "person", when.begun, Permission.CITIZEN_FILE),
        Action("declare", "Điền tờ khai", "Ctrl+J", "paper", when.at_counter, Permission.TAKE_IN),
        Action("clear", "Làm phiếu mới", "Ctrl+N", "plus", when.begun, Permission.TAKE_IN),
        Action("bulk", "Nhận theo danh sách", "Ctrl+Shift+N", "dossiers", when.at_counter, Permission.TAKE_IN),
        Action("bundle", "Nhận nhiều việc một lần", "Alt+A", "dossiers", when.at_counter, Permission.TAKE_IN),
        Action("bundle_add", "Thêm thủ tục bên trái", "Ins", "plus", when.bundle_open, Permission.TAKE_IN),
        Action("bundle_go", "Tiếp nhận tất cả", "F9", "print", when.bundle_open, Permission.TAKE_IN),
        Action("bulk_list", "In danh sách chung", "Shift+F9", "print", when.listed, Permission.PRINT),
        Action("take_hint", "Làm theo gợi ý", "Shift+F7", "check", when.hinted),
        Action("leave_hint", "Để nguyên", "Shift+F11", "away", when.hinted),
        Action("bring_back", "Lấy lại phiếu vừa xóa", "Ctrl+L", "withdraw", when.at_counter, Permission.TAKE_IN),
    ),
    *_at(
        ActionPlace.PROVINCE,
        Action("send_now", "Gửi ngay", "F9", "sending", when.joined, Permission.CARRY),
        Action("judge_again", "Gửi lại việc bị giữ", "Ctrl+Shift+G", "again", when.held, Permission.CARRY),
        Action("stick_out", "Xuất ra USB", "Ctrl+U", "usb", when.joined, Permission.CARRY),
        Action("stick_in", "Nhận từ USB", "Ctrl+Shift+U", "usb", when.joined, Permission.CARRY),
        Action("compare", "Đối soát", "Ctrl+D", "compare", when.joined, Permission.CARRY),
    ),
    *_at(
        ActionPlace.PAPERS,
        Action("print_all", "In tất cả", "F9", "print", when.at_papers, Permission.PRINT),
        Action("print_one", "In giấy này", "Ctrl+I", "again", when.at_papers, Permission.PRINT),
        Action(
            "print_one_spare", "Giấy này sang máy dự phòng", "Ctrl+Shift+I", "move", when.at_papers, Permission.PRINT
        ),
        Action("drop_paper", "Bỏ, không in", "Ctrl+Shift+Del", "close", when.at_papers, Permission.PRINT),
    ),
    *_at(
        ActionPlace.HEALTH,
        Action("backup_now", "Sao lưu ngay", "F9", "usb", when.at_health, Permission.KEEP),
        Action("check_file", "Kiểm tra tệp", "Alt+K", "check", when.at_health, Permission.KEEP),
        Action("print_recovery", "In tờ khóa khôi phục", "Alt+P", "print", when.at_health, Permission.KEEP),
        Action("rotate_key", "Đổi khóa dữ liệu", "Alt+R", "lock", when.at_health, Permission.KEEP),
        Action("clock_right", "Đồng hồ đúng", "Alt+D", "clock", when.clock_doubted, Permission.KEEP),
    ),
    *_at(
        ActionPlace.STAFF,
        Action("save_clerk", "Lưu tài khoản", "F9", "check", when.manages_clerks, Permission.MANAGE_CLERKS),
        Action("change_pin", "Đổi mã của tôi", "F9", "check", when.only_own_pin),
    ),
    *_at(
        ActionPlace.SETTINGS,
        Action("save_settings", "Lưu thiết lập", "F9", "check", when.at_settings),
    ),
    *_at(
        ActionPlace.SETUP,
        Action("setup_next", "Tiếp tục", "F9", "right", when.at_step),
        Action("open_data", "Mở dữ liệu", "F9", "lock", when.at_recover),
        Action("setup_back", "Quay lại", "Alt+Left", "back", when.at_step),
        Action("setup_later", "Bỏ qua, làm sau", "Alt+Right", "hold", when.at_other_step),
    ),
    *_at(
        ActionPlace.CRASH,
        Action("export_report", "Xuất báo cáo", "F9", "usb", when.reported),
        Action("start_again", "Mở lại chương trình", "Ctrl+Shift+R", "again", when.at_crash),
    ),
)
