"""Detects a scanner that sends at another baud rate than the port is set to.

A receiver at the wrong speed sees start bits where there are none: zeros, control characters, bytes that are no
letters, and never more than a few signs of plain text in a row. Text at the right speed, however its letters were
mangled on the way, keeps its digits and bars. Judged are whole bursts (all bytes between two silences), never single
bytes. Nothing here knows a port.
"""

import re
from enum import StrEnum

from desk.cards.uart import SPEEDS

_FRAMING = b"\x00\x02\x03\x04\x1d\x1e\r\n\t "
"""What scanners put around and between scans; at the ends it means nothing."""

_PREFIX = re.compile(rb"(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{6})?")
"""AIM identifier and ECI, which a scanner may put in front."""

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1c\x1f\x7f]")
_PLAIN = re.compile(rb"[0-9A-Za-z|,./: -]+")
_LONGEST_BY_CHANCE = 7
"""So many signs of plain text in a row show the right speed."""

_FEW = 3
"""Fewer bytes than this say nothing."""

_MANY_ZEROS = 20
"""A cable that is plugged in sends a few; a receiver twelve times too fast takes every byte for one or two."""


class Speed(StrEnum):
    """What a burst says of the speed."""

    RIGHT = "right"
    UNSURE = "unsure"
    WRONG = "wrong"


def speed_of(burst: bytes) -> Speed:
    """What these bytes, from one silence to the next, say of the port's speed."""
    bare = burst.strip(_FRAMING)
    bare = _PREFIX.sub(b"", bare, count=1) if bare[:1] in {b"]", b"\\"} else bare
    if len(bare) < _FEW:
        return Speed.WRONG if burst.count(0) >= _MANY_ZEROS else Speed.UNSURE
    longest = max((len(run) for run in _PLAIN.findall(bare)), default=0)
    if longest >= _LONGEST_BY_CHANCE:
        return Speed.RIGHT
    odd = count_unreadable(bare)
    if odd >= 3 - (len(bare) < 9) and odd * 5 >= len(bare) >= 5:
        return Speed.WRONG
    return Speed.RIGHT if not odd and bare.isascii() and len(bare) >= 5 else Speed.UNSURE


def count_unreadable(burst: bytes) -> int:
    """How many bytes are control characters or mean nothing as UTF-8."""
    return len(_CONTROL.findall(burst)) + burst.decode("utf-8", "replace").count("\ufffd")


def other_speeds(burst: bytes, heard_at: int) -> tuple[int, ...]:
    """The other speeds to try, likeliest first, after this burst was heard at this one.

    A receiver that is too fast sees every bit several times: the shortest run of equal bits inside its bytes is
    about how many. A run of one bit says that the scanner is faster, and the fast ones mostly talk at 115,200.
    """
    runs = sorted(run for byte in burst for run in _inner_runs(byte))
    often = runs[len(runs) // 10] if runs else 8
    guess = heard_at / often if often > 1 or not runs else SPEEDS[-1]
    return tuple(sorted((s for s in SPEEDS if s != heard_at), key=lambda s: max(s / guess, guess / s)))


def _inner_runs(byte: int) -> list[int]:
    """Lengths of the runs of equal bits, without those that touch an end of the byte."""
    bits = f"{byte:08b}"
    found = [len(run[0]) for run in re.finditer(r"0+|1+", bits)]
    return found[1:-1]
