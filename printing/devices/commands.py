"""ESC/POS commands around a picture: the start, the end, and what empties a printer's memory."""

from printing.devices.dialects import Cut, Dialect, Raster

START = b"\x1b@"
"""ESC @: forget what the last job left behind."""

COLUMN = 24
"""Rows of one ESC * command in 24-dot mode."""

_LONGEST_HEAD = 32
"""More bytes than any command has before its picture."""

_CUTS = {Cut.PARTIAL: b"\x1dV\x42\x00", Cut.FULL: b"\x1dV\x41\x00", Cut.NONE: b""}
"""GS V 66 0, GS V 65 0: feed to the knife and cut."""


def clearing(way: Dialect) -> bytes:
    """What comes before a job when nobody knows where the last one ended: as the rest of a picture, or as nothing.

    A printer that waits for the rest of a picture takes whatever comes for it. So it is given as many white dots as
    any picture command can still lack (a printer that waits for none skips such bytes), and what hangs out is cut off.
    DLE DC4, which empties the memory of some printers at once, is unknown to most, and its answer reads as GS r's.
    """
    rows = COLUMN if way.raster is Raster.COLUMNS else way.band
    return bytes((way.dots + 7) // 8 * rows + _LONGEST_HEAD) + START + ending(way)


def ending(way: Dialect) -> bytes:
    """What comes after the picture: ESC d (feed), then the knife."""
    feed = b"\x1bd" + bytes((way.feed,)) if way.feed else b""
    return feed + _CUTS[way.cut]
