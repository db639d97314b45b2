"""The people a form names: their words made tidy, and what a slip would still lack of them."""

from collections.abc import Iterator

from msgspec.structs import replace

from models.not_allowed import NotAllowed, NumberMalformed, PersonIncomplete
from models.person import Authority, Organisation, Person
from models.places import commune_of
from models.text import clean

PERSONAL_NUMBER = 12
"""Digits of a personal number (số định danh)."""
OLD_NUMBER = 9
"""Digits of the former number (CMND)."""


def tidy_person(person: Person) -> Person:
    """Every text composed (NFC) and trimmed; the code of the commune when the address certainly names one of today."""
    address = clean(person.address)
    return replace(
        person,
        full_name=clean(person.full_name),
        personal_number=clean(person.personal_number),
        old_number=clean(person.old_number),
        address=address,
        commune_code=person.commune_code or _certain_code(address),
        phone=clean(person.phone),
        email=clean(person.email),
    )


def _certain_code(address: str) -> str:
    commune = commune_of(address)
    return commune.code if commune else ""


def tidy_owner(owner: Person | Organisation | None) -> Person | Organisation | None:
    """The same of an owner; one of whom nothing was entered is none."""
    if isinstance(owner, Person):
        person = tidy_person(owner)
        return person if person != Person() else None
    if isinstance(owner, Organisation):
        return Organisation(
            name=clean(owner.name),
            tax_code=clean(owner.tax_code),
            address=clean(owner.address),
            phone=clean(owner.phone),
            email=clean(owner.email),
        )
    return None


def tidy_authority(authority: Authority | None) -> Authority | None:
    """The same of an authority; one that says nothing is none."""
    if authority is None:
        return None
    tidy = replace(authority, relation=clean(authority.relation), paper=clean(authority.paper))
    return tidy if tidy.relation or tidy.paper else None


def problems(role: str, who: Person | Organisation) -> Iterator[NotAllowed]:
    """What a receipt would lack of this person or body, in this role ("submitter", "owner")."""
    if isinstance(who, Organisation):
        if not who.name:
            yield PersonIncomplete(role, ("full_name",))
        return
    missing = tuple(name for name in ("full_name", "address") if not getattr(who, name))
    if missing:
        yield PersonIncomplete(role, missing)
    yield from number_problems(role, who)


def number_problems(role: str, person: Person) -> Iterator[NotAllowed]:
    """A number that is there and is none; nothing is padded or cut to make it one."""
    for number, length in ((person.personal_number, PERSONAL_NUMBER), (person.old_number, OLD_NUMBER)):
        if number and not (len(number) == length and number.isascii() and number.isdigit()):
            yield NumberMalformed(role, number)
