"""A dossier's row for lists and searches. A new shape needs a new version in ``store.projections.dossier``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from models.calendar.clock import micros
from models.ids import SEQ_BITS, DossierCode, DossierId
from models.person import Organisation, Person
from models.person_key import PersonKey, RoleInDossier, entry_key, key_of, key_word, number_in
from models.subjects.dossier import ENDED, Dossier
from models.subjects.folding import MOST
from models.subjects.processing import Processing
from models.subjects.work_lists import marks_of
from models.text import name_sort_key, phone_key, stored_words_of

MOST_SETS = 9_999
"""More sets of papers than this count as this many: what another desk sent is not bounded."""

Order = Literal["newest", "name", "due"]
"""Of a list."""
_MOST_OWED = 1 << 62
"""What a column can hold; a sum beyond it is nobody's fee."""


class DossierRow(Struct, frozen=True, kw_only=True):
    """One line of the dossiers list.

    Attributes:
        owner_key: sorts by Vietnamese name order.
        submitter: who handed it in for the owner; empty = the owner.
        address: of the owner, else of the submitter.
        field: of the procedure, as published (lĩnh vực).
        resolver, resolver_name: identifier and name of the unit that resolves it.
        sets: number of identical sets of papers.
        return_by: how the citizen wants the result.
        ended_at: see ``Dossier``.
        words: what the search finds it by, each once, without marks or punctuation: name, code, numbers and
            their last four digits, codes of other receipts, the youngest slips, phone, address; and the ``key_word``
            of whom no number of these finds.
        received_by: id of the clerk who took it in, or asked for the supplement before.
        work: what it waits for, a ``WorkMark``.
        stage: value of ``ProcessStage``; empty = not taken in, or ended.
        unit, holder_clerk: ids of who holds it; ``holder``: the same in words, empty = the desk itself.
        step, step_due_at: the process step it is at.
        runs: its clock runs: taken in, not decided, nothing waited for.
        owes: still to be paid, in đồng, of one that has not ended.
        consulted_by: by when the first unanswered consultation is due.
        place, ready_at: of the result at the desk.
        day_rules: names of the rules of a day by which it was taken in.
        bundle: id of the bundle it belongs to; empty = none.
        received_place: place in the log (machine and number) of the event by which it was taken in; 0 = it was not.
        people: who is named in it, each as ``<role>:<key>`` (``models.person_key``), parted by blanks.
        reused: how many of its papers an earlier dossier's scan or electronic result stands for.
    """

    id: DossierId
    code: DossierCode
    slip: str
    owner: str
    owner_key: str
    submitter: str
    personal_number: str
    phone: str
    procedure: str
    procedure_name: str
    status: str
    received_at: datetime | None
    due_at: datetime | None
    disputed: bool
    changed_at: datetime | None
    words: str
    address: str = ""
    field: str = ""
    resolver: str = ""
    resolver_name: str = ""
    sets: int = 1
    return_by: str = ""
    ended_at: datetime | None = None
    received_by: str = ""
    stage: str = ""
    unit: str = ""
    holder_clerk: str = ""
    holder: str = ""
    step: str = ""
    step_due_at: datetime | None = None
    runs: bool = False
    owes: int = 0
    consulted_by: datetime | None = None
    place: str = ""
    ready_at: datetime | None = None
    work: int = 0
    received_place: int = 0
    day_rules: tuple[str, ...] = ()
    bundle: str = ""
    people: str = ""
    reused: int = 0


class NamedAs(Struct, frozen=True):
    """Somebody as a dossier names them."""

    role: RoleInDossier
    key: PersonKey


class DueSpan(Struct, frozen=True, kw_only=True):
    """Dossiers at work that are due from an instant on (None = however long ago) and before another."""

    since: datetime | None = None
    before: datetime


