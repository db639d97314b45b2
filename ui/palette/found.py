"""Palette lines for dossiers and procedures found by the desk."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.permissions import Permission
from desk.words.terms import STATUS
from models.events import ReadBy
from models.procedure import Procedure
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow
from ui.palette.line import PaletteLine
from ui.shell.page import Opening, ProcedureWanted
from ui.widgets.status import SIGN

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from ui.shell.window import Window

_DOSSIERS, _PROCEDURES = 6, 4

_FEWEST = {Permission.READ: 3, Permission.TAKE_IN: 2}
"""Letters from which on dossiers and procedures are looked for: whose name is shown is recorded."""


class Found(Struct, frozen=True):
    """What the desk has for some letters."""

    typed: str = ""
    dossiers: tuple[DossierRow, ...] = ()
    procedures: tuple[Procedure, ...] = ()


def question(window: "Window", typed: str) -> "Callable[[OpenDesk], Found] | None":
    """What to ask the desk for these letters, as far as who works here may read and take in; None = nothing."""
    state, letters = window.locking.state, len("".join(typed.split()))
    reads, takes_in = (
        (state is None or right in state.permissions) and letters >= _FEWEST[right]
        for right in (Permission.READ, Permission.TAKE_IN)
    )

    def found(work: "OpenDesk") -> Found:
        dossiers = work.dossiers.found(typed, _DOSSIERS) if reads else ()
        procedures = work.intake.procedures(typed)[:_PROCEDURES] if takes_in else ()
        return Found(typed, tuple(dossiers), tuple(procedures))

    return found if reads or takes_in else None


def found_lines(found: Found, window: "Window") -> list[PaletteLine]:
    """Procedures, then dossiers; with a digit typed it is rather the number of a dossier."""
    dossiers = [_dossier(row, found.typed.strip(), window) for row in found.dossiers]
    procedures = [_procedure(one, window) for one in found.procedures]
    has_digit = any(letter.isdigit() for letter in found.typed)
    return [*dossiers, *procedures] if has_digit else [*procedures, *dossiers]


def _dossier(row: DossierRow, words: str, window: "Window") -> PaletteLine:
    status = DossierStatus(row.status)
    icon, colour = SIGN[status]
    number = row.code or row.slip
    return PaletteLine(
        id=row.id,
        words=row.owner or number,
        detail=" · ".join(part for part in (number, row.procedure_name, STATUS[status]) if part),
        icon=icon,
        colour=colour,
        do=partial(window.go, "dossier", Opening(dossier=row.id, by=ReadBy.SEARCH, words=words)),
    )


def _procedure(one: Procedure, window: "Window") -> PaletteLine:
    return PaletteLine(
        id=one.code,
        words=one.name,
        detail=f"{one.code} · {one.field}",
        icon="paper",
        do=partial(window.go, "counter", ProcedureWanted(procedure=one)),
    )
