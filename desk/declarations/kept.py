"""What is half answered, and what was printed: in the encrypted file of this machine, only as long as it is needed.

A draft belongs to one clerk at one counter and to one citizen: with another citizen it is gone. The bytes of a paper
are kept some days, so that a copy is the same paper; then they are deleted, and only that it was printed stays.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote

import msgspec
from msgspec import Struct

from desk.declarations.answers import Subjects
from desk.desk import Desk
from models.ids import SubjectId
from models.person import Person
from models.person_key import PersonKey, key_of
from models.system.decoding import prepared

KEPT_FOR = timedelta(days=7)
"""How long the bytes of a printed declaration stay: it is signed and handed in within days, or filled in anew."""

DRAFTS = "declaration/draft/"
KEPT = "declaration/kept/"
PEOPLE = "declaration/people"
"""The first two begin keys in the file: half typed ones among its drafts, printed ones among what a wipe takes along.
The third is the key of the lines that say whose they are."""


class DeclarationDraft(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Answers of a declaration that is not printed yet; ``whose``: a digest of the people it is about."""

    declaration: str
    procedure: str
    whose: str
    answers: dict[str, str] = {}


class KeptDeclaration(Struct, frozen=True, kw_only=True):
    """A printed declaration: the bytes as they went to the printer.

    Attributes:
        declaration: its version.
        whose: the name of who signs, for the list.
        people: keys of the people it is about, for their files and the dossier that it is handed in with.
    """

    declaration: str
    name: str
    procedure: str
    whose: str
    at: datetime
    pdf: bytes
    people: tuple[PersonKey, ...] = ()


class KeptLine(Struct, frozen=True, kw_only=True, array_like=True):
    """What is asked of a printed declaration without its bytes: of which people, for which procedure, when."""

    subject: SubjectId
    declaration: str
    name: str
    procedure: str
    at: datetime
    people: tuple[PersonKey, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode_lines = msgspec.msgpack.Decoder(prepared(tuple[KeptLine, ...])).decode
_decode_draft = msgspec.msgpack.Decoder(prepared(DeclarationDraft)).decode
_decode_kept = msgspec.msgpack.Decoder(prepared(KeptDeclaration)).decode


def whose(people: Subjects) -> str:
    """A digest by which the same people are known again."""

    def known(person: Person) -> tuple[str, str, str]:
        return person.personal_number or person.old_number, person.full_name, str(person.born_on or person.born_year)

    return hashlib.sha256(repr((known(people.submitter), known(people.owner))).encode()).hexdigest()[:32]


def save_draft(desk: Desk, draft: DeclarationDraft) -> None:
    """Store it as the one draft of this clerk at this counter."""
    desk.store.drafts.save(_key(desk), _encode(draft))


def load_draft(desk: Desk, declaration: str, people: Subjects) -> dict[str, str]:
    """The answers given before, of this declaration for these people; of anybody else nothing, and it is deleted."""
    body = desk.store.drafts.load(_key(desk))
    if body is None:
        return {}
    try:
        draft = _decode_draft(body)
    except msgspec.DecodeError:  # of another shape: answers are given again in a minute
        draft = None
    if draft is None or draft.whose != whose(people):
        drop_draft(desk)
        return {}
    return draft.answers if draft.declaration == declaration else {}


def drop_draft(desk: Desk) -> None:
    """Forget it."""
    desk.store.drafts.drop(_key(desk))


def keep(desk: Desk, subject: SubjectId, kept: KeptDeclaration) -> None:
    """Store the bytes of a paper, within an open transaction."""
    desk.store.key_values.put(f"{KEPT}{subject}", _encode(kept))
    line = KeptLine(
        subject=subject,
        declaration=kept.declaration,
        name=kept.name,
        procedure=kept.procedure,
        at=kept.at,
        people=kept.people,
    )
    desk.store.key_values.put(PEOPLE, _encode((*_lines(desk), line)))


def kept_of(desk: Desk, people: Iterable[PersonKey]) -> list[KeptLine]:
    """Printed ones of the last days that are about any of these people, newest first."""
    keys = set(people)
    return [one for one in reversed(_lines(desk)) if not keys.isdisjoint(one.people)]


def _lines(desk: Desk) -> list[KeptLine]:
    body = desk.store.key_values.load(PEOPLE)
    return [one for one in _decode_lines(body) if desk.clock() - one.at <= KEPT_FOR] if body is not None else []


def load_kept(desk: Desk, subject: SubjectId) -> KeptDeclaration | None:
    """A printed paper; None = deleted meanwhile, or printed at another machine."""
    body = desk.store.key_values.load(f"{KEPT}{subject}")
    return None if body is None else _decode_kept(body)


def kept_here(desk: Desk) -> list[tuple[SubjectId, KeptDeclaration]]:
    """All that are kept, newest first; those whose days are over are deleted."""
    found = []
    for key in desk.store.key_values.keys():  # noqa: SIM118 - not a dict
        if not key.startswith(KEPT):
            continue
        subject = SubjectId(key.removeprefix(KEPT))
        kept = load_kept(desk, subject)
        if kept is None or desk.clock() - kept.at > KEPT_FOR:
            desk.store.key_values.drop(key)
        else:
            found.append((subject, kept))
    return sorted(found, key=lambda one: one[1].at, reverse=True)


def people_of(people: Subjects) -> tuple[PersonKey, ...]:
    """Keys of who signs and of whom it is about, as far as enough is known to tell them from others."""
    return tuple(dict.fromkeys(key for one in (people.submitter, people.owner) if (key := key_of(one))))


def _key(desk: Desk) -> str:
    return f"{DRAFTS}{quote(desk.settings.device.counter, safe='')}/{quote(desk.by, safe='')}"
