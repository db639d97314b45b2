"""Provinces and communes of today, and the old province prefixes of personal numbers.

Read when first asked for. Only certain matches are made: an address of before July 2025 names units that are gone.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from models.places.spelling import fold, joined, parts_of, province_key, same_letters
from models.text import name_key, search_key, sort_key

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
_COMMUNE_KIND = re.compile(
    r"^(phường|phuong|xã|xa|đặc khu|dac khu|p\.|x\.|[px](?=\s+[^\W\d_])|p(?=\s?\d)|đk\.?)\s*(?=\S)", re.IGNORECASE
)
_DISTRICT_KIND = re.compile(
    r"^(quận|quan|huyện|huyen|thị xã|thi xa|thành phố|thanh pho|tp\.?|tx\.?|h\.|q\.)\s*(?=\S)", re.IGNORECASE
)
_WRITTEN_KINDS = {
    "phuong": CommuneKind.WARD,
    "p": CommuneKind.WARD,
    "xa": CommuneKind.COMMUNE,
    "x": CommuneKind.COMMUNE,
    "dac khu": CommuneKind.SPECIAL_ZONE,
    "dk": CommuneKind.SPECIAL_ZONE,
}
_HIGHLAND = frozenset(
    {"bo", "buon", "chu", "cu", "dak", "dam", "dur", "ea", "ia", "k", "ko", "kon", "krong", "m", "po", "to", "ya"}
)
"""First words of names that the highlands' languages gave: their marks are written in many ways."""


class Today(Struct, frozen=True, kw_only=True):
    """What an address says of the units of today.

    Attributes:
        rest: what stands before the units.
        commune: the one it certainly names.
        candidates: those it may mean, where that is not certain.
        province: the one at its end, one of the 34.
    """

    rest: str = ""
    commune: Commune | None = None
    candidates: tuple[Commune, ...] = ()
    province: Province | None = None


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
            " " + name_key(commune.name),
            " " + name_key(f"{commune.name} {commune.kind} {commune.province.name}"),
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
    typed = [f" {word}" for word in name_key(words).split()]
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
    """The commune an address certainly names; see ``read_today``."""
    return read_today(address).commune


def read_today(address: str) -> Today:
    """What the tail of an address says: its province and commune of today.

    The province must be one of today's. "Phường …, Thành phố …" must write the kind: a bare "Đan Phượng, Hà Nội" may be
    the old district. An address of three tiers (before July 2025) is matched, without its district, only in
    a province that was not merged, and only where a commune of that kind and name is there today; elsewhere it is
    told. A name whose letters differ is told, never taken.
    """
    parts = _with_units_apart(parts_of(address))
    province = _province_named(parts[-1]) if parts else None
    if province is None or len(parts) < 2:
        return Today(rest=", ".join(parts), province=province)
    place, is_sure = -2, True
    if _DISTRICT_KIND.match(parts[place]):
        if len(parts) < 3:
            return Today(rest=", ".join(parts[:-1]), province=province)
        place, is_sure = -3, province.unchanged
    tail = parts[place]
    written = _COMMUNE_KIND.match(tail)
    if written is None:
        alike = tuple(one for one in communes(province.code) if place == -2 and fold(one.name) == fold(tail))
        return Today(rest=", ".join(parts[: place if alike else -1]), candidates=alike, province=province)
    kind = _WRITTEN_KINDS[search_key(written[1]).strip(". ")]
    certain, alike = _named(tail[written.end() :], province, kind)
    if not is_sure:
        certain, alike = None, (certain,) if certain else alike
    rest = ", ".join(parts[: place if certain or alike else -1])
    return Today(rest=rest, commune=certain, candidates=() if certain else alike, province=province)


def _with_units_apart(parts: list[str]) -> list[str]:
    """Units that a dash or nothing sets apart ("Phường Sài Gòn - TP.HCM", "Xã Mẫu Hà Nội") as parts of their own."""
    if parts and _province_named(parts[-1]) is None:
        parts = [*parts[:-1], *_province_apart(parts[-1])]
    if len(parts) > 1 and _COMMUNE_KIND.match(parts[-2]) is None and _DISTRICT_KIND.match(parts[-2]) is None:
        inside = list(_KIND_INSIDE.finditer(parts[-2]))
        if inside:
            begin = inside[-1].start("unit")
            return [*parts[:-2], parts[-2][:begin].strip(" -–—"), parts[-2][begin:], parts[-1]]
    return parts


def _province_apart(text: str) -> list[str]:
    """A text in front of a province and the province, where it ends with one."""
    for found in _BREAKS.finditer(text):  # the longest end that is a province, its kind with it
        if _province_named(text[found.end() :]) is not None:
            return [text[: found.start()].strip(), text[found.end() :].strip()]
    return [text]


_BREAKS = re.compile(r"\s*[-–—]\s*|\s+")
_KIND_INSIDE = re.compile(
    r"(?:^|[\s\-–—])(?<!thị )(?P<unit>(?:phường|xã|đặc khu|p\.(?=\s?[^\W\d_]{2})|x\.(?=\s?[^\W\d_]{2}))\s*(?=\S))",
    re.IGNORECASE,
)


def _named(text: str, province: Province, kind: CommuneKind) -> tuple[Commune | None, tuple[Commune, ...]]:
    """The commune this certainly names, and all whose name is the same but for marks."""
    alike = _by_key().get((province.code, kind, joined(text)), ())
    exact = [one for one in alike if same_letters(one.name, text)]
    if len(exact) == 1:
        return exact[0], alike
    free = fold(text).split(" ")[0] in _HIGHLAND
    return (alike[0], alike) if len(alike) == 1 and free else (None, alike)


@cache
def _by_key() -> dict[tuple[str, CommuneKind, str], tuple[Commune, ...]]:
    """By province, kind and folded name without blanks."""
    found: dict[tuple[str, CommuneKind, str], tuple[Commune, ...]] = {}
    for one in _read()[1]:
        key = (one.province.code, one.kind, joined(one.name))
        found[key] = (*found.get(key, ()), one)
    return found


@cache
def _provinces_by_name() -> dict[str, Province]:
    return {province_key(p.name): p for p in provinces()}


def _province_named(text: str) -> Province | None:
    return _provinces_by_name().get(province_key(text)) if len(text) <= _LONGEST_PROVINCE else None


_LONGEST_PROVINCE = 100
"""Letters of a province as anybody writes it; each end of a long text is asked, so folding all would be quadratic."""


def commune_by_code(code: str) -> Commune | None:
    """The commune of these five digits of the General Statistics Office, or None."""
    return next((commune for commune in _read()[1] if commune.code == code), None)


def is_place_name(text: str) -> bool:
    """Whether this is the bare name of a province or commune of today, marks and spelling aside."""
    return province_key(text) in _place_keys()


@cache
def _place_keys() -> frozenset[str]:
    return frozenset({*_provinces_by_name(), *(name_key(commune.name) for commune in _read()[1])})
