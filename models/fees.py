"""The fee of a procedure. "No information" is not free, and neither is a fee that the province sets.

The province's own resolutions come from an office file (``load_province_fees``) and win over the catalogue.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec
import tomli_w
from msgspec import Struct
from msgspec.structs import replace

from models.events import DocumentCopied, FeeDue, FeeGround, FeeLine
from models.files.named_file import read_named
from models.money import CollectingBody, FeeLineKind
from models.not_allowed import ExemptionUnknown, QuantityImpossible
from models.procedure import Channel, Exemption, FeeKind, FeeRule, Offer, Procedure
from models.system.decoding import prepared
from models.text import search_key
from models.trouble import CatalogueUnreadable
from models.words.money_words import line_kind_of

FIRST_PAGES = 2_000
"""Each of the first two pages of a certified copy, in đồng (TT 226/2016/TT-BTC Đ4)."""
FURTHER_PAGES = 1_000
"""Each page from the third on."""
MOST_PER_COPY = 200_000

MOST = 100_000
"""More pages or copies than this is a slip of the pen."""


def copy_price(pages: int) -> int:
    """Price of one certified copy of an original of so many pages, in đồng (TT 226/2016/TT-BTC Đ4)."""
    return min(FIRST_PAGES * min(pages, 2) + FURTHER_PAGES * max(pages - 2, 0), MOST_PER_COPY)


class Quantities(Struct, frozen=True, kw_only=True):
    """What a price may be counted from.

    Attributes:
        pages: of the original, where certified copies are priced by the page.
        copies: how many copies, or papers with signatures.
        persons: how many people of a list pay.
        documents: several, each with its own pages and copies; ``pages`` and ``copies`` then count for nothing.
    """

    pages: int = 1
    copies: int = 1
    persons: int = 1
    documents: tuple[DocumentCopied, ...] = ()


ONE = Quantities()
"""One page, one copy, one person."""


def price(
    rule: FeeRule,
    counted: Quantities = ONE,
    *,
    on: date | None = None,
    exempt: Exemption | None = None,
    proof: str = "",
) -> FeeDue:
    """What this rule asks for.

    Args:
        rule: from the catalogue or the province.
        counted: pages, copies, persons.
        on: a rule that does not hold on this day says nothing; None = do not ask.
        exempt: the group for whom it costs nothing or less; where no price is known at all, it stays unknown.
        proof: by which that was shown.

    Raises:
        QuantityImpossible: a quantity below one, or absurdly many.
    """
    _check(counted)
    if on is not None and not holds(rule, on):
        return FeeDue()
    asked = _asked(rule, counted)
    if exempt is None:
        return asked
    if rule.group == exempt.id:
        return replace(asked, ground=FeeGround(name=exempt.name, proof=proof, source=exempt.source))
    return let_off(asked, exempt, proof)


def let_off(told: FeeDue, exempt: Exemption, proof: str) -> FeeDue:
    """This price less what the people of this group need not pay. A tax for another body stays."""
    if told.set_by_province and exempt.percent == WHOLE:
        told = replace(told, set_by_province=False, free=True)
    elif not told.lines and not told.free:
        return told
    off = {n: _part(line, exempt.percent) for n, line in enumerate(told.lines)}
    left = tuple(
        replace(line, amount=line.amount - off[n]) for n, line in enumerate(told.lines) if line.amount > off[n]
    )
    return replace(
        told,
        lines=left,
        free=not left,
        source=f"{exempt.name}: {exempt.source}",
        ground=FeeGround(name=exempt.name, proof=proof, source=exempt.source, let_off=sum(off.values())),
    )


WHOLE = 100
"""Percent of an exemption that leaves nothing to pay."""


def _part(line: FeeLine, percent: int) -> int:
    """What is let off of one line, in whole đồng, rounded in the citizen's favour."""
    return 0 if line.kind is FeeLineKind.TAX else -(-line.amount * percent // WHOLE)


def _asked(rule: FeeRule, counted: Quantities) -> FeeDue:
    foreign = tuple(one.foreign for one in (rule, *rule.further) if one.foreign)
    match rule.kind:
        case FeeKind.FREE if not rule.further:
            return FeeDue(free=True, source=rule.source, foreign=foreign)
        case FeeKind.SET_BY_PROVINCE:
            return FeeDue(set_by_province=True, source=rule.source, foreign=foreign)
        case FeeKind.NO_INFORMATION:
            return FeeDue(source=rule.source, foreign=foreign)
        case _:
            lines = tuple(line for one in (rule, *rule.further) for line in _lines(one, counted))
            return FeeDue(lines=lines, free=not lines, source=rule.source, foreign=foreign)


def _lines(rule: FeeRule, counted: Quantities) -> tuple[FeeLine, ...]:
    match rule.kind:
        case FeeKind.AMOUNT:
            return (_line(rule, rule.amount),)
        case FeeKind.PER_COPY | FeeKind.COPY_PAGES if counted.documents:
            return _by_document(rule, counted.documents)
        case FeeKind.PER_COPY:
            return (_line(rule, rule.amount * counted.copies),)
        case FeeKind.COPY_PAGES:
            return (_line(rule, copy_price(counted.pages) * counted.copies),)
        case FeeKind.PER_PERSON:
            return (_line(rule, rule.amount * counted.persons),)
        case FeeKind.FREE | FeeKind.SET_BY_PROVINCE | FeeKind.NO_INFORMATION:
            return ()


def _line(rule: FeeRule, amount: int, of: str = "") -> FeeLine:
    return FeeLine(
        name=f"{rule.name} – {of}" if of else rule.name,
        amount=min(amount, rule.most) if rule.most else amount,
        kind=rule.line_kind or line_kind_of(rule.name),
        body=rule.body,
    )


def _by_document(rule: FeeRule, documents: Sequence[DocumentCopied]) -> tuple[FeeLine, ...]:
    """One line for each document, so that the citizen can count it again; ``most`` bounds them together."""
    by_page = rule.kind is FeeKind.COPY_PAGES
    left, lines = rule.most, list[FeeLine]()
    for one in documents:
        line = _line(rule, (copy_price(one.pages) if by_page else rule.amount) * one.copies, one.name)
        if rule.most:
            line = replace(line, amount=min(line.amount, left))
            left -= line.amount
        if line.amount or not rule.most:
            lines.append(line)
    return tuple(lines)


def _check(counted: Quantities) -> None:
    pairs = [("pages", counted.pages), ("copies", counted.copies)]
    if counted.documents:
        pairs = [pair for one in counted.documents for pair in (("pages", one.pages), ("copies", one.copies))]
    for what, amount in (*pairs, ("persons", counted.persons)):
        if not 1 <= amount <= MOST:
            raise QuantityImpossible(what, amount)


def exemptions_of(
    procedure: Procedure, day: date, province_fees: "ProvinceFees | None" = None
) -> tuple[Exemption, ...]:
    """Whom the law or the province exempts from the price of this procedure on this day, wholly or in part."""
    own = (province_fees or ProvinceFees()).exemption
    of_province = tuple(one.exemption for one in own if not one.procedures or procedure.code in one.procedures)
    named = {one.id: one for one in (*procedure.exemptions, *of_province) if holds(one, day)}
    return tuple(named.values())


def fits_age(exempt: Exemption, age: int) -> bool:
    """Whether a person of so many whole years is of this group by that alone; False where age decides nothing."""
    if not exempt.age_from and not exempt.age_below:
        return False
    return exempt.age_from <= age and (not exempt.age_below or age < exempt.age_below)


def exemption(
    procedure: Procedure, id_: str, day: date, province_fees: "ProvinceFees | None" = None
) -> Exemption | None:
    """The exemption of this id ("ho-ngheo", also written "Hộ nghèo") that holds on this day; None where none is named.

    Raises:
        ExemptionUnknown: this procedure has none of that name on that day.
    """
    if not id_:
        return None
    id_ = "-".join("".join(c if c.isalnum() else " " for c in search_key(id_)).split())
    known = {one.id: one for one in exemptions_of(procedure, day, province_fees)}
    if id_ not in known:
        raise ExemptionUnknown(procedure.code, id_, tuple(known))
    return known[id_]


def holds(rule: FeeRule | Exemption, day: date) -> bool:
    """Whether it is in force on this day; the first and the last day count."""
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day <= rule.valid_to)


