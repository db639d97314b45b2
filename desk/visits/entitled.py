"""The commune's own list of people who are served at home: read from a file, offered when a visit is asked for.

Nobody is entered twice: a person is known by the number, else by name with birth and hamlet, and a line that says
nothing new records nothing.
"""

import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import people
from desk.intake.list_result import BadRow, Listed
from desk.intake.name_list import read_list
from desk.intake.table import Line, read_file
from desk.reach import is_closed
from desk.rights import Permission, require
from desk.visits.hamlets import hamlet_key, hamlet_of
from models.events import ENTITLED, AnyEvent, EntitledListed, EntitledRemoved, VisitGround
from models.ids import SubjectId
from models.not_allowed import OfOneVerb, PersonIncomplete, ReasonMissing
from models.person import Person
from models.store.projections.visits.entitled_lists import EntitledPeople
from models.store.projections.visits.entitled_person import ENTITLED_PEOPLE
from models.subjects.visits.entitled_person import EntitledPerson
from models.text import clean, name_key, search_key

_ID = uuid.UUID("5b0f8c3e-0d1e-4d0a-9a53-6f1f7a0c4e11")
"""Names of entries are made under it, so that two machines that read one list name its people alike."""

_GROUND_HEAD = re.compile(r"\b(dien(?! thoai)|doi tuong|ly do|loai)\b")
_HAMLET_HEAD = re.compile(r"^(thon|xom|ap|ban|buon|lang|to|khu|to dan pho|khu pho|thon/to|thon, ?to)( .*)?$")
_GROUNDS = (
    (VisitGround.MERIT, re.compile(r"co cong|thuong binh|benh binh|liet si|me viet nam|lao thanh|nguoi cong")),
    (VisitGround.DISABILITY, re.compile(r"khuyet tat|tan tat|nkt")),
    (VisitGround.AGE, re.compile(r"cao tuoi|gia yeu|nguoi gia|tren \d\d tuoi|nct")),
    (VisitGround.ILLNESS, re.compile(r"om|benh|liet|bhxh dai ngay|khong di lai")),
)
_OFFERED = 8


class GroundMissing(OfOneVerb):
    """A line names no ground and none was said for the whole list."""

    sentence = "Danh sách không có cột diện (có công, cao tuổi, khuyết tật, ốm đau): chọn diện chung cho cả danh sách."


class NotEntitled(OfOneVerb):
    """Nobody of this name stands on the list."""

    sentence = "Người này không có trong danh sách phục vụ tại nhà."


class ListedEntry(Struct, frozen=True, kw_only=True):
    """One line as it would be entered; ``known``: the entry that is there already, ``same``: and says the same."""

    line: int
    entry: EntitledListed
    subject: SubjectId
    known: bool
    same: bool


class EntitledImport(Struct, frozen=True, kw_only=True):
    """What a file comes to: people, and lines that need somebody's look."""

    entries: tuple[ListedEntry, ...]
    bad: tuple[BadRow, ...]

    @property
    def new(self) -> int:
        """How many were not on the list."""
        return sum(not one.known for one in self.entries)

    @property
    def changed(self) -> int:
        """How many stood there with something else."""
        return sum(one.known and not one.same for one in self.entries)


def read(desk: Desk, path: Path, ground: VisitGround | None = None, *, sheet: str = "") -> EntitledImport:
    """What a list of people (XLSX, CSV) comes to; nothing is recorded.

    Args:
        desk: open.
        path: the file.
        ground: of everybody whose line names none.
        sheet: of a workbook; empty = the first one with text.

    Raises:
        GroundMissing; those of ``read_file``; RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    table = read_file(path, sheet)
    listed = read_list(table, today=desk.today)
    lines = {line.number: line for line in table.lines}
    entries: dict[SubjectId, ListedEntry] = {}
    for row in listed.rows:
        said = _ground(listed, lines[row.line]) or ground
        if said is None:
            raise GroundMissing
        person = people.tidy_person(row.person)
        hamlet = _cell(listed, lines[row.line], _HAMLET_HEAD, whole=True) or hamlet_of(person.address)
        entry = EntitledListed(person=person, ground=said, hamlet=hamlet, source=clean(path.name)[:120])
        one = _entry(desk, row.line, entry)
        entries.setdefault(one.subject, one)
    return EntitledImport(entries=tuple(entries.values()), bad=listed.bad)


def enter(desk: Desk, entries: Iterable[EntitledListed]) -> int:
    """Put people on the list, or their entries right; how many were new or changed.

    Raises:
        PersonIncomplete, NumberMalformed, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    facts: dict[SubjectId, AnyEvent] = {}
    for entry in entries:
        tidy = replace(entry, person=people.tidy_person(entry.person), note=clean(entry.note))
        tidy = replace(tidy, hamlet=clean(tidy.hamlet) or hamlet_of(tidy.person.address))
        if not tidy.person.full_name:
            raise PersonIncomplete("submitter", ("full_name",))
        for problem in people.number_problems("submitter", tidy.person):
            raise problem
        one = _entry(desk, 0, tidy)
        if not one.same:
            facts.setdefault(one.subject, one.entry)
    if facts:
        desk.store.log.record_all(desk.by, list(facts.items()))
    return len(facts)


