"""Paper receipts printed before use: an office's stock of them, and the dated rule that ends their use."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.toml import read_toml
from models.system.decoding import prepared

_FILE = Path(__file__).parent / "paper_receipts.toml"


class PaperBook(Struct, frozen=True, kw_only=True):
    """Numbers of a stock of paper receipts at one machine: written from low to high, without gaps.

    Attributes:
        form, series: symbols as printed on them, ``01BLP2-001`` and ``AA-26P``.
        first, last: both belong to it.
    """

    form: str
    series: str
    first: int
    last: int


class PaperRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to which day paper receipts may be written, and by which rule."""

    last_day: date
    source: str


@cache
def paper_rule() -> PaperRule:
    """The rule of the data file."""
    return msgspec.convert(read_toml(_FILE.read_text("utf-8")), prepared(PaperRule))
