"""The catalogue of bundles: procedures that are taken in together (nhóm thủ tục liên thông). Dated data.

Shipped as ``bundles.toml``; an edition of the province takes its place, and an office has further ones of its own.
"""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import tomli_w
from msgspec import Struct

from models.calendar.pauses import ClockRule
from models.catalogue.limits import read_limit
from models.files.named_file import read_named
from models.procedure import TimeLimit
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

SHIPPED_BUNDLES = Path(__file__).parent / "bundles.toml"
MOST_PARTS = 12
"""Parts of a bundle; the largest that is known has seven."""


class BundlePartDefinition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One part.

    Attributes:
        id: short, unique in its bundle.
        procedure: code in the catalogue of procedures; the bundle's own where the part has none.
        name: how the bundle calls it; empty = as the procedure is called.
        agency: who resolves it, in words.
        after: ids of parts whose result it waits for.
        preset: chosen unless it is taken off.
        one_of: of the parts with this word at most one is taken.
        limit, limit_source: stand for the published limit; empty = that one.
    """

    id: str
    procedure: str
    case: str = ""
    name: str = ""
    agency: str = ""
    after: tuple[str, ...] = ()
    preset: bool = True
    one_of: str = ""
    limit: str = ""
    limit_source: str = ""

    @property
    def time_limit(self) -> TimeLimit | None:
        """The limit that stands for the published one."""
        return read_limit(self.limit, self.limit_source)


class SharedPaper(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One paper under the names that the procedures of a bundle have for it."""

    name: str
    also: tuple[str, ...]


class BundleDefinition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One bundle within a time.

    Attributes:
        code: its official one, or a short one of the office's.
        electronic: it is filed on the national portal alone; the desk helps with it and follows it.
        clock: what waiting for another part does to a limit.
        aliases: what people call it.
        papers: what the procedures call differently.
    """

    code: str
    name: str
    parts: tuple[BundlePartDefinition, ...]
    valid_from: date
    source: str
    valid_to: date | None = None
    electronic: bool = False
    clock: ClockRule = ClockRule.RESTART
    aliases: tuple[str, ...] = ()
    papers: tuple[SharedPaper, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.valid_from <= day <= (self.valid_to or day)

    def paper(self, name: str) -> str:
        """The one name of a paper, whatever a procedure calls it."""
        return next((one.name for one in self.papers if name in one.also), name)


class BundleCatalogue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition."""

    version: str
    bundles: tuple[BundleDefinition, ...]
    source: str = ""

    def on(self, day: date) -> tuple[BundleDefinition, ...]:
        """What holds on this day; of one code the latest, so that a new decision is one more entry."""
        held: dict[str, BundleDefinition] = {}
        for one in sorted(self.bundles, key=lambda bundle: bundle.valid_from):
            if one.holds_on(day):
                held[one.code] = one
        return tuple(one for one in self.bundles if held.get(one.code) is one)


def load_bundles(path: Path | None = None) -> BundleCatalogue:
    """The edition that ships with the program, or the one in a file.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says which.
    """
    return _shipped() if path is None else _read(path)


def bundles_text(bundles: BundleCatalogue) -> str:
    """A catalogue as ``load_bundles`` reads it."""
    return tomli_w.dumps(msgspec.to_builtins(bundles, builtin_types=(date,)))


@cache
def _shipped() -> BundleCatalogue:
    return _read(SHIPPED_BUNDLES)


def _read(path: Path) -> BundleCatalogue:
    try:
        found = msgspec.toml.decode(read_named(path), type=prepared(BundleCatalogue))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    seen: set[tuple[str, date]] = set()
    for one in found.bundles:
        if (one.code, one.valid_from) in seen:
            raise CatalogueUnreadable(str(path), f"bundle {one.code!r} of {one.valid_from} is entered twice")
        seen.add((one.code, one.valid_from))
        if problem := _problem(one):
            raise CatalogueUnreadable(str(path), f"bundle {one.code!r}: {problem}")
    return found


def _problem(bundle: BundleDefinition) -> str:
    ids = [part.id for part in bundle.parts]
    if not (bundle.code.strip() and bundle.name.strip() and bundle.source.strip()):
        return "code, name and source are to be given"
    if not 2 <= len(ids) <= MOST_PARTS:
        return f"it has 2 to {MOST_PARTS} parts"
    if bundle.valid_to is not None and bundle.valid_to < bundle.valid_from:
        return "it ends before it begins"
    for at, part in enumerate(bundle.parts):
        if not part.id or part.id in ids[:at]:
            return f"part {part.id!r} has no id, or one entered twice"
        # What is waited for stands before: so no two wait for each other, and dates are counted from the first on.
        if unknown := next((one for one in part.after if one not in ids[:at]), ""):
            return f"part {part.id!r} waits for {unknown!r}, which is none of the parts before it"
        try:
            part.time_limit  # noqa: B018 - read to be checked
        except ValueError as wrong:
            return f"part {part.id!r}: {wrong}"
    return ""