def remove(desk: Desk, subject: SubjectId, reason: str) -> EntitledPerson:
    """Take somebody off the list.

    Raises:
        ReasonMissing, NotEntitled, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    if not clean(reason):
        raise ReasonMissing
    if not (subject.startswith(ENTITLED) and desk.store.log.subject(ENTITLED_PEOPLE, subject).stands):
        raise NotEntitled
    desk.store.log.record(subject, desk.by, EntitledRemoved(reason=clean(reason)))
    return desk.store.log.subject(ENTITLED_PEOPLE, subject)


def listed(desk: Desk) -> tuple[EntitledPerson, ...]:
    """Everybody on the list, hamlet by hamlet, by name.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    found = (one for one in desk.store.lists(EntitledPeople).all() if not is_closed(desk, one.id))
    return tuple(sorted(found, key=lambda one: (hamlet_key(one.hamlet), name_key(one.person.full_name))))


def offered(desk: Desk, typed: str) -> tuple[EntitledPerson, ...]:
    """People on the list to whom a number or the beginning of a name belongs.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    typed = clean(typed)
    known = desk.store.lists(EntitledPeople)
    found = known.by_number(typed) if typed.isdigit() else known.beginning(typed, _OFFERED)
    return tuple(one for one in found if one.stands and not is_closed(desk, one.id))


def _entry(desk: Desk, line: int, entry: EntitledListed) -> ListedEntry:
    there = _known(desk, entry)
    if there is None:
        return ListedEntry(line=line, entry=entry, subject=_name(entry), known=False, same=False)
    old = there.person
    kept = {
        name: getattr(entry.person, name) or getattr(old, name)
        for name in ("personal_number", "old_number", "born_on", "born_year", "sex", "phone", "address", "commune_code")
    }
    if search_key(entry.person.address) in search_key(old.address):  # a list that names the hamlet alone
        kept |= {"address": old.address, "commune_code": old.commune_code}
    if search_key(entry.person.full_name) == entry.person.full_name.lower():  # written without marks
        kept["full_name"] = old.full_name
    merged = replace(
        entry,
        person=replace(entry.person, **kept),
        hamlet=entry.hamlet or there.hamlet,
        note=entry.note or there.note,
    )
    same = (merged.person, merged.ground, merged.hamlet, merged.note) == (old, there.ground, there.hamlet, there.note)
    return ListedEntry(line=line, entry=merged, subject=there.id, known=there.stands, same=same and there.stands)


def _known(desk: Desk, entry: EntitledListed) -> EntitledPerson | None:
    """The entry of this person, removed or not: by number; else by name, birth and hamlet as far as both are known."""
    rows, who = desk.store.lists(EntitledPeople), entry.person
    by_number = rows.by_number(who.personal_number)
    if by_number:
        return by_number[0]
    for one in rows.by_name(who.full_name):
        if one.person.personal_number and who.personal_number:
            continue
        births = [(_year(one.person), _year(who)), (hamlet_key(one.hamlet), hamlet_key(entry.hamlet))]
        if all(mine == theirs for mine, theirs in births if mine and theirs):
            return one
    return None


def _name(entry: EntitledListed) -> SubjectId:
    """The same for one person on every machine that reads the same list."""
    who = entry.person
    known_by = who.personal_number or "|".join(
        (name_key(who.full_name), str(_year(who) or ""), hamlet_key(entry.hamlet), name_key(who.address))
    )
    return SubjectId(ENTITLED + str(uuid.uuid5(_ID, known_by)))


def _year(person: Person) -> int | None:
    return person.born_on.year if person.born_on else person.born_year


def _ground(listed: Listed, line: Line) -> VisitGround | None:
    said = search_key(_cell(listed, line, _GROUND_HEAD))
    return next((ground for ground, words in _GROUNDS if said and words.search(said)), None)


def _cell(listed: Listed, line: Line, head: re.Pattern[str], *, whole: bool = False) -> str:
    """What stands in the first column whose head says so; ``whole``: with the head's word where it leaves it out."""
    for column in listed.columns:
        if head.search(search_key(clean(column.head))) and column.at < len(line.cells):
            text = clean(line.cells[column.at])
            if text and whole and text.isdigit():
                return f"{column.part or clean(column.head).capitalize()} {text}"
            return text
    return ""
