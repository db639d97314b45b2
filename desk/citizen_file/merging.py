"""Deciding that two entries are one person, that they are not, and taking either back.

Nothing is rewritten: a merge is an event that every desk hears, and its withdrawal another. Before it, what would clash
is shown; after it, the file is looked through again.
"""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from desk.access_log import record_shown
from desk.citizen_file.citizen_file import CitizenFile, read_file
from desk.citizen_file.likeness import Likeness, likeness
from desk.desk import Desk
from desk.reach import reached
from desk.rights import Permission, require
from models.events import (
    CITIZEN,
    AnyEvent,
    CitizensApartWithdrawn,
    CitizensMerged,
    CitizensToldApart,
    CitizensUnmerged,
    ReadBy,
)
from models.ids import SubjectId, new_subject
from models.not_allowed import OfOneVerb, ReasonMissing
from models.person import Person
from models.person_key import PersonKey, RoleInDossier, personal_number_in
from models.store.projections.citizen_decision import CitizenDecisions
from models.subjects.citizen_decision import CitizenDecision, CitizenGroup, CitizenVerdict
from models.subjects.dossier import ENDED
from models.subjects.dossier_row import DossierRow, named_in, person_in
from models.text import clean, name_key

MOST_COMPARED = 60
"""So many entries of other people are compared with one person at most, those of the newest dossiers."""
_MOST_ROWS = 200

_ENDED = {status.value for status in ENDED}


class SamePersonAlready(OfOneVerb):
    """The two entries are one person already."""

    sentence = "Hai mục này đã là một người."


class NumbersDiffer(OfOneVerb):
    """Two different personal numbers: one of them must be said to be wrong."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        super().__init__(numbers)
        self.numbers = numbers
        self.sentence = (
            f"Hai mục có số định danh khác nhau ({' và '.join(numbers)}); chỉ gộp khi nói rõ số nào đã ghi sai."
        )


class WereToldApart(OfOneVerb):
    """Somebody decided that they are not one person."""

    sentence = (
        "Đã có quyết định hai mục này không phải một người; rút quyết định đó trước, nếu nay thấy là cùng một người."
    )


class DecisionUnknown(OfOneVerb):
    """There is no such decision that stands."""

    sentence = "Không có quyết định này, hoặc đã được rút."


class SameMatter(Struct, frozen=True, kw_only=True):
    """Dossiers of one procedure that are still at work, of one person: perhaps the same matter twice."""

    procedure: str
    codes: tuple[str, ...]


class Clashes(Struct, frozen=True, kw_only=True):
    """What a person should see before two entries become one, and again afterwards.

    Attributes:
        matters: dossiers of one procedure, open under more than one entry.
        numbers: different personal numbers that nobody called wrong.
        likeness: how the two compare, field by field; None = afterwards there is one.
        apart: decisions that they are not one person.
    """

    matters: tuple[SameMatter, ...] = ()
    numbers: tuple[str, ...] = ()
    likeness: Likeness | None = None
    apart: tuple[CitizenDecision, ...] = ()


class CitizenMerge(Struct, frozen=True, kw_only=True):
    """A merge as recorded: the file as it is now, and what still clashes in it."""

    decision: SubjectId
    file: CitizenFile
    clashes: Clashes


class Double(Struct, frozen=True, kw_only=True):
    """Somebody who may be the same person.

    Attributes:
        key: that person goes by it.
        person: as the newest dossier has it.
        dossiers: how many of those looked through name that person.
    """

    key: PersonKey
    person: Person
    dossiers: int
    likeness: Likeness


def doubles(desk: Desk, file: CitizenFile) -> list[Double]:
    """Entries that look like this person, the likeliest first; whom somebody told apart is not among them.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.CITIZEN_FILE)
    known = [entry.person for entry in file.entries if entry.person is not None]
    decisions = desk.store.lists(CitizenDecisions)
    apart = {one for decision in file.group.apart for one in (decision.one, decision.other)}
    rows = _rows_like(desk, known)
    others = {one.key: row for row in reversed(rows) for one in named_in(row) if one.key not in file.group.keys}
    found: dict[PersonKey, Double] = {}
    shown = []
    for group in decisions.people(list(reversed(others))[:MOST_COMPARED]):
        if apart & {*group.keys}:
            continue
        other = next(key for key in group.keys if key in others)
        person = _person(desk, others[other], other)
        best = max((likeness(person, one) for one in known), key=lambda one: one.points) if person else None
        if person is not None and best is not None and best.possible:
            own = [row for row in rows if {one.key for one in named_in(row)} & {*group.keys}]
            shown += [row.id for row in own]
            found[group.kept] = Double(key=group.kept, person=person, dossiers=len(own), likeness=best)
    record_shown(desk, ReadBy.SHOWN, shown)
    return sorted(found.values(), key=lambda one: (not one.likeness.likely, -one.likeness.points, one.key))


