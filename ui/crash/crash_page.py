"""The page of a crash report: what is saved, what to do, what the report contains before it is sent."""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.files.disk import write_named
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.words import tone_of, why
from ui.crash.reports import reports
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.widgets.basic import column, frame, label, picture, row
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.dialogs import ask_folder

_SAFE = "Hồ sơ, số thứ tự, tiền đã thu đều còn trong máy. Phiếu đang làm dở được giữ đến ô cuối cùng đã rời."
_BUG = "Chương trình gặp lỗi"
_NO_BUG = "Báo cáo lỗi"
_NONE = "Chương trình chưa gặp lỗi nào trên máy này. Có lỗi thì ở đây có việc cần làm và báo cáo để xuất ra."
_DO = (
    "1. Cứ làm tiếp. Phần nào không trả lời thì mở lại chương trình; mở lại là làm tiếp được ngay.",
    "2. Việc vừa bấm có thể chưa xong: tìm hồ sơ (Ctrl+F) xem đã có chưa, chưa có mới làm lại.",
    "3. Lỗi gặp lại: xuất báo cáo ra USB hoặc thư mục, gửi cho người quản trị.",
)


class CrashPage(Page):
    """What happened, by report.

    Attributes:
        again: the program shall be closed and opened anew.
    """

    again = Signal()

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners, folder: Path) -> None:
        super().__init__(jobs, acts, banners)
        self._folder = folder
        self._paths: list[Path] = []
        self._list = QListWidget()
        self._list.setAccessibleName("Các báo cáo lỗi, mới nhất ở trên")
        self._list.currentRowChanged.connect(self._show)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("Nội dung báo cáo, đúng như sẽ được xuất ra")
        self._empty = label(_NONE, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._head = label(_NO_BUG, "page")
        self._lay_out()

    def _lay_out(self) -> None:
        safe = frame("card")
        inside = QVBoxLayout(safe)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addLayout(row(picture("good", "good", 20), label("Việc đã lưu không mất", "section"), 1))
        inside.addWidget(label(_SAFE, wrap=True))
        inside.addWidget(label("Cần làm gì", "strong"))
        for line in _DO:
            inside.addWidget(label(line, wrap=True))
        acts = QWidget()
        acts.setLayout(
            Flow(KeyButton(self.acts["export_report"], "primary"), KeyButton(self.acts["start_again"], with_icon=True))
        )
        kept, shown = QWidget(), QWidget()
        kept.setLayout(column(label("Các lần gặp lỗi", "section"), self._list))
        shown.setLayout(column(label("Báo cáo, đã che dữ liệu cá nhân", "section"), self._text))
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(12)
        page.addWidget(self._head)
        page.addWidget(self._empty)
        self._of_a_bug = (safe, acts, Columns(kept, shown, weights=(1, 2), least=160))
        page.addWidget(safe)
        page.addWidget(acts)
        page.addWidget(self._of_a_bug[2], 1)
        page.addStretch(0)
        self._show_whether(there_are=False)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"export_report": self._ask_where, "start_again": self.again.emit}

    def context(self, context: ActContext) -> ActContext:
        """Whether there is a report to export."""
        return replace(context, reported=bool(self._paths))

    def page_shown(self, what: object) -> None:
        """Look which reports there are."""
        del what
        folder = self._folder
        self.jobs.run_in_thread(
            self, lambda: [(path, path.read_text("utf-8")) for path in reports(folder)], self._found
        )

    def _found(self, found: list[tuple[Path, str]]) -> None:
        self._paths = [path for path, _ in found]
        self._list.clear()
        for _, text in found:
            moment = next((line[5:] for line in text.splitlines() if line.startswith("Lúc: ")), "không rõ lúc nào")
            item = QListWidgetItem(moment)
            item.setData(Qt.ItemDataRole.UserRole, text)
            self._list.addItem(item)
        self._show_whether(there_are=bool(found))
        self._list.setCurrentRow(0 if found else -1)
        if found:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()

    def _show_whether(self, *, there_are: bool) -> None:
        """Without a report nothing is said to have gone wrong, and there is nothing to do."""
        self._head.setText(_BUG if there_are else _NO_BUG)
        self._empty.setVisible(not there_are)
        for part in self._of_a_bug:
            part.setVisible(there_are)

    @Slot(int)
    def _show(self, at: int) -> None:
        item = self._list.item(at)
        self._text.setPlainText(str(item.data(Qt.ItemDataRole.UserRole)) if item else "")

    # ---- export ------------------------------------------------------------------------------------------

    @Slot()
    def _ask_where(self) -> None:
        ask_folder(self, "Chọn USB hoặc thư mục để ghi báo cáo", self._chosen)

    @Slot(str)
    def _chosen(self, folder: str) -> None:
        self.export(Path(folder))

    def export(self, to: Path) -> None:
        """Write the report shown into this folder, exactly as it is shown."""
        at = self._list.currentRow()
        if not 0 <= at < len(self._paths):
            return
        text, target = self._text.toPlainText(), to / f"motcua-{self._paths[at].name}"

        def out() -> str:
            write_named(target, text.encode("utf-8"))
            return target.name

        self.jobs.run_in_thread(self, out, self._exported, self._not_exported)

    def _exported(self, name: str) -> None:
        self.banners.show_banner("good", f"Đã ghi báo cáo: {name}")

    def _not_exported(self, reason: NotAllowed | Trouble) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))
