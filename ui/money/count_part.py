"""Counting a drawer: a line for each note, its sum beside it; the whole and the difference grow as one types."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from models.money import NOTES, Counted, sum_of
from models.words.money_words import in_figures
from ui.actions import Act
from ui.widgets.basic import label, set_scaled_width, set_tone
from ui.widgets.buttons import KeyButton
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit
from ui.widgets.sheet import FoldOutSheet


class CountPart(FoldOutSheet):
    """What is folded out to open a drawer with a count, or to close it with one.

    Attributes:
        changed: another count stands there.
    """

    changed = Signal()

    def __init__(self, do_it: Act) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.expected: int | None = None
        self._drawer = ""
        self._head = label("", "section")
        self._say = label("", "muted", wrap=True)
        self.total = label("", "large")
        self.difference = label("", "section", wrap=True)
        self.reason = Field("Lý do", name="count.reason", hint="chênh lệch, đóng muộn…")
        self.ok = KeyButton(do_it, "primary")
        self.pieces: dict[int, LineEdit] = {}
        self._sums: dict[int, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for at, note in enumerate(NOTES):
            worth = label(in_figures(note), "label")
            worth.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            edit = LineEdit()
            edit.setAccessibleName(f"Số tờ {in_figures(note)} đồng")
            edit.setObjectName(f"count.{note}")
            set_scaled_width(edit, 88)
            sum_ = label("", "muted")
            sum_.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            half, line = divmod(at, (len(NOTES) + 1) // 2)
            for place, part in enumerate((worth, label("×", "muted"), edit, sum_)):
                grid.addWidget(part, line, half * 5 + place)
            edit.textEdited.connect(self._typed)
            edit.installEventFilter(self)
            self.pieces[note], self._sums[note] = edit, sum_
        grid.setColumnMinimumWidth(4, 24)
        grid.setColumnStretch(9, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        for part in (self._head, self._say):
            whole.addWidget(part)
        whole.addLayout(grid)
        whole.addWidget(self.total)
        whole.addWidget(self.difference)
        whole.addWidget(self.reason)
        whole.addStretch(1)
        whole.addLayout(self.foot(self.ok))

    def begin(self, drawer: str, head: str, say: str, ok: str, expected: int | None) -> None:
        """Begin a count, or go on with the one of the same drawer that was put away.

        Args:
            drawer: id of the shift that is closed; empty = one is opened.
            head: what is counted.
            say: what it is for.
            ok: words of the button that does it.
            expected: what should be there, in đồng; None = nothing is compared.
        """
        self.expected = expected
        self._head.setText(head)
        self._say.setText(say)
        self._say.setVisible(bool(say))
        self.ok.setText(ok)
        self.reason.setVisible(expected is not None)
        if drawer != self._drawer:
            self.clear()
        self._drawer = drawer
        self._typed()
        self.pieces[NOTES[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """The count was used, or another drawer is counted."""
        self.reason.put("")
        for edit in self.pieces.values():
            edit.clear()

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Notes of which some were counted."""
        return tuple(self._lines())

    @property
    def is_ready(self) -> bool:
        """Whether every line is a number."""
        return all(_is_number(edit.text()) for edit in self.pieces.values())

    @Slot()
    def _typed(self) -> None:
        for note, edit in self.pieces.items():
            text = edit.text().strip()
            fine = _is_number(text)
            set_tone(edit, "" if fine else "bad")
            self._sums[note].setText(in_figures(note * int(text)) if text and fine else "")
        total = sum_of(self._lines())
        self.total.setText(f"Đếm được {in_figures(total)} đ")
        if self.expected is None:
            self.difference.hide()
        else:
            over = total - self.expected
            words = f"{'Thừa' if over > 0 else 'Thiếu'} {in_figures(abs(over))} đ" if over else "Khớp với số phải có"
            self.difference.setText(f"Phải có {in_figures(self.expected)} đ. {words}.")
            set_tone(self.difference, "warn" if over else "good")
            self.difference.show()
        self.changed.emit()

    def _lines(self) -> Iterable[Counted]:
        for note, edit in self.pieces.items():
            text = edit.text().strip()
            if text and _is_number(text) and int(text):
                yield Counted(note=note, pieces=int(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line is marked whole when the keys come to it."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, LineEdit):
            watched.selectAll()
        return super().eventFilter(watched, event)


def _is_number(text: str) -> bool:
    text = text.strip()
    return not text or (text.isascii() and text.isdecimal() and len(text) <= 6)
