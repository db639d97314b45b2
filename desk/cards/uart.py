"""A bit-level model of a serial line: what a receiver at one baud rate reads of bytes sent at another.

For training and tests; nothing of a real port is here. 8 data bits, no parity, 1 stop bit, least bit first.
"""

from collections.abc import Sequence
from enum import StrEnum

SPEEDS = (9600, 19200, 38400, 57600, 115200)
"""All speeds scanners are set to, in bits a second."""


class Misframed(StrEnum):
    """What the receiver's driver does with a byte whose stop bit is missing."""

    KEEP = "keep"
    """Windows, and Linux as pyserial opens it."""
    ZERO = "zero"
    DROP = "drop"


def through(
    text: bytes,
    sent_at: int,
    heard_at: int,
    *,
    misframed: Misframed = Misframed.KEEP,
    pauses: Sequence[int] = (),
    shift: float = 0.0,
) -> bytes:
    """The bytes as a receiver at another speed takes them.

    Args:
        text: what is sent.
        sent_at: bits a second of the sender.
        heard_at: bits a second of the receiver.
        misframed: what becomes of bytes without a stop bit.
        pauses: idle bits of the sender after the first, second … byte; 0 where none are given.
        shift: where in a bit the receiver's clock stands, 0.0 to 1.0 of one of its ticks (a tick is 1/16 bit).
    """
    line = _line(text, pauses)
    ratio = sent_at / heard_at  # sender's bits per bit of the receiver
    heard = bytearray()
    at = 0.0
    end = len(line)
    while True:
        fall = _next_zero(line, at)
        if fall is None:
            return bytes(heard)
        start = fall + shift * ratio / 16

        def sample(bit: int, start: float = start) -> int:
            where = int(start + (bit + 0.5) * ratio)
            return line[where] if where < end else 1

        if sample(0):  # too short to be a start bit: a spike
            at = start + 0.5 * ratio
            continue
        byte = sum(sample(1 + bit) << bit for bit in range(8))
        if sample(9) or misframed is Misframed.KEEP:
            heard.append(byte)
        elif misframed is Misframed.ZERO:
            heard.append(0)
        at = start + 9.5 * ratio
        if not sample(9):  # the line must rise before another start bit can fall
            at = _next_one(line, at)


def _line(text: bytes, pauses: Sequence[int]) -> bytes:
    """One byte of 0 or 1 for each bit on the line, with ten idle bits at the end."""
    bits = bytearray()
    for n, byte in enumerate(text):
        bits.append(0)
        bits += bytes(byte >> bit & 1 for bit in range(8))
        bits.append(1)
        bits += b"\x01" * (pauses[n] if n < len(pauses) else 0)
    return bytes(bits) + b"\x01" * 10


def _next_zero(line: bytes, at: float) -> float | None:
    whole = int(at)
    if whole < len(line) and line[whole] == 0:
        return at if at > whole else float(whole)
    found = line.find(b"\x00", whole)
    return None if found < 0 else float(found)


def _next_one(line: bytes, at: float) -> float:
    found = line.find(b"\x01", int(at))
    return float(len(line) if found < 0 else found)
