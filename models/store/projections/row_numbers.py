"""``row_number``: where the row of a subject stands."""

from typing import Any

from models.ids import SubjectId
from models.store.codec import number_of
from models.store.file.database import Database
from models.store.projections.projection import Projection


def row_number(database: Database, kind: Projection[Any], id_: SubjectId) -> int:
    """The row number of a subject: its own, or the next ones if others were named in the same millisecond."""
    asked = f"SELECT id FROM {kind.rows} WHERE number = ?"
    first = number = number_of(id_)
    while (found := database.one(asked, number)) is not None:
        if found == id_:
            return number
        number += 1
    return first
