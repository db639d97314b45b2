"""All actions of the table as Qt knows them."""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from desk.permissions import Permission
from ui.actions.act import Act
from ui.actions.context import ActContext
from ui.actions.table import Action


class Acts(Mapping[str, Act]):
    """The actions by id; each is made when it is first asked for, or first allowed.

    Most belong to pages that are not open: a window begins with a sixth of them. Their keys work in the window.

    Attributes:
        group: says for all of them which was done.
    """

    def __init__(self, actions: Iterable[Action], window: QWidget) -> None:
        self._table = {action.id: action for action in actions}
        self._window = window
        self._made: dict[str, Act] = {}
        self._decided: tuple[ActContext, frozenset[Permission] | None, bool] | None = None
        """What they were last enabled by: most of what a page tells changes none of it."""
        self.group = QActionGroup(window)
        self.group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)

    def __getitem__(self, id_: str) -> Act:
        """One of them; ``KeyError`` where the table has none of this id."""
        if (act := self._made.get(id_)) is None:
            act = self._made[id_] = Act(self._table[id_], self._window)
            self.group.addAction(act)
            self._window.addAction(act)
            self._allow(act)
        return act

    def __iter__(self) -> Iterator[str]:
        """All ids, in the order of the table."""
        return iter(self._table)

    def __len__(self) -> int:
        """How many the table has."""
        return len(self._table)

    def allow(self, context: ActContext, permissions: frozenset[Permission] | None, *, is_covered: bool) -> None:
        """Enable those allowed in this context for somebody with these rights (None = not known yet).

        Args:
            context: what the window shows.
            permissions: of whoever works here.
            is_covered: nothing can be done.
        """
        if (decided := (context, permissions, is_covered)) == self._decided:
            return
        self._decided = decided
        for id_, action in self._table.items():
            if (act := self._made.get(id_)) is not None:
                self._allow(act)
            elif action.allowed(context):
                self[id_]  # made, and allowed with it

    def _allow(self, act: Act) -> None:
        if self._decided is None:
            return
        context, permissions, is_covered = self._decided
        act.allow(context, permissions)
        if is_covered:
            act.setEnabled(False)
