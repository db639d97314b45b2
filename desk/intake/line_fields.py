"""What one line of a list says of a person, still as it is written there, and what can be wrong with a line."""

import re

from msgspec import Struct

from desk.intake.cells import (
    CellNumber,
)
from desk.intake.list_result import Change, ListFault
from models.person import Sex
from models.text import search_key


class LineWrong(Exception):  # noqa: N818 - a line is wrong, nothing failed
    """This line cannot be taken in: why, the text it is about, and what is proposed for it."""

    def __init__(self, fault: ListFault, about: str = "", changes: tuple[Change, ...] = ()) -> None:
        super().__init__(fault)
        self.fault, self.about, self.changes = fault, about, changes


class LineFields(Struct):
    """What a line says of a person, still as it is written there."""

    names: list[str]
    numbers: list[CellNumber]
    births: list[str]
    sexes: list[str]
    phones: list[CellNumber]
    addresses: list[str]
    emails: list[str]
    issued: list[str]
    sex: Sex | None = None
    remarks: list[str] = []


PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


def blank_fields() -> LineFields:
    """The fields of a line of which nothing is read yet."""
    return LineFields([], [], [], [], [], [], [], [], remarks=[])


_LABEL = re.compile(r"\b(?:so|cccd|cmnd|cmt|dinh danh|ho chieu|sdt|dt|dien thoai|tel|moi|cu)\b[\s.:]*", re.IGNORECASE)


def without_label(text: str) -> str:
    """The text without labels at its front: ``"CMND: 012345678" -> "012345678"``."""
    folded = search_key(text)
    if len(folded) != len(text):
        return text
    found = _LABEL.match(folded)
    while found and found.end():
        text, folded = text[found.end() :], folded[found.end() :]
        found = _LABEL.match(folded)
    return text.strip()
