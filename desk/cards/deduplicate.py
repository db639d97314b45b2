"""Drops a scan that several scanners of one desk report within a moment: it is passed on once."""

from desk.cards.formats.kinds import Scan

MOMENT = 1.0
"""Seconds within which a second source may only be repeating the first."""


class Deduplicator:
    """Remembers what each source told last. Time is given, never looked up."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[float, int]] = {}

    def is_echo(self, source: int, scan: Scan, at: float) -> bool:
        """Whether another source told the same within a moment; the same source may say a thing as often as it likes.

        Args:
            source: number of the reader.
            scan: what it told.
            at: seconds of any clock that only goes forward.
        """
        said = f"{scan.kind}/{scan.person.personal_number if scan.person else scan.code or scan.text}"
        self._last = {key: one for key, one in self._last.items() if at - one[0] <= MOMENT}
        before = self._last.get(said)
        if before is not None and before[1] != source:
            return True
        self._last[said] = (at, source)
        return False
