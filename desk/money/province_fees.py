"""The province's resolution as an office enters it: amounts by procedure and channel, in the office's ``fees.toml``.

A rule already in the file stays: of two that fit alike the newest holds, and a price already told moves by neither.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from msgspec import Struct
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.province_assignment import FEES
from desk.rights import Permission, require
from desk.words.money import dong
from models import fees
from models.fees import ProvinceFee, ProvinceFees
from models.files.disk import on_disk, write_whole
from models.files.marked import marked_toml
from models.not_allowed import OfOneVerb
from models.procedure import Case, Channel, Exemption, FeeKind, FeeRule, Offer, Procedure
from models.text import clean


class ResolutionUnnamed(OfOneVerb):
    """A price of the province stands in a resolution with a number and a day."""

    sentence = "Ghi số, ngày ban hành và ngày có hiệu lực của nghị quyết."


class ResolutionDaysWrong(OfOneVerb):
    """It cannot hold before it was passed, nor end before it begins."""

    sentence = "Nghị quyết không có hiệu lực trước ngày ban hành, và không hết hiệu lực trước ngày có hiệu lực."


class ResolutionAmountWrong(OfOneVerb):
    """An amount below zero or absurdly high, or of a procedure that is not filed this way."""

    sentence = f"Mức thu là số đồng chẵn từ 0 (miễn phí) đến {dong(fees.HIGHEST)}, của thủ tục có trong danh mục."


class Resolution(Struct, frozen=True, kw_only=True):
    """A resolution of the provincial council. ``valid_to``: its last day; None = no end is known."""

    number: str
    passed_on: date | None
    valid_from: date | None
    valid_to: date | None = None

    @property
    def source(self) -> str:
        """As price and receipt name it."""
        day = f" ngày {self.passed_on:%d/%m/%Y}" if self.passed_on else ""
        return f"{clean(self.number)}{day}"


class ChannelPrice(Struct, frozen=True, kw_only=True):
    """What the province asks for a procedure filed one way; ``amount`` 0 = free, None = nothing is entered.

    Attributes:
        group: id of the exemption whose people alone pay it (a birth registered late); empty = everybody.
        case: id of the case that it is for alone; empty = every case without an amount of its own.
    """

    procedure: str
    channel: Channel
    amount: int | None = None
    group: str = ""
    case: str = ""


class ProvincePrices(Struct, frozen=True, kw_only=True):
    """A procedure, one group or one case of it, whose charge the province sets, and what is entered for it today.

    Attributes:
        name: of the procedure, and of the group or the case where it is for one alone.
        prices: one for each channel by which it is filed.
        special: further rules of the file for it: of several lines, of another unit.
        case: id of the case; empty = every case. What is entered for it goes before what is entered for all.
        is_open: some way of filing has no amount, neither for all nor for each case.
    """

    code: str
    name: str
    field: str
    prices: tuple[ChannelPrice, ...]
    special: int = 0
    case: str = ""
    is_open: bool = False


def province_prices(desk: Desk) -> tuple[ProvincePrices, ...]:
    """Every procedure taken in here whose charge the law leaves to the province, in the catalogue's order."""
    offered = set(desk.settings.offered)
    return tuple(
        found for one in desk.catalogue.procedures if not offered or one.code in offered for found in _prices(desk, one)
    )


