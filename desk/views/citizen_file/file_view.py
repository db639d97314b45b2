"""Views of citizens' files: people that a search finds, one person's file, entries that look like the same person."""

from msgspec import Struct

from desk.citizen_file.citizen_file import (
    CitizenFile,
    CitizenFound,
    CitizenUnknown,
    FileDossier,
    FilePaper,
    find_citizens,
    open_file,
    papers_of,
    read_file,
)
from desk.citizen_file.file_words import (
    APART_WITHDRAWN,
    NO_NUMBER,
    TAKEN_APART,
    TOLD_APART,
    clash_words,
    count_words,
    double_words,
    elsewhere_words,
    entry_words,
    head_words,
    merged_words,
    source_words,
)
from desk.citizen_file.merging import (
    Double,
    clashes_between,
    clashes_in,
    contested,
    doubles,
    merge,
    tell_apart,
    unmerge,
    withdraw_apart,
)
from desk.rights import Permission, may, require
from desk.views.state import Views
from desk.words.service.citizen_file import ROLE, contested_words, decision_words
from desk.words.terms import STATUS
from models.calendar.clock import local_day
from models.events import ReadBy
from models.ids import DossierId, SubjectId
from models.person import Person, number_of
from models.person_key import PersonKey, key_of, number_in, personal_number_in
from models.subjects.citizen_decision import CitizenVerdict
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import people_of


class CitizenLine(Struct, frozen=True, kw_only=True):
    """One person of the list at the left."""

    key: PersonKey
    name: str
    number: str
    address: str
    dossiers: str


class CitizenDossierLine(Struct, frozen=True, kw_only=True):
    """One dossier of the file."""

    dossier: DossierId
    code: str
    procedure: str
    role: str
    status: str
    open: bool
    on: str


class PaperLineOfFile(Struct, frozen=True, kw_only=True):
    """One paper or result of the file."""

    dossier: DossierId
    name: str
    source: str
    on: str
    code: str


class DoubleLine(Struct, frozen=True, kw_only=True):
    """One entry: of this person, or one that may be.

    Attributes:
        decision: the merge that joined it, or the decision about it, which can be taken back; empty = there is none.
        verdict: of that decision.
        proposed: it looks like this person, and nobody has decided.
        words: who it is, how it looks like this person or what was decided.
        clashes: what is to be seen before it is merged.
        numbers: personal numbers of which one must be called wrong before it is merged.
    """

    key: PersonKey
    name: str
    words: str
    tone: str = ""
    decision: SubjectId = SubjectId("")
    verdict: CitizenVerdict = CitizenVerdict.NONE
    proposed: bool = False
    clashes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class FileView(Struct, frozen=True, kw_only=True):
    """One person's file as the page shows it.

    Attributes:
        head: number, birth, telephone.
        warnings: what clashes in it, and merges that desks decided differently.
        said: what was just decided, as a sentence; empty = it was only opened.
    """

    key: PersonKey
    name: str
    head: str
    address: str
    dossiers: tuple[CitizenDossierLine, ...]
    papers: tuple[PaperLineOfFile, ...]
    entries: tuple[DoubleLine, ...]
    warnings: tuple[str, ...]
    elsewhere: str = ""
    said: str = ""


