"""Every action of the window: those of the window's own table, and those of subjects that have a table of their own."""

from ui.actions import WINDOW_ACTIONS
from ui.dossiers.acts import ACTIONS_OF_A_DOSSIER

ACTIONS = (*WINDOW_ACTIONS, *ACTIONS_OF_A_DOSSIER)
