"""``PersonKey``: by what a person is known who is written down somewhere.

A number makes a key. Without one only the same name, whole birth date and address, all three, are taken for the same
person; anything less is an entry of its own, until somebody decides (``models.events.citizen_file``): two people may
bear one name and one birthday.
"""

from enum import StrEnum
from typing import NewType

from models.ids import DossierId, SubjectId
from models.person import DocumentKind, Person
from models.text import clean, name_letters, search_words

PersonKey = NewType("PersonKey", str)
"""A kind and a value, without blanks: ``p/`` personal number, ``o/`` old number, ``d/`` another document, ``w/`` name,
birth date and address as they are written, ``e/`` one entry of one dossier. Empty = nothing is known."""

_PERSONAL, _OLD, _DOCUMENT, _WRITTEN, _ENTRY = "p/", "o/", "d/", "w/", "e/"
_NO_NUMBER = frozenset({DocumentKind.NONE, DocumentKind.BIRTH_CERTIFICATE})
"""A birth certificate is numbered within one commune and year: it does not tell a person."""


class RoleInDossier(StrEnum):
    """What somebody is to a dossier."""

    OWNER = "o"
    SUBMITTER = "s"
    COLLECTOR = "c"
    """The result was given to them."""


_ROLES = frozenset(role.value for role in RoleInDossier)


def key_of(person: Person) -> PersonKey:
    """The key of a person; empty = too little is known to say that two are the same."""
    if person.personal_number:
        return personal_key(person.personal_number)
    if person.old_number:
        return old_key(person.old_number)
    document = person.document
    if document is not None and document.number and document.kind not in _NO_NUMBER:
        number = "".join(clean(document.number).upper().split())
        return PersonKey(f"{_DOCUMENT}{document.kind.value}/{number}")
    if person.full_name and person.born_on is not None and person.address:
        address = " ".join(search_words(person.address))
        written = "\n".join((name_letters(person.full_name), person.born_on.isoformat(), address))
        return PersonKey(_WRITTEN + _hash(written))
    return PersonKey("")


def personal_key(number: str) -> PersonKey:
    """Of 12 digits."""
    return PersonKey(_PERSONAL + number)


def old_key(number: str) -> PersonKey:
    """Of 9 digits."""
    return PersonKey(_OLD + number)


def entry_key(dossier: DossierId, role: RoleInDossier) -> PersonKey:
    """Of somebody in one dossier of whom too little is known."""
    return PersonKey(f"{_ENTRY}{role.value}/{dossier}")


def entry_of(key: PersonKey) -> tuple[DossierId, RoleInDossier] | None:
    """The dossier and role that an entry's key names; None = it is another key."""
    if not key.startswith(_ENTRY):
        return None
    role, _, dossier = key.removeprefix(_ENTRY).partition("/")
    return (DossierId(SubjectId(dossier)), RoleInDossier(role)) if dossier and role in _ROLES else None


def number_in(key: PersonKey) -> str:
    """The personal or old number of a key; empty = it has none."""
    return key.partition("/")[2] if key.startswith((_PERSONAL, _OLD)) else ""


def personal_number_in(key: PersonKey) -> str:
    """The personal number of a key; empty = it has none."""
    return key.removeprefix(_PERSONAL) if key.startswith(_PERSONAL) else ""


def key_word(key: PersonKey) -> str:
    """One word, folded, by which the search finds a dossier that names this person in whatever role."""
    return "x" + _hash(key)


def _hash(text: str) -> str:
    from hashlib import blake2b  # noqa: PLC0415 - loads OpenSSL; the window starts without

    return blake2b(text.encode(), digest_size=8).hexdigest()
