"""The battery of a laptop, as the system tells it; a PC without one has nothing to say."""

from msgspec import Struct

from models.system.libraries import library
from models.trouble import LibraryUnusable

LOW, VERY_LOW = 20, 10
"""Percent at which work is to be brought to a mains socket, and at which it is nearly over."""


class Battery(Struct, frozen=True, kw_only=True):
    """What is left.

    Attributes:
        percent: 0 to 100.
        on_battery: no mains.
        minutes: until it is empty, as the system guesses it; None = it does not.
    """

    percent: int
    on_battery: bool
    minutes: int | None = None


def battery() -> Battery | None:
    """The battery of this machine; None = there is none, or the system tells nothing of it."""
    try:
        with library("psutil"):
            import psutil  # noqa: PLC0415 - not needed to paint a window
    except LibraryUnusable:  # the health page says so
        return None
    ask = getattr(psutil, "sensors_battery", None)  # not on every system
    found = ask() if ask is not None else None
    if found is None or found.power_plugged is None:
        return None
    left = found.secsleft if isinstance(found.secsleft, int) and found.secsleft > 0 else None
    return Battery(
        percent=max(0, min(100, round(found.percent))),
        on_battery=not found.power_plugged,
        minutes=left // 60 if left is not None and not found.power_plugged else None,
    )
