"""How a poster that hangs stands against what it would say today."""

from enum import StrEnum

from msgspec import Struct

from models.store.projections.posters import PosterUp

HALL = ""
"""Stands where a hamlet does: the board of the office's own hall."""


class PosterState(StrEnum):
    """How a poster stands against what it would say today."""

    MISSING = "missing"
    CURRENT = "current"
    OUT_OF_DATE = "out-of-date"
    WITHDRAWN = "withdrawn"
    """It hangs, and the office takes this procedure in no more."""


class PosterLine(Struct, frozen=True, kw_only=True):
    """One poster: a procedure on the board of a hamlet (``HALL`` = the office's own).

    Attributes:
        up: what was written last; None = nothing.
    """

    procedure: str
    name: str
    hamlet: str
    state: PosterState
    up: PosterUp | None
