"""The checklist of papers: a tick, originals and copies for each line, and room for further papers.

Arrow keys go up and down the ticks, Space ticks, Right and Left go to the counts and back; R takes what was handed in
earlier; Tab leaves the list.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from models.events.dossiers import PaperMissing, PaperReceived
from models.procedure import RequiredPaper
from models.text import clean
from ui.widgets.basic import focus_next, label, scrolled, set_scaled_width
from ui.widgets.buttons import Tick
from ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from desk.intake.reuse import EarlierPaper
    from models.events.papers import FileAttached


class PaperLine(QFrame):
    """One paper.

    Attributes:
        changed: ticked, unticked, or another count.
        moved: the clerk goes to another line (-1, +1).
    """

    changed = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.paper = RequiredPaper(name="")
        self.own = False
        self.tick = Tick("", "")
        self._words = label("", wrap=True)
        self._words.setBuddy(self.tick)
        self._kind = label("", "small")
        self._originals, self._copies = self._count(), self._count()
        self.earlier: EarlierPaper | None = None
        self._reused: PaperReceived | None = None
        self._offer = label("", "small", wrap=True)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 6, 0, 2)
        lines.setSpacing(0)
        for said in (self._words, self._kind, self._offer):
            lines.addWidget(said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 4, 0, 0)
        beside.addWidget(self.tick)
        beside.addStretch(1)
        row.addLayout(beside)
        row.addLayout(lines, 1)
        row.addWidget(self._originals, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._copies, 0, Qt.AlignmentFlag.AlignTop)
        self.tick.toggled.connect(self._toggled)
        self.tick.installEventFilter(self)

    def show_paper(self, paper: RequiredPaper, *, own: bool = False) -> None:
        """The line of this paper from now on, not ticked; ``own``: the clerk typed it."""
        self.paper, self.own = paper, own
        self.earlier = None
        self.tick.setAccessibleName(f"Giấy tờ: {paper.name}")
        self._words.setText(paper.name)
        self._originals.setAccessibleName(f"Số bản chính: {paper.name}")
        self._copies.setAccessibleName(f"Số bản sao: {paper.name}")
        kind = " · ".join(_kind(paper))
        self._kind.setText(kind)
        self._kind.setVisible(bool(kind))
        self.put(None)

    def _count(self) -> QLineEdit:
        edit = LineEdit()
        edit.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_scaled_width(edit, 48)
        edit.setMaxLength(3)
        edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        edit.editingFinished.connect(self._counted)
        edit.installEventFilter(self)
        return edit

    def mousePressEvent(self, event: object) -> None:
        """A click on the words ticks too."""
        del event
        self.tick.setFocus(Qt.FocusReason.MouseFocusReason)
        self.tick.toggle()

    @Slot(bool)
    def _toggled(self, checked: bool, *, tell: bool = True) -> None:
        if not checked:
            self._reused = None
        counted = checked and self._reused is None
        self._originals.setEnabled(counted)
        self._copies.setEnabled(counted)
        self._show_offer()
        if tell:
            self.changed.emit()

    # ---- handed in earlier -------------------------------------------------------------------------------

    @property
    def is_reused(self) -> bool:
        """Whether what was handed in earlier stands for it."""
        return self._reused is not None

    def offer(self, earlier: "EarlierPaper | None") -> bool:
        """What need not be handed in again; True = what is entered is another thing now.

        What was taken before and is no longer offered is off: it may be somebody else's.
        """
        before, self.earlier = self.earlier, earlier
        code = earlier.code if earlier is not None else ""
        if self._reused is not None and self._reused.reused_from != code:
            self.put(None)
            return True
        self._show_offer()
        return self._reused is not None and before != earlier

    def reuse(self) -> None:
        """What was handed in earlier stands for it; once more: it does not."""
        if self._reused is not None:
            self.put(None)
        elif self.earlier is not None:
            code = self.earlier.code
            self.put(PaperReceived(name=self.paper.name, electronic=1, reused=True, reused_from=code))
        else:
            return
        self.changed.emit()

    def _show_offer(self) -> None:
        earlier = self.earlier
        if earlier is None:
            words = f"Dùng lại bản đã nộp ở hồ sơ {self._reused.reused_from}" if self._reused else ""
        else:
            what = "Kết quả" if earlier.is_result else "Đã nộp"
            until = f", còn giá trị đến {earlier.until:%d/%m/%Y}" if earlier.until else ""
            taken = "dùng lại · R để bỏ" if self._reused else "R để dùng lại"
            words = f"{what} {earlier.on:%d/%m/%Y}, hồ sơ …{earlier.code[-11:]}{until}: {taken}"
        self._offer.setText(words)
        self._offer.setVisible(bool(words))

    @Slot()
    def _counted(self) -> None:
        for edit, usual in ((self._originals, self.paper.originals), (self._copies, self.paper.copies)):
            bare = edit.text().strip()
            if not (bare.isascii() and bare.isdigit()):
                edit.setText(str(usual))
        self.changed.emit()

    def received(self) -> PaperReceived | None:
        """What was handed in, or None while it is not ticked."""
        if not self.tick.isChecked():
            return None
        if self._reused is not None:
            return self._reused
        return PaperReceived(
            name=self.paper.name,
            originals=_whole(self._originals.text(), self.paper.originals),
            copies=_whole(self._copies.text(), self.paper.copies),
            shown_only=self.paper.to_show,
        )

    def put(self, paper: PaperReceived | None) -> None:
        """Show what a draft or an earlier dossier says. Tells nobody."""
        self._reused = paper if paper is not None and paper.reused else None
        self.tick.blockSignals(True)
        self.tick.setChecked(paper is not None)
        self.tick.blockSignals(False)
        self._originals.setText(str(paper.originals if paper else self.paper.originals))
        self._copies.setText(str(paper.copies if paper else self.paper.copies))
        self._toggled(paper is not None, tell=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
            return True
        if watched is self.tick:
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.moved.emit(1)
                return True
            if key == Qt.Key.Key_R and (self.earlier is not None or self.is_reused):
                self.reuse()
                return True
            if key == Qt.Key.Key_Right and self._originals.isEnabled():
                self._into(self._originals)
                return True
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right} and watched is self._originals:
            self._into(self._copies)
            return True
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Left}:
            self.tick.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _into(self, edit: QLineEdit) -> None:
        edit.setFocus(Qt.FocusReason.TabFocusReason)
        edit.selectAll()


def _kind(paper: RequiredPaper) -> list[str]:
    said = []
    if paper.to_show:
        said.append("Xuất trình")
    if not paper.required:
        said.append("Nếu có")
    return said


def _whole(text: str, otherwise: int) -> int:
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() else otherwise


class Checklist(QWidget):
    """All papers of a case.

    Attributes:
        changed: what is there has changed.
        boxes: in which parts are shown and hidden.
    """

    changed = Signal()

    def __init__(self, *, scrolls: bool = True) -> None:
        super().__init__()
        self._papers: tuple[RequiredPaper, ...] = ()
        self.lines: list[PaperLine] = []
        self._spare: list[PaperLine] = []
        """Lines that no paper has now: to show one again costs a tenth of making one."""
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(0)
        self._scroll = scrolled(self._inside) if scrolls else None
        self.boxes = self, self._inside
        self.further = LineEdit()
        self.further.setPlaceholderText("Giấy tờ khác, rồi Enter")
        self.further.setAccessibleName("Giấy tờ khác")
        self.further.returnPressed.connect(self._add_typed)
        self._column.addSpacing(6)
        self._column.addWidget(self.further)
        self._column.addStretch(1)
        self._heads = QWidget()
        heads = QHBoxLayout(self._heads)
        heads.setContentsMargins(0, 0, 4, 0)
        heads.setSpacing(8)
        heads.addStretch(1)
        for words in ("Chính", "Sao"):
            head = label(words, "label")
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            set_scaled_width(head, 48)
            heads.addWidget(head)
        self._show_heads()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heads)
        column.addWidget(self._scroll or self._inside, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_papers(self, papers: Sequence[RequiredPaper]) -> None:
        """The checklist of another case; ticks of papers with the same name stay."""
        if tuple(papers) == self._papers:
            return
        before = {paper.name: paper for paper in self.papers()}
        known = {paper.name for paper in papers}
        own = [x.paper for x in self.lines if x.own and x.tick.isChecked() and x.paper.name not in known]
        self._clear()
        self._papers = tuple(papers)
        for paper in papers:
            self._add(paper)
        for paper in own:
            self._add(paper, own=True)
        for line in self.lines:
            line.put(before.get(line.paper.name))
        self._rove(0)

    def _show_heads(self) -> None:
        self._heads.setVisible(bool(self.lines))

    def papers(self) -> tuple[PaperReceived, ...]:
        """What was handed in or shown."""
        return tuple(paper for line in self.lines if (paper := line.received()) is not None)

    def put(self, papers: Sequence[PaperReceived]) -> None:
        """Show what a draft says; papers the checklist does not know become lines of their own."""
        there = {paper.name: paper for paper in papers}
        known = {paper.name for paper in self._papers}
        for line in [line for line in self.lines if line.own and line.paper.name not in there]:
            self._drop(line)
        mine = {line.paper.name for line in self.lines}
        for paper in papers:
            if paper.name not in known | mine:
                self._add(RequiredPaper(name=paper.name, originals=paper.originals, copies=paper.copies), own=True)
        for line in self.lines:
            line.put(there.get(line.paper.name))
        self._rove(0)

    def offer(self, earlier: "Sequence[EarlierPaper]") -> None:
        """What need not be handed in again; a paper that was taken and is no longer offered is off."""
        offers = {one.paper: one for one in earlier}
        changed = [line for line in self.lines if line.offer(offers.get(line.paper.name))]
        if changed:
            self.changed.emit()

    def reused_files(self) -> "tuple[FileAttached, ...]":
        """What stands for the papers that were handed in earlier, as far as it is known here."""
        return tuple(line.earlier.file for line in self.lines if line.is_reused and line.earlier is not None)

    def reused_names(self) -> frozenset[str]:
        """The papers that were handed in earlier."""
        return frozenset(line.paper.name for line in self.lines if line.is_reused)

    def tick_required(self) -> None:
        """Everything that is required is there."""
        for line in self.lines:
            if line.paper.required and not line.tick.isChecked():
                line.put(PaperReceived(name=line.paper.name, originals=line.paper.originals, copies=line.paper.copies))
        self.changed.emit()

    def missing(self) -> tuple[PaperMissing, ...]:
        """What is required and not ticked."""
        return tuple(
            PaperMissing(name=line.paper.name, originals=line.paper.originals, copies=line.paper.copies)
            for line in self.lines
            if line.paper.required and not line.own and not line.tick.isChecked()
        )

    def count(self) -> tuple[int, int]:
        """How many required papers are there, of how many."""
        required = [line for line in self.lines if line.paper.required and not line.own]
        return sum(line.tick.isChecked() for line in required), len(required)

    def focus_first(self) -> None:
        """Give the keys to the first line that is not ticked."""
        for at, line in enumerate(self.lines):
            if not line.tick.isChecked():
                self._go(at)
                return
        if self.lines:
            self._go(0)

    @Slot()
    def _add_typed(self) -> None:
        name = clean(self.further.text())
        if not name:
            focus_next(self)
            return
        line = self._add(RequiredPaper(name=name, required=False), own=True)
        line.put(PaperReceived(name=name, originals=1))
        self.further.clear()
        self.changed.emit()

    def _add(self, paper: RequiredPaper, *, own: bool = False) -> PaperLine:
        line = self._spare.pop() if self._spare else self._made()
        line.show_paper(paper, own=own)
        line.tick.setFocusPolicy(Qt.FocusPolicy.StrongFocus if not self.lines else Qt.FocusPolicy.ClickFocus)
        self._column.insertWidget(len(self.lines), line)
        line.show()
        self.lines.append(line)
        return line

    def _made(self) -> PaperLine:
        line = PaperLine()
        line.changed.connect(self.changed)
        line.moved.connect(self._moved)
        return line

    def _drop(self, line: PaperLine) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        self._spare.append(line)

    def _clear(self) -> None:
        for line in list(self.lines):
            self._drop(line)

    @Slot(int)
    def _moved(self, by: int) -> None:
        sender = self.sender()
        if isinstance(sender, PaperLine) and sender in self.lines:
            to = self.lines.index(sender) + by
            if 0 <= to < len(self.lines):
                self._go(to)
            elif to == len(self.lines):
                self.further.setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self, to: int) -> None:
        self._rove(to)
        self.lines[to].tick.setFocus(Qt.FocusReason.TabFocusReason)
        if self._scroll is not None:
            self._scroll.ensureWidgetVisible(self.lines[to])

    def _rove(self, to: int) -> None:
        """Only one tick is a tab stop, so that Tab leaves the list however long it is."""
        self._show_heads()
        for at, line in enumerate(self.lines):
            line.tick.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == to else Qt.FocusPolicy.ClickFocus)
