"""A desk that answers the waiting room: the open desk itself, and its line."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from desk.desk import Desk
from desk.hall.at_desk import AtDesk
from desk.hall.hall import SlipState
from desk.hall.server import HallServer
from desk.prints.print_jobs import PrintJob
from tests.patience import PATIENCE

T = TypeVar("T")


@dataclass
class Counter:
    """The test's own thread is the desk's: what others ask is done when it serves them."""

    desk: Desk
    papers: list[tuple[PrintJob, Callable[[SlipState], None]]] = field(default_factory=list)
    asked: "queue.Queue[Callable[[], None]]" = field(default_factory=queue.Queue)
    times: int = 0

    def here(self, work: Callable[[Desk], T], /) -> T:
        self.times += 1
        return work(self.desk)

    def send(self, paper: PrintJob, finished: Callable[[SlipState], None]) -> None:
        self.papers.append((paper, finished))

    def there(self, work: Callable[[Desk], T], /) -> T:
        """From another thread: waits until this one serves it."""
        done = threading.Event()
        result: list[T] = []
        failure: list[BaseException] = []

        def serve() -> None:
            try:
                result.append(work(self.desk))
            except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
                failure.append(error)
            done.set()

        self.asked.put(serve)
        assert done.wait(PATIENCE)
        if failure:
            raise failure[0]
        return result[0]

    def while_(self, ask: Callable[[], T]) -> T:
        """Have another thread ask, and serve it meanwhile."""
        result: list[T] = []
        failure: list[BaseException] = []

        def asking() -> None:
            try:
                result.append(ask())
            except BaseException as error:  # noqa: BLE001 - likewise
                failure.append(error)
            self.asked.put(lambda: None)

        thread = threading.Thread(target=asking)
        thread.start()
        while not result and not failure:
            self.asked.get(timeout=PATIENCE)()
        thread.join(PATIENCE)
        if failure:
            raise failure[0]
        return result[0]


@pytest.fixture
def counter(desk: Desk) -> Counter:
    return Counter(desk)


@pytest.fixture
def hall(counter: Counter) -> AtDesk:
    """The hall, asked in the desk's own thread."""
    return AtDesk(counter.here, counter.send, kept_for=0)


@pytest.fixture
def bugs() -> list[Exception]:
    return []


@pytest.fixture
def answering(tmp_path: Path, counter: Counter, bugs: list[Exception]) -> Iterator[HallServer]:
    made = HallServer(tmp_path, AtDesk(counter.there, counter.send, kept_for=0), on_error=bugs.append)
    made.start()
    yield made
    made.stop()
    assert bugs == []
