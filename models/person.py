"""People and organisations as a dossier names them.

Nothing is invented: a birth year without a day stays a year, a personal number is never padded or cut
(rules seen in real dossiers, domain.md §5.3).
"""

import re
from datetime import date
from enum import StrEnum

from msgspec import Struct


class Sex(StrEnum):
    """As the card says it; never inferred from the number."""

    MALE = "male"
    FEMALE = "female"


class DocumentKind(StrEnum):
    """What somebody shows who has no card with a personal number."""

    PASSPORT = "passport"
    IDENTITY_CERTIFICATE = "identity_certificate"
    """Giấy chứng nhận căn cước: Vietnamese descent, nationality not established (Luật Căn cước 2023 Đ30)."""
    BIRTH_CERTIFICATE = "birth_certificate"
    """Of a child."""
    OTHER = "other"
    NONE = "none"
    """Nothing at all; ``known_by`` says how the person is known."""


class Document(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The document a person showed instead of a card.

    Attributes:
        number: as it stands there.
        expires_on: its last day.
        known_by: with ``NONE``: who or what says who this is.
    """

    kind: DocumentKind
    number: str = ""
    issued_on: date | None = None
    issued_by: str = ""
    expires_on: date | None = None
    known_by: str = ""


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="Person"):
    """A citizen. Empty string or None = not known.

    Attributes:
        personal_number: 12 digits (số định danh), or empty.
        old_number: the former 9-digit number; a different thing, never merged with the other.
        born_on: the whole date, when it is known; else ``born_year`` may stand alone.
        address: permanent residence as one line, as on the card or typed.
        commune_code: 5-digit statistical code when the address was matched to one.
        card_issued_on: day of issue printed on the card.
        address_before: what the card says, where ``address`` names the units of today instead.
        document: what was shown instead of a card.
        nationality: three letters of ISO 3166 or of ICAO 9303-3; empty = Vietnamese, or never asked.
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
    address_before: str = ""
    document: Document | None = None
    nationality: str = ""


class Organisation(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="Organisation"):
    """A body that owns a dossier: firm, co-operative, agency. "Hộ ông …" is a person."""

    name: str
    tax_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class Standing(StrEnum):
    """In what capacity the submitter acts for the owner."""

    AUTHORISED = "authorised"
    """By a power of attorney."""
    REPRESENTATIVE = "representative"
    """Of a body, by law or its statutes; ``relation`` is the title."""
    PARENT = "parent"
    """Of a child under age."""
    GUARDIAN = "guardian"
    """Of a child, or of a person without full capacity (BLDS 2015 Đ46-48)."""


class Authority(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why the submitter may act for the owner: the relation in the citizen's own words, and the paper shown.

    Attributes:
        standing: None = as ``relation`` says.
        relation: "con đẻ", "người được ủy quyền"; the title of a representative.
        paper: its kind as it is called ("Hợp đồng ủy quyền", "Giấy khai sinh"), or all of it in one line.
        number, granted_on, certified_by: of that paper: its number, its day, who certified it.
    """

    relation: str
    paper: str = ""
    granted_on: date | None = None
    standing: Standing | None = None
    number: str = ""
    certified_by: str = ""


class Unit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An office: its identifier (mã định danh), its name as printed, where it is."""

    id: str
    name: str
    address: str = ""
    phone: str = ""


class NumberKind(StrEnum):
    """What a number typed into the one field is."""

    EMPTY = "empty"
    PERSONAL = "personal"
    OLD = "old"
    PASSPORT = "passport"
    NONE_OF_THEM = "none_of_them"


_PERSONAL = re.compile(r"[0-9]{12}")
_OLD = re.compile(r"[0-9]{9}")
_PASSPORT = re.compile(r"(?=[0-9A-Z]*[A-Z])(?=[0-9A-Z]*[0-9])[0-9A-Z]{6,9}")
_BETWEEN = re.compile(r"[\s.]+")


def number_typed(text: str) -> tuple[NumberKind, str]:
    """What was typed, by its shape alone, without the blanks and dots people put between groups of digits.

    12 digits are a personal number, 9 an old one, letters with digits a passport (at most nine of them, ICAO 9303-4;
    capital letters are made of small ones). Anything else is none of them and given back as typed: nothing is padded
    or cut.
    """
    bare = _BETWEEN.sub("", text)
    if not bare:
        return NumberKind.EMPTY, ""
    if _PERSONAL.fullmatch(bare):
        return NumberKind.PERSONAL, bare
    if _OLD.fullmatch(bare):
        return NumberKind.OLD, bare
    if _PASSPORT.fullmatch(bare.upper()):
        return NumberKind.PASSPORT, bare.upper()
    return NumberKind.NONE_OF_THEM, text.strip()


def number_of(person: Person) -> str:
    """The one number a person is known by: personal, old, of the document; empty = none."""
    return person.personal_number or person.old_number or (person.document.number if person.document else "")
