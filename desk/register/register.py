"""Questions of the register: its lines in order, how many there are, what it can be narrowed by."""

from datetime import date

from msgspec import Struct

from desk.access_log import record_shown
from desk.desk import Desk
from desk.rights import Permission, require
from models.events import ReadBy
from models.store.projections.register_lists import Register
from models.subjects.register import RegisterLine, RegisterQuery, UnitCount


class RegisterChoices(Struct, frozen=True, kw_only=True):
    """What the dossiers of a period can be narrowed by: fields of procedures, units that resolve; each with a count."""

    fields: tuple[tuple[str, int], ...]
    units: tuple[UnitCount, ...]


def page(desk: Desk, asked: RegisterQuery, *, limit: int, after: RegisterLine | None = None) -> list[RegisterLine]:
    """A page of the register, the first or the one behind a line. Whose numbers and phones it shows is recorded.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ_ALL)
    lines = desk.store.lists(Register).page(asked, limit=limit, after=after)
    record_shown(desk, ReadBy.SHOWN, [line.row.id for line in lines])
    return lines


def count(desk: Desk, asked: RegisterQuery) -> int:
    """How many lines there are.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ_ALL)
    return desk.store.lists(Register).count(asked)


def choices(desk: Desk, first: date, last: date) -> RegisterChoices:
    """What the dossiers received from one day to another, both included, can be narrowed by.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ_ALL)
    register = desk.store.lists(Register)
    return RegisterChoices(fields=tuple(register.fields(first, last)), units=tuple(register.units(first, last)))
