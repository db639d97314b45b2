"""Builds ``commune.json``, read at start, from the files a person edits (``procedures/*.toml``).

TOML is read by a slow parser, so the program ships the built list; a test holds the two together. After editing:
``python -m models.catalogue.catalogue_build``.

A limit is written "same day", "3 working days", "20 days", "8 working hours" or "1 hour"; a fee "free",
"province", "50000", "8000 per copy", "10000 per person" or "copy pages"; either may be left out when nobody published
it. ``fee_most`` bounds it; ``further`` are lines asked beside it, ``foreign`` a price in foreign money. Papers stand in
four lists: ``hand_in``; ``must_show`` (shown and given back); ``if_needed`` and ``show`` (handed in or shown only where
the circumstance applies). A line may end in "(1 bản chính, 1 bản sao)", otherwise it is one original. ``aliases`` are
what people call a procedure; ``[[exemptions]]`` of a file says who pays nothing, less or a price of their own for which
of its procedures, and by which text.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from models.catalogue.catalogue import SHIPPED, Catalogue, write_catalogue
from models.catalogue.limits import read_limit
from models.files.named_file import read_named
from models.money import CollectingBody, FeeLineKind
from models.procedure import (
    Case,
    Channel,
    Exemption,
    FeeKind,
    FeeRule,
    Offer,
    Procedure,
    RequiredPaper,
)
from models.system.decoding import prepared

SOURCES = Path(__file__).parent / "procedures"

_COUNTS = re.compile(r"(?:\s*\((?:(\d+) bản chính)?(?:, )?(?:(\d+) bản sao)?\))?$")
_EACH = {"": FeeKind.AMOUNT, "per copy": FeeKind.PER_COPY, "per person": FeeKind.PER_PERSON}
_KINDS = {"free": FeeKind.FREE, "province": FeeKind.SET_BY_PROVINCE, "copy pages": FeeKind.COPY_PAGES}


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A misspelt key is an error, not an omission."""


class FeeSource(_Strict, frozen=True, kw_only=True):
    """A price."""

    fee: str = ""
    fee_name: str = ""
    fee_source: str = ""
    fee_kind: FeeLineKind | None = None
    fee_body: str = ""
    fee_most: int = 0
    foreign: str = ""
    further: "tuple[FeeSource, ...]" = ()


class OfferSource(FeeSource, frozen=True, kw_only=True):
    """One or more channels with the same limit and fee."""

    channels: tuple[Channel, ...] = (Channel.DIRECT, Channel.ONLINE, Channel.POST)
    limit: str = ""
    limit_source: str = ""


class PapersSource(_Strict, frozen=True, kw_only=True):
    """The lists of papers."""

    hand_in: tuple[str, ...] = ()
    if_needed: tuple[str, ...] = ()
    must_show: tuple[str, ...] = ()
    show: tuple[str, ...] = ()


class CaseSource(PapersSource, frozen=True, kw_only=True):
    """A case; the papers of its procedure follow its own."""

    id: str
    name: str
    offers: tuple[OfferSource, ...] = ()


class ProcedureSource(PapersSource, frozen=True, kw_only=True):
    """One procedure of a file."""

    code: str
    name: str
    decision: str = ""
    keywords: str = ""
    aliases: tuple[str, ...] = ()
    field: str = ""
    offers: tuple[OfferSource, ...] = ()
    cases: tuple[CaseSource, ...] = ()


class GroupSource(FeeSource, frozen=True, kw_only=True):
    """One group of an exemption that needs more than a name; with a ``fee`` it is the price of these people."""

    name: str
    percent: int = 100
    proofs: tuple[str, ...] = ()
    age_from: int = 0
    age_below: int = 0
    days_over: int = 0


class ExemptionsSource(_Strict, frozen=True, kw_only=True):
    """Who pays nothing, or less, for these procedures, by the same text."""

    procedures: tuple[str, ...]
    groups: dict[str, str | GroupSource]
    """Name by id."""
    source: str
    valid_from: date | None = None
    valid_to: date | None = None


class FieldSource(_Strict, frozen=True, kw_only=True):
    """One file: a field, and the service of the waiting line that takes it."""

    field: str
    service: str
    exemptions: tuple[ExemptionsSource, ...] = ()
    procedure: tuple[ProcedureSource, ...]


