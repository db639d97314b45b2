"""Warns at intake when the same person has the same procedure in progress; never refuses."""

from datetime import datetime

from msgspec import Struct

from desk.desk import Desk
from models.ids import DossierId
from models.person import Organisation, Person
from models.subjects.dossier import DossierStatus
from models.text import name_key

MOST = 3


class Duplicate(Struct, frozen=True, kw_only=True):
    """A dossier of the same owner and procedure that is still at work.

    Attributes:
        code: of its receipt, else the number of its slip.
        at: when it was received or last changed.
        awaits_supplement: it waits for papers, which the citizen may be bringing now.
    """

    id: DossierId
    code: str
    at: datetime | None
    awaits_supplement: bool


def duplicates(
    desk: Desk, owner: Person | Organisation, procedure: str, *, besides: DossierId | None = None
) -> tuple[Duplicate, ...]:
    """The newest of them, at most ``MOST``.

    The same personal number (or tax code), whatever the name; where one of the two has none, the same name and birth.

    Args:
        desk: open.
        owner: whose matter it is.
        procedure: its code.
        besides: a dossier that is not meant (the one whose supplement this is).
    """
    number = owner.tax_code if isinstance(owner, Organisation) else owner.personal_number
    name = owner.name if isinstance(owner, Organisation) else owner.full_name
    rows = desk.store.dossiers.open_of_owner(procedure, number=number) if number else []
    if isinstance(owner, Person) and (owner.born_on or owner.born_year):
        known = {row.id for row in rows}
        alike = desk.store.dossiers.open_of_owner(procedure, name=name)
        rows += [row for row in alike if row.id not in known and _is_same(desk, row.id, owner)]
    return tuple(
        Duplicate(
            id=row.id,
            code=row.code or row.slip,
            at=row.received_at or row.changed_at,
            awaits_supplement=row.status == DossierStatus.SUPPLEMENT.value,
        )
        for row in rows
        if row.id != besides
    )[:MOST]


def _is_same(desk: Desk, dossier_id: DossierId, owner: Person) -> bool:
    """Same name and birth; not where both have a number and they differ."""
    other = desk.store.log.dossier(dossier_id).owner
    if not isinstance(other, Person) or (other.personal_number and owner.personal_number):
        return False
    whole = owner.born_on and other.born_on
    same_birth = owner.born_on == other.born_on if whole else _year(owner) == _year(other)
    return same_birth and name_key(other.full_name) == name_key(owner.full_name)


def _year(person: Person) -> int | None:
    return person.born_on.year if person.born_on else person.born_year
