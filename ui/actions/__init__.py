"""Actions of the window: ``table`` lists them, ``when`` holds their conditions, ``qaction`` makes Qt actions."""

from ui.actions.act import Act, key_words
from ui.actions.acts import Acts
from ui.actions.context import ActContext, ProcessContext
from ui.actions.table import WINDOW_ACTIONS, Action, ActionPlace

__all__ = ["WINDOW_ACTIONS", "Act", "ActContext", "Action", "ActionPlace", "Acts", "ProcessContext", "key_words"]
