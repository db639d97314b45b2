"""Facts the office already has of a person: offered, marked when taken over, never filled in by itself."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from desk.access_log import record_shown
from desk.desk import Desk
from desk.reach import reached
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.events import FileAttached, ReadBy
from models.ids import DossierId
from models.person import Organisation, Person
from models.subjects.dossier import Dossier, DossierStatus
from models.text import clean

_LOOKED_AT = 8
"""So many of the latest dossiers of a person are looked through."""
MOST_FILES = 6


class FileKnown(Struct, frozen=True, kw_only=True):
    """A scan of an earlier dossier that lies on this machine, and the day it was made."""

    file: FileAttached
    scanned_on: date


class Known(Struct, frozen=True, kw_only=True):
    """What earlier dossiers say of a person.

    Attributes:
        phone, email, address: the newest of each, from whichever dossier has it.
        dossier, on: the newest dossier, and its day.
        files: scans that are still here, newest first, each digest once.
    """

    number: str
    phone: str = ""
    email: str = ""
    address: str = ""
    commune_code: str = ""
    dossier: DossierId
    on: date | None = None
    files: tuple[FileKnown, ...] = ()

    def beyond(self, person: Person) -> Person | None:
        """The person with empty fields filled from known facts; None = nothing to add."""
        filled = replace(
            person,
            phone=person.phone or self.phone,
            email=person.email or self.email,
            address=person.address or self.address,
            commune_code=person.commune_code or ("" if person.address else self.commune_code),
        )
        return filled if filled != person else None


def known(desk: Desk, number: str) -> Known | None:
    """Facts from earlier dossiers on the bearer of this personal number; None = there is none.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    found: Known | None = None
    phone = email = address = commune_code = ""
    files: dict[str, FileKnown] = {}
    told: list[DossierId] = []
    for row in reached(desk, desk.store.dossiers.by_personal_number(number, limit=_LOOKED_AT)):
        dossier = desk.store.log.dossier(row.id)
        person = _bearer(dossier, number)
        if person is None:
            continue
        told.append(row.id)
        if found is None:
            found = Known(number=number, dossier=row.id, on=_day(dossier))
        phone, email = phone or person.phone, email or person.email
        if not address and person.address:
            address, commune_code = person.address, person.commune_code
        files |= {one.file.digest: one for one in _files(desk, dossier, number) if one.file.digest not in files}
    if found is None:
        return None
    record_shown(desk, ReadBy.KNOWN, told)
    return Known(
        number=number,
        phone=phone,
        email=email,
        address=address,
        commune_code=commune_code,
        dossier=found.dossier,
        on=found.on,
        files=tuple(files.values())[:MOST_FILES],
    )


def known_body(desk: Desk, tax_code: str) -> Organisation | None:
    """The body of this tax code as the newest dossier names it; None = none has come yet.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    wanted = clean(tax_code)
    rows = desk.store.dossiers.by_personal_number(wanted, limit=_LOOKED_AT) if wanted else []
    for row in reached(desk, rows):
        owner = desk.store.log.dossier(row.id).owner
        if isinstance(owner, Organisation) and owner.tax_code == wanted:
            record_shown(desk, ReadBy.KNOWN, [row.id])
            return owner
    return None


def _bearer(dossier: Dossier, number: str) -> Person | None:
    if dossier.intake is None or dossier.status is DossierStatus.VOIDED:
        return None
    for person in (dossier.intake.submitter, dossier.intake.owner):
        if isinstance(person, Person) and person.personal_number == number:
            return person
    return None


def _files(desk: Desk, dossier: Dossier, number: str) -> list[FileKnown]:
    """Scans of this person's own dossiers, not of those brought for others."""
    owner = dossier.owner
    if not isinstance(owner, Person) or owner.personal_number != number:
        return []
    return [
        FileKnown(file=one.event, scanned_on=local_day(one.at))
        for one in reversed(desk.store.log.history(dossier.id))
        if isinstance(one.event, FileAttached) and desk.files.has(one.event.digest)
    ]


def _day(dossier: Dossier) -> date | None:
    at = dossier.received_at or dossier.changed_at
    return local_day(at) if at else None
