"""Events of the posters of procedures (niêm yết thủ tục hành chính)."""

from msgspec import Struct

from models.events.event import Event

__all__ = ["POSTERS", "PosterContent", "PosterEvent", "PostersWritten"]

POSTERS = "posters/"
"""Begins the names of these subjects: one for each time that posters were written."""


class PosterContent(Struct, frozen=True, array_like=True):
    """One poster.

    Attributes:
        procedure: its official code.
        hamlet: whose board it is for; empty = the office's own hall.
        digest: of what it says, without the day: 16 hex digits.
    """

    procedure: str
    hamlet: str
    digest: str


class PostersWritten(Event, frozen=True, kw_only=True, tag="PostersWritten"):
    """Posters were written to a file, to be printed and put up.

    Attributes:
        catalogue: version of the catalogue they were made from.
        posters: each of them.
    """

    catalogue: str
    posters: tuple[PosterContent, ...]


PosterEvent = PostersWritten
"""What the codec reads of them."""
