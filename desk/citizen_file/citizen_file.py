"""A citizen's file (hồ sơ công dân): what the commune has of one person, whatever key it was recorded under.

It is opened by right and recorded when read. Who presents the own card, and whose dossier is being worked on, is asked
nothing; else the clerk says why (Luật 91/2025/QH15: data are read for a purpose).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from desk.access_log import record_file_opened, record_shown
from desk.citizen_file.references import ReferenceWay
from desk.declarations.kept import KeptLine, kept_of
from desk.desk import Desk
from desk.reach import reached
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.events import FileAttached, ReadBy
from models.ids import DossierCode, DossierId, FileDigest
from models.not_allowed import OfOneVerb
from models.person import NumberKind, Person, number_typed
from models.person_key import (
    PersonKey,
    RoleInDossier,
    key_of,
    number_in,
    old_key,
    personal_key,
    personal_number_in,
)
from models.store.projections.appointments.appointment_lists import Appointments
from models.store.projections.citizen_decision import CitizenDecisions
from models.store.projections.online_filing import OnlineFilings
from models.store.projections.post.consignment_lists import Consignments
from models.store.projections.visits.entitled_lists import EntitledPeople
from models.store.projections.visits.visit_lists import Visits
from models.subjects.appointments.appointment import Appointment
from models.subjects.citizen_decision import CitizenDecision, CitizenGroup
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow, named_in, person_in
from models.subjects.post.consignment import Consignment
from models.subjects.service.online_filing import AssistedFiling
from models.subjects.visits.entitled_person import EntitledPerson
from models.subjects.visits.visit import Visit
from models.text import clean, search_words, stored_words

MOST_FOUND = 200
"""Dossiers that a search for people looks through, the newest ones."""


class CitizenUnknown(OfOneVerb):
    """No dossier names this person."""

    sentence = "Chưa có hồ sơ nào của người này ở xã."


class ReadingReasonMissing(OfOneVerb):
    """A file that nobody presented a card for is read for a reason."""

    sentence = "Ghi lý do xem hồ sơ công dân, vì người này không quẹt thẻ và không có hồ sơ đang mở."


class FileDossier(Struct, frozen=True, kw_only=True):
    """A dossier of the file: its row, what the person is to it, and under which key."""

    row: DossierRow
    roles: tuple[RoleInDossier, ...]
    key: PersonKey


class FileEntry(Struct, frozen=True, kw_only=True):
    """One writing of the person.

    Attributes:
        person: as the newest dossier under this key has it; None = no dossier has it any more.
        dossiers: how many there are under it.
    """

    key: PersonKey
    person: Person | None
    dossiers: int


class CitizenFile(Struct, frozen=True, kw_only=True):
    """All that is known here of one person.

    Attributes:
        person: as the newest dossier has the entry that is kept.
        entries: the writings of the person, the kept one first.
        dossiers: newest first.
        visits: to the person's home, ended ones too; appointments: whatever became of them.
        declarations: filled in at this machine in the last days, the newest first.
        decisions: merges and "not the same" that were ever decided about these entries, withdrawn ones too.
    """

    group: CitizenGroup
    person: Person
    entries: tuple[FileEntry, ...]
    dossiers: tuple[FileDossier, ...]
    visits: tuple[Visit, ...] = ()
    entitled: tuple[EntitledPerson, ...] = ()
    consignments: tuple[Consignment, ...] = ()
    online: tuple[AssistedFiling, ...] = ()
    decisions: tuple[CitizenDecision, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    declarations: tuple[KeptLine, ...] = ()


class CitizenFound(Struct, frozen=True, kw_only=True):
    """One person that a search found.

    Attributes:
        key: the person goes by it.
        dossiers: how many of those looked through name the person.
    """

    key: PersonKey
    name: str
    number: str
    address: str
    dossiers: int
    last: datetime | None


class PaperSource(StrEnum):
    """Where a paper of a file comes from."""

    HANDED_IN = "handed_in"
    RESULT = "result"


class FilePaper(Struct, frozen=True, kw_only=True):
    """A scan or electronic result of one of the person's own dossiers.

    Attributes:
        name: of the required paper it shows, else its own; of a result the procedure's.
        here: its bytes lie on this machine.
    """

    name: str
    source: PaperSource
    dossier: DossierId
    code: DossierCode
    on: date | None
    file: FileDigest
    here: bool


def key_typed(text: str) -> PersonKey:
    """The key that somebody means: a key itself, or a number of 12 or 9 digits."""
    kind, number = number_typed(text)
    match kind:
        case NumberKind.PERSONAL:
            return personal_key(number)
        case NumberKind.OLD:
            return old_key(number)
        case _:
            return PersonKey(text.strip())


def find_citizens(desk: Desk, words: str) -> list[CitizenFound]:
    """People that the words name: by name with or without marks, by number, by telephone; newest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.CITIZEN_FILE)
    asked = search_words(words)
    if not asked:
        return []
    rows = reached(desk, desk.store.dossiers.find(words, limit=MOST_FOUND))
    meant = [(row, key, name) for row in rows for key, name in _meant(desk, row, asked)]
    groups = desk.store.lists(CitizenDecisions).people(key for _, key, _ in meant)
    of = {key: group for group in groups for key in group.keys}
    found: dict[PersonKey, list[tuple[DossierRow, PersonKey, str]]] = {}
    for one in meant:
        found.setdefault(of[one[1]].kept, []).append(one)
    record_shown(desk, ReadBy.SHOWN, {row.id for row, _, _ in meant})
    return [_found(kept, of[kept], named) for kept, named in found.items()]


