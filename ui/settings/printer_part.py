"""Fields for one printer, combined into the address that the settings store."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.widgets.basic import label, row
from ui.widgets.buttons import PickList
from ui.widgets.field import Field

_KINDS: tuple[tuple[str, str], ...] = (
    ("", "Tệp PDF trong máy này"),
    ("pdf", "Thư mục PDF khác"),
    ("spool", "Máy in của hệ thống"),
    ("tcp", "Máy in mạng"),
    ("serial", "Máy in cổng nối tiếp"),
    ("usb", "Máy in USB (Linux)"),
)
_WHERE = {
    "": "",
    "pdf": "Đường dẫn thư mục",
    "spool": "Tên máy in",
    "tcp": "Địa chỉ:cổng, ví dụ 192.168.1.20:9100",
    "serial": "Cổng:tốc độ, ví dụ COM4:115200",
    "usb": "Thiết bị, ví dụ /dev/usb/lp0",
}
_PAPERS: tuple[tuple[str, str], ...] = (
    ("", "Giấy A4/A5"),
    ("dots=384", "Cuộn 58 mm, chưa rõ loại máy"),
    ("dots=576", "Cuộn 80 mm, chưa rõ loại máy"),
)
"""Options of an address that need no table of printers."""


class PrinterPart(QWidget):
    """One printer of the settings.

    Attributes:
        test_wanted: carries the address to try.
    """

    test_wanted = Signal(str)

    def __init__(self, words: str) -> None:
        super().__init__()
        self.kind = PickList(f"{words}: loại máy in")
        self.kind.offer(_KINDS)
        self.where = Field(_WHERE["spool"], name="")
        self.where.edit.setAccessibleName(f"{words}: nơi có máy in")
        self.paper = PickList(f"{words}: khổ giấy")
        self.paper.offer(_PAPERS)
        self.test = QPushButton("In thử")
        self.test.setAccessibleName(f"{words}: in thử")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(words, "strong"))
        line = row(self.kind, self.paper, self.test)
        line.setStretch(0, 1)
        column.addLayout(line)
        self.queue = PickList(f"{words}: máy in đã cài trong hệ thống")
        self._queues: list[str] = []
        self._kinds: list[tuple[str, str]] = []
        where = row(self.where)
        where.addWidget(self.queue, 0, Qt.AlignmentFlag.AlignBottom)
        where.setStretch(0, 1)
        column.addLayout(where)
        self.queue.chosen.connect(self._queue_chosen)
        self.kind.chosen.connect(self._fold)
        self.test.clicked.connect(self._test)
        self._fold()

    def offer_queues(self, queues: list[str]) -> None:
        """Printers of the system to choose from."""
        self._queues = queues
        self._fold()

    def offer_kinds(self, kinds: Iterable[tuple[str, str]]) -> None:
        """Kinds of thermal printers to choose from: ``(dialect, name)``."""
        self._kinds = [(f"dialect={dialect}", name) for dialect, name in kinds]
        self._offer_papers(str(self.paper.value or ""))

    def _offer_papers(self, options: str) -> None:
        """The choices, with the one in force among them even where nobody here knows its name."""
        known = [*_PAPERS, *self._kinds]
        more = [] if options in dict(known) else [(options, options.partition("=")[2].replace("&dots=", ", "))]
        self.paper.offer([*known, *more])
        self.paper.choose(options)

    @property
    def address(self) -> str:
        """As ``printing.devices.printers.printer`` reads it; empty = PDFs beside the data."""
        kind, where, options = str(self.kind.value or ""), self.where.text, str(self.paper.value or "")
        if not kind:
            return ""
        return f"{kind}:{where}" + (f"?{options}" if options and kind != "pdf" else "")

    def put(self, address: str) -> None:
        """Show this address."""
        where, _, options = address.partition("?")
        kind, _, rest = where.partition(":")
        self.kind.choose(kind if kind in dict(_KINDS) else "")
        self.where.put(rest)
        self._offer_papers(options)
        self._fold()

    @Slot()
    def _fold(self) -> None:
        kind = str(self.kind.value or "")
        self.where.setVisible(bool(kind))
        self.where.label.setText(_WHERE[kind])
        self.queue.setVisible(kind == "spool" and bool(self._queues))
        named = self.where.text if self.where.text in self._queues else ""
        self.queue.offer([*([] if named else [("", "Chọn…")]), *((name, name) for name in self._queues)])
        self.queue.choose(named)
        self.paper.setVisible(kind in {"spool", "tcp", "serial", "usb"})

    @Slot(object)
    def _queue_chosen(self, name: object) -> None:
        if name:
            self.where.put(str(name))
            self._fold()

    @Slot()
    def _test(self) -> None:
        self.test_wanted.emit(self.address)
