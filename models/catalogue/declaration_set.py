"""The declarations that this machine knows: those that ship with the program, over them the province's edition.

Shipped as ``declarations/*.toml``, one declaration a file; an edition brings ``declarations.toml`` with several.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.declaration import Declaration
from models.files.named_file import read_named
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

SHIPPED = Path(__file__).parent / "declarations"


class _Several(Struct, frozen=True, forbid_unknown_fields=True):
    """As an edition writes them."""

    declaration: tuple[Declaration, ...]


def shipped_declarations() -> tuple[Declaration, ...]:
    """Those that ship with the program."""
    return _shipped()


@cache
def _shipped() -> tuple[Declaration, ...]:
    return tuple(read_declaration(path) for path in sorted(SHIPPED.glob("*.toml")))


def read_declaration(path: Path) -> Declaration:
    """The declaration in a file.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says which.
    """
    try:
        found = msgspec.toml.decode(read_named(path), type=prepared(Declaration))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    if problem := found.problem():
        raise CatalogueUnreadable(str(path), f"{found.id}: {problem}")
    return found


def load_declarations(path: Path) -> tuple[Declaration, ...]:
    """The declarations of an edition.

    Raises:
        CatalogueUnreadable: as ``read_declaration``; a file of an office cannot come with an edition.
    """
    try:
        found = msgspec.toml.decode(read_named(path), type=prepared(_Several)).declaration
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    for one in found:
        if problem := one.problem() or ("has a file" if one.file else ""):
            raise CatalogueUnreadable(str(path), f"{one.id}: {problem}")
    return found


def overlaid(below: Iterable[Declaration], above: Iterable[Declaration]) -> tuple[Declaration, ...]:
    """Both, where ``above`` holds for each version that both have."""
    return tuple({one.version: one for one in (*below, *above)}.values())


def in_force(known: Iterable[Declaration], day: date) -> tuple[Declaration, ...]:
    """Of each declaration the latest version that holds on this day, in their order."""
    found: dict[str, Declaration] = {}
    for one in known:
        held = found.get(one.id)
        if one.holds_on(day) and (held is None or held.valid_from < one.valid_from):
            found[one.id] = one
    return tuple(found.values())
