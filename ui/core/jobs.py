"""The worker thread: jobs for the desk, results delivered by signal to the screen that asked.

All work with the database runs in one thread, one job after the other, so it is never "locked" and a window never
waits. An answer comes back through one signal to a bound method of a ``QObject`` of the window's thread (a lambda or
a partial on a signal would run in the worker), and is dropped when the screen that asked is gone.
"""

import itertools
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desk.views.closed import DeskClosed
from models.not_allowed import NotAllowed
from models.trouble import Trouble

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk

T = TypeVar("T")
Reason = NotAllowed | Trouble


_TURN = 0.0005
"""Seconds that a thread at work may keep the interpreter while the window waits for it. A repaint asks for it dozens of
times: at Python's 5 ms each, a key was answered in 104 ms beside a thread that makes PDFs; at this, in 38 ms."""


class AskDesk(Protocol):
    """Runs a function with the open desk in the worker; returns its result (``Jobs.call``)."""

    def __call__(self, work: "Callable[[OpenDesk], T]", /) -> T:
        """The result of ``work``; its exceptions are raised here."""


class _Job(Struct, Generic[T], kw_only=True, eq=False):
    asker: QObject
    work: "Callable[[OpenDesk], T]"
    answer: Callable[[T], None] | None
    refused: Callable[[Reason], None] | None
    ended: Callable[[], None] | None = None
    topic: tuple[int, str] | None
    number: int
    outcome: T | None = None
    reason: Reason | None = None
    bug: BaseException | None = None
    done: bool = False


