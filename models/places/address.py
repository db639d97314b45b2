"""Parses an address, whether it names the units of today or those of before July 2025."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.places.old_places import Certainty, OldAddress, read_old
from models.places.places import Commune, Province, read_today


class AddressReason(StrEnum):
    """Why the commune is certain, or is not."""

    TODAY = "today"
    MOVED = "moved"
    """Units of before, which went whole to one of today."""
    DIVIDED = "divided"
    """Units of before, divided among several."""
    MAY_BE_OLD = "may_be_old"
    MAY_BE = "may_be"
    """A name of today but for its marks or its kind."""
    COMMUNE_UNKNOWN = "commune_unknown"
    """The province is known, the commune is none of its."""
    PROVINCE_UNKNOWN = "province_unknown"
    """Its end names no province."""


class Address(Struct, frozen=True, kw_only=True):
    """An address as understood.

    Attributes:
        rest: what stands before the units: house, hamlet.
        commune: of today, where it is certain.
        candidates: those it may be, where it is not.
        old: what it says of the units of before.
    """

    rest: str
    finding: AddressReason
    commune: Commune | None = None
    province: Province | None = None
    candidates: tuple[Commune, ...] = ()
    old: OldAddress | None = None


def read_address(address: str, *, written_on: date | None = None) -> Address:
    """What this address says.

    Args:
        address: as on a card or typed, units set apart by commas.
        written_on: when it was written (a card's day of issue), see ``read_old``.
    """
    old = read_old(address, written_on=written_on)
    today = read_today(address)
    if old is not None and old.certainty is Certainty.WHOLE:
        commune = old.candidates[0]
        return Address(rest=old.rest, finding=AddressReason.MOVED, commune=commune, province=commune.province, old=old)
    if old is not None:
        finding = AddressReason.DIVIDED if old.certainty is Certainty.DIVIDED else AddressReason.MAY_BE_OLD
        return Address(rest=old.rest, finding=finding, province=today.province, candidates=old.candidates, old=old)
    if today.commune is not None:
        return Address(rest=today.rest, finding=AddressReason.TODAY, commune=today.commune, province=today.province)
    if today.province is None:
        return Address(rest=today.rest, finding=AddressReason.PROVINCE_UNKNOWN)
    finding = AddressReason.MAY_BE if today.candidates else AddressReason.COMMUNE_UNKNOWN
    return Address(rest=today.rest, finding=finding, province=today.province, candidates=today.candidates)
