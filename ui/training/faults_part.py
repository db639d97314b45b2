"""The faults of scanners and printers, each with its key, what to observe and what to do."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets.basic import frame, label, picture, row
from ui.widgets.columns import Columns

MEND = ""
"""Id of "all is well again"."""


class Misfortune(Struct, frozen=True):
    """Something that can be played: its id, its key, its name, what the clerk will see, and what is to be done."""

    id: str
    key: str
    words: str
    seen: str
    to_do: str


SCANNER = (
    Misfortune(
        "pulled", "1", "Rút cáp đầu đọc",
        "Cột trái báo “Mất nối”.",
        "Cắm lại cáp rồi làm tiếp, không mở lại chương trình. Trong lúc chờ thì nhập tay.",
    ),
    Misfortune(
        "busy", "2", "Cổng bị giữ",
        "Cột trái báo “Bị bận”.",
        "Đóng phần mềm quét khác. Cổng trống là đầu đọc tự chạy lại.",
    ),
    Misfortune(
        "wrong_speed", "3", "Sai tốc độ",
        "Cột trái báo “Sai tốc độ”; không có chữ rác nào vào phiếu.",
        "Quẹt lại thẻ (Ctrl+T) đến khi đọc được, rồi bấm “Giữ tốc độ này”.",
    ),
    Misfortune(
        "keyboard", "4", "Chế độ bàn phím, Unikey đang bật",
        "Thẻ được gõ vào như phím; họ tên để trống, số và ngày vẫn đúng.",
        "Tắt bộ gõ hoặc quẹt mã cấu hình để đầu đọc về cổng COM. Nhập họ tên theo thẻ.",
    ),
    Misfortune(
        "half", "5", "Mã bị đứt nửa chừng",
        "Báo “Không hiểu mã vừa quẹt”; không ô nào bị điền.",
        "Quẹt lại, giữ thẻ yên lâu hơn. Vẫn vậy thì nhập tay.",
    ),
    Misfortune(
        "mangled", "6", "Chữ bị hỏng",
        "Số và ngày đúng; ô có chữ hỏng để trống và có lời nhắc.",
        "Nhập họ tên, địa chỉ theo thẻ. Đặt đầu đọc gửi UTF-8.",
    ),
    Misfortune(
        "foreign", "7", "Quẹt nhầm mã khác",
        "Báo “Không hiểu mã vừa quẹt”.",
        "Lật thẻ tìm mã QR ở góc; không điền gì từ mã lạ.",
    ),
    Misfortune(
        "glued", "8", "Hai thẻ dính liền",
        "Người thứ hai thay người thứ nhất, có nút “Lấy lại người trước”.",
        "Xem đúng người đang đứng ở quầy, rồi lấy lại nếu cần.",
    ),
)  # fmt: skip

PRINTER = (
    Misfortune(
        "paper_low", "A", "Sắp hết giấy",
        "Phiếu vẫn ra; có lời báo sắp hết giấy.",
        "Chuẩn bị cuộn mới, chưa cần dừng.",
    ),
    Misfortune(
        "paper_out", "B", "Hết giấy",
        "Báo hết giấy; phiếu được giữ lại, hồ sơ đã lưu.",
        "Thay cuộn giấy rồi in lại.",
    ),
    Misfortune(
        "cover_open", "C", "Nắp máy in mở",
        "Báo nắp mở; phiếu được giữ lại.",
        "Đóng nắp rồi in lại.",
    ),
    Misfortune(
        "knife_stuck", "D", "Kẹt dao cắt",
        "Báo máy in cần người xem.",
        "Tắt máy in, gỡ giấy kẹt, bật lại rồi in lại; hoặc dùng máy in dự phòng.",
    ),
    Misfortune(
        "power_off", "E", "Máy in mất điện",
        "Báo không tới được máy in; phiếu được giữ lại.",
        "Xem dây điện và công tắc; hoặc dùng máy in dự phòng.",
    ),
    Misfortune(
        "cuts_off", "G", "Đứt giữa chừng",
        "Báo in dở; lần in sau ghi “Bản in lần 2”.",
        "Bỏ phiếu in dở, bấm in lại và chỉ đưa khách bản in lại.",
    ),
    Misfortune(
        "slow", "H", "Máy in rất chậm",
        "Phiếu ra chậm; quầy vẫn làm việc bình thường.",
        "Cứ gọi số và nhập tiếp, không bấm in lần nữa.",
    ),
    Misfortune(
        "garbage", "I", "Máy in trả lời lung tung",
        "Phiếu vẫn ra; trạng thái máy in là “không rõ”.",
        "Nhìn giấy ở khe in để biết đã ra chưa.",
    ),
    Misfortune(
        "silent", "K", "Máy in không trả lời",
        "Phiếu vẫn ra; chương trình không biết còn giấy hay không.",
        "Tự nhìn cuộn giấy; loại máy này không báo được.",
    ),
    Misfortune(
        "eats", "L", "Nuốt phiếu",
        "Báo đã in nhưng không có giấy ra.",
        "Bấm in lại; bản sau ghi “Bản in lần 2”. Gọi người sửa máy in.",
    ),
)  # fmt: skip

KEYS = {**{one.key: one.id for one in (*SCANNER, *PRINTER)}, "0": MEND}


class FaultsPart(QWidget):
    """Two lists, the scanner's and the printer's, and the key that mends all.

    Attributes:
        wanted: carries the id of what is to happen, or ``MEND``.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self.note = label("Chưa có sự cố nào đang diễn ra.", "strong", wrap=True)
        self.mend = QPushButton("Mọi thứ hoạt động lại")
        self.mend.setProperty("kind", "primary")
        self.mend.setAccessibleName("Mọi thứ hoạt động lại (0)")
        self.mend.clicked.connect(self._mend)
        now = frame("tray")
        line = row(picture("training", "warn", 22), self.note, self.mend, label("0", "key"), gap=12)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 8, 12, 8)
        now.setLayout(line)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(16)
        page.addWidget(now)
        scanner = self._list("card", "Đầu đọc thẻ", SCANNER)
        page.addWidget(Columns(scanner, self._list("print", "Máy in (máy in tập, không tốn giấy)", PRINTER)))

    def _list(self, icon: str, head: str, faults: tuple[Misfortune, ...]) -> QWidget:
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        inside.addLayout(row(picture(icon, "muted", 20), label(head, "section"), 1))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for n, one in enumerate(faults):
            button = QPushButton(one.words)
            button.setProperty("kind", "file")
            button.setAccessibleName(f"{one.words} ({one.key})")
            button.setAccessibleDescription(f"{one.seen} {one.to_do}")
            button.setObjectName(one.id)
            button.clicked.connect(self._clicked)
            self.buttons[one.id] = button
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(button)
            told = label(f"Sẽ thấy: {one.seen} Cần làm: {one.to_do}", "small", wrap=True)
            told.setContentsMargins(7, 0, 0, 0)
            words.addWidget(told)
            grid.addWidget(label(one.key, "key"), n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(words, n, 1)
        inside.addLayout(grid)
        inside.addStretch(1)
        return card

    def say(self, id_: str) -> None:
        """This is going on now."""
        found = next((one for one in (*SCANNER, *PRINTER) if one.id == id_), None)
        if found is None:
            self.note.setText("Chưa có sự cố nào đang diễn ra.")
        else:
            self.note.setText(f"Đang tập: {found.words}. {found.seen} Cần làm: {found.to_do}")

    def press(self, key: str) -> bool:
        """One of the keys; False = it is none of them."""
        id_ = KEYS.get(key.upper())
        if id_ is None:
            return False
        self.wanted.emit(id_)
        return True

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.wanted.emit(button.objectName())

    @Slot()
    def _mend(self) -> None:
        self.wanted.emit(MEND)
