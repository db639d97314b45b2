"""Who looked at which citizen's file: recorded once per opening, on the dossier itself.

Whose number and phone stood in a list, was offered while typing, or went out with an export is recorded on the clerk's
session, once a day for each dossier: one event for each list that shows somebody new.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.reach import check_loaded, check_reach, reached
from desk.rights import Permission, may, require
from desk.staff.accounts import subject_of
from models.calendar.clock import local_day
from models.events import DossierRead, DossierReceived, DossierRefused, PeopleShown, ReadBy, SupplementAsked
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.not_allowed import DossierUnknown
from models.person import Person
from models.person_key import PersonKey, key_word
from models.subjects.dossier import Dossier
from models.subjects.dossier_row import people_of
from models.text import clean

OWN_FOR = timedelta(minutes=15)
"""So long after intake a clerk who opens the own dossier is still at it, and has not gone to look at somebody."""

MOST_NAMED = 50
"""Of a list that shows more new people at once the event carries their count and a digest."""

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
    count: int = 1
    """Of how many dossiers, where they are not named: then ``subject`` and ``code`` are empty."""


def record_opened(desk: Desk, dossier_id: DossierId, by: ReadBy, words: str = "") -> Dossier:
    """Somebody opens a dossier: recorded with what was searched for, unless it is the own one just taken in.

    Raises:
        RoleForbids, NobodySignedIn, OutOfReach. ContactTooOld: it was loaded onto this visit laptop.
    """
    require(desk, Permission.READ)
    dossier, history = desk.store.log.dossier(dossier_id), desk.store.log.history(dossier_id)
    check_reach(desk, dossier)
    if history and not _just_taken_in(desk, history):
        _record(desk, dossier_id, by, words)
        return desk.store.log.dossier(dossier_id)
    return dossier


def record_person_taken(desk: Desk, person: Person, words: str = "") -> DossierId | None:
    """A person was taken over from an earlier dossier into a form: recorded on that dossier, which is given.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    known = desk.store.dossiers
    found = known.by_personal_number(person.personal_number, _PEOPLE) if person.personal_number else []
    for row in reached(desk, found or known.find(person.full_name, limit=_PEOPLE)):
        dossier = desk.store.log.dossier(row.id)
        people = (dossier.owner, dossier.intake.submitter if dossier.intake else None)
        if any(isinstance(one, Person) and _is_same(one, person) for one in people):
            _record(desk, row.id, ReadBy.PERSON, words)
            return row.id
    return None


def record_shown(desk: Desk, by: ReadBy, dossiers: Iterable[DossierId]) -> None:
    """Number and phone of these are about to be shown to who works here now: recorded for those not shown today.

    Raises:
        RoleForbids, NobodySignedIn.
        OutOfReach, ContactTooOld: one of them is not for who works here now; nothing was recorded, and nothing is to
            be shown.
        DiskFull, DiskFailing, FolderReadOnly: it could not be recorded.
    """
    require(desk, Permission.READ)
    dossiers = tuple(dossiers)
    check_loaded(desk, dossiers)
    seen, today, clerk = desk.observations.shown, desk.today, desk.by
    fresh = sorted({one for one in dossiers if seen.get((clerk, one)) != today})
    if not fresh:
        return
    if not may(desk, Permission.READ_ALL):
        for id_ in fresh:
            check_reach(desk, desk.store.log.dossier(id_))
    _record_shown(desk, by, fresh)
    for one in [one for one, day in seen.items() if day != today]:
        del seen[one]  # a window that stays open for months keeps one day
    seen.update(((clerk, one), today) for one in fresh)


def record_file_opened(desk: Desk, people: Sequence[PersonKey], dossiers: Sequence[DossierId], reason: str) -> None:
    """A citizen's file is about to be shown: each opening is recorded, with all dossiers it holds.

    Args:
        desk: open; who works here has the right to the file.
        people: all keys of the person.
        dossiers: those of the file that are shown.
        reason: why, in the clerk's words; empty = the person is here, or the dossier is being worked on.

    Raises:
        ContactTooOld: at a visit laptop that the office has not heard of for too long.
        DiskFull, DiskFailing, FolderReadOnly: it could not be recorded.
    """
    if desk.is_visit_laptop:
        from desk.visit_laptop import check_contact  # noqa: PLC0415 - at a visit laptop only

        check_contact(desk)
    words = tuple(sorted(key_word(one) for one in people))
    _record_shown(desk, ReadBy.CITIZEN_FILE, sorted(dossiers), people=words, reason=reason)


def record_export(desk: Desk) -> None:
    """Everything of everybody is about to be written out: recorded first, so that the export itself tells it.

    Raises:
        RoleForbids, NobodySignedIn.
        DiskFull, DiskFailing, FolderReadOnly: it could not be recorded.
    """
    require(desk, Permission.KEEP)
    count = desk.store.log.counts().dossiers
    desk.store.log.record(subject_of(desk.by), desk.by, PeopleShown(by=ReadBy.EXPORT, count=count))


