"""Checks a dossier for what its national message would lack or could not hold; warns the clerk only.

Covers every generation: a field that any of them would refuse is named.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from models.person import Authority, Organisation, Person, number_of
from models.text import clean
from sync.national.shapes import EMAIL, NUMBER, OLD_NUMBER, TAX_CODE, is_code, phone, procedure


class Field(StrEnum):
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


class Kind(StrEnum):
    """What is wrong with it."""

    MISSING = "missing"
    MALFORMED = "malformed"


class Role(StrEnum):
    """Whose it is."""

    OWNER = "owner"
    SUBMITTER = "submitter"
    DOSSIER = "dossier"


class FieldProblem(Struct, frozen=True):
    """One thing the national message would lack or could not hold."""

    role: Role
    field: Field
    kind: Kind


class Facts(Struct, frozen=True, kw_only=True):
    """What can be judged before and after intake. ``code`` empty = not given out yet."""

    procedure: str
    submitter: Person
    owner: Person | Organisation | None = None
    authority: Authority | None = None
    code: str = ""
    amounts: tuple[int, ...] = ()


def problems(facts: Facts) -> tuple[FieldProblem, ...]:
    """Everything at fault, most basic first; empty = every generation can take it."""
    return tuple(_problems(facts))


def _problems(facts: Facts) -> Iterator[FieldProblem]:
    if not procedure(facts.procedure):
        yield FieldProblem(Role.DOSSIER, Field.PROCEDURE, Kind.MALFORMED if facts.procedure else Kind.MISSING)
    if facts.code and not is_code(facts.code):
        yield FieldProblem(Role.DOSSIER, Field.CODE, Kind.MALFORMED)
    if any(amount < 0 for amount in facts.amounts):
        yield FieldProblem(Role.DOSSIER, Field.FEE, Kind.MALFORMED)
    owner = facts.owner or facts.submitter
    yield from _who(Role.OWNER, owner)
    if owner != facts.submitter:
        yield from _who(Role.SUBMITTER, facts.submitter)
        if facts.authority is None:
            yield FieldProblem(Role.DOSSIER, Field.AUTHORITY, Kind.MISSING)
    if not owner.phone and not facts.submitter.phone:
        yield FieldProblem(Role.OWNER, Field.PHONE, Kind.MISSING)


def _who(role: Role, who: Person | Organisation) -> Iterator[FieldProblem]:
    name = who.name if isinstance(who, Organisation) else who.full_name
    if not clean(name):
        yield FieldProblem(role, Field.NAME, Kind.MISSING)
    if isinstance(who, Organisation):
        if not TAX_CODE.fullmatch(who.tax_code):
            yield FieldProblem(role, Field.TAX_CODE, Kind.MALFORMED if who.tax_code else Kind.MISSING)
    else:
        yield from _numbers(role, who)
    if role is Role.OWNER and not clean(who.address):
        yield FieldProblem(role, Field.ADDRESS, Kind.MISSING)
    if who.phone and not phone(who.phone):
        yield FieldProblem(role, Field.PHONE, Kind.MALFORMED)
    if who.email and not EMAIL.fullmatch(who.email):
        yield FieldProblem(role, Field.EMAIL, Kind.MALFORMED)


def _numbers(role: Role, person: Person) -> Iterator[FieldProblem]:
    """The owner must be known by one of the two numbers; whoever only came need not."""
    for number, shape, field in (
        (person.personal_number, NUMBER, Field.NUMBER),
        (person.old_number, OLD_NUMBER, Field.OLD_NUMBER),
    ):
        if number and not shape.fullmatch(number):
            yield FieldProblem(role, field, Kind.MALFORMED)
    if role is Role.OWNER and not number_of(person):
        yield FieldProblem(role, Field.NUMBER, Kind.MISSING)
