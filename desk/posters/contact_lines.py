"""Whom posters name, as lines of text: ``"Trần Văn Tổ; 0900 000 002; Thôn Đông; Hộ tịch, Chứng thực"``."""

from collections.abc import Iterable

from desk.settings import PosterContact
from models.text import clean


def contact_lines(contacts: Iterable[PosterContact]) -> str:
    """One line for each; what is empty at the end is left out."""
    return "\n".join(
        "; ".join((one.officer, one.phone, one.hamlet, ", ".join(one.fields))).rstrip("; ") for one in contacts
    )


def read_contacts(text: str) -> tuple[PosterContact, ...]:
    """What such lines say; a line without a name says nothing."""
    found = []
    for line in text.splitlines():
        officer, phone, hamlet, fields = ([clean(part) for part in line.split(";", 3)] + [""] * 3)[:4]
        if officer:
            wanted = tuple(field for part in fields.split(",") if (field := clean(part)))
            found.append(PosterContact(officer=officer, phone=phone, hamlet=hamlet, fields=wanted))
    return tuple(found)
