"""The papers of a consignment: a line each with what the slip says, and two fields for what was counted."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from models.subjects.post.consignment import PaperCount
from ui.widgets.basic import label, set_scaled_width, set_tone
from ui.widgets.line_edit import LineEdit

_DIGITS = 3
"""Of a number of copies."""

_BEYOND = "giấy tờ ngoài phiếu gửi"


class _CountLine:
    """One line: the name of the paper (typed, of one beyond the slip) and its two counts."""

    def __init__(self, grid: QGridLayout, at: int, typed: Callable[[], None]) -> None:
        self._paper: PaperCount | None = None
        self._label, self.name = label("", wrap=True), LineEdit()
        self.name.setPlaceholderText(_BEYOND)
        self.name.setAccessibleName("Tên giấy tờ ngoài phiếu gửi")
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._listed = label("", "muted")
        self.originals, self.copies = LineEdit(), LineEdit()
        for place, part in enumerate((self._label, self._listed, self.originals, self.copies)):
            grid.addWidget(part, at, place)
        grid.addWidget(self.name, at, 0)
        for edit in self.edits:
            edit.textEdited.connect(typed)
        for edit in (self.originals, self.copies):
            set_scaled_width(edit, 64)

    @property
    def edits(self) -> tuple[LineEdit, LineEdit, LineEdit]:
        """The fields of the line, in the order of the keys."""
        return self.name, self.originals, self.copies

    def show_paper(self, paper: PaperCount | None, *, counted: bool) -> None:
        """Show this one; None = one beyond the slip, to be named."""
        self._paper = paper
        named = paper.name if paper else _BEYOND
        self._label.setText(named)
        self._listed.setText(_counts(paper.listed_originals, paper.listed_copies) if paper else "")
        self.name.clear()
        for edit, what, many in (
            (self.originals, "Bản chính", paper.originals if paper else 0),
            (self.copies, "Bản sao", paper.copies if paper else 0),
        ):
            edit.setAccessibleName(f"{what} đếm được: {named}")
            edit.setText(str(many) if paper and counted else "")
        self._label.setVisible(paper is not None)
        self.name.setVisible(paper is None)
        for part in (self._listed, self.originals, self.copies):
            part.show()

    def hide(self) -> None:
        """There is no such line."""
        self._paper = None
        for part in (self._label, self._listed, *self.edits):
            part.hide()
        for edit in self.edits:
            edit.clear()

    def fill(self) -> None:
        """Everything is there as the slip says."""
        if self._paper is not None:
            self.originals.setText(str(self._paper.listed_originals))
            self.copies.setText(str(self._paper.listed_copies))

    @property
    def paper(self) -> str:
        """The name of the paper; empty = none was typed."""
        return self._paper.name if self._paper is not None else self.name.text().strip()

    @property
    def is_typed(self) -> bool:
        """Whether a count stands there."""
        return any(edit.text().strip() for edit in (self.originals, self.copies))

    @property
    def counted(self) -> tuple[int, int] | None:
        """Originals and copies, an empty field being none; None = something there is no number."""
        found = [edit.text().strip() or "0" for edit in (self.originals, self.copies)]
        if not all(one.isascii() and one.isdecimal() and len(one) <= _DIGITS for one in found):
            return None
        return int(found[0]), int(found[1])

    def judge(self) -> None:
        """A wrong number is red, another than the slip's yellow."""
        counted, paper = self.counted, self._paper
        unlike = paper is not None and self.is_typed and counted != (paper.listed_originals, paper.listed_copies)
        for edit in (self.originals, self.copies):
            set_tone(edit, "bad" if counted is None else "warn" if unlike else "")


class PaperCounts(QWidget):
    """The lines of one consignment.

    Attributes:
        changed: another count stands there.
        lines: those shown; the last one is for a paper beyond the slip.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_CountLine] = []
        self._made: list[_CountLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        for place, words in enumerate(("Giấy tờ", "Phiếu gửi", "Bản chính", "Bản sao")):
            self._grid.addWidget(label(words, "small"), 0, place)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 8, 0)
        around.addLayout(self._grid)
        around.addStretch(1)

    def show_papers(self, papers: Sequence[PaperCount], *, counted: bool) -> None:
        """Show these; not counted yet, all fields are empty, so that each is typed as it is counted."""
        while len(self._made) < len(papers) + 1:
            line = _CountLine(self._grid, len(self._made) + 1, self._typed)
            for edit in line.edits:
                edit.installEventFilter(self)
            self._made.append(line)
        self.lines = self._made[: len(papers) + 1]
        for line, paper in zip(self.lines, (*papers, None), strict=True):
            line.show_paper(paper, counted=counted)
        for line in self._made[len(self.lines) :]:
            line.hide()
        self._judge()

    def fill(self) -> None:
        """Everything is there as the slip says."""
        for line in self.lines:
            line.fill()
        self._typed()

    @property
    def counted(self) -> Mapping[str, tuple[int, int]] | None:
        """Counts by the name of the paper; None = a field is wrong, none was filled in, or a paper stands twice."""
        named = [line for line in self.lines if line.paper]
        found = {line.paper: line.counted for line in named}
        if not any(line.is_typed for line in named) or len(found) < len(named):
            return None
        good = {name: one for name, one in found.items() if one is not None}
        return good if len(good) == len(found) else None

    def focus_first(self) -> None:
        """The keys go to the first count."""
        if self.lines:
            self.lines[0].originals.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _typed(self) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        for line in self.lines:
            line.judge()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field is marked whole when the keys come to it."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, LineEdit):
            watched.selectAll()
        return super().eventFilter(watched, event)


def _counts(originals: int, copies: int) -> str:
    return f"{originals} + {copies}"
