"""Hints: one line for each notice; two keys accept or dismiss the first. Never prevents intake."""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import Act
from ui.widgets.basic import column, label, picture, row
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow

MOST = 3
"""Lines on screen; further ones move up as those are answered."""


class Topic(IntEnum):
    """What a hint is about, the weightiest first."""

    SAME_MATTER = 1
    OLD_ADDRESS = 2
    SPELLING = 3
    KNOWN = 4
    FILES = 5
    NOTICE = 6


class Hint(Struct, frozen=True, kw_only=True):
    """One thing noticed.

    Attributes:
        key: the same thing noticed again has the same key, so that what was left is not shown again.
        words: one sentence.
        take: what the key does; None = there is only something to look at.
        verb: what the key does, as its button says it.
    """

    topic: Topic
    key: str
    words: str
    take: Callable[[], None] | None = None
    verb: str = ""
    icon: str = "info"
    tone: str = "muted"


class HintsPart(QWidget):
    """The lines.

    Attributes:
        changed: other hints, so other keys may be allowed.
    """

    changed = Signal()

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self._hints: dict[Topic, tuple[Hint, ...]] = {}
        self._left: set[str] = set()
        self._shown: tuple[Hint, ...] = ()
        self._acts = acts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._lines: list[QWidget] = []
        self.hide()

    @property
    def shown(self) -> tuple[Hint, ...]:
        """The lines now on screen."""
        return self._shown

    @property
    def first(self) -> Hint | None:
        """The one that the keys answer."""
        return next((hint for hint in self._shown if hint.take is not None), None)

    def put(self, topic: Topic, hints: Sequence[Hint]) -> None:
        """Everything noticed of this topic; what was left before stays away."""
        if tuple(hints) != self._hints.get(topic, ()):
            self._hints[topic] = tuple(hints)
            self._show()

    def clear(self) -> None:
        """Another form: nothing is noticed, nothing was left."""
        self._hints.clear()
        self._left.clear()
        self._show()

    def take(self) -> None:
        """Do what the first hint offers."""
        hint = self.first
        if hint is not None and hint.take is not None:
            self._answer(hint)
            hint.take()

    def leave(self) -> None:
        """Leave it as it is."""
        hint = self.first
        if hint is not None:
            self._answer(hint)

    def _answer(self, hint: Hint) -> None:
        self._left.add(hint.key)
        self._show()

    def _show(self) -> None:
        open_ = [hint for topic in sorted(self._hints) for hint in self._hints[topic] if hint.key not in self._left]
        shown = tuple(open_[:MOST])
        if shown == self._shown:
            return
        self._shown = shown
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(hint, answered=hint is self.first) for hint in shown]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(shown))
        self.changed.emit()

    def _line(self, hint: Hint, *, answered: bool) -> QWidget:
        line = QWidget()
        words = label(hint.words, "small", wrap=True)
        words.setAccessibleName(hint.words)
        inside = row(gap=6)
        inside.addWidget(picture(hint.icon, hint.tone, 15), 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(words, 1)
        whole = column(inside, gap=2)
        if answered:
            keys = Flow(gap=6)
            keys.setContentsMargins(20, 0, 0, 0)
            for id_, kind, verb in (("take_hint", "soft", hint.verb), ("leave_hint", "quiet", "")):
                button = KeyButton(self._acts[id_], kind, words=verb)
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the keys are quicker, and Enter passes by
                keys.addWidget(button)
            whole.addLayout(keys)
        line.setLayout(whole)
        return line


def then(verb: Callable[..., None], *what: object) -> Callable[[], None]:
    """A verb with what it is about, as a hint carries it: the same again is equal."""
    return _Then(verb, what)


class _Then(Struct, frozen=True):
    verb: Callable[..., None]
    what: tuple[object, ...]

    def __call__(self) -> None:
        self.verb(*self.what)
