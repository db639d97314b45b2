"""The people in a form: their text normalised, and what a slip still needs of them."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from models.codes.tax_code import tidy_tax_code
from models.not_allowed import NotAllowed, NumberMalformed, PersonDoubtful, PersonIncomplete
from models.person import Authority, Document, DocumentKind, NumberKind, Organisation, Person, number_typed
from models.person_doubts import judge
from models.places.old_places import commune_now
from models.text import clean


def tidy_person(person: Person) -> Person:
    """Every text composed (NFC) and trimmed; the code of the commune when the address certainly names one of today.

    A number goes where its shape belongs: nine digits typed as a personal number are an old one.
    """
    address = clean(person.address)
    return replace(
        _numbered(person),
        full_name=clean(person.full_name),
        address=address,
        commune_code=person.commune_code or _certain_code(address, person.card_issued_on),
        phone=clean(person.phone),
        email=clean(person.email),
        address_before=clean(person.address_before),
        nationality=clean(person.nationality).upper(),
    )


def _numbered(person: Person) -> Person:
    personal, old, document = clean(person.personal_number), clean(person.old_number), tidy_document(person.document)
    kind, number = number_typed(personal)
    match kind:
        case NumberKind.OLD if old in {"", number}:
            personal, old = "", number
        case NumberKind.PASSPORT if document is None:
            personal, document = "", Document(kind=DocumentKind.PASSPORT, number=number)
        case _:
            personal = number
    was, number = number_typed(old)
    return replace(
        person, personal_number=personal, old_number=number if was is NumberKind.OLD else old, document=document
    )


def tidy_document(document: Document | None) -> Document | None:
    """A document, normalised; one with only its kind entered is kept."""
    if document is None:
        return None
    return replace(
        document,
        number=clean(document.number),
        issued_by=clean(document.issued_by),
        known_by=clean(document.known_by),
    )


def _certain_code(address: str, written_on: date | None) -> str:
    commune = commune_now(address, written_on=written_on) if address else None
    return commune.code if commune else ""


def tidy_owner(owner: Person | Organisation | None) -> Person | Organisation | None:
    """An owner, normalised; one without any entry becomes None."""
    if isinstance(owner, Person):
        person = tidy_person(owner)
        return person if person != Person() else None
    if isinstance(owner, Organisation):
        return Organisation(
            name=clean(owner.name),
            tax_code=tidy_tax_code(clean(owner.tax_code)),
            address=clean(owner.address),
            phone=clean(owner.phone),
            email=clean(owner.email),
        )
    return None


def tidy_authority(authority: Authority | None) -> Authority | None:
    """An authority, normalised; an empty one becomes None."""
    if authority is None:
        return None
    tidy = replace(
        authority,
        relation=clean(authority.relation),
        paper=clean(authority.paper),
        number=clean(authority.number),
        certified_by=clean(authority.certified_by),
    )
    return tidy if tidy != Authority(relation="") else None


def problems(role: str, who: Person | Organisation, today: date) -> Iterator[NotAllowed]:
    """What is missing or invalid for a receipt in this person or body; ``role`` is "submitter" or "owner"."""
    if isinstance(who, Organisation):
        if not who.name:
            yield PersonIncomplete(role, ("full_name",))
        return
    missing = tuple(name for name in ("full_name", "address") if not getattr(who, name))
    if missing:
        yield PersonIncomplete(role, missing)
    if who.document is not None and who.document.kind is DocumentKind.NONE and not who.document.known_by:
        yield PersonIncomplete(role, ("known_by",))
    yield from number_problems(role, who)
    yield from impossible(role, who, today)


def impossible(role: str, person: Person, today: date) -> Iterator[NotAllowed]:
    """Values that no person can have."""
    for one in judge(person, today):
        if one.stops:
            yield PersonDoubtful(role, one.field, one.doubt.value)


def number_problems(role: str, person: Person) -> Iterator[NotAllowed]:
    """Numbers that are malformed; nothing is padded or cut to correct them."""
    for number, kind in ((person.personal_number, NumberKind.PERSONAL), (person.old_number, NumberKind.OLD)):
        if number and number_typed(number) != (kind, number):
            yield NumberMalformed(role, number)
