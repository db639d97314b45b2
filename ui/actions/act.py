"""The Qt action of a row of the table, and how its key and its permission are shown."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desk.permissions import TABLE, Permission
from desk.words.terms import ROLE_NAME
from ui.actions.context import ActContext
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


def who_may(permission: Permission) -> str:
    """``"Việc này dành cho: công chức tiếp nhận, lãnh đạo."``."""
    roles = (words.lower() for role, words in ROLE_NAME.items() if role in TABLE[permission])
    return f"Việc này dành cho: {', '.join(roles)}."


class Act(QAction):
    """An action of the table as Qt knows it."""

    def __init__(self, action: Action, parent: QObject) -> None:
        super().__init__(action.words, parent)
        self.action = action
        # Native text would ask for the translation of each modifier, five times an action.
        self.setShortcut(QKeySequence(action.key, QKeySequence.SequenceFormat.PortableText))
        self.setAutoRepeat(False)  # a key held down acts once
        self.setEnabled(False)
        self._who_may = ""

    def allow(self, context: ActContext, permissions: frozenset[Permission] | None) -> None:
        """Enabled or not in this context for somebody with these rights (None = not known yet); says who may, else."""
        here = self.action.allowed(context)
        permission = self.action.permission
        said = ""
        if here and permission is not None and permissions is not None and permission not in permissions:
            said, here = who_may(permission), False
        if said != self._who_may:  # Qt is asked only for what changes: all acts are, after each key
            self._who_may = said
            self.setStatusTip(said)
        if here != self.isEnabled():
            self.setEnabled(here)
