"""Keystrokes, and recognition of a keyboard scanner by typing speed alone.

A scanner that poses as a keyboard types a card in a fraction of the time a person needs. Nothing here knows Qt, and
time is given, never looked up, so that any sequence can be tried.
"""

from collections import deque
from enum import StrEnum

from msgspec import Struct

MANY = 20
WITHIN = 100.0
"""So many strokes in so many milliseconds are no person's."""

HOLD = 20.0
"""Milliseconds: outside a text field a sign is held back so long, to see whether more follow at once."""

MACHINE = 8
"""Outside a text field so many signs, none ``HOLD`` after the one before, are no person's either."""

SHORT = 3
"""And neither are so many with an Enter behind them."""

PAUSE = 50.0
"""Milliseconds: the longest pause within a burst in a text field."""

STRAGGLER = 300.0
"""Milliseconds after a scan in which an Enter still belongs to it: some scanners send it late, people do not."""

QUIET = 60.0
"""Milliseconds of silence that end a burst."""

ENTER = "\r"


class Stroke(Struct, frozen=True, kw_only=True):
    """One change a keyboard or an input method makes to the text before the cursor.

    Attributes:
        delete: signs taken away before the cursor.
        insert: what is written then; ``ENTER`` also for Tab and whatever else ends a scan.
    """

    delete: int = 0
    insert: str = ""


class StrokeAction(StrEnum):
    """What is to become of a stroke."""

    PASS = "pass"  # noqa: S105  no secret
    """It goes where it was meant to go."""
    HOLD = "hold"
    """It waits; it is given out again in order when ``end_burst`` or the next answer says so."""
    SWALLOW = "swallow"
    """It belongs to a scan and goes nowhere."""


class StrokeDecision(Struct, frozen=True, kw_only=True):
    """What to do about a stroke.

    Attributes:
        do: with the stroke.
        begins: it is the first that may belong to a scan: remember now what the field looks like.
        ended: strokes of a scan that ended before it, if one did; deal with them first.
        release: what is held goes out first.
    """

    do: StrokeAction
    begins: bool = False
    ended: "TypedScan | None" = None
    release: bool = False


class TypedScan(Struct, frozen=True, kw_only=True):
    """A scan that was typed.

    Attributes:
        strokes: all of it.
        shown: how many of them, from the first, reached the text field.
    """

    strokes: tuple[Stroke, ...]
    shown: int


class TypingWatch:
    """Tells a scanner from a person, stroke by stroke."""

    def __init__(self) -> None:
        self._strokes: list[Stroke] = []
        self._times: deque[float] = deque(maxlen=MANY)
        self._last = 0.0
        self._scan_at: float | None = None
        self._in_text = False
        self._is_scan = False
        self._shown = 0
        self._signs = 0

    @property
    def is_scan(self) -> bool:
        """Whether a scan is being typed now: nothing that comes may do anything."""
        return self._is_scan

    @property
    def is_fast(self) -> bool:
        """Whether what came so far came too fast for a person, though it may not be a scan yet."""
        return self._is_scan or (not self._in_text and self._signs >= SHORT)

    @property
    def is_waiting(self) -> bool:
        """Whether ``end_burst`` would have something to say."""
        return bool(self._strokes)

    def stroke(self, stroke: Stroke, *, at: float, in_text: bool) -> StrokeDecision:
        """A stroke came.

        Args:
            stroke: what it does.
            at: milliseconds of any clock, as the system stamped it.
            in_text: whether a text field has the keys.
        """
        ended: TypedScan | None = None
        release = False
        pause = at - self._last
        if self._strokes and not -PAUSE <= pause <= self._patience():
            ended, release = self.end_burst()
        begins = not self._strokes
        if begins:
            late = self._scan_at is not None and 0 <= at - self._scan_at <= STRAGGLER
            if late and stroke == Stroke(insert=ENTER):
                return StrokeDecision(do=StrokeAction.SWALLOW, ended=ended, release=release)
            if not _may_begin(stroke, in_text=in_text):
                return StrokeDecision(do=StrokeAction.PASS, ended=ended, release=release)
            self._in_text = in_text
        self._last = at
        self._strokes.append(stroke)
        if stroke.insert:
            self._times.append(at)
            self._signs += stroke.insert != ENTER
        if not self._is_scan and self._is_too_fast(stroke):
            self._is_scan = True
            self._shown = len(self._strokes) - 1 if self._in_text else 0
        free = StrokeAction.PASS if self._in_text else StrokeAction.HOLD
        do = StrokeAction.SWALLOW if self._is_scan else free
        return StrokeDecision(do=do, begins=begins, ended=ended, release=release)

    def end_burst(self) -> tuple[TypedScan | None, bool]:
        """Nothing more comes: the scan that has ended, if one has; and whether what is held goes out."""
        burst = TypedScan(strokes=tuple(self._strokes), shown=self._shown) if self._is_scan else None
        release = bool(self._strokes) and not self._is_scan and not self._in_text
        if self._is_scan:
            self._scan_at = self._last
        self._strokes = []
        self._times.clear()
        self._is_scan = False
        self._shown = self._signs = 0
        return burst, release

    def _patience(self) -> float:
        if self._is_scan:
            return QUIET * 4  # the window may have been busy; a silence is told by ``end_burst``
        return PAUSE if self._in_text else HOLD

    def _is_too_fast(self, stroke: Stroke) -> bool:
        if len(self._times) == MANY and self._times[-1] - self._times[0] <= WITHIN:
            return True
        return not self._in_text and (self._signs >= MACHINE or (stroke.insert == ENTER and self._signs >= SHORT))


def _may_begin(stroke: Stroke, *, in_text: bool) -> bool:
    """No scan begins with a blank, an Enter or a deletion: those go through at once."""
    if in_text:
        return bool(stroke.insert) and stroke.insert != ENTER
    return not stroke.delete and bool(stroke.insert.strip())
