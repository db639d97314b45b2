"""For how long a paper holds that was handed in or given earlier: dated data, not code."""

from calendar import monthrange
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.toml import read_toml
from models.system.decoding import prepared
from models.text import name_key

_FILE = Path(__file__).parent / "paper_validity.toml"


class PaperValidity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Papers whose names hold these words hold for so many months.

    Attributes:
        known: the article was read in its own text; else it is as others tell it.
    """

    words: str
    months: int
    source: str
    known: bool


class _Data(Struct, frozen=True, forbid_unknown_fields=True):
    paper: tuple[PaperValidity, ...]


@cache
def paper_validities() -> tuple[PaperValidity, ...]:
    """All of the data file."""
    return msgspec.convert(read_toml(_FILE.read_text("utf-8")), prepared(_Data)).paper


def validity_of(name: str) -> PaperValidity | None:
    """For how long a paper of this name holds; None = no end is known."""
    padded = f" {name_key(name)} "
    return next((one for one in paper_validities() if f" {name_key(one.words)} " in padded), None)


def holds_until(name: str, given_on: date) -> date | None:
    """The last day on which a paper holds that was given that day; None = no end is known."""
    found = validity_of(name)
    if found is None:
        return None
    months = given_on.year * 12 + given_on.month - 1 + found.months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(given_on.day, monthrange(year, month + 1)[1]))