def record_register(desk: Desk, first: date, last: date, count: int) -> None:
    """The register of these days is about to be written out: recorded first.

    Raises:
        RoleForbids, NobodySignedIn.
        DiskFull, DiskFailing, FolderReadOnly: it could not be recorded.
    """
    require(desk, Permission.REGISTER)
    event = PeopleShown(by=ReadBy.REGISTER, count=count, received_from=first, received_to=last)
    desk.store.log.record(subject_of(desk.by), desk.by, event)


def _record_shown(
    desk: Desk, by: ReadBy, fresh: Sequence[DossierId], *, people: tuple[str, ...] = (), reason: str = ""
) -> None:
    event = PeopleShown(by=by, count=len(fresh), people=people, reason=reason)
    if len(fresh) <= MOST_NAMED:
        event = replace(event, dossiers=tuple(fresh))
    else:
        event = replace(event, digest=hashlib.sha256("\n".join(fresh).encode()).hexdigest())
    desk.store.log.record(subject_of(desk.by), desk.by, event)


def reads(desk: Desk, dossier_id: DossierId) -> tuple[Read, ...]:
    """Who looked at this dossier or had it shown in a list or an export, oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.AUDIT)
    history = desk.store.log.history(dossier_id)
    if not history:
        return ()
    code, first = desk.store.dossiers.code_of(dossier_id), history[0]
    dossier = desk.store.log.dossier(dossier_id)
    received = local_day(dossier.received_at) if dossier.received_at is not None else None
    people = {key_word(one.key) for one in people_of(dossier)}
    read = [_read(one, code) for one in history if isinstance(one.event, DossierRead)]
    for one in _shown_since(desk, first):
        event = one.event
        if not isinstance(event, PeopleShown):
            continue
        in_file = not event.dossiers and bool(people & {*event.people})
        if dossier_id in event.dossiers or in_file or _wrote_out(event, one, first, received):
            read.append(_shown(one, event.by, dossier_id, code, words=event.reason))
    return tuple(sorted(read, key=lambda one: one.at))


def reads_of(desk: Desk, code: str) -> tuple[Read, ...]:
    """Who looked at the dossier of this code, oldest first; nothing else of it is told.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown.
    """
    require(desk, Permission.AUDIT)
    row = desk.store.dossiers.by_code(code.strip().upper())
    if row is None:
        raise DossierUnknown(code)
    return reads(desk, row.id)


def reads_by(desk: Desk, clerk: ClerkId) -> tuple[Read, ...]:
    """What this person looked at, at any desk heard of, oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.AUDIT)
    found = sorted(_all_by(desk, clerk), key=lambda one: (one.at, one.device, one.seq))
    subjects = {one.subject for one in found if isinstance(one.event, DossierRead)}
    subjects |= {
        one for recorded in found if isinstance(recorded.event, PeopleShown) for one in recorded.event.dossiers
    }
    codes = {subject: desk.store.dossiers.code_of(DossierId(subject)) for subject in subjects}
    read: list[Read] = []
    for one in found:
        event = one.event
        if not isinstance(event, PeopleShown):
            read.append(_read(one, codes[one.subject]))
        elif event.dossiers:
            read += (_shown(one, event.by, subject, codes[subject], words=event.reason) for subject in event.dossiers)
        else:
            read.append(_shown(one, event.by, SubjectId(""), "", count=event.count, words=event.reason))
    return tuple(read)


def _all_by(desk: Desk, clerk: ClerkId, since: Recorded | None = None) -> Iterator[Recorded]:
    last = since
    while page := desk.store.log.looks_of(clerk, after=last):
        yield from (one for one in page if isinstance(one.event, DossierRead | PeopleShown))
        last = page[-1]


def _shown_since(desk: Desk, first: Recorded) -> Iterator[Recorded]:
    """What everybody known here looked at after an event: who shows a dossier has heard of its first one before."""
    known = desk.store.accounts.keys()
    people = {desk.settings.clerk.id, *(ClerkId(one) for one in known)}
    for clerk in sorted(people):
        yield from _all_by(desk, clerk, first)


def _wrote_out(event: PeopleShown, one: Recorded, first: Recorded, received: date | None) -> bool:
    """Whether a dossier was in what was written out: begun before, and received in its period, where it had one."""
    if event.by not in {ReadBy.EXPORT, ReadBy.REGISTER} or one.at < first.at:
        return False
    begin, end = event.received_from, event.received_to
    return begin is None or end is None or (received is not None and begin <= received <= end)


def _shown(one: Recorded, by: ReadBy, subject: SubjectId, code: str, *, count: int = 1, words: str = "") -> Read:
    read = Read(subject=subject, code=code, at=one.at, clerk=one.clerk, device=one.device, by=by)
    return replace(read, count=count, words=words)


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
