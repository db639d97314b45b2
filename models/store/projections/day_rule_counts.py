"""Counts of the dossiers taken in by a rule of a day: by day and rule."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from models.store import tallies
from models.store.file.database import Database
from models.store.projections.dossier import DAY_RULE, counted


class DayRuleCounts:
    """Queries of what the dossiers' rows count under ``DAY_RULE``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def received(self, first: date, last: date) -> Counter[tuple[date, str]]:
        """Number of dossiers received from one day to another, both included, by day and name of the rule."""
        since, behind = first.isoformat(), (last + timedelta(days=1)).isoformat()
        found: Counter[tuple[date, str]] = Counter()
        with self._database.reading():
            found.update(_by_day(tallies.between(self._database, DAY_RULE, since, behind).items()))
            for row in self._database.run("SELECT * FROM fresh"):
                names = (name for kind, name in counted(row) if kind == DAY_RULE and since <= name < behind)
                found.update(_by_day((name, 1) for name in names))
        return found


def _by_day(counts: Iterable[tuple[str, int]]) -> dict[tuple[date, str], int]:
    found: dict[tuple[date, str], int] = {}
    for name, number in counts:
        day, _, rule = name.partition(" ")
        key = date.fromisoformat(day), rule
        found[key] = found.get(key, 0) + number
    return found