def dossier_row(dossier: Dossier) -> DossierRow:
    """The list's view of a dossier."""
    owner = dossier.owner
    intake = dossier.intake
    submitter = intake.submitter if intake else None
    procedure = intake.procedure if intake else None
    number = owner.personal_number if isinstance(owner, Person) else owner.tax_code if owner else ""
    name = _name(owner)
    at_work = bool(dossier.code) and dossier.status not in ENDED
    work, due_at = dossier.processing, dossier.due.at if dossier.due else None
    people = people_of(dossier)
    return DossierRow(
        id=dossier.id,
        code=dossier.code,
        slip=dossier.slip,
        owner=name,
        owner_key=name_sort_key(name),
        submitter=_name(submitter) if owner is not submitter else "",
        personal_number=number,
        phone=(owner.phone if owner else "") or (submitter.phone if submitter else ""),
        procedure=procedure.code if procedure else "",
        procedure_name=procedure.name if procedure else "",
        status=dossier.status.value,
        received_at=dossier.received_at,
        due_at=due_at,
        disputed=bool(dossier.disputes),
        changed_at=dossier.changed_at,
        words=_words(dossier, people, owner, submitter),
        address=(owner.address if owner else "") or (submitter.address if submitter else ""),
        field=procedure.field if procedure else "",
        resolver=intake.resolved_by.id if intake else "",
        resolver_name=intake.resolved_by.name if intake else "",
        sets=min(max(intake.sets, 0), MOST_SETS) if intake else 1,
        return_by=intake.return_by.value if intake else "",
        ended_at=dossier.ended_at,
        received_by=dossier.received_by,
        stage=work.stage.value if at_work else "",
        unit=work.holder.unit,
        holder_clerk=work.holder.clerk,
        holder=", ".join(filter(None, (work.holder.name, work.holder.unit_name))),
        step=work.step.name if work.step else "",
        step_due_at=work.step_due_at,
        runs=dossier.runs,
        owes=min(dossier.owes, _MOST_OWED) if at_work else 0,
        consulted_by=_first_due(work) if at_work and work.consultations else None,
        place=work.place,
        ready_at=work.ready_at if at_work else None,
        work=marks_of(dossier),
        received_place=(dossier.received_on or 0) << SEQ_BITS | dossier.received_seq,
        day_rules=tuple(dict.fromkeys(" ".join(one.name.split()) for one in dossier.day_rules)),
        bundle=dossier.bundle.id if dossier.bundle else "",
        people=" ".join(f"{one.role.value}:{one.key}" for one in people),
        reused=min(len(reused_papers(dossier)), MOST_SETS),
    )


def people_of(dossier: Dossier) -> list[NamedAs]:
    """Who is named in a dossier, and as what; a collector who is one of the others is not named twice."""
    owner, intake = dossier.owner, dossier.intake
    people: list[tuple[RoleInDossier, Person]] = []
    if isinstance(owner, Person):
        people.append((RoleInDossier.OWNER, owner))
    if intake is not None and intake.submitter is not owner:
        people.append((RoleInDossier.SUBMITTER, intake.submitter))
    found = [NamedAs(role, key_of(person) or entry_key(dossier.id, role)) for role, person in people]
    collector = dossier.returned.collector if dossier.returned else None
    if collector is not None:
        key = key_of(collector) or entry_key(dossier.id, RoleInDossier.COLLECTOR)
        if key not in {one.key for one in found}:
            found.append(NamedAs(RoleInDossier.COLLECTOR, key))
    return found


def named_in(row: DossierRow) -> list[NamedAs]:
    """The same of a row."""
    pairs = (one.partition(":") for one in row.people.split())
    return [NamedAs(RoleInDossier(role), PersonKey(key)) for role, _, key in pairs]


def person_in(dossier: Dossier, role: RoleInDossier) -> Person | None:
    """Whom a dossier names in this role."""
    match role:
        case RoleInDossier.OWNER:
            return dossier.owner if isinstance(dossier.owner, Person) else None
        case RoleInDossier.SUBMITTER:
            return dossier.intake.submitter if dossier.intake else None
        case RoleInDossier.COLLECTOR:
            return dossier.returned.collector if dossier.returned else None


def reused_papers(dossier: Dossier) -> tuple[str, ...]:
    """Names of the papers of a dossier that were not handed in again (QĐ 766: tái sử dụng)."""
    papers = dossier.intake.papers if dossier.intake else ()
    reused = [one.name for one in papers if one.reused]
    reused += [one.paper or one.name for one in dossier.files if one.reused]
    return tuple(dict.fromkeys(reused))


def _words(
    dossier: Dossier, people: Iterable[NamedAs], owner: Person | Organisation | None, submitter: Person | None
) -> str:
    codes = [dossier.code, *dossier.other_codes[-MOST:]]
    found: list[str] = [*codes, *dossier.slips[-MOST:]]
    for person in {id(p): p for p in (owner, submitter) if p is not None}.values():
        phones = [phone_key(one) for one in person.phone.split(",")]
        found += [_name(person), person.address, *phones, *(phone[-4:] for phone in phones)]
        if isinstance(person, Person):
            found += [person.personal_number, person.personal_number[-4:], person.old_number]
            if person.document is not None:
                found.append(person.document.number)
        else:
            found.append(person.tax_code)
    found += [code.rpartition("-")[2] for code in codes if code]
    for one in people:
        if one.role is RoleInDossier.COLLECTOR or not number_in(one.key):
            found.append(key_word(one.key))
    return " ".join(dict.fromkeys(stored_words_of(found)))


def _first_due(work: Processing) -> datetime:
    return min((one.due_at for one in work.consultations), key=micros)


def _name(owner: Person | Organisation | None) -> str:
    if owner is None:
        return ""
    return owner.full_name if isinstance(owner, Person) else owner.name
