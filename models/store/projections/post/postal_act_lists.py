"""Queries of what postal staff did."""

from datetime import date

from msgspec import Struct

from models.ids import ClerkId, DossierId
from models.store.file.database import Database
from models.store.projections.post.postal_act import OPEN, act_of
from models.subjects.post.postal_act import PostalAct, PostalActState

_OF_DAY = "SELECT * FROM postal_act WHERE day = ? ORDER BY number"
_OPEN = f"SELECT * FROM postal_act INDEXED BY postal_act_open WHERE {OPEN} ORDER BY day, number LIMIT ?"
_COUNT = f"SELECT count(*) FROM postal_act WHERE {OPEN} AND state = ?"
_MOST = 500
"""Open acts that are listed at most."""
_OF_DOSSIER = "SELECT * FROM postal_act WHERE dossier = ? ORDER BY number"
_FIGURES = (
    "SELECT clerk, act, count(*), sum(amount) FROM postal_act WHERE day >= ? AND day <= ? "
    "GROUP BY clerk, act ORDER BY clerk, act"
)


class PostalFigure(Struct, frozen=True, kw_only=True):
    """How often somebody did something in a period; ``act`` is a value of ``PostalActKind``, ``amount`` in đồng."""

    clerk: ClerkId
    act: str
    count: int
    amount: int


class PostalActs:
    """Queries over the rows of all acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_day(self, day: date) -> list[PostalAct]:
        """All acts of a day, in the order in which they were done."""
        with self._database.reading():
            return [act_of(row) for row in self._database.run(_OF_DAY, (day.isoformat(),))]

    def open(self) -> list[PostalAct]:
        """Acts of whatever day that nobody has accepted, the oldest first, so many at most."""
        with self._database.reading():
            return [act_of(row) for row in self._database.run(_OPEN, (_MOST,))]

    def count(self, state: PostalActState, by: str = "") -> int:
        """How many stand there, of those not accepted; of one clerk (the id), or of all."""
        with self._database.reading():
            if not by:
                return int(self._database.one(_COUNT, state.value))
            return int(self._database.one(f"{_COUNT} AND clerk = ?", state.value, by))

    def of_dossier(self, dossier: DossierId) -> list[PostalAct]:
        """What postal staff did to a dossier."""
        with self._database.reading():
            return [act_of(row) for row in self._database.run(_OF_DOSSIER, (dossier,))]

    def figures(self, first: date, last: date) -> list[PostalFigure]:
        """By clerk and kind of act, of the days from one to another, both included."""
        with self._database.reading():
            found = self._database.run(_FIGURES, (first.isoformat(), last.isoformat())).fetchall()
        return [PostalFigure(clerk=ClerkId(row[0]), act=row[1], count=row[2], amount=row[3]) for row in found]
