"""A second process that makes rows, while this one reads the log, makes others and writes all of them.

It is given events as they are stored and gives rows back: it opens no file and knows no key. What it does not answer,
for whatever reason, is made here.
"""

import gc
import os
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any

import msgspec

from models.store.projections.projection import Projection
from models.store.rebuild.row_making import LogPart, MadeRows, make_rows

WORTH_IT = 100_000
"""Events from which a second process saves more than its start costs, which is half a second."""

_AHEAD = 2
"""Parts it has at a time: one is made, the next one waits."""

_MOST_WAITING = 8
"""Parts whose rows may wait for those of an earlier part."""

_PATIENCE = 120
"""Seconds for one part, which takes less than one."""

_LENGTH = 8
"""Bytes that tell how long a message is."""

_FAILED = (OSError, EOFError, TimeoutError, CancelledError, msgspec.MsgspecError)

Kinds = Mapping[str, Projection[Any]]
"""By prefix."""

_encode = msgspec.msgpack.Encoder().encode


def rows_made(kinds: Kinds, parts: Iterable[LogPart], events: int) -> Generator[tuple[LogPart, MadeRows], None, None]:
    """Each part with its rows, in the order of the parts. Closed before its end, it leaves no process behind.

    Args:
        kinds: of which rows are made; the events of others are only counted.
        parts: read when they are needed.
        events: how many there are in all of them.
    """
    with _second_process(kinds, events) as second:
        waiting: deque[tuple[LogPart, Future[MadeRows] | MadeRows]] = deque()
        for part in parts:
            if second is not None and second.is_free:
                waiting.append((part, second.make(part)))
            else:
                waiting.append((part, make_rows(kinds.get(part.prefix), part)))
            while waiting and (_is_there(waiting[0][1]) or len(waiting) > _MOST_WAITING):
                yield _answered(kinds, second, *waiting.popleft())
        while waiting:
            yield _answered(kinds, second, *waiting.popleft())


def _is_there(made: Future[MadeRows] | MadeRows) -> bool:
    return isinstance(made, MadeRows) or made.done()


def _answered(
    kinds: Kinds, second: "RowProcess | None", part: LogPart, made: Future[MadeRows] | MadeRows
) -> tuple[LogPart, MadeRows]:
    if isinstance(made, MadeRows):
        return part, made
    try:
        return part, made.result(_PATIENCE)
    except _FAILED:
        if second is not None:
            second.end()
        return part, make_rows(kinds.get(part.prefix), part)


@contextmanager
def _second_process(kinds: Kinds, events: int) -> "Iterator[RowProcess | None]":
    """A second process where it saves time and can be started."""
    second = None
    if events >= WORTH_IT and _processors() > 1:
        try:
            second = RowProcess(kinds)
        except OSError:
            second = None  # it is one process then
    try:
        yield second
    finally:
        if second is not None:
            second.end()


def _processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class RowProcess:
    """The second process, and the thread that waits for it.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, kinds: Kinds) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "models.store.rebuild.row_process"],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=True,  # Ctrl+C is for this process, which ends it
        )
        self._given: list[Future[MadeRows]] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="row-process")
        self._begun = self._thread.submit(self._begin, {prefix: kind.version for prefix, kind in kinds.items()})

    @property
    def is_free(self) -> bool:
        """Whether it can be given a further part."""
        self._given = [made for made in self._given if not made.done()]
        failed = self._begun.done() and (self._begun.cancelled() or self._begun.exception() is not None)
        return not failed and self._process.returncode is None and len(self._given) < _AHEAD

    def make(self, part: LogPart) -> "Future[MadeRows]":
        """The rows of a part, once it has made them. Fails with one of ``_FAILED`` if it does not."""
        made = self._thread.submit(self._exchange, part)
        self._given.append(made)
        return made

    def end(self) -> None:
        """End it, whatever it does; what it has not answered fails. Idempotent."""
        self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        with self._process:
            pass  # its pipes are closed, and it is waited for

    def _begin(self, versions: dict[str, int]) -> None:
        """Wait until it has started. Its rows must be those of this program, whichever the interpreter has found."""
        its = msgspec.msgpack.decode(_read(self._process.stdout), type=dict[str, int])
        if any(its.get(prefix) != version for prefix, version in versions.items()):
            raise EOFError

    def _exchange(self, part: LogPart) -> MadeRows:
        self._begun.result()
        _write(self._process.stdin, part)
        return msgspec.msgpack.decode(_read(self._process.stdout), type=MadeRows)


def _write(file: IO[bytes] | None, message: object) -> None:
    if file is None:
        raise EOFError
    encoded = _encode(message)
    left = memoryview(len(encoded).to_bytes(_LENGTH) + encoded)
    while left:
        left = left[file.write(left) :]


def _read(file: IO[bytes] | None) -> bytearray:
    """The next message.

    Raises:
        EOFError: there is none, or not the whole of it.
    """
    if file is None:
        raise EOFError
    return _read_bytes(file, int.from_bytes(_read_bytes(file, _LENGTH)))


def _read_bytes(file: IO[bytes], length: int) -> bytearray:
    read = bytearray()
    while len(read) < length:
        piece = file.read(length - len(read))
        if not piece:
            raise EOFError
        read += piece
    return read


def main() -> None:
    """Make rows of what comes, until nothing more does."""
    from models.store.projections.kinds import KINDS  # noqa: PLC0415 - who starts this process has them

    gc.disable()  # as in ``rebuilding.no_search_for_cycles``
    kinds = {kind.prefix: kind for kind in KINDS}
    given, answers = os.fdopen(0, "rb", 0), os.fdopen(1, "wb", 0)
    _write(answers, {prefix: kind.version for prefix, kind in kinds.items()})
    while True:
        try:
            part = msgspec.msgpack.decode(_read(given), type=LogPart)
        except EOFError:
            return
        _write(answers, make_rows(kinds.get(part.prefix), part))


if __name__ == "__main__":
    main()
