"""Sheet for bulk intake: a list pasted or opened, shown as understood, taken in, and its forms printed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk.intake.columns import Means
from desk.views.view_models import ListFile, ListSeen, ListStanding
from models.text import clean
from ui.core.words import money
from ui.intake.list_columns import ListColumns
from ui.intake.list_table import ListTable
from ui.widgets.basic import label, scrolled, set_tone
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_file
from ui.widgets.field import Field, LongField
from ui.widgets.sheet import FoldOutSheet

_LINES, _LINES_READ = 8, 4
"""Lines of the text in sight: while it is pasted, and beside what was understood of it."""
_KINDS = "Danh sách (*.xlsx *.xlsm *.xls *.ods *.csv *.txt)"


class BulkPart(FoldOutSheet):
    """The sheet of a list.

    Attributes:
        edited: the text, the address of all or the meaning of a column changed.
        file_chosen: carries the path of a file.
        better_wanted: put everything in that is proposed.
        go: take the list in, or go on; all taken in: print the receipts.
        list_wanted: print one paper for all.
        given_up: forget the list, as far as it is not taken in; lines that wait come back to the text.
    """

    edited = Signal()
    file_chosen = Signal(str)
    better_wanted = Signal()
    go = Signal()
    list_wanted = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._standing: ListStanding | None = None
        self._seen: ListSeen | None = None
        self._running = False
        self._source = ""
        """What is to be said of the file the text came from."""
        self.names = LongField(
            "Danh sách, mỗi người một dòng",
            "Họ tên; ngày sinh; số định danh; địa chỉ\nDán từ Excel cũng được, có hay không có dòng tiêu đề.",
            lines=_LINES,
        )
        self.names.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.names.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.address = Field("Địa chỉ chung", name="", hint="cho những dòng không ghi địa chỉ")
        self.file = QPushButton("Mở tệp Excel, CSV…")
        self.file.clicked.connect(self._choose_file)
        self.paste = QPushButton("Dán")
        self.paste.clicked.connect(self._paste)
        self.said = label("", "muted", wrap=True)
        self.problem = label("", "note", wrap=True)
        set_tone(self.problem, "warn")
        self.columns = ListColumns()
        self.people = ListTable()
        self.bad = label("", "note", wrap=True)
        self.better = QPushButton()
        self.better.clicked.connect(self.better_wanted)
        self.to_line = QPushButton("Sửa dòng này · Enter")
        self.to_line.setProperty("kind", "quiet")
        self.to_line.clicked.connect(self._to_line)
        self.without = QPushButton("Bỏ dòng này · Delete")
        self.without.setProperty("kind", "quiet")
        self.without.clicked.connect(self._without)
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
        self._lay_out()
        self.names.edited.connect(self.edited)
        self.address.edited.connect(self.edited)
        self.columns.changed.connect(self.edited)
        self.people.pointed.connect(self._show_line)
        self.people.line_wanted.connect(self.go_to_line)
        self.people.line_dropped.connect(self.drop_line)
        self._show()

    def _lay_out(self) -> None:
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        fields.addWidget(label("Nhận theo danh sách", "section"))
        self._how = label(
            "Mỗi người một hồ sơ, cùng thủ tục và giấy tờ ở bên trái. Bên trái có người nộp: người đó nộp thay; "
            "để trống: mỗi người tự nộp.",
            "small",
            wrap=True,
        )
        fields.addWidget(self._how)
        fields.addWidget(self.names)
        fields.addWidget(self.address)
        fields.addLayout(Flow(self.paste, self.file))
        fields.addWidget(self.columns)
        fields.addWidget(self.said)
        fields.addWidget(self.problem)
        fields.addWidget(self.progress)
        fields.addWidget(self.people, 1)
        fields.addWidget(self.bad)
        self._of_line = QWidget()
        self._of_line.setLayout(Flow(self.better, self.to_line, self.without))
        fields.addWidget(self._of_line)
        fields.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(scrolled(inside), 1)
        column.addLayout(self.foot(self.ok, self.drop, self.one_list, words="Đóng"))

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

    @property
    def hindrance(self) -> str:
        """Why it cannot be taken in yet, where no line of it is wrong; empty = it can, or a line is."""
        if self.is_begun or self._seen is None or self._seen.listed.bad:
            return ""
        return self._seen.problem if self._seen.listed.rows else "Danh sách chưa có người nào."

    def put_text(self, text: str) -> None:
        """Another list: no column of the one before is known any more."""
        self._source = ""
        self.columns.put({})
        self.names.edit.setPlainText(text)

    def typed(self) -> dict[str, str]:
        """What is kept with the draft: the text, the address of all, what a person said of columns."""
        columns = " ".join(f"{at}={means.value}" for at, means in sorted(self.columns.chosen.items()))
        return {"list": self.text, "list.address": self.address.text, "list.columns": columns}

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """The same, come back."""
        self.put_text(typed.get("list", ""))
        self.address.put(typed.get("list.address", ""))
        chosen = (one.partition("=") for one in typed.get("list.columns", "").split())
        self.columns.put({int(at): Means(means) for at, _, means in chosen})

    def put_file(self, file: ListFile) -> None:
        """The list of a file, and what is to be said of it."""
        self.put_text(file.text)
        if len(file.sheets) > 1:
            others = ", ".join(f"“{name}”" for name in file.sheets[1:4])
            self._source = f"Đã đọc trang “{file.sheets[0]}”; tệp còn trang {others}."
        elif file.encoding:
            self._source = f"Tệp ghi theo bảng mã {file.encoding}."

    def put_better(self, text: str) -> None:
        """The same list with what was proposed; one step back brings the old one."""
        cursor = QTextCursor(self.names.edit.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def open(self) -> None:
        """Ready for the list."""
        self.names.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def show_read(self, seen: ListSeen) -> None:
        """Whom the list names, column by column and line by line."""
        self._seen = seen
        listed = seen.listed
        self.columns.show_columns(listed.columns, listed.width)
        self.people.show_list(listed)
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

    def clear(self, text: str = "") -> None:
        """Another list: an empty one, or the lines of the one before that wait."""
        self._standing, self._seen, self._running = None, None, False
        if not text:
            self.address.put("")
        self.put_text(text)
        self.people.show_list(None)
        self.columns.show_columns((), 0)
        self._show()

    def first_wrong(self) -> bool:
        """Go to the first line that is not right; False = there is none."""
        bad = self._seen.listed.bad if self._seen else ()
        if bad:
            self.go_to_line(bad[0].line)
        return bool(bad)

    # ---- a line of the text ----------------------------------------------------------------------------------

    @Slot(int)
    def go_to_line(self, number: int) -> None:
        """The keys go to this line of the text, which is marked."""
        cursor = self._line(number)
        if cursor is not None:
            self.names.edit.setTextCursor(cursor)
            self.names.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def drop_line(self, number: int) -> None:
        """Take this line out of the text; one step back brings it again."""
        cursor = self._line(number)
        if cursor is not None and not self.is_begun:
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()

    def _line(self, number: int) -> QTextCursor | None:
        """A cursor over this line, to its end, however many lines its cells hold."""
        document = self.names.edit.document()
        block = document.findBlockByNumber(number - 1)
        if not block.isValid():
            return None
        cursor = QTextCursor(block)
        quotes = 0
        while block.isValid():
            quotes += block.text().count('"')
            cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
            if quotes % 2 == 0:
                break
            block = block.next()
        return cursor

    @Slot()
    def _to_line(self) -> None:
        if self.people.current is not None:
            self.go_to_line(self.people.current.line)

    @Slot()
    def _without(self) -> None:
        if self.people.current is not None:
            self.drop_line(self.people.current.line)

    # ---- what is shown ---------------------------------------------------------------------------------------

    @Slot()
    def _show_line(self) -> None:
        one = None if self.is_begun else self.people.current
        words = one.words if one else ""
        self.bad.setText(words)
        self.bad.setVisible(bool(words))
        set_tone(self.bad, "bad" if one and one.bad else "warn" if one and one.sign[0] == "warn" else "")

    def _show(self) -> None:
        begun, seen, at = self.is_begun, self._seen, self._standing
        listed = seen.listed if seen else None
        has_lines = listed is not None and bool(listed.rows or listed.bad)
        for field in (self.names.edit, self.address.edit):
            field.setReadOnly(begun)  # not disabled: the keys stay where they are
        for button in (self.file, self.paste):
            button.setEnabled(not begun)
        self.progress.setVisible(begun)
        self._how.setVisible(not has_lines or begun)
        self.names.show_lines(_LINES_READ if has_lines or begun else _LINES)
        self.people.setVisible(not begun and has_lines)
        self.columns.setVisible(not begun and has_lines)
        self._of_line.setVisible(not begun and has_lines)
        self.one_list.setVisible(begun and bool(at and at.done))
        self.drop.setVisible(begun and not self._running)
        self._show_line()
        self.problem.setText(seen.problem if seen and not begun else "")
        self.problem.setVisible(bool(self.problem.text()))
        if at is not None:
            self._show_begun(at)
            return
        count = len(listed.rows) if listed else 0
        self.said.setText(_read_words(seen, self._source) if seen else self._source)
        changes = len(listed.changes) if listed else 0
        self.better.setText(f"Sửa theo đề nghị ({changes} dòng)")
        self.better.setVisible(changes > 0)
        self.ok.setText(f"Tiếp nhận {count} hồ sơ · F9" if count else "Tiếp nhận cả danh sách · F9")
        self.ok.setEnabled(count > 0 and not (seen and seen.problem) and not self._running)

    def _show_begun(self, at: ListStanding) -> None:
        self.progress.setMaximum(at.total)
        self.progress.setValue(at.done)
        paid = f", đã thu {money(at.paid)}" if at.paid else ""
        left = f" Còn {at.left} dòng chưa đúng, giữ lại để sửa." if at.left else ""
        self.said.setText(f"Đã tiếp nhận {at.done}/{at.total} người. Phí, lệ phí {money(at.fee)}{paid}.{left}")
        again = f"Sửa {at.left} dòng còn lại" if at.left else "Danh sách khác"
        self.drop.setText(again if self.is_done else "Thôi phần còn lại")
        self.ok.setText("In tất cả giấy hẹn · F9" if self.is_done else f"Nhận tiếp {at.total - at.done} người · F9")
        self.ok.setEnabled(not self._running)

    @Slot()
    def _choose_file(self) -> None:
        ask_file(self, "Danh sách", self.file_chosen.emit, _KINDS)

    @Slot()
    def _paste(self) -> None:
        """What was copied elsewhere, in place of what stands here; one step back brings that again."""
        text = QGuiApplication.clipboard().text()
        if clean(text):
            self.columns.put({})
            self.put_better(text)
        self.names.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _read_words(seen: ListSeen, source: str) -> str:
    """``"12 người đúng, 2 dòng chưa đúng (ở lại khi tiếp nhận). Bỏ qua 3 dòng không phải người: 1, 2, 17."``."""
    listed = seen.listed
    bad = f", {len(listed.bad)} dòng chưa đúng (ở lại để sửa)" if listed.bad else ""
    words = f"{len(listed.rows)} người đúng{bad}."
    passed = [str(one.line) for one in listed.passed]
    if passed:
        more = "…" if len(passed) > 8 else ""
        words += f" Không phải người: dòng {', '.join(passed[:8])}{more}."
    return f"{words} {source}".strip()
