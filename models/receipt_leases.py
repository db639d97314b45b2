"""Ranges of receipt numbers that the province leases to one machine, as hub and desk know them."""

import re
from datetime import date, datetime

from msgspec import Struct

from models.events.money import RECEIPT_LEASE
from models.ids import DeviceId, SubjectId
from models.money import CollectingBody

HIGHEST_NUMBER = 99_999_999
"""Of a receipt in a year: eight digits at most (NĐ 254/2026/NĐ-CP Đ23.2 c)."""

FORMS = ("EBL01", "EBL02")
"""Symbols of the models (TT 91/2026/TT-BTC)."""

_SERIES = re.compile("([0-9]{2})T[ABCDEGHKLMNPQRSTUVXY]{2}")
"""Two digits of the year, ``T``, two letters (TT 91/2026/TT-BTC)."""


class ReceiptPool(Struct, frozen=True, kw_only=True):
    """Receipt numbers leased to one device: used from low to high, without gaps, never leased to anybody else.

    Attributes:
        series: year, ``T`` and two letters, ``26TAB``.
        first, last: both belong to it.
        form: symbol of the model.
        leased_at: when the hub leased it; None = an edition of an earlier hub. A machine whose file was brought back
            from an older copy issues nothing from what was leased before.
        valid_to: the last day on which a receipt may bear one of these numbers; None = the end of the series' year.
        kind: value of ``models.money.FeeLineKind`` that it is for; empty = every kind.
        body: whose receipts they are; None = the office itself.
    """

    device: DeviceId
    series: str
    first: int
    last: int
    form: str = "EBL01"
    leased_at: datetime | None = None
    valid_to: date | None = None
    kind: str = ""
    body: CollectingBody | None = None

    @property
    def lease(self) -> SubjectId:
        """The subject of its events: the same at the desk and at the hub."""
        return lease_subject(self.form, self.series, self.first)

    @property
    def year(self) -> int:
        """The calendar year of its numbers; 0 = the series is none."""
        return series_year(self.series)

    @property
    def last_day(self) -> date | None:
        """The last day on which it may be used: ``valid_to``, and never beyond the series' year; None = never."""
        if not self.year:
            return None
        end = date(self.year, 12, 31)
        return end if self.valid_to is None else min(end, self.valid_to)


def lease_subject(form: str, series: str, first: int) -> SubjectId:
    """The subject of a leased range, by where it begins."""
    return SubjectId(f"{RECEIPT_LEASE}{form}/{series}/{first}")


def series_year(series: str) -> int:
    """The calendar year of a series, ``2026`` of ``26TAB``; 0 = it is no series."""
    found = _SERIES.fullmatch(series)
    return 2000 + int(found[1]) if found else 0


def range_is_possible(pool: ReceiptPool) -> bool:
    """Whether a receipt may bear these symbols and numbers."""
    return pool.form in FORMS and pool.year > 0 and 1 <= pool.first <= pool.last <= HIGHEST_NUMBER
