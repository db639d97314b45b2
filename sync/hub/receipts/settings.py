"""Settings under ``[receipts]`` of the hub's TOML file."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub.settings import HubSettings, SettingsWrong

_Positive = Annotated[int, Meta(ge=1)]


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


class ReceiptSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it."""

    leases: LeaseRules = LeaseRules()


def read(settings: HubSettings) -> ReceiptSettings:
    """The receipts part of the hub's settings.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind.
    """
    try:
        return file_rules.convert(settings.receipts, ReceiptSettings)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"receipts: {wrong}") from wrong