def enter_resolution(desk: Desk, resolution: Resolution, prices: Iterable[ChannelPrice]) -> Desk:
    """Write these prices of a resolution into the office's file, and work with them from now on.

    Args:
        desk: open.
        resolution: where they stand.
        prices: those entered; one with the same procedure, channel and first day replaces what the file has.

    Returns:
        The desk with them. A price already told to a citizen stays as it was told.

    Raises:
        RoleForbids, NobodySignedIn.
        ResolutionUnnamed, ResolutionDaysWrong, ResolutionAmountWrong: nothing was written.
        DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Permission.SET_UP)
    _check(resolution)
    entered = tuple(_rule(desk, resolution, one) for one in prices if one.amount is not None)
    if any(fees.fault_of(one) for one in entered):
        raise ResolutionAmountWrong
    anew = {_place(one) for one in entered}
    kept = tuple(one for one in desk.fees.fee if _place(one) not in anew)
    found = ProvinceFees(fee=(*kept, *entered), exemption=desk.fees.exemption)
    with on_disk(desk.folder / FEES):
        write_whole(desk.folder / FEES, marked_toml(fees.province_fees_text(found)))
    return replace(desk, fees=found)


def _check(resolution: Resolution) -> None:
    if not clean(resolution.number) or resolution.passed_on is None or resolution.valid_from is None:
        raise ResolutionUnnamed
    ends = resolution.valid_to
    if resolution.valid_from < resolution.passed_on or (ends is not None and ends < resolution.valid_from):
        raise ResolutionDaysWrong


def _rule(desk: Desk, resolution: Resolution, one: ChannelPrice) -> ProvinceFee:
    amount = one.amount or 0
    known = {procedure.code: procedure for procedure in desk.catalogue.procedures}.get(one.procedure)
    if known is None or amount < 0:
        raise ResolutionAmountWrong
    return ProvinceFee(
        procedure=one.procedure,
        channel=one.channel,
        group=one.group,
        case=one.case,
        kind=FeeKind.AMOUNT if amount else FeeKind.FREE,
        name=f"Lệ phí: {known.name}",
        amount=amount,
        source=resolution.source,
        valid_from=resolution.valid_from,
        valid_to=resolution.valid_to,
    )


def _place(fee: ProvinceFee) -> tuple[str, str, str, str, str]:
    """Two rules of one place cannot both hold."""
    return (fee.procedure, fee.case, fee.channel or "", fee.group, str(fee.valid_from))


_OPEN = FeeRule(kind=FeeKind.SET_BY_PROVINCE)
_PLAIN = frozenset({FeeKind.AMOUNT, FeeKind.FREE})


def _prices(desk: Desk, procedure: Procedure) -> Iterator[ProvincePrices]:
    """One for everybody, and one for each case and each group of its own, where the province sets the price."""
    offers = (*procedure.offers, *(offer for case in procedure.cases for offer in case.offers))
    groups: list[Exemption | None] = [None, *(one for one in procedure.exemptions if one.asks is not None)]
    for group in groups:
        left = _left_to_province(offers, group)
        if not left:
            continue
        cases = [] if group is not None or len(procedure.cases) == 1 else procedure.cases
        of_cases = [
            _entered(desk, procedure, group, ways, case)
            for case in cases
            if (ways := _left_to_province(case.offers or procedure.offers, group))
        ]
        whole = _entered(desk, procedure, group, left)
        unknown = {one.channel for one in whole.prices if one.amount is None}
        lacking = [one for case in of_cases for one in case.prices if one.channel in unknown and one.amount is None]
        yield with_(whole, is_open=bool(lacking) if of_cases else bool(unknown))
        yield from of_cases


def _left_to_province(offers: Iterable[Offer], group: Exemption | None) -> list[Channel]:
    """The ways of filing whose price the law leaves to the province."""
    return sorted(
        {offer.channel for offer in offers if _asked(offer, group).kind is _OPEN.kind}, key=list(Channel).index
    )


def _entered(
    desk: Desk, procedure: Procedure, group: Exemption | None, ways: Iterable[Channel], case: Case | None = None
) -> ProvincePrices:
    id_, case_id = group.id if group else "", case.id if case else ""
    own = ProvinceFees(fee=tuple(one for one in desk.fees.fee if one.group == id_ and one.case == case_id))
    rules = (
        (way, fees.rule_for(procedure, case_id, Offer(channel=way, fee=_OPEN), desk.today, own, group)) for way in ways
    )
    return ProvincePrices(
        code=procedure.code,
        name=" – ".join((procedure.name, *(one.name for one in (group, case) if one))),
        field=procedure.field,
        prices=tuple(
            ChannelPrice(
                procedure=procedure.code,
                channel=way,
                amount=rule.amount if rule.kind in _PLAIN else None,
                group=id_,
                case=case_id,
            )
            for way, rule in rules
        ),
        special=sum(
            one.procedure == procedure.code and (bool(one.further) or one.kind not in _PLAIN) for one in own.fee
        ),
        case=case_id,
    )


def _asked(offer: Offer, group: Exemption | None) -> FeeRule:
    return group.asks if group is not None and group.asks is not None else offer.fee
