"""Provinces and communes of today, and the old province prefixes of personal numbers.

Read when first asked for. Only certain matches are made: an address of before July 2025 names units that are gone.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from models.text import clean, search_key, sort_key

_DATA = Path(__file__).parent.parent / "catalogue"


class CommuneKind(StrEnum):
    """The three kinds of the lower tier."""

    WARD = "phường"
    COMMUNE = "xã"
    SPECIAL_ZONE = "đặc khu"


class Province(Struct, frozen=True, kw_only=True):
    """One of the 34.

    Attributes:
        code: two digits of the General Statistics Office.
        name: with its kind, for instance "Tỉnh Lào Cai".
        unchanged: its boundaries did not change in 2025.
    """

    code: str
    name: str
    unchanged: bool = False


class Commune(Struct, frozen=True, kw_only=True):
    """One of the 3,321.

    Attributes:
        code: five digits.
        name: without its kind.
    """

    code: str
    kind: CommuneKind
    name: str
    province: Province

    @property
    def full_name(self) -> str:
        """As an address says it: "Phường Ba Đình, Thành phố Hà Nội"."""
        return f"{self.kind.value.capitalize()} {self.name}, {self.province.name}"


_KINDS = {"P": CommuneKind.WARD, "X": CommuneKind.COMMUNE, "D": CommuneKind.SPECIAL_ZONE}
_PROVINCE_KIND = re.compile(r"^(tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)
_COMMUNE_KIND = re.compile(r"^(phường|xã|đặc khu|p\.|x\.)\s*(?=\S)", re.IGNORECASE)
_DISTRICT_KIND = re.compile(r"^(quận|huyện|thị xã|thành phố|tp\.?|tx\.?|h\.|q\.)\s*(?=\S)", re.IGNORECASE)
_WRITTEN_KINDS = {
    "phường": CommuneKind.WARD,
    "p.": CommuneKind.WARD,
    "xã": CommuneKind.COMMUNE,
    "x.": CommuneKind.COMMUNE,
    "đặc khu": CommuneKind.SPECIAL_ZONE,
}


@cache
def _read() -> tuple[tuple[Province, ...], tuple[Commune, ...]]:
    found: list[Province] = []
    communes_found: list[Commune] = []
    for line in (_DATA / "communes.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, rest = line.split(" ", 1)
        if len(code) == 2:
            found.append(Province(code=code, name=rest.removeprefix("= "), unchanged=rest.startswith("= ")))
            continue
        kind, name = rest.split(" ", 1)
        communes_found.append(Commune(code=code, kind=_KINDS[kind], name=name, province=found[-1]))
    return tuple(found), tuple(communes_found)


def provinces() -> tuple[Province, ...]:
    """All 34, by code."""
    return _read()[0]


@lru_cache(maxsize=64)
def communes(province_code: str) -> tuple[Commune, ...]:
    """The communes of a province, in Vietnamese order; empty for a code that is none."""
    return tuple(sorted((c for c in _read()[1] if c.province.code == province_code), key=lambda c: sort_key(c.name)))


@cache
def _searchable() -> tuple[tuple[str, str, Commune], ...]:
    """Name, then all words that may be typed, each begun by a blank; and the commune."""
    return tuple(
        (
            " " + search_key(commune.name),
            " " + search_key(f"{commune.name} {commune.kind} {commune.province.name}"),
            commune,
        )
        for commune in _read()[1]
    )


def find_communes(words: str, province_code: str | None = None, limit: int = 12) -> list[Commune]:
    """Communes whose name (and kind, and province) hold every typed word as the beginning of a word.

    Args:
        words: without marks if one likes: "ba dinh", "cua nam ha noi".
        province_code: only of this province.
        limit: how many at most; names that begin as typed come first.
    """
    typed = [f" {word}" for word in search_key(words).split()]
    if not typed:
        return []
    start = "".join(typed)
    found = []
    for name, everything, commune in _searchable():
        if province_code is not None and commune.province.code != province_code:
            continue
        if all(word in everything for word in typed):
            begins = name.startswith(start)
            found.append(((name != start, not begins, typed[0] not in name, name, commune.code), commune))
    found.sort(key=lambda pair: pair[0])
    return [commune for _, commune in found[:limit]]


def commune_of(address: str) -> Commune | None:
    """The commune an address certainly names, read from its tail; None when anything is open.

    The province must be one of today's. "Phường …, Thành phố …" must write the kind: a bare "Đan Phượng, Hà Nội" may be
    the old district. An address of three tiers (before July 2025) is matched, without its district, only in
    a province that was not merged, and only where a commune of that kind and name is there today.
    """
    parts = [clean(part) for part in address.split(",") if clean(part)]
    if parts and search_key(parts[-1]) == "viet nam":
        parts.pop()
    if len(parts) < 2:
        return None
    province = _province_named(parts[-1])
    if province is None:
        return None
    tail = parts[-2]
    if _DISTRICT_KIND.match(tail):
        if not province.unchanged or len(parts) < 3:
            return None
        tail = parts[-3]
    written = _COMMUNE_KIND.match(tail)
    if written is None:
        return None
    kind = _WRITTEN_KINDS[written[1].lower()]
    return _by_name().get((province.code, kind, sort_key(tail[written.end() :])))


@cache
def _by_name() -> dict[tuple[str, CommuneKind, str], Commune]:
    """By province, kind and name; the key is the same wherever the tone mark stands (Hoà, Hòa)."""
    return {(c.province.code, c.kind, sort_key(c.name)): c for c in _read()[1]}


@cache
def _provinces_by_name() -> dict[str, Province]:
    return {sort_key(_PROVINCE_KIND.sub("", p.name)): p for p in provinces()}


def _province_named(text: str) -> Province | None:
    return _provinces_by_name().get(sort_key(_PROVINCE_KIND.sub("", text)))


def commune_by_code(code: str) -> Commune | None:
    """The commune of these five digits of the General Statistics Office, or None."""
    return next((commune for commune in _read()[1] if commune.code == code), None)
