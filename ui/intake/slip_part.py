"""Fields for a supplement or refusal slip, in the place of the checklist: what is missing, and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.events import PaperMissing
from models.text import clean
from ui.widgets.basic import label, scrolled
from ui.widgets.buttons import Tick
from ui.widgets.field import LongField
from ui.widgets.line_edit import LineEdit
from ui.widgets.sheet import FoldOutSheet


class SlipPart(FoldOutSheet):
    """The sheet of one outcome that is not a receipt.

    Attributes:
        done: the slip is to be made; read ``missing`` and ``reason``.
        edited: something was typed.
    """

    done = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = "supplement"
        self.head = label("", "section", wrap=True)
        self.whose = label("", wrap=True)
        self.say = label("", "muted", wrap=True)
        self.reason = LongField("Lý do", lines=4)
        self.reason.edited.connect(self.edited)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._scroll = scrolled(self._list)
        self.further = LineEdit()
        self.further.setPlaceholderText("Giấy tờ, nội dung khác cần bổ sung, rồi Enter")
        self.further.setAccessibleName("Giấy tờ, nội dung khác cần bổ sung")
        self.further.returnPressed.connect(self._add_typed)
        self._none = label("Không giấy tờ bắt buộc nào còn thiếu; ghi nội dung cần bổ sung vào ô dưới.", wrap=True)
        self._ticks: list[tuple[Tick, PaperMissing]] = []
        self._own: set[str] = set()
        self._other = ""
        """The reason typed for the slip that is not shown: each slip has its own."""
        self.ok = QPushButton("Lập phiếu")
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.head.setMinimumHeight(32)
        column.addWidget(self.head)
        column.addWidget(self.whose)
        column.addWidget(self.say)
        column.addWidget(self._none)
        column.addWidget(self._scroll, 50)
        column.addWidget(self.further)
        column.addWidget(self.reason)
        column.addLayout(self.foot(self.ok, words="Quay lại"))
        column.addStretch(1)

    @property
    def missing(self) -> tuple[PaperMissing, ...]:
        """What the slip asks for, with what is typed and was not entered yet."""
        typed = clean(self.further.text())
        further = (PaperMissing(name=typed),) if typed else ()
        return (*(paper for tick, paper in self._ticks if tick.isChecked()), *further)

    def open(self, kind: str, missing: Sequence[PaperMissing], reason: str, whose: str = "") -> None:
        """Show the sheet of a supplement ("supplement") or a refusal ("refuse").

        Args:
            kind: which.
            missing: papers not handed in.
            reason: as typed before.
            whose: who is at the counter with which matter, so that no slip is made for another.
        """
        self.whose.setText(whose)
        self.whose.setVisible(bool(whose))
        if kind != self.kind:
            before, self._other = self._other, self.reason.text
            self.reason.edit.setPlainText(before)
        self.kind = kind
        supplement = kind == "supplement"
        self.head.setText("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ" if supplement else "Phiếu từ chối tiếp nhận")
        self.say.setText(
            "Nêu một lần, đầy đủ mọi thứ còn thiếu."
            if supplement
            else "Ghi lý do để người dân hiểu và biết phải làm gì."
        )
        self.ok.setText("Lập phiếu bổ sung và in · F9" if supplement else "Lập phiếu từ chối và in · F9")
        self._scroll.setVisible(supplement and bool(missing))
        self._none.setVisible(supplement and not missing)
        self.further.setVisible(supplement)
        names = {paper.name for paper in missing}
        own = [(tick, paper) for tick, paper in self._ticks if paper.name in self._own - names]
        for tick, _ in self._ticks:
            self._column.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self._ticks = []
        for paper in missing:
            self._add(paper)
        for tick, paper in own:
            self._add(paper, checked=tick.isChecked())
        if clean(self.reason.text) != reason and reason:
            self.reason.edit.setPlainText(reason)
        if supplement and not self.reason.text:
            self.reason.edit.setPlainText("Hồ sơ chưa đủ thành phần theo quy định.")
        self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.edit.selectAll()

    def clear(self) -> None:
        """Forget what was typed."""
        self._own = set()
        self._other = ""
        self.reason.edit.clear()
        self.further.clear()

    def _add(self, paper: PaperMissing, *, checked: bool = True) -> None:
        tick = Tick(paper.name, f"Cần bổ sung: {paper.name}")
        tick.setToolTip(paper.name)
        tick.setChecked(checked)
        self._column.insertWidget(len(self._ticks), tick)
        self._ticks.append((tick, paper))

    @Slot()
    def _add_typed(self) -> None:
        name = clean(self.further.text())
        if name:
            self._own.add(name)
            self._scroll.show()
            self._none.hide()
            self._add(PaperMissing(name=name))
            self.further.clear()
            self.edited.emit()
