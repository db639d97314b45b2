"""Finding dossiers by the words a clerk types: any order, beginnings of words, without marks, newest first."""

from models.rows import DossierRow
from models.store.codec import dossier_row_of
from models.store.database import Database
from models.text import search_words

MAX_WORDS = 12
"""More words than that narrow nothing further."""

_FIND = (
    "SELECT dossier.* FROM search JOIN dossier ON dossier.number = search.rowid "
    "WHERE search MATCH ? AND search.rowid < ? ORDER BY search.rowid DESC LIMIT ? OFFSET ?"
)


def matching(words: str, *, whole: bool = False) -> str:
    """The query for FTS5: every word a prefix (or whole), in any order. Empty when nothing is asked.

    Only letters and digits get through, each word in quotes, so nothing typed can be read as query syntax.
    """
    asked = dict.fromkeys(search_words(words))
    return " AND ".join(f'"{word}"' if whole else f'"{word}"*' for word in list(asked)[:MAX_WORDS])


def find(database: Database, query: str, *, before: int, limit: int, offset: int) -> list[DossierRow]:
    """The dossiers a query finds below a row number, newest first."""
    return [dossier_row_of(row) for row in database.run(_FIND, (query, before, limit, offset))]
