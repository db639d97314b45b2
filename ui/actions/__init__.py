"""What a clerk can do: ``table`` is the one table, ``when`` its conditions, ``deed`` what Qt makes of a row."""

from ui.actions.deed import Act, key_words
from ui.actions.scene import ActContext
from ui.actions.table import ACTIONS, Place

__all__ = ["ACTIONS", "Act", "ActContext", "Place", "key_words"]
