"""The Qt action of a row of the table, and how its key and its permission are shown."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from desk.permissions import TABLE, Permission
from desk.words.terms import ROLE_NAME
from ui.actions.scene import ActContext
from ui.actions.table import Action


def key_words(key: str) -> str:
    """A key as it is printed on screen: ``"Shift+F2" -> "⇧F2"``."""
    return (
        key.replace("Ctrl+Shift+", "Ctrl ⇧")
        .replace("Shift+", "⇧")
        .replace("Return", "Enter")
        .replace("Ins", "Insert")
        .replace("Left", "←")
        .replace("Right", "→")
    )


def who_may(verb: Permission) -> str:
    """``"Việc này dành cho: công chức tiếp nhận, lãnh đạo."``."""
    return f"Việc này dành cho: {', '.join(words.lower() for role, words in ROLE_NAME.items() if role in TABLE[verb])}."


class Act(QAction):
    """An action of the table as Qt knows it; says its id when it is done.

    Attributes:
        fired: carries the id.
    """

    fired = Signal(str)

    def __init__(self, action: Action, parent: QObject) -> None:
        super().__init__(action.words, parent)
        self.action = action
        self.setShortcut(QKeySequence(action.key))
        self.setAutoRepeat(action.key != "F9")  # held down, it would do what it has just folded out
        self.setAutoRepeat(False)  # a key held down acts once
        self.setEnabled(False)
        self.triggered.connect(self._fire)

    def allow(self, scene: ActContext, verbs: frozenset[Permission] | None) -> None:
        """Enabled or not in this scene for somebody with these rights (None = not known yet); says who may, else."""
        here = self.action.allowed(scene)
        verb = self.action.verb
        forbidden = here and verb is not None and verbs is not None and verb not in verbs
        self.setStatusTip(who_may(verb) if forbidden and verb is not None else "")
        self.setEnabled(here and not forbidden)

    @Slot()
    def _fire(self) -> None:
        self.fired.emit(self.action.id)
