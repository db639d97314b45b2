"""Checks a dossier for what its national message would lack or could not hold; warns the clerk only.

Covers every generation: a field that any of them would refuse is named.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from models.person import Authority, Organisation, Person, number_of
from models.text import clean
from sync.national.shapes import EMAIL, NUMBER, OLD_NUMBER, TAX_CODE, is_code, phone, procedure


class NationalField(StrEnum):
    """What is told of."""

    PROCEDURE = "procedure"
    CODE = "code"
    NAME = "name"
    NUMBER = "number"
    OLD_NUMBER = "old_number"
    TAX_CODE = "tax_code"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    AUTHORITY = "authority"
    FEE = "fee"


class FieldFault(StrEnum):
    """What is wrong with it."""

    MISSING = "missing"
    MALFORMED = "malformed"


class PersonRole(StrEnum):
    """Whose it is."""

    OWNER = "owner"
    SUBMITTER = "submitter"
    DOSSIER = "dossier"


class FieldProblem(Struct, frozen=True):
    """One thing the national message would lack or could not hold."""

    role: PersonRole
    field: NationalField
    kind: FieldFault


class NationalFacts(Struct, frozen=True, kw_only=True):
    """What can be judged before and after intake. ``code`` empty = not given out yet."""

    procedure: str
    submitter: Person
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    code: str = ""
    amounts: tuple[int, ...] = ()


def problems(facts: NationalFacts) -> tuple[FieldProblem, ...]:
    """Everything at fault, most basic first; empty = every generation can take it."""
    return tuple(_problems(facts))


def _problems(facts: NationalFacts) -> Iterator[FieldProblem]:
    if not procedure(facts.procedure):
        yield FieldProblem(
            PersonRole.DOSSIER, NationalField.PROCEDURE, FieldFault.MALFORMED if facts.procedure else FieldFault.MISSING
        )
    if facts.code and not is_code(facts.code):
        yield FieldProblem(PersonRole.DOSSIER, NationalField.CODE, FieldFault.MALFORMED)
    if any(amount < 0 for amount in facts.amounts):
        yield FieldProblem(PersonRole.DOSSIER, NationalField.FEE, FieldFault.MALFORMED)
    owner = facts.owner or facts.submitter
    yield from _who(PersonRole.OWNER, owner)
    if owner != facts.submitter:
        yield from _who(PersonRole.SUBMITTER, facts.submitter)
        if facts.authority is None:
            yield FieldProblem(PersonRole.DOSSIER, NationalField.AUTHORITY, FieldFault.MISSING)
    if not owner.phone and not facts.submitter.phone:
        yield FieldProblem(PersonRole.OWNER, NationalField.PHONE, FieldFault.MISSING)


def _who(role: PersonRole, who: Person | Organisation) -> Iterator[FieldProblem]:
    name = who.name if isinstance(who, Organisation) else who.full_name
    if not clean(name):
        yield FieldProblem(role, NationalField.NAME, FieldFault.MISSING)
    if isinstance(who, Organisation):
        if not TAX_CODE.fullmatch(who.tax_code):
            yield FieldProblem(
                role, NationalField.TAX_CODE, FieldFault.MALFORMED if who.tax_code else FieldFault.MISSING
            )
    else:
        yield from _numbers(role, who)
    if role is PersonRole.OWNER and not clean(who.address):
        yield FieldProblem(role, NationalField.ADDRESS, FieldFault.MISSING)
    if who.phone and not phone(who.phone):
        yield FieldProblem(role, NationalField.PHONE, FieldFault.MALFORMED)
    if who.email and not EMAIL.fullmatch(who.email):
        yield FieldProblem(role, NationalField.EMAIL, FieldFault.MALFORMED)


def _numbers(role: PersonRole, person: Person) -> Iterator[FieldProblem]:
    """The owner must be known by one of the two numbers; whoever only came need not."""
    for number, shape, field in (
        (person.personal_number, NUMBER, NationalField.NUMBER),
        (person.old_number, OLD_NUMBER, NationalField.OLD_NUMBER),
    ):
        if number and not shape.fullmatch(number):
            yield FieldProblem(role, field, FieldFault.MALFORMED)
    if role is PersonRole.OWNER and not number_of(person):
        yield FieldProblem(role, NationalField.NUMBER, FieldFault.MISSING)
