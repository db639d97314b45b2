"""Turns callbacks of the province link's threads into Qt signals of the window's thread.

The link is built and started by the desk's worker once the desk is open, so that the window's start loads nothing of
it; its threads reach the database through that same worker, and its callbacks touch nothing but a signal.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from models.calendar.clock import Clock
from models.trouble import Trouble
from ui.core.jobs import Jobs

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import DifferenceView
    from models.ids import SubjectId
    from sync.client.link import Link
    from sync.client.link_state import LinkState

T = TypeVar("T")

_REMEMBERED = 20


class Mishap(Struct, frozen=True):
    """A trouble with the province, its start, and how often it occurred in a row."""

    at: datetime
    trouble: Trouble
    times: int = 1


class ProvinceBridge(QObject):
    """Owns the link; emits its state and what was received.

    Attributes:
        state_changed: carries a ``LinkState``.
        merged: carries the subjects (a frozenset of ids) about which other desks or the province told something.
    """

    state_changed = Signal(object)
    merged = Signal(object)

    def __init__(self, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._clock = clock
        self._link: Link | None = None
        self._ending = threading.Event()
        self._closed = False
        self.state: LinkState | None = None
        self._ill: Trouble | None = None
        self._mishaps: deque[Mishap] = deque(maxlen=_REMEMBERED)
        self.state_changed.connect(self._remember)

    @property
    def mishaps(self) -> tuple[Mishap, ...]:
        """Troubles since the window was opened, newest first."""
        return tuple(reversed(self._mishaps))

    @Slot()
    def start(self) -> None:
        """Start the link, if this machine belongs to a hub; a running link is stopped first."""
        self._end()
        ask, told, came = self._ask, self._told, self._came
        ending = self._ending = threading.Event()

        def linked(work: "OpenDesk") -> "tuple[Link | None, LinkState]":
            return work.province.linked(ask, told, came, ending)

        self._jobs.ask(self, linked, self._linked)

    def pause(self) -> None:
        """Stop the link until ``start``; the desk stays open."""
        self._end()

    def stop(self) -> None:
        """Stop both threads; no signal follows."""
        self._closed = True
        self._end()

    def send_now(self) -> None:
        """Retry at once."""
        if self._link is not None:
            self._link.send_now()

    def judge_again(self, seqs: Iterable[int]) -> None:
        """Ask the province to validate set-aside events again."""
        if self._link is not None:
            self._link.judge_again(seqs)

    def edition_applied(self) -> None:
        """Report that the waiting edition is in use."""
        if self._link is not None:
            self._link.edition_applied()

    def wake(self) -> None:
        """Send what was just recorded."""
        if self._link is not None:
            self._link.wake()

    def compare(self) -> "tuple[DifferenceView, ...]":
        """Reconcile with the province; in a thread that may wait."""
        from desk.views.province import compare  # noqa: PLC0415 - loaded when first wanted

        return compare(self._ask, self._clock)

    def _end(self) -> None:
        link, self._link = self._link, None
        self._ending.set()
        if link is not None:
            link.stop()

    def _linked(self, made: "tuple[Link | None, LinkState]") -> None:
        link, state = made
        if self._closed:  # the window closed while it was built: it has no thread yet
            return
        self._link = link
        self.state_changed.emit(state)
        if link is not None:
            link.start()

    def _ask(self, work: Callable[[Any], T]) -> T:
        """In a thread of the link: access to the store, which the window itself never has."""
        return self._jobs.call(lambda desk_work: work(desk_work.desk.store))

    def _told(self, state: "LinkState") -> None:
        """In a thread of the link: emits a signal, nothing else."""
        self.state_changed.emit(state)

    def _came(self, subjects: "frozenset[SubjectId]") -> None:
        """In a thread of the link: emits what was received."""
        self.merged.emit(subjects)

    @Slot(object)
    def _remember(self, state: "LinkState") -> None:
        if self.state is None or self.state.set_aside != state.set_aside:
            held = state.set_aside
            self._jobs.ask(self, lambda work: work.province.keep_apart(held))
        self.state = state
        before, self._ill = self._ill, state.trouble
        if state.trouble is None or state.trouble is before:
            return
        if before is not None and type(before) is type(state.trouble):  # the same for as long as it lasts
            last = self._mishaps.pop()
            self._mishaps.append(Mishap(last.at, state.trouble, last.times + 1))
        else:
            self._mishaps.append(Mishap(self._clock(), state.trouble))
