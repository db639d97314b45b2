"""Who looked at which citizen's file: recorded once per opening, on the dossier itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from desk.desk import Desk
from desk.rights import Verb, require
from models.dossier import Dossier
from models.events import DossierRead, DossierReceived, DossierRefused, ReadBy, SupplementAsked
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.not_allowed import DossierUnknown
from models.person import Person
from models.text import clean

OWN_FOR = timedelta(minutes=15)
"""So long after intake a clerk who opens the own dossier is still at it, and has not gone to look at somebody."""

_PEOPLE = 8
_OUTCOMES = (DossierReceived, SupplementAsked, DossierRefused)


class Read(Struct, frozen=True, kw_only=True):
    """Somebody looked at a file."""

    subject: SubjectId
    code: str
    at: datetime
    clerk: ClerkId
    device: DeviceId
    by: ReadBy
    words: str = ""


def opened(desk: Desk, dossier_id: DossierId, by: ReadBy, words: str = "") -> Dossier:
    """Somebody opens a dossier: recorded with what was searched for, unless it is the own one just taken in.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Verb.READ)
    history = desk.store.log.history(dossier_id)
    if history and not _just_taken_in(desk, history):
        _record(desk, dossier_id, by, words)
    return desk.store.log.dossier(dossier_id)


def person_taken(desk: Desk, person: Person, words: str = "") -> DossierId | None:
    """A person was taken over from an earlier dossier into a form: recorded on that dossier, which is given.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Verb.READ)
    rows = desk.store.rows
    found = rows.by_personal_number(person.personal_number, _PEOPLE) if person.personal_number else []
    for row in found or rows.find(person.full_name, limit=_PEOPLE):
        dossier = desk.store.log.dossier(row.id)
        people = (dossier.owner, dossier.intake.submitter if dossier.intake else None)
        if any(isinstance(one, Person) and _is_same(one, person) for one in people):
            _record(desk, row.id, ReadBy.PERSON, words)
            return row.id
    return None


def reads(desk: Desk, dossier_id: DossierId) -> tuple[Read, ...]:
    """Who looked at this dossier, oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Verb.AUDIT)
    code = desk.store.log.dossier(dossier_id).code
    return tuple(_read(one, code) for one in desk.store.log.history(dossier_id) if isinstance(one.event, DossierRead))


def reads_of(desk: Desk, code: str) -> tuple[Read, ...]:
    """Who looked at the dossier of this code, oldest first; nothing else of it is told.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown.
    """
    require(desk, Verb.AUDIT)
    row = desk.store.rows.by_code(code.strip().upper())
    if row is None:
        raise DossierUnknown(code)
    return reads(desk, row.id)


def reads_by(desk: Desk, clerk: ClerkId) -> tuple[Read, ...]:
    """What this person looked at, at any desk heard of, oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Verb.AUDIT)
    found = sorted(_all_by(desk, clerk), key=lambda one: (one.at, one.device, one.seq))
    codes = {subject: desk.store.log.dossier(DossierId(subject)).code for subject in {one.subject for one in found}}
    return tuple(_read(one, codes[one.subject]) for one in found)


def _all_by(desk: Desk, clerk: ClerkId) -> Iterator[Recorded]:
    return (one for one in desk.store.log.by_clerk(clerk) if isinstance(one.event, DossierRead))


def _read(one: Recorded, code: str) -> Read:
    event = one.event
    by, words = (event.by, event.words) if isinstance(event, DossierRead) else (ReadBy.LIST, "")
    return Read(subject=one.subject, code=code, at=one.at, clerk=one.clerk, device=one.device, by=by, words=words)


def _record(desk: Desk, dossier_id: DossierId, by: ReadBy, words: str) -> None:
    desk.store.log.record(dossier_id, desk.by, DossierRead(by=by, words=clean(words)))


def _just_taken_in(desk: Desk, history: Sequence[Recorded]) -> bool:
    outcomes = [one for one in history if isinstance(one.event, _OUTCOMES)]
    last = outcomes[-1] if outcomes else None
    return (
        last is not None
        and (last.device, last.clerk) == (desk.store.log.device, desk.by)
        and abs(desk.clock() - last.at) <= OWN_FOR
    )


def _is_same(one: Person, other: Person) -> bool:
    if one.personal_number or other.personal_number:
        return one.personal_number == other.personal_number
    return (one.full_name, one.address) == (other.full_name, other.address)
