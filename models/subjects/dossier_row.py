"""A dossier's row for lists and searches. A new shape needs a new version in ``store.projections.dossier``."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from models.calendar.clock import micros
from models.ids import SEQ_BITS, DossierCode, DossierId
from models.person import Organisation, Person
from models.subjects.dossier import ENDED, Dossier
from models.subjects.folding import MOST
from models.subjects.work_lists import marks_of
from models.text import name_sort_key, phone_key, stored_words

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
            their last four digits, codes of other receipts, the youngest slips, phone, address.
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
        words=_words(dossier, owner, submitter),
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
        consulted_by=min((one.due_at for one in work.consultations), key=micros, default=None) if at_work else None,
        place=work.place,
        ready_at=work.ready_at if at_work else None,
        work=marks_of(dossier).value,
        received_place=(dossier.received_on or 0) << SEQ_BITS | dossier.received_seq,
        day_rules=tuple(dict.fromkeys(" ".join(one.name.split()) for one in dossier.day_rules)),
        bundle=dossier.bundle.id if dossier.bundle else "",
    )


def _words(dossier: Dossier, owner: Person | Organisation | None, submitter: Person | None) -> str:
    found: list[str] = [dossier.code, *dossier.other_codes[-MOST:], *dossier.slips[-MOST:]]
    for person in {id(p): p for p in (owner, submitter) if p is not None}.values():
        phones = [phone_key(one) for one in person.phone.split(",")]
        found += [_name(person), person.address, *phones, *(phone[-4:] for phone in phones)]
        if isinstance(person, Person):
            found += [person.personal_number, person.personal_number[-4:], person.old_number]
            if person.document is not None:
                found.append(person.document.number)
        else:
            found.append(person.tax_code)
    found += [code.rpartition("-")[2] for code in (dossier.code, *dossier.other_codes[-MOST:]) if code]
    return " ".join(dict.fromkeys(stored_words(" ".join(found))))


def _name(owner: Person | Organisation | None) -> str:
    if owner is None:
        return ""
    return owner.full_name if isinstance(owner, Person) else owner.name
