"""Fields to join a province: the hub's address and the administrator's one-time code."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.widgets.basic import label, row
from ui.widgets.field import Field

_SAY = (
    "Người quản trị ở tỉnh cấp địa chỉ máy chủ và một mã dùng một lần cho máy này. Máy tự tạo khóa riêng; khóa "
    "không rời khỏi máy. Chưa nối thì quầy vẫn làm việc bình thường, mọi việc được giữ lại để gửi sau."
)


class JoinPart(QWidget):
    """Two fields and a button.

    Attributes:
        wanted: carries address and code.
    """

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.url = Field("Địa chỉ máy chủ của tỉnh", name="", hint="https://…")
        self.code = Field("Mã dùng một lần", name="", hint="do người quản trị cấp")
        self.ok = QPushButton("Nối với tỉnh")
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self._join)
        self.code.edit.returnPressed.connect(self._join)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("Nối máy này với tỉnh", "section"))
        column.addWidget(label(_SAY, "muted", wrap=True))
        column.addWidget(self.url)
        column.addWidget(self.code)
        column.addLayout(row(1, self.ok))

    def focus_first(self) -> None:
        """The keys go to the first field that is empty."""
        (self.url if not self.url.text else self.code).edit.setFocus()

    def busy(self, *, on: bool) -> None:
        """While the hub is asked, nothing can be asked twice."""
        self.ok.setEnabled(not on)
        self.ok.setText("Đang nối…" if on else "Nối với tỉnh")

    @Slot()
    def _join(self) -> None:
        url, code = self.url.text.strip(), self.code.text.strip()
        if url and code and self.ok.isEnabled():
            self.wanted.emit(url, code)
        else:
            self.focus_first()
