"""Full-text search of rows: words in any order, prefixes, without marks, newest first."""

from collections.abc import Sequence
from typing import Any

from models.store.file.database import Database, Values
from models.store.projections.projection import Projection

MAX_WORDS = 12
"""More words than that narrow nothing further."""

_SETTLED = (
    "SELECT {table}.* FROM {search} JOIN {table} ON {table}.number = {search}.rowid "
    "WHERE {search} MATCH ? AND {search}.rowid < ? ORDER BY {search}.rowid DESC LIMIT ?"
)
_FRESH = "SELECT * FROM {fresh} WHERE number < ? ORDER BY number DESC"


def find(
    database: Database,
    kind: Projection[Any],
    asked: Sequence[str],
    *,
    before: int,
    limit: int,
    whole: bool = False,
) -> list[Values]:
    """Rows below a number that contain all the words, newest first.

    Args:
        database: the open file.
        kind: of what; it has a search.
        asked: folded words (models.text.search_words), at least one.
        before: row number.
        limit: how many at most.
        whole: each must be a whole word of the row; else the beginning of one.
    """
    words = list(dict.fromkeys(asked))[:MAX_WORDS]
    names = {"table": kind.table.name, "fresh": kind.fresh, "search": kind.search}
    place = kind.table.c.keys().index("words")
    rows: list[Values] = [
        row for row in database.run(_FRESH.format_map(names), (before,)) if _has(row[place], words, whole=whole)
    ]
    rows += database.run(_SETTLED.format_map(names), (_query(words, whole=whole), before, limit)).fetchall()
    rows.sort(key=lambda row: row[0], reverse=True)
    return rows[:limit]


def _query(words: Sequence[str], *, whole: bool) -> str:
    """The FTS5 query. Words have letters and digits only and are quoted, so no input is syntax."""
    return " AND ".join(f'"{word}"' if whole else f'"{word}"*' for word in words)


def _has(text: str, words: Sequence[str], *, whole: bool) -> bool:
    """The same condition evaluated on one row."""
    padded = f" {text} "
    return all(f" {word} " in padded if whole else f" {word}" in padded for word in words)
