"""The catalogue of procedures an office offers: shipped with the program or imported.

A catalogue is dated and replaced whole; a dossier keeps its own copy of what it was promised.
"""

from datetime import date
from functools import cache, cached_property
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from models.files.disk import write_whole
from models.files.marked import marked_json
from models.files.named_file import read_named
from models.not_allowed import CaseUnknown, ChannelNotOffered, ProcedureUnknown
from models.procedure import Case, Channel, Offer, Procedure
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

SHIPPED = Path(__file__).parent / "commune.json"
"""Built from ``procedures/*.toml`` by ``models.catalogue.catalogue_build``; never edited by hand."""

EARLIER_EDITIONS = frozenset({"2026.11", "2026.12", "2026.13"})
"""Versions that shipped before and were mended since."""


class Catalogue(Struct, frozen=True, kw_only=True, dict=True):
    """An edition of the list.

    Attributes:
        version: name of the edition; a dossier remembers it.
        valid_from: the first day it may be used.
        source: where its facts were taken from.
    """

    version: str
    valid_from: date
    source: str
    procedures: tuple[Procedure, ...]

    @cached_property
    def _by_code(self) -> dict[str, Procedure]:
        return {procedure.code: procedure for procedure in self.procedures}

    def get(self, code: str) -> Procedure:
        """The procedure of this official code.

        Raises:
            ProcedureUnknown: not in this edition.
        """
        found = self._by_code.get(code.strip())
        if found is None:
            raise ProcedureUnknown(code)
        return found

    def case(self, procedure: Procedure, case: str) -> Case:
        """The case of this id; an only case need not be named.

        Raises:
            CaseUnknown: this is none of the procedure's cases.
        """
        if not case and len(procedure.cases) == 1:
            return procedure.cases[0]
        for known in procedure.cases:
            if known.id == case:
                return known
        raise CaseUnknown(procedure.code, case, tuple(c.id for c in procedure.cases))

    def offer(self, procedure: Procedure, case: str, channel: Channel) -> Offer:
        """How this procedure is offered through this channel; what the case says of its own wins.

        An empty case asks for what the procedure says as a whole.

        Raises:
            CaseUnknown: a case was named that the procedure does not have.
            ChannelNotOffered: it cannot be filed this way.
        """
        own = self.case(procedure, case).offers if case else ()
        offers = {o.channel: o for o in (*procedure.offers, *own)}
        if channel not in offers:
            raise ChannelNotOffered(procedure.code, channel, tuple(offers))
        return offers[channel]

    def offers_by_case(self, procedure: Procedure, channel: Channel) -> dict[str, Offer | None]:
        """The offer of each case through this channel, by the case's id; None = it cannot be filed this way."""
        return {
            case.id: {o.channel: o for o in (*procedure.offers, *case.offers)}.get(channel) for case in procedure.cases
        }

    def with_national(self, national: "Catalogue") -> "Catalogue":
        """This edition together with the national list.

        What ships with the program stays: its cases and papers were read by a person, those of the national list by
        a machine. Everything else is taken from the newer list; what that one no longer has is kept.
        """
        ours = {procedure.code for procedure in shipped().procedures}
        theirs = {procedure.code for procedure in national.procedures}
        kept = tuple(p for p in self.procedures if p.code in ours or p.code not in theirs)
        there = {procedure.code for procedure in kept}
        return Catalogue(
            version=f"{self.version.partition('+')[0]}+{national.version}",
            valid_from=max(self.valid_from, national.valid_from),
            source=f"{self.source.partition('; ')[0]}; {national.source}",
            procedures=kept + tuple(p for p in national.procedures if p.code not in there),
        )

    def renewed(self) -> "Catalogue":
        """With what ships now, where this is a national list imported over an edition that shipped before.

        Every other list stays as it is: what a province hands out is its own word.
        """
        ours = shipped()
        base, _, national = self.version.partition("+")
        if base not in EARLIER_EDITIONS or not national or not self.source.startswith(f"{ours.source}; "):
            return self
        there = {procedure.code for procedure in ours.procedures}
        return replace(
            self,
            version=f"{ours.version}+{national}",
            procedures=ours.procedures + tuple(p for p in self.procedures if p.code not in there),
        )


@cache
def shipped() -> Catalogue:
    """The edition that comes with the program."""
    return read_catalogue(SHIPPED)


def read_catalogue(path: Path) -> Catalogue:
    """A catalogue written by ``write_catalogue``.

    Raises:
        CatalogueUnreadable: no such file, not JSON, not of this shape, or one code twice.
    """
    try:
        catalogue = msgspec.json.decode(read_named(path), type=prepared(Catalogue))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    codes = [procedure.code for procedure in catalogue.procedures]
    if len(set(codes)) < len(codes):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise CatalogueUnreadable(str(path), f"codes entered twice: {', '.join(twice)}")
    return catalogue


def write_catalogue(path: Path, catalogue: Catalogue) -> None:
    """Put a catalogue at ``path``: whole or not at all.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly.
    """
    write_whole(path, marked_json(msgspec.json.encode(catalogue), indent=1))
