"""A kiosk or board without an open window: opens the file itself and answers from it, in one thread."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from desk.desk import Desk
from desk.hall.at_desk import AtDesk
from desk.hall.hall import SlipState
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from models.calendar.clock import Clock
from models.trouble import HallNotReached, OutOfPaper, PrinterTrouble

T = TypeVar("T")

_log = logging.getLogger(__name__)


class StandaloneDesk:
    """The open desk of such a process. One thread does all work with it, another prints slips.

    Args:
        folder: the data folder.
        clock: tells the time.
        training: an invented office.

    Raises:
        NotAllowed, Trouble: the desk cannot be opened; see ``desk.opening.open_desk``.
    """

    def __init__(self, folder: Path, *, clock: Clock, training: bool = False) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._printer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="slips")
        self._lock = threading.Lock()
        self._closed = False
        try:
            self._desk: Desk = self._worker.submit(
                lambda: open_desk(folder, clock=clock, training=training, create=False)
            ).result()
        except BaseException:
            self._worker.shutdown()
            raise
        self._day = self._desk.today
        self.hall = AtDesk(self._ask, self._send)

    @property
    def desk(self) -> Desk:
        """The open desk, for its settings only; the file belongs to the one thread."""
        return self._desk

    def close(self) -> None:
        """Print what is queued and close the file. Later calls raise ``HallNotReached``."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._printer.shutdown(wait=True)
        self._worker.submit(close_desk, self._desk).result()
        self._worker.shutdown()

    def _ask(self, work: Callable[[Desk], T], /) -> T:
        with self._lock:
            if self._closed:
                raise HallNotReached
            future = self._worker.submit(self._today, work)
        return future.result()

    def _today(self, work: Callable[[Desk], T]) -> T:
        """Close what an earlier day left open, before anything else."""
        if self._desk.today != self._day:
            self._day = self._desk.today
            waiting.roll_over(self._desk)
        return work(self._desk)

    def _send(self, job: PrintJob, finished: Callable[[SlipState], None]) -> None:
        with self._lock:
            if not self._closed:
                self._printer.submit(self._print, job, finished)

    def _print(self, job: PrintJob, finished: Callable[[SlipState], None]) -> None:
        try:
            print_jobs.deliver(job, lambda work: self._worker.submit(work, self._desk).result())
        except PrinterTrouble as trouble:
            _log.info("slip %s not printed: %s", job.sheet.code, type(trouble).__name__)
            finished(print_result_of(trouble))
        else:
            finished(SlipState.PRINTED)


def print_result_of(trouble: PrinterTrouble) -> SlipState:
    """What a citizen is told of a failed print."""
    return SlipState.OUT_OF_PAPER if isinstance(trouble, OutOfPaper) else SlipState.TROUBLE
