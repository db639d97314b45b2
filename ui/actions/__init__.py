"""Actions of the window: ``table`` lists them, ``when`` holds their conditions, ``deed`` makes Qt actions."""

from ui.actions.deed import Act, key_words
from ui.actions.scene import ActContext
from ui.actions.table import WINDOW_ACTIONS, Action, Place

__all__ = ["WINDOW_ACTIONS", "Act", "ActContext", "Action", "Place", "key_words"]
