"""The text of a notice, by the wording of its day (``wording.toml``), and whom it goes to."""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.calendar.clock import local, local_day
from models.events import ReturnBy
from models.notice import NoticeChannel, NoticeKind
from models.person import Organisation, Person
from models.subjects.dossier import Dossier
from models.system.decoding import prepared
from models.text import phone_key
from sync.hub.notices.settings import MAIL_ADDRESS

MOBILE = re.compile(r"0[35789]\d{8}")
"""Mobile numbers of Vietnam since 2018; a fixed line takes no message."""

_BETWEEN_NUMBERS = re.compile(r"[,;/]")
_MOST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321)."""


class _Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """One edition of the texts."""

    valid_from: date
    subject: str
    ready: str
    ready_post: str
    ready_online: str
    place: str
    supplement: str
    postponed: str
    recomputed: str
    refused: str
    stopped: str
    subject_appointment: str
    subject_near: str
    appointment: str
    appointment_moved: str
    appointment_cancelled: str
    near: str


class _Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    wording: tuple[_Wording, ...]


class NoticeText(Struct, frozen=True):
    """What is said."""

    subject: str
    text: str


def text_of(dossier: Dossier, kind: NoticeKind, now: datetime) -> NoticeText:
    """What the citizen is told of a dossier that was taken in, as it stands now."""
    wording = _on(local_day(now))
    intake = dossier.intake
    return_by = intake.return_by if intake is not None else ReturnBy.COUNTER
    said: str = getattr(wording, kind.value)
    if kind is NoticeKind.READY and return_by is not ReturnBy.COUNTER:
        said = wording.ready_post if return_by is ReturnBy.POST else wording.ready_online
    elif kind is NoticeKind.READY and dossier.processing.place:
        said += wording.place
    due = dossier.due.at if dossier.due is not None else None
    facts = {
        "office": _line(intake.received_by.name) if intake is not None else "",
        "code": _line(dossier.code),
        "number": _line(dossier.slip),
        "due": f"{local(due):%H:%M ngày %d/%m/%Y}" if due is not None else "",
        "place": _line(dossier.processing.place),
    }
    return NoticeText(wording.subject.format(**facts), said.format(**facts))


def line_text_of(office: str, facts: dict[str, str], kind: NoticeKind, now: datetime) -> NoticeText:
    """What is told of an appointment or a number; ``office``: its name."""
    wording = _on(local_day(now))
    said = {"office": _line(office), **{name: _line(value) for name, value in facts.items()}}
    subject = wording.subject_near if kind is NoticeKind.NEAR else wording.subject_appointment
    text: str = getattr(wording, kind.value)
    return NoticeText(subject.format(**said), text.format(**said))


def phone_of(text: str, channel: NoticeChannel) -> str:
    """The first mobile number in it, for a channel that goes there; empty = none."""
    if channel is NoticeChannel.EMAIL:
        return ""
    numbers = (phone_key(part) for part in _BETWEEN_NUMBERS.split(text))
    return next((number for number in numbers if MOBILE.fullmatch(number)), "")


def people_of(dossier: Dossier) -> tuple[Person | Organisation, ...]:
    """Who may be told: the submitter, then whose matter it is."""
    if dossier.intake is None:
        return ()
    return (dossier.intake.submitter, *([dossier.intake.owner] if dossier.intake.owner is not None else []))


def address_of(dossier: Dossier, channel: NoticeChannel) -> str:
    """The first address for a channel that one of them gave; empty = none."""
    for person in people_of(dossier):
        if channel is NoticeChannel.EMAIL:
            found = person.email.strip()
            if len(found) <= _MOST_ADDRESS and MAIL_ADDRESS.fullmatch(found):
                return found
        else:
            for part in _BETWEEN_NUMBERS.split(person.phone):
                if MOBILE.fullmatch(phone_key(part)):
                    return phone_key(part)
    return ""


def _line(text: str) -> str:
    """On one line, whatever another machine wrote down."""
    return " ".join(text.split())[:200]


def _on(day: date) -> _Wording:
    """The wording of a day; before all of them the first."""
    wordings = _wordings()
    return next((one for one in reversed(wordings) if one.valid_from <= day), wordings[0])


@cache
def _wordings() -> tuple[_Wording, ...]:
    """All of them, oldest first."""
    content = (Path(__file__).parent / "wording.toml").read_text("utf-8")
    return tuple(sorted(msgspec.toml.decode(content, type=prepared(_Wordings)).wording, key=lambda one: one.valid_from))
