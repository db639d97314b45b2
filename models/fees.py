"""The fee of a procedure. "No information" is not free, and neither is a fee that the province sets.

The province's own resolutions come from an office file (``load_province_fees``) and win over the catalogue.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from models.events import DocumentCopied, FeeDue, FeeLine
from models.not_allowed import ExemptionUnknown, QuantityImpossible
from models.procedure import Channel, Exemption, FeeKind, FeeRule, Offer, Procedure
from models.text import search_key
from models.trouble import CatalogueUnreadable

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


def price(
    rule: FeeRule,
    *,
    pages: int = 1,
    copies: int = 1,
    documents: Sequence[DocumentCopied] = (),
    on: date | None = None,
    exempt: Exemption | None = None,
) -> FeeDue:
    """What this rule asks for.

    Args:
        rule: from the catalogue or the province.
        pages: of the original, where certified copies are priced by the page.
        copies: how many are asked for.
        documents: several, each with its own pages and copies; ``pages`` and ``copies`` then count for nothing.
        on: a rule that does not hold on this day says nothing; None = do not ask.
        exempt: why nothing is to be paid; where no price is known at all, it stays unknown.

    Raises:
        QuantityImpossible: pages or copies below one, or absurdly many.
    """
    counted = [(pages, copies)] if not documents else [(one.pages, one.copies) for one in documents]
    for what, amount in ((what, n) for pair in counted for what, n in zip(("pages", "copies"), pair, strict=True)):
        if not 1 <= amount <= MOST:
            raise QuantityImpossible(what, amount)
    if on is not None and not _holds(rule, on):
        return FeeDue()
    if exempt is not None and rule.kind is not FeeKind.NO_INFORMATION:
        return FeeDue(free=True, source=f"{exempt.name}: {exempt.source}")
    match rule.kind:
        case FeeKind.FREE:
            return FeeDue(free=True, source=rule.source)
        case FeeKind.AMOUNT:
            return _one_line(rule, rule.amount)
        case FeeKind.PER_COPY | FeeKind.COPY_PAGES if documents:
            return _by_document(rule, documents)
        case FeeKind.PER_COPY:
            return _one_line(rule, rule.amount * copies)
        case FeeKind.COPY_PAGES:
            return _one_line(rule, copy_price(pages) * copies)
        case FeeKind.SET_BY_PROVINCE:
            return FeeDue(set_by_province=True, source=rule.source)
        case FeeKind.NO_INFORMATION:
            return FeeDue(source=rule.source)


def _one_line(rule: FeeRule, amount: int) -> FeeDue:
    return FeeDue(lines=(FeeLine(name=rule.name, amount=amount),), source=rule.source)


def _by_document(rule: FeeRule, documents: Sequence[DocumentCopied]) -> FeeDue:
    """One line for each document, so that the citizen can count it again."""
    by_page = rule.kind is FeeKind.COPY_PAGES
    lines = tuple(
        FeeLine(
            name=f"{rule.name} – {one.name}", amount=(copy_price(one.pages) if by_page else rule.amount) * one.copies
        )
        for one in documents
    )
    return FeeDue(lines=lines, source=rule.source)


def exemption(procedure: Procedure, id_: str, day: date) -> Exemption | None:
    """The exemption of this id ("ho-ngheo", also written "Hộ nghèo") that holds on this day; None where none is named.

    Raises:
        ExemptionUnknown: this procedure has none of that name on that day.
    """
    if not id_:
        return None
    id_ = "-".join("".join(c if c.isalnum() else " " for c in search_key(id_)).split())
    known = {one.id: one for one in procedure.exemptions if _holds(one, day)}
    if id_ not in known:
        raise ExemptionUnknown(procedure.code, id_, tuple(known))
    return known[id_]


def _holds(rule: FeeRule | Exemption, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day <= rule.valid_to)


class ProvinceFee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of a resolution of the provincial council. No case or no channel = all of them.

    Attributes:
        kind, name, amount, source, valid_from, valid_to: as in ``FeeRule``; ``source`` is the resolution.
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
        )


class ProvinceFees(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The office's ``fees.toml``: one ``[[fee]]`` for each rule."""

    fee: tuple[ProvinceFee, ...] = ()


def load_province_fees(path: Path) -> ProvinceFees:
    """The office's file of provincial fees.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says where.
    """
    try:
        fees = msgspec.toml.decode(path.read_bytes(), type=ProvinceFees)
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    for place, fee in enumerate(fees.fee, start=1):
        if fee.amount < 1 and fee.kind in {FeeKind.AMOUNT, FeeKind.PER_COPY}:
            raise CatalogueUnreadable(str(path), f"fee {place} ({fee.procedure}): no amount")
        if fee.valid_from and fee.valid_to and fee.valid_to < fee.valid_from:
            raise CatalogueUnreadable(str(path), f"fee {place} ({fee.procedure}): valid_to before valid_from")
    return fees


def rule_for(
    procedure: Procedure, case: str, offer: Offer, day: date, province_fees: ProvinceFees | None = None
) -> FeeRule:
    """The rule in force on this day: the province's (the closest fit, then the newest), else the catalogue's.

    Args:
        procedure: what is asked for.
        case: id of its case, or empty.
        offer: the channel chosen, as ``Catalogue.offer`` gave it.
        day: the day the fee is told.
        province_fees: the office's own file.
    """
    fitting = [
        fee
        for fee in (province_fees or ProvinceFees()).fee
        if fee.procedure == procedure.code
        and fee.case in {"", case}
        and fee.channel in {None, offer.channel}
        and _holds(fee.rule, day)
    ]
    if not fitting:
        return offer.fee
    best = max(fitting, key=lambda f: (bool(f.case), f.channel is not None, f.valid_from or date.min))
    # A receipt prints the name of each line: a resolution that names none speaks of what the catalogue names.
    return replace(best.rule, name=best.name or offer.fee.name or procedure.name)
