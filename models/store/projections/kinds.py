"""The kinds of subjects that have rows. A new one: a module like ``ticket`` beside this one, and its name below."""

from typing import Any

from models.store.projections.dossier import DOSSIERS
from models.store.projections.hand_over_list import HAND_OVER_LISTS
from models.store.projections.projection import Projection
from models.store.projections.ticket import TICKETS

KINDS: tuple[Projection[Any], ...] = (DOSSIERS, TICKETS, HAND_OVER_LISTS)
