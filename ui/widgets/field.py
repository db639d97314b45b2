"""A field: its label, a plain line edit, and one line of note beneath. Judged when it is left, never while typing.

Unikey sends Backspace and a composed letter; input masks, strict validators and inline completion lose letters to
that, so there are none.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from models.text import clean
from ui.widgets.basic import fix_height, focus_next, label, set_tone
from ui.widgets.input_parsing import count
from ui.widgets.line_edit import LineEdit

Verdict = tuple[str, str]
"""``(tone, sentence)`` under a field: tone "bad", "warn", "good" or "" for a plain hint."""

FINE: Verdict = ("", "")


def judge_count(text: str) -> Verdict:
    """Of a field in which a number from 1 belongs."""
    try:
        count(text)
    except ValueError:
        return "bad", "Nhập số từ 1."
    return FINE


class Field(QWidget):
    """One thing to type.

    Args:
        whole: a text as long as any that belongs here, which is read whole at any width of the window.

    Attributes:
        edited: the clerk typed something.
        left: the field was left (focus went, or Enter), after its text was cleaned and judged.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        words: str,
        *,
        name: str = "",
        hint: str = "",
        judge: Callable[[str], Verdict] | None = None,
        whole: str = "",
    ) -> None:
        super().__init__()
        self.name = name
        self._judge = judge
        self._judged = ""
        self._mark = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.label = label(words, "label")
        self.edit = LineEdit(whole=whole)
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(words)
        self.edit.setObjectName(name)
        self.label.setBuddy(self.edit)
        self.note = label("", "note", wrap=True)
        self.note.hide()
        column.addWidget(self.label)
        column.addWidget(self.edit)
        column.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(self._onward)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)

    def event(self, event: QEvent) -> bool:
        """As high as label and note are in this width."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest} and (inside := self.layout()):
            high = inside.totalHeightForWidth(self.width())
            fix_height(self, high if high > 0 else inside.totalSizeHint().height())
        return done

    @property
    def text(self) -> str:
        """What stands there, composed (NFC) and trimmed."""
        return clean(self.edit.text())

    def put(self, text: str) -> None:
        """Fill it from elsewhere (a card, a draft) and judge it. Tells nobody."""
        if self.edit.text() != text:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)
        self.judge()

    @property
    def is_wrong(self) -> bool:
        """Whether what stands here is none of what belongs here, as judged now, left or not."""
        return self._judge is not None and self._judge(self.text)[0] == "bad"

    @property
    def is_red(self) -> bool:
        """Whether it is wrong, or was said to be and nobody has typed in it since."""
        return self.is_wrong or self.edit.property("tone") == "bad"

    @property
    def is_marked(self) -> bool:
        """Whether what stands here was taken over and nobody has looked at it yet."""
        return bool(self._mark)

    def mark(self, words: str) -> None:
        """Say that this was taken over from elsewhere, until it is seen: Enter in the field, typing, or empty words."""
        self._mark = words if self.text else ""
        self.judge()

    def judge(self) -> None:
        """Say what is to be said about the text now."""
        self._judged = self.text
        self.say(*(self._judge(self._judged) if self._judge else FINE))

    def say(self, tone: str, sentence: str) -> None:
        """Put a line under the field; empty takes it away. A mark stays before whatever is said."""
        sentence = " · ".join(part for part in (self._mark, sentence) if part)
        set_tone(self.edit, tone if tone in {"bad", "warn"} and sentence else "")
        set_tone(self.note, tone)
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)

    @Slot()
    def _typed(self) -> None:
        if self._mark:
            self.mark("")
        if self.note.text() and self.edit.property("tone"):
            self.say("", "")
        self.edited.emit()

    @Slot()
    def _onward(self) -> None:
        if self._mark:
            self.mark("")
        focus_next(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the line edit cleans and judges it; a menu that takes the keys for a while does not."""
        if (
            watched is self.edit
            and isinstance(event, QFocusEvent)
            and event.type() is QEvent.Type.FocusOut
            and event.reason() is not Qt.FocusReason.PopupFocusReason
        ):
            if self.edit.text() != self.text:
                self.edit.setText(self.text)
            self.judge()
            self.left.emit()
        return super().eventFilter(watched, event)


class LongField(QWidget):
    """Several lines to type, for a reason.

    Attributes:
        edited: the clerk typed something.
    """

    edited = Signal()

    def __init__(self, words: str, hint: str = "", lines: int = 3) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.label: QLabel = label(words, "label")
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(words)
        self.edit.setTabChangesFocus(True)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_lines(lines)
        self.label.setBuddy(self.edit)
        column.addWidget(self.label)
        column.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.edited)

    def show_lines(self, lines: int) -> None:
        """So many lines are in sight."""
        self.edit.setFixedHeight(lines * self.edit.fontMetrics().lineSpacing() + 22)

    @property
    def text(self) -> str:
        """What stands there, on one line."""
        return clean(self.edit.toPlainText())


def red_fields(root: QWidget) -> list[Field]:
    """Fields in sight in which something is wrong, as one reads."""
    found = [field for field in root.findChildren(Field) if field.is_red and field.isVisibleTo(root)]
    return sorted(found, key=lambda field: ((at := field.mapTo(root, QPoint(0, 0))).y(), at.x()))


def go_to_red(root: QWidget) -> Field | None:
    """Where something is wrong the keys go there, and nothing is done: the first such field, or None."""
    first = next(iter(red_fields(root)), None)
    if first is not None:
        first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        first.edit.selectAll()
    return first


def wrong_words(field: Field) -> str:
    """Why nothing was done."""
    return f"{field.label.text()} ghi chưa đúng; sửa ô này rồi làm lại."