def _rows_like(desk: Desk, known: Iterable[Person]) -> list[DossierRow]:
    """Dossiers that may name the same person, newest first: by old number, telephone, whole name, name but a word."""
    asked: list[str] = []
    for person in known:
        numbers = [person.old_number, *(part.strip() for part in person.phone.split(","))]
        asked += [number for number in numbers if number]
        words = name_key(person.full_name).split()
        asked.append(" ".join(words))
        if len(words) > 2:
            asked += [" ".join([*words[:at], *words[at + 1 :]]) for at in range(len(words))]
    found = desk.store.dossiers.find_any(filter(None, asked), limit=_MOST_ROWS)
    return sorted(reached(desk, found), key=lambda row: row.id, reverse=True)


def _person(desk: Desk, row: DossierRow, key: PersonKey) -> Person | None:
    role = next((one.role for one in named_in(row) if one.key == key), RoleInDossier.OWNER)
    return person_in(desk.store.log.dossier(row.id), role)


def clashes_of(desk: Desk, one: PersonKey, other: PersonKey) -> Clashes:
    """What would clash if these two became one person.

    Raises:
        RoleForbids, NobodySignedIn, CitizenUnknown.
    """
    require(desk, Permission.MERGE_CITIZENS)
    return clashes_between(read_file(desk, one), read_file(desk, other))


def clashes_between(first: CitizenFile, second: CitizenFile) -> Clashes:
    """The same of two files that were read."""
    groups = first.group, second.group
    return Clashes(
        matters=_matters(first, second),
        numbers=_numbers(*groups),
        likeness=likeness(first.person, second.person),
        apart=_apart(*groups),
    )


def merge(
    desk: Desk, old: PersonKey, kept: PersonKey, reason: str, *, wrong_numbers: Iterable[str] = ()
) -> CitizenMerge:
    """Two entries are one person.

    Args:
        desk: open.
        old: of the entry that becomes another name.
        kept: of the one the person goes by from now on.
        reason: by what it is seen.
        wrong_numbers: personal numbers of theirs that were written down wrongly.

    Raises:
        RoleForbids, NobodySignedIn, CitizenUnknown, ReasonMissing, SamePersonAlready, NumbersDiffer, WereToldApart.
    """
    require(desk, Permission.MERGE_CITIZENS)
    why = _reason(reason)
    first, second = read_file(desk, old), read_file(desk, kept)
    if first.group.kept == second.group.kept:
        raise SamePersonAlready
    if _apart(first.group, second.group):
        raise WereToldApart
    numbers = {personal_number_in(key) for key in (*first.group.keys, *second.group.keys)} - {""}
    wrong = tuple(sorted(numbers & {*wrong_numbers}))
    left = numbers - {*wrong, *first.group.wrong_numbers, *second.group.wrong_numbers}
    if len(left) > 1 or (numbers and not left):
        raise NumbersDiffer(tuple(sorted(left or numbers)))
    event = CitizensMerged(
        old=first.group.kept,
        kept=second.group.kept,
        old_name=first.person.full_name,
        kept_name=second.person.full_name,
        reason=why,
        wrong_numbers=wrong,
    )
    subject = new_subject(CITIZEN)
    desk.store.log.record(subject, desk.by, event)
    file = read_file(desk, kept)
    return CitizenMerge(decision=subject, file=file, clashes=clashes_in(file))


def clashes_in(file: CitizenFile) -> Clashes:
    """What clashes in a file as it stands."""
    return Clashes(matters=_matters(file), numbers=_numbers(file.group))


