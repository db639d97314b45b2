"""The last step of the first set-up: all answers on one sheet, and what still prevents opening."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desk.settings import Settings
from desk.setup.first_hour import FirstHour, SetupStep, problems, settings_of, step_of
from desk.setup.setting_problems import Problem
from desk.setup.setting_words import problem_words
from desk.words.terms import ROLE_NAME
from models.clerk import Role
from ui.settings.setting_part import SettingPart
from ui.widgets.basic import frame, label, picture

STEPS: tuple[tuple[SetupStep, str, str], ...] = (
    (SetupStep.OFFICE, "Cơ quan", "office"),
    (SetupStep.COUNTER, "Máy và quầy", "counter"),
    (SetupStep.CLERKS, "Công chức", "person"),
    (SetupStep.HOURS, "Giờ làm việc", "clock"),
    (SetupStep.PROCEDURES, "Thủ tục", "paper"),
    (SetupStep.PRINTERS, "Máy in", "print"),
    (SetupStep.SCANNER, "Đầu đọc thẻ", "card"),
    (SetupStep.HALL, "Sảnh chờ", "call"),
    (SetupStep.BACKUP, "Sao lưu", "usb"),
    (SetupStep.RECOVERY, "Khóa khôi phục", "keys"),
    (SetupStep.SUMMARY, "Xem lại và mở quầy", "check"),
)
"""Step, what it is called, its icon."""

WORDS = {step: words for step, words, _ in STEPS}


def told(first: FirstHour) -> dict[SetupStep, str]:
    """What was answered at each step, in a line."""
    settings = settings_of(first)
    office, device, printers, hall = settings.office, settings.device, settings.printers, settings.hall
    people = ", ".join(f"{one.name} ({_roles(one.roles)})" for one in first.clerks)
    guarded = "có mã PIN" if first.clerks and all(one.pin for one in first.clerks) else "không hỏi đăng nhập"
    offered = f"{len(settings.offered)} thủ tục" if settings.offered else "tất cả thủ tục"
    scanners = int(settings.scanner is not None) + len(settings.more_scanners)
    scanner = f"{scanners} đầu đọc ở cổng" if scanners else "không có đầu đọc ở cổng"
    keep = (
        f"{settings.backups.folder}, sau {settings.backups.at}" if settings.backups.folder else "chưa chọn nơi sao lưu"
    )
    return {
        SetupStep.OFFICE: " · ".join(part for part in (office.unit.name, office.unit.id) if part),
        SetupStep.COUNTER: (
            f"Máy {device.number}, quầy {device.counter}, số hồ sơ {device.block_first:04d}–{device.block_last:04d}, "
            f"số thứ tự chữ {device.letter}"
        ),
        SetupStep.CLERKS: f"{people}; {guarded}" if people else "",
        SetupStep.HOURS: ", ".join(f"{one.opens:%H:%M}–{one.closes:%H:%M}" for one in settings.hours.full_day),
        SetupStep.PROCEDURES: offered,
        SetupStep.PRINTERS: f"Giấy tờ: {printers.papers or 'tệp PDF'} · số thứ tự: {printers.tickets or 'tệp PDF'}",
        SetupStep.SCANNER: scanner + (", cả loại bàn phím" if settings.keyboard_scanner else ""),
        SetupStep.HALL: ("giọng đọc bật" if hall.voice else "không đọc số")
        + (f", bảng ở màn hình {hall.screen}" if hall.screen else ""),
        SetupStep.BACKUP: keep,
        SetupStep.RECOVERY: "đã in tờ khóa" if first.sheet else "chưa in tờ khóa",
    }


def lacking(first: FirstHour) -> frozenset[SetupStep]:
    """Steps that may be left and had better not be: without them a broken disk is the end of all data."""
    found = set()
    if not first.settings.backups.folder:
        found.add(SetupStep.BACKUP)
    if not first.sheet:
        found.add(SetupStep.RECOVERY)
    return frozenset(found)


def unanswered(first: FirstHour) -> frozenset[SetupStep]:
    """Steps in which nothing is set up: gone through with F9 they are left for later, not done."""
    settings = first.settings
    found = set(lacking(first))
    if not (settings.printers.papers or settings.printers.tickets):
        found.add(SetupStep.PRINTERS)
    if not (settings.scanner or settings.more_scanners or settings.keyboard_scanner or settings.camera >= 0):
        found.add(SetupStep.SCANNER)
    return frozenset(found)


def _roles(roles: Iterable[Role]) -> str:
    held = set(roles)
    return ", ".join(ROLE_NAME[role].lower() for role in Role if role in held)


class SummaryPart(SettingPart):
    """A line for each step; what is wrong is a button that leads there.

    Attributes:
        wanted: carries the ``SetupStep`` to go back to.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.links: list[QPushButton] = []
        self._first_wrong: QPushButton | None = None
        self._card: QWidget | None = None
        self.body.addWidget(label("Mọi mục đều đổi được sau này ở Thiết lập (Ctrl+3).", "small", wrap=True))

    def put(self, settings: Settings) -> None:
        """Everything is shown by ``show_all``."""

    def apply_to(self, settings: Settings) -> Settings:
        """Nothing is answered here."""
        return settings

    def focus_wrong(self) -> None:
        """The keys go to the first step that stands in the way: Enter leads there."""
        if self._first_wrong is not None:
            self._first_wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_all(self, first: FirstHour) -> tuple[Problem, ...]:
        """Show every answer; gives what stands in the way."""
        if self._card is not None:
            self.body.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self.links = []
        self._first_wrong = None
        found = problems(first)
        answers, bare = told(first), lacking(first)
        self._card = frame("card")
        grid = QGridLayout(self._card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, (step, words, _) in enumerate(STEPS[:-1]):
            wrong = [one for one in found if step_of(one.key) is step]
            icon, tone = ("good", "good") if step in first.done else ("hold", "muted")
            if wrong or step in bare:
                icon, tone = ("bad", "bad") if wrong else ("warn", "warn")
            grid.addWidget(picture(icon, tone, 18), at, 0, top)
            link = QPushButton(words)
            link.setProperty("kind", "link")
            link.setAccessibleName(f"Sửa: {words}")
            link.clicked.connect(partial(self.wanted.emit, step))
            self.links.append(link)
            if wrong and self._first_wrong is None:
                self._first_wrong = link
            grid.addWidget(link, at, 1, top)
            said = " ".join(problem_words(one) for one in wrong) or answers[step]
            if step not in first.done and not wrong:
                said += " (để sau)"
            grid.addWidget(label(said, "", wrap=True), at, 2, top)
        self.body.insertWidget(0, self._card)
        return found