def _found(kept: PersonKey, group: CitizenGroup, named: Sequence[tuple[DossierRow, PersonKey, str]]) -> CitizenFound:
    row, _, name = next((one for one in named if one[1] == kept), named[0])
    numbers = [personal_number_in(key) for key in (kept, *group.keys)] + [number_in(key) for key in (kept, *group.keys)]
    numbers = [number for number in numbers if number and number not in group.wrong_numbers]
    return CitizenFound(
        key=kept,
        name=name,
        number=numbers[0] if numbers else "",
        address=row.address,
        dossiers=len({one.id for one, _, _ in named}),
        last=max((at for one, _, _ in named if (at := one.received_at or one.changed_at)), default=None),
    )


def _meant(desk: Desk, row: DossierRow, asked: Sequence[str]) -> list[tuple[PersonKey, str]]:
    """Whom of a dossier the words name; its owner, where they name none (an address, the old number of a card)."""
    named = named_in(row)
    names = {RoleInDossier.OWNER: row.owner, RoleInDossier.SUBMITTER: row.submitter}
    found = [
        (one.key, names[one.role]) for one in named if one.role in names and _names(names[one.role], one.key, asked)
    ]
    if found or not named:
        return found
    if len(asked) == 1 and asked[0].isdigit():
        dossier = desk.store.log.dossier(row.id)
        for one in named:
            person = person_in(dossier, one.role)
            if person is not None and asked[0] in stored_words(f"{person.old_number} {person.phone}"):
                return [(one.key, person.full_name)]
    return [(named[0].key, names.get(named[0].role, ""))]


def _names(name: str, key: PersonKey, asked: Sequence[str]) -> bool:
    words = stored_words(f"{name} {number_in(key)} {number_in(key)[-4:]}")
    return all(any(word.startswith(one) for word in words) for one in asked)


def open_file(desk: Desk, key: PersonKey, by: ReadBy, reason: str = "") -> CitizenFile:
    """Open the file of a person, which is recorded.

    Args:
        desk: open.
        key: of any entry of the person.
        by: how the person was found; ``SCAN``: the own card was presented, ``PERSON``: out of an open dossier.
        reason: why it is read, in the clerk's words.

    Raises:
        RoleForbids, NobodySignedIn.
        ReadingReasonMissing: it was found otherwise and no reason was given.
        CitizenUnknown: nothing here names this person.
        ContactTooOld: at a visit laptop that the office has not heard of for too long.
    """
    require(desk, Permission.CITIZEN_FILE)
    why = clean(reason)
    if not why and by not in {ReadBy.SCAN, ReadBy.PERSON}:
        raise ReadingReasonMissing
    found = read_file(desk, key)
    record_file_opened(desk, found.group.keys, [one.row.id for one in found.dossiers], why)
    return found


def read_file(desk: Desk, key: PersonKey) -> CitizenFile:
    """The file, for a verb that has the right to it; it records nothing.

    Raises:
        CitizenUnknown.
    """
    rows = desk.store.lists(CitizenDecisions)
    group = rows.person(key)
    named = desk.store.dossiers.of_people(group.keys)
    own = {row.id for row in reached(desk, [row for row, _ in named])}
    dossiers = tuple(
        FileDossier(row=row, roles=tuple(one.role for one in of), key=of[0].key) for row, of in named if row.id in own
    )
    entries = tuple(_entry(desk, one, dossiers) for one in (group.kept, *(k for k in group.keys if k != group.kept)))
    known = [entry.person for entry in entries if entry.person is not None]
    if not known:
        raise CitizenUnknown
    person = known[0]
    return CitizenFile(
        group=group,
        person=person,
        entries=entries,
        dossiers=dossiers,
        visits=tuple(_visits(desk, known)),
        entitled=tuple(_entitled(desk, known)),
        consignments=tuple(_consignments(desk, known)),
        online=tuple(_online(desk, known)),
        decisions=tuple(rows.all_of(group.keys)),
        appointments=tuple(_appointments(desk, known)),
        declarations=tuple(_declarations(desk, known)),
    )


