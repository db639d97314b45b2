"""What a machine tells the hub of itself, and which version of the program the hub offers it."""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.system.decoding import prepared
from sync.messages.packing import MessageUnreadable

_Word = Annotated[str, Meta(max_length=40)]
_Count = Annotated[int, Meta(ge=0, le=2**53)]
LATEST_SECOND = 253_402_128_000
"""9999-12-30, which every calendar knows, in seconds since 1970."""

MOST_REPORT = 2048
"""Bytes of a packed report; a usual one has fifty."""


class ReportedState(StrEnum):
    """The worst line of a machine's health page."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"


class DeviceReport(Struct, frozen=True, array_like=True):
    """A machine on itself: nothing of any person, no name, no path.

    Attributes:
        program: version of the program.
        state: of its health, as the clerk sees it.
        disk_free: free megabytes (10^6 bytes) where the data lie.
        backup_at: when the last backup was made, seconds since 1970; 0 = never.
        scanner: state of the scanner's line on the health page, a word of the program.
        troubles: lines of the health page that are not well, as "subject:why".
    """

    program: _Word
    state: ReportedState
    disk_free: _Count
    backup_at: Annotated[int, Meta(ge=0, le=LATEST_SECOND)]
    scanner: _Word = ""
    troubles: Annotated[tuple[_Word, ...], Meta(max_length=20)] = ()


class UpdateOffer(Struct, frozen=True, kw_only=True):
    """Which version a machine may go to; None = the hub offers none, or has paused all updates."""

    version: _Word | None = None
    paused: bool = False


def pack_report(report: DeviceReport) -> bytes:
    """The packed form, as ``Up.report`` bears it."""
    return msgspec.msgpack.encode(report)


def unpack_report(packed: bytes) -> DeviceReport:
    """Read a packed report.

    Raises:
        MessageUnreadable: it is none, or one of a program so new that this hub does not understand it.
    """
    if len(packed) > MOST_REPORT:
        raise MessageUnreadable("report")
    try:
        return msgspec.msgpack.decode(packed, type=prepared(DeviceReport))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError) as wrong:
        raise MessageUnreadable("report") from wrong
