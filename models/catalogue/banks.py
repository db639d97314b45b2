"""The banks that take transfers by VietQR: shipped, dated data; a bank that is not there is typed."""

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.toml import read_toml
from models.system.decoding import prepared

_FILE = Path(__file__).parent / "banks.toml"


class Bank(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bank. ``bin``: its number at NAPAS, six digits; ``name``: as its signs say it."""

    bin: str
    name: str
    full_name: str


@cache
def banks() -> tuple[Bank, ...]:
    """All of the data file, in its order."""
    return msgspec.convert(read_toml(_FILE.read_text("utf-8"))["banks"], prepared(tuple[Bank, ...]))


def bank_called(bank_bin: str) -> str:
    """The name of the bank with this number; empty = it is not in the data."""
    return next((bank.name for bank in banks() if bank.bin == bank_bin), "")
