"""Everything that can happen at a desk: one class per fact a clerk would say aloud.

Events grow by optional fields and by new classes; a meaning never changes. ``tests/samples`` keeps one stored
event of each kind for ever. Each module says by its ``__all__`` what it gives, and which events the codec reads.

All of them are to be had from here, and are loaded when the first is: who needs only a few, and early, as what paints
the window, names their module.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.events.every import *  # noqa: F403 - see above


def __getattr__(name: str) -> object:
    """All of ``models.events.every``, from the first name asked for on."""
    if name.startswith("_"):
        raise AttributeError(name)
    every = vars(import_module("models.events.every"))
    globals().update({given: value for given, value in every.items() if not given.startswith("_")})
    if name not in every:
        raise AttributeError(name)
    return every[name]
