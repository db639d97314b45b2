"""Settings of the waiting room: second screen, notices, voice, kiosk."""

from msgspec.structs import replace
from PySide6.QtCore import Slot

from desk.settings import Settings
from desk.setup.setting_problems import rule_of
from models.text import clean
from ui.settings.screen_choice import ScreenChoice
from ui.settings.setting_part import SettingPart, SettingTools
from ui.settings.setup_kiosk import KioskChoices
from ui.widgets.basic import row
from ui.widgets.buttons import Tick
from ui.widgets.field import LongField
from ui.widgets.folder_field import FolderField


class HallPart(SettingPart):
    """What the waiting room sees and hears from this machine."""

    heads = ("hall",)

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self.hint("Bảng gọi số ở màn hình thứ hai và giọng đọc số. Không có thì bỏ qua; lúc nào cũng bật được sau.")
        self.board = ScreenChoice("Bảng gọi số tự mở ở", "Màn hình của bảng gọi số")
        self.body.addWidget(self.board)
        self.voice = Tick("Đọc số bằng giọng nói ở máy này")
        self.body.addWidget(self.voice)
        self.body.addLayout(
            row(
                self.number_field("hall.volume", f"Âm lượng, {' đến '.join(rule_of('hall.volume').range)}"),
                self.number_field("hall.times", "Đọc mỗi lượt gọi mấy lần"),
                self.number_field("hall.early_minutes", "Lấy số được trước giờ mở cửa, phút"),
            )
        )
        self.recordings = FolderField("Thư mục giọng đọc riêng của cơ quan (bỏ trống: giọng có sẵn)")
        self.body.addWidget(self.recordings)
        self.notices = LongField("Thông báo chạy trên bảng, mỗi dòng một câu", lines=3)
        self.body.addWidget(self.notices)
        self.kiosk = KioskChoices(bench.jobs)
        self.body.addWidget(self.kiosk)
        self.body.addWidget(self.field("hall.kiosk_pin", "Mã số để đóng máy lấy số (bỏ trống: chỉ bằng phím)"))
        self._quiet = False
        self.board.chosen.connect(self.tell)
        self.voice.toggled.connect(self._ticked)
        self.notices.edit.textChanged.connect(self._ticked)
        self.recordings.changed.connect(self.tell)
        self.kiosk.changed.connect(self._ticked)

    def page_shown(self) -> None:
        """Look which screens and ports there are."""
        self.board.refresh()
        self.kiosk.refresh()

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._quiet = True
        hall = settings.hall
        self.board.put(hall.screen)
        self.voice.setChecked(hall.voice)
        self.show_numbers(settings)
        self.show_text("hall.kiosk_pin", hall.kiosk_pin)
        self.recordings.put(hall.recordings)
        self.notices.edit.setPlainText("\n".join(hall.notices))
        self.kiosk.put(settings)
        self._quiet = False

    def apply_to(self, settings: Settings) -> Settings:
        """These with the hall as it stands here."""
        settings = self.kiosk.apply_to(self.with_numbers(settings))
        return replace(
            settings,
            hall=replace(
                settings.hall,
                screen=self.board.number,
                voice=self.voice.isChecked(),
                recordings=self.recordings.text,
                notices=tuple(text for line in self.notices.edit.toPlainText().splitlines() if (text := clean(line))),
                kiosk_pin=self.fields["hall.kiosk_pin"].text,
            ),
        )

    def focus_first(self) -> None:
        """The screen."""
        self.board.list.setFocus()

    @Slot()
    def _ticked(self) -> None:
        if not self._quiet:
            self.tell()
