"""Sheet of several matters taken in together: matters with their dates, papers once, one slip and one payment."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from models.events import PaidBy, PaperReceived
from ui.widgets.basic import column, label, scrolled, set_tone
from ui.widgets.buttons import PickList, Segments, Tick
from ui.widgets.field import Field
from ui.widgets.sheet import FoldOutSheet

if TYPE_CHECKING:
    from desk.views.service.bundles import BundleLook, MatterLine

_INDENT = 28
"""Of what is said below a tick: as far as its words."""

_OWN = ""
"""Stands for matters that have nothing to do with each other."""


class BundleSheet(FoldOutSheet):
    """The sheet.

    Attributes:
        picked: carries the code of a bundle; empty = matters of one's own choice.
        matters_changed: carries ids of chosen matters and the days agreed for some.
        papers_changed: carries the papers that are ticked.
        edited: the code of the portal, how it is paid, or whether there is one slip.
        add_wanted: one more matter, as it stands at the left.
        go: take all in.
    """

    picked = Signal(str)
    matters_changed = Signal(object, object)
    papers_changed = Signal(object)
    edited = Signal()
    add_wanted = Signal()
    go = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: BundleLook | None = None
        self.which = PickList("Nhóm thủ tục")
        self.which.chosen.connect(lambda code: self.picked.emit(str(code)))
        self.add = QPushButton("Thêm thủ tục bên trái · Insert")
        self.add.clicked.connect(self.add_wanted)
        self.portal = Field("Mã hồ sơ trên Cổng quốc gia", name="", hint="nộp giúp trên Cổng rồi nhập mã Cổng cấp")
        self.portal.edited.connect(self.edited)
        self.paid = Segments(
            "Thu tiền", ((None, "Chưa thu"), (PaidBy.CASH, "Tiền mặt"), (PaidBy.TRANSFER, "Chuyển khoản"))
        )
        self.paid.chosen.connect(lambda _: self.edited.emit())
        self.one_slip = Tick("In một phiếu hẹn chung cho tất cả")
        self.one_slip.setChecked(True)
        self.one_slip.toggled.connect(self.edited)
        self.summary = label("", "strong", wrap=True)
        self.problem = label("", "note", wrap=True)
        set_tone(self.problem, "warn")
        self.ok = QPushButton("Tiếp nhận tất cả và in · F9")
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self.go)
        self._matters, self._papers = _lines(), _lines()
        self._paper_head = label("Giấy tờ, mỗi giấy một lần", "section")
        self.ticks: dict[str, Tick] = {}
        self._details: dict[str, QLabel] = {}
        self.days: dict[str, Field] = {}
        self.paper_ticks: list[tuple[Tick, PaperReceived]] = []
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        fields.addWidget(label("Nhiều việc một lần", "section"))
        fields.addWidget(label("Người và thẻ ở bên trái dùng chung cho mọi việc.", "small", wrap=True))
        fields.addWidget(self.which)
        fields.addWidget(self._matters)
        fields.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        fields.addWidget(self.portal)
        fields.addWidget(self._paper_head)
        fields.addWidget(self._papers)
        fields.addWidget(self.paid)
        fields.addWidget(self.one_slip)
        fields.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(self.summary)
        whole.addWidget(self.problem)
        whole.addLayout(self.foot(self.ok, words="Đóng"))

    def offer(self, bundles: tuple[tuple[str, str], ...], code: str) -> None:
        """Which bundles there are, and which is shown."""
        self.which.offer([(_OWN, "Các việc riêng của một người"), *bundles])
        self.which.choose(code)

    def show_look(self, look: "BundleLook") -> None:
        """What taking all in would come to now."""
        before, self._look = self._look, look
        same = before is not None and [(one.id, one.days is None) for one in before.lines] == [
            (one.id, one.days is None) for one in look.lines
        ]
        if not same:
            self._build_matters(look)
        for line in look.lines:
            self._say(line)
        names = [one.paper.name for one in look.papers]
        if before is None or names != [one.paper.name for one in before.papers]:
            self._build_papers(look)
        self._paper_head.setVisible(bool(look.papers))
        self.portal.setVisible(look.electronic)
        self.summary.setText(look.summary if look.lines else "")
        self.problem.setText(look.problem)
        self.problem.setVisible(bool(look.problem))
        self.ok.setEnabled(not look.problem)

    def clear(self) -> None:
        """Nothing of what was entered stays for the next citizen."""
        self._look = None
        _empty(self._matters)
        _empty(self._papers)
        self.ticks, self.days, self._details, self.paper_ticks = {}, {}, {}, []
        self.put_choices("", None, one_slip=True)
        self.summary.setText("")
        self.problem.setText("")

    def put_choices(self, portal_code: str, paid_by: PaidBy | None, *, one_slip: bool) -> None:
        """What is chosen once for all matters. Tells nobody."""
        self.portal.put(portal_code)
        self.paid.choose(paid_by)
        with QSignalBlocker(self.one_slip):
            self.one_slip.setChecked(one_slip)

    def focus_first(self) -> None:
        """The first matter, else the choice of a bundle."""
        first = next(iter(self.ticks.values()), None)
        (first or self.which).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_matters(self, look: "BundleLook") -> None:
        _empty(self._matters)
        self.ticks, self.days, self._details = {}, {}, {}
        for line in look.lines:
            tick, detail = Tick(line.name), label("", "small", wrap=True)
            tick.setChecked(line.chosen)
            detail.setIndent(_INDENT)
            tick.toggled.connect(self._matters_edited)
            parts: list[QWidget] = [tick, detail]
            if line.days is not None:
                field = Field(f"Số ngày làm việc thỏa thuận cho “{line.name}”", name="", hint="chưa có hạn công bố")
                field.put(str(line.days or ""))
                field.left.connect(self._matters_edited)
                self.days[line.id] = field
                parts.append(field)
            self.ticks[line.id], self._details[line.id] = tick, detail
            _add(self._matters, parts)

    def _say(self, line: "MatterLine") -> None:
        detail = self._details[line.id]
        detail.setText(line.detail)
        detail.setVisible(bool(line.detail))
        set_tone(detail, "bad" if line.wrong else "")

    def _build_papers(self, look: "BundleLook") -> None:
        from desk.views.service.bundles import given  # noqa: PLC0415 - with the sheet only

        had = {paper.name for tick, paper in self.paper_ticks if tick.isChecked()}
        _empty(self._papers)
        self.paper_ticks = []
        for one in look.papers:
            must = "" if one.paper.required or "(nếu" in one.paper.name else " (nếu cần)"
            tick = Tick(f"{one.paper.name}{must}")
            tick.setChecked(one.given or one.paper.name in had)
            tick.toggled.connect(self._papers_edited)
            self.paper_ticks.append((tick, given(one)))
            asked = label(f"dùng cho {len(one.asked_by)} việc", "small") if len(one.asked_by) > 1 else None
            if asked is not None:
                asked.setIndent(_INDENT)
            _add(self._papers, [tick, *([asked] if asked else [])])

    def tick_required(self) -> None:
        """Every paper that must be there is."""
        required = {one.paper.name for one in self._look.papers if one.paper.required} if self._look else set()
        for tick, paper in self.paper_ticks:
            if paper.name in required:
                tick.setChecked(True)

    @Slot()
    def _matters_edited(self) -> None:
        chosen = frozenset(id_ for id_, tick in self.ticks.items() if tick.isChecked())
        agreed = {id_: int(field.text) for id_, field in self.days.items() if field.text.isdecimal()}
        self.matters_changed.emit(chosen, agreed)

    @Slot()
    def _papers_edited(self) -> None:
        self.papers_changed.emit(tuple(paper for tick, paper in self.paper_ticks if tick.isChecked()))


def _lines() -> QWidget:
    made = QWidget()
    made.setLayout(column(gap=4))
    return made


def _add(to: QWidget, parts: list[QWidget]) -> None:
    lines = to.layout()
    if lines is not None:
        for part in parts:
            lines.addWidget(part)


def _empty(of: QWidget) -> None:
    lines = of.layout()
    while lines is not None and (item := lines.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
