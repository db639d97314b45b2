"""In-memory LRU cache of the procedure codes known to each office."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_OFFICES = 1_000
MOST_CODES = 500_000
"""What one worker keeps: a province of 170 offices with 2,000 procedures each, and some 50 MB at most."""

Codes = frozenset[str] | None
"""None = no catalogue was ever published there: any will do."""


class ProcedureCodes:
    """Codes by office, for its newest edition; an older edition's are dropped. Any thread.

    Args of the constructor:
        most_offices, most_codes: what is kept at most; the newest is kept in any case.
    """

    def __init__(self, most_offices: int = MOST_OFFICES, most_codes: int = MOST_CODES) -> None:
        self._most_offices = most_offices
        self._most_codes = most_codes
        self._kept: OrderedDict[str, tuple[int, Codes]] = OrderedDict()
        self._codes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def codes(self) -> int:
        """How many codes are cached, summed over offices."""
        return self._codes

    def of(self, office: str, version: int, read: Callable[[], Codes]) -> Codes:
        """The codes of an office's edition of this version; ``read`` is called if they are not cached."""
        with self._lock:
            kept = self._kept.get(office)
            if kept is not None and kept[0] == version:
                self._kept.move_to_end(office)
                return kept[1]
        codes = read()
        with self._lock:
            self._forget(office)
            self._kept[office] = (version, codes)
            self._codes += len(codes or ())
            while len(self._kept) > 1 and (len(self._kept) > self._most_offices or self._codes > self._most_codes):
                self._forget(next(iter(self._kept)))
        return codes

    def _forget(self, office: str) -> None:
        _, codes = self._kept.pop(office, (0, None))
        self._codes -= len(codes or ())
