"""Settings under ``[receipts]`` of the hub's TOML file."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub.settings import HubSettings, SettingsWrong

_Positive = Annotated[int, Meta(ge=1)]
_Name = Annotated[str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*$")]
"""What XML takes as a name."""


class LeaseRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many receipt numbers desks have at hand.

    Attributes:
        size: numbers of one range.
        least: a desk with fewer numbers left gets a further range.
        days: or with fewer than its use on so many days, by the average of the days of the last four weeks on which it
            issued any.
        next_year_from: day of December from which ranges of next year's series are leased.
        passed_over: numbers that are leased to nobody after the hub lost something: more than an office can have been
            leased between a backup and its restore.
    """

    size: Annotated[int, Meta(ge=1, le=1_000_000)] = 500
    least: _Positive = 100
    days: _Positive = 10
    next_year_from: Annotated[int, Meta(ge=1, le=31)] = 1
    passed_over: _Positive = 50_000


class DailyFormat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the message of the day's table (01/TH-BLĐT) is spelt; the tax office's schema is not published.

    Attributes:
        root, row: XML elements of the table and of a row.
        names: other names for the members, by our own (``position``, ``form``, ``series``, ``number``, ``issued_on``,
            ``kinds``, ``amount``, ``rate``, ``state``, ``period``, ``related``, ``explanation``, ``note``; ``table``,
            ``office``, ``day``, ``count``, ``total``, ``rows``).
        states: other words of the state, by our own (``new``, ``void``, ``replacing``, ``adjusting``).
        date: how a day is written, as ``strftime`` has it.
    """

    root: _Name = "receipts"
    row: _Name = "receipt"
    names: dict[str, _Name] = {}
    states: dict[str, str] = {}
    date: str = "%Y-%m-%d"


class ReceiptSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it."""

    leases: LeaseRules = LeaseRules()
    daily: DailyFormat = DailyFormat()


def read(settings: HubSettings) -> ReceiptSettings:
    """The receipts part of the hub's settings.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind.
    """
    try:
        return file_rules.convert(settings.receipts, ReceiptSettings)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"receipts: {wrong}") from wrong
