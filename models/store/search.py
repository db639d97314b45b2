"""Finding dossiers by the words a clerk types: any order, beginnings of words, without marks, newest first."""

from collections.abc import Sequence

from models.store.codec import dossier_row_of
from models.store.file.database import Database
from models.subjects.rows import DossierRow

MAX_WORDS = 12
"""More words than that narrow nothing further."""

_SETTLED = (
    "SELECT dossier.* FROM search JOIN dossier ON dossier.number = search.rowid "
    "WHERE search MATCH ? AND search.rowid < ? ORDER BY search.rowid DESC LIMIT ?"
)
_FRESH = "SELECT * FROM fresh WHERE number < ? ORDER BY number DESC"
_WORDS = 15
"""Where the words stand in a row."""


def find(database: Database, asked: Sequence[str], *, before: int, limit: int, whole: bool = False) -> list[DossierRow]:
    """The dossiers below a row number that have all the words, newest first.

    Args:
        database: the open file.
        asked: folded words (models.text.search_words), at least one.
        before: row number.
        limit: how many at most.
        whole: each must be a whole word of the dossier; else the beginning of one.
    """
    words = list(dict.fromkeys(asked))[:MAX_WORDS]
    rows = [row for row in database.run(_FRESH, (before,)) if _has(row[_WORDS], words, whole=whole)]
    rows += database.run(_SETTLED, (_query(words, whole=whole), before, limit)).fetchall()
    rows.sort(key=lambda row: row[0], reverse=True)
    return [dossier_row_of(row) for row in rows[:limit]]


def _query(words: Sequence[str], *, whole: bool) -> str:
    """As FTS5 reads it. The words hold letters and digits only and stand in quotes: nothing typed is syntax."""
    return " AND ".join(f'"{word}"' if whole else f'"{word}"*' for word in words)


def _has(text: str, words: Sequence[str], *, whole: bool) -> bool:
    """The same question, asked of one row."""
    padded = f" {text} "
    return all(f" {word} " in padded if whole else f" {word}" in padded for word in words)
