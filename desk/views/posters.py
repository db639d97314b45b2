"""Views of posters: which there are and how they stand, the way to the desk for writing them."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from desk.desk import Desk
from desk.posters.poster_state import PosterState
from desk.posters.poster_words import HALL_NAME, POSTER_STATE
from desk.posters.posters import PosterChoice, poster_lines
from desk.views.state import Views
from desk.words.terms import moment

T = TypeVar("T")

_TONE = {
    PosterState.MISSING: "warn",
    PosterState.CURRENT: "good",
    PosterState.OUT_OF_DATE: "bad",
    PosterState.WITHDRAWN: "bad",
}


class PosterRow(Struct, frozen=True, kw_only=True):
    """One line of the page; ``place``: the board in words, ``due``: to be written."""

    procedure: str
    name: str
    hamlet: str
    place: str
    state: str
    tone: str
    due: bool
    written: str

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.procedure} {self.hamlet}"


class PosterViews(Views):
    """The posters of the hall and of every hamlet."""

    def rows(self) -> tuple[PosterRow, ...]:
        """All of them: what is to be done first, then as the catalogue has them."""
        lines = poster_lines(self.desk, PosterChoice(all_hamlets=True))
        order = [PosterState.OUT_OF_DATE, PosterState.WITHDRAWN, PosterState.MISSING, PosterState.CURRENT]
        lines.sort(key=lambda line: order.index(line.state))
        return tuple(
            PosterRow(
                procedure=line.procedure,
                name=line.name,
                hamlet=line.hamlet,
                place=line.hamlet or HALL_NAME,
                state=POSTER_STATE[line.state],
                tone=_TONE[line.state],
                due=line.state in {PosterState.MISSING, PosterState.OUT_OF_DATE},
                written=moment(line.up.at) if line.up else "",
            )
            for line in lines
        )

    def with_desk(self, step: Callable[[Desk], T]) -> T:
        """One step of writing them."""
        return step(self.desk)
