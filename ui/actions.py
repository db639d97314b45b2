"""What can be done in the window, in one table: menus, shortcuts, the F1 sheet and the key-conflict test read it."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from desk.verbs import TABLE, Verb
from desk.words.terms import ROLE_NAME
from models.dossier import ENDED, Status
from models.ticket import State


class Place(StrEnum):
    """Where an action lives; the F1 sheet groups by it."""

    EVERYWHERE = "Mọi nơi"
    LINE = "Hàng chờ"
    INTAKE = "Tiếp nhận hồ sơ"
    DOSSIERS = "Danh sách hồ sơ"
    DOSSIER = "Một hồ sơ"
    PROVINCE = "Gửi về tỉnh"
    HEALTH = "Sức khỏe máy"
    SETTINGS = "Thiết lập"
    SETUP = "Cài đặt lần đầu"
    CRASH = "Báo cáo lỗi"
    PAPERS = "Giấy chưa in"


class Scene(Struct, frozen=True, kw_only=True):
    """What the window shows now, as far as it decides what may be done.

    Attributes:
        page: name of the page in front.
        open: the desk is open.
        here: state of the ticket at this counter; None = nobody.
        waiting: how many wait for this counter.
        begun: the intake form holds something.
        dossier: status of the dossier shown.
        joined: this machine belongs to a hub.
        held: how many events the province keeps apart.
        listed: a list of people is being taken in.
        hints: the desk has noticed something that one key takes or leaves.
        sets_up: who works here may change settings (nobody known yet: yes).
        reported: there is a report of a bug to be exported.
        clock_doubted: the clock stands against giving out numbers.
        step: kind of the step of the first hour in front: essential, other, or it waits.
    """

    page: str = "counter"
    open: bool = False
    here: State | None = None
    waiting: int = 0
    begun: bool = False
    training: bool = False
    dossier: Status | None = None
    joined: bool = False
    held: int = 0
    step: str = ""
    reported: bool = False
    hints: bool = False
    listed: bool = False
    sets_up: bool = True
    clock_doubted: bool = False


class Action(Struct, frozen=True, kw_only=True):
    """One thing a clerk can do: its name, its words, its key, when it is allowed, and which right it takes."""

    id: str
    words: str
    key: str
    place: Place
    icon: str = ""
    allowed: Callable[[Scene], bool] = lambda _: True
    verb: Verb | None = None


def _at_line(*states: State | None) -> Callable[[Scene], bool]:
    return lambda scene: scene.open and scene.page == "counter" and scene.here in states


def _open(scene: Scene) -> bool:
    return scene.open


def _at_counter(scene: Scene) -> bool:
    return scene.open and scene.page == "counter"


def _begun(scene: Scene) -> bool:
    return _at_counter(scene) and scene.begun


def _at_papers(scene: Scene) -> bool:
    return scene.open and scene.page == "papers"


def _joined(scene: Scene) -> bool:
    return scene.open and scene.page == "province" and scene.joined


def _not_setting_up(scene: Scene) -> bool:
    return scene.page != "setup"


def _at_health(scene: Scene) -> bool:
    return scene.open and scene.page == "health"


def _alive(scene: Scene) -> bool:
    return scene.page == "dossier" and scene.dossier is not None and scene.dossier not in ENDED


ACTIONS: tuple[Action, ...] = (
    Action(id="keys", words="Bảng phím", key="F1", place=Place.EVERYWHERE, icon="keys"),
    Action(
        id="page_counter",
        words="Quầy tiếp nhận",
        key="Ctrl+1",
        place=Place.EVERYWHERE,
        icon="counter",
        allowed=_not_setting_up,
    ),
    Action(
        id="page_dossiers",
        words="Danh sách hồ sơ",
        key="Ctrl+2",
        place=Place.EVERYWHERE,
        icon="dossiers",
        allowed=_not_setting_up,
        verb=Verb.READ,
    ),
    Action(
        id="page_settings",
        words="Thiết lập",
        key="Ctrl+3",
        place=Place.EVERYWHERE,
        icon="settings",
        allowed=_not_setting_up,
    ),
    Action(
        id="page_province",
        words="Gửi về tỉnh",
        key="Ctrl+4",
        place=Place.EVERYWHERE,
        icon="province",
        allowed=_not_setting_up,
    ),
    Action(
        id="page_clerks",
        words="Công chức",
        key="Ctrl+6",
        place=Place.EVERYWHERE,
        icon="person",
        allowed=_not_setting_up,
    ),
    Action(id="lock", words="Khóa máy", key="F10", place=Place.EVERYWHERE, icon="lock", allowed=_not_setting_up),
    Action(
        id="change_clerk",
        words="Đổi người làm việc",
        key="F11",
        place=Place.EVERYWHERE,
        icon="person",
        allowed=_not_setting_up,
    ),
    Action(
        id="page_health",
        words="Sức khỏe máy",
        key="Ctrl+5",
        place=Place.EVERYWHERE,
        icon="health",
        allowed=_not_setting_up,
    ),
    Action(
        id="backup_now",
        words="Sao lưu ngay",
        key="Alt+S",
        place=Place.HEALTH,
        icon="usb",
        allowed=_at_health,
        verb=Verb.KEEP,
    ),
    Action(
        id="check_file",
        words="Kiểm tra tệp",
        key="Alt+K",
        place=Place.HEALTH,
        icon="check",
        allowed=_at_health,
        verb=Verb.KEEP,
    ),
    Action(
        id="print_recovery",
        words="In tờ khóa khôi phục",
        key="Alt+P",
        place=Place.HEALTH,
        icon="print",
        allowed=_at_health,
        verb=Verb.KEEP,
    ),
    Action(
        id="rotate_key",
        words="Đổi khóa dữ liệu",
        key="Alt+R",
        place=Place.HEALTH,
        icon="lock",
        allowed=_at_health,
        verb=Verb.KEEP,
    ),
    Action(
        id="clock_right",
        words="Đồng hồ đúng",
        key="Alt+D",
        place=Place.HEALTH,
        icon="clock",
        allowed=lambda scene: _at_health(scene) and scene.clock_doubted,
        verb=Verb.KEEP,
    ),
    Action(id="page_crash", words="Báo cáo lỗi", key="Ctrl+9", place=Place.EVERYWHERE, icon="flag"),
    Action(
        id="export_report",
        words="Xuất báo cáo",
        key="Ctrl+S",
        place=Place.CRASH,
        icon="usb",
        allowed=lambda scene: scene.page == "crash" and scene.reported,
    ),
    Action(
        id="start_again",
        words="Mở lại chương trình",
        key="Ctrl+Shift+R",
        place=Place.CRASH,
        icon="again",
        allowed=lambda scene: scene.page == "crash",
    ),
    Action(
        id="page_papers",
        words="Giấy chưa in",
        key="Ctrl+7",
        place=Place.EVERYWHERE,
        icon="print",
        allowed=_not_setting_up,
    ),
    Action(
        id="print_waiting",
        words="In các giấy đang chờ",
        key="Ctrl+Shift+P",
        place=Place.EVERYWHERE,
        icon="print",
        allowed=lambda scene: scene.open and _not_setting_up(scene),
        verb=Verb.PRINT,
    ),
    Action(
        id="print_spare",
        words="In sang máy dự phòng",
        key="Ctrl+Shift+D",
        place=Place.EVERYWHERE,
        icon="move",
        allowed=lambda scene: scene.open and _not_setting_up(scene),
        verb=Verb.PRINT,
    ),
    Action(
        id="print_one",
        words="In giấy này",
        key="Ctrl+I",
        place=Place.PAPERS,
        icon="again",
        allowed=_at_papers,
        verb=Verb.PRINT,
    ),
    Action(
        id="print_one_spare",
        words="Giấy này sang máy dự phòng",
        key="Ctrl+Shift+I",
        place=Place.PAPERS,
        icon="move",
        allowed=_at_papers,
        verb=Verb.PRINT,
    ),
    Action(
        id="drop_paper",
        words="Bỏ, không in",
        key="Ctrl+Del",
        place=Place.PAPERS,
        icon="close",
        allowed=_at_papers,
        verb=Verb.PRINT,
    ),
    Action(
        id="find",
        words="Tìm hồ sơ",
        key="Ctrl+F",
        place=Place.EVERYWHERE,
        icon="search",
        allowed=_not_setting_up,
        verb=Verb.READ,
    ),
    Action(
        id="try_card",
        words="Quẹt thử thẻ (đào tạo)",
        key="Ctrl+T",
        place=Place.EVERYWHERE,
        icon="card",
        allowed=lambda scene: scene.training,
    ),
    Action(
        id="camera",
        words="Quét thẻ bằng máy ảnh",
        key="Ctrl+M",
        place=Place.EVERYWHERE,
        icon="scan",
        allowed=lambda scene: scene.open and _not_setting_up(scene),
    ),
    Action(
        id="page_faults",
        words="Tập xử lý sự cố (đào tạo)",
        key="Ctrl+Shift+T",
        place=Place.EVERYWHERE,
        icon="training",
        allowed=lambda scene: scene.training and scene.open and _not_setting_up(scene),
    ),
    Action(
        id="call_next",
        words="Gọi số tiếp",
        key="F2",
        place=Place.LINE,
        icon="call",
        allowed=lambda scene: _at_line(None, State.SERVING)(scene) and scene.waiting > 0,
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="call_again",
        words="Gọi lại",
        key="F3",
        place=Place.LINE,
        icon="again",
        allowed=_at_line(State.CALLED),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="serve",
        words="Khách đã đến",
        key="F4",
        place=Place.LINE,
        icon="serve",
        allowed=_at_line(State.CALLED),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="finish",
        words="Xong số",
        key="F5",
        place=Place.LINE,
        icon="check",
        allowed=_at_line(State.SERVING),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="skip",
        words="Vắng",
        key="Shift+F2",
        place=Place.LINE,
        icon="skip",
        allowed=_at_line(State.CALLED),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="hold",
        words="Tạm giữ",
        key="Shift+F3",
        place=Place.LINE,
        icon="hold",
        allowed=_at_line(State.CALLED, State.SERVING),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="return",
        words="Trả về hàng chờ",
        key="Shift+F4",
        place=Place.LINE,
        icon="return",
        allowed=_at_line(State.CALLED, State.SERVING),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="move",
        words="Chuyển dịch vụ, quầy",
        key="Shift+F5",
        place=Place.LINE,
        icon="move",
        allowed=_at_line(State.CALLED, State.SERVING),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="left",
        words="Khách đã về",
        key="Shift+F6",
        place=Place.LINE,
        icon="left",
        allowed=_at_line(State.CALLED, State.SERVING),
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="voice_mute",
        words="Tắt, bật loa gọi số",
        key="Alt+M",
        place=Place.LINE,
        icon="mute",
        allowed=_open,
    ),
    Action(
        id="voice_up",
        words="Loa to hơn",
        key="Alt+Up",
        place=Place.LINE,
        icon="call",
        allowed=_open,
    ),
    Action(
        id="voice_down",
        words="Loa nhỏ hơn",
        key="Alt+Down",
        place=Place.LINE,
        icon="call",
        allowed=_open,
    ),
    Action(
        id="voice_again",
        words="Đọc lại số vừa gọi",
        key="Alt+G",
        place=Place.LINE,
        icon="again",
        allowed=_open,
    ),
    Action(
        id="issue",
        words="Lấy số mới",
        key="F12",
        place=Place.LINE,
        icon="ticket",
        allowed=_at_counter,
        verb=Verb.RUN_LINE,
    ),
    Action(
        id="procedure",
        words="Chọn thủ tục",
        key="F6",
        place=Place.INTAKE,
        icon="search",
        allowed=_at_counter,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="all_papers",
        words="Đủ giấy tờ",
        key="F7",
        place=Place.INTAKE,
        icon="check",
        allowed=_at_counter,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="supplement",
        words="Yêu cầu bổ sung",
        key="F8",
        place=Place.INTAKE,
        icon="paper",
        allowed=_begun,
        verb=Verb.ASK_SUPPLEMENT,
    ),
    Action(
        id="refuse",
        words="Từ chối",
        key="Shift+F8",
        place=Place.INTAKE,
        icon="bad",
        allowed=_begun,
        verb=Verb.REFUSE,
    ),
    Action(
        id="take_in",
        words="Tiếp nhận, in giấy hẹn",
        key="F9",
        place=Place.INTAKE,
        icon="print",
        allowed=_begun,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="clear",
        words="Làm phiếu mới",
        key="Ctrl+N",
        place=Place.INTAKE,
        icon="plus",
        allowed=_begun,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="bulk",
        words="Nhận theo danh sách",
        key="Ctrl+Shift+N",
        place=Place.INTAKE,
        icon="dossiers",
        allowed=_at_counter,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="bulk_list",
        words="In danh sách chung",
        key="Shift+F9",
        place=Place.INTAKE,
        icon="print",
        allowed=lambda scene: _at_counter(scene) and scene.listed,
        verb=Verb.PRINT,
    ),
    Action(
        id="take_hint",
        words="Nhận",
        key="Shift+F7",
        place=Place.INTAKE,
        icon="check",
        allowed=lambda scene: _at_counter(scene) and scene.hints,
    ),
    Action(
        id="leave_hint",
        words="Để nguyên",
        key="Shift+F11",
        place=Place.INTAKE,
        icon="away",
        allowed=lambda scene: _at_counter(scene) and scene.hints,
    ),
    Action(
        id="bring_back",
        words="Lấy lại phiếu vừa xóa",
        key="Ctrl+L",
        place=Place.INTAKE,
        icon="withdraw",
        allowed=_at_counter,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="reprint",
        words="In lại",
        key="Ctrl+P",
        place=Place.DOSSIER,
        icon="print",
        allowed=lambda scene: scene.page == "dossier" and scene.dossier is not None,
        verb=Verb.PRINT,
    ),
    Action(
        id="correct",
        words="Sửa thông tin",
        key="Ctrl+E",
        place=Place.DOSSIER,
        icon="edit",
        allowed=_alive,
        verb=Verb.CORRECT,
    ),
    Action(
        id="withdraw",
        words="Rút hồ sơ",
        key="Ctrl+R",
        place=Place.DOSSIER,
        icon="withdraw",
        allowed=_alive,
        verb=Verb.WITHDRAW,
    ),
    Action(
        id="postpone",
        words="Hẹn lại",
        key="Ctrl+H",
        place=Place.DOSSIER,
        icon="clock",
        allowed=lambda scene: scene.page == "dossier" and scene.dossier is Status.RECEIVED,
        verb=Verb.POSTPONE,
    ),
    Action(
        id="void",
        words="Hủy hồ sơ",
        key="Ctrl+Shift+H",
        place=Place.DOSSIER,
        icon="bad",
        allowed=_alive,
        verb=Verb.VOID,
    ),
    Action(
        id="hand_over",
        words="Trả kết quả",
        key="Ctrl+Return",
        place=Place.DOSSIER,
        icon="hand_over",
        allowed=lambda scene: scene.page == "dossier" and scene.dossier is Status.RECEIVED,
        verb=Verb.HAND_OVER,
    ),
    Action(
        id="continue",
        words="Nhận giấy tờ bổ sung",
        key="Ctrl+B",
        place=Place.DOSSIER,
        icon="plus",
        allowed=lambda scene: scene.page == "dossier" and scene.dossier is Status.SUPPLEMENT,
        verb=Verb.TAKE_IN,
    ),
    Action(
        id="attach",
        words="Đính kèm bản quét",
        key="Ctrl+K",
        place=Place.DOSSIER,
        icon="attach",
        allowed=lambda scene: scene.page == "dossier" and scene.dossier is not None and scene.dossier is not Status.NEW,
        verb=Verb.ATTACH,
    ),
    Action(
        id="back",
        words="Về danh sách",
        key="Alt+Left",
        place=Place.DOSSIER,
        icon="back",
        allowed=lambda scene: scene.page == "dossier",
    ),
    Action(
        id="send_now",
        words="Gửi ngay",
        key="Ctrl+G",
        place=Place.PROVINCE,
        icon="sending",
        allowed=_joined,
        verb=Verb.CARRY,
    ),
    Action(
        id="judge_again",
        words="Gửi lại việc bị giữ",
        key="Ctrl+Shift+G",
        place=Place.PROVINCE,
        icon="again",
        allowed=lambda scene: _joined(scene) and scene.held > 0,
        verb=Verb.CARRY,
    ),
    Action(
        id="stick_out",
        words="Xuất ra USB",
        key="Ctrl+U",
        place=Place.PROVINCE,
        icon="usb",
        allowed=_joined,
        verb=Verb.CARRY,
    ),
    Action(
        id="stick_in",
        words="Nhận từ USB",
        key="Ctrl+Shift+U",
        place=Place.PROVINCE,
        icon="usb",
        allowed=_joined,
        verb=Verb.CARRY,
    ),
    Action(
        id="compare",
        words="Đối soát",
        key="Ctrl+D",
        place=Place.PROVINCE,
        icon="compare",
        allowed=_joined,
        verb=Verb.CARRY,
    ),
    Action(
        id="save_settings",
        words="Lưu thiết lập",
        key="Ctrl+S",
        place=Place.SETTINGS,
        icon="check",
        allowed=lambda scene: scene.page == "settings",
    ),
    Action(
        id="setup_next",
        words="Tiếp tục",
        key="Ctrl+Return",
        place=Place.SETUP,
        icon="right",
        allowed=lambda scene: scene.step in {"essential", "other"},
    ),
    Action(
        id="setup_back",
        words="Quay lại",
        key="Alt+Left",
        place=Place.SETUP,
        icon="back",
        allowed=lambda scene: scene.step in {"essential", "other"},
    ),
    Action(
        id="setup_later",
        words="Bỏ qua, làm sau",
        key="Alt+Right",
        place=Place.SETUP,
        icon="hold",
        allowed=lambda scene: scene.step == "other",
    ),
)

BY_ID = {action.id: action for action in ACTIONS}


def key_words(key: str) -> str:
    """A key as it is printed on screen: ``"Shift+F2" -> "⇧F2"``."""
    return (
        key.replace("Ctrl+Shift+", "Ctrl ⇧")
        .replace("Shift+", "⇧")
        .replace("Return", "Enter")
        .replace("Left", "←")
        .replace("Right", "→")
    )


def who_may(verb: Verb) -> str:
    """``"Việc này dành cho: công chức tiếp nhận, lãnh đạo."``."""
    return f"Việc này dành cho: {', '.join(words.lower() for role, words in ROLE_NAME.items() if role in TABLE[verb])}."


class Deed(QAction):
    """An action of the table as Qt knows it; says its id when it is done.

    Attributes:
        fired: carries the id.
    """

    fired = Signal(str)

    def __init__(self, action: Action, parent: QObject) -> None:
        super().__init__(action.words, parent)
        self.action = action
        self.setShortcut(QKeySequence(action.key))
        self.setEnabled(False)
        self.triggered.connect(self._fire)

    def allow(self, scene: Scene, verbs: frozenset[Verb] | None) -> None:
        """Enabled or not in this scene for somebody with these rights (None = not known yet); says who may, else."""
        here = self.action.allowed(scene)
        verb = self.action.verb
        forbidden = here and verb is not None and verbs is not None and verb not in verbs
        self.setStatusTip(who_may(verb) if forbidden and verb is not None else "")
        self.setEnabled(here and not forbidden)

    @Slot()
    def _fire(self) -> None:
        self.fired.emit(self.action.id)
