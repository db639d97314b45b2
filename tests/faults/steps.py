"""A process killed by SIGKILL at its n-th step on the disk: a statement that may change a database, or a file changed.

Counted in the process that does the work, so that the same step is the same one each time. Unix only, since it forks.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlcipher3 import dbapi2

_READS = ("SELECT", "WITH", "EXPLAIN", "--")
"""How statements begin that change nothing; the last is how SQLite tells of a trigger's."""

_FILE_STEPS = frozenset({"os.rename", "os.remove", "os.truncate", "os.mkdir", "os.rmdir", "os.link"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_WRITES = ("write", "pwrite", "fsync", "ftruncate")
_WENT_WELL, _WENT_WRONG = 0, 70

Work = Callable[[], object]
"""What may be cut short anywhere: it opens a database, closes it, and keeps nothing."""


class StepCounter:
    """Counts the steps of this process; ends it at one."""

    def __init__(self, ends_at: int, told: int) -> None:
        self.done = 0
        self._ends_at = ends_at
        self._told = told
        self._inside = False

    def step(self) -> None:
        """One step is about to be taken."""
        if self._inside:
            return
        self.done += 1
        if self.done == self._ends_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, sql: str) -> None:
        """SQLite is about to run it."""
        if not sql.lstrip().upper().startswith(_READS):
            self.step()

    def audit(self, event: str, facts: tuple[Any, ...]) -> None:
        """Python tells what it is about to do."""
        if event in _FILE_STEPS or (event == "open" and isinstance(facts[2], int) and facts[2] & _WRITING):
            self.step()

    def end(self) -> None:
        """Tell how many there were."""
        self._inside = True
        os.write(self._told, self.done.to_bytes(8, "big"))


Watch = Callable[[StepCounter], None]
"""Has the counter told of each step, in the process that is killed."""


def count(work: Work, watch: Watch | None = None) -> int:
    """How many steps the work has when nobody kills it. ``watch``: what counts them, None = this module."""
    steps = _forked(work, 0, watch or _watch)
    assert steps is not None
    return steps


def killed(work: Work, step: int, watch: Watch | None = None) -> bool:
    """Do the work in a process that is killed before this step (from 1); whether it got that far."""
    return _forked(work, step, watch or _watch) is None


def _forked(work: Work, ends_at: int, watch: Watch) -> int | None:
    """The number of its steps; None = it was killed.

    Raises:
        AssertionError: the work failed by itself.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(work, StepCounter(ends_at, writing), watch)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert os.WEXITSTATUS(status) == _WENT_WELL, "the work failed by itself"
    return int.from_bytes(told, "big")


def _live(work: Work, counter: StepCounter, watch: Watch) -> None:
    """The child's whole life."""
    code = _WENT_WRONG
    sys.dont_write_bytecode = True  # a module compiled for the first time would be a step that no later life has
    try:
        watch(counter)
        work()
        counter.end()
        code = _WENT_WELL
    except BaseException:  # noqa: BLE001 - told to whoever reads the test's output, before the process is gone
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _watch(counter: StepCounter) -> None:
    sys.addaudithook(counter.audit)
    connect = dbapi2.connect

    def watched(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the driver has it
        connection = connect(*given, **named)
        connection.set_trace_callback(counter.statement)
        return connection

    dbapi2.connect = watched
    for name in _WRITES:
        setattr(os, name, _stepping(counter, getattr(os, name)))


def _stepping(counter: StepCounter, real: Callable[..., Any]) -> Callable[..., Any]:
    def stepping(*given: Any) -> Any:  # noqa: ANN401 - handed through
        counter.step()
        return real(*given)

    return stepping
