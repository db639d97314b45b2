"""Converts addresses of before 01/07/2025 to today's, only where the whole commune went to one.

A divided commune, or a name that may mean several, is left as written and told with all it may have become. The list is
read when first asked for, province by province.
"""

import re
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from models.places.places import Commune, commune_of, communes, provinces, read_today
from models.places.spelling import fold, has_no_marks, joined, parts_of, province_key, same_letters, units_apart

_FILE = Path(__file__).parent.parent / "catalogue" / "old_communes.txt"

TWO_TIERS_SINCE = date(2025, 7, 1)
"""Luật Tổ chức chính quyền địa phương 2025: no districts from this day on."""

MOST_CANDIDATES = 6

_DISTRICT = re.compile(
    r"^(?P<kind>quận|huyện|thị xã|thành phố|quan|huyen|thi xa|thanh pho|tp\.?|tx\.?|h\.|q\.|q(?=\s?\d))\s*(?=[^\W_])",
    re.IGNORECASE,
)
_WARD = re.compile(
    r"^(?P<kind>phường|xã|thị trấn|phuong|xa|thi tran|tt\.?|p\.?|x\.|f\.?(?=\s?\d))\s*(?=\d|(?<=[\s.])[^\W_])",
    re.IGNORECASE,
)
_CODE = re.compile(r"[0-9]{5}")
_DISTRICT_KINDS = {
    "tp": "thành phố",
    "thanh pho": "thành phố",
    "tx": "thị xã",
    "thi xa": "thị xã",
    "h": "huyện",
    "huyen": "huyện",
    "q": "quận",
    "quan": "quận",
}
_WARD_KINDS = {
    "phường": "P",
    "phuong": "P",
    "p": "P",
    "f": "P",
    "xã": "X",
    "xa": "X",
    "x": "X",
    "thị trấn": "T",
    "thi tran": "T",
    "tt": "T",
}


class Certainty(StrEnum):
    """How sure it is what the commune of an old address is called today."""

    WHOLE = "whole"
    """The whole commune went to one of today: that one."""
    DIVIDED = "divided"
    """It was divided among several: only a person who knows the place can say."""
    UNSURE = "unsure"
    """The words may name several places, or are not quite the name of one."""


class OldAddress(Struct, frozen=True, kw_only=True):
    """What an address of before says today.

    Attributes:
        written: the address as given.
        rest: what stands before the units: house, hamlet.
        candidates: what it may have become; exactly one when it is certain.
    """

    written: str
    rest: str
    certainty: Certainty
    candidates: tuple[Commune, ...]

    @property
    def today(self) -> str:
        """The address of today, or empty where it is not certain."""
        return self.as_in(self.candidates[0]) if self.certainty is Certainty.WHOLE else ""

    def as_in(self, commune: Commune) -> str:
        """The address with this commune of today."""
        return f"{self.rest}, {commune.full_name}" if self.rest else commune.full_name


class _Old(Struct, frozen=True):
    """One commune of before: P, X, T or "." and the codes it went to."""

    kind: str
    name: str
    codes: tuple[str, ...]


class _District(Struct, frozen=True):
    kind: str
    name: str
    communes: tuple[_Old, ...]


def read_old(address: str, *, written_on: date | None = None) -> OldAddress | None:
    """What this address says today; None when it is no address of before that we know.

    Args:
        address: as on a card or typed, units set apart by commas, kinds written or not.
        written_on: when it was written (a card's day of issue). From before ``TWO_TIERS_SINCE``, nothing in it can mean
            a commune of today.
    """
    before = written_on is not None and written_on < TWO_TIERS_SINCE
    parts, apart = parts_of(address), units_apart(address)
    found = _read_parts(address, parts, before=before)
    return found if found is not None or apart == parts else _read_parts(address, apart, before=before)


def commune_now(address: str, *, written_on: date | None = None) -> Commune | None:
    """The commune of today in which an address certainly lies, written as of today or as of before; None = not sure.

    A commune of before is looked for first: one with a district went its own way, whatever is called like it today.
    """
    before = read_old(address, written_on=written_on)
    if before is not None:
        return before.candidates[0] if before.certainty is Certainty.WHOLE else None
    return commune_of(address)


def _read_parts(address: str, parts: list[str], *, before: bool) -> OldAddress | None:
    """What these parts of an address say."""
    if len(parts) < 2:
        return None
    districts = _districts(province_key(parts[-1]))
    named = _in_district(address, parts, districts, before=before)
    if named is not None or commune_of(address) is not None or not districts:
        return named
    return _without_district(address, parts, districts) or _of_today(address, parts, districts)


def _in_district(
    address: str, parts: list[str], districts: tuple[_District, ...], *, before: bool
) -> OldAddress | None:
    """The usual case: commune, district and province, each by its name."""
    if len(parts) >= 3:
        fitting = [
            (old, exact) for district in _named(parts[-2], districts) for old, exact in _fits(parts[-3], district)
        ]
        if fitting:
            best = [old for old, exact in fitting if exact] or [old for old, _ in fitting]
            sure = len(best) == 1 and any(exact for _, exact in fitting)
            bare = _kind(_DISTRICT, parts[-2]) is None and _kind(_WARD, parts[-3]) is None
            if sure and bare and not before and _is_today(parts[-2], best[0]):
                sure = False  # "Tân Lập, Ba Vì, Hà Nội": a hamlet of today's Ba Vì, or the commune of before
            return _answer(address, parts[:-3], best, sure=sure and not _is_unmarked(parts[-3]))
    alone = [old for district in _named(parts[-2], districts) for old in district.communes if old.kind == "."]
    return _answer(address, parts[:-2], alone, sure=True) if alone else None