class Jobs(QObject):
    """The queue of the one worker. Created, called and answered in the window's thread.

    Attributes:
        crashed: a job ended in an exception nobody foresaw (the exception).
        refused: a job was refused and its asker had no handler of its own.
    """

    crashed = Signal(object)
    refused = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._side = {"": ThreadPoolExecutor(max_workers=2, thread_name_prefix="aside")}
        self._work: OpenDesk | None = None  # touched by the worker alone
        self._not_open: Reason | None = None  # likewise
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[int, str], int] = {}
        self._early: list[_Job[Any]] | None = []
        """What was asked before anybody began to open the desk: done right after the opening."""
        self._waiting = 0
        self._closed = False
        self._done.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """Whether any job is unanswered."""
        return self._waiting > 0

    def open(
        self,
        asker: QObject,
        opening: "Callable[[], OpenDesk]",
        answer: "Callable[[OpenDesk], None]",
        refused: Callable[[Reason], None],
    ) -> None:
        """Open the desk in the worker; every later job gets the result of ``opening``."""

        def opened(_: "OpenDesk | None") -> "OpenDesk":
            try:
                self._work = opening()
            except (NotAllowed, Trouble) as reason:
                self._not_open = reason
                raise
            self._not_open = None
            return self._work

        self._submit(asker, opened, answer, refused, None, needs_desk=False)
        early, self._early = self._early or [], None
        for job in early:
            self._pool.submit(self._run, job, True)

    def ask(
        self,
        asker: QObject,
        work: "Callable[[OpenDesk], T]",
        answer: Callable[[T], None] | None = None,
        refused: Callable[[Reason], None] | None = None,
        *,
        ended: Callable[[], None] | None = None,
        newest: str = "",
    ) -> None:
        """Run a job with the open desk in the worker.

        Args:
            asker: the screen that asks; gone = the answer is dropped.
            work: runs in the worker; the window must not be touched there.
            answer: bound method of ``asker``, called in the window's thread.
            refused: likewise; without it the signal of that name carries the reason.
            ended: likewise; called before these, however the job ended, also in an exception nobody foresaw.
            newest: a topic; of several jobs of one asker with the same topic only the last one counts.
        """
        self._submit(asker, work, answer, refused, newest or None, needs_desk=True, ended=ended)

    def run_in_thread(
        self,
        asker: QObject,
        work: Callable[[], T],
        answer: Callable[[T], None] | None = None,
        refused: Callable[[Reason], None] | None = None,
        *,
        ended: Callable[[], None] | None = None,
        queue: str = "",
    ) -> None:
        """Run a slow job that needs no database (a list of ports, a test print) in another thread.

        Jobs of one named queue (the papers of one printer) are done one after the other, beside all others.
        """
        if self._closed:
            return
        job: _Job[T] = _Job(
            asker=asker,
            work=lambda _: work(),
            answer=answer,
            refused=refused,
            ended=ended,
            topic=None,
            number=next(self._numbers),
        )
        self._waiting += 1
        if queue not in self._side:
            self._side[queue] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
        self._side[queue].submit(self._run, job, False)

    def run_with_desk(
        self,
        asker: QObject,
        work: Callable[[AskDesk], T],
        answer: Callable[[T], None] | None = None,
        refused: Callable[[Reason], None] | None = None,
        *,
        ended: Callable[[], None] | None = None,
        queue: str = "",
    ) -> None:
        """Run a function in another thread that calls the desk before, in between or after.

        Args:
            asker: as of ``ask``.
            work: runs beside; given what reaches the desk for a moment.
            answer: as of ``ask``.
            refused: as of ``ask``; also when the desk is closed meanwhile.
            ended: as of ``ask``.
            queue: as of ``run_in_thread``.
        """
        self.run_in_thread(asker, lambda: work(self.call), answer, refused, ended=ended, queue=queue)

    def call(self, work: "Callable[[OpenDesk], T]") -> T:
        """From another thread than the window's: run a function in the worker and return its result.

        Raises:
            DeskClosed: the desk is not open, or is being closed.
            NotAllowed, Trouble: whatever ``work`` raises comes out here, our own bugs too.
        """
        if self._closed:
            raise DeskClosed

        def called() -> T:
            if self._work is None:
                raise DeskClosed(self._not_open)
            return work(self._work)

        try:
            future = self._pool.submit(called)
        except RuntimeError as ended:  # the pool took its last job between the question above and here
            raise DeskClosed from ended
        return future.result()

    def close(self, closing: "Callable[[OpenDesk], None]") -> None:
        """Finish queued jobs, close the desk, end the worker. Blocks until then; no answer follows."""
        self._closed = True

        def last() -> None:
            work, self._work = self._work, None
            if work is not None:
                closing(work)

        self._pool.submit(last).result()
        self._pool.shutdown(wait=True)
        for queue in self._side.values():
            queue.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        asker: QObject,
        work: "Callable[[Any], T]",
        answer: Callable[[T], None] | None,
        refused: Callable[[Reason], None] | None,
        newest: str | None,
        *,
        needs_desk: bool,
        ended: Callable[[], None] | None = None,
    ) -> None:
        if self._closed:
            return
        job: _Job[T] = _Job(
            asker=asker,
            work=work,
            answer=answer,
            refused=refused,
            ended=ended,
            topic=(id(asker), newest) if newest else None,
            number=next(self._numbers),
        )
        if job.topic:
            self._newest[job.topic] = job.number
        self._waiting += 1
        if needs_desk and self._early is not None:
            self._early.append(job)
        else:
            self._pool.submit(self._run, job, needs_desk)

    def _run(self, job: "_Job[T]", needs_desk: bool) -> None:
        if self._is_stale(job):
            self._done.emit(job)
            return
        try:
            if needs_desk and self._work is None:
                raise DeskClosed(self._not_open)  # noqa: TRY301 - delivered like any other trouble
            job.outcome = job.work(self._work)  # type: ignore[arg-type] # None only while opening
            job.done = True
        except (NotAllowed, Trouble) as reason:
            job.reason = reason
        except Exception as bug:  # noqa: BLE001 - our own bug: reported by the window, never swallowed
            job.bug = bug
        self._done.emit(job)

    def _deliver(self, job: "_Job[Any]") -> None:
        self._waiting -= 1
        stale = self._is_stale(job)
        if job.topic is not None and not stale:
            del self._newest[job.topic]  # what is older stays stale without it
        heard = not self._closed and isValid(job.asker)
        if heard and job.ended is not None:
            job.ended()
        if job.bug is not None:
            self.crashed.emit(job.bug)
            return
        if not heard or stale:
            return
        if job.reason is not None:
            (job.refused or self.refused.emit)(job.reason)
        elif job.done and job.answer is not None:
            job.answer(job.outcome)

    def _is_stale(self, job: "_Job[Any]") -> bool:
        return job.topic is not None and self._newest.get(job.topic) != job.number
