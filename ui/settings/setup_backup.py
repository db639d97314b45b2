"""Settings of backups: folder, times, retention."""

import shutil
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from desk.settings import Settings
from desk.setup.setting_problems import rule_of
from models.files.disk import on_disk
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.settings.setting_part import SettingPart, SettingTools
from ui.widgets.basic import label, row, set_tone
from ui.widgets.folder_field import FolderField

_GB = 1_000_000_000
_ENOUGH = 2 * _GB


def _looked(folder: str, data: Path) -> tuple[str, str]:
    """What is to be said of a folder for backups, with its tone; looks at the disk."""
    path = Path(folder).expanduser()
    if not path.is_absolute():
        return "bad", "Ghi đường dẫn đầy đủ, ví dụ E:\\sao-luu hoặc /media/usb/sao-luu."
    with on_disk(path):
        return _judged(path, data)


def _judged(path: Path, data: Path) -> tuple[str, str]:
    there = next((one for one in (path, *path.parents) if one.exists()), None)
    if there is None:
        return "bad", "Không thấy ổ đĩa này; cắm USB hoặc chọn nơi khác."
    if path == data or data in path.parents:
        return "bad", "Thư mục này nằm trong dữ liệu của chương trình; chọn ổ đĩa khác hoặc USB."
    if path.exists() and not path.is_dir():
        return "bad", "Đây là một tệp, không phải thư mục."
    free = shutil.disk_usage(there).free
    room = f"{free / _GB:.0f} GB trống"
    base = next((one for one in (data, *data.parents) if one.exists()), data)
    if free < _ENOUGH:
        return "warn", f"Chỉ còn {room}; bản sao có thể không đủ chỗ."
    if there.stat().st_dev == base.stat().st_dev:
        return "warn", f"Cùng ổ đĩa với dữ liệu ({room}): ổ hỏng là mất cả hai. Nên dùng USB hoặc ổ khác."
    return "good", f"Dùng được, {room}."


class BackupPart(SettingPart):
    """Folder, hour and the rule of keeping."""

    heads = ("backups",)

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self.hint(
            "Mỗi ngày chương trình chép toàn bộ dữ liệu, đã mã hóa, sang đây và mở thử bản chép. Không phải dừng việc."
        )
        self.folder = FolderField("Thư mục sao lưu, tốt nhất trên USB hoặc ổ đĩa khác", "E:\\sao-luu")
        self.said = label("", "note", wrap=True)
        self.body.addWidget(self.folder)
        self.body.addWidget(self.said)
        self.body.addLayout(row(self.field("backups.at", "Sau giờ này mỗi ngày", rule_of("backups.at").example), 1))
        self.body.addLayout(
            row(
                self.number_field("backups.days", "Giữ mấy bản theo ngày"),
                self.number_field("backups.weeks", "theo tuần"),
                self.number_field("backups.months", "theo tháng"),
            )
        )
        self.folder.changed.connect(self._looked_at)
        self.folder.changed.connect(self.tell)

    def put(self, settings: Settings) -> None:
        """Show these."""
        backups = settings.backups
        self.folder.put(backups.folder)
        self.show_text("backups.at", backups.at)
        self.show_numbers(settings)
        self._looked_at()

    def apply_to(self, settings: Settings) -> Settings:
        """These with the backups as they stand here."""
        settings = self.with_numbers(settings)
        backups = replace(settings.backups, folder=self.folder.text, at=self.fields["backups.at"].text)
        return replace(settings, backups=backups)

    def focus_first(self) -> None:
        """The folder."""
        self.folder.field.edit.setFocus()

    def _looked_at(self) -> None:
        if not self.folder.text:
            self._say(("warn", "Chưa chọn: không có bản sao nào, ổ đĩa hỏng là mất dữ liệu."))
            return
        work = partial(_looked, self.folder.text, self._bench.folder.absolute())
        self._bench.jobs.run_in_thread(self, work, self._say, self._not_looked)

    def _say(self, verdict: tuple[str, str]) -> None:
        tone, words = verdict
        set_tone(self.said, tone)
        self.said.setText(words)

    def _not_looked(self, reason: NotAllowed | Trouble) -> None:
        del reason
        self._say(("bad", "Không đọc được thư mục này; chọn nơi khác."))