def _without_district(address: str, parts: list[str], districts: tuple[_District, ...]) -> OldAddress | None:
    """A commune of before without its district, or with one that had gone before: told, never certain."""
    for place in (-2, -3):
        if len(parts) < -place or _WARD.match(parts[place]) is None or _is_unmarked(parts[place]):
            continue
        found = [old for district in districts for old, exact in _fits(parts[place], district) if exact]
        if found:
            return _answer(address, parts[:place], found, sure=False)
    return None


def _of_today(address: str, parts: list[str], districts: tuple[_District, ...]) -> OldAddress | None:
    """A commune of today in a province of before: "Phường Thủ Dầu Một, Bình Dương". Told, never certain."""
    codes = {code for district in districts for old in district.communes for code in old.codes} & _by_code().keys()
    province = _by_code()[min(codes)].province
    if read_today(address).province is not None:
        return None
    today = read_today(", ".join([*parts[:-1], province.name]))
    if today.commune is None or today.commune.code not in codes:
        return None
    return OldAddress(written=address, rest=today.rest, certainty=Certainty.UNSURE, candidates=(today.commune,))


def _answer(address: str, rest: list[str], found: list[_Old], *, sure: bool) -> OldAddress | None:
    codes = tuple(dict.fromkeys(code for old in found for code in old.codes))
    candidates = tuple(_by_code()[code] for code in codes if code in _by_code())
    if not candidates:
        return None
    certainty = Certainty.UNSURE
    if sure:
        certainty = Certainty.WHOLE if len(candidates) == 1 else Certainty.DIVIDED
    return OldAddress(
        written=address, rest=", ".join(rest), certainty=certainty, candidates=candidates[:MOST_CANDIDATES]
    )


def _named(text: str, districts: tuple[_District, ...]) -> list[_District]:
    """The districts of this name; of this kind too, where one has it."""
    kind = _kind(_DISTRICT, text)
    bare = text[kind.end() :] if kind else text
    if kind is None and _kind(_WARD, text) is not None:
        return []
    wanted = joined(bare)
    found = [district for district in districts if joined(district.name) == wanted]
    if kind and found:
        written = kind["kind"].lower().rstrip(".")
        written = _DISTRICT_KINDS.get(written, written)
        return [district for district in found if district.kind == written] or found
    return found


def _fits(text: str, district: _District) -> list[tuple[_Old, bool]]:
    """Communes of this name, each with whether name and kind are exactly those written."""
    kind = _kind(_WARD, text)
    bare = text[kind.end() :] if kind else text
    written = _WARD_KINDS[kind["kind"].lower().rstrip(".")] if kind else ""
    wanted = joined(bare)
    without_marks = has_no_marks(bare)
    alike = [old for old in district.communes if old.kind != "." and joined(old.name) == wanted]
    return [
        (
            old,
            (not written or old.kind == written)
            and (same_letters(old.name, bare) or (without_marks and len(alike) == 1)),
        )
        for old in alike
    ]


def _kind(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The word for a unit that a text begins with; without marks only where the whole text has none ("Quan Hóa")."""
    found = words.match(text)
    return (
        None if found and has_no_marks(found["kind"]) and len(found["kind"]) > 3 and not has_no_marks(text) else found
    )


def _is_unmarked(text: str) -> bool:
    """Whether the word for the kind is written without its marks: then nothing of the name is sure."""
    kind = _WARD.match(text)
    return kind is not None and kind["kind"].lower() in {"phuong", "xa", "thi tran"}


def _is_today(text: str, old: _Old) -> bool:
    """Whether this bare name is also that of a commune of today in the same province."""
    commune = _by_code().get(old.codes[0])
    return commune is not None and fold(text) in _names_of(commune.province.code)


@lru_cache(maxsize=64)
def _names_of(province_code: str) -> frozenset[str]:
    return frozenset(fold(commune.name) for commune in communes(province_code))


@cache
def _by_code() -> dict[str, Commune]:
    return {commune.code: commune for province in provinces() for commune in communes(province.code)}


@cache
def _blocks() -> dict[str, str]:
    """The lines of each province of before, unread."""
    blocks = {}
    for block in _FILE.read_text("utf-8").split("\n= ")[1:]:
        name, _, lines = block.partition("\n")
        blocks[province_key(name)] = lines
    return blocks


@lru_cache(maxsize=128)  # of whatever somebody typed as a province
def _districts(province: str) -> tuple[_District, ...]:
    """The districts of a province of before; none for a name that is none."""
    found: list[_District] = []
    kind, name, old = "", "", list[_Old]()

    def close() -> None:
        if name:
            found.append(_District(kind, name, tuple(old)))

    for line in _blocks().get(province, "").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "-":
            close()
            written = _DISTRICT.match(rest)
            kind, name = (written["kind"].lower(), rest[written.end() :]) if written else ("", rest)
            old = []
        elif mark:
            *words, last = rest.split(" ")
            codes = [last]
            while words and _CODE.fullmatch(words[-1]):
                codes.insert(0, words.pop())
            old.append(_Old(mark, " ".join(words), tuple(codes)))
    close()
    return tuple(found)