def _entry(desk: Desk, key: PersonKey, dossiers: Iterable[FileDossier]) -> FileEntry:
    own = [one for one in dossiers if key in {named.key for named in named_in(one.row)}]
    person = None
    if own:
        role = next(named.role for named in named_in(own[0].row) if named.key == key)
        person = person_in(desk.store.log.dossier(own[0].row.id), role)
    return FileEntry(key=key, person=person, dossiers=len(own))


def _visits(desk: Desk, known: Sequence[Person]) -> list[Visit]:
    lists = desk.store.lists(Visits)
    found = [one for person in known for one in lists.ever_of(person.personal_number, person.full_name)]
    return list({one.id: one for one in found if _is_any(one.person, known)}.values())


def _entitled(desk: Desk, known: Sequence[Person]) -> list[EntitledPerson]:
    lists = desk.store.lists(EntitledPeople)
    found = [one for person in known for one in lists.by_number(person.personal_number)]
    found += [one for person in known for one in lists.by_name(person.full_name)]
    return list({one.id: one for one in found if one.stands and _is_any(one.person, known)}.values())


def _consignments(desk: Desk, known: Sequence[Person]) -> list[Consignment]:
    waiting = desk.store.lists(Consignments).open()
    people = [(one, _people_of(one)) for one in waiting]
    return [one for one, named in people if any(_is_any(person, known) for person in named)]


def _online(desk: Desk, known: Sequence[Person]) -> list[AssistedFiling]:
    followed = desk.store.lists(OnlineFilings).open()
    return [one for one in followed if one.filing is not None and _is_any(one.filing.person, known)]


def _appointments(desk: Desk, known: Sequence[Person]) -> list[Appointment]:
    lists = desk.store.lists(Appointments)
    return list({one.id: one for person in known for one in lists.of_person(person)}.values())


def _declarations(desk: Desk, known: Sequence[Person]) -> list[KeptLine]:
    return kept_of(desk, (key for person in known if (key := key_of(person))))


def _people_of(consignment: Consignment) -> list[Person]:
    intake = consignment.intake
    named = (intake.submitter, intake.owner) if intake is not None else ()
    return [one for one in named if isinstance(one, Person)]


def _is_any(person: Person, known: Iterable[Person]) -> bool:
    """Whether this is one of the writings; the lists of visits often have name and birth year alone, and no number."""
    key = key_of(person)
    return bool(key) and key in {key_of(one) for one in known}


FINDERS: Mapping[ReferenceWay, Callable[[Desk, Sequence[Person]], Sequence[object]]] = {
    ReferenceWay.VISIT: _visits,
    ReferenceWay.ENTITLED: _entitled,
    ReferenceWay.CONSIGNMENT: _consignments,
    ReferenceWay.ONLINE: _online,
    ReferenceWay.APPOINTMENT: _appointments,
}
"""What a file asks besides the rows of dossiers."""


def papers_of(desk: Desk, file: CitizenFile, most: int = 60) -> list[FilePaper]:
    """Scans and electronic results of the person's own dossiers, newest first: of so many of the newest dossiers.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.CITIZEN_FILE)
    own = [
        one.row for one in file.dossiers if RoleInDossier.OWNER in one.roles and one.row.status != DossierStatus.VOIDED
    ]
    return [paper for row in own[:most] for paper in _papers_in(desk, row.id)]


def _papers_in(desk: Desk, dossier_id: DossierId) -> list[FilePaper]:
    """Scans and electronic results of one dossier, results first; what it reused of an earlier one is told there."""
    dossier = desk.store.log.dossier(dossier_id)
    results = {dossier.processing.electronic, dossier.returned.electronic if dossier.returned else None}
    at = dossier.received_at or dossier.changed_at
    found = []
    for file in dossier.files:
        if file.reused:
            continue
        is_result = file.digest in results
        on = (dossier.processing.decided_at or at) if is_result else at
        found.append(
            FilePaper(
                name=_paper_name(file, dossier.intake.procedure.name if is_result and dossier.intake else ""),
                source=PaperSource.RESULT if is_result else PaperSource.HANDED_IN,
                dossier=dossier_id,
                code=dossier.code,
                on=local_day(on) if on else None,
                file=file.digest,
                here=desk.files.has(file.digest),
            )
        )
    return sorted(found, key=lambda one: one.source is not PaperSource.RESULT)


def _paper_name(file: FileAttached, procedure: str) -> str:
    return procedure or file.paper or file.name
