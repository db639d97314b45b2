"""One matter for many people: a list is pasted, checked line by line, taken in, and its papers printed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk.views.view_models import ListSeen, ListStanding
from ui.core.words import money
from ui.widgets.field import Field, LongField
from ui.widgets.plain import label, retone, row, scrolled

_BAD_SHOWN = 8


class BulkPart(QWidget):
    """The sheet of a list.

    Attributes:
        edited: the text or the address of all changed.
        file_chosen: carries the path of a CSV file.
        go: take the list in, or go on; all taken in: print the receipts.
        list_wanted: print one paper for all.
        away: close the sheet; what was typed stays.
        given_up: forget the list, as far as it is not taken in.
    """

    edited = Signal()
    file_chosen = Signal(str)
    go = Signal()
    list_wanted = Signal()
    away = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._standing: ListStanding | None = None
        self._seen: ListSeen | None = None
        self._running = False
        self.names = LongField(
            "Danh sách, mỗi người một dòng",
            "Họ tên; ngày sinh; số định danh; địa chỉ\nDán từ Excel cũng được, có hay không có dòng tiêu đề.",
            lines=8,
        )
        self.address = Field("Địa chỉ chung", name="", hint="cho những dòng không ghi địa chỉ")
        self.file = QPushButton("Mở tệp CSV…")
        self.file.clicked.connect(self._choose_file)
        self.said = label("", "muted", wrap=True)
        self.bad = label("", "note", wrap=True)
        retone(self.bad, "warn")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setAccessibleName("Đã tiếp nhận")
        self.ok = QPushButton("Tiếp nhận cả danh sách · F9")
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self.go)
        self.one_list = QPushButton("In danh sách chung · ⇧F9")
        self.one_list.clicked.connect(self.list_wanted)
        self.drop = QPushButton("Thôi danh sách này")
        self.drop.setProperty("kind", "quiet")
        self.drop.clicked.connect(self.given_up)
        away = QPushButton("Đóng · Esc")
        away.setProperty("kind", "quiet")
        away.clicked.connect(self.away)
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        fields.addWidget(label("Nhận theo danh sách", "section"))
        fields.addWidget(
            label(
                "Mỗi người một hồ sơ riêng, cùng thủ tục và giấy tờ ở bên trái. Có người nộp ở bên trái: người đó nộp "
                "thay cả danh sách; để trống: mỗi người tự nộp.",
                "small",
                wrap=True,
            )
        )
        fields.addWidget(self.names)
        fields.addLayout(row(self.address, self.file))
        fields.addWidget(self.said)
        fields.addWidget(self.bad)
        fields.addWidget(self.progress)
        fields.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(scrolled(inside), 1)
        column.addLayout(row(self.drop, self.one_list, 1))
        column.addLayout(row(away, 1, self.ok))
        self.names.edited.connect(self.edited)
        self.address.edited.connect(self.edited)
        self._show()

    @property
    def text(self) -> str:
        """The list as it stands there, line by line."""
        return self.names.edit.toPlainText()

    @property
    def is_done(self) -> bool:
        """Whether everybody is taken in."""
        return self._standing is not None and self._standing.done == self._standing.total

    @property
    def is_begun(self) -> bool:
        """Whether a list is being taken in, or is and was not put away yet."""
        return self._standing is not None

    def put_text(self, text: str) -> None:
        """The list of a file."""
        self.names.edit.setPlainText(text)

    def open(self) -> None:
        """Ready for the list."""
        self.names.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def show_checked(self, seen: ListSeen) -> None:
        """How many lines are right, and what is wrong with the others."""
        self._seen = seen
        self._show()

    def show_standing(self, standing: ListStanding | None, *, running: bool = False) -> None:
        """How far the list is; None = none is being taken in."""
        self._standing = standing
        self._running = running
        self._show()

    def end_run(self) -> None:
        """It does not go on by itself."""
        self._running = False
        self._show()

    def clear(self) -> None:
        """Another list."""
        self._standing, self._seen, self._running = None, None, False
        self.names.edit.clear()
        self.address.put("")
        self._show()

    def _show(self) -> None:
        begun, seen, at = self.is_begun, self._seen, self._standing
        for field in (self.names.edit, self.address.edit):
            field.setReadOnly(begun)  # not disabled: the keys stay where they are
        self.file.setEnabled(not begun)
        self.progress.setVisible(begun)
        self.one_list.setVisible(begun and bool(at and at.done))
        self.drop.setVisible(begun and not self._running)
        self.drop.setText("Danh sách khác" if self.is_done else "Thôi phần còn lại")
        self.bad.setVisible(not begun and bool(seen and seen.bad))
        if at is not None:
            self.progress.setMaximum(at.total)
            self.progress.setValue(at.done)
            paid = f", đã thu {money(at.paid)}" if at.paid else ""
            self.said.setText(f"Đã tiếp nhận {at.done}/{at.total} người. Phí, lệ phí {money(at.fee)}{paid}.")
            self.ok.setText("In tất cả giấy hẹn · F9" if self.is_done else f"Nhận tiếp {at.total - at.done} người · F9")
            self.ok.setEnabled(not self._running)
            return
        count = seen.count if seen else 0
        words = f"{count} người đúng" + (f", {len(seen.bad)} dòng chưa đúng." if seen and seen.bad else ".")
        if seen and seen.problem:
            words += f" {seen.problem}"
        self.said.setText(words if seen else "")
        if seen:
            further = len(seen.bad) - _BAD_SHOWN
            self.bad.setText("\n".join([*seen.bad[:_BAD_SHOWN], *([f"Và {further} dòng nữa."] if further > 0 else [])]))
        self.ok.setText(f"Tiếp nhận {count} hồ sơ · F9" if count else "Tiếp nhận cả danh sách · F9")
        self.ok.setEnabled(count > 0 and not (seen and (seen.bad or seen.problem)) and not self._running)

    @Slot()
    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Danh sách", "", "Danh sách (*.csv *.txt)")
        if path:
            self.file_chosen.emit(path)
