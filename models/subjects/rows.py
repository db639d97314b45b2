"""What lists and searches show of a dossier or ticket: a cache of its fold, made by one pure function each.

A new shape here = raise ``ROWS_VERSION``; the store then rebuilds all rows at the next start.
"""

from datetime import date, datetime

from msgspec import Struct

from models.ids import DossierCode, DossierId, TicketId
from models.person import Organisation, Person
from models.subjects.dossier import Dossier
from models.subjects.ticket import GROWING, OPEN, Ticket
from models.text import name_sort_key, search_words

ROWS_VERSION = 8


MOST = 200
"""Of what grows with a history that does not end (slips, calls, periods …) a row has so many of the youngest, so that
writing it costs the same however long the history is. No day at a desk comes near."""


class DossierRow(Struct, frozen=True, kw_only=True):
    """One line of the dossiers list.

    Attributes:
        owner_key: sorts by Vietnamese name order.
        words: what the search finds it by, each once, without marks or punctuation: name, code, numbers and
            their last four digits, the youngest slips, phone, address.
    """

    id: DossierId
    code: DossierCode
    slip: str
    owner: str
    owner_key: str
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


class TicketRow(Struct, frozen=True, kw_only=True):
    """One line of the waiting line. The fold rides along, with ``MOST`` of what grows."""

    id: TicketId
    day: date
    number: str
    open: bool
    ticket: Ticket


def dossier_row(dossier: Dossier) -> DossierRow:
    """The list's view of a dossier."""
    owner = dossier.owner
    submitter = dossier.intake.submitter if dossier.intake else None
    procedure = dossier.intake.procedure if dossier.intake else None
    number = owner.personal_number if isinstance(owner, Person) else owner.tax_code if owner else ""
    name = _name(owner)
    return DossierRow(
        id=dossier.id,
        code=dossier.code,
        slip=dossier.slip,
        owner=name,
        owner_key=name_sort_key(name),
        personal_number=number,
        phone=(owner.phone if owner else "") or (submitter.phone if submitter else ""),
        procedure=procedure.code if procedure else "",
        procedure_name=procedure.name if procedure else "",
        status=dossier.status.value,
        received_at=dossier.received_at,
        due_at=dossier.due.at if dossier.due else None,
        disputed=bool(dossier.disputes),
        changed_at=dossier.changed_at,
        words=_words(dossier, owner, submitter),
    )


def ticket_row(ticket: Ticket) -> TicketRow:
    """The waiting line's view of a ticket. One of which only the later life has arrived is not open yet."""
    is_open = ticket.state in OPEN and bool(ticket.number)
    for growing in GROWING:
        grown = growing.of(ticket)
        if len(grown) > MOST:
            ticket = growing.put(ticket, grown[-MOST:])
    return TicketRow(id=ticket.id, day=ticket.day, number=ticket.number, open=is_open, ticket=ticket)


def _words(dossier: Dossier, owner: Person | Organisation | None, submitter: Person | None) -> str:
    found: list[str] = [dossier.code, *dossier.slips[-MOST:]]
    for person in {id(p): p for p in (owner, submitter) if p is not None}.values():
        found += [_name(person), person.address, person.phone, person.phone[-4:]]
        if isinstance(person, Person):
            found += [person.personal_number, person.personal_number[-4:], person.old_number]
            if person.document is not None:
                found.append(person.document.number)
        else:
            found.append(person.tax_code)
    if dossier.code:
        found.append(dossier.code.rpartition("-")[2])
    return " ".join(dict.fromkeys(search_words(" ".join(found))))


def _name(owner: Person | Organisation | None) -> str:
    if owner is None:
        return ""
    return owner.full_name if isinstance(owner, Person) else owner.name
