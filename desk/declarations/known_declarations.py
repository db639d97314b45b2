"""The declarations of this machine: shipped, over them the province's edition, over them the office's own templates.

An office's template is two files in ``templates/`` of the data folder: what it asks (TOML, as the shipped ones) and the
DOCX or PDF beside it. One that is damaged is left out and named; the others go on.
"""

import hashlib
from pathlib import Path

from msgspec import Struct

from desk.desk import Desk
from desk.province_assignment import DECLARATIONS
from models.catalogue.declaration_set import (
    in_force,
    load_declarations,
    overlaid,
    read_declaration,
    shipped_declarations,
)
from models.declaration import Declaration
from models.not_allowed import OfOneVerb
from models.trouble import CatalogueUnreadable

TEMPLATES = "templates"
"""Folder of the office's templates inside the data folder. No citizen's data."""


class DeclarationUnknown(OfOneVerb):
    """There is no such declaration."""

    def __init__(self, wanted: str, near: str = "") -> None:
        super().__init__(wanted)
        self.sentence = f"Không có tờ khai “{wanted}”{near}."


class DeclarationExpired(OfOneVerb):
    """This version may not be filled in today."""

    def __init__(self, declaration: Declaration, newer: Declaration | None) -> None:
        super().__init__(declaration.version)
        until = declaration.valid_to
        ended = f"hết hiệu lực từ {until:%d/%m/%Y}" if until else f"có hiệu lực từ {declaration.valid_from:%d/%m/%Y}"
        now = f" Dùng mẫu áp dụng từ {newer.valid_from:%d/%m/%Y}." if newer else ""
        self.sentence = f"Mẫu “{declaration.name}” {ended}.{now}"


class TemplateDamaged(OfOneVerb):
    """The file of an office's template is not the one that was added."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = f"Tệp mẫu “{name}” không còn như lúc thêm vào: thêm lại mẫu này."


class KnownDeclarations(Struct, frozen=True, kw_only=True):
    """All versions, and what could not be read: the name of the file and why."""

    all: tuple[Declaration, ...]
    damaged: tuple[tuple[str, str], ...] = ()


def known_declarations(desk: Desk) -> KnownDeclarations:
    """Everything that is known here, expired versions too."""
    found = shipped_declarations()
    damaged: list[tuple[str, str]] = []
    edition = desk.folder / DECLARATIONS
    if edition.exists():
        try:
            found = overlaid(found, load_declarations(edition))
        except CatalogueUnreadable as wrong:
            damaged.append((DECLARATIONS, wrong.detail))
    own = []
    for path in sorted((desk.folder / TEMPLATES).glob("*.toml")):
        try:
            own.append(read_declaration(path))
        except CatalogueUnreadable as wrong:
            damaged.append((path.name, wrong.detail))
    return KnownDeclarations(all=overlaid(found, own), damaged=tuple(damaged))


def declarations_for(desk: Desk, procedure: str = "") -> tuple[Declaration, ...]:
    """Those that may be filled in today, of this procedure first, then those of any, then the others."""
    held = in_force(known_declarations(desk).all, desk.today)

    def rank(one: Declaration) -> int:
        return 0 if procedure and procedure in one.procedures else 2 if one.procedures else 1

    return tuple(sorted(held, key=lambda one: (rank(one), one.name)))


def find_declaration(desk: Desk, wanted: str) -> Declaration:
    """The declaration of this id that holds today, or the one version that is named (``"khai-sinh/2025-07-01"``).

    Raises:
        DeclarationUnknown, DeclarationExpired.
    """
    known = known_declarations(desk).all
    today = {one.id: one for one in in_force(known, desk.today)}
    id_, _, version = wanted.partition("/")
    named = [one for one in known if one.id == id_ and (not version or one.version == wanted)]
    if not named:
        from printing.forms.declarations.filled import nearest  # noqa: PLC0415 - of a mistake alone

        raise DeclarationUnknown(wanted, nearest(id_, {one.id for one in known}))
    held = today.get(id_)
    if held is None or held not in named:
        raise DeclarationExpired(max(named, key=lambda one: one.valid_from), held)
    return held


def content_of(desk: Desk, declaration: Declaration) -> bytes:
    """The bytes of its file; empty where it has our own layout.

    Raises:
        TemplateDamaged: they are not those that were added.
    """
    if not declaration.file:
        return b""
    path = desk.folder / TEMPLATES / Path(declaration.file).name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateDamaged(declaration.name) from error
    if hashlib.sha256(content).hexdigest() != declaration.digest:
        raise TemplateDamaged(declaration.name)
    return content
