"""People and organisations as a dossier names them.

Nothing is invented: a birth year without a day stays a year, a personal number is never padded or cut
(rules seen in real dossiers, domain.md §5.3).
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Sex(StrEnum):
    """As the card says it; never inferred from the number."""

    MALE = "male"
    FEMALE = "female"


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A citizen. Empty string or None = not known.

    Attributes:
        personal_number: 12 digits (số định danh), or empty.
        old_number: the former 9-digit number; a different thing, never merged with the other.
        born_on: the whole date, when it is known; else ``born_year`` may stand alone.
        address: permanent residence as one line, as on the card or typed.
        commune_code: 5-digit statistical code when the address was matched to one.
        card_issued_on: day of issue printed on the card.
    """

    full_name: str = ""
    personal_number: str = ""
    old_number: str = ""
    born_on: date | None = None
    born_year: int | None = None
    sex: Sex | None = None
    address: str = ""
    commune_code: str = ""
    phone: str = ""
    email: str = ""
    card_issued_on: date | None = None


class Organisation(Struct, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A body that owns a dossier: firm, co-operative, agency. "Hộ ông …" is a person."""

    name: str
    tax_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class Authority(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why the submitter may act for the owner: the relation in the citizen's own words, and the paper shown."""

    relation: str
    paper: str = ""
    granted_on: date | None = None


class Unit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An office: its identifier (mã định danh), its name as printed, where it is."""

    id: str
    name: str
    address: str = ""
    phone: str = ""
