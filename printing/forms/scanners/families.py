"""Set-up codes of common card scanners: dated data, each with its source."""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources

import msgspec
from msgspec import Struct

from models.system.decoding import prepared


class Does(StrEnum):
    """What a code sets."""

    USB_SERIAL = "usb_serial"
    RS232 = "rs232"
    END_CR = "end_cr"
    UTF8 = "utf8"


class Symbol(StrEnum):
    """As what a code is printed."""

    CODE128_FNC3 = "code128-fnc3"
    QR = "qr"


class Sure(StrEnum):
    """How much is known of a code as it is printed."""

    SOURCED = "sourced"
    TRIED = "tried"


class ScannerCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One code."""

    does: Does
    command: str


class Family(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Scanners that are set alike.

    Attributes:
        look_for: the page of the maker's manual, for what there is no code of here, or when a code does not take.
        source: where this was read.
        codes: empty where no source names any.
    """

    id: str
    name: str
    look_for: str
    source: str
    symbol: Symbol | None = msgspec.field(default=None, name="as")
    sure: Sure | None = None
    codes: tuple[ScannerCode, ...] = ()


class Families(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them, as known on a day."""

    version: str
    as_of: date
    families: tuple[Family, ...]


@lru_cache(maxsize=1)
def scanner_families() -> Families:
    """The table."""
    file = resources.files("printing.forms.scanners") / "scanners.toml"
    return msgspec.toml.decode(file.read_bytes(), type=prepared(Families))
