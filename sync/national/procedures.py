"""Reads the national procedure list of the portal, and reports every value that was not understood.

The list is a JSON array of rows; texts are what people typed. Nothing is guessed: a time without a unit is no limit, a
fee that contradicts itself is not known. Each such place becomes a ``RowReport``, and the row still comes in.

Three things the portal's fields cannot hold are read from its texts: working hours (the field knows "Giờ"), a price
whose thousands were lost in the field ("40" beside "4.000 đ"), and the last day of a reduced price.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import VIETNAM
from models.catalogue.catalogue import Catalogue, shipped
from models.files.named_file import read_named
from models.procedure import Case, Channel, FeeKind, FeeRule, LimitUnit, Offer, Procedure, TimeLimit
from models.text import clean, search_key
from models.trouble import CatalogueUnreadable
from sync.national import prices
from sync.national.papers import Split, split_papers

SHOWN = 200
"""So much of a text stands in a report."""

CIVIL_STATUS = "ho tich"
"""The only field whose bare numbers are known to be working days, "1" being the same day (Luật Hộ tịch Đ5.3)."""

_CODE = re.compile(r"\d\.\d{6}")
_TIME = re.compile(r"(\d+(?:[.,]\d{1,2})?) ?(?:\([a-z ]+\) )?(ngay lam viec|ngay|gio lam viec|gio)\.?")
_UNITS = {
    "ngay lam viec": LimitUnit.WORKING_DAYS,
    "ngay": LimitUnit.DAYS,
    "gio lam viec": LimitUnit.WORKING_HOURS,
    "gio": LimitUnit.HOURS,
}
_HOURS = {
    LimitUnit.WORKING_DAYS: 24 * 7 / 5,
    LimitUnit.DAYS: 24.0,
    LimitUnit.WORKING_HOURS: 3 * 7 / 5,
    LimitUnit.HOURS: 1.0,
}
"""Elapsed hours of one unit, only to tell which of two limits is the longer."""
_CHANNELS = {"truc tiep": Channel.DIRECT, "truc tuyen": Channel.ONLINE, "dich vu buu chinh": Channel.POST}
_NO_INFORMATION = "khong co thong tin"


class Interpretation(StrEnum):
    """What was made of a text that was not, or not wholly, understood."""

    NO_PROCEDURE = "row without a code or of the wrong shape: left out"
    SECOND_LEFT_OUT = "code already read: this row left out"
    CODE_KEPT = "unusual code: kept as it is"
    NAME_FROM_CODE = "no name: the code stands for it"
    LEFT_EMPTY = "left empty"
    NO_LIMIT = "no time limit taken"
    WORKING_HOURS = "hours, and the text says working hours: taken as these"
    UNIT_DIFFERS = "the text names the same number in another unit: taken as the field says"
    CHANNELS_DIFFER = "another limit for each channel, which may be one for each case: taken as it stands"
    LONGEST_LIMIT = "several limits for one channel: the longest taken"
    CHANNEL_LEFT_OUT = "channel left out"
    CHANNEL_ONLY = "only the channel taken: no limit, no fee"
    NO_FEE = "fee not known"
    FEE_FROM_TEXT = "the field has lost its thousands: the amount of the text taken"
    BY_PROVINCE = "told to be free, but the provincial council decides: set by the province"
    FOREIGN_LEFT_OUT = "foreign currency left out"
    PAPERS_NOT_SPLIT = "not split into papers: one paper with the whole text"
    PAPER_CUT = "long text of a paper cut"
    CASES_FROM_HEADINGS = "headings taken for cases"
    HEADINGS_OPEN = "headings of unclear bearing: their papers are listed, but not demanded"
    NOTES_LEFT_OUT = "lines without a count, or notes: left out of the checklist"
    NO_PAPERS = "no papers"


class RowReport(Struct, frozen=True, kw_only=True):
    """One place to look at.

    Attributes:
        code: of the procedure, or empty.
        field: name of the row's field.
        text: what stood there, at most ``SHOWN`` characters.
        made: what was made of it.
    """

    code: str
    field: str
    text: str
    made: Interpretation


MOST_BYTES = 256_000_000
"""Of the list: that of the whole country has some ten thousand rows."""


class NationalList(Struct, frozen=True, kw_only=True):
    """What was read, and every place that needs a look."""

    catalogue: Catalogue
    reports: tuple[RowReport, ...]


def read_national_list(path: Path) -> NationalList:
    """Every row of the file as a procedure.

    Raises:
        CatalogueUnreadable: no such file, not JSON, or not a list of rows.
    """
    try:
        raw = read_named(path, MOST_BYTES)
        changed = datetime.fromtimestamp(path.stat().st_mtime, VIETNAM).date()
        rows = json.loads(raw)
    except (OSError, ValueError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    if not isinstance(rows, list) or not any(isinstance(row, dict) and row.get("ma_tthc") for row in rows):
        raise CatalogueUnreadable(str(path), "not a list of procedures: no row has ma_tthc")
    services = {search_key(p.field): p.service for p in shipped().procedures}
    reports: list[RowReport] = []
    procedures: dict[str, Procedure] = {}
    for row in rows:
        reader = _Row(row if isinstance(row, dict) else {}, services)
        code = reader.code
        if not code:
            reader.report("row", row, Interpretation.NO_PROCEDURE)
        elif code in procedures:
            reader.report("ma_tthc", reader.text("ten"), Interpretation.SECOND_LEFT_OUT)
        else:
            procedures[code] = reader.procedure()
        reports += reader.reports
    catalogue = Catalogue(
        version=f"dvcqg-{hashlib.sha256(raw).hexdigest()[:8]}",
        valid_from=changed,
        source=path.name,
        procedures=tuple(procedures.values()),
    )
    return NationalList(catalogue=catalogue, reports=tuple(reports))


@dataclass
class _Row:
    """One row, and the reports it gave rise to."""

    row: dict[str, Any]
    services: dict[str, str]
    reports: list[RowReport] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.text("ma_tthc")

    def text(self, key: str) -> str:
        """A field of the row as clean text; empty when it is not text."""
        value = self.row.get(key)
        return clean(value) if isinstance(value, str) else ""

    def report(self, name: str, text: object, made: Interpretation) -> None:
        told = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
        self.reports.append(RowReport(code=self.code, field=name, text=clean(told)[:SHOWN], made=made))

    def procedure(self) -> Procedure:
        if not _CODE.fullmatch(self.code):
            self.report("ma_tthc", self.code, Interpretation.CODE_KEPT)
        name, area = self.text("ten"), self.text("linh_vuc")
        if not name:
            self.report("ten", self.row.get("ten"), Interpretation.NAME_FROM_CODE)
        for key in ("linh_vuc", "so_quyet_dinh"):
            if not self.text(key):
                self.report(key, self.row.get(key), Interpretation.LEFT_EMPTY)
        return Procedure(
            code=self.code,
            name=name or self.code,
            field=area,
            decision=self.text("so_quyet_dinh"),
            offers=tuple(self._offers(area)),
            cases=self._cases(),
            service=self.services.get(search_key(area), ""),
        )

    def _cases(self) -> tuple[Case, ...]:
        raw = self.row.get("thanh_phan_ho_so_raw")
        split = split_papers(raw) if isinstance(raw, str) else Split()
        if not split.cases:
            self.report("thanh_phan_ho_so_raw", raw, Interpretation.NO_PAPERS)
        if split.whole:
            self.report("thanh_phan_ho_so_raw", raw, Interpretation.PAPERS_NOT_SPLIT)
        for text in split.cut:
            self.report("thanh_phan_ho_so_raw", text, Interpretation.PAPER_CUT)
        if split.headings:
            self.report("thanh_phan_ho_so_raw", " | ".join(split.headings), Interpretation.CASES_FROM_HEADINGS)
        if split.open_headings:
            self.report("thanh_phan_ho_so_raw", " | ".join(split.open_headings), Interpretation.HEADINGS_OPEN)
        if split.notes:
            self.report("thanh_phan_ho_so_raw", " | ".join(split.notes), Interpretation.NOTES_LEFT_OUT)
        return split.cases

    def _offers(self, area: str) -> Iterator[Offer]:
        ways = self.row.get("cach_thuc")
        if not isinstance(ways, list):
            self.report("cach_thuc", ways, Interpretation.LEFT_EMPTY)
            return
        by_channel: dict[Channel, list[dict[str, Any]]] = defaultdict(list)
        for way in ways:
            channel = _channel(way)
            if channel is not None:
                by_channel[channel].append(way)
            elif isinstance(way, dict) and isinstance(way.get("raw"), str):
                for named in _channels_inside(way["raw"]):
                    by_channel[named] += []
                self.report("cach_thuc", way["raw"], Interpretation.CHANNEL_ONLY)
            else:
                self.report("cach_thuc", way, Interpretation.CHANNEL_LEFT_OUT)
        offers = [
            Offer(channel=channel, limit=self._limit(same, area), fee=self._fee(same))
            for channel, same in by_channel.items()
        ]
        if len({offer.limit for offer in offers if offer.limit}) > 1:
            self.report(
                "thoi_gian", " | ".join(str(way.get("thoi_gian")) for way in ways), Interpretation.CHANNELS_DIFFER
            )
        yield from offers

    def _limit(self, ways: list[dict[str, Any]], area: str) -> TimeLimit | None:
        limits = []
        for way in ways:
            text = way.get("thoi_gian")
            limit = _limit_of(text, area) if isinstance(text, str) else None
            if limit is not None:
                limit = self._in_its_unit(limit, way)
            if limit is not None and limit not in limits:
                limits.append(limit)
            elif limit is None and not (isinstance(text, str) and search_key(clean(text)) == _NO_INFORMATION):
                self.report("thoi_gian", text, Interpretation.NO_LIMIT)
        if len(limits) > 1:
            told = " | ".join(dict.fromkeys(str(way.get("thoi_gian")) for way in ways))
            self.report("thoi_gian", told, Interpretation.LONGEST_LIMIT)
        return max(limits, key=lambda limit: limit.amount * _HOURS[limit.unit], default=None)

    def _in_its_unit(self, limit: TimeLimit, way: dict[str, Any]) -> TimeLimit:
        """Working hours where the texts say so of the same number; other units that differ are told."""
        told = search_key(clean(f"{way.get('mo_ta') or ''} {self.row.get('trinh_tu') or ''}"))
        number = rf"(?<![\d,.])0?{limit.amount:g} (?:\([^)]*\) )?"
        if limit.unit is LimitUnit.HOURS and re.search(f"{number}gio lam viec", told):
            self.report("thoi_gian", way.get("thoi_gian"), Interpretation.WORKING_HOURS)
            return replace(limit, unit=LimitUnit.WORKING_HOURS)
        if limit.unit in {LimitUnit.DAYS, LimitUnit.WORKING_DAYS} and not limit.same_day:
            of_work = bool(re.search(f"{number}ngay lam viec", told))
            of_calendar = bool(re.search(f"{number}ngay(?! lam viec)", told))
            as_the_field = limit.unit is LimitUnit.WORKING_DAYS
            if of_work is not of_calendar and of_work is not as_the_field:
                self.report("thoi_gian", way.get("thoi_gian"), Interpretation.UNIT_DIFFERS)
        return limit

    def _fee(self, ways: list[dict[str, Any]]) -> FeeRule:
        rules = list(dict.fromkeys(filter(None, (self._fee_of(way) for way in ways))))
        if len(rules) > 1:
            self.report("so_tien", " | ".join(str(way.get("mo_ta")) for way in ways), Interpretation.NO_FEE)
        return rules[0] if len(rules) == 1 else FeeRule(kind=FeeKind.NO_INFORMATION)

    def _fee_of(self, way: dict[str, Any]) -> FeeRule | None:
        """The fee of one entry; None when it only speaks of foreign money."""
        told = clean(str(way.get("mo_ta") or ""))
        key = search_key(told)
        free, named = way.get("mien_phi"), way.get("so_tien") or []
        if "hdnd" in key or "hoi dong nhan dan" in key:
            if free is True:
                self.report("mien_phi", told, Interpretation.BY_PROVINCE)
            return FeeRule(kind=FeeKind.SET_BY_PROVINCE)
        field, words = prices.parted(key)
        named = named or ([field] if field else [])
        amounts = {prices.amount_of(text) for text in named if "usd" not in search_key(str(text))}
        if named and not amounts:
            self.report("so_tien", named, Interpretation.FOREIGN_LEFT_OUT)
            return None
        amount = amounts.pop() if len(amounts) == 1 else None
        taken = prices.amount_by_words(amount, words) if amount else None
        if taken is not None:
            if taken != amount:
                self.report("so_tien", told, Interpretation.FEE_FROM_TEXT)
            return FeeRule(kind=FeeKind.AMOUNT, name=self.text("ten"), amount=taken, valid_to=prices.until(key))
        if free is True and not named and not prices.names_an_amount(key):
            return FeeRule(kind=FeeKind.FREE, valid_to=prices.until(key))
        if named or free is not False or not key.startswith(_NO_INFORMATION) or prices.names_an_amount(key):
            self.report("so_tien" if named else "mo_ta", named or told, Interpretation.NO_FEE)
        return FeeRule(kind=FeeKind.NO_INFORMATION)


def _channel(way: object) -> Channel | None:
    name = way.get("hinh_thuc") if isinstance(way, dict) else None
    return _CHANNELS.get(search_key(clean(name))) if isinstance(name, str) else None


def _channels_inside(raw: str) -> Iterator[Channel]:
    """Channels whose name stands in the run of text, begun by a capital as the portal's table cells are."""
    key = search_key(raw)
    for name, channel in _CHANNELS.items():
        if any(len(key) == len(raw) and raw[m.start()].isupper() for m in re.finditer(name, key)):
            yield channel


def _limit_of(text: str, area: str) -> TimeLimit | None:
    key = search_key(clean(text))
    if key.isdigit() and int(key) and search_key(area) == CIVIL_STATUS and int(key) <= 60:
        return TimeLimit(amount=int(key), same_day=int(key) == 1)
    found = _TIME.fullmatch(key)
    if found is None or not float(found[1].replace(",", ".")):
        return None
    return TimeLimit(amount=float(found[1].replace(",", ".")), unit=_UNITS[found[2]])