class ProvinceFee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One rule of a resolution of the provincial council. No case, channel or group = all of them.

    Attributes:
        group: id of an exemption: the price of its people alone.
        kind, name, amount, source, valid_from, valid_to, line_kind, body, most, further, foreign: as in ``FeeRule``;
            ``source`` is the resolution, "NQ 07/2026/NQ-HĐND ngày 15/6/2026".
    """

    procedure: str
    kind: FeeKind
    source: str
    case: str = ""
    channel: Channel | None = None
    name: str = ""
    amount: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    group: str = ""
    line_kind: FeeLineKind | None = None
    body: CollectingBody | None = None
    most: int = 0
    further: tuple[FeeRule, ...] = ()
    foreign: str = ""

    @property
    def rule(self) -> FeeRule:
        """The same as the catalogue would say it."""
        return FeeRule(
            kind=self.kind,
            name=self.name,
            amount=self.amount,
            source=self.source,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            group=self.group,
            line_kind=self.line_kind,
            body=self.body,
            most=self.most,
            further=self.further,
            foreign=self.foreign,
        )


class ProvinceExemption(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """People whom a resolution of the provincial council exempts, wholly or in part.

    Attributes:
        procedures: codes of the procedures; empty = all.
        id, name, source, valid_from, valid_to, percent, proofs, age_from, age_below: as in ``Exemption``.
    """

    id: str
    name: str
    source: str
    procedures: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    percent: int = WHOLE
    proofs: tuple[str, ...] = ()
    age_from: int = 0
    age_below: int = 0

    @property
    def exemption(self) -> Exemption:
        """The same as the catalogue would say it."""
        return Exemption(
            id=self.id,
            name=self.name,
            source=self.source,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            percent=self.percent,
            proofs=self.proofs,
            age_from=self.age_from,
            age_below=self.age_below,
        )


class ProvinceFees(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The office's ``fees.toml``: one ``[[fee]]`` for each rule, one ``[[exemption]]`` for each group."""

    fee: tuple[ProvinceFee, ...] = ()
    exemption: tuple[ProvinceExemption, ...] = ()


