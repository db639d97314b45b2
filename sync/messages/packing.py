"""Encoding of messages: msgpack, compressed with zstd and a shared dictionary."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import zstandard
from msgspec import Meta, Struct

from models.calendar.clock import micros
from models.history import MOST_EVENT_BYTES as MOST_EVENT_BYTES  # noqa: PLC0414 - part of the protocol as well
from models.system.decoding import prepared

PROTOCOL = 1
"""Raised when a message changes so that an older end cannot read it; new optional fields do not raise it. Each path
names it (``/v1/up``), so that every request says of itself what it is."""

OLDEST_PROTOCOL = max(1, PROTOCOL - 1)
"""A hub answers requests of this protocol and later ones: those of one version back always."""

MEDIA = "application/vnd.motcua.v1+msgpack+zstd"
"""Media type of a batch: nothing else is ever taken for one (a captive portal answers HTML with 200)."""

JSON = "application/json"
PROBLEM = "application/problem+json"
BYTES = "application/octet-stream"
PIECE_MEDIA = "application/offset+octet-stream"
"""Media types of facts, of a refusal (RFC 9457), of a scan, of a piece of one (tus)."""

MOST_EVENTS = 500
MOST_BYTES = 1 << 20
"""Most of one batch, before compression. The hub answers 413 to more."""

MOST_ITEMS = 4 * MOST_EVENTS
"""Most items of any list in a message; an answer lists no more than that, a batch far less."""

MOST_UNPACKED = 16 << 20
"""A message that unpacks to more than this is refused, whatever it claims."""


class MessageUnreadable(Exception):  # noqa: N818 - a fact about bytes, not about our code
    """These bytes are no valid message: cut, altered, another protocol, or far too large."""


Whole = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""A number that an answer tells: of an event, a place, a version. No table of either end holds another."""

Moment = Annotated[int, Meta(ge=0, le=micros(datetime(9999, 12, 30, tzinfo=UTC)))]
"""Microseconds since 1970 that every calendar knows."""

T = TypeVar("T", bound=Struct)
_SMALL = 32 << 10
TYPICAL = zstandard.ZstdCompressionDict((Path(__file__).parent / "typical.zdict").read_bytes())
"""What messages are like, learnt once: one intake takes a quarter of the bytes. Never changed within a protocol."""


@lru_cache(maxsize=2)
def _at(level: int) -> zstandard.ZstdCompressionDict:
    """The same, made ready for one level: 0.4 MB each, and few desks send anything large."""
    ready = zstandard.ZstdCompressionDict(TYPICAL.as_bytes())
    ready.precompute_compress(level=level)
    return ready


_HARD, _FAST = 9, 3
"""Levels: of what is small, and of the rest."""
_encode = msgspec.msgpack.Encoder().encode


def pack(message: Struct) -> bytes:
    """Encode a message. Small ones, the usual case at a counter, are compressed harder, at little cost.

    Its checksum (4 bytes) finds what a faulty device on the way altered, in answers too, which nobody signs.
    """
    plain = _encode(message)
    level = _HARD if len(plain) < _SMALL else _FAST
    pressing = zstandard.ZstdCompressor(level=level, dict_data=_at(level), write_checksum=True, write_dict_id=False)
    return pressing.compress(plain)


def unpacked_size(packed: bytes) -> int:
    """The unpacked size in their header, which they cannot exceed.

    Raises:
        MessageUnreadable: they claim nothing.
    """
    try:
        size: int = zstandard.get_frame_parameters(packed).content_size
    except zstandard.ZstdError as wrong:
        raise MessageUnreadable(str(wrong)) from wrong
    if size == zstandard.CONTENTSIZE_UNKNOWN:
        raise MessageUnreadable("no size")
    return size


def unpack(packed: bytes, kind: type[T], *, most: int = MOST_UNPACKED) -> T:
    """Decode a message. Limits on list sizes are part of ``kind``, checked before anything is built.

    Args:
        packed: as they came.
        kind: of message.
        most: bytes that they may unpack to.

    Raises:
        MessageUnreadable: they are none of this kind.
    """
    try:
        if unpacked_size(packed) > most or not zstandard.get_frame_parameters(packed).has_checksum:
            raise MessageUnreadable("too large, or without a checksum")
        plain = zstandard.ZstdDecompressor(dict_data=TYPICAL, max_window_size=MOST_UNPACKED).decompress(
            packed, allow_extra_data=False
        )
        return msgspec.msgpack.decode(plain, type=prepared(kind))
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError) as wrong:
        raise MessageUnreadable(str(wrong)) from wrong