class CitizenFileViews(Views):
    """What the page of citizens' files asks."""

    def find(self, words: str) -> tuple[CitizenLine, ...]:
        """People that these words name."""
        return tuple(map(_line, find_citizens(self.desk, words)))

    def contested(self) -> tuple[str, ...]:
        """Merges that desks decided differently, as sentences; none for who may not decide."""
        if not may(self.desk, Permission.MERGE_CITIZENS):
            return ()
        return tuple(map(contested_words, contested(self.desk)))

    def open(self, key: PersonKey, by: ReadBy, reason: str) -> FileView:
        """Open a file, which is recorded."""
        return self._view(open_file(self.desk, key, by, reason))

    def again(self, key: PersonKey) -> FileView:
        """The file that is open, after something was decided elsewhere: it was recorded when it was opened."""
        require(self.desk, Permission.CITIZEN_FILE)
        return self._view(read_file(self.desk, key))

    def of_card(self, person: Person) -> FileView:
        """The file of who presents this card."""
        return self.open(key_of(person), ReadBy.SCAN, "")

    def of_dossier(self, dossier: DossierId) -> FileView:
        """The file of the person whose dossier this is; of a body's the file of who handed it in."""
        require(self.desk, Permission.CITIZEN_FILE)
        people = people_of(self.desk.store.log.dossier(dossier))
        if not people:
            raise CitizenUnknown
        return self.open(people[0].key, ReadBy.PERSON, "")

    def merge(self, key: PersonKey, double: PersonKey, reason: str, wrong: tuple[str, ...]) -> FileView:
        """The person of this file and another entry are one: the one with a (right) personal number is kept."""
        better = personal_number_in(double) not in {"", *wrong} and personal_number_in(key) in {"", *wrong}
        old, kept = (key, double) if better else (double, key)
        done = merge(self.desk, old, kept, reason, wrong_numbers=wrong)
        return self._view(done.file, merged_words(done.clashes))

    def apart(self, one: PersonKey, other: PersonKey, reason: str) -> FileView:
        """They are not one person; the file of the first."""
        tell_apart(self.desk, one, other, reason)
        return self._view(read_file(self.desk, one), TOLD_APART)

    def take_back(self, decision: SubjectId, verdict: CitizenVerdict, reason: str, key: PersonKey) -> FileView:
        """Take a decision back; the file of this key."""
        if verdict is CitizenVerdict.MERGED:
            unmerge(self.desk, decision, reason)
            return self._view(read_file(self.desk, key), TAKEN_APART)
        withdraw_apart(self.desk, decision, reason)
        return self._view(read_file(self.desk, key), APART_WITHDRAWN)

    def _view(self, file: CitizenFile, said: str = "") -> FileView:
        person, kept = file.person, file.group.kept
        return FileView(
            key=kept,
            name=person.full_name,
            head=head_words(person, number_of(person) or number_in(kept)),
            address=person.address,
            dossiers=tuple(map(_dossier, file.dossiers)),
            papers=tuple(map(_paper, papers_of(self.desk, file))),
            entries=(*_entries(file), *self._doubles(file)),
            warnings=(*clash_words(clashes_in(file)), *map(contested_words, file.group.contested)),
            elsewhere=elsewhere_words(file),
            said=said,
        )

    def _doubles(self, file: CitizenFile) -> list[DoubleLine]:
        if not may(self.desk, Permission.MERGE_CITIZENS):
            return []
        return [self._double(file, one) for one in doubles(self.desk, file)]

    def _double(self, file: CitizenFile, double: Double) -> DoubleLine:
        clashes = clashes_between(read_file(self.desk, double.key), file)
        return DoubleLine(
            key=double.key,
            name=double.person.full_name,
            words=double_words(double),
            tone="warn" if double.likeness.likely else "",
            proposed=True,
            clashes=tuple(clash_words(clashes)),
            numbers=clashes.numbers,
        )


def _line(found: CitizenFound) -> CitizenLine:
    return CitizenLine(
        key=found.key,
        name=found.name,
        number=found.number or NO_NUMBER,
        address=found.address,
        dossiers=count_words(found.dossiers),
    )


def _dossier(one: FileDossier) -> CitizenDossierLine:
    row, status = one.row, DossierStatus(one.row.status)
    at = row.received_at or row.changed_at
    return CitizenDossierLine(
        dossier=row.id,
        code=row.code or row.slip,
        procedure=row.procedure_name,
        role=", ".join(ROLE[role] for role in one.roles),
        status=STATUS[status],
        open=row.ended_at is None,
        on=f"{local_day(at):%d/%m/%Y}" if at else "",
    )


def _paper(one: FilePaper) -> PaperLineOfFile:
    return PaperLineOfFile(
        dossier=one.dossier,
        name=one.name,
        source=source_words(one),
        on=f"{one.on:%d/%m/%Y}" if one.on else "",
        code=one.code,
    )


def _entries(file: CitizenFile) -> list[DoubleLine]:
    """What was decided about the entries of the person, and the entries where there is more than one."""
    lines = []
    if len(file.entries) > 1:
        lines += [
            DoubleLine(
                key=one.key,
                name=one.person.full_name if one.person else "",
                words=entry_words(one, file.group),
            )
            for one in file.entries
        ]
    lines += [
        DoubleLine(
            key=one.one,
            name=one.one_name,
            words=decision_words(one),
            decision=one.id if one.stands else SubjectId(""),
            verdict=one.verdict,
            tone="muted" if one.withdrawn else "",
        )
        for one in file.decisions
    ]
    return lines
