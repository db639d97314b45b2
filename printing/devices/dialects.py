"""ESC/POS dialects: differences between printers, as data from ``dialects.toml``."""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources

import msgspec
from msgspec import Struct

from models.system.decoding import prepared

WIDTHS = (384, 512, 576)
"""Dots across a roll of 58 mm at 203 dpi, of 80 mm at 180 dpi, and of 80 mm at 203 dpi."""


class Raster(StrEnum):
    """Commands that draw a picture."""

    ROWS = "GS v 0"
    COLUMNS = "ESC *"
    GRAPHICS = "GS ( L"


class Cut(StrEnum):
    """What the cutter does at the end of a slip."""

    PARTIAL = "partial"
    FULL = "full"
    NONE = "none"
    """There is no knife: fed far enough to be torn off."""


class Tells(StrEnum):
    """How a printer reports its state."""

    REAL_TIME = "DLE EOT"
    BACK = "GS a"


class Handshake(StrEnum):
    """How a printer on a serial line says that it takes nothing now."""

    DTR = "dtr"
    XON = "xon"
    NONE = "none"


class Dialect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One family of printers; the fields are explained at the head of ``dialects.toml``."""

    id: str
    name: str
    handshake: Handshake
    dots: int
    raster: Raster
    band: int
    cut: Cut
    feed: int
    tells: tuple[Tells, ...]
    confirms: bool
    drawer: str
    buzzer: str
    checked_on: date
    sources: tuple[str, ...]
    text: bool = False


class _Table(Struct, frozen=True):
    dialect: tuple[Dialect, ...]


def undescribed(dots: int) -> Dialect:
    """The assumed dialect if only the width is known: it cuts, and may report its paper."""
    return Dialect(
        id="",
        name="",
        handshake=Handshake.NONE,
        dots=dots,
        raster=Raster.ROWS,
        band=256,
        cut=Cut.PARTIAL,
        feed=4,
        tells=(Tells.REAL_TIME,),
        confirms=False,
        drawer="",
        buzzer="",
        checked_on=date(2026, 11, 22),
        sources=(),
    )


@lru_cache(maxsize=1)
def dialects() -> dict[str, Dialect]:
    """All described dialects by id, in the order of the file."""
    file = resources.files("printing.devices") / "dialects.toml"
    return {one.id: one for one in msgspec.toml.decode(file.read_bytes(), type=prepared(_Table)).dialect}