class EditionSource(_Strict, frozen=True, kw_only=True):
    """``edition.toml``: what this edition is called, and the order of its files."""

    version: str
    valid_from: date
    source: str
    files: tuple[str, ...]


def build(folder: Path = SOURCES) -> Catalogue:
    """Read the files a person edits.

    Raises:
        ValueError, msgspec.MsgspecError: a file does not say what this module's docstring allows.
    """
    edition = msgspec.toml.decode(read_named(folder / "edition.toml"), type=prepared(EditionSource))
    fields = [msgspec.toml.decode(read_named(folder / name), type=prepared(FieldSource)) for name in edition.files]
    for field in fields:
        known = {procedure.code for procedure in field.procedure}
        if unknown := {code for text in field.exemptions for code in text.procedures} - known:
            raise ValueError(f"exemptions of {field.field}: not in this file: {', '.join(sorted(unknown))}")
    return Catalogue(
        version=edition.version,
        valid_from=edition.valid_from,
        source=edition.source,
        procedures=tuple(_procedure(p, f) for f in fields for p in f.procedure),
    )


def _procedure(source: ProcedureSource, field: FieldSource) -> Procedure:
    common = _papers(source)
    cases = tuple(
        Case(id=case.id, name=case.name, papers=_papers(case) + common, offers=_offers(case.offers))
        for case in source.cases
    )
    return Procedure(
        code=source.code,
        name=source.name,
        field=source.field or field.field,
        decision=source.decision,
        offers=_offers(source.offers),
        cases=cases or (Case(id="chung", name="", papers=common),),
        service=field.service,
        keywords=source.keywords,
        exemptions=tuple(_exemptions(source.code, field)),
        aliases=source.aliases,
    )


def _exemptions(code: str, field: FieldSource) -> Iterator[Exemption]:
    for text in field.exemptions:
        if code in text.procedures:
            for id_, one in text.groups.items():
                group = GroupSource(name=one) if isinstance(one, str) else one
                if not 0 < group.percent <= 100:
                    raise ValueError(f"exemption {id_}: {group.percent} percent")
                yield Exemption(
                    id=id_,
                    name=group.name,
                    source=text.source,
                    valid_from=text.valid_from,
                    valid_to=text.valid_to,
                    percent=group.percent,
                    asks=_fee(group) if group.fee else None,
                    proofs=group.proofs,
                    age_from=group.age_from,
                    age_below=group.age_below,
                    days_over=group.days_over,
                )


def _papers(source: PapersSource) -> tuple[RequiredPaper, ...]:
    return (
        *(_paper(line) for line in source.hand_in),
        *(_paper(line, to_show=True) for line in source.must_show),
        *(_paper(line, required=False) for line in source.if_needed),
        *(_paper(line, required=False, to_show=True) for line in source.show),
    )


def _paper(line: str, *, required: bool = True, to_show: bool = False) -> RequiredPaper:
    found = _COUNTS.search(line)
    originals, copies = found.groups() if found else (None, None)
    name = line[: found.start()] if found else line
    if originals is None and copies is None:
        originals = "1"
    return RequiredPaper(
        name=name, originals=int(originals or 0), copies=int(copies or 0), required=required, to_show=to_show
    )


def _offers(sources: tuple[OfferSource, ...]) -> tuple[Offer, ...]:
    return tuple(
        Offer(channel=c, limit=read_limit(source.limit, source.limit_source), fee=_fee(source))
        for source in sources
        for c in source.channels
    )


def _fee(source: FeeSource) -> FeeRule:
    amount, _, each = source.fee.partition(" ")
    if not source.fee:
        kind = FeeKind.NO_INFORMATION
    elif source.fee in _KINDS:
        kind = _KINDS[source.fee]
    elif amount.isdigit() and each in _EACH:
        kind = _EACH[each]
    else:
        raise ValueError(f"not a fee: {source.fee!r}")
    further = tuple(_fee(one) for one in source.further)
    if any(not one.amount for one in further):
        raise ValueError(f"a further line without an amount: {source.fee_name!r}")
    return FeeRule(
        kind=kind,
        name=source.fee_name,
        amount=int(amount) if amount.isdigit() else 0,
        source=source.fee_source,
        line_kind=source.fee_kind,
        body=CollectingBody(name=source.fee_body) if source.fee_body else None,
        most=source.fee_most,
        further=further,
        foreign=source.foreign,
    )


if __name__ == "__main__":
    write_catalogue(SHIPPED, build())
