"""What a clerk can do: ``table`` is the one table, ``when`` its conditions, ``deed`` what Qt makes of a row."""

from ui.actions.deed import Deed, key_words
from ui.actions.scene import Scene
from ui.actions.table import ACTIONS, Place

__all__ = ["ACTIONS", "Deed", "Place", "Scene", "key_words"]