def load_province_fees(path: Path) -> ProvinceFees:
    """The office's file of provincial fees.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says where.
    """
    try:
        fees = msgspec.toml.decode(read_named(path), type=prepared(ProvinceFees))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    for place, fee in enumerate(fees.fee, start=1):
        if what := fault_of(fee):
            raise CatalogueUnreadable(str(path), f"fee {place} ({fee.procedure}): {what.value}")
    for one in fees.exemption:
        if not 1 <= one.percent <= WHOLE:
            raise CatalogueUnreadable(str(path), f"exemption {one.id}: percent")
    return fees


class FeeFault(StrEnum):
    """What is wrong with a rule of a resolution."""

    NO_AMOUNT = "no amount"
    AMOUNT_TOO_HIGH = "amount too high"
    ENDS_BEFORE = "valid_to before valid_from"
    NO_SOURCE = "no source"
    FURTHER_UNCOUNTED = "a further line without an amount"


HIGHEST = 1_000_000_000
"""No price of a commune's procedure, in đồng, is higher."""

_WITH_AMOUNT = frozenset({FeeKind.AMOUNT, FeeKind.PER_COPY, FeeKind.PER_PERSON})


def fault_of(fee: ProvinceFee) -> FeeFault | None:
    """The first thing that is wrong with it; None = it can be used."""
    if not fee.source.strip():
        return FeeFault.NO_SOURCE
    if fee.amount < 1 and fee.kind in _WITH_AMOUNT:
        return FeeFault.NO_AMOUNT
    if max(fee.amount, fee.most, *(one.amount for one in fee.further)) > HIGHEST:
        return FeeFault.AMOUNT_TOO_HIGH
    if any(one.kind not in _WITH_AMOUNT or one.amount < 1 for one in fee.further) or fee.most < 0:
        return FeeFault.FURTHER_UNCOUNTED
    if fee.valid_from and fee.valid_to and fee.valid_to < fee.valid_from:
        return FeeFault.ENDS_BEFORE
    return None


def province_fees_text(fees: ProvinceFees) -> str:
    """As TOML, to be written to the office's file."""
    return tomli_w.dumps(msgspec.to_builtins(fees, builtin_types=(date,)))


def rule_for(
    procedure: Procedure,
    case: str,
    offer: Offer,
    day: date,
    province_fees: ProvinceFees | None = None,
    exempt: Exemption | None = None,
) -> FeeRule:
    """The rule in force on this day: the province's (the closest fit, then the newest), else the catalogue's.

    Args:
        procedure: what is asked for.
        case: id of its case, or empty.
        offer: the channel chosen, as ``Catalogue.offer`` gave it.
        day: the day the fee is told.
        province_fees: the office's own file.
        exempt: the group of who pays; a rule for it alone is the closest fit of all.
    """
    group = exempt.id if exempt else ""
    fitting = [
        fee
        for fee in (province_fees or ProvinceFees()).fee
        if fee.procedure == procedure.code
        and fee.case in {"", case}
        and fee.channel in {None, offer.channel}
        and fee.group in {"", group}
        and holds(fee.rule, day)
    ]
    own = replace(exempt.asks, group=group) if exempt and exempt.asks else None
    if not fitting:
        return own or offer.fee
    best = max(fitting, key=lambda f: (bool(f.group), bool(f.case), f.channel is not None, f.valid_from or date.min))
    # A receipt prints the name of each line: a resolution that names none speaks of what the catalogue names.
    return replace(best.rule, name=best.name or offer.fee.name or procedure.name, group=group if own else best.group)