def unmerge(desk: Desk, decision: SubjectId, reason: str) -> tuple[CitizenDecision, ...]:
    """Take a merge back: this one, and those of the same two entries that another desk recorded meanwhile.

    Returns:
        What was taken back; the two stay one person where further merges join them (``CitizenDecisions.person``).

    Raises:
        RoleForbids, NobodySignedIn, ReasonMissing, DecisionUnknown.
    """
    require(desk, Permission.MERGE_CITIZENS)
    return _withdraw(desk, decision, CitizenVerdict.MERGED, CitizensUnmerged(reason=_reason(reason)))


def tell_apart(desk: Desk, one: PersonKey, other: PersonKey, reason: str = "") -> SubjectId:
    """Two entries that look like one person are not: they are not proposed again.

    Raises:
        RoleForbids, NobodySignedIn, CitizenUnknown.
        SamePersonAlready: the merge must be taken back first.
        WereToldApart: it was decided already.
    """
    require(desk, Permission.MERGE_CITIZENS)
    first, second = read_file(desk, one), read_file(desk, other)
    if first.group.kept == second.group.kept:
        raise SamePersonAlready
    if _apart(first.group, second.group):
        raise WereToldApart
    subject = new_subject(CITIZEN)
    event = CitizensToldApart(
        one=first.group.kept,
        other=second.group.kept,
        one_name=first.person.full_name,
        other_name=second.person.full_name,
        reason=clean(reason),
    )
    desk.store.log.record(subject, desk.by, event)
    return subject


def withdraw_apart(desk: Desk, decision: SubjectId, reason: str) -> tuple[CitizenDecision, ...]:
    """Take "not the same person" back, likewise.

    Raises:
        RoleForbids, NobodySignedIn, ReasonMissing, DecisionUnknown.
    """
    require(desk, Permission.MERGE_CITIZENS)
    return _withdraw(desk, decision, CitizenVerdict.APART, CitizensApartWithdrawn(reason=_reason(reason)))


def contested(desk: Desk) -> list[CitizenDecision]:
    """Merges that desks decided differently: not followed until one of the decisions is taken back.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.MERGE_CITIZENS)
    return desk.store.lists(CitizenDecisions).contested()


def _withdraw(desk: Desk, decision: SubjectId, verdict: CitizenVerdict, event: AnyEvent) -> tuple[CitizenDecision, ...]:
    rows = desk.store.lists(CitizenDecisions)
    named = rows.decision(decision)
    if named is None or not named.stands or named.verdict is not verdict:
        raise DecisionUnknown
    pair = {named.one, named.other}
    standing = [one for one in rows.all_of([named.one]) if one.stands and one.verdict is verdict]
    taken_back = tuple(one for one in standing if {one.one, one.other} == pair)
    desk.store.log.record_all(desk.by, [(one.id, event) for one in taken_back])
    return taken_back


def _reason(text: str) -> str:
    why = clean(text)
    if not why:
        raise ReasonMissing
    return why


def _numbers(*groups: CitizenGroup) -> tuple[str, ...]:
    numbers = {personal_number_in(key) for group in groups for key in group.keys} - {""}
    left = numbers - {one for group in groups for one in group.wrong_numbers}
    return tuple(sorted(left)) if len(left) > 1 else ()


def _apart(first: CitizenGroup, second: CitizenGroup) -> tuple[CitizenDecision, ...]:
    return tuple(one for one in first.apart if {one.one, one.other} & {*second.keys})


def _matters(*files: CitizenFile) -> tuple[SameMatter, ...]:
    """Procedures with more than one dossier at work of which the person is the owner."""
    at_work: dict[str, dict[str, str]] = defaultdict(dict)
    for file in files:
        for one in file.dossiers:
            if RoleInDossier.OWNER in one.roles and one.row.status not in _ENDED and one.row.procedure:
                at_work[one.row.procedure_name or one.row.procedure][one.row.id] = one.row.code or one.row.slip
    found = (
        SameMatter(procedure=name, codes=tuple(sorted(codes.values())))
        for name, codes in at_work.items()
        if len(codes) > 1
    )
    return tuple(sorted(found, key=lambda one: one.procedure))
