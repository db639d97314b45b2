"""Splits the byte stream of a scanner into scans."""

import re

from desk.cards.formats import layout

LONGEST = 8192
"""Bytes kept while waiting for an end; a card's text is under 2,000 even when mangled."""

_ENDS = re.compile(rb"[\r\n\t]+")
_AROUND = rb"[\x00-\x20\x7f]*"
_IN_FRONT = _AROUND + rb"(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{6})?[A-Za-z]??"
_BEHIND = _AROUND + rb"(?:\x03.)?"
_ZONES = tuple(
    tuple(re.compile(_IN_FRONT + line + _BEHIND, re.IGNORECASE | re.DOTALL) for line in lines)
    for lines in (
        (rb"I[A-Z0-9<]{29}", rb"[0-9][A-Z0-9<]{29}", rb"[A-Z<][A-Z0-9<]{29}"),
        (rb"P[A-Z<]{43}", rb"[A-Z0-9<]{44}"),
    )
)
"""The lines of machine-readable zones: of a card (document, dates, name), of a passport (name, then the rest).

With what scanners put around them: STX and ETX, identifiers, a code letter, blanks, a check byte behind ETX; small
where Caps Lock was on."""


class Frames:
    """Cuts the stream at CR, LF, CRLF and TAB, or where the scanner falls silent; knows nothing of ports or time.

    The lines of a machine-readable zone, each with an end of its own, are given out as one frame (90 characters of a
    card, 88 of a passport); no byte is lost, whatever comes: what is too long is given out in pieces, as junk.
    """

    def __init__(self) -> None:
        self._open = b""
        self._zone: list[bytes] = []

    @property
    def waiting(self) -> bool:
        """Whether something came that no end has followed yet."""
        return bool(self._open or self._zone)

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take in bytes of any length; gives the frames they complete, without their ends."""
        *ended, self._open = _ENDS.split(self._open + chunk)
        frames: list[bytes] = []
        for piece in ended:
            frames += self._close(piece)
        while len(self._open) > LONGEST:
            frames += self._close(self._open[:LONGEST])
            self._open = self._open[LONGEST:]
        return frames

    def flush(self) -> list[bytes]:
        """The scanner has fallen silent: what is open is a frame."""
        last, self._open = self._open, b""
        return self._close(last) + self._end_zone()

    def _close(self, piece: bytes) -> list[bytes]:
        """The frames that a whole piece makes: itself, or nothing yet while a zone's next line may follow."""
        if not piece:
            return []
        for lines in _ZONES:
            if _follows(lines, [*self._zone, piece]):
                self._zone.append(piece)
                return [b"".join(self._end_zone())] if len(self._zone) == len(lines) else []
        ended = self._end_zone()
        if ended:
            return ended + self._close(piece)
        return [piece]

    def _end_zone(self) -> list[bytes]:
        zone, self._zone = self._zone, []
        return zone


def _follows(lines: tuple[re.Pattern[bytes], ...], pieces: list[bytes]) -> bool:
    """Whether these are the first lines of such a zone."""
    return len(pieces) <= len(lines) and all(
        line.fullmatch(_as_sent(piece)) for line, piece in zip(lines, pieces, strict=False)
    )


def _as_sent(piece: bytes) -> bytes:
    """The piece with its digits, where a keyboard layout made letters of them."""
    if piece.isascii():
        return piece
    sent = layout.without_layout(piece.decode("utf-8", "replace"))
    return piece if sent is None else sent.encode("utf-8", "replace")
