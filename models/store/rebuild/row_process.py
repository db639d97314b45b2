"""Second processes that make rows, while this one reads the log, makes others and writes all of them.

They are given events as they are stored and give rows back: they open no file and know no key. What one does not
answer, for whatever reason, is made here.
"""

import gc
import os
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from models.store.projections.projection import Projection
from models.store.rebuild.row_making import LogPart, MadeRows, make_rows
from models.system.second_process import FAILED, SecondProcess, answer_messages

WORTH_IT = 100_000
"""Events for each second process: it then saves more than its start costs, which is half a second."""

MOST_PROCESSES = 3
"""More would wait for this one, which reads and writes for all; each takes 60 MB."""

_AHEAD = 2
"""Parts each has at a time: one is made, the next one waits."""

_MOST_WAITING = 8
"""Parts whose rows may wait for those of an earlier part."""

_PATIENCE = 120
"""Seconds for one part, which takes less than one."""

Kinds = Mapping[str, Projection[Any]]
"""By prefix."""


def rows_made(kinds: Kinds, parts: Iterable[LogPart], events: int) -> Generator[tuple[LogPart, MadeRows], None, None]:
    """Each part with its rows, in the order of the parts. Closed before its end, it leaves no process behind.

    Args:
        kinds: of which rows are made; the events of others are only counted.
        parts: read when they are needed.
        events: how many there are in all of them.
    """
    with _second_processes(kinds, events) as others:
        waiting: deque[tuple[LogPart, _Given | MadeRows]] = deque()
        for part in parts:
            free = next((one for one in others if one.is_free), None)
            if free is not None:
                waiting.append((part, _Given(free, free.make(part))))
            else:
                waiting.append((part, make_rows(kinds.get(part.prefix), part)))
            while waiting and (_is_there(waiting[0][1]) or len(waiting) > _MOST_WAITING):
                yield _answered(kinds, *waiting.popleft())
        while waiting:
            yield _answered(kinds, *waiting.popleft())


class _Given(NamedTuple):
    """A part that a second process makes the rows of."""

    by: "RowProcess"
    rows: Future[MadeRows]


def _is_there(made: _Given | MadeRows) -> bool:
    return isinstance(made, MadeRows) or made.rows.done()


def _answered(kinds: Kinds, part: LogPart, made: _Given | MadeRows) -> tuple[LogPart, MadeRows]:
    if isinstance(made, MadeRows):
        return part, made
    try:
        return part, made.rows.result(_PATIENCE)
    except FAILED:
        made.by.end()
        return part, make_rows(kinds.get(part.prefix), part)


@contextmanager
def _second_processes(kinds: Kinds, events: int) -> "Iterator[list[RowProcess]]":
    """As many second processes as save time and can be started."""
    with ExitStack() as started:
        others: list[RowProcess] = []
        for _ in range(min(_processors() - 1, MOST_PROCESSES, events // WORTH_IT)):
            try:
                others.append(RowProcess(kinds))
            except OSError:
                break  # it is fewer then, or this one alone
            started.callback(others[-1].end)
        yield others


def _processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class RowProcess:
    """A second process, as it makes rows.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, kinds: Kinds) -> None:
        versions = {prefix: kind.version for prefix, kind in kinds.items()}

        def accepts(its: object) -> bool:
            """Its rows must be those of this program, whichever the interpreter has found."""
            return isinstance(its, dict) and all(its.get(prefix) == version for prefix, version in versions.items())

        self._process = SecondProcess(__name__, accepts=accepts)
        self._given: list[Future[MadeRows]] = []

    @property
    def is_free(self) -> bool:
        """Whether it can be given a further part."""
        self._given = [made for made in self._given if not made.done()]
        return not self._process.failed and len(self._given) < _AHEAD

    def make(self, part: LogPart) -> "Future[MadeRows]":
        """The rows of a part, once it has made them. Fails with one of ``FAILED`` if it does not."""
        made = self._process.ask(part, MadeRows)
        self._given.append(made)
        return made

    def end(self) -> None:
        """End it, whatever it does; what it has not answered fails. Idempotent."""
        self._process.end()


def main() -> None:
    """Make rows of what comes, until nothing more does."""
    from models.store.projections.kinds import KINDS  # noqa: PLC0415 - who starts this process has them

    gc.disable()  # as in ``rebuilding.no_search_for_cycles``
    kinds = {kind.prefix: kind for kind in KINDS}
    versions = {prefix: kind.version for prefix, kind in kinds.items()}
    answer_messages(LogPart, lambda part: make_rows(kinds.get(part.prefix), part), begun=versions)


if __name__ == "__main__":
    main()
