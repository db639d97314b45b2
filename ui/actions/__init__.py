"""What a clerk can do: ``table`` is the one table, ``when`` its conditions, ``deed`` what Qt makes of a row."""

from ui.actions.deed import Act, key_words
from ui.actions.scene import ActContext
from ui.actions.table import WINDOW_ACTIONS, Action, Place

__all__ = ["WINDOW_ACTIONS", "Act", "ActContext", "Action", "Place", "key_words"]
